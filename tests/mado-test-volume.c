/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-volume.h"

#include "mado-dicom-writer.h"
#include "mado-study.h"
#include "mado-test.h"

static double
or_one (double value)
{
  return value != 0 ? value : 1;
}

/* A file that instances are read from, to be changed in memory. */
static void
save_model (const char *path)
{
  static const double spacing[2] = {1, 1};
  static const double position[3] = {0, 0, 0};
  static const double orientation[6] = {1, 0, 0, 0, 1, 0};
  const MadoPixelFormat format = {2, 2, 1, 1,
                                  8, 8, 7, .photometric = MADO_PHOTOMETRIC_MONOCHROME2};
  g_autoptr (MadoDicomWriter) writer = mado_dicom_writer_new ();
  g_autoptr (GBytes) pixels = g_bytes_new_static ("\0\0\0\0", 4);
  g_autoptr (GError) error = NULL;

  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0016),
                                "1.2.840.10008.5.1.4.1.1.2");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0018), "2.25.1");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0060), "CT");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0010, 0x0020), "volume");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000d), "2.25.9");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000e), "2.25.7");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x0052), "2.25.8");
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0032), position, 3);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0037), orientation, 6);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  g_assert_true (mado_dicom_writer_save (writer, path, "1.2.840.10008.1.2.1", &error));
  g_assert_no_error (error);
}

static void
set_format (const MadoTestVolume *test, MadoInstance *instance)
{
  /* Nobody else has this source. */
  MadoPixelFormat *format =
      (MadoPixelFormat *) mado_pixel_source_get_format (instance->pixels);
  const MadoSampleType type = test->type != 0 ? test->type : MADO_SAMPLE_U16;
  const int bits = (int) mado_sample_type_get_size (type) * 8;

  *format = (MadoPixelFormat){
      .columns = test->columns,
      .rows = test->rows,
      .n_frames = 1,
      .samples_per_pixel = 1,
      .bits_allocated = bits,
      .bits_stored = bits,
      .high_bit = bits - 1,
      .is_signed =
          type == MADO_SAMPLE_S8 || type == MADO_SAMPLE_S16 || type == MADO_SAMPLE_S32,
      .is_float = type == MADO_SAMPLE_F32 || type == MADO_SAMPLE_F64,
      .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
  };
}

static void
to_array (MadoVector vector, double out[3])
{
  out[0] = vector.x;
  out[1] = vector.y;
  out[2] = vector.z;
}

static void
set_plane (const MadoTestVolume *test, MadoFrameInfo *info, int slice)
{
  const bool is_axial = mado_vector_length (test->row) == 0;
  const MadoVector row = is_axial ? (MadoVector){1, 0, 0} : test->row;
  const MadoVector column = is_axial ? (MadoVector){0, 1, 0} : test->column;
  const double along =
      test->along != NULL ? test->along[slice] : slice * or_one (test->spacing);
  MadoVector position =
      mado_vector_add_scaled (test->origin, mado_vector_cross (row, column), along);

  position = mado_vector_add_scaled (position, row, along * test->tilt[0]);
  position = mado_vector_add_scaled (position, column, along * test->tilt[1]);
  info->has_plane = true;
  info->spacing_kind = MADO_SPACING_PATIENT;
  info->row_spacing = or_one (test->row_spacing);
  info->column_spacing = or_one (test->column_spacing);
  to_array (position, info->position);
  to_array (row, info->row_direction);
  to_array (column, info->column_direction);
}

static void
set_grayscale (const MadoTestVolume *test, MadoFrameInfo *info, int slice)
{
  MadoGrayscale *grayscale = mado_grayscale_new_identity ();

  if (test->slopes != NULL)
    grayscale->slope = test->slopes[slice];
  if (test->intercepts != NULL)
    grayscale->intercept = test->intercepts[slice];
  if (test->lut != NULL)
    grayscale->modality_lut = mado_lut_copy (test->lut);
  grayscale->has_padding = test->has_padding;
  grayscale->padding_low = test->padding_low;
  grayscale->padding_high = test->padding_high;
  g_clear_pointer (&info->grayscale, mado_grayscale_unref);
  info->grayscale = grayscale;
}

static MadoInstance *
make_instance (const MadoTestVolume *test, const char *path, int slice)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uid = g_strdup_printf ("2.25.1.%d", slice + 1);
  MadoInstance *instance = mado_instance_read (path, &error);

  g_assert_no_error (error);
  g_ref_string_release (instance->sop_instance_uid);
  instance->sop_instance_uid = g_ref_string_new (uid);
  instance->instance_number = slice + 1;
  set_format (test, instance);
  set_plane (test, &instance->frames[0], slice);
  set_grayscale (test, &instance->frames[0], slice);
  return instance;
}

static MadoDisplaySet *
get_only_set (GListModel *patients)
{
  g_autoptr (MadoPatient) patient = g_list_model_get_item (patients, 0);
  g_autoptr (MadoStudy) study =
      g_list_model_get_item (mado_patient_get_studies (patient), 0);
  g_autoptr (MadoSeries) series =
      g_list_model_get_item (mado_study_get_series (study), 0);
  GListModel *sets = mado_series_get_display_sets (series);

  g_assert_cmpuint (g_list_model_get_n_items (sets), ==, 1);
  return g_list_model_get_item (sets, 0);
}

MadoDisplaySet *
mado_test_volume_make_set (const MadoTestVolume *test)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "model.dcm", NULL);
  g_autoptr (GPtrArray) instances =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mado_instance_unref);
  g_autoptr (GListModel) patients = NULL;

  save_model (path);
  for (int i = 0; i < test->slices; i++)
    g_ptr_array_add (instances, make_instance (test, path, i));
  mado_test_remove_tree (folder);
  patients = mado_patient_list_new (instances);
  return get_only_set (patients);
}

static void
store (gpointer samples, MadoSampleType type, gsize at, double value)
{
  switch (type) {
  case MADO_SAMPLE_U8:
    ((guint8 *) samples)[at] = (guint8) value;
    break;
  case MADO_SAMPLE_S8:
    ((gint8 *) samples)[at] = (gint8) value;
    break;
  case MADO_SAMPLE_U16:
    ((guint16 *) samples)[at] = (guint16) value;
    break;
  case MADO_SAMPLE_S16:
    ((gint16 *) samples)[at] = (gint16) value;
    break;
  case MADO_SAMPLE_U32:
    ((guint32 *) samples)[at] = (guint32) value;
    break;
  case MADO_SAMPLE_S32:
    ((gint32 *) samples)[at] = (gint32) value;
    break;
  case MADO_SAMPLE_F32:
    ((float *) samples)[at] = (float) value;
    break;
  case MADO_SAMPLE_F64:
    ((double *) samples)[at] = value;
    break;
  default:
    g_assert_not_reached ();
  }
}

static MadoFrame *
make_frame (const MadoTestVolume *test, MadoSampleType type, int slice)
{
  const gsize n = (gsize) test->columns * (gsize) test->rows;
  const gsize size = n * mado_sample_type_get_size (type);
  guint8 *samples = g_malloc (size);

  for (int row = 0; row < test->rows; row++)
    for (int column = 0; column < test->columns; column++)
      store (samples, type, (gsize) row * (gsize) test->columns + (gsize) column,
             test->voxel (column, row, slice, test->user_data));
  return mado_frame_new (test->columns, test->rows, 1, type,
                         g_bytes_new_take (samples, size));
}

MadoVolume *
mado_test_volume_make (const MadoTestVolume *test)
{
  g_autoptr (MadoDisplaySet) set = mado_test_volume_make_set (test);
  g_autoptr (GError) error = NULL;
  MadoVolume *volume = mado_volume_new (set, 0, &error);

  g_assert_no_error (error);

  const MadoGeometry *geometry = mado_volume_get_geometry (volume);

  for (int i = 0; i < geometry->n_slices; i++) {
    const MadoFrameRef *ref = mado_display_set_get_frame (set, geometry->slices[i]);
    const int slice = ref->instance->instance_number - 1;
    const guint8 state = test->states != NULL ? test->states[slice] : MADO_SLICE_THERE;

    if (state == MADO_SLICE_FAILED)
      mado_volume_fail_slice (volume, i);
    if (state != MADO_SLICE_THERE)
      continue;

    g_autoptr (MadoFrame) frame =
        make_frame (test, mado_volume_get_type (volume), slice);
    g_autoptr (MadoFrame) view = mado_volume_set_slice (volume, i, frame);

    g_assert_nonnull (view);
  }
  return volume;
}
