/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport.h"

#include <math.h>

#include "mado-dicom-error.h"
#include "mado-fake-loader.h"
#include "mado-ui-screen.h"
#include "mado-widget-test.h"

#define N_SLICES   5
#define VIEW_WIDTH 400

typedef struct {
  MadoLoader *loader;
  MadoPatient *patient;
  MadoDisplaySet *sets[2];
  GtkWidget *widget;
  MadoViewport *viewport;
  GtkWindow *window;
  int n_changed;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
give (Fixture *fixture, int series, int index)
{
  g_autoptr (MadoFrame) frame = mado_widget_test_decode (fixture->sets[series], index);

  mado_fake_loader_give (fixture->loader, fixture->sets[series], index, frame, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->loader = mado_loader_new (0, 0);
  fixture->patient = mado_widget_test_make_patient (2, N_SLICES);
  for (int i = 0; i < 2; i++)
    fixture->sets[i] = mado_widget_test_get_set (fixture->patient, i);
  fixture->widget = mado_viewport_new (fixture->loader);
  fixture->viewport = MADO_VIEWPORT (fixture->widget);
  g_object_ref (fixture->widget);
  fixture->window = mado_widget_test_show (fixture->widget, VIEW_WIDTH, 300);
  g_signal_connect_swapped (fixture->widget, "changed", G_CALLBACK (changed_cb),
                            fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (G_OBJECT (fixture->widget));
  g_clear_object (&fixture->sets[0]);
  g_clear_object (&fixture->sets[1]);
  g_clear_object (&fixture->patient);
  g_assert_finalize_object (G_OBJECT (fixture->loader));
}

static void
show_all (Fixture *fixture, int index)
{
  for (int i = 0; i < N_SLICES; i++)
    give (fixture, 0, i);
  mado_viewport_set_display_set (fixture->viewport, fixture->sets[0], index);
  mado_widget_test_run_ms (60);
}

static void
assert_says (Fixture *fixture, const char *pattern)
{
  g_autofree char *text = mado_widget_test_dup_description (fixture->widget);

  if (!g_pattern_match_simple (pattern, text))
    g_error ("\"%s\" is not \"%s\"", text, pattern);
}

/* Left of and above the middle, where there is no text. */
static int
read_gray (Fixture *fixture)
{
  return mado_widget_test_read_gray (fixture->widget,
                                     gtk_widget_get_width (fixture->widget) / 2 - 10,
                                     gtk_widget_get_height (fixture->widget) / 2 - 40);
}

static void
test_waits (Fixture *fixture, gconstpointer data)
{
  give (fixture, 0, 0);
  mado_viewport_set_display_set (fixture->viewport, fixture->sets[0], 0);
  mado_widget_test_run_ms (60);
  g_assert_cmpint (read_gray (fixture), ==, mado_widget_test_get_gray (0, 0));
  assert_says (fixture, "Series name 1, image 1/5, WW 256 WL 128, zoom *");

  /* For a moment the picture before, as what it is. */
  mado_viewport_set_index (fixture->viewport, 1);
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), ==, 1);
  assert_says (fixture, "*image 1/5*");

  mado_widget_test_run_ms (300);
  assert_says (fixture, "*image 2/5*Loading*");
  g_assert_cmpint (read_gray (fixture), ==, 0);

  give (fixture, 0, 1);
  mado_widget_test_run_ms (60);
  assert_says (fixture, "*image 2/5*");
  g_assert_cmpint (read_gray (fixture), ==, mado_widget_test_get_gray (0, 1));

  /* Nothing of one series stays under the name of another. */
  mado_viewport_set_display_set (fixture->viewport, fixture->sets[1], 0);
  mado_widget_test_run_ms (60);
  assert_says (fixture, "Series name 2, image 1/5*");
  g_assert_cmpint (read_gray (fixture), ==, 0);
}

/* Whatever comes in whatever order: the picture is the one that is named, or none. */
static void
test_never_another_picture (Fixture *fixture, gconstpointer data)
{
  mado_viewport_set_display_set (fixture->viewport, fixture->sets[0], 0);
  for (int i = 0; i < 120; i++) {
    const int series = g_test_rand_int_range (0, 2);
    const int index = g_test_rand_int_range (0, N_SLICES);
    int shown = 0;

    switch (g_test_rand_int_range (0, 5)) {
    case 0:
      mado_viewport_set_display_set (fixture->viewport, fixture->sets[series], index);
      break;
    case 1:
      give (fixture, series, index);
      break;
    case 2:
      mado_widget_test_run_ms (170);
      break;
    default:
      mado_viewport_set_index (fixture->viewport, index);
    }
    mado_widget_test_run_ms (40);

    g_autofree char *text = mado_widget_test_dup_description (fixture->widget);
    const int now =
        mado_viewport_get_display_set (fixture->viewport) == fixture->sets[0] ? 0 : 1;
    const int gray = read_gray (fixture);

    g_assert_cmpint (text[strlen ("Series name ")] - '1', ==, now);
    shown = atoi (strstr (text, "image ") + strlen ("image ")) - 1;
    if (gray != 0)
      g_assert_cmpint (gray, ==, mado_widget_test_get_gray (now, shown));
    else
      g_assert_null (strstr (text, "damaged"));
  }
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (
      MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN, "12 bytes are missing");

  show_all (fixture, 0);
  mado_fake_loader_give (fixture->loader, fixture->sets[1], 1, NULL, error);
  give (fixture, 1, 2);
  mado_viewport_set_display_set (fixture->viewport, fixture->sets[1], 1);
  mado_widget_test_run_ms (60);
  assert_says (fixture, "*image 2/5*The file is damaged");

  g_autofree char *details = mado_viewport_dup_trust_details (fixture->viewport);

  g_assert_nonnull (strstr (details, "1 of 5 images cannot be read"));

  mado_viewport_set_index (fixture->viewport, 2);
  mado_widget_test_run_ms (60);
  assert_says (fixture, "*image 3/5, WW 256 WL 128, zoom *");
  g_assert_cmpint (read_gray (fixture), ==, mado_widget_test_get_gray (1, 2));
}

static void
test_window_drag (Fixture *fixture, gconstpointer data)
{
  MadoMouse mouse = {MADO_TOOL_WINDOW, MADO_TOOL_PAN, MADO_TOOL_SCROLL, TRUE, FALSE};
  const MadoViewState *state = mado_viewport_get_state (fixture->viewport);
  double center;

  show_all (fixture, 2);
  mado_widget_test_drag (fixture->widget, 3, 200, 150, 60, 0);
  g_assert_cmpfloat (state->window.width, >, 256);
  g_assert_cmpfloat (state->window.center, ==, 128);
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), ==, 2);

  /* Up is brighter, and the other way round for who wants it. */
  mado_widget_test_drag (fixture->widget, 3, 200, 150, 0, -60);
  g_assert_cmpfloat (state->window.center, <, 128);
  mouse.window_up_is_brighter = FALSE;
  mado_viewport_set_mouse (fixture->viewport, &mouse);
  center = state->window.center;
  mado_widget_test_drag (fixture->widget, 3, 200, 150, 0, -30);
  g_assert_cmpfloat (state->window.center, >, center);

  /* Inverted, a higher centre is the brighter one. */
  mouse.window_up_is_brighter = TRUE;
  mado_viewport_set_mouse (fixture->viewport, &mouse);
  mado_viewport_invert (fixture->viewport);
  center = state->window.center;
  mado_widget_test_drag (fixture->widget, 3, 200, 150, 0, -30);
  g_assert_cmpfloat (state->window.center, >, center);

  /* The stack keeps the reader's window; reset brings the file's and keeps the slice. */
  center = state->window.center;
  mado_viewport_set_index (fixture->viewport, 3);
  g_assert_cmpfloat (state->window.center, ==, center);
  mado_viewport_reset (fixture->viewport);
  g_assert_cmpfloat (state->window.center, ==, 128);
  g_assert_cmpfloat (state->window.width, ==, 256);
  g_assert_false (state->is_inverted);
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), ==, 3);
}

static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  MadoMouse mouse = {MADO_TOOL_WINDOW, MADO_TOOL_PAN, MADO_TOOL_SCROLL, TRUE, TRUE};

  show_all (fixture, 0);
  mado_widget_test_click (fixture->widget, 5, 200, 150, 3);
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), ==, 3);
  mado_widget_test_click (fixture->widget, 4, 200, 150, 1);
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), ==, 2);
  mado_viewport_set_mouse (fixture->viewport, &mouse);
  mado_widget_test_click (fixture->widget, 4, 200, 150, 1);
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), ==, 3);
}

static void
get_image_point (Fixture *fixture, double x, double y, double *column, double *row)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (fixture->sets[0], 0);
  MadoViewTransform transform;

  mado_view_state_get_transform (mado_viewport_get_state (fixture->viewport), 16, 16,
                                 ref->info, &transform);
  mado_view_transform_apply (&transform, x, y, column, row);
}

static void
test_zoom_about_pointer (Fixture *fixture, gconstpointer data)
{
  MadoMouse mouse = {MADO_TOOL_WINDOW, MADO_TOOL_PAN, MADO_TOOL_ZOOM, TRUE, FALSE};
  const MadoViewState *state = mado_viewport_get_state (fixture->viewport);
  double zoom, column, row, column_before, row_before;

  show_all (fixture, 0);
  mado_viewport_set_mouse (fixture->viewport, &mouse);
  zoom = state->zoom;
  get_image_point (fixture, 240, 120, &column_before, &row_before);
  mado_widget_test_click (fixture->widget, 4, 240, 120, 4);
  get_image_point (fixture, 240, 120, &column, &row);
  g_assert_cmpfloat_with_epsilon (state->zoom, zoom * pow (1.1, 4), 1e-6);
  g_assert_cmpfloat_with_epsilon (column, column_before, 1e-6);
  g_assert_cmpfloat_with_epsilon (row, row_before, 1e-6);
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), ==, 0);
}

static void
test_tools (Fixture *fixture, gconstpointer data)
{
  const MadoViewState *state = mado_viewport_get_state (fixture->viewport);
  double zoom;

  show_all (fixture, 0);
  mado_widget_test_drag (fixture->widget, 1, 200, 100, 0, 50);
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), >, 0);

  mado_viewport_set_tool (fixture->viewport, MADO_TOOL_ZOOM);
  zoom = state->zoom;
  mado_widget_test_drag (fixture->widget, 1, 200, 150, 0, -50);
  g_assert_cmpfloat (state->zoom, >, zoom);

  mado_viewport_fit (fixture->viewport);
  g_assert_cmpfloat_with_epsilon (state->zoom, zoom, 1e-9);
  mado_viewport_set_tool (fixture->viewport, MADO_TOOL_PAN);
  mado_widget_test_drag (fixture->widget, 1, 200, 150, 20, -10);
  g_assert_cmpfloat_with_epsilon (state->pan_x, 20, 1e-6);
  g_assert_cmpfloat_with_epsilon (state->pan_y, -10, 1e-6);
  mado_widget_test_drag (fixture->widget, 2, 200, 150, -20, 10);
  g_assert_cmpfloat_with_epsilon (state->pan_x, 0, 1e-6);
}

static void
resize (Fixture *fixture, int width, int height)
{
  gtk_window_set_default_size (fixture->window, width, height);
  mado_widget_test_run_ms (250);
  g_assert_cmpint (mado_viewport_get_state (fixture->viewport)->height, ==, height - 4);
}

static void
test_resize (Fixture *fixture, gconstpointer data)
{
  const MadoViewState *state = mado_viewport_get_state (fixture->viewport);
  double zoom;

  show_all (fixture, 0);
  zoom = state->zoom;
  resize (fixture, 400, 500);
  g_assert_cmpfloat (state->zoom, >, zoom * 1.2);
  resize (fixture, 400, 300);
  g_assert_cmpfloat_with_epsilon (state->zoom, zoom, 1e-9);

  mado_viewport_actual_size (fixture->viewport);
  g_assert_cmpfloat (state->zoom, ==, 1);
  resize (fixture, 400, 500);
  g_assert_cmpfloat (state->zoom, ==, 1);
}

/* One pixel of the image is one of the screen, not a mixture of two. */
static void
test_actual_size (Fixture *fixture, gconstpointer data)
{
  double column, row;

  show_all (fixture, 0);
  for (int width = 400; width <= 401; width++) {
    resize (fixture, width, 300);
    mado_viewport_actual_size (fixture->viewport);
    get_image_point (fixture, 200.5, 150.5, &column, &row);
    g_assert_cmpfloat_with_epsilon (column, rint (column), 1e-6);
    g_assert_cmpfloat_with_epsilon (row, rint (row), 1e-6);
  }
}

/* Left and right of the screen change places however the image is turned. */
static void
test_flip (Fixture *fixture, gconstpointer data)
{
  show_all (fixture, 0);
  for (int turns = 0; turns < 4; turns++) {
    const int middle = gtk_widget_get_height (fixture->widget) / 2;
    const int x = gtk_widget_get_width (fixture->widget) / 2;

    mado_widget_test_run_ms (60);
    int left = mado_widget_test_read_gray (fixture->widget, x - 40, middle - 40);
    int right = mado_widget_test_read_gray (fixture->widget, x + 39, middle - 40);

    mado_viewport_flip (fixture->viewport);
    mado_widget_test_run_ms (60);
    g_assert_cmpint (mado_widget_test_read_gray (fixture->widget, x - 40, middle - 40),
                     ==, right);
    g_assert_cmpint (mado_widget_test_read_gray (fixture->widget, x + 39, middle - 40),
                     ==, left);
    mado_viewport_rotate (fixture->viewport);
  }
}

static void
test_cine (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    give (fixture, 0, i);
  mado_viewport_set_display_set (fixture->viewport, fixture->sets[0], 0);
  mado_widget_test_run_ms (60);
  g_assert_cmpfloat (mado_viewport_get_frame_rate (fixture->viewport), ==, 15);
  mado_viewport_set_frame_rate (fixture->viewport, 1000);
  g_assert_cmpfloat (mado_viewport_get_frame_rate (fixture->viewport), ==, 60);

  /* It waits for the fourth image instead of leaving it out. */
  mado_viewport_set_playing (fixture->viewport, TRUE);
  mado_widget_test_run_ms (600);
  g_assert_true (mado_viewport_is_playing (fixture->viewport));
  g_assert_cmpint (mado_viewport_get_index (fixture->viewport), ==, 3);

  /* Then it goes on and round. */
  give (fixture, 0, 3);
  give (fixture, 0, 4);
  fixture->n_changed = 0;
  mado_widget_test_run_ms (1500);
  g_assert_cmpint (fixture->n_changed, >, 8);

  /* Nobody sees it. */
  gtk_widget_set_visible (fixture->widget, FALSE);
  g_assert_false (mado_viewport_is_playing (fixture->viewport));
  g_assert_cmpint (mado_fake_loader_get_shown (fixture->loader, fixture->widget), ==,
                   -1);
}

static void
paint_cb (GdkFrameClock *clock, int *n_paints)
{
  *n_paints += 1;
}

static void
test_idle (Fixture *fixture, gconstpointer data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->widget);
  int n_paints = 0;

  show_all (fixture, 0);
  mado_widget_test_move (fixture->widget, 200, 150);
  mado_widget_test_run_ms (500);

  gulong id = g_signal_connect (clock, "paint", G_CALLBACK (paint_cb), &n_paints);

  mado_widget_test_run_ms (2000);
  g_signal_handler_disconnect (clock, id);
  g_assert_cmpint (n_paints, ==, 0);
}

static void
count_cb (GtkWidget *widget, int *n)
{
  *n += 1;
}

static void
test_clicks (Fixture *fixture, gconstpointer data)
{
  int n_activated = 0, n_maximise = 0, n_trust = 0;

  show_all (fixture, 0);
  g_signal_connect (fixture->widget, "activated", G_CALLBACK (count_cb), &n_activated);
  g_signal_connect (fixture->widget, "maximise-requested", G_CALLBACK (count_cb),
                    &n_maximise);
  g_signal_connect (fixture->widget, "trust-clicked", G_CALLBACK (count_cb), &n_trust);
  mado_widget_test_click (fixture->widget, 1, 200, 150, 1);
  g_assert_cmpint (n_activated, >=, 1);
  g_assert_cmpint (n_maximise, ==, 0);
  mado_widget_test_run_ms (500);
  mado_widget_test_click (fixture->widget, 1, 200, 150, 2);
  g_assert_cmpint (n_maximise, ==, 1);
  mado_widget_test_click (fixture->widget, 1, 60,
                          gtk_widget_get_height (fixture->widget) - 6, 1);
  g_assert_cmpint (n_trust, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"waits", test_waits},
      {"never-another-picture", test_never_another_picture},
      {"error", test_error},
      {"window-drag", test_window_drag},
      {"wheel", test_wheel},
      {"zoom-about-pointer", test_zoom_about_pointer},
      {"tools", test_tools},
      {"resize", test_resize},
      {"actual-size", test_actual_size},
      {"flip", test_flip},
      {"cine", test_cine},
      {"idle", test_idle},
      {"clicks", test_clicks},
  };

  if (!mado_widget_test_init (&argc, &argv))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path =
        g_strconcat ("/mado/widgets/viewport/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return mado_widget_test_finish (g_test_run ());
}
