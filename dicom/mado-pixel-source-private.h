/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>

#include "mado-dicom-item.h"
#include "mado-fragment-index-private.h"
#include "mado-pixel-source.h"

G_BEGIN_DECLS

/* Internal to dicom/: how a file makes its pixel source. */

/**
 * MadoPixelLocation:
 * @tag: Pixel Data, Float Pixel Data or Double Float Pixel Data
 * @vr: as in the file, or "OW" for implicit VR
 * @offset: of the value: in the file, or in the inflated data set
 * @length: of the value in bytes, G_MAXUINT32 when undefined (encapsulated)
 * @is_deflated: the data set is compressed as a whole
 * @deflated_start: where in the file it begins
 */
typedef struct {
  MadoTag tag;
  char vr[3];
  guint64 offset;
  guint32 length;
  bool is_deflated;
  guint64 deflated_start;
} MadoPixelLocation;

struct _MadoPixelSource {
  gatomicrefcount ref_count;
  char *path;
  struct stat identity;
  char *transfer_syntax;
  MadoPixelFormat format;
  MadoPixelLocation location;
  MadoPixelSource *mosaic; /* owned; NULL unless the frames are tiles of its only one */
  int n_across;            /* tiles in a row of it */
  bool is_swapped;         /* 8-bit or 1-bit pixels in big endian words */

  GMutex lock;
  MadoFragmentIndex *index; /* owned; NULL until needed; guarded by lock */
  GBytes *extended_offsets; /* owned, nullable */
  GBytes *extended_lengths; /* owned, nullable */
};

/**
 * mado_pixel_source_new:
 * @identity: of the file when its header was read; a file that has changed since is
 *   not read any more
 * @dataset: read for the Image Pixel Module and the extended offset table, not kept
 */
MadoPixelSource *mado_pixel_source_new (const char *path,
                                        const struct stat *identity,
                                        const char *transfer_syntax,
                                        const MadoPixelLocation *location,
                                        const MadoDicomItem *dataset,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether single rows of the (only) frame can be read: native, whole bytes. */
bool mado_pixel_source_has_rows (const MadoPixelSource *self);
GBytes *mado_pixel_source_read_rows (const MadoPixelSource *self,
                                     int first,
                                     int n,
                                     GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A frame of a source made by mado_pixel_source_new_tiles(). */
MadoFrame *mado_pixel_source_decode_tile (MadoPixelSource *self,
                                          int tile,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
