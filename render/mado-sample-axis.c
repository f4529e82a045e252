/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-sample-axis-private.h"

#include <math.h>

/* Positions are rounded to this, far below what can be seen, so that the rounding
 * errors of two equal transforms cannot break a tie in two ways. */
#define POSITION_GRID 16777216.0

typedef struct {
  int n_image;
  bool is_mirrored;
  double step;         /* image px per picture px */
  double half_support; /* image px each side of the position */
  int stride;          /* image px from tap to tap */
  MadoInterpolation interpolation;
} Kernel;

static double
catmull_rom (double t)
{
  t = fabs (t);
  if (t < 1.0)
    return (1.5 * t - 2.5) * t * t + 1.0;
  if (t < 2.0)
    return ((-0.5 * t + 2.5) * t - 4.0) * t + 2.0;
  return 0.0;
}

/* Length of the part of pixel @index that lies under the picture px at @position;
 * with step 1 that is linear interpolation. */
static double
box (double position, int index, double step)
{
  const double begin = MAX (position - step / 2.0, index - 0.5);
  const double end = MIN (position + step / 2.0, index + 0.5);

  return MAX (end - begin, 0.0);
}

static double
get_weight (const Kernel *kernel, double position, int index)
{
  switch (kernel->interpolation) {
  case MADO_INTERPOLATION_LINEAR:
    return box (position, index, kernel->step);
  case MADO_INTERPOLATION_CUBIC:
    return catmull_rom ((index - position) / kernel->step);
  case MADO_INTERPOLATION_NEAREST:
  default:
    return 1.0;
  }
}

/* Returns the number of taps. */
static int
init_kernel (Kernel *self, int n_image, double scale, MadoInterpolation interpolation)
{
  self->n_image = n_image;
  self->is_mirrored = scale < 0.0;
  self->step = MAX (fabs (scale), 1.0);
  self->interpolation = interpolation;
  self->stride = 1;

  if (interpolation != MADO_INTERPOLATION_LINEAR &&
      interpolation != MADO_INTERPOLATION_CUBIC) {
    self->half_support = 0.5;
    return 1;
  }

  self->half_support = interpolation == MADO_INTERPOLATION_LINEAR
                           ? (self->step + 1.0) / 2.0
                           : 2.0 * self->step;
  const double n_taps = ceil (2.0 * self->half_support);

  if (n_taps <= MADO_SAMPLE_AXIS_MAX_TAPS)
    return (int) n_taps;
  self->stride = (int) ceil (MIN (n_taps, 1e8) / MADO_SAMPLE_AXIS_MAX_TAPS);
  return MADO_SAMPLE_AXIS_MAX_TAPS;
}

/* Mirrored pictures are made as if they were not and the result mirrored: a tie
 * goes to the right on the screen, whatever the flip. */
static int
to_image (const Kernel *kernel, int index)
{
  index = CLAMP (index, 0, kernel->n_image - 1);
  return kernel->is_mirrored ? kernel->n_image - 1 - index : index;
}

static void
set_taps (MadoSampleAxis *self, const Kernel *kernel, int i, double position)
{
  const int first = (int) floor (position - kernel->half_support) + 1;
  double sum = 0.0;

  if (self->n_taps == 1) {
    self->index[i] = self->nearest[i];
    self->weight[i] = 1.0F;
    return;
  }

  for (int tap = 0; tap < self->n_taps; tap++)
    sum += get_weight (kernel, position, first + tap * kernel->stride);
  for (int tap = 0; tap < self->n_taps; tap++) {
    const gsize at = (gsize) tap * self->n + i;
    const int index = first + tap * kernel->stride;

    self->index[at] = to_image (kernel, index);
    self->weight[at] = (float) (get_weight (kernel, position, index) / sum);
  }
}

static void
update_range (MadoSampleAxis *self, int i)
{
  self->begin = MIN (self->begin, i);
  self->end = i + 1;
  for (int tap = 0; tap < self->n_taps; tap++) {
    const int index = self->index[(gsize) tap * self->n + i];

    self->low = MIN (self->low, index);
    self->high = MAX (self->high, index);
  }
}

void
mado_sample_axis_init (MadoSampleAxis *self,
                       int n,
                       int n_image,
                       double scale,
                       double offset,
                       MadoInterpolation interpolation)
{
  Kernel kernel;
  const int n_taps = init_kernel (&kernel, n_image, scale, interpolation);

  *self = (MadoSampleAxis){
      .n = n,
      .n_taps = n_taps,
      .begin = n,
      .low = n_image - 1,
      .nearest = g_new (int, n),
      .index = g_new0 (int, (gsize) n_taps *n),
      .weight = g_new0 (float, (gsize) n_taps *n),
  };

  for (int i = 0; i < n; i++) {
    double position = scale * (i + 0.5) + offset;

    position = rint (position * POSITION_GRID) / POSITION_GRID;
    if (kernel.is_mirrored)
      position = n_image - 1 - position;
    self->nearest[i] = -1;
    if (!(position >= -0.5 && position < n_image - 0.5))
      continue;

    self->nearest[i] = to_image (&kernel, (int) floor (position + 0.5));
    set_taps (self, &kernel, i, position);
    update_range (self, i);
  }
  if (self->end == 0)
    self->begin = 0;
}

void
mado_sample_axis_clear (MadoSampleAxis *self)
{
  g_clear_pointer (&self->nearest, g_free);
  g_clear_pointer (&self->index, g_free);
  g_clear_pointer (&self->weight, g_free);
}

bool
mado_sample_axes_init (MadoSampleAxis *across,
                       MadoSampleAxis *down,
                       const MadoViewState *state,
                       int columns,
                       int rows,
                       const MadoFrameInfo *info)
{
  const bool is_turned = (state->rotation & 1) != 0;
  MadoViewTransform t;

  mado_view_state_get_transform (state, columns, rows, info, &t);
  mado_sample_axis_init (across, is_turned ? state->height : state->width, columns,
                         is_turned ? t.xy : t.xx, t.x0, state->interpolation);
  mado_sample_axis_init (down, is_turned ? state->width : state->height, rows,
                         is_turned ? t.yx : t.yy, t.y0, state->interpolation);
  return is_turned;
}
