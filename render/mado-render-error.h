/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoRenderError:
 * @MADO_RENDER_ERROR_GL: no usable OpenGL 3.3, or a shader did not compile
 * @MADO_RENDER_ERROR_TOO_LARGE: beyond a limit of the graphics card
 */
typedef enum {
  MADO_RENDER_ERROR_GL = 1,
  MADO_RENDER_ERROR_TOO_LARGE,
} MadoRenderError;

#define MADO_RENDER_ERROR (mado_render_error_quark ())
GQuark mado_render_error_quark (void);

G_END_DECLS
