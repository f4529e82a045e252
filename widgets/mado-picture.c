/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-picture.h"

#include <gsk/gskcairorenderer.h>

#include <string.h>

struct _MadoPicture {
  GtkWidget parent_instance;

  GtkGLArea *gl_area; /* child, nullable: none with the processor's backend */
  MadoGlRenderer *gl; /* owned, nullable: only while the area is realized */
  guint fallback_id;  /* source, 0 when none */

  MadoFrame *frame;       /* owned, nullable */
  MadoInstance *instance; /* owned, nullable: holds what @info points to */
  const MadoFrameInfo *info;
  MadoViewState state;

  /* The picture drawn by the processor: for GSK's GL renderer a texture, for its
   * cairo renderer a surface.  Two surfaces take turns, because the render node of
   * the frame before still reads from its own. */
  GdkTexture *texture;          /* owned, nullable */
  cairo_surface_t *surfaces[2]; /* owned, nullable */
  int surface;                  /* the one that was drawn last */
  gboolean is_drawn;            /* whether it shows frame and state */
};

G_DEFINE_FINAL_TYPE (MadoPicture, mado_picture, GTK_TYPE_WIDGET)

static MadoBackend default_backend = MADO_BACKEND_CPU;

static gboolean
states_equal (const MadoViewState *a, const MadoViewState *b)
{
  return a->width == b->width && a->height == b->height && a->zoom == b->zoom &&
         a->pan_x == b->pan_x && a->pan_y == b->pan_y && a->rotation == b->rotation &&
         a->is_flipped == b->is_flipped && a->is_inverted == b->is_inverted &&
         a->interpolation == b->interpolation && a->voi == b->voi &&
         a->lut_index == b->lut_index && a->window.center == b->window.center &&
         a->window.width == b->window.width &&
         a->window.function == b->window.function && a->window.space == b->window.space;
}

static void
redraw (MadoPicture *self)
{
  g_clear_object (&self->texture);
  self->is_drawn = FALSE;
  if (self->gl_area != NULL)
    gtk_gl_area_queue_render (self->gl_area);
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
append_texture (MadoPicture *self, GtkSnapshot *snapshot, int width, int height)
{
  const MadoRenderInput input = {.frame = self->frame, .info = self->info};
  const gsize stride = (gsize) self->state.width * 4;
  const gsize size = stride * (gsize) self->state.height;

  if (self->texture == NULL) {
    guint8 *pixels = g_malloc (size);
    g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, size);

    mado_render_cpu (&input, &self->state, pixels, stride);
    self->texture =
        gdk_memory_texture_new (self->state.width, self->state.height,
                                GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, stride);
  }
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
draw_surface (MadoPicture *self)
{
  const MadoRenderInput input = {.frame = self->frame, .info = self->info};
  const int next = 1 - self->surface;
  cairo_surface_t *surface = self->surfaces[next];

  if (surface == NULL || cairo_image_surface_get_width (surface) != self->state.width ||
      cairo_image_surface_get_height (surface) != self->state.height) {
    g_clear_pointer (&self->surfaces[next], cairo_surface_destroy);
    surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self->state.width,
                                          self->state.height);
    self->surfaces[next] = surface;
  }
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return;

  /* Without flush and mark-dirty on purpose: they would make cairo copy the pixels
   * for a node that is no longer drawn. */
  mado_render_cpu (&input, &self->state, cairo_image_surface_get_data (surface),
                   (gsize) cairo_image_surface_get_stride (surface));
  self->surface = next;
  self->is_drawn = TRUE;
}

/* A texture would cost GSK's cairo renderer a conversion through float of every
 * pixel: 10 ms a megapixel with GTK 4.8, more than all the rest together. */
static void
append_surface (MadoPicture *self, GtkSnapshot *snapshot, int width, int height)
{
  if (!self->is_drawn)
    draw_surface (self);
  if (!self->is_drawn)
    return;

  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  cairo_scale (cr, (double) width / self->state.width,
               (double) height / self->state.height);
  cairo_set_source_surface (cr, self->surfaces[self->surface], 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
use_cpu_cb (gpointer user_data)
{
  MadoPicture *self = user_data;

  self->fallback_id = 0;
  if (self->gl_area == NULL)
    return;

  gtk_widget_unparent (GTK_WIDGET (self->gl_area));
  self->gl_area = NULL;
  redraw (self);
}

/* The area cannot go while it is being realized or drawn. */
static void
fall_back_to_cpu (MadoPicture *self, const GError *error)
{
  g_message ("Drawing with the processor: %s", error->message);
  if (self->fallback_id == 0)
    self->fallback_id = g_idle_add_once (use_cpu_cb, self);
}

static void
realize_cb (GtkGLArea *area, MadoPicture *self)
{
  g_autoptr (GError) error = NULL;

  gtk_gl_area_make_current (area);
  if (gtk_gl_area_get_error (area) != NULL) {
    fall_back_to_cpu (self, gtk_gl_area_get_error (area));
    return;
  }
  self->gl = mado_gl_renderer_new (&error);
  if (self->gl == NULL)
    fall_back_to_cpu (self, error);
}

static void
unrealize_cb (GtkGLArea *area, MadoPicture *self)
{
  gtk_gl_area_make_current (area);
  if (gtk_gl_area_get_error (area) == NULL)
    g_clear_pointer (&self->gl, mado_gl_renderer_free);
}

static gboolean
render_cb (GtkGLArea *area, GdkGLContext *context, MadoPicture *self)
{
  const MadoRenderInput input = {.frame = self->frame, .info = self->info};
  g_autoptr (GError) error = NULL;

  if (self->gl == NULL || self->frame == NULL)
    return TRUE;
  if (!mado_gl_renderer_draw (self->gl, &input, &self->state, &error))
    fall_back_to_cpu (self, error);
  return TRUE;
}

static void
add_gl_area (MadoPicture *self)
{
  self->gl_area = GTK_GL_AREA (gtk_gl_area_new ());
  gtk_gl_area_set_required_version (self->gl_area, 3, 3);
  gtk_gl_area_set_auto_render (self->gl_area, FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self->gl_area), FALSE);
  g_signal_connect (self->gl_area, "realize", G_CALLBACK (realize_cb), self);
  g_signal_connect (self->gl_area, "unrealize", G_CALLBACK (unrealize_cb), self);
  g_signal_connect (self->gl_area, "render", G_CALLBACK (render_cb), self);
  gtk_widget_set_parent (GTK_WIDGET (self->gl_area), GTK_WIDGET (self));
}

static void
mado_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MadoPicture *self = MADO_PICTURE (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);

  if (self->frame == NULL || self->state.width <= 0 || self->state.height <= 0)
    return;
  if (self->gl_area != NULL) {
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->gl_area), snapshot);
    return;
  }
  if (GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (gtk_widget_get_native (widget))))
    append_surface (self, snapshot, width, height);
  else
    append_texture (self, snapshot, width, height);
}

static void
mado_picture_dispose (GObject *object)
{
  MadoPicture *self = MADO_PICTURE (object);

  g_clear_handle_id (&self->fallback_id, g_source_remove);
  if (self->gl_area != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->gl_area));
  self->gl_area = NULL;
  g_clear_object (&self->texture);
  g_clear_pointer (&self->surfaces[0], cairo_surface_destroy);
  g_clear_pointer (&self->surfaces[1], cairo_surface_destroy);
  g_clear_pointer (&self->frame, mado_frame_unref);
  g_clear_pointer (&self->instance, mado_instance_unref);

  G_OBJECT_CLASS (mado_picture_parent_class)->dispose (object);
}

static void
mado_picture_class_init (MadoPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_picture_dispose;
  widget_class->snapshot = mado_picture_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mado_picture_init (MadoPicture *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  if (default_backend == MADO_BACKEND_GL)
    add_gl_area (self);
}

void
mado_picture_set_default_backend (MadoBackend backend)
{
  default_backend = backend;
}

MadoBackend
mado_picture_get_default_backend (void)
{
  return default_backend;
}

MadoBackend
mado_picture_get_backend (MadoPicture *self)
{
  return self->gl_area != NULL ? MADO_BACKEND_GL : MADO_BACKEND_CPU;
}

void
mado_picture_set_frame (MadoPicture *self, MadoFrame *frame, const MadoFrameRef *ref)
{
  g_return_if_fail (MADO_IS_PICTURE (self));
  g_return_if_fail ((frame == NULL) == (ref == NULL));

  if (frame == self->frame && (ref == NULL || ref->info == self->info))
    return;

  g_clear_pointer (&self->frame, mado_frame_unref);
  g_clear_pointer (&self->instance, mado_instance_unref);
  self->info = NULL;
  if (frame != NULL) {
    self->frame = mado_frame_ref (frame);
    self->instance = mado_instance_ref (ref->instance);
    self->info = ref->info;
  }
  redraw (self);
  /* From or to black, when the area itself has nothing new to draw. */
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_picture_set_state (MadoPicture *self, const MadoViewState *state)
{
  g_return_if_fail (MADO_IS_PICTURE (self));

  if (states_equal (&self->state, state))
    return;

  self->state = *state;
  redraw (self);
}
