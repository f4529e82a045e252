/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-plane-view.h"
#include "mado-test-volume.h"

#define EPSILON 1e-9

static void
assert_vector (MadoVector a, double x, double y, double z)
{
  g_assert_cmpfloat_with_epsilon (a.x, x, EPSILON);
  g_assert_cmpfloat_with_epsilon (a.y, y, EPSILON);
  g_assert_cmpfloat_with_epsilon (a.z, z, EPSILON);
}

/* How radiologists hang pictures (IHE BIR), and where the reader stands: LPS+. */
typedef struct {
  const char *name;
  MadoPlaneKind kind;
  const char *letters; /* left, right, top, bottom */
  MadoVector normal;   /* away from the reader */
} Kind;

static const Kind kinds[] = {
    {"axial", MADO_PLANE_AXIAL, "RLAP", {0, 0, 1}},
    {"coronal", MADO_PLANE_CORONAL, "RLHF", {0, 1, 0}},
    {"sagittal", MADO_PLANE_SAGITTAL, "APHF", {-1, 0, 0}},
};

static const MadoVector places[] = {
    ['L'] = {1, 0, 0},  ['R'] = {-1, 0, 0}, ['P'] = {0, 1, 0},
    ['A'] = {0, -1, 0}, ['H'] = {0, 0, 1},  ['F'] = {0, 0, -1},
};

static void
init_view (MadoPlaneView *view, MadoPlaneKind kind)
{
  *view = (MadoPlaneView){
      .view = {.width = 200, .height = 100, .zoom = 2, .pan_x = 7, .pan_y = -5}};
  mado_plane_init (&view->plane, kind, (MadoVector){10, 20, 30});
}

/* What lies towards @letter is on @side of the picture's own centre. */
static void
assert_on_side (const MadoPlaneView *view, char letter, int side)
{
  static const int ways[4][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
  const MadoVector point =
      mado_vector_add_scaled (view->plane.center, places[(int) letter], 10);
  double x, y;

  mado_plane_view_to_picture (view, point, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 107 + 20 * ways[side][0], EPSILON);
  g_assert_cmpfloat_with_epsilon (y, 45 + 20 * ways[side][1], EPSILON);
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  MadoPlaneView view;
  char letters[4][4];
  MadoVector normal;

  init_view (&view, kind->kind);
  normal = mado_plane_get_normal (&view.plane);
  assert_vector (normal, kind->normal.x, kind->normal.y, kind->normal.z);
  mado_plane_view_get_orientation (&view, letters);
  for (int i = 0; i < 4; i++) {
    g_assert_cmpint (letters[i][0], ==, kind->letters[i]);
    g_assert_cmpint (letters[i][1], ==, '\0');
    assert_on_side (&view, kind->letters[i], i);
  }
  g_assert_cmpfloat_with_epsilon (
      mado_plane_get_distance (
          &view.plane, mado_vector_add_scaled (view.plane.center, kind->normal, 4)),
      4, EPSILON);
}

/* Left, right, top and bottom of an axial picture, flipped and then turned clockwise. */
static void
test_turns (void)
{
  static const char *const letters[2][4] = {{"RLAP", "PARL", "LRPA", "APLR"},
                                            {"LRAP", "PALR", "RLPA", "APRL"}};

  for (int flip = 0; flip < 2; flip++)
    for (int turn = 0; turn < 4; turn++) {
      MadoPlaneView view;
      char found[4][4];

      init_view (&view, MADO_PLANE_AXIAL);
      view.view.is_flipped = flip == 1;
      view.view.rotation = turn;
      mado_plane_view_get_orientation (&view, found);
      for (int i = 0; i < 4; i++) {
        g_assert_cmpint (found[i][0], ==, letters[flip][turn][i]);
        assert_on_side (&view, letters[flip][turn][i], i);
      }
    }
}

/* A plane seen from the front and 30° from the left: two letters at its sides. */
static void
test_oblique_letters (void)
{
  MadoPlaneView view;
  char letters[4][4];

  init_view (&view, MADO_PLANE_CORONAL);
  view.plane.right =
      mado_vector_rotate (view.plane.right, (MadoVector){0, 0, 1}, G_PI / 6);
  mado_plane_view_get_orientation (&view, letters);
  g_assert_cmpstr (letters[0], ==, "RA");
  g_assert_cmpstr (letters[1], ==, "LP");
  g_assert_cmpstr (letters[2], ==, "H");
}

static void
test_map (void)
{
  MadoPlaneView view;
  MadoPlaneMap map;

  init_view (&view, MADO_PLANE_CORONAL);
  mado_plane_view_get_map (&view, &map);
  /* The centre of the plane lies at (100 + 7, 50 − 5); 0.5 mm per px. */
  assert_vector (mado_plane_map_to_patient (&map, 107, 45), 10, 20, 30);
  assert_vector (mado_plane_map_to_patient (&map, 109, 45), 11, 20, 30);
  assert_vector (mado_plane_map_to_patient (&map, 107, 49), 10, 20, 28);
  assert_vector (map.origin, 10 - 53.5, 20, 30 + 22.5);
  for (int i = 0; i < 8; i++) {
    double x, y;

    view.view.is_flipped = i >= 4;
    view.view.rotation = i;
    mado_plane_view_get_map (&view, &map);
    mado_plane_view_to_picture (&view, mado_plane_map_to_patient (&map, 31, 84), &x,
                                &y);
    g_assert_cmpfloat_with_epsilon (x, 31, EPSILON);
    g_assert_cmpfloat_with_epsilon (y, 84, EPSILON);
  }
}

static const MadoTestVolume stack = {
    .columns = 20,
    .rows = 10,
    .slices = 6,
    .column_spacing = 0.5,
    .row_spacing = 1,
    .spacing = 2.5,
    .origin = {-4.75, -4.5, 100},
};

/* 10 × 10 × 15 mm from (-5, -5, 98.75) on. */
static void
test_fit (void)
{
  g_autoptr (MadoDisplaySet) set = mado_test_volume_make_set (&stack);
  const MadoGeometry *geometry = mado_display_set_get_geometry (set);
  MadoPlaneView view = {.view = {.width = 300, .height = 300, .is_flipped = true}};
  double x, y;

  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  mado_plane_init (&view.plane, MADO_PLANE_CORONAL, (MadoVector){2, 0, 101});
  mado_plane_view_fit (&view, geometry);
  g_assert_cmpfloat_with_epsilon (view.view.zoom, 20, EPSILON);
  mado_plane_view_to_picture (&view, (MadoVector){0, 77, 98.75 + 15}, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 150, EPSILON);
  g_assert_cmpfloat_with_epsilon (y, 0, EPSILON);

  view.view.rotation = 1;
  view.view.height = 150;
  mado_plane_view_fit (&view, geometry);
  g_assert_cmpfloat_with_epsilon (view.view.zoom, 15, EPSILON);
  mado_plane_view_to_picture (&view, (MadoVector){0, 77, 98.75}, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 150 - 7.5 * 15, EPSILON);
  g_assert_cmpfloat_with_epsilon (y, 75, EPSILON);
}

static void
test_step_and_range (void)
{
  static const double steps[] = {2.5, 1, 0.5};
  static const double ranges[3][2] = {{-2.25, 12.75}, {-5, 5}, {-3, 7}};
  g_autoptr (MadoDisplaySet) set = mado_test_volume_make_set (&stack);
  const MadoGeometry *geometry = mado_display_set_get_geometry (set);
  MadoPlane plane;
  double low, high;

  for (int i = 0; i < 3; i++) {
    mado_plane_init (&plane, kinds[i].kind, (MadoVector){2, 0, 101});
    g_assert_cmpfloat_with_epsilon (mado_plane_get_step (&plane, geometry), steps[i],
                                    EPSILON);
    mado_plane_get_range (&plane, geometry, &low, &high);
    g_assert_cmpfloat_with_epsilon (low, ranges[i][0], EPSILON);
    g_assert_cmpfloat_with_epsilon (high, ranges[i][1], EPSILON);
  }
  /* Half way between rows and columns: 1 / √(½ / 0.5² + ½ / 1²). */
  plane.right = mado_vector_normalize ((MadoVector){1, 1, 0});
  plane.down = (MadoVector){0, 0, -1};
  g_assert_cmpfloat_with_epsilon (mado_plane_get_step (&plane, geometry),
                                  1 / sqrt (2.5), EPSILON);
}

static void
test_intersect (void)
{
  MadoPlane axial, sagittal;
  MadoVector from, to;

  mado_plane_init (&axial, MADO_PLANE_AXIAL, (MadoVector){0, 0, 12});
  mado_plane_init (&sagittal, MADO_PLANE_SAGITTAL, (MadoVector){5, 6, 7});
  /* Of the sagittal rectangle, y −14 … 26, z −3 … 17, on the axial plane z = 12. */
  g_assert_true (mado_plane_intersect (&axial, &sagittal, 40, 20, &from, &to));
  g_assert_cmpfloat_with_epsilon (fabs (from.y - to.y), 40, EPSILON);
  assert_vector (mado_vector_scale (mado_vector_add (from, to), 0.5), 5, 6, 12);
  g_assert_false (mado_plane_intersect (&axial, &sagittal, 40, 9, &from, &to));
  g_assert_false (mado_plane_intersect (&axial, &axial, 40, 20, &from, &to));

  sagittal = axial;
  sagittal.center.z = 12.1;
  sagittal.right = mado_vector_rotate (axial.right, axial.down, 0.4 * G_PI / 180);
  g_assert_false (mado_plane_intersect (&axial, &sagittal, 1e3, 1e3, &from, &to));
  sagittal.right = mado_vector_rotate (axial.right, axial.down, 0.6 * G_PI / 180);
  g_assert_true (mado_plane_intersect (&axial, &sagittal, 1e3, 1e3, &from, &to));
  g_assert_cmpfloat_with_epsilon (from.z, 12, EPSILON);

  /* A rectangle turned by 45° is cut along its diagonal. */
  mado_plane_init (&sagittal, MADO_PLANE_SAGITTAL, (MadoVector){5, 6, 12});
  sagittal.right = mado_vector_normalize ((MadoVector){0, 1, -1});
  sagittal.down = mado_vector_normalize ((MadoVector){0, -1, -1});
  g_assert_true (mado_plane_intersect (&axial, &sagittal, 10, 10, &from, &to));
  g_assert_cmpfloat_with_epsilon (fabs (from.y - to.y), 10 * sqrt (2), EPSILON);
  g_assert_cmpfloat_with_epsilon (from.x, 5, EPSILON);
}

static void
test_frame (void)
{
  MadoFrameInfo info = {
      .has_plane = true,
      .position = {10, 20, 30},
      .row_direction = {0, 1, 0},
      .column_direction = {0, 0, -1},
      .spacing_kind = MADO_SPACING_PATIENT,
      .row_spacing = 2,
      .column_spacing = 0.5,
  };
  MadoPlane plane;
  double width, height;

  g_assert_true (mado_plane_init_from_frame (&plane, &info, 9, 5, &width, &height));
  assert_vector (plane.center, 10, 22, 26);
  assert_vector (plane.right, 0, 1, 0);
  assert_vector (plane.down, 0, 0, -1);
  g_assert_cmpfloat (width, ==, 4.5);
  g_assert_cmpfloat (height, ==, 10);
  info.spacing_kind = MADO_SPACING_NONE;
  g_assert_false (mado_plane_init_from_frame (&plane, &info, 9, 5, &width, &height));
  info.spacing_kind = MADO_SPACING_PATIENT;
  info.has_plane = false;
  g_assert_false (mado_plane_init_from_frame (&plane, &info, 9, 5, &width, &height));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/render/plane-view/%s", kinds[i].name);

    g_test_add_data_func (path, &kinds[i], test_kind);
  }
  g_test_add_func ("/mado/render/plane-view/turns", test_turns);
  g_test_add_func ("/mado/render/plane-view/oblique-letters", test_oblique_letters);
  g_test_add_func ("/mado/render/plane-view/map", test_map);
  g_test_add_func ("/mado/render/plane-view/fit", test_fit);
  g_test_add_func ("/mado/render/plane-view/step-and-range", test_step_and_range);
  g_test_add_func ("/mado/render/plane-view/intersect", test_intersect);
  g_test_add_func ("/mado/render/plane-view/frame", test_frame);
  return g_test_run ();
}
