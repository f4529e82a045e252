/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-ui-frames.h"

#include <poll.h>

#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>

/* One frame may reach the screen in several pieces. */
#define SAME_FRAME (3 * G_TIME_SPAN_MILLISECOND)

static Display *display;
static Damage damage;
static int damage_event;
static GArray *times;

void
mado_ui_frames_start (void)
{
  int error_base;

  display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  g_assert_true (XDamageQueryExtension (display, &damage_event, &error_base));
  /* The root window hears of what all windows on it draw. */
  damage =
      XDamageCreate (display, DefaultRootWindow (display), XDamageReportRawRectangles);
  /* Its first report is of the whole window as it is. */
  XSync (display, True);
  times = g_array_new (FALSE, FALSE, sizeof (gint64));
}

void
mado_ui_frames_collect (void)
{
  gint64 now = g_get_monotonic_time ();
  gboolean drawn = FALSE;

  while (XPending (display) > 0) {
    XEvent event;

    XNextEvent (display, &event);
    drawn |= event.type == damage_event + XDamageNotify;
  }
  if (!drawn)
    return;
  if (times->len == 0 ||
      now - g_array_index (times, gint64, times->len - 1) > SAME_FRAME)
    g_array_append_val (times, now);
}

GArray *
mado_ui_frames_stop (void)
{
  mado_ui_frames_collect ();
  XDamageDestroy (display, damage);
  g_clear_pointer (&display, XCloseDisplay);
  return g_steal_pointer (&times);
}

/* Waits for the next piece, at most until @end. */
static void
wait_for_damage (gint64 end)
{
  struct pollfd fd = {ConnectionNumber (display), POLLIN, 0};
  gint64 left = (end - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;

  if (XPending (display) == 0 && left > 0)
    poll (&fd, 1, (int) MIN (left, 1000));
}

GArray *
mado_ui_frames_watch (gint64 microseconds)
{
  gint64 end = g_get_monotonic_time () + microseconds;

  mado_ui_frames_start ();
  while (g_get_monotonic_time () < end) {
    wait_for_damage (end);
    mado_ui_frames_collect ();
  }
  return mado_ui_frames_stop ();
}

gboolean
mado_ui_frames_settle (gint64 quiet, gint64 limit)
{
  gint64 end = g_get_monotonic_time () + limit;
  gint64 last = g_get_monotonic_time ();

  mado_ui_frames_start ();
  while (g_get_monotonic_time () < end && g_get_monotonic_time () - last < quiet) {
    guint n = times->len;

    wait_for_damage (MIN (end, last + quiet));
    mado_ui_frames_collect ();
    if (times->len != n)
      last = g_array_index (times, gint64, times->len - 1);
  }
  g_array_unref (mado_ui_frames_stop ());
  return g_get_monotonic_time () - last >= quiet;
}
