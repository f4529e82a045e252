/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-viewport-private.h"

G_BEGIN_DECLS

/* Shares of the smaller side of the picture, from the center along a line. */
#define MADO_CROSSHAIR_SLAB_AT   0.17 /* square handles */
#define MADO_CROSSHAIR_MIDDLE_TO 0.26 /* up to here a line is moved */
#define MADO_CROSSHAIR_TURN_AT   0.36 /* round handles */

/* px at scale 1 */
#define MADO_CROSSHAIR_GAP      22.0 /* around the center nothing is drawn */
#define MADO_CROSSHAIR_SLAB_MIN 11.0 /* of square handles from their line */

/**
 * MadoCrosshairLine:
 * @x: of the center in the picture, device px
 * @y: of the center in the picture
 * @along_x: unit vector of the line in the picture
 * @along_y: unit vector of the line in the picture
 * @along: the same in the patient
 * @across: unit vector in the plane on show, perpendicular to the line
 * @sine: of the angle between the two planes
 * @half_slab: device px from the line to where the slab ends; 0 without a slab
 *
 * Where another plane crosses the one on show.
 */
typedef struct {
  double x, y;
  double along_x, along_y;
  MadoVector along, across;
  double sine;
  double half_slab;
} MadoCrosshairLine;

/* False for planes that are parallel, and without a picture. */
gboolean mado_viewport_get_crosshair_line (MadoViewport *self,
                                           MadoPlaneKind kind,
                                           MadoCrosshairLine *line);
/* Of square handles from their line, device px. */
double mado_crosshair_line_get_slab_offset (const MadoCrosshairLine *self,
                                            double scale);

G_END_DECLS
