/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <cairo.h>
#include <glib/gstdio.h>

#include "mado-test-cli.h"
#include "mado-test.h"

/* Rows × columns × samples of a NumPy file as mado-cli writes it. */
typedef struct {
  int rows, columns, samples;
  float *values;
} Array;

static void
array_clear (Array *self)
{
  g_clear_pointer (&self->values, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Array, array_clear)

static void
read_npy (Array *self, const char *path)
{
  g_autofree char *data = NULL;
  g_autofree char *header = NULL;
  gsize size = 0, n, start;
  const char *shape;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpmem (data, 8, "\x93NUMPY\x01\x00", 8);
  start = 10 + (guint8) data[8] + 256u * (guint8) data[9];
  g_assert_cmpuint (start % 64, ==, 0);
  header = g_strndup (data + 10, start - 10);
  g_assert_nonnull (strstr (header, "'descr': '<f4'"));
  g_assert_nonnull (strstr (header, "'fortran_order': False"));
  shape = strstr (header, "'shape': (");
  g_assert_nonnull (shape);
  self->samples = 1;
  g_assert_cmpint (sscanf (shape, "'shape': (%d, %d, %d", &self->rows, &self->columns,
                           &self->samples),
                   >=, 2);
  n = (gsize) self->rows * (gsize) self->columns * (gsize) self->samples;
  g_assert_cmpuint (size - start, ==, n * sizeof (float));
  self->values = g_memdup2 (data + start, n * sizeof (float));
}

static void
run_program (const char *const *argv, char **output)
{
  g_autoptr (GError) error = NULL;
  int status;

  const GSpawnFlags flags = output == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : 0;

  g_spawn_sync (NULL, (char **) argv, NULL, flags | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* What dcmdump, which is DCMTK, says of an attribute; @otherwise when it is absent. */
static double
dump_number (const char *path, const char *tag, double otherwise)
{
  g_autofree char *program = mado_test_find_program ("dcmdump");
  const char *argv[] = {program, "-q", "-M", "+P", tag, path, NULL};
  g_autofree char *output = NULL;
  const char *at;

  run_program (argv, &output);
  at = strchr (output, ')');
  /* "(0028,0010) US 128" or "(0028,1053) DS [1]" */
  if (at == NULL || strlen (at) < 6)
    return otherwise;
  return g_ascii_strtod (at + 5 + (at[5] == '['), NULL);
}

/* Decodes with @tool of DCMTK and gives the stored bytes of the pixel data. */
static char *
decode_with_dcmtk (const char *tool, const char *path, const char *folder, gsize *size)
{
  g_autofree char *program = mado_test_find_program (tool);
  g_autofree char *dump = mado_test_find_program ("dcmdump");
  g_autofree char *native = g_build_filename (folder, "native.dcm", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *convert_argv[] = {program, "-q", "+te", path, native, NULL};
  const char *dump_argv[] = {dump, "-q", "+W", folder, native, NULL};
  const char *name;
  char *best = NULL;

  g_unlink (native);
  run_program (convert_argv, NULL);
  run_program (dump_argv, NULL);
  dir = g_dir_open (folder, 0, NULL);
  *size = 0;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize length;

    if (!g_str_has_suffix (name, ".raw") ||
        !g_file_get_contents (file, &bytes, &length, NULL) || length < *size)
      continue;
    *size = length;
    g_free (best);
    best = g_steal_pointer (&bytes);
  }
  return best;
}

typedef struct {
  const char *path; /* in the corpus */
  const char *tool;
} Lossless;

static const Lossless lossless[] = {
    {"files/pydicom/test_files/CT_small.dcm", "dcmconv"},
    {"files/pydicom/test_files/MR_small.dcm", "dcmconv"},
    {"files/pydicom/test_files/MR_small_bigendian.dcm", "dcmconv"},
    {"files/pydicom/test_files/MR_small_implicit.dcm", "dcmconv"},
    {"files/pydicom/test_files/MR_small_RLE.dcm", "dcmdrle"},
    {"files/pydicom/test_files/MR_small_jpeg_ls_lossless.dcm", "dcmdjpls"},
    {"files/pydicom/test_files/image_dfl.dcm", "dcmconv"},
    {"files/pydicom-data/JPEG-LL.dcm", "dcmdjpeg"},
    {"files/pydicom/test_files/SC_rgb_rle_16bit.dcm", "dcmdrle"},
    {"files/pydicom/test_files/SC_rgb_small_odd.dcm", "dcmconv"},
    {"files/pydicom-data/693_UNCI.dcm", "dcmconv"},
};

static double
get_stored (
    const char *bytes, gsize index, int allocated, int stored, int high, bool sign)
{
  const guint8 *at = (const guint8 *) bytes + index * (gsize) allocated / 8;
  guint32 value = 0;

  for (int byte = allocated / 8 - 1; byte >= 0; byte--)
    value = value << 8 | at[byte];
  value = value >> (high + 1 - stored);
  if (stored < 32)
    value &= (1u << stored) - 1;
  if (sign && value >> (stored - 1))
    return (double) value - (double) (1u << (stored - 1)) * 2;
  return value;
}

/* PS3.3 C.7.6.3 and C.11.1.1.2 by hand on what DCMTK decodes. */
static void
test_raw (gconstpointer data)
{
  const Lossless *file = data;
  g_autofree char *path = mado_test_corpus (file->path);
  g_autofree char *tool = path != NULL ? mado_test_find_program (file->tool) : NULL;
  g_autofree char *folder = NULL, *npy = NULL, *native = NULL, *bytes = NULL;
  g_auto (MadoTestRun) run = {0};
  g_auto (Array) array = {0};
  gsize size, n;

  if (tool == NULL)
    return;
  folder = mado_test_make_folder ();
  npy = g_build_filename (folder, "out.npy", NULL);
  native = g_build_filename (folder, "native.dcm", NULL);
  mado_test_run_cli (&run, MADO_TEST_ARGUMENTS ("render", path, "--raw", npy));
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.status, ==, 0);
  read_npy (&array, npy);
  bytes = decode_with_dcmtk (file->tool, path, folder, &size);

  const int allocated = (int) dump_number (native, "0028,0100", 0);
  const int stored = (int) dump_number (native, "0028,0101", 0);
  const int high = (int) dump_number (native, "0028,0102", 0);
  const bool sign = dump_number (native, "0028,0103", 0) != 0;
  const bool is_planar = dump_number (native, "0028,0006", 0) != 0;
  const double slope = dump_number (native, "0028,1053", 1);
  const double intercept = dump_number (native, "0028,1052", 0);
  const gsize n_pixels = (gsize) array.rows * (gsize) array.columns;

  g_assert_cmpint (array.rows, ==, (int) dump_number (native, "0028,0010", 0));
  g_assert_cmpint (array.columns, ==, (int) dump_number (native, "0028,0011", 0));
  n = n_pixels * (gsize) array.samples;
  g_assert_cmpuint (size, >=, n * (gsize) allocated / 8);
  for (gsize i = 0; i < n; i++) {
    const gsize samples = (gsize) array.samples;
    const gsize at = is_planar ? i % samples * n_pixels + i / samples : i;
    double value = get_stored (bytes, at, allocated, stored, high, sign);

    if (array.samples == 1)
      value = value * slope + intercept;
    if ((float) value != array.values[i])
      g_test_fail_printf ("sample %" G_GSIZE_FORMAT ": %g, not %g", i,
                          (double) array.values[i], value);
  }
  mado_test_remove_tree (folder);
}

static cairo_surface_t *
read_png (const char *path)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, pixels + (gsize) y * (gsize) stride + (gsize) x * 4, sizeof pixel);
  return pixel & 0xffffff;
}

typedef struct {
  const char *path;
  const char *center, *width;
} Windowed;

static const Windowed windowed[] = {
    {"files/pydicom/test_files/CT_small.dcm", "40", "400"},
    {"files/pydicom/test_files/CT_small.dcm", "-600", "1500"},
    {"files/pydicom/test_files/CT_small.dcm", "40.5", "81"},
    {"files/pydicom/test_files/MR_small_RLE.dcm", "600", "1600"},
    {"files/pydicom-data/JPEG-LL.dcm", "600", "1000"},
    {"volumes/ct-philips-axial-5mm", "50", "350"},
};

/* @path, or one file in it when it is a folder. */
static char *
find_first_file (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  char *first = NULL;

  if (dir == NULL)
    return g_strdup (path);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (first == NULL || strcmp (name, first) < 0) {
      g_free (first);
      first = g_strdup (name);
    }

  g_autofree char *found = first;

  return g_build_filename (path, found, NULL);
}

static void
test_window (gconstpointer data)
{
  const Windowed *test = data;
  g_autofree char *corpus = mado_test_corpus (test->path);
  g_autofree char *path = corpus != NULL ? find_first_file (corpus) : NULL;
  g_autofree char *tool = path != NULL ? mado_test_find_program ("dcmj2pnm") : NULL;
  g_autofree char *folder = NULL, *ours = NULL, *theirs = NULL, *window = NULL;
  g_auto (MadoTestRun) run = {0};

  if (tool == NULL)
    return;
  folder = mado_test_make_folder ();
  ours = g_build_filename (folder, "ours.png", NULL);
  theirs = g_build_filename (folder, "theirs.png", NULL);
  window = g_strdup_printf ("%s,%s", test->center, test->width);
  mado_test_run_cli (
      &run, MADO_TEST_ARGUMENTS ("render", path, "--out", ours, "--window", window));
  g_assert_cmpstr (run.err, ==, "");

  const char *argv[] = {tool,        "-q", "+on",  "+Ww", test->center,
                        test->width, path, theirs, NULL};

  run_program (argv, NULL);

  cairo_surface_t *a = read_png (ours), *b = read_png (theirs);
  const int width = cairo_image_surface_get_width (a);
  const int height = cairo_image_surface_get_height (a);
  int worst = 0;

  g_assert_cmpint (width, ==, cairo_image_surface_get_width (b));
  g_assert_cmpint (height, ==, cairo_image_surface_get_height (b));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      const int difference =
          (int) (get_pixel (a, x, y) & 0xff) - (int) (get_pixel (b, x, y) & 0xff);

      worst = MAX (worst, ABS (difference));
    }
  g_assert_cmpint (worst, <=, 1);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  mado_test_remove_tree (folder);
}

/* Turned and flipped pictures are the turned and flipped picture. */
static void
test_turned (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *study = g_build_filename (folder, "study", NULL);
  g_autofree char *file = g_build_filename (study, "1-scout", "0001.dcm", NULL);
  g_autofree char *plain = g_build_filename (folder, "plain.png", NULL);
  g_autofree char *turned = g_build_filename (folder, "turned.png", NULL);
  g_auto (MadoTestRun) make = {0};
  g_auto (MadoTestRun) first = {0};
  g_auto (MadoTestRun) second = {0};

  mado_test_run_cli (&make, MADO_TEST_ARGUMENTS ("phantom", study, "--slices", "2"));
  mado_test_run_cli (&first, MADO_TEST_ARGUMENTS ("render", file, "--out", plain));
  mado_test_run_cli (&second,
                     MADO_TEST_ARGUMENTS ("render", file, "--out", turned, "--flip",
                                          "--rotate", "90", "--invert"));
  g_assert_cmpint (make.status + first.status + second.status, ==, 0);

  cairo_surface_t *a = read_png (plain), *b = read_png (turned);
  const int width = cairo_image_surface_get_width (a);
  const int height = cairo_image_surface_get_height (a);

  g_assert_cmpint (width, ==, 512);
  g_assert_cmpint (cairo_image_surface_get_width (b), ==, height);
  g_assert_cmpint (cairo_image_surface_get_height (b), ==, width);
  /* Flipped: x' = width - 1 - x; then a quarter turn clockwise: (height - 1 - y, x'). */
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      g_assert_cmphex (get_pixel (b, height - 1 - y, width - 1 - x), ==,
                       0xffffff - get_pixel (a, x, y));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  mado_test_remove_tree (folder);
}

/* A stack is counted from 1, in the order of its positions. */
static void
test_frames (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *lung = g_build_filename (folder, "2-lung", NULL);
  g_autofree char *npy = g_build_filename (folder, "out.npy", NULL);
  g_auto (MadoTestRun) make = {0};
  g_auto (MadoTestRun) last = {0};
  g_auto (MadoTestRun) beyond = {0};
  g_auto (Array) array = {0};

  mado_test_run_cli (&make, MADO_TEST_ARGUMENTS ("phantom", folder, "--slices", "3"));
  mado_test_run_cli (
      &last, MADO_TEST_ARGUMENTS ("render", lung, "--frame", "3", "--raw", npy));
  g_assert_cmpstr (last.err, ==, "");
  read_npy (&array, npy);
  g_assert_cmpint (array.rows, ==, 512);
  /* Air beside the body, in HU. */
  g_assert_cmpfloat_with_epsilon (array.values[3 * 512 + 3], -1000, 60);
  mado_test_run_cli (
      &beyond, MADO_TEST_ARGUMENTS ("render", lung, "--frame", "4", "--raw", npy));
  g_assert_cmpint (beyond.status, ==, 1);
  g_assert_nonnull (strstr (beyond.err, "there is no frame 4; there are 3"));
  mado_test_remove_tree (folder);
}

/* Without --size the axial plane through a slice is that slice: same pixels, same
 * place.  What is no volume is refused, and options that say nothing are wrong. */
static void
test_plane (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *lung = g_build_filename (folder, "2-lung", NULL);
  g_autofree char *scout = g_build_filename (folder, "1-scout", NULL);
  g_autofree char *frame = g_build_filename (folder, "frame.npy", NULL);
  g_autofree char *plane = g_build_filename (folder, "plane.npy", NULL);
  g_auto (MadoTestRun) make = {0};
  g_auto (MadoTestRun) first = {0};
  g_auto (MadoTestRun) second = {0};
  g_auto (MadoTestRun) refused = {0};
  g_auto (MadoTestRun) wrong = {0};
  g_auto (Array) a = {0};
  g_auto (Array) b = {0};

  mado_test_run_cli (&make, MADO_TEST_ARGUMENTS ("phantom", folder, "--slices", "5"));
  mado_test_run_cli (
      &first, MADO_TEST_ARGUMENTS ("render", lung, "--frame", "3", "--raw", frame));
  mado_test_run_cli (&second, MADO_TEST_ARGUMENTS ("render", lung, "--plane", "axial",
                                                   "--raw", plane));
  g_assert_cmpstr (second.err, ==, "");
  read_npy (&a, frame);
  read_npy (&b, plane);
  g_assert_cmpint (b.rows, ==, a.rows);
  g_assert_cmpint (b.columns, ==, a.columns);
  for (int i = 0; i < a.rows * a.columns; i++)
    g_assert_cmpfloat (b.values[i], ==, a.values[i]);

  mado_test_run_cli (&refused, MADO_TEST_ARGUMENTS ("render", scout, "--plane",
                                                    "coronal", "--raw", plane));
  g_assert_cmpint (refused.status, ==, 1);
  g_assert_cmpstr (refused.err, !=, "");
  mado_test_run_cli (&wrong, MADO_TEST_ARGUMENTS ("render", lung, "--plane", "oblique",
                                                  "--normal", "1,0,0", "--up", "2,0,0",
                                                  "--raw", plane));
  g_assert_cmpint (wrong.status, ==, 2);
  mado_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lossless); i++) {
    g_autofree char *name = g_path_get_basename (lossless[i].path);
    g_autofree char *path = g_strdup_printf ("/mado/cli/render/raw/%s", name);

    g_test_add_data_func (path, &lossless[i], test_raw);
  }
  for (guint i = 0; i < G_N_ELEMENTS (windowed); i++) {
    g_autofree char *name = g_path_get_basename (windowed[i].path);
    g_autofree char *path = g_strdup_printf ("/mado/cli/render/window/%s/%s,%s", name,
                                             windowed[i].center, windowed[i].width);

    g_test_add_data_func (path, &windowed[i], test_window);
  }
  g_test_add_func ("/mado/cli/render/turned", test_turned);
  g_test_add_func ("/mado/cli/render/frames", test_frames);
  g_test_add_func ("/mado/cli/render/plane", test_plane);
  return g_test_run ();
}
