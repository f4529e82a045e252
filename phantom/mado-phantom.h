/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gio/gio.h>

#include "mado-dicom-error.h"

G_BEGIN_DECLS

/**
 * MadoPhantomOptions:
 * @kind: one of mado_phantom_list_kinds()
 * @transfer_syntax: (nullable): UID; %NULL for explicit little endian
 * @n_slices: 0 for the kind's own number; small numbers make fast tests
 * @seed: of the noise; same options, same bytes
 */
typedef struct {
  const char *kind;
  const char *transfer_syntax;
  int n_slices;
  guint32 seed;
} MadoPhantomOptions;

const char *const *mado_phantom_list_kinds (void);

/**
 * mado_phantom_write:
 * @folder: (type filename): made when it does not exist
 * @progress: (nullable): called on this thread with 0 to 1
 *
 * Writes a synthetic study whose truth is known: DICOM files in @folder and
 * truth.json beside them (place and size in mm, patient space, of all there is to
 * find).  Blocks for seconds; threaded.
 */
typedef void (*MadoPhantomProgress) (double fraction, gpointer user_data);
bool mado_phantom_write (const MadoPhantomOptions *options,
                         const char *folder,
                         MadoPhantomProgress progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
