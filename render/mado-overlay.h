/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "mado-view-state.h"

G_BEGIN_DECLS

typedef enum {
  MADO_ANNOTATION_FULL = 1,
  MADO_ANNOTATION_MINIMAL,
  MADO_ANNOTATION_NONE, /* the trust line and "not for diagnostic use" stay */
} MadoAnnotationLevel;

/**
 * MadoOverlayInput:
 * @index: of the frame on show, 0 for the first
 * @n_loaded: frames decoded so far; -1 to say nothing of it
 * @n_failed: frames that cannot be decoded
 * @scale: device px per unit of font size: 1 on an ordinary screen, 2 at 200 %
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

/* (transfer full) (nullable): what sets a stack apart in its series, in the reader's
 * language: "Sagittal", "b 1000"; made of mado_display_set_get_stack_label(). */
char *mado_overlay_dup_stack_label (MadoDisplaySet *set) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
