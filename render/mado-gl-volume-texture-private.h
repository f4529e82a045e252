/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <epoxy/gl.h>

#include "mado-volume.h"

G_BEGIN_DECLS

/* Which numbers the texels of a volume are; GLSL has a sampler type for each. */
typedef enum {
  MADO_GL_VOXELS_UNSIGNED = 0, /* stored values, up to 16 bits */
  MADO_GL_VOXELS_SIGNED,
  MADO_GL_VOXELS_FLOAT, /* modality values, NaN for padding: wider types and LUTs */
  MADO_N_GL_VOXELS,
} MadoGlVoxels;

MadoGlVoxels mado_gl_voxels_get_kind (const MadoVolume *volume);

/**
 * MadoGlVolumeStore:
 *
 * The 3D textures of the volumes drawn last.  Contexts that share their objects can
 * share one: then a volume is on the card once, however many views it has.
 * Reference counted; to be used, and let go, with one of those contexts current.
 */
typedef struct _MadoGlVolumeStore MadoGlVolumeStore;

MadoGlVolumeStore *mado_gl_volume_store_new (void) G_GNUC_WARN_UNUSED_RESULT;
MadoGlVolumeStore *mado_gl_volume_store_ref (MadoGlVolumeStore *self);
void mado_gl_volume_store_unref (MadoGlVolumeStore *self);

/**
 * mado_gl_volume_store_use:
 * @unit: texture unit it is left bound to
 *
 * Binds the texture of @volume, made now or still there, with all slices that have
 * come.  Wants the pixel store as glPixelStorei (GL_UNPACK_ALIGNMENT, 1) leaves a
 * fresh one.
 *
 * Returns: false with %MADO_RENDER_ERROR_TOO_LARGE beyond the card's limits
 */
bool mado_gl_volume_store_use (MadoGlVolumeStore *self,
                               const MadoVolume *volume,
                               int unit,
                               GError **error);

/* For tests: take the card's limit for an edge to be this; 0 for its own. */
void mado_gl_volume_store_set_max_size (int max_size);
/* For tests: volumes kept, and bytes of voxels brought into textures so far. */
int mado_gl_volume_store_get_n_volumes (const MadoGlVolumeStore *self);
guint64 mado_gl_volume_store_get_n_uploaded (const MadoGlVolumeStore *self);

G_END_DECLS
