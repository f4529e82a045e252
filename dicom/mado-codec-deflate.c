/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

#include <zlib.h>

/* Inflates into exactly @size bytes: a stream that holds more is cut, one that holds
 * less fails, and no length in it decides an allocation. */
static bool
inflate_frame (GBytes *coded, guint8 *to, gsize size)
{
  gsize coded_size = 0;
  z_stream stream = {.next_in = (Bytef *) g_bytes_get_data (coded, &coded_size)};
  bool is_complete = false;

  /* No deflate stream expands more than 1032 times (zlib technical notes). */
  if (coded_size > G_MAXUINT || size / 1032 > coded_size || size > G_MAXUINT ||
      inflateInit2 (&stream, -MAX_WBITS) != Z_OK)
    return false;

  stream.avail_in = coded_size;
  stream.next_out = to;
  stream.avail_out = size;
  inflate (&stream, Z_FINISH);
  is_complete = stream.avail_out == 0;
  inflateEnd (&stream);
  return is_complete;
}

/* Deflated Image Frame Compression (PS3.5 A.4.14): each frame is an RFC 1951 stream of
 * what would be native little endian. */
GBytes *
mado_codec_decode_deflated_frame (const char *transfer_syntax,
                                  MadoPixelFormat *format,
                                  GBytes *coded,
                                  GError **error)
{
  gsize size = 0;

  if (!mado_pixel_format_get_frame_size (format, &size)) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "The frame is impossibly large");
    return NULL;
  }

  g_autofree guint8 *inflated = g_try_malloc (size);

  if (inflated == NULL || !inflate_frame (coded, inflated, size)) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "The deflated frame is damaged or ends too early");
    return NULL;
  }

  g_autoptr (GBytes) native = g_bytes_new_take (g_steal_pointer (&inflated), size);

  return mado_codec_decode_native (transfer_syntax, format, native, error);
}
