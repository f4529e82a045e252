/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

bool
mado_codec_get_n_samples (const MadoPixelFormat *format, gsize *n)
{
  return g_size_checked_mul (n, format->columns, format->rows) &&
         g_size_checked_mul (n, *n, format->samples_per_pixel);
}

static bool
is_known_depth (const MadoPixelFormat *format)
{
  if (format->is_float)
    return format->bits_allocated == 32 || format->bits_allocated == 64;

  return format->bits_allocated == 1 || format->bits_allocated == 8 ||
         format->bits_allocated == 16 || format->bits_allocated == 32;
}

/* The parser has checked the data set; this keeps the codecs safe whoever calls. */
static bool
check_format (const MadoPixelFormat *format, GError **error)
{
  if (format->columns < 1 || format->columns > G_MAXUINT16 || format->rows < 1 ||
      format->rows > G_MAXUINT16) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "An image of %d × %d pixels is impossible", format->columns,
                 format->rows);
    return false;
  }
  if (format->samples_per_pixel != 1 && format->samples_per_pixel != 3) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "%d samples per pixel are not supported", format->samples_per_pixel);
    return false;
  }
  if (!is_known_depth (format)) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "%d bits allocated are not supported", format->bits_allocated);
    return false;
  }
  if (!format->is_float &&
      (format->bits_stored < 1 || format->bits_stored > format->bits_allocated ||
       format->high_bit < format->bits_stored - 1 ||
       format->high_bit >= format->bits_allocated)) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "Bits allocated %d, stored %d and high bit %d contradict each other",
                 format->bits_allocated, format->bits_stored, format->high_bit);
    return false;
  }
  return true;
}

static void
set_unsupported (GError **error, const char *transfer_syntax)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);

  if (syntax != NULL)
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "%s (%s) is not supported", syntax->name, syntax->uid);
  else
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "The transfer syntax %s is not supported", transfer_syntax);
}

MadoFrame *
mado_codec_decode (const char *transfer_syntax,
                   const MadoPixelFormat *format,
                   GBytes *coded,
                   GError **error)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);
  MadoPixelFormat decoded = *format;
  GBytes *pixels = NULL;

  if (syntax == NULL || syntax->decode == NULL) {
    set_unsupported (error, transfer_syntax);
    return NULL;
  }
  if (!check_format (format, error))
    return NULL;

  pixels = syntax->decode (transfer_syntax, &decoded, coded, error);
  if (pixels == NULL)
    return NULL;
  return mado_codec_finish (&decoded, pixels, error);
}

GBytes *
mado_codec_encode (const char *transfer_syntax,
                   const MadoPixelFormat *format,
                   GBytes *native,
                   GError **error)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);
  gsize size = 0;

  if (syntax == NULL || syntax->encode == NULL) {
    set_unsupported (error, transfer_syntax);
    return NULL;
  }
  if (!check_format (format, error))
    return NULL;
  if (!mado_pixel_format_get_frame_size (format, &size) ||
      g_bytes_get_size (native) != size) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "The frame is not as long as its format says");
    return NULL;
  }
  return syntax->encode (transfer_syntax, format, native, error);
}

MadoPhotometric
mado_codec_get_coded_photometric (const char *transfer_syntax,
                                  MadoPhotometric photometric)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);

  if (photometric != MADO_PHOTOMETRIC_RGB || syntax == NULL || syntax->coded_rgb == 0)
    return photometric;
  return syntax->coded_rgb;
}

bool
mado_codec_can_decode (const char *transfer_syntax)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);

  return syntax != NULL && syntax->decode != NULL;
}

bool
mado_codec_can_encode (const char *transfer_syntax)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);

  return syntax != NULL && syntax->encode != NULL;
}

bool
mado_codec_is_encapsulated (const char *transfer_syntax)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);

  return syntax != NULL && syntax->is_encapsulated;
}

const char *
mado_codec_get_name (const char *transfer_syntax)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);

  return syntax != NULL ? syntax->name : transfer_syntax;
}
