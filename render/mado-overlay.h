/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "mado-plane-view.h"

G_BEGIN_DECLS

typedef enum {
  MADO_ANNOTATION_FULL = 1,
  MADO_ANNOTATION_MINIMAL,
  MADO_ANNOTATION_NONE, /* the trust line and "not for diagnostic use" stay */
} MadoAnnotationLevel;

/* How a viewport follows others, or why it cannot. */
typedef enum {
  MADO_LINK_OFF = 0,
  MADO_LINK_POSITION, /* same frame of reference */
  MADO_LINK_MANUAL,   /* an offset the reader set */
  MADO_LINK_NO_FRAME, /* refused: no frame of reference in common */
  MADO_LINK_TURNED,   /* refused: not parallel */
  MADO_LINK_OUTSIDE,  /* the others show what lies beyond this series */
} MadoLinkState;

/**
 * MadoOverlayInput:
 * @index: of the frame on show, 0 for the first; with @plane any frame of @set
 * @n_loaded: frames decoded so far; -1 to say nothing of it
 * @n_failed: frames that cannot be decoded
 * @state: with @plane that of its view
 * @scale: device px per unit of font size: 1 on an ordinary screen, 2 at 200 %
 * @is_mpr: a plane of an MPR, or why there is none
 * @plane: (nullable): what is on show instead of a frame; %NULL without @is_mpr, and
 *   where MPR is refused
 * @plane_kind: 0, or whose colour its badge has however it is turned
 * @position: which plane along the normal, 0 for the first
 * @n_positions: how many there are
 * @is_draft: a cheaper picture, until the right one is ready
 * @is_beyond_graphics: drawn by the processor, as the volume exceeds what the
 *   graphics can hold
 */
typedef struct {
  MadoDisplaySet *set;
  int index;
  int columns;
  int rows;
  int n_loaded;
  int n_failed;
  const MadoViewState *state;
  MadoAnnotationLevel level;
  double scale;
  bool not_for_diagnosis;
  bool is_mpr;
  const MadoPlaneView *plane;
  MadoPlaneKind plane_kind;
  int position;
  int n_positions;
  bool is_draft;
  bool is_beyond_graphics;
  MadoLinkState link;
} MadoOverlayInput;

/**
 * mado_overlay_draw:
 * @cr: picture coordinates, device px
 *
 * Four-corner annotation (IHE BIR), orientation letters, scale bar and the trust
 * line, in the reader's language.  No GTK: pango and cairo, the same in the
 * desktop and in `mado-cli render`.
 */
void mado_overlay_draw (cairo_t *cr, const MadoOverlayInput *input);

/* The trust line and its reasons, one per line, in the reader's language. */
char *mado_overlay_dup_trust_line (const MadoOverlayInput *input,
                                   bool *is_warning) G_GNUC_WARN_UNUSED_RESULT;
char *mado_overlay_dup_trust_details (const MadoOverlayInput *input)
    G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) (nullable): why the frames make no volume, in the reader's language, a
 * sentence or two; %NULL when they make one. */
char *mado_overlay_dup_refusal (const MadoGeometry *geometry) G_GNUC_WARN_UNUSED_RESULT;

/* "Axial", "Oblique (Axial)", …: what a radiologist calls @plane. */
char *mado_overlay_dup_plane_name (const MadoPlane *plane) G_GNUC_WARN_UNUSED_RESULT;

/* Red, green, blue, 0 to 1: of a plane's badge, frame and lines. */
const double *mado_overlay_get_plane_color (MadoPlaneKind kind);

/* "MIP", "MinIP", "Mean" */
const char *mado_overlay_get_slab_mode_name (MadoSlabMode mode);

/* (transfer full) (nullable): what sets a stack apart in its series, in the reader's
 * language: "Sagittal", "b 1000"; made of mado_display_set_get_stack_label(). */
char *mado_overlay_dup_stack_label (MadoDisplaySet *set) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
