/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Everything applies at once and is kept. */
GtkWidget *mado_preferences_new (GtkWindow *parent,
                                 GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
