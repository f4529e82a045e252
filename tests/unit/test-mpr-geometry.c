/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-test-body.h"

static const char *const kinds[] = {
    "tilt", "irregular",   "missing-slices", "duplicates", "crossing",
    "4d",   "enhanced-ct", "enhanced-mr",    "huge",       "mosaic",
};

static const MadoGeometry *
get_geometry (const MadoTestBody *body, guint volume)
{
  return mado_display_set_get_geometry (
      mado_test_body_get_set (body, mado_test_body_get_volume (body, volume)));
}

static void
assert_near (MadoVector found, MadoVector expected, double limit)
{
  g_assert_cmpfloat_with_epsilon (found.x, expected.x, limit);
  g_assert_cmpfloat_with_epsilon (found.y, expected.y, limit);
  g_assert_cmpfloat_with_epsilon (found.z, expected.z, limit);
}

/* The place of truth.json at which the geometry has its slice @index: its order may be
 * the opposite. */
static int
get_place (const MadoTestVolume *truth, const MadoGeometry *geometry, int index)
{
  const MadoVector along =
      mado_vector_subtract (truth->positions[truth->n_slices - 1], truth->positions[0]);

  return mado_vector_dot (along, geometry->normal) > 0 ? index
                                                       : truth->n_slices - 1 - index;
}

static void
check_places (const MadoTestVolume *truth, const MadoGeometry *geometry)
{
  for (int i = 0; i < truth->n_slices; i++) {
    const int place = get_place (truth, geometry, i);
    const MadoIndexPoint first = {0, 0, i};
    const MadoIndexPoint last = {truth->columns - 1, truth->rows - 1, i};
    const MadoVector corner = mado_test_volume_get_point (truth, truth->columns - 1,
                                                          truth->rows - 1, place, 0);
    const MadoIndexPoint back = mado_geometry_to_index (geometry, corner);

    assert_near (mado_geometry_from_index (geometry, first), truth->positions[place],
                 1e-6);
    assert_near (mado_geometry_from_index (geometry, last), corner, 1e-6);
    g_assert_cmpfloat_with_epsilon (back.column, truth->columns - 1, 1e-6);
    g_assert_cmpfloat_with_epsilon (back.row, truth->rows - 1, 1e-6);
    g_assert_cmpfloat_with_epsilon (back.slice, i, 1e-6);
  }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* mm between neighbouring slices along their normal, sorted. */
static GArray *
get_distances (const MadoTestVolume *truth)
{
  const MadoVector normal = mado_vector_cross (truth->row, truth->column);
  GArray *distances = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i + 1 < truth->n_slices; i++) {
    const double distance = fabs (mado_vector_dot (
        mado_vector_subtract (truth->positions[i + 1], truth->positions[i]), normal));

    g_array_append_val (distances, distance);
  }
  g_array_sort (distances, compare_doubles);
  return distances;
}

static double
get_median (const GArray *sorted)
{
  const guint n = sorted->len;

  return (g_array_index (sorted, double, n / 2) +
          g_array_index (sorted, double, (n - 1) / 2)) /
         2;
}

/* The middle distance of slices that miss none, for each kind. */
static void
check_spacing (const MadoTestVolume *truth, const MadoGeometry *geometry)
{
  g_autoptr (GArray) distances = get_distances (truth);

  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_cmpint (geometry->n_slices, ==, truth->n_slices);
  g_assert_cmpint (geometry->columns, ==, truth->columns);
  g_assert_cmpint (geometry->rows, ==, truth->rows);
  g_assert_cmpfloat_with_epsilon (geometry->column_spacing, truth->column_spacing,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (geometry->row_spacing, truth->row_spacing, 1e-9);
  g_assert_cmpint (geometry->is_non_square, ==,
                   fabs (truth->column_spacing - truth->row_spacing) > 1e-9);
  assert_near (geometry->row, truth->row, 1e-9);
  assert_near (geometry->column, truth->column, 1e-9);
  g_assert_cmpfloat_with_epsilon (geometry->spacing, get_median (distances), 1e-6);
}

static void
test_places (gconstpointer kind)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new (kind);

  for (guint i = 0; i < body->volumes->len; i++) {
    const MadoTestVolume *truth = mado_test_body_get_volume (body, i);

    if (truth->refusal != NULL)
      continue;
    check_spacing (truth, get_geometry (body, i));
    check_places (truth, get_geometry (body, i));
  }
}

/* What only some of them do. */
static void
check_plain (const MadoGeometry *geometry)
{
  g_assert_true (geometry->is_regular);
  g_assert_cmpfloat (geometry->tilt, ==, 0);
  g_assert_cmpuint (geometry->gaps->len, ==, 0);
  g_assert_cmpuint (geometry->duplicates->len, ==, 0);
}

static void
test_plain (void)
{
  static const char *const plain[] = {"4d", "enhanced-ct", "enhanced-mr", "huge",
                                      "mosaic"};

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++) {
    g_autoptr (MadoTestBody) body = mado_test_body_new (plain[i]);

    for (guint k = 0; k < body->volumes->len; k++) {
      double affine[3][4];

      check_plain (get_geometry (body, k));
      g_assert_true (mado_geometry_get_affine (get_geometry (body, k), affine));
    }
  }
}

static void
test_tilt (void)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new ("tilt");
  const MadoTestVolume *truth = mado_test_body_get_volume (body, 0);
  const MadoGeometry *geometry = get_geometry (body, 0);
  const double tilt = json_object_get_double_member (truth->json, "tilt_deg");
  double affine[3][4];

  g_assert_cmpfloat (tilt, ==, 15);
  g_assert_cmpfloat_with_epsilon (geometry->tilt, tilt, 0.01);
  g_assert_cmpfloat_with_epsilon (fabs (geometry->tilt_direction.z), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (geometry->spacing, 2.5 * cos (tilt * G_PI / 180),
                                  1e-6);
  g_assert_true (geometry->is_regular);
  g_assert_true (mado_geometry_get_affine (geometry, affine));
  /* From slice to slice along the table. */
  g_assert_cmpfloat_with_epsilon (affine[0][2], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (affine[1][2], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (fabs (affine[2][2]), 2.5, 1e-6);
}

static void
check_irregular (const MadoTestVolume *truth, const MadoGeometry *geometry)
{
  g_autoptr (GArray) distances = get_distances (truth);
  const double median = get_median (distances);
  const double worst =
      MAX (g_array_index (distances, double, distances->len - 1) - median,
           median - g_array_index (distances, double, 0));
  double affine[3][4];
  int at;

  g_assert_false (geometry->is_regular);
  g_assert_cmpfloat_with_epsilon (geometry->worst_deviation, worst, 1e-6);
  at = geometry->worst_slice;
  g_assert_cmpfloat_with_epsilon (
      fabs (geometry->along[at + 1] - geometry->along[at] - median), worst, 1e-6);
  g_assert_cmpuint (geometry->gaps->len, ==, 0);
  g_assert_false (mado_geometry_get_affine (geometry, affine));
  g_assert_cmpfloat_with_epsilon (
      geometry->tilt, json_object_get_double_member (truth->json, "tilt_deg"), 0.01);
}

/* Also with the gantry tilted, the other way than in "tilt". */
static void
test_irregular (void)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new ("irregular");

  g_assert_cmpuint (body->volumes->len, ==, 2);
  for (guint i = 0; i < body->volumes->len; i++)
    check_irregular (mado_test_body_get_volume (body, i), get_geometry (body, i));
}

/* Each gap lies between slices whose numbers are not neighbours. */
static void
test_missing (void)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new ("missing-slices");
  const MadoTestVolume *truth = mado_test_body_get_volume (body, 0);
  MadoDisplaySet *set = mado_test_body_get_set (body, truth);
  const MadoGeometry *geometry = mado_display_set_get_geometry (set);
  JsonArray *missing = json_object_get_array_member (truth->json, "missing");
  int n_missing = 0;

  g_assert_cmpuint (geometry->gaps->len, ==, 2);
  for (guint i = 0; i < geometry->gaps->len; i++) {
    const MadoGap *gap = &g_array_index (geometry->gaps, MadoGap, i);
    const int before =
        mado_display_set_get_frame (set, gap->after)->instance->instance_number;
    const int after =
        mado_display_set_get_frame (set, gap->after + 1)->instance->instance_number;

    g_assert_cmpint (ABS (after - before), ==, gap->n_missing + 1);
    g_assert_cmpfloat_with_epsilon (gap->width, 2.75 * (gap->n_missing + 1), 1e-6);
    for (int number = MIN (before, after) + 1; number < MAX (before, after); number++) {
      bool is_told = false;

      for (guint k = 0; k < json_array_get_length (missing); k++)
        is_told = is_told || json_array_get_int_element (missing, k) == number;
      g_assert_true (is_told);
      n_missing++;
    }
  }
  g_assert_cmpint (n_missing, ==, 3);
  g_assert_true (geometry->is_regular);
  g_assert_cmpfloat_with_epsilon (geometry->spacing, 2.75, 1e-6);
}

/* The second images are told, at the places where they are, and not used. */
static void
test_duplicates (void)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new ("duplicates");
  const MadoTestVolume *truth = mado_test_body_get_volume (body, 0);
  MadoDisplaySet *set = mado_test_body_get_set (body, truth);
  const MadoGeometry *geometry = mado_display_set_get_geometry (set);
  JsonArray *expected = json_object_get_array_member (truth->json, "duplicates");

  g_assert_cmpuint (body->sets->len, ==, 1);
  g_assert_cmpuint (geometry->duplicates->len, ==, json_array_get_length (expected));
  for (guint i = 0; i < json_array_get_length (expected); i++) {
    JsonObject *item = json_array_get_object_element (expected, i);
    const int place = (int) json_object_get_int_member (item, "place") - 1;
    bool is_found = false;

    for (guint k = 0; k < geometry->duplicates->len; k++) {
      const MadoDuplicate *duplicate =
          &g_array_index (geometry->duplicates, MadoDuplicate, k);
      const MadoFrameInfo *info =
          mado_display_set_get_frame (set, duplicate->slice)->info;
      const MadoFrameInfo *used = mado_display_set_get_frame (set, duplicate->of)->info;

      assert_near (mado_vector_from_array (info->position),
                   mado_vector_from_array (used->position), 1e-9);
      is_found = is_found || mado_vector_length (mado_vector_subtract (
                                 mado_vector_from_array (info->position),
                                 truth->positions[place])) < 1e-6;
    }
    g_assert_true (is_found);
  }
}

/* No stack with slices that are not parallel is a volume. */
static void
test_crossing (void)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new ("crossing");
  int n_refused = 0;

  for (guint i = 0; i < body->volumes->len; i++) {
    const MadoTestVolume *truth = mado_test_body_get_volume (body, i);
    MadoDisplaySet *set = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoVolume) volume = NULL;

    if (truth->refusal == NULL)
      continue;
    for (guint k = 0; k < body->sets->len; k++) {
      MadoDisplaySet *candidate = g_ptr_array_index (body->sets, k);

      for (int n = 0; n < mado_display_set_get_n_frames (candidate); n++)
        if (mado_test_volume_has_frame (truth,
                                        mado_display_set_get_frame (candidate, n)))
          set = candidate;
    }
    g_assert_nonnull (set);
    g_assert_cmpint (mado_display_set_get_geometry (set)->refusal, !=,
                     MADO_REFUSAL_NONE);
    volume = mado_volume_load (set, 0, NULL, NULL, NULL, &error);
    g_assert_null (volume);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
    n_refused++;
  }
  g_assert_cmpint (n_refused, ==, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = g_strdup_printf ("/mado/mpr/geometry/places/%s", kinds[i]);

    g_test_add_data_func (path, kinds[i], test_places);
  }
  g_test_add_func ("/mado/mpr/geometry/plain", test_plain);
  g_test_add_func ("/mado/mpr/geometry/tilt", test_tilt);
  g_test_add_func ("/mado/mpr/geometry/irregular", test_irregular);
  g_test_add_func ("/mado/mpr/geometry/missing", test_missing);
  g_test_add_func ("/mado/mpr/geometry/duplicates", test_duplicates);
  g_test_add_func ("/mado/mpr/geometry/crossing", test_crossing);
  return g_test_run ();
}
