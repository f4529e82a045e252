/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-thumbnail.h"

#define LINE_HEIGHT 3

struct _MadoThumbnail {
  GtkWidget parent_instance;

  GdkTexture *texture; /* owned, nullable */
  double progress;
};

G_DEFINE_FINAL_TYPE (MadoThumbnail, mado_thumbnail, GTK_TYPE_WIDGET)

static const GdkRGBA black = {0, 0, 0, 1};
static const GdkRGBA accent = {0.357f, 0.608f, 0.941f, 1};

static void
mado_thumbnail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MadoThumbnail *self = MADO_THUMBNAIL (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);

  gtk_snapshot_append_color (snapshot, &black,
                             &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->texture != NULL)
    gtk_snapshot_append_texture (snapshot, self->texture,
                                 &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->progress > 0 && self->progress < 1)
    gtk_snapshot_append_color (snapshot, &accent,
                               &GRAPHENE_RECT_INIT (0, height - LINE_HEIGHT,
                                                    width * (float) self->progress,
                                                    LINE_HEIGHT));
}

static void
mado_thumbnail_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                            ? MADO_THUMBNAIL_WIDTH
                            : MADO_THUMBNAIL_HEIGHT;
}

static void
mado_thumbnail_dispose (GObject *object)
{
  g_clear_object (&MADO_THUMBNAIL (object)->texture);
  G_OBJECT_CLASS (mado_thumbnail_parent_class)->dispose (object);
}

static void
mado_thumbnail_class_init (MadoThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_thumbnail_dispose;
  widget_class->measure = mado_thumbnail_measure;
  widget_class->snapshot = mado_thumbnail_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
mado_thumbnail_init (MadoThumbnail *self)
{
}

GtkWidget *
mado_thumbnail_new (void)
{
  return g_object_new (MADO_TYPE_THUMBNAIL, NULL);
}

GdkTexture *
mado_thumbnail_get_texture (MadoThumbnail *self)
{
  g_return_val_if_fail (MADO_IS_THUMBNAIL (self), NULL);

  return self->texture;
}

void
mado_thumbnail_set_texture (MadoThumbnail *self, GdkTexture *texture)
{
  g_return_if_fail (MADO_IS_THUMBNAIL (self));

  if (g_set_object (&self->texture, texture))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_thumbnail_set_progress (MadoThumbnail *self, double progress)
{
  g_return_if_fail (MADO_IS_THUMBNAIL (self));

  if (progress == self->progress)
    return;

  self->progress = progress;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
