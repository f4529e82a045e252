/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

G_BEGIN_DECLS

/* What every renderer does around its drawing; a context must be current. */

/* False with %MADO_RENDER_ERROR_GL: OpenGL ES, or older than 3.3. */
bool mado_gl_state_check_version (GError **error);

/* Assumes nothing of the state on entry: a viewport of @width × @height px, plain
 * drawing, pixels unpacked without padding, no samplers on the first @n_units. */
void mado_gl_state_set_up (int width, int height, int n_units);

/* Leaves no texture, vertex array or program bound. */
void mado_gl_state_tear_down (int n_units);

G_END_DECLS
