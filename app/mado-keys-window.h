/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All keys in effect and what the mouse does, on one page. */
GtkWidget *mado_keys_window_new (GtkWindow *parent,
                                 GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
