/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

#define FIX(x)        ((gint64) ((x) * (1 << 16) + 0.5))
#define ROUND(scaled) (((scaled) + (1 << 15)) >> 16)

/**
 * Matrix:
 *
 * From YBR to RGB in 1/65536: R = luma × (Y - black) + red × Cr,
 * G = luma × (Y - black) - green_cb × Cb - green_cr × Cr,
 * B = luma × (Y - black) + blue × Cb.
 */
typedef struct {
  gint64 black;  /* Y of black; 0, or 16/256 of the range */
  gint64 centre; /* Cb and Cr of grey */
  gint64 max;
  gint64 luma, red, green_cb, green_cr, blue;
} Matrix;

/* The inverses of the equations in PS3.3 C.7.6.3.1.2, which are those of ITU-R
 * BT.601; in YBR_FULL with the three decimals of JFIF that decoders agree on. */
static Matrix
make_matrix (const MadoPixelFormat *format)
{
  const gint64 range = (gint64) 1 << format->bits_stored;
  const bool is_partial = format->photometric == MADO_PHOTOMETRIC_YBR_PARTIAL_422 ||
                          format->photometric == MADO_PHOTOMETRIC_YBR_PARTIAL_420;

  if (is_partial)
    return (Matrix){
        .black = range / 16,
        .centre = range / 2,
        .max = range - 1,
        .luma = FIX (255.0 / 219),
        .red = FIX (1.402 * 255 / 224),
        .green_cb = FIX (0.344136286 * 255 / 224),
        .green_cr = FIX (0.714136286 * 255 / 224),
        .blue = FIX (1.772 * 255 / 224),
    };

  return (Matrix){
      .black = 0,
      .centre = range / 2,
      .max = range - 1,
      .luma = FIX (1),
      .red = FIX (1.402),
      .green_cb = FIX (0.344136286),
      .green_cr = FIX (0.714136286),
      .blue = FIX (1.772),
  };
}

static inline void
convert (const Matrix *m, gint64 y, gint64 cb, gint64 cr, gint64 rgb[3])
{
  const gint64 luma = (y - m->black) * m->luma;

  cb -= m->centre;
  cr -= m->centre;
  rgb[0] = CLAMP (ROUND (luma + cr * m->red), 0, m->max);
  rgb[1] = CLAMP (ROUND (luma - cb * m->green_cb - cr * m->green_cr), 0, m->max);
  rgb[2] = CLAMP (ROUND (luma + cb * m->blue), 0, m->max);
}

static void
convert_8 (const Matrix *m, guint8 *to, const guint8 *from, gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels; i++, from += 3, to += 3) {
    gint64 rgb[3];

    convert (m, from[0], from[1], from[2], rgb);
    for (int s = 0; s < 3; s++)
      to[s] = rgb[s];
  }
}

static void
convert_16 (const Matrix *m, guint16 *to, const guint16 *from, gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels; i++, from += 3, to += 3) {
    gint64 rgb[3];

    convert (m, from[0], from[1], from[2], rgb);
    for (int s = 0; s < 3; s++)
      to[s] = rgb[s];
  }
}

GBytes *
mado_codec_convert_to_rgb (const MadoPixelFormat *format,
                           GBytes *pixels,
                           GError **error)
{
  gsize size = 0;
  const void *from = g_bytes_get_data (pixels, &size);

  /* ICT and RCT exist only inside a codestream.  Their decoder has undone them and
   * said RGB; where the label is still there, the file was decompressed by a program
   * that forgot to change it. */
  if (format->photometric == MADO_PHOTOMETRIC_YBR_ICT ||
      format->photometric == MADO_PHOTOMETRIC_YBR_RCT)
    return g_bytes_ref (pixels);

  if (format->is_signed || format->is_float || format->bits_allocated > 16) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                         "YBR colour with these samples is not supported");
    return NULL;
  }

  const Matrix matrix = make_matrix (format);
  void *to = g_malloc (size);

  if (format->bits_allocated == 8)
    convert_8 (&matrix, to, from, size / 3);
  else
    convert_16 (&matrix, to, from, size / 6);
  return g_bytes_new_take (to, size);
}

/* PS3.3 C.7.6.3.1.2: Y1 Y2 Cb Cr for each pair of pixels. */
static void
expand_pairs (guint8 *to, const guint8 *from, gsize n_pairs, int sample_size)
{
  static const int order[6] = {0, 2, 3, 1, 2, 3};

  for (gsize i = 0; i < n_pairs; i++, from += 4 * sample_size)
    for (int s = 0; s < 6; s++)
      for (int b = 0; b < sample_size; b++)
        *to++ = from[order[s] * sample_size + b];
}

GBytes *
mado_codec_expand_422 (const MadoPixelFormat *format, GBytes *pairs, GError **error)
{
  const int sample_size = format->bits_allocated / 8;
  const gsize n_pairs = (gsize) format->columns * format->rows / 2;

  if (format->columns % 2 != 0 || format->samples_per_pixel != 3 || sample_size < 1) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "YBR 4:2:2 needs three samples and an even number of columns");
    return NULL;
  }

  guint8 *to = g_malloc_n (n_pairs, 6 * sample_size);

  expand_pairs (to, g_bytes_get_data (pairs, NULL), n_pairs, sample_size);
  return g_bytes_new_take (to, n_pairs * 6 * sample_size);
}
