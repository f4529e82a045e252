/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-plane-job-private.h"

#include <gio/gio.h>

/* Parts a slow picture is made in; between them it can be cancelled. */
#define N_BANDS 8

MadoPlaneValues *
mado_plane_values_ref (MadoPlaneValues *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
mado_plane_values_unref (MadoPlaneValues *self)
{
  g_atomic_rc_box_release (self);
}

/* (nullable): no memory, or a size that is none. */
static MadoPlaneValues *
values_new (const MadoPlaneView *view, guint serial)
{
  MadoPlaneValues *self;
  gsize size;

  if (view->view.width <= 0 || view->view.height <= 0 ||
      !g_size_checked_mul (&size, (gsize) view->view.width,
                           (gsize) view->view.height * sizeof (float)) ||
      !g_size_checked_add (&size, size, sizeof *self))
    return NULL;

  self = g_atomic_rc_box_alloc (size);
  self->view = *view;
  self->serial = serial;
  self->ms = 0;
  return self;
}

static gboolean
vectors_equal (MadoVector a, MadoVector b)
{
  return a.x == b.x && a.y == b.y && a.z == b.z;
}

gboolean
mado_plane_values_are_for (const MadoPlaneValues *self, const MadoPlaneView *view)
{
  const MadoViewState *a = &self->view.view, *b = &view->view;

  return vectors_equal (self->view.plane.center, view->plane.center) &&
         vectors_equal (self->view.plane.right, view->plane.right) &&
         vectors_equal (self->view.plane.down, view->plane.down) &&
         self->view.slab == view->slab &&
         (view->slab == 0 || self->view.slab_mode == view->slab_mode) &&
         a->width == b->width && a->height == b->height && a->zoom == b->zoom &&
         a->pan_x == b->pan_x && a->pan_y == b->pan_y && a->rotation == b->rotation &&
         a->is_flipped == b->is_flipped && a->interpolation == b->interpolation;
}

void
mado_plane_view_reduce (MadoPlaneView *self, int reduction)
{
  self->view.width = MAX (self->view.width / reduction, 1);
  self->view.height = MAX (self->view.height / reduction, 1);
  self->view.zoom /= reduction;
  self->view.pan_x /= reduction;
  self->view.pan_y /= reduction;
}

/* Rows @begin to @end − 1 of @values: the same view through a smaller hole. */
static void
sample_rows (const MadoVolume *volume, MadoPlaneValues *values, int begin, int end)
{
  const MadoViewState *whole = &values->view.view;
  MadoPlaneView part = values->view;

  part.view.height = end - begin;
  part.view.pan_y = whole->pan_y + whole->height / 2.0 - (begin + end) / 2.0;
  mado_reslice_cpu (volume, &part, values->values + (gsize) begin * whole->width);
}

static gboolean
sample (MadoPlaneJob *job, const MadoPlaneView *view)
{
  const gint64 begin = g_get_monotonic_time ();
  const int height = view->view.height;
  const int n_bands = job->is_slow ? MIN (N_BANDS, height) : 1;
  g_autoptr (MadoPlaneValues) values =
      values_new (view, mado_volume_get_serial (job->volume));

  if (values == NULL)
    return FALSE;
  for (int i = 0; i < n_bands; i++) {
    if (g_atomic_int_get (&job->is_cancelled))
      return FALSE;
    sample_rows (job->volume, values, (int) ((gint64) height * i / n_bands),
                 (int) ((gint64) height * (i + 1) / n_bands));
  }
  values->ms = (g_get_monotonic_time () - begin) / 1000.0;
  job->values = g_steal_pointer (&values);
  return TRUE;
}

static gboolean
done_cb (gpointer data)
{
  MadoPlaneJob *job = data;

  job->done (job, job->user_data);
  return G_SOURCE_REMOVE;
}

static void
job_worker (gpointer data, gpointer user_data)
{
  MadoPlaneJob *job = data;

  MadoPlaneView view = job->view;

  mado_plane_view_reduce (&view, job->reduction);
  if (!g_atomic_int_get (&job->is_cancelled) &&
      (job->values != NULL || sample (job, &view))) {
    if (job->needs_window) {
      mado_reslice_auto_window (job->values->values, view.view.width * view.view.height,
                                &view.view.window);
      view.view.voi = job->view.view.voi = MADO_VOI_WINDOW;
      job->view.view.window = view.view.window;
    }
    mado_reslice_draw (job->volume, &view, job->values->values, job->pixels,
                       job->stride);
    job->is_drawn = TRUE;
  }
  /* Before the next redraw, not before input.  Never g_main_context_invoke(): that
   * calls it on this thread when the main loop happens not to run. */
  g_idle_add_full (G_PRIORITY_DEFAULT, done_cb, job, NULL);
}

static int
compare_jobs (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const MadoPlaneJob *first = a, *second = b;

  return first->is_slow - second->is_slow;
}

/* One picture at a time, each on all processors: none waits for the others to be half
 * done. */
void
mado_plane_job_push (MadoPlaneJob *job)
{
  static GThreadPool *pool;

  if (pool == NULL) {
    pool = g_thread_pool_new (job_worker, NULL, 1, FALSE, NULL);
    g_thread_pool_set_sort_function (pool, compare_jobs, NULL);
  }
  g_thread_pool_push (pool, job, NULL);
}

void
mado_plane_job_free (MadoPlaneJob *job)
{
  g_clear_pointer (&job->volume, mado_volume_unref);
  g_clear_pointer (&job->values, mado_plane_values_unref);
  g_clear_pointer (&job->surface, cairo_surface_destroy);
  g_free (job);
}
