/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/stat.h>

#include "mado-dicom-file.h"
#include "mado-test-dicom.h"
#include "mado-test.h"

#define IMPLICIT_LE "1.2.840.10008.1.2"
#define EXPLICIT_LE "1.2.840.10008.1.2.1"
#define DEFLATED    "1.2.840.10008.1.2.1.99"
#define EXPLICIT_BE "1.2.840.10008.1.2.2"
#define JPEG        "1.2.840.10008.1.2.4.50"
#define HTJ2K       "1.2.840.10008.1.2.4.201"

static char *folder;

static MadoDicomFile *
open_bytes (const MadoTestDicom *dicom, GError **error)
{
  g_autofree char *path = mado_test_dicom_save (dicom, folder, "file");

  return mado_dicom_file_open (path, error);
}

static void
put_body (MadoTestDicom *dicom)
{
  mado_test_dicom_put_start (dicom);
  mado_test_dicom_put_text (dicom, 0x00100010, "PN", "Doe^Jane");
  mado_test_dicom_put_image (dicom, 3, 2, 16, 1);
  mado_test_dicom_put_header (dicom, 0x7fe00010, "OW", 12);
  for (guint16 i = 0; i < 6; i++)
    mado_test_dicom_put_16 (dicom, 0x0100 + i);
}

typedef struct {
  const char *name;
  MadoTestEncoding encoding;
  bool has_preamble;
  const char *meta; /* NULL: no group 2 */
  const char *transfer_syntax;
} SyntaxCase;

static const SyntaxCase syntax_cases[] = {
    {"explicit", MADO_TEST_EXPLICIT, true, EXPLICIT_LE, EXPLICIT_LE},
    {"implicit", MADO_TEST_IMPLICIT, true, IMPLICIT_LE, IMPLICIT_LE},
    {"big-endian", MADO_TEST_BIG_ENDIAN, true, EXPLICIT_BE, EXPLICIT_BE},
    {"no-preamble", MADO_TEST_EXPLICIT, false, EXPLICIT_LE, EXPLICIT_LE},
    {"no-meta-explicit", MADO_TEST_EXPLICIT, true, NULL, EXPLICIT_LE},
    {"no-meta-implicit", MADO_TEST_IMPLICIT, true, NULL, IMPLICIT_LE},
    {"bare-explicit", MADO_TEST_EXPLICIT, false, NULL, EXPLICIT_LE},
    {"bare-implicit", MADO_TEST_IMPLICIT, false, NULL, IMPLICIT_LE},
    {"bare-big-endian", MADO_TEST_BIG_ENDIAN, false, NULL, EXPLICIT_BE},
    /* The meta header lies about a native syntax: the bytes are believed. */
    {"mislabelled-implicit", MADO_TEST_IMPLICIT, true, EXPLICIT_LE, IMPLICIT_LE},
    {"mislabelled-big-endian", MADO_TEST_BIG_ENDIAN, true, EXPLICIT_LE, EXPLICIT_BE},
    {"mislabelled-deflated", MADO_TEST_EXPLICIT, true, DEFLATED, EXPLICIT_LE},
    /* Syntaxes DCMTK does not know keep their names. */
    {"htj2k", MADO_TEST_EXPLICIT, true, HTJ2K, HTJ2K},
    {"private", MADO_TEST_EXPLICIT, true, "1.2.3.4.5", "1.2.3.4.5"},
    {"no-syntax", MADO_TEST_EXPLICIT, true, "", EXPLICIT_LE},
};

static void
test_syntax (gconstpointer data)
{
  const SyntaxCase *c = data;
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *dataset = NULL;
  g_autofree char *name = NULL;
  int64_t columns = 0;

  mado_test_dicom_init (&dicom, c->encoding);
  if (c->has_preamble)
    mado_test_dicom_put_preamble (&dicom);
  if (c->meta != NULL)
    mado_test_dicom_put_meta (&dicom, c->meta);
  put_body (&dicom);
  file = open_bytes (&dicom, &error);
  g_assert_no_error (error);

  dataset = mado_dicom_file_get_dataset (file);
  name = mado_dicom_item_dup_string (dataset, MADO_TAG (0x0010, 0x0010));
  g_assert_cmpstr (name, ==, "Doe^Jane");
  g_assert_true (
      mado_dicom_item_get_int (dataset, MADO_TAG (0x0028, 0x0011), 0, &columns));
  g_assert_cmpint (columns, ==, 3);
  g_assert_cmpstr (mado_dicom_file_get_transfer_syntax (file), ==, c->transfer_syntax);
  g_assert_cmpint (mado_dicom_file_get_meta_header (file) != NULL, ==, c->meta != NULL);
}

/* What a native syntax gives back are the very bytes. */
static void
test_pixels (gconstpointer data)
{
  const SyntaxCase *c = data;
  static const guint8 little[] = {0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1};
  static const guint8 big[] = {1, 0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5};
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;
  g_autoptr (MadoPixelSource) source = NULL;
  g_autoptr (GBytes) bytes = NULL;

  mado_test_dicom_init (&dicom, c->encoding);
  mado_test_dicom_put_preamble (&dicom);
  mado_test_dicom_put_meta (&dicom, c->meta);
  put_body (&dicom);
  file = open_bytes (&dicom, &error);
  g_assert_no_error (error);
  source = mado_dicom_file_dup_pixel_source (file, &error);
  g_assert_no_error (error);
  g_clear_pointer (&file, mado_dicom_file_free); /* the source outlives it */
  bytes = mado_pixel_source_read_frame (source, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   c->encoding == MADO_TEST_BIG_ENDIAN ? big : little, 12);
}

/* Deflates @body behind a meta header. */
static void
make_deflated (MadoTestDicom *dicom, const MadoTestDicom *body)
{
  g_autoptr (GZlibCompressor) compressor =
      g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 9);
  guint8 deflated[4096];
  gsize n_read = 0, n_written = 0;

  g_assert_cmpint (g_converter_convert (G_CONVERTER (compressor), body->bytes->data,
                                        body->bytes->len, deflated, sizeof deflated,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &n_written,
                                        NULL),
                   ==, G_CONVERTER_FINISHED);
  mado_test_dicom_init (dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_preamble (dicom);
  mado_test_dicom_put_meta (dicom, DEFLATED);
  mado_test_dicom_put_bytes (dicom, deflated, n_written);
}

static void
test_deflated (void)
{
  g_auto (MadoTestDicom) dicom = {0}, body = {0};
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *comment = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;
  g_autoptr (MadoPixelSource) source = NULL;
  g_autoptr (MadoFrame) frame = NULL;

  mado_test_dicom_init (&body, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_text (&body, 0x00080119, "UC", text);
  put_body (&body);
  make_deflated (&dicom, &body);

  file = open_bytes (&dicom, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mado_dicom_file_get_transfer_syntax (file), ==, DEFLATED);
  comment = mado_dicom_item_dup_string (mado_dicom_file_get_dataset (file), 0x00080119);
  g_assert_cmpstr (comment, ==, text); /* too long to be kept by the parser */
  source = mado_dicom_file_dup_pixel_source (file, &error);
  g_assert_no_error (error);
  frame = mado_pixel_source_decode_frame (source, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (mado_frame_get_sample (frame, 2, 1, 0), ==, 0x0105);
}

/* A length is believed only when there are as many bytes: no 4 GB are allocated. */
static void
test_deflated_length_huge (void)
{
  g_auto (MadoTestDicom) dicom = {0}, body = {0};
  g_autoptr (GError) error = NULL;

  mado_test_dicom_init (&body, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_start (&body);
  mado_test_dicom_put_header (&body, 0x00081199, "OB", 0xfffffff0u);
  mado_test_dicom_put_bytes (&body, "12345678", 8);
  make_deflated (&dicom, &body);
  g_assert_null (open_bytes (&dicom, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
}

static void
test_deflated_damaged (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_preamble (&dicom);
  mado_test_dicom_put_meta (&dicom, DEFLATED);
  mado_test_dicom_put_bytes (&dicom, "\xff\xff\xff\xff no deflate stream", 22);
  g_assert_null (open_bytes (&dicom, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
}

/* Damage, and what becomes of it. */
typedef void (*MakeFunc) (MadoTestDicom *dicom);

static void
make_empty (MadoTestDicom *dicom)
{
}

static void
make_text (MadoTestDicom *dicom)
{
  for (int i = 0; i < 50; i++)
    mado_test_dicom_put_bytes (dicom, "root:x:0:0:root:/root:/bin/bash\n", 32);
}

static void
make_zeros (MadoTestDicom *dicom)
{
  static const guint8 zeros[4096] = {0};

  mado_test_dicom_put_bytes (dicom, zeros, sizeof zeros);
}

static void
make_one_byte (MadoTestDicom *dicom)
{
  mado_test_dicom_put_bytes (dicom, "\x08", 1);
}

static void
make_preamble_only (MadoTestDicom *dicom)
{
  mado_test_dicom_put_preamble (dicom);
}

static void
make_meta_only (MadoTestDicom *dicom)
{
  mado_test_dicom_put_preamble (dicom);
  mado_test_dicom_put_meta (dicom, EXPLICIT_LE);
}

static void
make_meta_cut_off (MadoTestDicom *dicom)
{
  make_meta_only (dicom);
  g_byte_array_set_size (dicom->bytes, 132 + 12 + 7);
}

static void
make_meta_length_huge (MadoTestDicom *dicom)
{
  make_meta_only (dicom);
  mado_test_dicom_put_header (dicom, 0x00020102, "OB", 0xfffffff0u);
}

static void
make_header (MadoTestDicom *dicom)
{
  make_meta_only (dicom);
  mado_test_dicom_put_start (dicom);
}

static void
make_value_cut_off (MadoTestDicom *dicom)
{
  make_header (dicom);
  mado_test_dicom_put_header (dicom, 0x00100010, "PN", 100);
  mado_test_dicom_put_bytes (dicom, "Doe^Jane", 8);
}

static void
make_length_huge (MadoTestDicom *dicom)
{
  make_header (dicom);
  mado_test_dicom_put_header (dicom, 0x00280010, "OB", 0xfffffff0u);
  mado_test_dicom_put_bytes (dicom, "12345678", 8);
}

static void
make_sequence_open (MadoTestDicom *dicom)
{
  make_header (dicom);
  mado_test_dicom_put_header (dicom, 0x00081140, "SQ", 0xffffffffu);
  mado_test_dicom_put_item (dicom, 0xfffee000, 0xffffffffu);
  mado_test_dicom_put_text (dicom, 0x00081155, "UI", "1.2.3");
}

static void
put_nested (MadoTestDicom *dicom, int depth)
{
  for (int i = 0; i < depth; i++) {
    mado_test_dicom_put_header (dicom, 0x0040a730, "SQ", 0xffffffffu);
    mado_test_dicom_put_item (dicom, 0xfffee000, 0xffffffffu);
  }
  mado_test_dicom_put_text (dicom, 0x0040a160, "UT", "deep");
  for (int i = 0; i < depth; i++) {
    mado_test_dicom_put_item (dicom, 0xfffee00d, 0);
    mado_test_dicom_put_item (dicom, 0xfffee0dd, 0);
  }
}

/* Without a limit the parser overflows its stack at some ten thousand. */
static void
make_nested_100000 (MadoTestDicom *dicom)
{
  make_header (dicom);
  put_nested (dicom, 100000);
}

static void
make_nested_unknown (MadoTestDicom *dicom)
{
  make_header (dicom);
  for (int i = 0; i < 100000; i++) {
    mado_test_dicom_put_header (dicom, 0x00091010, "UN", 0xffffffffu);
    mado_test_dicom_put_item (dicom, 0xfffee000, 0xffffffffu);
  }
}

static void
make_nested_implicit (MadoTestDicom *dicom)
{
  make_meta_only (dicom);
  dicom->encoding = MADO_TEST_IMPLICIT;
  g_byte_array_set_size (dicom->bytes, 132);
  mado_test_dicom_put_meta (dicom, IMPLICIT_LE);
  mado_test_dicom_put_start (dicom);
  put_nested (dicom, 100000);
}

static void
make_tags_disordered (MadoTestDicom *dicom)
{
  make_header (dicom);
  mado_test_dicom_put_text (dicom, 0x9abc0010, "LO", "stops the parser");
  mado_test_dicom_put_text (dicom, 0x00100010, "PN", "Doe^Jane");
}

typedef struct {
  const char *name;
  MakeFunc make;
  int code;
} DamageCase;

static const DamageCase damage_cases[] = {
    {"empty", make_empty, MADO_DICOM_ERROR_NOT_DICOM},
    {"text", make_text, MADO_DICOM_ERROR_NOT_DICOM},
    {"zeros", make_zeros, MADO_DICOM_ERROR_NOT_DICOM},
    {"one-byte", make_one_byte, MADO_DICOM_ERROR_NOT_DICOM},
    {"preamble-only", make_preamble_only, MADO_DICOM_ERROR_BROKEN},
    {"meta-only", make_meta_only, MADO_DICOM_ERROR_BROKEN},
    {"meta-cut-off", make_meta_cut_off, MADO_DICOM_ERROR_BROKEN},
    {"meta-length-huge", make_meta_length_huge, MADO_DICOM_ERROR_BROKEN},
    {"value-cut-off", make_value_cut_off, MADO_DICOM_ERROR_BROKEN},
    {"length-huge", make_length_huge, MADO_DICOM_ERROR_BROKEN},
    {"sequence-open", make_sequence_open, MADO_DICOM_ERROR_BROKEN},
    {"nested-100000", make_nested_100000, MADO_DICOM_ERROR_BROKEN},
    {"nested-unknown", make_nested_unknown, MADO_DICOM_ERROR_BROKEN},
    {"nested-implicit", make_nested_implicit, MADO_DICOM_ERROR_BROKEN},
    {"tags-disordered", make_tags_disordered, MADO_DICOM_ERROR_BROKEN},
};

static void
test_damage (gconstpointer data)
{
  const DamageCase *c = data;
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  c->make (&dicom);
  file = open_bytes (&dicom, &error);
  g_assert_error (error, MADO_DICOM_ERROR, c->code);
  g_assert_null (file);
}

/* Cut anywhere, a file is an error or a header. */
static void
test_cut_anywhere (void)
{
  g_auto (MadoTestDicom) whole = {0};
  g_autofree char *path = NULL;
  guint full_length = 0;

  mado_test_dicom_init (&whole, MADO_TEST_EXPLICIT);
  make_header (&whole);
  put_nested (&whole, 3);
  full_length = whole.bytes->len;
  for (guint n = full_length - 1; n > 0; n--) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoDicomFile) file = NULL;

    g_byte_array_set_size (whole.bytes, n);
    file = open_bytes (&whole, &error);
    g_assert_true ((file == NULL) == (error != NULL));
    if (n < 132)
      g_assert_null (file);
  }
}

static void
test_no_file (void)
{
  g_autofree char *path = g_build_filename (folder, "absent", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_dicom_file_open (path, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (mado_dicom_file_open (folder, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NOT_DICOM);
}

/* Opening a pipe must not wait for a writer. */
static void
test_pipe (void)
{
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_null (mado_dicom_file_open (path, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NOT_DICOM);
}

/* As deep as no real file is, and no deeper than is safe. */
static void
test_nested (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *item = NULL;
  g_autofree char *text = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  make_header (&dicom);
  put_nested (&dicom, 64);
  file = open_bytes (&dicom, &error);
  g_assert_no_error (error);
  item = mado_dicom_file_get_dataset (file);
  for (int i = 0; i < 64; i++)
    item = mado_dicom_item_get_item (item, MADO_TAG (0x0040, 0xa730), 0);
  text = mado_dicom_item_dup_string (item, MADO_TAG (0x0040, 0xa160));
  g_assert_cmpstr (text, ==, "deep");
}

/* Group 2 as long as its elements are, whatever its group length says: 42 is right. */
static void
test_wrong_group_length (void)
{
  static const guint8 wrong[] = {0, 14, 20, 50, 200};

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_auto (MadoTestDicom) dicom = {0};
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoDicomFile) file = NULL;
    g_autofree char *modality = NULL;

    mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
    mado_test_dicom_put_preamble (&dicom);
    mado_test_dicom_put_meta (&dicom, HTJ2K);
    mado_test_dicom_put_start (&dicom);
    dicom.bytes->data[132 + 8] = wrong[i];
    file = open_bytes (&dicom, &error);
    g_assert_no_error (error);
    modality = mado_dicom_item_dup_string (mado_dicom_file_get_dataset (file),
                                           MADO_TAG (0x0008, 0x0060));
    g_assert_cmpstr (modality, ==, "OT");
    g_assert_cmpstr (mado_dicom_file_get_transfer_syntax (file), ==, HTJ2K);
    g_assert_false (mado_dicom_item_has (mado_dicom_file_get_meta_header (file),
                                         MADO_TAG (0x0008, 0x0060)));
  }
}

/* "DICM" at byte 128 of a file that has no preamble. */
static void
test_dicm_in_text (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autofree char *text = g_strnfill (64, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_start (&dicom);
  mado_test_dicom_put_header (&dicom, 0x00081030, "LO",
                              (guint32) (128 - dicom.bytes->len - 8 + 4));
  mado_test_dicom_put_bytes (&dicom, text, 128 - dicom.bytes->len);
  mado_test_dicom_put_bytes (&dicom, "DICM", 4);
  file = open_bytes (&dicom, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mado_dicom_file_get_transfer_syntax (file), ==, EXPLICIT_LE);
}

static void
test_no_image (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  make_header (&dicom);
  mado_test_dicom_put_text (&dicom, 0xfffcfffc, "OB", "trailing padding");
  file = open_bytes (&dicom, &error);
  g_assert_no_error (error);
  g_assert_null (mado_dicom_file_dup_pixel_source (file, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_IMAGE);
}

/* An icon has pixel data of its own, which is not the image's. */
static void
test_icon (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;
  g_autoptr (MadoPixelSource) source = NULL;
  g_autoptr (GBytes) bytes = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_preamble (&dicom);
  mado_test_dicom_put_meta (&dicom, HTJ2K);
  mado_test_dicom_put_start (&dicom);
  mado_test_dicom_put_image (&dicom, 2, 2, 8, 1);
  mado_test_dicom_put_header (&dicom, 0x00880200, "SQ", 0xffffffffu);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 0xffffffffu);
  mado_test_dicom_put_image (&dicom, 1, 1, 8, 1);
  mado_test_dicom_put_header (&dicom, 0x7fe00010, "OB", 0xffffffffu);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 0);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 2);
  mado_test_dicom_put_bytes (&dicom, "ic", 2);
  mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
  mado_test_dicom_put_item (&dicom, 0xfffee00d, 0);
  mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
  mado_test_dicom_put_header (&dicom, 0x7fe00010, "OB", 0xffffffffu);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 0);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 6);
  mado_test_dicom_put_bytes (&dicom, "image!", 6);
  mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);

  file = open_bytes (&dicom, &error);
  g_assert_no_error (error);
  source = mado_dicom_file_dup_pixel_source (file, &error);
  g_assert_no_error (error);
  bytes = mado_pixel_source_read_frame (source, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "image!",
                   6);
}

typedef struct {
  MadoTag tag;
  int depth;
  const char *vr, *name, *text;
  guint32 length;
} Line;

static void
test_list (void)
{
  static const Line lines[] = {
      {0x00020000, 0, "UL", "FileMetaInformationGroupLength", "42", 4},
      {0x00020001, 0, "OB", "FileMetaInformationVersion", "(binary, 2 bytes)", 2},
      {0x00020010, 0, "UI", "TransferSyntaxUID", EXPLICIT_LE, 20},
      {0x00080005, 0, "CS", "SpecificCharacterSet", "ISO_IR 100", 10},
      {0x00081140, 0, "SQ", "ReferencedImageSequence", "", 0xffffffffu},
      {0xfffee000, 1, "", "Item", "1", 0xffffffffu},
      {0x00081150, 1, "UI", "ReferencedSOPClassUID", "1.2", 4},
      {0xfffee000, 1, "", "Item", "2", 0xffffffffu},
      {0x00090010, 0, "LO", "PrivateCreator", "MADO TEST", 10},
      {0x00091001, 0, "DS", NULL, "1.5\\2", 6},
      {0x00100010, 0, "PN", "PatientName", "Jérôme", 6},
      {0x00280009, 0, "AT", "FrameIncrementPointer", "(0018,1063)", 4},
      {0x00281052, 0, "DS", "RescaleIntercept", "-1024", 6},
      {0x00460014, 0, "FD", NULL, "0.10000000000000001", 8},
      {0x7fe00010, 0, "OW", "PixelData", "(binary, 12 bytes)", 12},
  };
  static const double tenth = 0.1;
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;
  g_autoptr (GPtrArray) list = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  make_meta_only (&dicom);
  mado_test_dicom_put_text (&dicom, 0x00080005, "CS", "ISO_IR 100");
  mado_test_dicom_put_header (&dicom, 0x00081140, "SQ", 0xffffffffu);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 0xffffffffu);
  mado_test_dicom_put_text (&dicom, 0x00081150, "UI", "1.2");
  mado_test_dicom_put_item (&dicom, 0xfffee00d, 0);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 0xffffffffu);
  mado_test_dicom_put_item (&dicom, 0xfffee00d, 0);
  mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
  mado_test_dicom_put_text (&dicom, 0x00090010, "LO", "MADO TEST");
  mado_test_dicom_put_text (&dicom, 0x00091001, "DS", "1.5\\2");
  mado_test_dicom_put_text (&dicom, 0x00100010, "PN", "J\xe9r\xf4me");
  mado_test_dicom_put (&dicom, 0x00280009, "AT", "\x18\x00\x63\x10", 4);
  mado_test_dicom_put_text (&dicom, 0x00281052, "DS", "-1024");
  mado_test_dicom_put (&dicom, 0x00460014, "FD", &tenth, 8);
  mado_test_dicom_put (&dicom, 0x7fe00010, "OW", "123456789012", 12);
  file = open_bytes (&dicom, &error);
  g_assert_no_error (error);

  list = mado_dicom_file_list_elements (file);
  for (guint i = 0; i < MIN (list->len, G_N_ELEMENTS (lines)); i++) {
    const MadoDicomElement *line = g_ptr_array_index (list, i);

    g_assert_cmphex (line->tag, ==, lines[i].tag);
    g_assert_cmpstr (line->text, ==, lines[i].text);
    g_assert_cmpstr (line->vr, ==, lines[i].vr);
    g_assert_cmpint (line->depth, ==, lines[i].depth);
    g_assert_cmpuint (line->length, ==, lines[i].length);
    if (lines[i].tag != 0x00460014) /* the dictionary may or may not know it */
      g_assert_cmpstr (line->name, ==, lines[i].name);
  }
  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (lines));
}

static void
add_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (syntax_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/file/syntax/%s", syntax_cases[i].name);

    g_test_add_data_func (path, &syntax_cases[i], test_syntax);
  }
  for (gsize i = 0; i < 3; i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/file/pixels/%s", syntax_cases[i].name);

    g_test_add_data_func (path, &syntax_cases[i], test_pixels);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (damage_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/file/damage/%s", damage_cases[i].name);

    g_test_add_data_func (path, &damage_cases[i], test_damage);
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = mado_test_make_folder ();
  add_cases ();
  g_test_add_func ("/mado/dicom/file/deflated/good", test_deflated);
  g_test_add_func ("/mado/dicom/file/deflated/length-huge", test_deflated_length_huge);
  g_test_add_func ("/mado/dicom/file/deflated/damaged", test_deflated_damaged);
  g_test_add_func ("/mado/dicom/file/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/mado/dicom/file/no-file", test_no_file);
  g_test_add_func ("/mado/dicom/file/pipe", test_pipe);
  g_test_add_func ("/mado/dicom/file/nested", test_nested);
  g_test_add_func ("/mado/dicom/file/wrong-group-length", test_wrong_group_length);
  g_test_add_func ("/mado/dicom/file/dicm-in-text", test_dicm_in_text);
  g_test_add_func ("/mado/dicom/file/no-image", test_no_image);
  g_test_add_func ("/mado/dicom/file/icon", test_icon);
  g_test_add_func ("/mado/dicom/file/list", test_list);
  result = g_test_run ();
  mado_test_remove_tree (folder);
  g_free (folder);
  return result;
}
