/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

#include <string.h>

#define NATIVE       mado_codec_decode_native, mado_codec_encode_native
#define RLE          mado_codec_decode_rle, mado_codec_encode_rle
#define JPEG         mado_codec_decode_jpeg, NULL
#define JPEG_BOTH    mado_codec_decode_jpeg, mado_codec_encode_jpeg
#define JPEGLS       mado_codec_decode_jpegls, NULL
#define JPEGLS_BOTH  mado_codec_decode_jpegls, mado_codec_encode_jpegls
#define J2K          mado_codec_decode_j2k, NULL
#define J2K_BOTH     mado_codec_decode_j2k, mado_codec_encode_j2k
#define HTJ2K        mado_codec_decode_j2k, NULL
#define HTJ2K_BOTH   mado_codec_decode_j2k, mado_codec_encode_htj2k
#define NONE         NULL, NULL
#define NAME(suffix) "1.2.840.10008.1.2" suffix

/* PS3.6 table A-1, transfer syntaxes, in its order: UID, name, encapsulated, decoder,
 * encoder, what the encoder loses.  Deflated data sets are inflated as a whole before a
 * frame is cut out of them (PS3.5 A.5), so their frames are native here. */
static const MadoTransferSyntax syntaxes[] = {
    {NAME (""), "Implicit VR Little Endian", false, NATIVE},
    {NAME (".1"), "Explicit VR Little Endian", false, NATIVE},
    {NAME (".1.98"), "Encapsulated Uncompressed Explicit VR Little Endian", true,
     NATIVE},
    {NAME (".1.99"), "Deflated Explicit VR Little Endian", false, NATIVE},
    {NAME (".2"), "Explicit VR Big Endian", false, NATIVE},
    {NAME (".4.50"), "JPEG Baseline (Process 1)", true, JPEG_BOTH, "ISO_10918_1",
     MADO_PHOTOMETRIC_YBR_FULL_422},
    {NAME (".4.51"), "JPEG Extended (Process 2 & 4)", true, JPEG_BOTH, "ISO_10918_1",
     MADO_PHOTOMETRIC_YBR_FULL_422},
    {NAME (".4.52"), "JPEG Extended (Process 3 & 5)", true, NONE},
    {NAME (".4.53"), "JPEG Spectral Selection, Non-Hierarchical (Process 6 & 8)", true,
     JPEG},
    {NAME (".4.54"), "JPEG Spectral Selection, Non-Hierarchical (Process 7 & 9)", true,
     NONE},
    {NAME (".4.55"), "JPEG Full Progression, Non-Hierarchical (Process 10 & 12)", true,
     JPEG},
    {NAME (".4.56"), "JPEG Full Progression, Non-Hierarchical (Process 11 & 13)", true,
     NONE},
    {NAME (".4.57"), "JPEG Lossless, Non-Hierarchical (Process 14)", true, JPEG_BOTH},
    {NAME (".4.58"), "JPEG Lossless, Non-Hierarchical (Process 15)", true, NONE},
    {NAME (".4.59"), "JPEG Extended, Hierarchical (Process 16 & 18)", true, NONE},
    {NAME (".4.60"), "JPEG Extended, Hierarchical (Process 17 & 19)", true, NONE},
    {NAME (".4.61"), "JPEG Spectral Selection, Hierarchical (Process 20 & 22)", true,
     NONE},
    {NAME (".4.62"), "JPEG Spectral Selection, Hierarchical (Process 21 & 23)", true,
     NONE},
    {NAME (".4.63"), "JPEG Full Progression, Hierarchical (Process 24 & 26)", true,
     NONE},
    {NAME (".4.64"), "JPEG Full Progression, Hierarchical (Process 25 & 27)", true,
     NONE},
    {NAME (".4.65"), "JPEG Lossless, Hierarchical (Process 28)", true, NONE},
    {NAME (".4.66"), "JPEG Lossless, Hierarchical (Process 29)", true, NONE},
    {NAME (".4.70"),
     "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 "
     "[Selection Value 1])",
     true, JPEG_BOTH},
    {NAME (".4.80"), "JPEG-LS Lossless Image Compression", true, JPEGLS_BOTH},
    {NAME (".4.81"), "JPEG-LS Lossy (Near-Lossless) Image Compression", true, JPEGLS},
    {NAME (".4.90"), "JPEG 2000 Image Compression (Lossless Only)", true, J2K_BOTH,
     NULL, MADO_PHOTOMETRIC_YBR_RCT},
    {NAME (".4.91"), "JPEG 2000 Image Compression", true, J2K_BOTH, "ISO_15444_1",
     MADO_PHOTOMETRIC_YBR_ICT},
    {NAME (".4.92"),
     "JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)", true, J2K},
    {NAME (".4.93"), "JPEG 2000 Part 2 Multi-component Image Compression", true, J2K},
    {NAME (".4.94"), "JPIP Referenced", false, NONE},
    {NAME (".4.95"), "JPIP Referenced Deflate", false, NONE},
    {NAME (".4.100"), "MPEG2 Main Profile / Main Level", true, NONE},
    {NAME (".4.100.1"), "Fragmentable MPEG2 Main Profile / Main Level", true, NONE},
    {NAME (".4.101"), "MPEG2 Main Profile / High Level", true, NONE},
    {NAME (".4.101.1"), "Fragmentable MPEG2 Main Profile / High Level", true, NONE},
    {NAME (".4.102"), "MPEG-4 AVC/H.264 High Profile / Level 4.1", true, NONE},
    {NAME (".4.102.1"), "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1", true,
     NONE},
    {NAME (".4.103"), "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", true,
     NONE},
    {NAME (".4.103.1"),
     "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", true,
     NONE},
    {NAME (".4.104"), "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", true,
     NONE},
    {NAME (".4.104.1"),
     "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", true, NONE},
    {NAME (".4.105"), "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", true,
     NONE},
    {NAME (".4.105.1"),
     "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", true, NONE},
    {NAME (".4.106"), "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", true, NONE},
    {NAME (".4.106.1"), "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2",
     true, NONE},
    {NAME (".4.107"), "HEVC/H.265 Main Profile / Level 5.1", true, NONE},
    {NAME (".4.108"), "HEVC/H.265 Main 10 Profile / Level 5.1", true, NONE},
    {NAME (".4.110"), "JPEG XL Lossless", true, NONE},
    {NAME (".4.111"), "JPEG XL JPEG Recompression", true, NONE},
    {NAME (".4.112"), "JPEG XL", true, NONE},
    {NAME (".4.201"), "High-Throughput JPEG 2000 Image Compression (Lossless Only)",
     true, HTJ2K_BOTH, NULL, MADO_PHOTOMETRIC_YBR_RCT},
    {NAME (".4.202"),
     "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)",
     true, HTJ2K},
    {NAME (".4.203"), "High-Throughput JPEG 2000 Image Compression", true, HTJ2K},
    {NAME (".4.204"), "JPIP HTJ2K Referenced", false, NONE},
    {NAME (".4.205"), "JPIP HTJ2K Referenced Deflate", false, NONE},
    {NAME (".5"), "RLE Lossless", true, RLE},
    {NAME (".6.1"), "RFC 2557 MIME Encapsulation", false, NONE},
    {NAME (".6.2"), "XML Encoding", false, NONE},
    {NAME (".7.1"), "SMPTE ST 2110-20 Uncompressed Progressive Active Video", false,
     NONE},
    {NAME (".7.2"), "SMPTE ST 2110-20 Uncompressed Interlaced Active Video", false,
     NONE},
    {NAME (".7.3"), "SMPTE ST 2110-30 PCM Digital Audio", false, NONE},
    {NAME (".8.1"), "Deflated Image Frame Compression", true,
     mado_codec_decode_deflated_frame, NULL},
    {"1.2.840.10008.1.20", "Papyrus 3 Implicit VR Little Endian", false, NONE},
};

const MadoTransferSyntax *
mado_transfer_syntax_find (const char *uid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (syntaxes); i++)
    if (strcmp (syntaxes[i].uid, uid) == 0)
      return &syntaxes[i];
  return NULL;
}
