/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-cine-popover.h"

#include <glib/gi18n.h>

#define MIN_RATE 1
#define MAX_RATE 60

struct _MadoCinePopover {
  GtkPopover parent_instance;
  GtkWidget *rate;        /* GtkSpinButton */
  MadoViewport *viewport; /* weak */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (MadoCinePopover, mado_cine_popover, GTK_TYPE_POPOVER)

static void
rate_changed_cb (GtkSpinButton *button, MadoCinePopover *self)
{
  if (self->viewport != NULL)
    mado_viewport_set_frame_rate (self->viewport, gtk_spin_button_get_value (button));
}

static void
file_rate_cb (GtkButton *button, MadoCinePopover *self)
{
  if (self->viewport == NULL)
    return;
  mado_viewport_set_frame_rate (self->viewport, 0);
  mado_cine_popover_follow (self, self->viewport);
}

static void
mado_cine_popover_dispose (GObject *object)
{
  g_clear_weak_pointer (&MADO_CINE_POPOVER (object)->viewport);
  G_OBJECT_CLASS (mado_cine_popover_parent_class)->dispose (object);
}

static void
mado_cine_popover_class_init (MadoCinePopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_cine_popover_dispose;
}

static void
append_button (
    GtkWidget *box, const char *icon, const char *label, const char *action, int target)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (target != 0)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_steps (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  append_button (box, "media-skip-backward-symbolic", _ ("To the first image"),
                 "win.edge-frame", -1);
  append_button (box, "go-previous-symbolic", _ ("Previous image"), "win.step-frame",
                 -1);
  append_button (box, "media-playback-start-symbolic", _ ("Play or pause"), "win.cine",
                 0);
  append_button (box, "go-next-symbolic", _ ("Next image"), "win.step-frame", 1);
  append_button (box, "media-skip-forward-symbolic", _ ("To the last image"),
                 "win.edge-frame", 1);
  return box;
}

static void
mado_cine_popover_init (MadoCinePopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *file_rate = gtk_button_new_with_label (_ ("As in the file"));

  self->rate = gtk_spin_button_new_with_range (MIN_RATE, MAX_RATE, 1);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (self->rate), 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rate),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Images per second"), -1);
  self->changed_id = g_signal_connect (self->rate, "value-changed",
                                       G_CALLBACK (rate_changed_cb), self);
  g_signal_connect (file_rate, "clicked", G_CALLBACK (file_rate_cb), self);
  gtk_box_append (GTK_BOX (row), gtk_label_new (_ ("Images per second")));
  gtk_box_append (GTK_BOX (row), self->rate);
  gtk_box_append (GTK_BOX (box), make_steps ());
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), file_rate);
  gtk_widget_add_css_class (box, "mado-popover");
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

GtkWidget *
mado_cine_popover_new (void)
{
  return g_object_new (MADO_TYPE_CINE_POPOVER, NULL);
}

void
mado_cine_popover_follow (MadoCinePopover *self, MadoViewport *viewport)
{
  g_set_weak_pointer (&self->viewport, viewport);
  if (viewport == NULL)
    return;
  g_signal_handler_block (self->rate, self->changed_id);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->rate),
                             mado_viewport_get_frame_rate (viewport));
  g_signal_handler_unblock (self->rate, self->changed_id);
}
