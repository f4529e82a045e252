/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-plane-area-private.h"

struct _MadoPlaneArea {
  GtkGLArea parent_instance;

  MadoGlVolumeRenderer *renderer; /* owned, nullable: only while realized */
  MadoVolume *volume;             /* owned, nullable */
  MadoPlaneView view;
  gboolean is_too_large;
  guint failed_id; /* source, 0 when none */
};

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Those that have a renderer; borrowed. */
static GList *areas;

G_DEFINE_FINAL_TYPE (MadoPlaneArea, mado_plane_area, GTK_TYPE_GL_AREA)

static void
failed_cb (gpointer user_data)
{
  MadoPlaneArea *self = user_data;

  self->failed_id = 0;
  g_signal_emit (self, signals[FAILED], 0, self->is_too_large);
}

/* The area cannot go while it is being realized or drawn. */
static void
fail (MadoPlaneArea *self, const GError *error)
{
  g_message ("Drawing planes with the processor: %s", error->message);
  self->is_too_large =
      g_error_matches (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE);
  if (self->failed_id == 0)
    self->failed_id = g_idle_add_once (failed_cb, self);
}

/* The planes of a volume draw from one texture: it can be most of a card's memory. */
static void
share_textures (MadoPlaneArea *self)
{
  GdkGLContext *own = gtk_gl_area_get_context (GTK_GL_AREA (self));

  for (GList *l = areas; l != NULL; l = l->next) {
    MadoPlaneArea *other = l->data;

    if (gdk_gl_context_is_shared (own, gtk_gl_area_get_context (GTK_GL_AREA (other)))) {
      mado_gl_volume_renderer_share (self->renderer, other->renderer);
      break;
    }
  }
  areas = g_list_prepend (areas, self);
}

static void
mado_plane_area_realize (GtkWidget *widget)
{
  MadoPlaneArea *self = MADO_PLANE_AREA (widget);
  GtkGLArea *area = GTK_GL_AREA (widget);
  g_autoptr (GError) error = NULL;

  GTK_WIDGET_CLASS (mado_plane_area_parent_class)->realize (widget);
  gtk_gl_area_make_current (area);
  if (gtk_gl_area_get_error (area) != NULL) {
    fail (self, gtk_gl_area_get_error (area));
    return;
  }
  self->renderer = mado_gl_volume_renderer_new (&error);
  if (self->renderer == NULL)
    fail (self, error);
  else
    share_textures (self);
}

static void
mado_plane_area_unrealize (GtkWidget *widget)
{
  MadoPlaneArea *self = MADO_PLANE_AREA (widget);

  areas = g_list_remove (areas, self);
  gtk_gl_area_make_current (GTK_GL_AREA (widget));
  if (gtk_gl_area_get_error (GTK_GL_AREA (widget)) == NULL)
    g_clear_pointer (&self->renderer, mado_gl_volume_renderer_free);
  GTK_WIDGET_CLASS (mado_plane_area_parent_class)->unrealize (widget);
}

static gboolean
mado_plane_area_render (GtkGLArea *area, GdkGLContext *context)
{
  MadoPlaneArea *self = MADO_PLANE_AREA (area);
  g_autoptr (GError) error = NULL;

  if (self->renderer != NULL && self->volume != NULL &&
      !mado_gl_volume_renderer_draw (self->renderer, self->volume, &self->view, &error))
    fail (self, error);
  return TRUE;
}

static void
mado_plane_area_dispose (GObject *object)
{
  MadoPlaneArea *self = MADO_PLANE_AREA (object);

  g_clear_handle_id (&self->failed_id, g_source_remove);
  g_clear_pointer (&self->volume, mado_volume_unref);
  G_OBJECT_CLASS (mado_plane_area_parent_class)->dispose (object);
}

static void
mado_plane_area_class_init (MadoPlaneAreaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_plane_area_dispose;
  widget_class->realize = mado_plane_area_realize;
  widget_class->unrealize = mado_plane_area_unrealize;
  GTK_GL_AREA_CLASS (klass)->render = mado_plane_area_render;
  signals[FAILED] =
      g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
mado_plane_area_init (MadoPlaneArea *self)
{
  gtk_gl_area_set_required_version (GTK_GL_AREA (self), 3, 3);
  gtk_gl_area_set_auto_render (GTK_GL_AREA (self), FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
mado_plane_area_new (void)
{
  return g_object_new (MADO_TYPE_PLANE_AREA, NULL);
}

void
mado_plane_area_set_view (MadoPlaneArea *self,
                          MadoVolume *volume,
                          const MadoPlaneView *view)
{
  if (volume != self->volume) {
    g_clear_pointer (&self->volume, mado_volume_unref);
    self->volume = volume != NULL ? mado_volume_ref (volume) : NULL;
  }
  self->view = *view;
  gtk_gl_area_queue_render (GTK_GL_AREA (self));
}
