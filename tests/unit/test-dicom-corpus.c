/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The corpus of real files, where it is: its list of what each file holds and dcmdump
 * are the oracles. */
#include <string.h>

#include "mado-dicom-file.h"
#include "mado-test.h"

enum {
  COLUMN_PATH = 0,
  COLUMN_SYNTAX = 6,
  COLUMN_ROWS = 7,
  COLUMN_COLUMNS = 8,
  COLUMN_FRAMES = 9,
  COLUMN_PHOTOMETRIC = 10,
  N_COLUMNS = 14,
};

/* What DCMTK's reading of these files, and so the list, gets wrong or leaves out: they
 * are damaged by design. */
static bool
is_damaged_by_design (const char *path)
{
  return g_str_has_prefix (path, "generated/bad/");
}

static int64_t
get_int (const MadoDicomItem *item, MadoTag tag, int64_t fallback)
{
  int64_t value = fallback;

  mado_dicom_item_get_int (item, tag, 0, &value);
  return value;
}

static void
check_number (const MadoDicomItem *item, MadoTag tag, const char *listed)
{
  if (*listed != '\0')
    g_assert_cmpint (get_int (item, tag, 1), ==, g_ascii_strtoll (listed, NULL, 10));
}

/* Reads all there is to read; what it finds is not looked at. */
static void
exercise (const MadoDicomFile *file)
{
  g_autoptr (GPtrArray) list = mado_dicom_file_list_elements (file);
  g_autoptr (MadoPixelSource) source = mado_dicom_file_dup_pixel_source (file, NULL);
  int n_frames = 0;

  g_assert_cmpuint (list->len, >, 0);
  for (guint i = 0; i < list->len; i++) {
    const MadoDicomElement *line = g_ptr_array_index (list, i);

    g_assert_true (g_utf8_validate (line->text, -1, NULL));
  }
  if (source == NULL)
    return;
  n_frames = MIN (mado_pixel_source_get_format (source)->n_frames, 200);
  for (int i = 0; i < n_frames; i++) {
    g_autoptr (GBytes) bytes = mado_pixel_source_read_frame (source, i, NULL, NULL);
  }
}

static void
check_against_list (const MadoDicomFile *file, char **fields)
{
  const MadoDicomItem *dataset = mado_dicom_file_get_dataset (file);
  g_auto (GStrv) syntax = g_strsplit (fields[COLUMN_SYNTAX], " ", 2);
  g_autofree char *photometric =
      mado_dicom_item_dup_string (dataset, MADO_TAG (0x0028, 0x0004));

  check_number (dataset, MADO_TAG (0x0028, 0x0010), fields[COLUMN_ROWS]);
  check_number (dataset, MADO_TAG (0x0028, 0x0011), fields[COLUMN_COLUMNS]);
  check_number (dataset, MADO_TAG (0x0028, 0x0008), fields[COLUMN_FRAMES]);
  if (*fields[COLUMN_PHOTOMETRIC] != '\0')
    g_assert_cmpstr (photometric, ==, fields[COLUMN_PHOTOMETRIC]);
  if (syntax[0] != NULL && *syntax[0] != '\0')
    g_assert_cmpstr (mado_dicom_file_get_transfer_syntax (file), ==, syntax[0]);
}

static void
check_line (const char *corpus, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;

  if (g_strv_length (fields) != N_COLUMNS)
    return;
  path = g_build_filename (corpus, fields[COLUMN_PATH], NULL);
  file = mado_dicom_file_open (path, &error);
  g_assert_true ((file == NULL) == (error != NULL));
  if (file == NULL) {
    /* A file that the list describes must open. */
    g_test_message ("%s: %s", fields[COLUMN_PATH], error->message);
    if (!is_damaged_by_design (fields[COLUMN_PATH]))
      g_assert_cmpstr (fields[COLUMN_ROWS], ==, "");
    return;
  }
  g_test_message ("%s", fields[COLUMN_PATH]);
  exercise (file);
  if (!is_damaged_by_design (fields[COLUMN_PATH]))
    check_against_list (file, fields);
}

static void
test_all (void)
{
  g_autofree char *manifest = mado_test_corpus ("MANIFEST.tsv");
  g_autofree char *corpus = NULL;
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;

  if (manifest == NULL)
    return;
  corpus = g_path_get_dirname (manifest);
  g_assert_true (g_file_get_contents (manifest, &contents, NULL, NULL));
  lines = g_strsplit (contents, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 100);
  for (int i = 1; lines[i] != NULL; i++)
    check_line (corpus, lines[i]);
}

typedef struct {
  const char *path;
  const char *alphabetic, *ideographic, *phonetic;
} NameCase;

/* PS3.5 annexes H, I, J and what came with the files. */
static const NameCase name_cases[] = {
    {"files/pydicom/charset_files/chrFren.dcm", "Buc^Jérôme", NULL, NULL},
    {"files/pydicom/charset_files/chrGerm.dcm", "Äneas^Rüdiger", NULL, NULL},
    {"files/pydicom/charset_files/chrGreek.dcm", "Διονυσιος", NULL, NULL},
    {"files/pydicom/charset_files/chrRuss.dcm", "Люкceмбypг", NULL, NULL},
    {"files/pydicom/charset_files/chrH31.dcm", "Yamada^Tarou", "山田^太郎",
     "やまだ^たろう"},
    {"files/pydicom/charset_files/chrI2.dcm", "Hong^Gildong", "洪^吉洞", "홍^길동"},
    {"files/pydicom/charset_files/chrX1.dcm", "Wang^XiaoDong", "王^小東", NULL},
    {"files/pydicom/charset_files/chrJapMulti.dcm", "やまだ^たろう", NULL, NULL},
    {"files/pydicom/charset_files/chrJapMultiExplicitIR6.dcm", "やまだ^たろう", NULL,
     NULL},
    {"generated/charset/IR87_IR159.dcm", "Maruo^Tarou", "丂^太郎", "まるお^たろう"},
    {"generated/charset/IR13_IR87_IR159.dcm", "ﾏﾙｵ^ﾀﾛｳ", "丂^太郎", "まるお^たろう"},
    {"generated/charset/utf8_japanese.dcm", "山田^太郎", "山田^太郎", "やまだ^たろう"},
    {"generated/charset/mislabelled_shift_jis.dcm", "山田^太郎", NULL, NULL},
    {"../vectors/h31.dcm", "Yamada^Tarou", "山田^太郎", "やまだ^たろう"},
    {"../vectors/h32.dcm", "ﾔﾏﾀﾞ^ﾀﾛｳ", "山田^太郎", "やまだ^たろう"},
    {"../vectors/ir13.dcm", "ﾔﾏﾀﾞ^ﾀﾛｳ", NULL, NULL},
    {"../vectors/utf8.dcm", "Yamada^Tarou", "山田^太郎", "やまだ^たろう"},
};

static void
test_name (gconstpointer data)
{
  const NameCase *c = data;
  g_autofree char *path = mado_test_corpus (c->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = NULL;
  g_autoptr (MadoPersonName) name = NULL;

  if (path == NULL)
    return;
  file = mado_dicom_file_open (path, &error);
  g_assert_no_error (error);
  name = mado_dicom_item_dup_person_name (mado_dicom_file_get_dataset (file),
                                          MADO_TAG (0x0010, 0x0010));
  g_assert_cmpstr (name->alphabetic, ==, c->alphabetic);
  g_assert_cmpstr (name->ideographic, ==, c->ideographic);
  g_assert_cmpstr (name->phonetic, ==, c->phonetic);
}

/* A name in an item: once the character set is the item's own, once the data set's. */
static void
test_name_in_item (gconstpointer data)
{
  g_autofree char *path = mado_test_corpus (data);
  g_autoptr (MadoDicomFile) file = NULL;
  g_autoptr (MadoPersonName) name = NULL;
  const MadoDicomItem *item = NULL;

  if (path == NULL)
    return;
  file = mado_dicom_file_open (path, NULL);
  g_assert_nonnull (file);
  item = mado_dicom_item_get_item (mado_dicom_file_get_dataset (file),
                                   MADO_TAG (0x0032, 0x1064), 0);
  name = mado_dicom_item_dup_person_name (item, MADO_TAG (0x0010, 0x0010));
  g_assert_cmpstr (name->alphabetic, ==, "ﾔﾏﾀﾞ^ﾀﾛｳ");
  g_assert_cmpstr (name->ideographic, ==, "山田^太郎");
  g_assert_cmpstr (name->phonetic, ==, "やまだ^たろう");
}

/* Each with its kind of offset table and fragments. */
static const char *const fragment_files[] = {
    "files/dcm4che/US-PAL-8-10x-echo",
    "files/dcm4che/jpeg-ls-Palette.dcm",
    "files/dicomParser/encapsulated/multi-frame/"
    "CT0012.fragmented_no_bot_jpeg_baseline.51.dcm",
    "files/dicomParser/encapsulated/multi-frame/"
    "CT0012.fragmented_no_bot_jpeg_ls.80.dcm",
    "files/dicomParser/encapsulated/multi-frame/CT0012.not_fragmented_bot_rle.dcm",
    "files/dicomParser/encapsulated/multi-frame/CT0012.not_fragmented_no_bot_rle.dcm",
    "files/dicomParser/encapsulated/single-frame/"
    "CT1_UNC.fragmented_bot_jpeg_ls.80.dcm",
    "files/fo-dicom/D_CLUNIE_CT1_RLE_FRAGS.dcm",
    "files/fo-dicom/HasFragmentSequence.dcm",
    "files/highdicom/sm_image_jpegls.dcm",
    "files/pydicom-data/emri_small_RLE.dcm",
    "files/pydicom-data/emri_small_jpeg_2k_lossless.dcm",
    "files/pydicom-history/emri_8bit_jpeg_lossy_no_offset_table.dcm",
    "files/pydicom-history/emri_8bit_jpeg_lossy_with_offset_table.dcm",
};

/* Lengths of the fragments as dcmdump prints them: "(fffe,e000) pi 01\02… # 12, 1 …". */
static GArray *
dump_fragments (const char *dcmdump, const char *path)
{
  const char *arguments[] = {dcmdump, "-q", "+P", "7fe0,0010", path, NULL};
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  GArray *lengths = g_array_new (FALSE, FALSE, sizeof (gint64));
  bool is_table = true;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL,
                               NULL, &output, NULL, NULL, NULL));
  lines = g_strsplit (output, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++) {
    const char *number = strrchr (lines[i], '#');
    gint64 length = 0;

    if (strstr (lines[i], "(fffe,e000) pi") == NULL || number == NULL)
      continue;
    length = g_ascii_strtoll (number + 1, NULL, 10);
    if (!is_table)
      g_array_append_val (lengths, length);
    is_table = false;
  }
  return lengths;
}

static void
test_fragments (gconstpointer data)
{
  g_autofree char *path = mado_test_corpus (data);
  g_autofree char *dcmdump = mado_test_find_program ("dcmdump");
  g_autoptr (GArray) lengths = NULL;
  g_autoptr (MadoDicomFile) file = NULL;
  g_autoptr (MadoPixelSource) source = NULL;
  g_autoptr (GError) error = NULL;
  gint64 dumped = 0, read = 0;
  int n_frames = 0;

  if (path == NULL || dcmdump == NULL)
    return;
  lengths = dump_fragments (dcmdump, path);
  g_assert_cmpuint (lengths->len, >, 0);
  for (guint i = 0; i < lengths->len; i++)
    dumped += g_array_index (lengths, gint64, i);

  file = mado_dicom_file_open (path, &error);
  g_assert_no_error (error);
  source = mado_dicom_file_dup_pixel_source (file, &error);
  g_assert_no_error (error);
  n_frames = mado_pixel_source_get_format (source)->n_frames;
  for (int i = 0; i < n_frames; i++) {
    g_autoptr (GBytes) bytes = mado_pixel_source_read_frame (source, i, NULL, &error);

    g_assert_no_error (error);
    read += (gint64) g_bytes_get_size (bytes);
    if (lengths->len == (guint) n_frames)
      g_assert_cmpint (g_bytes_get_size (bytes), ==,
                       g_array_index (lengths, gint64, i));
  }
  g_assert_cmpint (read, ==, dumped);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mado/dicom/corpus/all", test_all);
  for (gsize i = 0; i < G_N_ELEMENTS (name_cases); i++) {
    g_autofree char *base = g_path_get_basename (name_cases[i].path);
    g_autofree char *path = g_strdup_printf ("/mado/dicom/corpus/name/%s", base);

    g_test_add_data_func (path, &name_cases[i], test_name);
  }
  g_test_add_data_func ("/mado/dicom/corpus/name-in-item/own",
                        "files/pydicom/charset_files/chrSQEncoding.dcm",
                        test_name_in_item);
  g_test_add_data_func ("/mado/dicom/corpus/name-in-item/inherited",
                        "files/pydicom/charset_files/chrSQEncoding1.dcm",
                        test_name_in_item);
  for (gsize i = 0; i < G_N_ELEMENTS (fragment_files); i++) {
    g_autofree char *base = g_path_get_basename (fragment_files[i]);
    g_autofree char *path = g_strdup_printf ("/mado/dicom/corpus/fragments/%s", base);

    g_test_add_data_func (path, fragment_files[i], test_fragments);
  }
  return g_test_run ();
}
