/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-volume.h"

G_BEGIN_DECLS

/**
 * MadoTestVolume:
 * @type: U16 when 0
 * @column_spacing: mm; 1 when 0, as the other two
 * @origin: centre of voxel (0, 0, 0)
 * @row: unit vector along a row; axial (x, y) when @row and @column are null vectors
 * @along: (nullable): mm of each slice along @row × @column; 0, @spacing, 2 × @spacing …
 *   when %NULL
 * @tilt: mm the slices move along @row and along @column for each mm along the normal
 * @slopes: (nullable): of each slice; 1 when %NULL
 * @intercepts: (nullable): 0 when %NULL
 * @lut: (nullable): modality LUT, copied
 * @states: (nullable): #MadoSliceState of each slice; all there when %NULL
 * @voxel: stored value of a voxel; slices in the order of @along
 *
 * A small volume without files.  The display set is sorted as ever, so that slices of
 * the volume may come in the opposite order.
 */
typedef struct {
  MadoSampleType type;
  int columns, rows, slices;
  double column_spacing, row_spacing, spacing;
  MadoVector origin;
  MadoVector row, column;
  const double *along;
  double tilt[2];
  const double *slopes;
  const double *intercepts;
  const MadoLut *lut;
  bool has_padding;
  double padding_low, padding_high;
  const guint8 *states;
  double (*voxel) (int column, int row, int slice, gpointer user_data);
  gpointer user_data;
} MadoTestVolume;

MadoVolume *
mado_test_volume_make (const MadoTestVolume *test) G_GNUC_WARN_UNUSED_RESULT;

/* The display set of such a volume, without pixels; instance number: slice + 1. */
MadoDisplaySet *
mado_test_volume_make_set (const MadoTestVolume *test) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
