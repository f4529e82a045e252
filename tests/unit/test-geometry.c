/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-test-stack.h"
#include "mado-test.h"

#define TAG_SLICE_THICKNESS MADO_TAG (0x0018, 0x0050)
#define TAG_ACQUISITION     MADO_TAG (0x0020, 0x0012)
#define TAG_PIXEL_SPACING   MADO_TAG (0x0028, 0x0030)

/* Rows 0.75 mm apart, columns 0.5 mm (PS3.3 10.7.1.3). */
static const double oblong[2] = {0.75, 0.5};

static const double identity[6] = {1, 0, 0, 0, 1, 0};
static const double prone[6] = {-1, 0, 0, 0, -1, 0};
static const double mirrored[6] = {-1, 0, 0, 0, 1, 0};
static const double coronal[6] = {1, 0, 0, 0, 0, -1};
static const double sagittal[6] = {0, 1, 0, 0, 0, -1};
/* (2, 2, 1) / 3 and (-2, 1, 2) / 3; their normal is (1, -2, 2) / 3. */
static const double oblique[6] = {2 / 3.0,  2 / 3.0, 1 / 3.0,
                                  -2 / 3.0, 1 / 3.0, 2 / 3.0};

static MadoVector
combine (const double orientation[6], double along_row, double along_column)
{
  const MadoVector row = mado_vector_from_array (orientation);
  const MadoVector column = mado_vector_from_array (orientation + 3);

  return mado_vector_add (mado_vector_scale (row, along_row),
                          mado_vector_scale (column, along_column));
}

typedef struct {
  const char *name;
  const double *orientation;
  MadoVector up; /* row × column, by hand */
  const char *plane;
} AxisCase;

static const AxisCase axis_cases[] = {
    {"axial", identity, {0, 0, 1}, "axial"},
    {"prone", prone, {0, 0, 1}, "axial"},
    {"mirrored", mirrored, {0, 0, -1}, "axial"},
    {"coronal", coronal, {0, 1, 0}, "coronal"},
    {"sagittal", sagittal, {-1, 0, 0}, "sagittal"},
    {"oblique", oblique, {1 / 3.0, -2 / 3.0, 2 / 3.0}, "oblique"},
};

/* Five slices 3 mm apart, in one order or the other, must lie where the equation of
 * PS3.3 C.7.6.2.1.1 puts their pixels. */
static void
check_axes (MadoTestStack *self, const AxisCase *c, double sign)
{
  const MadoVector start = {-20, 30, 400};
  const MadoVector step = mado_vector_scale (c->up, sign * 3);
  const MadoGeometry *geometry;
  MadoVector pixel;
  MadoIndexPoint index;

  self->template.orientation = c->orientation;
  for (int i = 0; i < 5; i++) {
    const MadoVector p = mado_vector_add_scaled (start, step, i);
    MadoDicomWriter *writer = mado_test_stack_begin (self, i + 1, p.x, p.y, p.z);

    mado_dicom_writer_set_doubles (writer, TAG_PIXEL_SPACING, oblong, 2);
    mado_test_stack_end (self, writer);
  }
  geometry = mado_test_stack_measure (self);

  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_null (mado_geometry_dup_refusal (geometry));
  g_assert_cmpint (geometry->n_slices, ==, 5);
  mado_test_assert_vector (geometry->origin, start, 1e-9);
  mado_test_assert_vector (geometry->row, mado_vector_from_array (c->orientation),
                           1e-9);
  mado_test_assert_vector (geometry->column,
                           mado_vector_from_array (c->orientation + 3), 1e-9);
  mado_test_assert_vector (geometry->normal, mado_vector_scale (c->up, sign), 1e-9);
  g_assert_cmpint (geometry->is_right_handed, ==, sign > 0);
  g_assert_cmpfloat_with_epsilon (geometry->spacing, 3, 1e-9);
  g_assert_cmpfloat (geometry->column_spacing, ==, 0.5);
  g_assert_cmpfloat (geometry->row_spacing, ==, 0.75);
  g_assert_true (geometry->is_non_square);
  g_assert_true (geometry->is_regular);
  g_assert_cmpfloat (geometry->tilt, ==, 0);
  g_assert_cmpstr (mado_geometry_get_plane_name (geometry), ==, c->plane);

  /* Column 3, row 5 of slice 2. */
  pixel = mado_vector_add (mado_vector_add_scaled (start, step, 2),
                           combine (c->orientation, 3 * 0.5, 5 * 0.75));
  mado_test_assert_vector (
      mado_geometry_from_index (geometry, (MadoIndexPoint){3, 5, 2}), pixel, 1e-9);
  index = mado_geometry_to_index (geometry, pixel);
  g_assert_cmpfloat_with_epsilon (index.column, 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (index.row, 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (index.slice, 2, 1e-9);
}

static void
test_axes_forward (MadoTestStack *self, gconstpointer data)
{
  check_axes (self, data, 1);
}

static void
test_axes_backward (MadoTestStack *self, gconstpointer data)
{
  check_axes (self, data, -1);
}

typedef struct {
  const char *name;
  MadoVector step;
  double degrees;
} TiltCase;

/* tan 20° = 0.363970234, tan 10° = 0.176326981 */
static const TiltCase tilt_cases[] = {
    {"forward", {0, 5 * 0.363970234, 5}, 20},
    {"backward", {0, -5 * 0.363970234, 5}, 20},
    {"left", {5 * 0.176326981, 0, 5}, 10},
    {"right", {-5 * 0.176326981, 0, 5}, 10},
    {"downward", {0, 5 * 0.363970234, -5}, 20},
    /* 3-4-5: the line is off by 5 in 12. */
    {"both", {3, -4, 12}, 22.6198649},
    /* 0.0573°: rounding */
    {"none", {0, 0.005, 5}, 0},
};

static void
test_tilt (MadoTestStack *self, gconstpointer data)
{
  const TiltCase *c = data;
  const MadoGeometry *geometry;
  double affine[3][4];

  for (int i = 0; i < 6; i++) {
    MadoDicomWriter *writer = mado_test_stack_begin (
        self, i + 1, -50 + i * c->step.x, -60 + i * c->step.y, 7 + i * c->step.z);

    mado_dicom_writer_set_doubles (writer, TAG_PIXEL_SPACING, oblong, 2);
    mado_test_stack_end (self, writer);
  }
  geometry = mado_test_stack_measure (self);

  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_cmpfloat_with_epsilon (geometry->tilt, c->degrees, 1e-6);
  mado_test_assert_vector (geometry->tilt_direction, mado_vector_normalize (c->step),
                           1e-9);
  g_assert_cmpfloat_with_epsilon (geometry->spacing, fabs (c->step.z), 1e-9);
  for (int i = 0; i < 6; i++) {
    g_assert_cmpfloat_with_epsilon (geometry->shift[i][0], i * c->step.x / 0.5, 1e-9);
    g_assert_cmpfloat_with_epsilon (geometry->shift[i][1], i * c->step.y / 0.75, 1e-9);
    g_assert_cmpfloat_with_epsilon (geometry->along[i], i * fabs (c->step.z), 1e-9);
  }
  g_assert_true (mado_geometry_get_affine (geometry, affine));
  mado_test_assert_vector ((MadoVector){affine[0][2], affine[1][2], affine[2][2]},
                           c->step, 1e-9);
  mado_test_assert_vector ((MadoVector){affine[0][3], affine[1][3], affine[2][3]},
                           (MadoVector){-50, -60, 7}, 1e-9);
  /* The line goes on beyond the ends. */
  mado_test_assert_vector (
      mado_geometry_from_index (geometry, (MadoIndexPoint){0, 0, 7.5}),
      mado_vector_add_scaled ((MadoVector){-50, -60, 7}, c->step, 7.5), 1e-6);
  mado_test_assert_vector (
      mado_geometry_from_index (geometry, (MadoIndexPoint){0, 0, -2}),
      mado_vector_add_scaled ((MadoVector){-50, -60, 7}, c->step, -2), 1e-6);
}

#define MAX_PLACES 12

typedef struct {
  const char *name;
  int n;
  double z[MAX_PLACES];
  int numbers[MAX_PLACES]; /* 1, 2, 3 … when the first is 0 */
  double spacing;
  bool is_regular;
  double worst;
  int worst_slice;
  int n_gaps;
  MadoGap gaps[2];
} DistanceCase;

static const DistanceCase distance_cases[] = {
    {"even", 5, {0, 2, 4, 6, 8}, {0}, 2, true, 0, -1, 0, {{0}}},
    {"rounded", 5, {0, 2.01, 4, 6.01, 8}, {0}, 2, true, 0.01, -2, 0, {{0}}},
    /* 1 % of 5 mm is more than 0.02 mm. */
    {"one-percent", 5, {0, 5, 10, 15.04, 20}, {0}, 5, true, 0.04, 2, 0, {{0}}},
    {"uneven", 6, {0, 2, 4, 7, 9, 11}, {0}, 2, false, 1, 2, 0, {{0}}},
    {"head",
     9,
     {0, 2.5, 5, 7.5, 10, 12.5, 17.5, 22.5, 27.5},
     {0},
     2.5,
     false,
     2.5,
     5,
     0,
     {{0}}},
    /* One wider distance between different ones: a change, unless numbers jump. */
    {"seam", 7, {0, 3, 6, 9, 15, 20, 25}, {0}, 4, false, 2, 3, 0, {{0}}},
    {"seam-numbers",
     7,
     {0, 3, 6, 9, 15, 20, 25},
     {1, 2, 3, 4, 6, 7, 8},
     4,
     false,
     1,
     -2,
     1,
     {{3, 1, 6}}},
    {"one-missing", 6, {0, 2, 4, 8, 10, 12}, {0}, 2, true, 0, -1, 1, {{2, 1, 4}}},
    {"three-missing", 6, {0, 2, 4, 12, 14, 16}, {0}, 2, true, 0, -1, 1, {{2, 3, 8}}},
    {"missing-at-end", 5, {0, 2, 4, 6, 10}, {0}, 2, true, 0, -1, 1, {{3, 1, 4}}},
    {"missing-at-start", 5, {0, 4, 6, 8, 10}, {0}, 2, true, 0, -1, 1, {{0, 1, 4}}},
    {"every-other-missing",
     8,
     {0, 1, 2, 3, 5, 7, 8, 9},
     {1, 2, 3, 4, 6, 8, 9, 10},
     1,
     true,
     0,
     -1,
     2,
     {{3, 1, 2}, {4, 1, 2}}},
    /* Scanned from the head down, number 4 is lost. */
    {"falling",
     6,
     {12, 10, 8, 4, 2, 0},
     {1, 2, 3, 5, 6, 7},
     2,
     true,
     0,
     -1,
     1,
     {{2, 1, 4}}},
    {"numbers-by-two", 5, {0, 2, 4, 6, 8}, {1, 3, 5, 7, 9}, 2, true, 0, -1, 0, {{0}}},
    {"numbers-jump", 5, {0, 2, 4, 6, 8}, {1, 2, 7, 8, 9}, 2, true, 0, -1, 0, {{0}}},
    {"three-slices", 3, {0, 3, 9}, {1, 2, 4}, 4.5, false, 1.5, 0, 1, {{1, 1, 6}}},
    /* As wide as may be, and wider than that all the way. */
    {"ten", 6, {0, 5, 10, 20, 25, 30}, {0}, 5, true, 0, -1, 1, {{2, 1, 10}}},
    {"wide", 4, {0, 15, 30, 45}, {0}, 15, true, 0, -1, 0, {{0}}},
};

static void
test_distances (MadoTestStack *self, gconstpointer data)
{
  const DistanceCase *c = data;
  const MadoGeometry *geometry;

  for (int i = 0; i < c->n; i++)
    mado_test_stack_add (self, c->numbers[0] != 0 ? c->numbers[i] : i + 1, 0, 0,
                         c->z[i]);
  geometry = mado_test_stack_measure (self);

  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_cmpint (geometry->n_slices, ==, c->n);
  g_assert_cmpfloat_with_epsilon (geometry->spacing, c->spacing, 0.02);
  g_assert_cmpint (geometry->is_regular, ==, c->is_regular);
  g_assert_cmpfloat_with_epsilon (geometry->worst_deviation, c->worst, 0.0101);
  if (c->worst_slice != -2)
    g_assert_cmpint (geometry->worst_slice, ==, c->worst_slice);
  g_assert_cmpuint (geometry->gaps->len, ==, c->n_gaps);
  for (int i = 0; i < c->n_gaps; i++) {
    const MadoGap *gap = &g_array_index (geometry->gaps, MadoGap, i);

    g_assert_cmpint (gap->after, ==, c->gaps[i].after);
    g_assert_cmpint (gap->n_missing, ==, c->gaps[i].n_missing);
    g_assert_cmpfloat_with_epsilon (gap->width, c->gaps[i].width, 1e-9);
  }
  for (int i = 0; i < c->n; i++)
    g_assert_cmpfloat_with_epsilon (geometry->along[i], fabs (c->z[i] - c->z[0]), 1e-9);
}

/* Number 3 comes once more, last, scanned later: one stack, and the first is used. */
static void
test_duplicates (MadoTestStack *self, gconstpointer data)
{
  const bool is_falling = GPOINTER_TO_INT (data) != 0;
  const MadoGeometry *geometry;
  MadoDisplaySet *set;

  for (int i = 0; i < 7; i++) {
    const int place = i == 6 ? 2 : i;
    MadoDicomWriter *writer =
        mado_test_stack_begin (self, i + 1, 0, 0, place * (is_falling ? -4 : 4));

    mado_dicom_writer_set_int (writer, TAG_ACQUISITION, i == 6 ? 2 : 1);
    mado_test_stack_end (self, writer);
  }
  set = mado_test_stack_read (self, 1);
  geometry = mado_display_set_get_geometry (set);

  g_assert_cmpint (mado_display_set_get_n_frames (set), ==, 7);
  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_cmpint (geometry->n_slices, ==, 6);
  g_assert_cmpuint (geometry->duplicates->len, ==, 1);
  g_assert_cmpint (g_array_index (geometry->duplicates, MadoDuplicate, 0).slice, ==, 3);
  g_assert_cmpint (g_array_index (geometry->duplicates, MadoDuplicate, 0).of, ==, 2);
  g_assert_cmpint (mado_display_set_get_frame (set, 3)->instance->instance_number, ==,
                   7);
  for (int i = 0; i < 6; i++)
    g_assert_cmpint (geometry->slices[i], ==, i < 3 ? i : i + 1);
  g_assert_true (geometry->is_regular);
  g_assert_cmpuint (geometry->gaps->len, ==, 0);
}

/* Every place twice is two scans, not one with duplicates. */
static void
test_repetitions (MadoTestStack *self, gconstpointer data)
{
  for (int i = 0; i < 12; i++)
    mado_test_stack_add (self, i + 1, 0, 0, i % 6 * 4);
  mado_test_stack_read (self, 2);

  for (int i = 0; i < 2; i++) {
    const MadoGeometry *geometry = mado_display_set_get_geometry (self->sets->pdata[i]);

    g_assert_cmpint (geometry->n_slices, ==, 6);
    g_assert_cmpuint (geometry->duplicates->len, ==, 0);
  }
}

/* 3 mm slices 2 mm apart, but 4 mm apart at one place. */
static void
test_overlap (MadoTestStack *self, gconstpointer data)
{
  static const double z[] = {0, 2, 3.5, 7.5, 9.5};
  const double thickness = 3;
  const MadoGeometry *geometry;

  for (int i = 0; i < 5; i++) {
    MadoDicomWriter *writer = mado_test_stack_begin (self, i + 1, 0, 0, z[i]);

    mado_dicom_writer_set_doubles (writer, TAG_SLICE_THICKNESS, &thickness, 1);
    mado_test_stack_end (self, writer);
  }
  geometry = mado_test_stack_measure (self);

  g_assert_cmpfloat_with_epsilon (geometry->overlap, 1.5, 1e-9);
  g_assert_cmpint (geometry->overlap_slice, ==, 1);
  g_assert_cmpint (geometry->n_overlaps, ==, 3);
}

/* Slices that lie off by no rule: no tilt, but each at its own place. */
static void
test_wander (MadoTestStack *self, gconstpointer data)
{
  static const double x[] = {0, 1, -0.5, 2, 0.25};
  static const double z[] = {0, 2, 5, 6, 9};
  const MadoGeometry *geometry;
  double affine[3][4];

  self->template.size = 32;
  for (int i = 0; i < 5; i++)
    mado_test_stack_add (self, i + 1, x[i], -2 * x[i], z[i]);
  geometry = mado_test_stack_measure (self);

  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_cmpfloat (geometry->tilt, ==, 0);
  mado_test_assert_vector (geometry->tilt_direction, (MadoVector){0, 0, 1}, 1e-12);
  g_assert_false (mado_geometry_get_affine (geometry, affine));
  for (int i = 0; i < 5; i++) {
    const MadoVector p = {x[i] + 2, -2 * x[i] + 3, z[i]};
    const MadoIndexPoint index = mado_geometry_to_index (geometry, p);

    g_assert_cmpfloat_with_epsilon (geometry->shift[i][0], x[i] / 0.5, 1e-9);
    g_assert_cmpfloat_with_epsilon (geometry->shift[i][1], -2 * x[i] / 0.5, 1e-9);
    g_assert_cmpfloat_with_epsilon (index.column, 4, 1e-9);
    g_assert_cmpfloat_with_epsilon (index.row, 6, 1e-9);
    g_assert_cmpfloat_with_epsilon (index.slice, i, 1e-9);
  }
  /* Half way from slice 1 to slice 2 in mm, the first pixel is half way, too. */
  mado_test_assert_vector (
      mado_geometry_from_index (geometry, (MadoIndexPoint){0, 0, 1.5}),
      (MadoVector){0.25, -0.5, 3.5}, 1e-9);
}

/* to_index() undoes from_index(), inside and outside, whatever the stack. */
static void
test_inverse (MadoTestStack *self, gconstpointer data)
{
  const MadoGeometry *geometry;
  GRand *random = g_rand_new_with_seed (3);

  self->template.orientation = oblique;
  for (int i = 0; i < 8; i++) {
    const double along = i < 5 ? i * 2 : 8 + (i - 4) * 5;
    const MadoVector p = mado_vector_add_scaled (
        combine (oblique, along * 0.2 + (i == 3) * 0.3, along * -0.4),
        (MadoVector){1 / 3.0, -2 / 3.0, 2 / 3.0}, along);

    mado_test_stack_add (self, i + 1, p.x, p.y, p.z);
  }
  geometry = mado_test_stack_measure (self);
  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  for (int i = 0; i < 1000; i++) {
    const MadoIndexPoint point = {g_rand_double_range (random, -20, 30),
                                  g_rand_double_range (random, -20, 30),
                                  g_rand_double_range (random, -3, 11)};
    const MadoIndexPoint back =
        mado_geometry_to_index (geometry, mado_geometry_from_index (geometry, point));

    g_assert_cmpfloat_with_epsilon (back.column, point.column, 1e-8);
    g_assert_cmpfloat_with_epsilon (back.row, point.row, 1e-8);
    g_assert_cmpfloat_with_epsilon (back.slice, point.slice, 1e-8);
  }
  g_rand_free (random);
}

/* 8 × 8 pixels of 0.5 mm, five slices 2 mm apart: 4 × 4 × 10 mm. */
static void
test_extent (MadoTestStack *self, gconstpointer data)
{
  const MadoGeometry *geometry;
  MadoVector corners[8];

  for (int i = 0; i < 5; i++)
    mado_test_stack_add (self, i + 1, 100, 200, i * 2);
  geometry = mado_test_stack_measure (self);

  mado_test_assert_vector (mado_geometry_get_center (geometry),
                           (MadoVector){101.75, 201.75, 4}, 1e-9);
  mado_geometry_get_corners (geometry, corners);
  for (int i = 0; i < 8; i++)
    mado_test_assert_vector (
        corners[i],
        (MadoVector){i & 1 ? 103.75 : 99.75, i & 2 ? 203.75 : 199.75, i & 4 ? 9 : -1},
        1e-9);
}

/* A geometry is not moved by slices scanned at one end only. */
static void
test_centre_of_irregular (MadoTestStack *self, gconstpointer data)
{
  static const double z[] = {0, 1, 2, 3, 4, 8, 12, 16, 20};
  const MadoGeometry *geometry;

  for (int i = 0; i < 9; i++)
    mado_test_stack_add (self, i + 1, 0, 0, z[i]);
  geometry = mado_test_stack_measure (self);

  mado_test_assert_vector (mado_geometry_get_center (geometry),
                           (MadoVector){1.75, 1.75, 10}, 1e-9);
}

static void
add_cases (void)
{
#define ADD(path, data, test)                                                          \
  g_test_add (path, MadoTestStack, data, mado_test_stack_set_up, test,                 \
              mado_test_stack_tear_down)
  for (gsize i = 0; i < G_N_ELEMENTS (axis_cases); i++) {
    g_autofree char *forward =
        g_strdup_printf ("/mado/study/geometry/axes/%s", axis_cases[i].name);
    g_autofree char *backward = g_strdup_printf ("%s-backward", forward);

    ADD (forward, &axis_cases[i], test_axes_forward);
    ADD (backward, &axis_cases[i], test_axes_backward);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (tilt_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/geometry/tilt/%s", tilt_cases[i].name);

    ADD (path, &tilt_cases[i], test_tilt);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (distance_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/geometry/distances/%s", distance_cases[i].name);

    ADD (path, &distance_cases[i], test_distances);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  ADD ("/mado/study/geometry/duplicates", NULL, test_duplicates);
  ADD ("/mado/study/geometry/duplicates-falling", GINT_TO_POINTER (1), test_duplicates);
  ADD ("/mado/study/geometry/repetitions", NULL, test_repetitions);
  ADD ("/mado/study/geometry/overlap", NULL, test_overlap);
  ADD ("/mado/study/geometry/wander", NULL, test_wander);
  ADD ("/mado/study/geometry/inverse", NULL, test_inverse);
  ADD ("/mado/study/geometry/extent", NULL, test_extent);
  ADD ("/mado/study/geometry/centre-of-irregular", NULL, test_centre_of_irregular);
  return g_test_run ();
}
