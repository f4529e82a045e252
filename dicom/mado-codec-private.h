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

GBytes *mado_codec_decode_native (const char *transfer_syntax,
                                  MadoPixelFormat *format,
                                  GBytes *coded,
                                  GError **error);
GBytes *mado_codec_encode_native (const char *transfer_syntax,
                                  const MadoPixelFormat *format,
                                  GBytes *native,
                                  GError **error);
GBytes *mado_codec_decode_deflated_frame (const char *transfer_syntax,
                                          MadoPixelFormat *format,
                                          GBytes *coded,
                                          GError **error);
GBytes *mado_codec_decode_rle (const char *transfer_syntax,
                               MadoPixelFormat *format,
                               GBytes *coded,
                               GError **error);
GBytes *mado_codec_encode_rle (const char *transfer_syntax,
                               const MadoPixelFormat *format,
                               GBytes *native,
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
