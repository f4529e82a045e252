/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-dicom-error.h"
#include "mado-frame.h"
#include "mado-pixel-format.h"

G_BEGIN_DECLS

/**
 * MadoPixelSource:
 *
 * Where the pixels of one instance are on disk and how they are coded: path,
 * offset and length of each frame, transfer syntax.  Holds no pixels.
 *
 * Reference counted.  Thread-safety: any number of threads may decode frames of
 * one source at the same time; the fragment index of encapsulated data is built
 * at the first use, once.
 */
typedef struct _MadoPixelSource MadoPixelSource;

/**
 * mado_pixel_source_new_tiles:
 * @mosaic: grey, with one frame
 * @n_across: tiles in each row and in each column of @mosaic
 * @n: tiles that are pictures, from the upper left one on, row by row
 *
 * Returns: (transfer full) (nullable): a source whose frames are the tiles; %NULL when
 *   they do not fit into @mosaic
 */
MadoPixelSource *mado_pixel_source_new_tiles (MadoPixelSource *mosaic,
                                              int n_across,
                                              int n) G_GNUC_WARN_UNUSED_RESULT;

MadoPixelSource *mado_pixel_source_ref (MadoPixelSource *self);
void mado_pixel_source_unref (MadoPixelSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPixelSource, mado_pixel_source_unref)

const MadoPixelFormat *mado_pixel_source_get_format (const MadoPixelSource *self);
const char *mado_pixel_source_get_transfer_syntax (const MadoPixelSource *self);

/**
 * mado_pixel_source_read_frame:
 * @frame: 0 for the first
 *
 * Reads the bytes of one frame as they are stored, fragments joined; of a tile those
 * of the whole mosaic.  Blocks.
 *
 * Returns: (transfer full): the coded bytes, or %NULL with IO, BROKEN (truncated:
 *   the message says how many bytes are missing) or %G_IO_ERROR_CANCELLED
 */
GBytes *mado_pixel_source_read_frame (MadoPixelSource *self,
                                      int frame,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mado_pixel_source_decode_frame:
 *
 * Reads and decodes one frame.  Blocks; call it from a worker.
 *
 * Returns: (transfer full): the frame, or %NULL; UNSUPPORTED names the transfer
 *   syntax
 */
MadoFrame *mado_pixel_source_decode_frame (MadoPixelSource *self,
                                           int frame,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
