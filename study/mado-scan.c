/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-scan.h"

#include <string.h>

#include "mado-dicom-error.h"
#include "mado-file-walk.h"
#include "mado-instance-private.h"

/* A scan waits for the disk more than it computes: four were fastest cold. */
#define N_THREADS 4

#define PROGRESS_INTERVAL_US 50000

/* One file: waiting to be read, or what came of it. */
typedef struct {
  char *path;
  MadoInstance *instance;
  MadoProblemKind kind; /* valid when @reason is set */
  char *reason;
} Entry;

typedef struct {
  GMutex mutex;
  GCond work_cond;    /* there is work, or there will be no more */
  GCond done_cond;    /* all is done, or the scan was cancelled */
  GPtrArray *entries; /* of Entry; workers take them by index */
  guint n_taken;
  guint n_done;
  bool finished_listing;
  bool cancelled;
  GPtrArray *unreadable_folders;
  MadoPool *pool;

  /* Only for the thread that runs the scan. */
  MadoScanProgress progress;
  gpointer user_data;
  gint64 last_progress;
} Scanner;

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->path);
  g_free (self->reason);
  g_clear_pointer (&self->instance, mado_instance_unref);
  g_free (self);
}

static void
problem_free (gpointer data)
{
  MadoProblem *self = data;

  g_free (self->path);
  g_free (self->reason);
  g_free (self);
}

void
mado_scan_free (MadoScan *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable_folders, g_ptr_array_unref);
  g_clear_object (&self->patients);
  g_free (self);
}

static void
read_entry (Entry *entry, MadoPool *pool)
{
  g_autoptr (GError) error = NULL;

  entry->instance = mado_instance_read_with_pool (entry->path, pool, &error);
  if (entry->instance != NULL)
    return;

  entry->kind = g_error_matches (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NOT_DICOM)
                    ? MADO_PROBLEM_NOT_DICOM
                    : MADO_PROBLEM_BROKEN;
  entry->reason = g_strdup (error->message);
}

/* The next entry to read, or %NULL when there will be none.  Blocks. */
static Entry *
take_entry (Scanner *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (!self->cancelled && !self->finished_listing &&
         self->n_taken == self->entries->len)
    g_cond_wait (&self->work_cond, &self->mutex);
  if (self->cancelled || self->n_taken == self->entries->len)
    return NULL;
  return self->entries->pdata[self->n_taken++];
}

static void
finish_entry (Scanner *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_done++;
  if (self->finished_listing && self->n_done == self->entries->len)
    g_cond_broadcast (&self->done_cond);
}

static gpointer
scan_worker (gpointer data)
{
  Scanner *self = data;

  for (Entry *entry = take_entry (self); entry != NULL; entry = take_entry (self)) {
    if (entry->reason == NULL)
      read_entry (entry, self->pool);
    finish_entry (self);
  }
  return NULL;
}

static void
report_progress (Scanner *self, bool always)
{
  gint64 now = g_get_monotonic_time ();
  guint done = 0, found = 0;
  bool finished = false;

  if (self->progress == NULL ||
      (!always && now - self->last_progress < PROGRESS_INTERVAL_US))
    return;

  g_mutex_lock (&self->mutex);
  done = self->n_done;
  found = self->entries->len;
  finished = self->finished_listing;
  g_mutex_unlock (&self->mutex);
  self->last_progress = now;
  self->progress (done, found, finished, self->user_data);
}

static void
found_cb (const char *path, const char *problem, gpointer user_data)
{
  Scanner *self = user_data;
  Entry *entry = g_new0 (Entry, 1);

  entry->path = g_strdup (path);
  entry->kind = MADO_PROBLEM_BROKEN;
  entry->reason = g_strdup (problem);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->entries, entry);
  g_cond_signal (&self->work_cond);
  g_mutex_unlock (&self->mutex);
  report_progress (self, false);
}

static void
folder_failed_cb (const char *path, gpointer user_data)
{
  Scanner *self = user_data;

  g_ptr_array_add (self->unreadable_folders, g_strdup (path));
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Scanner *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->cancelled = true;
  g_cond_broadcast (&self->work_cond);
  g_cond_broadcast (&self->done_cond);
}

/* Waits for the workers, telling how far they are. */
static void
wait_until_done (Scanner *self)
{
  bool is_done = false;

  while (!is_done) {
    g_mutex_lock (&self->mutex);
    if (!self->cancelled && self->n_done < self->entries->len) {
      if (self->progress != NULL)
        g_cond_wait_until (&self->done_cond, &self->mutex,
                           g_get_monotonic_time () + PROGRESS_INTERVAL_US);
      else
        g_cond_wait (&self->done_cond, &self->mutex);
    }
    is_done = self->cancelled || self->n_done == self->entries->len;
    g_mutex_unlock (&self->mutex);
    if (!is_done)
      report_progress (self, false);
  }
}

static gboolean
read_all (Scanner *self,
          const char *const *paths,
          GCancellable *cancellable,
          GError **error)
{
  MadoFileWalk walk = {found_cb, folder_failed_cb, self};
  GThread *threads[N_THREADS];
  gulong handler = 0;
  gboolean ok = FALSE;

  if (cancellable != NULL)
    handler =
        g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("mado-scan", scan_worker, self);

  ok = mado_file_walk_run (&walk, paths, cancellable, error);
  g_mutex_lock (&self->mutex);
  self->finished_listing = true;
  self->cancelled = self->cancelled || !ok;
  g_cond_broadcast (&self->work_cond);
  g_mutex_unlock (&self->mutex);
  wait_until_done (self);
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_cancellable_disconnect (cancellable, handler);

  return ok && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(Entry *const *) a)->path, (*(Entry *const *) b)->path);
}

static void
add_problem (MadoScan *self, const char *path, MadoProblemKind kind, const char *reason)
{
  MadoProblem *problem = g_new0 (MadoProblem, 1);

  problem->path = g_strdup (path);
  problem->kind = kind;
  problem->reason = g_strdup (reason);
  g_ptr_array_add (self->problems, problem);
  self->duplicates += kind == MADO_PROBLEM_DUPLICATE;
  self->not_dicom += kind == MADO_PROBLEM_NOT_DICOM;
  self->broken += kind == MADO_PROBLEM_BROKEN;
}

/* Of files with one SOP Instance UID the path that sorts first is kept. */
static void
sort_entry (MadoScan *self, Entry *entry, GHashTable *known, GPtrArray *instances)
{
  const MadoInstance *instance = entry->instance;

  self->seen++;
  if (instance == NULL) {
    add_problem (self, entry->path, entry->kind, entry->reason);
    return;
  }
  if (instance->sop_instance_uid != NULL &&
      !g_hash_table_add (known, instance->sop_instance_uid)) {
    add_problem (self, entry->path, MADO_PROBLEM_DUPLICATE,
                 "The same SOP Instance UID was already read from another file");
    return;
  }
  self->read++;
  if (!mado_instance_is_dicomdir (instance))
    g_ptr_array_add (instances, entry->instance);
}

static MadoScan *
scan_new (GPtrArray *entries, GPtrArray *unreadable_folders)
{
  MadoScan *self = g_new0 (MadoScan, 1);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) instances = g_ptr_array_new ();

  self->problems = g_ptr_array_new_with_free_func (problem_free);
  self->unreadable_folders = g_ptr_array_ref (unreadable_folders);
  g_ptr_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    sort_entry (self, entries->pdata[i], known, instances);
  self->patients = mado_patient_list_new (instances);
  return self;
}

MadoScan *
mado_scan_run (const char *const *paths,
               MadoScanProgress progress,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MadoPool) pool = mado_pool_new ();
  Scanner scanner = {.entries = entries,
                     .unreadable_folders = folders,
                     .pool = pool,
                     .progress = progress,
                     .user_data = user_data};
  MadoScan *self = NULL;

  g_mutex_init (&scanner.mutex);
  g_cond_init (&scanner.work_cond);
  g_cond_init (&scanner.done_cond);
  if (read_all (&scanner, paths, cancellable, error)) {
    report_progress (&scanner, true);
    self = scan_new (entries, folders);
  }
  g_mutex_clear (&scanner.mutex);
  g_cond_clear (&scanner.work_cond);
  g_cond_clear (&scanner.done_cond);
  return self;
}

/* What an asynchronous scan needs, and one message to the caller's context. */
typedef struct {
  GStrv paths;
  MadoScanProgress progress;
  gpointer progress_data;
} AsyncScan;

typedef struct {
  GTask *task;
  guint done;
  guint found;
  bool finished_listing;
} ProgressMessage;

static void
async_scan_free (gpointer data)
{
  AsyncScan *self = data;

  g_strfreev (self->paths);
  g_free (self);
}

static void
progress_message_free (gpointer data)
{
  ProgressMessage *self = data;

  g_object_unref (self->task);
  g_free (self);
}

static gboolean
progress_message_cb (gpointer data)
{
  ProgressMessage *self = data;
  AsyncScan *scan = g_task_get_task_data (self->task);

  scan->progress (self->done, self->found, self->finished_listing, scan->progress_data);
  return G_SOURCE_REMOVE;
}

static void
forward_progress (guint done, guint found, bool finished_listing, gpointer user_data)
{
  ProgressMessage *message = g_new0 (ProgressMessage, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  message->task = g_object_ref (user_data);
  message->done = done;
  message->found = found;
  message->finished_listing = finished_listing;
  /* The task's own priority: the last progress comes before the result. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, progress_message_cb, message, progress_message_free);
  g_source_attach (source, g_task_get_context (message->task));
}

static void
scan_task_worker (GTask *task,
                  gpointer source,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  AsyncScan *scan = task_data;
  GError *error = NULL;
  MadoScan *result = mado_scan_run ((const char *const *) scan->paths,
                                    scan->progress != NULL ? forward_progress : NULL,
                                    task, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) mado_scan_free);
  else
    g_task_return_error (task, error);
}

void
mado_scan_run_async (const char *const *paths,
                     MadoScanProgress progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  AsyncScan *scan = g_new0 (AsyncScan, 1);

  scan->paths = g_strdupv ((char **) paths);
  scan->progress = progress;
  scan->progress_data = progress_data;
  g_task_set_source_tag (task, mado_scan_run_async);
  g_task_set_task_data (task, scan, async_scan_free);
  g_task_run_in_thread (task, scan_task_worker);
}

MadoScan *
mado_scan_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
