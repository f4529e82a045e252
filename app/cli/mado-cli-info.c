/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "mado-cli-info-private.h"
#include "mado-cli-private.h"
#include "mado-codec.h"

const char *
mado_cli_get_problem_kind (MadoProblemKind kind)
{
  switch (kind) {
  case MADO_PROBLEM_DUPLICATE:
    return "duplicate";
  case MADO_PROBLEM_NOT_DICOM:
    return "not_dicom";
  case MADO_PROBLEM_BROKEN:
    return "broken";
  }
  g_return_val_if_reached ("");
}

GPtrArray *
mado_cli_list_syntaxes (MadoDisplaySet *set)
{
  GPtrArray *syntaxes = g_ptr_array_new ();

  for (int i = 0; i < mado_display_set_get_n_frames (set); i++) {
    const MadoFrameRef *frame = mado_display_set_get_frame (set, i);
    char *syntax = frame->instance->transfer_syntax;

    if (syntax != NULL &&
        !g_ptr_array_find_with_equal_func (syntaxes, syntax, g_str_equal, NULL))
      g_ptr_array_add (syntaxes, syntax);
  }
  return syntaxes;
}

const char *
mado_cli_get_spacing_kind (MadoSpacingKind kind)
{
  switch (kind) {
  case MADO_SPACING_NONE:
    return "none";
  case MADO_SPACING_PATIENT:
    return "patient";
  case MADO_SPACING_DETECTOR:
    return "detector";
  case MADO_SPACING_US_REGION:
    return "us_region";
  }
  g_return_val_if_reached ("");
}

static const char *
or_nothing (const char *text)
{
  return text != NULL ? text : "";
}

static void
print_windows (const MadoGrayscale *grayscale)
{
  for (guint i = 0; i < grayscale->windows->len; i++) {
    const MadoFileWindow *file = g_ptr_array_index (grayscale->windows, i);

    g_print ("        %s %g / %g%s%s\n", C_ ("VOI LUT", "window"), file->window.center,
             file->window.width, file->explanation != NULL ? "  " : "",
             or_nothing (file->explanation));
  }
  if (grayscale->voi_luts->len > 0)
    g_print ("        VOI LUT × %u\n", grayscale->voi_luts->len);
}

static void
print_trust (const MadoTrust *trust)
{
  if (trust->is_lossy && trust->lossy_ratio > 0)
    /* Translators: a compression ratio such as 10.5:1 */
    g_print (_ ("        lossy compression, %.1f:1\n"), trust->lossy_ratio);
  else if (trust->is_lossy)
    g_print (_ ("        lossy compression\n"));
  if (trust->is_uncalibrated)
    g_print (_ ("        no pixel spacing: lengths are in pixels\n"));
  if (trust->is_detector_spacing)
    g_print (_ ("        millimetres at the detector, not in the body\n"));
}

static void
print_display_set (MadoDisplaySet *set)
{
  const MadoFrameRef *first = mado_display_set_get_frame (set, 0);
  const MadoPixelFormat *format =
      mado_pixel_source_get_format (first->instance->pixels);
  const int n_frames = mado_display_set_get_n_frames (set);
  const char *label = mado_display_set_get_stack_label (set);
  g_autoptr (GPtrArray) syntaxes = mado_cli_list_syntaxes (set);

  g_print ("      %s", mado_display_set_get_id (set));
  g_print (label != NULL ? "  [%s]\n" : "\n", label);
  g_print ("        %d × %d", format->columns, format->rows);
  if (first->info->spacing_kind != MADO_SPACING_NONE)
    g_print ("  %.4g × %.4g mm", first->info->column_spacing, first->info->row_spacing);
  g_print ("  ");
  g_print (ngettext ("%d frame", "%d frames", (gulong) n_frames), n_frames);
  for (guint i = 0; i < syntaxes->len; i++)
    g_print ("  %s", mado_codec_get_name (g_ptr_array_index (syntaxes, i)));
  g_print ("\n");
  print_windows (first->info->grayscale);
  print_trust (mado_display_set_get_trust (set));
  mado_cli_print_geometry (mado_display_set_get_geometry (set));
}

static void
print_series (MadoSeries *series)
{
  const MadoSeriesInfo *info = mado_series_get_info (series);
  GListModel *sets = mado_series_get_display_sets (series);
  GPtrArray *others = mado_series_get_non_images (series);

  g_print ("    %d  %s  %s\n", info->series_number, info->modality,
           or_nothing (info->series_description));
  for (guint i = 0; i < g_list_model_get_n_items (sets); i++) {
    g_autoptr (MadoDisplaySet) set = g_list_model_get_item (sets, i);

    print_display_set (set);
  }
  for (guint i = 0; i < others->len; i++) {
    const MadoInstance *instance = g_ptr_array_index (others, i);
    g_autofree char *path = g_filename_display_name (instance->path);

    /* Translators: a path, then the reason */
    g_print (_ ("      no picture: %s: %s\n"), path, instance->no_picture->message);
  }
}

static void
print_study (MadoStudy *study)
{
  const MadoSeriesInfo *info = mado_study_get_info (study);
  GListModel *series = mado_study_get_series (study);

  g_print ("  %s  %s\n", or_nothing (info->study_date),
           or_nothing (info->study_description));
  for (guint i = 0; i < g_list_model_get_n_items (series); i++) {
    g_autoptr (MadoSeries) one = g_list_model_get_item (series, i);

    print_series (one);
  }
}

static void
print_patient (MadoPatient *patient)
{
  const MadoSeriesInfo *info = mado_patient_get_info (patient);
  GListModel *studies = mado_patient_get_studies (patient);
  g_autofree char *name = mado_person_name_dup_primary (info->patient_name);
  g_autofree char *furigana = mado_person_name_dup_furigana (info->patient_name);

  g_print ("%s", name);
  if (furigana != NULL)
    g_print (" (%s)", furigana);
  if (info->patient_name->ideographic != NULL && info->patient_name->alphabetic != NULL)
    g_print ("  %s", info->patient_name->alphabetic);
  g_print ("  %s  %s  %s\n", or_nothing (info->patient_id),
           or_nothing (info->patient_birth_date), or_nothing (info->patient_sex));
  for (guint i = 0; i < g_list_model_get_n_items (studies); i++) {
    g_autoptr (MadoStudy) study = g_list_model_get_item (studies, i);

    print_study (study);
  }
}

static void
print_text (const MadoScan *scan)
{
  for (guint i = 0; i < g_list_model_get_n_items (scan->patients); i++) {
    g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, i);

    print_patient (patient);
  }
  for (guint i = 0; i < scan->problems->len; i++) {
    const MadoProblem *problem = g_ptr_array_index (scan->problems, i);
    g_autofree char *path = g_filename_display_name (problem->path);

    g_print ("%s: %s: %s\n", mado_cli_get_problem_kind (problem->kind), path,
             problem->reason);
  }
  for (guint i = 0; i < scan->unreadable_folders->len; i++) {
    g_autofree char *path =
        g_filename_display_name (g_ptr_array_index (scan->unreadable_folders, i));

    g_print (_ ("unreadable folder: %s\n"), path);
  }
  g_print (_ ("%u files: %u read, %u duplicates, %u not DICOM, %u broken\n"),
           scan->seen, scan->read, scan->duplicates, scan->not_dicom, scan->broken);
}

static void
progress_cb (guint done, guint found, bool finished_listing, gpointer user_data)
{
  g_printerr ("\r%u / %u%s ", done, found, finished_listing ? "" : "+");
}

static MadoCliStatus
run (int argc, char **argv)
{
  gboolean as_json = FALSE;
  gboolean show_progress = FALSE;
  const GOptionEntry entries[] = {
      {"json", 'j', 0, G_OPTION_ARG_NONE, &as_json,
       N_ ("Print JSON, described in docs/mado-cli.md"), NULL},
      {"progress", 'p', 0, G_OPTION_ARG_NONE, &show_progress,
       N_ ("Count the files on standard error"), NULL},
      G_OPTION_ENTRY_NULL};
  g_autoptr (MadoScan) scan = NULL;
  g_autoptr (GError) error = NULL;
  MadoCliStatus status;

  if (!mado_cli_parse (&mado_cli_info, entries, _ ("PATH…"), NULL, &argc, &argv,
                       &status))
    return status;
  if (argc < 2)
    return mado_cli_usage_error (&mado_cli_info, _ ("a file or folder is needed"));
  scan = mado_scan_run ((const char *const *) argv + 1,
                        show_progress ? progress_cb : NULL, NULL, NULL, &error);
  if (show_progress)
    g_printerr ("\n");
  if (scan == NULL)
    return mado_cli_failure (NULL, error);
  if (as_json)
    mado_cli_print_json (scan);
  else
    print_text (scan);
  return MADO_CLI_DONE;
}

const MadoCliCommand mado_cli_info = {"info", N_ ("Say what files and folders hold"),
                                      run};
