/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-loader.h"

#include <string.h>

#include <glib/gstdio.h>

#include "mado-load-queue.h"
#include "mado-test-slice.h"
#include "mado-test.h"

#define SIZE        64
#define FRAME_BYTES (SIZE * SIZE * 2)
#define N_SLICES    40
#define N_OTHER     20

typedef struct {
  char *folder;
  MadoDisplaySet *set;
  MadoDisplaySet *other;   /* a second series */
  char client_a, client_b; /* their addresses */
} Fixture;

static void
write_slice (const Fixture *fixture, const char *series, int number, double z)
{
  const MadoTestSlice slice = {.modality = "CT",
                               .series = series,
                               .size = SIZE,
                               .number = number,
                               .position = {0, 0, z}};
  g_autofree char *name = g_strdup_printf ("%s-%03d.dcm", series, number);

  mado_test_slice_end (mado_test_slice_begin (&slice), fixture->folder, name);
}

static void
scan (Fixture *fixture)
{
  g_autoptr (MadoScan) found = mado_test_scan (fixture->folder);
  g_autoptr (GPtrArray) sets = mado_test_list_sets (found);

  g_assert_cmpuint (sets->len, >=, 2);
  fixture->set = g_object_ref (sets->pdata[0]);
  fixture->other = g_object_ref (sets->pdata[sets->len - 1]);
}

/* Slice @number of @series is full of @number. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mado_test_make_folder ();
  for (int i = 1; i <= N_SLICES; i++)
    write_slice (fixture, "1", i, i);
  for (int i = 1; i <= N_OTHER; i++)
    write_slice (fixture, "2", i, i);
  scan (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->set);
  g_clear_object (&fixture->other);
  mado_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* Does one job here and now; returns its index, -1 when there is none. */
static int
work_one (MadoLoadQueue *queue)
{
  MadoLoadJob *job = mado_load_queue_take (queue);
  g_autoptr (GArray) news = NULL;
  GError *error = NULL;
  MadoFrame *frame = NULL;
  int index = -1;

  if (job == NULL)
    return -1;

  index = job->index;
  frame = mado_load_job_run (job, &error);
  mado_load_queue_finish (queue, job, frame, error);
  news = mado_load_queue_take_news (queue);
  g_assert_cmpuint (news->len, ==, 1);
  return index;
}

static int
work_all (MadoLoadQueue *queue)
{
  int n_jobs = 0;

  while (work_one (queue) >= 0)
    g_assert_cmpint (++n_jobs, <, 1000);
  return n_jobs;
}

static MadoVolume *
hold (MadoLoadQueue *queue, gconstpointer client, MadoDisplaySet *set)
{
  g_autoptr (GError) error = NULL;
  bool is_new = false;
  MadoVolume *volume = mado_load_queue_hold (queue, client, set, &is_new, &error);

  g_assert_no_error (error);
  g_assert_nonnull (volume);
  return volume;
}

static bool
is_loaded (MadoLoadQueue *queue, MadoDisplaySet *set, int index)
{
  g_autoptr (MadoFrame) frame = mado_load_queue_get_frame (queue, set, index, NULL);

  return frame != NULL;
}

/* Whether frame @index is a view of slice @index. */
static bool
is_view (MadoLoadQueue *queue, MadoDisplaySet *set, const MadoVolume *volume, int index)
{
  g_autoptr (MadoFrame) frame = mado_load_queue_get_frame (queue, set, index, NULL);
  const guint8 *voxels = mado_volume_get_voxels (volume);

  return frame != NULL &&
         g_bytes_get_data (frame->pixels, NULL) == voxels + (gsize) index * FRAME_BYTES;
}

static void
assert_complete (const MadoVolume *volume, int n_slices)
{
  const guint16 *voxels = mado_volume_get_voxels (volume);

  g_assert_cmpint (mado_volume_get_n_there (volume), ==, n_slices);
  for (int i = 0; i < n_slices; i++) {
    g_assert_cmpint (voxels[(gsize) i * SIZE * SIZE], ==, i + 1);
    g_assert_cmpint (voxels[(gsize) (i + 1) * SIZE * SIZE - 1], ==, i + 1);
  }
}

/* Nothing was decoded, nobody else looks: from the middle outwards, born in the
 * volume, counted once. */
static void
test_from_nothing (Fixture *fixture, gconstpointer data)
{
  static const int expected[] = {20, 21, 19, 22, 18};
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoVolume *volume = hold (queue, &fixture->client_a, fixture->set);

  g_assert_cmpint (mado_volume_get_n_there (volume), ==, 0);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (work_one (queue), ==, expected[i]);
  g_assert_cmpint (mado_volume_get_n_there (volume), ==, 5);
  g_assert_cmpint (work_all (queue), ==, N_SLICES - 5);
  assert_complete (volume, N_SLICES);
  for (int i = 0; i < N_SLICES; i++)
    g_assert_true (is_view (queue, fixture->set, volume, i));
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);
  mado_load_queue_free (queue);
}

/* What a screen shows of the set, and its neighbours, come before the middle. */
static void
test_near_screen_first (Fixture *fixture, gconstpointer data)
{
  static const int expected[] = {5, 6, 4, 7, 3, 8, 2, 9, 1, 10, 0, 11};
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);

  hold (queue, &fixture->client_b, fixture->set);
  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 5, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (work_one (queue), ==, expected[i]);
  for (int i = 12; i < N_SLICES; i++)
    g_assert_cmpint (work_one (queue), ==, i);
  mado_load_queue_free (queue);
}

/* The volume on screen comes before the far frames of another viewport. */
static void
test_before_far_frames (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoVolume *volume = hold (queue, &fixture->client_a, fixture->other);

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 0, 1);
  for (int i = 0; i < 15 + N_OTHER; i++)
    work_one (queue);
  assert_complete (volume, N_OTHER);
  g_assert_false (is_loaded (queue, fixture->set, N_SLICES - 1));
  g_assert_cmpint (work_all (queue), >, 0);
  mado_load_queue_free (queue);
}

/* Frames that were decoded before are copied, not decoded again. */
static void
test_moves_in (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoVolume *volume = NULL;

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 0, 1);
  for (int i = 0; i < 30; i++)
    work_one (queue);
  for (int i = 0; i < N_SLICES; i++)
    if (is_loaded (queue, fixture->set, i))
      g_unlink (mado_display_set_get_frame (fixture->set, i)->instance->path);
  volume = hold (queue, &fixture->client_a, fixture->set);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);
  g_assert_cmpint (work_all (queue), ==, N_SLICES);
  assert_complete (volume, N_SLICES);
  for (int i = 0; i < N_SLICES; i++)
    g_assert_true (is_view (queue, fixture->set, volume, i));
  g_assert_cmpint (mado_load_queue_get_n_loaded (queue, fixture->set, NULL), ==,
                   N_SLICES);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);
  mado_load_queue_free (queue);
}

/* A frame that is being decoded when the hold begins follows when it is done. */
static void
test_in_flight (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoLoadJob *job = NULL, *broken = NULL;
  MadoVolume *volume = NULL;

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 7, 0);
  job = mado_load_queue_take (queue);
  broken = mado_load_queue_take (queue);
  g_assert_cmpint (job->index, ==, 7);
  g_assert_cmpint (broken->index, ==, 8);
  volume = hold (queue, &fixture->client_a, fixture->set);
  mado_load_queue_finish (queue, job, mado_load_job_run (job, NULL), NULL);
  mado_load_queue_finish (queue, broken, NULL,
                          g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "broken"));
  g_array_unref (mado_load_queue_take_news (queue));
  g_assert_cmpint (mado_volume_get_slice_state (volume, 7), ==, MADO_SLICE_WAITING);
  g_assert_cmpint (mado_volume_get_slice_state (volume, 8), ==, MADO_SLICE_FAILED);
  work_all (queue);
  g_assert_true (is_view (queue, fixture->set, volume, 7));
  g_assert_cmpint (mado_volume_get_n_there (volume), ==, N_SLICES - 1);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);
  mado_load_queue_free (queue);
}

/* Released, and its frame evicted, while a thread moves it in. */
static void
test_released_while_moving (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoLoadJob *job = NULL;
  MadoFrame *frame = NULL;

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 0, 0);
  for (int i = 0; i < N_SLICES; i++)
    work_one (queue);
  hold (queue, &fixture->client_a, fixture->set);
  job = mado_load_queue_take (queue);
  g_assert_nonnull (job->decoded);
  frame = mado_load_job_run (job, NULL);
  mado_load_queue_release (queue, &fixture->client_a);
  mado_load_queue_forget (queue, fixture);
  mado_load_queue_set_budget (queue, 1);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, 0);
  mado_load_queue_finish (queue, job, frame, NULL);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, 0);
  g_assert_cmpint (work_one (queue), ==, -1);
  mado_load_queue_free (queue);
}

/* One volume for all; it stays until the last lets go, and then frame by frame. */
static void
test_two_clients (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoVolume *volume = hold (queue, &fixture->client_a, fixture->set);

  g_assert_true (hold (queue, &fixture->client_b, fixture->set) == volume);
  g_assert_true (hold (queue, &fixture->client_b, fixture->set) == volume);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);
  work_all (queue);
  mado_load_queue_release (queue, &fixture->client_a);
  mado_load_queue_release (queue, &fixture->client_a);
  mado_load_queue_set_budget (queue, 10 * FRAME_BYTES);
  assert_complete (volume, N_SLICES);
  g_assert_cmpint (mado_load_queue_get_n_loaded (queue, fixture->set, NULL), ==,
                   N_SLICES);
  mado_load_queue_set_budget (queue, G_MAXUINT32);
  mado_load_queue_release (queue, &fixture->client_b);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);

  /* Nothing was evicted: it is all there at once. */
  g_assert_true (hold (queue, &fixture->client_a, fixture->set) == volume);
  g_assert_cmpint (work_all (queue), ==, 0);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);
  mado_load_queue_free (queue);
}

static void
test_eviction_after_release (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoVolume *volume = hold (queue, &fixture->client_a, fixture->set);

  work_all (queue);
  mado_load_queue_release (queue, &fixture->client_a);
  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 10, 0);
  mado_load_queue_set_budget (queue, 5 * FRAME_BYTES);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, 5 * FRAME_BYTES);
  for (int i = 0; i < N_SLICES; i++) {
    g_autoptr (MadoFrame) frame =
        mado_load_queue_get_frame (queue, fixture->set, i, NULL);

    g_assert_cmpint (frame != NULL, ==, i >= 8 && i <= 12);
    if (frame != NULL)
      g_assert_cmpfloat (mado_frame_get_sample (frame, 1, 2, 0), ==, i + 1);
  }
  mado_load_queue_set_budget (queue, G_MAXUINT32);
  volume = hold (queue, &fixture->client_a, fixture->set);
  g_assert_cmpint (mado_volume_get_n_there (volume), ==, 0);
  g_assert_cmpint (work_all (queue), ==, N_SLICES);
  assert_complete (volume, N_SLICES);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_SLICES * FRAME_BYTES);
  mado_load_queue_free (queue);
}

/* Other frames make room, but not the one on screen and no other held volume. */
static void
test_budget (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new ((N_SLICES + 5) * FRAME_BYTES);
  g_autoptr (GError) error = NULL;
  bool is_new = false;

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->other, 3, 0);
  work_all (queue);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_OTHER * FRAME_BYTES);
  hold (queue, &fixture->client_a, fixture->set);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, (N_SLICES + 5) * FRAME_BYTES);
  for (int i = 0; i < N_OTHER; i++)
    g_assert_cmpint (is_loaded (queue, fixture->other, i), ==, i >= 1 && i <= 5);
  work_all (queue);
  g_assert_cmpint (mado_load_queue_get_n_loaded (queue, fixture->set, NULL), ==,
                   N_SLICES);

  g_assert_null (mado_load_queue_hold (queue, &fixture->client_b, fixture->other,
                                       &is_new, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  mado_load_queue_set_budget (queue, N_SLICES * FRAME_BYTES - 1);
  mado_load_queue_release (queue, &fixture->client_a);
  g_assert_null (
      mado_load_queue_hold (queue, &fixture->client_a, fixture->set, &is_new, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  mado_load_queue_free (queue);
}

/* A full budget never keeps a held volume from being completed. */
static void
test_room_is_reserved (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (N_SLICES * FRAME_BYTES);
  MadoVolume *volume = NULL;

  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->other, 3, 0);
  mado_load_queue_show (queue, queue, MADO_LOADER_SCREEN, fixture->set, 3, 0);
  work_one (queue);
  volume = hold (queue, &fixture->client_a, fixture->set);
  work_all (queue);
  assert_complete (volume, N_SLICES);
  g_assert_true (is_loaded (queue, fixture->other, 3));
  mado_load_queue_free (queue);
}

static void
test_one_volume_each (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  MadoVolume *volume = NULL;

  hold (queue, &fixture->client_a, fixture->set);
  volume = hold (queue, &fixture->client_a, fixture->other);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, N_OTHER * FRAME_BYTES);
  g_assert_cmpint (work_all (queue), ==, N_OTHER);
  assert_complete (volume, N_OTHER);
  mado_load_queue_free (queue);
}

/* A slice twice: one is in the volume, the other an ordinary frame. */
static void
test_duplicate (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  const MadoGeometry *geometry = NULL;
  MadoVolume *volume = NULL;
  int n_frames = 0;

  g_clear_object (&fixture->set);
  g_clear_object (&fixture->other);
  write_slice (fixture, "1", N_SLICES + 1, 30.0);
  scan (fixture);
  geometry = mado_display_set_get_geometry (fixture->set);
  n_frames = mado_display_set_get_n_frames (fixture->set);
  if (n_frames == N_SLICES) {
    g_test_skip ("the duplicate is a display set of its own");
    mado_load_queue_free (queue);
    return;
  }
  g_assert_cmpint (geometry->n_slices, ==, N_SLICES);
  mado_load_queue_show (queue, fixture, MADO_LOADER_SCREEN, fixture->set, 0, 0);
  volume = hold (queue, &fixture->client_a, fixture->set);
  work_all (queue);
  g_assert_cmpint (mado_volume_get_n_there (volume), ==, N_SLICES);
  g_assert_cmpint (mado_load_queue_get_n_loaded (queue, fixture->set, NULL), ==,
                   n_frames);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==,
                    (guint64) n_frames * FRAME_BYTES);
  mado_load_queue_set_budget (queue, 1);
  g_assert_cmpint (mado_load_queue_get_n_loaded (queue, fixture->set, NULL), ==,
                   N_SLICES);
  mado_load_queue_free (queue);
}

/* The set goes while it is held: the volume of whoever has a reference stays. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  MadoLoadQueue *queue = mado_load_queue_new (G_MAXUINT32);
  g_autoptr (MadoVolume) volume =
      mado_volume_ref (hold (queue, &fixture->client_a, fixture->set));
  MadoLoadJob *job = NULL;

  work_one (queue);
  job = mado_load_queue_take (queue);
  mado_load_queue_drop (queue, fixture->set);
  g_assert_cmpuint (mado_load_queue_get_used (queue), ==, 0);
  mado_load_queue_finish (queue, job, mado_load_job_run (job, NULL), NULL);
  g_assert_cmpint (work_one (queue), ==, -1);
  /* The second one was cancelled. */
  g_assert_cmpint (mado_volume_get_n_there (volume), ==, 1);
  mado_load_queue_free (queue);
}

static void
count_cb (MadoLoader *loader, MadoDisplaySet *set, int index, gpointer data)
{
  ++*(int *) data;
}

static void
run_until_done (const MadoVolume *volume, int n_slices)
{
  const gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (mado_volume_get_n_there (volume) + mado_volume_get_n_failed (volume) <
         n_slices) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
  }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Held in the middle of loading, with threads and signals. */
static void
test_loader (Fixture *fixture, gconstpointer data)
{
  MadoLoader *loader = mado_loader_new (0, 2);
  g_autoptr (GError) error = NULL;
  MadoVolume *volume = NULL;
  int n_signals = 0;

  g_signal_connect (loader, "frame-loaded", G_CALLBACK (count_cb), &n_signals);
  mado_loader_show (loader, fixture, MADO_LOADER_SCREEN, fixture->set, 5, 0);
  while (n_signals < 10)
    g_main_context_iteration (NULL, TRUE);
  volume = mado_loader_hold_volume (loader, &fixture->client_a, fixture->set, &error);
  g_assert_no_error (error);
  run_until_done (volume, N_SLICES);
  assert_complete (volume, N_SLICES);
  g_assert_cmpint (n_signals, >=, N_SLICES);
  g_assert_cmpuint (mado_loader_get_used (loader), ==, N_SLICES * FRAME_BYTES);
  mado_loader_release_volume (loader, &fixture->client_a);
  g_assert_finalize_object (loader);
}

static void
test_loader_failures (Fixture *fixture, gconstpointer data)
{
  MadoLoader *loader = mado_loader_new (0, 2);
  MadoVolume *volume = NULL;
  int failed = 0;

  for (int i = 0; i < N_SLICES; i += 4)
    g_unlink (mado_display_set_get_frame (fixture->set, i)->instance->path);
  volume = mado_loader_hold_volume (loader, &fixture->client_a, fixture->set, NULL);
  run_until_done (volume, N_SLICES);
  g_assert_cmpint (mado_volume_get_n_failed (volume), ==, N_SLICES / 4);
  for (int i = 0; i < N_SLICES; i++)
    g_assert_cmpint (mado_volume_get_slice_state (volume, i), ==,
                     i % 4 == 0 ? MADO_SLICE_FAILED : MADO_SLICE_THERE);
  mado_loader_get_n_loaded (loader, fixture->set, &failed);
  g_assert_cmpint (failed, ==, N_SLICES / 4);
  g_assert_finalize_object (loader);
}

/* The loader keeps the display set while it is held, no longer. */
static void
test_loader_keeps_set (Fixture *fixture, gconstpointer data)
{
  MadoLoader *loader = mado_loader_new (0, 2);
  MadoVolume *volume =
      mado_loader_hold_volume (loader, &fixture->client_a, fixture->set, NULL);
  gpointer set = fixture->set;

  g_object_add_weak_pointer (G_OBJECT (fixture->set), &set);
  g_clear_object (&fixture->set);
  run_until_done (volume, N_SLICES);
  g_assert_nonnull (set);
  assert_complete (volume, N_SLICES);
  mado_loader_release_volume (loader, &fixture->client_a);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (set);
  g_assert_cmpuint (mado_loader_get_used (loader), ==, 0);
  g_assert_finalize_object (loader);
}

/* Held, let go and scrolled at random by two clients within a tight budget. */
static void
test_loader_random (Fixture *fixture, gconstpointer data)
{
  MadoLoader *loader = mado_loader_new ((N_SLICES + 4) * FRAME_BYTES, 3);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  MadoVolume *volume = NULL;

  for (int i = 0; i < 400; i++) {
    const int what = g_rand_int_range (random, 0, 6);
    gconstpointer client =
        g_rand_boolean (random) ? &fixture->client_a : &fixture->client_b;
    MadoDisplaySet *set = g_rand_boolean (random) ? fixture->set : fixture->other;

    if (what == 0)
      mado_loader_hold_volume (loader, client, set, NULL);
    else if (what == 1)
      mado_loader_release_volume (loader, client);
    else
      mado_loader_show (loader, client, MADO_LOADER_SCREEN, set,
                        g_rand_int_range (random, 0, N_OTHER), 0);
    g_main_context_iteration (NULL, FALSE);
    g_assert_cmpuint (mado_loader_get_used (loader), <=, (N_SLICES + 9) * FRAME_BYTES);
  }
  mado_loader_release_volume (loader, &fixture->client_a);
  mado_loader_release_volume (loader, &fixture->client_b);
  volume = mado_loader_hold_volume (loader, &fixture->client_a, fixture->set, NULL);
  run_until_done (volume, N_SLICES);
  assert_complete (volume, N_SLICES);
  g_assert_finalize_object (loader);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                            \
  g_test_add ("/mado/study/" path, Fixture, NULL, set_up, function, tear_down)

  ADD ("load-queue/volume-from-nothing", test_from_nothing);
  ADD ("load-queue/volume-near-screen-first", test_near_screen_first);
  ADD ("load-queue/volume-before-far-frames", test_before_far_frames);
  ADD ("load-queue/volume-moves-in", test_moves_in);
  ADD ("load-queue/volume-in-flight", test_in_flight);
  ADD ("load-queue/volume-released-while-moving", test_released_while_moving);
  ADD ("load-queue/volume-two-clients", test_two_clients);
  ADD ("load-queue/volume-eviction-after-release", test_eviction_after_release);
  ADD ("load-queue/volume-budget", test_budget);
  ADD ("load-queue/volume-room-is-reserved", test_room_is_reserved);
  ADD ("load-queue/volume-one-each", test_one_volume_each);
  ADD ("load-queue/volume-duplicate", test_duplicate);
  ADD ("load-queue/volume-drop", test_drop);
  ADD ("loader/volume", test_loader);
  ADD ("loader/volume-failures", test_loader_failures);
  ADD ("loader/volume-keeps-set", test_loader_keeps_set);
  ADD ("loader/volume-random", test_loader_random);
  return g_test_run ();
}
