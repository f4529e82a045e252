/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#include <math.h>

#define WINDOW_DRAG_PX   300.0 /* drag that moves the centre by one window width */
#define ZOOM_DRAG_PX     250.0 /* drag that enlarges e times */
#define ZOOM_STEP        1.1   /* per wheel step */
#define TOUCHPAD_STEP_PX 24.0
#define SCROLL_PX_MIN    4.0  /* drag per image: fine enough for long stacks … */
#define SCROLL_PX_MAX    24.0 /* … and not tiring in short ones */

static double
get_scale (MadoViewport *self)
{
  return gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static void
drag_scroll (MadoViewport *self, double dy)
{
  const int n_frames = mado_viewport_get_n_frames (self);
  const double step = CLAMP (self->state.height / (get_scale (self) * n_frames),
                             SCROLL_PX_MIN, SCROLL_PX_MAX);
  const int steps = (int) (dy / step) * (self->mouse.invert_scroll ? -1 : 1);

  mado_viewport_set_index (self, self->drag.index + steps);
}

/* Whole numbers where they are fine enough: what is written is what is shown. */
static double
round_for_width (double value, double width)
{
  return width >= 20 ? rint (value) : value;
}

/* Right is wider, up is brighter (IHE BIR; the latter is a preference): brighter is a
 * lower centre, unless high values are dark. */
static void
drag_window (MadoViewport *self, double dx, double dy)
{
  int columns, rows;
  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);
  const MadoWindow *start = &self->drag.state.window;
  const bool is_dark_high =
      ref->info->grayscale->is_inverted != self->state.is_inverted;
  const int sign =
      (is_dark_high ? -1 : 1) * (self->mouse.window_up_is_brighter ? 1 : -1);
  const double width_min = start->function == MADO_VOI_LINEAR ? 1 : 1e-6;
  MadoWindow window = *start;

  window.width = MAX (start->width * exp (dx / WINDOW_DRAG_PX * 1.5), width_min);
  window.width = round_for_width (window.width, window.width);
  window.center = start->center + sign * start->width * dy / WINDOW_DRAG_PX;
  window.center = round_for_width (window.center, window.width);
  mado_viewport_set_window (self, &window);
}

static void
drag_zoom (MadoViewport *self, double dy)
{
  MadoViewState state = self->state;

  state.zoom = self->drag.state.zoom;
  state.pan_x = self->drag.state.pan_x;
  state.pan_y = self->drag.state.pan_y;
  mado_viewport_zoom_about (&state, exp (-dy / ZOOM_DRAG_PX), self->drag.x,
                            self->drag.y);
  mado_viewport_limit_pan (self, &state);
  self->is_fitted = FALSE;
  mado_viewport_apply_state (self, &state);
}

static void
drag_pan (MadoViewport *self, double dx, double dy)
{
  MadoViewState state = self->state;

  state.pan_x = self->drag.state.pan_x + dx * get_scale (self);
  state.pan_y = self->drag.state.pan_y + dy * get_scale (self);
  mado_viewport_limit_pan (self, &state);
  self->is_fitted = FALSE;
  mado_viewport_apply_state (self, &state);
}

static GdkModifierType
get_modifiers (gpointer controller)
{
  return gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (controller));
}

/* On frames the 3D cursor. */
static void
drag_crosshair (MadoViewport *self, double dx, double dy, GdkModifierType modifiers)
{
  const double x = self->drag.x + dx * get_scale (self);
  const double y = self->drag.y + dy * get_scale (self);

  if (self->mpr != NULL)
    mado_viewport_crosshair_drag (self, x, y, (modifiers & GDK_SHIFT_MASK) != 0);
  else
    mado_viewport_pick_point (self, x, y);
}

static void
press_crosshair (MadoViewport *self)
{
  if (self->mpr != NULL)
    mado_viewport_crosshair_press (self, self->drag.x, self->drag.y);
  else
    mado_viewport_pick_point (self, self->drag.x, self->drag.y);
}

static MadoTool
get_tool_of_button (MadoViewport *self, guint button)
{
  switch (button) {
  case GDK_BUTTON_PRIMARY:
    return self->tool;
  case GDK_BUTTON_MIDDLE:
    return self->mouse.middle;
  case GDK_BUTTON_SECONDARY:
    return self->mouse.right;
  default:
    return 0;
  }
}

static void
activate (MadoViewport *self)
{
  g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_ACTIVATED], 0);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, MadoViewport *self)
{
  const guint button =
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  activate (self);
  self->drag = (MadoViewportDrag){0};
  if (self->set == NULL)
    return;

  self->drag.tool = get_tool_of_button (self, button);
  if (self->drag.tool == MADO_TOOL_WINDOW && !mado_viewport_has_picture (self))
    self->drag.tool = 0;
  self->drag.x = x * get_scale (self);
  self->drag.y = y * get_scale (self);
  self->drag.index = mado_viewport_get_index (self);
  self->drag.state = self->state;
  if (self->drag.tool == MADO_TOOL_CROSSHAIR)
    press_crosshair (self);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, MadoViewport *self)
{
  /* The display set may have gone while the button was held. */
  if (self->set == NULL || (dx == 0 && dy == 0))
    return;

  switch (self->drag.tool) {
  case MADO_TOOL_SCROLL:
    drag_scroll (self, dy);
    break;
  case MADO_TOOL_WINDOW:
    if (!self->drag.has_window) {
      /* Only now: a click alone leaves the file's window as it is. */
      self->drag.has_window = mado_viewport_begin_window (self);
      self->drag.state.window = self->state.window;
    }
    if (self->drag.has_window)
      drag_window (self, dx, dy);
    break;
  case MADO_TOOL_ZOOM:
    drag_zoom (self, dy);
    break;
  case MADO_TOOL_PAN:
    drag_pan (self, dx, dy);
    break;
  case MADO_TOOL_CROSSHAIR:
    drag_crosshair (self, dx, dy, get_modifiers (gesture));
    break;
  default:
    break;
  }
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, MadoViewport *self)
{
  self->drag.tool = 0;
  mado_viewport_crosshair_release (self);
}

static void
pressed_cb (
    GtkGestureClick *gesture, int n_press, double x, double y, MadoViewport *self)
{
  if (n_press == 2)
    g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_MAXIMISE_REQUESTED], 0);
}

static void
wheel_scroll (MadoViewport *self, double steps)
{
  self->wheel += self->mouse.invert_scroll ? -steps : steps;

  const int whole = (int) self->wheel;

  if (whole == 0)
    return;
  self->wheel -= whole;
  mado_viewport_set_index (self, mado_viewport_get_index (self) + whole);
}

static void
wheel_zoom (MadoViewport *self, double steps)
{
  MadoViewState state = self->state;

  mado_viewport_zoom_about (&state, pow (ZOOM_STEP, -steps), self->pointer_x,
                            self->pointer_y);
  mado_viewport_limit_pan (self, &state);
  self->is_fitted = FALSE;
  mado_viewport_apply_state (self, &state);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double dx,
           double dy,
           MadoViewport *self)
{
  const GdkModifierType modifiers = get_modifiers (controller);
  gboolean is_zoom = self->mouse.wheel == MADO_TOOL_ZOOM;

  if (self->set == NULL)
    return FALSE;

  if ((modifiers & GDK_CONTROL_MASK) != 0)
    is_zoom = !is_zoom;
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE)
    dy /= TOUCHPAD_STEP_PX;

  if (is_zoom)
    wheel_zoom (self, dy);
  else
    wheel_scroll (self, dy);
  return TRUE;
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, MadoViewport *self)
{
  self->has_pointer = TRUE;
  self->pointer_x = x * get_scale (self);
  self->pointer_y = y * get_scale (self);
  mado_viewport_update_value (self);
  mado_viewport_crosshair_hover (self);
  if (self->drag.tool == 0 && (get_modifiers (motion) & GDK_SHIFT_MASK) != 0)
    mado_viewport_pick_point (self, self->pointer_x, self->pointer_y);
}

static void
leave_cb (GtkEventControllerMotion *motion, MadoViewport *self)
{
  self->has_pointer = FALSE;
  self->wheel = 0;
  mado_viewport_update_value (self);
  mado_viewport_crosshair_hover (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType modifiers,
        MadoViewport *self)
{
  return mado_viewport_crosshair_key (self, key, modifiers);
}

static void
focus_cb (GtkEventControllerFocus *focus, MadoViewport *self)
{
  activate (self);
}

static void
add_pointer (MadoViewport *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
mado_viewport_add_controllers (MadoViewport *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  add_pointer (self);
  g_signal_connect (focus, "enter", G_CALLBACK (focus_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  mado_viewport_add_drop_target (self);
}

void
mado_viewport_update_cursor (MadoViewport *self)
{
  static const char *const names[] = {
      [MADO_TOOL_SCROLL] = "ns-resize",    [MADO_TOOL_WINDOW] = "crosshair",
      [MADO_TOOL_ZOOM] = "zoom-in",        [MADO_TOOL_PAN] = "grab",
      [MADO_TOOL_CROSSHAIR] = "crosshair",
  };

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), names[self->tool]);
}
