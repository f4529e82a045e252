/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-plane-view.h"

/* Nothing can be seen, and nothing divided, below this. */
#define MIN_ZOOM 1e-6

/* Planes closer than 0.5° to parallel have no line in common that says anything. */
#define MIN_CROSSING_SINE 0.008726535498373935

void
mado_plane_init (MadoPlane *self, MadoPlaneKind kind, MadoVector center)
{
  static const MadoVector left = {1, 0, 0}, back = {0, 1, 0}, feet = {0, 0, -1};

  switch (kind) {
  case MADO_PLANE_CORONAL:
    *self = (MadoPlane){center, left, feet};
    break;
  case MADO_PLANE_SAGITTAL:
    *self = (MadoPlane){center, back, feet};
    break;
  case MADO_PLANE_AXIAL:
  default:
    *self = (MadoPlane){center, left, back};
    break;
  }
}

MadoVector
mado_plane_get_normal (const MadoPlane *self)
{
  return mado_vector_cross (self->right, self->down);
}

double
mado_plane_get_distance (const MadoPlane *self, MadoVector point)
{
  return mado_vector_dot (mado_vector_subtract (point, self->center),
                          mado_plane_get_normal (self));
}

static double
get_zoom (const MadoPlaneView *self)
{
  return self->view.zoom >= MIN_ZOOM ? self->view.zoom : MIN_ZOOM;
}

/* Unit vectors in the patient that run across and down the picture: the plane's own,
 * flipped, then turned clockwise (as in mado_view_state_get_transform()). */
static void
get_directions (const MadoPlaneView *self, MadoVector *across, MadoVector *down)
{
  const MadoPlane *plane = &self->plane;
  const MadoVector right =
      self->view.is_flipped ? mado_vector_scale (plane->right, -1) : plane->right;

  switch (self->view.rotation & 3) {
  case 1: /* what was at the bottom is at the left */
    *across = mado_vector_scale (plane->down, -1);
    *down = right;
    break;
  case 2:
    *across = mado_vector_scale (right, -1);
    *down = mado_vector_scale (plane->down, -1);
    break;
  case 3:
    *across = plane->down;
    *down = mado_vector_scale (right, -1);
    break;
  default:
    *across = right;
    *down = plane->down;
    break;
  }
}

void
mado_plane_view_get_map (const MadoPlaneView *self, MadoPlaneMap *map)
{
  const double mm = 1 / get_zoom (self);

  get_directions (self, &map->across, &map->down);
  map->across = mado_vector_scale (map->across, mm);
  map->down = mado_vector_scale (map->down, mm);
  map->origin = mado_vector_add_scaled (self->plane.center, map->across,
                                        -(self->view.width / 2.0 + self->view.pan_x));
  map->origin = mado_vector_add_scaled (map->origin, map->down,
                                        -(self->view.height / 2.0 + self->view.pan_y));
}

MadoVector
mado_plane_map_to_patient (const MadoPlaneMap *self, double x, double y)
{
  return mado_vector_add_scaled (mado_vector_add_scaled (self->origin, self->across, x),
                                 self->down, y);
}

void
mado_plane_view_to_picture (const MadoPlaneView *self,
                            MadoVector point,
                            double *x,
                            double *y)
{
  const MadoVector from_center = mado_vector_subtract (point, self->plane.center);
  const double zoom = get_zoom (self);
  MadoVector across, down;

  get_directions (self, &across, &down);
  *x = self->view.width / 2.0 + self->view.pan_x +
       zoom * mado_vector_dot (from_center, across);
  *y = self->view.height / 2.0 + self->view.pan_y +
       zoom * mado_vector_dot (from_center, down);
}

void
mado_plane_view_fit (MadoPlaneView *self, const MadoGeometry *geometry)
{
  MadoVector corners[8], across, down;
  double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};

  mado_geometry_get_corners (geometry, corners);
  get_directions (self, &across, &down);
  for (int i = 0; i < 8; i++) {
    const MadoVector from_center =
        mado_vector_subtract (corners[i], self->plane.center);
    const double at[2] = {mado_vector_dot (from_center, across),
                          mado_vector_dot (from_center, down)};

    for (int axis = 0; axis < 2; axis++) {
      low[axis] = MIN (low[axis], at[axis]);
      high[axis] = MAX (high[axis], at[axis]);
    }
  }

  const double zoom = MIN (self->view.width / (high[0] - low[0]),
                           self->view.height / (high[1] - low[1]));

  self->view.zoom = zoom >= MIN_ZOOM ? zoom : MIN_ZOOM; /* also for NaN */
  self->view.pan_x = -self->view.zoom * (low[0] + high[0]) / 2;
  self->view.pan_y = -self->view.zoom * (low[1] + high[1]) / 2;
}

void
mado_plane_view_get_orientation (const MadoPlaneView *self, char letters[4][4])
{
  const MadoPlane *plane = &self->plane;
  const MadoFrameInfo info = {
      .has_plane = true,
      .row_direction = {plane->right.x, plane->right.y, plane->right.z},
      .column_direction = {plane->down.x, plane->down.y, plane->down.z},
      .row_spacing = 1,
      .column_spacing = 1,
  };

  mado_view_state_get_orientation (&self->view, &info, letters);
}

/* The way through a voxel: a step of this length is one voxel long when measured in
 * voxels, whatever their shape. */
double
mado_plane_get_step (const MadoPlane *self, const MadoGeometry *geometry)
{
  const MadoVector normal = mado_plane_get_normal (self);
  const double columns =
      mado_vector_dot (normal, geometry->row) / geometry->column_spacing;
  const double rows =
      mado_vector_dot (normal, geometry->column) / geometry->row_spacing;
  const double slices = mado_vector_dot (normal, geometry->normal) / geometry->spacing;
  const double step = 1 / sqrt (columns * columns + rows * rows + slices * slices);

  return isfinite (step) && step > 0 ? step : 1;
}

void
mado_plane_get_range (const MadoPlane *self,
                      const MadoGeometry *geometry,
                      double *low,
                      double *high)
{
  MadoVector corners[8];

  mado_geometry_get_corners (geometry, corners);
  *low = INFINITY;
  *high = -INFINITY;
  for (int i = 0; i < 8; i++) {
    const double distance = mado_plane_get_distance (self, corners[i]);

    *low = MIN (*low, distance);
    *high = MAX (*high, distance);
  }
}

/* Cuts @range of the line at + t × step down to where it lies within ±half. */
static bool
clip (double at, double step, double half, double range[2])
{
  if (fabs (step) < 1e-12)
    return fabs (at) <= half;

  const double a = (-half - at) / step, b = (half - at) / step;

  range[0] = MAX (range[0], MIN (a, b));
  range[1] = MIN (range[1], MAX (a, b));
  return range[0] < range[1];
}

bool
mado_plane_intersect (const MadoPlane *self,
                      const MadoPlane *other,
                      double other_width,
                      double other_height,
                      MadoVector *from,
                      MadoVector *to)
{
  const MadoVector normal = mado_plane_get_normal (self);
  /* In the coordinates of @other the line is distance + u × right + v × down = 0. */
  const double distance = mado_plane_get_distance (self, other->center);
  const double right = mado_vector_dot (normal, other->right);
  const double down = mado_vector_dot (normal, other->down);
  const double sine = hypot (right, down);
  double range[2] = {-INFINITY, INFINITY};

  if (!(sine >= MIN_CROSSING_SINE))
    return false;

  const double u = -distance * right / (sine * sine);
  const double v = -distance * down / (sine * sine);
  const double u_step = -down / sine, v_step = right / sine;

  if (!clip (u, u_step, other_width / 2, range) ||
      !clip (v, v_step, other_height / 2, range))
    return false;

  for (int i = 0; i < 2; i++)
    *(i == 0 ? from : to) = mado_vector_add_scaled (
        mado_vector_add_scaled (other->center, other->right, u + range[i] * u_step),
        other->down, v + range[i] * v_step);
  return true;
}

bool
mado_plane_init_from_frame (MadoPlane *self,
                            const MadoFrameInfo *info,
                            int columns,
                            int rows,
                            double *width,
                            double *height)
{
  if (!info->has_plane || info->spacing_kind == MADO_SPACING_NONE ||
      !(info->column_spacing > 0) || !(info->row_spacing > 0))
    return false;

  self->right = mado_vector_from_array (info->row_direction);
  self->down = mado_vector_from_array (info->column_direction);
  self->center =
      mado_vector_add_scaled (mado_vector_from_array (info->position), self->right,
                              (columns - 1) / 2.0 * info->column_spacing);
  self->center = mado_vector_add_scaled (self->center, self->down,
                                         (rows - 1) / 2.0 * info->row_spacing);
  *width = columns * info->column_spacing;
  *height = rows * info->row_spacing;
  return true;
}
