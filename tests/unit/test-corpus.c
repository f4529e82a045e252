/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-instance.h"
#include "mado-test.h"

/* Every file of the corpus ends in a picture, a named "not an image" entry or a
 * clear error.  The oracle is the corpus's manifest, which was made with DCMTK. */

#define FRAMES_TO_DECODE 12 /* of each file: enough to meet each kind of fragment */

enum {
  COLUMN_PATH = 0,
  COLUMN_SOP_CLASS = 4,
  COLUMN_ROWS = 7,
  COLUMN_COLUMNS = 8,
  COLUMN_FRAMES = 9,
  N_COLUMNS = 13,
};

static void
assert_clear_error (const char *path, const GError *error)
{
  if (error == NULL)
    g_error ("%s: failed without an error", path);
  if (error->domain != MADO_DICOM_ERROR || strlen (error->message) < 8 ||
      !g_utf8_validate (error->message, -1, NULL))
    g_error ("%s: unclear error: %s", path, error->message);
}

static void
decode_frames (const char *path, const MadoInstance *instance)
{
  const MadoPixelFormat *format = mado_pixel_source_get_format (instance->pixels);

  for (int i = 0; i < MIN (instance->n_frames, FRAMES_TO_DECODE); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoFrame) frame =
        mado_pixel_source_decode_frame (instance->pixels, i, NULL, &error);

    if (frame == NULL) {
      assert_clear_error (path, error);
      g_test_message ("%s: frame %d: %s", path, i + 1, error->message);
      continue;
    }
    g_assert_cmpint (frame->columns, ==, format->columns);
    g_assert_cmpint (frame->rows, ==, format->rows);
  }
}

static MadoInstance *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  MadoInstance *instance = mado_instance_read (path, &error);

  if (instance == NULL) {
    assert_clear_error (path, error);
    g_test_message ("%s: %s", path, error->message);
    return NULL;
  }
  if (instance->pixels == NULL) {
    assert_clear_error (path, instance->no_picture);
    g_test_message ("%s: no picture: %s", path, instance->no_picture->message);
    return instance;
  }
  decode_frames (path, instance);
  return instance;
}

static void
compare_with_manifest (const char *path, const MadoInstance *instance, char **columns)
{
  const MadoPixelFormat *format = NULL;

  /* A mosaic is not the picture its header says, but the slices in it. */
  if (instance->pixels == NULL || instance->is_mosaic)
    return;

  format = mado_pixel_source_get_format (instance->pixels);
  g_test_message ("%s", path);
  g_assert_cmpint (format->rows, ==, g_ascii_strtoll (columns[COLUMN_ROWS], NULL, 10));
  g_assert_cmpint (format->columns, ==,
                   g_ascii_strtoll (columns[COLUMN_COLUMNS], NULL, 10));
  g_assert_cmpint (format->n_frames, ==,
                   MAX (1, g_ascii_strtoll (columns[COLUMN_FRAMES], NULL, 10)));
}

static void
test_manifest (void)
{
  g_autofree char *corpus = mado_test_corpus (".");
  g_autofree char *manifest = mado_test_corpus ("MANIFEST.tsv");
  g_autofree char *text = NULL;

  if (corpus == NULL || manifest == NULL)
    return;

  g_assert_true (g_file_get_contents (manifest, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines + 1; *line != NULL && **line != '\0'; line++) {
    g_auto (GStrv) columns = g_strsplit (*line, "\t", N_COLUMNS);
    g_autofree char *path = g_build_filename (corpus, columns[COLUMN_PATH], NULL);
    g_autoptr (MadoInstance) instance = read_file (path);

    /* The mutilated files say one thing and hold another. */
    if (instance != NULL && *columns[COLUMN_ROWS] != '\0' &&
        strstr (columns[COLUMN_PATH], "generated/bad") == NULL)
      compare_with_manifest (path, instance, columns);
  }
}

static void
test_bad (gconstpointer data)
{
  g_autofree char *folder = mado_test_corpus (data);
  g_autoptr (GDir) dir = NULL;
  const char *name = NULL;

  if (folder == NULL)
    return;

  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (MadoInstance) instance = NULL;

    if (!g_file_test (path, G_FILE_TEST_IS_DIR))
      instance = read_file (path);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/mado/study/corpus/bad", "generated/bad", test_bad);
  g_test_add_data_func ("/mado/study/corpus/fo-dicom", "files/fo-dicom", test_bad);
  g_test_add_func ("/mado/study/corpus/manifest", test_manifest);
  return g_test_run ();
}
