/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An X server without a screen: input into it and pictures of it. */
gboolean mado_ui_screen_start (const char *size);
void mado_ui_screen_stop (void);

/* Where the top-level window with that title is; 0,0 when there is none. */
void mado_ui_screen_find_window (const char *title, int *x, int *y);

void mado_ui_screen_key (const char *key);
void mado_ui_screen_move (int x, int y);
void mado_ui_screen_button (int button, gboolean pressed);
gboolean mado_ui_screen_save (const char *path);

/* Dies with us, even if we are killed. */
void mado_ui_die_with_parent (gpointer data);

G_END_DECLS
