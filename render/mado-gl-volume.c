/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-gl-volume-private.h"

#include <math.h>

#include "mado-gl-program-private.h"
#include "mado-gl-state-private.h"
#include "mado-gl-texture-private.h"
#include "mado-gl-volume-plan-private.h"
#include "mado-grey-map-private.h"
#include "mado-render-error.h"

/* Texture units, in the order of the sampler uniforms. */
enum {
  UNIT_VOXELS,
  UNIT_LINES,
  UNIT_SLICES,
  UNIT_RUNS,
  UNIT_PLACES,
  UNIT_CELLS,
  UNIT_VOI_TABLE,
  N_UNITS,
};

/* Uniforms of shaders/volume.frag, by their names there, behind the samplers. */
enum {
  UNIFORM_HEIGHT = N_UNITS,
  UNIFORM_ROUGH,
  UNIFORM_EXTENT,
  UNIFORM_REACH,
  UNIFORM_SIZE,
  UNIFORM_SCALE,
  UNIFORM_N_BITS,
  UNIFORM_IS_AFFINE,
  UNIFORM_CELL_BITS,
  UNIFORM_N_CELLS,
  UNIFORM_IS_COMPLETE,
  UNIFORM_HAS_BAD,
  UNIFORM_PADDING,
  UNIFORM_N_SAMPLES,
  UNIFORM_LINE_WIDTH,
  UNIFORM_SLAB_MODE,
  UNIFORM_CURVE,
  UNIFORM_BASE,
  UNIFORM_GAIN,
  UNIFORM_BIAS,
  UNIFORM_N_VOI,
  UNIFORM_IS_INVERTED,
  N_UNIFORMS,
};

static const char *const uniform_names[N_UNIFORMS] = {
    "voxels",    "lines",   "slices",    "runs",       "places",      "cells",
    "voi_table", "height",  "rough",     "extent",     "reach",       "size",
    "scale",     "n_bits",  "is_affine", "cell_bits",  "n_cells",     "is_complete",
    "has_bad",   "padding", "n_samples", "line_width", "slab_mode",   "curve",
    "base",      "gain",    "bias",      "n_voi",      "is_inverted",
};

/* What is interpolated, and how: each has a program of its own, made when needed. */
enum {
  TAPS_NEAREST,
  TAPS_LINEAR,
  TAPS_CUBIC_IN_SLICE, /* linear between slices at uneven distances */
  TAPS_CUBIC,
  N_TAPS,
};

static const char *const voxel_prologues[MADO_N_GL_VOXELS] = {
    "#version 330 core\n"
    "#define IS_STORED\n#define SAMPLER usampler3D\n#define VOXEL int\n",
    "#version 330 core\n"
    "#define IS_STORED\n#define SAMPLER isampler3D\n#define VOXEL int\n",
    "#version 330 core\n#define SAMPLER sampler3D\n#define VOXEL float\n",
};

static const char *const tap_prologues[N_TAPS] = {
    "#define N_TAPS 1\n#define N_SLICE_TAPS 1\n",
    "#define N_TAPS 2\n#define N_SLICE_TAPS 2\n",
    "#define N_TAPS 4\n#define N_SLICE_TAPS 2\n",
    "#define N_TAPS 4\n#define N_SLICE_TAPS 4\n",
};

typedef struct {
  GLuint id; /* 0: not made */
  GLint uniforms[N_UNIFORMS];
} Program;

struct _MadoGlVolumeRenderer {
  Program programs[MADO_N_GL_VOXELS][N_TAPS][2]; /* [1] for plain volumes */
  MadoGlVolumeStore *store;
  GLuint vertex_array;
  GLint max_size;
  GLuint textures[N_UNITS]; /* but for UNIT_VOXELS */
  GLuint buffers[N_UNITS];  /* behind those that are tables */
};

static bool
program_init (
    Program *self, MadoGlVoxels voxels, int taps, bool is_plain, GError **error)
{
  g_autofree char *prologue =
      g_strconcat (voxel_prologues[voxels], tap_prologues[taps],
                   is_plain ? "#define IS_PLAIN\n" : NULL, NULL);

  self->id = mado_gl_program_build (
      prologue, "/org/madoviewer/Mado/render/shaders/volume.frag", error);
  if (self->id == 0)
    return false;

  for (int i = 0; i < N_UNIFORMS; i++)
    self->uniforms[i] = glGetUniformLocation (self->id, uniform_names[i]);
  return true;
}

MadoGlVolumeRenderer *
mado_gl_volume_renderer_new (GError **error)
{
  g_autoptr (MadoGlVolumeRenderer) self = NULL;

  if (!mado_gl_state_check_version (error))
    return NULL;

  self = g_new0 (MadoGlVolumeRenderer, 1);
  self->store = mado_gl_volume_store_new ();
  glGetIntegerv (GL_MAX_TEXTURE_SIZE, &self->max_size);
  /* The others when they are needed; if this compiles, they do. */
  if (!program_init (&self->programs[MADO_GL_VOXELS_SIGNED][TAPS_LINEAR][1],
                     MADO_GL_VOXELS_SIGNED, TAPS_LINEAR, true, error))
    return NULL;
  glGenVertexArrays (1, &self->vertex_array);
  glGenTextures (N_UNITS - 1, self->textures + 1);
  glGenBuffers (N_UNITS - 1, self->buffers + 1);
  return g_steal_pointer (&self);
}

void
mado_gl_volume_renderer_free (MadoGlVolumeRenderer *self)
{
  if (self == NULL)
    return;

  for (int i = 0; i < MADO_N_GL_VOXELS; i++)
    for (int k = 0; k < N_TAPS; k++)
      for (int is_plain = 0; is_plain < 2; is_plain++)
        if (self->programs[i][k][is_plain].id != 0)
          glDeleteProgram (self->programs[i][k][is_plain].id);
  glDeleteVertexArrays (1, &self->vertex_array);
  glDeleteTextures (N_UNITS - 1, self->textures + 1);
  glDeleteBuffers (N_UNITS - 1, self->buffers + 1);
  mado_gl_volume_store_unref (self->store);
  g_free (self);
}

void
mado_gl_volume_renderer_share (MadoGlVolumeRenderer *self, MadoGlVolumeRenderer *other)
{
  MadoGlVolumeStore *store = mado_gl_volume_store_ref (other->store);

  mado_gl_volume_store_unref (self->store);
  self->store = store;
}

MadoGlVolumeStore *
mado_gl_volume_renderer_get_store (MadoGlVolumeRenderer *self)
{
  return self->store;
}

static void
upload_buffer (MadoGlVolumeRenderer *self,
               int unit,
               GLenum format,
               gconstpointer texels,
               gsize size)
{
  glBindBuffer (GL_TEXTURE_BUFFER, self->buffers[unit]);
  glBufferData (GL_TEXTURE_BUFFER, (GLsizeiptr) size, texels, GL_STREAM_DRAW);
  glActiveTexture (GL_TEXTURE0 + unit);
  glBindTexture (GL_TEXTURE_BUFFER, self->textures[unit]);
  glTexBuffer (GL_TEXTURE_BUFFER, format, self->buffers[unit]);
  glBindBuffer (GL_TEXTURE_BUFFER, 0);
}

static void
upload_lines (MadoGlVolumeRenderer *self, const MadoGlVolumePlan *plan)
{
  glActiveTexture (GL_TEXTURE0 + UNIT_LINES);
  glBindTexture (GL_TEXTURE_2D, self->textures[UNIT_LINES]);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA32I, plan->width, plan->n_rows, 0,
                GL_RGBA_INTEGER, GL_INT, plan->lines);
}

static void
upload_voi (MadoGlVolumeRenderer *self, const MadoGreyMap *map)
{
  const MadoLut *lut = map->voi_lut;
  const int n = lut != NULL ? lut->n_entries : 1;
  g_autofree float *greys = g_new0 (float, n);

  for (int i = 0; lut != NULL && i < n; i++)
    greys[i] = (float) (lut->entries[i] / (double) ((1 << lut->bits) - 1));
  upload_buffer (self, UNIT_VOI_TABLE, GL_R32F, greys, sizeof *greys * (gsize) n);
}

static void
upload_plan (MadoGlVolumeRenderer *self,
             const MadoGlVolumePlan *gl_plan,
             const MadoReslicePlan *plan)
{
  const gsize n = (gsize) plan->size[2];

  upload_lines (self, gl_plan);
  upload_buffer (self, UNIT_SLICES, GL_RGBA32F, gl_plan->slices,
                 n * 4 * sizeof (float));
  upload_buffer (self, UNIT_RUNS, GL_RG32I, gl_plan->runs, n * 2 * sizeof (gint32));
  if (plan->is_affine)
    return;

  upload_buffer (self, UNIT_PLACES, GL_RGBA32I, gl_plan->places,
                 (gsize) gl_plan->n_places * 4 * sizeof (gint32));
  upload_buffer (self, UNIT_CELLS, GL_R32I, gl_plan->cells,
                 (gsize) gl_plan->n_cells * sizeof (gint32));
}

static void
set_position (const GLint *u,
              const MadoGlVolumePlan *gl_plan,
              const MadoReslicePlan *plan)
{
  glUniform1i (u[UNIFORM_HEIGHT], plan->height);
  glUniformMatrix3fv (u[UNIFORM_ROUGH], 1, GL_FALSE, gl_plan->rough);
  glUniform3fv (u[UNIFORM_EXTENT], 1, gl_plan->extent);
  glUniform3fv (u[UNIFORM_REACH], 1, gl_plan->reach);
  glUniform3iv (u[UNIFORM_SIZE], 1, plan->size);
  glUniform2fv (u[UNIFORM_SCALE], 1, gl_plan->slices);
  glUniform1i (u[UNIFORM_N_BITS], gl_plan->n_bits);
  glUniform1i (u[UNIFORM_IS_AFFINE], plan->is_affine);
  glUniform1i (u[UNIFORM_CELL_BITS], gl_plan->cell_bits);
  glUniform1i (u[UNIFORM_N_CELLS], gl_plan->n_cells);
  glUniform1i (u[UNIFORM_N_SAMPLES], plan->n_samples);
  glUniform1i (u[UNIFORM_LINE_WIDTH], gl_plan->width);
  glUniform1i (u[UNIFORM_SLAB_MODE], plan->mode);
}

/* Padding of integers, both ends included; that of floats is NaN in the texture. */
static void
set_bad (const GLint *u, const MadoReslicePlan *plan)
{
  const double low = CLAMP (ceil (plan->padding_low), G_MININT32, G_MAXINT32);
  const double high = CLAMP (floor (plan->padding_high), G_MININT32, G_MAXINT32);

  glUniform1i (u[UNIFORM_IS_COMPLETE], plan->is_complete);
  glUniform1i (u[UNIFORM_HAS_BAD], plan->has_bad);
  glUniform2i (u[UNIFORM_PADDING], (GLint) low, (GLint) high);
}

static void
set_map (const GLint *u, const MadoGreyMap *map)
{
  /* MadoCurveKind and the shader's CURVE_… are the same numbers. */
  glUniform1i (u[UNIFORM_CURVE], map->kind);
  glUniform1f (u[UNIFORM_BASE], (float) map->base);
  glUniform1f (u[UNIFORM_GAIN], (float) map->gain);
  glUniform1f (u[UNIFORM_BIAS], (float) map->bias);
  glUniform1i (u[UNIFORM_IS_INVERTED], map->is_inverted);
  glUniform1i (u[UNIFORM_N_VOI], map->voi_lut != NULL ? map->voi_lut->n_entries : 1);
}

static const Program *
get_program (MadoGlVolumeRenderer *self, const MadoReslicePlan *plan, GError **error)
{
  const MadoGlVoxels voxels = mado_gl_voxels_get_kind (plan->volume);
  const bool is_plain =
      plan->is_affine && plan->is_complete && plan->is_uniform && !plan->has_bad;
  int taps = TAPS_NEAREST;

  if (plan->interpolation == MADO_INTERPOLATION_LINEAR)
    taps = TAPS_LINEAR;
  else if (plan->interpolation == MADO_INTERPOLATION_CUBIC)
    taps = plan->is_cubic_across ? TAPS_CUBIC : TAPS_CUBIC_IN_SLICE;

  Program *program = &self->programs[voxels][taps][is_plain];

  return program->id != 0 || program_init (program, voxels, taps, is_plain, error)
             ? program
             : NULL;
}

/* The volume is bound. */
static void
draw (MadoGlVolumeRenderer *self,
      const Program *program,
      const MadoReslicePlan *plan,
      const MadoPlaneView *view)
{
  const GLint *u = program->uniforms;
  g_auto (MadoGlVolumePlan) gl_plan = {0};
  MadoGreyMap map;

  mado_gl_volume_plan_init (&gl_plan, plan);
  mado_reslice_init_grey_map (&map, plan->volume, view);
  upload_plan (self, &gl_plan, plan);
  upload_voi (self, &map);

  glUseProgram (program->id);
  for (int unit = 0; unit < N_UNITS; unit++)
    glUniform1i (u[unit], unit);
  set_position (u, &gl_plan, plan);
  set_bad (u, plan);
  set_map (u, &map);
  glDrawArrays (GL_TRIANGLES, 0, 3);
}

bool
mado_gl_volume_renderer_draw (MadoGlVolumeRenderer *self,
                              MadoVolume *volume,
                              const MadoPlaneView *view,
                              GError **error)
{
  g_auto (MadoReslicePlan) plan = {0};

  if (view->view.width > self->max_size || view->view.height > self->max_size) {
    g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
                 "%d × %d pixels are beyond the %d of the graphics card",
                 view->view.width, view->view.height, self->max_size);
    return false;
  }
  if (view->view.width <= 0 || view->view.height <= 0)
    return true;

  /* The plan first: what it takes to be there will then be in the texture. */
  mado_reslice_plan_init (&plan, volume, view);
  mado_gl_state_set_up (plan.width, plan.height, N_UNITS);
  glBindVertexArray (self->vertex_array);

  const Program *program = get_program (self, &plan, error);
  const bool is_ready = program != NULL && mado_gl_volume_store_use (
                                               self->store, volume, UNIT_VOXELS, error);

  if (is_ready)
    draw (self, program, &plan, view);
  mado_gl_state_tear_down (N_UNITS);
  return is_ready;
}
