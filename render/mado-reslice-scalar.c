/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-reslice-rows-private.h"

/* The voxels around a position: neighbours along each axis, as offsets. */
typedef struct {
  int slice[2];
  gsize at[3][2];
  double share[3]; /* of the second */
} Cell;

/* Rules 1 and 2 of the plan but for bad voxels; NaN or −∞, else 0. */
static inline double
find_own (const MadoReslicePlan *plan, const double at[3], int own[3])
{
  for (int i = 0; i < 3; i++) {
    const double place = at[i] + 0.5 + MADO_RESLICE_TIE;

    if (!(place >= 0 && place < plan->size[i]))
      return -INFINITY;
    own[i] = (int) place;
  }

  const MadoResliceSlice *slice = &plan->slices[own[2]];
  const double off = at[2] - own[2];

  if (slice->first < 0 || off > (double) slice->after || -off > (double) slice->before)
    return NAN;
  return 0;
}

/* The two voxels along each axis, both the own one for NEAREST. */
static inline void
find_cell (const MadoReslicePlan *plan,
           const double at[3],
           const int own[3],
           Cell *cell)
{
  const MadoResliceSlice *slice = &plan->slices[own[2]];
  const int low[3] = {0, 0, slice->first};
  const int high[3] = {plan->size[0] - 1, plan->size[1] - 1, slice->last};
  const gsize stride[3] = {1, (gsize) plan->size[0],
                           (gsize) plan->size[0] * (gsize) plan->size[1]};

  for (int i = 0; i < 3; i++) {
    int first = own[i], second = own[i];

    cell->share[i] = 0;
    if (plan->interpolation == MADO_INTERPOLATION_LINEAR) {
      first = at[i] < own[i] ? own[i] - 1 : own[i];
      cell->share[i] = at[i] - first;
      second = MIN (first + 1, high[i]);
      first = MAX (first, low[i]);
    }
    cell->at[i][0] = stride[i] * (gsize) first;
    cell->at[i][1] = stride[i] * (gsize) second;
    if (i == 2) {
      cell->slice[0] = first;
      cell->slice[1] = second;
    }
  }
}

static inline bool
is_bad (const MadoReslicePlan *plan, double stored)
{
  return (stored >= plan->padding_low && stored <= plan->padding_high) ||
         !isfinite (stored);
}

static inline double
mix (double a, double b, double share)
{
  return a + (b - a) * share;
}

/* Four voxels of one slice become one modality value. */
#define DEFINE_ROWS(name, type)                                                        \
  static inline double mix_slice_##name (const MadoReslicePlan *plan,                  \
                                         const Cell *cell, int k, bool *has_bad)       \
  {                                                                                    \
    const type *slice = (const type *) plan->voxels + cell->at[2][k];                  \
    const type *low = slice + cell->at[1][0], *high = slice + cell->at[1][1];          \
    const double a = (double) low[cell->at[0][0]], b = (double) low[cell->at[0][1]];   \
    const double c = (double) high[cell->at[0][0]], d = (double) high[cell->at[0][1]]; \
    const MadoResliceSlice *values = &plan->slices[cell->slice[k]];                    \
                                                                                       \
    if (plan->has_bad && (is_bad (plan, a) || is_bad (plan, b) || is_bad (plan, c) ||  \
                          is_bad (plan, d)))                                           \
      *has_bad = true;                                                                 \
    return mix (mix (a, b, cell->share[0]), mix (c, d, cell->share[0]),                \
                cell->share[1]) *                                                      \
               values->slope +                                                         \
           values->intercept;                                                          \
  }                                                                                    \
                                                                                       \
  static void rows_##name (const MadoReslicePlan *plan, const double begin[3],         \
                           const double step[3], int n, float *values)                 \
  {                                                                                    \
    for (int x = 0; x < n; x++) {                                                      \
      double at[3] = {begin[0] + step[0] * x, begin[1] + step[1] * x,                  \
                      begin[2] + step[2] * x};                                         \
      int own[3];                                                                      \
      bool has_bad = false;                                                            \
      double value;                                                                    \
      Cell cell;                                                                       \
                                                                                       \
      if (!plan->is_affine)                                                            \
        mado_reslice_plan_find_slice (plan, at);                                       \
      value = find_own (plan, at, own);                                                \
      if (value == 0) {                                                                \
        find_cell (plan, at, own, &cell);                                              \
        value = mix (mix_slice_##name (plan, &cell, 0, &has_bad),                      \
                     mix_slice_##name (plan, &cell, 1, &has_bad), cell.share[2]);      \
        if (has_bad)                                                                   \
          value = mado_reslice_plan_sample (plan, at);                                 \
      }                                                                                \
      values[x] = (float) value;                                                       \
    }                                                                                  \
  }

DEFINE_ROWS (u8, guint8)
DEFINE_ROWS (s8, gint8)
DEFINE_ROWS (u16, guint16)
DEFINE_ROWS (s16, gint16)
DEFINE_ROWS (u32, guint32)
DEFINE_ROWS (s32, gint32)
DEFINE_ROWS (f32, float)
DEFINE_ROWS (f64, double)

/* For what is rare: cubic beside a face or without AVX2, modality LUTs. */
static void
rows_reference (const MadoReslicePlan *plan,
                const double begin[3],
                const double step[3],
                int n,
                float *values)
{
  for (int x = 0; x < n; x++) {
    double at[3] = {begin[0] + step[0] * x, begin[1] + step[1] * x,
                    begin[2] + step[2] * x};

    if (!plan->is_affine)
      mado_reslice_plan_find_slice (plan, at);
    values[x] = (float) mado_reslice_plan_sample (plan, at);
  }
}

void
mado_reslice_rows_scalar (const MadoReslicePlan *plan,
                          const double at[3],
                          const double step[3],
                          int n,
                          float *values)
{
  static void (*const rows[]) (const MadoReslicePlan *, const double *, const double *,
                               int, float *) = {
      [MADO_SAMPLE_U8] = rows_u8,   [MADO_SAMPLE_S8] = rows_s8,
      [MADO_SAMPLE_U16] = rows_u16, [MADO_SAMPLE_S16] = rows_s16,
      [MADO_SAMPLE_U32] = rows_u32, [MADO_SAMPLE_S32] = rows_s32,
      [MADO_SAMPLE_F32] = rows_f32, [MADO_SAMPLE_F64] = rows_f64,
  };

  if (plan->lut != NULL || plan->interpolation == MADO_INTERPOLATION_CUBIC)
    rows_reference (plan, at, step, n, values);
  else
    rows[plan->type](plan, at, step, n, values);
}
