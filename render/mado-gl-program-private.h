/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <epoxy/gl.h>

#include "mado-frame.h"

G_BEGIN_DECLS

/* Uniforms of shaders/frame.frag, by their names there. */
typedef enum {
  MADO_UNIFORM_FRAME = 0,
  MADO_UNIFORM_ACROSS,
  MADO_UNIFORM_DOWN,
  MADO_UNIFORM_INPUT_TABLE,
  MADO_UNIFORM_VOI_TABLE,
  MADO_UNIFORM_HEIGHT,
  MADO_UNIFORM_IS_TURNED,
  MADO_UNIFORM_N_ACROSS,
  MADO_UNIFORM_N_DOWN,
  MADO_UNIFORM_INPUT_KIND,
  MADO_UNIFORM_TABLE_FIRST,
  MADO_UNIFORM_N_TABLE,
  MADO_UNIFORM_BASE_HIGH,
  MADO_UNIFORM_BASE_LOW,
  MADO_UNIFORM_BASE_FLOAT,
  MADO_UNIFORM_COLOUR_SCALE,
  MADO_UNIFORM_HAS_PADDING,
  MADO_UNIFORM_PADDING,
  MADO_UNIFORM_PADDING_FLOAT,
  MADO_UNIFORM_CURVE,
  MADO_UNIFORM_GAIN,
  MADO_UNIFORM_BIAS,
  MADO_UNIFORM_N_VOI,
  MADO_UNIFORM_IS_INVERTED,
  MADO_N_UNIFORMS,
} MadoUniform;

/* GLSL has a sampler type for each kind of number, so there are three programs. */
typedef enum {
  MADO_PROGRAM_UNSIGNED = 0,
  MADO_PROGRAM_SIGNED,
  MADO_PROGRAM_FLOAT,
  MADO_N_PROGRAMS,
} MadoProgramKind;

MadoProgramKind mado_gl_program_get_kind (MadoSampleType type);

/**
 * mado_gl_program_build:
 * @prologue: what comes before the shaders' text, "#version" first
 * @fragment_path: of the resource
 *
 * A program that draws over the whole viewport with three vertices.
 *
 * Returns: its name, or 0 with the shader's log in the error
 */
GLuint
mado_gl_program_build (const char *prologue, const char *fragment_path, GError **error);

/* A linked program with the locations of its uniforms, -1 for those it has not. */
typedef struct {
  GLuint id; /* 0: not made */
  GLint uniforms[MADO_N_UNIFORMS];
} MadoGlProgram;

/* The shader's log is in the error. */
bool mado_gl_program_init (MadoGlProgram *self, MadoProgramKind kind, GError **error);
void mado_gl_program_clear (MadoGlProgram *self);

G_END_DECLS
