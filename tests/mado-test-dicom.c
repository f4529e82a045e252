/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-dicom.h"

#include <string.h>

void
mado_test_dicom_init (MadoTestDicom *self, MadoTestEncoding encoding)
{
  self->encoding = encoding;
  self->bytes = g_byte_array_new ();
}

void
mado_test_dicom_clear (MadoTestDicom *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

void
mado_test_dicom_put_bytes (MadoTestDicom *self, const void *bytes, gsize n)
{
  g_byte_array_append (self->bytes, bytes, (guint) n);
}

void
mado_test_dicom_put_16 (MadoTestDicom *self, guint16 value)
{
  const guint16 word = self->encoding == MADO_TEST_BIG_ENDIAN ? GUINT16_TO_BE (value)
                                                              : GUINT16_TO_LE (value);

  mado_test_dicom_put_bytes (self, &word, sizeof word);
}

void
mado_test_dicom_put_32 (MadoTestDicom *self, guint32 value)
{
  const guint32 word = self->encoding == MADO_TEST_BIG_ENDIAN ? GUINT32_TO_BE (value)
                                                              : GUINT32_TO_LE (value);

  mado_test_dicom_put_bytes (self, &word, sizeof word);
}

void
mado_test_dicom_put_preamble (MadoTestDicom *self)
{
  static const guint8 zeros[128] = {0};

  mado_test_dicom_put_bytes (self, zeros, sizeof zeros);
  mado_test_dicom_put_bytes (self, "DICM", 4);
}

void
mado_test_dicom_put_meta (MadoTestDicom *self, const char *transfer_syntax)
{
  const MadoTestEncoding encoding = self->encoding;
  const gsize n = (strlen (transfer_syntax) + 1) / 2 * 2;

  self->encoding = MADO_TEST_EXPLICIT;
  mado_test_dicom_put_header (self, 0x00020000, "UL", 4);
  mado_test_dicom_put_32 (self, 14 + 8 + (guint32) n);
  mado_test_dicom_put (self, 0x00020001, "OB", "\0\1", 2);
  mado_test_dicom_put_text (self, 0x00020010, "UI", transfer_syntax);
  self->encoding = encoding;
}

void
mado_test_dicom_put_header (MadoTestDicom *self,
                            guint32 tag,
                            const char *vr,
                            guint32 length)
{
  mado_test_dicom_put_16 (self, tag >> 16);
  mado_test_dicom_put_16 (self, tag & 0xffff);
  if (self->encoding == MADO_TEST_IMPLICIT) {
    mado_test_dicom_put_32 (self, length);
    return;
  }
  mado_test_dicom_put_bytes (self, vr, 2);
  if (strstr ("OB OD OF OL OV OW SQ SV UC UN UR UT UV", vr) == NULL) {
    mado_test_dicom_put_16 (self, (guint16) length);
    return;
  }
  mado_test_dicom_put_16 (self, 0);
  mado_test_dicom_put_32 (self, length);
}

void
mado_test_dicom_put (
    MadoTestDicom *self, guint32 tag, const char *vr, const void *value, gsize n)
{
  const char pad = strcmp (vr, "UI") == 0 || strcmp (vr, "OB") == 0 ? '\0' : ' ';

  mado_test_dicom_put_header (self, tag, vr, (guint32) (n + n % 2));
  mado_test_dicom_put_bytes (self, value, n);
  mado_test_dicom_put_bytes (self, &pad, n % 2);
}

void
mado_test_dicom_put_text (MadoTestDicom *self,
                          guint32 tag,
                          const char *vr,
                          const char *value)
{
  mado_test_dicom_put (self, tag, vr, value, strlen (value));
}

void
mado_test_dicom_put_us (MadoTestDicom *self, guint32 tag, guint16 value)
{
  mado_test_dicom_put_header (self, tag, "US", 2);
  mado_test_dicom_put_16 (self, value);
}

void
mado_test_dicom_put_item (MadoTestDicom *self, guint32 tag, guint32 length)
{
  mado_test_dicom_put_16 (self, tag >> 16);
  mado_test_dicom_put_16 (self, tag & 0xffff);
  mado_test_dicom_put_32 (self, length);
}

void
mado_test_dicom_put_start (MadoTestDicom *self)
{
  mado_test_dicom_put_text (self, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7");
  mado_test_dicom_put_text (self, 0x00080018, "UI", "1.2.3.4");
  mado_test_dicom_put_text (self, 0x00080060, "CS", "OT");
}

void
mado_test_dicom_put_image (
    MadoTestDicom *self, int columns, int rows, int bits, int n_frames)
{
  g_autofree char *frames = g_strdup_printf ("%d", n_frames);

  mado_test_dicom_put_us (self, 0x00280002, 1);
  mado_test_dicom_put_text (self, 0x00280004, "CS", "MONOCHROME2");
  mado_test_dicom_put_text (self, 0x00280008, "IS", frames);
  mado_test_dicom_put_us (self, 0x00280010, (guint16) rows);
  mado_test_dicom_put_us (self, 0x00280011, (guint16) columns);
  mado_test_dicom_put_us (self, 0x00280100, (guint16) bits);
  mado_test_dicom_put_us (self, 0x00280101, (guint16) bits);
  mado_test_dicom_put_us (self, 0x00280102, (guint16) (bits - 1));
  mado_test_dicom_put_us (self, 0x00280103, 0);
}

char *
mado_test_dicom_save (const MadoTestDicom *self, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) self->bytes->data, self->bytes->len,
                       &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}
