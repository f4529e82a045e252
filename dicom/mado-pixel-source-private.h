/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>

#include "mado-dicom-item.h"
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

G_END_DECLS
