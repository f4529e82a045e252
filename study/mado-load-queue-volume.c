/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-load-queue-private.h"
#include "mado-volume-private.h"

bool
mado_load_set_is_pinned (const MadoLoadSet *self, int index)
{
  return self->is_held && self->slots[index].slice >= 0;
}

void
mado_load_set_break_volume (MadoLoadSet *self)
{
  if (self->volume == NULL)
    return;

  g_clear_pointer (&self->volume, mado_volume_unref);
  for (int i = 0; i < self->n_slots; i++)
    self->slots[i].slice = -1;
}

void
mado_load_queue_count (MadoLoadQueue *self, MadoLoadSet *set, int index)
{
  MadoLoadSlot *slot = &set->slots[index];

  self->used -= slot->counted;
  slot->counted =
      mado_load_set_is_pinned (set, index) ? 0 : mado_frame_get_size (slot->frame);
  self->used += slot->counted;
}

static bool
must_move (const MadoLoadSet *set, const MadoLoadSlot *slot)
{
  return slot->state == MADO_LOAD_LOADED && slot->slice >= 0 && !slot->is_moving &&
         !mado_volume_has_frame (set->volume, slot->frame);
}

/* What the queue has of the set already belongs to the volume now. */
static void
start_hold (MadoLoadQueue *self, MadoLoadSet *set)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (set->volume);

  set->is_held = true;
  set->next_move = 0;
  set->n_to_move = 0;
  for (int i = 0; i < geometry->n_slices; i++) {
    const int index = geometry->slices[i];
    MadoLoadSlot *slot = &set->slots[index];

    slot->slice = i;
    if (slot->state == MADO_LOAD_LOADED)
      mado_load_queue_count (self, set, index);
    if (slot->state == MADO_LOAD_FAILED)
      mado_volume_fail_slice (set->volume, i);
    set->n_to_move += must_move (set, slot);
  }
  self->used += mado_volume_get_size (set->volume);
  mado_load_queue_make_room (self, 0, 0);
}

static void
end_hold (MadoLoadQueue *self, MadoLoadSet *set)
{
  set->is_held = false;
  self->used -= mado_volume_get_size (set->volume);
  for (int i = 0; i < set->n_slots; i++)
    if (set->slots[i].slice >= 0 && set->slots[i].state == MADO_LOAD_LOADED)
      mado_load_queue_count (self, set, i);
}

/* What volumes may take: frames can be evicted for one, other held ones cannot. */
static guint64
get_room_for_volumes (MadoLoadQueue *self)
{
  guint64 taken = 0;
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->sets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const MadoLoadSet *set = value;

    if (set->is_held)
      taken += mado_volume_get_size (set->volume);
  }
  /* 0 would be no limit. */
  return self->budget > taken ? self->budget - taken : 1;
}

static bool
give_volume (MadoLoadQueue *self, MadoLoadSet *set, GError **error)
{
  const guint64 room = get_room_for_volumes (self);

  if (set->volume != NULL && mado_volume_get_size (set->volume) > room)
    mado_load_set_break_volume (set);
  if (set->volume == NULL)
    set->volume = mado_volume_new (set->set, room, error);
  return set->volume != NULL;
}

static MadoLoadClient *
holder_new (gconstpointer address, MadoLoadSet *set)
{
  MadoLoadClient *self = g_new0 (MadoLoadClient, 1);

  self->address = address;
  self->is_holder = true;
  self->purpose = MADO_LOADER_SCREEN;
  self->set = set;
  self->index = set->n_slots / 2;
  return self;
}

MadoVolume *
mado_load_queue_hold (MadoLoadQueue *self,
                      gconstpointer address,
                      MadoDisplaySet *display_set,
                      bool *is_new,
                      GError **error)
{
  MadoLoadSet *set = mado_load_queue_add_set (self, display_set, is_new);
  const MadoLoadClient *client = mado_load_queue_find_client (self, address, true);

  if (client != NULL && client->set == set)
    return set->volume;
  mado_load_queue_release (self, address);
  if (!set->is_held) {
    if (!give_volume (self, set, error))
      return NULL;
    start_hold (self, set);
  }
  g_ptr_array_add (self->clients, holder_new (address, set));
  mado_load_queue_reset_cursors (self);
  return set->volume;
}

void
mado_load_queue_release (MadoLoadQueue *self, gconstpointer address)
{
  MadoLoadClient *client = mado_load_queue_find_client (self, address, true);
  MadoLoadSet *set = NULL;
  bool is_held = false;

  if (client == NULL)
    return;

  set = client->set;
  g_ptr_array_remove (self->clients, client);
  for (guint i = 0; i < self->clients->len; i++) {
    const MadoLoadClient *other = self->clients->pdata[i];

    is_held = is_held || (other->is_holder && other->set == set);
  }
  if (!is_held)
    end_hold (self, set);
  mado_load_queue_reset_cursors (self);
  mado_load_queue_cancel_unneeded (self);
}

/* Planes open in the middle of a volume, so frames move in from the middle out:
 * the @rank-th of @n to move. */
static int
get_moved (int n, int rank)
{
  return rank % 2 != 0 ? n / 2 - (rank + 1) / 2 : n / 2 + rank / 2;
}

static int
get_move_rank (int n, int index)
{
  return index < n / 2 ? 2 * (n / 2 - index) - 1 : 2 * (index - n / 2);
}

static MadoLoadJob *
take_move_of (MadoLoadSet *set)
{
  for (; set->next_move < set->n_slots; set->next_move++) {
    const int index = get_moved (set->n_slots, set->next_move);
    MadoLoadSlot *slot = &set->slots[index];

    if (!must_move (set, slot))
      continue;

    const MadoFrameRef *ref = mado_display_set_get_frame (set->set, index);
    MadoLoadJob *job = g_new0 (MadoLoadJob, 1);

    job->set = set;
    job->index = index;
    job->source = mado_pixel_source_ref (ref->instance->pixels);
    job->frame = ref->frame;
    job->cancellable = g_cancellable_new ();
    job->volume = mado_volume_ref (set->volume);
    job->slice = slot->slice;
    job->decoded = mado_frame_ref (slot->frame);
    slot->is_moving = true;
    set->n_in_flight++;
    set->n_to_move--;
    set->next_move++;
    return job;
  }
  set->n_to_move = 0;
  return NULL;
}

MadoLoadJob *
mado_load_queue_take_move (MadoLoadQueue *self)
{
  GHashTableIter iter;
  gpointer value = NULL;
  MadoLoadJob *job = NULL;

  g_hash_table_iter_init (&iter, self->sets);
  while (job == NULL && g_hash_table_iter_next (&iter, NULL, &value)) {
    MadoLoadSet *set = value;

    if (set->is_held && set->n_to_move > 0)
      job = take_move_of (set);
  }
  return job;
}

MadoFrame *
mado_load_job_run (const MadoLoadJob *job, GError **error)
{
  g_autoptr (MadoFrame) frame = NULL;

  if (job->decoded != NULL)
    frame = mado_frame_ref (job->decoded);
  else
    frame = mado_pixel_source_decode_frame (job->source, job->frame, job->cancellable,
                                            error);
  if (frame == NULL || job->volume == NULL)
    return g_steal_pointer (&frame);
  return mado_volume_set_slice (job->volume, job->slice, frame);
}

/* A frame of another type than the volume stays what it is: a frame in 2D. */
static void
leave_volume (MadoLoadQueue *self, MadoLoadSet *set, int index)
{
  set->slots[index].slice = -1;
  if (set->slots[index].frame != NULL)
    mado_load_queue_count (self, set, index);
}

void
mado_load_queue_finish_move (MadoLoadQueue *self, MadoLoadJob *job, MadoFrame *frame)
{
  MadoLoadSet *set = job->set;
  MadoLoadSlot *slot = &set->slots[job->index];

  slot->is_moving = false;
  /* Evicted and held anew while it moved? */
  if (slot->frame == job->decoded && set->volume == job->volume) {
    mado_frame_unref (slot->frame);
    slot->frame = mado_frame_ref (frame);
    if (!mado_volume_has_frame (set->volume, frame))
      leave_volume (self, set, job->index);
    mado_load_queue_add_news (self, set, job->index);
  }
  mado_frame_unref (frame);
}

void
mado_load_queue_settle_slice (MadoLoadQueue *self, MadoLoadJob *job, MadoFrame *frame)
{
  MadoLoadSet *set = job->set;
  MadoLoadSlot *slot = &set->slots[job->index];

  if (slot->slice < 0)
    return;
  if (frame == NULL) {
    mado_volume_fail_slice (set->volume, slot->slice);
  } else if (mado_volume_has_frame (set->volume, frame)) {
    return;
  } else if (job->volume == set->volume) {
    leave_volume (self, set, job->index);
  } else if (set->is_held) {
    /* The volume came while it was decoded. */
    set->next_move = MIN (set->next_move, get_move_rank (set->n_slots, job->index));
    set->n_to_move++;
  }
}
