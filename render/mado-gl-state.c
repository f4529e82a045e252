/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-gl-state-private.h"

#include <epoxy/gl.h>

#include "mado-render-error.h"

#define MIN_GL_VERSION 33

bool
mado_gl_state_check_version (GError **error)
{
  if (epoxy_is_desktop_gl () && epoxy_gl_version () >= MIN_GL_VERSION)
    return true;

  g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_GL,
               "OpenGL 3.3 is needed, this is %s%d.%d",
               epoxy_is_desktop_gl () ? "" : "ES ", epoxy_gl_version () / 10,
               epoxy_gl_version () % 10);
  return false;
}

void
mado_gl_state_set_up (int width, int height, int n_units)
{
  static const GLenum disabled[] = {
      GL_BLEND,        GL_DEPTH_TEST,     GL_STENCIL_TEST,    GL_CULL_FACE,
      GL_SCISSOR_TEST, GL_COLOR_LOGIC_OP, GL_FRAMEBUFFER_SRGB};

  for (gsize i = 0; i < G_N_ELEMENTS (disabled); i++)
    glDisable (disabled[i]);
  glColorMask (GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glViewport (0, 0, width, height);
  glBindBuffer (GL_PIXEL_UNPACK_BUFFER, 0);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei (GL_UNPACK_ROW_LENGTH, 0);
  glPixelStorei (GL_UNPACK_IMAGE_HEIGHT, 0);
  glPixelStorei (GL_UNPACK_SKIP_ROWS, 0);
  glPixelStorei (GL_UNPACK_SKIP_PIXELS, 0);
  glPixelStorei (GL_UNPACK_SKIP_IMAGES, 0);
  for (int unit = 0; unit < n_units; unit++)
    glBindSampler ((GLuint) unit, 0);
}

void
mado_gl_state_tear_down (int n_units)
{
  for (int unit = n_units - 1; unit >= 0; unit--) {
    glActiveTexture (GL_TEXTURE0 + (GLenum) unit);
    glBindTexture (GL_TEXTURE_2D, 0);
    glBindTexture (GL_TEXTURE_3D, 0);
    glBindTexture (GL_TEXTURE_BUFFER, 0);
  }
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  glBindVertexArray (0);
  glUseProgram (0);
}
