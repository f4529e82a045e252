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
