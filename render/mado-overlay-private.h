/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-overlay.h"

G_BEGIN_DECLS

typedef enum {
  MADO_OVERLAY_PLAIN = 1,
  MADO_OVERLAY_BOLD,
  MADO_OVERLAY_SMALL,
  MADO_OVERLAY_LETTER, /* orientation */
  MADO_OVERLAY_TRUSTED,
  MADO_OVERLAY_WARNING,
  MADO_OVERLAY_NOTICE,
} MadoOverlayStyle;

/**
 * MadoOverlayLine:
 * @text: owned
 * @priority: 1 is kept longest, 3 goes first where there is no room
 * @is_whole: left out where it does not fit, for half a number is a wrong number
 * @mark: (nullable): red, green, blue of a bar before the text
 */
typedef struct {
  char *text;
  MadoOverlayStyle style;
  int priority;
  bool is_whole;
  const double *mark;
} MadoOverlayLine;

typedef enum {
  MADO_CORNER_TOP_LEFT = 0,
  MADO_CORNER_TOP_RIGHT,
  MADO_CORNER_BOTTOM_LEFT,
  MADO_CORNER_BOTTOM_RIGHT,
} MadoCorner;

/* Fills @corners, by #MadoCorner, (element-type MadoOverlayLine), top line first. */
void mado_overlay_make_lines (const MadoOverlayInput *input, GPtrArray *corners[4]);

/* Nothing where there is nothing to say. */
void mado_overlay_add (GPtrArray *corner,
                       MadoOverlayStyle style,
                       int priority,
                       const char *format,
                       ...) G_GNUC_PRINTF (4, 5);
/* A line of numbers: whole or not at all. */
void mado_overlay_add_whole (GPtrArray *corner, int priority, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* What stands for a frame's plane, its slice and its number, of an MPR plane. */
void mado_overlay_add_plane (GPtrArray *corner, const MadoOverlayInput *input);
void mado_overlay_add_position (GPtrArray *corner, const MadoOverlayInput *input);
void mado_overlay_add_number (GPtrArray *corner,
                              const MadoOverlayInput *input,
                              bool is_narrow);

/* Colours of planes by the axis of their normal, x, y, z, and oblique. */
extern const double mado_overlay_plane_colors[4][3];
/* Translated; @axis 0 to 3 as above. */
const char *mado_overlay_get_axis_name (int axis);

/**
 * MadoTrustPart:
 * @text: one thing the reader must know
 * @brief: (nullable): the same without its numbers, for where there is little room
 */
typedef struct {
  char *text;
  char *brief;
} MadoTrustPart;

/* @brief (nullable): translated; a literal. */
void mado_trust_add (GPtrArray *parts, const char *brief, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* (element-type MadoTrustPart): what is wrong, most important first; none when all
 * is well. */
GPtrArray *mado_trust_make_parts (const MadoOverlayInput *input);
/* Of them, those of the geometry. */
void mado_trust_add_refusal (GPtrArray *parts, const MadoGeometry *geometry);
void mado_trust_add_missing (GPtrArray *parts, const MadoGeometry *geometry);
void mado_trust_add_geometry (GPtrArray *parts, const MadoOverlayInput *input);
void mado_trust_append_line (GString *text, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
/* Reasons and places, one per line. */
void mado_trust_append_geometry (GString *text, const MadoOverlayInput *input);

/**
 * mado_trust_dup_fitting:
 * @fits: whether there is room for a text
 *
 * The trust line as far as there is room: whole parts, then how many more there are;
 * of the first its brief form where it must be.
 */
char *mado_trust_dup_fitting (const MadoOverlayInput *input,
                              bool *is_warning,
                              bool (*fits) (const char *text, gpointer user_data),
                              gpointer user_data);

/* "JPEG 1:10", or "" when the file says neither. */
char *mado_overlay_dup_lossy (double ratio, const char *method);

/* @value with up to @digits decimals, no trailing zeros, "." whatever the locale. */
char *mado_overlay_dup_number (double value, int digits);

/**
 * MadoOverlayText:
 * @width: of the text, px
 * @height: of the line
 *
 * Text ready to be drawn, with a dark outline that keeps it readable on white.
 */
typedef struct _MadoOverlayText MadoOverlayText;

/**
 * mado_overlay_text_get:
 * @scale: as in #MadoOverlayInput
 * @max_width: px; longer text is ellipsized
 *
 * Returns: (nullable): borrowed until the next mado_overlay_text_trim() of this
 *   thread, whose cache it is in; %NULL where there is no room at all
 */
const MadoOverlayText *mado_overlay_text_get (const char *text,
                                              MadoOverlayStyle style,
                                              double scale,
                                              int max_width);
int mado_overlay_text_get_width (const MadoOverlayText *self);
int mado_overlay_text_get_height (const MadoOverlayText *self);
void mado_overlay_text_draw (const MadoOverlayText *self, cairo_t *cr, int x, int y);

/* Forgets what the last pictures did not need. */
void mado_overlay_text_trim (void);

G_END_DECLS
