/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-dicom-error.h"
#include "mado-dicom-item.h"
#include "mado-pixel-source.h"

G_BEGIN_DECLS

/**
 * MadoDicomFile:
 *
 * One parsed DICOM instance, without its pixel data.
 *
 * Immutable after mado_dicom_file_open().  Thread-safety: use from one thread
 * at a time; may be handed from one thread to another.
 */
typedef struct _MadoDicomFile MadoDicomFile;

/**
 * mado_dicom_file_open:
 * @path: (type filename): a local file
 * @error: return location for a #MADO_DICOM_ERROR
 *
 * Parses the header of @path.  Pixel data stays on disk: it is located, not read.
 * Files without preamble or group 2 are accepted when they are plausible DICOM.
 * Blocks; call it from a worker.
 *
 * Returns: (transfer full): the file, or %NULL on error
 */
MadoDicomFile *mado_dicom_file_open (const char *path,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mado_dicom_file_free (MadoDicomFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoDicomFile, mado_dicom_file_free)

/**
 * mado_dicom_file_get_transfer_syntax:
 *
 * Returns: (transfer none): the UID in (0002,0010), also of syntaxes the toolkit
 *   does not know; guessed from the bytes when group 2 is missing
 */
const char *mado_dicom_file_get_transfer_syntax (const MadoDicomFile *self);

/* Both borrowed, valid as long as @self; the meta header may be %NULL. */
const MadoDicomItem *mado_dicom_file_get_dataset (const MadoDicomFile *self);
const MadoDicomItem *mado_dicom_file_get_meta_header (const MadoDicomFile *self);

/**
 * mado_dicom_file_dup_pixel_source:
 * @error: %MADO_DICOM_ERROR_NO_IMAGE for an object without pixel data,
 *   %MADO_DICOM_ERROR_BROKEN when the pixel description contradicts itself
 *
 * Returns: (transfer full): where and how the pixels are stored; outlives @self
 */
MadoPixelSource *
mado_dicom_file_dup_pixel_source (const MadoDicomFile *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MadoDicomElement:
 * @depth: 0 for the data set and the meta header, +1 for each sequence item
 * @vr: two letters
 * @name: (nullable): the dictionary's name in English; %NULL for unknown tags
 * @text: value in UTF-8, shortened to 1024 characters; item number for items
 * @length: bytes of the value on disk; G_MAXUINT32 when undefined
 *
 * One line of a tag listing.
 */
typedef struct {
  MadoTag tag;
  int depth;
  char vr[3];
  char *name;
  char *text;
  guint32 length;
} MadoDicomElement;

void mado_dicom_element_free (MadoDicomElement *self);

/**
 * mado_dicom_file_list_elements:
 *
 * Lists every element with its nested items, in file order, for a tag browser.
 * Blocks for some milliseconds; call it from a worker.
 *
 * Returns: (transfer full) (element-type MadoDicomElement)
 */
GPtrArray *
mado_dicom_file_list_elements (const MadoDicomFile *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
