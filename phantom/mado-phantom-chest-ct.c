/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-phantom-chest-private.h"
#include "mado-phantom-private.h"

#define CT_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.2"
#define SIZE             512
#define SPACING          0.7 /* mm */
#define NOISE            17  /* HU */
#define INTERCEPT        -1024
#define THICK            5.0   /* mm, slices of the mediastinum series */
#define ISOCENTER        150.0 /* mm above the lowest end of the examined part */

static const MadoPhantomExamination examination = {
    .patient_name = "Yamada^Tarou=山田^太郎=やまだ^たろう",
    .patient_id = "00123456",
    .birth_date = "19570412",
    .sex = "M",
    .age = "068Y",
    .weight = "63",
    .study_description = "胸部単純CT",
    .study_date = "20250610",
    .study_time = "101532",
    .accession_number = "25061000017",
};

static const MadoPhantomSeries scout_series = {CT_IMAGE_STORAGE, "CT", "位置決め画像",
                                               1, true};
static const MadoPhantomSeries lung_series = {CT_IMAGE_STORAGE, "CT",
                                              "胸部 肺野 1.25mm", 2, true};
static const MadoPhantomSeries mediastinum_series = {CT_IMAGE_STORAGE, "CT",
                                                     "胸部 縦隔 5mm", 3, true};

static const MadoPixelFormat format = {
    .columns = SIZE,
    .rows = SIZE,
    .n_frames = 1,
    .samples_per_pixel = 1,
    .bits_allocated = 16,
    .bits_stored = 12,
    .high_bit = 11,
    .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
};

/* The whole study: stored values of all thin slices, from the head down. */
typedef struct {
  const MadoPhantomChest *chest;
  MadoPhantomGrid grid;
  int n_slices;
  double spacing;  /* mm between slices */
  int n_averaged;  /* thin slices in a thick one */
  guint16 *stored; /* n_slices × SIZE × SIZE */
  double *front;   /* line integrals for the scouts: n_slices × SIZE each */
  double *side;
} Study;

static double
get_slice_z (const Study *study, double index)
{
  return MADO_PHANTOM_CHEST_HEIGHT - study->spacing * (index + 0.5);
}

static guint16
get_stored (float value)
{
  return (guint16) CLAMP (lrintf (value) - INTERCEPT, 0, 4095);
}

static GBytes *
new_pixels (const guint16 *stored, gsize n)
{
  guint16 *pixels = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    pixels[i] = GUINT16_TO_LE (stored[i]);
  return g_bytes_new_take (pixels, n * sizeof (guint16));
}

static void
set_ct_elements (MadoDicomWriter *writer, const char *image_type, const char *kernel)
{
  const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), image_type},
      {MADO_TAG (0x0008, 0x0022), examination.study_date},
      {MADO_TAG (0x0008, 0x0032), examination.study_time},
      {MADO_TAG (0x0018, 0x0015), "CHEST"},
      {MADO_TAG (0x0018, 0x0060), "120"},
      {MADO_TAG (0x0018, 0x1030), "胸部単純"},
      {MADO_TAG (0x0018, 0x1151), "180"},
      {MADO_TAG (0x0018, 0x1150), "500"},
      {MADO_TAG (0x0018, 0x1210), kernel},
      {MADO_TAG (0x0018, 0x5100), "HFS"},
      {MADO_TAG (0x0020, 0x0012), "1"},
      {MADO_TAG (0x0028, 0x1052), "-1024"},
      {MADO_TAG (0x0028, 0x1053), "1"},
      {MADO_TAG (0x0028, 0x1054), "HU"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
}

static void
set_windows (MadoDicomWriter *writer, bool is_lung)
{
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1050),
                                is_lung ? "-600\\40" : "40\\-600");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1051),
                                is_lung ? "1500\\350" : "350\\1500");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1055),
                                is_lung ? "肺野\\縦隔" : "縦隔\\肺野");
}

/* @index: from 0; thin slices in units of one, the middle for a thick one */
static bool
write_axial (const MadoPhantomJob *job,
             const Study *study,
             bool is_lung,
             int instance,
             double index,
             double thickness,
             const guint16 *stored,
             GError **error)
{
  static const double orientation[] = {1, 0, 0, 0, 1, 0};
  const double spacing[] = {SPACING, SPACING};
  const double z = get_slice_z (study, index) - ISOCENTER;
  const double position[] = {study->grid.x0, study->grid.y0, z};
  g_autoptr (MadoDicomWriter) writer = mado_phantom_writer_new (
      job, &examination, is_lung ? &lung_series : &mediastinum_series, instance);
  g_autoptr (GBytes) pixels = new_pixels (stored, SIZE * SIZE);

  set_ct_elements (writer, "ORIGINAL\\PRIMARY\\AXIAL", is_lung ? "LUNG" : "STANDARD");
  mado_phantom_set_plane (writer, position, orientation);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x0050), thickness);
  mado_phantom_set_double (writer, MADO_TAG (0x0020, 0x1041), z);
  set_windows (writer, is_lung);
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return mado_phantom_save (job, writer, is_lung ? "2-lung" : "3-mediastinum", instance,
                            error);
}

/* What the rays of the scouts meet on their way through this slice. */
static void
project_slice (Study *study, int index, const float *values)
{
  double *front = study->front + (gsize) index * SIZE;
  double *side = study->side + (gsize) index * SIZE;

  for (int row = 0; row < SIZE; row++)
    for (int column = 0; column < SIZE; column++) {
      const double density = MAX (values[row * SIZE + column] + 1000, 0);

      front[column] += density;
      side[row] += density;
    }
}

static bool
thin_slice_work (const MadoPhantomJob *job, int index, gpointer data, GError **error)
{
  Study *study = data;
  const gsize n = SIZE * SIZE;
  g_autofree float *values = g_new (float, n);
  guint16 *stored = study->stored + (gsize) index * n;

  mado_phantom_chest_render (study->chest, &study->grid, get_slice_z (study, index),
                             index, NOISE, values);
  project_slice (study, index, values);
  for (gsize i = 0; i < n; i++)
    stored[i] = get_stored (values[i]);
  return write_axial (job, study, true, index + 1, index, study->spacing, stored,
                      error);
}

/* Slices are averaged, then softened as a kernel for soft tissue does. */
static bool
thick_slice_work (const MadoPhantomJob *job, int index, gpointer data, GError **error)
{
  const Study *study = data;
  const gsize n = SIZE * SIZE;
  const int first = index * study->n_averaged;
  g_autofree float *values = g_new0 (float, n);
  g_autofree guint16 *stored = g_new (guint16, n);

  for (int slice = first; slice < first + study->n_averaged; slice++)
    for (gsize i = 0; i < n; i++)
      values[i] += (float) (study->stored[(gsize) slice * n + i] + INTERCEPT) /
                   (float) study->n_averaged;
  mado_phantom_blur (values, SIZE, SIZE, 0.55, 0.55);
  for (gsize i = 0; i < n; i++)
    stored[i] = get_stored (values[i]);
  return write_axial (job, study, false, index + 1,
                      first + (study->n_averaged - 1) / 2.0,
                      study->spacing * study->n_averaged, stored, error);
}

/* A line integral as a scout shows it: HU-like, steeper for thin parts. */
static guint16
get_scout_value (double density, bool is_side)
{
  /* The body is wider than it is deep. */
  const double scale = is_side ? 330000 : 200000;

  return get_stored ((float) (1500 * (1 - exp (-density / scale)) - 1000));
}

static GBytes *
new_scout_pixels (const Study *study, const double *integrals, int rows)
{
  g_autofree guint16 *stored = g_new (guint16, (gsize) rows * SIZE);

  for (int row = 0; row < rows; row++) {
    const double at = (row + 0.5) * SPACING / study->spacing - 0.5;
    const int above = (int) CLAMP (floor (at), 0, study->n_slices - 1);
    const int below = MIN (above + 1, study->n_slices - 1);
    const double t = CLAMP (at - above, 0, 1);

    for (int column = 0; column < SIZE; column++) {
      const double a = integrals[(gsize) above * SIZE + (gsize) column];
      const double b = integrals[(gsize) below * SIZE + (gsize) column];

      stored[row * SIZE + column] =
          get_scout_value (a + t * (b - a), integrals == study->side);
    }
  }
  return new_pixels (stored, (gsize) rows * SIZE);
}

static bool
write_scout (const MadoPhantomJob *job,
             const Study *study,
             bool is_side,
             GError **error)
{
  static const double front_orientation[] = {1, 0, 0, 0, 0, -1};
  static const double side_orientation[] = {0, 1, 0, 0, 0, -1};
  const int rows = (int) (MADO_PHANTOM_CHEST_HEIGHT / SPACING);
  const double spacing[] = {SPACING, SPACING};
  const double top = MADO_PHANTOM_CHEST_HEIGHT - ISOCENTER - SPACING / 2;
  const double front_position[] = {study->grid.x0, 0, top};
  const double side_position[] = {0, study->grid.y0, top};
  const int instance = is_side ? 2 : 1;
  g_autoptr (MadoDicomWriter) writer =
      mado_phantom_writer_new (job, &examination, &scout_series, instance);
  g_autoptr (GBytes) pixels =
      new_scout_pixels (study, is_side ? study->side : study->front, rows);
  MadoPixelFormat scout_format = format;

  scout_format.rows = rows;
  set_ct_elements (writer, "ORIGINAL\\PRIMARY\\LOCALIZER", "SCOUT");
  mado_phantom_set_plane (writer, is_side ? side_position : front_position,
                          is_side ? side_orientation : front_orientation);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x0050), SPACING);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1050), "-350");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1051), "1200");
  mado_dicom_writer_set_pixels (writer, &scout_format, pixels);
  return mado_phantom_save (job, writer, "1-scout", instance, error);
}

static const char *
get_nodule_kind (MadoPhantomNoduleKind kind)
{
  switch (kind) {
  case MADO_PHANTOM_NODULE_SOLID:
    return "solid";
  case MADO_PHANTOM_NODULE_PART_SOLID:
    return "part-solid";
  case MADO_PHANTOM_NODULE_GROUND_GLASS:
    return "ground-glass";
  case MADO_PHANTOM_NODULE_CALCIFIED:
    return "calcified";
  }
  g_return_val_if_reached ("");
}

static void
write_truth (const MadoPhantomJob *job, const Study *study)
{
  JsonBuilder *truth = job->truth;

  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  mado_phantom_truth_add_series (job, &scout_series, "1-scout", 2);
  mado_phantom_truth_add_series (job, &lung_series, "2-lung", study->n_slices);
  mado_phantom_truth_add_series (job, &mediastinum_series, "3-mediastinum",
                                 study->n_slices / study->n_averaged);
  json_builder_end_array (truth);
  json_builder_set_member_name (truth, "nodules");
  json_builder_begin_array (truth);
  for (int i = 0; i < mado_phantom_n_nodules; i++) {
    const MadoPhantomNodule *nodule = &mado_phantom_nodules[i];

    json_builder_begin_object (truth);
    mado_phantom_truth_set_string (truth, "id", nodule->id);
    mado_phantom_truth_set_string (truth, "type", get_nodule_kind (nodule->kind));
    mado_phantom_truth_set_string (truth, "place", nodule->place);
    mado_phantom_truth_set_point (truth, "center_mm", nodule->center.x,
                                  nodule->center.y, nodule->center.z - ISOCENTER);
    mado_phantom_truth_set_double (truth, "diameter_mm", nodule->diameter);
    if (nodule->core > 0)
      mado_phantom_truth_set_double (truth, "solid_diameter_mm", nodule->core);
    mado_phantom_truth_set_double (truth, "hu", (double) nodule->value);
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
}

static bool
write_series (MadoPhantomJob *job, Study *study, GError **error)
{
  return mado_phantom_job_run (job, study->n_slices, thin_slice_work, study, 0, 0.9,
                               error) &&
         mado_phantom_job_run (job, study->n_slices / study->n_averaged,
                               thick_slice_work, study, 0.9, 1, error) &&
         write_scout (job, study, false, error) &&
         write_scout (job, study, true, error);
}

static bool
chest_ct_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  g_autoptr (MadoPhantomChest) chest = mado_phantom_chest_new (job->options->seed);
  const double spacing = MADO_PHANTOM_CHEST_HEIGHT / n_slices;
  const gsize n = (gsize) n_slices * SIZE;
  g_autofree guint16 *stored = g_new (guint16, n * SIZE);
  g_autofree double *front = g_new0 (double, n);
  g_autofree double *side = g_new0 (double, n);
  Study study = {
      .chest = chest,
      .grid = {.columns = SIZE,
               .rows = SIZE,
               .x0 = -SPACING * (SIZE - 1) / 2,
               .y0 = -SPACING * (SIZE - 1) / 2,
               .dx = SPACING,
               .dy = SPACING,
               .softness = 1.0},
      .n_slices = n_slices,
      .spacing = spacing,
      .n_averaged = CLAMP ((int) (THICK / spacing + 0.5), 1, n_slices),
      .stored = stored,
      .front = front,
      .side = side,
  };

  if (!write_series (job, &study, error))
    return false;
  write_truth (job, &study);
  return true;
}

const MadoPhantomKind mado_phantom_chest_ct = {"chest-ct", 12, 240, chest_ct_write};
