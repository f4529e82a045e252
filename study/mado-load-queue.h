/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-loader.h"

G_BEGIN_DECLS

/**
 * MadoLoadQueue:
 *
 * Which frame to decode next and which decoded frames to keep: the loader's
 * judgement, without its threads and signals.
 *
 * Thread-safety: none; the loader holds its lock around every call.
 */
typedef struct _MadoLoadQueue MadoLoadQueue;

/* The frames of one display set.  Belongs to the queue. */
typedef struct _MadoLoadSet MadoLoadSet;

/**
 * MadoLoadJob:
 * @source: owned
 * @frame: in @source
 * @reserved: bytes
 * @volume: (nullable): owned; where the frame goes, as @slice
 * @decoded: (nullable): owned; decoded before, to be moved into @volume
 * @cancellable: owned
 *
 * One frame being decoded, or moved into its volume.
 */
typedef struct {
  MadoLoadSet *set;
  int index;
  MadoPixelSource *source;
  int frame;
  guint64 reserved;
  MadoVolume *volume;
  int slice;
  MadoFrame *decoded;
  GCancellable *cancellable;
} MadoLoadJob;

/* Does the work of @self; any thread, without the lock.
 * Returns: (transfer full): what mado_load_queue_finish() wants */
MadoFrame *mado_load_job_run (const MadoLoadJob *self,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

MadoLoadQueue *mado_load_queue_new (guint64 budget) G_GNUC_WARN_UNUSED_RESULT;
/* No job may be in flight. */
void mado_load_queue_free (MadoLoadQueue *self);
void mado_load_queue_set_budget (MadoLoadQueue *self, guint64 budget);

/**
 * mado_load_queue_show:
 *
 * As mado_loader_show().  Cancels what is being decoded and not wanted any more.
 *
 * Returns: whether @set is new to the queue: the caller must call
 *   mado_load_queue_drop() when it is finalized
 */
bool mado_load_queue_show (MadoLoadQueue *self,
                           gconstpointer client,
                           MadoLoaderPurpose purpose,
                           MadoDisplaySet *set,
                           int index,
                           int direction);
void mado_load_queue_forget (MadoLoadQueue *self, gconstpointer client);

/**
 * mado_load_queue_hold:
 *
 * As mado_loader_hold_volume(); @is_new as the result of mado_load_queue_show(), also
 * on error.
 */
MadoVolume *mado_load_queue_hold (MadoLoadQueue *self,
                                  gconstpointer client,
                                  MadoDisplaySet *set,
                                  bool *is_new,
                                  GError **error);
void mado_load_queue_release (MadoLoadQueue *self, gconstpointer client);

/* Forgets all frames of @set, which may not be used any more. */
void mado_load_queue_drop (MadoLoadQueue *self, MadoDisplaySet *set);

/**
 * mado_load_queue_take:
 *
 * Returns: (transfer full) (nullable): the next frame to decode; %NULL when all that
 *   is wanted and fits the budget is there or being decoded
 */
MadoLoadJob *mado_load_queue_take (MadoLoadQueue *self) G_GNUC_WARN_UNUSED_RESULT;

/* Ends @job (transfer full) with @frame or @error (transfer full). */
void mado_load_queue_finish (MadoLoadQueue *self,
                             MadoLoadJob *job,
                             MadoFrame *frame,
                             GError *error);

/* Cancels all that is being decoded. */
void mado_load_queue_cancel_all (MadoLoadQueue *self);

/* A frame that was decoded or failed since the last call; @set is borrowed. */
typedef struct {
  MadoDisplaySet *set;
  int index;
} MadoLoadNews;

/* Returns: (transfer full) (element-type MadoLoadNews): in order of completion */
GArray *mado_load_queue_take_news (MadoLoadQueue *self) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (element-type MadoDisplaySet): sets whose counts changed */
GPtrArray *mado_load_queue_take_changed (MadoLoadQueue *self) G_GNUC_WARN_UNUSED_RESULT;

/* As the functions of the loader. */
MadoFrame *mado_load_queue_get_frame (MadoLoadQueue *self,
                                      MadoDisplaySet *set,
                                      int index,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
int
mado_load_queue_get_n_loaded (MadoLoadQueue *self, MadoDisplaySet *set, int *failed);
guint64 mado_load_queue_get_used (MadoLoadQueue *self);

G_END_DECLS
