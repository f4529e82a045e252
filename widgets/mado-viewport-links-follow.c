/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-links-private.h"

#include <math.h>

/* Where the reader wants to be: the picture may still be on its way. */
gboolean
mado_linked_view_get_place (MadoLinkedView *self, MadoLinkPlace *place)
{
  MadoDisplaySet *set = mado_viewport_get_display_set (self->viewport);
  MadoMpr *mpr = mado_viewport_get_mpr (self->viewport);

  if (set == NULL)
    return FALSE;
  if (mpr == NULL) {
    mado_link_place_init (place, set, mado_viewport_get_index (self->viewport));
    return TRUE;
  }
  if (mado_display_set_get_geometry (set)->refusal != MADO_REFUSAL_NONE)
    return FALSE;
  *place = (MadoLinkPlace){
      .set = set,
      .frame_of_reference = mado_display_set_get_frame_of_reference (set),
      .has_plane = true,
      .plane = mado_mpr_get_plane (mpr, mado_viewport_get_plane_kind (self->viewport)),
      .index = mado_viewport_get_index (self->viewport),
  };
  return TRUE;
}

gboolean
mado_linked_view_get_px_per_mm (MadoLinkedView *self, double *px_per_mm)
{
  const MadoViewState *state = mado_viewport_get_state (self->viewport);
  MadoDisplaySet *set = mado_viewport_get_display_set (self->viewport);

  if (set == NULL)
    return FALSE;
  if (mado_viewport_get_mpr (self->viewport) != NULL) {
    *px_per_mm = state->zoom;
    return state->zoom > 0;
  }

  const MadoFrameInfo *info =
      mado_display_set_get_frame (set, mado_viewport_get_frame_index (self->viewport))
          ->info;
  const double spacing = MIN (info->row_spacing, info->column_spacing);

  /* At the detector a millimetre is another one than in the body. */
  if (info->spacing_kind != MADO_SPACING_PATIENT || !(spacing > 0))
    return FALSE;
  *px_per_mm = state->zoom / spacing;
  return state->zoom > 0;
}

/* An MPR goes anywhere in its volume, a stack to its nearest slice. */
static void
show_point (MadoLinkedView *self, const MadoLinkPlace *place, MadoVector point)
{
  MadoMpr *mpr = mado_viewport_get_mpr (self->viewport);

  if (mpr != NULL) {
    const MadoVector normal = mado_plane_get_normal (&place->plane);
    const double mm = mado_plane_get_distance (&place->plane, point);

    if (fabs (mm) > 1e-6)
      mado_mpr_set_center (
          mpr, mado_vector_add_scaled (mado_mpr_get_center (mpr), normal, mm));
    return;
  }

  const int index = mado_link_find_slice (place->set, point, NULL);

  if (index >= 0 && index != place->index)
    mado_viewport_set_index (self->viewport, index);
}

void
mado_linked_view_scroll (MadoLinkedView *self,
                         MadoLinkedView *source,
                         MadoLinkState link)
{
  MadoLinkPlace place, from;
  MadoVector point;
  int index;

  if (!mado_linked_view_get_place (self, &place) ||
      !mado_linked_view_get_place (source, &from))
    return;
  if (link == MADO_LINK_POSITION)
    show_point (self, &place, from.plane.center);
  else if (mado_link_follow_offset (&source->then, &from, &self->then, &point, &index))
    show_point (self, &place, point);
  else
    mado_viewport_set_index (self->viewport, index);
}

gboolean
mado_linked_view_is_outside (MadoLinkedView *self,
                             MadoLinkedView *source,
                             MadoLinkState link)
{
  MadoLinkPlace place, from;
  MadoVector point;
  double distance;
  int index;

  if (!mado_linked_view_get_place (self, &place) ||
      !mado_linked_view_get_place (source, &from))
    return FALSE;
  if (link == MADO_LINK_POSITION)
    point = from.plane.center;
  else if (!mado_link_follow_offset (&source->then, &from, &self->then, &point, &index))
    return index < 0 || index >= mado_display_set_get_n_frames (place.set);
  if (mado_viewport_get_mpr (self->viewport) != NULL)
    return fabs (mado_plane_get_distance (&place.plane, point)) >
           mado_plane_get_step (&place.plane,
                                mado_display_set_get_geometry (place.set));
  index = mado_link_find_slice (place.set, point, &distance);
  return index >= 0 && mado_link_is_outside (place.set, index, distance);
}

/* Moves the picture so that what lies in the middle of @source lies in the middle. */
static void
center_alike (MadoLinkedView *self, MadoLinkedView *source, MadoViewState *state)
{
  const MadoViewState *from = mado_viewport_get_state (source->viewport);
  const double ratio = state->zoom / mado_viewport_get_state (self->viewport)->zoom;
  MadoVector point;
  double x, y;

  if (!mado_viewport_to_patient (source->viewport, from->width / 2.0,
                                 from->height / 2.0, &point) ||
      !mado_viewport_from_patient (self->viewport, point, &x, &y))
    return;
  /* @x, @y are those of the zoom before. */
  state->pan_x -= x - state->width / 2.0;
  state->pan_y -= y - state->height / 2.0;
  state->pan_x *= ratio;
  state->pan_y *= ratio;
}

static void
pan_by_offset (MadoLinkedView *self,
               MadoLinkedView *source,
               double own,
               double from,
               MadoViewState *state)
{
  const MadoViewState *now = mado_viewport_get_state (source->viewport);

  state->pan_x = (self->then_pan[0] + now->pan_x / from - source->then_pan[0]) * own;
  state->pan_y = (self->then_pan[1] + now->pan_y / from - source->then_pan[1]) * own;
}

static gboolean
is_same_view (const MadoViewState *a, const MadoViewState *b)
{
  return fabs (a->zoom - b->zoom) <= 1e-9 * b->zoom &&
         fabs (a->pan_x - b->pan_x) < 1e-3 && fabs (a->pan_y - b->pan_y) < 1e-3;
}

void
mado_linked_view_pan_zoom (MadoLinkedView *self,
                           MadoLinkedView *source,
                           MadoLinkState link,
                           guint what)
{
  const MadoViewState *before = mado_viewport_get_state (self->viewport);
  MadoViewState state = *before;
  double own, from;

  if (!mado_linked_view_get_px_per_mm (self, &own) ||
      !mado_linked_view_get_px_per_mm (source, &from))
    return;
  if ((what & MADO_LINK_ZOOM) != 0) {
    state.zoom *= from / own;
    state.pan_x *= from / own;
    state.pan_y *= from / own;
    own = from;
  }
  if ((what & MADO_LINK_PAN) != 0) {
    if (link == MADO_LINK_POSITION) {
      state.pan_x = before->pan_x;
      state.pan_y = before->pan_y;
      center_alike (self, source, &state);
    } else {
      pan_by_offset (self, source, own, from, &state);
    }
  }
  if (!is_same_view (&state, before))
    mado_viewport_set_state (self->viewport, &state);
}

static const MadoGrayscale *
get_grayscale (MadoLinkedView *self)
{
  MadoDisplaySet *set = mado_viewport_get_display_set (self->viewport);
  const int index = mado_viewport_get_frame_index (self->viewport);

  return mado_display_set_get_frame (set, index)->info->grayscale;
}

/* A window means the same only for the same values. */
static gboolean
has_same_values (MadoLinkedView *a, MadoLinkedView *b)
{
  MadoDisplaySet *one = mado_viewport_get_display_set (a->viewport);
  MadoDisplaySet *other = mado_viewport_get_display_set (b->viewport);
  const MadoGrayscale *left = get_grayscale (a), *right = get_grayscale (b);

  return g_str_equal (mado_display_set_get_info (one)->modality,
                      mado_display_set_get_info (other)->modality) &&
         g_strcmp0 (left->unit, right->unit) == 0 && left->palette == NULL &&
         right->palette == NULL;
}

void
mado_linked_view_window (MadoLinkedView *self, MadoLinkedView *source)
{
  const MadoViewState *from = mado_viewport_get_state (source->viewport);
  const MadoViewState *own = mado_viewport_get_state (self->viewport);

  if (from->voi != MADO_VOI_WINDOW || !(from->window.width > 0) ||
      own->voi != MADO_VOI_WINDOW || own->window.space != from->window.space ||
      !has_same_values (self, source))
    return;
  if (own->window.center == from->window.center &&
      own->window.width == from->window.width &&
      own->window.function == from->window.function)
    return;
  mado_viewport_set_window (self->viewport, &from->window);
}
