/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MADO_THUMBNAIL_WIDTH  116
#define MADO_THUMBNAIL_HEIGHT 84

/**
 * MadoThumbnail:
 *
 * A small picture on black, with a line below it while its series is loading.
 */
#define MADO_TYPE_THUMBNAIL (mado_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (MadoThumbnail, mado_thumbnail, MADO, THUMBNAIL, GtkWidget)

GtkWidget *mado_thumbnail_new (void) G_GNUC_WARN_UNUSED_RESULT;

GdkTexture *mado_thumbnail_get_texture (MadoThumbnail *self);
void mado_thumbnail_set_texture (MadoThumbnail *self, GdkTexture *texture);

/* 0 to 1; both ends show no line. */
void mado_thumbnail_set_progress (MadoThumbnail *self, double progress);

G_END_DECLS
