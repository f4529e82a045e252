/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-pixel-format.h"

G_BEGIN_DECLS

/**
 * MadoFrame:
 * @columns: px
 * @rows: px
 * @n_samples: 1 (grey or palette index) or 3 (RGB, interleaved)
 * @type: of each sample
 * @pixels: rows × columns × n_samples samples, row-major, no padding
 *
 * One decoded frame: stored values, sign-extended and without overlay bits.
 * Colour is always RGB here; YBR was converted while decoding (PS3.3
 * C.7.6.3.1.2).  Palette indices stay indices.
 *
 * Immutable and atomically reference counted: any thread may read it without
 * a lock, nobody copies it.
 */
typedef struct {
  int columns;
  int rows;
  int n_samples;
  MadoSampleType type;
  GBytes *pixels;
  gatomicrefcount ref_count;
} MadoFrame;

/**
 * mado_frame_new:
 * @pixels: (transfer full): exactly rows × columns × n_samples samples
 */
MadoFrame *mado_frame_new (int columns,
                           int rows,
                           int n_samples,
                           MadoSampleType type,
                           GBytes *pixels) G_GNUC_WARN_UNUSED_RESULT;
MadoFrame *mado_frame_ref (MadoFrame *self);
void mado_frame_unref (MadoFrame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoFrame, mado_frame_unref)

gsize mado_frame_get_size (const MadoFrame *self); /* bytes of pixels */

/**
 * mado_frame_get_sample:
 *
 * Returns: the stored value at (@column, @row), both inside the frame
 */
double mado_frame_get_sample (const MadoFrame *self, int column, int row, int sample);

G_END_DECLS
