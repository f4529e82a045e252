/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "mado-dicom-file.h"
#include "mado-phantom-chest-private.h"
#include "mado-phantom.h"
#include "mado-test.h"

static void
write_phantom (const MadoPhantomOptions *options, const char *folder)
{
  g_autoptr (GError) error = NULL;

  mado_phantom_write (options, folder, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Calls @visit with each DICOM file below @folder, in no particular order. */
static int
visit_files (const char *folder,
             void (*visit) (const char *path, gpointer data),
             gpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  int n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      n += visit_files (path, visit, data);
    else if (g_str_has_suffix (name, ".dcm")) {
      visit (path, data);
      n++;
    }
  }
  return n;
}

typedef struct {
  const char *first, *second; /* folders */
} TwoFolders;

static void
compare_file (const char *path, gpointer data)
{
  const TwoFolders *folders = data;
  g_autofree char *other =
      g_strconcat (folders->second, path + strlen (folders->first), NULL);
  g_autofree char *a = NULL, *b = NULL;
  gsize a_size = 0, b_size = 0;

  g_assert_true (g_file_get_contents (path, &a, &a_size, NULL));
  g_assert_true (g_file_get_contents (other, &b, &b_size, NULL));
  g_assert_cmpmem (a, a_size, b, b_size);
}

/* Projections are large: one is enough. */
static int
get_n_slices (const char *kind)
{
  return g_str_equal (kind, "cr") || g_str_equal (kind, "mg") ? 1 : 3;
}

static void
test_same_bytes (gconstpointer data)
{
  const MadoPhantomOptions options = {
      .kind = data, .n_slices = get_n_slices (data), .seed = 7};
  g_autofree char *first = mado_test_make_folder ();
  g_autofree char *second = mado_test_make_folder ();
  const TwoFolders folders = {first, second};

  write_phantom (&options, first);
  write_phantom (&options, second);
  g_assert_cmpint (visit_files (first, compare_file, (gpointer) &folders), >, 0);
  mado_test_remove_tree (first);
  mado_test_remove_tree (second);
}

static void
validate_file (const char *path, gpointer data)
{
  const char *argv[] = {data, path, NULL};
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &output,
                NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (output, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "Error"))
      g_test_fail_printf ("%s: %s", path, *line);
}

/* dciodvfy of dicom3tools knows what each IOD demands. */
static void
test_valid (gconstpointer data)
{
  const MadoPhantomOptions options = {
      .kind = data, .n_slices = get_n_slices (data), .seed = 1};
  g_autofree char *program = mado_test_find_program ("dciodvfy");
  g_autofree char *folder = NULL;

  if (program == NULL)
    return;
  folder = mado_test_make_folder ();
  write_phantom (&options, folder);
  g_assert_cmpint (visit_files (folder, validate_file, program), >, 0);
  mado_test_remove_tree (folder);
}

typedef struct {
  const char *name;
  MadoPhantomOptions options;
  int code;
} Refusal;

static const Refusal refusals[] = {
    {"unknown-kind", {.kind = "elephant"}, MADO_DICOM_ERROR_UNSUPPORTED},
    {"no-kind", {.kind = NULL}, MADO_DICOM_ERROR_UNSUPPORTED},
    {"twelve-bits-in-jpeg-baseline",
     {.kind = "chest-ct", .transfer_syntax = "1.2.840.10008.1.2.4.50"},
     MADO_DICOM_ERROR_UNSUPPORTED},
    {"video",
     {.kind = "chest-ct", .transfer_syntax = "1.2.840.10008.1.2.4.102"},
     MADO_DICOM_ERROR_UNSUPPORTED},
    {"negative-slices",
     {.kind = "chest-ct", .n_slices = -1},
     MADO_DICOM_ERROR_UNSUPPORTED},
    {"too-many-slices",
     {.kind = "chest-ct", .n_slices = 1000000},
     MADO_DICOM_ERROR_UNSUPPORTED},
};

static void
test_refused (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autofree char *parent = mado_test_make_folder ();
  g_autofree char *folder = g_build_filename (parent, "new", NULL);
  g_autoptr (GError) error = NULL;
  const bool done =
      mado_phantom_write (&refusal->options, folder, NULL, NULL, NULL, &error);

  g_assert_error (error, MADO_DICOM_ERROR, refusal->code);
  g_assert_false (done);
  /* Refused before anything was written. */
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  mado_test_remove_tree (parent);
}

static void
test_cancelled (void)
{
  const MadoPhantomOptions options = {.kind = "chest-ct", .n_slices = 4};
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *truth = g_build_filename (folder, "truth.json", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  mado_phantom_write (&options, folder, NULL, NULL, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (truth, G_FILE_TEST_EXISTS));
  mado_test_remove_tree (folder);
}

/* Far enough from a nodule's middle on each axis the picture is lung again; at its
 * middle it has the value that truth.json tells. */
static void
test_nodules (void)
{
  const MadoPhantomGrid grid = {41, 41, 0, 0, 0.7, 0.7, 1.0};
  g_autoptr (MadoPhantomChest) chest = mado_phantom_chest_new (1);
  g_autofree float *values = g_new (float, 41 * 41);

  for (int i = 0; i < mado_phantom_n_nodules; i++) {
    const MadoPhantomNodule *nodule = &mado_phantom_nodules[i];
    MadoPhantomGrid around = grid;
    int n_inside = 0;

    around.x0 = nodule->center.x - 20 * 0.7;
    around.y0 = nodule->center.y - 20 * 0.7;
    mado_phantom_chest_render (chest, &around, nodule->center.z, 0, 0, values);
    g_assert_cmpfloat_with_epsilon (values[20 * 41 + 20], nodule->value,
                                    nodule->diameter < 5 ? 120 : 40);

    /* Half-way between lung and nodule; ground glass is above -740. */
    for (int k = 0; k < 41 * 41; k++)
      n_inside += hypot (k % 41 - 20, k / 41 - 20) * 0.7 < nodule->diameter * 0.6 &&
                  values[k] > -730;

    const double diameter = 2 * sqrt (n_inside * 0.7 * 0.7 / G_PI);

    g_test_message ("%s: %.1f HU, %.1f mm", nodule->id, (double) values[20 * 41 + 20],
                    diameter);
    g_assert_cmpfloat_with_epsilon (diameter, nodule->diameter,
                                    1 + 0.06 * nodule->diameter);
  }
}

/* The file of a stack whose slice is nearest to @z, of @n slices from the head down. */
static double
read_bqml (const char *folder, double x, double y, double z, int n)
{
  const int index = CLAMP ((int) floor ((150 - z) / (300.0 / n)), 0, n - 1);
  g_autofree char *name = g_strdup_printf ("%04d.dcm", index + 1);
  g_autofree char *path = g_build_filename (folder, "1-pet", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = mado_dicom_file_open (path, &error);
  g_autoptr (MadoPixelSource) source = NULL;
  g_autoptr (MadoFrame) frame = NULL;
  double position[3], spacing[2], slope = 0;
  const MadoDicomItem *data;

  g_assert_no_error (error);
  data = mado_dicom_file_get_dataset (file);
  g_assert_true (mado_dicom_item_get_doubles (data, 0x00200032, position, 3));
  g_assert_true (mado_dicom_item_get_doubles (data, 0x00280030, spacing, 2));
  g_assert_true (mado_dicom_item_get_double (data, 0x00281053, 0, &slope));
  g_assert_cmpfloat (fabs (position[2] - z), <=, 300.0 / n / 2 + 1e-6);
  source = mado_dicom_file_dup_pixel_source (file, &error);
  g_assert_no_error (error);
  frame = mado_pixel_source_decode_frame (source, 0, NULL, &error);
  g_assert_no_error (error);
  return slope *
         mado_frame_get_sample (frame, (int) lrint ((x - position[0]) / spacing[1]),
                                (int) lrint ((y - position[1]) / spacing[0]), 0);
}

/* In the middle of each hot spot, with its slice's own slope, lies what truth.json
 * says; the noise is a few per cent. */
static void
test_hot_spots (void)
{
  const MadoPhantomOptions options = {.kind = "pet", .seed = 1};
  const int n = 90;
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "truth.json", NULL);
  g_autoptr (JsonParser) truth = json_parser_new ();
  JsonArray *spots;

  write_phantom (&options, folder);
  g_assert_true (json_parser_load_from_file (truth, path, NULL));
  spots = json_object_get_array_member (
      json_node_get_object (json_parser_get_root (truth)), "hot_spots");
  g_assert_cmpuint (json_array_get_length (spots), ==, 4);
  for (guint i = 0; i < json_array_get_length (spots); i++) {
    JsonObject *spot = json_array_get_object_element (spots, i);
    JsonArray *center = json_object_get_array_member (spot, "center_mm");
    const double expected = json_object_get_double_member (spot, "bqml");
    const double found = read_bqml (folder, json_array_get_double_element (center, 0),
                                    json_array_get_double_element (center, 1),
                                    json_array_get_double_element (center, 2), n);

    g_assert_cmpfloat_with_epsilon (found, expected, expected * 0.12);
  }
  mado_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const char *const *kind = mado_phantom_list_kinds (); *kind != NULL; kind++) {
    g_autofree char *same = g_strdup_printf ("/mado/phantom/same-bytes/%s", *kind);
    g_autofree char *valid = g_strdup_printf ("/mado/phantom/valid/%s", *kind);

    /* cr is made of the same chest as chest-ct, and slow. */
    if (!g_str_equal (*kind, "cr"))
      g_test_add_data_func (same, *kind, test_same_bytes);
    g_test_add_data_func (valid, *kind, test_valid);
  }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/phantom/refused/%s", refusals[i].name);

    g_test_add_data_func (path, &refusals[i], test_refused);
  }
  g_test_add_func ("/mado/phantom/cancelled", test_cancelled);
  g_test_add_func ("/mado/phantom/chest/nodules", test_nodules);
  g_test_add_func ("/mado/phantom/pet/hot-spots", test_hot_spots);
  return g_test_run ();
}
