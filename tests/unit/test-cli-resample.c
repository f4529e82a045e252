/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "mado-test-cli.h"
#include "mado-test-nifti.h"
#include "mado-test.h"

typedef struct {
  char *folder;
  char *out; /* where a volume goes */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mado_test_make_folder ();
  fixture->out = g_build_filename (fixture->folder, "out.nii", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mado_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->out);
}

/* Runs it; @arguments follow "resample PATH --out OUT". */
static char *
resample (const char *path, const char *out, const char *const *arguments)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_auto (MadoTestRun) run = {0};

  g_ptr_array_add (all, (gpointer) "resample");
  g_ptr_array_add (all, (gpointer) path);
  g_ptr_array_add (all, (gpointer) "--out");
  g_ptr_array_add (all, (gpointer) out);
  for (; arguments != NULL && *arguments != NULL; arguments++)
    g_ptr_array_add (all, (gpointer) *arguments);
  g_ptr_array_add (all, NULL);
  mado_test_run_cli (&run, (const char *const *) all->pdata);
  if (run.status != 0)
    g_test_message ("%s", run.err);
  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (run.out, ==, "");
  return g_steal_pointer (&run.err);
}

static MadoTestNifti *
read_volume (Fixture *fixture, const char *path, const char *const *arguments)
{
  g_autofree char *err = resample (path, fixture->out, arguments);

  return mado_test_nifti_new (fixture->out);
}

/* The ids of all display sets below @path, in order. */
static GPtrArray *
list_sets (const char *path)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_auto (MadoTestRun) run = {0};
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) found = NULL;
  JsonArray *array = NULL;

  mado_test_run_cli (&run, MADO_TEST_ARGUMENTS ("info", "--json", path));
  g_assert_true (json_parser_load_from_data (parser, run.out, -1, NULL));
  found = json_path_query ("$.patients[*].studies[*].series[*].display_sets[*].id",
                           json_parser_get_root (parser), NULL);
  array = json_node_get_array (found);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (ids, g_strdup (json_array_get_string_element (array, i)));
  return ids;
}

static char *
make_phantom (const Fixture *fixture, const char *kind, const char *n)
{
  g_autofree char *path = g_build_filename (fixture->folder, kind, NULL);
  g_auto (MadoTestRun) run = {0};

  mado_test_run_cli (
      &run, MADO_TEST_ARGUMENTS ("phantom", path, "--kind", kind, "--slices", n));
  g_assert_cmpint (run.status, ==, 0);
  return g_steal_pointer (&path);
}

/* A series and what another program made of it. */
typedef struct {
  const char *name;
  const char *path;
  const char *reference;
} Reference;

/* dcm2niix's, and, d2n, those that come with dicom2nifti's own tests. */
static const Reference references[] = {
    {"mosaic", "volumes/mr-siemens-mosaic", "volumes/_ref/mr-siemens-mosaic.nii"},
    {"epi-4d", "volumes/mr-ge-epi-4d", "volumes/_ref/mr-ge-epi-4d.nii"},
    {"xa10", "enhanced/xa10", "enhanced/_ref/xa10.nii"},
    {"ge", "volumes/d2n-ge-anatomical",
     "volumes/_ref/d2n-ge-anatomical-001_ground_truth.nii.gz"},
    {"ge-dti", "volumes/d2n-ge-dti", "volumes/_ref/d2n-ge-dti-001_ground_truth.nii.gz"},
    {"compressed", "volumes/d2n-generic-compressed",
     "volumes/_ref/d2n-generic-compressed-001_ground_truth.nii.gz"},
    {"compressed-jpeg", "volumes/d2n-generic-compressed_jpeg",
     "volumes/_ref/d2n-generic-compressed_jpeg-001_ground_truth.nii.gz"},
    {"compressed-jpegls", "volumes/d2n-generic-compressed_jpegls",
     "volumes/_ref/d2n-generic-compressed_jpegls-001_ground_truth.nii.gz"},
    {"compressed-rle", "volumes/d2n-generic-compressed_rle",
     "volumes/_ref/d2n-generic-compressed_rle-001_ground_truth.nii.gz"},
    {"hitachi", "volumes/d2n-hitachi-anatomical",
     "volumes/_ref/d2n-hitachi-anatomical-001_ground_truth.nii.gz"},
    {"philips", "volumes/d2n-philips-anatomical",
     "volumes/_ref/d2n-philips-anatomical-001_ground_truth.nii.gz"},
    {"philips-enhanced", "enhanced/d2n-philips-enhanced/anatomical",
     "enhanced/_ref/d2n-philips_enhanced-anatomical-001_ground_truth.nii.gz"},
    {"philips-enhanced-4d", "enhanced/d2n-philips-enhanced/fmri",
     "enhanced/_ref/d2n-philips_enhanced-fmri-001_ground_truth.nii.gz"},
};

/* Each voxel of @ours lies on one of @theirs, whatever way the axes run, and has its
 * value. */
static void
assert_same (const MadoTestNifti *ours, const MadoTestNifti *theirs, int t)
{
  g_assert_cmpint (ours->n[0] * ours->n[1] * ours->n[2], ==,
                   theirs->n[0] * theirs->n[1] * theirs->n[2]);
  for (int k = 0; k < ours->n[2]; k++)
    for (int j = 0; j < ours->n[1]; j++)
      for (int i = 0; i < ours->n[0]; i++) {
        const double value = mado_test_nifti_get (ours, i, j, k, 0);
        double lps[3], at[3];

        mado_test_nifti_to_lps (ours, i, j, k, lps);
        mado_test_nifti_from_lps (theirs, lps, at);
        for (int axis = 0; axis < 3; axis++)
          g_assert_cmpfloat_with_epsilon (at[axis], round (at[axis]), 0.01);
        g_assert_cmpfloat_with_epsilon (
            value,
            mado_test_nifti_get (theirs, (int) round (at[0]), (int) round (at[1]),
                                 (int) round (at[2]), t),
            1e-6 * fabs (value) + 1e-9);
      }
}

/* The quaternion says the same as the matrix, where it says anything. */
static void
assert_qform (const MadoTestNifti *volume)
{
  g_assert_cmpint (volume->sform_code, ==, 1);
  g_assert_cmpint (volume->units, ==, 2);
  if (volume->qform_code == 0)
    return;
  for (int row = 0; row < 3; row++)
    for (int i = 0; i < 4; i++)
      g_assert_cmpfloat_with_epsilon (volume->qform[row][i], volume->affine[row][i],
                                      1e-3);
}

static void
test_reference (Fixture *fixture, gconstpointer data)
{
  const Reference *reference = data;
  g_autofree char *path = mado_test_corpus (reference->path);
  g_autofree char *expected = mado_test_corpus (reference->reference);
  g_autoptr (MadoTestNifti) theirs = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  if (path == NULL || expected == NULL)
    return;
  theirs = mado_test_nifti_new (expected);
  ids = list_sets (path);
  g_assert_cmpint ((int) ids->len, ==, theirs->n[3]);
  for (int t = 0; t < theirs->n[3]; t++) {
    g_autoptr (MadoTestNifti) ours =
        read_volume (fixture, path, MADO_TEST_ARGUMENTS ("--series", ids->pdata[t]));

    g_assert_cmpint (ours->qform_code, ==, 1);
    assert_qform (ours);
    assert_same (ours, theirs, t);
  }
}

/* Rows of an affine are orthogonal where the axes are. */
static double
get_axes_dot (const MadoTestNifti *volume, int a, int b)
{
  double sum = 0;

  for (int row = 0; row < 3; row++)
    sum += volume->affine[row][a] * volume->affine[row][b];
  return sum;
}

/* A tilted gantry: one affine says it all, sheared; a quaternion cannot. */
static void
test_tilt (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "tilt", "12");
  g_autofree char *err = resample (path, fixture->out, NULL);
  g_autoptr (MadoTestNifti) volume = mado_test_nifti_new (fixture->out);

  g_assert_cmpstr (err, ==, "");
  g_assert_cmpint (volume->n[2], ==, 12);
  g_assert_cmpint (volume->qform_code, ==, 0);
  assert_qform (volume);
  g_assert_cmpfloat_with_epsilon (get_axes_dot (volume, 0, 1), 0, 1e-4);
  g_assert_cmpfloat (
      fabs (get_axes_dot (volume, 0, 2)) + fabs (get_axes_dot (volume, 1, 2)), >, 0.1);
}

static bool
is_known (const MadoTestNifti *volume, int k)
{
  return !isnan (
      mado_test_nifti_get (volume, volume->n[0] / 2, volume->n[1] / 2, k, 0));
}

/* Even distances are interpolated, and it is said. */
static void
test_irregular (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "irregular", "20");
  g_autofree char *err = resample (path, fixture->out, NULL);
  g_autoptr (MadoTestNifti) volume = mado_test_nifti_new (fixture->out);

  g_assert_nonnull (strstr (err, "not evenly spaced"));
  g_assert_cmpint (volume->n[2], >, 20);
  for (int k = 0; k < volume->n[2]; k++)
    g_assert_true (is_known (volume, k));
}

/* Where slices are missing nothing is known; the others are what they are. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "missing-slices", "40");
  g_autofree char *err = resample (path, fixture->out, NULL);
  g_autoptr (MadoTestNifti) volume = mado_test_nifti_new (fixture->out);
  g_autofree char *raw = g_build_filename (fixture->folder, "raw.npy", NULL);
  int n_known = 0;

  g_assert_nonnull (strstr (err, "not evenly spaced"));
  for (int k = 0; k < volume->n[2]; k++) {
    g_auto (MadoTestRun) run = {0};
    g_autofree char *frame = NULL;
    g_autofree char *npy = NULL;
    const float *values = NULL;
    gsize size = 0;

    if (!is_known (volume, k))
      continue;
    frame = g_strdup_printf ("%d", ++n_known);
    mado_test_run_cli (
        &run, MADO_TEST_ARGUMENTS ("render", path, "--frame", frame, "--raw", raw));
    g_assert_cmpint (run.status, ==, 0);
    g_assert_true (g_file_get_contents (raw, &npy, &size, NULL));
    values = (const float *) (npy + 10 + (guint8) npy[8] + 256 * (guint8) npy[9]);
    for (int j = 0; j < volume->n[1]; j++)
      for (int i = 0; i < volume->n[0]; i++)
        g_assert_cmpfloat_with_epsilon (
            mado_test_nifti_get (volume, i, j, k, 0),
            values[(gsize) j * (gsize) volume->n[0] + (gsize) i], 1e-3);
  }
  g_assert_cmpint (n_known, >, 20);
  g_assert_cmpint (n_known, <, volume->n[2]);
}

/* PET: each slice has its own slope; a value is what "render --raw" says of it. */
static void
test_slopes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "pet", "6");
  g_autoptr (MadoTestNifti) volume = read_volume (fixture, path, NULL);
  g_autofree char *raw = g_build_filename (fixture->folder, "raw.npy", NULL);

  for (int k = 0; k < volume->n[2]; k++) {
    g_auto (MadoTestRun) run = {0};
    g_autofree char *frame = g_strdup_printf ("%d", k + 1);
    g_autofree char *npy = NULL;
    gsize size = 0, n = (gsize) volume->n[0] * (gsize) volume->n[1];
    const float *values = NULL;

    mado_test_run_cli (
        &run, MADO_TEST_ARGUMENTS ("render", path, "--frame", frame, "--raw", raw));
    g_assert_cmpint (run.status, ==, 0);
    g_assert_true (g_file_get_contents (raw, &npy, &size, NULL));
    values = (const float *) (npy + size - n * sizeof (float));
    for (gsize i = 0; i < n; i++)
      g_assert_cmpfloat (volume->values[(gsize) k * n + i], ==, values[i]);
  }
}

/* NumPy: slices, rows, columns, and the affine beside it. */
static void
test_npy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "tilt", "5");
  g_autofree char *out = g_build_filename (fixture->folder, "out.npy", NULL);
  g_autofree char *beside = g_strconcat (out, ".json", NULL);
  g_autofree char *npy = NULL;
  g_autofree char *header = NULL;
  g_autofree char *shape = NULL;
  g_autoptr (MadoTestNifti) volume = read_volume (fixture, path, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size = 0, n = (gsize) volume->n[0] * (gsize) volume->n[1] * 5;
  const float *values = NULL;
  JsonArray *rows = NULL;

  g_free (resample (path, out, NULL));
  g_assert_true (g_file_get_contents (out, &npy, &size, NULL));
  header = g_strndup (npy + 10, 118);
  shape = g_strdup_printf ("'shape': (5, %d, %d)", volume->n[1], volume->n[0]);
  g_assert_nonnull (strstr (header, shape));
  g_assert_cmpuint (size, ==, 128 + n * sizeof (float));
  values = (const float *) (npy + 128);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (values[i], ==, volume->values[i]);

  g_assert_true (json_parser_load_from_file (parser, beside, NULL));
  rows = json_object_get_array_member (
      json_node_get_object (json_parser_get_root (parser)), "affine");
  for (guint row = 0; row < 3; row++)
    for (guint i = 0; i < 4; i++)
      g_assert_cmpfloat_with_epsilon (
          json_array_get_double_element (json_array_get_array_element (rows, row), i) *
              (row < 2 ? -1 : 1),
          volume->affine[row][i], 1e-3);
}

/* Points of another grid have the value of the voxel they lie in. */
static void
assert_nearest (const MadoTestNifti *points, const MadoTestNifti *own)
{
  int n_inside = 0;

  for (int k = 0; k < points->n[2]; k++)
    for (int j = 0; j < points->n[1]; j++)
      for (int i = 0; i < points->n[0]; i++) {
        const double value = mado_test_nifti_get (points, i, j, k, 0);
        double lps[3], at[3];
        bool is_inside = true, is_clear = true;

        mado_test_nifti_to_lps (points, i, j, k, lps);
        mado_test_nifti_from_lps (own, lps, at);
        for (int axis = 0; axis < 3; axis++) {
          is_clear = is_clear && fabs (at[axis] - floor (at[axis]) - 0.5) > 0.02;
          is_inside = is_inside && at[axis] > -0.5 && at[axis] < own->n[axis] - 0.5;
        }
        if (!is_clear)
          continue;
        n_inside += is_inside;
        if (is_inside)
          g_assert_cmpfloat (value, ==,
                             mado_test_nifti_get (own, (int) round (at[0]),
                                                  (int) round (at[1]),
                                                  (int) round (at[2]), 0));
        else
          g_assert_true (isnan (value));
      }
  g_assert_cmpint (n_inside, >, points->n[0] * points->n[1] * points->n[2] / 20);
}

/* Axes of the planes as radiologists hang them: right and down, in LPS. */
typedef struct {
  const char *plane;
  double right[3], down[3], along[3];
} PlaneCase;

static const PlaneCase plane_cases[] = {
    {"axial", {1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {"coronal", {1, 0, 0}, {0, 0, -1}, {0, 1, 0}},
    {"sagittal", {0, 1, 0}, {0, 0, -1}, {-1, 0, 0}},
};

static void
assert_axis (const MadoTestNifti *volume, int axis, const double lps[3])
{
  double length = 0;

  for (int row = 0; row < 3; row++)
    length += volume->affine[row][axis] * volume->affine[row][axis];
  length = sqrt (length);
  for (int row = 0; row < 3; row++)
    g_assert_cmpfloat_with_epsilon (volume->affine[row][axis] / length,
                                    lps[row] * (row < 2 ? -1 : 1), 1e-6);
}

static void
test_plane (Fixture *fixture, gconstpointer data)
{
  const PlaneCase *c = data;
  g_autofree char *path = make_phantom (fixture, "tilt", "12");
  g_autoptr (MadoTestNifti) own = read_volume (fixture, path, NULL);
  g_autoptr (MadoTestNifti) points =
      read_volume (fixture, path,
                   MADO_TEST_ARGUMENTS ("--plane", c->plane, "--interpolation",
                                        "nearest", "--spacing", "2.3"));

  assert_axis (points, 0, c->right);
  assert_axis (points, 1, c->down);
  assert_axis (points, 2, c->along);
  g_assert_cmpint (points->qform_code, ==, 1);
  assert_qform (points);
  assert_nearest (points, own);
}

/* A grid of the caller's own: oblique, its pixels not square. */
static void
test_grid (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "tilt", "12");
  g_autoptr (MadoTestNifti) own = read_volume (fixture, path, NULL);
  g_autoptr (MadoTestNifti) points =
      read_volume (fixture, path,
                   MADO_TEST_ARGUMENTS ("--grid", "31,17,9", "--spacing", "2.1,3.3,2.7",
                                        "--normal", "0.3,0.9,-0.2", "--up", "0,0,1",
                                        "--interpolation", "nearest"));
  const double length = sqrt (0.3 * 0.3 + 0.9 * 0.9 + 0.2 * 0.2);
  const double normal[3] = {0.3 / length, 0.9 / length, -0.2 / length};

  g_assert_cmpint (points->n[0], ==, 31);
  g_assert_cmpint (points->n[1], ==, 17);
  g_assert_cmpint (points->n[2], ==, 9);
  assert_axis (points, 2, normal);
  g_assert_cmpfloat_with_epsilon (sqrt (get_axes_dot (points, 0, 0)), 2.1, 1e-5);
  g_assert_cmpfloat_with_epsilon (sqrt (get_axes_dot (points, 1, 1)), 3.3, 1e-5);
  g_assert_cmpfloat_with_epsilon (sqrt (get_axes_dot (points, 2, 2)), 2.7, 1e-5);
  /* Up is up: to the head. */
  g_assert_cmpfloat (points->affine[2][1], <, 0);
  assert_qform (points);
  assert_nearest (points, own);
}

/* The centre of a grid lies where it was asked for. */
static void
test_grid_center (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "tilt", "5");
  g_autoptr (MadoTestNifti) points =
      read_volume (fixture, path,
                   MADO_TEST_ARGUMENTS ("--grid", "5,7,3", "--spacing", "2", "--center",
                                        "10,-20,30"));
  double lps[3];

  mado_test_nifti_to_lps (points, 2, 3, 1, lps);
  g_assert_cmpfloat_with_epsilon (lps[0], 10, 1e-4);
  g_assert_cmpfloat_with_epsilon (lps[1], -20, 1e-4);
  g_assert_cmpfloat_with_epsilon (lps[2], 30, 1e-4);
  assert_axis (points, 0, (const double[3]){1, 0, 0});
  assert_axis (points, 1, (const double[3]){0, 1, 0});
  assert_axis (points, 2, (const double[3]){0, 0, 1});
}

static int
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  int n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* No volume: the reason, nothing written, what was there left alone. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "crossing", "8");
  g_auto (MadoTestRun) run = {0};
  g_autofree char *kept = NULL;

  g_file_set_contents (fixture->out, "kept", -1, NULL);
  mado_test_run_cli (&run,
                     MADO_TEST_ARGUMENTS ("resample", path, "--out", fixture->out));
  g_assert_cmpint (run.status, ==, 1);
  g_assert_nonnull (strstr (run.err, "cross"));
  g_assert_cmpint ((int) strlen (run.err), ==, strchr (run.err, '\n') + 1 - run.err);
  g_file_get_contents (fixture->out, &kept, NULL, NULL);
  g_assert_cmpstr (kept, ==, "kept");
  g_assert_cmpint (count_files (fixture->folder), ==, 2);
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "tilt", "5");
  g_autofree char *out = g_build_filename (fixture->folder, "no", "out.nii", NULL);
  g_auto (MadoTestRun) run = {0};

  mado_test_run_cli (&run, MADO_TEST_ARGUMENTS ("resample", path, "--out", out));
  g_assert_cmpint (run.status, ==, 1);
  g_assert_nonnull (strstr (run.err, "cannot be written"));
}

static void
test_damaged_slice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_phantom (fixture, "tilt", "5");
  g_autofree char *err = NULL;
  g_autoptr (MadoTestNifti) volume = NULL;
  g_auto (MadoTestRun) run = {0};
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) found = NULL;
  const char *file = NULL;
  g_autofree char *bytes = NULL;
  gsize size = 0;

  mado_test_run_cli (&run, MADO_TEST_ARGUMENTS ("info", "--json", path));
  g_assert_true (json_parser_load_from_data (parser, run.out, -1, NULL));
  found = json_path_query ("$.patients[0].studies[0].series[0].display_sets[0]"
                           ".first_file",
                           json_parser_get_root (parser), NULL);
  file = json_array_get_string_element (json_node_get_array (found), 0);
  g_assert_true (g_file_get_contents (file, &bytes, &size, NULL));
  g_file_set_contents (file, bytes, (gssize) size - 5000, NULL);

  err = resample (path, fixture->out, NULL);
  volume = mado_test_nifti_new (fixture->out);
  g_assert_nonnull (strstr (err, "1 of 5 slices cannot be decoded"));
  for (int k = 0; k < 5; k++)
    g_assert_cmpint (is_known (volume, k), ==, k != 0);
}

static const char *const wrong_usages[][8] = {
    {"resample", NULL},
    {"resample", "/", NULL},
    {"resample", "/", "--out", "a.png", NULL},
    {"resample", "/", "--out", "a.nii", "--plane", "oblique", NULL},
    {"resample", "/", "--out", "a.nii", "--spacing", "1", NULL},
    {"resample", "/", "--out", "a.nii", "--grid", "4,4,4", NULL},
    {"resample", "/", "--out", "a.nii", "--grid=4,4", "--spacing=1", NULL},
    {"resample", "/", "--out", "a.nii", "--grid=4,4,0", "--spacing=1", NULL},
    {"resample", "/", "--out", "a.nii", "--grid=4,4,4", "--spacing=0", NULL},
    {"resample", "/", "--out", "a.nii", "--grid=4,4,4", "--spacing=1,1", NULL},
    {"resample", "/", "--out", "a.nii", "--plane=axial", "--center=1,2,3", NULL},
    {"resample", "/", "--out=a.nii", "--grid=4,4,4", "--spacing=1", "--center=1,x,3",
     NULL},
    {"resample", "/", "--out=a.nii", "--grid=4,4,4", "--spacing=1", "--normal=1,0,0",
     NULL},
    {"resample", "/", "--out=a.nii", "--grid=4,4,4", "--spacing=1", "--normal=1,0,0",
     "--up=2,0,0", NULL},
    {"resample", "/", "--out=a.nii", "--grid=4,4,4", "--spacing=1", "--plane=axial",
     NULL},
    {"resample", "/", "--out=a.nii", "--interpolation=best", NULL},
};

static void
test_usage (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_usages); i++) {
    g_auto (MadoTestRun) run = {0};

    mado_test_run_cli (&run, wrong_usages[i]);
    g_assert_cmpint (run.status, ==, 2);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                            \
  g_test_add ("/mado/cli/resample/" path, Fixture, NULL, set_up, function, tear_down)

  for (gsize i = 0; i < G_N_ELEMENTS (references); i++) {
    g_autofree char *path =
        g_strconcat ("/mado/cli/resample/reference/", references[i].name, NULL);

    g_test_add (path, Fixture, &references[i], set_up, test_reference, tear_down);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (plane_cases); i++) {
    g_autofree char *path =
        g_strconcat ("/mado/cli/resample/plane/", plane_cases[i].plane, NULL);

    g_test_add (path, Fixture, &plane_cases[i], set_up, test_plane, tear_down);
  }
  ADD ("tilt", test_tilt);
  ADD ("irregular", test_irregular);
  ADD ("missing", test_missing);
  ADD ("slopes", test_slopes);
  ADD ("npy", test_npy);
  ADD ("grid", test_grid);
  ADD ("grid-center", test_grid_center);
  ADD ("refused", test_refused);
  ADD ("no-folder", test_no_folder);
  ADD ("damaged-slice", test_damaged_slice);
  ADD ("usage", test_usage);
  return g_test_run ();
}
