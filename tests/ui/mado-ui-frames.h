/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mado_ui_frames_watch:
 * @microseconds: how long
 *
 * Counts the frames that reach the screen in that time, by asking the X server:
 * the program need not cooperate, and what it draws in vain is counted too.
 *
 * Returns: (transfer full) (element-type gint64): when each frame came, monotonic
 */
GArray *mado_ui_frames_watch (gint64 microseconds) G_GNUC_WARN_UNUSED_RESULT;

/* The same in two halves, with input in between.  Call collect() in the meantime
 * as often as the times shall be exact. */
void mado_ui_frames_start (void);
void mado_ui_frames_collect (void);
GArray *mado_ui_frames_stop (void) G_GNUC_WARN_UNUSED_RESULT;

/* Waits until nothing was drawn for that long; FALSE when that did not come. */
gboolean mado_ui_frames_settle (gint64 quiet, gint64 limit);

G_END_DECLS
