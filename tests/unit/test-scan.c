/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mado-test-slice.h"
#include "mado-test.h"

/* Files, stacks and frames per stack by hand from the corpus' README and MANIFEST,
 * and from the dimensions of the NIfTI volumes beside it. */
typedef struct {
  const char *folder;
  guint n_stacks;
  int n_frames;
} VolumeCase;

static const VolumeCase volume_cases[] = {
    {"volumes/ct-philips-axial-5mm", 1, 28},
    {"volumes/ct-ge-tilt-irregular", 1, 28},
    {"volumes/d2n-failing-gantrytilting", 1, 4},
    {"volumes/d2n-ge-anatomical", 1, 4},
    {"volumes/d2n-ge-dti", 2, 4},
    {"volumes/d2n-generic-compressed", 1, 4},
    {"volumes/d2n-generic-compressed_jpeg", 1, 4},
    {"volumes/d2n-generic-compressed_jpegls", 1, 4},
    {"volumes/d2n-generic-compressed_rle", 1, 4},
    {"volumes/d2n-hitachi-anatomical", 1, 4},
    {"volumes/d2n-philips-anatomical", 1, 4},
    {"volumes/mr-ge-coronal-2.5mm", 1, 100},
    {"volumes/mr-ge-epi-4d", 10, 15},
    {"volumes/mr-siemens-mosaic", 2, 5},
    {"enhanced/xa30-5-anat-T1w", 1, 96},
    {"enhanced/xa30-7-func", 2, 33},
    {"enhanced/xa30-9-gre", 1, 33},
    {"enhanced/d2n-philips-enhanced/anatomical", 1, 8},
    {"enhanced/d2n-philips-enhanced/fmri", 4, 8},
};

static double
get_along (const MadoFrameInfo *info)
{
  const double *r = info->row_direction;
  const double *c = info->column_direction;

  return info->position[0] * (r[1] * c[2] - r[2] * c[1]) +
         info->position[1] * (r[2] * c[0] - r[0] * c[2]) +
         info->position[2] * (r[0] * c[1] - r[1] * c[0]);
}

static void
assert_monotonic (MadoDisplaySet *set)
{
  double first = get_along (mado_display_set_get_frame (set, 0)->info);
  double second = get_along (mado_display_set_get_frame (set, 1)->info);
  double sign = second > first ? 1.0 : -1.0;

  for (int i = 1; i < mado_display_set_get_n_frames (set); i++)
    g_assert_cmpfloat (sign *
                           (get_along (mado_display_set_get_frame (set, i)->info) -
                            get_along (mado_display_set_get_frame (set, i - 1)->info)),
                       >, 0.0);
}

static void
test_volume (gconstpointer data)
{
  const VolumeCase *c = data;
  g_autofree char *path = mado_test_corpus (c->folder);

  if (path == NULL)
    return;

  g_autoptr (MadoScan) scan = mado_test_scan (path);
  g_autoptr (GPtrArray) sets = mado_test_list_sets (scan);

  g_assert_cmpuint (sets->len, ==, c->n_stacks);
  for (guint i = 0; i < sets->len; i++) {
    g_assert_cmpint (mado_display_set_get_n_frames (sets->pdata[i]), ==, c->n_frames);
    if (!mado_display_set_is_temporal (sets->pdata[i]))
      assert_monotonic (sets->pdata[i]);
  }
}

static void
test_not_found (void)
{
  const char *paths[] = {"/nonexistent/folder", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, &error);

  g_assert_null (scan);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
add_slice (const char *folder, const char *name, int number)
{
  MadoTestSlice slice = {
      .modality = "CT", .series = "1", .number = number, .position = {0, 0, number}};

  mado_test_slice_end (mado_test_slice_begin (&slice), folder, name);
}

static void
copy_file (const char *folder, const char *from, const char *to, gsize length)
{
  g_autofree char *from_path = g_build_filename (folder, from, NULL);
  g_autofree char *to_path = g_build_filename (folder, to, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize whole = 0;

  g_file_get_contents (from_path, &contents, &whole, &error);
  g_assert_no_error (error);
  g_file_set_contents (to_path, contents, (gssize) MIN (length, whole), &error);
  g_assert_no_error (error);
}

static void
link_to (const char *target, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

/* Whether the scan lists the file with this problem. */
static bool
has_problem (const MadoScan *scan, const char *name, MadoProblemKind kind)
{
  for (guint i = 0; i < scan->problems->len; i++) {
    const MadoProblem *problem = scan->problems->pdata[i];
    g_autofree char *base = g_path_get_basename (problem->path);

    if (strcmp (base, name) == 0) {
      g_assert_cmpuint (strlen (problem->reason), >, 8);
      return problem->kind == kind;
    }
  }
  return false;
}

/* Nothing is dropped silently, nothing stops the scan, no link leads in a circle. */
static void
test_counts (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *deeper = g_build_filename (folder, "deeper", NULL);
  g_autofree char *text = g_build_filename (folder, "text.txt", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);

  g_assert_cmpint (mkdir (deeper, 0700), ==, 0);
  add_slice (folder, "m1.dcm", 1);
  add_slice (deeper, "m2.dcm", 2);
  copy_file (folder, "m1.dcm", "a-copy.dcm", G_MAXSIZE);
  copy_file (folder, "m1.dcm", "z-copy.dcm", G_MAXSIZE);
  copy_file (folder, "m1.dcm", "half-a-header.dcm", 300);
  g_assert_true (g_file_set_contents (text, "Not an image, only words.\n", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  link_to ("..", deeper, "circle");
  link_to ("/nonexistent/file", folder, "nowhere");

  g_autoptr (MadoScan) scan = mado_test_scan (folder);

  g_assert_cmpuint (scan->seen, ==, 8);
  g_assert_cmpuint (scan->read, ==, 2);
  g_assert_cmpuint (scan->duplicates, ==, 2);
  g_assert_cmpuint (scan->not_dicom, ==, 2);
  g_assert_cmpuint (scan->broken, ==, 2);
  g_assert_cmpuint (scan->unreadable_folders->len, ==, 0);
  /* Of equal files the path that sorts first is kept. */
  g_assert_true (has_problem (scan, "m1.dcm", MADO_PROBLEM_DUPLICATE));
  g_assert_true (has_problem (scan, "z-copy.dcm", MADO_PROBLEM_DUPLICATE));
  g_assert_true (has_problem (scan, "text.txt", MADO_PROBLEM_NOT_DICOM));
  g_assert_true (has_problem (scan, "empty", MADO_PROBLEM_NOT_DICOM));
  g_assert_true (has_problem (scan, "half-a-header.dcm", MADO_PROBLEM_BROKEN));
  g_assert_true (has_problem (scan, "nowhere", MADO_PROBLEM_BROKEN));
  mado_test_remove_tree (folder);
}

static void
test_unreadable_folder (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *closed = g_build_filename (folder, "closed", NULL);

  if (geteuid () == 0) {
    g_test_skip ("nothing is closed to root");
    mado_test_remove_tree (folder);
    return;
  }
  add_slice (folder, "m1.dcm", 1);
  g_assert_cmpint (mkdir (closed, 0), ==, 0);

  g_autoptr (MadoScan) scan = mado_test_scan (folder);

  g_assert_cmpuint (scan->read, ==, 1);
  g_assert_cmpuint (scan->unreadable_folders->len, ==, 1);
  g_assert_cmpstr (scan->unreadable_folders->pdata[0], ==, closed);
  mado_test_remove_tree (folder);
}

/* A file named twice, itself and through its folder, is one file. */
static void
test_overlapping_paths (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *file = g_build_filename (folder, "m1.dcm", NULL);
  const char *paths[] = {file, folder, file, NULL};
  g_autoptr (GError) error = NULL;

  add_slice (folder, "m1.dcm", 1);

  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (scan->seen, ==, 1);
  g_assert_cmpuint (scan->read, ==, 1);
  mado_test_remove_tree (folder);
}

/* Patients are told apart by ID and issuer, without an ID by name and birth date. */
typedef struct {
  const char *id;
  const char *issuer;
  const char *name;
  const char *birth_date;
} PatientCase;

static const PatientCase patient_cases[] = {
    {"7", NULL, "B^B", NULL},        {"7", NULL, "B^Bee", NULL},
    {"7", "OTHER", "C^C", NULL},     {NULL, NULL, "D^D", "19700101"},
    {NULL, NULL, "D^D", "19700101"}, {NULL, NULL, "D^D", "19710101"},
    {"8", NULL, "Z^Z==あ^あ", NULL},
};

static void
test_patients (void)
{
  static const guint n_studies[] = {2, 1, 2, 1, 1};
  g_autofree char *folder = mado_test_make_folder ();

  for (gsize i = 0; i < G_N_ELEMENTS (patient_cases); i++) {
    const PatientCase *c = &patient_cases[i];
    MadoTestSlice slice = {.modality = "CT", .series = "1", .number = (int) i + 1};
    MadoDicomWriter *writer = mado_test_slice_begin (&slice);
    g_autofree char *name = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
    g_autofree char *study = g_strdup_printf ("2.25.9.%" G_GSIZE_FORMAT, i);
    g_autofree char *date = g_strdup_printf ("2024010%" G_GSIZE_FORMAT, i + 1);

    mado_dicom_writer_set_string (writer, MADO_TAG (0x0010, 0x0020),
                                  c->id != NULL ? c->id : "");
    if (c->issuer != NULL)
      mado_dicom_writer_set_string (writer, MADO_TAG (0x0010, 0x0021), c->issuer);
    mado_dicom_writer_set_string (writer, MADO_TAG (0x0010, 0x0010), c->name);
    if (c->birth_date != NULL)
      mado_dicom_writer_set_string (writer, MADO_TAG (0x0010, 0x0030), c->birth_date);
    mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000d), study);
    mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0020), date);
    mado_test_slice_end (writer, folder, name);
  }

  g_autoptr (MadoScan) scan = mado_test_scan (folder);

  g_assert_cmpuint (g_list_model_get_n_items (scan->patients), ==, 5);
  for (guint i = 0; i < 5; i++) {
    g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, i);
    GListModel *studies = mado_patient_get_studies (patient);

    g_assert_cmpuint (g_list_model_get_n_items (studies), ==, n_studies[i]);
    if (n_studies[i] == 2) {
      g_autoptr (MadoStudy) first = g_list_model_get_item (studies, 0);
      g_autoptr (MadoStudy) second = g_list_model_get_item (studies, 1);

      /* Newest first. */
      g_assert_cmpstr (mado_study_get_info (first)->study_date, >,
                       mado_study_get_info (second)->study_date);
    }
  }
  mado_test_remove_tree (folder);
}

typedef struct {
  guint done;
  guint found;
  bool is_finished;
  guint n_calls;
  GMainLoop *loop;
  MadoScan *scan;
  GError *error;
  GThread *thread;
} Watch;

static void
progress_cb (guint done, guint found, bool finished_listing, gpointer data)
{
  Watch *watch = data;

  g_assert_true (watch->thread == g_thread_self ());
  g_assert_cmpuint (done, >=, watch->done);
  g_assert_cmpuint (found, >=, done);
  watch->done = done;
  watch->found = found;
  watch->is_finished = finished_listing;
  watch->n_calls++;
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Watch *watch = data;

  watch->scan = mado_scan_run_finish (result, &watch->error);
  g_main_loop_quit (watch->loop);
}

static void
test_async (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Watch watch = {.loop = loop, .thread = g_thread_self ()};
  const char *paths[] = {folder, NULL};

  for (int i = 0; i < 20; i++) {
    g_autofree char *name = g_strdup_printf ("%d", i);

    add_slice (folder, name, i + 1);
  }
  mado_scan_run_async (paths, progress_cb, &watch, NULL, finished_cb, &watch);
  g_main_loop_run (loop);
  g_assert_no_error (watch.error);
  g_assert_cmpuint (watch.scan->read, ==, 20);
  g_assert_cmpuint (watch.n_calls, >=, 1);
  g_assert_cmpuint (watch.done, ==, 20);
  g_assert_cmpuint (watch.found, ==, 20);
  g_assert_true (watch.is_finished);
  mado_scan_free (watch.scan);
  mado_test_remove_tree (folder);
}

static void
test_cancelled (void)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Watch watch = {.loop = loop, .thread = g_thread_self ()};
  const char *paths[] = {folder, NULL};

  for (int i = 0; i < 20; i++) {
    g_autofree char *name = g_strdup_printf ("%d", i);

    add_slice (folder, name, i + 1);
  }
  mado_scan_run_async (paths, progress_cb, &watch, cancellable, finished_cb, &watch);
  g_cancellable_cancel (cancellable);
  g_main_loop_run (loop);
  g_assert_null (watch.scan);
  g_assert_error (watch.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&watch.error);

  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, cancellable, &error);

  g_assert_null (scan);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  mado_test_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (volume_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/scan/%s", volume_cases[i].folder);

    g_test_add_data_func (path, &volume_cases[i], test_volume);
  }
  g_test_add_func ("/mado/study/scan/not-found", test_not_found);
  g_test_add_func ("/mado/study/scan/counts", test_counts);
  g_test_add_func ("/mado/study/scan/unreadable-folder", test_unreadable_folder);
  g_test_add_func ("/mado/study/scan/overlapping-paths", test_overlapping_paths);
  g_test_add_func ("/mado/study/scan/patients", test_patients);
  g_test_add_func ("/mado/study/scan/async", test_async);
  g_test_add_func ("/mado/study/scan/cancelled", test_cancelled);
  return g_test_run ();
}
