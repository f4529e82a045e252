/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-frame.h"
#include "mado-study.h"
#include "mado-volume.h"

G_BEGIN_DECLS

/**
 * MadoLoader:
 *
 * Decodes frames on a bounded pool of threads and keeps them within a memory
 * budget.  Clients (viewports, thumbnails) say what they show; the loader decodes
 * what is on screen first, then the neighbours in the scroll direction, then the
 * rest of those display sets.  The newest request wins; work nobody wants any
 * more is dropped.  When the budget is full the frames farthest from what any
 * client shows go first.  No frame is decoded twice while it is kept.
 *
 * Signals, on the main context the loader was made in:
 * - "frame-loaded" (MadoDisplaySet *set, int index): also for a failed frame
 * - "progress" (MadoDisplaySet *set): the counts changed; at most every 50 ms
 *
 * Thread-safety: use from the thread of that context.
 */
#define MADO_TYPE_LOADER (mado_loader_get_type ())
G_DECLARE_FINAL_TYPE (MadoLoader, mado_loader, MADO, LOADER, GObject)

/**
 * mado_loader_new:
 * @budget: bytes of decoded pixels to keep; 0 for half of the physical memory
 * @n_threads: 0 for one per processor
 */
MadoLoader *mado_loader_new (guint64 budget, int n_threads) G_GNUC_WARN_UNUSED_RESULT;
void mado_loader_set_budget (MadoLoader *self, guint64 budget);

typedef enum {
  MADO_LOADER_SCREEN = 1, /* a viewport: wants @index now, then the whole stack */
  MADO_LOADER_THUMBNAIL,  /* wants @index only, after all screens */
} MadoLoaderPurpose;

/**
 * mado_loader_show:
 * @client: whoever shows it; only its address is used
 * @index: frame of @set on show
 * @direction: -1, 0 or +1, where the reader is scrolling
 *
 * Replaces what @client showed before.
 */
void mado_loader_show (MadoLoader *self,
                       gconstpointer client,
                       MadoLoaderPurpose purpose,
                       MadoDisplaySet *set,
                       int index,
                       int direction);
void mado_loader_forget (MadoLoader *self, gconstpointer client);

/**
 * mado_loader_get_frame:
 * @error: (nullable): set, once the frame has failed, to why
 *
 * Never blocks.
 *
 * Returns: (transfer full) (nullable): the decoded frame; %NULL without error
 *   means "not yet"
 */
MadoFrame *mado_loader_get_frame (MadoLoader *self,
                                  MadoDisplaySet *set,
                                  int index,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mado_loader_hold_volume:
 * @client: whoever shows it; only its address is used, apart from mado_loader_show()
 *
 * All slices of @set are decoded into one #MadoVolume and stay until every client has
 * let go; frames decoded before move in, those decoded later are born there, and
 * mado_loader_get_frame() gives views into it.  One volume per display set however
 * many clients hold it; a client holds one volume.  "frame-loaded" and "progress" tell
 * of each slice as ever; slices near what screens show come first.
 *
 * Who refs the volume keeps its memory, whatever the budget says: let go of it with
 * mado_loader_release_volume().
 *
 * Returns: (transfer none): the volume, maybe still empty, or %NULL: no volume
 *   (%G_IO_ERROR_NOT_SUPPORTED) or larger than what the budget leaves
 *   (%G_IO_ERROR_NO_SPACE)
 */
MadoVolume *mado_loader_hold_volume (MadoLoader *self,
                                     gconstpointer client,
                                     MadoDisplaySet *set,
                                     GError **error);
void mado_loader_release_volume (MadoLoader *self, gconstpointer client);

/* How many frames of @set are decoded (@failed among them are not counted). */
int mado_loader_get_n_loaded (MadoLoader *self, MadoDisplaySet *set, int *failed);
guint64 mado_loader_get_used (MadoLoader *self); /* bytes */

G_END_DECLS
