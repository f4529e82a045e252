/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

#include <string.h>

/* How to get the value out of a stored sample (PS3.5 8.1.1). */
typedef struct {
  int shift;
  guint32 mask;
  guint32 sign; /* the sign bit of the value; 0 for unsigned */
} Extraction;

static inline guint32
extract (guint32 stored, Extraction e)
{
  return ((stored >> e.shift & e.mask) ^ e.sign) - e.sign;
}

#define DEFINE_EXTRACT(type)                                                           \
  static void extract_##type (type *to, const type *from, gsize n, Extraction e)       \
  {                                                                                    \
    for (gsize i = 0; i < n; i++)                                                      \
      to[i] = (type) extract (from[i], e);                                             \
  }

DEFINE_EXTRACT (guint8)
DEFINE_EXTRACT (guint16)
DEFINE_EXTRACT (guint32)

/* The bits above the value, in each sample of a word of eight bytes. */
static guint64
repeat_high_bits (const MadoPixelFormat *format)
{
  const guint32 all = G_MAXUINT32 >> (32 - format->bits_allocated);
  const guint64 high = all & ~(G_MAXUINT32 >> (32 - format->bits_stored));
  guint64 repeated = 0;

  for (int i = 0; i < 64; i += format->bits_allocated)
    repeated |= high << i;
  return repeated;
}

/* Whether every sample already is its value, as in nearly all files: the bits above it
 * are zero or, if signed, each like the one below.  Eight bytes at a time this takes a
 * tenth of the copy it saves. */
static bool
is_clean (const MadoPixelFormat *format, const guint8 *data, gsize size)
{
  const guint64 high = repeat_high_bits (format);
  guint64 word = 0, bits = 0, changes = 0;

  if (format->high_bit != format->bits_stored - 1)
    return false;
  for (gsize n = size / sizeof word; n > 0; n--, data += sizeof word) {
    memcpy (&word, data, sizeof word);
    bits |= word;
    changes |= word ^ word << 1;
  }
  word = 0;
  memcpy (&word, data, size % sizeof word);
  bits |= word;
  changes |= word ^ word << 1;
  return ((format->is_signed ? changes : bits) & high) == 0;
}

/* Drops what lies outside Bits Stored, overlays of old devices for example, and
 * extends the sign.  (transfer full) in and out. */
static GBytes *
extract_values (const MadoPixelFormat *format, GBytes *pixels)
{
  gsize size = 0;
  const void *from = g_bytes_get_data (pixels, &size);
  const gsize n = size / (format->bits_allocated / 8);
  const Extraction e = {
      .shift = format->high_bit + 1 - format->bits_stored,
      .mask = G_MAXUINT32 >> (32 - format->bits_stored),
      .sign = format->is_signed ? 1u << (format->bits_stored - 1) : 0,
  };

  if (is_clean (format, from, size))
    return pixels;

  void *to = g_malloc (size);

  if (format->bits_allocated == 8)
    extract_guint8 (to, from, n, e);
  else if (format->bits_allocated == 16)
    extract_guint16 (to, from, n, e);
  else
    extract_guint32 (to, from, n, e);
  g_bytes_unref (pixels);
  return g_bytes_new_take (to, size);
}

/* PS3.5 8.1.1: the first pixel is in the least significant bit. */
static GBytes *
unpack_bits (const MadoPixelFormat *format, GBytes *packed, gsize n)
{
  const guint8 one = format->is_signed ? 0xFF : 1;
  const guint8 *from = g_bytes_get_data (packed, NULL);
  guint8 *to = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    to[i] = from[i / 8] >> (i % 8) & 1 ? one : 0;
  g_bytes_unref (packed);
  return g_bytes_new_take (to, n);
}

static GBytes *
interleave (GBytes *planes, int sample_size, int n_samples)
{
  gsize size = 0;
  const guint8 *from = g_bytes_get_data (planes, &size);
  const gsize n = size / sample_size / n_samples;
  guint8 *to = g_malloc (size);

  for (int s = 0; s < n_samples; s++)
    for (gsize i = 0; i < n; i++)
      for (int b = 0; b < sample_size; b++)
        to[(i * n_samples + s) * sample_size + b] = from[(s * n + i) * sample_size + b];
  g_bytes_unref (planes);
  return g_bytes_new_take (to, size);
}

/* The samples are read as words: they must lie on a word's boundary, which a slice of
 * a file need not do. */
static GBytes *
align (GBytes *pixels, int sample_size)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (pixels, &size);

  if (GPOINTER_TO_SIZE (data) % sample_size == 0)
    return pixels;

  GBytes *copy = g_bytes_new (data, size);

  g_bytes_unref (pixels);
  return copy;
}

static bool
is_ybr (MadoPhotometric photometric)
{
  return photometric >= MADO_PHOTOMETRIC_YBR_FULL;
}

static GBytes *
make_rgb (const MadoPixelFormat *format, GBytes *pixels, GError **error)
{
  g_autoptr (GBytes) ybr = pixels;

  return mado_codec_convert_to_rgb (format, ybr, error);
}

MadoFrame *
mado_codec_finish (const MadoPixelFormat *format, GBytes *pixels, GError **error)
{
  const int sample_size = format->bits_allocated < 8 ? 1 : format->bits_allocated / 8;
  gsize n = 0;

  if (!mado_codec_get_n_samples (format, &n) || n > G_MAXSIZE / sample_size) {
    g_bytes_unref (pixels);
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                         "The frame does not fit into memory");
    return NULL;
  }

  if (format->bits_allocated == 1)
    pixels = unpack_bits (format, pixels, n);
  else
    pixels = align (pixels, sample_size);
  if (format->bits_stored < format->bits_allocated && !format->is_float)
    pixels = extract_values (format, pixels);
  if (format->is_planar && format->samples_per_pixel > 1)
    pixels = interleave (pixels, sample_size, format->samples_per_pixel);
  if (is_ybr (format->photometric) && format->samples_per_pixel == 3)
    pixels = make_rgb (format, pixels, error);
  if (pixels == NULL)
    return NULL;
  return mado_frame_new (format->columns, format->rows, format->samples_per_pixel,
                         mado_pixel_format_get_sample_type (format), pixels);
}
