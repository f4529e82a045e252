/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-link-math.h"

#include <math.h>

void
mado_link_place_init (MadoLinkPlace *self, MadoDisplaySet *set, int index)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (set, index);
  const MadoPixelFormat *format = mado_pixel_source_get_format (ref->instance->pixels);
  double width, height;

  *self = (MadoLinkPlace){
      .set = set,
      .frame_of_reference = mado_display_set_get_frame_of_reference (set),
      .index = index,
  };
  self->has_plane = mado_plane_init_from_frame (
      &self->plane, ref->info, format->columns, format->rows, &width, &height);
}

/* A stack read from the other end is parallel, too. */
bool
mado_link_is_parallel (const MadoLinkPlace *a, const MadoLinkPlace *b)
{
  const double limit = cos (MADO_LINK_MAX_ANGLE * G_PI / 180.0);

  return a->has_plane && b->has_plane &&
         fabs (mado_vector_dot (mado_plane_get_normal (&a->plane),
                                mado_plane_get_normal (&b->plane))) >= limit;
}

MadoLinkState
mado_link_compare (const MadoLinkPlace *a, const MadoLinkPlace *b, bool has_offset)
{
  const bool is_same = a->frame_of_reference != NULL && a->has_plane && b->has_plane &&
                       g_strcmp0 (a->frame_of_reference, b->frame_of_reference) == 0;

  if (is_same)
    return mado_link_is_parallel (a, b) ? MADO_LINK_POSITION : MADO_LINK_TURNED;
  if (a->has_plane && b->has_plane && !mado_link_is_parallel (a, b))
    return MADO_LINK_TURNED;
  return has_offset ? MADO_LINK_MANUAL : MADO_LINK_NO_FRAME;
}

static bool
get_distance (MadoDisplaySet *set, int index, MadoVector point, double *distance)
{
  const MadoFrameInfo *info = mado_display_set_get_frame (set, index)->info;
  const MadoVector normal =
      mado_vector_cross (mado_vector_from_array (info->row_direction),
                         mado_vector_from_array (info->column_direction));
  const MadoVector position = mado_vector_from_array (info->position);

  if (!info->has_plane)
    return false;
  *distance = mado_vector_dot (mado_vector_subtract (point, position), normal);
  return true;
}

int
mado_link_find_slice (MadoDisplaySet *set, MadoVector point, double *distance)
{
  const int n = mado_display_set_get_n_frames (set);
  double nearest = INFINITY;
  int best = -1;

  for (int i = 0; i < n; i++) {
    double mm;

    if (get_distance (set, i, point, &mm) && fabs (mm) < nearest) {
      nearest = fabs (mm);
      best = i;
    }
  }
  if (distance != NULL)
    *distance = nearest;
  return best;
}

/* mm from frame @index to its nearest neighbour, 0 without one. */
static double
get_spacing (MadoDisplaySet *set, int index)
{
  const int n = mado_display_set_get_n_frames (set);
  const MadoVector position =
      mado_vector_from_array (mado_display_set_get_frame (set, index)->info->position);
  double spacing = 0.0;

  for (int i = MAX (index - 1, 0); i <= MIN (index + 1, n - 1); i++) {
    double mm;

    if (i != index && get_distance (set, i, position, &mm) && fabs (mm) > 0.0 &&
        (spacing == 0.0 || fabs (mm) < spacing))
      spacing = fabs (mm);
  }
  return spacing;
}

bool
mado_link_is_outside (MadoDisplaySet *set, int index, double distance)
{
  const double thickness =
      mado_display_set_get_frame (set, index)->info->slice_thickness;
  const double reach = 0.5 * MAX (get_spacing (set, index), thickness);

  /* A hundredth of a mm: positions are written with few digits. */
  return distance > reach + 0.01;
}

bool
mado_link_follow_offset (const MadoLinkPlace *source_then,
                         const MadoLinkPlace *source_now,
                         const MadoLinkPlace *target_then,
                         MadoVector *point,
                         int *index)
{
  if (!mado_link_is_parallel (source_now, target_then) ||
      !mado_link_is_parallel (source_now, source_then)) {
    *index = target_then->index + source_now->index - source_then->index;
    return false;
  }

  const MadoVector along = mado_plane_get_normal (&source_then->plane);
  const MadoVector normal = mado_plane_get_normal (&target_then->plane);
  const double moved =
      -mado_plane_get_distance (&source_now->plane, source_then->plane.center) *
      (mado_vector_dot (mado_plane_get_normal (&source_now->plane), along) < 0 ? -1
                                                                               : 1);
  const double sign = mado_vector_dot (along, normal) < 0 ? -1 : 1;

  *point = mado_vector_add_scaled (target_then->plane.center, normal, sign * moved);
  return true;
}
