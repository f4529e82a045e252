/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

G_BEGIN_DECLS

/* A place in the patient: mm, LPS+. */
typedef struct {
  double x, y, z;
} MadoPhantomPoint;

/* A tube between two points, rounded at the ends, maybe tapering: mm. */
typedef struct {
  MadoPhantomPoint a, b;
  double radius_a, radius_b;
} MadoPhantomSegment;

/* @angle: about the z axis; @tilt: about the x axis, before it: radians */
typedef struct {
  MadoPhantomPoint center;
  double radius_x, radius_y, radius_z; /* mm */
  double angle;
  double tilt;
} MadoPhantomEllipsoid;

/**
 * MadoPhantomGrid:
 * @x0: mm, centre of the first pixel
 * @dx: mm from column to column
 * @softness: mm over which an edge goes from one material to the other: pixel
 *   size and slice thickness together
 */
typedef struct {
  int columns, rows;
  double x0, y0;
  double dx, dy;
  double softness;
} MadoPhantomGrid;

/**
 * MadoPhantomSlice:
 * @values: of the material in each pixel, e.g. HU
 * @distance: scratch: signed distance in mm to the shape being collected, negative
 *   inside; FAR outside the touched rectangle
 *
 * One transverse slice while it is painted: shapes are collected as a signed
 * distance (their union), then painted with one material, later over earlier.
 */
typedef struct {
  MadoPhantomGrid grid;
  double z; /* mm */
  float *values;
  float *distance;
  int left, top, right, bottom; /* touched px; right and bottom excluded */
} MadoPhantomSlice;

#define MADO_PHANTOM_FAR 1000.0f

void mado_phantom_slice_init (MadoPhantomSlice *self,
                              const MadoPhantomGrid *grid,
                              double z,
                              float background);
void mado_phantom_slice_clear (MadoPhantomSlice *self);

/* Collecting.  @grow (mm) makes the shape fatter. */
void mado_phantom_slice_add_segment (MadoPhantomSlice *self,
                                     const MadoPhantomSegment *segment,
                                     double grow);
void mado_phantom_slice_add_segments (MadoPhantomSlice *self,
                                      const GArray *segments,
                                      double grow);
void mado_phantom_slice_add_ellipsoid (MadoPhantomSlice *self,
                                       const MadoPhantomEllipsoid *ellipsoid,
                                       double grow);

/* Signed distance in mm at a pixel; @x and @y in mm. */
typedef float (*MadoPhantomShape) (double x, double y, double z, gconstpointer data);
void mado_phantom_slice_add_shape (MadoPhantomSlice *self,
                                   double min_x,
                                   double max_x,
                                   double min_y,
                                   double max_y,
                                   MadoPhantomShape shape,
                                   gconstpointer data);
/* What was collected, less where @field (one value a pixel) is above -@margin. */
void mado_phantom_slice_clip (MadoPhantomSlice *self, const float *field, float margin);

/* Painting what was collected, which is then forgotten. */
void mado_phantom_slice_paint (MadoPhantomSlice *self, float value);
/* @rind mm of @rind_value around @value. */
void mado_phantom_slice_paint_rind (MadoPhantomSlice *self,
                                    float value,
                                    float rind_value,
                                    double rind);
void mado_phantom_slice_discard (MadoPhantomSlice *self);

/* How much of a pixel lies inside: 0 to 1. */
static inline float
mado_phantom_coverage (float distance, float softness)
{
  const float t = 0.5f - distance / softness;

  return t <= 0 ? 0 : t >= 1 ? 1 : t;
}

/**
 * mado_phantom_segments_add_curve:
 * @points: (array length=n): a smooth curve goes through them
 * @radii: (array length=n): mm
 *
 * Appends the tube along a Catmull-Rom spline to @segments.
 */
void mado_phantom_segments_add_curve (GArray *segments,
                                      const MadoPhantomPoint *points,
                                      const double *radii,
                                      int n);
GArray *mado_phantom_segments_new (void) G_GNUC_WARN_UNUSED_RESULT;
double mado_phantom_segment_get_distance (const MadoPhantomSegment *self,
                                          double x,
                                          double y,
                                          double z);
double mado_phantom_ellipsoid_get_distance (const MadoPhantomEllipsoid *self,
                                            double x,
                                            double y,
                                            double z);

/* Smooth union of two distances; @k mm wide. */
static inline double
mado_phantom_smooth_min (double a, double b, double k)
{
  const double h = MAX (k - ABS (a - b), 0) / k;

  return MIN (a, b) - h * h * k / 4;
}

/* A value given at some positions, interpolated between them (monotone in @at). */
typedef struct {
  double at, value;
} MadoPhantomKey;

double mado_phantom_interpolate (const MadoPhantomKey *keys, int n_keys, double at);
#define mado_phantom_at(keys, position)                                                \
  mado_phantom_interpolate (keys, G_N_ELEMENTS (keys), position)

G_END_DECLS
