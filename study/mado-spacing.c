/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-instance-private.h"

#include <math.h>

#define TAG_SOP_CLASS           MADO_TAG (0x0008, 0x0016)
#define TAG_PIXEL_SPACING       MADO_TAG (0x0028, 0x0030)
#define TAG_PIXEL_ASPECT_RATIO  MADO_TAG (0x0028, 0x0034)
#define TAG_CALIBRATION_TYPE    MADO_TAG (0x0028, 0x0a02)
#define TAG_IMAGER_SPACING      MADO_TAG (0x0018, 0x1164)
#define TAG_MAGNIFICATION       MADO_TAG (0x0018, 0x1114)
#define TAG_SCANNED_SPACING     MADO_TAG (0x0018, 0x2010)
#define TAG_IMAGE_PLANE_SPACING MADO_TAG (0x3002, 0x0011)
#define TAG_US_REGIONS          MADO_TAG (0x0018, 0x6011)
#define TAG_US_SPATIAL_FORMAT   MADO_TAG (0x0018, 0x6012)
#define TAG_US_UNITS_X          MADO_TAG (0x0018, 0x6024)
#define TAG_US_UNITS_Y          MADO_TAG (0x0018, 0x6026)
#define TAG_US_DELTA_X          MADO_TAG (0x0018, 0x602c)
#define TAG_US_DELTA_Y          MADO_TAG (0x0018, 0x602e)
#define TAG_XA_PIXEL_DATA_GROUP MADO_TAG (0x0028, 0x9443)
#define TAG_SHARED_GROUPS       MADO_TAG (0x5200, 0x9229)

#define US_FORMAT_2D 1
#define US_UNIT_CM   3

static bool
is_close (double a, double b)
{
  return fabs (a - b) <= 1e-3 * MAX (fabs (a), fabs (b));
}

/* Row spacing, then column spacing (PS3.3 10.7.1.3). */
static bool
read_pair (const MadoDicomItem *item, MadoTag tag, double pair[2])
{
  double values[2];

  if (!mado_dicom_item_get_doubles (item, tag, values, 2) || values[0] <= 0.0 ||
      values[1] <= 0.0 || values[0] > 1e6 || values[1] > 1e6)
    return false;

  pair[0] = values[0];
  pair[1] = values[1];
  return true;
}

static void
set_spacing (MadoFrameInfo *self, MadoSpacingKind kind, const double pair[2])
{
  self->spacing_kind = kind;
  self->row_spacing = pair[0];
  self->column_spacing = pair[1];
}

bool
mado_sop_class_is_reconstruction (const char *sop_class)
{
  static const char *const classes[] = {
      "1.2.840.10008.5.1.4.1.1.6.2",    /* Enhanced US Volume */
      "1.2.840.10008.5.1.4.1.1.13.1.1", /* X-Ray 3D Angiographic */
      "1.2.840.10008.5.1.4.1.1.13.1.2", /* X-Ray 3D Craniofacial */
      "1.2.840.10008.5.1.4.1.1.13.1.3", /* Breast Tomosynthesis */
      NULL};

  return sop_class != NULL && g_strv_contains (classes, sop_class);
}

static bool
is_projection (const MadoDicomItem *dataset, const char *modality)
{
  static const char *const projections[] = {"CR", "DX", "MG", "XA", "RF",
                                            "PX", "IO", "RG", NULL};

  g_autofree char *sop_class = mado_dicom_item_dup_string (dataset, TAG_SOP_CLASS);

  return g_strv_contains (projections, modality) &&
         !mado_sop_class_is_reconstruction (sop_class);
}

/* Imager Pixel Spacing, corrected by the magnification the file estimates (IHE
 * Mammography Image: RAD TF-2 4.16.4.2.2.1.1.2). */
static bool
read_imager_spacing (MadoFrameInfo *self,
                     const MadoDicomItem *dataset,
                     const double imager[2])
{
  double factor = mado_instance_read_double (dataset, TAG_MAGNIFICATION, 1.0);

  if (factor > 0.0 && isfinite (factor) && !is_close (factor, 1.0)) {
    double corrected[2] = {imager[0] / factor, imager[1] / factor};

    set_spacing (self, MADO_SPACING_PATIENT, corrected);
  } else {
    set_spacing (self, MADO_SPACING_DETECTOR, imager);
  }
  return true;
}

/* PS3.3 10.7.1: Pixel Spacing that repeats Imager Pixel Spacing is not calibrated,
 * one that differs from it, or says how it was calibrated, is. */
static bool
read_projection_spacing (MadoFrameInfo *self,
                         const MadoDicomItem *dataset,
                         const MadoDicomItem *measures)
{
  const MadoDicomItem *shared =
      mado_dicom_item_get_item (dataset, TAG_SHARED_GROUPS, 0);
  const MadoDicomItem *xa =
      mado_dicom_item_get_item (shared, TAG_XA_PIXEL_DATA_GROUP, 0);
  double pixel[2] = {0.0, 0.0}, imager[2] = {0.0, 0.0};
  bool has_pixel = read_pair (measures, TAG_PIXEL_SPACING, pixel);
  bool has_imager = read_pair (dataset, TAG_IMAGER_SPACING, imager) ||
                    read_pair (xa, TAG_IMAGER_SPACING, imager);

  if (has_pixel) {
    bool differs = has_imager &&
                   !(is_close (pixel[0], imager[0]) && is_close (pixel[1], imager[1]));

    if (differs || mado_dicom_item_has (dataset, TAG_CALIBRATION_TYPE)) {
      set_spacing (self, MADO_SPACING_PATIENT, pixel);
      return true;
    }
  }
  if (has_imager)
    return read_imager_spacing (self, dataset, imager);
  if (has_pixel)
    set_spacing (self, MADO_SPACING_DETECTOR, pixel);
  return has_pixel;
}

/* PS3.3 C.8.5.5: centimetres per pixel of the two-dimensional regions.  Regions
 * that disagree leave the picture without one scale. */
static bool
read_us_spacing (MadoFrameInfo *self, const MadoDicomItem *dataset)
{
  int n = mado_dicom_item_get_n_items (dataset, TAG_US_REGIONS);
  double spacing[2] = {0.0, 0.0};

  for (int i = 0; i < n; i++) {
    const MadoDicomItem *region = mado_dicom_item_get_item (dataset, TAG_US_REGIONS, i);
    double column = 0.0, row = 0.0;

    if (mado_instance_read_int (region, TAG_US_SPATIAL_FORMAT, 0) != US_FORMAT_2D ||
        mado_instance_read_int (region, TAG_US_UNITS_X, 0) != US_UNIT_CM ||
        mado_instance_read_int (region, TAG_US_UNITS_Y, 0) != US_UNIT_CM ||
        !mado_dicom_item_get_double (region, TAG_US_DELTA_X, 0, &column) ||
        !mado_dicom_item_get_double (region, TAG_US_DELTA_Y, 0, &row) || row == 0.0 ||
        column == 0.0)
      continue;

    row = fabs (row) * 10.0;
    column = fabs (column) * 10.0;
    if (spacing[0] > 0.0 &&
        !(is_close (row, spacing[0]) && is_close (column, spacing[1])))
      return false;
    spacing[0] = row;
    spacing[1] = column;
  }
  if (spacing[0] > 0.0)
    set_spacing (self, MADO_SPACING_US_REGION, spacing);
  return spacing[0] > 0.0;
}

void
mado_frame_info_read_spacing (MadoFrameInfo *self,
                              const MadoDicomItem *dataset,
                              const MadoDicomItem *measures,
                              const char *modality)
{
  double pair[2] = {1.0, 1.0};

  if (is_projection (dataset, modality)) {
    if (read_projection_spacing (self, dataset, measures))
      return;
  } else if (read_pair (measures, TAG_PIXEL_SPACING, pair)) {
    set_spacing (self, MADO_SPACING_PATIENT, pair);
    return;
  } else if (read_us_spacing (self, dataset)) {
    return;
  } else if (read_pair (dataset, TAG_IMAGER_SPACING, pair) ||
             read_pair (dataset, TAG_IMAGE_PLANE_SPACING, pair)) {
    set_spacing (self, MADO_SPACING_DETECTOR, pair);
    return;
  }
  if (read_pair (dataset, TAG_SCANNED_SPACING, pair)) {
    set_spacing (self, MADO_SPACING_DETECTOR, pair);
    return;
  }
  /* PS3.3 C.7.6.3.1.7: vertical, then horizontal size of a pixel. */
  if (!read_pair (dataset, TAG_PIXEL_ASPECT_RATIO, pair))
    pair[0] = pair[1] = 1.0;
  set_spacing (self, MADO_SPACING_NONE, pair);
}
