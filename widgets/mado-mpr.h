/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mado-plane-view.h"

G_BEGIN_DECLS

/**
 * MadoMpr:
 *
 * What the planes of one reformation have in common: the display set, the point they
 * all pass through, how each is turned, and its slab.  Planes start axial, coronal and
 * sagittal; turning one about another's normal makes them oblique, twice makes them
 * double oblique.  They stay orthogonal to each other unless turned one by one.
 *
 * Signals: "changed"
 *
 * Thread-safety: main thread.
 */
#define MADO_TYPE_MPR (mado_mpr_get_type ())
G_DECLARE_FINAL_TYPE (MadoMpr, mado_mpr, MADO, MPR, GObject)

/* Starts in the middle of the volume; where @set makes none, only to say why. */
MadoMpr *mado_mpr_new (MadoDisplaySet *set) G_GNUC_WARN_UNUSED_RESULT;
MadoDisplaySet *mado_mpr_get_display_set (MadoMpr *self);

/* The point all planes pass through, mm; kept inside the volume. */
MadoVector mado_mpr_get_center (MadoMpr *self);
void mado_mpr_set_center (MadoMpr *self, MadoVector center);

/* The plane of @kind as it is turned now, through the center. */
MadoPlane mado_mpr_get_plane (MadoMpr *self, MadoPlaneKind kind);

/**
 * mado_mpr_turn:
 * @kind: the plane the reader looks at; it stays as it is
 * @angle: radians, clockwise on the screen
 * @only: 0 to turn both others together, or the one plane to turn
 */
void
mado_mpr_turn (MadoMpr *self, MadoPlaneKind kind, double angle, MadoPlaneKind only);
/* @steps slices along the normal of @kind, positive away from the reader; no farther
 * than the volume. */
void mado_mpr_scroll (MadoMpr *self, MadoPlaneKind kind, int steps);
/* Which of how many pictures along the normal is shown, from 0. */
int mado_mpr_get_position (MadoMpr *self, MadoPlaneKind kind, int *n);
/* The same of any plane through the volume. */
int mado_mpr_find_position (MadoMpr *self, const MadoPlane *plane, int *n);

double mado_mpr_get_slab (MadoMpr *self, MadoPlaneKind kind); /* mm */
MadoSlabMode mado_mpr_get_slab_mode (MadoMpr *self, MadoPlaneKind kind);
void
mado_mpr_set_slab (MadoMpr *self, MadoPlaneKind kind, double slab, MadoSlabMode mode);

/**
 * MadoMprLook:
 * @has_window: whether @voi, @window and @lut_index say something; until the file, the
 *   reader or the values have given a window, not
 *
 * What the planes of one reformation share of how they look; zoom and pan are each
 * viewport's own.  Windows are for modality values.
 */
typedef struct {
  MadoInterpolation interpolation;
  bool is_inverted;
  bool has_window;
  MadoVoiKind voi;
  MadoWindow window;
  int lut_index;
} MadoMprLook;

const MadoMprLook *mado_mpr_get_look (MadoMpr *self);
void mado_mpr_set_look (MadoMpr *self, const MadoMprLook *look);

/* Orthogonal planes through the middle, no slab; the look stays. */
void mado_mpr_reset (MadoMpr *self);
gboolean mado_mpr_is_oblique (MadoMpr *self);

G_END_DECLS
