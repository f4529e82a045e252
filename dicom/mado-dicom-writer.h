/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-dicom-error.h"
#include "mado-dicom-item.h"
#include "mado-pixel-format.h"

G_BEGIN_DECLS

/**
 * MadoDicomWriter:
 *
 * Builds one data set and saves it as a DICOM file (PS3.10).  Text is given in
 * UTF-8 and written as ISO_IR 192.  Thread-safety: one thread at a time.
 */
typedef struct _MadoDicomWriter MadoDicomWriter;

MadoDicomWriter *mado_dicom_writer_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mado_dicom_writer_free (MadoDicomWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoDicomWriter, mado_dicom_writer_free)

/* Several values are joined by "\"; numbers take the VR of the dictionary.  "" for the
 * tag of a sequence makes one without items (Type 2). */
void
mado_dicom_writer_set_string (MadoDicomWriter *self, MadoTag tag, const char *value);
void mado_dicom_writer_set_int (MadoDicomWriter *self, MadoTag tag, int64_t value);
void mado_dicom_writer_set_doubles (MadoDicomWriter *self,
                                    MadoTag tag,
                                    const double *values,
                                    int n);
/* OB, OW or US/SS arrays such as LUT data; words in machine byte order. */
void mado_dicom_writer_set_bytes (MadoDicomWriter *self, MadoTag tag, GBytes *value);

/* A private element, of which no dictionary tells the VR.  @vr is "OB", "UN" or one of
 * text; its Private Creator is set as any string. */
void mado_dicom_writer_set_private (MadoDicomWriter *self,
                                    MadoTag tag,
                                    const char *vr,
                                    GBytes *value);

/* What is set between begin and end goes into a new item of sequence @tag. */
void mado_dicom_writer_begin_item (MadoDicomWriter *self, MadoTag tag);
void mado_dicom_writer_end_item (MadoDicomWriter *self);

/**
 * mado_dicom_writer_set_pixels:
 * @native: n_frames native little endian frames as @format says
 *
 * Also writes the Image Pixel Module (PS3.3 C.7.6.3) from @format.
 */
void mado_dicom_writer_set_pixels (MadoDicomWriter *self,
                                   const MadoPixelFormat *format,
                                   GBytes *native);

/**
 * mado_dicom_writer_save:
 * @path: (type filename)
 * @transfer_syntax: UID; one for which mado_codec_can_encode() says yes
 * @error: return location for a #MADO_DICOM_ERROR
 *
 * Writes to a temporary file beside @path and renames it, so that @path is never
 * half written.  SOP Class and Instance UID are taken from the data set.
 *
 * Returns: whether @path is complete on disk
 */
bool mado_dicom_writer_save (MadoDicomWriter *self,
                             const char *path,
                             const char *transfer_syntax,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mado_dicom_make_uid:
 * @seed: what the object is, unlike all others
 *
 * Returns: (transfer full): a UID below 2.25 (PS3.5 B.2), the same for the same seed
 */
char *mado_dicom_make_uid (const char *seed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
