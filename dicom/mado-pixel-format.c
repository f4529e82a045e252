/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-pixel-format.h"

const char *
mado_photometric_get_name (MadoPhotometric photometric)
{
  static const char *const names[] = {
      [MADO_PHOTOMETRIC_MONOCHROME1] = "MONOCHROME1",
      [MADO_PHOTOMETRIC_MONOCHROME2] = "MONOCHROME2",
      [MADO_PHOTOMETRIC_PALETTE_COLOR] = "PALETTE COLOR",
      [MADO_PHOTOMETRIC_RGB] = "RGB",
      [MADO_PHOTOMETRIC_YBR_FULL] = "YBR_FULL",
      [MADO_PHOTOMETRIC_YBR_FULL_422] = "YBR_FULL_422",
      [MADO_PHOTOMETRIC_YBR_PARTIAL_422] = "YBR_PARTIAL_422",
      [MADO_PHOTOMETRIC_YBR_PARTIAL_420] = "YBR_PARTIAL_420",
      [MADO_PHOTOMETRIC_YBR_ICT] = "YBR_ICT",
      [MADO_PHOTOMETRIC_YBR_RCT] = "YBR_RCT",
  };

  return names[photometric];
}

size_t
mado_sample_type_get_size (MadoSampleType type)
{
  switch (type) {
  case MADO_SAMPLE_U8:
  case MADO_SAMPLE_S8:
    return 1;
  case MADO_SAMPLE_U16:
  case MADO_SAMPLE_S16:
    return 2;
  case MADO_SAMPLE_U32:
  case MADO_SAMPLE_S32:
  case MADO_SAMPLE_F32:
    return 4;
  case MADO_SAMPLE_F64:
    return 8;
  default:
    g_assert_not_reached ();
  }
}

MadoSampleType
mado_pixel_format_get_sample_type (const MadoPixelFormat *self)
{
  if (self->is_float)
    return self->bits_allocated == 64 ? MADO_SAMPLE_F64 : MADO_SAMPLE_F32;
  if (self->bits_allocated <= 8)
    return self->is_signed ? MADO_SAMPLE_S8 : MADO_SAMPLE_U8;
  if (self->bits_allocated <= 16)
    return self->is_signed ? MADO_SAMPLE_S16 : MADO_SAMPLE_U16;
  return self->is_signed ? MADO_SAMPLE_S32 : MADO_SAMPLE_U32;
}

double
mado_sample_type_get_value (MadoSampleType type, const void *samples, size_t index)
{
  switch (type) {
  case MADO_SAMPLE_U8:
    return ((const guint8 *) samples)[index];
  case MADO_SAMPLE_S8:
    return ((const gint8 *) samples)[index];
  case MADO_SAMPLE_U16:
    return ((const guint16 *) samples)[index];
  case MADO_SAMPLE_S16:
    return ((const gint16 *) samples)[index];
  case MADO_SAMPLE_U32:
    return ((const guint32 *) samples)[index];
  case MADO_SAMPLE_S32:
    return ((const gint32 *) samples)[index];
  case MADO_SAMPLE_F32:
    return ((const float *) samples)[index];
  case MADO_SAMPLE_F64:
    return ((const double *) samples)[index];
  default:
    g_assert_not_reached ();
  }
}

bool
mado_pixel_format_get_frame_size (const MadoPixelFormat *self, gsize *size)
{
  gsize bits = 0;

  if (!g_size_checked_mul (&bits, self->columns, self->rows) ||
      !g_size_checked_mul (&bits, bits, self->samples_per_pixel) ||
      !g_size_checked_mul (&bits, bits, self->bits_allocated) || bits > G_MAXSIZE - 7)
    return false;

  /* YBR_FULL_422 stores two of the six samples of each pixel pair once (PS3.3
   * C.7.6.3.1.2). */
  if (self->photometric == MADO_PHOTOMETRIC_YBR_FULL_422 ||
      self->photometric == MADO_PHOTOMETRIC_YBR_PARTIAL_422)
    bits = bits / 3 * 2;

  *size = (bits + 7) / 8;
  return true;
}
