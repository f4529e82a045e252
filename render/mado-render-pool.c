/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-render-pool-private.h"

/* More threads wait for memory, not for each other. */
#define MAX_THREADS 8

typedef struct {
  int n_rows;
  int chunk;
  MadoRenderRows draw;
  gpointer user_data;
  int next; /* atomic */
  GMutex mutex;
  GCond finished;
  int n_helpers; /* not yet done; under @mutex */
} Job;

static void
draw_chunks (Job *job)
{
  for (;;) {
    const int begin = g_atomic_int_add (&job->next, job->chunk);

    if (begin >= job->n_rows)
      return;
    job->draw (begin, MIN (begin + job->chunk, job->n_rows), job->user_data);
  }
}

static void
help_worker (gpointer data, gpointer user_data)
{
  Job *job = data;

  draw_chunks (job);
  g_mutex_lock (&job->mutex);
  if (--job->n_helpers == 0)
    g_cond_signal (&job->finished);
  g_mutex_unlock (&job->mutex);
}

/* (nullable): NULL where one processor is all there is. */
static GThreadPool *
get_pool (int *n_threads)
{
  static GThreadPool *pool;
  static int n_helpers;
  static gsize once;

  if (g_once_init_enter (&once)) {
    n_helpers = MIN ((int) g_get_num_processors (), MAX_THREADS) - 1;
    if (n_helpers > 0)
      pool = g_thread_pool_new (help_worker, NULL, n_helpers, TRUE, NULL);
    g_once_init_leave (&once, 1);
  }
  *n_threads = n_helpers;
  return pool;
}

void
mado_render_pool_run (int n_rows, int chunk, MadoRenderRows draw, gpointer user_data)
{
  Job job = {.n_rows = n_rows, .chunk = chunk, .draw = draw, .user_data = user_data};
  int n_threads = 0;
  GThreadPool *pool = n_rows > chunk ? get_pool (&n_threads) : NULL;

  if (pool == NULL) {
    draw_chunks (&job);
    return;
  }

  g_mutex_init (&job.mutex);
  g_cond_init (&job.finished);
  job.n_helpers = MIN (n_threads, (n_rows - 1) / chunk);
  for (int i = job.n_helpers; i > 0; i--)
    g_thread_pool_push (pool, &job, NULL);
  draw_chunks (&job);

  g_mutex_lock (&job.mutex);
  while (job.n_helpers > 0)
    g_cond_wait (&job.finished, &job.mutex);
  g_mutex_unlock (&job.mutex);
  g_mutex_clear (&job.mutex);
  g_cond_clear (&job.finished);
}
