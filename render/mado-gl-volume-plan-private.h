/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-reslice-plan-private.h"

G_BEGIN_DECLS

/**
 * MadoGlVolumePlan:
 * @n_bits: of the fraction of a fixed-point number
 * @width: of @lines, texels
 * @n_rows: of @lines
 * @lines: (array): RGBA; row 0: of column x; row 1: of row y; from row 2 on: of samples
 * @rough: (x, y, 1) to the position of the first sample, column by column
 * @extent: of the volume
 * @reach: further than this outside, no sample is inside
 * @slices: (array): RGBA: slope, intercept, known slices before and after
 * @runs: (array): RG: first and last slice of the run, -1 when the slice is not there
 * @places: (array length=n_places): RGBA: place and shift of column and row; of the
 *   slices, one before and one after them; %NULL when the volume is affine
 * @cell_bits: width of a cell
 * @cells: (array length=n_cells): last place at or before the cell's beginning
 *
 * A #MadoReslicePlan as shaders/volume.frag wants it.  Positions are fixed-point
 * numbers, in voxels, or along the normal in units of the spacing; that of a px is
 * the sum of three of them, each worked out in double and rounded once.
 */
typedef struct {
  int n_bits;
  int width;
  int n_rows;
  gint32 *lines;
  float rough[9];
  float extent[3];
  float reach[3];
  float *slices;
  gint32 *runs;
  gint32 *places;
  int n_places;
  int cell_bits;
  gint32 *cells;
  int n_cells;
} MadoGlVolumePlan;

void mado_gl_volume_plan_init (MadoGlVolumePlan *self, const MadoReslicePlan *plan);
void mado_gl_volume_plan_clear (MadoGlVolumePlan *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoGlVolumePlan, mado_gl_volume_plan_clear)

G_END_DECLS
