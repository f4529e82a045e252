/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#define MARGIN 6 /* px around each zone; as in the style sheet */

/* The lower third: a drop in the middle shows the series as it is. */
static int
get_mpr_height (MadoViewport *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self)) / 3;
}

static gboolean
is_on_mpr (MadoViewport *self, double y)
{
  return y >= gtk_widget_get_height (GTK_WIDGET (self)) - get_mpr_height (self);
}

static void
mark (GtkWidget *zone, gboolean is_marked)
{
  if (is_marked)
    gtk_widget_add_css_class (zone, "marked");
  else
    gtk_widget_remove_css_class (zone, "marked");
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, MadoViewport *self)
{
  const gboolean is_mpr = is_on_mpr (self, y);

  gtk_widget_set_size_request (self->drop_mpr, -1,
                               MAX (get_mpr_height (self) - 4 * MARGIN, 0));
  gtk_widget_set_visible (self->drop_zones, TRUE);
  mark (self->drop_frames, !is_mpr);
  mark (self->drop_mpr, is_mpr);
  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTarget *target, MadoViewport *self)
{
  gtk_widget_set_visible (self->drop_zones, FALSE);
}

static gboolean
drop_cb (
    GtkDropTarget *target, const GValue *value, double x, double y, MadoViewport *self)
{
  MadoDisplaySet *set = g_value_get_object (value);

  gtk_widget_set_visible (self->drop_zones, FALSE);
  g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_ACTIVATED], 0);
  if (is_on_mpr (self, y)) {
    g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_MPR_DROPPED], 0, set);
    return TRUE;
  }
  mado_viewport_set_display_set (self, set, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return TRUE;
}

void
mado_viewport_add_drop_target (MadoViewport *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (MADO_TYPE_DISPLAY_SET, GDK_ACTION_COPY);

  g_signal_connect (drop, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (drop, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (drop, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
