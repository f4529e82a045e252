/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-geometry.h"
#include "mado-study.h"

G_BEGIN_DECLS

/**
 * MadoVolume:
 *
 * The voxels of a display set in one block of memory: the only copy.  Slices appear
 * in it while they are decoded; a slice that is there never changes.
 *
 * Atomically reference counted.  Thread-safety: any thread reads; the loader writes.
 */
typedef struct _MadoVolume MadoVolume;

MadoVolume *mado_volume_ref (MadoVolume *self);
void mado_volume_unref (MadoVolume *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoVolume, mado_volume_unref)

/**
 * mado_volume_new:
 * @budget: bytes it may take; 0 for no limit
 *
 * Reserves the memory; the pages are taken when slices come.
 *
 * Returns: (transfer full): an empty volume, or %NULL with %G_IO_ERROR_NOT_SUPPORTED
 *   (mado_geometry_dup_refusal()) or %G_IO_ERROR_NO_SPACE
 */
MadoVolume *mado_volume_new (MadoDisplaySet *set,
                             guint64 budget,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Another for every volume: tells whether a copy elsewhere, as on a graphics card, is
 * of this one, without keeping it. */
guint mado_volume_get_id (const MadoVolume *self);

/* The display set may be gone; geometry and grayscale live as long as the volume. */
const MadoGeometry *mado_volume_get_geometry (const MadoVolume *self);
MadoSampleType mado_volume_get_type (const MadoVolume *self);

/**
 * mado_volume_get_voxels:
 *
 * Stored values, column fastest, then row, then slice; no padding between.  At least
 * 64 readable bytes follow the last voxel.  Slices that are not there read as zero.
 */
gconstpointer mado_volume_get_voxels (const MadoVolume *self);
gsize mado_volume_get_size (const MadoVolume *self); /* bytes of voxels */

/* Grayscale of the middle slice: unit, inversion, padding, windows, VOI LUTs. */
const MadoGrayscale *mado_volume_get_grayscale (const MadoVolume *self);

/* modality value = slope × stored + intercept, slice by slice (PET has its own for
 * each); @n_slices of geometry.  %NULL: all slices go through the modality LUT of
 * mado_volume_get_grayscale(). */
const double *mado_volume_get_slopes (const MadoVolume *self);
const double *mado_volume_get_intercepts (const MadoVolume *self);
/* Whether slope and intercept are the same for all slices. */
bool mado_volume_is_uniform (const MadoVolume *self);

/**
 * mado_volume_set_slice:
 * @slice: as in geometry
 * @frame: of the size and type of the volume
 *
 * Copies @frame in.  A slice that is there already is left alone.  The pixels live as
 * long as the frame that is returned, even when nobody holds the volume any more.
 *
 * Returns: (transfer full): a frame whose pixels are those in the volume; @frame
 *   itself, and a failed slice, when it is of another size or type
 */
MadoFrame *mado_volume_set_slice (MadoVolume *self,
                                  int slice,
                                  MadoFrame *frame) G_GNUC_WARN_UNUSED_RESULT;
/* @slice will never come: it cannot be decoded. */
void mado_volume_fail_slice (MadoVolume *self, int slice);

typedef enum {
  MADO_SLICE_WAITING = 0,
  MADO_SLICE_THERE,
  MADO_SLICE_FAILED,
} MadoSliceState;

/* One byte each (#MadoSliceState), @n_slices of geometry; read it again for each
 * picture: a slice may come at any time. */
const guint8 *mado_volume_get_slice_states (const MadoVolume *self);
/* The same of one slice; when it is there, its voxels are, too, on every processor. */
MadoSliceState mado_volume_get_slice_state (const MadoVolume *self, int slice);
int mado_volume_get_n_there (const MadoVolume *self);
int mado_volume_get_n_failed (const MadoVolume *self);
/* Grows with every slice that comes or fails. */
guint mado_volume_get_serial (const MadoVolume *self);

/**
 * mado_volume_load:
 * @progress: (nullable): called with slices done and all
 *
 * Decodes all slices of @set on all processors.  Blocks; for the command line and
 * for tests.  Slices that cannot be decoded are failed ones.
 *
 * Returns: (transfer full): the volume, or %NULL as mado_volume_new(), with
 *   %G_IO_ERROR_CANCELLED, or with the first slice's error when none can be decoded
 */
MadoVolume *mado_volume_load (MadoDisplaySet *set,
                              guint64 budget,
                              void (*progress) (int done, int all, gpointer user_data),
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
