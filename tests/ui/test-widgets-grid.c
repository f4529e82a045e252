/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-grid.h"

#include "mado-layout-picker.h"
#include "mado-widget-test.h"

typedef struct {
  const char *text;
  int n_cells; /* 0: refused */
} LayoutCase;

static const LayoutCase layouts[] = {
    {"1x1", 1},
    {"2x2", 4},
    {"4x4", 16},
    {"3x1", 3},
    {"4x3:0,0,3,3;3,0,1,1;3,1,1,1;3,2,1,1", 4},
    {"2x2:0,0,1,1", 1},
    {"", 0},
    {"2", 0},
    {"2x", 0},
    {"0x1", 0},
    {"5x1", 0},
    {"2x2 ", 0},
    {"2x2:", 0},
    {"2x2:0,0,3,1", 0},
    {"2x2:2,0,1,1", 0},
    {"2x2:0,0,1,0", 0},
    {"2x2:0,0,2,1;1,0,1,1", 0}, /* overlap */
    {"2x2:0,0,1,1;", 0},
    {"2x2:0,0,1", 0},
    {"2x2:0,0,1,1,", 0},
    {"2x2:-1,0,1,1", 0},
};

static void
test_layout (gconstpointer data)
{
  const LayoutCase *expected = data;
  MadoGridLayout layout = {.columns = -1};

  if (expected->n_cells == 0) {
    g_assert_false (mado_grid_layout_from_string (&layout, expected->text));
    g_assert_cmpint (layout.columns, ==, -1);
    return;
  }

  g_assert_true (mado_grid_layout_from_string (&layout, expected->text));
  g_assert_cmpint (layout.n_cells, ==, expected->n_cells);

  g_autofree char *text = mado_grid_layout_to_string (&layout);

  g_assert_cmpstr (text, ==, expected->text);
}

typedef struct {
  MadoLoader *loader;
  MadoPatient *patient;
  MadoDisplaySet *set;
  MadoViewportGrid *grid;
  GtkWindow *window;
} Fixture;

static void
set_layout (Fixture *fixture, const char *text)
{
  MadoGridLayout layout;

  g_assert_true (mado_grid_layout_from_string (&layout, text));
  mado_viewport_grid_set_layout (fixture->grid, &layout);
  mado_widget_test_run_ms (60);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *grid;

  fixture->loader = mado_loader_new (0, 0);
  fixture->patient = mado_widget_test_make_patient (1, 3);
  fixture->set = mado_widget_test_get_set (fixture->patient, 0);
  grid = mado_viewport_grid_new (fixture->loader);
  fixture->grid = g_object_ref (MADO_VIEWPORT_GRID (grid));
  fixture->window = mado_widget_test_show (grid, 805, 603);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (G_OBJECT (fixture->grid));
  g_clear_object (&fixture->set);
  g_clear_object (&fixture->patient);
  g_assert_finalize_object (G_OBJECT (fixture->loader));
}

static graphene_rect_t
get_bounds (Fixture *fixture, int index)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (
      GTK_WIDGET (mado_viewport_grid_get_viewport (fixture->grid, index)),
      GTK_WIDGET (fixture->grid), &bounds));
  return bounds;
}

/* The whole area is given out, with 2 px between neighbours. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  set_layout (fixture, "4x4");
  for (int i = 0; i < 16; i++) {
    const graphene_rect_t bounds = get_bounds (fixture, i);

    g_assert_cmpfloat (bounds.size.width, >=, 199);
    g_assert_cmpfloat (bounds.size.width, <=, 200);
    g_assert_cmpfloat (bounds.size.height, >=, 149);
    g_assert_cmpfloat (bounds.size.height, <=, 150);
    if (i % 4 > 0) {
      const graphene_rect_t left = get_bounds (fixture, i - 1);

      g_assert_cmpfloat (bounds.origin.x, ==, left.origin.x + left.size.width + 2);
    }
  }
  g_assert_cmpfloat (
      get_bounds (fixture, 15).origin.x + get_bounds (fixture, 15).size.width, ==, 805);

  set_layout (fixture, "4x3:0,0,3,3;3,0,1,1;3,1,1,1;3,2,1,1");
  g_assert_cmpfloat (get_bounds (fixture, 0).size.height, ==, 603);
  g_assert_cmpfloat (get_bounds (fixture, 0).size.width, >=, 602);
  g_assert_cmpfloat (get_bounds (fixture, 3).origin.x, ==, 605);
}

static void
test_hidden_keep (Fixture *fixture, gconstpointer data)
{
  set_layout (fixture, "2x2");
  mado_viewport_set_display_set (mado_viewport_grid_get_viewport (fixture->grid, 3),
                                 fixture->set, 2);
  mado_viewport_grid_set_active (fixture->grid, 3);
  set_layout (fixture, "1x1");
  g_assert_cmpint (mado_viewport_grid_get_n_viewports (fixture->grid), ==, 1);
  g_assert_true (
      mado_viewport_is_active (mado_viewport_grid_get_active (fixture->grid)));
  set_layout (fixture, "2x2");
  g_assert_true (mado_viewport_get_display_set (mado_viewport_grid_get_viewport (
                     fixture->grid, 3)) == fixture->set);
  g_assert_cmpint (
      mado_viewport_get_index (mado_viewport_grid_get_viewport (fixture->grid, 3)), ==,
      2);
}

static void
count_cb (GtkWidget *widget, int *n)
{
  *n += 1;
}

static void
test_active (Fixture *fixture, gconstpointer data)
{
  int n_changed = 0;

  set_layout (fixture, "2x2");
  g_signal_connect (fixture->grid, "active-changed", G_CALLBACK (count_cb), &n_changed);
  mado_widget_test_click (
      GTK_WIDGET (mado_viewport_grid_get_viewport (fixture->grid, 1)), 1, 50, 50, 1);
  g_assert_cmpint (n_changed, ==, 1);
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (
        mado_viewport_is_active (mado_viewport_grid_get_viewport (fixture->grid, i)),
        ==, i == 1);
  g_assert_true (gtk_window_get_focus (fixture->window) ==
                 GTK_WIDGET (mado_viewport_grid_get_viewport (fixture->grid, 1)));

  /* The focus follows. */
  mado_viewport_grid_set_active (fixture->grid, 2);
  g_assert_true (gtk_window_get_focus (fixture->window) ==
                 GTK_WIDGET (mado_viewport_grid_get_viewport (fixture->grid, 2)));

  g_autofree char *label = mado_widget_test_dup_label (
      GTK_WIDGET (mado_viewport_grid_get_viewport (fixture->grid, 2)));

  g_assert_cmpstr (label, ==, "Viewport 3");
}

static void
test_maximise (Fixture *fixture, gconstpointer data)
{
  GtkWidget *third;

  set_layout (fixture, "2x2");
  third = GTK_WIDGET (mado_viewport_grid_get_viewport (fixture->grid, 2));
  mado_widget_test_click (third, 1, 50, 50, 2);
  g_assert_true (mado_viewport_grid_is_maximised (fixture->grid));
  g_assert_cmpfloat (get_bounds (fixture, 2).size.width, ==, 805);
  g_assert_false (gtk_widget_get_mapped (
      GTK_WIDGET (mado_viewport_grid_get_viewport (fixture->grid, 0))));
  mado_viewport_grid_set_maximised (fixture->grid, FALSE);
  mado_widget_test_run_ms (60);
  g_assert_cmpfloat (get_bounds (fixture, 2).size.width, <, 405);
  g_assert_true (gtk_widget_get_mapped (
      GTK_WIDGET (mado_viewport_grid_get_viewport (fixture->grid, 0))));
}

/* What was set before a viewport is made holds for it, too. */
static void
test_later_viewports (Fixture *fixture, gconstpointer data)
{
  mado_viewport_grid_set_interpolation (fixture->grid, MADO_INTERPOLATION_CUBIC);
  set_layout (fixture, "3x3");
  g_assert_cmpint (
      mado_viewport_get_state (mado_viewport_grid_get_viewport (fixture->grid, 8))
          ->interpolation,
      ==, MADO_INTERPOLATION_CUBIC);
}

static void
picked_cb (GtkWidget *picker, const MadoGridLayout *layout, char **text)
{
  *text = mado_grid_layout_to_string (layout);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget)) {
    g_autofree char *name = mado_widget_test_dup_label (widget);

    if (g_strcmp0 (name, label) == 0)
      return widget;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
test_picker (void)
{
  static const struct {
    const char *name, *layout;
  } cases[] = {
      {"Layout 1 by 1", "1x1"},
      {"Layout 3 by 2", "3x2"},
      {"Layout 4 by 4", "4x4"},
      {"One large, three small below", "3x4:0,0,3,3;0,3,1,1;1,3,1,1;2,3,1,1"},
  };
  GtkWidget *picker = g_object_ref_sink (mado_layout_picker_new ());

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;
    gulong id =
        g_signal_connect (picker, "layout-picked", G_CALLBACK (picked_cb), &text);
    GtkWidget *button = find_button (picker, cases[i].name);

    g_assert_nonnull (button);
    g_signal_emit_by_name (button, "clicked");
    g_assert_cmpstr (text, ==, cases[i].layout);
    g_signal_handler_disconnect (picker, id);
  }
  g_assert_finalize_object (G_OBJECT (picker));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"sizes", test_sizes},
      {"hidden-keep", test_hidden_keep},
      {"active", test_active},
      {"maximise", test_maximise},
      {"later-viewports", test_later_viewports},
  };

  if (!mado_widget_test_init (&argc, &argv))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++) {
    g_autofree char *path = g_strdup_printf ("/mado/widgets/grid-layout/%zu", i);

    g_test_add_data_func (path, &layouts[i], test_layout);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/mado/widgets/grid/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  g_test_add_func ("/mado/widgets/layout-picker", test_picker);
  return mado_widget_test_finish (g_test_run ());
}
