/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-instance-private.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "mado-codec.h"
#include "mado-grayscale-private.h"

#define TAG_POSITION            MADO_TAG (0x0020, 0x0032)
#define TAG_ORIENTATION         MADO_TAG (0x0020, 0x0037)
#define TAG_PIXEL_SPACING       MADO_TAG (0x0028, 0x0030)
#define TAG_PATIENT_ORIENTATION MADO_TAG (0x0020, 0x0020)
#define TAG_SLICE_THICKNESS     MADO_TAG (0x0018, 0x0050)
#define TAG_GRID_FRAME_OFFSETS  MADO_TAG (0x3004, 0x000c)
#define TAG_SHARED_GROUPS       MADO_TAG (0x5200, 0x9229)
#define TAG_PER_FRAME_GROUPS    MADO_TAG (0x5200, 0x9230)
#define GROUP_PLANE_POSITION    MADO_TAG (0x0020, 0x9113)
#define GROUP_PLANE_ORIENTATION MADO_TAG (0x0020, 0x9116)
#define GROUP_PIXEL_MEASURES    MADO_TAG (0x0028, 0x9110)
#define GROUP_PIXEL_VALUE       MADO_TAG (0x0028, 0x9145)
#define GROUP_FRAME_VOI_LUT     MADO_TAG (0x0028, 0x9132)
#define GROUP_FRAME_ORIENTATION MADO_TAG (0x0020, 0x9450)

/* Rounding to two decimals is seen in the wild; beyond that it is no plane. */
#define DIRECTION_TOLERANCE 0.01

/* So much at the far end of a row of 512 pixels is half a pixel. */
#define ROUGH_DIRECTION 1e-3

static double
dot (const double a[3], const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static bool
normalize (double v[3])
{
  double length = sqrt (dot (v, v));

  if (!(fabs (length - 1.0) <= DIRECTION_TOLERANCE))
    return false;
  for (int i = 0; i < 3; i++)
    v[i] /= length;
  return true;
}

void
mado_frame_info_set_plane (MadoFrameInfo *self,
                           const double position[3],
                           const double orientation[6])
{
  double row[3], column[3], lengths[2];

  self->has_plane = false;
  memcpy (row, orientation, sizeof row);
  memcpy (column, orientation + 3, sizeof column);
  for (int i = 0; i < 3; i++)
    if (!isfinite (position[i]) || fabs (position[i]) > 1e7)
      return;
  lengths[0] = sqrt (dot (row, row));
  lengths[1] = sqrt (dot (column, column));
  if (!normalize (row) || !normalize (column))
    return;

  double skew = dot (row, column);

  if (!(fabs (skew) <= DIRECTION_TOLERANCE))
    return;
  for (int i = 0; i < 3; i++)
    column[i] -= skew * row[i];

  double length = sqrt (dot (column, column));

  for (int i = 0; i < 3; i++)
    column[i] /= length;
  memcpy (self->position, position, sizeof self->position);
  memcpy (self->row_direction, row, sizeof row);
  memcpy (self->column_direction, column, sizeof column);
  self->is_plane_rough = fabs (skew) > ROUGH_DIRECTION ||
                         fabs (lengths[0] - 1) > ROUGH_DIRECTION ||
                         fabs (lengths[1] - 1) > ROUGH_DIRECTION;
  self->has_plane = true;
}

/* The item of functional group @group; the data set when there is none. */
static const MadoDicomItem *
get_group_or_dataset (const MadoFrameItems *items, MadoTag group)
{
  const MadoDicomItem *item = mado_frame_items_get_group (items, group);

  return item != NULL ? item : items->dataset;
}

/* A functional group is either shared or per frame (PS3.3 C.7.6.16.1.1). */
static bool
contradicts (const MadoFrameItems *items, MadoTag group, MadoTag tag, int n)
{
  const MadoDicomItem *own = mado_dicom_item_get_item (items->per_frame, group, 0);
  const MadoDicomItem *shared = mado_dicom_item_get_item (items->shared, group, 0);
  double a[6], b[6];

  if (!mado_dicom_item_get_doubles (own, tag, a, n) ||
      !mado_dicom_item_get_doubles (shared, tag, b, n))
    return false;
  for (int i = 0; i < n; i++)
    if (fabs (a[i] - b[i]) > 1e-4)
      return true;
  return false;
}

static void
read_plane (MadoFrameInfo *self, const MadoFrameItems *items)
{
  const MadoDicomItem *where = get_group_or_dataset (items, GROUP_PLANE_POSITION);
  const MadoDicomItem *turned = get_group_or_dataset (items, GROUP_PLANE_ORIENTATION);
  double position[3], orientation[6];

  if (mado_dicom_item_get_doubles (where, TAG_POSITION, position, 3) &&
      mado_dicom_item_get_doubles (turned, TAG_ORIENTATION, orientation, 6))
    mado_frame_info_set_plane (self, position, orientation);
  if (contradicts (items, GROUP_PLANE_POSITION, TAG_POSITION, 3) ||
      contradicts (items, GROUP_PLANE_ORIENTATION, TAG_ORIENTATION, 6) ||
      contradicts (items, GROUP_PIXEL_MEASURES, TAG_PIXEL_SPACING, 2))
    self->is_plane_rough = true;
}

static bool
is_direction_letters (const char *text)
{
  gsize n = strlen (text);

  return n >= 1 && n <= 3 && strspn (text, "APLRHF") == n;
}

static void
read_patient_orientation (MadoFrameInfo *self, const MadoFrameItems *items)
{
  const MadoDicomItem *item = get_group_or_dataset (items, GROUP_FRAME_ORIENTATION);
  g_auto (GStrv) letters = mado_dicom_item_dup_strings (item, TAG_PATIENT_ORIENTATION);

  if (letters == NULL || g_strv_length (letters) != 2 ||
      !is_direction_letters (letters[0]) || !is_direction_letters (letters[1]))
    return;

  for (int i = 0; i < 2; i++)
    g_strlcpy (self->patient_orientation[i], letters[i],
               sizeof self->patient_orientation[i]);
}

static bool
read_frame (MadoInstance *instance,
            MadoFrameInfo *self,
            const MadoFrameItems *items,
            GError **error)
{
  const char *modality = instance->info.modality;
  const MadoDicomItem *measures = get_group_or_dataset (items, GROUP_PIXEL_MEASURES);
  MadoGrayscaleItems grayscale = {
      .dataset = items->dataset,
      .transformation = get_group_or_dataset (items, GROUP_PIXEL_VALUE),
      .voi = get_group_or_dataset (items, GROUP_FRAME_VOI_LUT),
      .modality = modality,
      .format = mado_pixel_source_get_format (instance->pixels)};

  read_plane (self, items);
  read_patient_orientation (self, items);
  mado_frame_info_read_spacing (self, items->dataset, measures, modality);
  self->slice_thickness =
      MAX (mado_instance_read_double (measures, TAG_SLICE_THICKNESS, 0.0), 0.0);
  self->grayscale = mado_grayscale_read (&grayscale, error);
  self->stack_key = mado_stack_key_read (items, modality, &self->time_order);
  return self->grayscale != NULL;
}

void
mado_frame_info_copy (MadoFrameInfo *self, const MadoFrameInfo *first)
{
  *self = *first;
  self->grayscale = mado_grayscale_ref (first->grayscale);
  if (first->stack_key != NULL)
    self->stack_key = g_ref_string_acquire (first->stack_key);
}

/* Grid Frame Offset Vector (PS3.3 C.8.8.3.2): offsets from the first plane, or, when
 * it does not start with 0, coordinates along the normal. */
static void
apply_dose_offsets (MadoInstance *self, const MadoDicomItem *dataset)
{
  const MadoFrameInfo *first = &self->frames[0];
  const double *r = first->row_direction;
  const double *c = first->column_direction;
  double normal[3] = {r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2],
                      r[0] * c[1] - r[1] * c[0]};
  double origin[3], start = 0.0, offset = 0.0;

  if (!first->has_plane ||
      mado_dicom_item_get_n_values (dataset, TAG_GRID_FRAME_OFFSETS) !=
          self->n_frames ||
      !mado_dicom_item_get_double (dataset, TAG_GRID_FRAME_OFFSETS, 0, &start))
    return;

  memcpy (origin, first->position, sizeof origin);
  for (int i = 0; i < self->n_frames; i++) {
    MadoFrameInfo *frame = &self->frames[i];

    if (!mado_dicom_item_get_double (dataset, TAG_GRID_FRAME_OFFSETS, i, &offset)) {
      frame->has_plane = false;
      continue;
    }
    for (int k = 0; k < 3; k++)
      frame->position[k] = origin[k] + (offset - start) * normal[k];
  }
}

/* A file cannot hold more frames than bits, or fragments of 8 bytes; a header can
 * claim two thousand million. */
static bool
frames_fit_file (const MadoInstance *self, int n_frames)
{
  GStatBuf info;
  gint64 size = 0;

  if (n_frames == 1 || g_stat (self->path, &info) != 0)
    return true;

  size = info.st_size;
  if (mado_codec_is_encapsulated (self->transfer_syntax))
    return n_frames <= size / 8;
  /* Deflated data can be a thousand times smaller than what it holds. */
  return n_frames <= size * 8;
}

bool
mado_instance_read_frames (MadoInstance *self,
                           const MadoDicomItem *dataset,
                           GError **error)
{
  int n_frames = mado_pixel_source_get_format (self->pixels)->n_frames;
  int n_groups = mado_dicom_item_get_n_items (dataset, TAG_PER_FRAME_GROUPS);
  MadoFrameItems items = {.dataset = dataset,
                          .shared =
                              mado_dicom_item_get_item (dataset, TAG_SHARED_GROUPS, 0)};

  if (frames_fit_file (self, n_frames))
    self->frames = g_try_new0 (MadoFrameInfo, n_frames);
  if (self->frames == NULL) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "The file is too small for its %d frames", n_frames);
    return false;
  }

  for (int i = 0; i < n_frames; i++) {
    items.per_frame = mado_dicom_item_get_item (dataset, TAG_PER_FRAME_GROUPS, i);
    self->n_frames = i + 1;
    if (i > 0 && i >= n_groups)
      mado_frame_info_copy (&self->frames[i], &self->frames[0]);
    else if (!read_frame (self, &self->frames[i], &items, error))
      return false;
  }
  /* Frames that have no functional group of their own have no known place. */
  for (int i = MAX (n_groups, 1); n_groups > 0 && i < n_frames; i++)
    self->frames[i].has_plane = false;

  if (n_groups == 0 && n_frames > 1) {
    mado_nm_apply_vectors (self, dataset);
    apply_dose_offsets (self, dataset);
  }
  return true;
}
