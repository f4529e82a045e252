/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-stack.h"
#include "mado-test.h"

#define TAG_SHARED              MADO_TAG (0x5200, 0x9229)
#define TAG_PER_FRAME           MADO_TAG (0x5200, 0x9230)
#define GROUP_PLANE_POSITION    MADO_TAG (0x0020, 0x9113)
#define GROUP_PLANE_ORIENTATION MADO_TAG (0x0020, 0x9116)
#define GROUP_PIXEL_MEASURES    MADO_TAG (0x0028, 0x9110)
#define GROUP_FRAME_CONTENT     MADO_TAG (0x0020, 0x9111)
#define GROUP_MR_DIFFUSION      MADO_TAG (0x0018, 0x9117)
#define GROUP_CARDIAC           MADO_TAG (0x0018, 0x9118)
#define GROUP_MR_ECHO           MADO_TAG (0x0018, 0x9114)
#define TAG_POSITION            MADO_TAG (0x0020, 0x0032)
#define TAG_ORIENTATION         MADO_TAG (0x0020, 0x0037)
#define TAG_PIXEL_SPACING       MADO_TAG (0x0028, 0x0030)
#define TAG_SPACING_BETWEEN     MADO_TAG (0x0018, 0x0088)
#define TAG_DETECTOR            MADO_TAG (0x0054, 0x0022)
#define TAG_SLICE_VECTOR        MADO_TAG (0x0054, 0x0080)
#define TAG_TIME_SLOT_VECTOR    MADO_TAG (0x0054, 0x0070)
#define TAG_GRID_OFFSETS        MADO_TAG (0x3004, 0x000c)

#define SIZE 8

static const double coronal[6] = {1, 0, 0, 0, 0, -1};
static const double mirrored[6] = {-1, 0, 0, 0, 0, -1};
static const double spacing[2] = {2, 1.5};

/* One file of @n_frames, without a plane. */
static MadoDicomWriter *
begin_file (MadoTestStack *self, const char *modality, int n_frames)
{
  const MadoTestSlice slice = {
      .modality = modality, .series = "1", .number = 1, .has_no_plane = true};
  const MadoPixelFormat format = {
      SIZE, SIZE, n_frames, 1, 16, 16, 15, .photometric = MADO_PHOTOMETRIC_MONOCHROME2};
  const gsize size = (gsize) (SIZE * SIZE * n_frames) * 2;
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (size), size);
  MadoDicomWriter *writer = mado_test_slice_begin (&slice);

  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return writer;
}

static void
put_doubles (
    MadoDicomWriter *writer, MadoTag group, MadoTag tag, const double *values, int n)
{
  mado_dicom_writer_begin_item (writer, group);
  mado_dicom_writer_set_doubles (writer, tag, values, n);
  mado_dicom_writer_end_item (writer);
}

static void
put_int (MadoDicomWriter *writer, MadoTag group, MadoTag tag, int value)
{
  mado_dicom_writer_begin_item (writer, group);
  mado_dicom_writer_set_int (writer, tag, value);
  mado_dicom_writer_end_item (writer);
}

static void
put_shared (MadoDicomWriter *writer, const double *orientation)
{
  mado_dicom_writer_begin_item (writer, TAG_SHARED);
  if (orientation != NULL)
    put_doubles (writer, GROUP_PLANE_ORIENTATION, TAG_ORIENTATION, orientation, 6);
  put_doubles (writer, GROUP_PIXEL_MEASURES, TAG_PIXEL_SPACING, spacing, 2);
  mado_dicom_writer_end_item (writer);
}

/* A coronal plane, @y to the back. */
static void
put_position (MadoDicomWriter *writer, double y)
{
  const double position[3] = {-12, y, 34};

  put_doubles (writer, GROUP_PLANE_POSITION, TAG_POSITION, position, 3);
}

/* Frames in no order, orientation shared or of each frame. */
static void
test_enhanced (MadoTestStack *self, gconstpointer data)
{
  static const int order[] = {3, 0, 5, 1, 4, 2};
  const bool is_shared = GPOINTER_TO_INT (data) != 0;
  MadoDicomWriter *writer = begin_file (self, "CT", 6);
  const MadoGeometry *geometry;

  put_shared (writer, is_shared ? coronal : NULL);
  for (int i = 0; i < 6; i++) {
    mado_dicom_writer_begin_item (writer, TAG_PER_FRAME);
    put_position (writer, order[i] * 3);
    if (!is_shared)
      put_doubles (writer, GROUP_PLANE_ORIENTATION, TAG_ORIENTATION, coronal, 6);
    mado_dicom_writer_end_item (writer);
  }
  mado_test_stack_end (self, writer);
  geometry = mado_test_stack_measure (self);

  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_cmpint (geometry->n_slices, ==, 6);
  g_assert_cmpfloat_with_epsilon (geometry->spacing, 3, 1e-9);
  g_assert_cmpfloat (geometry->row_spacing, ==, 2);
  g_assert_cmpfloat (geometry->column_spacing, ==, 1.5);
  /* Column 2, row 1 of the slice 6 mm from the front: along +x and −z. */
  {
    const MadoIndexPoint index =
        mado_geometry_to_index (geometry, (MadoVector){-12 + 2 * 1.5, 6, 34 - 2});

    g_assert_cmpfloat_with_epsilon (index.column, 2, 1e-9);
    g_assert_cmpfloat_with_epsilon (index.row, 1, 1e-9);
    g_assert_cmpfloat_with_epsilon (geometry->along[2], 6, 1e-9);
    g_assert_cmpfloat_with_epsilon (index.slice, geometry->normal.y > 0 ? 2 : 3, 1e-9);
  }
}

typedef struct {
  const char *name;
  MadoTag group;
  MadoTag tag;
  int values[2];
  const char *labels[2];
} KindCase;

static const KindCase kind_cases[] = {
    {"temporal",
     GROUP_FRAME_CONTENT,
     MADO_TAG (0x0020, 0x9128),
     {1, 2},
     {"t=1", "t=2"}},
    {"b-value",
     GROUP_MR_DIFFUSION,
     MADO_TAG (0x0018, 0x9087),
     {0, 1000},
     {"b=0", "b=1000"}},
    {"echo", GROUP_MR_ECHO, MADO_TAG (0x0018, 0x9082), {20, 80}, {"te=20", "te=80"}},
    {"phase",
     GROUP_CARDIAC,
     MADO_TAG (0x0020, 0x9241),
     {0, 50},
     {"phase=0", "phase=50"}},
};

/* Two volumes in one file, frame by frame in turn. */
static void
test_4d (MadoTestStack *self, gconstpointer data)
{
  const KindCase *c = data;
  MadoDicomWriter *writer = begin_file (self, "MR", 10);

  put_shared (writer, coronal);
  for (int i = 0; i < 10; i++) {
    mado_dicom_writer_begin_item (writer, TAG_PER_FRAME);
    put_position (writer, i / 2 * 4);
    put_int (writer, c->group, c->tag, c->values[i % 2]);
    mado_dicom_writer_end_item (writer);
  }
  mado_test_stack_end (self, writer);
  mado_test_stack_read (self, 2);

  for (guint i = 0; i < 2; i++) {
    MadoDisplaySet *set = self->sets->pdata[i];
    const MadoGeometry *geometry = mado_display_set_get_geometry (set);

    g_assert_cmpstr (mado_display_set_get_stack_label (set), ==, c->labels[i]);
    g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
    g_assert_cmpint (geometry->n_slices, ==, 5);
    g_assert_cmpfloat_with_epsilon (geometry->spacing, 4, 1e-9);
    for (int k = 0; k < 5; k++)
      g_assert_cmpint (mado_display_set_get_frame (set, k)->frame % 2, ==, i);
  }
}

/* Shared groups say that rows go to the left, those of the frames to the right. */
static void
test_contradiction (MadoTestStack *self, gconstpointer data)
{
  MadoDicomWriter *writer = begin_file (self, "CT", 5);

  put_shared (writer, coronal);
  for (int i = 0; i < 5; i++) {
    mado_dicom_writer_begin_item (writer, TAG_PER_FRAME);
    put_position (writer, i * 4);
    put_doubles (writer, GROUP_PLANE_ORIENTATION, TAG_ORIENTATION,
                 data != NULL ? mirrored : coronal, 6);
    mado_dicom_writer_end_item (writer);
  }
  mado_test_stack_end (self, writer);
  g_assert_cmpstr (mado_refusal_get_name (mado_test_stack_measure (self)->refusal), ==,
                   data != NULL ? "no_plane" : "none");
}

/* Six frames, four functional groups: the other two have no place. */
static void
test_too_few_groups (MadoTestStack *self, gconstpointer data)
{
  MadoDicomWriter *writer = begin_file (self, "CT", 6);
  int n_places = 0, n_without = 0;

  put_shared (writer, coronal);
  for (int i = 0; i < 4; i++) {
    mado_dicom_writer_begin_item (writer, TAG_PER_FRAME);
    put_position (writer, i * 4);
    mado_dicom_writer_end_item (writer);
  }
  mado_test_stack_end (self, writer);
  mado_test_stack_read (self, 2);
  for (guint i = 0; i < 2; i++) {
    const MadoGeometry *geometry = mado_display_set_get_geometry (self->sets->pdata[i]);

    n_places += geometry->n_slices;
    n_without += geometry->refusal == MADO_REFUSAL_NO_PLANE;
  }
  g_assert_cmpint (n_places, ==, 4);
  g_assert_cmpint (n_without, ==, 1);
}

typedef struct {
  const char *name;
  const char *spacing; /* "" for none */
  int n_time_slots;
  double step;    /* mm in y from slice 1 to slice 2 */
  bool is_beside; /* the plane is in the data set, not in the detector's item */
} NmCase;

/* The normal of a coronal plane is to the back; the sign of the spacing says whether
 * slices follow it (PS3.3 C.8.4.15). */
static const NmCase nm_cases[] = {
    {"behind", "4", 1, 4},    {"in-front", "-4", 1, -4},
    {"gated", "4", 3, 4},     {"beside-detector", "4", 1, 4, true},
    {"no-spacing", "", 1, 0}, {"no-spacing-beside-detector", "", 1, 0, true},
};

static MadoDicomWriter *
begin_nm (MadoTestStack *self, const NmCase *c, int n_slices)
{
  const double position[3] = {-12, 40, 34};
  MadoDicomWriter *writer = begin_file (self, "NM", n_slices * c->n_time_slots);
  g_autoptr (GString) slices = g_string_new (NULL);
  g_autoptr (GString) slots = g_string_new (NULL);

  for (int i = 0; i < n_slices * c->n_time_slots; i++) {
    g_string_append_printf (slices, "%s%d", i > 0 ? "\\" : "", i % n_slices + 1);
    g_string_append_printf (slots, "%s%d", i > 0 ? "\\" : "", i / n_slices + 1);
  }
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0008),
                                "ORIGINAL\\PRIMARY\\RECON TOMO\\EMISSION");
  mado_dicom_writer_set_doubles (writer, TAG_PIXEL_SPACING, spacing, 2);
  mado_dicom_writer_set_string (writer, TAG_SPACING_BETWEEN, c->spacing);
  mado_dicom_writer_set_string (writer, TAG_SLICE_VECTOR, slices->str);
  if (c->n_time_slots > 1)
    mado_dicom_writer_set_string (writer, TAG_TIME_SLOT_VECTOR, slots->str);
  if (!c->is_beside)
    mado_dicom_writer_begin_item (writer, TAG_DETECTOR);
  mado_dicom_writer_set_doubles (writer, TAG_POSITION, position, 3);
  mado_dicom_writer_set_doubles (writer, TAG_ORIENTATION, coronal, 6);
  if (!c->is_beside)
    mado_dicom_writer_end_item (writer);
  return writer;
}

static void
test_nm (MadoTestStack *self, gconstpointer data)
{
  const NmCase *c = data;

  mado_test_stack_end (self, begin_nm (self, c, 7));
  mado_test_stack_read (self, (guint) c->n_time_slots);
  for (int i = 0; i < c->n_time_slots; i++) {
    const MadoGeometry *geometry = mado_display_set_get_geometry (self->sets->pdata[i]);

    if (c->step == 0) {
      g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NO_PLANE);
      continue;
    }
    g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
    g_assert_cmpint (geometry->n_slices, ==, 7);
    mado_test_assert_vector (
        mado_geometry_from_index (geometry, (MadoIndexPoint){1, 2, 3}),
        (MadoVector){-12 + 1.5, 40 + 3 * c->step, 34 - 2 * 2}, 1e-9);
  }
}

/* Grid Frame Offset Vector (PS3.3 C.8.8.3.2), not evenly spaced, to the back. */
static void
test_dose (MadoTestStack *self, gconstpointer data)
{
  const double position[3] = {1, 2, 100};
  MadoDicomWriter *writer = begin_file (self, "RTDOSE", 4);
  const MadoGeometry *geometry;

  mado_dicom_writer_set_doubles (writer, TAG_POSITION, position, 3);
  mado_dicom_writer_set_doubles (writer, TAG_ORIENTATION, coronal, 6);
  mado_dicom_writer_set_doubles (writer, TAG_PIXEL_SPACING, spacing, 2);
  mado_dicom_writer_set_string (writer, TAG_GRID_OFFSETS, "0\\3\\6\\10");
  mado_test_stack_end (self, writer);
  geometry = mado_test_stack_measure (self);

  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_false (geometry->is_regular);
  mado_test_assert_vector (
      mado_geometry_from_index (geometry, (MadoIndexPoint){0, 0, 3}),
      (MadoVector){1, 12, 100}, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test)                                                          \
  g_test_add (path, MadoTestStack, data, mado_test_stack_set_up, test,                 \
              mado_test_stack_tear_down)
  ADD ("/mado/study/geometry-frames/shared", GINT_TO_POINTER (1), test_enhanced);
  ADD ("/mado/study/geometry-frames/per-frame", NULL, test_enhanced);
  for (gsize i = 0; i < G_N_ELEMENTS (kind_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/geometry-frames/4d/%s", kind_cases[i].name);

    ADD (path, &kind_cases[i], test_4d);
  }
  ADD ("/mado/study/geometry-frames/contradiction", GINT_TO_POINTER (1),
       test_contradiction);
  ADD ("/mado/study/geometry-frames/said-twice", NULL, test_contradiction);
  ADD ("/mado/study/geometry-frames/too-few-groups", NULL, test_too_few_groups);
  for (gsize i = 0; i < G_N_ELEMENTS (nm_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/geometry-frames/nm/%s", nm_cases[i].name);

    ADD (path, &nm_cases[i], test_nm);
  }
  ADD ("/mado/study/geometry-frames/dose", NULL, test_dose);
  return g_test_run ();
}
