/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "mado-dicom-file.h"
#include "mado-grayscale.h"
#include "mado-person-name.h"

G_BEGIN_DECLS

/* What a millimetre of this picture is measured at. */
typedef enum {
  MADO_SPACING_NONE = 1,  /* unknown: lengths are in pixels */
  MADO_SPACING_PATIENT,   /* Pixel Spacing of a cross section, or calibrated */
  MADO_SPACING_DETECTOR,  /* Imager Pixel Spacing: at the detector, not the body */
  MADO_SPACING_US_REGION, /* Sequence of Ultrasound Regions */
} MadoSpacingKind;

/**
 * MadoFrameInfo:
 * @has_plane: whether position and orientation are both known and finite
 * @position: mm, LPS+; centre of the first pixel (PS3.3 C.7.6.2.1.1)
 * @row_direction: unit vector along a row (increasing column)
 * @column_direction: unit vector along a column (increasing row)
 * @is_plane_rough: whether the plane is good enough to look at, not to cut through: as
 *   written, the directions are more than 1e-3 off unit length or a right angle, or
 *   shared and per-frame functional groups contradict each other
 * @row_spacing: between rows, mm; or the aspect ratio's height when kind is NONE
 * @column_spacing: between columns, mm; or the aspect ratio's width
 * @slice_thickness: mm, 0 when unknown
 * @patient_orientation: Patient Orientation (0020,0020) as written, e.g. "A" and
 *   "FR": where a row goes and where a column goes; both "" when absent or not up
 *   to three of A P L R H F.  For projections, which have no plane
 * @grayscale: owned
 * @stack_key: (nullable): owned; what, beside geometry, separates stacks: echo,
 *   temporal position, b-value, cardiac phase, ..., as "echo=1;b=1000"
 * @time_order: orders frames at the same position (trigger time, temporal index)
 *
 * What differs from frame to frame.  A single-frame instance has one.
 */
typedef struct {
  bool has_plane;
  double position[3];
  double row_direction[3];
  double column_direction[3];
  bool is_plane_rough;
  MadoSpacingKind spacing_kind;
  double row_spacing;
  double column_spacing;
  double slice_thickness;
  char patient_orientation[2][4];
  MadoGrayscale *grayscale;
  char *stack_key;
  double time_order;
} MadoFrameInfo;

/* Strings are UTF-8, owned, and %NULL when the file does not say. */
typedef struct {
  char *patient_id;
  char *issuer_of_patient_id;
  MadoPersonName *patient_name; /* never NULL */
  char *patient_birth_date;     /* YYYYMMDD */
  char *patient_sex;            /* M, F, O */
  char *patient_age;            /* 067Y */
  char *study_uid;
  char *study_date; /* YYYYMMDD */
  char *study_time; /* HHMMSS */
  char *study_id;
  char *study_description;
  char *accession_number;
  char *institution;
  char *series_uid;
  int series_number; /* -1 when absent */
  char *series_description;
  char *modality; /* never NULL: "OT" when absent */
  char *body_part;
  char *protocol;
  char *manufacturer;
  char *model;
} MadoSeriesInfo;

/**
 * MadoInstance:
 * @info: what the instance shares with its series
 * @acquisition_date_time: (nullable): "YYYYMMDDHHMMSS": acquisition, else content,
 *   else series time
 * @laterality: (nullable): frame, else image, else series laterality
 * @is_lossy: Lossy Image Compression 01, or a lossy transfer syntax
 * @lossy_ratio: 0 when unknown
 * @frame_time_ms: cine speed from the file, 0 when it does not say
 * @is_mosaic: its frames are the tiles of one picture: slices of one moment
 * @pixels: (nullable): %NULL for objects that are not images
 * @no_picture: (nullable): why there is no picture to show: a #MADO_DICOM_ERROR
 *   (NO_IMAGE, UNSUPPORTED or BROKEN); %NULL for images
 * @frames: (array length=n_frames)
 *
 * All Mado keeps of one file.  Immutable, atomically reference counted.
 */
typedef struct {
  MadoSeriesInfo info;
  char *path;
  char *sop_class_uid;
  char *sop_instance_uid;
  char *frame_of_reference_uid;
  char *image_type;
  char *transfer_syntax;
  char *acquisition_date_time;
  char *laterality;
  char *contrast_agent;
  char *view_position;
  int instance_number;    /* -1 when absent */
  int acquisition_number; /* -1 when absent */
  bool is_lossy;
  double lossy_ratio;
  char *lossy_method;
  double frame_time_ms;
  bool is_mosaic;
  MadoPixelSource *pixels;
  GError *no_picture;
  MadoFrameInfo *frames;
  int n_frames;
  gatomicrefcount ref_count;
} MadoInstance;

/**
 * mado_instance_read:
 * @path: (type filename)
 *
 * Opens @path and keeps what the list, the stack and the annotation need.
 * Objects that are not images come back with @no_picture set.  Blocks.
 *
 * Returns: (transfer full): the instance, or %NULL with a #MADO_DICOM_ERROR
 */
MadoInstance *mado_instance_read (const char *path,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
MadoInstance *mado_instance_ref (MadoInstance *self);
void mado_instance_unref (MadoInstance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoInstance, mado_instance_unref)

G_END_DECLS
