/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "mado-dicom-writer.h"
#include "mado-phantom.h"

G_BEGIN_DECLS

/**
 * MadoPhantomJob:
 * @truth: open object of truth.json: a kind adds its members
 *
 * One call of mado_phantom_write().
 */
typedef struct {
  const MadoPhantomOptions *options;
  const char *transfer_syntax;
  const char *folder;
  MadoPhantomProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  JsonBuilder *truth;
} MadoPhantomJob;

/* @bits: Bits Stored: not every transfer syntax has room for them */
typedef struct {
  const char *name;
  int bits;
  int n_slices;
  bool (*write) (MadoPhantomJob *job, int n_slices, GError **error);
} MadoPhantomKind;

extern const MadoPhantomKind mado_phantom_chest_ct;
extern const MadoPhantomKind mado_phantom_mr_brain;
extern const MadoPhantomKind mado_phantom_us;
extern const MadoPhantomKind mado_phantom_cr;
extern const MadoPhantomKind mado_phantom_mg;
extern const MadoPhantomKind mado_phantom_pet;
extern const MadoPhantomKind mado_phantom_tilt;
extern const MadoPhantomKind mado_phantom_irregular;
extern const MadoPhantomKind mado_phantom_missing;
extern const MadoPhantomKind mado_phantom_duplicates;
extern const MadoPhantomKind mado_phantom_crossing;
extern const MadoPhantomKind mado_phantom_4d;
extern const MadoPhantomKind mado_phantom_mosaic;
extern const MadoPhantomKind mado_phantom_huge;
extern const MadoPhantomKind mado_phantom_enhanced_ct;
extern const MadoPhantomKind mado_phantom_enhanced_mr;

/* Element @tag and its value as text. */
typedef struct {
  MadoTag tag;
  const char *value;
} MadoPhantomElement;

void mado_phantom_set_elements (MadoDicomWriter *writer,
                                const MadoPhantomElement *elements,
                                int n);

typedef struct {
  const char *patient_name;
  const char *patient_id;
  const char *birth_date;
  const char *sex;
  const char *age;
  const char *weight; /* kg */
  const char *study_description;
  const char *study_date;
  const char *study_time;
  const char *accession_number;
} MadoPhantomExamination;

typedef struct {
  const char *sop_class;
  const char *modality;
  const char *description;
  int number;
  bool has_frame_of_reference;
} MadoPhantomSeries;

/**
 * mado_phantom_writer_new:
 * @instance: Instance Number, from 1
 *
 * Returns: (transfer full): a data set with its patient, study, series, equipment
 *   and SOP common attributes
 */
MadoDicomWriter *mado_phantom_writer_new (const MadoPhantomJob *job,
                                          const MadoPhantomExamination *examination,
                                          const MadoPhantomSeries *series,
                                          int instance) G_GNUC_WARN_UNUSED_RESULT;

/* Writes to "@number-@name/@instance.dcm" in the job's folder. */
bool mado_phantom_save (const MadoPhantomJob *job,
                        MadoDicomWriter *writer,
                        const char *series_folder,
                        int instance,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Image Position and Orientation (Patient); directions of a row and of a column. */
void mado_phantom_set_plane (MadoDicomWriter *writer,
                             const double position[3],
                             const double orientation[6]);
void mado_phantom_set_double (MadoDicomWriter *writer, MadoTag tag, double value);

/* What is the same for all images of a PET: tracer, corrections, units. */
void mado_phantom_pet_set_elements (MadoDicomWriter *writer);

/* What the kind says of itself in truth.json. */
void mado_phantom_truth_set_point (
    JsonBuilder *truth, const char *name, double x, double y, double z);
void mado_phantom_truth_set_double (JsonBuilder *truth, const char *name, double value);
void
mado_phantom_truth_set_string (JsonBuilder *truth, const char *name, const char *value);
void mado_phantom_truth_set_int (JsonBuilder *truth, const char *name, int value);
/* The series UID and folder, which a kind lists in "series". */
void mado_phantom_truth_add_series (const MadoPhantomJob *job,
                                    const MadoPhantomSeries *series,
                                    const char *series_folder,
                                    int n_images);

/**
 * MadoPhantomWork:
 * @index: 0 for the first
 *
 * One piece of work, on any thread, in any order.
 */
typedef bool (*MadoPhantomWork) (const MadoPhantomJob *job,
                                 int index,
                                 gpointer data,
                                 GError **error);

/**
 * mado_phantom_job_run:
 * @from: progress at the start, 0 to 1
 * @to: progress at the end
 *
 * Does @n pieces of work on one thread per processor.  Stops at the first error.
 */
bool mado_phantom_job_run (const MadoPhantomJob *job,
                           int n,
                           MadoPhantomWork work,
                           gpointer data,
                           double from,
                           double to,
                           GError **error);

G_END_DECLS
