/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-render-pool-private.h"
#include "mado-reslice-rows-private.h"
#include "mado-reslice.h"

/* Rows a thread takes at a time: with MADO_RESLICE_RUN px of each it makes tiles whose
 * voxels stay in the cache. */
#define CHUNK 16

/* voxels.  Positions closer to a face than this go the careful way. */
#define MARGIN 1e-3

typedef struct {
  const MadoReslicePlan *plan;
  bool has_vector;
  float *values;
} Job;

/* The first and one after the last of @n px whose coordinate at + px × step lies from
 * @low to @high; cuts @begin and @end down. */
static void
clip (double at, double step, double low, double high, int *begin, int *end)
{
  const double last = at + step * (*end - 1), first = at + step * *begin;

  if (MIN (first, last) >= low && MAX (first, last) <= high)
    return;
  if (fabs (step) < 1e-12) {
    *end = *begin;
    return;
  }

  const double a = (low - at) / step, b = (high - at) / step;

  *begin = (int) ceil (CLAMP (MIN (a, b), *begin, *end));
  *end = MAX (*begin, (int) floor (CLAMP (MAX (a, b), *begin - 1, *end - 1)) + 1);
}

/* The part of a run of px for which mado_reslice_rows_vector() may be used: with all
 * slices it needs in the run of slices of the middle px. */
static void
find_inside (const MadoReslicePlan *plan,
             const double at[3],
             const double step[3],
             int n,
             int *begin,
             int *end)
{
  const double middle = at[2] + step[2] * (n / 2);
  const int own = (int) CLAMP (middle + 0.5, 0, plan->size[2] - 1);
  const MadoResliceSlice *slice = &plan->slices[own];
  const double low[3] = {0, 0, slice->first};
  const double high[3] = {plan->size[0] - 1, plan->size[1] - 1, slice->last};

  *begin = 0;
  *end = slice->first < 0 ? 0 : n;
  for (int i = 0; i < 3 && *begin < *end; i++) {
    double from = low[i], to = high[i] - MARGIN;

    if (plan->interpolation == MADO_INTERPOLATION_CUBIC) {
      from += 1 + MARGIN;
      to -= 1;
    } else if (plan->interpolation == MADO_INTERPOLATION_NEAREST) {
      /* A gap may begin half a slice behind the last one, or earlier. */
      from -= i < 2 || plan->is_complete ? 0.5 - MARGIN : 0;
      to += i < 2 || plan->is_complete ? 0.5 - MADO_RESLICE_TIE : 0;
    } else if (mado_reslice_is_flat (at[i], step[i], n)) {
      from -= 1e-5;
      to = high[i] + 1e-5;
    }
    clip (at[i], step[i], from, to, begin, end);
  }
}

/* Whether all of a run of px lies beyond one face. */
static bool
is_outside (const MadoReslicePlan *plan, const double at[3], const double end[3])
{
  for (int i = 0; i < 3; i++)
    if (MAX (at[i], end[i]) < -0.6 || MIN (at[i], end[i]) > plan->size[i] - 0.4)
      return true;
  return false;
}

static void
sample_part (const Job *job,
             const double at[3],
             const double step[3],
             int begin,
             int end,
             bool is_vector,
             float *values)
{
  const double first[3] = {at[0] + step[0] * begin, at[1] + step[1] * begin,
                           at[2] + step[2] * begin};

  if (begin >= end)
    return;
  if (is_vector)
    mado_reslice_rows_vector (job->plan, first, step, end - begin, values + begin);
  else
    mado_reslice_rows_scalar (job->plan, first, step, end - begin, values + begin);
}

/* Where the map is affine, be it between two slices only, in voxels; else as in the
 * plan.  Returns whether it is. */
static bool
to_voxels (
    const MadoReslicePlan *plan, double at[3], double end[3], int n, double *step)
{
  if (plan->is_affine)
    return true;
  if (mado_reslice_plan_find_piece (plan, at[2]) !=
      mado_reslice_plan_find_piece (plan, end[2]))
    return false;

  mado_reslice_plan_find_slice (plan, at);
  mado_reslice_plan_find_slice (plan, end);
  for (int i = 0; i < 3; i++)
    step[i] = n > 1 ? (end[i] - at[i]) / (n - 1) : 0;
  return true;
}

/* @n px of sample @sample from (@x, @y) on; @values has room for 8 more. */
static void
sample_run (const Job *job, int x, int y, int sample, int n, float *values)
{
  const MadoReslicePlan *plan = job->plan;
  double step[3] = {plan->across[0], plan->across[1], plan->across[2]};
  double plain[3], at[3], end[3];
  int from = 0, to = 0;

  for (int i = 0; i < 3; i++) {
    plain[i] = at[i] = plan->origin[i] + plan->across[i] * (x + 0.5) +
                       plan->down[i] * (y + 0.5) + plan->through[i] * sample;
    end[i] = at[i] + step[i] * (n - 1);
  }
  if (to_voxels (plan, at, end, n, step)) {
    if (is_outside (plan, at, end)) {
      for (int i = 0; i < n; i++)
        values[i] = -INFINITY;
      return;
    }
    if (job->has_vector)
      find_inside (plan, at, step, n, &from, &to);
  }
  /* First the part that writes more than it is asked for. */
  sample_part (job, at, step, from, to, true, values);
  sample_part (job, plain, plan->across, 0, from, false, values);
  sample_part (job, plain, plan->across, to, n, false, values);
}

/* What a slab has of a run of px so far. */
typedef struct {
  float value[MADO_RESLICE_RUN];
  float n[MADO_RESLICE_RUN];
  guint8 is_unknown[MADO_RESLICE_RUN];
} Slab;

static void
slab_add (Slab *self, MadoSlabMode mode, const float *values, int n)
{
  for (int x = 0; x < n; x++)
    self->is_unknown[x] |= isnan (values[x]) != 0;
  switch (mode) {
  case MADO_SLAB_MINIP:
    for (int x = 0; x < n; x++)
      self->value[x] = values[x] < self->value[x] && values[x] > -INFINITY
                           ? values[x]
                           : self->value[x];
    break;
  case MADO_SLAB_MEAN:
    for (int x = 0; x < n; x++) {
      const bool is_known = values[x] > -INFINITY;

      self->value[x] += is_known ? values[x] : 0.0F;
      self->n[x] += is_known ? 1.0F : 0.0F;
    }
    break;
  case MADO_SLAB_MIP:
  default:
    for (int x = 0; x < n; x++)
      self->value[x] = values[x] > self->value[x] ? values[x] : self->value[x];
    break;
  }
}

static void
slab_begin (Slab *self, MadoSlabMode mode)
{
  memset (self, 0, sizeof *self);
  for (int x = 0; x < MADO_RESLICE_RUN && mode != MADO_SLAB_MEAN; x++)
    self->value[x] = mode == MADO_SLAB_MINIP ? INFINITY : -INFINITY;
}

static void
slab_end (const Slab *self, MadoSlabMode mode, int n, float *values)
{
  for (int x = 0; x < n; x++) {
    float value = self->value[x];

    if (mode == MADO_SLAB_MEAN)
      value = self->n[x] > 0 ? value / self->n[x] : -INFINITY;
    if (isinf (value))
      value = self->is_unknown[x] ? NAN : -INFINITY;
    values[x] = value;
  }
}

/* A tile of up to MADO_RESLICE_RUN × CHUNK px, row by row within each sample. */
static void
sample_tile (const Job *job, int x, int begin, int end, Slab *slabs)
{
  const MadoReslicePlan *plan = job->plan;
  const int n = MIN (MADO_RESLICE_RUN, plan->width - x);
  float values[MADO_RESLICE_RUN + 8];

  for (int y = begin; y < end; y++)
    slab_begin (&slabs[y - begin], plan->mode);
  for (int sample = 0; sample < plan->n_samples; sample++)
    for (int y = begin; y < end; y++) {
      sample_run (job, x, y, sample, n, values);
      slab_add (&slabs[y - begin], plan->mode, values, n);
    }
  for (int y = begin; y < end; y++)
    slab_end (&slabs[y - begin], plan->mode, n,
              job->values + (gsize) y * plan->width + x);
}

static void
sample_rows (int begin, int end, gpointer user_data)
{
  const Job *job = user_data;
  const MadoReslicePlan *plan = job->plan;
  g_autofree Slab *slabs = plan->n_samples > 1 ? g_new (Slab, CHUNK) : NULL;
  float values[MADO_RESLICE_RUN + 8];

  for (int x = 0; x < plan->width; x += MADO_RESLICE_RUN) {
    const int n = MIN (MADO_RESLICE_RUN, plan->width - x);

    if (slabs != NULL) {
      sample_tile (job, x, begin, end, slabs);
      continue;
    }
    for (int y = begin; y < end; y++) {
      sample_run (job, x, y, 0, n, values);
      memcpy (job->values + (gsize) y * plan->width + x, values,
              (gsize) n * sizeof *values);
    }
  }
}

void
mado_reslice_cpu (const MadoVolume *volume, const MadoPlaneView *view, float *values)
{
  g_auto (MadoReslicePlan) plan = {0};

  mado_reslice_plan_init (&plan, volume, view);

  Job job = {&plan, mado_reslice_rows_has_vector (&plan), values};

  mado_render_pool_run (plan.height, CHUNK, sample_rows, &job);
}
