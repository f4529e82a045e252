/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-geometry-private.h"

/* Share of a voxel by which slices may lie off an affine map. */
#define AFFINE_TOLERANCE 1e-3

/* The last place at or before @along, so that another follows. */
static int
find_place (const MadoGeometry *self, double along)
{
  int low = 0, high = self->n_slices - 1;

  while (high - low > 1) {
    const int middle = low + (high - low) / 2;

    if (self->along[middle] <= along)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* px by which the first pixel moves along the stack's line in @distance mm. */
static void
get_drift (const MadoGeometry *self, double distance, double drift[2])
{
  const double ahead = distance / mado_vector_dot (self->tilt_direction, self->normal);

  drift[0] =
      ahead * mado_vector_dot (self->tilt_direction, self->row) / self->column_spacing;
  drift[1] =
      ahead * mado_vector_dot (self->tilt_direction, self->column) / self->row_spacing;
}

/* mm along the normal and px of the first pixel, both at @slice. */
static double
get_along (const MadoGeometry *self, double slice, double shift[2])
{
  const int last = self->n_slices - 1;
  const double inside = CLAMP (slice, 0, last);
  const int place = MIN ((int) inside, MAX (last - 1, 0));
  const int next = MIN (place + 1, last);
  const double share = inside - place;
  const double beyond = (slice - inside) * self->spacing;
  double drift[2];

  get_drift (self, beyond, drift);
  for (int i = 0; i < 2; i++)
    shift[i] = self->shift[place][i] +
               share * (self->shift[next][i] - self->shift[place][i]) + drift[i];
  return self->along[place] + share * (self->along[next] - self->along[place]) + beyond;
}

/* The inverse of get_along() for @along. */
static double
get_slice (const MadoGeometry *self, double along)
{
  const int last = self->n_slices - 1;
  int place;

  if (along < 0)
    return along / self->spacing;
  if (along > self->along[last])
    return last + (along - self->along[last]) / self->spacing;
  place = find_place (self, along);
  return place +
         (along - self->along[place]) / (self->along[place + 1] - self->along[place]);
}

MadoIndexPoint
mado_geometry_to_index (const MadoGeometry *self, MadoVector point)
{
  const MadoVector from_origin = mado_vector_subtract (point, self->origin);
  const double slice = get_slice (self, mado_vector_dot (from_origin, self->normal));
  double shift[2];

  get_along (self, slice, shift);
  return (MadoIndexPoint){
      .column =
          mado_vector_dot (from_origin, self->row) / self->column_spacing - shift[0],
      .row = mado_vector_dot (from_origin, self->column) / self->row_spacing - shift[1],
      .slice = slice};
}

MadoVector
mado_geometry_from_index (const MadoGeometry *self, MadoIndexPoint point)
{
  double shift[2];
  const double along = get_along (self, point.slice, shift);
  MadoVector result = mado_vector_add_scaled (self->origin, self->normal, along);

  result = mado_vector_add_scaled (result, self->row,
                                   (point.column + shift[0]) * self->column_spacing);
  return mado_vector_add_scaled (result, self->column,
                                 (point.row + shift[1]) * self->row_spacing);
}

static bool
is_even (const MadoGeometry *self)
{
  const int last = self->n_slices - 1;

  for (int i = 1; i < last; i++) {
    const double share = (double) i / last;

    if (fabs (self->along[i] - share * self->along[last]) >
        AFFINE_TOLERANCE * self->spacing)
      return false;
    for (int axis = 0; axis < 2; axis++)
      if (fabs (self->shift[i][axis] - share * self->shift[last][axis]) >
          AFFINE_TOLERANCE)
        return false;
  }
  return true;
}

static void
set_affine_column (double affine[3][4], int column, MadoVector v)
{
  affine[0][column] = v.x;
  affine[1][column] = v.y;
  affine[2][column] = v.z;
}

bool
mado_geometry_get_affine (const MadoGeometry *self, double affine[3][4])
{
  const int last = self->n_slices - 1;
  const MadoVector end = mado_geometry_from_index (self, (MadoIndexPoint){0, 0, last});
  const MadoVector step =
      last > 0
          ? mado_vector_scale (mado_vector_subtract (end, self->origin), 1.0 / last)
          : self->normal;

  set_affine_column (affine, 0, mado_vector_scale (self->row, self->column_spacing));
  set_affine_column (affine, 1, mado_vector_scale (self->column, self->row_spacing));
  set_affine_column (affine, 2, step);
  set_affine_column (affine, 3, self->origin);
  return is_even (self);
}

MadoVector
mado_geometry_get_center (const MadoGeometry *self)
{
  const double middle = self->along[self->n_slices - 1] / 2;

  /* Half way in mm, not in slices, or an irregular stack has its centre aside. */
  return mado_geometry_from_index (self,
                                   (MadoIndexPoint){.column = (self->columns - 1) / 2.0,
                                                    .row = (self->rows - 1) / 2.0,
                                                    .slice = get_slice (self, middle)});
}

void
mado_geometry_get_corners (const MadoGeometry *self, MadoVector corners[8])
{
  for (int i = 0; i < 8; i++)
    corners[i] = mado_geometry_from_index (
        self, (MadoIndexPoint){.column = i & 1 ? self->columns - 0.5 : -0.5,
                               .row = i & 2 ? self->rows - 0.5 : -0.5,
                               .slice = i & 4 ? self->n_slices - 0.5 : -0.5});
}
