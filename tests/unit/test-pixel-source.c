/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "mado-dicom-file.h"
#include "mado-test-dicom.h"
#include "mado-test.h"

#define EXPLICIT_LE  "1.2.840.10008.1.2.1"
#define EXPLICIT_BE  "1.2.840.10008.1.2.2"
#define ENCAPSULATED "1.2.840.10008.1.2.1.98"
#define JPEG         "1.2.840.10008.1.2.4.50"
#define JPEG_2000    "1.2.840.10008.1.2.4.90"
#define RLE          "1.2.840.10008.1.2.5"
#define H264         "1.2.840.10008.1.2.4.102"

static char *folder;

static void
put_head (MadoTestDicom *dicom, MadoTestEncoding encoding, const char *transfer_syntax)
{
  mado_test_dicom_init (dicom, encoding);
  mado_test_dicom_put_preamble (dicom);
  mado_test_dicom_put_meta (dicom, transfer_syntax);
  mado_test_dicom_put_start (dicom);
}

static MadoPixelSource *
open_source (const MadoTestDicom *dicom, GError **error)
{
  g_autofree char *path = mado_test_dicom_save (dicom, folder, "file");
  g_autoptr (MadoDicomFile) file = mado_dicom_file_open (path, error);

  g_assert_nonnull (file);
  return mado_dicom_file_dup_pixel_source (file, error);
}

/* One attribute of an otherwise good grey image is changed. */
typedef struct {
  const char *name;
  MadoTag tag;
  const char *vr;
  int value;
  const char *text;
  int code; /* 0: fine */
} FormatCase;

#define BROKEN      MADO_DICOM_ERROR_BROKEN
#define UNSUPPORTED MADO_DICOM_ERROR_UNSUPPORTED

static const FormatCase format_cases[] = {
    {"good", 0, NULL, 0, NULL, 0},
    {"rows-zero", 0x00280010, "US", 0, NULL, BROKEN},
    {"rows-absent", 0x00280010, NULL, 0, NULL, BROKEN},
    {"columns-zero", 0x00280011, "US", 0, NULL, BROKEN},
    {"columns-text", 0x00280011, "LO", 0, "16", BROKEN},
    {"samples-2", 0x00280002, "US", 2, NULL, UNSUPPORTED},
    {"samples-3-monochrome", 0x00280002, "US", 3, NULL, BROKEN},
    {"samples-4", 0x00280002, "US", 4, NULL, UNSUPPORTED},
    {"samples-absent", 0x00280002, NULL, 0, NULL, 0},
    {"photometric-unknown", 0x00280004, "CS", 0, "GREY", BROKEN},
    {"photometric-cmyk", 0x00280004, "CS", 0, "CMYK", UNSUPPORTED},
    {"photometric-rgb-one-sample", 0x00280004, "CS", 0, "RGB", BROKEN},
    {"photometric-absent", 0x00280004, NULL, 0, NULL, 0},
    {"photometric-1", 0x00280004, "CS", 0, "MONOCHROME1", 0},
    {"frames-zero", 0x00280008, "IS", 0, "0", 0},
    {"frames-absent", 0x00280008, NULL, 0, NULL, 0},
    {"frames-huge", 0x00280008, "IS", 0, "2147483647", BROKEN},
    {"frames-beyond-int", 0x00280008, "IS", 0, "4294967297", BROKEN},
    {"allocated-0", 0x00280100, "US", 0, NULL, BROKEN},
    {"allocated-7", 0x00280100, "US", 7, NULL, BROKEN},
    {"allocated-12", 0x00280100, "US", 12, NULL, UNSUPPORTED},
    {"allocated-64", 0x00280100, "US", 64, NULL, UNSUPPORTED},
    {"allocated-128", 0x00280100, "US", 128, NULL, BROKEN},
    {"stored-0", 0x00280101, "US", 0, NULL, BROKEN},
    {"stored-above-allocated", 0x00280101, "US", 17, NULL, BROKEN},
    {"stored-absent", 0x00280101, NULL, 0, NULL, 0},
    {"high-bit-above-allocated", 0x00280102, "US", 16, NULL, BROKEN},
    {"high-bit-below-stored", 0x00280102, "US", 3, NULL, BROKEN},
    {"high-bit-left-aligned", 0x00280102, "US", 15, NULL, 0},
    {"high-bit-absent", 0x00280102, NULL, 0, NULL, 0},
    {"representation-absent", 0x00280103, NULL, 0, NULL, 0},
};

static void
put_attribute (
    MadoTestDicom *dicom, const FormatCase *c, MadoTag tag, int value, const char *text)
{
  const bool is_changed = c->tag == tag;
  const char *vr = text != NULL ? (tag == 0x00280008 ? "IS" : "CS") : "US";

  if (is_changed) {
    vr = c->vr;
    value = c->value;
    text = c->text;
  }
  if (vr == NULL)
    return;
  if (text != NULL)
    mado_test_dicom_put_text (dicom, tag, vr, text);
  else
    mado_test_dicom_put_us (dicom, tag, (guint16) value);
}

static void
test_format (gconstpointer data)
{
  const FormatCase *c = data;
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;
  static const guint8 pixels[2 * 2 * 2] = {0};

  put_head (&dicom, MADO_TEST_EXPLICIT, EXPLICIT_LE);
  put_attribute (&dicom, c, 0x00280002, 1, NULL);
  put_attribute (&dicom, c, 0x00280004, 0, "MONOCHROME2");
  put_attribute (&dicom, c, 0x00280008, 0, "1");
  put_attribute (&dicom, c, 0x00280010, 2, NULL);
  put_attribute (&dicom, c, 0x00280011, 2, NULL);
  put_attribute (&dicom, c, 0x00280100, 16, NULL);
  put_attribute (&dicom, c, 0x00280101, 12, NULL);
  put_attribute (&dicom, c, 0x00280102, c->tag == 0x00280101 ? 15 : 11, NULL);
  put_attribute (&dicom, c, 0x00280103, 0, NULL);
  mado_test_dicom_put (&dicom, 0x7fe00010, "OW", pixels, sizeof pixels);
  source = open_source (&dicom, &error);
  if (c->code == 0) {
    g_assert_no_error (error);
    g_assert_cmpint (mado_pixel_source_get_format (source)->n_frames, ==, 1);
    g_assert_cmpint (mado_pixel_source_get_format (source)->samples_per_pixel, ==, 1);
  } else {
    g_assert_error (error, MADO_DICOM_ERROR, c->code);
    g_assert_null (source);
  }
}

static void
assert_frame (MadoPixelSource *source, int frame, const void *expected, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mado_pixel_source_read_frame (source, frame, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                   n);
}

static void
assert_frame_broken (MadoPixelSource *source, int frame, const char *number)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_pixel_source_read_frame (source, frame, NULL, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
  g_assert_nonnull (strstr (error->message, number));
}

static void
test_native_frames (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, EXPLICIT_LE);
  mado_test_dicom_put_image (&dicom, 3, 1, 8, 3);
  mado_test_dicom_put (&dicom, 0x7fe00010, "OB", "abcdefghi", 9);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  assert_frame (source, 0, "abc", 3);
  assert_frame (source, 2, "ghi", 3);
  assert_frame (source, 1, "def", 3);
}

/* The file ends in the second of three frames: the first can be read, and the message
 * says how much of the others is missing. */
static void
test_native_cut_off (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, EXPLICIT_LE);
  mado_test_dicom_put_image (&dicom, 100, 1, 8, 3);
  mado_test_dicom_put_header (&dicom, 0x7fe00010, "OB", 300);
  for (int i = 0; i < 113; i++)
    mado_test_dicom_put_bytes (&dicom, "x", 1);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) first = mado_pixel_source_read_frame (source, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (first), ==, 100);
  assert_frame_broken (source, 1, " 87 bytes");
  assert_frame_broken (source, 2, " 100 bytes");
}

/* The value itself is too short for the frames announced. */
static void
test_native_too_short (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, EXPLICIT_LE);
  mado_test_dicom_put_image (&dicom, 4, 1, 8, 2);
  mado_test_dicom_put (&dicom, 0x7fe00010, "OB", "abcdef", 6);
  mado_test_dicom_put (&dicom, 0xfffcfffc, "OB", "not pixels", 10);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  assert_frame (source, 0, "abcd", 4);
  assert_frame_broken (source, 1, " 2 bytes");
}

/* Frames of 5 bits, the first pixel in the lowest bit (PS3.5 8.2): 0xEA holds, lowest
 * bit first, 01010 and 111, 0x71 holds 10, 00111 and one bit of padding. */
static void
test_bits (void)
{
  static const guint8 packed[] = {0xea, 0x71};
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;
  static const guint8 frames[3][5] = {
      {0, 1, 0, 1, 0}, {1, 1, 1, 1, 0}, {0, 0, 1, 1, 1}};

  put_head (&dicom, MADO_TEST_EXPLICIT, EXPLICIT_LE);
  mado_test_dicom_put_image (&dicom, 5, 1, 1, 3);
  mado_test_dicom_put (&dicom, 0x7fe00010, "OB", packed, 2);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  for (int frame = 0; frame < 3; frame++) {
    g_autoptr (GBytes) bytes =
        mado_pixel_source_read_frame (source, frame, NULL, &error);
    const guint8 *data = g_bytes_get_data (bytes, NULL);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (bytes), ==, 1);
    for (int column = 0; column < 5; column++)
      g_assert_cmpint (data[0] >> column & 1, ==, frames[frame][column]);
  }
}

/* PS3.5 8.1.1 and A.3: bytes in big endian words lie in pairs the other way round; in
 * OB they do not. */
static void
test_big_endian_words (void)
{
  static const char *const vrs[] = {"OW", "OB"};
  static const char *const stored[] = {"badcfehg", "abcdefgh"};

  for (int i = 0; i < 2; i++) {
    g_auto (MadoTestDicom) dicom = {0};
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoPixelSource) source = NULL;

    put_head (&dicom, MADO_TEST_BIG_ENDIAN, EXPLICIT_BE);
    mado_test_dicom_put_image (&dicom, 3, 1, 8, 2);
    mado_test_dicom_put (&dicom, 0x7fe00010, vrs[i], stored[i], 8);
    source = open_source (&dicom, &error);
    g_assert_no_error (error);
    assert_frame (source, 0, "abc", 3);
    assert_frame (source, 1, "def", 3);
  }
}

static void
test_float (void)
{
  static const double doubles[] = {0.5, -2};
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;
  const MadoPixelFormat *format = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, EXPLICIT_LE);
  mado_test_dicom_put_us (&dicom, 0x00280002, 1);
  mado_test_dicom_put_text (&dicom, 0x00280004, "CS", "MONOCHROME2");
  mado_test_dicom_put_us (&dicom, 0x00280010, 1);
  mado_test_dicom_put_us (&dicom, 0x00280011, 2);
  mado_test_dicom_put_us (&dicom, 0x00280100, 64);
  mado_test_dicom_put (&dicom, 0x7fe00009, "OD", doubles, sizeof doubles);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  format = mado_pixel_source_get_format (source);
  g_assert_true (format->is_float);
  g_assert_cmpint (mado_pixel_format_get_sample_type (format), ==, MADO_SAMPLE_F64);
  assert_frame (source, 0, doubles, sizeof doubles);
}

/* Fragments of encapsulated pixel data; "|" begins a new one. */
typedef struct {
  const char *name;
  const char *syntax;
  int n_frames;
  const char *fragments;
  const char *frames; /* what the frames are, "|" between them; "!" is a broken one */
  int n_basic;        /* entries of the Basic Offset Table */
  guint32 basic[4];
  int n_extended;
  guint64 offsets[4], lengths[4];
  bool is_cut_off; /* without the sequence delimiter */
} FragmentCase;

/* An item header has 8 bytes, so offsets grow by 8 + length. */
#define SOI "\xff\xd8\xff\xe0"
#define SOC "\xff\x4f\xff\x51"

static const FragmentCase fragment_cases[] = {
    {.name = "one",
     .syntax = JPEG,
     .n_frames = 1,
     .fragments = "abcd",
     .frames = "abcd"},
    {.name = "one-in-three",
     .syntax = JPEG,
     .n_frames = 1,
     .fragments = "abcd|ef|gh",
     .frames = "abcdefgh"},
    {.name = "one-each",
     .syntax = RLE,
     .n_frames = 3,
     .fragments = "abcd|ef|gh",
     .frames = "abcd|ef|gh"},
    {.name = "basic-table",
     .syntax = RLE,
     .n_frames = 2,
     .fragments = "abcd|ef|gh",
     .frames = "abcdef|gh",
     .n_basic = 2,
     .basic = {0, 22}},
    {.name = "basic-table-wrong",
     .syntax = RLE,
     .n_frames = 2,
     .fragments = "abcd|ef",
     .frames = "abcd|ef",
     .n_basic = 2,
     .basic = {0, 13}},
    {.name = "basic-table-wrong-and-no-marker",
     .syntax = RLE,
     .n_frames = 2,
     .fragments = "abcd|ef|gh",
     .frames = "!|!",
     .n_basic = 2,
     .basic = {0, 13}},
    {.name = "basic-table-not-ascending",
     .syntax = RLE,
     .n_frames = 3,
     .fragments = "abcd|ef|gh",
     .frames = "abcd|ef|gh",
     .n_basic = 3,
     .basic = {0, 22, 12}},
    {.name = "extended-table",
     .syntax = JPEG,
     .n_frames = 2,
     .fragments = "abcd|efgh",
     .frames = "abc|efgh",
     .n_extended = 2,
     .offsets = {0, 12},
     .lengths = {3, 4}},
    {.name = "extended-table-wrong",
     .syntax = JPEG,
     .n_frames = 2,
     .fragments = "abcd|efgh",
     .frames = "abcd|efgh",
     .n_extended = 2,
     .offsets = {0, G_MAXUINT64 - 3},
     .lengths = {3, 4}},
    {.name = "extended-length-too-long",
     .syntax = JPEG,
     .n_frames = 2,
     .fragments = "abcd|efgh",
     .frames = "abcd|efgh",
     .n_extended = 2,
     .offsets = {0, 12},
     .lengths = {1u << 30, G_MAXUINT64}},
    {.name = "markers-jpeg",
     .syntax = JPEG,
     .n_frames = 2,
     .fragments = SOI "aaaa|bb|" SOI "cccc|dd|ee",
     .frames = SOI "aaaabb|" SOI "ccccddee"},
    {.name = "markers-jpeg-2000",
     .syntax = JPEG_2000,
     .n_frames = 2,
     .fragments = SOC "aaaa|" SOC "cccc|dd",
     .frames = SOC "aaaa|" SOC "ccccdd"},
    {.name = "markers-too-many",
     .syntax = JPEG,
     .n_frames = 2,
     .fragments = SOI "aaaa|" SOI "bbbb|" SOI "cccc",
     .frames = "!|!"},
    {.name = "cut-off-after-first",
     .syntax = RLE,
     .n_frames = 3,
     .fragments = "abcd",
     .frames = "abcd|!|!",
     .is_cut_off = true},
    {.name = "cut-off-basic-table",
     .syntax = RLE,
     .n_frames = 3,
     .fragments = "abcd|efgh",
     .frames = "abcd|efgh|!",
     .n_basic = 3,
     .basic = {0, 12, 24},
     .is_cut_off = true},
    {.name = "no-delimiter",
     .syntax = RLE,
     .n_frames = 2,
     .fragments = "abcd|efgh",
     .frames = "abcd|efgh",
     .is_cut_off = true},
    {.name = "no-fragments",
     .syntax = RLE,
     .n_frames = 1,
     .fragments = "",
     .frames = "!"},
};

static void
put_tables (MadoTestDicom *dicom, const FragmentCase *c)
{
  if (c->n_extended > 0) {
    mado_test_dicom_put (dicom, 0x7fe00001, "OV", c->offsets,
                         (gsize) c->n_extended * 8);
    mado_test_dicom_put (dicom, 0x7fe00002, "OV", c->lengths,
                         (gsize) c->n_extended * 8);
  }
  mado_test_dicom_put_header (dicom, 0x7fe00010, "OB", 0xffffffffu);
  mado_test_dicom_put_item (dicom, 0xfffee000, (guint32) c->n_basic * 4);
  for (int i = 0; i < c->n_basic; i++)
    mado_test_dicom_put_32 (dicom, c->basic[i]);
}

static void
test_fragments (gconstpointer data)
{
  const FragmentCase *c = data;
  g_auto (MadoTestDicom) dicom = {0};
  g_auto (GStrv) fragments = g_strsplit (c->fragments, "|", -1);
  g_auto (GStrv) frames = g_strsplit (c->frames, "|", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, c->syntax);
  mado_test_dicom_put_image (&dicom, 4, 4, 8, c->n_frames);
  put_tables (&dicom, c);
  for (int i = 0; fragments[i] != NULL; i++) {
    mado_test_dicom_put_item (&dicom, 0xfffee000, (guint32) strlen (fragments[i]));
    mado_test_dicom_put_bytes (&dicom, fragments[i], strlen (fragments[i]));
  }
  if (!c->is_cut_off)
    mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  for (int i = 0; i < c->n_frames; i++)
    if (strcmp (frames[i], "!") == 0)
      assert_frame_broken (source, i, "");
    else
      assert_frame (source, i, frames[i], strlen (frames[i]));
}

/* The last fragment says more than the file has. */
static void
test_fragment_cut_off (void)
{
  static const guint32 lengths[] = {100, 0xfffffff0u};

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_auto (MadoTestDicom) dicom = {0};
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoPixelSource) source = NULL;
    g_autofree char *missing = g_strdup_printf (" %u bytes", lengths[i] - 6);

    put_head (&dicom, MADO_TEST_EXPLICIT, JPEG);
    mado_test_dicom_put_image (&dicom, 4, 4, 8, 2);
    mado_test_dicom_put_header (&dicom, 0x7fe00010, "OB", 0xffffffffu);
    mado_test_dicom_put_item (&dicom, 0xfffee000, 0);
    mado_test_dicom_put_item (&dicom, 0xfffee000, 4);
    mado_test_dicom_put_bytes (&dicom, "good", 4);
    mado_test_dicom_put_item (&dicom, 0xfffee000, lengths[i]);
    mado_test_dicom_put_bytes (&dicom, "sixsix", 6);
    source = open_source (&dicom, &error);
    g_assert_no_error (error);
    assert_frame (source, 0, "good", 4);
    assert_frame_broken (source, 1, missing);
  }
}

static void
test_no_offset_table (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, JPEG);
  mado_test_dicom_put_image (&dicom, 4, 4, 8, 1);
  mado_test_dicom_put_header (&dicom, 0x7fe00010, "OB", 0xffffffffu);
  mado_test_dicom_put_bytes (&dicom, "no item at all, but some bytes", 30);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  assert_frame_broken (source, 0, "offset table");
}

typedef struct {
  const char *name;
  const char *syntax;
  guint32 length; /* of Pixel Data */
} ContradictionCase;

static const ContradictionCase contradiction_cases[] = {
    {"empty", EXPLICIT_LE, 0},
    {"native-with-fragments", EXPLICIT_LE, 0xffffffffu},
    {"compressed-without-fragments", JPEG, 16},
};

static void
test_contradiction (gconstpointer data)
{
  const ContradictionCase *c = data;
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, c->syntax);
  mado_test_dicom_put_image (&dicom, 4, 4, 8, 1);
  mado_test_dicom_put_header (&dicom, 0x7fe00010, "OB", c->length);
  mado_test_dicom_put_bytes (&dicom, "0123456789abcdef", c->length != 0 ? 16 : 0);
  g_assert_null (open_source (&dicom, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
}

/* The message names the syntax, in words and by its UID. */
static void
test_unsupported (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, H264);
  mado_test_dicom_put_image (&dicom, 4, 4, 8, 60);
  mado_test_dicom_put_header (&dicom, 0x7fe00010, "OB", 0xffffffffu);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 0);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 6);
  mado_test_dicom_put_bytes (&dicom, "video!", 6);
  mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  g_assert_null (mado_pixel_source_decode_frame (source, 59, NULL, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, H264));
  g_assert_nonnull (strstr (error->message, "H.264"));
}

static MadoPixelSource *
make_simple (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  MadoPixelSource *source = NULL;

  put_head (&dicom, MADO_TEST_EXPLICIT, EXPLICIT_LE);
  mado_test_dicom_put_image (&dicom, 4, 4, 8, 1);
  mado_test_dicom_put (&dicom, 0x7fe00010, "OB", "0123456789abcdef", 16);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  return source;
}

static void
test_decode (void)
{
  g_autoptr (MadoPixelSource) source = make_simple ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoFrame) frame =
      mado_pixel_source_decode_frame (source, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (frame->columns, ==, 4);
  g_assert_cmpfloat (mado_frame_get_sample (frame, 2, 3, 0), ==, 'e');
}

static void
test_file_deleted (void)
{
  g_autoptr (MadoPixelSource) source = make_simple ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_null (mado_pixel_source_read_frame (source, 0, NULL, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO);
  g_assert_null (strstr (error->message, folder)); /* no path in messages */
}

static void
test_file_changed (void)
{
  g_autoptr (MadoPixelSource) source = make_simple ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "something else", -1, NULL));
  g_assert_null (mado_pixel_source_read_frame (source, 0, NULL, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO);
}

static void
test_cancelled (void)
{
  g_autoptr (MadoPixelSource) source = make_simple ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (mado_pixel_source_decode_frame (source, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Eight threads want the index at once. */
enum { N_THREADS = 8, N_MANY = 500 };

static gpointer
read_all (gpointer data)
{
  MadoPixelSource *source = data;

  for (int i = 0; i < N_MANY; i++) {
    const guint8 expected[2] = {(guint8) i, (guint8) (i >> 8)};

    assert_frame (source, i, expected, 2);
  }
  return NULL;
}

static void
test_threads (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = NULL;
  GThread *threads[N_THREADS];

  put_head (&dicom, MADO_TEST_EXPLICIT, RLE);
  mado_test_dicom_put_image (&dicom, 4, 4, 8, N_MANY);
  mado_test_dicom_put_header (&dicom, 0x7fe00010, "OB", 0xffffffffu);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 0);
  for (guint16 i = 0; i < N_MANY; i++) {
    mado_test_dicom_put_item (&dicom, 0xfffee000, 2);
    mado_test_dicom_put_16 (&dicom, i);
  }
  mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
  source = open_source (&dicom, &error);
  g_assert_no_error (error);
  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("reader", read_all, source);
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

static void
add_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (format_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/pixel-source/format/%s", format_cases[i].name);

    g_test_add_data_func (path, &format_cases[i], test_format);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (fragment_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/mado/dicom/pixel-source/fragments/%s",
                                             fragment_cases[i].name);

    g_test_add_data_func (path, &fragment_cases[i], test_fragments);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (contradiction_cases); i++) {
    g_autofree char *path = g_strdup_printf (
        "/mado/dicom/pixel-source/contradiction/%s", contradiction_cases[i].name);

    g_test_add_data_func (path, &contradiction_cases[i], test_contradiction);
  }
}

#define ADD(name, function) g_test_add_func ("/mado/dicom/pixel-source/" name, function)

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = mado_test_make_folder ();
  add_cases ();
  ADD ("native/frames", test_native_frames);
  ADD ("native/cut-off", test_native_cut_off);
  ADD ("native/too-short", test_native_too_short);
  ADD ("native/bits", test_bits);
  ADD ("native/big-endian-words", test_big_endian_words);
  ADD ("native/float", test_float);
  ADD ("fragment-cut-off", test_fragment_cut_off);
  ADD ("no-offset-table", test_no_offset_table);
  ADD ("unsupported", test_unsupported);
  ADD ("decode", test_decode);
  ADD ("file-deleted", test_file_deleted);
  ADD ("file-changed", test_file_changed);
  ADD ("cancelled", test_cancelled);
  ADD ("threads", test_threads);
  result = g_test_run ();
  mado_test_remove_tree (folder);
  g_free (folder);
  return result;
}
