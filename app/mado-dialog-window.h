/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mado_dialog_window_new:
 * @title: translated
 * @title_widget: (nullable): in the middle of the header bar, instead of @title
 * @content: below it
 *
 * A window that belongs to @parent, goes with it, and closes with Esc.
 */
GtkWidget *mado_dialog_window_new (GtkWindow *parent,
                                   const char *title,
                                   GtkWidget *title_widget,
                                   GtkWidget *content) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
