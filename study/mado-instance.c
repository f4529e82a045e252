/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-instance-private.h"

#define UID_DICOMDIR "1.2.840.10008.1.3.10"

MadoInstance *
mado_instance_ref (MadoInstance *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
release_string (char **field, gpointer user_data)
{
  g_clear_pointer (field, g_ref_string_release);
}

static void
foreach_series_string (MadoSeriesInfo *info,
                       void (*func) (char **, gpointer),
                       gpointer user_data)
{
  char **fields[] = {
      &info->patient_id,
      &info->issuer_of_patient_id,
      &info->patient_birth_date,
      &info->patient_sex,
      &info->patient_age,
      &info->study_uid,
      &info->study_date,
      &info->study_time,
      &info->study_id,
      &info->study_description,
      &info->accession_number,
      &info->institution,
      &info->series_uid,
      &info->series_description,
      &info->modality,
      &info->body_part,
      &info->protocol,
      &info->manufacturer,
      &info->model,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    func (fields[i], user_data);
  if (info->patient_name != NULL) {
    func (&info->patient_name->alphabetic, user_data);
    func (&info->patient_name->ideographic, user_data);
    func (&info->patient_name->phonetic, user_data);
  }
}

void
mado_instance_foreach_shared_string (MadoInstance *self,
                                     void (*func) (char **, gpointer),
                                     gpointer user_data)
{
  char **fields[] = {
      &self->sop_class_uid,
      &self->frame_of_reference_uid,
      &self->image_type,
      &self->transfer_syntax,
      &self->laterality,
      &self->contrast_agent,
      &self->view_position,
      &self->lossy_method,
      &self->acquisition_date_time,
  };

  foreach_series_string (&self->info, func, user_data);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    func (fields[i], user_data);
  for (int i = 0; i < self->n_frames; i++)
    func (&self->frames[i].stack_key, user_data);
}

void
mado_instance_unref (MadoInstance *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  mado_instance_foreach_shared_string (self, release_string, NULL);
  g_clear_pointer (&self->info.patient_name, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->sop_instance_uid, g_ref_string_release);
  g_clear_pointer (&self->pixels, mado_pixel_source_unref);
  g_clear_error (&self->no_picture);
  for (int i = 0; i < self->n_frames; i++)
    g_clear_pointer (&self->frames[i].grayscale, mado_grayscale_unref);
  g_free (self->frames);
  g_free (self);
}

bool
mado_instance_is_dicomdir (const MadoInstance *self)
{
  return g_strcmp0 (self->sop_class_uid, UID_DICOMDIR) == 0;
}

char *
mado_instance_take_string (char *string)
{
  char *shared = NULL;

  if (string != NULL && string[0] != '\0')
    shared = g_ref_string_new (string);
  g_free (string);
  return shared;
}

char *
mado_instance_read_string (const MadoDicomItem *item, MadoTag tag)
{
  return mado_instance_take_string (mado_dicom_item_dup_string (item, tag));
}

char *
mado_instance_read_joined (const MadoDicomItem *item, MadoTag tag)
{
  g_auto (GStrv) values = mado_dicom_item_dup_strings (item, tag);

  return values != NULL ? mado_instance_take_string (g_strjoinv ("\\", values)) : NULL;
}

int
mado_instance_read_int (const MadoDicomItem *item, MadoTag tag, int fallback)
{
  int64_t value = 0;

  if (!mado_dicom_item_get_int (item, tag, 0, &value) || value < G_MININT ||
      value > G_MAXINT)
    return fallback;
  return (int) value;
}

double
mado_instance_read_double (const MadoDicomItem *item, MadoTag tag, double fallback)
{
  double value = fallback;

  mado_dicom_item_get_double (item, tag, 0, &value);
  return value;
}
