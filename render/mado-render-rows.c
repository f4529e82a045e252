/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <stdbool.h>

#include "mado-render-rows-private.h"

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) &&              \
    !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define FAST __attribute__ ((target_clones ("avx2", "default")))
#else
#define FAST
#endif

#define BLACK 0xff000000U

/* Beyond this a weight times a value is no longer finite. */
#define HUGE_SAMPLE 1e30F

#define LOAD(name, type, wide)                                                         \
  FAST static void load_##name (float *out, const type *in, int step, int n,           \
                                wide base)                                             \
  {                                                                                    \
    if (step == 1)                                                                     \
      for (int i = 0; i < n; i++)                                                      \
        out[i] = (float) ((wide) in[i] - base);                                        \
    else                                                                               \
      for (int i = 0; i < n; i++)                                                      \
        out[i] = (float) ((wide) in[i * step] - base);                                 \
  }

LOAD (u8, guint8, int)
LOAD (s8, gint8, int)
LOAD (u16, guint16, int)
LOAD (s16, gint16, int)
LOAD (u32, guint32, double)
LOAD (s32, gint32, double)

#define LOAD_FLOAT(name, type)                                                         \
  FAST static void load_##name (float *out, const type *in, int step, int n,           \
                                type base)                                             \
  {                                                                                    \
    for (int i = 0; i < n; i++) {                                                      \
      const type value = in[i * step] - base;                                          \
                                                                                       \
      out[i] = (float) (value > HUGE_SAMPLE    ? HUGE_SAMPLE                           \
                        : value < -HUGE_SAMPLE ? -HUGE_SAMPLE                          \
                                               : value);                               \
    }                                                                                  \
  }

LOAD_FLOAT (f32, float)
LOAD_FLOAT (f64, double)

void
mado_rows_load (float *out,
                gconstpointer samples,
                MadoSampleType type,
                int step,
                int n,
                double base)
{
  switch (type) {
  case MADO_SAMPLE_U8:
    load_u8 (out, samples, step, n, (int) base);
    break;
  case MADO_SAMPLE_S8:
    load_s8 (out, samples, step, n, (int) base);
    break;
  case MADO_SAMPLE_U16:
    load_u16 (out, samples, step, n, (int) base);
    break;
  case MADO_SAMPLE_S16:
    load_s16 (out, samples, step, n, (int) base);
    break;
  case MADO_SAMPLE_U32:
    load_u32 (out, samples, step, n, base);
    break;
  case MADO_SAMPLE_S32:
    load_s32 (out, samples, step, n, base);
    break;
  case MADO_SAMPLE_F32:
    load_f32 (out, samples, step, n, (float) base);
    break;
  case MADO_SAMPLE_F64:
    load_f64 (out, samples, step, n, base);
    break;
  }
}

void
mado_rows_look_up (
    float *out, gconstpointer samples, MadoSampleType type, int n, const float *table)
{
  const guint8 *bytes = samples;
  const guint16 *words = samples;

  if (mado_sample_type_get_size (type) == 1)
    for (int i = 0; i < n; i++)
      out[i] = table[bytes[i]];
  else
    for (int i = 0; i < n; i++)
      out[i] = table[words[i]];
}

/* The comparison with the limits is written so that NaN fails it. */
#define FIND_BAD(name, type, wide, limit)                                              \
  FAST static guint8 find_bad_##name (guint8 *bad, const type *in, int n, double low,  \
                                      double high)                                     \
  {                                                                                    \
    guint8 any = 0;                                                                    \
                                                                                       \
    for (int i = 0; i < n; i++) {                                                      \
      const wide value = in[i];                                                        \
      const bool is_finite = (value >= -limit) & (value <= limit);                     \
                                                                                       \
      bad[i] = ((value >= low) & (value <= high)) | !is_finite;                        \
      any |= bad[i];                                                                   \
    }                                                                                  \
    return any;                                                                        \
  }

FIND_BAD (u8, guint8, float, FLT_MAX)
FIND_BAD (s8, gint8, float, FLT_MAX)
FIND_BAD (u16, guint16, float, FLT_MAX)
FIND_BAD (s16, gint16, float, FLT_MAX)
FIND_BAD (u32, guint32, double, DBL_MAX)
FIND_BAD (s32, gint32, double, DBL_MAX)
FIND_BAD (f32, float, float, FLT_MAX)
FIND_BAD (f64, double, double, DBL_MAX)

bool
mado_rows_find_bad (guint8 *bad,
                    gconstpointer samples,
                    MadoSampleType type,
                    int n,
                    double low,
                    double high)
{
  switch (type) {
  case MADO_SAMPLE_U8:
    return find_bad_u8 (bad, samples, n, low, high) != 0;
  case MADO_SAMPLE_S8:
    return find_bad_s8 (bad, samples, n, low, high) != 0;
  case MADO_SAMPLE_U16:
    return find_bad_u16 (bad, samples, n, low, high) != 0;
  case MADO_SAMPLE_S16:
    return find_bad_s16 (bad, samples, n, low, high) != 0;
  case MADO_SAMPLE_U32:
    return find_bad_u32 (bad, samples, n, low, high) != 0;
  case MADO_SAMPLE_S32:
    return find_bad_s32 (bad, samples, n, low, high) != 0;
  case MADO_SAMPLE_F32:
    return find_bad_f32 (bad, samples, n, low, high) != 0;
  case MADO_SAMPLE_F64:
    return find_bad_f64 (bad, samples, n, low, high) != 0;
  default:
    return false;
  }
}

FAST bool
mado_rows_has_special (const float *values, int n)
{
  int any = 0;

  for (int i = 0; i < n; i++)
    any |= !((values[i] >= -FLT_MAX) & (values[i] <= FLT_MAX));
  return any != 0;
}

FAST void
mado_rows_set_scaled (float *accumulated, const float *row, float weight, int n)
{
  for (int i = 0; i < n; i++)
    accumulated[i] = weight * row[i];
}

FAST void
mado_rows_add_scaled (float *accumulated, const float *row, float weight, int n)
{
  for (int i = 0; i < n; i++)
    accumulated[i] += weight * row[i];
}

FAST static void
sample_two (float *out,
            const float *row,
            const int *restrict index,
            const float *restrict weight,
            int stride,
            int n)
{
  for (int i = 0; i < n; i++)
    out[i] = weight[i] * row[index[i]] + weight[stride + i] * row[index[stride + i]];
}

FAST static void
sample_more (float *restrict out,
             const float *restrict row,
             const int *restrict index,
             const float *restrict weight,
             int n)
{
  for (int i = 0; i < n; i++)
    out[i] += weight[i] * row[index[i]];
}

void
mado_rows_sample (float *out,
                  const float *row,
                  const int *index,
                  const float *weight,
                  int n_taps,
                  int stride,
                  int n)
{
  if (n_taps == 2) {
    sample_two (out, row, index, weight, stride, n);
    return;
  }

  for (int i = 0; i < n; i++)
    out[i] = 0.0F;
  for (int tap = 0; tap < n_taps; tap++)
    sample_more (out, row, index + (gsize) tap * stride, weight + (gsize) tap * stride,
                 n);
}

static inline guint32
grey_px (float grey)
{
  return BLACK | (guint32) (int) (grey + 0.5F) * 0x010101U;
}

static inline float
clamp_float (float value, float low, float high)
{
  value = value > low ? value : low; /* also for NaN */
  return value < high ? value : high;
}

FAST void
mado_rows_draw_ramp (guint32 *px, const float *values, int n, float gain, float bias)
{
  for (int i = 0; i < n; i++)
    px[i] = grey_px (clamp_float (gain * values[i] + bias, 0.0F, 255.0F));
}

FAST void
mado_rows_draw_step (guint32 *px,
                     const float *values,
                     int n,
                     float gain,
                     float bias,
                     guint8 low,
                     guint8 high)
{
  const guint32 low_px = BLACK | low * 0x010101U;
  const guint32 high_px = BLACK | high * 0x010101U;

  for (int i = 0; i < n; i++)
    px[i] = gain * values[i] + bias > 0.0F ? high_px : low_px;
}

FAST void
mado_rows_draw_table (guint32 *px,
                      const float *values,
                      int n,
                      float gain,
                      float bias,
                      const float *table,
                      int n_table)
{
  const float last = (float) (n_table - 1);

  for (int i = 0; i < n; i++) {
    const float at = clamp_float (gain * values[i] + bias, 0.0F, last);
    const int low = (int) at;
    const int high = low + 1 < n_table ? low + 1 : low;

    px[i] = grey_px (table[low] + (table[high] - table[low]) * (at - (float) low));
  }
}

FAST void
mado_rows_draw_rgb (
    guint32 *px, const float *red, const float *green, const float *blue, int n)
{
  for (int i = 0; i < n; i++) {
    const guint32 r = (guint32) (int) (clamp_float (red[i], 0.0F, 255.0F) + 0.5F);
    const guint32 g = (guint32) (int) (clamp_float (green[i], 0.0F, 255.0F) + 0.5F);
    const guint32 b = (guint32) (int) (clamp_float (blue[i], 0.0F, 255.0F) + 0.5F);

    px[i] = BLACK | r << 16 | g << 8 | b;
  }
}

void
mado_rows_draw_nearest (guint32 *px,
                        gconstpointer samples,
                        MadoSampleType type,
                        const int *index,
                        int n,
                        const guint8 *table)
{
  const guint8 *bytes = samples;
  const guint16 *words = samples;

  if (mado_sample_type_get_size (type) == 1)
    for (int i = 0; i < n; i++)
      px[i] = BLACK | table[bytes[index[i]]] * 0x010101U;
  else
    for (int i = 0; i < n; i++)
      px[i] = BLACK | table[words[index[i]]] * 0x010101U;
}
