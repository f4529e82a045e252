/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-link-math.h"
#include "mado-viewport-links.h"

G_BEGIN_DECLS

/**
 * MadoLinkedView:
 * @set: as it was last seen; only compared
 * @then: where it stood when the reader set the offset
 * @then_pan: mm the image lay off the picture's centre
 *
 * What is known of one viewport.
 */
typedef struct {
  MadoViewport *viewport; /* borrowed from the grid */
  MadoDisplaySet *set;    /* owned, nullable */
  int index;
  MadoViewState state;
  gboolean has_offset;
  MadoLinkPlace then;
  double then_pan[2];
  MadoReferenceLine lines[MADO_GRID_MAX * MADO_GRID_MAX];
  int n_lines;
  gboolean has_cursor;
} MadoLinkedView;

/* mado-viewport-links-follow.c: what one viewport does after another. */
gboolean mado_linked_view_get_place (MadoLinkedView *self, MadoLinkPlace *place);
gboolean mado_linked_view_get_px_per_mm (MadoLinkedView *self, double *px_per_mm);
void mado_linked_view_scroll (MadoLinkedView *self,
                              MadoLinkedView *source,
                              MadoLinkState link);
void mado_linked_view_pan_zoom (MadoLinkedView *self,
                                MadoLinkedView *source,
                                MadoLinkState link,
                                guint what);
void mado_linked_view_window (MadoLinkedView *self, MadoLinkedView *source);
/* Whether the picture on show is none of where @source is. */
gboolean mado_linked_view_is_outside (MadoLinkedView *self,
                                      MadoLinkedView *source,
                                      MadoLinkState link);

G_END_DECLS
