/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-overlay.h"
#include "mado-plane-view.h"

G_BEGIN_DECLS

/* Planes turned by no more than this show the same things. */
#define MADO_LINK_MAX_ANGLE 10.0 /* degrees */

/**
 * MadoLinkPlace:
 * @set: borrowed
 * @frame_of_reference: (nullable): borrowed
 * @has_plane: whether @plane is known
 * @index: of the picture, 0 for the first
 *
 * Where a viewport looks: what two linked ones are compared by.
 */
typedef struct {
  MadoDisplaySet *set;
  const char *frame_of_reference;
  bool has_plane;
  MadoPlane plane;
  int index;
} MadoLinkPlace;

/* That of frame @index of @set. */
void mado_link_place_init (MadoLinkPlace *self, MadoDisplaySet *set, int index);

bool mado_link_is_parallel (const MadoLinkPlace *a, const MadoLinkPlace *b);

/**
 * mado_link_compare:
 * @has_offset: whether the reader set an offset between the two
 *
 * Positions are compared only in one frame of reference; that two series have as many
 * images says nothing.
 */
MadoLinkState
mado_link_compare (const MadoLinkPlace *a, const MadoLinkPlace *b, bool has_offset);

/**
 * mado_link_find_slice:
 * @distance: (out) (optional): mm along the normal to it
 *
 * Returns: index of the frame of @set nearest to @point along its normal, -1 when no
 *   frame has a position
 */
int mado_link_find_slice (MadoDisplaySet *set, MadoVector point, double *distance);

/* Whether @distance from frame @index is more than half way to where the next slice is
 * or would be. */
bool mado_link_is_outside (MadoDisplaySet *set, int index, double distance);

/**
 * mado_link_follow_offset:
 * @source_then: where the viewport that was moved stood when the offset was set
 * @target_then: where the one that follows stood
 *
 * @point: (out): mm, in the plane that the one that follows is to show
 * @index: (out): the picture it is to show, not clamped
 *
 * As many mm as the source moved along its normal, where both stand parallel; else as
 * many images.
 *
 * Returns: whether @point is set, else @index is
 */
bool mado_link_follow_offset (const MadoLinkPlace *source_then,
                              const MadoLinkPlace *source_now,
                              const MadoLinkPlace *target_then,
                              MadoVector *point,
                              int *index);

G_END_DECLS
