/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-gl-volume-texture-private.h"

#include <math.h>

#include "mado-render-error.h"

/* A study on screen and a prior to compare with, and one to come back to. */
#define N_VOLUMES 3

/* One volume on the card.  It is not kept in main memory for that. */
typedef struct {
  guint id; /* of the volume; 0: none */
  GLuint texture;
  guint8 *states; /* of the slices, as far as they are in the texture */
  guint serial;   /* of the volume when that was so */
  GLsync written; /* for other contexts; nullable */
} Texture;

/**
 * MadoGlVolumeStore:
 * @textures: most recently used first
 * @n_uploaded: bytes
 */
struct _MadoGlVolumeStore {
  Texture textures[N_VOLUMES];
  guint64 n_uploaded;
  int ref_count;
};

/* How voxels lie in the texture and in the memory they come from. */
typedef struct {
  GLint internal;
  GLenum layout;
  GLenum type;
  gsize size; /* bytes of a texel */
} Format;

static int max_size_for_tests;

static Format
get_format (const MadoVolume *volume)
{
  switch (mado_gl_voxels_get_kind (volume)) {
  case MADO_GL_VOXELS_UNSIGNED:
    return mado_volume_get_type (volume) == MADO_SAMPLE_U8
               ? (Format){GL_R8UI, GL_RED_INTEGER, GL_UNSIGNED_BYTE, 1}
               : (Format){GL_R16UI, GL_RED_INTEGER, GL_UNSIGNED_SHORT, 2};
  case MADO_GL_VOXELS_SIGNED:
    return mado_volume_get_type (volume) == MADO_SAMPLE_S8
               ? (Format){GL_R8I, GL_RED_INTEGER, GL_BYTE, 1}
               : (Format){GL_R16I, GL_RED_INTEGER, GL_SHORT, 2};
  case MADO_GL_VOXELS_FLOAT:
  case MADO_N_GL_VOXELS:
  default:
    return (Format){GL_R32F, GL_RED, GL_FLOAT, 4};
  }
}

MadoGlVoxels
mado_gl_voxels_get_kind (const MadoVolume *volume)
{
  if (mado_volume_get_slopes (volume) == NULL)
    return MADO_GL_VOXELS_FLOAT;

  switch (mado_volume_get_type (volume)) {
  case MADO_SAMPLE_U8:
  case MADO_SAMPLE_U16:
    return MADO_GL_VOXELS_UNSIGNED;
  case MADO_SAMPLE_S8:
  case MADO_SAMPLE_S16:
    return MADO_GL_VOXELS_SIGNED;
  case MADO_SAMPLE_U32:
  case MADO_SAMPLE_S32:
  case MADO_SAMPLE_F32:
  case MADO_SAMPLE_F64:
  default:
    return MADO_GL_VOXELS_FLOAT;
  }
}

MadoGlVolumeStore *
mado_gl_volume_store_new (void)
{
  MadoGlVolumeStore *self = g_new0 (MadoGlVolumeStore, 1);

  self->ref_count = 1;
  return self;
}

MadoGlVolumeStore *
mado_gl_volume_store_ref (MadoGlVolumeStore *self)
{
  self->ref_count++;
  return self;
}

static void
texture_clear (Texture *self)
{
  g_clear_pointer (&self->states, g_free);
  if (self->texture != 0)
    glDeleteTextures (1, &self->texture);
  if (self->written != NULL)
    glDeleteSync (self->written);
  *self = (Texture){0};
}

void
mado_gl_volume_store_unref (MadoGlVolumeStore *self)
{
  if (self == NULL || --self->ref_count > 0)
    return;

  for (int i = 0; i < N_VOLUMES; i++)
    texture_clear (&self->textures[i]);
  g_free (self);
}

static void
discard_errors (void)
{
  for (int i = 0; i < 16 && glGetError () != GL_NO_ERROR; i++)
    continue;
}

static bool
check_size (const MadoGeometry *geometry, GError **error)
{
  const int largest = MAX (MAX (geometry->columns, geometry->rows), geometry->n_slices);
  GLint max_size = 0;

  glGetIntegerv (GL_MAX_3D_TEXTURE_SIZE, &max_size);
  if (max_size_for_tests > 0)
    max_size = MIN (max_size, max_size_for_tests);
  if (largest <= max_size)
    return true;

  g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
               "%d × %d × %d voxels are beyond the %d of the graphics card",
               geometry->columns, geometry->rows, geometry->n_slices, max_size);
  return false;
}

/* The proxy knows what the driver would refuse at once; some find out only then. */
static bool
allocate (const MadoGeometry *geometry, const Format *format, GError **error)
{
  GLint width = 0;

  discard_errors ();
  glTexImage3D (GL_PROXY_TEXTURE_3D, 0, format->internal, geometry->columns,
                geometry->rows, geometry->n_slices, 0, format->layout, format->type,
                NULL);
  glGetTexLevelParameteriv (GL_PROXY_TEXTURE_3D, 0, GL_TEXTURE_WIDTH, &width);
  if (glGetError () == GL_NO_ERROR && width == geometry->columns) {
    glTexImage3D (GL_TEXTURE_3D, 0, format->internal, geometry->columns, geometry->rows,
                  geometry->n_slices, 0, format->layout, format->type, NULL);
    if (glGetError () == GL_NO_ERROR)
      return true;
  }

  g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
               "the graphics card has no memory for %d × %d × %d voxels of %u bytes",
               geometry->columns, geometry->rows, geometry->n_slices,
               (guint) format->size);
  return false;
}

static bool
texture_init (Texture *self, const MadoVolume *volume, GError **error)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);
  const Format format = get_format (volume);

  glGenTextures (1, &self->texture);
  glBindTexture (GL_TEXTURE_3D, self->texture);
  /* Only fetched: filters of the hardware weigh with 8 bits. */
  glTexParameteri (GL_TEXTURE_3D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_3D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_3D, GL_TEXTURE_BASE_LEVEL, 0);
  glTexParameteri (GL_TEXTURE_3D, GL_TEXTURE_MAX_LEVEL, 0);
  if (!allocate (geometry, &format, error)) {
    texture_clear (self);
    return false;
  }
  self->id = mado_volume_get_id (volume);
  self->states = g_new0 (guint8, geometry->n_slices);
  return true;
}

static double
get_stored (const MadoVolume *volume, gsize i)
{
  gconstpointer voxels = mado_volume_get_voxels (volume);

  switch (mado_volume_get_type (volume)) {
  case MADO_SAMPLE_U8:
    return ((const guint8 *) voxels)[i];
  case MADO_SAMPLE_S8:
    return ((const gint8 *) voxels)[i];
  case MADO_SAMPLE_U16:
    return ((const guint16 *) voxels)[i];
  case MADO_SAMPLE_S16:
    return ((const gint16 *) voxels)[i];
  case MADO_SAMPLE_U32:
    return ((const guint32 *) voxels)[i];
  case MADO_SAMPLE_S32:
    return ((const gint32 *) voxels)[i];
  case MADO_SAMPLE_F32:
    return ((const float *) voxels)[i];
  case MADO_SAMPLE_F64:
  default:
    return ((const double *) voxels)[i];
  }
}

/* A slice as modality values: what is interpolated must be a number of its own. */
static float *
make_values (const MadoVolume *volume, int slice)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);
  const MadoGrayscale *grayscale = mado_volume_get_grayscale (volume);
  const double *slopes = mado_volume_get_slopes (volume);
  const double *intercepts = mado_volume_get_intercepts (volume);
  const gsize n = (gsize) geometry->columns * geometry->rows;
  float *values = g_new (float, n);

  for (gsize i = 0; i < n; i++) {
    const double stored = get_stored (volume, slice * n + i);
    const bool is_padding = grayscale->has_padding &&
                            stored >= grayscale->padding_low &&
                            stored <= grayscale->padding_high;

    if (is_padding || !isfinite (stored))
      values[i] = NAN;
    else if (slopes == NULL)
      values[i] = (float) mado_grayscale_get_modality_value (grayscale, stored);
    else
      values[i] = (float) (slopes[slice] * stored + intercepts[slice]);
  }
  return values;
}

static void
upload_slice (MadoGlVolumeStore *self, const MadoVolume *volume, int slice)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);
  const Format format = get_format (volume);
  const gsize n = (gsize) geometry->columns * geometry->rows;
  const guint8 *texels = (const guint8 *) mado_volume_get_voxels (volume) +
                         (gsize) slice * n * format.size;
  g_autofree float *values = NULL;

  if (format.internal == GL_R32F) {
    values = make_values (volume, slice);
    texels = (const guint8 *) values;
  }
  glTexSubImage3D (GL_TEXTURE_3D, 0, 0, 0, slice, geometry->columns, geometry->rows, 1,
                   format.layout, format.type, texels);
  self->n_uploaded += n * format.size;
}

/* Brings in what has come since; @self's texture is bound. */
static bool
texture_update (MadoGlVolumeStore *store,
                Texture *self,
                const MadoVolume *volume,
                GError **error)
{
  const guint serial = mado_volume_get_serial (volume);
  const int n_slices = mado_volume_get_geometry (volume)->n_slices;
  bool is_changed = false;

  if (serial == self->serial)
    return true;

  discard_errors ();
  for (int i = 0; i < n_slices; i++) {
    const guint8 state = (guint8) mado_volume_get_slice_state (volume, i);

    if (state == self->states[i])
      continue;
    if (state == MADO_SLICE_THERE)
      upload_slice (store, volume, i);
    self->states[i] = state;
    is_changed = true;
  }
  if (glGetError () != GL_NO_ERROR) {
    g_set_error_literal (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
                         "the graphics card has no memory for the volume");
    return false;
  }
  self->serial = serial;
  if (is_changed) {
    if (self->written != NULL)
      glDeleteSync (self->written);
    self->written = glFenceSync (GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
    glFlush ();
  }
  return true;
}

/* What other volumes take is worth less than a picture of this one. */
static bool
make_room_and_init (MadoGlVolumeStore *self, const MadoVolume *volume, GError **error)
{
  if (texture_init (&self->textures[0], volume, NULL))
    return true;

  for (int i = 1; i < N_VOLUMES; i++)
    texture_clear (&self->textures[i]);
  return texture_init (&self->textures[0], volume, error);
}

bool
mado_gl_volume_store_use (MadoGlVolumeStore *self,
                          const MadoVolume *volume,
                          int unit,
                          GError **error)
{
  const guint id = mado_volume_get_id (volume);
  int i = 0;

  if (!check_size (mado_volume_get_geometry (volume), error))
    return false;
  while (i < N_VOLUMES - 1 && self->textures[i].id != id)
    i++;

  const Texture used = self->textures[i];
  Texture *texture = &self->textures[0];

  memmove (self->textures + 1, self->textures, i * sizeof *self->textures);
  *texture = used;
  glActiveTexture (GL_TEXTURE0 + unit);
  if (texture->id != id) {
    texture_clear (texture);
    if (!make_room_and_init (self, volume, error))
      return false;
  }
  if (texture->written != NULL)
    glWaitSync (texture->written, 0, GL_TIMEOUT_IGNORED);
  glBindTexture (GL_TEXTURE_3D, texture->texture);
  if (texture_update (self, texture, volume, error))
    return true;
  texture_clear (texture);
  return false;
}

void
mado_gl_volume_store_set_max_size (int max_size)
{
  max_size_for_tests = max_size;
}

int
mado_gl_volume_store_get_n_volumes (const MadoGlVolumeStore *self)
{
  int n = 0;

  for (int i = 0; i < N_VOLUMES; i++)
    n += self->textures[i].id != 0;
  return n;
}

guint64
mado_gl_volume_store_get_n_uploaded (const MadoGlVolumeStore *self)
{
  return self->n_uploaded;
}
