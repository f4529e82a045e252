/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-dicom-error.h"

G_BEGIN_DECLS

/* Internal to dicom/: where the fragments of encapsulated pixel data are, and which
 * of them make up each frame (PS3.5 A.4). */

typedef struct {
  guint64 offset; /* of its bytes in the file */
  guint32 length; /* as its item says; may reach past the end of the file */
} MadoFragment;

typedef struct _MadoFragmentIndex MadoFragmentIndex;

/**
 * MadoFragmentParams:
 * @fd: the open file
 * @size: bytes in it
 * @offset: of the value of Pixel Data: the item of the Basic Offset Table
 * @extended_offsets: (nullable): Extended Offset Table (7FE0,0001)
 * @extended_lengths: (nullable): its lengths (7FE0,0002)
 */
typedef struct {
  int fd;
  guint64 size;
  guint64 offset;
  int n_frames;
  GBytes *extended_offsets;
  GBytes *extended_lengths;
} MadoFragmentParams;

/**
 * mado_fragment_index_new:
 *
 * Walks the item headers.  An offset table is believed when each of its entries is
 * the beginning of an item.  Without one, frames are told apart by the markers that
 * begin a JPEG or JPEG 2000 bitstream.
 *
 * Returns: (transfer full): the index, or %NULL with IO or BROKEN
 */
MadoFragmentIndex *mado_fragment_index_new (const MadoFragmentParams *params,
                                            GCancellable *cancellable,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mado_fragment_index_free (MadoFragmentIndex *self);

/* The fragments of one frame, borrowed; %NULL when the file ends before it. */
const MadoFragment *
mado_fragment_index_get_frame (const MadoFragmentIndex *self, int frame, guint *n);

G_END_DECLS
