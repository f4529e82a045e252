/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-test-slice.h"
#include "mado-test.h"

#define TAG_IMAGE_TYPE   MADO_TAG (0x0008, 0x0008)
#define TAG_ECHO_NUMBER  MADO_TAG (0x0018, 0x0086)
#define TAG_TRIGGER_TIME MADO_TAG (0x0018, 0x1060)
#define TAG_B_VALUE      MADO_TAG (0x0018, 0x9087)
#define TAG_DIRECTION    MADO_TAG (0x0018, 0x9089)
#define TAG_ACQUISITION  MADO_TAG (0x0020, 0x0012)
#define TAG_FRAME_OF_REF MADO_TAG (0x0020, 0x0052)
#define TAG_TEMPORAL     MADO_TAG (0x0020, 0x0100)

typedef struct {
  char *folder;
  int n_files;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = mado_test_make_folder ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  mado_test_remove_tree (self->folder);
  g_free (self->folder);
}

static MadoDicomWriter *
begin_slice (const char *modality, int number, double z)
{
  MadoTestSlice slice = {
      .modality = modality, .series = "1", .number = number, .position = {-10, -20, z}};

  return mado_test_slice_begin (&slice);
}

/* Names are in no order that means something. */
static void
end_slice (Fixture *self, MadoDicomWriter *writer)
{
  g_autofree char *name =
      g_strdup_printf ("%02d-%d", self->n_files * 7 % 64, self->n_files);

  self->n_files++;
  mado_test_slice_end (writer, self->folder, name);
}

static void
add_slice (Fixture *self, const char *modality, int number, double z)
{
  end_slice (self, begin_slice (modality, number, z));
}

static double
get_z (MadoDisplaySet *set, int index)
{
  return mado_display_set_get_frame (set, index)->info->position[2];
}

static int
get_number (MadoDisplaySet *set, int index)
{
  return mado_display_set_get_frame (set, index)->instance->instance_number;
}

/* What a series must become: so many display sets with so many frames each. */
static GPtrArray *
assert_sets (Fixture *self, guint n_sets, int n_frames)
{
  g_autoptr (MadoScan) scan = mado_test_scan (self->folder);
  GPtrArray *sets = mado_test_list_sets (scan);

  g_assert_cmpuint (scan->read, ==, self->n_files);
  g_assert_cmpuint (sets->len, ==, n_sets);
  for (guint i = 0; i < sets->len; i++)
    g_assert_cmpint (mado_display_set_get_n_frames (sets->pdata[i]), ==, n_frames);
  return sets;
}

static void
assert_label (GPtrArray *sets, guint index, const char *label)
{
  g_assert_cmpstr (mado_display_set_get_stack_label (sets->pdata[index]), ==, label);
}

/* Position decides, not the name and not the instance number. */
static void
test_sorted_by_position (Fixture *self, gconstpointer data)
{
  static const int order[] = {4, 0, 7, 2, 9, 1, 3, 8, 6, 5};

  /* Numbers rise with z but for two of them. */
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    add_slice (self, "CT",
               order[i] == 3   ? 6
               : order[i] == 5 ? 4
                               : order[i] + 1,
               order[i] * 2.5);

  g_autoptr (GPtrArray) sets = assert_sets (self, 1, 10);

  for (int i = 0; i < 10; i++)
    g_assert_cmpfloat (get_z (sets->pdata[0], i), ==, i * 2.5);
  g_assert_true (mado_display_set_is_spatial (sets->pdata[0]));
  g_assert_false (mado_display_set_is_temporal (sets->pdata[0]));
  assert_label (sets, 0, NULL);
  g_assert_cmpstr (mado_display_set_get_id (sets->pdata[0]), ==, "2.25.1");
}

/* Scanned from the head down: the first image stays the first. */
static void
test_falling_numbers (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 6; i++)
    add_slice (self, "CT", i + 1, 100 - i * 5);

  g_autoptr (GPtrArray) sets = assert_sets (self, 1, 6);

  for (int i = 0; i < 6; i++)
    g_assert_cmpint (get_number (sets->pdata[0], i), ==, i + 1);
}

static void
test_acquisition_changes (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 8; i++) {
    MadoDicomWriter *writer = begin_slice ("CT", i + 1, i);

    mado_dicom_writer_set_int (writer, TAG_ACQUISITION, i < 5 ? 1 : 2);
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 1, 8);
}

/* Two acquisitions of the same places, the second of half of them. */
static void
test_acquisition_repeats (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 9; i++) {
    MadoDicomWriter *writer = begin_slice ("CT", i + 1, i < 6 ? i : i - 3);

    mado_dicom_writer_set_int (writer, TAG_ACQUISITION, i < 6 ? 1 : 2);
    end_slice (self, writer);
  }

  g_autoptr (MadoScan) scan = mado_test_scan (self->folder);
  g_autoptr (GPtrArray) sets = mado_test_list_sets (scan);

  g_assert_cmpuint (sets->len, ==, 2);
  g_assert_cmpint (mado_display_set_get_n_frames (sets->pdata[0]), ==, 6);
  g_assert_cmpint (mado_display_set_get_n_frames (sets->pdata[1]), ==, 3);
  assert_label (sets, 1, "acq=2");
  g_assert_cmpstr (mado_display_set_get_id (sets->pdata[1]), ==, "2.25.1#2");
}

static void
test_echoes (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 10; i++) {
    MadoDicomWriter *writer = begin_slice ("MR", i + 1, i / 2 * 4.0);

    mado_dicom_writer_set_int (writer, TAG_ECHO_NUMBER, i % 2 + 1);
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 2, 5);

  assert_label (sets, 0, "echo=1");
  assert_label (sets, 1, "echo=2");
}

static void
test_magnitude_phase (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 8; i++) {
    MadoDicomWriter *writer = begin_slice ("MR", i + 1, i % 4);

    mado_dicom_writer_set_string (writer, TAG_IMAGE_TYPE,
                                  i < 4 ? "ORIGINAL\\PRIMARY\\M\\ND"
                                        : "ORIGINAL\\PRIMARY\\P\\ND");
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 2, 4);

  assert_label (sets, 0, "type=M");
  assert_label (sets, 1, "type=P");
}

static void
test_temporal_positions (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 12; i++) {
    MadoDicomWriter *writer = begin_slice ("MR", i + 1, i / 3);

    mado_dicom_writer_set_int (writer, TAG_TEMPORAL, i % 3 + 1);
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 3, 4);

  assert_label (sets, 0, "t=1");
  assert_label (sets, 2, "t=3");
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (get_number (sets->pdata[1], i), ==, 2 + 3 * i);
}

/* Nothing tells the volumes apart but the order of the images. */
static void
test_repetition (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 15; i++)
    add_slice (self, "MR", i + 1, i % 5);

  g_autoptr (GPtrArray) sets = assert_sets (self, 3, 5);

  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 5; k++)
      g_assert_cmpint (get_number (sets->pdata[i], k), ==, i * 5 + k + 1);
}

/* Heart phases: each slice has its own trigger times, which say the order only. */
static void
test_jittering_trigger_time (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 12; i++) {
    MadoDicomWriter *writer = begin_slice ("MR", 12 - i, i % 4);
    double time = i / 4 * 50.0 + i % 4;

    mado_dicom_writer_set_doubles (writer, TAG_TRIGGER_TIME, &time, 1);
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 3, 4);

  for (guint i = 0; i < 3; i++) {
    double first = mado_display_set_get_frame (sets->pdata[i], 0)->info->time_order;

    for (int k = 1; k < 4; k++)
      g_assert_cmpfloat (
          fabs (mado_display_set_get_frame (sets->pdata[i], k)->info->time_order -
                first),
          <, 10);
  }
}

/* One b=0 volume and three directions of b=1000. */
static void
test_diffusion (Fixture *self, gconstpointer data)
{
  static const double directions[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  for (int i = 0; i < 20; i++) {
    MadoDicomWriter *writer = begin_slice ("MR", i + 1, i % 5);
    double b = i < 5 ? 0 : 1000;

    mado_dicom_writer_set_doubles (writer, TAG_B_VALUE, &b, 1);
    if (i >= 5)
      mado_dicom_writer_set_doubles (writer, TAG_DIRECTION, directions[i / 5 - 1], 3);
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 4, 5);

  assert_label (sets, 0, "b=0");
  assert_label (sets, 2, "b=1000, dir=0.000,1.000,0.000");
}

static void
test_orientations (Fixture *self, gconstpointer data)
{
  static const double sagittal[6] = {0, 1, 0, 0, 0, -1};

  for (int i = 0; i < 10; i++) {
    MadoTestSlice slice = {.modality = "MR",
                           .series = "1",
                           .number = i + 1,
                           .position = {i % 5, 0, i % 5},
                           .orientation = i < 5 ? sagittal : NULL};

    end_slice (self, mado_test_slice_begin (&slice));
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 2, 5);

  assert_label (sets, 0, "sagittal");
  assert_label (sets, 1, "axial");
}

/* Half a degree of rounding is no other orientation. */
static void
test_rounded_orientation (Fixture *self, gconstpointer data)
{
  static const double rounded[6] = {0.99999, 0.004, 0, -0.004, 0.99999, 0};

  for (int i = 0; i < 6; i++) {
    MadoTestSlice slice = {.modality = "MR",
                           .series = "1",
                           .number = i + 1,
                           .position = {0, 0, i},
                           .orientation = i % 2 == 0 ? rounded : NULL};

    end_slice (self, mado_test_slice_begin (&slice));
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 1, 6);
}

static void
test_sizes (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 6; i++) {
    MadoTestSlice slice = {.modality = "CT",
                           .series = "1",
                           .size = i < 3 ? 8 : 16,
                           .number = i + 1,
                           .position = {0, 0, i}};

    end_slice (self, mado_test_slice_begin (&slice));
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 2, 3);

  assert_label (sets, 0, "8×8");
  assert_label (sets, 1, "16×16");
}

static void
test_frames_of_reference (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 6; i++) {
    MadoDicomWriter *writer = begin_slice ("CT", i + 1, i);

    mado_dicom_writer_set_string (writer, TAG_FRAME_OF_REF,
                                  i < 3 ? "2.25.71" : "2.25.72");
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 2, 3);
}

static void
test_cine_at_one_place (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 9; i++) {
    MadoDicomWriter *writer = begin_slice ("MR", 9 - i, 3);
    double time = i * 40.0;

    mado_dicom_writer_set_doubles (writer, TAG_TRIGGER_TIME, &time, 1);
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 1, 9);

  g_assert_true (mado_display_set_is_temporal (sets->pdata[0]));
  for (int i = 0; i < 9; i++)
    g_assert_cmpint (get_number (sets->pdata[0], i), ==, 9 - i);
}

/* A rotating projection: one frame for each direction. */
static void
test_turned (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 12; i++) {
    double angle = i * G_PI / 12.0;
    double orientation[6] = {cos (angle), sin (angle), 0, 0, 0, -1};
    MadoTestSlice slice = {
        .modality = "MR", .series = "1", .number = i + 1, .orientation = orientation};

    end_slice (self, mado_test_slice_begin (&slice));
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 1, 12);

  g_assert_false (mado_display_set_is_spatial (sets->pdata[0]));
  g_assert_false (mado_display_set_is_temporal (sets->pdata[0]));
  for (int i = 0; i < 12; i++)
    g_assert_cmpint (get_number (sets->pdata[0], i), ==, i + 1);
}

static void
test_projections (Fixture *self, gconstpointer data)
{
  static const int order[] = {3, 1, 4, 2};

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++) {
    MadoTestSlice slice = {
        .modality = "CR", .series = "1", .number = order[i], .has_no_plane = true};

    end_slice (self, mado_test_slice_begin (&slice));
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 1, 4);

  for (int i = 0; i < 4; i++)
    g_assert_cmpint (get_number (sets->pdata[0], i), ==, i + 1);
  g_assert_false (mado_display_set_is_spatial (sets->pdata[0]));
  g_assert_false (mado_display_set_is_temporal (sets->pdata[0]));
  g_assert_true (mado_display_set_get_trust (sets->pdata[0])->is_uncalibrated);
}

/* Default window and its space, IHE BIR RAD TF-2 4.16.4.2.2.5.4. */
typedef struct {
  const char *modality;
  bool has_no_plane;
  bool slopes_differ;
  int index;
  double center;
  MadoWindowSpace space;
} WindowCase;

static const WindowCase window_cases[] = {
    {"CT", false, false, 0, 102, MADO_WINDOW_SPACE_MODALITY},
    {"CT", false, false, 4, 102, MADO_WINDOW_SPACE_MODALITY},
    {"MR", false, false, 0, 102, MADO_WINDOW_SPACE_STORED},
    {"MR", false, true, 0, 102, MADO_WINDOW_SPACE_MODALITY},
    {"PT", false, true, 4, 102, MADO_WINDOW_SPACE_MODALITY},
    {"CR", true, false, 0, 100, MADO_WINDOW_SPACE_MODALITY},
    {"XA", true, false, 3, 103, MADO_WINDOW_SPACE_STORED},
};

static void
test_default_window (Fixture *self, gconstpointer data)
{
  const WindowCase *c = data;
  MadoWindow window;

  for (int i = 0; i < 5; i++) {
    MadoTestSlice slice = {.modality = c->modality,
                           .series = "1",
                           .number = i + 1,
                           .position = {0, 0, i},
                           .has_no_plane = c->has_no_plane};
    MadoDicomWriter *writer = mado_test_slice_begin (&slice);
    double center = 100 + i, width = 50, intercept = 0;
    double slope = c->slopes_differ ? 1 + i : 2;

    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1050), &center, 1);
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1051), &width, 1);
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1052), &intercept, 1);
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1053), &slope, 1);
    end_slice (self, writer);
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 1, 5);

  g_assert_true (
      mado_display_set_get_default_window (sets->pdata[0], c->index, &window));
  g_assert_cmpfloat (window.center, ==, c->center);
  g_assert_cmpfloat (window.width, ==, 50);
  g_assert_cmpint (window.space, ==, c->space);
  g_assert_cmpint (mado_display_set_get_window_space (sets->pdata[0]), ==, c->space);
}

/* Coronal slices of chest and abdomen, the same from front to back or half a step off,
 * in the order of scanning or in turn. */
static void
test_stations (Fixture *self, gconstpointer data)
{
  static const double coronal[6] = {1, 0, 0, 0, 0, -1};
  const bool is_off = GPOINTER_TO_INT (data) != 0;

  for (int i = 0; i < 12; i++) {
    const int station = is_off ? i % 2 : i / 6;
    const int place = is_off ? i / 2 : i % 6;
    MadoTestSlice slice = {
        .modality = "MR",
        .series = "1",
        .size = 64,
        .number = i + 1,
        .orientation = coronal,
        .position = {0, place * 4 + (is_off ? station * 2 : 0), -28 * station}};

    end_slice (self, mado_test_slice_begin (&slice));
  }

  g_autoptr (GPtrArray) sets = assert_sets (self, 2, 6);

  assert_label (sets, 0, "station=1");
  assert_label (sets, 1, "station=2");
  for (guint i = 0; i < 2; i++)
    for (int k = 0; k < 6; k++)
      g_assert_cmpfloat (get_z (sets->pdata[i], k), ==, -28.0 * i);
}

/* 1 mm slices and, at every fifth place, 5 mm slices of the same scan. */
static void
test_thickness (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 24; i++) {
    const double thickness = i < 20 ? 1 : 5;
    MadoDicomWriter *writer = begin_slice ("CT", i + 1, i < 20 ? i : (i - 20) * 5);

    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0018, 0x0050), &thickness, 1);
    end_slice (self, writer);
  }

  g_autoptr (MadoScan) scan = mado_test_scan (self->folder);
  g_autoptr (GPtrArray) sets = mado_test_list_sets (scan);

  g_assert_cmpuint (sets->len, ==, 2);
  assert_label (sets, 0, "thickness=1");
  assert_label (sets, 1, "thickness=5");
  g_assert_cmpint (mado_display_set_get_n_frames (sets->pdata[0]), ==, 20);
  g_assert_cmpint (mado_display_set_get_n_frames (sets->pdata[1]), ==, 4);
}

/* The same files under other names: the same tree. */
static void
test_deterministic (Fixture *self, gconstpointer data)
{
  g_autofree char *other = mado_test_make_folder ();

  for (int i = 0; i < 24; i++) {
    MadoDicomWriter *writer = begin_slice ("MR", i % 5, i % 4);
    g_autofree char *name = g_strdup_printf ("%d", 99 - i);
    g_autofree char *copy = g_build_filename (other, name, NULL);
    g_autoptr (GError) error = NULL;
    bool saved = mado_dicom_writer_save (writer, copy, "1.2.840.10008.1.2.1", &error);

    g_assert_no_error (error);
    g_assert_true (saved);
    end_slice (self, writer);
  }

  g_autoptr (MadoScan) a = mado_test_scan (self->folder);
  g_autoptr (MadoScan) b = mado_test_scan (other);
  g_autoptr (GPtrArray) x = mado_test_list_sets (a);
  g_autoptr (GPtrArray) y = mado_test_list_sets (b);

  g_assert_cmpuint (x->len, ==, 6);
  g_assert_cmpuint (y->len, ==, 6);
  for (guint i = 0; i < x->len; i++)
    for (int k = 0; k < mado_display_set_get_n_frames (x->pdata[i]); k++)
      g_assert_cmpstr (
          mado_display_set_get_frame (x->pdata[i], k)->instance->sop_instance_uid, ==,
          mado_display_set_get_frame (y->pdata[i], k)->instance->sop_instance_uid);
  mado_test_remove_tree (other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                            \
  g_test_add ("/mado/study/stack/" path, Fixture, NULL, set_up, function, tear_down)

  ADD ("sorted-by-position", test_sorted_by_position);
  ADD ("falling-numbers", test_falling_numbers);
  ADD ("acquisition-changes", test_acquisition_changes);
  ADD ("acquisition-repeats", test_acquisition_repeats);
  ADD ("echoes", test_echoes);
  ADD ("magnitude-phase", test_magnitude_phase);
  ADD ("temporal-positions", test_temporal_positions);
  ADD ("repetition", test_repetition);
  ADD ("stations", test_stations);
  g_test_add ("/mado/study/stack/stations-in-turn", Fixture, GINT_TO_POINTER (1),
              set_up, test_stations, tear_down);
  ADD ("thickness", test_thickness);
  ADD ("jittering-trigger-time", test_jittering_trigger_time);
  ADD ("diffusion", test_diffusion);
  ADD ("orientations", test_orientations);
  ADD ("rounded-orientation", test_rounded_orientation);
  ADD ("sizes", test_sizes);
  ADD ("frames-of-reference", test_frames_of_reference);
  ADD ("cine-at-one-place", test_cine_at_one_place);
  ADD ("turned", test_turned);
  ADD ("projections", test_projections);
  ADD ("deterministic", test_deterministic);
  for (gsize i = 0; i < G_N_ELEMENTS (window_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/stack/default-window/%s-%" G_GSIZE_FORMAT,
                         window_cases[i].modality, i);

    g_test_add (path, Fixture, &window_cases[i], set_up, test_default_window,
                tear_down);
  }
  return g_test_run ();
}
