/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-writer.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "mado-codec.h"
#include "mado-dicom-file.h"
#include "mado-test.h"

#define EXPLICIT_LE "1.2.840.10008.1.2.1"
#define CT_STORAGE  "1.2.840.10008.5.1.4.1.1.2"

#define SOP_CLASS        MADO_TAG (0x0008, 0x0016)
#define SOP_INSTANCE     MADO_TAG (0x0008, 0x0018)
#define PATIENT_NAME     MADO_TAG (0x0010, 0x0010)
#define IMAGE_POSITION   MADO_TAG (0x0020, 0x0032)
#define REFERENCED_IMAGE MADO_TAG (0x0008, 0x1140)
#define REFERENCED_UID   MADO_TAG (0x0008, 0x1155)
#define SMALLEST_VALUE   MADO_TAG (0x0028, 0x0106)
#define PADDING_VALUE    MADO_TAG (0x0028, 0x0120)
#define LUT_DESCRIPTOR   MADO_TAG (0x0028, 0x3002)
#define LUT_DATA         MADO_TAG (0x0028, 0x3006)
#define RED_DESCRIPTOR   MADO_TAG (0x0028, 0x1101)
#define RED_DATA         MADO_TAG (0x0028, 0x1201)
#define REAL_WORLD_SLOPE MADO_TAG (0x0040, 0x9225)

static const char *const syntaxes[] = {
    "1.2.840.10008.1.2",       "1.2.840.10008.1.2.1",    "1.2.840.10008.1.2.1.98",
    "1.2.840.10008.1.2.1.99",  "1.2.840.10008.1.2.2",    "1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.4.70",  "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.4.201",
};

static const MadoPixelFormat ct_format = {
    .columns = 5,
    .rows = 3,
    .n_frames = 3,
    .samples_per_pixel = 1,
    .bits_allocated = 16,
    .bits_stored = 12,
    .high_bit = 11,
    .is_signed = true,
    .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
};

static MadoDicomWriter *
new_writer (void)
{
  MadoDicomWriter *writer = mado_dicom_writer_new ();
  g_autofree char *uid = mado_dicom_make_uid ("test");

  mado_dicom_writer_set_string (writer, SOP_CLASS, CT_STORAGE);
  mado_dicom_writer_set_string (writer, SOP_INSTANCE, uid);
  return writer;
}

static void
set_ct_pixels (MadoDicomWriter *writer)
{
  guint16 pixels[45];

  for (int i = 0; i < 45; i++)
    pixels[i] = GUINT16_TO_LE ((guint16) (i * 90 - 2048));

  g_autoptr (GBytes) native = g_bytes_new (pixels, sizeof pixels);

  mado_dicom_writer_set_pixels (writer, &ct_format, native);
}

static void
save (MadoDicomWriter *writer, const char *path, const char *syntax)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_dicom_writer_save (writer, path, syntax, &error));
  g_assert_no_error (error);
}

static MadoDicomFile *
open_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  MadoDicomFile *file = mado_dicom_file_open (path, &error);

  g_assert_no_error (error);
  return file;
}

static void
assert_int (const MadoDicomItem *item, MadoTag tag, int index, int64_t expected)
{
  int64_t value = 0;

  g_assert_true (mado_dicom_item_get_int (item, tag, index, &value));
  g_assert_cmpint (value, ==, expected);
}

static void
assert_elements (const MadoDicomFile *file)
{
  const MadoDicomItem *dataset = mado_dicom_file_get_dataset (file);
  const MadoDicomItem *second = mado_dicom_item_get_item (dataset, REFERENCED_IMAGE, 1);
  g_autoptr (MadoPersonName) name =
      mado_dicom_item_dup_person_name (dataset, PATIENT_NAME);
  g_autofree char *charset = mado_dicom_item_dup_string (dataset, 0x00080005);
  g_autofree char *reference = mado_dicom_item_dup_string (second, REFERENCED_UID);
  double position[3] = {0};

  g_assert_cmpstr (charset, ==, "ISO_IR 192");
  g_assert_cmpstr (name->alphabetic, ==, "Yamada^Tarou");
  g_assert_cmpstr (name->ideographic, ==, "山田^太郎");
  g_assert_cmpstr (name->phonetic, ==, "やまだ^たろう");
  g_assert_cmpint (mado_dicom_item_get_n_items (dataset, REFERENCED_IMAGE), ==, 2);
  g_assert_cmpstr (reference, ==, "1.2.4");
  g_assert_true (mado_dicom_item_get_doubles (dataset, IMAGE_POSITION, position, 3));
  g_assert_cmpfloat (position[0], ==, 0.1);
  /* A DS has 16 characters: -1234567.890123. */
  g_assert_cmpfloat (position[1], ==, -1234567.890123);
  g_assert_cmpfloat_with_epsilon (position[2], 1.0 / 3, 1e-14);
  assert_int (dataset, SMALLEST_VALUE, 0, -2048);
  assert_int (dataset, PADDING_VALUE, 0, 100);
}

static void
assert_pixels (const MadoDicomFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPixelSource) source = mado_dicom_file_dup_pixel_source (file, &error);

  g_assert_no_error (error);
  g_assert_cmpint (mado_pixel_source_get_format (source)->n_frames, ==, 3);
  for (int i = 2; i >= 0; i--) { /* each by itself, in no order */
    g_autoptr (MadoFrame) frame =
        mado_pixel_source_decode_frame (source, i, NULL, &error);

    g_assert_no_error (error);
    for (int p = 0; p < 15; p++)
      g_assert_cmpfloat (mado_frame_get_sample (frame, p % 5, p / 5, 0), ==,
                         (i * 15 + p) * 90 - 2048);
  }
}

static void
test_save (gconstpointer data)
{
  const double position[3] = {0.1, -1234567.890123, 1.0 / 3};
  g_autoptr (MadoDicomWriter) writer = new_writer ();
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file.dcm", NULL);

  mado_dicom_writer_set_string (writer, PATIENT_NAME,
                                "Yamada^Tarou=山田^太郎=やまだ^たろう");
  mado_dicom_writer_set_doubles (writer, IMAGE_POSITION, position, 3);
  mado_dicom_writer_set_int (writer, SMALLEST_VALUE, -2048);
  mado_dicom_writer_set_int (writer, PADDING_VALUE, 100);
  mado_dicom_writer_begin_item (writer, REFERENCED_IMAGE);
  mado_dicom_writer_set_string (writer, REFERENCED_UID, "1.2.3");
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_begin_item (writer, REFERENCED_IMAGE);
  mado_dicom_writer_set_string (writer, REFERENCED_UID, "1.2.4");
  mado_dicom_writer_end_item (writer);
  set_ct_pixels (writer);
  save (writer, path, data);

  g_autoptr (MadoDicomFile) file = open_file (path);

  g_assert_cmpstr (mado_dicom_file_get_transfer_syntax (file), ==, data);
  assert_elements (file);
  assert_pixels (file);
  mado_test_remove_tree (folder);
}

/* What DCMTK's dump says of @tag. */
static char *
dump_element (const char *path, const char *tag)
{
  const char *argv[] = {"dcmdump", "+P", tag, path, NULL};
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                NULL, NULL, &error);
  g_assert_no_error (error);
  return output;
}

/* US or SS as Pixel Representation says, whichever was set first; OW for tables. */
static void
test_ambiguous_vr (void)
{
  static const guint16 table[4] = {1, 2, 3, 65535};
  static const char *const expected[][2] = {
      {"0028,0106", " SS -7"},
      {"0028,0120", " SS 100"},
      {"0028,1101", " US 40000\\0\\16"},
      {"0028,1201", " OW 0001\\0002\\0003\\ffff"},
      {"0028,3006", " OW 0001\\0002\\0003\\ffff"},
      {"0040,9225", " FD 0.1"},
  };
  const double slope = 0.1;
  g_autofree char *program = mado_test_find_program ("dcmdump");
  g_autoptr (MadoDicomWriter) writer = new_writer ();
  g_autoptr (GBytes) bytes = g_bytes_new (table, sizeof table);

  if (program == NULL)
    return;

  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file.dcm", NULL);

  mado_dicom_writer_set_int (writer, PADDING_VALUE, 100);
  mado_dicom_writer_set_int (writer, SMALLEST_VALUE, -7);
  mado_dicom_writer_set_string (writer, RED_DESCRIPTOR, "40000\\0\\16");
  mado_dicom_writer_set_bytes (writer, RED_DATA, bytes);
  mado_dicom_writer_set_bytes (writer, LUT_DATA, bytes);
  mado_dicom_writer_set_doubles (writer, REAL_WORLD_SLOPE, &slope, 1);
  set_ct_pixels (writer);
  save (writer, path, EXPLICIT_LE);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree char *line = dump_element (path, expected[i][0]);

    if (strstr (line, expected[i][1]) == NULL)
      g_error ("%s is not in %s", expected[i][1], line);
  }
  mado_test_remove_tree (folder);
}

/* PS3.5 A.4: the Basic Offset Table points at the fragment of each frame. */
static void
test_offset_table (void)
{
  g_autoptr (MadoDicomWriter) writer = new_writer ();
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file.dcm", NULL);
  static const guint8 start[] = {0xE0, 0x7F, 0x10, 0,    'O', 'B',  0,  0, 0xFF, 0xFF,
                                 0xFF, 0xFF, 0xFE, 0xFF, 0,   0xE0, 12, 0, 0,    0};
  static const guint8 end[] = {0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0};
  static const guint8 item[] = {0xFE, 0xFF, 0, 0xE0};
  g_autofree char *bytes = NULL;
  gsize size = 0;

  set_ct_pixels (writer);
  save (writer, path, "1.2.840.10008.1.2.5");
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));

  const char *pixel_data = memmem (bytes, size, start, sizeof start);

  g_assert_nonnull (pixel_data);
  g_assert_cmpmem (bytes + size - sizeof end, sizeof end, end, sizeof end);

  const char *first = pixel_data + sizeof start + 12;

  for (int i = 0; i < 3; i++) {
    guint32 offset = 0;

    memcpy (&offset, pixel_data + sizeof start + 4 * i, 4);
    g_assert_cmpmem (first + GUINT32_FROM_LE (offset), 4, item, 4);
  }
  mado_test_remove_tree (folder);
}

static void
test_lossy (void)
{
  MadoPixelFormat format = {
      .columns = 64,
      .rows = 64,
      .n_frames = 1,
      .samples_per_pixel = 3,
      .bits_allocated = 8,
      .bits_stored = 8,
      .high_bit = 7,
      .photometric = MADO_PHOTOMETRIC_RGB,
  };
  g_autoptr (MadoDicomWriter) writer = new_writer ();
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file.dcm", NULL);
  g_autoptr (GBytes) native = g_bytes_new_take (g_malloc0 (64 * 64 * 3), 64 * 64 * 3);
  double ratio = 0;

  mado_dicom_writer_set_pixels (writer, &format, native);
  save (writer, path, "1.2.840.10008.1.2.4.50");

  g_autoptr (MadoDicomFile) file = open_file (path);
  const MadoDicomItem *dataset = mado_dicom_file_get_dataset (file);
  g_autofree char *photometric = mado_dicom_item_dup_string (dataset, 0x00280004);
  g_autofree char *lossy = mado_dicom_item_dup_string (dataset, 0x00282110);
  g_autofree char *method = mado_dicom_item_dup_string (dataset, 0x00282114);

  g_assert_cmpstr (photometric, ==, "YBR_FULL_422");
  g_assert_cmpstr (lossy, ==, "01");
  g_assert_cmpstr (method, ==, "ISO_10918_1");
  g_assert_true (mado_dicom_item_get_double (dataset, 0x00282112, 0, &ratio));
  g_assert_cmpfloat (ratio, >, 5);
  mado_test_remove_tree (folder);
}

static void
test_float (void)
{
  const MadoPixelFormat format = {
      .columns = 2,
      .rows = 1,
      .n_frames = 1,
      .samples_per_pixel = 1,
      .bits_allocated = 32,
      .is_float = true,
      .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
  };
  static const float values[2] = {-1.5f, 3e20f};
  g_autoptr (MadoDicomWriter) writer = new_writer ();
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file.dcm", NULL);
  g_autoptr (GBytes) native = g_bytes_new (values, sizeof values);
  g_autoptr (GError) error = NULL;

  mado_dicom_writer_set_pixels (writer, &format, native);
  save (writer, path, EXPLICIT_LE);

  g_autoptr (MadoDicomFile) file = open_file (path);
  g_autoptr (MadoPixelSource) source = mado_dicom_file_dup_pixel_source (file, &error);

  g_assert_no_error (error);

  g_autoptr (MadoFrame) frame =
      mado_pixel_source_decode_frame (source, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (mado_frame_get_sample (frame, 0, 0, 0), ==, -1.5);
  g_assert_cmpfloat (mado_frame_get_sample (frame, 1, 0, 0), ==, 3e20f);
  mado_test_remove_tree (folder);
}

static void
assert_only (const char *folder, const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_cmpstr (g_dir_read_name (dir), ==, name);
  g_assert_null (g_dir_read_name (dir));
}

/* A full disk, played by a limit on the size of files: the old file stays, nothing
 * else does. */
static void
test_disk_full (void)
{
  struct rlimit old_limit, limit;
  g_autoptr (MadoDicomWriter) writer = new_writer ();
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file.dcm", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  set_ct_pixels (writer);
  getrlimit (RLIMIT_FSIZE, &old_limit);
  limit = old_limit;
  limit.rlim_cur = 100;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);

  const bool is_saved = mado_dicom_writer_save (writer, path, EXPLICIT_LE, &error);

  setrlimit (RLIMIT_FSIZE, &old_limit);
  g_assert_false (is_saved);
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO);
  g_assert_null (strstr (error->message, folder));
  assert_only (folder, "file.dcm");
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "old");
  mado_test_remove_tree (folder);
}

static void
test_refusals (void)
{
  g_autoptr (MadoDicomWriter) writer = new_writer ();
  g_autoptr (MadoDicomWriter) nameless = mado_dicom_writer_new ();
  g_autoptr (MadoDicomWriter) broken = new_writer ();
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file.dcm", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "file.dcm", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (
      mado_dicom_writer_save (writer, path, "1.2.840.10008.1.2.4.110", &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED);
  g_clear_error (&error);

  g_assert_false (mado_dicom_writer_save (nameless, path, EXPLICIT_LE, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_VALUE);
  g_clear_error (&error);

  g_assert_false (mado_dicom_writer_save (writer, nowhere, EXPLICIT_LE, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO);
  g_clear_error (&error);

  /* No tag of the dictionary: its VR is unknown. */
  mado_dicom_writer_set_string (broken, MADO_TAG (0x0011, 0x1234), "x");
  g_assert_false (mado_dicom_writer_save (broken, path, EXPLICIT_LE, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  mado_test_remove_tree (folder);
}

/* The same seed, the same UID; at most 64 characters, no leading zero (PS3.5 9.1).
 * The number is a UUID: version 5 and variant 1 are bits 48 to 51 and 64 to 65 of 128,
 * checked here on the 39 digits of one computed with Python's hashlib and int (). */
static void
test_uid (void)
{
  g_autofree char *a = mado_dicom_make_uid ("a");
  g_autofree char *again = mado_dicom_make_uid ("a");
  g_autofree char *b = mado_dicom_make_uid ("b");

  g_assert_cmpstr (a, ==, "2.25.269290709893686617521543778921997392973");
  g_assert_cmpstr (a, ==, again);
  g_assert_cmpstr (b, ==, "2.25.82598573390830456028719417346559684916");
}

static void
test_same_bytes (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  char *contents[2] = {NULL};
  gsize sizes[2] = {0};

  for (int i = 0; i < 2; i++) {
    g_autoptr (MadoDicomWriter) writer = new_writer ();
    g_autofree char *path = g_build_filename (folder, i ? "b.dcm" : "a.dcm", NULL);

    set_ct_pixels (writer);
    save (writer, path, "1.2.840.10008.1.2.4.90");
    g_assert_true (g_file_get_contents (path, &contents[i], &sizes[i], NULL));
  }
  g_assert_cmpmem (contents[0], sizes[0], contents[1], sizes[1]);
  g_free (contents[0]);
  g_free (contents[1]);
  mado_test_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (syntaxes); i++) {
    g_autofree char *path = g_strdup_printf ("/mado/dicom/writer/save/%s", syntaxes[i]);

    g_test_add_data_func (path, syntaxes[i], test_save);
  }
  g_test_add_func ("/mado/dicom/writer/ambiguous-vr", test_ambiguous_vr);
  g_test_add_func ("/mado/dicom/writer/offset-table", test_offset_table);
  g_test_add_func ("/mado/dicom/writer/lossy", test_lossy);
  g_test_add_func ("/mado/dicom/writer/float", test_float);
  g_test_add_func ("/mado/dicom/writer/disk-full", test_disk_full);
  g_test_add_func ("/mado/dicom/writer/refusals", test_refusals);
  g_test_add_func ("/mado/dicom/writer/uid", test_uid);
  g_test_add_func ("/mado/dicom/writer/same-bytes", test_same_bytes);
  return g_test_run ();
}
