/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-cli-parse-private.h"
#include "mado-cli-resample-private.h"
#include "mado-reslice.h"

/* NIfTI-1 counts its points with 16 bits. */
#define MAX_POINTS 32767

MadoVector
mado_cli_grid_get_point (const MadoCliGrid *self, int i, int j, int k)
{
  MadoVector point = mado_vector_add_scaled (self->origin, self->step[0], i);

  point = mado_vector_add_scaled (point, self->step[1], j);
  return mado_vector_add_scaled (point, self->step[2], k);
}

static MadoVector
get_affine_column (const double affine[3][4], int column)
{
  return (MadoVector){affine[0][column], affine[1][column], affine[2][column]};
}

static bool
set_own_grid (MadoCliGrid *self, const MadoGeometry *geometry)
{
  double affine[3][4];

  if (!mado_geometry_get_affine (geometry, affine))
    return false;

  *self = (MadoCliGrid){{geometry->columns, geometry->rows, geometry->n_slices},
                        get_affine_column (affine, 3),
                        {get_affine_column (affine, 0), get_affine_column (affine, 1),
                         get_affine_column (affine, 2)},
                        true};
  return true;
}

static double
get_smallest_distance (const MadoGeometry *geometry)
{
  double smallest = INFINITY;

  for (int i = 1; i < geometry->n_slices; i++)
    smallest = MIN (smallest, geometry->along[i] - geometry->along[i - 1]);
  return smallest;
}

/* How many points @spacing apart fit into @extent; a hair's breadth more is no matter. */
static int
count_points (double extent, double spacing)
{
  const double n = floor (extent / spacing + 1e-3) + 1;

  return n <= MAX_POINTS ? (int) n : MAX_POINTS + 1;
}

/* The pixels of the slices, at even distances along the line the slices follow. */
static void
set_even_grid (MadoCliGrid *self, const MadoGeometry *geometry, char **note)
{
  const double distance = get_smallest_distance (geometry);
  const double extent = geometry->along[geometry->n_slices - 1];
  const double ahead =
      distance / mado_vector_dot (geometry->tilt_direction, geometry->normal);

  *self = (MadoCliGrid){
      {geometry->columns, geometry->rows, count_points (extent, distance)},
      geometry->origin,
      {mado_vector_scale (geometry->row, geometry->column_spacing),
       mado_vector_scale (geometry->column, geometry->row_spacing),
       mado_vector_scale (geometry->tilt_direction, ahead)},
      false};
  *note = g_strdup_printf ("the slices are not evenly spaced: values are "
                           "interpolated at %d even distances of %.6g mm",
                           self->n[2], distance);
}

/* From the lowest to the highest corner along each step; the ends are voxel centres
 * where the axes are the volume's own. */
static void
cover_volume (MadoCliGrid *self, const MadoGeometry *geometry)
{
  const double ends[3] = {geometry->columns - 1, geometry->rows - 1,
                          geometry->n_slices - 1};
  MadoVector origin = {0, 0, 0};

  for (int axis = 0; axis < 3; axis++) {
    const double spacing = mado_vector_length (self->step[axis]);
    const MadoVector direction = mado_vector_scale (self->step[axis], 1 / spacing);
    double low = INFINITY, high = -INFINITY;

    for (int i = 0; i < 8; i++) {
      const MadoIndexPoint corner = {i & 1 ? ends[0] : 0, i & 2 ? ends[1] : 0,
                                     i & 4 ? ends[2] : 0};
      const double at =
          mado_vector_dot (mado_geometry_from_index (geometry, corner), direction);

      low = MIN (low, at);
      high = MAX (high, at);
    }
    self->n[axis] = count_points (high - low, spacing);
    /* What does not fill a step is left over on both sides alike. */
    low += (high - low - (self->n[axis] - 1) * spacing) / 2;
    origin = mado_vector_add_scaled (origin, direction, low);
  }
  self->origin = origin;
}

static void
set_steps (MadoCliGrid *self, const MadoPlane *plane, const double spacing[3])
{
  self->step[0] = mado_vector_scale (plane->right, spacing[0]);
  self->step[1] = mado_vector_scale (plane->down, spacing[1]);
  self->step[2] = mado_vector_scale (mado_plane_get_normal (plane), spacing[2]);
  self->is_own = false;
}

/* Squares as fine as the finest voxel edge in the plane, slices as far apart as the
 * voxels along its normal. */
static void
set_plane_grid (MadoCliGrid *self,
                const MadoGeometry *geometry,
                const MadoCliResampleOptions *options)
{
  MadoPlane plane, across, along;
  double spacing[3];

  mado_plane_init (&plane, mado_cli_parse_plane (options->plane),
                   mado_geometry_get_center (geometry));
  across = (MadoPlane){plane.center, plane.down, mado_plane_get_normal (&plane)};
  along = (MadoPlane){plane.center, mado_plane_get_normal (&plane), plane.right};
  if (options->spacing != NULL) {
    mado_cli_parse_spacing (options->spacing, spacing);
  } else {
    spacing[0] = spacing[1] = MIN (mado_plane_get_step (&across, geometry),
                                   mado_plane_get_step (&along, geometry));
    spacing[2] = mado_plane_get_step (&plane, geometry);
  }
  set_steps (self, &plane, spacing);
  cover_volume (self, geometry);
}

/* Centred on --center; what was not given is as in the axial plane. */
static void
set_given_grid (MadoCliGrid *self,
                const MadoGeometry *geometry,
                const MadoCliResampleOptions *options)
{
  MadoVector normal = {0, 0, 1}, up = {0, -1, 0};
  MadoPlane plane = {.center = mado_geometry_get_center (geometry)};
  double spacing[3];

  mado_cli_parse_counts (options->grid, self->n);
  mado_cli_parse_spacing (options->spacing, spacing);
  if (options->center != NULL)
    mado_cli_parse_vector (options->center, &plane.center);
  if (options->normal != NULL) {
    mado_cli_parse_vector (options->normal, &normal);
    mado_cli_parse_vector (options->up, &up);
  }
  normal = mado_vector_normalize (normal);
  plane.down = mado_vector_normalize (mado_vector_subtract (
      mado_vector_scale (normal, mado_vector_dot (up, normal)), up));
  plane.right = mado_vector_cross (plane.down, normal);
  set_steps (self, &plane, spacing);
  self->origin = plane.center;
  for (int axis = 0; axis < 3; axis++)
    self->origin = mado_vector_add_scaled (self->origin, self->step[axis],
                                           -(self->n[axis] - 1) / 2.0);
}

bool
mado_cli_grid_init (MadoCliGrid *self,
                    const MadoGeometry *geometry,
                    const MadoCliResampleOptions *options,
                    char **note,
                    GError **error)
{
  if (options->grid != NULL)
    set_given_grid (self, geometry, options);
  else if (options->plane != NULL)
    set_plane_grid (self, geometry, options);
  else if (!set_own_grid (self, geometry))
    set_even_grid (self, geometry, note);

  for (int axis = 0; axis < 3; axis++)
    if (self->n[axis] > MAX_POINTS) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   "the grid would have more than %d points along one axis",
                   MAX_POINTS);
      return false;
    }
  return true;
}

static bool
is_padding (const MadoGrayscale *grayscale, double stored)
{
  return grayscale->has_padding && stored >= grayscale->padding_low &&
         stored <= grayscale->padding_high;
}

/* A voxel itself, without interpolation. */
static void
copy_slice (const MadoVolume *volume, int k, float *values)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);
  const MadoGrayscale *grayscale = mado_volume_get_grayscale (volume);
  const double *slopes = mado_volume_get_slopes (volume);
  const double *intercepts = mado_volume_get_intercepts (volume);
  const MadoSampleType type = mado_volume_get_type (volume);
  const gsize n = (gsize) geometry->columns * (gsize) geometry->rows;
  const guint8 *voxels = (const guint8 *) mado_volume_get_voxels (volume) +
                         (gsize) k * n * mado_sample_type_get_size (type);
  const bool is_there = mado_volume_get_slice_state (volume, k) == MADO_SLICE_THERE;

  for (gsize i = 0; i < n; i++) {
    const double stored = mado_sample_type_get_value (type, voxels, i);

    if (!is_there || is_padding (grayscale, stored))
      values[i] = NAN;
    else if (slopes != NULL)
      values[i] = (float) (slopes[k] * stored + intercepts[k]);
    else
      values[i] = (float) mado_grayscale_get_modality_value (grayscale, stored);
  }
}

/* Rows and columns are equally far apart in a picture: where they are not, each row is
 * a picture of its own. */
static void
sample_rows (const MadoCliGrid *self,
             const MadoVolume *volume,
             MadoInterpolation interpolation,
             int k,
             int first,
             int n_rows,
             float *values)
{
  const double spacing = mado_vector_length (self->step[0]);
  const MadoVector middle = mado_vector_add (
      mado_cli_grid_get_point (self, 0, first, k),
      mado_cli_grid_get_point (self, self->n[0] - 1, first + n_rows - 1, k));
  const MadoPlaneView view = {.plane = {mado_vector_scale (middle, 0.5),
                                        mado_vector_normalize (self->step[0]),
                                        mado_vector_normalize (self->step[1])},
                              .view = {.width = self->n[0],
                                       .height = n_rows,
                                       .zoom = 1 / spacing,
                                       .interpolation = interpolation}};

  mado_reslice_cpu (volume, &view, values);
}

void
mado_cli_grid_sample (const MadoCliGrid *self,
                      const MadoVolume *volume,
                      MadoInterpolation interpolation,
                      int k,
                      float *values)
{
  const gsize n = (gsize) self->n[0] * (gsize) self->n[1];
  const double square =
      mado_vector_length (self->step[0]) - mado_vector_length (self->step[1]);

  if (self->is_own) {
    copy_slice (volume, k, values);
    return;
  }
  if (fabs (square) * self->n[1] < 1e-6 * mado_vector_length (self->step[0]))
    sample_rows (self, volume, interpolation, k, 0, self->n[1], values);
  else
    for (int j = 0; j < self->n[1]; j++)
      sample_rows (self, volume, interpolation, k, j, 1,
                   values + (gsize) j * (gsize) self->n[0]);
  /* Outside is as unknown as what is missing. */
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      values[i] = NAN;
}
