/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport.h"

#include <math.h>

#include "mado-ui-screen.h"
#include "mado-widget-test.h"

/* With the real loader: 16 × 16 × 20 voxels of 1 mm, (0, 0, 0) the centre of the first. */
#define N_SLICES 20
#define SIZE     300

typedef struct {
  MadoLoader *loader;
  MadoPatient *patient;
  MadoDisplaySet *set;
  MadoMpr *mpr;
  MadoViewport *viewports[3]; /* axial, coronal, sagittal */
  GtkWindow *window;
  int n_drawn;
} Fixture;

static void
set_up_slices (Fixture *fixture, int n_slices)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  fixture->loader = mado_loader_new (0, 0);
  fixture->patient = mado_widget_test_make_patient (1, n_slices);
  fixture->set = mado_widget_test_get_set (fixture->patient, 0);
  fixture->mpr = mado_mpr_new (fixture->set);
  for (int i = 0; i < 3; i++) {
    GtkWidget *viewport = mado_viewport_new (fixture->loader);

    gtk_widget_set_hexpand (viewport, TRUE);
    gtk_widget_set_vexpand (viewport, TRUE);
    gtk_box_append (GTK_BOX (box), viewport);
    fixture->viewports[i] = g_object_ref (MADO_VIEWPORT (viewport));
  }
  fixture->window = mado_widget_test_show (box, 3 * SIZE, SIZE);
}

static gboolean
is_showing (gpointer data)
{
  const Fixture *fixture = data;

  for (int i = 0; i < 3; i++) {
    g_autofree char *text =
        mado_widget_test_dup_description (GTK_WIDGET (fixture->viewports[i]));

    if (mado_loader_get_n_loaded (fixture->loader, fixture->set, NULL) < N_SLICES ||
        strstr (text, " of ") == NULL)
      return FALSE;
  }
  return TRUE;
}

static void
show_planes (Fixture *fixture)
{
  for (int i = 0; i < 3; i++)
    mado_viewport_set_mpr (fixture->viewports[i], fixture->mpr, MADO_PLANE_AXIAL + i);
  mado_widget_test_wait (is_showing, fixture);
  mado_widget_test_run_ms (300);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  set_up_slices (fixture, N_SLICES);
  show_planes (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  for (int i = 0; i < 3; i++)
    g_assert_finalize_object (G_OBJECT (fixture->viewports[i]));
  g_assert_finalize_object (G_OBJECT (fixture->mpr));
  g_clear_object (&fixture->set);
  g_clear_object (&fixture->patient);
  g_assert_finalize_object (G_OBJECT (fixture->loader));
}

static void
assert_says (Fixture *fixture, int i, const char *pattern)
{
  g_autofree char *text =
      mado_widget_test_dup_description (GTK_WIDGET (fixture->viewports[i]));

  if (!g_pattern_match_simple (pattern, text))
    g_error ("\"%s\" is not \"%s\"", text, pattern);
}

static void
assert_center (Fixture *fixture, double x, double y, double z, double tolerance)
{
  const MadoVector center = mado_mpr_get_center (fixture->mpr);

  g_assert_cmpfloat_with_epsilon (center.x, x, tolerance);
  g_assert_cmpfloat_with_epsilon (center.y, y, tolerance);
  g_assert_cmpfloat_with_epsilon (center.z, z, tolerance);
}

/* What viewport @i draws at the voxel (@x, @y, @z) of its plane; its border is 2 px. */
static int
read_at (Fixture *fixture, int i, double x, double y, double z)
{
  double column, row;

  g_assert_true (mado_viewport_from_patient (fixture->viewports[i],
                                             (MadoVector){x, y, z}, &column, &row));
  return mado_widget_test_read_gray (GTK_WIDGET (fixture->viewports[i]),
                                     (int) column + 2, (int) row + 2);
}

/* Half a px beside the voxel's centre is one step where the next slice is another. */
static void
assert_gray (Fixture *fixture, int i, double x, double y, double z, int gray)
{
  const int seen = read_at (fixture, i, x, y, z);

  if (ABS (seen - gray) > 1)
    g_error ("%d at (%g, %g, %g) of plane %d, not %d", seen, x, y, z, i, gray);
}

static void
drag (Fixture *fixture, int i, int button, MadoVector from, MadoVector to)
{
  double x, y, to_x, to_y;

  mado_viewport_from_patient (fixture->viewports[i], from, &x, &y);
  mado_viewport_from_patient (fixture->viewports[i], to, &to_x, &to_y);
  mado_widget_test_drag (GTK_WIDGET (fixture->viewports[i]), button, x, y, to_x - x,
                         to_y - y);
  mado_widget_test_run_ms (150);
}

static void
set_tool (Fixture *fixture, MadoTool tool)
{
  for (int i = 0; i < 3; i++)
    mado_viewport_set_tool (fixture->viewports[i], tool);
}

static void
test_shows (Fixture *fixture, gconstpointer data)
{
  assert_says (fixture, 0, "Series name 1, Axial plane, 11 of 20, WW 256 WL 128, *");
  assert_says (fixture, 1, "Series name 1, Coronal plane, 9 of 16, *");
  assert_says (fixture, 2, "Series name 1, Sagittal plane, 8 of 16, *");

  /* The picture is the slice in the left half, 8 more in the right one (from x 8 on). */
  assert_gray (fixture, 0, 3, 5, 10, mado_widget_test_get_gray (0, 10));
  assert_gray (fixture, 0, 12, 5, 10, mado_widget_test_get_gray (0, 10) + 8);
  assert_gray (fixture, 1, 3, 8, 6, mado_widget_test_get_gray (0, 6));
  assert_gray (fixture, 1, 12, 8, 17, mado_widget_test_get_gray (0, 17) + 8);
  assert_gray (fixture, 2, 8, 3, 4, mado_widget_test_get_gray (0, 4) + 8);

  g_assert_cmpint (mado_viewport_get_index (fixture->viewports[0]), ==, 10);
  g_assert_cmpint (mado_viewport_get_n_frames (fixture->viewports[1]), ==, 16);
}

static void
test_scroll (Fixture *fixture, gconstpointer data)
{
  mado_widget_test_click (GTK_WIDGET (fixture->viewports[0]), 5, 150, 150, 3);
  mado_widget_test_run_ms (200);
  assert_center (fixture, 8, 8, 13, 1e-9);
  assert_says (fixture, 0, "*Axial plane, 14 of 20*");
  assert_gray (fixture, 0, 3, 5, 13, mado_widget_test_get_gray (0, 13));
  /* The others stay where they are. */
  assert_says (fixture, 1, "*Coronal plane, 9 of 16*");

  mado_viewport_set_index (fixture->viewports[2], 100);
  mado_widget_test_run_ms (200);
  assert_says (fixture, 2, "*Sagittal plane, 16 of 16*");
}

static void
assert_passes_through (Fixture *fixture, int i, MadoVector point)
{
  MadoPlane plane;
  double width, height;

  g_assert_true (
      mado_viewport_get_plane (fixture->viewports[i], &plane, &width, &height));
  g_assert_cmpfloat_with_epsilon (mado_plane_get_distance (&plane, point), 0, 1e-6);
}

static void
test_crosshair_click (Fixture *fixture, gconstpointer data)
{
  GtkWidget *axial = GTK_WIDGET (fixture->viewports[0]);
  MadoVector point;

  set_tool (fixture, MADO_TOOL_CROSSHAIR);
  g_assert_true (
      mado_viewport_to_patient (fixture->viewports[0], 95.5 - 2, 105.5 - 2, &point));
  mado_widget_test_click (axial, 1, 95.5, 105.5, 1);
  mado_widget_test_run_ms (200);
  /* Events come in whole px. */
  assert_center (fixture, point.x, point.y, 10, 0.1);
  for (int i = 0; i < 3; i++)
    assert_passes_through (fixture, i, mado_mpr_get_center (fixture->mpr));
  assert_gray (fixture, 1, 3, point.y, 13, mado_widget_test_get_gray (0, 13));

  /* The picture under the pointer does not move with it. */
  MadoVector again;

  g_assert_true (
      mado_viewport_to_patient (fixture->viewports[0], 95.5 - 2, 105.5 - 2, &again));
  g_assert_cmpfloat_with_epsilon (again.x, point.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (again.y, point.y, 1e-9);
}

/* In the axial plane the coronal one is the line from left to right, through y 8. */
static void
test_crosshair_line (Fixture *fixture, gconstpointer data)
{
  set_tool (fixture, MADO_TOOL_CROSSHAIR);
  drag (fixture, 0, 1, (MadoVector){11, 8, 10}, (MadoVector){12, 5, 10});
  assert_center (fixture, 8, 5, 10, 0.1);
  g_assert_false (mado_mpr_is_oblique (fixture->mpr));
}

static void
test_crosshair_turn (Fixture *fixture, gconstpointer data)
{
  const double angle = 0.3;
  MadoPlane coronal;

  set_tool (fixture, MADO_TOOL_CROSSHAIR);
  /* From the right end of the line clockwise: down, to the back. */
  drag (fixture, 0, 1, (MadoVector){14.3, 8, 10},
        (MadoVector){8 + 6.3 * cos (angle), 8 + 6.3 * sin (angle), 10});
  coronal = mado_mpr_get_plane (fixture->mpr, MADO_PLANE_CORONAL);
  g_assert_cmpfloat_with_epsilon (atan2 (coronal.right.y, coronal.right.x), angle,
                                  0.02);
  assert_center (fixture, 8, 8, 10, 1e-9);
  assert_says (fixture, 1, "*Oblique (Coronal) plane, *");
  /* The center stays where it was on the screen of the plane that turned. */
  assert_passes_through (fixture, 1, mado_mpr_get_center (fixture->mpr));
}

static void
test_crosshair_slab (Fixture *fixture, gconstpointer data)
{
  MadoViewport *axial = fixture->viewports[0];
  const double size = mado_viewport_get_state (axial)->height;
  const double zoom = mado_viewport_get_state (axial)->zoom;
  double x, y;

  set_tool (fixture, MADO_TOOL_CROSSHAIR);
  mado_viewport_from_patient (axial, (MadoVector){8, 8, 10}, &x, &y);
  /* The square handle below the coronal line, 3 mm outwards: 6 mm thick. */
  mado_widget_test_drag (GTK_WIDGET (axial), 1, x + 2 + 0.17 * size, y + 2 + 11, 0,
                         3 * zoom);
  mado_widget_test_run_ms (300);
  g_assert_cmpfloat_with_epsilon (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_CORONAL),
                                  6, 0.2);
  g_assert_cmpfloat (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_AXIAL), ==, 0);
  assert_says (fixture, 1, "*Coronal plane, 9 of 16, slab * mm MIP, *");
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (fixture->viewports[0]));
  mado_widget_test_run_ms (50);
  mado_ui_screen_key ("Control_L+Right");
  mado_ui_screen_key ("Control_L+Up");
  mado_widget_test_run_ms (100);
  assert_center (fixture, 9, 7, 10, 1e-9);
  mado_ui_screen_key ("Control_L+bracketright");
  mado_widget_test_run_ms (100);

  const MadoPlane coronal = mado_mpr_get_plane (fixture->mpr, MADO_PLANE_CORONAL);

  g_assert_cmpfloat_with_epsilon (atan2 (coronal.right.y, coronal.right.x), G_PI / 180,
                                  1e-9);
  mado_ui_screen_key ("Shift_L+Page_Up");
  mado_ui_screen_key ("Shift_L+Page_Up");
  mado_ui_screen_key ("Shift_L+Page_Down");
  mado_widget_test_run_ms (100);
  g_assert_cmpfloat (mado_mpr_get_slab (fixture->mpr, MADO_PLANE_AXIAL), ==, 1);
}

/* One window for the three, one zoom for each. */
static void
test_shared (Fixture *fixture, gconstpointer data)
{
  const double zoom = mado_viewport_get_state (fixture->viewports[1])->zoom;

  mado_widget_test_drag (GTK_WIDGET (fixture->viewports[0]), 3, 150, 150, 60, 0);
  mado_widget_test_run_ms (200);
  for (int i = 0; i < 3; i++) {
    const MadoViewState *state = mado_viewport_get_state (fixture->viewports[i]);

    g_assert_cmpfloat (state->window.width, >, 256);
    g_assert_cmpfloat (state->window.width, ==,
                       mado_viewport_get_state (fixture->viewports[0])->window.width);
    assert_says (fixture, i, "*WW 3* WL 128*");
  }
  mado_viewport_invert (fixture->viewports[1]);
  g_assert_true (mado_viewport_get_state (fixture->viewports[2])->is_inverted);
  mado_viewport_set_interpolation (fixture->viewports[2], MADO_INTERPOLATION_NEAREST);
  g_assert_cmpint (mado_viewport_get_state (fixture->viewports[0])->interpolation, ==,
                   MADO_INTERPOLATION_NEAREST);

  mado_viewport_set_tool (fixture->viewports[0], MADO_TOOL_ZOOM);
  mado_widget_test_drag (GTK_WIDGET (fixture->viewports[0]), 1, 150, 150, 0, -50);
  g_assert_cmpfloat (mado_viewport_get_state (fixture->viewports[1])->zoom, ==, zoom);
  g_assert_cmpfloat (mado_viewport_get_state (fixture->viewports[0])->zoom, >, zoom);

  mado_viewport_reset (fixture->viewports[0]);
  for (int i = 0; i < 3; i++) {
    const MadoViewState *state = mado_viewport_get_state (fixture->viewports[i]);

    g_assert_cmpfloat (state->window.width, ==, 256);
    g_assert_false (state->is_inverted);
  }
}

static void
test_frames_again (Fixture *fixture, gconstpointer data)
{
  mado_viewport_set_mpr (fixture->viewports[0], NULL, 0);
  mado_widget_test_run_ms (200);
  assert_says (fixture, 0, "Series name 1, image */20, WW 256 WL 128, *");
  g_assert_null (mado_viewport_get_mpr (fixture->viewports[0]));
  /* Another series, dropped on a plane. */
  mado_viewport_set_display_set (fixture->viewports[1], fixture->set, 3);
  mado_widget_test_run_ms (200);
  assert_says (fixture, 1, "Series name 1, image 4/20, *");
  /* The one that is left goes on. */
  mado_mpr_scroll (fixture->mpr, MADO_PLANE_SAGITTAL, 1);
  mado_widget_test_run_ms (200);
  assert_says (fixture, 2, "*Sagittal plane, 9 of 16*");
}

typedef struct {
  int n;
  MadoVector point;
} Picked;

static void
picked_cb (Picked *picked, double x, double y, double z)
{
  picked->n++;
  picked->point = (MadoVector){x, y, z};
}

static void
test_frames_in_space (Fixture *fixture, gconstpointer data)
{
  MadoViewport *viewport = fixture->viewports[0];
  Picked picked = {0};
  MadoVector point;
  MadoPlane plane;
  double width, height, x, y;

  mado_viewport_set_mpr (viewport, NULL, 0);
  mado_viewport_set_tool (viewport, MADO_TOOL_CROSSHAIR);
  g_signal_connect_swapped (viewport, "point-picked", G_CALLBACK (picked_cb), &picked);
  g_assert_true (mado_viewport_show_point (viewport, (MadoVector){100, 3, 6.4}));
  g_assert_cmpint (mado_viewport_get_index (viewport), ==, 6);
  g_assert_true (mado_viewport_show_point (viewport, (MadoVector){0, 0, 19.4}));
  g_assert_false (mado_viewport_show_point (viewport, (MadoVector){0, 0, 19.6}));
  g_assert_cmpint (mado_viewport_get_index (viewport), ==, 19);
  mado_widget_test_run_ms (200);

  g_assert_true (mado_viewport_get_plane (viewport, &plane, &width, &height));
  g_assert_cmpfloat (width, ==, 16);
  g_assert_cmpfloat_with_epsilon (plane.center.x, 7.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (plane.center.z, 19, 1e-9);
  g_assert_true (
      mado_viewport_from_patient (viewport, (MadoVector){3, 12, 19}, &x, &y));
  g_assert_true (mado_viewport_to_patient (viewport, x, y, &point));
  g_assert_cmpfloat_with_epsilon (point.x, 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (point.y, 12, 1e-9);

  mado_widget_test_click (GTK_WIDGET (viewport), 1, x + 2, y + 2, 1);
  g_assert_cmpint (picked.n, >=, 1);
  g_assert_cmpfloat_with_epsilon (picked.point.x, 3, 0.1);
  g_assert_cmpfloat_with_epsilon (picked.point.y, 12, 0.1);
  g_assert_cmpfloat_with_epsilon (picked.point.z, 19, 1e-9);
}

static void
paint_cb (GdkFrameClock *clock, int *n_paints)
{
  *n_paints += 1;
}

static void
test_idle (Fixture *fixture, gconstpointer data)
{
  GdkFrameClock *clock =
      gtk_widget_get_frame_clock (GTK_WIDGET (fixture->viewports[0]));
  int n_paints = 0;

  mado_mpr_set_slab (fixture->mpr, MADO_PLANE_AXIAL, 10, MADO_SLAB_MEAN);
  mado_widget_test_run_ms (700);

  gulong id = g_signal_connect (clock, "paint", G_CALLBACK (paint_cb), &n_paints);

  mado_widget_test_run_ms (1500);
  g_signal_handler_disconnect (clock, id);
  g_assert_cmpint (n_paints, ==, 0);
}

static void
set_up_two (Fixture *fixture, gconstpointer data)
{
  set_up_slices (fixture, 2);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  MadoPlane plane;
  MadoVector point;
  double width, height;

  for (int i = 0; i < 3; i++)
    mado_viewport_set_mpr (fixture->viewports[i], fixture->mpr, MADO_PLANE_AXIAL + i);
  mado_widget_test_run_ms (200);
  assert_says (fixture, 1, "Series name 1, MPR*, MPR is not possible");
  g_assert_false (
      mado_viewport_get_plane (fixture->viewports[1], &plane, &width, &height));
  g_assert_false (mado_viewport_to_patient (fixture->viewports[1], 50, 50, &point));
  g_assert_false (mado_viewport_show_point (fixture->viewports[1], (MadoVector){0}));
  g_assert_cmpint (
      mado_widget_test_read_gray (GTK_WIDGET (fixture->viewports[1]), 150, 60), ==, 0);

  /* None of it can be made to do something. */
  set_tool (fixture, MADO_TOOL_CROSSHAIR);
  mado_widget_test_drag (GTK_WIDGET (fixture->viewports[1]), 1, 50, 50, 30, 30);
  mado_widget_test_drag (GTK_WIDGET (fixture->viewports[1]), 3, 50, 50, 30, 30);
  mado_widget_test_click (GTK_WIDGET (fixture->viewports[1]), 5, 50, 50, 2);
  mado_viewport_fit (fixture->viewports[1]);
  mado_viewport_actual_size (fixture->viewports[1]);
  mado_viewport_rotate (fixture->viewports[1]);
  mado_viewport_reset (fixture->viewports[1]);
  mado_viewport_set_mpr (fixture->viewports[1], NULL, 0);
  mado_widget_test_run_ms (200);
  assert_says (fixture, 1, "Series name 1, image */2, *");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*set_up) (Fixture *, gconstpointer);
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"shows", set_up, test_shows},
      {"scroll", set_up, test_scroll},
      {"crosshair-click", set_up, test_crosshair_click},
      {"crosshair-line", set_up, test_crosshair_line},
      {"crosshair-turn", set_up, test_crosshair_turn},
      {"crosshair-slab", set_up, test_crosshair_slab},
      {"keys", set_up, test_keys},
      {"shared", set_up, test_shared},
      {"frames-again", set_up, test_frames_again},
      {"frames-in-space", set_up, test_frames_in_space},
      {"idle", set_up, test_idle},
      {"refused", set_up_two, test_refused},
  };

  if (!mado_widget_test_init (&argc, &argv))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/mado/widgets/planes/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, tests[i].set_up, tests[i].test, tear_down);
  }
  return mado_widget_test_finish (g_test_run ());
}
