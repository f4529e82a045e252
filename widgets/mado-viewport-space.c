/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#include <math.h>

/* Half a slice of a picture that has no neighbour and does not say how thick it is, mm. */
#define HALF_SLICE 0.5

/* The plane of the frame on show, where the file says where it lies. */
static gboolean
get_frame_plane (MadoViewport *self, MadoPlane *plane, double *width, double *height)
{
  int columns, rows;
  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);

  return ref != NULL &&
         mado_plane_init_from_frame (plane, ref->info, columns, rows, width, height);
}

gboolean
mado_viewport_get_plane (MadoViewport *self,
                         MadoPlane *plane,
                         double *width,
                         double *height)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), FALSE);

  if (self->mpr != NULL)
    return mado_viewport_get_reformatted_plane (self, plane, width, height);
  return get_frame_plane (self, plane, width, height);
}

const char *
mado_viewport_get_frame_of_reference (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), NULL);

  return self->set != NULL ? mado_display_set_get_frame_of_reference (self->set) : NULL;
}

gboolean
mado_viewport_to_patient (MadoViewport *self, double x, double y, MadoVector *point)
{
  MadoViewTransform transform;
  MadoPlane plane;
  int columns, rows;
  double width, height, column, row;

  g_return_val_if_fail (MADO_IS_VIEWPORT (self), FALSE);

  if (self->mpr != NULL)
    return mado_viewport_plane_to_patient (self, x, y, point);
  if (!get_frame_plane (self, &plane, &width, &height))
    return FALSE;

  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);

  mado_view_state_get_transform (&self->state, columns, rows, ref->info, &transform);
  mado_view_transform_apply (&transform, x, y, &column, &row);
  *point = mado_vector_add_scaled (plane.center, plane.right,
                                   (column - (columns - 1) / 2.0) * width / columns);
  *point = mado_vector_add_scaled (*point, plane.down,
                                   (row - (rows - 1) / 2.0) * height / rows);
  return TRUE;
}

gboolean
mado_viewport_from_patient (MadoViewport *self, MadoVector point, double *x, double *y)
{
  MadoViewTransform transform, inverse;
  MadoPlane plane;
  int columns, rows;
  double width, height;

  g_return_val_if_fail (MADO_IS_VIEWPORT (self), FALSE);

  if (self->mpr != NULL)
    return mado_viewport_plane_from_patient (self, point, x, y);
  if (!get_frame_plane (self, &plane, &width, &height))
    return FALSE;

  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);
  const MadoVector from = mado_vector_subtract (point, plane.center);
  const double column =
      mado_vector_dot (from, plane.right) * columns / width + (columns - 1) / 2.0;
  const double row =
      mado_vector_dot (from, plane.down) * rows / height + (rows - 1) / 2.0;

  mado_view_state_get_transform (&self->state, columns, rows, ref->info, &transform);
  mado_view_transform_invert (&transform, &inverse);
  mado_view_transform_apply (&inverse, column, row, x, y);
  return TRUE;
}

/* mm of @point from the frame at @index, along its normal. */
static gboolean
get_distance (MadoViewport *self, int index, MadoVector point, double *distance)
{
  const MadoFrameInfo *info = mado_display_set_get_frame (self->set, index)->info;

  if (!info->has_plane)
    return FALSE;

  const MadoVector normal =
      mado_vector_cross (mado_vector_from_array (info->row_direction),
                         mado_vector_from_array (info->column_direction));
  const MadoVector position = mado_vector_from_array (info->position);

  *distance = mado_vector_dot (mado_vector_subtract (point, position), normal);
  return TRUE;
}

/* Half way to the neighbour on the side of the point; at the ends of a stack as far as
 * to the other side.  Where slices are missing, not into the gap. */
static double
get_half_slice (MadoViewport *self, int index, MadoVector point, double distance)
{
  const int n_frames = mado_display_set_get_n_frames (self->set);
  const double thickness =
      mado_display_set_get_frame (self->set, index)->info->slice_thickness;
  const double spacing = mado_display_set_get_geometry (self->set)->spacing;
  const double limit = spacing > 0 ? spacing : INFINITY;
  double half = 0, other;

  for (int neighbor = index - 1; neighbor <= index + 1; neighbor += 2) {
    if (neighbor < 0 || neighbor >= n_frames ||
        !get_distance (self, neighbor, point, &other))
      continue;
    /* Between the two: that gap decides. */
    if ((other < 0) != (distance < 0))
      return MIN (fabs (other - distance) / 2 + 1e-6, limit);
    half = MIN (MAX (half, fabs (other - distance) / 2), limit);
  }
  half = half > 0 ? half : thickness / 2;
  return half > 0 ? half : HALF_SLICE;
}

static gboolean
show_frame_at (MadoViewport *self, MadoVector point)
{
  const int n_frames = mado_display_set_get_n_frames (self->set);
  int nearest = -1;
  double distance, best = INFINITY;

  for (int i = 0; i < n_frames; i++) {
    if (get_distance (self, i, point, &distance) && fabs (distance) < fabs (best)) {
      best = distance;
      nearest = i;
    }
  }
  if (nearest < 0 || fabs (best) > get_half_slice (self, nearest, point, best))
    return FALSE;
  mado_viewport_set_index (self, nearest);
  return TRUE;
}

gboolean
mado_viewport_show_point (MadoViewport *self, MadoVector point)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), FALSE);

  if (self->set == NULL || !mado_vector_is_finite (point))
    return FALSE;
  if (self->mpr != NULL)
    return mado_viewport_plane_show_point (self, point);
  return show_frame_at (self, point);
}

void
mado_viewport_pick_point (MadoViewport *self, double x, double y)
{
  MadoVector point;

  if (mado_viewport_to_patient (self, x, y, &point))
    g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_POINT_PICKED], 0, point.x,
                   point.y, point.z);
}
