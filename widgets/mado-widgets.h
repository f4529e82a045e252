/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mado_widgets_init:
 *
 * Registers the widgets and loads their style sheet for the default display.  Call
 * it once, after gtk_init() and before the first widget is made.
 */
void mado_widgets_init (void);

G_END_DECLS
