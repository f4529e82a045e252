/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

#include <string.h>

#define BIG_ENDIAN_UID "1.2.840.10008.1.2.2"

/* (transfer full): @bytes with the bytes of each sample in the other order. */
static GBytes *
swap_samples (GBytes *bytes, int sample_size)
{
  gsize size = 0;
  const guint8 *from = g_bytes_get_data (bytes, &size);
  guint8 *to = g_malloc (size);

  if (sample_size == 2)
    for (gsize i = 0; i + 2 <= size; i += 2) {
      to[i] = from[i + 1];
      to[i + 1] = from[i];
    }
  else
    for (gsize i = 0; i + sample_size <= size; i += sample_size)
      for (int b = 0; b < sample_size; b++)
        to[i + b] = from[i + sample_size - 1 - b];
  return g_bytes_new_take (to, size);
}

static bool
needs_swap (const char *transfer_syntax, const MadoPixelFormat *format)
{
  const bool is_big = strcmp (transfer_syntax, BIG_ENDIAN_UID) == 0;

  return format->bits_allocated > 8 && is_big != (G_BYTE_ORDER == G_BIG_ENDIAN);
}

GBytes *
mado_codec_decode_native (const char *transfer_syntax,
                          MadoPixelFormat *format,
                          GBytes *coded,
                          GError **error)
{
  const gsize available = g_bytes_get_size (coded);
  gsize size = 0;

  if (!mado_pixel_format_get_frame_size (format, &size) || available < size) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "The frame has %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes",
                 available, size);
    return NULL;
  }

  /* A frame may be followed by a byte of padding (PS3.5 8.1.1). */
  g_autoptr (GBytes) frame = g_bytes_new_from_bytes (coded, 0, size);

  g_autoptr (GBytes) native = needs_swap (transfer_syntax, format)
                                  ? swap_samples (frame, format->bits_allocated / 8)
                                  : g_bytes_ref (frame);

  if (format->photometric != MADO_PHOTOMETRIC_YBR_FULL_422 &&
      format->photometric != MADO_PHOTOMETRIC_YBR_PARTIAL_422)
    return g_steal_pointer (&native);

  format->is_planar = false;
  return mado_codec_expand_422 (format, native, error);
}

GBytes *
mado_codec_encode_native (const char *transfer_syntax,
                          const MadoPixelFormat *format,
                          GBytes *native,
                          GError **error)
{
  /* @native is little endian whatever this machine is. */
  if (strcmp (transfer_syntax, BIG_ENDIAN_UID) == 0 && format->bits_allocated > 8)
    return swap_samples (native, format->bits_allocated / 8);
  return g_bytes_ref (native);
}
