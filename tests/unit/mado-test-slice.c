/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-slice.h"

static void
set_uids (MadoDicomWriter *writer, const MadoTestSlice *slice)
{
  static int n_made = 0;
  g_autofree char *series = g_strdup_printf ("2.25.%s", slice->series);
  g_autofree char *instance = g_strdup_printf ("2.25.%s.%d", slice->series, ++n_made);

  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0016),
                                "1.2.840.10008.5.1.4.1.1.7");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0018), instance);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0010, 0x0020), "slices");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000d), "2.25.9");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000e), series);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x0011), slice->series);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x0052), "2.25.8");
}

static void
set_plane (MadoDicomWriter *writer, const MadoTestSlice *slice)
{
  static const double axial[6] = {1, 0, 0, 0, 1, 0};
  static const double spacing[2] = {0.5, 0.5};

  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0032), slice->position, 3);
  mado_dicom_writer_set_doubles (
      writer, MADO_TAG (0x0020, 0x0037),
      slice->orientation != NULL ? slice->orientation : axial, 6);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
}

static void
set_pixels (MadoDicomWriter *writer, const MadoTestSlice *slice)
{
  int size = slice->size != 0 ? slice->size : 8;
  MadoPixelFormat format = {
      size, size, 1, 1, 16, 16, 15, .photometric = MADO_PHOTOMETRIC_MONOCHROME2};
  gsize n = (gsize) size * (gsize) size;
  guint16 *pixels = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    pixels[i] = GUINT16_TO_LE ((guint16) slice->number);

  g_autoptr (GBytes) native = g_bytes_new_take (pixels, n * sizeof (guint16));

  mado_dicom_writer_set_pixels (writer, &format, native);
}

MadoDicomWriter *
mado_test_slice_begin (const MadoTestSlice *slice)
{
  MadoDicomWriter *writer = mado_dicom_writer_new ();

  set_uids (writer, slice);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0060), slice->modality);
  if (slice->number != 0)
    mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x0013), slice->number);
  if (!slice->has_no_plane)
    set_plane (writer, slice);
  set_pixels (writer, slice);
  return writer;
}

void
mado_test_slice_end (MadoDicomWriter *writer, const char *folder, const char *name)
{
  g_autoptr (MadoDicomWriter) owned = writer;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  bool saved = mado_dicom_writer_save (owned, path, "1.2.840.10008.1.2.1", &error);

  g_assert_no_error (error);
  g_assert_true (saved);
}

MadoScan *
mado_test_scan (const char *folder)
{
  const char *paths[] = {folder, NULL};
  g_autoptr (GError) error = NULL;
  MadoScan *scan = mado_scan_run (paths, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (scan->seen, ==,
                    scan->read + scan->duplicates + scan->not_dicom + scan->broken);
  return scan;
}

static void
add_sets_of_study (MadoStudy *study, GPtrArray *sets)
{
  GListModel *all_series = mado_study_get_series (study);

  for (guint i = 0; i < g_list_model_get_n_items (all_series); i++) {
    g_autoptr (MadoSeries) series = g_list_model_get_item (all_series, i);
    GListModel *list = mado_series_get_display_sets (series);

    for (guint k = 0; k < g_list_model_get_n_items (list); k++)
      g_ptr_array_add (sets, g_list_model_get_item (list, k));
  }
}

GPtrArray *
mado_test_list_sets (const MadoScan *scan)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (scan->patients); i++) {
    g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, i);
    GListModel *studies = mado_patient_get_studies (patient);

    for (guint k = 0; k < g_list_model_get_n_items (studies); k++) {
      g_autoptr (MadoStudy) study = g_list_model_get_item (studies, k);

      add_sets_of_study (study, sets);
    }
  }
  return sets;
}
