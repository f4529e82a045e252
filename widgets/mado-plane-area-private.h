/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-reslice.h"

G_BEGIN_DECLS

/**
 * MadoPlaneArea:
 *
 * A plane through a volume, drawn by OpenGL over its whole area.
 *
 * Signals:
 * - "failed" (gboolean too_large): it cannot draw, and may be removed now
 */
#define MADO_TYPE_PLANE_AREA (mado_plane_area_get_type ())
G_DECLARE_FINAL_TYPE (MadoPlaneArea, mado_plane_area, MADO, PLANE_AREA, GtkGLArea)

GtkWidget *mado_plane_area_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Draws again, also where slices have come since. */
void mado_plane_area_set_view (MadoPlaneArea *self,
                               MadoVolume *volume,
                               const MadoPlaneView *view);

G_END_DECLS
