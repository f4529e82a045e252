/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Draws rows @begin to @end − 1. */
typedef void (*MadoRenderRows) (int begin, int end, gpointer user_data);

/**
 * mado_render_pool_run:
 * @n_rows: 0 to @n_rows − 1 are drawn, each once
 * @chunk: rows a thread takes at a time
 *
 * Calls @draw from this thread and, where the machine has more processors, from
 * threads that are kept, asleep when there is nothing to draw.  Returns when all
 * rows are drawn.  Thread-safety: any thread.
 */
void
mado_render_pool_run (int n_rows, int chunk, MadoRenderRows draw, gpointer user_data);

G_END_DECLS
