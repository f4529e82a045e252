/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-viewport-grid.h"

G_BEGIN_DECLS

/* What follows when viewports are linked. */
typedef enum {
  MADO_LINK_SCROLL = 1 << 0,
  MADO_LINK_PAN = 1 << 1,
  MADO_LINK_ZOOM = 1 << 2,
  MADO_LINK_WINDOW = 1 << 3,
} MadoLinkWhat;

/**
 * MadoViewportLinks:
 *
 * What the viewports of one grid say to each other: reference lines, the 3D cursor,
 * and linked scroll, pan, zoom and window.  Positions are compared only within one
 * frame of reference, or by an offset the reader set; where there is neither, a
 * viewport stays where it is and its trust line says why.
 */
#define MADO_TYPE_VIEWPORT_LINKS (mado_viewport_links_get_type ())
G_DECLARE_FINAL_TYPE (
    MadoViewportLinks, mado_viewport_links, MADO, VIEWPORT_LINKS, GObject)

MadoViewportLinks *
mado_viewport_links_new (MadoViewportGrid *grid) G_GNUC_WARN_UNUSED_RESULT;

/* Where the other pictures cross each; default off. */
void mado_viewport_links_set_reference_lines (MadoViewportLinks *self, gboolean shown);

/* Of #MadoLinkWhat; default all. */
void mado_viewport_links_set_what (MadoViewportLinks *self, guint what);

gboolean mado_viewport_links_is_linked (MadoViewportLinks *self);
/* Linked viewports take at once the place of the active one; unlinking forgets the
 * offsets. */
void mado_viewport_links_set_linked (MadoViewportLinks *self, gboolean linked);
/* Links what has no frame of reference in common by the offset there is now. */
void mado_viewport_links_link_by_hand (MadoViewportLinks *self);

/* How @viewport follows the active one, or the others when it is that. */
MadoLinkState mado_viewport_links_get_state (MadoViewportLinks *self,
                                             MadoViewport *viewport);
/* How many of the others stand in @state to the active one, linked or not. */
int mado_viewport_links_count (MadoViewportLinks *self, MadoLinkState state);

void mado_viewport_links_clear_cursor (MadoViewportLinks *self);

G_END_DECLS
