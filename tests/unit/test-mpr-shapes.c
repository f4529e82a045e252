/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-reslice.h"
#include "mado-test-body.h"

static const char *const kinds[] = {
    "tilt",        "irregular",   "missing-slices", "duplicates", "4d",
    "enhanced-ct", "enhanced-mr", "huge",           "mosaic",
};

/* px from a sphere's centre to its surface: its area is then known to about 0.1 %. */
#define RADIUS_PX 48

/* Largest edge of a voxel, mm. */
static double
get_largest_edge (const MadoTestVolume *truth)
{
  double largest = MAX (truth->column_spacing, truth->row_spacing);

  for (int i = 0; i + 1 < truth->n_slices; i++)
    largest = MAX (largest, mado_vector_length (mado_vector_subtract (
                                truth->positions[i + 1], truth->positions[i])));
  return largest;
}

/* mm between the slices that show @sphere, at most. */
static double
get_step (const MadoTestBody *body,
          const MadoTestVolume *truth,
          const MadoTestShape *sphere)
{
  const MadoVector normal = mado_vector_cross (truth->row, truth->column);
  const double reach = sphere->radius + body->edge / 2;
  double largest = 0;

  for (int i = 0; i + 1 < truth->n_slices; i++) {
    const double a = mado_vector_dot (
        mado_vector_subtract (truth->positions[i], sphere->from), normal);
    const double b = mado_vector_dot (
        mado_vector_subtract (truth->positions[i + 1], sphere->from), normal);

    if (MIN (fabs (a), fabs (b)) < reach)
      largest = MAX (largest, mado_vector_length (mado_vector_subtract (
                                  truth->positions[i + 1], truth->positions[i])));
  }
  return largest;
}

/* Distance is a convex function, so interpolation finds the surface too far inside, by
 * at most Σ h²/8 × its curvature, 1/radius: under 1 % for radii of 5 voxels. */
static double
get_radius_bound (const MadoTestBody *body,
                  const MadoTestVolume *truth,
                  const MadoTestShape *sphere)
{
  const double step = get_step (body, truth, sphere);

  return (pow (truth->column_spacing, 2) + pow (truth->row_spacing, 2) + step * step) /
         (8 * sphere->radius);
}

typedef struct {
  double area; /* mm² */
  MadoVector center;
} Blob;

/* What is at @point without @sphere. */
static double
get_background (const MadoTestBody *body, const MadoTestShape *sphere, MadoVector point)
{
  const double share = 0.5 - mado_test_shape_get_distance (sphere, point) / body->edge;

  return mado_test_body_get_value (body, point) -
         sphere->contrast * CLAMP (share, 0, 1);
}

/* The part of the plane with more than half of the sphere's contrast.  A px on the edge
 * counts by the share that lies inside. */
static Blob
measure (const MadoTestBody *body,
         const MadoTestVolume *truth,
         const MadoTestShape *sphere,
         const MadoPlaneView *view,
         const float *values)
{
  const double mm = 1 / view->view.zoom;
  MadoVector sum = {0};
  double total = 0;
  MadoPlaneMap map;

  mado_plane_view_get_map (view, &map);
  for (int y = 0; y < view->view.height; y++)
    for (int x = 0; x < view->view.width; x++) {
      const MadoVector point = mado_plane_map_to_patient (&map, x + 0.5, y + 0.5);
      const double value = (double) values[y * view->view.width + x] / truth->factor;
      const double contrast =
          (value - get_background (body, sphere, point)) / sphere->contrast;
      const double inside = (contrast - 0.5) * body->edge; /* mm from the surface */
      const double share = CLAMP (0.5 + inside / mm, 0, 1);

      /* There is other work beyond it. */
      if (mado_test_shape_get_distance (sphere, point) > body->edge / 2)
        continue;
      total += share;
      sum = mado_vector_add_scaled (sum, point, share);
    }
  return (Blob){total * mm * mm, mado_vector_scale (sum, 1 / total)};
}

static void
check_sphere (const MadoTestBody *body,
              const MadoTestVolume *truth,
              const MadoVolume *volume,
              const MadoTestShape *sphere,
              const MadoPlane *plane)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);
  const int size = (int) ceil (2 * RADIUS_PX * (1 + 0.5 * body->edge / sphere->radius));
  const MadoPlaneView view = {
      .plane = *plane,
      .view = {.width = size,
               .height = size,
               .zoom = RADIUS_PX / sphere->radius,
               .interpolation = MADO_INTERPOLATION_LINEAR},
  };
  g_autofree float *values = g_new (float, (gsize) size *(gsize) size);
  MadoIndexPoint found, expected;
  double radius;
  Blob blob;

  mado_reslice_cpu (volume, &view, values);
  blob = measure (body, truth, sphere, &view, values);
  radius = sqrt (blob.area / G_PI);
  found = mado_geometry_to_index (geometry, blob.center);
  expected = mado_geometry_to_index (geometry, sphere->from);
  g_test_message ("%s %s: radius %+.2f %%, centre %+.3f %+.3f %+.3f voxels",
                  truth->folder, sphere->id, 100 * (radius / sphere->radius - 1),
                  found.column - expected.column, found.row - expected.row,
                  found.slice - expected.slice);
  g_assert_cmpfloat_with_epsilon (found.column, expected.column, 0.1);
  g_assert_cmpfloat_with_epsilon (found.row, expected.row, 0.1);
  g_assert_cmpfloat_with_epsilon (found.slice, expected.slice, 0.1);
  g_assert_cmpfloat_with_epsilon (
      radius, sphere->radius,
      MAX (0.01 * sphere->radius, get_radius_bound (body, truth, sphere)));
}

/* A gap through the sphere leaves no circle to measure. */
static bool
is_complete (const MadoTestBody *body,
             const MadoTestVolume *truth,
             const MadoTestShape *sphere)
{
  const MadoVector normal =
      mado_vector_normalize (mado_vector_cross (truth->row, truth->column));
  const double reach = sphere->radius + body->edge / 2;

  for (int i = 0; i + 1 < truth->n_slices; i++) {
    const double a = mado_vector_dot (
        mado_vector_subtract (truth->positions[i], sphere->from), normal);
    const double b = mado_vector_dot (
        mado_vector_subtract (truth->positions[i + 1], sphere->from), normal);

    if (ABS (truth->instances[i + 1] - truth->instances[i]) > 1 &&
        json_object_has_member (truth->json, "missing") && MIN (a, b) < reach &&
        MAX (a, b) > -reach)
      return false;
  }
  return true;
}

/* Axial, coronal, sagittal and two that lie along none of the axes. */
static void
get_planes (MadoVector center, MadoPlane planes[5])
{
  const MadoVector axes[] = {mado_vector_normalize ((MadoVector){1, 2, -1}),
                             mado_vector_normalize ((MadoVector){-2, 1, 3})};

  mado_plane_init (&planes[0], MADO_PLANE_AXIAL, center);
  mado_plane_init (&planes[1], MADO_PLANE_CORONAL, center);
  mado_plane_init (&planes[2], MADO_PLANE_SAGITTAL, center);
  for (int i = 0; i < 2; i++) {
    planes[3 + i] = planes[i];
    planes[3 + i].right = mado_vector_rotate (planes[i].right, axes[i], 0.6 + 0.4 * i);
    planes[3 + i].down = mado_vector_rotate (planes[i].down, axes[i], 0.6 + 0.4 * i);
  }
}

static void
test_spheres (gconstpointer kind)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new (kind);
  /* Other volumes of a kind differ by a factor, which other tests look at. */
  const MadoTestVolume *truth = mado_test_body_get_volume (body, 0);
  g_autoptr (MadoVolume) volume = mado_test_body_load (body, truth);
  int n_measured = 0, n_large = 0;

  for (guint i = 0; i < body->spheres->len; i++) {
    const MadoTestShape *sphere = &g_array_index (body->spheres, MadoTestShape, i);
    MadoPlane planes[5];

    if (!is_complete (body, truth, sphere))
      continue;
    get_planes (sphere->from, planes);
    for (guint k = 0; k < G_N_ELEMENTS (planes); k++)
      check_sphere (body, truth, volume, sphere, &planes[k]);
    n_measured++;
    n_large += get_radius_bound (body, truth, sphere) <= 0.01 * sphere->radius;
  }
  g_assert_cmpint (n_measured, >=, 4);
  g_assert_cmpint (n_large, >=, 2);
}

/* A coronal slab of 24 mm around a rod, which is then brighter than all behind it. */
#define SLAB     24.0 /* mm */
#define SLAB_PX  240
#define SLAB_MM  0.5 /* mm per px */
#define N_DEPTHS 49

typedef struct {
  const MadoTestBody *body;
  const MadoTestVolume *truth;
  const MadoTestShape *rod;
  MadoPlaneView view;
  float *values;
} Slab;

/* What of the largest value in the slab comes from the rod, as a share of it. */
static double
get_rod_share (const Slab *self, int x, int y)
{
  const double value =
      (double) self->values[y * self->view.view.width + x] / self->truth->factor;
  double behind = -INFINITY;
  MadoPlaneMap map;
  MadoVector point, normal;

  if (!isfinite (value))
    return 0;
  mado_plane_view_get_map (&self->view, &map);
  point = mado_plane_map_to_patient (&map, x + 0.5, y + 0.5);
  normal = mado_plane_get_normal (&self->view.plane);
  for (int i = 0; i < N_DEPTHS; i++)
    behind = MAX (behind, mado_test_body_get_field (
                              self->body,
                              mado_vector_add_scaled (
                                  point, normal, SLAB * (i / (N_DEPTHS - 1.0) - 0.5))));
  return (value - behind) / self->rod->contrast;
}

/* px at which the rod is brightest across it, at @t of its length. */
static void
check_across (const Slab *self, double t)
{
  const MadoVector on_line = mado_vector_add_scaled (
      self->rod->from, mado_vector_subtract (self->rod->to, self->rod->from), t);
  const MadoVector along = mado_vector_subtract (self->rod->to, self->rod->from);
  const bool is_flat = fabs (along.x) > fabs (along.z);
  const int reach = (int) ceil ((self->rod->radius + self->body->edge / 2) / SLAB_MM);
  double x, y, sum = 0, total = 0;
  int middle;

  mado_plane_view_to_picture (&self->view, on_line, &x, &y);
  middle = (int) floor (is_flat ? y : x);
  for (int i = middle - reach; i <= middle + reach; i++) {
    const double share = is_flat ? get_rod_share (self, (int) floor (x), i)
                                 : get_rod_share (self, i, (int) floor (y));
    const double weight = MAX (share - 0.3, 0);

    total += weight;
    sum += weight * (i + 0.5);
  }
  g_test_message ("%s %s: %+.3f mm", self->truth->folder, self->rod->id,
                  (sum / total - (is_flat ? y : x)) * SLAB_MM);
  g_assert_cmpfloat (total, >, 0.5);
  g_assert_cmpfloat_with_epsilon ((sum / total - (is_flat ? y : x)) * SLAB_MM, 0,
                                  0.25 * get_largest_edge (self->truth));
}

/* Beyond its end, by the radius, a rod has half of its contrast left. */
static void
check_end (const Slab *self, MadoVector end, MadoVector other)
{
  const MadoVector out = mado_vector_normalize (mado_vector_subtract (end, other));
  const double limit = get_largest_edge (self->truth);
  double found = NAN;

  for (double at = -8; at < 12; at += 0.1) {
    double x, y;

    mado_plane_view_to_picture (&self->view, mado_vector_add_scaled (end, out, at), &x,
                                &y);
    if (get_rod_share (self, (int) floor (x), (int) floor (y)) < 0.5) {
      found = at;
      break;
    }
  }
  g_assert_cmpfloat_with_epsilon (found, self->rod->radius, limit);
}

static void
check_rod (const MadoTestBody *body,
           const MadoTestVolume *truth,
           const MadoVolume *volume,
           const MadoTestShape *rod)
{
  const MadoVector middle =
      mado_vector_scale (mado_vector_add (rod->from, rod->to), 0.5);
  g_autofree float *values = g_new (float, SLAB_PX *SLAB_PX);
  Slab slab = {
      .body = body,
      .truth = truth,
      .rod = rod,
      .view = {.slab = SLAB,
               .slab_mode = MADO_SLAB_MIP,
               .view = {.width = SLAB_PX,
                        .height = SLAB_PX,
                        .zoom = 1 / SLAB_MM,
                        .interpolation = MADO_INTERPOLATION_LINEAR}},
      .values = values,
  };

  mado_plane_init (&slab.view.plane, MADO_PLANE_CORONAL, middle);
  mado_reslice_cpu (volume, &slab.view, values);
  for (double t = 0.1; t < 0.95; t += 0.1)
    check_across (&slab, t);
  check_end (&slab, rod->from, rod->to);
  check_end (&slab, rod->to, rod->from);
}

/* The first and the third lie in the coronal plane, about; the second goes through. */
static void
test_rods (gconstpointer kind)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new (kind);
  const MadoTestVolume *truth = mado_test_body_get_volume (body, 0);
  g_autoptr (MadoVolume) volume = mado_test_body_load (body, truth);

  check_rod (body, truth, volume, &g_array_index (body->rods, MadoTestShape, 0));
  /* It crosses the gaps. */
  if (!json_object_has_member (truth->json, "missing"))
    check_rod (body, truth, volume, &g_array_index (body->rods, MadoTestShape, 2));
}

static void
add (const char *name, const char *kind, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/mado/mpr/shapes/%s/%s", name, kind);

  g_test_add_data_func (path, kind, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    add ("spheres", kinds[i], test_spheres);
    add ("rods", kinds[i], test_rods);
  }
  return g_test_run ();
}
