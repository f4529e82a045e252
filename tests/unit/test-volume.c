/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-volume.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "mado-test-slice.h"
#include "mado-test.h"

#define SIZE        64
#define SLICE_BYTES (SIZE * SIZE * 2)
#define N_SLICES    10

typedef struct {
  char *folder;
  MadoDisplaySet *set;
} Fixture;

/* Slice k, from 1, lies at 3k mm and is full of k. */
static MadoDicomWriter *
begin_slice (int number)
{
  const MadoTestSlice slice = {.modality = "PT",
                               .series = "1",
                               .size = SIZE,
                               .number = number,
                               .position = {-10, 20, 3.0 * number}};

  return mado_test_slice_begin (&slice);
}

static void
end_slice (const Fixture *fixture, MadoDicomWriter *writer, int number)
{
  g_autofree char *name = g_strdup_printf ("%03d.dcm", number);

  mado_test_slice_end (writer, fixture->folder, name);
}

static void
scan (Fixture *fixture)
{
  g_autoptr (MadoScan) found = mado_test_scan (fixture->folder);
  g_autoptr (GPtrArray) sets = mado_test_list_sets (found);

  g_assert_cmpuint (sets->len, ==, 1);
  fixture->set = g_object_ref (sets->pdata[0]);
}

static void
set_up_empty (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mado_test_make_folder ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  set_up_empty (fixture, data);
  for (int i = 1; i <= N_SLICES; i++)
    end_slice (fixture, begin_slice (i), i);
  scan (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->set);
  mado_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* A frame full of @value. */
static MadoFrame *
make_frame (int size, MadoSampleType type, guint16 value)
{
  const gsize n = (gsize) size * (gsize) size;
  guint16 *pixels = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    pixels[i] = value;
  return mado_frame_new (size, size, 1, type, g_bytes_new_take (pixels, 2 * n));
}

static const guint16 *
get_slice (const MadoVolume *volume, int slice)
{
  return (const guint16 *) mado_volume_get_voxels (volume) +
         (gsize) slice * SIZE * SIZE;
}

static void
count_progress (int done, int all, gpointer data)
{
  int *count = data;

  g_assert_cmpint (++*count, ==, done);
  g_assert_cmpint (all, ==, N_SLICES);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int count = 0;
  g_autoptr (MadoVolume) volume =
      mado_volume_load (fixture->set, 0, count_progress, &count, NULL, &error);
  const guint8 *tail = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (volume);
  g_assert_cmpint (count, ==, N_SLICES);
  g_assert_cmpuint (mado_volume_get_size (volume), ==, N_SLICES * SLICE_BYTES);
  g_assert_cmpint (mado_volume_get_type (volume), ==, MADO_SAMPLE_U16);
  g_assert_cmpint (mado_volume_get_n_there (volume), ==, N_SLICES);
  g_assert_cmpint (mado_volume_get_n_failed (volume), ==, 0);
  g_assert_cmpuint (mado_volume_get_serial (volume), ==, N_SLICES);
  g_assert_true (mado_volume_is_uniform (volume));
  for (int i = 0; i < N_SLICES; i++) {
    g_assert_cmpint (mado_volume_get_slice_states (volume)[i], ==, MADO_SLICE_THERE);
    g_assert_cmpint (get_slice (volume, i)[0], ==, i + 1);
    g_assert_cmpint (get_slice (volume, i)[SIZE * SIZE - 1], ==, i + 1);
  }
  tail =
      (const guint8 *) mado_volume_get_voxels (volume) + mado_volume_get_size (volume);
  for (int i = 0; i < 64; i++)
    g_assert_cmpint (tail[i], ==, 0);
}

/* The volume and what it says live on without the display set. */
static void
test_outlives_set (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoVolume) volume = mado_volume_new (fixture->set, 0, NULL);

  g_assert_finalize_object (g_steal_pointer (&fixture->set));
  g_assert_cmpint (mado_volume_get_geometry (volume)->n_slices, ==, N_SLICES);
  g_assert_cmpfloat (mado_volume_get_geometry (volume)->spacing, ==, 3);
  g_assert_cmpfloat (mado_volume_get_grayscale (volume)->slope, ==, 1);
}

/* PET: each slice has a slope of its own (PS3.3 C.8.9.4). */
static void
test_slopes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoVolume) volume = NULL;

  for (int i = 1; i <= 5; i++) {
    MadoDicomWriter *writer = begin_slice (i);
    const double slope = 0.5 * i, intercept = -i;

    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1052), &intercept, 1);
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1053), &slope, 1);
    end_slice (fixture, writer, i);
  }
  scan (fixture);
  volume = mado_volume_new (fixture->set, 0, NULL);
  g_assert_nonnull (volume);
  g_assert_false (mado_volume_is_uniform (volume));
  for (int i = 0; i < 5; i++) {
    g_assert_cmpfloat (mado_volume_get_slopes (volume)[i], ==, 0.5 * (i + 1));
    g_assert_cmpfloat (mado_volume_get_intercepts (volume)[i], ==, -(i + 1));
  }
  g_assert_cmpfloat (mado_volume_get_grayscale (volume)->slope, ==, 1.5);
}

static void
test_modality_lut (Fixture *fixture, gconstpointer data)
{
  guint16 entries[16];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MadoVolume) volume = NULL;

  for (guint16 i = 0; i < 16; i++)
    entries[i] = GUINT16_TO_LE ((guint16) (1000 + i * i));
  bytes = g_bytes_new (entries, sizeof entries);
  for (int i = 1; i <= 5; i++) {
    MadoDicomWriter *writer = begin_slice (i);

    mado_dicom_writer_begin_item (writer, MADO_TAG (0x0028, 0x3000));
    mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x3002), "16\\0\\16");
    mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x3004), "OD");
    mado_dicom_writer_set_bytes (writer, MADO_TAG (0x0028, 0x3006), bytes);
    mado_dicom_writer_end_item (writer);
    end_slice (fixture, writer, i);
  }
  scan (fixture);
  volume = mado_volume_new (fixture->set, 0, NULL);
  g_assert_nonnull (volume);
  g_assert_null (mado_volume_get_slopes (volume));
  g_assert_null (mado_volume_get_intercepts (volume));
  g_assert_true (mado_volume_is_uniform (volume));
  g_assert_cmpfloat (
      mado_grayscale_get_modality_value (mado_volume_get_grayscale (volume), 3), ==,
      1009);
}

static void
test_deleted_slice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoVolume) volume = NULL;

  g_unlink (mado_display_set_get_frame (fixture->set, 4)->instance->path);
  volume = mado_volume_load (fixture->set, 0, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mado_volume_get_n_there (volume), ==, N_SLICES - 1);
  g_assert_cmpint (mado_volume_get_n_failed (volume), ==, 1);
  for (int i = 0; i < N_SLICES; i++)
    g_assert_cmpint (mado_volume_get_slice_state (volume, i), ==,
                     i == 4 ? MADO_SLICE_FAILED : MADO_SLICE_THERE);
  g_assert_cmpint (get_slice (volume, 4)[7], ==, 0);
}

static void
test_nothing_decodes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < N_SLICES; i++)
    g_unlink (mado_display_set_get_frame (fixture->set, i)->instance->path);
  g_assert_null (mado_volume_load (fixture->set, 0, NULL, NULL, NULL, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  for (int i = 1; i <= 2; i++)
    end_slice (fixture, begin_slice (i), i);
  scan (fixture);
  reason = mado_geometry_dup_refusal (mado_display_set_get_geometry (fixture->set));
  g_assert_null (mado_volume_new (fixture->set, 0, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpstr (error->message, ==, reason);
}

static void
test_budget (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoVolume) volume =
      mado_volume_new (fixture->set, N_SLICES * SLICE_BYTES, NULL);

  g_assert_nonnull (volume);
  g_assert_null (mado_volume_new (fixture->set, N_SLICES * SLICE_BYTES - 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, " MB"));
}

/* Makes the file's image 65535 × 65535 px; its pixels are never asked for. */
static void
make_huge (const Fixture *fixture, int number)
{
  static const guint8 rows[] = {0x28, 0, 0x10, 0, 'U', 'S', 2, 0, SIZE, 0};
  static const guint8 columns[] = {0x28, 0, 0x11, 0, 'U', 'S', 2, 0, SIZE, 0};
  g_autofree char *name = g_strdup_printf ("%s/%03d.dcm", fixture->folder, number);
  g_autofree char *bytes = NULL;
  gsize n = 0;
  guint8 *found[2];

  g_file_get_contents (name, &bytes, &n, NULL);
  found[0] = memmem (bytes, n, rows, sizeof rows);
  found[1] = memmem (bytes, n, columns, sizeof columns);
  for (int i = 0; i < 2; i++) {
    g_assert_nonnull (found[i]);
    memset (found[i] + 8, 0xff, 2);
  }
  g_file_set_contents (name, bytes, (gssize) n, NULL);
}

/* More than any memory: refused before anything is asked of the system. */
static void
test_memory (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (int i = 1; i <= 200; i++) {
    end_slice (fixture, begin_slice (i), i);
    make_huge (fixture, i);
  }
  scan (fixture);
  g_assert_null (mado_volume_new (fixture->set, 0, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  /* 200 × 65535² × 2 bytes = 1,717,934.49 MB */
  g_assert_nonnull (strstr (error->message, "1717934 MB"));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (mado_volume_load (fixture->set, 0, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The first frame wins; what does not fit fails its slice and nothing else. */
static void
test_set_slice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoVolume) volume = mado_volume_new (fixture->set, 0, NULL);
  g_autoptr (MadoFrame) first = make_frame (SIZE, MADO_SAMPLE_U16, 7);
  g_autoptr (MadoFrame) second = make_frame (SIZE, MADO_SAMPLE_U16, 8);
  g_autoptr (MadoFrame) signed_frame = make_frame (SIZE, MADO_SAMPLE_S16, 9);
  g_autoptr (MadoFrame) small = make_frame (SIZE / 2, MADO_SAMPLE_U16, 9);
  g_autoptr (MadoFrame) a = mado_volume_set_slice (volume, 3, first);
  g_autoptr (MadoFrame) b = mado_volume_set_slice (volume, 3, second);
  g_autoptr (MadoFrame) c = mado_volume_set_slice (volume, 4, signed_frame);
  g_autoptr (MadoFrame) d = mado_volume_set_slice (volume, 5, small);

  g_assert_true (g_bytes_get_data (a->pixels, NULL) == get_slice (volume, 3));
  g_assert_true (g_bytes_get_data (b->pixels, NULL) == get_slice (volume, 3));
  g_assert_cmpint (get_slice (volume, 3)[SIZE * SIZE - 1], ==, 7);
  g_assert_true (c == signed_frame);
  g_assert_true (d == small);
  g_assert_cmpint (get_slice (volume, 4)[0], ==, 0);
  mado_volume_fail_slice (volume, 3);
  mado_volume_fail_slice (volume, 5);
  g_assert_cmpint (mado_volume_get_slice_state (volume, 3), ==, MADO_SLICE_THERE);
  g_assert_cmpint (mado_volume_get_slice_state (volume, 4), ==, MADO_SLICE_FAILED);
  g_assert_cmpint (mado_volume_get_n_there (volume), ==, 1);
  g_assert_cmpint (mado_volume_get_n_failed (volume), ==, 2);
  g_assert_cmpuint (mado_volume_get_serial (volume), ==, 3);
}

/* Whether the first page at @address takes memory. */
static bool
is_resident (gconstpointer address)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  const guintptr start = (guintptr) address / page * page;
  unsigned char state = 0;

  g_assert_cmpint (mincore ((void *) start, page, &state), ==, 0);
  return (state & 1) != 0;
}

/* A frame keeps its pixels without the volume, and only its own. */
static void
test_views (Fixture *fixture, gconstpointer data)
{
  MadoVolume *volume = mado_volume_load (fixture->set, 0, NULL, NULL, NULL, NULL);
  g_autoptr (MadoFrame) empty = make_frame (SIZE, MADO_SAMPLE_U16, 0);
  MadoFrame *kept = mado_volume_set_slice (volume, 2, empty);
  MadoFrame *other = mado_volume_set_slice (volume, 7, empty);
  MadoFrame *again = mado_volume_set_slice (volume, 7, empty);
  gconstpointer slice_7 = get_slice (volume, 7);
  gconstpointer slice_5 = get_slice (volume, 5);

  g_assert_true (is_resident (slice_7));
  g_assert_true (is_resident (slice_5));
  mado_frame_unref (again);
  g_assert_true (is_resident (slice_7));
  mado_volume_unref (volume);
  g_assert_cmpfloat (mado_frame_get_sample (kept, 5, 5, 0), ==, 3);
  g_assert_cmpfloat (mado_frame_get_sample (other, 5, 5, 0), ==, 8);
  g_assert_false (is_resident (slice_5));
  mado_frame_unref (other);
  g_assert_false (is_resident (slice_7));
  g_assert_cmpfloat (mado_frame_get_sample (kept, SIZE - 1, SIZE - 1, 0), ==, 3);
  mado_frame_unref (kept);
}

/* While somebody holds the volume no page leaves with a frame. */
static void
test_views_of_held (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoVolume) volume = mado_volume_new (fixture->set, 0, NULL);
  g_autoptr (MadoFrame) frame = make_frame (SIZE, MADO_SAMPLE_U16, 5);

  mado_frame_unref (mado_volume_set_slice (volume, 1, frame));
  g_assert_cmpint (get_slice (volume, 1)[100], ==, 5);
}

typedef struct {
  MadoVolume *volume;
  gint n_errors;
} Race;

static gpointer
write_worker (gpointer data)
{
  Race *race = data;

  for (int i = 0; i < N_SLICES; i++) {
    g_autoptr (MadoFrame) frame =
        make_frame (SIZE, MADO_SAMPLE_U16, (guint16) g_random_int_range (1, 65536));

    mado_frame_unref (mado_volume_set_slice (race->volume, i, frame));
  }
  return NULL;
}

/* A slice that is there is whole, and stays what it is. */
static gpointer
read_worker (gpointer data)
{
  Race *race = data;
  guint16 seen[N_SLICES] = {0};

  while (mado_volume_get_n_there (race->volume) < N_SLICES)
    for (int i = 0; i < N_SLICES; i++) {
      const guint16 *slice = get_slice (race->volume, i);

      if (mado_volume_get_slice_state (race->volume, i) != MADO_SLICE_THERE)
        continue;
      if (slice[0] == 0 || slice[SIZE * SIZE - 1] != slice[0] ||
          (seen[i] != 0 && seen[i] != slice[0]))
        g_atomic_int_inc (&race->n_errors);
      seen[i] = slice[0];
    }
  return NULL;
}

static void
test_threads (Fixture *fixture, gconstpointer data)
{
  for (int round = 0; round < 50; round++) {
    Race race = {mado_volume_new (fixture->set, 0, NULL), 0};
    GThread *threads[4];

    for (int i = 0; i < 4; i++)
      threads[i] = g_thread_new (NULL, i < 2 ? write_worker : read_worker, &race);
    for (int i = 0; i < 4; i++)
      g_thread_join (threads[i]);
    g_assert_cmpint (race.n_errors, ==, 0);
    g_assert_cmpuint (mado_volume_get_serial (race.volume), ==, N_SLICES);
    mado_volume_unref (race.volume);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, prepare, function)                                                   \
  g_test_add ("/mado/study/volume/" path, Fixture, NULL, prepare, function, tear_down)

  ADD ("load", set_up, test_load);
  ADD ("outlives-set", set_up, test_outlives_set);
  ADD ("slopes", set_up_empty, test_slopes);
  ADD ("modality-lut", set_up_empty, test_modality_lut);
  ADD ("deleted-slice", set_up, test_deleted_slice);
  ADD ("nothing-decodes", set_up, test_nothing_decodes);
  ADD ("refused", set_up_empty, test_refused);
  ADD ("budget", set_up, test_budget);
  ADD ("memory", set_up_empty, test_memory);
  ADD ("cancelled", set_up, test_cancelled);
  ADD ("set-slice", set_up, test_set_slice);
  ADD ("views", set_up, test_views);
  ADD ("views-of-held", set_up, test_views_of_held);
  ADD ("threads", set_up, test_threads);
  return g_test_run ();
}
