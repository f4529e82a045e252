/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-ui-private.h"
#include "mado-ui-screen.h"

/* GTK starts a drag after 8 pixels; more than one step, as a hand moves. */
#define DRAG_STEPS 8

void
mado_ui_do_action (MadoUi *self, AtspiAccessible *accessible)
{
  g_autoptr (AtspiAction) action = atspi_accessible_get_action_iface (accessible);
  g_autoptr (GError) error = NULL;

  if (action == NULL)
    mado_ui_fail (self, "an action of the widget");
  atspi_action_do_action (action, 0, &error);
  g_assert_no_error (error);
}

void
mado_ui_set_text (MadoUi *self, AtspiAccessible *accessible, const char *text)
{
  g_autoptr (AtspiEditableText) editable =
      atspi_accessible_get_editable_text_iface (accessible);
  g_autoptr (GError) error = NULL;

  if (editable == NULL)
    mado_ui_fail (self, "an editable text");
  atspi_editable_text_set_text_contents (editable, text, &error);
  g_assert_no_error (error);
}

/* GTK 4 knows where a widget is in its window only; X knows where the window is. */
static void
find_origin (AtspiAccessible *accessible, int *x, int *y)
{
  g_autoptr (AtspiAccessible) top = g_object_ref (accessible);

  for (;;) {
    AtspiRole role = atspi_accessible_get_role (top, NULL);
    AtspiAccessible *parent = NULL;

    if (role == ATSPI_ROLE_FRAME || role == ATSPI_ROLE_DIALOG ||
        role == ATSPI_ROLE_WINDOW) {
      g_autofree char *title = mado_ui_dup_name (top);

      mado_ui_screen_find_window (title, x, y);
      return;
    }
    parent = atspi_accessible_get_parent (top, NULL);
    if (parent == NULL) {
      *x = *y = 0;
      return;
    }
    g_object_unref (top);
    top = parent;
  }
}

static void
find_middle (MadoUi *self, AtspiAccessible *accessible, int *x, int *y)
{
  g_autoptr (AtspiComponent) component =
      atspi_accessible_get_component_iface (accessible);
  g_autofree AtspiRect *extents =
      component != NULL
          ? atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL)
          : NULL;

  if (extents == NULL || extents->width <= 0)
    mado_ui_fail (self, "a place on the screen");
  find_origin (accessible, x, y);
  *x += extents->x + extents->width / 2;
  *y += extents->y + extents->height / 2;
}

void
mado_ui_key (MadoUi *self, const char *key)
{
  mado_ui_screen_key (key);
}

void
mado_ui_type (MadoUi *self, const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    char key[] = {*p, '\0'};
    g_autofree char *shifted = g_strdup_printf ("shift+%c", g_ascii_tolower (*p));

    mado_ui_screen_key (g_ascii_isupper (*p) ? shifted : *p == ' ' ? "space" : key);
  }
}

void
mado_ui_point (MadoUi *self, AtspiAccessible *accessible)
{
  int x, y;

  find_middle (self, accessible, &x, &y);
  /* Twice: the pointer may be there already, and GTK looks for what is under it only
   * when it moves. */
  mado_ui_screen_move (x - 1, y);
  mado_ui_screen_move (x, y);
}

static void
press (int button)
{
  mado_ui_screen_button (button, TRUE);
  mado_ui_screen_button (button, FALSE);
}

void
mado_ui_click (MadoUi *self, AtspiAccessible *accessible, int button)
{
  mado_ui_point (self, accessible);
  press (button);
}

void
mado_ui_wheel (MadoUi *self, AtspiAccessible *accessible, int steps)
{
  mado_ui_point (self, accessible);
  for (int i = 0; i < ABS (steps); i++)
    press (steps < 0 ? 4 : 5);
}

static void
drag (int x0, int y0, int x1, int y1, int button)
{
  mado_ui_screen_move (x0, y0);
  mado_ui_screen_button (button, TRUE);
  for (int i = 1; i <= DRAG_STEPS; i++) {
    mado_ui_screen_move (x0 + (x1 - x0) * i / DRAG_STEPS,
                         y0 + (y1 - y0) * i / DRAG_STEPS);
    /* A frame apart: GTK puts motion within one frame together, and a drop target is
     * asked for only between them. */
    g_usleep (20000);
  }
  mado_ui_screen_button (button, FALSE);
}

void
mado_ui_drag (MadoUi *self, AtspiAccessible *accessible, int button, int dx, int dy)
{
  int x, y;

  find_middle (self, accessible, &x, &y);
  drag (x, y, x + dx, y + dy, button);
}

void
mado_ui_drag_to (MadoUi *self, AtspiAccessible *from, AtspiAccessible *to)
{
  int x0, y0, x1, y1;

  find_middle (self, from, &x0, &y0);
  find_middle (self, to, &x1, &y1);
  drag (x0, y0, x1, y1, 1);
}
