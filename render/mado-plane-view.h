/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-view-state.h"
#include "mado-volume.h"

G_BEGIN_DECLS

#define MADO_SLAB_MAX 200.0 /* mm */

typedef enum {
  MADO_PLANE_AXIAL = 1, /* seen from the feet */
  MADO_PLANE_CORONAL,   /* seen from the front */
  MADO_PLANE_SAGITTAL,  /* seen from the left */
} MadoPlaneKind;

/* What a slab shows of the values along its thickness. */
typedef enum {
  MADO_SLAB_MIP = 1,
  MADO_SLAB_MINIP,
  MADO_SLAB_MEAN,
} MadoSlabMode;

/**
 * MadoPlane:
 * @center: a point of the plane, mm
 * @right: unit vector across the picture
 * @down: unit vector down the picture, orthogonal to @right
 *
 * A plane in patient space.  Its normal, @right × @down, points away from the
 * reader, into the screen.
 */
typedef struct {
  MadoVector center;
  MadoVector right;
  MadoVector down;
} MadoPlane;

/* The plane of @kind through @center, as radiologists hang it: axial R at the left and
 * A on top, coronal R at the left and H on top, sagittal A at the left and H on top. */
void mado_plane_init (MadoPlane *self, MadoPlaneKind kind, MadoVector center);
MadoVector mado_plane_get_normal (const MadoPlane *self);
/* mm from the plane, positive away from the reader. */
double mado_plane_get_distance (const MadoPlane *self, MadoVector point);

/**
 * MadoPlaneView:
 * @plane: seen in the picture's centre
 * @slab: thickness, mm, half on each side of the plane; 0 for the plane alone
 * @slab_mode: used when @slab is more than 0
 * @view: size, window, inversion, interpolation; its zoom is device px per mm, its pan
 *   where @plane.center lies from the picture's centre, its flip and rotation as in 2D
 *
 * How a volume is shown: a plain value.  Same volume and same view, same picture, on
 * every backend.
 */
typedef struct {
  MadoPlane plane;
  double slab;
  MadoSlabMode slab_mode;
  MadoViewState view;
} MadoPlaneView;

/* Zoom and pan so that the whole volume just fits; keeps everything else. */
void mado_plane_view_fit (MadoPlaneView *self, const MadoGeometry *geometry);

/**
 * MadoPlaneMap:
 *
 * Picture (px, (0,0) the upper left corner of the upper left pixel) to patient:
 * point = origin + x × across + y × down.
 */
typedef struct {
  MadoVector origin;
  MadoVector across; /* mm per device px */
  MadoVector down;
} MadoPlaneMap;

void mado_plane_view_get_map (const MadoPlaneView *self, MadoPlaneMap *map);
MadoVector mado_plane_map_to_patient (const MadoPlaneMap *self, double x, double y);
/* The picture position under which @point lies, seen along the normal. */
void mado_plane_view_to_picture (const MadoPlaneView *self,
                                 MadoVector point,
                                 double *x,
                                 double *y);

/* As mado_view_state_get_orientation(). */
void mado_plane_view_get_orientation (const MadoPlaneView *self, char letters[4][4]);

/* mm from one picture to the next when scrolling along @plane's normal: the extent of a
 * voxel in that direction. */
double mado_plane_get_step (const MadoPlane *self, const MadoGeometry *geometry);
/* How far along its normal @plane can be moved until it leaves the volume: mm from its
 * center, @low ≤ @high. */
void mado_plane_get_range (const MadoPlane *self,
                           const MadoGeometry *geometry,
                           double *low,
                           double *high);

/**
 * mado_plane_intersect:
 * @from: (out): mm
 * @to: (out): mm
 *
 * Where @other, a rectangle of @other_width × @other_height mm around its center, meets
 * the plane of @self: a reference line.
 *
 * Returns: false when they do not meet, or are parallel to within 0.5°
 */
bool mado_plane_intersect (const MadoPlane *self,
                           const MadoPlane *other,
                           double other_width,
                           double other_height,
                           MadoVector *from,
                           MadoVector *to);

/* The plane of a frame in its file: @center is the centre of the frame. */
bool mado_plane_init_from_frame (MadoPlane *self,
                                 const MadoFrameInfo *info,
                                 int columns,
                                 int rows,
                                 double *width,
                                 double *height);

G_END_DECLS
