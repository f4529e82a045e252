/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

#include <string.h>

#define HEADER_SIZE  64
#define MAX_SEGMENTS 15

/* No packet makes more than 128 bytes from 2 (PS3.5 G.3.1). */
#define MAX_EXPANSION 64

/* One byte plane: @n bytes, every @step bytes in the frame. */
typedef struct {
  guint8 *bytes;
  gsize n;
  int step;
} Plane;

static void
set_broken (GError **error, const char *message)
{
  g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN, message);
}

static void
put_literal (Plane plane, gsize at, const guint8 *from, gsize count)
{
  if (plane.step == 1)
    memcpy (plane.bytes + at, from, count);
  else
    for (gsize i = 0; i < count; i++)
      plane.bytes[(at + i) * plane.step] = from[i];
}

static void
put_run (Plane plane, gsize at, guint8 value, gsize count)
{
  if (plane.step == 1)
    memset (plane.bytes + at, value, count);
  else
    for (gsize i = 0; i < count; i++)
      plane.bytes[(at + i) * plane.step] = value;
}

/* PS3.5 G.3.2.  A segment that ends early is an error: the rest of the picture would
 * be invented. */
static bool
decode_segment (const guint8 *from, gsize size, Plane plane)
{
  gsize in = 0, out = 0;

  while (out < plane.n && in < size) {
    const guint8 control = from[in++];
    gsize count = 0;

    if (control == 128)
      continue;
    if (control < 128) {
      count = control + 1;
      if (count > size - in || count > plane.n - out)
        return false;
      put_literal (plane, out, from + in, count);
      in += count;
    } else {
      count = 257 - control;
      if (in >= size || count > plane.n - out)
        return false;
      put_run (plane, out, from[in], count);
      in++;
    }
    out += count;
  }
  return out == plane.n;
}

/* The header: number of segments and their offsets (PS3.5 G.5). */
static bool
read_header (GBytes *coded, guint32 n_expected, gsize offsets[MAX_SEGMENTS + 1])
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (coded, &size);
  guint32 header[MAX_SEGMENTS + 1];

  if (size < HEADER_SIZE)
    return false;
  memcpy (header, data, HEADER_SIZE);
  if (GUINT32_FROM_LE (header[0]) != n_expected)
    return false;

  for (guint32 i = 0; i < n_expected; i++)
    offsets[i] = GUINT32_FROM_LE (header[i + 1]);
  offsets[n_expected] = size;
  for (guint32 i = 0; i < n_expected; i++)
    if (offsets[i] < HEADER_SIZE || offsets[i] > offsets[i + 1])
      return false;
  return true;
}

static gsize
get_plane_size (const MadoPixelFormat *format)
{
  const gsize n_pixels = (gsize) format->columns * format->rows;

  return format->bits_allocated == 1 ? (n_pixels + 7) / 8 : n_pixels;
}

/* How the planes lie in the frame: segments hold the most significant byte first,
 * sample after sample (PS3.5 G.2); single bits stay packed (PS3.5 8.2.2). */
static Plane
locate_plane (const MadoPixelFormat *format, guint8 *pixels, int i)
{
  const int sample_size = MAX (format->bits_allocated / 8, 1);
  const int significance = sample_size - 1 - i % sample_size;
  const int byte = G_BYTE_ORDER == G_LITTLE_ENDIAN ? significance : i % sample_size;

  return (Plane){
      .bytes = pixels + i / sample_size * sample_size + byte,
      .n = get_plane_size (format),
      .step = sample_size * format->samples_per_pixel,
  };
}

static bool
decode_segments (const MadoPixelFormat *format,
                 const guint8 *data,
                 const gsize *offsets,
                 int n_segments,
                 guint8 *pixels)
{
  for (int i = 0; i < n_segments; i++)
    if (!decode_segment (data + offsets[i], offsets[i + 1] - offsets[i],
                         locate_plane (format, pixels, i)))
      return false;
  return true;
}

GBytes *
mado_codec_decode_rle (const char *transfer_syntax,
                       MadoPixelFormat *format,
                       GBytes *coded,
                       GError **error)
{
  const int n_segments =
      MAX (format->bits_allocated / 8, 1) * format->samples_per_pixel;
  gsize coded_size = 0;
  const guint8 *data = g_bytes_get_data (coded, &coded_size);
  const gsize size = get_plane_size (format) * n_segments;
  gsize offsets[MAX_SEGMENTS + 1];

  if (n_segments > MAX_SEGMENTS ||
      (format->bits_allocated == 1 && format->samples_per_pixel != 1)) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "RLE with %d bits allocated is not supported", format->bits_allocated);
    return NULL;
  }
  if (!read_header (coded, n_segments, offsets)) {
    set_broken (error, "The RLE header contradicts the image or the stream");
    return NULL;
  }
  if (size / MAX_EXPANSION > coded_size) {
    set_broken (error, "The RLE stream is too short for the image");
    return NULL;
  }

  g_autofree guint8 *pixels = g_try_malloc (size);

  if (pixels == NULL || !decode_segments (format, data, offsets, n_segments, pixels)) {
    set_broken (error, "An RLE segment is damaged or ends too early");
    return NULL;
  }

  /* Segments hold whole planes: nothing is subsampled, whatever the label says. */
  if (format->photometric == MADO_PHOTOMETRIC_YBR_FULL_422)
    format->photometric = MADO_PHOTOMETRIC_YBR_FULL;
  format->is_planar = false;
  return g_bytes_new_take (g_steal_pointer (&pixels), size);
}

static gsize
count_run (const guint8 *from, gsize size)
{
  gsize n = 1;

  while (n < size && n < 128 && from[n] == from[0])
    n++;
  return n;
}

/* One row: runs never cross its end (PS3.5 G.3.1). */
static void
encode_row (GByteArray *to, const guint8 *row, gsize size)
{
  gsize i = 0;

  while (i < size) {
    const gsize run = count_run (row + i, size - i);

    if (run > 1) {
      const guint8 packet[2] = {(guint8) (257 - run), row[i]};

      g_byte_array_append (to, packet, 2);
      i += run;
      continue;
    }

    gsize n = 1;

    /* A pair inside a literal costs no more than a run of its own. */
    while (i + n < size && n < 128 && count_run (row + i + n, size - i - n) < 3)
      n++;

    const guint8 control = n - 1;

    g_byte_array_append (to, &control, 1);
    g_byte_array_append (to, row + i, n);
    i += n;
  }
}

/* Where byte plane @i of an interleaved or planar native frame starts and how far
 * apart its bytes are. */
static const guint8 *
find_plane (const MadoPixelFormat *format, const guint8 *native, int i, gsize *step)
{
  const int sample_size = format->bits_allocated / 8;
  const int sample = i / sample_size;
  const int byte = sample_size - 1 - i % sample_size;
  const gsize n_pixels = (gsize) format->columns * format->rows;

  if (format->is_planar) {
    *step = sample_size;
    return native + sample * n_pixels * sample_size + byte;
  }
  *step = sample_size * format->samples_per_pixel;
  return native + sample * sample_size + byte;
}

static void
encode_segment (GByteArray *to,
                const MadoPixelFormat *format,
                const guint8 *native,
                int i)
{
  g_autofree guint8 *row = g_malloc (format->columns);
  gsize step = 0;
  const guint8 *from = find_plane (format, native, i, &step);

  for (int r = 0; r < format->rows; r++) {
    for (int c = 0; c < format->columns; c++, from += step)
      row[c] = *from;
    encode_row (to, row, format->columns);
  }
  if (to->len % 2 != 0)
    g_byte_array_append (to, (const guint8 *) "", 1);
}

GBytes *
mado_codec_encode_rle (const char *transfer_syntax,
                       const MadoPixelFormat *format,
                       GBytes *native,
                       GError **error)
{
  const int n_segments = format->bits_allocated / 8 * format->samples_per_pixel;
  g_autoptr (GByteArray) coded = g_byte_array_new ();
  guint32 header[MAX_SEGMENTS + 1] = {GUINT32_TO_LE (n_segments)};

  if (n_segments < 1 || n_segments > MAX_SEGMENTS ||
      format->photometric == MADO_PHOTOMETRIC_YBR_FULL_422 ||
      format->photometric == MADO_PHOTOMETRIC_YBR_PARTIAL_422) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                         "Pixels of this kind cannot be written as RLE");
    return NULL;
  }

  g_byte_array_append (coded, (const guint8 *) header, HEADER_SIZE);
  for (int i = 0; i < n_segments; i++) {
    header[i + 1] = GUINT32_TO_LE (coded->len);
    encode_segment (coded, format, g_bytes_get_data (native, NULL), i);
  }
  memcpy (coded->data, header, HEADER_SIZE);
  return g_byte_array_free_to_bytes (g_steal_pointer (&coded));
}
