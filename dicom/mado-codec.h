/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-dicom-error.h"
#include "mado-frame.h"
#include "mado-pixel-format.h"

G_BEGIN_DECLS

/**
 * mado_codec_decode:
 * @transfer_syntax: UID
 * @format: what the data set says of the pixels
 * @coded: the bytes of one frame as stored, beginning with its first bit.  Samples
 *   of 8 bits are in OB order, also those from a Big Endian OW element, whose bytes
 *   are swapped in pairs across frames and therefore put right by who cuts the
 *   frames.
 *
 * Decodes one frame to the form #MadoFrame describes: machine byte order,
 * masked to Bits Stored, sign-extended, interleaved, YBR turned into RGB.
 * Thread-safety: may be called from any thread, several at once.
 *
 * Returns: (transfer full): the frame, or %NULL with UNSUPPORTED (naming the
 *   transfer syntax) or BROKEN (the bitstream is damaged or is not what @format
 *   says)
 */
MadoFrame *mado_codec_decode (const char *transfer_syntax,
                              const MadoPixelFormat *format,
                              GBytes *coded,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mado_codec_encode:
 * @native: one native little endian frame as @format says
 *
 * The inverse, for the syntaxes Mado can write (phantoms, later derived objects).
 *
 * Returns: (transfer full): the coded bytes of one frame, or %NULL
 */
GBytes *mado_codec_encode (const char *transfer_syntax,
                           const MadoPixelFormat *format,
                           GBytes *native,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What (0028,0004) says of frames that mado_codec_encode() made from RGB. */
MadoPhotometric mado_codec_get_coded_photometric (const char *transfer_syntax,
                                                  MadoPhotometric photometric);

bool mado_codec_can_decode (const char *transfer_syntax);
bool mado_codec_can_encode (const char *transfer_syntax);
bool mado_codec_is_encapsulated (const char *transfer_syntax);

/* The name in PS3.6 of a transfer syntax; the UID itself when it is unknown. */
const char *mado_codec_get_name (const char *transfer_syntax);

G_END_DECLS
