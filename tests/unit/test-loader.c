/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-loader.h"

#include <glib/gstdio.h>
#include <string.h>

#include "mado-dicom-error.h"
#include "mado-dicom-writer.h"
#include "mado-load-queue.h"
#include "mado-scan.h"
#include "mado-test.h"

#define SIZE        16
#define FRAME_BYTES (SIZE * SIZE * 2)

typedef struct {
  char *folder;
  MadoDisplaySet *set;
  MadoDisplaySet *other; /* a second series */
} Fixture;

static void
write_slice (const char *folder, const char *series, int number)
{
  g_autoptr (MadoDicomWriter) writer = mado_dicom_writer_new ();
  g_autoptr (GError) error = NULL;
  g_autofree guint16 *pixels = g_new (guint16, SIZE * SIZE);
  g_autofree char *name = g_strdup_printf ("%s-%03d.dcm", series, number);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *uid = g_strdup_printf ("2.25.%s.%d", series, number + 1);
  g_autofree char *series_uid = g_strdup_printf ("2.25.%s", series);
  MadoPixelFormat format = {
      SIZE, SIZE, 1, 1, 16, 16, 15, .photometric = MADO_PHOTOMETRIC_MONOCHROME2};
  double position[3] = {0, 0, number};
  double orientation[6] = {1, 0, 0, 0, 1, 0};
  double spacing[2] = {1, 1};

  for (int i = 0; i < SIZE * SIZE; i++)
    pixels[i] = GUINT16_TO_LE ((guint16) number);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0016),
                                "1.2.840.10008.5.1.4.1.1.2");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0018), uid);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0060), "CT");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0010, 0x0020), "loader");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000d), "2.25.9");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000e), series_uid);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x0013), number + 1);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0032), position, 3);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0037), orientation, 6);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);

  g_autoptr (GBytes) native = g_bytes_new (pixels, FRAME_BYTES);

  mado_dicom_writer_set_pixels (writer, &format, native);
  bool saved = mado_dicom_writer_save (writer, path, "1.2.840.10008.1.2.1", &error);

  g_assert_no_error (error);
  g_assert_true (saved);
}

static MadoDisplaySet *
get_set (MadoScan *scan, guint index)
{
  g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, 0);
  g_autoptr (MadoStudy) study =
      g_list_model_get_item (mado_patient_get_studies (patient), 0);
  g_autoptr (MadoSeries) series =
      g_list_model_get_item (mado_study_get_series (study), index);

  return g_list_model_get_item (mado_series_get_display_sets (series), 0);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = mado_test_make_folder ();
  for (int i = 0; i < 40; i++)
    write_slice (fixture->folder, "1", i);
  for (int i = 0; i < 20; i++)
    write_slice (fixture->folder, "2", i);

  const char *paths[] = {fixture->folder, NULL};
  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (scan->read, ==, 60);
  fixture->set = get_set (scan, 0);
  fixture->other = get_set (scan, 1);
  g_assert_cmpint (mado_display_set_get_n_frames (fixture->set), ==, 40);
  g_assert_cmpint (mado_display_set_get_n_frames (fixture->other), ==, 20);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->set);
  g_clear_object (&fixture->other);
  mado_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* Takes and finishes one job; returns its index, or -1 when there is none. */
static int
decode_one (MadoLoadQueue *queue)
{
  MadoLoadJob *job = mado_load_queue_take (queue);
  g_autoptr (GArray) news = NULL;
  int index = -1;

  if (job == NULL)
    return -1;

  index = job->index;
  mado_load_queue_finish (
      queue, job,
      mado_frame_new (SIZE, SIZE, 1, MADO_SAMPLE_U16,
                      g_bytes_new_take (g_malloc0 (FRAME_BYTES), FRAME_BYTES)),
      NULL);
  news = mado_load_queue_take_news (queue);
  g_assert_cmpuint (news->len, ==, 1);
  return index;
}

/* Scrolling up: the frame on screen, three ahead for each one behind. */
static void
test_order_scrolling (Fixture *fixture, gconstpointer data)
{
  static const int expected[] = {10, 11, 12, 13, 9, 14, 15, 16, 8};
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 10, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (decode_one (queue), ==, expected[i]);
  for (int i = 9; i < 40; i++)
    g_assert_cmpint (decode_one (queue), >=, 0);
  g_assert_cmpint (decode_one (queue), ==, -1);
  g_assert_cmpint (mado_load_queue_get_n_loaded (queue, fixture->set, NULL), ==, 40);
  mado_load_queue_free (queue);
}

static void
test_order_standing (Fixture *fixture, gconstpointer data)
{
  static const int expected[] = {2, 3, 1, 4, 0, 5, 6, 7};
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 2, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (decode_one (queue), ==, expected[i]);
  mado_load_queue_free (queue);
}

/* What was shown last comes first; nothing is decoded twice. */
static void
test_newest_first (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 10, 0);
  mado_load_queue_show (queue, &queue, MADO_LOADER_SCREEN, fixture->set, 30, 0);
  g_assert_cmpint (decode_one (queue), ==, 30);
  g_assert_cmpint (decode_one (queue), ==, 10);
  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 20, 0);
  g_assert_cmpint (decode_one (queue), ==, 20);
  g_assert_cmpint (decode_one (queue), ==, 21);
  g_assert_cmpint (decode_one (queue), ==, 31);
  for (int i = 0; i < 35; i++)
    g_assert_cmpint (decode_one (queue), >=, 0);
  g_assert_cmpint (decode_one (queue), ==, -1);
  mado_load_queue_free (queue);
}

/* Thumbnails wait for the neighbourhood of what is on screen, not for the rest. */
static void
test_thumbnails (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  bool is_decoded = false;

  mado_load_queue_show (queue, &queue, MADO_LOADER_THUMBNAIL, fixture->other, 7, 0);
  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 20, 0);
  g_assert_cmpint (decode_one (queue), ==, 20);
  for (int i = 0; i < 13 && !is_decoded; i++) {
    decode_one (queue);
    is_decoded = mado_load_queue_get_n_loaded (queue, fixture->other, NULL) == 1;
    g_assert_true (i >= 3 || !is_decoded);
  }
  g_assert_true (is_decoded);
  for (int i = 0; i < 40; i++)
    decode_one (queue);
  /* A thumbnail wants its one frame only. */
  g_assert_cmpint (mado_load_queue_get_n_loaded (queue, fixture->other, NULL), ==, 1);
  mado_load_queue_free (queue);
}

static bool
is_loaded (MadoLoadQueue *queue, MadoDisplaySet *set, int index)
{
  g_autoptr (MadoFrame) frame = mado_load_queue_get_frame (queue, set, index, NULL);

  return frame != NULL;
}

/* The farthest frames leave; what is on screen never does. */
static void
test_budget (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (5 * FRAME_BYTES);

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 10, 0);
  while (decode_one (queue) >= 0)
    g_assert_cmpuint (mado_load_queue_get_used (queue), <=, 5 * FRAME_BYTES);
  for (int i = 0; i < 40; i++)
    g_assert_cmpint (is_loaded (queue, fixture->set, i), ==, i >= 8 && i <= 12);

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 30, 0);
  while (decode_one (queue) >= 0)
    g_assert_cmpuint (mado_load_queue_get_used (queue), <=, 5 * FRAME_BYTES);
  for (int i = 0; i < 40; i++)
    g_assert_cmpint (is_loaded (queue, fixture->set, i), ==, i >= 28 && i <= 32);

  mado_load_queue_set_budget (queue, 1);
  g_assert_true (is_loaded (queue, fixture->set, 30));
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, FRAME_BYTES);
  mado_load_queue_set_budget (queue, 3 * FRAME_BYTES);
  while (decode_one (queue) >= 0)
    continue;
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, 3 * FRAME_BYTES);
  mado_load_queue_free (queue);
}

/* With two viewports the budget is shared by nearness. */
static void
test_budget_two_clients (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (6 * FRAME_BYTES);
  int n_jobs = 0;

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 10, 0);
  while (decode_one (queue) >= 0)
    continue;
  mado_load_queue_show (queue, &queue, MADO_LOADER_SCREEN, fixture->other, 10, 0);
  while (decode_one (queue) >= 0)
    g_assert_cmpint (++n_jobs, <, 20);
  for (int i = 9; i <= 11; i++) {
    g_assert_true (is_loaded (queue, fixture->set, i));
    g_assert_true (is_loaded (queue, fixture->other, i));
  }
  mado_load_queue_forget (queue, &queue);
  while (decode_one (queue) >= 0)
    g_assert_cmpint (++n_jobs, <, 40);
  g_assert_cmpint (mado_load_queue_get_n_loaded (queue, fixture->set, NULL), ==, 6);
  mado_load_queue_free (queue);
}

/* What nobody wants any more is cancelled, and decoded when wanted again. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoLoadJob *job = NULL;

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 5, 0);
  job = mado_load_queue_take (queue);
  g_assert_cmpint (job->index, ==, 5);
  mado_load_queue_forget (queue, fixture);
  g_assert_true (g_cancellable_is_cancelled (job->cancellable));
  mado_load_queue_finish (queue, job, NULL,
                          g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  g_assert_null (mado_load_queue_take (queue));
  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 5, 0);
  g_assert_cmpint (decode_one (queue), ==, 5);
  mado_load_queue_free (queue);
}

/* A set may go while one of its frames is being decoded. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoLoadJob *job = NULL;

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 5, 0);
  decode_one (queue);
  job = mado_load_queue_take (queue);
  mado_load_queue_drop (queue, fixture->set);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, 0);
  mado_load_queue_finish (queue, job, NULL,
                          g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  g_assert_null (mado_load_queue_take (queue));
  mado_load_queue_free (queue);
}

/* What a test waits for; the main context is run until it is so. */
typedef struct {
  MadoLoader *loader;
  MadoDisplaySet *set;
  int n_signals;
  int n_progress;
} Watch;

static void
frame_loaded_cb (MadoLoader *loader, MadoDisplaySet *set, int index, gpointer data)
{
  Watch *watch = data;

  watch->n_signals++;
}

static void
progress_cb (MadoLoader *loader, MadoDisplaySet *set, gpointer data)
{
  Watch *watch = data;

  watch->n_progress++;
}

static void
watch_loader (Watch *watch, MadoLoader *loader)
{
  watch->loader = loader;
  g_signal_connect (loader, "frame-loaded", G_CALLBACK (frame_loaded_cb), watch);
  g_signal_connect (loader, "progress", G_CALLBACK (progress_cb), watch);
}

static void
run_until (const int *count, int wanted)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (*count < wanted) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
test_loads_all (Fixture *fixture, gconstpointer data)
{
  MadoLoader *loader = mado_loader_new (0, 2);
  Watch watch = {0};
  int failed = -1;

  watch_loader (&watch, loader);
  mado_loader_show (loader, fixture, MADO_LOADER_SCREEN, fixture->set, 20, 1);
  run_until (&watch.n_signals, 40);
  run_until (&watch.n_progress, 1);
  g_assert_cmpint (mado_loader_get_n_loaded (loader, fixture->set, &failed), ==, 40);
  g_assert_cmpint (failed, ==, 0);
  g_assert_cmpuint (mado_loader_get_used (loader), ==, 40 * FRAME_BYTES);
  for (int i = 0; i < 40; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoFrame) frame =
        mado_loader_get_frame (loader, fixture->set, i, &error);

    g_assert_no_error (error);
    g_assert_nonnull (frame);
    g_assert_cmpfloat (mado_frame_get_sample (frame, 3, 3, 0), ==, i);
  }
  g_assert_finalize_object (loader);
  g_assert_cmpint (watch.n_signals, ==, 40);
}

/* Files that go away between the scan and the reading end in an error that stays. */
static void
test_deleted_files (Fixture *fixture, gconstpointer data)
{
  MadoLoader *loader = mado_loader_new (0, 2);
  Watch watch = {0};
  int failed = 0;

  for (int i = 0; i < 40; i += 2)
    g_unlink (mado_display_set_get_frame (fixture->set, i)->instance->path);
  watch_loader (&watch, loader);
  mado_loader_show (loader, fixture, MADO_LOADER_SCREEN, fixture->set, 0, 0);
  run_until (&watch.n_signals, 40);
  g_assert_cmpint (mado_loader_get_n_loaded (loader, fixture->set, &failed), ==, 20);
  g_assert_cmpint (failed, ==, 20);
  for (int pass = 0; pass < 2; pass++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoFrame) frame =
        mado_loader_get_frame (loader, fixture->set, 4, &error);

    g_assert_null (frame);
    g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO);
  }
  g_assert_finalize_object (loader);
}

/* Closing a study frees its frames, also in the middle of the work. */
static void
test_set_goes (Fixture *fixture, gconstpointer data)
{
  MadoLoader *loader = mado_loader_new (0, 2);
  Watch watch = {0};
  int n_before = 0;

  watch_loader (&watch, loader);
  mado_loader_show (loader, fixture, MADO_LOADER_SCREEN, fixture->set, 0, 0);
  mado_loader_show (loader, &watch, MADO_LOADER_THUMBNAIL, fixture->other, 3, 0);
  run_until (&watch.n_signals, 5);
  mado_loader_forget (loader, fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->set));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  n_before = watch.n_signals;
  mado_loader_show (loader, fixture, MADO_LOADER_SCREEN, fixture->other, 3, 0);
  run_until (&watch.n_signals, n_before + 15);
  g_assert_cmpuint (mado_loader_get_used (loader), <=, 20 * FRAME_BYTES);
  g_assert_finalize_object (loader);
}

static void
test_dispose_at_work (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 50; i++) {
    MadoLoader *loader = mado_loader_new (0, 3);

    mado_loader_show (loader, fixture, MADO_LOADER_SCREEN, fixture->set, i % 40, 0);
    if (i % 3 == 0)
      g_main_context_iteration (NULL, FALSE);
    g_assert_finalize_object (loader);
  }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Jumping about with a tight budget never goes over it by more than the threads. */
static void
test_jumping (Fixture *fixture, gconstpointer data)
{
  MadoLoader *loader = mado_loader_new (4 * FRAME_BYTES, 2);
  Watch watch = {0};
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  watch_loader (&watch, loader);
  for (int i = 0; i < 300; i++) {
    mado_loader_show (loader, fixture, MADO_LOADER_SCREEN, fixture->set,
                      g_rand_int_range (random, 0, 40),
                      g_rand_int_range (random, -1, 2));
    g_main_context_iteration (NULL, FALSE);
    g_assert_cmpuint (mado_loader_get_used (loader), <=, 6 * FRAME_BYTES);
  }
  mado_loader_show (loader, fixture, MADO_LOADER_SCREEN, fixture->set, 39, 1);
  for (;;) {
    g_autoptr (MadoFrame) frame =
        mado_loader_get_frame (loader, fixture->set, 39, NULL);

    if (frame != NULL)
      break;
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_finalize_object (loader);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                            \
  g_test_add ("/mado/study/" path, Fixture, NULL, set_up, function, tear_down)

  ADD ("load-queue/order-scrolling", test_order_scrolling);
  ADD ("load-queue/order-standing", test_order_standing);
  ADD ("load-queue/newest-first", test_newest_first);
  ADD ("load-queue/thumbnails", test_thumbnails);
  ADD ("load-queue/budget", test_budget);
  ADD ("load-queue/budget-two-clients", test_budget_two_clients);
  ADD ("load-queue/cancel", test_cancel);
  ADD ("load-queue/drop", test_drop);
  ADD ("loader/loads-all", test_loads_all);
  ADD ("loader/deleted-files", test_deleted_files);
  ADD ("loader/set-goes", test_set_goes);
  ADD ("loader/dispose-at-work", test_dispose_at_work);
  ADD ("loader/jumping", test_jumping);
  return g_test_run ();
}
