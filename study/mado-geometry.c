/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-geometry-private.h"

/*
 * A display set is looked at in steps, each of which may refuse; the first reason
 * stays.  What can be told of a refused set is told all the same: the spacing of
 * two slices, the gap that is too wide.
 */

void
mado_geometry_refuse (
    MadoGeometry *self, MadoRefusal refusal, int slice, double value, double limit)
{
  if (self->refusal != MADO_REFUSAL_NONE)
    return;

  self->refusal = refusal;
  self->refusal_slice = slice;
  self->refusal_value = value;
  self->refusal_limit = limit;
}

static MadoGeometry *
geometry_alloc (int n_frames)
{
  MadoGeometry *self = g_new0 (MadoGeometry, 1);

  self->refusal = MADO_REFUSAL_NONE;
  self->refusal_slice = -1;
  self->worst_slice = -1;
  self->overlap_slice = -1;
  self->is_regular = true;
  self->gaps = g_array_new (FALSE, FALSE, sizeof (MadoGap));
  self->duplicates = g_array_new (FALSE, FALSE, sizeof (MadoDuplicate));
  self->slices = g_new0 (int, n_frames);
  self->along = g_new0 (double, n_frames);
  self->shift = g_malloc0_n ((gsize) n_frames, sizeof self->shift[0]);
  return self;
}

static void
read_pixels (MadoGeometry *self, const MadoFrameRef *first)
{
  const MadoPixelFormat *format =
      mado_pixel_source_get_format (first->instance->pixels);
  const double row_spacing = first->info->row_spacing;
  const double column_spacing = first->info->column_spacing;

  self->columns = format->columns;
  self->rows = format->rows;
  self->row_spacing = row_spacing;
  self->column_spacing = column_spacing;
  self->is_non_square =
      fabs (row_spacing - column_spacing) > 1e-3 * MIN (row_spacing, column_spacing);
}

MadoGeometry *
mado_geometry_new (MadoDisplaySet *set)
{
  const int n_frames = mado_display_set_get_n_frames (set);
  MadoGeometry *self = geometry_alloc (n_frames);

  read_pixels (self, mado_display_set_get_frame (set, 0));
  mado_geometry_check_frames (self, set);
  mado_geometry_read_directions (self, set);
  if (!mado_display_set_get_frame (set, 0)->info->has_plane ||
      !mado_display_set_is_spatial (set))
    return self;

  mado_geometry_read_places (self, set);
  mado_geometry_measure_distances (self, set);
  mado_geometry_measure_tilt (self);
  return self;
}

void
mado_geometry_free (MadoGeometry *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->gaps);
  g_array_unref (self->duplicates);
  g_free (self->slices);
  g_free (self->along);
  g_free (self->shift);
  g_free (self);
}

const char *
mado_refusal_get_name (MadoRefusal refusal)
{
  switch (refusal) {
  case MADO_REFUSAL_NONE:
    return "none";
  case MADO_REFUSAL_NO_PLANE:
    return "no_plane";
  case MADO_REFUSAL_NO_SPACING:
    return "no_spacing";
  case MADO_REFUSAL_COLOUR:
    return "colour";
  case MADO_REFUSAL_FEW_SLICES:
    return "few_slices";
  case MADO_REFUSAL_ONE_PLACE:
    return "one_place";
  case MADO_REFUSAL_NOT_PARALLEL:
    return "not_parallel";
  case MADO_REFUSAL_CROSSING:
    return "crossing";
  case MADO_REFUSAL_GAP:
    return "gap";
  case MADO_REFUSAL_SIZE:
    return "size";
  case MADO_REFUSAL_FRAME_OF_REFERENCE:
    return "frame_of_reference";
  case MADO_REFUSAL_PROJECTION:
    return "projection";
  case MADO_REFUSAL_VALUES:
    return "values";
  }
  g_return_val_if_reached ("none");
}

static char *
dup_no_plane (const MadoGeometry *self)
{
  if (self->refusal_slice < 0)
    return g_strdup ("The images have no position in space");
  return g_strdup_printf ("Slice %d has no valid position and orientation in space",
                          self->refusal_slice + 1);
}

static char *
dup_size (const MadoGeometry *self)
{
  if (self->refusal_slice < 0)
    return g_strdup_printf ("The images are %d × %d pixels; "
                            "a volume needs %g of either",
                            self->columns, self->rows, self->refusal_limit);
  return g_strdup_printf ("Slice %d has another size or pixel spacing",
                          self->refusal_slice + 1);
}

char *
mado_geometry_dup_refusal (const MadoGeometry *self)
{
  const int slice = self->refusal_slice + 1;
  const double value = self->refusal_value;
  const double limit = self->refusal_limit;

  switch (self->refusal) {
  case MADO_REFUSAL_NONE:
    return NULL;
  case MADO_REFUSAL_NO_PLANE:
    return dup_no_plane (self);
  case MADO_REFUSAL_NO_SPACING:
    return g_strdup ("The pixel spacing in the body is not known");
  case MADO_REFUSAL_COLOUR:
    return g_strdup ("Colours cannot be interpolated");
  case MADO_REFUSAL_FEW_SLICES:
    return g_strdup_printf ("A volume needs %g slices; there %s %g", limit,
                            value == 1 ? "is" : "are", value);
  case MADO_REFUSAL_ONE_PLACE:
    return g_strdup ("The images follow each other in time, at one place");
  case MADO_REFUSAL_NOT_PARALLEL:
    return g_strdup_printf ("The slices are not parallel: slice %d is turned by %.2f°",
                            slice, value);
  case MADO_REFUSAL_CROSSING:
    return g_strdup_printf ("Slices %d and %d cross inside the image, at %.2f°", slice,
                            slice + 1, value);
  case MADO_REFUSAL_GAP:
    return g_strdup_printf ("%.1f mm without a slice after slice %d; "
                            "at most %g mm can be looked across",
                            value, slice, limit);
  case MADO_REFUSAL_SIZE:
    return dup_size (self);
  case MADO_REFUSAL_FRAME_OF_REFERENCE:
    return g_strdup_printf ("Slice %d has another frame of reference", slice);
  case MADO_REFUSAL_PROJECTION:
    return g_strdup ("Projections are not cross sections");
  case MADO_REFUSAL_VALUES:
    if (slice == 0)
      return g_strdup ("The values are labels, which cannot be interpolated");
    return g_strdup_printf ("The values of slice %d have another meaning", slice);
  }
  g_return_val_if_reached (NULL);
}

const char *
mado_geometry_get_plane_name (const MadoGeometry *self)
{
  const double cos_25 = 0.906;

  if (self->n_slices == 0)
    return NULL;
  if (fabs (self->normal.z) > cos_25)
    return "axial";
  if (fabs (self->normal.y) > cos_25)
    return "coronal";
  if (fabs (self->normal.x) > cos_25)
    return "sagittal";
  return "oblique";
}
