/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MadoFileWalk:
 * @found: called with each regular file, once per path; @problem says why it
 *   cannot be one to read, e.g. a link to nowhere
 * @folder_failed: called with each folder that cannot be listed
 *
 * Walks folders in a fixed order (names sorted by byte).
 */
typedef struct {
  void (*found) (const char *path, const char *problem, gpointer user_data);
  void (*folder_failed) (const char *path, gpointer user_data);
  gpointer user_data;
} MadoFileWalk;

/**
 * mado_file_walk_run:
 *
 * Each folder is listed once, even when links lead to it again.  Devices, pipes
 * and sockets are passed over.  Blocks.
 *
 * Returns: false with %G_IO_ERROR_CANCELLED, or %G_IO_ERROR_NOT_FOUND when one of
 *   @paths does not exist
 */
gboolean mado_file_walk_run (const MadoFileWalk *self,
                             const char *const *paths,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
