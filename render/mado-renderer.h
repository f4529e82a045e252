/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-frame.h"
#include "mado-render-error.h"
#include "mado-view-state.h"

G_BEGIN_DECLS

typedef enum {
  MADO_BACKEND_CPU = 1,
  MADO_BACKEND_GL,
} MadoBackend;

/**
 * MadoRenderInput:
 * @frame: decoded pixels; borrowed
 * @info: of the same frame; borrowed
 *
 * What a picture is made from, beside the view state.
 */
typedef struct {
  const MadoFrame *frame;
  const MadoFrameInfo *info;
} MadoRenderInput;

/**
 * mado_render_cpu:
 * @pixels: (out caller-allocated): height rows of @stride bytes, cairo's RGB24 /
 *   GDK's B8G8R8A8 little endian (bytes B G R 255)
 *
 * The reference: draws one frame with plain C in double, threaded over rows.
 * Outside the frame and pixel padding are black.  Thread-safety: any thread.
 */
void mado_render_cpu (const MadoRenderInput *input,
                      const MadoViewState *state,
                      guint8 *pixels,
                      gsize stride);

/**
 * MadoGlRenderer:
 *
 * The same picture with OpenGL 3.3 core, drawn into the framebuffer that is bound.
 * Make, use and free it with one GL context current; leaves no state bound.  Keeps
 * the textures of the last frames it drew.
 */
typedef struct _MadoGlRenderer MadoGlRenderer;

MadoGlRenderer *mado_gl_renderer_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mado_gl_renderer_free (MadoGlRenderer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoGlRenderer, mado_gl_renderer_free)

/* Draws over the whole viewport of state->width × state->height px. */
bool mado_gl_renderer_draw (MadoGlRenderer *self,
                            const MadoRenderInput *input,
                            const MadoViewState *state,
                            GError **error);

/**
 * mado_render_gl_offscreen:
 *
 * As mado_render_cpu(), through a surfaceless EGL context of its own: for the
 * command line, the tests and the measurement at start.  Slow to set up.
 */
bool mado_render_gl_offscreen (const MadoRenderInput *input,
                               const MadoViewState *state,
                               guint8 *pixels,
                               gsize stride,
                               GError **error);

/**
 * mado_render_measure_backend:
 *
 * Draws a few pictures with both backends, where the machine has a graphics card at
 * all.  Takes up to the time an OpenGL driver needs to start; call it from a worker.
 *
 * Returns: the faster; CPU where OpenGL is missing, too old or drawn by the processor
 */
MadoBackend mado_render_measure_backend (void);

/**
 * mado_render_get_modality_value:
 * @column: px, may be outside
 * @value: (out): e.g. HU
 *
 * Returns: false outside the frame, for colour, and for what is not a finite number
 */
bool mado_render_get_modality_value (const MadoRenderInput *input,
                                     int column,
                                     int row,
                                     double *value);

G_END_DECLS
