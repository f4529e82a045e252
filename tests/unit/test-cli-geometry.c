/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <json-glib/json-glib.h>

#include "mado-test-cli.h"
#include "mado-test.h"

/* What `info --json` must say of a phantom, as its truth.json and docs/mado-cli.md have
 * it.  @path: JSONPath below series 1; @text: (nullable): instead of @value */
typedef struct {
  const char *kind;
  const char *path;
  double value;
  const char *text;
} GeometryCase;

#define SET(path) "display_sets[" path

/* Rows of a kind follow each other. */
static const GeometryCase cases[] = {
    {"tilt", SET ("0].geometry.slices"), 44, NULL},
    {"tilt", SET ("0].geometry.tilt"), 15, NULL},
    /* 2.5 mm × cos 15° */
    {"tilt", SET ("0].geometry.slice_spacing"), 2.414814566, NULL},
    {"tilt", SET ("0].geometry.regular"), 1, NULL},
    {"tilt", SET ("0].geometry.volume"), 1, NULL},
    /* Numbers rise to the feet, and along the table. */
    {"tilt", SET ("0].geometry.affine[0][2]"), 0, NULL},
    {"tilt", SET ("0].geometry.affine[1][2]"), 0, NULL},
    {"tilt", SET ("0].geometry.affine[2][2]"), -2.5, NULL},
    {"irregular", SET ("0].geometry.slices"), 34, NULL},
    {"irregular", SET ("0].geometry.regular"), 0, NULL},
    {"irregular", SET ("0].geometry.volume"), 1, NULL},
    {"irregular", SET ("0].geometry.non_square"), 1, NULL},
    /* Numbers 3, 20 and 21 are not there; the last two follow slice 18. */
    {"missing-slices", SET ("0].geometry.missing[0].after"), 2, NULL},
    {"missing-slices", SET ("0].geometry.missing[0].count"), 1, NULL},
    {"missing-slices", SET ("0].geometry.missing[0].width"), 5.5, NULL},
    {"missing-slices", SET ("0].geometry.missing[1].after"), 18, NULL},
    {"missing-slices", SET ("0].geometry.missing[1].count"), 2, NULL},
    {"missing-slices", SET ("0].geometry.slice_spacing"), 2.75, NULL},
    {"missing-slices", SET ("0].geometry.volume"), 1, NULL},
    {"duplicates", SET ("0].frames"), 42, NULL},
    {"duplicates", SET ("0].geometry.slices"), 40, NULL},
    {"duplicates", SET ("0].geometry.duplicates[0].slice"), 9, NULL},
    {"duplicates", SET ("0].geometry.duplicates[0].of"), 8, NULL},
    {"duplicates", SET ("0].geometry.duplicates[1].of"), 24, NULL},
    {"duplicates", SET ("0].geometry.plane"), 0, "sagittal"},
    {"duplicates", SET ("0].geometry.volume"), 1, NULL},
    {"crossing", SET ("0].geometry.volume"), 0, NULL},
    {"crossing", SET ("0].geometry.refusal.reason"), 0, "not_parallel"},
    {"4d", SET ("0].label"), 0, "b=0"},
    {"4d", SET ("1].label"), 0, "b=500"},
    {"4d", SET ("2].label"), 0, "b=1000"},
    {"4d", SET ("2].geometry.slices"), 40, NULL},
    {"4d", SET ("2].geometry.slice_spacing"), 2.8, NULL},
    {"enhanced-ct", SET ("0].geometry.slices"), 40, NULL},
    {"enhanced-ct", SET ("0].geometry.plane"), 0, "axial"},
    {"enhanced-ct", SET ("0].geometry.affine[0][0]"), 1.375, NULL},
    {"enhanced-mr", SET ("1].label"), 0, "te=80"},
    {"enhanced-mr", SET ("1].geometry.slices"), 36, NULL},
    /* 1.5 mm × cos 76°, 1.75 mm down: the directions of truth.json. */
    {"enhanced-mr", SET ("1].geometry.affine[0][0]"), 0.362882843, NULL},
    {"enhanced-mr", SET ("1].geometry.affine[2][1]"), -1.717847596, NULL},
};

static JsonNode *
find (JsonParser *parser, const char *path)
{
  g_autofree char *full =
      g_strconcat ("$.patients[0].studies[0].series[0].", path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) matches =
      json_path_query (full, json_parser_get_root (parser), &error);
  JsonArray *array = json_node_get_array (matches);

  g_assert_no_error (error);
  if (json_array_get_length (array) != 1)
    g_error ("%s is not there", full);
  return json_array_dup_element (array, 0);
}

static void
check (JsonParser *parser, const GeometryCase *c)
{
  g_autoptr (JsonNode) node = find (parser, c->path);

  if (c->text != NULL)
    g_assert_cmpstr (json_node_get_string (node), ==, c->text);
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_assert_cmpint (json_node_get_boolean (node), ==, (int) c->value);
  else
    g_assert_cmpfloat_with_epsilon (json_node_get_double (node), c->value, 1e-6);
}

static void
test_kind (gconstpointer data)
{
  const GeometryCase *first = data;
  g_autofree char *folder = mado_test_make_folder ();
  g_auto (MadoTestRun) phantom = {0};
  g_auto (MadoTestRun) info = {0};
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  mado_test_run_cli (&phantom,
                     MADO_TEST_ARGUMENTS ("phantom", folder, "--kind", first->kind));
  g_assert_cmpint (phantom.status, ==, 0);
  mado_test_run_cli (&info, MADO_TEST_ARGUMENTS ("info", "--json", folder));
  g_assert_cmpint (info.status, ==, 0);
  json_parser_load_from_data (parser, info.out, -1, &error);
  g_assert_no_error (error);
  for (const GeometryCase *c = first;
       c < cases + G_N_ELEMENTS (cases) && g_str_equal (c->kind, first->kind); c++)
    check (parser, c);
  mado_test_remove_tree (folder);
}

/* For people: one line for each oddity, and the reason. */
static void
test_text (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_auto (MadoTestRun) phantom = {0};
  g_auto (MadoTestRun) info = {0};

  mado_test_run_cli (&phantom,
                     MADO_TEST_ARGUMENTS ("phantom", folder, "--kind", "crossing"));
  mado_test_run_cli (&info, MADO_TEST_ARGUMENTS ("info", folder));
  g_assert_cmpint (info.status, ==, 0);
  g_assert_nonnull (strstr (info.out, "axial  12 slices, 3 mm apart\n"));
  g_assert_nonnull (strstr (info.out, "no volume: The slices are not parallel: "
                                      "slice 9 is turned by 90.00°\n"));
  g_assert_nonnull (strstr (
      info.out, "no volume: Slices 1 and 2 cross inside the image, at 4.00°\n"));
  mado_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (i == 0 || !g_str_equal (cases[i].kind, cases[i - 1].kind)) {
      g_autofree char *path = g_strdup_printf ("/mado/cli/geometry/%s", cases[i].kind);

      g_test_add_data_func (path, &cases[i], test_kind);
    }
  g_test_add_func ("/mado/cli/geometry/text", test_text);
  return g_test_run ();
}
