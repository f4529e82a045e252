/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-reslice-plan-private.h"

#include "mado-reslice.h"

/* The voxels along one axis that make a sample. */
typedef struct {
  int n;
  int index[4];
  double weight[4];
} Taps;

static double
get_stored (const MadoReslicePlan *plan, int column, int row, int slice)
{
  const gsize at = ((gsize) slice * plan->size[1] + row) * plan->size[0] + column;

  switch (plan->type) {
  case MADO_SAMPLE_U8:
    return ((const guint8 *) plan->voxels)[at];
  case MADO_SAMPLE_S8:
    return ((const gint8 *) plan->voxels)[at];
  case MADO_SAMPLE_U16:
    return ((const guint16 *) plan->voxels)[at];
  case MADO_SAMPLE_S16:
    return ((const gint16 *) plan->voxels)[at];
  case MADO_SAMPLE_U32:
    return ((const guint32 *) plan->voxels)[at];
  case MADO_SAMPLE_S32:
    return ((const gint32 *) plan->voxels)[at];
  case MADO_SAMPLE_F32:
    return ((const float *) plan->voxels)[at];
  case MADO_SAMPLE_F64:
    return ((const double *) plan->voxels)[at];
  default:
    return NAN;
  }
}

static bool
is_bad (const MadoReslicePlan *plan, double stored)
{
  return (stored >= plan->padding_low && stored <= plan->padding_high) ||
         !isfinite (stored);
}

double
mado_reslice_plan_to_modality (const MadoReslicePlan *self, int slice, double stored)
{
  if (self->lut != NULL)
    return mado_grayscale_get_modality_value (mado_volume_get_grayscale (self->volume),
                                              stored);
  return self->slices[slice].slope * stored + self->slices[slice].intercept;
}

static void
set_taps (Taps *self,
          const MadoReslicePlan *plan,
          int n,
          double at,
          int own,
          int first,
          int last)
{
  const double floored = floor (at);
  int begin = own;

  self->n = n;
  self->weight[0] = 1;
  if (n > 1)
    begin = (int) floored - (n == 4);
  if (n == 2) {
    self->weight[1] = at - floored;
    self->weight[0] = 1 - self->weight[1];
  } else if (n == 4) {
    mado_reslice_get_cubic_weights (at - floored, self->weight);
  }
  for (int i = 0; i < n; i++)
    self->index[i] = CLAMP (begin + i, first, last);
  for (int i = 0; i < n && plan->has_bad; i++)
    if (fabs (self->weight[i]) < MADO_RESLICE_NO_WEIGHT)
      self->weight[i] = 0;
}

static double
sum_taps (const MadoReslicePlan *plan, const Taps taps[3])
{
  double sum = 0, positive_sum = 0, positive = 0;
  bool has_bad = false;

  for (int k = 0; k < taps[2].n; k++)
    for (int j = 0; j < taps[1].n; j++)
      for (int i = 0; i < taps[0].n; i++) {
        const double weight = taps[0].weight[i] * taps[1].weight[j] * taps[2].weight[k];
        const int slice = taps[2].index[k];
        const double stored =
            get_stored (plan, taps[0].index[i], taps[1].index[j], slice);

        if (weight == 0)
          continue;
        if (plan->has_bad && is_bad (plan, stored)) {
          has_bad = true;
          continue;
        }

        const double value = mado_reslice_plan_to_modality (plan, slice, stored);

        sum += weight * value;
        positive_sum += MAX (weight, 0) * value;
        positive += MAX (weight, 0);
      }
  return has_bad ? positive_sum / positive : sum;
}

double
mado_reslice_plan_sample (const MadoReslicePlan *self, const double at[3])
{
  const int n_taps = self->interpolation == MADO_INTERPOLATION_NEAREST  ? 1
                     : self->interpolation == MADO_INTERPOLATION_LINEAR ? 2
                                                                        : 4;
  int own[3];
  Taps taps[3];

  for (int i = 0; i < 3; i++) {
    const double floored = floor (at[i] + 0.5 + MADO_RESLICE_TIE);

    if (!(floored >= 0 && floored < self->size[i]))
      return -INFINITY;
    own[i] = (int) floored;
  }

  const MadoResliceSlice *slice = &self->slices[own[2]];
  const double off = at[2] - own[2];

  if (slice->first < 0 || off > (double) slice->after || -off > (double) slice->before)
    return NAN;
  if (self->has_bad && is_bad (self, get_stored (self, own[0], own[1], own[2])))
    return -INFINITY;

  set_taps (&taps[0], self, n_taps, at[0], own[0], 0, self->size[0] - 1);
  set_taps (&taps[1], self, n_taps, at[1], own[1], 0, self->size[1] - 1);
  set_taps (&taps[2], self, n_taps == 4 && !self->is_cubic_across ? 2 : n_taps, at[2],
            own[2], slice->first, slice->last);
  return sum_taps (self, taps);
}

static double
get_slab_value (const MadoReslicePlan *self, double x, double y)
{
  double sum = 0, least = INFINITY, most = -INFINITY;
  bool is_unknown = false;
  int n = 0;

  for (int i = 0; i < self->n_samples; i++) {
    double at[3], value;

    mado_reslice_plan_locate (self, x, y, i, at);
    value = mado_reslice_plan_sample (self, at);
    is_unknown = is_unknown || isnan (value);
    if (!isfinite (value))
      continue;
    n++;
    sum += value;
    least = MIN (least, value);
    most = MAX (most, value);
  }
  if (n == 0)
    return is_unknown ? NAN : -INFINITY;
  switch (self->mode) {
  case MADO_SLAB_MINIP:
    return least;
  case MADO_SLAB_MEAN:
    return sum / n;
  case MADO_SLAB_MIP:
  default:
    return most;
  }
}

double
mado_reslice_plan_get_value (const MadoReslicePlan *self, double x, double y)
{
  double at[3];

  if (self->n_samples > 1)
    return get_slab_value (self, x, y);
  mado_reslice_plan_locate (self, x, y, 0, at);
  return mado_reslice_plan_sample (self, at);
}

double
mado_reslice_reference (const MadoVolume *volume,
                        const MadoPlaneView *view,
                        double x,
                        double y)
{
  g_auto (MadoReslicePlan) plan = {0};

  mado_reslice_plan_init (&plan, volume, view);
  return mado_reslice_plan_get_value (&plan, x, y);
}

bool
mado_reslice_sample (const MadoVolume *volume, MadoVector point, double *value)
{
  g_auto (MadoReslicePlan) plan = {0};
  const MadoIndexPoint index =
      mado_geometry_to_index (mado_volume_get_geometry (volume), point);
  const double at[3] = {index.column, index.row, index.slice};

  mado_reslice_plan_init_volume (&plan, volume, MADO_INTERPOLATION_LINEAR);
  *value = mado_reslice_plan_sample (&plan, at);
  return isfinite (*value);
}
