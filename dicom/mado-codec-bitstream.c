/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

#include <string.h>

/* Where a blank image may compress to nearly nothing, a large one is still refused:
 * no one sends 256 MiB of it, but a hostile header claims them for free. */
#define LARGE_SIZE      ((gsize) 256 << 20)
#define LARGE_MAX_RATIO 1000

static guint16
read_u16 (const guint8 *at)
{
  return at[0] << 8 | at[1];
}

static guint32
read_u32 (const guint8 *at)
{
  return (guint32) read_u16 (at) << 16 | read_u16 (at + 2);
}

static bool
set_broken (GError **error, const char *message)
{
  g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN, message);
  return false;
}

/* SOF0 to SOF15 without DHT, JPG and DAC (ISO 10918-1 table B.1), and SOF55 of
 * JPEG-LS (ISO 14495-1 C.1). */
static bool
is_frame_header (guint8 marker)
{
  return marker == 0xF7 || (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 &&
                            marker != 0xC8 && marker != 0xCC);
}

/* The offset of the next marker segment of the header at or after @at that @is_wanted;
 * 0 without one.  The segment lies within the stream. */
static gsize
find_segment (const guint8 *data,
              gsize size,
              gsize at,
              bool (*is_wanted) (guint8 marker))
{
  while (size - at >= 4 && data[at] == 0xFF) {
    if (data[at + 1] == 0xFF) { /* a fill byte */
      at++;
      continue;
    }

    const guint16 length = read_u16 (data + at + 2);

    if (length < 2 || length > size - at - 2)
      return 0;
    if (is_wanted (data[at + 1]))
      return at;
    at += 2 + length;
  }
  return 0;
}

bool
mado_codec_read_jpeg_info (GBytes *coded, MadoBitstreamInfo *info, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (coded, &size);

  if (size < 4 || data[0] != 0xFF || data[1] != 0xD8)
    return set_broken (error, "The frame is not a JPEG bitstream");

  const gsize at = find_segment (data, size, 2, is_frame_header);

  if (at == 0 || read_u16 (data + at + 2) < 8)
    return set_broken (error, "The JPEG bitstream has no frame header");

  *info = (MadoBitstreamInfo){
      .precision = data[at + 4],
      .rows = read_u16 (data + at + 5),
      .columns = read_u16 (data + at + 7),
      .n_samples = data[at + 9],
  };
  return true;
}

static bool
is_scan_header (guint8 marker)
{
  return marker == 0xDA;
}

GBytes *
mado_codec_repair_jpeg (GBytes *coded)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (coded, &size);
  const gsize frame = find_segment (data, size, 2, is_frame_header);
  const gsize scan = find_segment (data, size, 2, is_scan_header);

  /* Baseline and extended sequential only: SOF0 and SOF1. */
  if (frame == 0 || scan == 0 || data[frame + 1] > 0xC1)
    return g_bytes_ref (coded);

  const gsize last = scan + 2 + read_u16 (data + scan + 2);
  const guint8 *spectrum = data + last - 3;

  if (last - scan < 8 || (spectrum[0] == 0 && spectrum[1] == 63 && spectrum[2] == 0))
    return g_bytes_ref (coded);

  guint8 *repaired = g_memdup2 (data, size);

  repaired[last - 3] = 0;
  repaired[last - 2] = 63;
  repaired[last - 1] = 0;
  return g_bytes_new_take (repaired, size);
}

static bool
is_preset (guint8 marker)
{
  return marker == 0xF8;
}

/* ISO 14495-1 C.2.4.1.1.1 for MAXVAL below 128. */
static guint8
get_threshold (int basic, int factor, int least, int near, int per_near, int max)
{
  const int threshold = MAX (least, basic / factor + per_near * near);

  return threshold > max || threshold < near + 1 ? near + 1 : threshold;
}

GBytes *
mado_codec_repair_jpegls (GBytes *coded)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (coded, &size);
  const gsize frame = find_segment (data, size, 2, is_frame_header);
  const gsize scan = find_segment (data, size, 2, is_scan_header);

  if (frame == 0 || scan == 0 || data[frame + 4] > 7 ||
      find_segment (data, size, 2, is_preset) != 0)
    return g_bytes_ref (coded);

  const int max = (1 << data[frame + 4]) - 1;
  const int factor = 256 / (max + 1);
  const int near = data[scan + 1 + read_u16 (data + scan + 2) - 2];
  const guint8 preset[] = {
      0xFF,
      0xF8,
      0,
      13,
      1,
      0,
      max,
      0,
      get_threshold (3, factor, 2, near, 3, max),
      0,
      get_threshold (7, factor, 3, near, 5, max),
      0,
      get_threshold (21, factor, 4, near, 7, max),
      0,
      64,
  };
  GByteArray *repaired = g_byte_array_sized_new (size + sizeof preset);

  g_byte_array_append (repaired, data, scan);
  g_byte_array_append (repaired, preset, sizeof preset);
  g_byte_array_append (repaired, data + scan, size - scan);
  return g_byte_array_free_to_bytes (repaired);
}

/* The codestream inside @coded: behind the boxes of a JP2 file, which some devices
 * wrap around it although PS3.5 A.4.4 allows the codestream only. */
static const guint8 *
find_codestream (const guint8 *data, gsize size)
{
  static const guint8 start[4] = {0xFF, 0x4F, 0xFF, 0x51};
  static const guint8 jp2[8] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};

  if (size >= 8 && memcmp (data, jp2, 8) == 0)
    return memmem (data, size, start, sizeof start);
  return size >= 4 && memcmp (data, start, sizeof start) == 0 ? data : NULL;
}

/* The COD segment (ISO 15444-1 A.6.1); @at is the first segment of the main header. */
static void
read_coding_style (const guint8 *at, const guint8 *end, MadoBitstreamInfo *info)
{
  while (end - at >= 14 && at[0] == 0xFF && at[1] != 0x90) {
    if (at[1] == 0x52) {
      info->has_colour_transform = at[8] == 1;
      info->is_reversible = at[13] == 1;
      return;
    }
    at += MIN (2 + read_u16 (at + 2), end - at);
  }
}

/* ISO 15444-1 A.5.1. */
bool
mado_codec_read_j2k_info (GBytes *coded, MadoBitstreamInfo *info, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (coded, &size);
  const guint8 *siz = find_codestream (data, size);

  if (siz == NULL || size - (siz - data) < 45)
    return set_broken (error, "The frame is not a JPEG 2000 codestream");

  const guint32 right = read_u32 (siz + 8), bottom = read_u32 (siz + 12);
  const guint32 left = read_u32 (siz + 16), top = read_u32 (siz + 20);

  if (right <= left || bottom <= top || right - left > G_MAXUINT16 ||
      bottom - top > G_MAXUINT16)
    return set_broken (error, "The JPEG 2000 codestream has an impossible size");

  *info = (MadoBitstreamInfo){
      .columns = right - left,
      .rows = bottom - top,
      .n_samples = read_u16 (siz + 40),
      .precision = (siz[42] & 0x7F) + 1,
      .is_signed = siz[42] & 0x80,
  };
  read_coding_style (siz + 2, data + size, info);
  return true;
}

/* Bits are not packed in a bitstream (PS3.5 8.2.4): decoders give a byte for each. */
static void
unpack_format (MadoPixelFormat *format)
{
  if (format->bits_allocated == 1) {
    format->bits_allocated = 8;
    format->bits_stored = 1;
    format->high_bit = 0;
  }
}

GBytes *
mado_codec_loosen_j2k (GBytes *coded, const MadoBitstreamInfo *info)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (coded, &size);
  const gsize siz = find_codestream (data, size) - data;

  if (!info->is_signed || !info->is_reversible || info->precision > 16 ||
      size - siz < 42 + 3 * (gsize) info->n_samples)
    return g_bytes_ref (coded);

  guint8 *loosened = g_memdup2 (data, size);

  for (int i = 0; i < info->n_samples; i++)
    loosened[siz + 42 + 3 * i] = 0x80 | (24 - 1);
  return g_bytes_new_take (loosened, size);
}

/* A decoder puts the samples into the lowest bits: High Bit of the data set means
 * something only if the bitstream carries more than Bits Stored. */
static void
adapt_bits (const MadoBitstreamInfo *info, MadoPixelFormat *format)
{
  if (info->precision <= format->bits_stored)
    format->high_bit = format->bits_stored - 1;
}

bool
mado_codec_check_bitstream (const MadoBitstreamInfo *info,
                            GBytes *coded,
                            MadoPixelFormat *format,
                            GError **error)
{
  gsize n = 0;

  if (info->columns != format->columns || info->rows != format->rows) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "The bitstream is an image of %d × %d pixels, the data set says "
                 "%d × %d",
                 info->columns, info->rows, format->columns, format->rows);
    return false;
  }
  if (info->n_samples != format->samples_per_pixel) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "The bitstream has %d samples per pixel, the data set says %d",
                 info->n_samples, format->samples_per_pixel);
    return false;
  }
  if (format->is_float || info->precision > format->bits_allocated) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "The bitstream has samples of %d bits, the data set allocates %d",
                 info->precision, format->bits_allocated);
    return false;
  }
  if (!mado_codec_get_n_samples (format, &n) ||
      (n > LARGE_SIZE && n / LARGE_MAX_RATIO > g_bytes_get_size (coded)))
    return set_broken (error, "The bitstream is too short for its image");
  unpack_format (format);
  adapt_bits (info, format);
  return true;
}

GBytes *
mado_codec_widen (const MadoPixelFormat *format, GBytes *samples, int size)
{
  const int wide = format->bits_allocated / 8;
  const gsize n = g_bytes_get_size (samples) / size;
  const guint8 *from = g_bytes_get_data (samples, NULL);

  if (wide == size)
    return g_bytes_ref (samples);

  guint8 *to = g_malloc0_n (n, wide);

  for (gsize i = 0; i < n; i++) {
    const guint16 value = size == 1 ? from[i] : ((const guint16 *) from)[i];

    if (wide == 1)
      to[i] = value;
    else if (wide == 2)
      ((guint16 *) to)[i] = value;
    else
      ((guint32 *) to)[i] = value;
  }
  return g_bytes_new_take (to, n * wide);
}

MadoFrame *
mado_codec_prepare (const MadoPixelFormat *format,
                    GBytes *native,
                    int max_bits_stored,
                    GError **error)
{
  MadoPixelFormat values = *format;
  g_autoptr (GBytes) pixels = NULL;

  if (format->is_float || format->bits_allocated < 8 ||
      format->bits_stored > max_bits_stored ||
      format->photometric == MADO_PHOTOMETRIC_YBR_FULL_422 ||
      format->photometric == MADO_PHOTOMETRIC_YBR_PARTIAL_422) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                         "Pixels of this kind cannot be written in this syntax");
    return NULL;
  }

  pixels = mado_codec_decode_native ("1.2.840.10008.1.2.1", &values, native, error);
  if (pixels == NULL)
    return NULL;
  if (format->samples_per_pixel == 3)
    values.photometric = MADO_PHOTOMETRIC_RGB;
  return mado_codec_finish (&values, g_steal_pointer (&pixels), error);
}

static gint64
get_value (const MadoFrame *frame, gsize i)
{
  const void *data = g_bytes_get_data (frame->pixels, NULL);

  switch (mado_sample_type_get_size (frame->type)) {
  case 1:
    return ((const guint8 *) data)[i];
  case 2:
    return ((const guint16 *) data)[i];
  default:
    return ((const guint32 *) data)[i];
  }
}

GBytes *
mado_codec_prepare_words (const MadoPixelFormat *format,
                          GBytes *native,
                          int size,
                          GError **error)
{
  g_autoptr (MadoFrame) frame = mado_codec_prepare (format, native, 16, error);
  const guint16 mask = G_MAXUINT16 >> (16 - MIN (format->bits_stored, 16));

  if (frame == NULL)
    return NULL;

  const gsize n = mado_frame_get_size (frame) / mado_sample_type_get_size (frame->type);
  guint8 *to = g_malloc_n (n, size);

  for (gsize i = 0; i < n; i++) {
    const guint16 value = get_value (frame, i) & mask;

    if (size == 1)
      to[i] = value;
    else
      ((guint16 *) to)[i] = value;
  }
  return g_bytes_new_take (to, n * size);
}
