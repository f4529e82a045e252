/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-picture.h"
#include "mado-plane-picture.h"
#include "mado-viewport.h"

G_BEGIN_DECLS

/* How long the picture before stays, with its own annotation, when the next frame is
 * not decoded yet: shorter than a reader notices, longer than most frames take. */
#define MADO_VIEWPORT_GRACE_MS 150

enum {
  MADO_VIEWPORT_ACTIVATED,
  MADO_VIEWPORT_CHANGED,
  MADO_VIEWPORT_TRUST_CLICKED,
  MADO_VIEWPORT_MAXIMISE_REQUESTED,
  MADO_VIEWPORT_POINT_PICKED,
  MADO_VIEWPORT_MPR_DROPPED,
  MADO_VIEWPORT_N_SIGNALS,
};
extern guint mado_viewport_signals[MADO_VIEWPORT_N_SIGNALS];

/* A drag in progress: where it began and from what. */
typedef struct {
  MadoTool tool; /* 0 when none */
  double x, y;   /* device px */
  MadoViewState state;
  int index;
  gboolean has_window; /* WINDOW: @state has a window to begin from */
} MadoViewportDrag;

/* What of the crosshair the pointer is on, or drags. */
typedef enum {
  MADO_CROSSHAIR_NONE = 0,
  MADO_CROSSHAIR_CENTER, /* and anywhere free: the center goes there */
  MADO_CROSSHAIR_LINE,   /* moves in parallel */
  MADO_CROSSHAIR_TURN,   /* the ends of a line */
  MADO_CROSSHAIR_SLAB,
} MadoCrosshairPart;

/**
 * MadoCrosshairGrip:
 * @kind: plane of the line
 * @side: SLAB: -1 or +1
 */
typedef struct {
  MadoCrosshairPart part;
  MadoPlaneKind kind;
  int side;
} MadoCrosshairGrip;

struct _MadoViewport {
  GtkWidget parent_instance;

  /* template children */
  MadoPicture *picture;
  MadoPlanePicture *plane_picture;
  GtkDrawingArea *overlay;
  GtkInscription *value;
  GtkLabel *hint;
  GtkLabel *waiting;
  GtkWidget *error_box;
  GtkLabel *error_heading;
  GtkLabel *error_advice;
  GtkLabel *error_details;
  GtkButton *trust;
  GtkWidget *drop_zones; /* while a series is dragged over it */
  GtkWidget *drop_frames;
  GtkWidget *drop_mpr;

  MadoLoader *loader;  /* owned */
  MadoDisplaySet *set; /* owned, nullable */
  int index;           /* the reader's wish */
  int direction;       /* of the last scroll: -1, 0, +1 */
  int shown_index;     /* what picture, annotation and error belong to */
  MadoFrame *frame;    /* owned, nullable: of shown_index, when it is decoded */
  GError *error;       /* owned, nullable: why shown_index has no picture */
  gboolean is_blank;   /* waiting for a frame, with nothing to show meanwhile */
  guint blank_id;      /* source, 0 when none */
  int n_loaded;
  int n_failed;

  /* The plane mode: NULL for frames. */
  MadoMpr *mpr; /* owned, nullable */
  MadoPlaneKind plane_kind;
  MadoVolume *volume;     /* owned, nullable */
  MadoPlane plane;        /* its center is where state.pan_x and pan_y lead */
  MadoPlaneView own_view; /* wanted; what is on show may be behind */
  guint refresh_id;       /* source, 0 when none: slices came */
  gint64 refreshed;       /* µs */
  guint serial;           /* of the volume then */
  MadoCrosshairGrip hover;
  MadoCrosshairGrip grip; /* while dragging */
  MadoVector grip_center; /* where the drag began from */
  MadoVector grip_point;
  double grip_angle;
  double grip_slab;

  /* Marks over the picture. */
  GArray *reference_lines; /* owned, MadoReferenceLine */
  gboolean has_cursor;
  MadoVector cursor;

  MadoViewState state; /* of planes: zoom in px per mm */
  guint n_updates;     /* grows; wraps round */
  gboolean is_fitted;
  gboolean has_own_window;    /* the reader's; else the file's */
  gboolean needs_auto_window; /* once there is a frame to take it from */

  gboolean is_active;
  MadoTool tool;
  MadoMouse mouse;
  MadoAnnotationLevel annotation;
  gboolean is_crosshair_shown;
  gboolean not_for_diagnosis;
  MadoLinkState link;

  MadoViewportDrag drag;
  double wheel; /* steps not yet taken */
  gboolean has_pointer;
  double pointer_x, pointer_y; /* device px */

  guint cine_id;     /* tick callback, 0 when not playing */
  gint64 cine_due;   /* µs, when the next frame is to be shown */
  double frame_rate; /* the reader's; 0 for the file's own */

  /* owned, nullable: the last ones told to assistive technology */
  char *description;
  char *trust_line;
};

/* The frame that picture and annotation belong to; NULL when nothing is on show. */
const MadoFrameRef *
mado_viewport_get_shown (MadoViewport *self, int *columns, int *rows);

/* Whether the viewport shows something. */
gboolean mado_viewport_has_picture (MadoViewport *self);

/* Brings the children up to what is on show, and tells of the change. */
void mado_viewport_update (MadoViewport *self);

/* Forgets the display set before and begins with @set; nothing is on show yet. */
void mado_viewport_begin_set (MadoViewport *self, MadoDisplaySet *set, int index);

int mado_viewport_count_loaded (MadoViewport *self, int *n_failed);

/* Puts @state on show and tells of the change.  Width and height stay. */
void mado_viewport_apply_state (MadoViewport *self, const MadoViewState *state);

/* Recomputes the window the file wants for the frame on show. */
void mado_viewport_take_file_window (MadoViewport *self);

/* Makes sure that there is a window to begin a drag from; false for colour. */
gboolean mado_viewport_begin_window (MadoViewport *self);

/* mado-viewport-view.c: pure functions of a state, and the keys. */
void mado_viewport_zoom_about (MadoViewState *state, double factor, double x, double y);
void mado_viewport_limit_pan (MadoViewport *self, MadoViewState *state);
void mado_viewport_refit (MadoViewport *self);

/* mado-viewport-text.c */
char *mado_viewport_dup_error_heading (MadoViewport *self);
char *mado_viewport_dup_error_advice (MadoViewport *self);
void mado_viewport_update_description (MadoViewport *self);
void mado_viewport_update_trust (MadoViewport *self);
void mado_viewport_update_value (MadoViewport *self);
void mado_viewport_init_overlay_input (MadoViewport *self, MadoOverlayInput *input);

/* mado-viewport-space.c */
/* Tells of the point under picture position @x, @y. */
void mado_viewport_pick_point (MadoViewport *self, double x, double y);

/* mado-viewport-marks.c: over the picture, device px. */
void mado_viewport_draw_marks (MadoViewport *self, cairo_t *cr, double scale);

/* mado-viewport-plane.c: all of it only with an MPR. */
gboolean mado_viewport_get_reformatted_plane (MadoViewport *self,
                                              MadoPlane *plane,
                                              double *width,
                                              double *height);
gboolean mado_viewport_plane_to_patient (MadoViewport *self,
                                         double x,
                                         double y,
                                         MadoVector *point);
gboolean mado_viewport_plane_from_patient (MadoViewport *self,
                                           MadoVector point,
                                           double *x,
                                           double *y);
gboolean mado_viewport_plane_show_point (MadoViewport *self, MadoVector point);
void mado_viewport_plane_clear (MadoViewport *self); /* nothing without an MPR */
void mado_viewport_plane_map (MadoViewport *self);
void mado_viewport_plane_progress (MadoViewport *self); /* slices came */
/* The viewport's state has changed: tells the MPR of what the planes share. */
void mado_viewport_plane_apply_state (MadoViewport *self);
void mado_viewport_plane_update_picture (MadoViewport *self);
void mado_viewport_plane_take_window (MadoViewport *self); /* the file's */
gboolean mado_viewport_plane_take_auto_window (MadoViewport *self);
void mado_viewport_plane_fit (MadoViewport *self, MadoViewState *state);
void
mado_viewport_plane_limit_pan (MadoViewport *self, MadoViewState *state, double margin);
void mado_viewport_plane_actual_size (MadoViewport *self);
/* (nullable): what is on show; until there is a picture, what is wanted. */
const MadoPlaneView *mado_viewport_plane_get_view (MadoViewport *self);

/* mado-viewport-crosshair.c: only with an MPR; device px. */
void mado_viewport_crosshair_press (MadoViewport *self, double x, double y);
void mado_viewport_crosshair_drag (MadoViewport *self,
                                   double x,
                                   double y,
                                   gboolean only_one);
void mado_viewport_crosshair_release (MadoViewport *self);
void mado_viewport_crosshair_hover (MadoViewport *self); /* the pointer has moved */
gboolean
mado_viewport_crosshair_key (MadoViewport *self, guint key, GdkModifierType modifiers);
/* mado-viewport-crosshair-draw.c */
void mado_viewport_draw_crosshair (MadoViewport *self, cairo_t *cr, double scale);

/* mado-viewport-drop.c */
void mado_viewport_add_drop_target (MadoViewport *self);

/* mado-viewport-input.c */
void mado_viewport_add_controllers (MadoViewport *self);
void mado_viewport_update_cursor (MadoViewport *self);

G_END_DECLS
