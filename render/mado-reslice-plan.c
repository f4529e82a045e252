/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-reslice-plan-private.h"

#define MAX_BUCKETS 65536

/* Gaps name images of the display set, where a place can have more than one. */
static bool
is_gap (const MadoGeometry *geometry, int place)
{
  for (guint i = 0; i < geometry->gaps->len; i++)
    if (g_array_index (geometry->gaps, MadoGap, i).after == geometry->slices[place])
      return true;
  return false;
}

/* px the stack's line moves per mm beyond its ends. */
static void
get_drift (const MadoGeometry *geometry, double drift[2])
{
  const MadoVector line = geometry->tilt_direction;
  const double ahead = mado_vector_dot (line, geometry->normal);

  drift[0] = drift[1] = 0;
  if (!(ahead > 0))
    return;
  drift[0] = mado_vector_dot (line, geometry->row) / ahead / geometry->column_spacing;
  drift[1] = mado_vector_dot (line, geometry->column) / ahead / geometry->row_spacing;
}

static void
set_piece (MadoReslicePlan *self, int i)
{
  const MadoGeometry *geometry = self->geometry;
  const int last = geometry->n_slices - 1;
  MadoReslicePiece *piece = &self->pieces[i];
  const int slice = CLAMP (i - 1, 0, last);

  *piece = (MadoReslicePiece){
      .begin = geometry->along[slice],
      .slice = slice,
      .slice_step = 1 / geometry->spacing,
      .shift = {geometry->shift[slice][0], geometry->shift[slice][1]},
  };
  if (i == 0 || i > last) {
    get_drift (geometry, piece->shift_step);
  } else {
    const double width = geometry->along[slice + 1] - geometry->along[slice];

    piece->slice_step = 1 / width;
    for (int k = 0; k < 2; k++)
      piece->shift_step[k] =
          (geometry->shift[slice + 1][k] - geometry->shift[slice][k]) / width;
  }
}

/* As fine as the closest two slices, so that one look is mostly enough. */
static void
set_buckets (MadoReslicePlan *self)
{
  const double *along = self->geometry->along;
  const int last = self->size[2] - 1;
  double smallest = along[last];
  int piece = 1;

  for (int k = 0; k < last; k++)
    smallest = MIN (smallest, along[k + 1] - along[k]);
  self->n_buckets = (int) CLAMP (ceil (along[last] / smallest), 1, MAX_BUCKETS);
  self->bucket_scale = self->n_buckets / along[last];
  self->buckets = g_new (int, self->n_buckets);
  for (int i = 0; i < self->n_buckets; i++) {
    /* A little before: the division by the reader rounds, too. */
    const double begin = (i - 1e-6) / self->bucket_scale;
    int next;

    while (piece + 1 < self->n_pieces && along[piece] <= begin)
      piece++;
    self->buckets[i] = piece;
    for (next = piece; next <= last && along[next] <= (i + 1) / self->bucket_scale;)
      next++;
    self->bucket_steps = MAX (self->bucket_steps, next - piece);
  }
}

static void
set_runs (MadoReslicePlan *self)
{
  const MadoGeometry *geometry = self->geometry;
  const int n = self->size[2];
  int first = -1;

  self->is_complete = true;
  for (int k = 0; k < n; k++) {
    MadoResliceSlice *slice = &self->slices[k];
    const bool is_there =
        mado_volume_get_slice_state (self->volume, k) == MADO_SLICE_THERE;

    *slice = (MadoResliceSlice){-1, -1, 1, 1, 1, 0};
    if (k > 0 && is_gap (geometry, k - 1)) {
      const double width = geometry->along[k] - geometry->along[k - 1];

      first = -1;
      slice->before = slice[-1].after =
          (float) MIN (geometry->spacing / 2 / width, 1.0);
      self->is_complete = false;
    }
    if (!is_there) {
      first = -1;
      self->is_complete = false;
      continue;
    }
    slice->first = first = first < 0 ? k : first;
  }
  for (int k = n - 1; k >= 0; k--)
    if (self->slices[k].first >= 0)
      self->slices[k].last =
          k + 1 < n && self->slices[k + 1].first == self->slices[k].first
              ? self->slices[k + 1].last
              : k;
}

static void
set_values (MadoReslicePlan *self)
{
  const MadoGrayscale *grayscale = mado_volume_get_grayscale (self->volume);
  const double *slopes = mado_volume_get_slopes (self->volume);
  const double *intercepts = mado_volume_get_intercepts (self->volume);

  self->is_uniform = mado_volume_is_uniform (self->volume);
  if (slopes != NULL)
    for (int k = 0; k < self->size[2]; k++) {
      self->slices[k].slope = slopes[k];
      self->slices[k].intercept = intercepts[k];
    }
  else
    self->lut = grayscale->modality_lut;

  self->padding_low = INFINITY;
  self->padding_high = -INFINITY;
  if (grayscale->has_padding) {
    self->padding_low = grayscale->padding_low;
    self->padding_high = grayscale->padding_high;
  }
  self->has_bad = grayscale->has_padding || self->type == MADO_SAMPLE_F32 ||
                  self->type == MADO_SAMPLE_F64;
}

void
mado_reslice_plan_init_volume (MadoReslicePlan *self,
                               const MadoVolume *volume,
                               MadoInterpolation interpolation)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);
  double affine[3][4];

  *self = (MadoReslicePlan){
      .volume = volume,
      .geometry = geometry,
      .type = mado_volume_get_type (volume),
      .voxels = mado_volume_get_voxels (volume),
      .size = {geometry->columns, geometry->rows, geometry->n_slices},
      .interpolation = interpolation,
      .is_cubic_across = geometry->is_regular,
      .is_affine = mado_geometry_get_affine (geometry, affine),
      .slices = g_new (MadoResliceSlice, geometry->n_slices),
  };
  if (interpolation != MADO_INTERPOLATION_LINEAR &&
      interpolation != MADO_INTERPOLATION_CUBIC)
    self->interpolation = MADO_INTERPOLATION_NEAREST;
  set_runs (self);
  set_values (self);
  if (self->is_affine)
    return;

  self->n_pieces = geometry->n_slices + 1;
  self->pieces = g_new (MadoReslicePiece, self->n_pieces);
  for (int i = 0; i < self->n_pieces; i++)
    set_piece (self, i);
  set_buckets (self);
}

/* Columns, rows and slices (or mm) that lie in a direction of the patient. */
static void
set_direction (const MadoReslicePlan *self, MadoVector direction, double out[3])
{
  const MadoGeometry *geometry = self->geometry;
  const int last = geometry->n_slices - 1;

  out[0] = mado_vector_dot (direction, geometry->row) / geometry->column_spacing;
  out[1] = mado_vector_dot (direction, geometry->column) / geometry->row_spacing;
  out[2] = mado_vector_dot (direction, geometry->normal);
  if (!self->is_affine)
    return;

  out[2] *= last / geometry->along[last];
  out[0] -= out[2] * geometry->shift[last][0] / last;
  out[1] -= out[2] * geometry->shift[last][1] / last;
}

/* The axis of the voxel grid that @direction (voxels per mm) runs along while the
 * picture stays at one place of it; -1 for none.  Beside a tilted gantry the rows run
 * along the normal of a coronal plane, but start elsewhere in each slice. */
static int
find_axis (const MadoReslicePlan *self, const double direction[3])
{
  for (int axis = 0; self->is_affine && axis < 3; axis++)
    if (fabs (direction[axis]) > 0 &&
        fabs (direction[(axis + 1) % 3]) + fabs (direction[(axis + 2) % 3]) <
            1e-6 * fabs (direction[axis]) &&
        fabs (self->across[axis]) * self->width +
                fabs (self->down[axis]) * self->height <
            1e-6)
      return axis;
  return -1;
}

/**
 * set_samples:
 * @near: position of the slab's near face over picture position (0, 0)
 * @direction: voxels per mm of depth
 *
 * Along an axis of the grid the samples are the voxels' centres in the slab: between
 * them interpolated values are neither larger nor smaller, so nothing is missed.
 */
static void
set_samples (MadoReslicePlan *self,
             double slab,
             double step,
             const double near[3],
             const double direction[3])
{
  const int axis = find_axis (self, direction);
  double skip = 0;

  self->n_samples = 1 + (int) CLAMP (ceil (slab / step - 1e-6), 1, 100000);
  step = slab / (self->n_samples - 1);
  if (axis >= 0) {
    const double begin = near[axis], end = begin + direction[axis] * slab;
    const double low = ceil (MIN (begin, end) - 1e-6);
    const double high = floor (MAX (begin, end) + 1e-6);

    if (high >= low) {
      const double first = direction[axis] > 0 ? low : high;

      self->n_samples = 1 + (int) CLAMP (high - low, 0, 100000);
      step = 1 / fabs (direction[axis]);
      skip = (first - begin) / direction[axis];
    }
  }
  for (int i = 0; i < 3; i++) {
    self->origin[i] = near[i] + direction[i] * skip;
    self->through[i] = direction[i] * step;
  }
}

void
mado_reslice_plan_init (MadoReslicePlan *self,
                        const MadoVolume *volume,
                        const MadoPlaneView *view)
{
  const double slab = MIN (view->slab, MADO_SLAB_MAX);
  const MadoVector normal = mado_plane_get_normal (&view->plane);
  const double step =
      mado_plane_get_step (&view->plane, mado_volume_get_geometry (volume));
  double direction[3];
  MadoPlaneMap map;

  mado_reslice_plan_init_volume (self, volume, view->view.interpolation);
  mado_plane_view_get_map (view, &map);
  self->width = MAX (view->view.width, 0);
  self->height = MAX (view->view.height, 0);
  self->mode = view->slab_mode;
  self->n_samples = 1;
  if (slab > 0)
    map.origin = mado_vector_add_scaled (map.origin, normal, -slab / 2);
  set_direction (self, mado_vector_subtract (map.origin, self->geometry->origin),
                 self->origin);
  set_direction (self, map.across, self->across);
  set_direction (self, map.down, self->down);
  set_direction (self, normal, direction);
  if (slab > 0) {
    const double near[3] = {self->origin[0], self->origin[1], self->origin[2]};

    set_samples (self, slab, step, near, direction);
  }
}

void
mado_reslice_plan_clear (MadoReslicePlan *self)
{
  g_clear_pointer (&self->slices, g_free);
  g_clear_pointer (&self->pieces, g_free);
  g_clear_pointer (&self->buckets, g_free);
}
