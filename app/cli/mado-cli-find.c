/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-cli-find-private.h"

#include "mado-scan.h"

static gboolean
matches (MadoDisplaySet *set, const char *series)
{
  return series == NULL || g_str_equal (mado_display_set_get_id (set), series) ||
         g_strcmp0 (mado_display_set_get_info (set)->series_uid, series) == 0;
}

static MadoDisplaySet *
find_in_series (MadoSeries *series, const char *wanted)
{
  GListModel *sets = mado_series_get_display_sets (series);

  for (guint i = 0; i < g_list_model_get_n_items (sets); i++) {
    g_autoptr (MadoDisplaySet) set = g_list_model_get_item (sets, i);

    if (matches (set, wanted))
      return g_steal_pointer (&set);
  }
  return NULL;
}

static MadoDisplaySet *
find_in_study (MadoStudy *study, const char *wanted)
{
  GListModel *all = mado_study_get_series (study);
  MadoDisplaySet *set = NULL;

  for (guint i = 0; set == NULL && i < g_list_model_get_n_items (all); i++) {
    g_autoptr (MadoSeries) series = g_list_model_get_item (all, i);

    set = find_in_series (series, wanted);
  }
  return set;
}

static MadoDisplaySet *
find_in_patient (MadoPatient *patient, const char *wanted)
{
  GListModel *all = mado_patient_get_studies (patient);
  MadoDisplaySet *set = NULL;

  for (guint i = 0; set == NULL && i < g_list_model_get_n_items (all); i++) {
    g_autoptr (MadoStudy) study = g_list_model_get_item (all, i);

    set = find_in_study (study, wanted);
  }
  return set;
}

static MadoDisplaySet *
find_in_scan (const MadoScan *scan, const char *wanted)
{
  MadoDisplaySet *set = NULL;

  for (guint i = 0; set == NULL && i < g_list_model_get_n_items (scan->patients); i++) {
    g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, i);

    set = find_in_patient (patient, wanted);
  }
  return set;
}

static const MadoInstance *
find_no_picture_in_series (MadoSeries *series)
{
  GPtrArray *others = mado_series_get_non_images (series);

  return others->len > 0 ? g_ptr_array_index (others, 0) : NULL;
}

/* Why there is nothing to show, as far as one reason can say it. */
static void
set_nothing_error (const MadoScan *scan, const char *series, GError **error)
{
  if (scan->problems->len > 0 && scan->read == 0) {
    const MadoProblem *problem = g_ptr_array_index (scan->problems, 0);

    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         problem->reason);
    return;
  }
  for (guint i = 0; i < g_list_model_get_n_items (scan->patients); i++) {
    g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, i);
    GListModel *studies = mado_patient_get_studies (patient);
    g_autoptr (MadoStudy) study = g_list_model_get_item (studies, 0);
    g_autoptr (MadoSeries) first =
        g_list_model_get_item (mado_study_get_series (study), 0);
    const MadoInstance *instance = find_no_picture_in_series (first);

    if (series == NULL && instance != NULL) {
      g_propagate_error (error, g_error_copy (instance->no_picture));
      return;
    }
  }
  g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_IMAGE,
                       series != NULL ? "there is no such series"
                                      : "there is no picture in it");
}

MadoDisplaySet *
mado_cli_find_display_set (const char *path, const char *series, GError **error)
{
  const char *const paths[] = {path, NULL};
  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, error);
  MadoDisplaySet *set = NULL;

  if (scan == NULL)
    return NULL;

  set = find_in_scan (scan, series);
  if (set == NULL)
    set_nothing_error (scan, series, error);
  return set;
}
