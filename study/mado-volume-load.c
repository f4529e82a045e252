/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-volume-private.h"

/*
 * Threads take slices by counting up and post each when it is done; the caller's
 * thread waits for the posts and reports them, so that @progress needs no lock.
 */
typedef struct {
  MadoVolume *volume;
  MadoDisplaySet *set;
  GCancellable *cancellable;
  GAsyncQueue *done; /* slice + 1 of each that is there or failed */
  gint next;
  GMutex mutex;
  GError *error; /* of the first slice that failed */
  int error_slice;
} Loading;

static void
keep_error (Loading *self, int slice, GError *error)
{
  g_mutex_lock (&self->mutex);
  if (self->error == NULL || slice < self->error_slice) {
    g_clear_error (&self->error);
    self->error = g_steal_pointer (&error);
    self->error_slice = slice;
  }
  g_mutex_unlock (&self->mutex);
  g_clear_error (&error);
}

static void
load_slice (Loading *self, int slice)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (self->volume);
  const MadoFrameRef *ref =
      mado_display_set_get_frame (self->set, geometry->slices[slice]);
  GError *error = NULL;
  g_autoptr (MadoFrame) frame = mado_pixel_source_decode_frame (
      ref->instance->pixels, ref->frame, self->cancellable, &error);

  if (frame == NULL) {
    mado_volume_fail_slice (self->volume, slice);
    keep_error (self, slice, error);
    return;
  }
  if (!mado_volume_fits (self->volume, frame))
    keep_error (self, slice,
                g_error_new_literal (MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                                     "The slice's values are of another type"));
  mado_frame_unref (mado_volume_set_slice (self->volume, slice, frame));
}

static gpointer
load_worker (gpointer data)
{
  Loading *self = data;
  const int n = mado_volume_get_geometry (self->volume)->n_slices;

  for (int slice = g_atomic_int_add (&self->next, 1); slice < n;
       slice = g_atomic_int_add (&self->next, 1)) {
    if (!g_cancellable_is_cancelled (self->cancellable))
      load_slice (self, slice);
    g_async_queue_push (self->done, GINT_TO_POINTER (slice + 1));
  }
  return NULL;
}

static void
join_thread (gpointer thread)
{
  g_thread_join (thread);
}

static void
load_all (Loading *self,
          void (*progress) (int done, int all, gpointer user_data),
          gpointer user_data)
{
  const int n = mado_volume_get_geometry (self->volume)->n_slices;
  const int n_threads = MIN (n, (int) g_get_num_processors ());
  g_autoptr (GPtrArray) threads = g_ptr_array_new_with_free_func (join_thread);

  for (int i = 0; i < n_threads; i++)
    g_ptr_array_add (threads, g_thread_new ("mado-volume", load_worker, self));
  for (int done = 1; done <= n; done++) {
    g_async_queue_pop (self->done);
    if (progress != NULL)
      progress (done, n, user_data);
  }
}

MadoVolume *
mado_volume_load (MadoDisplaySet *set,
                  guint64 budget,
                  void (*progress) (int done, int all, gpointer user_data),
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (MadoVolume) volume = mado_volume_new (set, budget, error);
  g_autoptr (GAsyncQueue) done = g_async_queue_new ();
  Loading loading = {
      .volume = volume, .set = set, .cancellable = cancellable, .done = done};
  g_autoptr (GError) reason = NULL;

  if (volume == NULL)
    return NULL;

  g_mutex_init (&loading.mutex);
  load_all (&loading, progress, user_data);
  g_mutex_clear (&loading.mutex);
  reason = loading.error;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (mado_volume_get_n_there (volume) == 0) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return NULL;
  }
  return g_steal_pointer (&volume);
}
