/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-codec.h"

G_BEGIN_DECLS

/**
 * MadoCodecDecode:
 * @format: (inout): what the data set says; on return what the bytes are, if the
 *   codec changed it: unpacked planes, colour already turned into RGB
 * @coded: one frame as stored
 *
 * Returns: (transfer full): samples of @format's Bits Allocated in the byte order
 *   of this machine, or %NULL
 */
typedef GBytes *(*MadoCodecDecode) (const char *transfer_syntax,
                                    MadoPixelFormat *format,
                                    GBytes *coded,
                                    GError **error);
typedef GBytes *(*MadoCodecEncode) (const char *transfer_syntax,
                                    const MadoPixelFormat *format,
                                    GBytes *native,
                                    GError **error);

/**
 * MadoTransferSyntax:
 * @uid: PS3.6 table A-1
 * @name: its name there
 * @decode: (nullable): %NULL: we cannot show it
 * @encode: (nullable): %NULL: we cannot write it
 * @lossy_method: (nullable): defined term of (0028,2114) where our encoder loses
 * @coded_rgb: what RGB is called once encoded; 0: still RGB
 */
typedef struct {
  const char *uid;
  const char *name;
  bool is_encapsulated;
  MadoCodecDecode decode;
  MadoCodecEncode encode;
  const char *lossy_method;
  MadoPhotometric coded_rgb;
} MadoTransferSyntax;

/* (nullable): %NULL when PS3.6 does not know it. */
const MadoTransferSyntax *mado_transfer_syntax_find (const char *uid);

#define MADO_DECLARE_CODEC(name)                                                       \
  GBytes *mado_codec_decode_##name (const char *transfer_syntax,                       \
                                    MadoPixelFormat *format, GBytes *coded,            \
                                    GError **error);                                   \
  GBytes *mado_codec_encode_##name (const char *transfer_syntax,                       \
                                    const MadoPixelFormat *format, GBytes *native,     \
                                    GError **error)

MADO_DECLARE_CODEC (native);
MADO_DECLARE_CODEC (rle);
MADO_DECLARE_CODEC (jpeg);
MADO_DECLARE_CODEC (jpegls);
MADO_DECLARE_CODEC (j2k);
GBytes *mado_codec_encode_htj2k (const char *transfer_syntax,
                                 const MadoPixelFormat *format,
                                 GBytes *native,
                                 GError **error);
GBytes *mado_codec_decode_deflated_frame (const char *transfer_syntax,
                                          MadoPixelFormat *format,
                                          GBytes *coded,
                                          GError **error);

/**
 * MadoBitstreamInfo:
 * @precision: bits of a sample
 * @is_signed: JPEG 2000 only
 * @has_colour_transform: JPEG 2000 only: ICT or RCT
 * @is_reversible: JPEG 2000 only: the lossless wavelet
 *
 * What a JPEG, JPEG-LS or JPEG 2000 bitstream says of itself.
 */
typedef struct {
  int columns;
  int rows;
  int n_samples;
  int precision;
  bool is_signed;
  bool has_colour_transform;
  bool is_reversible;
} MadoBitstreamInfo;

/* Read the first frame header (SOF) or image header (SIZ); BROKEN without one. */
bool mado_codec_read_jpeg_info (GBytes *coded, MadoBitstreamInfo *info, GError **error);
bool mado_codec_read_j2k_info (GBytes *coded, MadoBitstreamInfo *info, GError **error);

/**
 * mado_codec_repair_jpeg:
 *
 * Some encoders write zeroes for the spectral selection of a sequential scan, where
 * ISO 10918-1 B.2.3 wants 0 and 63.  Decoders ignore the field but warn, and we take
 * warnings for damage.
 *
 * Returns: (transfer full): @coded or a repaired copy
 */
GBytes *mado_codec_repair_jpeg (GBytes *coded);

/**
 * mado_codec_repair_jpegls:
 *
 * DCMTK 3.6.7 computes wrong default thresholds for samples of less than 8 bits.
 * Writing the right ones into the bitstream helps it over that.
 *
 * Returns: (transfer full): @coded or a repaired copy
 */
GBytes *mado_codec_repair_jpegls (GBytes *coded);

/**
 * mado_codec_loosen_j2k:
 *
 * Some encoders code unsigned words and call them signed.  OpenJPEG clamps what is
 * out of range; given more bits it leaves the words alone.  That is safe where values
 * cannot overshoot (reversible) and are not shifted (signed).
 *
 * Returns: (transfer full): @coded or a changed copy
 */
GBytes *mado_codec_loosen_j2k (GBytes *coded, const MadoBitstreamInfo *info);

/**
 * mado_codec_check_bitstream:
 * @format: (inout): its High Bit is moved where decoders put the samples
 *
 * Refuses a bitstream that is not the image the data set describes, before anything
 * is allocated for it.
 */
bool mado_codec_check_bitstream (const MadoBitstreamInfo *info,
                                 GBytes *coded,
                                 MadoPixelFormat *format,
                                 GError **error);

/* @n samples of @size bytes (1 or 2) as samples of Bits Allocated; (transfer full). */
GBytes *mado_codec_widen (const MadoPixelFormat *format, GBytes *samples, int size);

/* For encoders: the values of a native frame, interleaved, colour as it is. */
MadoFrame *mado_codec_prepare (const MadoPixelFormat *format,
                               GBytes *native,
                               int max_bits_stored,
                               GError **error);

/* The same cut to Bits Stored, in samples of @size bytes (1 or 2). */
GBytes *mado_codec_prepare_words (const MadoPixelFormat *format,
                                  GBytes *native,
                                  int size,
                                  GError **error);

/* Y1 Y2 Cb Cr per pair of pixels to Y Cb Cr per pixel. */
GBytes *
mado_codec_expand_422 (const MadoPixelFormat *format, GBytes *pairs, GError **error);

/* Samples of one frame with all samples of each pixel; false on overflow. */
bool mado_codec_get_n_samples (const MadoPixelFormat *format, gsize *n);

/**
 * mado_codec_finish:
 * @format: what @pixels are
 * @pixels: (transfer full): as #MadoCodecDecode returns them
 *
 * Unpacks bits, masks, sign-extends, interleaves, turns YBR into RGB.
 */
MadoFrame *
mado_codec_finish (const MadoPixelFormat *format, GBytes *pixels, GError **error);

/* Turn one interleaved frame into RGB; %NULL with UNSUPPORTED or BROKEN. */
GBytes *mado_codec_convert_to_rgb (const MadoPixelFormat *format,
                                   GBytes *pixels,
                                   GError **error);

G_END_DECLS
