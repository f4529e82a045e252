/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-load-queue.h"

/* Frames around one on show that come before the thumbnails. */
#define N_NEAR 12

/* Ranks: 0 is on screen, then the neighbours by nearness. */
#define RANK_DELIVERED_THUMBNAIL (G_MAXINT - 1)
#define RANK_UNWANTED            G_MAXINT

typedef enum {
  SLOT_EMPTY = 1,
  SLOT_IN_FLIGHT,
  SLOT_LOADED,
  SLOT_FAILED,
} SlotState;

typedef struct {
  SlotState state;
  bool is_announced; /* its news was taken: may be evicted */
  MadoFrame *frame;
  GError *error;
  GCancellable *cancellable; /* borrowed from the job, while in flight */
} Slot;

struct _MadoLoadSet {
  MadoDisplaySet *set; /* not owned; NULL once dropped */
  Slot *slots;
  int n_slots;
  int n_loaded;
  int n_failed;
  int n_in_flight;
  bool is_changed;
  guint64 last_shown;
};

typedef struct {
  gconstpointer address;
  MadoLoaderPurpose purpose;
  MadoLoadSet *set;
  int index;
  int direction;
  bool is_delivered; /* a thumbnail that has its frame */
  int cursor;        /* all ranks below are loaded, failed or in flight */
  guint64 sequence;  /* of the call that showed it */
} Client;

/* A decoded or failed frame nobody was told of. */
typedef struct {
  MadoLoadSet *set;
  int index;
} Unannounced;

struct _MadoLoadQueue {
  GPtrArray *clients; /* of Client, owned, in order of first appearance */
  GHashTable *sets;   /* MadoDisplaySet → MadoLoadSet, owned */
  GArray *news;       /* of Unannounced */
  guint64 budget;
  guint64 used;
  guint64 reserved;
  guint64 sequence;
};

static void
load_set_free (MadoLoadSet *self)
{
  for (int i = 0; i < self->n_slots; i++) {
    g_clear_pointer (&self->slots[i].frame, mado_frame_unref);
    g_clear_error (&self->slots[i].error);
  }
  g_free (self->slots);
  g_free (self);
}

MadoLoadQueue *
mado_load_queue_new (guint64 budget)
{
  MadoLoadQueue *self = g_new0 (MadoLoadQueue, 1);

  self->clients = g_ptr_array_new_with_free_func (g_free);
  self->sets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) load_set_free);
  self->news = g_array_new (FALSE, FALSE, sizeof (Unannounced));
  self->budget = budget;
  return self;
}

void
mado_load_queue_free (MadoLoadQueue *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->clients);
  g_hash_table_unref (self->sets);
  g_array_unref (self->news);
  g_free (self);
}

/* Three frames ahead, then one behind: a reader who turns round is not left in the
 * dark.  Standing still, both sides take turns.
 *
 * Returns: the offset of the neighbour with @rank, 1 for the nearest */
static int
get_offset (int rank, int direction)
{
  int k = rank - 1;

  if (rank == 0)
    return 0;
  if (direction == 0)
    return k % 2 == 0 ? k / 2 + 1 : -(k / 2 + 1);
  return direction * (k % 4 < 3 ? k / 4 * 3 + k % 4 + 1 : -(k / 4 + 1));
}

/* The inverse of get_offset(). */
static int
get_rank_of_offset (int offset, int direction)
{
  int ahead = direction == 0 ? offset : offset * direction;

  if (ahead == 0)
    return 0;
  if (direction == 0)
    return ahead > 0 ? 2 * ahead - 1 : -2 * ahead;
  if (ahead > 0)
    return (ahead - 1) / 3 * 4 + (ahead - 1) % 3 + 1;
  return -ahead * 4;
}

/* A rank no frame of the set is beyond. */
static int
get_last_rank (const Client *client)
{
  return client->direction == 0 ? 2 * client->set->n_slots
                                : 4 * client->set->n_slots + 4;
}

/* The frame with @rank for @client, or -1 past the ends of the stack. */
static int
get_index_of_rank (const Client *client, int rank)
{
  int index = client->index + get_offset (rank, client->direction);

  return index >= 0 && index < client->set->n_slots ? index : -1;
}

static int
get_rank_for_client (const Client *client, int index)
{
  if (client->purpose == MADO_LOADER_SCREEN)
    return get_rank_of_offset (index - client->index, client->direction);
  if (index != client->index)
    return RANK_UNWANTED;
  return client->is_delivered ? RANK_DELIVERED_THUMBNAIL : N_NEAR;
}

/* How far the frame is from what anybody shows. */
static int
get_rank (const MadoLoadQueue *self, const MadoLoadSet *set, int index)
{
  int rank = RANK_UNWANTED;

  for (guint i = 0; i < self->clients->len; i++) {
    const Client *client = self->clients->pdata[i];

    if (client->set == set)
      rank = MIN (rank, get_rank_for_client (client, index));
  }
  return rank;
}

/* The frame can be taken again: cursors that passed it go back. */
static void
set_empty (MadoLoadQueue *self, MadoLoadSet *set, int index)
{
  set->slots[index].state = SLOT_EMPTY;
  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = self->clients->pdata[i];

    if (client->set == set && client->purpose == MADO_LOADER_SCREEN)
      client->cursor = MIN (client->cursor, get_rank_for_client (client, index));
  }
}

static void
evict (MadoLoadQueue *self, MadoLoadSet *set, int index)
{
  Slot *slot = &set->slots[index];

  self->used -= mado_frame_get_size (slot->frame);
  g_clear_pointer (&slot->frame, mado_frame_unref);
  set->n_loaded--;
  set->is_changed = true;
  set_empty (self, set, index);
}

/* Among frames nobody wants those of the set shown longest ago go first. */
static bool
evict_farthest (MadoLoadQueue *self, int beyond_rank)
{
  GHashTableIter iter;
  gpointer value = NULL;
  MadoLoadSet *farthest = NULL;
  int farthest_index = -1, farthest_rank = beyond_rank;

  g_hash_table_iter_init (&iter, self->sets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    MadoLoadSet *set = value;

    for (int i = 0, n = set->n_loaded; i < set->n_slots && n > 0; i++) {
      if (set->slots[i].state != SLOT_LOADED)
        continue;
      n--;
      if (!set->slots[i].is_announced)
        continue;

      int rank = get_rank (self, set, i);

      if (rank < farthest_rank || rank == beyond_rank)
        continue;
      if (rank == farthest_rank && farthest != NULL &&
          set->last_shown >= farthest->last_shown)
        continue;
      farthest = set;
      farthest_index = i;
      farthest_rank = rank;
    }
  }
  if (farthest == NULL)
    return false;

  evict (self, farthest, farthest_index);
  return true;
}

/* What is on screen is decoded even when it alone is too big. */
static bool
make_room (MadoLoadQueue *self, guint64 size, int rank)
{
  while (self->used + self->reserved + size > self->budget)
    if (!evict_farthest (self, rank))
      return rank == 0;
  return true;
}

/* What had no room may have it now. */
static void
reset_cursors (MadoLoadQueue *self)
{
  for (guint i = 0; i < self->clients->len; i++)
    ((Client *) self->clients->pdata[i])->cursor = 0;
}

void
mado_load_queue_set_budget (MadoLoadQueue *self, guint64 budget)
{
  self->budget = budget;
  make_room (self, 0, 0);
  reset_cursors (self);
}

static Client *
find_client (MadoLoadQueue *self, gconstpointer address, guint *position)
{
  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = self->clients->pdata[i];

    if (client->address == address) {
      if (position != NULL)
        *position = i;
      return client;
    }
  }
  return NULL;
}

static MadoLoadSet *
load_set_new (MadoDisplaySet *set)
{
  MadoLoadSet *self = g_new0 (MadoLoadSet, 1);

  self->set = set;
  self->n_slots = mado_display_set_get_n_frames (set);
  self->slots = g_new0 (Slot, self->n_slots);
  for (int i = 0; i < self->n_slots; i++)
    self->slots[i].state = SLOT_EMPTY;
  return self;
}

/* Stops decoding what nobody wants, and, while a frame on screen waits for a
 * thread, what is no longer near. */
static void
cancel_unneeded (MadoLoadQueue *self)
{
  GHashTableIter iter;
  gpointer value = NULL;
  bool screen_waits = false;

  for (guint i = 0; i < self->clients->len; i++) {
    const Client *client = self->clients->pdata[i];

    if (client->purpose == MADO_LOADER_SCREEN &&
        client->set->slots[client->index].state == SLOT_EMPTY)
      screen_waits = true;
  }

  g_hash_table_iter_init (&iter, self->sets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    MadoLoadSet *set = value;

    for (int i = 0, n = set->n_in_flight; i < set->n_slots && n > 0; i++) {
      if (set->slots[i].state != SLOT_IN_FLIGHT)
        continue;
      n--;

      int rank = get_rank (self, set, i);

      if (rank >= RANK_DELIVERED_THUMBNAIL || (screen_waits && rank > N_NEAR))
        g_cancellable_cancel (set->slots[i].cancellable);
    }
  }
}

bool
mado_load_queue_show (MadoLoadQueue *self,
                      gconstpointer address,
                      MadoLoaderPurpose purpose,
                      MadoDisplaySet *display_set,
                      int index,
                      int direction)
{
  MadoLoadSet *set = g_hash_table_lookup (self->sets, display_set);
  Client *client = find_client (self, address, NULL);
  bool is_new = set == NULL;

  if (is_new) {
    set = load_set_new (display_set);
    g_hash_table_insert (self->sets, display_set, set);
  }
  if (client == NULL) {
    client = g_new0 (Client, 1);
    client->address = address;
    g_ptr_array_add (self->clients, client);
  }
  client->purpose = purpose;
  client->set = set;
  client->index = index;
  client->direction = direction;
  client->cursor = 0;
  client->is_delivered = set->slots[index].state == SLOT_LOADED;
  client->sequence = ++self->sequence;
  set->last_shown = client->sequence;
  cancel_unneeded (self);
  return is_new;
}

void
mado_load_queue_forget (MadoLoadQueue *self, gconstpointer address)
{
  guint position = 0;

  if (find_client (self, address, &position) == NULL)
    return;

  g_ptr_array_remove_index (self->clients, position);
  reset_cursors (self);
  cancel_unneeded (self);
}

static void
forget_news_of (MadoLoadQueue *self, const MadoLoadSet *set)
{
  for (guint i = self->news->len; i > 0; i--)
    if (g_array_index (self->news, Unannounced, i - 1).set == set)
      g_array_remove_index (self->news, i - 1);
}

void
mado_load_queue_drop (MadoLoadQueue *self, MadoDisplaySet *display_set)
{
  MadoLoadSet *set = g_hash_table_lookup (self->sets, display_set);

  if (set == NULL)
    return;

  for (guint i = self->clients->len; i > 0; i--)
    if (((Client *) self->clients->pdata[i - 1])->set == set)
      g_ptr_array_remove_index (self->clients, i - 1);
  forget_news_of (self, set);
  for (int i = 0; i < set->n_slots; i++) {
    Slot *slot = &set->slots[i];

    if (slot->state == SLOT_LOADED)
      self->used -= mado_frame_get_size (slot->frame);
    if (slot->state == SLOT_IN_FLIGHT)
      g_cancellable_cancel (slot->cancellable);
  }
  g_hash_table_steal (self->sets, display_set);
  set->set = NULL;
  /* Else the last job frees it. */
  if (set->n_in_flight == 0)
    load_set_free (set);
  reset_cursors (self);
}

static guint64
get_expected_size (const MadoPixelFormat *format)
{
  return (guint64) format->columns * format->rows * format->samples_per_pixel *
         mado_sample_type_get_size (mado_pixel_format_get_sample_type (format));
}

/* Takes frame @index when there is room for it. */
static MadoLoadJob *
try_take (MadoLoadQueue *self, MadoLoadSet *set, int index, int rank)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (set->set, index);
  MadoPixelSource *source = ref->instance->pixels;
  guint64 size = get_expected_size (mado_pixel_source_get_format (source));

  if (!make_room (self, size, rank))
    return NULL;

  MadoLoadJob *job = g_new0 (MadoLoadJob, 1);

  job->set = set;
  job->index = index;
  job->source = mado_pixel_source_ref (source);
  job->frame = ref->frame;
  job->reserved = size;
  job->cancellable = g_cancellable_new ();
  self->reserved += size;
  set->n_in_flight++;
  set->slots[index].state = SLOT_IN_FLIGHT;
  set->slots[index].cancellable = job->cancellable;
  return job;
}

/* Moves the cursor of @client to its next frame to decode; -1 when there is none. */
static int
advance_cursor (Client *client)
{
  int last = get_last_rank (client);

  for (; client->cursor <= last; client->cursor++) {
    int index = get_index_of_rank (client, client->cursor);

    if (index >= 0 && client->set->slots[index].state == SLOT_EMPTY)
      return index;
  }
  return -1;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Client *x = *(Client *const *) a;
  const Client *y = *(Client *const *) b;

  if (x->cursor != y->cursor)
    return x->cursor < y->cursor ? -1 : 1;
  return x->sequence > y->sequence ? -1 : 1;
}

/* The nearest frame up to @last_rank that any viewport lacks; newest first. */
static MadoLoadJob *
take_for_screens (MadoLoadQueue *self, int last_rank)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  MadoLoadJob *job = NULL;

  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = self->clients->pdata[i];

    if (client->purpose == MADO_LOADER_SCREEN && advance_cursor (client) >= 0 &&
        client->cursor <= last_rank)
      g_ptr_array_add (candidates, client);
  }
  g_ptr_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len && job == NULL; i++) {
    Client *client = candidates->pdata[i];

    /* Making room for the one before may have moved the cursor back. */
    job = try_take (self, client->set, get_index_of_rank (client, client->cursor),
                    client->cursor);
  }
  return job;
}

static MadoLoadJob *
take_for_thumbnails (MadoLoadQueue *self)
{
  MadoLoadJob *job = NULL;

  for (guint i = 0; i < self->clients->len && job == NULL; i++) {
    Client *client = self->clients->pdata[i];

    if (client->purpose == MADO_LOADER_THUMBNAIL && !client->is_delivered &&
        client->set->slots[client->index].state == SLOT_EMPTY)
      job = try_take (self, client->set, client->index, N_NEAR);
  }
  return job;
}

MadoLoadJob *
mado_load_queue_take (MadoLoadQueue *self)
{
  MadoLoadJob *job = take_for_screens (self, N_NEAR);

  if (job == NULL)
    job = take_for_thumbnails (self);
  if (job == NULL)
    job = take_for_screens (self, G_MAXINT);
  return job;
}

static void
keep_result (
    MadoLoadQueue *self, MadoLoadSet *set, int index, MadoFrame *frame, GError *error)
{
  Slot *slot = &set->slots[index];
  Unannounced news = {set, index};

  slot->is_announced = false;
  if (frame != NULL) {
    slot->state = SLOT_LOADED;
    slot->frame = frame;
    self->used += mado_frame_get_size (frame);
    set->n_loaded++;
  } else {
    slot->state = SLOT_FAILED;
    slot->error = error;
    set->n_failed++;
  }
  set->is_changed = true;
  g_array_append_val (self->news, news);
}

void
mado_load_queue_finish (MadoLoadQueue *self,
                        MadoLoadJob *job,
                        MadoFrame *frame,
                        GError *error)
{
  MadoLoadSet *set = job->set;
  Slot *slot = &set->slots[job->index];

  self->reserved -= job->reserved;
  set->n_in_flight--;
  slot->cancellable = NULL;
  if (set->set == NULL) {
    g_clear_pointer (&frame, mado_frame_unref);
    g_clear_error (&error);
    slot->state = SLOT_EMPTY;
    if (set->n_in_flight == 0)
      load_set_free (set);
  } else if (frame == NULL &&
             g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_clear_error (&error);
    set_empty (self, set, job->index);
  } else {
    keep_result (self, set, job->index, frame, error);
  }
  mado_pixel_source_unref (job->source);
  g_object_unref (job->cancellable);
  g_free (job);
}

void
mado_load_queue_cancel_all (MadoLoadQueue *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->sets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    MadoLoadSet *set = value;

    for (int i = 0; i < set->n_slots; i++)
      if (set->slots[i].state == SLOT_IN_FLIGHT)
        g_cancellable_cancel (set->slots[i].cancellable);
  }
}

static void
deliver_thumbnails (MadoLoadQueue *self, const Unannounced *news)
{
  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = self->clients->pdata[i];

    if (client->set == news->set && client->index == news->index)
      client->is_delivered = true;
  }
}

GArray *
mado_load_queue_take_news (MadoLoadQueue *self)
{
  GArray *result =
      g_array_sized_new (FALSE, FALSE, sizeof (MadoLoadNews), self->news->len);

  for (guint i = 0; i < self->news->len; i++) {
    const Unannounced *unannounced = &g_array_index (self->news, Unannounced, i);
    MadoLoadNews news = {unannounced->set->set, unannounced->index};

    unannounced->set->slots[unannounced->index].is_announced = true;
    deliver_thumbnails (self, unannounced);
    g_array_append_val (result, news);
  }
  g_array_set_size (self->news, 0);
  return result;
}

GPtrArray *
mado_load_queue_take_changed (MadoLoadQueue *self)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->sets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    MadoLoadSet *set = value;

    if (set->is_changed)
      g_ptr_array_add (changed, g_object_ref (set->set));
    set->is_changed = false;
  }
  return changed;
}

MadoFrame *
mado_load_queue_get_frame (MadoLoadQueue *self,
                           MadoDisplaySet *display_set,
                           int index,
                           GError **error)
{
  const MadoLoadSet *set = g_hash_table_lookup (self->sets, display_set);

  if (set == NULL || index < 0 || index >= set->n_slots)
    return NULL;
  if (set->slots[index].state == SLOT_FAILED && error != NULL)
    *error = g_error_copy (set->slots[index].error);
  return set->slots[index].frame != NULL ? mado_frame_ref (set->slots[index].frame)
                                         : NULL;
}

int
mado_load_queue_get_n_loaded (MadoLoadQueue *self,
                              MadoDisplaySet *display_set,
                              int *failed)
{
  const MadoLoadSet *set = g_hash_table_lookup (self->sets, display_set);

  if (failed != NULL)
    *failed = set != NULL ? set->n_failed : 0;
  return set != NULL ? set->n_loaded : 0;
}

guint64
mado_load_queue_get_used (MadoLoadQueue *self)
{
  return self->used;
}
