/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "mado-test-cli.h"
#include "mado-test.h"

static JsonParser *
read_info (const char *path)
{
  g_auto (MadoTestRun) run = {0};
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  mado_test_run_cli (&run, MADO_TEST_ARGUMENTS ("info", "--json", path));
  g_assert_cmpint (run.status, ==, 0);
  json_parser_load_from_data (parser, run.out, -1, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&parser);
}

/* @path: JSONPath */
static JsonNode *
find (JsonParser *parser, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) matches =
      json_path_query (path, json_parser_get_root (parser), &error);
  JsonArray *array = json_node_get_array (matches);

  g_assert_no_error (error);
  if (json_array_get_length (array) == 0)
    g_error ("%s is not there", path);
  return json_array_dup_element (array, 0);
}

static gint64
find_int (JsonParser *parser, const char *path)
{
  g_autoptr (JsonNode) node = find (parser, path);

  return json_node_get_int (node);
}

/* "" for null */
static char *
find_string (JsonParser *parser, const char *path)
{
  g_autoptr (JsonNode) node = find (parser, path);

  return g_strdup (json_node_is_null (node) ? "" : json_node_get_string (node));
}

static void
make_phantom (const char *folder, const char *kind)
{
  g_auto (MadoTestRun) run = {0};

  mado_test_run_cli (
      &run, MADO_TEST_ARGUMENTS ("phantom", folder, "--kind", kind, "--slices", "2"));
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.status, ==, 0);
}

static void
put (const char *folder, const char *name, const char *data, gssize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);
}

/* Two scouts, two thin slices, the thick ones; truth.json and what is put beside. */
static void
test_counters (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *original = g_build_filename (folder, "2-lung", "0001.dcm", NULL);
  g_autoptr (JsonParser) info = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  make_phantom (folder, "chest-ct");
  g_assert_true (g_file_get_contents (original, &bytes, &size, NULL));
  put (folder, "copy.dcm", bytes, (gssize) size);
  put (folder, "cut.dcm", bytes, 200);
  put (folder, "note.txt", "no images here\n", -1);
  put (folder, "empty.dcm", "", 0);
  info = read_info (folder);

  g_assert_cmpint (find_int (info, "$.files.read"), ==, 6);
  g_assert_cmpint (find_int (info, "$.files.duplicates"), ==, 1);
  g_assert_cmpint (find_int (info, "$.files.broken"), ==, 1);
  /* truth.json, the note and the empty file */
  g_assert_cmpint (find_int (info, "$.files.not_dicom"), ==, 3);
  g_assert_cmpint (find_int (info, "$.files.seen"), ==, 11);

  g_autoptr (JsonNode) problems = find (info, "$.problems");
  JsonArray *list = json_node_get_array (problems);

  g_autoptr (JsonNode) again = find (info, "$.files.problems");

  g_assert_cmpuint (json_array_get_length (list), ==, 5);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (again)), ==, 5);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *problem = json_array_get_object_element (list, i);
    const char *path = json_object_get_string_member (problem, "path");
    g_autofree char *name = g_path_get_basename (path);
    const char *kind = g_str_equal (name, "cut.dcm") ? "broken" : "not_dicom";

    /* Either of the two may be called the duplicate. */
    if (g_str_equal (name, "copy.dcm") || g_str_equal (name, "0001.dcm"))
      kind = "duplicate";
    g_assert_cmpstr (json_object_get_string_member (problem, "kind"), ==, kind);
    g_assert_cmpstr (json_object_get_string_member (problem, "reason"), !=, "");
  }
  mado_test_remove_tree (folder);
}

static void
test_display_sets (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autoptr (JsonParser) info = NULL;
  g_autofree char *name = NULL, *explanation = NULL, *unit = NULL;
  const char *lung = "$.patients[0].studies[0].series[1].display_sets[0]";
  g_autofree char *frames = g_strconcat (lung, ".frames", NULL);
  g_autofree char *columns = g_strconcat (lung, ".columns", NULL);
  g_autofree char *windows = g_strconcat (lung, ".windows[0].explanation", NULL);
  g_autofree char *units = g_strconcat (lung, ".unit", NULL);

  make_phantom (folder, "chest-ct");
  info = read_info (folder);
  name = find_string (info, "$.patients[0].name.ideographic");
  explanation = find_string (info, windows);
  unit = find_string (info, units);
  g_assert_cmpstr (name, ==, "山田^太郎");
  g_assert_cmpint (find_int (info, frames), ==, 2);
  g_assert_cmpint (find_int (info, columns), ==, 512);
  g_assert_cmpstr (explanation, ==, "肺野");
  g_assert_cmpstr (unit, ==, "HU");
  mado_test_remove_tree (folder);
}

typedef struct {
  const char *test;
  bool in_corpus; /* else in the vectors beside it */
  const char *path;
  const char *alphabetic, *ideographic, *phonetic;
} Name;

/* Expected values: jp_person_names.txt, the corpus' MANIFEST.tsv, and the table in
 * pydicom's FileInfo.txt decoded by hand. */
static const Name names[] = {
    {"h31", false, "h31.dcm", "Yamada^Tarou", "山田^太郎", "やまだ^たろう"},
    {"h32", false, "h32.dcm", "ﾔﾏﾀﾞ^ﾀﾛｳ", "山田^太郎", "やまだ^たろう"},
    {"ir13", false, "ir13.dcm", "ﾔﾏﾀﾞ^ﾀﾛｳ", "", ""},
    {"utf8", false, "utf8.dcm", "Yamada^Tarou", "山田^太郎", "やまだ^たろう"},
    {"ir13-ir87-ir159", true, "generated/charset/IR13_IR87_IR159.dcm", "ﾏﾙｵ^ﾀﾛｳ",
     "丂^太郎", "まるお^たろう"},
    {"ir87-ir159", true, "generated/charset/IR87_IR159.dcm", "Maruo^Tarou", "丂^太郎",
     "まるお^たろう"},
    {"utf8-japanese", true, "generated/charset/utf8_japanese.dcm", "山田^太郎",
     "山田^太郎", "やまだ^たろう"},
    {"french", true, "files/pydicom/charset_files/chrFren.dcm", "Buc^Jérôme", "", ""},
    {"german", true, "files/pydicom/charset_files/chrGerm.dcm", "Äneas^Rüdiger", "",
     ""},
    {"greek", true, "files/pydicom/charset_files/chrGreek.dcm", "Διονυσιος", "", ""},
    {"russian", true, "files/pydicom/charset_files/chrRuss.dcm", "Люкceмбypг", "", ""},
    {"korean", true, "files/pydicom/charset_files/chrI2.dcm", "Hong^Gildong", "洪^吉洞",
     "홍^길동"},
    {"chinese", true, "files/pydicom/charset_files/chrX1.dcm", "Wang^XiaoDong",
     "王^小東", ""},
};

static void
test_name (gconstpointer data)
{
  const Name *expected = data;
  g_autofree char *path = expected->in_corpus ? mado_test_corpus (expected->path)
                                              : mado_test_vectors (expected->path);
  g_autoptr (JsonParser) info = NULL;
  g_autofree char *alphabetic = NULL, *ideographic = NULL, *phonetic = NULL;

  if (path == NULL)
    return;
  info = read_info (path);
  alphabetic = find_string (info, "$.patients[0].name.alphabetic");
  ideographic = find_string (info, "$.patients[0].name.ideographic");
  phonetic = find_string (info, "$.patients[0].name.phonetic");
  g_assert_cmpstr (alphabetic, ==, expected->alphabetic);
  g_assert_cmpstr (ideographic, ==, expected->ideographic);
  g_assert_cmpstr (phonetic, ==, expected->phonetic);
}

/* Nothing is lost: the sum holds over everything the corpus has. */
static void
test_corpus_sum (void)
{
  g_autofree char *path = mado_test_corpus ("files");
  g_autoptr (JsonParser) info = NULL;

  if (path == NULL)
    return;
  info = read_info (path);
  g_assert_cmpint (find_int (info, "$.files.seen"), >, 100);
  g_assert_cmpint (
      find_int (info, "$.files.seen"), ==,
      find_int (info, "$.files.read") + find_int (info, "$.files.duplicates") +
          find_int (info, "$.files.not_dicom") + find_int (info, "$.files.broken"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mado/cli/info/counters", test_counters);
  g_test_add_func ("/mado/cli/info/display-sets", test_display_sets);
  g_test_add_func ("/mado/cli/info/corpus-sum", test_corpus_sum);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_strdup_printf ("/mado/cli/info/name/%s", names[i].test);

    g_test_add_data_func (path, &names[i], test_name);
  }
  return g_test_run ();
}
