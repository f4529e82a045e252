/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-ui.h"

/* Every case opens the same eight slices; what they show does not matter here. */
static MadoUi *
open_chest (void)
{
  g_autofree char *folder = mado_ui_dup_chest (8, "2-lung");
  MadoUi *ui = mado_ui_start (NULL, "--language", "en", folder, NULL);

  if (ui != NULL) {
    g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

    mado_ui_wait_viewport (ui, 0, "*/8, WW*zoom*");
    mado_ui_wait_viewport_not (ui, 0, "*Loading*");
    /* Keys go to the window under the pointer: there is no window manager. */
    mado_ui_point (ui, viewport);
    /* A stack opens in its middle. */
    mado_ui_key (ui, "Home");
    mado_ui_wait_viewport (ui, 0, "*image 1/8*");
  }
  return ui;
}

/* The number after @key in what the first viewport says. */
static double
read_number (MadoUi *ui, const char *key)
{
  g_autofree char *text = mado_ui_dup_viewport_text (ui, 0);
  const char *found = strstr (text, key);

  g_assert_nonnull (found);
  return g_ascii_strtod (found + strlen (key), NULL);
}

static gboolean
is_above (MadoUi *ui, gpointer data)
{
  return read_number (ui, "WW ") > *(double *) data;
}

static gboolean
is_below (MadoUi *ui, gpointer data)
{
  return read_number (ui, "WL ") < *(double *) data;
}

static void
test_strip (void)
{
  g_autoptr (MadoUi) ui = open_chest ();

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) tile = mado_ui_find (ui, ATSPI_ROLE_INVALID, "Series *");

  g_assert_cmpint (mado_ui_count (ui, ATSPI_ROLE_PANEL, "Viewport*"), ==, 1);
}

static void
test_scroll (void)
{
  g_autoptr (MadoUi) ui = open_chest ();
  const struct {
    const char *key, *expected;
  } keys[] = {{"Down", "*image 3/8*"}, {"Right", "*image 4/8*"},
              {"Up", "*image 3/8*"},   {"Left", "*image 2/8*"},
              {"End", "*image 8/8*"},  {"Down", "*image 8/8*"},
              {"Home", "*image 1/8*"}, {"Up", "*image 1/8*"}};

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

  mado_ui_wheel (ui, viewport, 3);
  mado_ui_wait_viewport (ui, 0, "*image 4/8*");
  mado_ui_wheel (ui, viewport, -2);
  mado_ui_wait_viewport (ui, 0, "*image 2/8*");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    mado_ui_key (ui, keys[i].key);
    mado_ui_wait_viewport (ui, 0, keys[i].expected);
  }
}

/* IHE BIR: right is wider, up is brighter, so a lower centre. */
static void
test_window_drag (void)
{
  g_autoptr (MadoUi) ui = open_chest ();

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);
  double width = read_number (ui, "WW "), center = read_number (ui, "WL ");

  mado_ui_drag (ui, viewport, 3, 60, 0);
  mado_ui_wait (ui, is_above, &width, "a wider window");
  mado_ui_drag (ui, viewport, 3, 0, -60);
  mado_ui_wait (ui, is_below, &center, "a lower centre");
}

static gboolean
is_pressed (MadoUi *ui, gpointer data)
{
  g_autoptr (AtspiAccessible) button = mado_ui_peek (ui, ATSPI_ROLE_PUSH_BUTTON, data);

  return button != NULL && (mado_ui_has_state (button, ATSPI_STATE_PRESSED) ||
                            mado_ui_has_state (button, ATSPI_STATE_CHECKED));
}

/* IHE BIR table 13-2; exactly one is active, scrolling first. */
static void
test_tools (void)
{
  static const struct {
    const char *key, *name;
  } tools[] = {{"w", "Window"}, {"z", "Zoom"}, {"t", "Pan"}, {"s", "Scroll"}};
  g_autoptr (MadoUi) ui = open_chest ();

  if (ui == NULL)
    return;

  mado_ui_wait (ui, is_pressed, (gpointer) "Scroll", "the scroll tool");
  for (gsize i = 0; i < G_N_ELEMENTS (tools); i++) {
    mado_ui_key (ui, tools[i].key);
    mado_ui_wait (ui, is_pressed, (gpointer) tools[i].name, tools[i].name);
    for (gsize j = 0; j < G_N_ELEMENTS (tools); j++)
      if (j != i)
        g_assert_false (is_pressed (ui, (gpointer) tools[j].name));
  }
}

static void
test_left_drag (void)
{
  g_autoptr (MadoUi) ui = open_chest ();

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);
  g_autofree char *zoom = g_strdup_printf ("*zoom %.2f*", read_number (ui, "zoom "));

  mado_ui_key (ui, "z");
  mado_ui_wait (ui, is_pressed, (gpointer) "Zoom", "the zoom tool");
  mado_ui_drag (ui, viewport, 1, 0, -100);
  mado_ui_wait_viewport_not (ui, 0, zoom);
  mado_ui_key (ui, "s");
  mado_ui_wait (ui, is_pressed, (gpointer) "Scroll", "the scroll tool");
  mado_ui_drag (ui, viewport, 1, 0, 200);
  mado_ui_wait_viewport_not (ui, 0, "*image 1/8*");
}

/* Widths and centres customary for CT, in HU. */
static void
test_presets (void)
{
  static const struct {
    const char *key, *expected;
  } presets[] = {{"1", "*WW 1500 WL -600,*"},
                 {"2", "*WW 350 WL 40,*"},
                 {"3", "*WW 2000 WL 400,*"},
                 {"4", "*WW 80 WL 35,*"}};
  g_autoptr (MadoUi) ui = open_chest ();

  if (ui == NULL)
    return;

  g_autofree char *own = g_strdup_printf ("*WW %.0f WL %.0f,*", read_number (ui, "WW "),
                                          read_number (ui, "WL "));

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++) {
    mado_ui_key (ui, presets[i].key);
    mado_ui_wait_viewport (ui, 0, presets[i].expected);
  }
  mado_ui_key (ui, "0");
  mado_ui_wait_viewport (ui, 0, own);
}

/* IHE BIR table 13-1, row 18: reset keeps the scroll position. */
static void
test_reset (void)
{
  g_autoptr (MadoUi) ui = open_chest ();

  if (ui == NULL)
    return;

  g_autofree char *view = g_strdup_printf (
      "*image 3/8, WW %.0f WL %.0f, zoom %.2f*", read_number (ui, "WW "),
      read_number (ui, "WL "), read_number (ui, "zoom "));

  mado_ui_key (ui, "Down");
  mado_ui_key (ui, "Down");
  mado_ui_key (ui, "1");
  mado_ui_key (ui, "g");
  mado_ui_wait_viewport (ui, 0, "*image 3/8, WW 1500 WL -600, zoom 1.00*");
  mado_ui_key (ui, "f");
  mado_ui_wait_viewport_not (ui, 0, "*zoom 1.00*");
  mado_ui_key (ui, "g");
  mado_ui_wait_viewport (ui, 0, "*zoom 1.00*");
  mado_ui_key (ui, "Escape");
  mado_ui_wait_viewport (ui, 0, view);
}

static gboolean
is_moving (MadoUi *ui, gpointer data)
{
  return read_number (ui, "image ") != *(double *) data;
}

static void
test_cine (void)
{
  g_autoptr (MadoUi) ui = open_chest ();
  double first = 1;

  if (ui == NULL)
    return;

  mado_ui_key (ui, "c");
  mado_ui_wait (ui, is_pressed, (gpointer) "Cine", "cine");
  mado_ui_wait (ui, is_moving, &first, "another image");
  /* It goes round: the first comes again. */
  mado_ui_wait_viewport (ui, 0, "*image 8/8*");
  mado_ui_wait_viewport (ui, 0, "*image 1/8*");
  mado_ui_key (ui, "c");
  mado_ui_wait (ui, is_pressed, (gpointer) "Scroll", "the scroll tool");
  g_assert_false (is_pressed (ui, (gpointer) "Cine"));
}

/* The value under the pointer, in the unit of the modality. */
static void
test_value (void)
{
  g_autoptr (MadoUi) ui = open_chest ();

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

  mado_ui_point (ui, viewport);

  g_autoptr (AtspiAccessible) value = mado_ui_find (ui, ATSPI_ROLE_INVALID, "*HU*");
}

static void
test_tags (void)
{
  g_autoptr (MadoUi) ui = open_chest ();

  if (ui == NULL)
    return;

  mado_ui_key (ui, "ctrl+i");

  g_autoptr (AtspiAccessible) search =
      mado_ui_find (ui, ATSPI_ROLE_INVALID, "Search tag, name or value");
  g_autoptr (AtspiAccessible) rows =
      mado_ui_find (ui, ATSPI_ROLE_INVALID, "*SOPClassUID*");

  mado_ui_set_text (ui, search, "PatientName");
  mado_ui_wait_gone (ui, ATSPI_ROLE_INVALID, "*SOPClassUID*");

  g_autoptr (AtspiAccessible) name =
      mado_ui_find (ui, ATSPI_ROLE_INVALID, "*PatientName*");
  g_autoptr (AtspiAccessible) tag =
      mado_ui_find (ui, ATSPI_ROLE_INVALID, "*0010,0010*");
}

int
main (int argc, char **argv)
{
  mado_ui_init (&argc, &argv);
  g_test_add_func ("/mado/ui/reading/strip", test_strip);
  g_test_add_func ("/mado/ui/reading/scroll", test_scroll);
  g_test_add_func ("/mado/ui/reading/window-drag", test_window_drag);
  g_test_add_func ("/mado/ui/reading/tools", test_tools);
  g_test_add_func ("/mado/ui/reading/left-drag", test_left_drag);
  g_test_add_func ("/mado/ui/reading/presets", test_presets);
  g_test_add_func ("/mado/ui/reading/reset", test_reset);
  g_test_add_func ("/mado/ui/reading/cine", test_cine);
  g_test_add_func ("/mado/ui/reading/value", test_value);
  g_test_add_func ("/mado/ui/reading/tags", test_tags);
  return mado_ui_finish (g_test_run ());
}
