/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-loader.h"

#include <malloc.h>
#include <unistd.h>

#include "mado-load-queue.h"

#define PROGRESS_INTERVAL_MS 50
#define MAX_THREADS          64
#define MMAP_THRESHOLD       (128 * 1024) /* bytes */

/*
 * One lock guards the queue; it is held for microseconds, never while decoding,
 * emitting a signal or dropping the last reference to a display set.  Threads are
 * joined in dispose, so they never outlive the object, and they never touch a
 * display set: only pixel sources.
 */
struct _MadoLoader {
  GObject parent_instance;
  GMainContext *context;
  GHashTable *shown;        /* client → its MadoDisplaySet, owned; this thread only */
  GHashTable *held;         /* the same of volumes */
  GHashTable *known;        /* MadoDisplaySet with a weak reference; this thread only */
  GSource *progress_source; /* owned; waits until progress may be told again */
  gint64 last_progress;
  GPtrArray *threads;

  GMutex mutex;
  GCond cond; /* there may be work, or it is over */
  MadoLoadQueue *queue;
  GSource *news_source; /* owned; pending while there is news to tell */
  bool is_over;
};

G_DEFINE_FINAL_TYPE (MadoLoader, mado_loader, G_TYPE_OBJECT)

enum {
  FRAME_LOADED,
  PROGRESS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
emit_progress (MadoLoader *self)
{
  g_autoptr (GPtrArray) changed = NULL;

  g_mutex_lock (&self->mutex);
  changed = mado_load_queue_take_changed (self->queue);
  g_mutex_unlock (&self->mutex);
  self->last_progress = g_get_monotonic_time ();
  for (guint i = 0; i < changed->len; i++)
    g_signal_emit (self, signals[PROGRESS], 0, changed->pdata[i]);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
progress_cb (gpointer data)
{
  g_autoptr (MadoLoader) self = g_object_ref (data);

  clear_source (&self->progress_source);
  emit_progress (self);
  return G_SOURCE_REMOVE;
}

/* Tells progress now, or once when the interval is over: no timer at rest. */
static void
schedule_progress (MadoLoader *self)
{
  gint64 passed_ms = (g_get_monotonic_time () - self->last_progress) / 1000;

  if (self->progress_source != NULL)
    return;
  if (passed_ms >= PROGRESS_INTERVAL_MS) {
    emit_progress (self);
    return;
  }
  self->progress_source = g_timeout_source_new (PROGRESS_INTERVAL_MS - passed_ms);
  g_source_set_callback (self->progress_source, progress_cb, self, NULL);
  g_source_attach (self->progress_source, self->context);
}

static gboolean
news_cb (gpointer data)
{
  g_autoptr (MadoLoader) self = g_object_ref (data);
  g_autoptr (GArray) news = NULL;

  g_mutex_lock (&self->mutex);
  clear_source (&self->news_source);
  news = mado_load_queue_take_news (self->queue);
  /* A handler may drop a set that later news is about. */
  for (guint i = 0; i < news->len; i++)
    g_object_ref (g_array_index (news, MadoLoadNews, i).set);
  /* Frames that were told of may be evicted: there may be room now. */
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < news->len; i++) {
    MadoLoadNews *item = &g_array_index (news, MadoLoadNews, i);

    g_signal_emit (self, signals[FRAME_LOADED], 0, item->set, item->index);
  }
  for (guint i = 0; i < news->len; i++)
    g_object_unref (g_array_index (news, MadoLoadNews, i).set);
  if (self->context != NULL)
    schedule_progress (self);
  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
schedule_news (MadoLoader *self)
{
  if (self->news_source != NULL || self->is_over)
    return;

  self->news_source = g_idle_source_new ();
  g_source_set_priority (self->news_source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->news_source, news_cb, self, NULL);
  g_source_attach (self->news_source, self->context);
}

/* The next job, waiting for one; %NULL when it is over. */
static MadoLoadJob *
wait_for_job (MadoLoader *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  MadoLoadJob *job = NULL;

  while (!self->is_over) {
    job = mado_load_queue_take (self->queue);
    if (job != NULL)
      return job;
    g_cond_wait (&self->cond, &self->mutex);
  }
  return NULL;
}

static gpointer
decode_worker (gpointer data)
{
  MadoLoader *self = data;

  for (MadoLoadJob *job = wait_for_job (self); job != NULL; job = wait_for_job (self)) {
    GError *error = NULL;
    MadoFrame *frame = mado_load_job_run (job, &error);

    g_mutex_lock (&self->mutex);
    mado_load_queue_finish (self->queue, job, frame, error);
    schedule_news (self);
    g_mutex_unlock (&self->mutex);
  }
  return NULL;
}

static void
set_finalized_cb (gpointer data, GObject *where_the_set_was)
{
  MadoLoader *self = data;

  g_hash_table_remove (self->known, where_the_set_was);
  g_mutex_lock (&self->mutex);
  mado_load_queue_drop (self->queue, (MadoDisplaySet *) where_the_set_was);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
stop_threads (MadoLoader *self)
{
  g_mutex_lock (&self->mutex);
  self->is_over = true;
  clear_source (&self->news_source);
  mado_load_queue_cancel_all (self->queue);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_ptr_array_set_size (self->threads, 0);
}

static void
mado_loader_dispose (GObject *object)
{
  MadoLoader *self = MADO_LOADER (object);
  GHashTableIter iter;
  gpointer set = NULL;

  stop_threads (self);
  clear_source (&self->progress_source);
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &set, NULL))
    g_object_weak_unref (set, set_finalized_cb, self);
  g_hash_table_remove_all (self->known);
  g_hash_table_remove_all (self->shown);
  g_hash_table_remove_all (self->held);
  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (mado_loader_parent_class)->dispose (object);
}

static void
mado_loader_finalize (GObject *object)
{
  MadoLoader *self = MADO_LOADER (object);

  g_hash_table_unref (self->known);
  g_hash_table_unref (self->shown);
  g_hash_table_unref (self->held);
  g_ptr_array_unref (self->threads);
  mado_load_queue_free (self->queue);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  G_OBJECT_CLASS (mado_loader_parent_class)->finalize (object);
}

/* Frames that are freed go back to the system at once.  glibc otherwise keeps them for
 * later, and a series whose frames moved into a volume is in memory twice. */
static void
return_freed_memory (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, MMAP_THRESHOLD);
#endif
}

static void
mado_loader_class_init (MadoLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  return_freed_memory ();

  object_class->dispose = mado_loader_dispose;
  object_class->finalize = mado_loader_finalize;

  signals[FRAME_LOADED] =
      g_signal_new ("frame-loaded", MADO_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, MADO_TYPE_DISPLAY_SET, G_TYPE_INT);
  signals[PROGRESS] =
      g_signal_new ("progress", MADO_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, MADO_TYPE_DISPLAY_SET);
}

static void
join_thread (gpointer thread)
{
  g_thread_join (thread);
}

static void
mado_loader_init (MadoLoader *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->context = g_main_context_ref_thread_default ();
  self->shown = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->held = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->known = g_hash_table_new (NULL, NULL);
  self->threads = g_ptr_array_new_with_free_func (join_thread);
  self->queue = mado_load_queue_new (0);
}

/* Half of the physical memory. */
static guint64
get_default_budget (void)
{
  long pages = sysconf (_SC_PHYS_PAGES);
  long page_size = sysconf (_SC_PAGESIZE);

  if (pages <= 0 || page_size <= 0)
    return (guint64) 1 << 30;
  return (guint64) pages * (guint64) page_size / 2;
}

MadoLoader *
mado_loader_new (guint64 budget, int n_threads)
{
  MadoLoader *self = g_object_new (MADO_TYPE_LOADER, NULL);

  if (n_threads <= 0)
    n_threads = (int) g_get_num_processors ();
  mado_loader_set_budget (self, budget);
  for (int i = 0; i < MIN (n_threads, MAX_THREADS); i++)
    g_ptr_array_add (self->threads, g_thread_new ("mado-decode", decode_worker, self));
  return self;
}

void
mado_loader_set_budget (MadoLoader *self, guint64 budget)
{
  g_return_if_fail (MADO_IS_LOADER (self));

  g_mutex_lock (&self->mutex);
  mado_load_queue_set_budget (self->queue,
                              budget != 0 ? budget : get_default_budget ());
  schedule_news (self);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
watch_set (MadoLoader *self, MadoDisplaySet *set)
{
  g_hash_table_add (self->known, set);
  g_object_weak_ref (G_OBJECT (set), set_finalized_cb, self);
}

void
mado_loader_show (MadoLoader *self,
                  gconstpointer client,
                  MadoLoaderPurpose purpose,
                  MadoDisplaySet *set,
                  int index,
                  int direction)
{
  bool is_new = false;

  g_return_if_fail (MADO_IS_LOADER (self));
  g_return_if_fail (MADO_IS_DISPLAY_SET (set));
  g_return_if_fail (index >= 0 && index < mado_display_set_get_n_frames (set));

  g_object_ref (set);
  g_mutex_lock (&self->mutex);
  is_new = mado_load_queue_show (self->queue, client, purpose, set, index,
                                 CLAMP (direction, -1, 1));
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);

  if (is_new)
    watch_set (self, set);
  g_hash_table_insert (self->shown, (gpointer) client, set);
}

void
mado_loader_forget (MadoLoader *self, gconstpointer client)
{
  g_return_if_fail (MADO_IS_LOADER (self));

  g_mutex_lock (&self->mutex);
  mado_load_queue_forget (self->queue, client);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_hash_table_remove (self->shown, client);
}

MadoVolume *
mado_loader_hold_volume (MadoLoader *self,
                         gconstpointer client,
                         MadoDisplaySet *set,
                         GError **error)
{
  MadoVolume *volume = NULL;
  bool is_new = false;

  g_return_val_if_fail (MADO_IS_LOADER (self), NULL);
  g_return_val_if_fail (MADO_IS_DISPLAY_SET (set), NULL);

  g_mutex_lock (&self->mutex);
  volume = mado_load_queue_hold (self->queue, client, set, &is_new, error);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);

  if (is_new)
    watch_set (self, set);
  if (volume != NULL)
    g_hash_table_insert (self->held, (gpointer) client, g_object_ref (set));
  else
    g_hash_table_remove (self->held, client);
  return volume;
}

void
mado_loader_release_volume (MadoLoader *self, gconstpointer client)
{
  g_return_if_fail (MADO_IS_LOADER (self));

  g_mutex_lock (&self->mutex);
  mado_load_queue_release (self->queue, client);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_hash_table_remove (self->held, client);
}

MadoFrame *
mado_loader_get_frame (MadoLoader *self, MadoDisplaySet *set, int index, GError **error)
{
  g_return_val_if_fail (MADO_IS_LOADER (self), NULL);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return mado_load_queue_get_frame (self->queue, set, index, error);
}

int
mado_loader_get_n_loaded (MadoLoader *self, MadoDisplaySet *set, int *failed)
{
  g_return_val_if_fail (MADO_IS_LOADER (self), 0);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return mado_load_queue_get_n_loaded (self->queue, set, failed);
}

guint64
mado_loader_get_used (MadoLoader *self)
{
  g_return_val_if_fail (MADO_IS_LOADER (self), 0);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return mado_load_queue_get_used (self->queue);
}
