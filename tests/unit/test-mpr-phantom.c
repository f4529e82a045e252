/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-reslice.h"
#include "mado-test-body.h"

#define N_POINTS 1000

/* Kinds with something to cut through. */
static const char *const kinds[] = {
    "tilt", "irregular",   "missing-slices", "duplicates", "crossing",
    "4d",   "enhanced-ct", "enhanced-mr",    "huge",       "mosaic",
};

/* Slices with others between them that are not there. */
static bool
is_gap (const MadoTestVolume *volume, int slice)
{
  return json_object_has_member (volume->json, "missing") &&
         volume->instances[slice + 1] - volume->instances[slice] > 1;
}

typedef struct {
  MadoVector at;
  MadoVector steps[3]; /* of the cell around it */
} Point;

/* Somewhere in the volume, @margin voxels from its sides, where only the field is. */
static Point
choose_point (const MadoTestBody *body,
              const MadoTestVolume *volume,
              GRand *random,
              int margin)
{
  for (;;) {
    const int slice = g_rand_int_range (random, margin, volume->n_slices - 1 - margin);
    Point point;
    double reach = 0;
    bool is_near_gap = false;

    for (int i = slice - margin; i <= slice + margin; i++)
      is_near_gap = is_near_gap || is_gap (volume, i);
    if (is_near_gap)
      continue;
    mado_test_volume_get_steps (volume, slice, point.steps);
    point.at = mado_test_volume_get_point (
        volume, g_rand_double_range (random, margin, volume->columns - 1 - margin),
        g_rand_double_range (random, margin, volume->rows - 1 - margin), slice,
        g_rand_double (random));
    for (int i = 0; i < 3; i++)
      reach += mado_vector_length (point.steps[i]) * (1 + margin);
    if (mado_test_body_get_clearance (body, point.at) > reach)
      return point;
  }
}

static MadoVector
choose_direction (GRand *random)
{
  MadoVector direction;

  do {
    direction.x = g_rand_double_range (random, -1, 1);
    direction.y = g_rand_double_range (random, -1, 1);
    direction.z = g_rand_double_range (random, -1, 1);
  } while (mado_vector_length (direction) < 0.1);
  return mado_vector_normalize (direction);
}

/* A small picture in any direction, with @point under the centre of its middle px. */
static MadoPlaneView
choose_view (MadoVector point, MadoInterpolation interpolation, GRand *random)
{
  const MadoVector right = choose_direction (random);
  const MadoVector down =
      mado_vector_normalize (mado_vector_cross (choose_direction (random), right));

  return (MadoPlaneView){
      .plane = {point, right, down},
      .view = {.width = 5,
               .height = 5,
               .zoom = g_rand_double_range (random, 0.5, 8),
               .interpolation = interpolation},
  };
}

static void
check_value (const MadoTestVolume *volume,
             const char *what,
             double found,
             double expected,
             double bound)
{
  if (!(fabs (found - expected) <= bound))
    g_test_fail_printf ("%s, %s: %g instead of %g, bound %g", volume->folder, what,
                        found, expected, bound);
}

/* Half a step of the stored values, what float has room for, and what the positions
 * lost when they were written in 16 characters. */
static double
get_rounding (const MadoTestBody *body, const MadoTestVolume *volume, double value)
{
  return volume->slope / 2 + fabs (value) * 3e-7 +
         volume->factor * mado_vector_length (body->gradient) * 1e-9;
}

static void
check_linear (const MadoTestBody *body,
              const MadoTestVolume *truth,
              const MadoVolume *volume,
              GRand *random)
{
  const Point point = choose_point (body, truth, random, 0);
  const MadoPlaneView view = choose_view (point.at, MADO_INTERPOLATION_LINEAR, random);
  const double expected = truth->factor * mado_test_body_get_field (body, point.at);
  const double bound =
      truth->factor * mado_test_body_get_linear_bound (body, point.steps) +
      get_rounding (body, truth, expected);
  double sampled = NAN;
  float values[25];

  if (!mado_reslice_sample (volume, point.at, &sampled))
    g_test_fail_printf ("%s: nothing known at a point inside", truth->folder);
  mado_reslice_cpu (volume, &view, values);
  check_value (truth, "sample", sampled, expected, bound);
  check_value (truth, "reference", mado_reslice_reference (volume, &view, 2.5, 2.5),
               expected, bound);
  check_value (truth, "cpu", (double) values[12], expected, bound);
}

/* Rounding grows with Catmull-Rom's negative lobes: at most 1.25 on each axis. */
static void
check_cubic (const MadoTestBody *body,
             const MadoTestVolume *truth,
             const MadoVolume *volume,
             GRand *random)
{
  const int n_cubic = mado_volume_get_geometry (volume)->is_regular ? 3 : 2;
  const Point point = choose_point (body, truth, random, 2);
  const MadoPlaneView view = choose_view (point.at, MADO_INTERPOLATION_CUBIC, random);
  const double expected = truth->factor * mado_test_body_get_field (body, point.at);
  const double bound =
      truth->factor * mado_test_body_get_cubic_bound (body, point.steps, n_cubic) +
      get_rounding (body, truth, expected) * pow (1.25, n_cubic);
  float values[25];

  mado_reslice_cpu (volume, &view, values);
  check_value (truth, "cubic reference",
               mado_reslice_reference (volume, &view, 2.5, 2.5), expected, bound);
  check_value (truth, "cubic cpu", (double) values[12], expected, bound);
}

static void
test_values (gconstpointer kind)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new (kind);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < body->volumes->len; i++) {
    const MadoTestVolume *truth = mado_test_body_get_volume (body, i);
    g_autoptr (MadoVolume) volume = NULL;

    if (truth->refusal != NULL)
      continue;
    volume = mado_test_body_load (body, truth);
    for (int n = 0; n < N_POINTS; n++)
      check_linear (body, truth, volume, random);
    for (int n = 0; n < N_POINTS / 4; n++)
      check_cubic (body, truth, volume, random);
  }
}

/* Half a slice distance into a gap the last slice still reaches; beyond nothing is
 * known. */
static void
check_in_gap (const MadoTestBody *body,
              const MadoTestVolume *truth,
              const MadoVolume *volume,
              int slice,
              GRand *random)
{
  const double spacing = mado_volume_get_geometry (volume)->spacing;
  const double column = g_rand_double_range (random, 0, truth->columns - 1);
  const double row = g_rand_double_range (random, 0, truth->rows - 1);
  const double t = g_rand_double (random);
  const MadoVector at = mado_test_volume_get_point (truth, column, row, slice, t);
  const MadoPlaneView view = choose_view (at, MADO_INTERPOLATION_LINEAR, random);
  const double width = mado_vector_length (
      mado_vector_subtract (truth->positions[slice + 1], truth->positions[slice]));
  const double off = MIN (t, 1 - t) * width / spacing;
  double value = 0;
  float values[25];

  mado_reslice_cpu (volume, &view, values);
  if (fabs (off - 0.5) < 1e-3)
    return;
  g_assert_cmpint (mado_reslice_sample (volume, at, &value), ==, off < 0.5);
  g_assert_cmpint (isnan (mado_reslice_reference (volume, &view, 2.5, 2.5)) != 0, ==,
                   off > 0.5);
  g_assert_cmpint (isnan (values[12]) != 0, ==, off > 0.5);
  if (off < 0.5) {
    const MadoVector end =
        mado_test_volume_get_point (truth, column, row, slice + (t > 0.5), 0);
    const MadoVector steps[3] = {
        mado_vector_scale (truth->row, truth->column_spacing),
        mado_vector_scale (truth->column, truth->row_spacing),
    };
    const double expected = mado_test_body_get_field (body, end);

    if (mado_test_body_get_clearance (body, end) >
        truth->column_spacing + truth->row_spacing)
      check_value (truth, "beside a gap", value, expected,
                   mado_test_body_get_linear_bound (body, steps) +
                       get_rounding (body, truth, expected));
  }
}

static void
test_gap (void)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new ("missing-slices");
  const MadoTestVolume *truth = mado_test_body_get_volume (body, 0);
  g_autoptr (MadoVolume) volume = mado_test_body_load (body, truth);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  int n_gaps = 0;

  for (int slice = 0; slice + 1 < truth->n_slices; slice++)
    if (is_gap (truth, slice)) {
      n_gaps++;
      for (int n = 0; n < 200; n++)
        check_in_gap (body, truth, volume, slice, random);
    }
  g_assert_cmpint (n_gaps, ==, 2);
}

/* The voxel beyond a side reaches as far as all do in the middle. */
static MadoVector
get_outward_step (const MadoTestVolume *truth, const MadoGeometry *geometry, int side)
{
  const MadoVector normal = mado_vector_cross (truth->row, truth->column);
  MadoVector steps[3];

  mado_test_volume_get_steps (truth, side == 4 ? 0 : truth->n_slices - 2, steps);
  steps[2] = mado_vector_scale (
      steps[2], geometry->spacing / fabs (mado_vector_dot (steps[2], normal)));
  return mado_vector_scale (steps[side / 2], side % 2 != 0 ? 1 : -1);
}

/* More than half a voxel outside there is nothing, on all six sides. */
static void
test_outside (gconstpointer kind)
{
  g_autoptr (MadoTestBody) body = mado_test_body_new (kind);

  for (guint i = 0; i < body->volumes->len; i++) {
    const MadoTestVolume *truth = mado_test_body_get_volume (body, i);
    g_autoptr (MadoVolume) volume = NULL;

    if (truth->refusal != NULL)
      continue;
    volume = mado_test_body_load (body, truth);
    for (int side = 0; side < 6; side++) {
      const double column = side == 0 ? 0 : truth->columns - 1;
      const double row = side == 2 ? 0 : truth->rows - 1;
      const int slice = side == 4 ? 0 : truth->n_slices - 1;
      const MadoVector edge =
          mado_test_volume_get_point (truth, side < 2 ? column : truth->columns / 2.0,
                                      side / 2 == 1 ? row : truth->rows / 2.0,
                                      side > 3 ? slice : truth->n_slices / 2, 0);
      const MadoVector step =
          get_outward_step (truth, mado_volume_get_geometry (volume), side);
      double value;

      g_assert_true (mado_reslice_sample (
          volume, mado_vector_add_scaled (edge, step, 0.4), &value));
      g_assert_false (mado_reslice_sample (
          volume, mado_vector_add_scaled (edge, step, 0.6), &value));
    }
  }
}

static void
add (const char *name, const char *kind, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/mado/mpr/phantom/%s/%s", name, kind);

  g_test_add_data_func (path, kind, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    add ("values", kinds[i], test_values);
    add ("outside", kinds[i], test_outside);
  }
  g_test_add_func ("/mado/mpr/phantom/gap", test_gap);
  return g_test_run ();
}
