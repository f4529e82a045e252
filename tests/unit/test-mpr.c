/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-mpr.h"

#include <math.h>

#include "mado-test-volume.h"

#define EPSILON 1e-9

/* 21 × 31 × 11 voxels of 1 × 2 × 3 mm; the middle one is at (0, 35, 55). */
static const MadoTestVolume volume = {
    .columns = 21,
    .rows = 31,
    .slices = 11,
    .column_spacing = 1,
    .row_spacing = 2,
    .spacing = 3,
    .origin = {-10, 5, 40},
};

typedef struct {
  MadoMpr *mpr;
  int n_changed;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
begin (Fixture *fixture, const MadoTestVolume *test)
{
  g_autoptr (MadoDisplaySet) set = mado_test_volume_make_set (test);

  g_clear_object (&fixture->mpr);
  fixture->mpr = mado_mpr_new (set);
  g_signal_connect_swapped (fixture->mpr, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  begin (fixture, &volume);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (G_OBJECT (fixture->mpr));
}

static void
assert_vector (MadoVector a, double x, double y, double z)
{
  g_assert_cmpfloat_with_epsilon (a.x, x, EPSILON);
  g_assert_cmpfloat_with_epsilon (a.y, y, EPSILON);
  g_assert_cmpfloat_with_epsilon (a.z, z, EPSILON);
}

static void
assert_position (Fixture *fixture, MadoPlaneKind kind, int position, int n)
{
  int all = 0;

  g_assert_cmpint (mado_mpr_get_position (fixture->mpr, kind, &all), ==, position);
  g_assert_cmpint (all, ==, n);
}

static MadoVector
get_normal (Fixture *fixture, MadoPlaneKind kind)
{
  const MadoPlane plane = mado_mpr_get_plane (fixture->mpr, kind);

  return mado_plane_get_normal (&plane);
}

/* All planes pass through a voxel in the middle, and there is one picture per voxel. */
static void
test_start (Fixture *fixture, gconstpointer data)
{
  MadoTestVolume even = volume;

  assert_vector (mado_mpr_get_center (fixture->mpr), 0, 35, 55);
  assert_position (fixture, MADO_PLANE_AXIAL, 5, 11);
  assert_position (fixture, MADO_PLANE_CORONAL, 15, 31);
  assert_position (fixture, MADO_PLANE_SAGITTAL, 10, 21);
  g_assert_false (mado_mpr_is_oblique (fixture->mpr));
  g_assert_cmpfloat (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_AXIAL), ==, 0);

  /* Not between two slices, which would blur both. */
  even.slices = 10;
  begin (fixture, &even);
  assert_vector (mado_mpr_get_center (fixture->mpr), 0, 35, 52);
}

static void
test_center (Fixture *fixture, gconstpointer data)
{
  mado_mpr_set_center (fixture->mpr, (MadoVector){-3.5, 40.25, 61});
  assert_vector (mado_mpr_get_center (fixture->mpr), -3.5, 40.25, 61);
  g_assert_cmpint (fixture->n_changed, ==, 1);
  mado_mpr_set_center (fixture->mpr, (MadoVector){-3.5, 40.25, 61});
  g_assert_cmpint (fixture->n_changed, ==, 1);

  /* Half a voxel beyond the centres of the outermost ones. */
  mado_mpr_set_center (fixture->mpr, (MadoVector){1000, -1000, 1000});
  assert_vector (mado_mpr_get_center (fixture->mpr), 10.5, 4, 71.5);
  mado_mpr_set_center (fixture->mpr, (MadoVector){0, NAN, 0});
  assert_vector (mado_mpr_get_center (fixture->mpr), 10.5, 4, 71.5);
}

static void
test_scroll (Fixture *fixture, gconstpointer data)
{
  mado_mpr_scroll (fixture->mpr, MADO_PLANE_AXIAL, 1);
  assert_vector (mado_mpr_get_center (fixture->mpr), 0, 35, 58);
  mado_mpr_scroll (fixture->mpr, MADO_PLANE_CORONAL, -2);
  assert_vector (mado_mpr_get_center (fixture->mpr), 0, 31, 58);
  /* Seen from the left, away from the reader is to the right. */
  mado_mpr_scroll (fixture->mpr, MADO_PLANE_SAGITTAL, 3);
  assert_vector (mado_mpr_get_center (fixture->mpr), -3, 31, 58);
  assert_position (fixture, MADO_PLANE_SAGITTAL, 13, 21);

  mado_mpr_scroll (fixture->mpr, MADO_PLANE_AXIAL, 1000);
  assert_vector (mado_mpr_get_center (fixture->mpr), -3, 31, 70);
  assert_position (fixture, MADO_PLANE_AXIAL, 10, 11);
  fixture->n_changed = 0;
  mado_mpr_scroll (fixture->mpr, MADO_PLANE_AXIAL, 1);
  g_assert_cmpint (fixture->n_changed, ==, 0);
  mado_mpr_scroll (fixture->mpr, MADO_PLANE_AXIAL, -1000);
  assert_position (fixture, MADO_PLANE_AXIAL, 0, 11);
}

/* Clockwise for who looks at the axial plane: what was at the right comes down. */
static void
test_turn (Fixture *fixture, gconstpointer data)
{
  const double angle = G_PI / 6;

  mado_mpr_turn (fixture->mpr, MADO_PLANE_AXIAL, angle, 0);

  const MadoPlane axial = mado_mpr_get_plane (fixture->mpr, MADO_PLANE_AXIAL);
  const MadoPlane coronal = mado_mpr_get_plane (fixture->mpr, MADO_PLANE_CORONAL);
  const MadoPlane sagittal = mado_mpr_get_plane (fixture->mpr, MADO_PLANE_SAGITTAL);

  assert_vector (axial.right, 1, 0, 0);
  assert_vector (axial.down, 0, 1, 0);
  assert_vector (coronal.right, cos (angle), sin (angle), 0);
  assert_vector (coronal.down, 0, 0, -1);
  assert_vector (sagittal.right, -sin (angle), cos (angle), 0);
  assert_vector (sagittal.down, 0, 0, -1);
  g_assert_true (mado_mpr_is_oblique (fixture->mpr));

  mado_mpr_turn (fixture->mpr, MADO_PLANE_AXIAL, -angle, 0);
  g_assert_false (mado_mpr_is_oblique (fixture->mpr));
}

static void
test_turn_one (Fixture *fixture, gconstpointer data)
{
  mado_mpr_turn (fixture->mpr, MADO_PLANE_AXIAL, G_PI / 3, MADO_PLANE_SAGITTAL);
  assert_vector (get_normal (fixture, MADO_PLANE_AXIAL), 0, 0, 1);
  assert_vector (get_normal (fixture, MADO_PLANE_CORONAL), 0, 1, 0);
  assert_vector (get_normal (fixture, MADO_PLANE_SAGITTAL), -0.5, -sqrt (0.75), 0);
}

/* However long a reader plays with it, nothing is sheared. */
static void
test_turn_often (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 3000; i++)
    mado_mpr_turn (fixture->mpr, MADO_PLANE_AXIAL + i % 3,
                   g_test_rand_double_range (-1, 1), 0);

  for (int i = 0; i < 3; i++) {
    const MadoPlane plane = mado_mpr_get_plane (fixture->mpr, MADO_PLANE_AXIAL + i);
    const MadoVector next = get_normal (fixture, MADO_PLANE_AXIAL + (i + 1) % 3);

    g_assert_cmpfloat_with_epsilon (mado_vector_length (plane.right), 1, 1e-12);
    g_assert_cmpfloat_with_epsilon (mado_vector_length (plane.down), 1, 1e-12);
    g_assert_cmpfloat_with_epsilon (mado_vector_dot (plane.right, plane.down), 0,
                                    1e-12);
    g_assert_cmpfloat_with_epsilon (
        mado_vector_dot (get_normal (fixture, MADO_PLANE_AXIAL + i), next), 0, 1e-10);
  }
}

/* Along an oblique normal the center comes to a side of the volume before the plane has
 * left it: then it slides along the side, and the plane goes on by whole steps. */
static void
test_scroll_oblique (Fixture *fixture, gconstpointer data)
{
  const MadoPlaneKind kind = MADO_PLANE_CORONAL;
  MadoVector normal;
  double along;
  int n;

  mado_mpr_turn (fixture->mpr, MADO_PLANE_AXIAL, 0.7, 0);
  mado_mpr_turn (fixture->mpr, MADO_PLANE_SAGITTAL, 0.4, 0);
  normal = get_normal (fixture, kind);

  const MadoPlane plane = mado_mpr_get_plane (fixture->mpr, kind);
  g_autoptr (MadoDisplaySet) set = mado_test_volume_make_set (&volume);
  const double step = mado_plane_get_step (&plane, mado_display_set_get_geometry (set));

  mado_mpr_scroll (fixture->mpr, kind, -10000);
  along = mado_vector_dot (mado_mpr_get_center (fixture->mpr), normal);
  g_assert_cmpint (mado_mpr_get_position (fixture->mpr, kind, &n), ==, 0);
  for (int i = 1; i < n; i++) {
    mado_mpr_scroll (fixture->mpr, kind, 1);

    const MadoVector center = mado_mpr_get_center (fixture->mpr);

    g_assert_cmpfloat_with_epsilon (mado_vector_dot (center, normal), along + i * step,
                                    0.001);
    g_assert_cmpfloat (fabs (center.x), <=, 10.5 + EPSILON);
    g_assert_cmpfloat (fabs (center.y - 35), <=, 31 + EPSILON);
    g_assert_cmpfloat (fabs (center.z - 55), <=, 16.5 + EPSILON);
    assert_position (fixture, kind, i, n);
  }
}

static void
test_slab (Fixture *fixture, gconstpointer data)
{
  mado_mpr_set_slab (fixture->mpr, MADO_PLANE_CORONAL, 20, MADO_SLAB_MEAN);
  g_assert_cmpfloat (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_CORONAL), ==, 20);
  g_assert_cmpint (mado_mpr_get_slab_mode (fixture->mpr, MADO_PLANE_CORONAL), ==,
                   MADO_SLAB_MEAN);
  g_assert_cmpfloat (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_AXIAL), ==, 0);
  g_assert_cmpint (fixture->n_changed, ==, 1);
  mado_mpr_set_slab (fixture->mpr, MADO_PLANE_CORONAL, 1000, MADO_SLAB_MIP);
  g_assert_cmpfloat (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_CORONAL), ==, 200);
  mado_mpr_set_slab (fixture->mpr, MADO_PLANE_CORONAL, -1, MADO_SLAB_MIP);
  g_assert_cmpfloat (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_CORONAL), ==, 0);
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  MadoMprLook look = *mado_mpr_get_look (fixture->mpr);

  look.is_inverted = true;
  mado_mpr_set_look (fixture->mpr, &look);
  mado_mpr_set_center (fixture->mpr, (MadoVector){5, 20, 50});
  mado_mpr_turn (fixture->mpr, MADO_PLANE_CORONAL, 1, 0);
  mado_mpr_set_slab (fixture->mpr, MADO_PLANE_AXIAL, 20, MADO_SLAB_MINIP);
  mado_mpr_reset (fixture->mpr);
  assert_vector (mado_mpr_get_center (fixture->mpr), 0, 35, 55);
  assert_vector (get_normal (fixture, MADO_PLANE_AXIAL), 0, 0, 1);
  assert_vector (get_normal (fixture, MADO_PLANE_SAGITTAL), -1, 0, 0);
  g_assert_false (mado_mpr_is_oblique (fixture->mpr));
  g_assert_cmpfloat (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_AXIAL), ==, 0);
  g_assert_true (mado_mpr_get_look (fixture->mpr)->is_inverted);
}

/* Two slices: there is no volume, and nothing to move in. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  MadoTestVolume two = volume;

  two.slices = 2;
  begin (fixture, &two);
  mado_mpr_set_center (fixture->mpr, (MadoVector){1, 2, 3});
  mado_mpr_scroll (fixture->mpr, MADO_PLANE_AXIAL, 1);
  g_assert_cmpint (fixture->n_changed, ==, 0);
  assert_position (fixture, MADO_PLANE_AXIAL, 0, 1);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"start", test_start},
      {"center", test_center},
      {"scroll", test_scroll},
      {"turn", test_turn},
      {"turn-one", test_turn_one},
      {"turn-often", test_turn_often},
      {"scroll-oblique", test_scroll_oblique},
      {"slab", test_slab},
      {"reset", test_reset},
      {"refused", test_refused},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/mado/widgets/mpr/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
