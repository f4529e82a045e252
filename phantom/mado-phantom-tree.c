/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-chest-private.h"

#include <math.h>

/* The exponent of Murray's law. */
#define FLOW_EXPONENT 3.0

typedef struct {
  GArray *segments;
  double twig_radius;
  MadoPhantomRandom *random;
} Growth;

static MadoPhantomPoint
get_mean (const MadoPhantomPoint *ends, int n)
{
  MadoPhantomPoint mean = {0};

  for (int i = 0; i < n; i++) {
    mean.x += ends[i].x / n;
    mean.y += ends[i].y / n;
    mean.z += ends[i].z / n;
  }
  return mean;
}

/* The direction in which the ends are spread most: power iteration on the
 * covariance, a few steps are plenty. */
static MadoPhantomPoint
get_spread (const MadoPhantomPoint *ends, int n, const MadoPhantomPoint *mean)
{
  MadoPhantomPoint axis = {0.6, 0.5, 0.62};

  for (int step = 0; step < 4; step++) {
    MadoPhantomPoint next = {0};

    for (int i = 0; i < n; i++) {
      const double dx = ends[i].x - mean->x, dy = ends[i].y - mean->y,
                   dz = ends[i].z - mean->z;
      const double along = dx * axis.x + dy * axis.y + dz * axis.z;

      next.x += along * dx;
      next.y += along * dy;
      next.z += along * dz;
    }

    const double length = sqrt (next.x * next.x + next.y * next.y + next.z * next.z);

    if (length < 1e-9)
      break;
    axis = (MadoPhantomPoint){next.x / length, next.y / length, next.z / length};
  }
  return axis;
}

/* Ends on this side of the mean come first.  Returns: how many */
static int
partition (MadoPhantomPoint *ends,
           int n,
           const MadoPhantomPoint *mean,
           const MadoPhantomPoint *axis)
{
  int first = 0;

  for (int i = 0; i < n; i++) {
    const double along = (ends[i].x - mean->x) * axis->x +
                         (ends[i].y - mean->y) * axis->y +
                         (ends[i].z - mean->z) * axis->z;

    if (along < 0) {
      const MadoPhantomPoint end = ends[i];

      ends[i] = ends[first];
      ends[first++] = end;
    }
  }
  return CLAMP (first, 1, n - 1);
}

/* A branch is not straight: its middle lies a little off the line. */
static void
add_branch (const Growth *growth,
            const MadoPhantomPoint *from,
            const MadoPhantomPoint *to,
            double radius)
{
  const double length = sqrt (pow (to->x - from->x, 2) + pow (to->y - from->y, 2) +
                              pow (to->z - from->z, 2));
  const double bend = MIN (0.12 * length, 4);
  const MadoPhantomPoint middle = {
      (from->x + to->x) / 2 + mado_phantom_random_uniform (growth->random, -bend, bend),
      (from->y + to->y) / 2 + mado_phantom_random_uniform (growth->random, -bend, bend),
      (from->z + to->z) / 2 + mado_phantom_random_uniform (growth->random, -bend, bend),
  };
  const MadoPhantomSegment first = {*from, middle, radius * 1.04, radius};
  const MadoPhantomSegment second = {middle, *to, radius, radius * 0.96};

  g_array_append_val (growth->segments, first);
  g_array_append_val (growth->segments, second);
}

static double
get_radius (const Growth *growth, int n_ends)
{
  return growth->twig_radius * pow (n_ends, 1 / FLOW_EXPONENT);
}

static void
grow (const Growth *growth, const MadoPhantomPoint *from, MadoPhantomPoint *ends, int n)
{
  const double radius = get_radius (growth, n);

  if (n == 1) {
    add_branch (growth, from, &ends[0], radius);
    return;
  }

  const MadoPhantomPoint mean = get_mean (ends, n);
  const MadoPhantomPoint axis = get_spread (ends, n, &mean);
  const double reach = mado_phantom_random_uniform (growth->random, 0.36, 0.52);
  const MadoPhantomPoint fork = {
      from->x + reach * (mean.x - from->x),
      from->y + reach * (mean.y - from->y),
      from->z + reach * (mean.z - from->z),
  };
  const int first = partition (ends, n, &mean, &axis);

  add_branch (growth, from, &fork, radius);
  grow (growth, &fork, ends, first);
  grow (growth, &fork, ends + first, n - first);
}

double
mado_phantom_tree_grow (GArray *segments,
                        const MadoPhantomPoint *root,
                        GArray *ends,
                        double twig_radius,
                        MadoPhantomRandom *random)
{
  const Growth growth = {segments, twig_radius, random};

  if (ends->len == 0)
    return 0;
  grow (&growth, root, (MadoPhantomPoint *) (gpointer) ends->data, (int) ends->len);
  return get_radius (&growth, (int) ends->len);
}
