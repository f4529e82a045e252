/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-private.h"

/* Shared by the threads of one mado_phantom_job_run(). */
typedef struct {
  const MadoPhantomJob *job;
  MadoPhantomWork work;
  gpointer data;
  GMutex mutex;
  GCond changed;
  int n_done;
  GError *error; /* the first */
} Run;

static bool
has_failed (Run *run)
{
  bool failed;

  g_mutex_lock (&run->mutex);
  failed = run->error != NULL;
  g_mutex_unlock (&run->mutex);
  return failed;
}

static void
piece_worker (gpointer index, gpointer user_data)
{
  Run *run = user_data;
  GError *error = NULL;

  if (!has_failed (run) &&
      !g_cancellable_set_error_if_cancelled (run->job->cancellable, &error))
    run->work (run->job, GPOINTER_TO_INT (index) - 1, run->data, &error);
  g_mutex_lock (&run->mutex);
  run->n_done++;
  if (run->error == NULL)
    run->error = error;
  else
    g_clear_error (&error);
  g_cond_signal (&run->changed);
  g_mutex_unlock (&run->mutex);
}

/* Progress is told without the lock: it is somebody else's code. */
static void
wait_for_all (Run *run, int n, double from, double to)
{
  const MadoPhantomJob *job = run->job;
  int told = 0;

  while (told < n) {
    g_mutex_lock (&run->mutex);
    while (run->n_done == told)
      g_cond_wait (&run->changed, &run->mutex);
    told = run->n_done;
    g_mutex_unlock (&run->mutex);
    if (job->progress != NULL)
      job->progress (from + (to - from) * told / n, job->user_data);
  }
}

bool
mado_phantom_job_run (const MadoPhantomJob *job,
                      int n,
                      MadoPhantomWork work,
                      gpointer data,
                      double from,
                      double to,
                      GError **error)
{
  Run run = {.job = job, .work = work, .data = data};
  GThreadPool *pool;

  g_mutex_init (&run.mutex);
  g_cond_init (&run.changed);
  pool = g_thread_pool_new (piece_worker, &run, (int) g_get_num_processors (), FALSE,
                            NULL);
  for (int i = 0; i < n; i++)
    g_thread_pool_push (pool, GINT_TO_POINTER (i + 1), NULL);
  wait_for_all (&run, n, from, to);
  g_thread_pool_free (pool, FALSE, TRUE);
  g_mutex_clear (&run.mutex);
  g_cond_clear (&run.changed);
  if (run.error == NULL)
    return true;
  g_propagate_error (error, run.error);
  return false;
}
