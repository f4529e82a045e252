/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-gl-texture-private.h"

#include <math.h>

/* Beyond these a double is not a float; no window is that wide. */
#define MAX_FLOAT 1e37

typedef struct {
  GLenum type;
  GLint grey, rgb; /* internal formats */
} Format;

static Format
get_format (MadoSampleType type)
{
  switch (type) {
  case MADO_SAMPLE_U8:
    return (Format){GL_UNSIGNED_BYTE, GL_R8UI, GL_RGB8UI};
  case MADO_SAMPLE_S8:
    return (Format){GL_BYTE, GL_R8I, GL_RGB8I};
  case MADO_SAMPLE_U16:
    return (Format){GL_UNSIGNED_SHORT, GL_R16UI, GL_RGB16UI};
  case MADO_SAMPLE_S16:
    return (Format){GL_SHORT, GL_R16I, GL_RGB16I};
  case MADO_SAMPLE_U32:
    return (Format){GL_UNSIGNED_INT, GL_R32UI, GL_RGB32UI};
  case MADO_SAMPLE_S32:
    return (Format){GL_INT, GL_R32I, GL_RGB32I};
  case MADO_SAMPLE_F32:
  case MADO_SAMPLE_F64:
  default:
    return (Format){GL_FLOAT, GL_R32F, GL_RGB32F};
  }
}

static void
bind (GLuint texture, int unit)
{
  glActiveTexture (GL_TEXTURE0 + unit);
  glBindTexture (GL_TEXTURE_2D, texture);
  /* Integer and 32-bit float textures cannot be filtered; ours are only fetched. */
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_BASE_LEVEL, 0);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
}

/* A double as a large and a small float: 48 bits, which an ordinary window needs
 * when the values are far from 0. */
static float *
split_doubles (const MadoFrame *frame, const MadoGrayscale *grayscale)
{
  const gsize n = (gsize) frame->columns * frame->rows * frame->n_samples;
  const double *in = g_bytes_get_data (frame->pixels, NULL);
  float *out = g_new (float, 2 * n);

  for (gsize i = 0; i < n; i++) {
    const bool is_padding = grayscale->has_padding && in[i] >= grayscale->padding_low &&
                            in[i] <= grayscale->padding_high;
    const double value = CLAMP (in[i], -MAX_FLOAT, MAX_FLOAT);

    out[2 * i] = is_padding || !isfinite (in[i]) ? NAN : (float) value;
    out[2 * i + 1] = (float) (value - out[2 * i]);
  }
  return out;
}

static void
upload_doubles (const MadoFrame *frame, const MadoGrayscale *grayscale)
{
  const gsize n = (gsize) frame->columns * frame->rows;
  g_autofree float *split = split_doubles (frame, grayscale);

  if (frame->n_samples == 1) {
    glTexImage2D (GL_TEXTURE_2D, 0, GL_RG32F, frame->columns, frame->rows, 0, GL_RG,
                  GL_FLOAT, split);
    return;
  }

  for (gsize i = 0; i < 3 * n; i++)
    split[i] = split[2 * i];
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGB32F, frame->columns, frame->rows, 0, GL_RGB,
                GL_FLOAT, split);
}

void
mado_gl_texture_upload_frame (GLuint texture,
                              int unit,
                              const MadoFrame *frame,
                              const MadoGrayscale *grayscale)
{
  const Format format = get_format (frame->type);
  const bool is_rgb = frame->n_samples == 3;
  GLenum layout = is_rgb ? GL_RGB_INTEGER : GL_RED_INTEGER;

  bind (texture, unit);
  if (frame->type == MADO_SAMPLE_F64) {
    upload_doubles (frame, grayscale);
    return;
  }
  if (frame->type == MADO_SAMPLE_F32)
    layout = is_rgb ? GL_RGB : GL_RED;
  glTexImage2D (GL_TEXTURE_2D, 0, is_rgb ? format.rgb : format.grey, frame->columns,
                frame->rows, 0, layout, format.type,
                g_bytes_get_data (frame->pixels, NULL));
}

void
mado_gl_texture_upload_axis (GLuint texture, int unit, const MadoSampleAxis *axis)
{
  const gsize n_taps = (gsize) axis->n_taps * axis->n;
  g_autofree float *texels = g_new0 (float, 2 * (n_taps + axis->n));

  /* Indices are below 2¹⁶ and so exact. */
  for (gsize i = 0; i < n_taps; i++) {
    texels[2 * i] = (float) axis->index[i];
    texels[2 * i + 1] = axis->weight[i];
  }
  for (int i = 0; i < axis->n; i++)
    texels[2 * (n_taps + i)] = (float) axis->nearest[i];

  bind (texture, unit);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RG32F, axis->n, axis->n_taps + 1, 0, GL_RG,
                GL_FLOAT, texels);
}

void
mado_gl_texture_upload_table (
    GLuint texture, GLuint buffer, int unit, const float *values, int n, int n_channels)
{
  glBindBuffer (GL_TEXTURE_BUFFER, buffer);
  glBufferData (GL_TEXTURE_BUFFER, (GLsizeiptr) sizeof (float) * n * n_channels, values,
                GL_STATIC_DRAW);
  glActiveTexture (GL_TEXTURE0 + unit);
  glBindTexture (GL_TEXTURE_BUFFER, texture);
  glTexBuffer (GL_TEXTURE_BUFFER, n_channels == 4 ? GL_RGBA32F : GL_R32F, buffer);
  glBindBuffer (GL_TEXTURE_BUFFER, 0);
}
