/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmjpls/djcodecd.h>
#include <dcmtk/dcmjpls/djcodece.h>
#include <dcmtk/dcmjpls/djcparam.h>
#include <dcmtk/dcmjpls/djrparam.h>

#include <memory>

#include "mado-codec-private.h"
#include "mado-guard-private.hh"

/* CharLS proper would be called directly, but it exports the names that DCMTK's own
 * copy of it has: both in one program end in heap corruption.  So DCMTK's codec is
 * given a data set made up around the frame. */

static GBytes *
fail (GError **error, const char *text)
{
  g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
               "The JPEG-LS bitstream cannot be decoded: %s", text);
  return nullptr;
}

static void
describe (DcmDataset &dataset, const MadoPixelFormat *format, int precision)
{
  dataset.putAndInsertUint16 (DCM_SamplesPerPixel, format->samples_per_pixel);
  dataset.putAndInsertString (DCM_PhotometricInterpretation,
                              format->samples_per_pixel == 3 ? "RGB" : "MONOCHROME2");
  dataset.putAndInsertUint16 (DCM_PlanarConfiguration, 0);
  dataset.putAndInsertString (DCM_NumberOfFrames, "1");
  dataset.putAndInsertUint16 (DCM_Rows, format->rows);
  dataset.putAndInsertUint16 (DCM_Columns, format->columns);
  dataset.putAndInsertUint16 (DCM_BitsAllocated, precision > 8 ? 16 : 8);
  dataset.putAndInsertUint16 (DCM_BitsStored, precision);
  dataset.putAndInsertUint16 (DCM_HighBit, precision - 1);
  dataset.putAndInsertUint16 (DCM_PixelRepresentation, 0);
}

/* One frame in one fragment behind an empty offset table. */
static std::unique_ptr<DcmPixelSequence>
make_sequence (GBytes *coded)
{
  auto sequence = std::make_unique<DcmPixelSequence> (DcmTag (DCM_PixelData, EVR_OB));
  auto *offsets = new DcmPixelItem (DcmTag (DCM_Item, EVR_OB));
  auto *fragment = new DcmPixelItem (DcmTag (DCM_Item, EVR_OB));
  gsize size = 0;
  auto *data = static_cast<const Uint8 *> (g_bytes_get_data (coded, &size));

  sequence->insert (offsets);
  sequence->insert (fragment);
  fragment->putUint8Array (data, size);
  return sequence;
}

static GBytes *
decode (MadoPixelFormat *format, int precision, GBytes *coded, GError **error)
{
  const int sample_size = precision > 8 ? 2 : 1;
  const DJLSNearLosslessDecoder decoder;
  const DJLSCodecParameter parameters (EJLSUC_never, EJLSPC_restore, OFTrue, OFTrue);
  auto sequence = make_sequence (coded);
  DcmDataset dataset;
  Uint32 fragment = 1;
  OFString colour;
  gsize n = 0;

  if (!mado_codec_get_n_samples (format, &n) || n > G_MAXUINT32 / sample_size - 1 ||
      g_bytes_get_size (coded) > G_MAXUINT32 - 1)
    return fail (error, "it is too large");

  /* DCMTK wants an even size. */
  const gsize size = n * sample_size;
  g_autofree void *to = g_try_malloc (size + size % 2);

  if (to == nullptr)
    return fail (error, "not enough memory");

  describe (dataset, format, precision);

  const OFCondition condition =
      decoder.decodeFrame (nullptr, sequence.get (), &parameters, &dataset, 0, fragment,
                           to, size + size % 2, colour);

  if (condition.bad ())
    return fail (error, condition.text ());

  g_autoptr (GBytes) samples = g_bytes_new_take (g_steal_pointer (&to), size);

  return mado_codec_widen (format, samples, sample_size);
}

GBytes *
mado_codec_decode_jpegls (const char *transfer_syntax,
                          MadoPixelFormat *format,
                          GBytes *coded,
                          GError **error)
{
  return guard (error, [&] () -> GBytes * {
    MadoBitstreamInfo info;

    if (!mado_codec_read_jpeg_info (coded, &info, error) ||
        !mado_codec_check_bitstream (&info, coded, format, error))
      return nullptr;
    if (info.precision < 2 || info.precision > 16)
      return fail (error, "its precision is impossible");

    /* Whole samples whatever the label says: JPEG-LS in DICOM is not subsampled. */
    if (format->photometric == MADO_PHOTOMETRIC_YBR_FULL_422)
      format->photometric = MADO_PHOTOMETRIC_YBR_FULL;
    format->is_planar = false;

    g_autoptr (GBytes) repaired = mado_codec_repair_jpegls (coded);

    return decode (format, info.precision, repaired, error);
  });
}

/* The fragment that the encoder put behind the offset table. */
static GBytes *
take_fragment (DcmPixelSequence *sequence, GError **error)
{
  DcmPixelItem *item = nullptr;
  Uint8 *data = nullptr;

  if (sequence == nullptr || sequence->card () != 2 ||
      sequence->getItem (item, 1).bad () || item->getUint8Array (data).bad ()) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL,
                         "The JPEG-LS encoder made no frame");
    return nullptr;
  }
  return g_bytes_new (data, item->getLength ());
}

GBytes *
mado_codec_encode_jpegls (const char *transfer_syntax,
                          const MadoPixelFormat *format,
                          GBytes *native,
                          GError **error)
{
  return guard (error, [&] () -> GBytes * {
    const int sample_size = format->bits_stored > 8 ? 2 : 1;
    g_autoptr (GBytes) words =
        mado_codec_prepare_words (format, native, sample_size, error);
    const DJLSLosslessEncoder encoder;
    const DJLSCodecParameter parameters (OFFalse);
    const DJLSRepresentationParameter representation (0, OFTrue);
    DcmDataset dataset;
    DcmStack stack;
    DcmPixelSequence *made = nullptr;
    OFBool remove_old = OFFalse;

    if (words == nullptr)
      return nullptr;

    DcmPixelData pixel_data (DcmTag (DCM_PixelData, EVR_OW));

    describe (dataset, format, MAX (format->bits_stored, 2));
    stack.push (&dataset);
    stack.push (&pixel_data);

    const OFCondition condition =
        encoder.encode (static_cast<const Uint16 *> (g_bytes_get_data (words, nullptr)),
                        g_bytes_get_size (words), &representation, made, &parameters,
                        stack, remove_old);
    const std::unique_ptr<DcmPixelSequence> sequence (made);

    if (condition.bad ()) {
      g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL,
                   "The JPEG-LS encoder failed: %s", condition.text ());
      return nullptr;
    }
    return take_fragment (sequence.get (), error);
  });
}
