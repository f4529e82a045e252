/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-instance-private.h"

#include <string.h>

#include "mado-codec.h"
#include "mado-dicom-file.h"

/* Old files write dates as 1997.04.24 and times as 12:34:56.
 *
 * Returns: the first @n_digits digits, or %NULL when there are fewer */
static char *
read_digits (const MadoDicomItem *item, MadoTag tag, gsize n_min, gsize n_max)
{
  g_autofree char *text = mado_dicom_item_dup_string (item, tag);
  g_autoptr (GString) digits = g_string_new (NULL);

  if (text == NULL)
    return NULL;

  for (const char *c = text; *c != '\0' && digits->len < n_max; c++) {
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
    else if (*c != ':' && (digits->len >= n_min || strchr (".-", *c) == NULL))
      break;
  }
  if (digits->len < n_min)
    return NULL;
  return g_strndup (digits->str, digits->len);
}

static char *
read_date (const MadoDicomItem *item, MadoTag tag)
{
  return mado_instance_take_string (read_digits (item, tag, 8, 8));
}

static char *
read_time (const MadoDicomItem *item, MadoTag tag)
{
  g_autofree char *digits = read_digits (item, tag, 2, 6);

  if (digits == NULL)
    return NULL;

  char padded[7] = "000000";

  memcpy (padded, digits, strlen (digits));
  return g_ref_string_new (padded);
}

static MadoPersonName *
read_person_name (const MadoDicomItem *item, MadoTag tag)
{
  g_autoptr (MadoPersonName) name = mado_dicom_item_dup_person_name (item, tag);
  MadoPersonName *shared = g_new0 (MadoPersonName, 1);

  shared->alphabetic = mado_instance_take_string (g_steal_pointer (&name->alphabetic));
  shared->ideographic =
      mado_instance_take_string (g_steal_pointer (&name->ideographic));
  shared->phonetic = mado_instance_take_string (g_steal_pointer (&name->phonetic));
  return shared;
}

static void
read_series_info (MadoSeriesInfo *info, const MadoDicomItem *d)
{
  info->patient_id = mado_instance_read_string (d, MADO_TAG (0x0010, 0x0020));
  info->issuer_of_patient_id = mado_instance_read_string (d, MADO_TAG (0x0010, 0x0021));
  info->patient_name = read_person_name (d, MADO_TAG (0x0010, 0x0010));
  info->patient_birth_date = read_date (d, MADO_TAG (0x0010, 0x0030));
  info->patient_sex = mado_instance_read_string (d, MADO_TAG (0x0010, 0x0040));
  info->patient_age = mado_instance_read_string (d, MADO_TAG (0x0010, 0x1010));
  info->study_uid = mado_instance_read_string (d, MADO_TAG (0x0020, 0x000d));
  info->study_date = read_date (d, MADO_TAG (0x0008, 0x0020));
  info->study_time = read_time (d, MADO_TAG (0x0008, 0x0030));
  info->study_id = mado_instance_read_string (d, MADO_TAG (0x0020, 0x0010));
  info->study_description = mado_instance_read_string (d, MADO_TAG (0x0008, 0x1030));
  info->accession_number = mado_instance_read_string (d, MADO_TAG (0x0008, 0x0050));
  info->institution = mado_instance_read_string (d, MADO_TAG (0x0008, 0x0080));
  info->series_uid = mado_instance_read_string (d, MADO_TAG (0x0020, 0x000e));
  info->series_number = mado_instance_read_int (d, MADO_TAG (0x0020, 0x0011), -1);
  info->series_description = mado_instance_read_string (d, MADO_TAG (0x0008, 0x103e));
  info->modality = mado_instance_read_string (d, MADO_TAG (0x0008, 0x0060));
  if (info->modality == NULL)
    info->modality = g_ref_string_new ("OT");
  info->body_part = mado_instance_read_string (d, MADO_TAG (0x0018, 0x0015));
  info->protocol = mado_instance_read_string (d, MADO_TAG (0x0018, 0x1030));
  info->manufacturer = mado_instance_read_string (d, MADO_TAG (0x0008, 0x0070));
  info->model = mado_instance_read_string (d, MADO_TAG (0x0008, 0x1090));
}

/* Acquisition, else content, else series date and time. */
static char *
read_acquisition_date_time (const MadoDicomItem *d)
{
  static const MadoTag pairs[][2] = {
      {MADO_TAG (0x0008, 0x0022), MADO_TAG (0x0008, 0x0032)},
      {MADO_TAG (0x0008, 0x0023), MADO_TAG (0x0008, 0x0033)},
      {MADO_TAG (0x0008, 0x0021), MADO_TAG (0x0008, 0x0031)},
  };
  g_autofree char *whole = read_digits (d, MADO_TAG (0x0008, 0x002a), 14, 14);

  if (whole != NULL)
    return g_ref_string_new (whole);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    char *date = read_date (d, pairs[i][0]);
    char *time = read_time (d, pairs[i][1]);
    char *both = NULL;

    if (date != NULL && time != NULL)
      both = mado_instance_take_string (g_strconcat (date, time, NULL));
    g_clear_pointer (&date, g_ref_string_release);
    g_clear_pointer (&time, g_ref_string_release);
    if (both != NULL)
      return both;
  }
  return NULL;
}

/* Frame, else image, else series laterality (IHE BIR). */
static char *
read_laterality (const MadoDicomItem *d)
{
  const MadoDicomItem *shared =
      mado_dicom_item_get_item (d, MADO_TAG (0x5200, 0x9229), 0);
  const MadoDicomItem *anatomy =
      mado_dicom_item_get_item (shared, MADO_TAG (0x0020, 0x9071), 0);
  char *laterality = mado_instance_read_string (anatomy, MADO_TAG (0x0020, 0x9072));

  if (laterality == NULL)
    laterality = mado_instance_read_string (d, MADO_TAG (0x0020, 0x0062));
  if (laterality == NULL)
    laterality = mado_instance_read_string (d, MADO_TAG (0x0020, 0x0060));
  return laterality;
}

/* The attribute itself, else the meaning of the code in @sequence. */
static char *
read_string_or_code (const MadoDicomItem *d, MadoTag tag, MadoTag sequence)
{
  char *text = mado_instance_read_string (d, tag);

  if (text == NULL)
    text = mado_instance_read_string (mado_dicom_item_get_item (d, sequence, 0),
                                      MADO_TAG (0x0008, 0x0104));
  return text;
}

/* A transfer syntax that loses something, and the method's term (PS3.3
 * C.7.6.1.1.5.1); some can also be used without loss. */
typedef struct {
  const char *uid;
  const char *method;
  bool always;
} LossySyntax;

static const LossySyntax lossy_syntaxes[] = {
    {"1.2.840.10008.1.2.4.50", "ISO_10918_1", true},
    {"1.2.840.10008.1.2.4.51", "ISO_10918_1", true},
    {"1.2.840.10008.1.2.4.81", "ISO_14495_1", false},
    {"1.2.840.10008.1.2.4.91", "ISO_15444_1", false},
    {"1.2.840.10008.1.2.4.93", "ISO_15444_2", false},
    {"1.2.840.10008.1.2.4.203", "ISO_15444_15", false},
};

static void
read_lossy (MadoInstance *self, const MadoDicomItem *d)
{
  g_autofree char *flag = mado_dicom_item_dup_string (d, MADO_TAG (0x0028, 0x2110));
  int n_ratios = mado_dicom_item_get_n_values (d, MADO_TAG (0x0028, 0x2112));
  const LossySyntax *syntax = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (lossy_syntaxes); i++)
    if (g_strcmp0 (self->transfer_syntax, lossy_syntaxes[i].uid) == 0)
      syntax = &lossy_syntaxes[i];

  self->is_lossy = g_strcmp0 (flag, "01") == 0 ||
                   (syntax != NULL && (syntax->always || g_strcmp0 (flag, "00") != 0));
  if (!self->is_lossy)
    return;

  for (int i = 0; i < n_ratios; i++) {
    double ratio = 0.0;

    if (mado_dicom_item_get_double (d, MADO_TAG (0x0028, 0x2112), i, &ratio))
      self->lossy_ratio = MAX (self->lossy_ratio, ratio);
  }
  self->lossy_method = mado_instance_read_joined (d, MADO_TAG (0x0028, 0x2114));
  if (self->lossy_method == NULL && syntax != NULL)
    self->lossy_method = g_ref_string_new (syntax->method);
}

/* The mean of Frame Time Vector; its first value is 0 by definition. */
static double
read_frame_time_vector (const MadoDicomItem *d)
{
  int n = mado_dicom_item_get_n_values (d, MADO_TAG (0x0018, 0x1065));
  double sum = 0.0;

  for (int i = 1; i < n; i++) {
    double time = 0.0;

    if (mado_dicom_item_get_double (d, MADO_TAG (0x0018, 0x1065), i, &time) &&
        time > 0.0)
      sum += time;
  }
  return n > 1 ? sum / (n - 1) : 0.0;
}

/* IHE BIR 4.16.4.2.2.5.9: what the file recommends for display comes first. */
static double
read_frame_time_ms (const MadoDicomItem *d)
{
  double rate = mado_instance_read_double (d, MADO_TAG (0x0008, 0x2144), 0.0);
  double time = mado_instance_read_double (d, MADO_TAG (0x0018, 0x1063), 0.0);

  if (rate <= 0.0)
    rate = mado_instance_read_double (d, MADO_TAG (0x0018, 0x0040), 0.0);
  if (rate > 0.0)
    return 1000.0 / rate;
  if (time > 0.0)
    return time;
  return read_frame_time_vector (d);
}

/* What objects without pixels are, by the beginning of their SOP Class UID. */
typedef struct {
  const char *prefix;
  const char *name;
} ObjectName;

static const ObjectName object_names[] = {
    {"1.2.840.10008.1.3.10", "A DICOMDIR"},
    {"1.2.840.10008.5.1.4.1.1.88.59", "A key object selection"},
    {"1.2.840.10008.5.1.4.1.1.88.", "A structured report"},
    {"1.2.840.10008.5.1.4.1.1.11.", "A presentation state"},
    {"1.2.840.10008.5.1.4.1.1.9.", "A waveform"},
    {"1.2.840.10008.5.1.4.1.1.66.5", "A surface segmentation"},
    {"1.2.840.10008.5.1.4.1.1.66.6", "A tractography result"},
    {"1.2.840.10008.5.1.4.1.1.66.1", "A spatial registration"},
    {"1.2.840.10008.5.1.4.1.1.66.3", "A spatial registration"},
    {"1.2.840.10008.5.1.4.1.1.66", "Raw data"},
    {"1.2.840.10008.5.1.4.1.1.67", "A real world value mapping"},
    {"1.2.840.10008.5.1.4.1.1.104.", "An encapsulated document"},
    {"1.2.840.10008.5.1.4.1.1.481.3", "An RT structure set"},
    {"1.2.840.10008.5.1.4.1.1.481.5", "An RT plan"},
    {"1.2.840.10008.5.1.4.1.1.481.8", "An RT plan"},
    {"1.2.840.10008.5.1.4.1.1.481.", "A radiotherapy object"},
    {"1.2.840.10008.5.1.4.1.1.4.2", "An MR spectrum"},
    {"1.2.840.10008.5.1.4.38.1", "A hanging protocol"},
};

static void
set_no_pixels (MadoInstance *self, const MadoDicomItem *dataset)
{
  const char *class_uid = self->sop_class_uid != NULL ? self->sop_class_uid : "";

  for (gsize i = 0; i < G_N_ELEMENTS (object_names); i++)
    if (g_str_has_prefix (class_uid, object_names[i].prefix)) {
      self->no_picture = g_error_new (MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_IMAGE,
                                      "%s is not an image", object_names[i].name);
      return;
    }

  /* Rows (0028,0010) without pixels: a picture was meant to be here. */
  if (mado_dicom_item_has (dataset, MADO_TAG (0x0028, 0x0010)))
    self->no_picture = g_error_new_literal (MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                                            "This image has no pixel data");
  else
    self->no_picture =
        g_error_new_literal (MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_IMAGE,
                             "This object is not an image: it has no pixel data");
}

/* Sets either the pixels or why there is no picture.  False: @error is set. */
static bool
read_pixels (MadoInstance *self,
             const MadoDicomFile *file,
             const MadoDicomItem *dataset,
             GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *syntax = self->transfer_syntax != NULL ? self->transfer_syntax : "";

  self->pixels = mado_dicom_file_dup_pixel_source (file, &local);
  if (g_error_matches (local, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_IMAGE)) {
    set_no_pixels (self, dataset);
    return true;
  }
  if (!mado_codec_can_decode (syntax)) {
    g_clear_pointer (&self->pixels, mado_pixel_source_unref);
    self->no_picture = g_error_new (MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                                    "The transfer syntax %s is not supported",
                                    mado_codec_get_name (syntax));
    return true;
  }
  if (g_error_matches (local, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED)) {
    self->no_picture = g_steal_pointer (&local);
    return true;
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return false;
  }
  return true;
}

static void
read_header (MadoInstance *self, const MadoDicomFile *file, const MadoDicomItem *d)
{
  const MadoDicomItem *meta = mado_dicom_file_get_meta_header (file);
  const char *syntax = mado_dicom_file_get_transfer_syntax (file);

  read_series_info (&self->info, d);
  self->sop_class_uid = mado_instance_read_string (d, MADO_TAG (0x0008, 0x0016));
  if (self->sop_class_uid == NULL)
    self->sop_class_uid = mado_instance_read_string (meta, MADO_TAG (0x0002, 0x0002));
  self->sop_instance_uid = mado_instance_read_string (d, MADO_TAG (0x0008, 0x0018));
  if (self->sop_instance_uid == NULL)
    self->sop_instance_uid =
        mado_instance_read_string (meta, MADO_TAG (0x0002, 0x0003));
  self->frame_of_reference_uid =
      mado_instance_read_string (d, MADO_TAG (0x0020, 0x0052));
  self->image_type = mado_instance_read_joined (d, MADO_TAG (0x0008, 0x0008));
  self->transfer_syntax = syntax != NULL ? g_ref_string_new (syntax) : NULL;
  self->acquisition_date_time = read_acquisition_date_time (d);
  self->laterality = read_laterality (d);
  self->contrast_agent =
      read_string_or_code (d, MADO_TAG (0x0018, 0x0010), MADO_TAG (0x0018, 0x0012));
  self->view_position =
      read_string_or_code (d, MADO_TAG (0x0018, 0x5101), MADO_TAG (0x0054, 0x0220));
  self->instance_number = mado_instance_read_int (d, MADO_TAG (0x0020, 0x0013), -1);
  self->acquisition_number = mado_instance_read_int (d, MADO_TAG (0x0020, 0x0012), -1);
  self->frame_time_ms = read_frame_time_ms (d);
  read_lossy (self, d);
}

MadoInstance *
mado_instance_read_with_pool (const char *path, MadoPool *pool, GError **error)
{
  g_autoptr (MadoDicomFile) file = mado_dicom_file_open (path, error);

  if (file == NULL)
    return NULL;

  const MadoDicomItem *dataset = mado_dicom_file_get_dataset (file);
  g_autoptr (MadoInstance) self = g_new0 (MadoInstance, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_strdup (path);
  read_header (self, file, dataset);
  if (!read_pixels (self, file, dataset, error))
    return NULL;
  if (self->pixels != NULL) {
    if (!mado_instance_read_frames (self, dataset, error))
      return NULL;
    mado_mosaic_unpack (self, dataset);
  }

  mado_pool_share (pool, self);
  return g_steal_pointer (&self);
}

MadoInstance *
mado_instance_read (const char *path, GError **error)
{
  g_autoptr (MadoPool) pool = mado_pool_new ();

  return mado_instance_read_with_pool (path, pool, error);
}
