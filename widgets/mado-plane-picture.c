/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-plane-picture.h"

#include <gsk/gskcairorenderer.h>

#include <math.h>
#include <string.h>

#include "mado-plane-area-private.h"
#include "mado-plane-job-private.h"

/* A picture that takes longer is preceded by a draft. */
#define SLOW_MS 25.0

/* What sampling one px costs before it was measured, ms: a slow machine. */
#define FIRST_MS_PER_SAMPLE 2e-5

/* px of the small picture a window is taken from, where OpenGL keeps the values. */
#define WINDOW_SIZE 128

/* Three: one on show, one in the render node of the frame before, one to draw to. */
#define N_SURFACES 3

/* Held by the job: the picture may be gone when it is done. */
typedef struct {
  MadoPlanePicture *picture; /* borrowed, NULL when it is gone; main thread only */
} Link;

struct _MadoPlanePicture {
  GtkWidget parent_instance;

  MadoPlaneArea *area; /* child, nullable: none with the processor's backend */
  gboolean is_beyond_graphics;

  MadoVolume *volume; /* owned, nullable */
  MadoPlaneView view; /* wanted */
  gboolean needs_window;
  guint serial; /* of the volume, at least */

  Link *link;         /* reference counted */
  MadoPlaneJob *job;  /* borrowed, nullable: while a worker has it */
  gboolean is_failed; /* there is no memory for the picture */
  double ms_per_sample[MADO_INTERPOLATION_CUBIC + 1][2]; /* 0: not known; of slabs */

  MadoPlaneValues *values;               /* owned, nullable: of what is on show */
  MadoPlaneView shown;                   /* of the widget's size, also of drafts */
  int reduction;                         /* of what is on show */
  cairo_surface_t *surfaces[N_SURFACES]; /* owned, nullable */
  int surface;                           /* on show; -1 for none */
  int node_surface;                      /* in the last render node; -1 for none */
  GdkTexture *texture;                   /* owned, nullable: of what is on show */
};

enum {
  DRAWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoPlanePicture, mado_plane_picture, GTK_TYPE_WIDGET)

static void update (MadoPlanePicture *self);

static gboolean
looks_equal (const MadoPlaneView *a, const MadoPlaneView *b)
{
  const MadoViewState *s = &a->view, *t = &b->view;

  return s->is_inverted == t->is_inverted && s->voi == t->voi &&
         s->lut_index == t->lut_index && s->window.center == t->window.center &&
         s->window.width == t->window.width &&
         s->window.function == t->window.function && s->window.space == t->window.space;
}

/* How often the volume is looked at for one px, roughly: a slab once per voxel. */
static double
get_n_samples (MadoPlanePicture *self, const MadoPlaneView *view)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (self->volume);

  return 1 + view->slab / mado_plane_get_step (&view->plane, geometry);
}

static double *
get_ms_per_sample (MadoPlanePicture *self, const MadoPlaneView *view)
{
  return &self->ms_per_sample[view->view.interpolation][view->slab > 0];
}

static double
estimate_ms (MadoPlanePicture *self)
{
  const double known = *get_ms_per_sample (self, &self->view);
  const double each = known > 0 ? known : FIRST_MS_PER_SAMPLE;

  return each * get_n_samples (self, &self->view) * self->view.view.width *
         self->view.view.height;
}

static void
learn_ms (MadoPlanePicture *self, const MadoPlaneValues *values)
{
  const double n = (double) values->view.view.width * values->view.view.height;

  if (n >= 1 && values->ms > 0)
    *get_ms_per_sample (self, &values->view) =
        values->ms / n / get_n_samples (self, &values->view);
}

/* (nullable) A surface nobody reads. */
static cairo_surface_t *
get_free_surface (MadoPlanePicture *self, int width, int height)
{
  int i = 0;

  while (i == self->surface || i == self->node_surface)
    i++;

  cairo_surface_t *surface = self->surfaces[i];

  if (surface == NULL || cairo_image_surface_get_width (surface) != width ||
      cairo_image_surface_get_height (surface) != height) {
    g_clear_pointer (&self->surfaces[i], cairo_surface_destroy);
    surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
    self->surfaces[i] = surface;
  }
  return cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS ? surface : NULL;
}

static void
show (MadoPlanePicture *self, MadoPlaneJob *job)
{
  for (int i = 0; i < N_SURFACES; i++)
    if (self->surfaces[i] == job->surface)
      self->surface = i;
  g_clear_pointer (&self->values, mado_plane_values_unref);
  self->values = g_steal_pointer (&job->values);
  g_clear_object (&self->texture);
  self->shown = job->view;
  self->reduction = job->reduction;
  learn_ms (self, self->values);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
take_job (MadoPlanePicture *self, MadoPlaneJob *job)
{
  const gboolean is_cancelled = g_atomic_int_get (&job->is_cancelled) != 0;
  const gboolean is_shown = job->is_drawn && !is_cancelled;

  self->job = NULL;
  self->is_failed = !job->is_drawn && !is_cancelled;
  if (is_shown)
    show (self, job);
  update (self);
  if (is_shown)
    g_signal_emit (self, signals[DRAWN], 0);
}

static void
done_cb (MadoPlaneJob *job, gpointer user_data)
{
  Link *link = user_data;

  if (link->picture != NULL) {
    g_autoptr (MadoPlanePicture) self = g_object_ref (link->picture);

    take_job (self, job);
  }
  mado_plane_job_free (job);
  g_rc_box_release (link);
}

static void
push (MadoPlanePicture *self, int reduction, MadoPlaneValues *values, double ms)
{
  MadoPlaneView view = self->view;

  mado_plane_view_reduce (&view, reduction);

  cairo_surface_t *surface = get_free_surface (self, view.view.width, view.view.height);
  MadoPlaneJob *job;

  self->is_failed = surface == NULL;
  if (surface == NULL)
    return;

  job = g_new0 (MadoPlaneJob, 1);
  job->volume = mado_volume_ref (self->volume);
  job->view = self->view;
  job->reduction = reduction;
  job->needs_window = self->needs_window;
  job->is_slow = ms > SLOW_MS;
  job->values = values != NULL ? mado_plane_values_ref (values) : NULL;
  job->surface = cairo_surface_reference (surface);
  job->pixels = cairo_image_surface_get_data (surface);
  job->stride = (gsize) cairo_image_surface_get_stride (surface);
  job->done = done_cb;
  job->user_data = g_rc_box_acquire (self->link);
  self->job = job;
  mado_plane_job_push (job);
}

/* Whether the values on show are those of the wanted plane, at @reduction. */
static gboolean
has_values (MadoPlanePicture *self, int reduction)
{
  MadoPlaneView view = self->view;

  if (self->values == NULL || self->reduction != reduction ||
      (int) (self->values->serial - self->serial) < 0)
    return FALSE;
  mado_plane_view_reduce (&view, reduction);
  return mado_plane_values_are_for (self->values, &view);
}

static gboolean
is_wanted (MadoPlanePicture *self)
{
  return self->volume != NULL && self->view.view.width > 0 &&
         self->view.view.height > 0 && gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* Whether a job that takes long is for a picture nobody wants any more. */
static gboolean
is_outdated (MadoPlanePicture *self)
{
  const MadoPlaneValues wanted = {.view = self->job->view};

  return self->job->is_slow && (self->job->volume != self->volume ||
                                !mado_plane_values_are_for (&wanted, &self->view));
}

/* Brings what is on show nearer to what is wanted, one job at a time. */
static void
update (MadoPlanePicture *self)
{
  if (!is_wanted (self) || self->is_failed)
    return;
  if (self->area != NULL && !self->needs_window) {
    mado_plane_area_set_view (self->area, self->volume, &self->view);
    self->shown = self->view;
    self->reduction = 1;
    return;
  }

  if (self->job != NULL) {
    if (is_outdated (self))
      g_atomic_int_set (&self->job->is_cancelled, 1);
    return;
  }
  if (has_values (self, 1)) {
    if (self->needs_window || !looks_equal (&self->shown, &self->view))
      push (self, 1, self->values, 0);
    return;
  }

  const double ms = estimate_ms (self);

  if (ms > SLOW_MS && !has_values (self, 2))
    push (self, 2, NULL, 0);
  else
    push (self, 1, NULL, ms);
}

/* Where GSK draws with OpenGL. */
static void
append_texture (MadoPlanePicture *self, GtkSnapshot *snapshot, int width, int height)
{
  cairo_surface_t *surface = self->surfaces[self->surface];
  const int stride = cairo_image_surface_get_stride (surface);

  if (self->texture == NULL) {
    const int rows = cairo_image_surface_get_height (surface);
    g_autoptr (GBytes) bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                                            (gsize) stride * (gsize) rows);

    self->texture =
        gdk_memory_texture_new (cairo_image_surface_get_width (surface), rows,
                                GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, stride);
  }
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (0, 0, width, height));
}

/* As in MadoPicture: a texture would cost GSK's cairo renderer more than all the rest. */
static void
append_surface (MadoPlanePicture *self, GtkSnapshot *snapshot, int width, int height)
{
  cairo_surface_t *surface = self->surfaces[self->surface];
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  cairo_scale (cr, (double) width / cairo_image_surface_get_width (surface),
               (double) height / cairo_image_surface_get_height (surface));
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), self->reduction > 1
                                                       ? CAIRO_FILTER_BILINEAR
                                                       : CAIRO_FILTER_NEAREST);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cr);
  cairo_destroy (cr);
  self->node_surface = self->surface;
}

static void
mado_plane_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MadoPlanePicture *self = MADO_PLANE_PICTURE (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);

  if (self->area != NULL && self->volume != NULL && !self->needs_window) {
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->area), snapshot);
    return;
  }
  if (self->surface < 0)
    return;
  if (GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (gtk_widget_get_native (widget))))
    append_surface (self, snapshot, width, height);
  else
    append_texture (self, snapshot, width, height);
}

static void
area_failed_cb (MadoPlanePicture *self, gboolean too_large)
{
  self->is_beyond_graphics = too_large;
  gtk_widget_unparent (GTK_WIDGET (self->area));
  self->area = NULL;
  update (self);
  g_signal_emit (self, signals[DRAWN], 0);
}

static void
add_area (MadoPlanePicture *self)
{
  GtkWidget *area = mado_plane_area_new ();

  self->area = MADO_PLANE_AREA (area);
  g_signal_connect_object (area, "failed", G_CALLBACK (area_failed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (area, GTK_WIDGET (self));
}

static void
mado_plane_picture_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (mado_plane_picture_parent_class)->map (widget);
  update (MADO_PLANE_PICTURE (widget));
}

/* Leaves nothing of the volume before. */
static void
clear (MadoPlanePicture *self)
{
  if (self->job != NULL)
    g_atomic_int_set (&self->job->is_cancelled, 1);
  g_clear_pointer (&self->volume, mado_volume_unref);
  g_clear_pointer (&self->values, mado_plane_values_unref);
  g_clear_object (&self->texture);
  for (int i = 0; i < N_SURFACES; i++)
    g_clear_pointer (&self->surfaces[i], cairo_surface_destroy);
  self->surface = self->node_surface = -1;
  self->is_failed = FALSE;
}

static void
mado_plane_picture_dispose (GObject *object)
{
  MadoPlanePicture *self = MADO_PLANE_PICTURE (object);

  clear (self);
  if (self->area != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->area));
  self->area = NULL;
  if (self->link != NULL)
    self->link->picture = NULL;
  g_clear_pointer (&self->link, g_rc_box_release);

  G_OBJECT_CLASS (mado_plane_picture_parent_class)->dispose (object);
}

static void
mado_plane_picture_class_init (MadoPlanePictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_plane_picture_dispose;
  widget_class->snapshot = mado_plane_picture_snapshot;
  widget_class->map = mado_plane_picture_map;
  signals[DRAWN] = g_signal_new ("drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mado_plane_picture_init (MadoPlanePicture *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->link = g_rc_box_new0 (Link);
  self->link->picture = self;
  self->surface = self->node_surface = -1;
  if (mado_picture_get_default_backend () == MADO_BACKEND_GL)
    add_area (self);
}

void
mado_plane_picture_set_volume (MadoPlanePicture *self, MadoVolume *volume)
{
  g_return_if_fail (MADO_IS_PLANE_PICTURE (self));

  if (volume == self->volume)
    return;
  clear (self);
  if (volume != NULL)
    self->volume = mado_volume_ref (volume);
  /* Another may be small enough. */
  if (self->is_beyond_graphics)
    add_area (self);
  self->is_beyond_graphics = FALSE;
  if (self->area != NULL)
    mado_plane_area_set_view (self->area, volume, &self->view);
  memset (self->ms_per_sample, 0, sizeof self->ms_per_sample);
  self->serial = 0;
  update (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_plane_picture_set_view (MadoPlanePicture *self,
                             const MadoPlaneView *view,
                             gboolean needs_window)
{
  g_return_if_fail (MADO_IS_PLANE_PICTURE (self));

  self->view = *view;
  self->needs_window = needs_window;
  self->is_failed = FALSE;
  update (self);
}

void
mado_plane_picture_refresh (MadoPlanePicture *self)
{
  g_return_if_fail (MADO_IS_PLANE_PICTURE (self));

  if (self->volume == NULL)
    return;
  self->serial = mado_volume_get_serial (self->volume);
  update (self);
}

static gboolean
has_area (MadoPlanePicture *self)
{
  return self->area != NULL && is_wanted (self) && !self->needs_window;
}

const MadoPlaneView *
mado_plane_picture_get_shown (MadoPlanePicture *self)
{
  g_return_val_if_fail (MADO_IS_PLANE_PICTURE (self), NULL);

  return has_area (self) || self->surface >= 0 ? &self->shown : NULL;
}

gboolean
mado_plane_picture_is_draft (MadoPlanePicture *self)
{
  g_return_val_if_fail (MADO_IS_PLANE_PICTURE (self), FALSE);

  return self->surface >= 0 && self->reduction > 1;
}

gboolean
mado_plane_picture_is_ready (MadoPlanePicture *self)
{
  g_return_val_if_fail (MADO_IS_PLANE_PICTURE (self), FALSE);

  return has_area (self) ||
         (self->volume != NULL && has_values (self, 1) &&
          looks_equal (&self->shown, &self->view) && self->job == NULL);
}

gboolean
mado_plane_picture_is_beyond_graphics (MadoPlanePicture *self)
{
  g_return_val_if_fail (MADO_IS_PLANE_PICTURE (self), FALSE);

  return self->is_beyond_graphics;
}

gboolean
mado_plane_picture_get_value (MadoPlanePicture *self, double x, double y, double *value)
{
  g_return_val_if_fail (MADO_IS_PLANE_PICTURE (self), FALSE);

  if (has_area (self)) {
    *value = mado_reslice_reference (self->volume, &self->shown, floor (x) + 0.5,
                                     floor (y) + 0.5);
    return isfinite (*value);
  }
  if (self->values == NULL)
    return FALSE;

  const MadoViewState *view = &self->values->view.view;
  const double column = floor (x / self->reduction), row = floor (y / self->reduction);

  if (!(column >= 0 && row >= 0 && column < view->width && row < view->height))
    return FALSE;
  *value = (double) self->values->values[(gsize) row * view->width + (gsize) column];
  return isfinite (*value);
}

gboolean
mado_plane_picture_get_auto_window (MadoPlanePicture *self, MadoWindow *window)
{
  g_return_val_if_fail (MADO_IS_PLANE_PICTURE (self), FALSE);

  if (has_area (self)) {
    MadoPlaneView view = self->shown;
    const int size = MAX (view.view.width, view.view.height);

    mado_plane_view_reduce (&view, MAX (size / WINDOW_SIZE, 1));

    const int n = view.view.width * view.view.height;
    g_autofree float *values = g_new (float, n);

    mado_reslice_cpu (self->volume, &view, values);
    mado_reslice_auto_window (values, n, window);
    return TRUE;
  }
  if (self->values == NULL)
    return FALSE;

  const MadoViewState *view = &self->values->view.view;

  mado_reslice_auto_window (self->values->values, view->width * view->height, window);
  return TRUE;
}
