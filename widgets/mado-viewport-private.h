/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-picture.h"
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

struct _MadoViewport {
  GtkWidget parent_instance;

  /* template children */
  MadoPicture *picture;
  GtkDrawingArea *overlay;
  GtkInscription *value;
  GtkLabel *hint;
  GtkLabel *waiting;
  GtkWidget *error_box;
  GtkLabel *error_heading;
  GtkLabel *error_advice;
  GtkLabel *error_details;
  GtkButton *trust;

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

  MadoViewState state;
  gboolean is_fitted;
  gboolean has_own_window;    /* the reader's; else the file's */
  gboolean needs_auto_window; /* once there is a frame to take it from */

  gboolean is_active;
  MadoTool tool;
  MadoMouse mouse;
  MadoAnnotationLevel annotation;
  gboolean not_for_diagnosis;

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
void mado_viewport_update_description (MadoViewport *self);
void mado_viewport_update_trust (MadoViewport *self);
void mado_viewport_update_value (MadoViewport *self);
void mado_viewport_init_overlay_input (MadoViewport *self, MadoOverlayInput *input);

/* mado-viewport-input.c */
void mado_viewport_add_controllers (MadoViewport *self);
void mado_viewport_update_cursor (MadoViewport *self);

G_END_DECLS
