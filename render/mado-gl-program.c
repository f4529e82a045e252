/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-gl-program-private.h"

#include <gio/gio.h>

#include "mado-render-error.h"
#include "mado-render-resources.h"

#define FOLDER "/org/madoviewer/Mado/render/shaders/"

static const char *const uniform_names[MADO_N_UNIFORMS] = {
    "frame",        "across",      "down",      "input_table",   "voi_table",
    "height",       "is_turned",   "n_across",  "n_down",        "input_kind",
    "table_first",  "n_table",     "base_high", "base_low",      "base_float",
    "colour_scale", "has_padding", "padding",   "padding_float", "curve",
    "gain",         "bias",        "n_voi",     "is_inverted",
};

static const char *const prologues[MADO_N_PROGRAMS] = {
    "#version 330 core\n#define IS_UNSIGNED\n#define SAMPLER usampler2D\n",
    "#version 330 core\n#define IS_SIGNED\n#define SAMPLER isampler2D\n",
    "#version 330 core\n#define IS_FLOAT\n#define SAMPLER sampler2D\n",
};

MadoProgramKind
mado_gl_program_get_kind (MadoSampleType type)
{
  switch (type) {
  case MADO_SAMPLE_S8:
  case MADO_SAMPLE_S16:
  case MADO_SAMPLE_S32:
    return MADO_PROGRAM_SIGNED;
  case MADO_SAMPLE_F32:
  case MADO_SAMPLE_F64:
    return MADO_PROGRAM_FLOAT;
  case MADO_SAMPLE_U8:
  case MADO_SAMPLE_U16:
  case MADO_SAMPLE_U32:
  default:
    return MADO_PROGRAM_UNSIGNED;
  }
}

static GLuint
compile (GLenum type, const char *prologue, const char *path, GError **error)
{
  g_autoptr (GBytes) source = g_resource_lookup_data (
      mado_render_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  char log[1024] = "";
  GLint is_compiled = GL_FALSE;

  if (source == NULL)
    return 0;

  const char *const parts[] = {prologue, g_bytes_get_data (source, NULL)};
  const GLint lengths[] = {-1, (GLint) g_bytes_get_size (source)};
  const GLuint shader = glCreateShader (type);

  glShaderSource (shader, G_N_ELEMENTS (parts), parts, lengths);
  glCompileShader (shader);
  glGetShaderiv (shader, GL_COMPILE_STATUS, &is_compiled);
  if (is_compiled)
    return shader;

  glGetShaderInfoLog (shader, sizeof log, NULL, log);
  glDeleteShader (shader);
  g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_GL,
               "%s does not compile: %s", path, log);
  return 0;
}

static bool
link_program (GLuint program, GError **error)
{
  char log[1024] = "";
  GLint is_linked = GL_FALSE;

  glLinkProgram (program);
  glGetProgramiv (program, GL_LINK_STATUS, &is_linked);
  if (is_linked)
    return true;

  glGetProgramInfoLog (program, sizeof log, NULL, log);
  g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_GL,
               "the shaders do not link: %s", log);
  return false;
}

GLuint
mado_gl_program_build (const char *prologue, const char *fragment_path, GError **error)
{
  const GLuint vertex =
      compile (GL_VERTEX_SHADER, prologue, FOLDER "frame.vert", error);
  const GLuint fragment =
      vertex != 0 ? compile (GL_FRAGMENT_SHADER, prologue, fragment_path, error) : 0;
  GLuint program = 0;
  bool is_linked = false;

  if (fragment != 0) {
    program = glCreateProgram ();
    glAttachShader (program, vertex);
    glAttachShader (program, fragment);
    is_linked = link_program (program, error);
  }
  glDeleteShader (vertex); /* 0 is ignored */
  glDeleteShader (fragment);
  if (is_linked)
    return program;

  glDeleteProgram (program);
  return 0;
}

bool
mado_gl_program_init (MadoGlProgram *self, MadoProgramKind kind, GError **error)
{
  self->id = mado_gl_program_build (prologues[kind], FOLDER "frame.frag", error);
  if (self->id == 0)
    return false;

  for (int i = 0; i < MADO_N_UNIFORMS; i++)
    self->uniforms[i] = glGetUniformLocation (self->id, uniform_names[i]);
  return true;
}

void
mado_gl_program_clear (MadoGlProgram *self)
{
  if (self->id != 0)
    glDeleteProgram (self->id);
  self->id = 0;
}
