/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-load-queue.h"

G_BEGIN_DECLS

/* Ranks: 0 is on screen, then the neighbours by nearness. */
#define MADO_LOAD_RANK_DELIVERED_THUMBNAIL (G_MAXINT - 1)
#define MADO_LOAD_RANK_UNWANTED            G_MAXINT

typedef enum {
  MADO_LOAD_EMPTY = 1,
  MADO_LOAD_IN_FLIGHT,
  MADO_LOAD_LOADED,
  MADO_LOAD_FAILED,
} MadoLoadState;

/**
 * MadoLoadSlot:
 * @is_announced: its news was taken: may be evicted
 * @is_moving: a thread copies @frame into the volume
 * @slice: its place in the set's volume; -1 when it has none
 * @counted: bytes of the queue's used ones; 0 when those of a held volume are counted
 * @cancellable: borrowed from the job, while in flight
 */
typedef struct {
  MadoLoadState state;
  bool is_announced;
  bool is_moving;
  int slice;
  MadoFrame *frame;
  GError *error;
  guint64 counted;
  GCancellable *cancellable;
} MadoLoadSlot;

/**
 * MadoLoadSet:
 * @set: not owned; %NULL once dropped
 * @n_in_flight: jobs that know of it
 * @volume: (nullable): owned; stays when nobody holds it any more until one of its
 *   frames is evicted, so that holding it again costs nothing
 * @is_held: by a client: no slice is evicted
 * @next_move: no slot before this one, counted from the middle out, has a frame that
 *   must move into the volume
 * @n_to_move: how many have
 */
struct _MadoLoadSet {
  MadoDisplaySet *set;
  MadoLoadSlot *slots;
  int n_slots;
  int n_loaded;
  int n_failed;
  int n_in_flight;
  bool is_changed;
  guint64 last_shown;
  MadoVolume *volume;
  bool is_held;
  int next_move;
  int n_to_move;
};

/**
 * MadoLoadClient:
 * @is_holder: of the volume of @set; wants its slices from the middle outwards
 * @is_delivered: a thumbnail that has its frame
 * @cursor: all ranks below are loaded, failed or in flight
 * @slice_cursor: the same of the slices of a held volume alone
 * @sequence: of the call that showed it
 */
typedef struct {
  gconstpointer address;
  bool is_holder;
  MadoLoaderPurpose purpose;
  MadoLoadSet *set;
  int index;
  int direction;
  bool is_delivered;
  int cursor;
  int slice_cursor;
  guint64 sequence;
} MadoLoadClient;

/* A decoded or failed frame nobody was told of. */
typedef struct {
  MadoLoadSet *set;
  int index;
} MadoLoadUnannounced;

struct _MadoLoadQueue {
  GPtrArray *clients; /* of MadoLoadClient, owned, in order of first appearance */
  GHashTable *sets;   /* MadoDisplaySet → MadoLoadSet, owned */
  GArray *news;       /* of MadoLoadUnannounced */
  guint64 budget;
  guint64 used;
  guint64 reserved;
  guint64 sequence;
};

/* (nullable): the client that shows, or the one that holds. */
MadoLoadClient *mado_load_queue_find_client (MadoLoadQueue *self,
                                             gconstpointer address,
                                             bool is_holder);
/* The set's frames in the queue, made when there are none yet: @is_new. */
MadoLoadSet *
mado_load_queue_add_set (MadoLoadQueue *self, MadoDisplaySet *set, bool *is_new);
/* Evicts until @size more bytes fit; what is on screen (rank 0) is decoded even when
 * it alone is too big. */
bool mado_load_queue_make_room (MadoLoadQueue *self, guint64 size, int rank);
/* What had no room may have it now. */
void mado_load_queue_reset_cursors (MadoLoadQueue *self);
void mado_load_queue_cancel_unneeded (MadoLoadQueue *self);
/* Told to the loader's clients; @set has changed. */
void mado_load_queue_add_news (MadoLoadQueue *self, MadoLoadSet *set, int index);

/* Whether the frame is a slice of a volume that is held. */
bool mado_load_set_is_pinned (const MadoLoadSet *self, int index);
/* Its frame leaves: the volume can only be given back slice by slice from now on. */
void mado_load_set_break_volume (MadoLoadSet *self);

/* Bytes the frame in @index takes beside a held volume. */
void mado_load_queue_count (MadoLoadQueue *self, MadoLoadSet *set, int index);

/* Returns: (transfer full) (nullable): a decoded frame to move into its volume */
MadoLoadJob *mado_load_queue_take_move (MadoLoadQueue *self) G_GNUC_WARN_UNUSED_RESULT;
/* Ends a job of mado_load_queue_take_move() with @frame (transfer full). */
void
mado_load_queue_finish_move (MadoLoadQueue *self, MadoLoadJob *job, MadoFrame *frame);
/* Before @frame, or %NULL for a failed one, is kept as what @job decoded. */
void
mado_load_queue_settle_slice (MadoLoadQueue *self, MadoLoadJob *job, MadoFrame *frame);

G_END_DECLS
