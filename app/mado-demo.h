/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Called on the main context, 0 to 1. */
typedef void (*MadoDemoProgress) (double fraction, gpointer user_data);

/**
 * mado_demo_make_async:
 *
 * Makes the demo study, a chest CT of nobody, in the user's cache folder; once, then
 * it is there.  Takes some seconds on a worker.
 */
void mado_demo_make_async (MadoDemoProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* Returns: (transfer full) (type filename): the folder, or %NULL */
char *mado_demo_make_finish (GAsyncResult *result,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
