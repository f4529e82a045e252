/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#define RATE_DEFAULT 15.0
#define RATE_MIN     1.0
#define RATE_MAX     60.0

double
mado_viewport_get_frame_rate (MadoViewport *self)
{
  int columns, rows;

  g_return_val_if_fail (MADO_IS_VIEWPORT (self), RATE_DEFAULT);

  if (self->frame_rate > 0)
    return self->frame_rate;

  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);

  if (ref == NULL || !(ref->instance->frame_time_ms > 0))
    return RATE_DEFAULT;
  return CLAMP (1000 / ref->instance->frame_time_ms, RATE_MIN, RATE_MAX);
}

void
mado_viewport_set_frame_rate (MadoViewport *self, double frames_per_second)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  self->frame_rate =
      frames_per_second > 0 ? CLAMP (frames_per_second, RATE_MIN, RATE_MAX) : 0;
}

static gboolean
is_waiting (MadoViewport *self)
{
  if (self->mpr != NULL)
    return !mado_plane_picture_is_ready (self->plane_picture);
  return self->shown_index != self->index || self->is_blank;
}

/* Frames are never skipped in silence: one that is not decoded yet is waited for. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  MadoViewport *self = MADO_VIEWPORT (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);
  const gint64 period = (gint64) (G_USEC_PER_SEC / mado_viewport_get_frame_rate (self));
  const int n_frames = mado_viewport_get_n_frames (self);

  if (now < self->cine_due || is_waiting (self))
    return G_SOURCE_CONTINUE;

  /* Keeps the beat; after a wait it begins a new one instead of catching up. */
  self->cine_due = MAX (self->cine_due + period, now + period / 2);
  mado_viewport_set_index (self, (mado_viewport_get_index (self) + 1) % n_frames);
  return G_SOURCE_CONTINUE;
}

gboolean
mado_viewport_is_playing (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), FALSE);

  return self->cine_id != 0;
}

void
mado_viewport_set_playing (MadoViewport *self, gboolean playing)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  playing = playing && self->set != NULL && mado_viewport_get_n_frames (self) > 1 &&
            gtk_widget_get_mapped (GTK_WIDGET (self));
  if (playing == (self->cine_id != 0))
    return;

  if (playing) {
    self->cine_due = 0;
    self->cine_id =
        gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  } else {
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->cine_id);
    self->cine_id = 0;
  }
  g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_CHANGED], 0);
}
