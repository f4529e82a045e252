/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djcparam.h>
#include <dcmtk/dcmjpeg/djdijg8.h>
#include <dcmtk/dcmjpeg/djdijg12.h>
#include <dcmtk/dcmjpeg/djdijg16.h>
#include <dcmtk/dcmjpeg/djeijg8.h>
#include <dcmtk/dcmjpeg/djeijg12.h>
#include <dcmtk/dcmjpeg/djeijg16.h>

#include "mado-codec-private.h"
#include "mado-guard-private.hh"

/* Fine enough that no one takes the phantom's blocks for a finding. */
static const Uint8 QUALITY = 90;

/* A decoder that remembers that IJG warned: it then invents the rest of the picture. */
template <class Base> class StrictDecoder : public Base
{
public:
  using Base::Base;
  void
  emitMessage (int level) const override
  {
    if (level < 0)
      has_warned = true;
  }
  mutable bool has_warned = false;
};

static bool
is_ybr (const MadoPixelFormat *format)
{
  return format->photometric == MADO_PHOTOMETRIC_YBR_FULL ||
         format->photometric == MADO_PHOTOMETRIC_YBR_FULL_422 ||
         format->photometric == MADO_PHOTOMETRIC_YBR_PARTIAL_422 ||
         format->photometric == MADO_PHOTOMETRIC_YBR_PARTIAL_420;
}

static DJCodecParameter
make_parameters ()
{
  return DJCodecParameter (ECC_lossyYCbCr, EDC_photometricInterpretation, EUC_never,
                           EPC_colorByPixel, OFFalse, OFFalse, OFFalse, OFTrue, 0, 0, 0,
                           OFTrue, ESS_422);
}

static GBytes *
fail (GError **error, const char *text)
{
  g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
               "The JPEG bitstream cannot be decoded: %s", text);
  return nullptr;
}

template <class Decoder>
static GBytes *
decode (MadoPixelFormat *format, GBytes *coded, GError **error)
{
  const DJCodecParameter parameters = make_parameters ();
  StrictDecoder<Decoder> decoder (parameters, is_ybr (format));
  const int sample_size = decoder.bytesPerSample ();
  gsize n = 0, coded_size = 0;
  auto *from = static_cast<const Uint8 *> (g_bytes_get_data (coded, &coded_size));

  if (!mado_codec_get_n_samples (format, &n) || n > G_MAXUINT32 / sample_size ||
      coded_size > G_MAXUINT32)
    return fail (error, "it is too large");

  g_autofree auto *to = static_cast<Uint8 *> (g_try_malloc (n * sample_size));

  if (to == nullptr)
    return fail (error, "not enough memory");

  OFCondition condition = decoder.init ();

  if (condition.good ())
    condition = decoder.decode (const_cast<Uint8 *> (from), coded_size, to,
                                n * sample_size, format->is_signed);
  if (condition == EJ_Suspension)
    return fail (error, "it ends too early");
  if (condition.bad ())
    return fail (error, condition.text ());
  if (decoder.has_warned)
    return fail (error, "it is damaged");

  if (decoder.getDecompressedColorModel () == EPI_RGB)
    format->photometric = MADO_PHOTOMETRIC_RGB;

  g_autoptr (GBytes) samples =
      g_bytes_new_take (g_steal_pointer (&to), n * sample_size);

  return mado_codec_widen (format, samples, sample_size);
}

template <typename Sample>
static void
clamp_samples (Sample *samples, gsize n, Sample largest)
{
  for (gsize i = 0; i < n; i++)
    samples[i] = MIN (samples[i], largest);
}

/* A lossy process may overshoot the largest value of Bits Stored.  Cutting the bits
 * above it off, as for overlays, would turn white into black. */
static GBytes *
clamp_overshoot (const MadoPixelFormat *format, GBytes *pixels)
{
  gsize size = 0;

  if (format->is_signed || format->bits_stored == format->bits_allocated ||
      format->high_bit != format->bits_stored - 1)
    return pixels;

  gpointer samples = g_bytes_unref_to_data (pixels, &size);
  const guint32 largest = G_MAXUINT32 >> (32 - format->bits_stored);

  if (format->bits_allocated == 8)
    clamp_samples (static_cast<guint8 *> (samples), size,
                   static_cast<guint8> (largest));
  else if (format->bits_allocated == 16)
    clamp_samples (static_cast<guint16 *> (samples), size / 2,
                   static_cast<guint16> (largest));
  return g_bytes_new_take (samples, size);
}

GBytes *
mado_codec_decode_jpeg (const char *transfer_syntax,
                        MadoPixelFormat *format,
                        GBytes *coded,
                        GError **error)
{
  return guard (error, [&] () -> GBytes * {
    MadoBitstreamInfo info;

    if (!mado_codec_read_jpeg_info (coded, &info, error) ||
        !mado_codec_check_bitstream (&info, coded, format, error))
      return nullptr;

    g_autoptr (GBytes) repaired = mado_codec_repair_jpeg (coded);
    const bool is_lossless = g_str_has_suffix (transfer_syntax, ".4.57") ||
                             g_str_has_suffix (transfer_syntax, ".4.70");
    GBytes *pixels = nullptr;

    format->is_planar = false;
    if (info.precision <= 8)
      pixels = decode<DJDecompressIJG8Bit> (format, repaired, error);
    else if (info.precision <= 12)
      pixels = decode<DJDecompressIJG12Bit> (format, repaired, error);
    else
      pixels = decode<DJDecompressIJG16Bit> (format, repaired, error);
    return pixels == nullptr || is_lossless ? pixels : clamp_overshoot (format, pixels);
  });
}

template <typename Sample>
static GBytes *
encode (DJEncoder &encoder,
        const MadoPixelFormat *format,
        GBytes *native,
        GError **error)
{
  g_autoptr (GBytes) words =
      mado_codec_prepare_words (format, native, sizeof (Sample), error);
  Uint8 *coded = nullptr;
  Uint32 size = 0;

  if (words == nullptr)
    return nullptr;

  auto *samples = static_cast<const Sample *> (g_bytes_get_data (words, nullptr));
  const OFCondition condition = encoder.encode (
      format->columns, format->rows,
      format->samples_per_pixel == 3 ? EPI_RGB : EPI_Monochrome2,
      format->samples_per_pixel, const_cast<Sample *> (samples), coded, size);
  GBytes *result = nullptr;

  if (condition.good ())
    result = g_bytes_new (coded, size);
  else
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL,
                 "The JPEG encoder failed: %s", condition.text ());
  delete[] coded;
  return result;
}

static GBytes *
encode_lossless (const MadoPixelFormat *format, GBytes *native, GError **error)
{
  const DJCodecParameter parameters = make_parameters ();

  /* First-order prediction, no point transform (PS3.5 A.4.2). */
  if (format->bits_stored <= 8) {
    DJCompressIJG8Bit encoder (parameters, EJM_lossless, 1, 0);

    return encode<Uint8> (encoder, format, native, error);
  }
  if (format->bits_stored <= 12) {
    DJCompressIJG12Bit encoder (parameters, EJM_lossless, 1, 0);

    return encode<Uint16> (encoder, format, native, error);
  }
  DJCompressIJG16Bit encoder (parameters, EJM_lossless, 1, 0);

  return encode<Uint16> (encoder, format, native, error);
}

static GBytes *
encode_lossy (bool is_baseline,
              const MadoPixelFormat *format,
              GBytes *native,
              GError **error)
{
  const DJCodecParameter parameters = make_parameters ();

  if (format->is_signed || format->bits_stored > (is_baseline ? 8 : 12)) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                         "Lossy JPEG takes unsigned samples of 8 or 12 bits");
    return nullptr;
  }
  if (format->bits_stored <= 8) {
    DJCompressIJG8Bit encoder (parameters, is_baseline ? EJM_baseline : EJM_sequential,
                               QUALITY);

    return encode<Uint8> (encoder, format, native, error);
  }
  DJCompressIJG12Bit encoder (parameters, EJM_sequential, QUALITY);

  return encode<Uint16> (encoder, format, native, error);
}

GBytes *
mado_codec_encode_jpeg (const char *transfer_syntax,
                        const MadoPixelFormat *format,
                        GBytes *native,
                        GError **error)
{
  return guard (error, [&] () -> GBytes * {
    if (g_str_has_suffix (transfer_syntax, ".4.50"))
      return encode_lossy (true, format, native, error);
    if (g_str_has_suffix (transfer_syntax, ".4.51"))
      return encode_lossy (false, format, native, error);
    return encode_lossless (format, native, error);
  });
}
