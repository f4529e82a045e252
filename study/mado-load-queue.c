/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-load-queue-private.h"

/* Frames around one on show that come before the thumbnails. */
#define N_NEAR 12

static void
load_set_free (MadoLoadSet *self)
{
  for (int i = 0; i < self->n_slots; i++) {
    g_clear_pointer (&self->slots[i].frame, mado_frame_unref);
    g_clear_error (&self->slots[i].error);
  }
  g_clear_pointer (&self->volume, mado_volume_unref);
  g_free (self->slots);
  g_free (self);
}

MadoLoadQueue *
mado_load_queue_new (guint64 budget)
{
  MadoLoadQueue *self = g_new0 (MadoLoadQueue, 1);

  self->clients = g_ptr_array_new_with_free_func (g_free);
  self->sets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) load_set_free);
  self->news = g_array_new (FALSE, FALSE, sizeof (MadoLoadUnannounced));
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
get_last_rank (const MadoLoadClient *client)
{
  return client->direction == 0 ? 2 * client->set->n_slots
                                : 4 * client->set->n_slots + 4;
}

/* The frame with @rank for @client, or -1 past the ends of the stack. */
static int
get_index_of_rank (const MadoLoadClient *client, int rank)
{
  int index = client->index + get_offset (rank, client->direction);

  return index >= 0 && index < client->set->n_slots ? index : -1;
}

static int
get_rank_for_client (const MadoLoadClient *client, int index)
{
  if (client->is_holder && client->set->slots[index].slice < 0)
    return MADO_LOAD_RANK_UNWANTED;
  if (client->purpose == MADO_LOADER_SCREEN)
    return get_rank_of_offset (index - client->index, client->direction);
  if (index != client->index)
    return MADO_LOAD_RANK_UNWANTED;
  return client->is_delivered ? MADO_LOAD_RANK_DELIVERED_THUMBNAIL : N_NEAR;
}

/* How far the frame is from what anybody shows. */
static int
get_rank (const MadoLoadQueue *self, const MadoLoadSet *set, int index)
{
  int rank = MADO_LOAD_RANK_UNWANTED;

  for (guint i = 0; i < self->clients->len; i++) {
    const MadoLoadClient *client = self->clients->pdata[i];

    if (client->set == set)
      rank = MIN (rank, get_rank_for_client (client, index));
  }
  return rank;
}

/* The frame can be taken again: cursors that passed it go back. */
static void
set_empty (MadoLoadQueue *self, MadoLoadSet *set, int index)
{
  set->slots[index].state = MADO_LOAD_EMPTY;
  for (guint i = 0; i < self->clients->len; i++) {
    MadoLoadClient *client = self->clients->pdata[i];

    if (client->set == set && client->purpose == MADO_LOADER_SCREEN) {
      const int rank = get_rank_for_client (client, index);

      client->cursor = MIN (client->cursor, rank);
      client->slice_cursor = MIN (client->slice_cursor, rank);
    }
  }
}

static void
evict (MadoLoadQueue *self, MadoLoadSet *set, int index)
{
  MadoLoadSlot *slot = &set->slots[index];

  if (slot->slice >= 0)
    mado_load_set_break_volume (set);
  self->used -= slot->counted;
  slot->counted = 0;
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
      if (set->slots[i].state != MADO_LOAD_LOADED)
        continue;
      n--;
      if (!set->slots[i].is_announced || mado_load_set_is_pinned (set, i))
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

bool
mado_load_queue_make_room (MadoLoadQueue *self, guint64 size, int rank)
{
  while (self->used + self->reserved + size > self->budget)
    if (!evict_farthest (self, rank))
      return rank == 0;
  return true;
}

void
mado_load_queue_reset_cursors (MadoLoadQueue *self)
{
  for (guint i = 0; i < self->clients->len; i++) {
    MadoLoadClient *client = self->clients->pdata[i];

    client->cursor = 0;
    client->slice_cursor = 0;
  }
}

void
mado_load_queue_set_budget (MadoLoadQueue *self, guint64 budget)
{
  self->budget = budget;
  mado_load_queue_make_room (self, 0, 0);
  mado_load_queue_reset_cursors (self);
}

MadoLoadClient *
mado_load_queue_find_client (MadoLoadQueue *self, gconstpointer address, bool is_holder)
{
  for (guint i = 0; i < self->clients->len; i++) {
    MadoLoadClient *client = self->clients->pdata[i];

    if (client->address == address && client->is_holder == is_holder)
      return client;
  }
  return NULL;
}

static MadoLoadSet *
load_set_new (MadoDisplaySet *set)
{
  MadoLoadSet *self = g_new0 (MadoLoadSet, 1);

  self->set = set;
  self->n_slots = mado_display_set_get_n_frames (set);
  self->slots = g_new0 (MadoLoadSlot, self->n_slots);
  for (int i = 0; i < self->n_slots; i++) {
    self->slots[i].state = MADO_LOAD_EMPTY;
    self->slots[i].slice = -1;
  }
  return self;
}

MadoLoadSet *
mado_load_queue_add_set (MadoLoadQueue *self, MadoDisplaySet *display_set, bool *is_new)
{
  MadoLoadSet *set = g_hash_table_lookup (self->sets, display_set);

  *is_new = set == NULL;
  if (set == NULL) {
    set = load_set_new (display_set);
    g_hash_table_insert (self->sets, display_set, set);
  }
  return set;
}

/* Stops decoding what nobody wants, and, while a frame on screen waits for a
 * thread, what is no longer near. */
void
mado_load_queue_cancel_unneeded (MadoLoadQueue *self)
{
  GHashTableIter iter;
  gpointer value = NULL;
  bool screen_waits = false;

  for (guint i = 0; i < self->clients->len; i++) {
    const MadoLoadClient *client = self->clients->pdata[i];

    if (client->purpose == MADO_LOADER_SCREEN && !client->is_holder &&
        client->set->slots[client->index].state == MADO_LOAD_EMPTY)
      screen_waits = true;
  }

  g_hash_table_iter_init (&iter, self->sets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    MadoLoadSet *set = value;

    for (int i = 0, n = set->n_in_flight; i < set->n_slots && n > 0; i++) {
      if (set->slots[i].state != MADO_LOAD_IN_FLIGHT)
        continue;
      n--;

      int rank = get_rank (self, set, i);

      if (rank >= MADO_LOAD_RANK_DELIVERED_THUMBNAIL || (screen_waits && rank > N_NEAR))
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
  MadoLoadClient *client = mado_load_queue_find_client (self, address, false);
  bool is_new = false;
  MadoLoadSet *set = mado_load_queue_add_set (self, display_set, &is_new);

  if (client == NULL) {
    client = g_new0 (MadoLoadClient, 1);
    client->address = address;
    g_ptr_array_add (self->clients, client);
  }
  client->purpose = purpose;
  client->set = set;
  client->index = index;
  client->direction = direction;
  client->cursor = 0;
  client->slice_cursor = 0;
  client->is_delivered = set->slots[index].state == MADO_LOAD_LOADED;
  client->sequence = ++self->sequence;
  set->last_shown = client->sequence;
  mado_load_queue_cancel_unneeded (self);
  return is_new;
}

void
mado_load_queue_forget (MadoLoadQueue *self, gconstpointer address)
{
  MadoLoadClient *client = mado_load_queue_find_client (self, address, false);

  if (client == NULL)
    return;

  g_ptr_array_remove (self->clients, client);
  mado_load_queue_reset_cursors (self);
  mado_load_queue_cancel_unneeded (self);
}

static void
forget_news_of (MadoLoadQueue *self, const MadoLoadSet *set)
{
  for (guint i = self->news->len; i > 0; i--)
    if (g_array_index (self->news, MadoLoadUnannounced, i - 1).set == set)
      g_array_remove_index (self->news, i - 1);
}

void
mado_load_queue_drop (MadoLoadQueue *self, MadoDisplaySet *display_set)
{
  MadoLoadSet *set = g_hash_table_lookup (self->sets, display_set);

  if (set == NULL)
    return;

  for (guint i = self->clients->len; i > 0; i--)
    if (((MadoLoadClient *) self->clients->pdata[i - 1])->set == set)
      g_ptr_array_remove_index (self->clients, i - 1);
  forget_news_of (self, set);
  for (int i = 0; i < set->n_slots; i++) {
    MadoLoadSlot *slot = &set->slots[i];

    if (slot->state == MADO_LOAD_LOADED)
      self->used -= slot->counted;
    if (slot->state == MADO_LOAD_IN_FLIGHT)
      g_cancellable_cancel (slot->cancellable);
  }
  if (set->is_held)
    self->used -= mado_volume_get_size (set->volume);
  g_hash_table_steal (self->sets, display_set);
  set->set = NULL;
  /* Else the last job frees it. */
  if (set->n_in_flight == 0)
    load_set_free (set);
  mado_load_queue_reset_cursors (self);
}

static guint64
get_expected_size (const MadoPixelFormat *format)
{
  return (guint64) format->columns * format->rows * format->samples_per_pixel *
         mado_sample_type_get_size (mado_pixel_format_get_sample_type (format));
}

/* Takes frame @index when there is room for it.  A held volume has its room. */
static MadoLoadJob *
try_take (MadoLoadQueue *self, MadoLoadSet *set, int index, int rank)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (set->set, index);
  MadoPixelSource *source = ref->instance->pixels;
  const bool is_pinned = mado_load_set_is_pinned (set, index);
  guint64 size = get_expected_size (mado_pixel_source_get_format (source));

  if (!is_pinned && !mado_load_queue_make_room (self, size, rank))
    return NULL;

  MadoLoadJob *job = g_new0 (MadoLoadJob, 1);

  job->set = set;
  job->index = index;
  job->source = mado_pixel_source_ref (source);
  job->frame = ref->frame;
  job->reserved = is_pinned ? 0 : size;
  job->cancellable = g_cancellable_new ();
  job->slice = set->slots[index].slice;
  if (job->slice >= 0)
    job->volume = mado_volume_ref (set->volume);
  self->reserved += job->reserved;
  set->n_in_flight++;
  set->slots[index].state = MADO_LOAD_IN_FLIGHT;
  set->slots[index].cancellable = job->cancellable;
  return job;
}

/* Moves the cursor of @client to its next frame to decode; -1 when there is none. */
static int
advance_cursor (MadoLoadClient *client)
{
  int last = get_last_rank (client);

  for (; client->cursor <= last; client->cursor++) {
    int index = get_index_of_rank (client, client->cursor);

    if (index >= 0 && client->set->slots[index].state == MADO_LOAD_EMPTY)
      return index;
  }
  return -1;
}

/* The same of the slices of the held volume. */
static int
advance_slice_cursor (MadoLoadClient *client)
{
  int last = get_last_rank (client);

  for (; client->slice_cursor <= last; client->slice_cursor++) {
    int index = get_index_of_rank (client, client->slice_cursor);

    if (index >= 0 && client->set->slots[index].state == MADO_LOAD_EMPTY &&
        client->set->slots[index].slice >= 0)
      return index;
  }
  return -1;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const MadoLoadClient *x = *(MadoLoadClient *const *) a;
  const MadoLoadClient *y = *(MadoLoadClient *const *) b;

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
    MadoLoadClient *client = self->clients->pdata[i];

    if (client->purpose == MADO_LOADER_SCREEN && !client->is_holder &&
        advance_cursor (client) >= 0 && client->cursor <= last_rank)
      g_ptr_array_add (candidates, client);
  }
  g_ptr_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len && job == NULL; i++) {
    MadoLoadClient *client = candidates->pdata[i];

    /* Making room for the one before may have moved the cursor back. */
    job = try_take (self, client->set, get_index_of_rank (client, client->cursor),
                    client->cursor);
  }
  return job;
}

static bool
has_screen (const MadoLoadQueue *self, const MadoLoadSet *set)
{
  for (guint i = 0; i < self->clients->len; i++) {
    const MadoLoadClient *client = self->clients->pdata[i];

    if (client->set == set && client->purpose == MADO_LOADER_SCREEN &&
        !client->is_holder)
      return true;
  }
  return false;
}

/* A slice of a held volume: the nearest to what a screen shows of it, else to its
 * middle. */
static MadoLoadJob *
take_for_volumes (MadoLoadQueue *self)
{
  MadoLoadClient *nearest = NULL;

  for (guint i = 0; i < self->clients->len; i++) {
    MadoLoadClient *client = self->clients->pdata[i];

    if (!client->set->is_held || client->purpose != MADO_LOADER_SCREEN ||
        (client->is_holder && has_screen (self, client->set)) ||
        advance_slice_cursor (client) < 0)
      continue;
    if (nearest == NULL || client->slice_cursor < nearest->slice_cursor)
      nearest = client;
  }
  if (nearest == NULL)
    return NULL;
  return try_take (self, nearest->set,
                   get_index_of_rank (nearest, nearest->slice_cursor),
                   nearest->slice_cursor);
}

static MadoLoadJob *
take_for_thumbnails (MadoLoadQueue *self)
{
  MadoLoadJob *job = NULL;

  for (guint i = 0; i < self->clients->len && job == NULL; i++) {
    MadoLoadClient *client = self->clients->pdata[i];

    if (client->purpose == MADO_LOADER_THUMBNAIL && !client->is_delivered &&
        client->set->slots[client->index].state == MADO_LOAD_EMPTY)
      job = try_take (self, client->set, client->index, N_NEAR);
  }
  return job;
}

MadoLoadJob *
mado_load_queue_take (MadoLoadQueue *self)
{
  MadoLoadJob *job = take_for_screens (self, N_NEAR);

  if (job == NULL)
    job = mado_load_queue_take_move (self);
  if (job == NULL)
    job = take_for_thumbnails (self);
  if (job == NULL)
    job = take_for_volumes (self);
  if (job == NULL)
    job = take_for_screens (self, G_MAXINT);
  return job;
}

void
mado_load_queue_add_news (MadoLoadQueue *self, MadoLoadSet *set, int index)
{
  MadoLoadUnannounced news = {set, index};

  set->is_changed = true;
  g_array_append_val (self->news, news);
}

static void
keep_result (
    MadoLoadQueue *self, MadoLoadSet *set, int index, MadoFrame *frame, GError *error)
{
  MadoLoadSlot *slot = &set->slots[index];

  slot->is_announced = false;
  if (frame != NULL) {
    slot->state = MADO_LOAD_LOADED;
    slot->frame = frame;
    mado_load_queue_count (self, set, index);
    set->n_loaded++;
  } else {
    slot->state = MADO_LOAD_FAILED;
    slot->error = error;
    set->n_failed++;
  }
  mado_load_queue_add_news (self, set, index);
}

static void
finish_decoding (MadoLoadQueue *self, MadoLoadJob *job, MadoFrame *frame, GError *error)
{
  MadoLoadSet *set = job->set;

  set->slots[job->index].cancellable = NULL;
  if (frame == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_clear_error (&error);
    set_empty (self, set, job->index);
  } else {
    mado_load_queue_settle_slice (self, job, frame);
    keep_result (self, set, job->index, frame, error);
  }
}

static void
load_job_free (MadoLoadJob *job)
{
  mado_pixel_source_unref (job->source);
  g_clear_pointer (&job->decoded, mado_frame_unref);
  g_clear_pointer (&job->volume, mado_volume_unref);
  g_object_unref (job->cancellable);
  g_free (job);
}

void
mado_load_queue_finish (MadoLoadQueue *self,
                        MadoLoadJob *job,
                        MadoFrame *frame,
                        GError *error)
{
  MadoLoadSet *set = job->set;

  self->reserved -= job->reserved;
  set->n_in_flight--;
  if (set->set == NULL) {
    g_clear_pointer (&frame, mado_frame_unref);
    g_clear_error (&error);
    if (set->n_in_flight == 0)
      load_set_free (set);
  } else if (job->decoded != NULL) {
    mado_load_queue_finish_move (self, job, frame);
  } else {
    finish_decoding (self, job, frame, error);
  }
  load_job_free (job);
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
      if (set->slots[i].state == MADO_LOAD_IN_FLIGHT)
        g_cancellable_cancel (set->slots[i].cancellable);
  }
}

static void
deliver_thumbnails (MadoLoadQueue *self, const MadoLoadUnannounced *news)
{
  for (guint i = 0; i < self->clients->len; i++) {
    MadoLoadClient *client = self->clients->pdata[i];

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
    const MadoLoadUnannounced *unannounced =
        &g_array_index (self->news, MadoLoadUnannounced, i);
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
  if (set->slots[index].state == MADO_LOAD_FAILED && error != NULL)
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
