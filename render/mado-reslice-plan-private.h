/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-grey-map-private.h"
#include "mado-plane-view.h"
#include "mado-volume.h"

G_BEGIN_DECLS

/* voxels.  A position half way between two voxels belongs to the one with the higher
 * index, and so do those this close below: rounding errors then never decide, and
 * CPU and GPU take the same voxel. */
#define MADO_RESLICE_TIE (1.0 / 1024.0)

/* A weight along an axis that is less is 0 where voxels can be bad: on a plane through
 * voxels' centres the next one has no weight but for rounding errors, and must not
 * count as a bad neighbour. */
#define MADO_RESLICE_NO_WEIGHT 1e-5

/**
 * MadoResliceSlice:
 * @first: first slice of the run of slices this one is in, -1 when it is not there
 * @last: last one of that run
 * @before: slices towards the previous one that are known; above 0.5 but at a gap
 * @after: the same towards the next one
 * @slope: modality value = slope × stored + intercept; 1 with a modality LUT
 * @intercept: 0 with a modality LUT
 *
 * A run is what can be interpolated: neighbours that are there and have no gap
 * between them.  It ends as the volume does at its faces: the last slice repeats.
 */
typedef struct {
  int first;
  int last;
  float before;
  float after;
  double slope;
  double intercept;
} MadoResliceSlice;

/**
 * MadoReslicePiece:
 * @begin: mm along the normal; the piece goes on to the @begin of the next
 * @slice: at @begin
 * @slice_step: slices per mm
 * @shift: columns and rows at @begin
 * @shift_step: per mm
 *
 * What lies between two slices (also before the first and after the last).
 */
typedef struct {
  double begin;
  double slice;
  double slice_step;
  double shift[2];
  double shift_step[2];
} MadoReslicePiece;

/**
 * MadoReslicePlan:
 * @size: columns, rows, slices
 * @interpolation: always one of the three
 * @is_cubic_across: whether CUBIC is cubic between slices too: even distances
 * @is_affine: whether @origin … @through give (column, row, slice) at once; else they
 *   give (column, row, mm along the normal), and @pieces say the slice and what to
 *   take off column and row
 * @origin: at picture position (0,0) of the first sample
 * @across: per px across the picture
 * @down: per px down
 * @through: per sample of the slab
 * @n_samples: 1 without slab
 * @mode: of the slab
 * @is_complete: all slices are there and no gap is between them
 * @slices: (array length=size[2])
 * @n_pieces: @size[2] + 1, 0 when affine
 * @pieces: (nullable)
 * @n_buckets: 0 when affine
 * @bucket_scale: per mm
 * @buckets: (nullable): piece at the lower end of bucket (mm − @pieces[1].begin) ×
 *   @bucket_scale; the piece wanted is that or one of the next @bucket_steps
 * @is_uniform: one slope and intercept for all slices: @slices[0]'s
 * @lut: (nullable): borrowed from the volume: stored values go through it first
 * @has_bad: whether there can be voxels that are no image: padding, not finite
 * @padding_low: stored values from this to @padding_high are padding
 *
 * One view of one volume, worked out once and in double: what the reference, the fast
 * CPU code and the shaders read alike.
 *
 * How a sample is made.  (column, row, slice) is the position in voxels, 0 the centre
 * of the first.  Its own voxel is floor (position + 0.5 + TIE) along each axis.
 * 1. That voxel is outside the volume: −∞.
 * 2. Its slice is not there (first < 0), or the position lies more than @after slices
 *    behind it or @before slices in front of it: NaN.  Else, the voxel is bad: −∞.
 * 3. NEAREST: that voxel.  LINEAR: the two voxels along each axis with weights 1 − f
 *    and f, f = position − floor (position).  CUBIC: four voxels along each axis from
 *    floor (position) − 1 on, mado_reslice_get_cubic_weights (f); two across slices
 *    unless @is_cubic_across.  Voxels beyond a face are those of the face; slices
 *    beyond the run @first to @last of the own voxel's slice are those of its ends.
 * 4. Bad voxels that have a weight other than 0 (NO_WEIGHT) are left out, all negative
 *    weights with them, and the rest is divided by the sum of its weights.
 * A slab is the largest, smallest or mean of its samples that are numbers; NaN when
 * there are none but a sample is NaN; else −∞.
 */
typedef struct {
  const MadoVolume *volume;
  const MadoGeometry *geometry;
  MadoSampleType type;
  gconstpointer voxels;
  int size[3];
  int width;
  int height;
  MadoInterpolation interpolation;
  bool is_cubic_across;
  bool is_affine;
  double origin[3];
  double across[3];
  double down[3];
  double through[3];
  int n_samples;
  MadoSlabMode mode;
  bool is_complete;
  MadoResliceSlice *slices;
  int n_pieces;
  MadoReslicePiece *pieces;
  int n_buckets;
  int bucket_steps;
  double bucket_scale;
  int *buckets;
  bool is_uniform;
  const MadoLut *lut;
  bool has_bad;
  double padding_low;
  double padding_high;
} MadoReslicePlan;

/* Reads which slices are there now; @volume must stay alive. */
void mado_reslice_plan_init (MadoReslicePlan *self,
                             const MadoVolume *volume,
                             const MadoPlaneView *view);
void mado_reslice_plan_clear (MadoReslicePlan *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoReslicePlan, mado_reslice_plan_clear)

/* Only the volume's part, for point samples: @origin … @through are not set. */
void mado_reslice_plan_init_volume (MadoReslicePlan *self,
                                    const MadoVolume *volume,
                                    MadoInterpolation interpolation);

/* Catmull-Rom weights of the voxels −1, 0, 1, 2 at 0 ≤ @f < 1. */
static inline void
mado_reslice_get_cubic_weights (double f, double weights[4])
{
  weights[0] = ((-0.5 * f + 1.0) * f - 0.5) * f;
  weights[1] = (1.5 * f - 2.5) * f * f + 1.0;
  weights[2] = ((-1.5 * f + 2.0) * f + 0.5) * f;
  weights[3] = (0.5 * f - 0.5) * f * f;
}

/* The piece @mm along the normal lies in. */
static inline int
mado_reslice_plan_find_piece (const MadoReslicePlan *self, double mm)
{
  const double bucket = (mm - self->pieces[1].begin) * self->bucket_scale;
  int piece;

  if (!(bucket >= 0))
    return 0;
  piece = bucket < self->n_buckets ? self->buckets[(int) bucket] : self->n_pieces - 1;
  while (piece + 1 < self->n_pieces && mm >= self->pieces[piece + 1].begin)
    piece++;
  return piece;
}

/* (column, row, mm) in @at becomes (column, row, slice). */
static inline void
mado_reslice_plan_find_slice (const MadoReslicePlan *self, double at[3])
{
  const MadoReslicePiece *piece =
      &self->pieces[mado_reslice_plan_find_piece (self, at[2])];
  const double mm = at[2] - piece->begin;

  at[0] -= piece->shift[0] + piece->shift_step[0] * mm;
  at[1] -= piece->shift[1] + piece->shift_step[1] * mm;
  at[2] = piece->slice + piece->slice_step * mm;
}

/* Where sample @sample at picture position (@x, @y) lies, in voxels. */
static inline void
mado_reslice_plan_locate (
    const MadoReslicePlan *self, double x, double y, int sample, double at[3])
{
  for (int i = 0; i < 3; i++)
    at[i] = self->origin[i] + self->across[i] * x + self->down[i] * y +
            self->through[i] * sample;
  if (!self->is_affine)
    mado_reslice_plan_find_slice (self, at);
}

/* The modality value at (column, row, slice) by the rules above, in double. */
double mado_reslice_plan_sample (const MadoReslicePlan *self, const double at[3]);

/* The px at picture position (@x, @y), in double. */
double mado_reslice_plan_get_value (const MadoReslicePlan *self, double x, double y);

/* Modality value of a stored value of slice @slice, before interpolation. */
double
mado_reslice_plan_to_modality (const MadoReslicePlan *self, int slice, double stored);

/* The way to grey of modality values, which are their own stored values here. */
void mado_reslice_init_grey_map (MadoGreyMap *map,
                                 const MadoVolume *volume,
                                 const MadoPlaneView *view);

/* Unknown px are hatched: bands of these, 4 px wide, down to the left. */
#define MADO_RESLICE_HATCH_DARK  0xff1a2230U
#define MADO_RESLICE_HATCH_LIGHT 0xff2a3548U

static inline guint32
mado_reslice_get_hatch (int x, int y)
{
  return (((unsigned) x + (unsigned) y) & 4U) != 0 ? MADO_RESLICE_HATCH_LIGHT
                                                   : MADO_RESLICE_HATCH_DARK;
}

G_END_DECLS
