/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-private.h"

void
mado_phantom_set_elements (MadoDicomWriter *writer,
                           const MadoPhantomElement *elements,
                           int n)
{
  for (int i = 0; i < n; i++)
    mado_dicom_writer_set_string (writer, elements[i].tag, elements[i].value);
}

void
mado_phantom_set_double (MadoDicomWriter *writer, MadoTag tag, double value)
{
  mado_dicom_writer_set_doubles (writer, tag, &value, 1);
}

void
mado_phantom_set_plane (MadoDicomWriter *writer,
                        const double position[3],
                        const double orientation[6])
{
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0032), position, 3);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0037), orientation, 6);
}

/* Same options, same UIDs: the study is the same study. */
static char *
make_uid (const MadoPhantomJob *job, const char *what, int series, int instance)
{
  g_autofree char *seed = g_strdup_printf (
      "mado-phantom 1 %s %u %d %s %s %d %d", job->options->kind, job->options->seed,
      job->options->n_slices, job->transfer_syntax, what, series, instance);

  return mado_dicom_make_uid (seed);
}

static void
set_uid (const MadoPhantomJob *job,
         MadoDicomWriter *writer,
         MadoTag tag,
         const char *what,
         int series,
         int instance)
{
  g_autofree char *uid = make_uid (job, what, series, instance);

  mado_dicom_writer_set_string (writer, tag, uid);
}

static void
set_patient_and_study (MadoDicomWriter *writer, const MadoPhantomExamination *exam)
{
  const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0020), exam->study_date},
      {MADO_TAG (0x0008, 0x0030), exam->study_time},
      {MADO_TAG (0x0008, 0x0050), exam->accession_number},
      {MADO_TAG (0x0008, 0x0090), ""},
      {MADO_TAG (0x0008, 0x1030), exam->study_description},
      {MADO_TAG (0x0010, 0x0010), exam->patient_name},
      {MADO_TAG (0x0010, 0x0020), exam->patient_id},
      {MADO_TAG (0x0010, 0x0030), exam->birth_date},
      {MADO_TAG (0x0010, 0x0040), exam->sex},
      {MADO_TAG (0x0010, 0x1010), exam->age},
      {MADO_TAG (0x0010, 0x1030), exam->weight},
      {MADO_TAG (0x0020, 0x0010), "1"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
}

MadoDicomWriter *
mado_phantom_writer_new (const MadoPhantomJob *job,
                         const MadoPhantomExamination *exam,
                         const MadoPhantomSeries *series,
                         int instance)
{
  MadoDicomWriter *writer = mado_dicom_writer_new ();
  const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0016), series->sop_class},
      {MADO_TAG (0x0008, 0x0021), exam->study_date},
      {MADO_TAG (0x0008, 0x0023), exam->study_date},
      {MADO_TAG (0x0008, 0x0031), exam->study_time},
      {MADO_TAG (0x0008, 0x0033), exam->study_time},
      {MADO_TAG (0x0008, 0x0060), series->modality},
      {MADO_TAG (0x0008, 0x0070), "Mado"},
      {MADO_TAG (0x0008, 0x0080), "デモ病院"},
      {MADO_TAG (0x0008, 0x1010), "DEMO"},
      {MADO_TAG (0x0008, 0x103e), series->description},
      {MADO_TAG (0x0008, 0x1090), "Phantom"},
      {MADO_TAG (0x0018, 0x1000), "1"},
      {MADO_TAG (0x0018, 0x1020), "1"},
      {MADO_TAG (0x0020, 0x4000), "Synthetic data. Not a patient."},
  };

  set_patient_and_study (writer, exam);
  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
  set_uid (job, writer, MADO_TAG (0x0008, 0x0018), "instance", series->number,
           instance);
  set_uid (job, writer, MADO_TAG (0x0020, 0x000d), "study", 0, 0);
  set_uid (job, writer, MADO_TAG (0x0020, 0x000e), "series", series->number, 0);
  if (series->has_frame_of_reference) {
    set_uid (job, writer, MADO_TAG (0x0020, 0x0052), "frame of reference", 0, 0);
    mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x1040), "");
  }
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x0011), series->number);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x0013), instance);
  return writer;
}

bool
mado_phantom_save (const MadoPhantomJob *job,
                   MadoDicomWriter *writer,
                   const char *series_folder,
                   int instance,
                   GError **error)
{
  g_autofree char *name = g_strdup_printf ("%04d.dcm", instance);
  g_autofree char *folder = g_build_filename (job->folder, series_folder, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_mkdir_with_parents (folder, 0777) != 0) {
    const int code = errno;

    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                 "The folder cannot be made: %s", g_strerror (code));
    return false;
  }
  return mado_dicom_writer_save (writer, path, job->transfer_syntax, error);
}

void
mado_phantom_truth_set_point (
    JsonBuilder *truth, const char *name, double x, double y, double z)
{
  json_builder_set_member_name (truth, name);
  json_builder_begin_array (truth);
  json_builder_add_double_value (truth, x);
  json_builder_add_double_value (truth, y);
  json_builder_add_double_value (truth, z);
  json_builder_end_array (truth);
}

void
mado_phantom_truth_set_double (JsonBuilder *truth, const char *name, double value)
{
  json_builder_set_member_name (truth, name);
  json_builder_add_double_value (truth, value);
}

void
mado_phantom_truth_set_string (JsonBuilder *truth, const char *name, const char *value)
{
  json_builder_set_member_name (truth, name);
  json_builder_add_string_value (truth, value);
}

void
mado_phantom_truth_set_int (JsonBuilder *truth, const char *name, int value)
{
  json_builder_set_member_name (truth, name);
  json_builder_add_int_value (truth, value);
}

void
mado_phantom_truth_add_series (const MadoPhantomJob *job,
                               const MadoPhantomSeries *series,
                               const char *series_folder,
                               int n_images)
{
  g_autofree char *uid = make_uid (job, "series", series->number, 0);

  json_builder_begin_object (job->truth);
  mado_phantom_truth_set_string (job->truth, "folder", series_folder);
  mado_phantom_truth_set_string (job->truth, "uid", uid);
  mado_phantom_truth_set_string (job->truth, "modality", series->modality);
  mado_phantom_truth_set_string (job->truth, "description", series->description);
  mado_phantom_truth_set_int (job->truth, "images", n_images);
  json_builder_end_object (job->truth);
}
