/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <epoxy/gl.h>

#include "mado-frame.h"
#include "mado-grayscale.h"
#include "mado-sample-axis-private.h"

G_BEGIN_DECLS

/* Textures of shaders/frame.frag.  All bind to @unit and leave it bound.  They want
 * the pixel store as glPixelStorei (GL_UNPACK_ALIGNMENT, 1) leaves a fresh one. */

/* Stored values as they are; doubles as two floats, their padding as NaN. */
void mado_gl_texture_upload_frame (GLuint texture,
                                   int unit,
                                   const MadoFrame *frame,
                                   const MadoGrayscale *grayscale);
void mado_gl_texture_upload_axis (GLuint texture, int unit, const MadoSampleAxis *axis);

/* A table, in the buffer behind a buffer texture; @n_channels 1 or 4. */
void mado_gl_texture_upload_table (GLuint texture,
                                   GLuint buffer,
                                   int unit,
                                   const float *values,
                                   int n,
                                   int n_channels);

G_END_DECLS
