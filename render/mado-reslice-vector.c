/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-reslice-rows-private.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#define AVX2   __attribute__ ((target ("avx2,fma")))
#define INLINE AVX2 static inline __attribute__ ((always_inline))

#define MAX_RUN 2048 /* voxels */

/* Positions of a run relative to a voxel before all of them: small numbers, so that
 * float holds them to 1e-5 of a voxel in any volume. */
typedef struct {
  const guint16 *base;
  int row;   /* voxels from row to row */
  int slice; /* voxels from slice to slice */
  int ahead; /* voxels to what the run behind this one reads; 0: the cache knows */
  float at[3];
  float step[3];
  __m256i padding_low; /* 16 bits each, as is @padding_extent */
  __m256i padding_extent;
} Run;

/* Whether float says to 1e-3 where each px of a run lies, and 32 bits how far from its
 * beginning. */
static bool
is_run_small (const MadoReslicePlan *plan)
{
  /* Between two slices whose map is not affine a run stays between them. */
  const double slices = plan->is_affine ? fabs (plan->across[2]) : 0;
  const double n[3] = {fabs (plan->across[0]) * MADO_RESLICE_RUN + 3,
                       fabs (plan->across[1]) * MADO_RESLICE_RUN + 3,
                       slices * MADO_RESLICE_RUN + 3};

  return n[0] < MAX_RUN && n[1] < MAX_RUN && n[2] < MAX_RUN &&
         (n[2] * plan->size[1] + n[1]) * plan->size[0] + n[0] < (double) (1 << 30);
}

bool
mado_reslice_rows_has_vector (const MadoReslicePlan *plan)
{
  return (plan->type == MADO_SAMPLE_U16 || plan->type == MADO_SAMPLE_S16) &&
         plan->lut == NULL && plan->is_uniform && is_run_small (plan) &&
         (plan->is_cubic_across || plan->interpolation != MADO_INTERPOLATION_CUBIC) &&
         __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}

/* Padding as the 16 bits it is stored in; nothing can be in an empty range. */
AVX2 static void
set_padding (Run *run, const MadoReslicePlan *plan)
{
  const bool is_signed = plan->type == MADO_SAMPLE_S16;
  const double low = MAX (ceil (plan->padding_low), is_signed ? G_MININT16 : 0);
  const double high =
      MIN (floor (plan->padding_high), is_signed ? G_MAXINT16 : G_MAXUINT16);

  run->padding_low = _mm256_set1_epi16 ((short) (int) low);
  run->padding_extent = _mm256_set1_epi16 ((short) (int) (high - low));
}

static bool
has_padding (const MadoReslicePlan *plan)
{
  const bool is_signed = plan->type == MADO_SAMPLE_S16;

  return plan->has_bad && plan->padding_low <= (is_signed ? G_MAXINT16 : G_MAXUINT16) &&
         plan->padding_high >= (is_signed ? G_MININT16 : 0) &&
         floor (plan->padding_high) >= ceil (plan->padding_low);
}

/* @offset is added to all positions before they are rounded down. */
AVX2 static void
run_init (Run *self,
          const MadoReslicePlan *plan,
          const double at[3],
          const double step[3],
          int n,
          double offset)
{
  const int size = plan->size[0] * plan->size[1];
  gint64 first[3];

  for (int i = 0; i < 3; i++) {
    const double begin = at[i] + offset;

    self->step[i] = (float) step[i];
    first[i] = (gint64) MIN (begin, begin + step[i] * (n - 1));
    self->at[i] = (float) (begin - (double) first[i]);
    if (offset == 0 && mado_reslice_is_flat (at[i], step[i], n)) {
      first[i] = (gint64) rint (at[i]);
      self->at[i] = self->step[i] = 0;
    }
  }
  self->row = plan->size[0];
  self->slice = size;
  self->base = (const guint16 *) plan->voxels +
               (first[2] * plan->size[1] + first[1]) * plan->size[0] + first[0];
  /* Along a row the processor fetches ahead by itself; from row to row each px is in
   * a cache line of its own. */
  self->ahead = 0;
  if (fabs (step[0]) < 0.25)
    self->ahead = (int) rint (step[2] * MADO_RESLICE_RUN) * size +
                  (int) rint (step[1] * MADO_RESLICE_RUN) * plan->size[0];
  set_padding (self, plan);
}

typedef struct {
  __m256i index[3];
  __m256 share[3];
} Place;

INLINE void
place_init (Place *self, const Run *run, int x, int n)
{
  const __m256 lanes = _mm256_setr_ps (0, 1, 2, 3, 4, 5, 6, 7);
  const __m256 px = _mm256_min_ps (_mm256_add_ps (_mm256_set1_ps ((float) x), lanes),
                                   _mm256_set1_ps ((float) (n - 1)));

  for (int i = 0; i < 3; i++) {
    const __m256 at = _mm256_fmadd_ps (px, _mm256_set1_ps (run->step[i]),
                                       _mm256_set1_ps (run->at[i]));

    self->index[i] = _mm256_cvttps_epi32 (at);
    self->share[i] = _mm256_sub_ps (at, _mm256_cvtepi32_ps (self->index[i]));
  }
}

INLINE __m256
mix (__m256 a, __m256 b, __m256 share)
{
  return _mm256_fmadd_ps (share, _mm256_sub_ps (b, a), a);
}

/* One load fetches two neighbours of a row. */
INLINE __m256
mix_pair (__m256i pair, __m256 share, const bool is_signed)
{
  const __m256i low = is_signed ? _mm256_madd_epi16 (pair, _mm256_set1_epi32 (1))
                                : _mm256_and_si256 (pair, _mm256_set1_epi32 (0xffff));
  const __m256i high =
      is_signed ? _mm256_srai_epi32 (pair, 16) : _mm256_srli_epi32 (pair, 16);

  return mix (_mm256_cvtepi32_ps (low), _mm256_cvtepi32_ps (high), share);
}

/* 16 bits each: all set where a voxel is padding. */
INLINE __m256i
find_padding (const Run *run, __m256i pair)
{
  const __m256i above = _mm256_sub_epi16 (pair, run->padding_low);

  return _mm256_cmpeq_epi16 (_mm256_subs_epu16 (above, run->padding_extent),
                             _mm256_setzero_si256 ());
}

INLINE __m256i
gather (const guint16 *base, __m256i index)
{
  return _mm256_i32gather_epi32 ((const int *) (const void *) base, index, 2);
}

/* Four of eight: two px share a line or have neighbouring ones. */
INLINE void
fetch_ahead (const Run *run, __m256i index)
{
  const __m128i low = _mm256_castsi256_si128 (index);
  const __m128i high = _mm256_extracti128_si256 (index, 1);
  const guint16 *base = run->base + run->ahead;

  _mm_prefetch ((const char *) (base + _mm_cvtsi128_si32 (low)), _MM_HINT_T1);
  _mm_prefetch ((const char *) (base + _mm_extract_epi32 (low, 2)), _MM_HINT_T1);
  _mm_prefetch ((const char *) (base + _mm_cvtsi128_si32 (high)), _MM_HINT_T1);
  _mm_prefetch ((const char *) (base + _mm_extract_epi32 (high, 2)), _MM_HINT_T1);
}

INLINE __m256i
get_index (const Run *run, const Place *place)
{
  return _mm256_add_epi32 (
      _mm256_add_epi32 (
          _mm256_mullo_epi32 (place->index[2], _mm256_set1_epi32 (run->slice)),
          _mm256_mullo_epi32 (place->index[1], _mm256_set1_epi32 (run->row))),
      place->index[0]);
}

/* What a kernel is compiled for. */
typedef struct {
  bool is_signed;
  bool may_have_padding;
  bool is_flat_row;   /* all on rows' centres */
  bool is_flat_slice; /* all on slices */
} Kind;

/* Eight px of one slice, from which row pairs @any and @every learn of padding. */
INLINE __m256
sample_slice (const Run *run,
              const guint16 *base,
              __m256i index,
              const Place *place,
              const Kind kind,
              __m256i *any,
              __m256i *every)
{
  const __m256i low = gather (base, index);
  const __m256i high = kind.is_flat_row ? low : gather (base + run->row, index);
  __m256 value = mix_pair (low, place->share[0], kind.is_signed);

  if (!kind.is_flat_row)
    value =
        mix (value, mix_pair (high, place->share[0], kind.is_signed), place->share[1]);
  if (kind.may_have_padding) {
    const __m256i a = find_padding (run, low), b = find_padding (run, high);

    *any = _mm256_or_si256 (*any, _mm256_or_si256 (a, b));
    *every = _mm256_and_si256 (*every, _mm256_and_si256 (a, b));
  }
  return value;
}

/* Eight px; bits of @mixed are set where padding lies beside other voxels. */
INLINE __m256
sample_linear (const Run *run, int x, int n, const Kind kind, int *mixed)
{
  __m256i any = _mm256_setzero_si256 (), every = _mm256_set1_epi32 (-1);
  Place place;

  place_init (&place, run, x, n);

  const __m256i index = get_index (run, &place);
  __m256 value = sample_slice (run, run->base, index, &place, kind, &any, &every);

  if (!kind.is_flat_slice)
    value = mix (
        value,
        sample_slice (run, run->base + run->slice, index, &place, kind, &any, &every),
        place.share[2]);
  if (run->ahead != 0)
    fetch_ahead (run, index);
  if (kind.may_have_padding) {
    const __m256 no =
        _mm256_castsi256_ps (_mm256_cmpeq_epi32 (any, _mm256_setzero_si256 ()));
    const __m256 all =
        _mm256_castsi256_ps (_mm256_cmpeq_epi32 (every, _mm256_set1_epi32 (-1)));

    value = _mm256_blendv_ps (value, _mm256_set1_ps (-INFINITY), all);
    *mixed = ~_mm256_movemask_ps (_mm256_or_ps (no, all)) & 0xff;
  }
  return value;
}

AVX2 static void
repair (const MadoReslicePlan *plan,
        const double at[3],
        const double step[3],
        int x,
        int n,
        int mixed,
        float *values)
{
  for (; mixed != 0 && x < n; x++, mixed >>= 1)
    if (mixed & 1) {
      const double px[3] = {at[0] + step[0] * x, at[1] + step[1] * x,
                            at[2] + step[2] * x};

      values[x] = (float) mado_reslice_plan_sample (plan, px);
    }
}

INLINE void
rows_linear (const MadoReslicePlan *plan,
             const Run *run,
             const double at[3],
             const double step[3],
             int n,
             float *values,
             const Kind kind)
{
  const __m256 slope = _mm256_set1_ps ((float) plan->slices[0].slope);
  const __m256 intercept = _mm256_set1_ps ((float) plan->slices[0].intercept);

  for (int x = 0; x < n; x += 8) {
    int mixed = 0;
    const __m256 stored = sample_linear (run, x, n, kind, &mixed);

    _mm256_storeu_ps (values + x, _mm256_fmadd_ps (stored, slope, intercept));
    if (mixed != 0)
      repair (plan, at, step, x, n, mixed, values);
  }
}

INLINE void
rows_nearest (const MadoReslicePlan *plan,
              const double at[3],
              const double step[3],
              int n,
              float *values,
              const Kind kind)
{
  const __m256 slope = _mm256_set1_ps ((float) plan->slices[0].slope);
  const __m256 intercept = _mm256_set1_ps ((float) plan->slices[0].intercept);
  Run run;

  run_init (&run, plan, at, step, n, 0.5 + MADO_RESLICE_TIE);
  for (int x = 0; x < n; x += 8) {
    Place place;

    place_init (&place, &run, x, n);

    const __m256i index = get_index (&run, &place);
    const __m256i pair = gather (run.base, index);
    const __m256 stored = mix_pair (pair, _mm256_setzero_ps (), kind.is_signed);
    __m256 value = _mm256_fmadd_ps (stored, slope, intercept);

    if (run.ahead != 0)
      fetch_ahead (&run, index);
    if (kind.may_have_padding) {
      /* All bits of the lane are those of the first voxel. */
      const __m256i bad =
          _mm256_srai_epi32 (_mm256_slli_epi32 (find_padding (&run, pair), 16), 16);

      value = _mm256_blendv_ps (value, _mm256_set1_ps (-INFINITY),
                                _mm256_castsi256_ps (bad));
    }
    _mm256_storeu_ps (values + x, value);
  }
}

/* Weights of four voxels for each of eight px. */
INLINE void
get_cubic_weights (__m256 f, float weights[4][8])
{
  const __m256 half = _mm256_set1_ps (0.5F), one = _mm256_set1_ps (1);
  const __m256 f2 = _mm256_mul_ps (f, f);
  const __m256 a =
      _mm256_mul_ps (_mm256_fmsub_ps (_mm256_fnmadd_ps (half, f, one), f, half), f);
  const __m256 b = _mm256_fmadd_ps (
      _mm256_fmsub_ps (_mm256_set1_ps (1.5F), f, _mm256_set1_ps (2.5F)), f2, one);
  const __m256 d = _mm256_mul_ps (_mm256_fmsub_ps (half, f, half), f2);

  _mm256_storeu_ps (weights[0], a);
  _mm256_storeu_ps (weights[1], b);
  _mm256_storeu_ps (weights[2],
                    _mm256_sub_ps (one, _mm256_add_ps (_mm256_add_ps (a, b), d)));
  _mm256_storeu_ps (weights[3], d);
}

/* Four voxels of this row and of the next. */
INLINE __m128i
load_rows (const guint16 *first, int row)
{
  return _mm_unpacklo_epi64 (
      _mm_loadl_epi64 ((const __m128i *) (const void *) first),
      _mm_loadl_epi64 ((const __m128i *) (const void *) (first + row)));
}

/* One px: 64 voxels, two rows at a time. */
INLINE float
sample_cubic (const Run *run,
              const guint16 *first,
              const float *wx,
              const float *wy,
              const float *wz,
              const Kind kind,
              bool *has_padding)
{
  const __m256 rows_a = _mm256_set_m128 (_mm_set1_ps (wy[8]), _mm_set1_ps (wy[0]));
  const __m256 rows_b = _mm256_set_m128 (_mm_set1_ps (wy[24]), _mm_set1_ps (wy[16]));
  __m256 sum = _mm256_setzero_ps ();
  __m256i bad = _mm256_setzero_si256 ();

  for (int k = 0; k < 4; k++, first += run->slice) {
    const __m128i low = load_rows (first, run->row);
    const __m128i high = load_rows (first + 2 * run->row, run->row);
    const __m256 va = _mm256_cvtepi32_ps (kind.is_signed ? _mm256_cvtepi16_epi32 (low)
                                                         : _mm256_cvtepu16_epi32 (low));
    const __m256 vb = _mm256_cvtepi32_ps (
        kind.is_signed ? _mm256_cvtepi16_epi32 (high) : _mm256_cvtepu16_epi32 (high));
    const __m256 slice = _mm256_fmadd_ps (va, rows_a, _mm256_mul_ps (vb, rows_b));

    sum = _mm256_fmadd_ps (slice, _mm256_set1_ps (wz[8 * k]), sum);
    if (kind.may_have_padding)
      bad = _mm256_or_si256 (bad, find_padding (run, _mm256_set_m128i (high, low)));
  }
  if (kind.may_have_padding)
    *has_padding = !_mm256_testz_si256 (bad, bad);

  const __m128 columns = _mm_mul_ps (
      _mm_add_ps (_mm256_castps256_ps128 (sum), _mm256_extractf128_ps (sum, 1)),
      _mm_setr_ps (wx[0], wx[8], wx[16], wx[24]));
  const __m128 pairs = _mm_add_ps (columns, _mm_movehl_ps (columns, columns));

  return _mm_cvtss_f32 (_mm_add_ss (pairs, _mm_movehdup_ps (pairs)));
}

INLINE void
rows_cubic (const MadoReslicePlan *plan,
            const double at[3],
            const double step[3],
            int n,
            float *values,
            const Kind kind)
{
  const float slope = (float) plan->slices[0].slope;
  const float intercept = (float) plan->slices[0].intercept;
  float weights[3][4][8];
  int index[3][8];
  Run run;

  run_init (&run, plan, at, step, n, 0);
  for (int x = 0; x < n; x += 8) {
    Place place;

    place_init (&place, &run, x, n);
    for (int i = 0; i < 3; i++) {
      _mm256_storeu_si256 ((__m256i *) (void *) index[i], place.index[i]);
      get_cubic_weights (place.share[i], weights[i]);
    }
    for (int i = 0; i < MIN (8, n - x); i++) {
      const guint16 *first = run.base + (gssize) (index[2][i] - 1) * run.slice +
                             (gssize) (index[1][i] - 1) * run.row + index[0][i] - 1;
      bool has_bad = false;
      const float stored =
          sample_cubic (&run, first, &weights[0][0][i], &weights[1][0][i],
                        &weights[2][0][i], kind, &has_bad);

      values[x + i] = stored * slope + intercept;
      if (has_bad)
        repair (plan, at, step, x + i, n, 1, values);
    }
  }
}

#define DEFINE_ROWS(name, is_signed, may_have_padding)                                 \
  AVX2 static void linear_##name (const MadoReslicePlan *plan, const double at[3],     \
                                  const double step[3], int n, float *values)          \
  {                                                                                    \
    const bool is_flat_row = mado_reslice_is_flat (at[1], step[1], n);                 \
    const bool is_flat_slice = mado_reslice_is_flat (at[2], step[2], n);               \
    Run run;                                                                           \
                                                                                       \
    run_init (&run, plan, at, step, n, 0);                                             \
    if (is_flat_slice && is_flat_row)                                                  \
      rows_linear (plan, &run, at, step, n, values,                                    \
                   (Kind){is_signed, may_have_padding, true, true});                   \
    else if (is_flat_slice)                                                            \
      rows_linear (plan, &run, at, step, n, values,                                    \
                   (Kind){is_signed, may_have_padding, false, true});                  \
    else if (is_flat_row)                                                              \
      rows_linear (plan, &run, at, step, n, values,                                    \
                   (Kind){is_signed, may_have_padding, true, false});                  \
    else                                                                               \
      rows_linear (plan, &run, at, step, n, values,                                    \
                   (Kind){is_signed, may_have_padding, false, false});                 \
  }                                                                                    \
                                                                                       \
  AVX2 static void nearest_##name (const MadoReslicePlan *plan, const double at[3],    \
                                   const double step[3], int n, float *values)         \
  {                                                                                    \
    rows_nearest (plan, at, step, n, values, (Kind){is_signed, may_have_padding});     \
  }                                                                                    \
                                                                                       \
  AVX2 static void cubic_##name (const MadoReslicePlan *plan, const double at[3],      \
                                 const double step[3], int n, float *values)           \
  {                                                                                    \
    rows_cubic (plan, at, step, n, values, (Kind){is_signed, may_have_padding});       \
  }

DEFINE_ROWS (u16, false, false)
DEFINE_ROWS (u16_padded, false, true)
DEFINE_ROWS (s16, true, false)
DEFINE_ROWS (s16_padded, true, true)

void
mado_reslice_rows_vector (const MadoReslicePlan *plan,
                          const double at[3],
                          const double step[3],
                          int n,
                          float *values)
{
  static void (*const rows[][2][2]) (const MadoReslicePlan *, const double *,
                                     const double *, int, float *) = {
      [MADO_INTERPOLATION_NEAREST] = {{nearest_u16, nearest_u16_padded},
                                      {nearest_s16, nearest_s16_padded}},
      [MADO_INTERPOLATION_LINEAR] = {{linear_u16, linear_u16_padded},
                                     {linear_s16, linear_s16_padded}},
      [MADO_INTERPOLATION_CUBIC] = {{cubic_u16, cubic_u16_padded},
                                    {cubic_s16, cubic_s16_padded}},
  };

  rows[plan->interpolation][plan->type == MADO_SAMPLE_S16][has_padding (plan)](
      plan, at, step, n, values);
}

#else

bool
mado_reslice_rows_has_vector (const MadoReslicePlan *plan)
{
  return false;
}

void
mado_reslice_rows_vector (const MadoReslicePlan *plan,
                          const double at[3],
                          const double step[3],
                          int n,
                          float *values)
{
  mado_reslice_rows_scalar (plan, at, step, n, values);
}

#endif
