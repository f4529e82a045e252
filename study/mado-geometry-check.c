/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-geometry-private.h"

#include <string.h>

#include "mado-instance-private.h"

/* Degrees. */
#define MAX_BEND 45

static bool
is_colour (const MadoFrameRef *ref)
{
  const MadoPixelFormat *format = mado_pixel_source_get_format (ref->instance->pixels);

  return format->samples_per_pixel != 1 ||
         format->photometric == MADO_PHOTOMETRIC_PALETTE_COLOR ||
         ref->info->grayscale->palette != NULL;
}

/* The scout of a CT is a projection that has a plane (PS3.3 C.8.2.1.1.1); that of
 * an MR is a slice like others. */
static bool
is_scout (const MadoInstance *instance)
{
  g_auto (GStrv) type = NULL;

  if (strcmp (instance->info.modality, "CT") != 0 || instance->image_type == NULL)
    return false;
  type = g_strsplit (instance->image_type, "\\", -1);
  return g_strv_contains ((const char *const *) type, "LOCALIZER");
}

static bool
is_projection (const MadoInstance *instance)
{
  static const char *const modalities[] = {"CR", "DX", "MG", "XA",   "RF",      "US",
                                           "PX", "IO", "RG", "IVUS", "RTIMAGE", NULL};

  return (g_strv_contains (modalities, instance->info.modality) &&
          !mado_sop_class_is_reconstruction (instance->sop_class_uid)) ||
         is_scout (instance);
}

static bool
same_lut (const MadoLut *a, const MadoLut *b)
{
  if (a == b || a == NULL || b == NULL)
    return a == b;
  return a->first == b->first && a->n_entries == b->n_entries && a->bits == b->bits &&
         memcmp (a->entries, b->entries, sizeof *a->entries * (gsize) a->n_entries) ==
             0;
}

/* Slope and intercept may differ (PET): the volume keeps those of each slice. */
static bool
same_values (const MadoFrameRef *a, const MadoFrameRef *b)
{
  const MadoGrayscale *x = a->info->grayscale;
  const MadoGrayscale *y = b->info->grayscale;

  if (mado_pixel_format_get_sample_type (
          mado_pixel_source_get_format (a->instance->pixels)) !=
      mado_pixel_format_get_sample_type (
          mado_pixel_source_get_format (b->instance->pixels)))
    return false;
  return x == y ||
         (g_strcmp0 (x->unit, y->unit) == 0 && x->is_inverted == y->is_inverted &&
          same_lut (x->modality_lut, y->modality_lut));
}

/* Whether the last pixel of a row or column is off by more than may be. */
static bool
same_size (const MadoFrameRef *a, const MadoFrameRef *b)
{
  const MadoPixelFormat *x = mado_pixel_source_get_format (a->instance->pixels);
  const MadoPixelFormat *y = mado_pixel_source_get_format (b->instance->pixels);
  const double row = a->info->row_spacing, column = a->info->column_spacing;

  return x->rows == y->rows && x->columns == y->columns &&
         fabs (row - b->info->row_spacing) * x->rows <= MADO_GEOMETRY_TOLERANCE * row &&
         fabs (column - b->info->column_spacing) * x->columns <=
             MADO_GEOMETRY_TOLERANCE * column;
}

/* What rules out each frame by itself.  Half of one segment and half of another is
 * no segment. */
static void
check_frame (MadoGeometry *self, const MadoFrameRef *ref, int index)
{
  if (strcmp (ref->instance->info.modality, "SEG") == 0)
    mado_geometry_refuse (self, MADO_REFUSAL_VALUES, -1, 0, 0);
  if (is_colour (ref))
    mado_geometry_refuse (self, MADO_REFUSAL_COLOUR, index, 0, 0);
  if (is_projection (ref->instance))
    mado_geometry_refuse (self, MADO_REFUSAL_PROJECTION, index, 0, 0);
}

/* What rules out frames beside each other. */
static void
check_pair (MadoGeometry *self,
            const MadoFrameRef *first,
            const MadoFrameRef *ref,
            int index)
{
  if (ref->info->spacing_kind != MADO_SPACING_PATIENT)
    mado_geometry_refuse (self, MADO_REFUSAL_NO_SPACING, index, 0, 0);
  if (g_strcmp0 (first->instance->frame_of_reference_uid,
                 ref->instance->frame_of_reference_uid) != 0)
    mado_geometry_refuse (self, MADO_REFUSAL_FRAME_OF_REFERENCE, index, 0, 0);
  if (!same_size (first, ref))
    mado_geometry_refuse (self, MADO_REFUSAL_SIZE, index, 0, 0);
  if (!same_values (first, ref))
    mado_geometry_refuse (self, MADO_REFUSAL_VALUES, index, 0, 0);
}

static void
check_planes (MadoGeometry *self, MadoDisplaySet *set)
{
  const int n_frames = mado_display_set_get_n_frames (set);
  int n_planes = 0, first_without = -1;

  for (int i = 0; i < n_frames; i++) {
    const MadoFrameInfo *info = mado_display_set_get_frame (set, i)->info;

    n_planes += info->has_plane;
    if (first_without < 0 && (!info->has_plane || info->is_plane_rough))
      first_without = i;
  }
  if (n_planes == 0)
    first_without = -1;
  if (n_planes == 0 || first_without >= 0)
    mado_geometry_refuse (self, MADO_REFUSAL_NO_PLANE, first_without, 0, 0);
}

void
mado_geometry_check_frames (MadoGeometry *self, MadoDisplaySet *set)
{
  const MadoFrameRef *first = mado_display_set_get_frame (set, 0);
  const int n_frames = mado_display_set_get_n_frames (set);

  for (int i = 0; i < n_frames; i++)
    check_frame (self, mado_display_set_get_frame (set, i), i);
  if (mado_display_set_is_temporal (set) && first->info->has_plane)
    mado_geometry_refuse (self, MADO_REFUSAL_ONE_PLACE, -1, 0, 0);
  check_planes (self, set);
  for (int i = 0; i < n_frames; i++)
    check_pair (self, first, mado_display_set_get_frame (set, i), i);
  if (self->columns < 2 || self->rows < 2)
    mado_geometry_refuse (self, MADO_REFUSAL_SIZE, -1, MIN (self->columns, self->rows),
                          2);
}

/* mm by which the farthest corner of a slice lies off because its directions are
 * not those of the volume. */
static double
get_corner_error (const MadoGeometry *self, const MadoFrameInfo *info)
{
  const MadoVector row = mado_vector_scale (
      mado_vector_subtract (mado_vector_from_array (info->row_direction), self->row),
      self->column_spacing * (self->columns - 1));
  const MadoVector column = mado_vector_scale (
      mado_vector_subtract (mado_vector_from_array (info->column_direction),
                            self->column),
      self->row_spacing * (self->rows - 1));

  return MAX (MAX (mado_vector_length (row), mado_vector_length (column)),
              mado_vector_length (mado_vector_add (row, column)));
}

static double
get_degrees (MadoVector a, MadoVector b)
{
  return atan2 (mado_vector_length (mado_vector_cross (a, b)), mado_vector_dot (a, b)) *
         180 / G_PI;
}

/* Degrees between two planes, up to 90; between their rows when they are parallel. */
static double
get_angle (const MadoFrameInfo *a, const MadoFrameInfo *b)
{
  const double normals =
      get_degrees (mado_frame_info_get_normal (a), mado_frame_info_get_normal (b));
  const double planes = MIN (normals, 180 - normals);

  return planes > 1e-3 ? planes
                       : get_degrees (mado_vector_from_array (a->row_direction),
                                      mado_vector_from_array (b->row_direction));
}

/* Whether the corners of @b lie on both sides of the plane of @a. */
static bool
is_crossing (const MadoGeometry *self, const MadoFrameInfo *a, const MadoFrameInfo *b)
{
  const MadoVector normal = mado_frame_info_get_normal (a);
  const MadoVector row = mado_vector_scale (mado_vector_from_array (b->row_direction),
                                            self->column_spacing * (self->columns - 1));
  const MadoVector column =
      mado_vector_scale (mado_vector_from_array (b->column_direction),
                         self->row_spacing * (self->rows - 1));
  const MadoVector from = mado_vector_subtract (mado_frame_info_get_position (b),
                                                mado_frame_info_get_position (a));
  bool above = false, below = false;

  for (int i = 0; i < 4; i++) {
    const MadoVector corner = mado_vector_add_scaled (
        mado_vector_add_scaled (from, row, i & 1), column, i >> 1);
    const double side = mado_vector_dot (corner, normal);

    above = above || side > 0;
    below = below || side < 0;
  }
  return above && below;
}

/* The mean of slices that are nearly the same: each is then off by half as much. */
static void
set_mean_directions (MadoGeometry *self, MadoDisplaySet *set)
{
  const MadoFrameInfo *first = mado_display_set_get_frame (set, 0)->info;
  MadoVector row = {0}, column = {0};
  bool differ = false;

  self->row = mado_vector_from_array (first->row_direction);
  self->column = mado_vector_from_array (first->column_direction);
  for (int i = 0; i < mado_display_set_get_n_frames (set); i++) {
    const MadoFrameInfo *info = mado_display_set_get_frame (set, i)->info;

    differ = differ ||
             memcmp (info->row_direction, first->row_direction,
                     sizeof info->row_direction) ||
             memcmp (info->column_direction, first->column_direction,
                     sizeof info->column_direction);
    row = mado_vector_add (row, mado_vector_from_array (info->row_direction));
    column = mado_vector_add (column, mado_vector_from_array (info->column_direction));
  }
  if (!differ)
    return;

  self->row = mado_vector_normalize (row);
  self->column = mado_vector_normalize (
      mado_vector_add_scaled (column, self->row, -mado_vector_dot (column, self->row)));
}

/* Slices turned by up to 45° are one bent stack, and where they cross is of use;
 * more than that are views of different kinds, all of which cross. */
static void
refuse_turned (MadoGeometry *self, MadoDisplaySet *set)
{
  const int n_frames = mado_display_set_get_n_frames (set);
  const MadoFrameInfo *first = mado_display_set_get_frame (set, 0)->info;
  int worst = 0;
  double angle = 0;

  for (int i = 1; i < n_frames; i++) {
    const double other = get_angle (first, mado_display_set_get_frame (set, i)->info);

    if (other > angle) {
      angle = other;
      worst = i;
    }
  }
  for (int i = 1; i < n_frames && angle <= MAX_BEND; i++) {
    const MadoFrameInfo *a = mado_display_set_get_frame (set, i - 1)->info;
    const MadoFrameInfo *b = mado_display_set_get_frame (set, i)->info;

    if (is_crossing (self, a, b))
      mado_geometry_refuse (self, MADO_REFUSAL_CROSSING, i - 1, get_angle (a, b), 0);
  }
  mado_geometry_refuse (self, MADO_REFUSAL_NOT_PARALLEL, worst, angle, 0);
}

void
mado_geometry_read_directions (MadoGeometry *self, MadoDisplaySet *set)
{
  const MadoFrameInfo *first = mado_display_set_get_frame (set, 0)->info;
  const double limit =
      MADO_GEOMETRY_TOLERANCE * MIN (self->row_spacing, self->column_spacing);

  if (!first->has_plane)
    return;

  self->row = mado_vector_from_array (first->row_direction);
  self->column = mado_vector_from_array (first->column_direction);
  self->normal = mado_frame_info_get_normal (first);
  self->origin = mado_frame_info_get_position (first);
  self->is_right_handed = true;
  if (!mado_display_set_is_spatial (set)) {
    refuse_turned (self, set);
    return;
  }

  set_mean_directions (self, set);
  for (int i = 0; i < mado_display_set_get_n_frames (set); i++)
    if (get_corner_error (self, mado_display_set_get_frame (set, i)->info) > limit) {
      refuse_turned (self, set);
      return;
    }
}
