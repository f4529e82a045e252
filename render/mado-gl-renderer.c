/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-renderer.h"

#include <math.h>

#include "mado-gl-program-private.h"
#include "mado-gl-state-private.h"
#include "mado-gl-texture-private.h"
#include "mado-grey-map-private.h"

/* Frames kept on the card, and what they may take together: there is one renderer
 * for each viewport, and a kept frame also stays in main memory. */
#define N_TEXTURES   8
#define MAX_TEXTURES (64 * 1024 * 1024) /* bytes */

/* Texture units, in the order of the sampler uniforms. */
enum {
  UNIT_FRAME,
  UNIT_ACROSS,
  UNIT_DOWN,
  UNIT_INPUT_TABLE,
  UNIT_VOI_TABLE,
  N_UNITS,
};

/* As in shaders/frame.frag. */
enum {
  INPUT_STORED = 1,
  INPUT_TABLE,
  INPUT_PALETTE,
  INPUT_RGB,
};

typedef struct {
  MadoFrame *frame; /* owned, so that the address stays its own; nullable */
  GLuint texture;
} FrameTexture;

/**
 * MadoGlRenderer:
 * @frames: most recently drawn first
 * @grayscale: (nullable): owned; whose tables are on the card
 * @input_lut: (nullable): the palette or modality LUT of @grayscale there
 * @voi_lut: (nullable): the same
 */
struct _MadoGlRenderer {
  MadoGlProgram programs[MADO_N_PROGRAMS];
  GLuint vertex_array;
  GLint max_size;
  FrameTexture frames[N_TEXTURES];
  GLuint textures[N_UNITS]; /* but for UNIT_FRAME */
  GLuint buffers[2];        /* behind the tables */
  MadoGrayscale *grayscale;
  gconstpointer input_lut;
  gconstpointer voi_lut;
};

static void
discard_errors (void)
{
  for (int i = 0; i < 16 && glGetError () != GL_NO_ERROR; i++)
    continue;
}

MadoGlRenderer *
mado_gl_renderer_new (GError **error)
{
  g_autoptr (MadoGlRenderer) self = NULL;

  if (!mado_gl_state_check_version (error))
    return NULL;

  discard_errors ();
  self = g_new0 (MadoGlRenderer, 1);
  glGetIntegerv (GL_MAX_TEXTURE_SIZE, &self->max_size);
  /* The other kinds of numbers when they come; if this compiles, they do. */
  if (!mado_gl_program_init (&self->programs[MADO_PROGRAM_UNSIGNED],
                             MADO_PROGRAM_UNSIGNED, error))
    return NULL;
  glGenVertexArrays (1, &self->vertex_array);
  glGenTextures (N_UNITS - 1, self->textures + 1);
  glGenBuffers (G_N_ELEMENTS (self->buffers), self->buffers);
  for (int i = 0; i < N_TEXTURES; i++)
    glGenTextures (1, &self->frames[i].texture);
  return g_steal_pointer (&self);
}

void
mado_gl_renderer_free (MadoGlRenderer *self)
{
  if (self == NULL)
    return;

  for (int i = 0; i < MADO_N_PROGRAMS; i++)
    mado_gl_program_clear (&self->programs[i]);
  glDeleteVertexArrays (1, &self->vertex_array);
  glDeleteTextures (N_UNITS - 1, self->textures + 1);
  glDeleteBuffers (G_N_ELEMENTS (self->buffers), self->buffers);
  for (int i = 0; i < N_TEXTURES; i++) {
    glDeleteTextures (1, &self->frames[i].texture);
    g_clear_pointer (&self->frames[i].frame, mado_frame_unref);
  }
  g_clear_pointer (&self->grayscale, mado_grayscale_unref);
  g_free (self);
}

/* The memory goes with the image, the name stays. */
static void
forget_frame (MadoGlRenderer *self, int i)
{
  g_clear_pointer (&self->frames[i].frame, mado_frame_unref);
  glBindTexture (GL_TEXTURE_2D, self->frames[i].texture);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_R8UI, 1, 1, 0, GL_RED_INTEGER, GL_UNSIGNED_BYTE,
                NULL);
}

/* Keeps the frame in use and, of the others, the last that fit. */
static void
trim_frames (MadoGlRenderer *self)
{
  gsize size = mado_frame_get_size (self->frames[0].frame);

  for (int i = 1; i < N_TEXTURES; i++) {
    if (self->frames[i].frame == NULL)
      continue;
    size += mado_frame_get_size (self->frames[i].frame);
    if (size > MAX_TEXTURES)
      forget_frame (self, i);
  }
  glBindTexture (GL_TEXTURE_2D, self->frames[0].texture);
}

/* Binds the texture of a frame, made now or still there. */
static bool
use_frame (MadoGlRenderer *self,
           const MadoFrame *frame,
           const MadoGrayscale *grayscale,
           GError **error)
{
  int i = 0;

  while (i < N_TEXTURES - 1 && self->frames[i].frame != frame)
    i++;

  const FrameTexture used = self->frames[i];

  memmove (self->frames + 1, self->frames, i * sizeof *self->frames);
  self->frames[0] = used;
  glActiveTexture (GL_TEXTURE0 + UNIT_FRAME);
  if (used.frame == frame) {
    glBindTexture (GL_TEXTURE_2D, used.texture);
    return true;
  }

  g_clear_pointer (&self->frames[0].frame, mado_frame_unref);
  discard_errors ();
  mado_gl_texture_upload_frame (used.texture, UNIT_FRAME, frame, grayscale);
  if (glGetError () != GL_NO_ERROR) {
    forget_frame (self, 0);
    g_set_error_literal (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
                         "the graphics card has no memory for the image");
    return false;
  }
  self->frames[0].frame = mado_frame_ref ((MadoFrame *) frame);
  trim_frames (self);
  return true;
}

static void
upload_palette (MadoGlRenderer *self, const MadoPalette *palette)
{
  g_autofree float *texels = g_new0 (float, 4 * (gsize) palette->n_entries);

  for (int i = 0; i < palette->n_entries; i++)
    for (int k = 0; k < 3; k++)
      texels[4 * i + k] = palette->rgb[3 * i + k];
  mado_gl_texture_upload_table (self->textures[UNIT_INPUT_TABLE], self->buffers[0],
                                UNIT_INPUT_TABLE, texels, palette->n_entries, 4);
}

static void
upload_lut (MadoGlRenderer *self, int unit, const MadoLut *lut, double scale)
{
  g_autofree float *texels = g_new (float, lut->n_entries);

  for (int i = 0; i < lut->n_entries; i++)
    texels[i] = (float) (lut->entries[i] * scale);
  mado_gl_texture_upload_table (self->textures[unit],
                                self->buffers[unit - UNIT_INPUT_TABLE], unit, texels,
                                lut->n_entries, 1);
}

/* Uploads the tables that this view needs and that are not there yet. */
static void
use_tables (MadoGlRenderer *self,
            MadoGrayscale *grayscale,
            const MadoPalette *palette,
            const MadoGreyMap *map)
{
  gconstpointer input_lut =
      palette != NULL ? (gconstpointer) palette : (gconstpointer) map->modality_lut;

  if (self->grayscale != grayscale) {
    mado_grayscale_ref (grayscale);
    g_clear_pointer (&self->grayscale, mado_grayscale_unref);
    self->grayscale = grayscale;
    self->input_lut = self->voi_lut = NULL;
  }
  if (input_lut != NULL && input_lut != self->input_lut) {
    if (palette != NULL)
      upload_palette (self, palette);
    else
      upload_lut (self, UNIT_INPUT_TABLE, map->modality_lut, 1.0);
    self->input_lut = input_lut;
  }
  if (map->voi_lut != NULL && map->voi_lut != self->voi_lut) {
    upload_lut (self, UNIT_VOI_TABLE, map->voi_lut,
                1.0 / ((1 << map->voi_lut->bits) - 1));
    self->voi_lut = map->voi_lut;
  }
  for (int unit = UNIT_INPUT_TABLE; unit <= UNIT_VOI_TABLE; unit++) {
    glActiveTexture (GL_TEXTURE0 + unit);
    glBindTexture (GL_TEXTURE_BUFFER, self->textures[unit]);
  }
}

static void
set_base (const GLint *u, const MadoFrame *frame, double base)
{
  const float large = (float) base;

  glUniform2f (u[MADO_UNIFORM_BASE_FLOAT], large, (float) (base - large));
  if (mado_gl_program_get_kind (frame->type) == MADO_PROGRAM_FLOAT &&
      fabs (base) > G_MAXUINT32)
    return; /* only whole bases of integers are used in two halves */

  const double high = floor (base / 65536.0);

  glUniform1i (u[MADO_UNIFORM_BASE_HIGH], (GLint) high);
  glUniform1i (u[MADO_UNIFORM_BASE_LOW], (GLint) (base - high * 65536.0));
}

/* Padding of integers, both ends included, as the shader compares it. */
static void
set_padding (const GLint *u, const MadoFrame *frame, const MadoGrayscale *grayscale)
{
  const double low = ceil (grayscale->padding_low);
  const double high = floor (grayscale->padding_high);
  bool has_padding = grayscale->has_padding && frame->type != MADO_SAMPLE_F64;

  glUniform2f (u[MADO_UNIFORM_PADDING_FLOAT], (float) grayscale->padding_low,
               (float) grayscale->padding_high);
  switch (mado_gl_program_get_kind (frame->type)) {
  case MADO_PROGRAM_UNSIGNED:
    has_padding = has_padding && high >= 0.0 && low <= G_MAXUINT32;
    glUniform2i (u[MADO_UNIFORM_PADDING], (GLint) (guint32) CLAMP (low, 0, G_MAXUINT32),
                 (GLint) (guint32) CLAMP (high, 0, G_MAXUINT32));
    break;
  case MADO_PROGRAM_SIGNED:
    has_padding = has_padding && high >= G_MININT32 && low <= G_MAXINT32;
    glUniform2i (u[MADO_UNIFORM_PADDING], (GLint) CLAMP (low, G_MININT32, G_MAXINT32),
                 (GLint) CLAMP (high, G_MININT32, G_MAXINT32));
    break;
  case MADO_PROGRAM_FLOAT:
  case MADO_N_PROGRAMS:
    break;
  }
  glUniform1i (u[MADO_UNIFORM_HAS_PADDING], has_padding);
}

static void
set_input (const GLint *u,
           const MadoFrame *frame,
           const MadoPalette *palette,
           const MadoGreyMap *map)
{
  const MadoLut *lut = map->modality_lut;
  int kind = INPUT_STORED;

  if (frame->n_samples == 3)
    kind = INPUT_RGB;
  else if (palette != NULL)
    kind = INPUT_PALETTE;
  else if (lut != NULL)
    kind = INPUT_TABLE;

  glUniform1i (u[MADO_UNIFORM_INPUT_KIND], kind);
  if (kind == INPUT_PALETTE || kind == INPUT_TABLE) {
    glUniform1i (u[MADO_UNIFORM_TABLE_FIRST],
                 kind == INPUT_PALETTE ? palette->first : lut->first);
    glUniform1i (u[MADO_UNIFORM_N_TABLE],
                 kind == INPUT_PALETTE ? palette->n_entries : lut->n_entries);
  }
  glUniform1f (u[MADO_UNIFORM_COLOUR_SCALE],
               (float) mado_grey_map_get_colour_scale (frame->type));
}

static void
set_map (const GLint *u, const MadoGreyMap *map)
{
  /* MadoCurveKind and the shader's CURVE_… are the same numbers. */
  glUniform1i (u[MADO_UNIFORM_CURVE], map->kind);
  glUniform1f (u[MADO_UNIFORM_GAIN], (float) map->gain);
  glUniform1f (u[MADO_UNIFORM_BIAS], (float) map->bias);
  glUniform1i (u[MADO_UNIFORM_IS_INVERTED], map->is_inverted);
  if (map->voi_lut != NULL)
    glUniform1i (u[MADO_UNIFORM_N_VOI], map->voi_lut->n_entries);
}

static bool
check_size (const MadoGlRenderer *self,
            const MadoFrame *frame,
            const MadoViewState *state,
            GError **error)
{
  if (frame->columns <= self->max_size && frame->rows <= self->max_size &&
      state->width <= self->max_size && state->height <= self->max_size)
    return true;

  g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
               "%d × %d pixels are beyond the %d of the graphics card", frame->columns,
               frame->rows, self->max_size);
  return false;
}

/* The program in use, its textures bound. */
static void
draw (MadoGlRenderer *self, const MadoRenderInput *input, const MadoViewState *state)
{
  const MadoFrame *frame = input->frame;
  MadoGrayscale *grayscale = input->info->grayscale;
  const MadoGlProgram *program =
      &self->programs[mado_gl_program_get_kind (frame->type)];
  const GLint *u = program->uniforms;
  const MadoPalette *palette = mado_grey_map_get_palette (frame, grayscale);
  g_auto (MadoSampleAxis) across = {0}, down = {0};
  MadoGreyMap map;
  const bool is_turned = mado_sample_axes_init (&across, &down, state, frame->columns,
                                                frame->rows, input->info);

  mado_grey_map_init (&map, frame, grayscale, state);
  use_tables (self, grayscale, palette, &map);
  mado_gl_texture_upload_axis (self->textures[UNIT_ACROSS], UNIT_ACROSS, &across);
  mado_gl_texture_upload_axis (self->textures[UNIT_DOWN], UNIT_DOWN, &down);

  glUseProgram (program->id);
  for (int unit = 0; unit < N_UNITS; unit++)
    glUniform1i (u[MADO_UNIFORM_FRAME + unit], unit);
  glUniform1i (u[MADO_UNIFORM_HEIGHT], state->height);
  glUniform1i (u[MADO_UNIFORM_IS_TURNED], is_turned);
  glUniform1i (u[MADO_UNIFORM_N_ACROSS], across.n_taps);
  glUniform1i (u[MADO_UNIFORM_N_DOWN], down.n_taps);
  set_input (u, frame, palette, &map);
  set_base (u, frame, map.base);
  set_padding (u, frame, grayscale);
  set_map (u, &map);
  glBindVertexArray (self->vertex_array);
  glDrawArrays (GL_TRIANGLES, 0, 3);
}

bool
mado_gl_renderer_draw (MadoGlRenderer *self,
                       const MadoRenderInput *input,
                       const MadoViewState *state,
                       GError **error)
{
  if (!check_size (self, input->frame, state, error))
    return false;
  if (state->width <= 0 || state->height <= 0)
    return true;

  mado_gl_state_set_up (state->width, state->height, N_UNITS);

  const MadoProgramKind kind = mado_gl_program_get_kind (input->frame->type);
  const bool has_frame = (self->programs[kind].id != 0 ||
                          mado_gl_program_init (&self->programs[kind], kind, error)) &&
                         use_frame (self, input->frame, input->info->grayscale, error);

  if (has_frame)
    draw (self, input, state);
  mado_gl_state_tear_down (N_UNITS);
  return has_frame;
}
