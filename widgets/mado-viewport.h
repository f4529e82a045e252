/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-loader.h"
#include "mado-mpr.h"
#include "mado-overlay.h"
#include "mado-renderer.h"
#include "mado-view-state.h"

G_BEGIN_DECLS

/* What the left mouse button does (IHE BIR table 13-2, the 2D part). */
typedef enum {
  MADO_TOOL_SCROLL = 1,
  MADO_TOOL_WINDOW,
  MADO_TOOL_ZOOM,
  MADO_TOOL_PAN,
  MADO_TOOL_CROSSHAIR, /* moves and turns the planes of an MPR; elsewhere the 3D cursor */
} MadoTool;

/**
 * MadoMouse:
 * @left_is_active_tool: always; the others are fixed tools
 * @right: tool of the right button; default WINDOW
 * @middle: tool of the middle button; default PAN
 * @wheel: tool of the wheel, SCROLL or ZOOM; with Ctrl the other one
 * @window_up_is_brighter: drag direction; default true
 * @invert_scroll: wheel and drag direction of SCROLL
 */
typedef struct {
  MadoTool right;
  MadoTool middle;
  MadoTool wheel;
  gboolean window_up_is_brighter;
  gboolean invert_scroll;
} MadoMouse;

/**
 * MadoViewport:
 *
 * Shows one frame of a display set and turns input into a new view state; draws
 * nothing but the picture, its overlay and, where there is no picture, why.
 * Loads through the #MadoLoader; a drop of a #MadoDisplaySet shows it, or asks for its
 * MPR.
 *
 * Signals:
 * - "activated": pressed, or focused
 * - "changed": set, index, view state or loading state changed
 * - "trust-clicked": the reader asks for the reasons behind the trust line
 * - "maximise-requested": double click
 * - "mpr-dropped" (#MadoDisplaySet): dropped where its MPR is to be shown
 * - "point-picked" (double x, y, z): patient mm: the 3D cursor was set here, by the
 *   crosshair tool on a frame, or by Shift and the pointer on any picture
 */
#define MADO_TYPE_VIEWPORT (mado_viewport_get_type ())
G_DECLARE_FINAL_TYPE (MadoViewport, mado_viewport, MADO, VIEWPORT, GtkWidget)

GtkWidget *mado_viewport_new (MadoLoader *loader) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable): what is on show.  Setting it fits the picture and takes its window;
 * @index -1 begins where there is something to see: in the middle of a stack. */
MadoDisplaySet *mado_viewport_get_display_set (MadoViewport *self);
void mado_viewport_set_display_set (MadoViewport *self, MadoDisplaySet *set, int index);

int mado_viewport_get_n_frames (MadoViewport *self); /* 0 without a display set */
int mado_viewport_get_index (MadoViewport *self);
void mado_viewport_set_index (MadoViewport *self, int index); /* clamped */
/* Of the frame whose header stands for what is on show: of an MPR the middle one. */
int mado_viewport_get_frame_index (MadoViewport *self);

const MadoViewState *mado_viewport_get_state (MadoViewport *self);
void mado_viewport_set_state (MadoViewport *self, const MadoViewState *state);

/**
 * mado_viewport_set_mpr:
 * @mpr: (nullable): %NULL to show frames again
 *
 * Shows one plane of @mpr, or why there is none.  The display set of the viewport
 * becomes that of @mpr; index and number of frames count the pictures along the normal.
 */
void mado_viewport_set_mpr (MadoViewport *self, MadoMpr *mpr, MadoPlaneKind kind);
MadoMpr *mado_viewport_get_mpr (MadoViewport *self); /* (nullable) */
MadoPlaneKind mado_viewport_get_plane_kind (MadoViewport *self);

/**
 * mado_viewport_get_plane:
 * @width: (out): mm
 * @height: (out): mm
 *
 * Where in the patient the picture on show lies: of a frame all of it, of an MPR plane
 * what the viewport shows.
 *
 * Returns: false when that is not known, and without a picture
 */
gboolean mado_viewport_get_plane (MadoViewport *self,
                                  MadoPlane *plane,
                                  double *width,
                                  double *height);
/* (nullable): only viewports in the same one can be compared by position. */
const char *mado_viewport_get_frame_of_reference (MadoViewport *self);

/* Device px ↔ patient, in the plane on show.  False as mado_viewport_get_plane(). */
gboolean
mado_viewport_to_patient (MadoViewport *self, double x, double y, MadoVector *point);
gboolean
mado_viewport_from_patient (MadoViewport *self, MadoVector point, double *x, double *y);

/* Scrolls to the picture nearest to @point; false when no picture lies within half a
 * slice of it (an MPR can go anywhere in its volume). */
gboolean mado_viewport_show_point (MadoViewport *self, MadoVector point);

/* What the trust line says of how the viewport follows others. */
void mado_viewport_set_link (MadoViewport *self, MadoLinkState link);

/* Where another viewport's picture crosses this one; drawn over it. */
typedef struct {
  MadoVector from, to;
  gboolean is_active; /* of the active viewport: drawn stronger */
  char label[16];     /* e.g. its slice number; may be "" */
} MadoReferenceLine;

void mado_viewport_set_reference_lines (MadoViewport *self,
                                        const MadoReferenceLine *lines,
                                        int n);
/* (nullable): the 3D cursor; drawn where @point lies, hollow when it is off the plane. */
void mado_viewport_set_cursor_point (MadoViewport *self, const MadoVector *point);

gboolean mado_viewport_is_active (MadoViewport *self);
void mado_viewport_set_active (MadoViewport *self, gboolean active);
void mado_viewport_set_tool (MadoViewport *self, MadoTool tool);
void mado_viewport_set_mouse (MadoViewport *self, const MadoMouse *mouse);
void mado_viewport_set_annotation (MadoViewport *self, MadoAnnotationLevel level);
/* On planes; default true.  With the crosshair tool it always is. */
void mado_viewport_set_crosshair_shown (MadoViewport *self, gboolean shown);
void mado_viewport_set_interpolation (MadoViewport *self,
                                      MadoInterpolation interpolation);
void mado_viewport_set_not_for_diagnosis (MadoViewport *self, gboolean shown);

/* Backend of all viewports: measured at start, or what `--backend` says. */
void mado_viewport_set_default_backend (MadoBackend backend);

/* What the keys do.  reset: zoom, pan, rotation, flip, invert, window; the slice
 * stays. */
void mado_viewport_reset (MadoViewport *self);
void mado_viewport_fit (MadoViewport *self);
void mado_viewport_actual_size (MadoViewport *self);
void mado_viewport_rotate (MadoViewport *self);
void mado_viewport_flip (MadoViewport *self);
void mado_viewport_invert (MadoViewport *self);
void mado_viewport_set_window (MadoViewport *self, const MadoWindow *window);
/* One of the file's own: windows first, then VOI LUTs, in file order. */
int mado_viewport_get_n_file_windows (MadoViewport *self);
char *mado_viewport_dup_file_window_name (MadoViewport *self, int i);
void mado_viewport_set_file_window (MadoViewport *self, int i);
void mado_viewport_set_auto_window (MadoViewport *self);

/* Cine (IHE BIR table 13-3): frames per second; 0 for the file's own rate. */
gboolean mado_viewport_is_playing (MadoViewport *self);
void mado_viewport_set_playing (MadoViewport *self, gboolean playing);
double mado_viewport_get_frame_rate (MadoViewport *self);
void mado_viewport_set_frame_rate (MadoViewport *self, double frames_per_second);

/* (transfer full) (nullable): the reasons behind the trust line, one per line. */
char *mado_viewport_dup_trust_details (MadoViewport *self);

G_END_DECLS
