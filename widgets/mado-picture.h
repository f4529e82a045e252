/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-renderer.h"
#include "mado-study.h"

G_BEGIN_DECLS

/**
 * MadoPicture:
 *
 * The pixels of one frame, in device px over its whole area, drawn by the processor
 * or by OpenGL.  Draws again only when frame or view state changed.  Where OpenGL
 * does not work it turns to the processor by itself.
 */
#define MADO_TYPE_PICTURE (mado_picture_get_type ())
G_DECLARE_FINAL_TYPE (MadoPicture, mado_picture, MADO, PICTURE, GtkWidget)

/* Backend of pictures made from now on.  Default: %MADO_BACKEND_CPU. */
void mado_picture_set_default_backend (MadoBackend backend);
MadoBackend mado_picture_get_default_backend (void);

MadoBackend mado_picture_get_backend (MadoPicture *self);

/**
 * mado_picture_set_frame:
 * @frame: (nullable): %NULL for a black area
 * @ref: (nullable): of the same frame
 */
void
mado_picture_set_frame (MadoPicture *self, MadoFrame *frame, const MadoFrameRef *ref);

/* @state->width and height are those of the widget in device px. */
void mado_picture_set_state (MadoPicture *self, const MadoViewState *state);

G_END_DECLS
