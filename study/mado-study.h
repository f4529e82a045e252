/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-geometry.h"
#include "mado-instance.h"

G_BEGIN_DECLS

/**
 * MadoFrameRef:
 * @instance: owned by the display set
 * @frame: 0 for the first frame of the file
 * @info: &@instance->frames[@frame]
 */
typedef struct {
  MadoInstance *instance;
  int frame;
  const MadoFrameInfo *info;
} MadoFrameRef;

/**
 * MadoDisplaySet:
 *
 * What a viewport shows and scrolls through: the frames of one series that make
 * one stack, sorted by position along the normal where they have one.
 * Immutable; GObject only to live in a #GListModel.  Thread-safety: read from any
 * thread.
 */
#define MADO_TYPE_DISPLAY_SET (mado_display_set_get_type ())
G_DECLARE_FINAL_TYPE (MadoDisplaySet, mado_display_set, MADO, DISPLAY_SET, GObject)

int mado_display_set_get_n_frames (MadoDisplaySet *self);
const MadoFrameRef *mado_display_set_get_frame (MadoDisplaySet *self, int index);
const MadoSeriesInfo *mado_display_set_get_info (MadoDisplaySet *self);

/* "series UID", "#2" appended for the second stack of a series and so on; stable. */
const char *mado_display_set_get_id (MadoDisplaySet *self);

/* (nullable): what sets this stack apart in its series, e.g. "b=1000", for labels. */
const char *mado_display_set_get_stack_label (MadoDisplaySet *self);

/* Whether all frames lie in planes with one orientation: a cross-sectional stack. */
bool mado_display_set_is_spatial (MadoDisplaySet *self);

/* Whether the frames come in time, not in space: cine at the file's frame rate. */
bool mado_display_set_is_temporal (MadoDisplaySet *self);

/**
 * mado_display_set_get_default_window:
 * @window: (out): set when there is one
 *
 * One window for the whole stack, so that nothing flickers from slice to slice:
 * the file's window of the middle frame for a spatial stack.  Where frames are
 * separate pictures (projections), the window of frame @index.
 *
 * Returns: false when the file has no window (a VOI LUT, or nothing at all)
 */
bool mado_display_set_get_default_window (MadoDisplaySet *self,
                                          int index,
                                          MadoWindow *window);

/* The space the windows of @self's files are meant in: that of the modality, or
 * modality values where slopes differ from slice to slice. */
MadoWindowSpace mado_display_set_get_window_space (MadoDisplaySet *self);

/* Borrowed.  What the frames are in space; never %NULL. */
const MadoGeometry *mado_display_set_get_geometry (MadoDisplaySet *self);

/* (nullable): Frame of Reference UID of all frames; %NULL when absent or mixed.
 * Positions of two sets can be compared only where these are equal. */
const char *mado_display_set_get_frame_of_reference (MadoDisplaySet *self);

typedef struct {
  bool is_lossy;
  double lossy_ratio;       /* 0 when unknown */
  char *lossy_method;       /* (nullable) */
  bool is_uncalibrated;     /* lengths are in pixels */
  bool is_detector_spacing; /* mm at the detector (projection, not calibrated) */
} MadoTrust;

/* Borrowed.  What the viewport's trust line must say of this display set. */
const MadoTrust *mado_display_set_get_trust (MadoDisplaySet *self);

/**
 * MadoSeries, MadoStudy, MadoPatient:
 *
 * The tree a folder is sorted into.  Children are #GListModels of the next level;
 * a series lists its display sets and, apart, what is not an image.
 */
#define MADO_TYPE_SERIES (mado_series_get_type ())
G_DECLARE_FINAL_TYPE (MadoSeries, mado_series, MADO, SERIES, GObject)

const MadoSeriesInfo *mado_series_get_info (MadoSeries *self);
GListModel *mado_series_get_display_sets (MadoSeries *self); /* MadoDisplaySet */
/* (element-type MadoInstance): reports, presentation states, unsupported files. */
GPtrArray *mado_series_get_non_images (MadoSeries *self);

#define MADO_TYPE_STUDY (mado_study_get_type ())
G_DECLARE_FINAL_TYPE (MadoStudy, mado_study, MADO, STUDY, GObject)

const MadoSeriesInfo *mado_study_get_info (MadoStudy *self);
GListModel *mado_study_get_series (MadoStudy *self); /* MadoSeries, by number */

#define MADO_TYPE_PATIENT (mado_patient_get_type ())
G_DECLARE_FINAL_TYPE (MadoPatient, mado_patient, MADO, PATIENT, GObject)

const MadoSeriesInfo *mado_patient_get_info (MadoPatient *self);
GListModel *mado_patient_get_studies (MadoPatient *self); /* MadoStudy, newest first */

/**
 * mado_patient_list_new:
 * @instances: (element-type MadoInstance): in any order, no duplicates
 *
 * Sorts instances into patients, studies, series and display sets.  A pure
 * function of its input: same instances, same tree.  Blocks; worker.
 *
 * Returns: (transfer full): list of #MadoPatient
 */
GListModel *mado_patient_list_new (GPtrArray *instances) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
