/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include <json-glib/json-glib.h>

#include "mado-cli-info-private.h"
#include "mado-cli-json-private.h"
#include "mado-codec.h"

static const char *
get_function_name (MadoVoiFunction function)
{
  switch (function) {
  case MADO_VOI_LINEAR:
    return "linear";
  case MADO_VOI_LINEAR_EXACT:
    return "linear-exact";
  case MADO_VOI_SIGMOID:
    return "sigmoid";
  }
  g_return_val_if_reached ("");
}

static void
add_windows (JsonBuilder *json, const MadoGrayscale *grayscale)
{
  mado_cli_json_begin_list (json, "windows");
  for (guint i = 0; i < grayscale->windows->len; i++) {
    const MadoFileWindow *file = g_ptr_array_index (grayscale->windows, i);

    json_builder_begin_object (json);
    mado_cli_json_set_double (json, "center", file->window.center);
    mado_cli_json_set_double (json, "width", file->window.width);
    mado_cli_json_set_string (json, "function",
                              get_function_name (file->window.function));
    mado_cli_json_set_string (
        json, "space",
        file->window.space == MADO_WINDOW_SPACE_STORED ? "stored" : "modality");
    mado_cli_json_set_string (json, "explanation", file->explanation);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  mado_cli_json_set_int (json, "voi_luts", grayscale->voi_luts->len);
}

static void
add_pixels (JsonBuilder *json, const MadoFrameRef *first)
{
  const MadoPixelFormat *format =
      mado_pixel_source_get_format (first->instance->pixels);
  const MadoFrameInfo *info = first->info;

  mado_cli_json_set_int (json, "columns", format->columns);
  mado_cli_json_set_int (json, "rows", format->rows);
  mado_cli_json_set_string (json, "photometric",
                            mado_photometric_get_name (format->photometric));
  mado_cli_json_set_int (json, "bits_stored", format->bits_stored);
  mado_cli_json_set_bool (json, "signed", format->is_signed);
  json_builder_set_member_name (json, "spacing");
  json_builder_begin_object (json);
  mado_cli_json_set_string (json, "kind",
                            mado_cli_get_spacing_kind (info->spacing_kind));
  mado_cli_json_set_double (json, "row", info->row_spacing);
  mado_cli_json_set_double (json, "column", info->column_spacing);
  json_builder_end_object (json);
  mado_cli_json_set_positive (json, "slice_thickness", info->slice_thickness);
  mado_cli_json_set_string (json, "unit", info->grayscale->unit);
  add_windows (json, info->grayscale);
}

static void
add_syntaxes (JsonBuilder *json, MadoDisplaySet *set)
{
  g_autoptr (GPtrArray) syntaxes = mado_cli_list_syntaxes (set);

  mado_cli_json_begin_list (json, "transfer_syntaxes");
  for (guint i = 0; i < syntaxes->len; i++) {
    const char *uid = g_ptr_array_index (syntaxes, i);

    json_builder_begin_object (json);
    mado_cli_json_set_string (json, "uid", uid);
    mado_cli_json_set_string (json, "name", mado_codec_get_name (uid));
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_trust (JsonBuilder *json, const MadoTrust *trust)
{
  json_builder_set_member_name (json, "trust");
  json_builder_begin_object (json);
  mado_cli_json_set_bool (json, "lossy", trust->is_lossy);
  mado_cli_json_set_positive (json, "lossy_ratio", trust->lossy_ratio);
  mado_cli_json_set_string (json, "lossy_method", trust->lossy_method);
  mado_cli_json_set_bool (json, "uncalibrated", trust->is_uncalibrated);
  mado_cli_json_set_bool (json, "detector_spacing", trust->is_detector_spacing);
  json_builder_end_object (json);
}

static void
add_display_set (JsonBuilder *json, MadoDisplaySet *set)
{
  const MadoFrameRef *first = mado_display_set_get_frame (set, 0);
  const MadoInstance *previous = NULL;
  int n_files = 0;

  for (int i = 0; i < mado_display_set_get_n_frames (set); i++) {
    const MadoInstance *instance = mado_display_set_get_frame (set, i)->instance;

    n_files += instance != previous;
    previous = instance;
  }
  json_builder_begin_object (json);
  mado_cli_json_set_string (json, "id", mado_display_set_get_id (set));
  mado_cli_json_set_string (json, "label", mado_display_set_get_stack_label (set));
  mado_cli_json_set_string (json, "sop_class", first->instance->sop_class_uid);
  mado_cli_json_set_int (json, "frames", mado_display_set_get_n_frames (set));
  mado_cli_json_set_int (json, "files", n_files);
  mado_cli_json_set_path (json, "first_file", first->instance->path);
  add_pixels (json, first);
  mado_cli_json_set_bool (json, "spatial", mado_display_set_is_spatial (set));
  mado_cli_json_set_bool (json, "temporal", mado_display_set_is_temporal (set));
  mado_cli_json_set_string (json, "frame_of_reference",
                            mado_display_set_get_frame_of_reference (set));
  mado_cli_json_add_geometry (json, mado_display_set_get_geometry (set));
  mado_cli_json_set_positive (json, "frame_time_ms", first->instance->frame_time_ms);
  add_syntaxes (json, set);
  add_trust (json, mado_display_set_get_trust (set));
  json_builder_end_object (json);
}

static const char *
get_reason_kind (const GError *error)
{
  if (g_error_matches (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_IMAGE))
    return "not_an_image";
  if (g_error_matches (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED))
    return "unsupported";
  return "broken";
}

static void
add_series (JsonBuilder *json, MadoSeries *series)
{
  const MadoSeriesInfo *info = mado_series_get_info (series);
  GListModel *sets = mado_series_get_display_sets (series);
  GPtrArray *others = mado_series_get_non_images (series);

  json_builder_begin_object (json);
  mado_cli_json_set_string (json, "uid", info->series_uid);
  if (info->series_number >= 0)
    mado_cli_json_set_int (json, "number", info->series_number);
  else
    mado_cli_json_set_string (json, "number", NULL);
  mado_cli_json_set_string (json, "modality", info->modality);
  mado_cli_json_set_string (json, "description", info->series_description);
  mado_cli_json_set_string (json, "body_part", info->body_part);
  mado_cli_json_set_string (json, "protocol", info->protocol);
  mado_cli_json_set_string (json, "manufacturer", info->manufacturer);
  mado_cli_json_set_string (json, "model", info->model);
  mado_cli_json_begin_list (json, "display_sets");
  for (guint i = 0; i < g_list_model_get_n_items (sets); i++) {
    g_autoptr (MadoDisplaySet) set = g_list_model_get_item (sets, i);

    add_display_set (json, set);
  }
  json_builder_end_array (json);
  mado_cli_json_begin_list (json, "no_picture");
  for (guint i = 0; i < others->len; i++) {
    const MadoInstance *instance = g_ptr_array_index (others, i);

    json_builder_begin_object (json);
    mado_cli_json_set_path (json, "path", instance->path);
    mado_cli_json_set_string (json, "sop_class", instance->sop_class_uid);
    mado_cli_json_set_string (json, "kind", get_reason_kind (instance->no_picture));
    mado_cli_json_set_string (json, "reason", instance->no_picture->message);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static void
add_study (JsonBuilder *json, MadoStudy *study)
{
  const MadoSeriesInfo *info = mado_study_get_info (study);
  GListModel *series = mado_study_get_series (study);

  json_builder_begin_object (json);
  mado_cli_json_set_string (json, "uid", info->study_uid);
  mado_cli_json_set_string (json, "id", info->study_id);
  mado_cli_json_set_string (json, "date", info->study_date);
  mado_cli_json_set_string (json, "time", info->study_time);
  mado_cli_json_set_string (json, "description", info->study_description);
  mado_cli_json_set_string (json, "accession_number", info->accession_number);
  mado_cli_json_set_string (json, "institution", info->institution);
  mado_cli_json_set_string (json, "patient_age", info->patient_age);
  mado_cli_json_begin_list (json, "series");
  for (guint i = 0; i < g_list_model_get_n_items (series); i++) {
    g_autoptr (MadoSeries) one = g_list_model_get_item (series, i);

    add_series (json, one);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static void
add_patient (JsonBuilder *json, MadoPatient *patient)
{
  const MadoSeriesInfo *info = mado_patient_get_info (patient);
  GListModel *studies = mado_patient_get_studies (patient);

  json_builder_begin_object (json);
  mado_cli_json_set_string (json, "id", info->patient_id);
  mado_cli_json_set_string (json, "issuer", info->issuer_of_patient_id);
  json_builder_set_member_name (json, "name");
  json_builder_begin_object (json);
  mado_cli_json_set_string (json, "alphabetic", info->patient_name->alphabetic);
  mado_cli_json_set_string (json, "ideographic", info->patient_name->ideographic);
  mado_cli_json_set_string (json, "phonetic", info->patient_name->phonetic);
  json_builder_end_object (json);
  mado_cli_json_set_string (json, "birth_date", info->patient_birth_date);
  mado_cli_json_set_string (json, "sex", info->patient_sex);
  mado_cli_json_begin_list (json, "studies");
  for (guint i = 0; i < g_list_model_get_n_items (studies); i++) {
    g_autoptr (MadoStudy) study = g_list_model_get_item (studies, i);

    add_study (json, study);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static void
add_problems (JsonBuilder *json, const MadoScan *scan)
{
  mado_cli_json_begin_list (json, "problems");
  for (guint i = 0; i < scan->problems->len; i++) {
    const MadoProblem *problem = g_ptr_array_index (scan->problems, i);

    json_builder_begin_object (json);
    mado_cli_json_set_path (json, "path", problem->path);
    mado_cli_json_set_string (json, "kind", mado_cli_get_problem_kind (problem->kind));
    mado_cli_json_set_string (json, "reason", problem->reason);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_files (JsonBuilder *json, const MadoScan *scan)
{
  json_builder_set_member_name (json, "files");
  json_builder_begin_object (json);
  mado_cli_json_set_int (json, "seen", scan->seen);
  mado_cli_json_set_int (json, "read", scan->read);
  mado_cli_json_set_int (json, "duplicates", scan->duplicates);
  mado_cli_json_set_int (json, "not_dicom", scan->not_dicom);
  mado_cli_json_set_int (json, "broken", scan->broken);
  /* Beside the counts for who checks them, and at the top for who lists them. */
  add_problems (json, scan);
  json_builder_end_object (json);
  add_problems (json, scan);
  mado_cli_json_begin_list (json, "unreadable_folders");
  for (guint i = 0; i < scan->unreadable_folders->len; i++) {
    g_autofree char *path =
        g_filename_display_name (g_ptr_array_index (scan->unreadable_folders, i));

    json_builder_add_string_value (json, path);
  }
  json_builder_end_array (json);
}

void
mado_cli_print_json (const MadoScan *scan)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (json);
  mado_cli_json_set_int (json, "version", 1);
  add_files (json, scan);
  mado_cli_json_begin_list (json, "patients");
  for (guint i = 0; i < g_list_model_get_n_items (scan->patients); i++) {
    g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, i);

    add_patient (json, patient);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  /* JSON is UTF-8, whatever the locale: not g_print(), which converts. */
  fputs (text, stdout);
  fputc ('\n', stdout);
}
