/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-instance.h"
#include "mado-vector.h"

G_BEGIN_DECLS

/* Fewer slices have no inside to cut through. */
#define MADO_GEOMETRY_MIN_SLICES 3

/* A gap this wide, mm, and more than twice the usual distance is too much to look
 * across: what lies in it is not known. */
#define MADO_GEOMETRY_MAX_GAP 10.0

/* Why frames make no volume; MPR is refused with this reason. */
typedef enum {
  MADO_REFUSAL_NONE = 1,     /* they make one */
  MADO_REFUSAL_NO_PLANE,     /* position or orientation absent, not a number, or not
                               orthonormal; @refusal_slice */
  MADO_REFUSAL_NO_SPACING,   /* pixel spacing absent, zero or at the detector */
  MADO_REFUSAL_COLOUR,       /* colour or palette: values cannot be interpolated */
  MADO_REFUSAL_FEW_SLICES,   /* @refusal_value of them, @refusal_limit needed */
  MADO_REFUSAL_ONE_PLACE,    /* frames in time, not in space */
  MADO_REFUSAL_NOT_PARALLEL, /* localizers, radial or rotating slices; @refusal_slice
                               is turned most, by @refusal_value degrees */
  MADO_REFUSAL_CROSSING,     /* slices, turned by up to 45°, cross inside the image:
                               @refusal_slice and the next, at @refusal_value */
  MADO_REFUSAL_GAP,  /* @refusal_value mm after @refusal_slice, @refusal_limit */
  MADO_REFUSAL_SIZE, /* rows, columns or pixel spacing differ */
  MADO_REFUSAL_FRAME_OF_REFERENCE, /* more than one in the stack */
  MADO_REFUSAL_PROJECTION,         /* CR, DX, MG, XA, RF, US …: not a cross section */
  MADO_REFUSAL_VALUES, /* units or modality LUTs differ between slices, or, where there is
     no @refusal_slice, values are labels */
} MadoRefusal;

/**
 * MadoGap:
 * @after: index of the slice before the gap, 0 for the first of the display set
 * @n_missing: slices that are not there
 * @width: mm, from slice to slice
 */
typedef struct {
  int after;
  int n_missing;
  double width;
} MadoGap;

/**
 * MadoDuplicate:
 * @slice: index of a slice at the place of another
 * @of: index of the one that is used
 */
typedef struct {
  int slice;
  int of;
} MadoDuplicate;

/**
 * MadoGeometry:
 * @refusal: NONE when the frames make a volume
 * @refusal_slice: index, -1 when no slice in particular
 * @refusal_value: unit and meaning at #MadoRefusal
 * @refusal_limit: the same
 * @n_slices: different places along the normal
 * @columns: px
 * @rows: px
 * @origin: centre of the first pixel of slice 0
 * @row: unit vector along a row (increasing column)
 * @column: unit vector along a column (increasing row)
 * @normal: unit vector from slice to slice, in the order of the display set; parallel
 *   or antiparallel to @row × @column
 * @is_right_handed: @normal is @row × @column, not its opposite
 * @column_spacing: mm between columns
 * @row_spacing: mm between rows
 * @spacing: mm between neighbouring slices along the normal, from their positions
 *   (never Slice Thickness or Spacing Between Slices): the median; 0 for one slice
 * @is_regular: no distance that is no gap differs from @spacing by more than 1 % and
 *   0.02 mm
 * @worst_deviation: mm, largest difference of a distance from @spacing that is no gap
 * @worst_slice: index of the slice before it, -1 when no distance differs
 * @tilt: degrees between @normal and the line the slices follow, as by a tilted
 *   gantry; 0 below 0.1
 * @tilt_direction: unit vector of that line
 * @is_non_square: row and column spacing differ by more than 0.1 %
 * @overlap: mm by which neighbouring slices overlap at most (Slice Thickness − their
 *   distance), 0 where it is less than 5 % of it
 * @overlap_slice: index of the slice before it, -1 when none overlap
 * @n_overlaps: pairs of neighbours that overlap
 * @gaps: (element-type MadoGap): where slices are missing
 * @duplicates: (element-type MadoDuplicate): at places where another is already
 * @slices: (array length=n_slices): index in the display set of each place
 * @along: (array length=n_slices): mm of each along @normal from slice 0; increasing
 * @shift: (array length=n_slices): px by which each lies off the first along @row
 *   (column) and @column (row): not 0 with a tilted gantry
 *
 * What a stack of frames is in space, and what is wrong with it.  Every slice has
 * its own place in @along and @shift, so nothing is averaged.
 */
typedef struct {
  MadoRefusal refusal;
  int refusal_slice;
  double refusal_value;
  double refusal_limit;
  int n_slices;
  int columns;
  int rows;
  MadoVector origin;
  MadoVector row;
  MadoVector column;
  MadoVector normal;
  bool is_right_handed;
  double column_spacing;
  double row_spacing;
  double spacing;
  bool is_regular;
  double worst_deviation;
  int worst_slice;
  double tilt;
  MadoVector tilt_direction;
  bool is_non_square;
  double overlap;
  int overlap_slice;
  int n_overlaps;
  GArray *gaps;
  GArray *duplicates;
  int *slices;
  double *along;
  double (*shift)[2];
} MadoGeometry;

typedef struct _MadoDisplaySet MadoDisplaySet;

/* Returns: (transfer full): never %NULL.  A pure function of the frames' headers. */
MadoGeometry *mado_geometry_new (MadoDisplaySet *set) G_GNUC_WARN_UNUSED_RESULT;
void mado_geometry_free (MadoGeometry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoGeometry, mado_geometry_free)

/* "crossing", "gap", …: the stable word for JSON and logs. */
const char *mado_refusal_get_name (MadoRefusal refusal);

/* In English, with numbers, for GErrors and the command line; slices count from 1.
 * (transfer full) (nullable): %NULL when nothing is refused. */
char *mado_geometry_dup_refusal (const MadoGeometry *self) G_GNUC_WARN_UNUSED_RESULT;

/* "axial", "coronal", "sagittal" or "oblique" (more than 25° off any of them);
 * (nullable): %NULL without planes in common. */
const char *mado_geometry_get_plane_name (const MadoGeometry *self);

/**
 * MadoIndexPoint:
 * @column: px; 0 is the centre of the first column
 * @row: px
 * @slice: 0 is the first slice, 0.5 half way (in mm) to the second
 */
typedef struct {
  double column, row, slice;
} MadoIndexPoint;

/* Between slices the first pixel moves in a straight line.  Before the first and
 * after the last slice the line goes on by @spacing per slice.  Only for volumes. */
MadoIndexPoint mado_geometry_to_index (const MadoGeometry *self, MadoVector point);
MadoVector mado_geometry_from_index (const MadoGeometry *self, MadoIndexPoint point);

/**
 * mado_geometry_get_affine:
 * @affine: (out): rows x, y, z of the map from (column, row, slice, 1) to LPS mm
 *
 * Returns: whether one affine map says it all: slices at even distances on one line,
 *   to 0.1 % of a voxel per slice; tilted stacks have a sheared one
 */
bool mado_geometry_get_affine (const MadoGeometry *self, double affine[3][4]);

/* Centre of the volume, mm. */
MadoVector mado_geometry_get_center (const MadoGeometry *self);
/* The eight corners: half a pixel and half a slice around the voxel centres. */
void mado_geometry_get_corners (const MadoGeometry *self, MadoVector corners[8]);

G_END_DECLS
