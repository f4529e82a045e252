/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* DICOM files written byte by byte, so that the reader is not tested against our own
 * writer (PS3.5 7.1). */
typedef enum {
  MADO_TEST_IMPLICIT = 1,
  MADO_TEST_EXPLICIT,
  MADO_TEST_BIG_ENDIAN,
} MadoTestEncoding;

typedef struct {
  MadoTestEncoding encoding;
  GByteArray *bytes;
} MadoTestDicom;

void mado_test_dicom_init (MadoTestDicom *self, MadoTestEncoding encoding);
void mado_test_dicom_clear (MadoTestDicom *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoTestDicom, mado_test_dicom_clear)

/* Numbers in the byte order of the file. */
void mado_test_dicom_put_16 (MadoTestDicom *self, guint16 value);
void mado_test_dicom_put_32 (MadoTestDicom *self, guint32 value);
void mado_test_dicom_put_bytes (MadoTestDicom *self, const void *bytes, gsize n);

/* 128 bytes and "DICM". */
void mado_test_dicom_put_preamble (MadoTestDicom *self);

/* Group 2 with that transfer syntax; always explicit little endian. */
void mado_test_dicom_put_meta (MadoTestDicom *self, const char *transfer_syntax);

/* Tag, VR and length only. */
void mado_test_dicom_put_header (MadoTestDicom *self,
                                 guint32 tag,
                                 const char *vr,
                                 guint32 length);

/* Padded to an even length. */
void mado_test_dicom_put (
    MadoTestDicom *self, guint32 tag, const char *vr, const void *value, gsize n);
void mado_test_dicom_put_text (MadoTestDicom *self,
                               guint32 tag,
                               const char *vr,
                               const char *value);
void mado_test_dicom_put_us (MadoTestDicom *self, guint32 tag, guint16 value);

/* An item header or delimiter: (FFFE,E000), (FFFE,E00D), (FFFE,E0DD). */
void mado_test_dicom_put_item (MadoTestDicom *self, guint32 tag, guint32 length);

/* SOP Class and Instance UID and what else opens a data set. */
void mado_test_dicom_put_start (MadoTestDicom *self);

/* The Image Pixel Module of a grey image. */
void mado_test_dicom_put_image (
    MadoTestDicom *self, int columns, int rows, int bits, int n_frames);

/* Writes the file to @folder; (transfer full): its path. */
char *mado_test_dicom_save (const MadoTestDicom *self,
                            const char *folder,
                            const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
