/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-picture.h"
#include "mado-reslice.h"

G_BEGIN_DECLS

/**
 * MadoPlanePicture:
 *
 * A plane through a volume, in device px over its whole area.  With the processor's
 * backend a worker makes it: what was on show stays until the new picture is ready, and
 * the newest wish wins.  Where that takes long a draft of half the resolution comes
 * first.  With OpenGL's it is drawn at once; where that cannot draw, the processor does.
 *
 * Signals:
 * - "drawn": a new picture is on show
 */
#define MADO_TYPE_PLANE_PICTURE (mado_plane_picture_get_type ())
G_DECLARE_FINAL_TYPE (
    MadoPlanePicture, mado_plane_picture, MADO, PLANE_PICTURE, GtkWidget)

/* (nullable): %NULL for a black area. */
void mado_plane_picture_set_volume (MadoPlanePicture *self, MadoVolume *volume);

/**
 * mado_plane_picture_set_view:
 * @view: its width and height are those of the widget in device px
 * @needs_window: take the window from the values instead of @view
 */
void mado_plane_picture_set_view (MadoPlanePicture *self,
                                  const MadoPlaneView *view,
                                  gboolean needs_window);

/* Slices came: draws what is there now. */
void mado_plane_picture_refresh (MadoPlanePicture *self);

/* (nullable): the view of the picture on show, with the window it was drawn with;
 * %NULL without one. */
const MadoPlaneView *mado_plane_picture_get_shown (MadoPlanePicture *self);
/* Whether it is half as fine as it will be. */
gboolean mado_plane_picture_is_draft (MadoPlanePicture *self);
/* Whether it is the picture that was asked for last, in full. */
gboolean mado_plane_picture_is_ready (MadoPlanePicture *self);
/* Whether the processor draws because the graphics cannot hold the volume. */
gboolean mado_plane_picture_is_beyond_graphics (MadoPlanePicture *self);

/* The modality value on show at @x, @y, device px; false where there is none. */
gboolean mado_plane_picture_get_value (MadoPlanePicture *self,
                                       double x,
                                       double y,
                                       double *value);
/* A window for what is on show; false without a picture. */
gboolean mado_plane_picture_get_auto_window (MadoPlanePicture *self,
                                             MadoWindow *window);

G_END_DECLS
