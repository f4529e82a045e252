/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-voi-lut.h"

#include <math.h>

/* PS3.3 C.11.2.1.2.1; width 1 is the step that its first two conditions make. */
static double
apply_linear (const MadoWindow *window, double x)
{
  const double width = MAX (window->width, 1.0);
  const double center = window->center - 0.5;

  if (x <= center - (width - 1.0) / 2.0)
    return 0.0;
  if (x > center + (width - 1.0) / 2.0)
    return 1.0;
  return (x - center) / (width - 1.0) + 0.5;
}

/* PS3.3 C.11.2.1.3.2 */
static double
apply_linear_exact (const MadoWindow *window, double x)
{
  const double width = MAX (window->width, 0.0);

  if (x <= window->center - width / 2.0)
    return 0.0;
  if (x > window->center + width / 2.0)
    return 1.0;
  return (x - window->center) / width + 0.5;
}

/* PS3.3 C.11.2.1.3.1 */
static double
apply_sigmoid (const MadoWindow *window, double x)
{
  const double distance = x - window->center;

  if (window->width > 0.0)
    return 1.0 / (1.0 + exp (-4.0 * distance / window->width));
  if (distance == 0.0)
    return 0.5;
  return distance > 0.0 ? 1.0 : 0.0;
}

double
mado_voi_lut_apply (const MadoWindow *window, double x, double y_min, double y_max)
{
  double y;

  switch (window->function) {
  case MADO_VOI_LINEAR_EXACT:
    y = apply_linear_exact (window, x);
    break;
  case MADO_VOI_SIGMOID:
    y = apply_sigmoid (window, x);
    break;
  case MADO_VOI_LINEAR:
  default:
    y = apply_linear (window, x);
    break;
  }
  return y * (y_max - y_min) + y_min;
}

typedef struct {
  double low;
  double high;
} Range;

static inline bool
is_image (const MadoGrayscale *grayscale, double stored)
{
  return !grayscale->has_padding ||
         !(stored >= grayscale->padding_low && stored <= grayscale->padding_high);
}

static inline void
extend (Range *range, double value)
{
  range->low = MIN (range->low, value);
  range->high = MAX (range->high, value);
}

/* Up to 16 bits: which values occur, then each value once. */
static void
find_range_of_table (const MadoFrame *frame,
                     const MadoGrayscale *grayscale,
                     Range *range)
{
  const gsize n = (gsize) frame->columns * frame->rows * frame->n_samples;
  const void *pixels = g_bytes_get_data (frame->pixels, NULL);
  const bool is_wide = mado_sample_type_get_size (frame->type) == 2;
  const bool is_signed =
      frame->type == MADO_SAMPLE_S8 || frame->type == MADO_SAMPLE_S16;
  const int n_values = is_wide ? 65536 : 256;
  g_autofree bool *occurs = g_new0 (bool, n_values);

  if (is_wide)
    for (gsize i = 0; i < n; i++)
      occurs[((const guint16 *) pixels)[i]] = true;
  else
    for (gsize i = 0; i < n; i++)
      occurs[((const guint8 *) pixels)[i]] = true;

  for (int i = 0; i < n_values; i++) {
    const int stored = is_signed && i >= n_values / 2 ? i - n_values : i;

    if (occurs[i] && is_image (grayscale, stored))
      extend (range, mado_grayscale_get_modality_value (grayscale, stored));
  }
}

static void
find_range_of_wide (const MadoFrame *frame,
                    const MadoGrayscale *grayscale,
                    Range *range)
{
  for (int row = 0; row < frame->rows; row++)
    for (int column = 0; column < frame->columns * frame->n_samples; column++) {
      const double stored = mado_frame_get_sample (frame, 0, row, column);

      if (isfinite (stored) && is_image (grayscale, stored))
        extend (range, mado_grayscale_get_modality_value (grayscale, stored));
    }
}

static bool
is_integral (const MadoFrame *frame, const MadoGrayscale *grayscale)
{
  return frame->type != MADO_SAMPLE_F32 && frame->type != MADO_SAMPLE_F64 &&
         (grayscale->modality_lut != NULL ||
          (grayscale->slope == rint (grayscale->slope) &&
           grayscale->intercept == rint (grayscale->intercept)));
}

void
mado_voi_lut_auto_window (const MadoFrame *frame,
                          const MadoGrayscale *grayscale,
                          MadoWindow *window)
{
  Range range = {INFINITY, -INFINITY};

  if (mado_sample_type_get_size (frame->type) <= 2)
    find_range_of_table (frame, grayscale, &range);
  else
    find_range_of_wide (frame, grayscale, &range);
  if (range.low > range.high)
    range = (Range){0.0, 0.0};

  /* LINEAR reaches its ends at centre − 0.5 ± (width − 1) / 2. */
  window->space = MADO_WINDOW_SPACE_MODALITY;
  if (is_integral (frame, grayscale)) {
    window->function = MADO_VOI_LINEAR;
    window->width = range.high - range.low + 1.0;
    window->center = (range.low + range.high + 1.0) / 2.0;
  } else {
    window->function = MADO_VOI_LINEAR_EXACT;
    window->width = range.high > range.low ? range.high - range.low : 1.0;
    window->center = range.low / 2.0 + range.high / 2.0;
  }
}
