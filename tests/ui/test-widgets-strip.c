/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-series-strip.h"

#include "mado-fake-loader.h"
#include "mado-widget-test.h"

#define N_SERIES 12

typedef struct {
  MadoLoader *loader;
  MadoPatient *patient;
  MadoSeriesStrip *strip;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  fixture->loader = mado_loader_new (0, 0);
  fixture->patient = mado_widget_test_make_patient (N_SERIES, 2);
  fixture->strip = MADO_SERIES_STRIP (mado_series_strip_new (fixture->loader));
  g_object_ref (fixture->strip);
  mado_series_strip_set_patient (fixture->strip, fixture->patient);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->strip));
  fixture->window = mado_widget_test_show (box, 500, 300);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (G_OBJECT (fixture->strip));
  g_clear_object (&fixture->patient);
  g_assert_finalize_object (G_OBJECT (fixture->loader));
}

static GtkWidget *
find (GtkWidget *widget, const char *css_class, int *skip)
{
  if (gtk_widget_has_css_class (widget, css_class) && (*skip)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, css_class, skip);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static GtkWidget *
get_tile (Fixture *fixture, int i)
{
  return find (GTK_WIDGET (fixture->strip), "mado-tile", &i);
}

static void
test_neighbours (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoDisplaySet) first = mado_widget_test_get_set (fixture->patient, 0);
  g_autoptr (MadoDisplaySet) second = mado_widget_test_get_set (fixture->patient, 1);
  g_autoptr (MadoDisplaySet) last =
      mado_widget_test_get_set (fixture->patient, N_SERIES - 1);

  g_assert_true (mado_series_strip_get_neighbour (fixture->strip, first, 1) == second);
  g_assert_true (mado_series_strip_get_neighbour (fixture->strip, second, -1) == first);
  g_assert_null (mado_series_strip_get_neighbour (fixture->strip, first, -1));
  g_assert_null (mado_series_strip_get_neighbour (fixture->strip, last, 1));
  g_assert_null (mado_series_strip_get_neighbour (fixture->strip, NULL, 1));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = mado_widget_test_dup_label (get_tile (fixture, 1));
  int skip = 0;
  GtkWidget *heading = find (GTK_WIDGET (fixture->strip), "mado-study", &skip);

  g_assert_cmpstr (name, ==, "Series 2 Series name 2 CT 2");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (heading)), ==, "2026-01-02");
  g_assert_null (get_tile (fixture, N_SERIES));
}

typedef struct {
  int n;
  MadoDisplaySet *set;
} Activated;

static void
activated_cb (MadoSeriesStrip *strip, MadoDisplaySet *set, Activated *activated)
{
  activated->n++;
  activated->set = set;
}

/* One click shows a series; a double click shows it once, not twice. */
static void
test_activate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoDisplaySet) second = mado_widget_test_get_set (fixture->patient, 1);
  Activated activated = {0};

  g_signal_connect (fixture->strip, "display-set-activated", G_CALLBACK (activated_cb),
                    &activated);
  mado_widget_test_click (get_tile (fixture, 1), 1, 30, 30, 1);
  g_assert_cmpint (activated.n, ==, 1);
  g_assert_true (activated.set == second);
  mado_widget_test_run_ms (600);
  mado_widget_test_click (get_tile (fixture, 0), 1, 30, 30, 2);
  g_assert_cmpint (activated.n, ==, 2);

  /* By keyboard. */
  gtk_widget_grab_focus (get_tile (fixture, 1));
  gtk_widget_activate (get_tile (fixture, 1));
  mado_widget_test_run_ms (400);
  g_assert_cmpint (activated.n, ==, 3);
}

static void
test_current (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoDisplaySet) last =
      mado_widget_test_get_set (fixture->patient, N_SERIES - 1);
  graphene_rect_t bounds;

  mado_series_strip_set_current (fixture->strip, last);
  mado_widget_test_run_ms (100);
  g_assert_true (
      gtk_widget_has_css_class (get_tile (fixture, N_SERIES - 1), "current"));
  g_assert_true (gtk_widget_compute_bounds (get_tile (fixture, N_SERIES - 1),
                                            GTK_WIDGET (fixture->strip), &bounds));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, 300);

  mado_series_strip_set_current (fixture->strip, NULL);
  g_assert_false (
      gtk_widget_has_css_class (get_tile (fixture, N_SERIES - 1), "current"));
}

/* Only what is in sight asks for its picture; each gets its own. */
static void
test_thumbnails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoDisplaySet) first = mado_widget_test_get_set (fixture->patient, 0);
  g_autoptr (MadoFrame) frame = mado_widget_test_decode (first, 1);
  const int n_wanted = mado_fake_loader_get_n_thumbnails (fixture->loader);
  GtkWidget *tile = get_tile (fixture, 0);

  g_assert_cmpint (n_wanted, >=, 2);
  g_assert_cmpint (n_wanted, <=, 5);
  mado_fake_loader_give (fixture->loader, first, 1, frame, NULL);
  mado_widget_test_run_ms (300);
  g_assert_cmpint (mado_fake_loader_get_n_thumbnails (fixture->loader), ==,
                   n_wanted - 1);
  g_assert_cmpint (
      mado_widget_test_read_gray (tile, gtk_widget_get_width (tile) / 2 - 8, 40), ==,
      mado_widget_test_get_gray (0, 1));
}

/* Nothing of one patient stays when another comes. */
static void
test_other_patient (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MadoPatient) other = mado_widget_test_make_patient (1, 1);

  mado_series_strip_set_patient (fixture->strip, other);
  mado_widget_test_run_ms (100);
  g_assert_nonnull (get_tile (fixture, 0));
  g_assert_null (get_tile (fixture, 1));
  g_assert_cmpint (mado_fake_loader_get_n_thumbnails (fixture->loader), ==, 1);
  mado_series_strip_set_patient (fixture->strip, NULL);
  g_assert_cmpint (mado_fake_loader_get_n_thumbnails (fixture->loader), ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"neighbours", test_neighbours}, {"names", test_names},
      {"activate", test_activate},     {"current", test_current},
      {"thumbnails", test_thumbnails}, {"other-patient", test_other_patient},
  };

  if (!mado_widget_test_init (&argc, &argv))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path =
        g_strconcat ("/mado/widgets/series-strip/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return mado_widget_test_finish (g_test_run ());
}
