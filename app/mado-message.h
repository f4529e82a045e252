/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A dialog: what happened, what can be done, and error->message under Details. */
void mado_message_show_error (GtkWindow *parent, const GError *error);

/* A dialog with a heading and a text of several lines. */
void mado_message_show_text (GtkWindow *parent, const char *heading, const char *text);

G_END_DECLS
