/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-phantom-chest-private.h"
#include "mado-phantom-private.h"

#define PET_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.128"
#define SIZE              168
#define SPACING           2.4   /* mm */
#define ISOCENTER         150.0 /* mm above the lowest end of the examined part */
#define BLUR              1.5   /* mm, one sigma */
#define WEIGHT            63.0  /* kg */
#define DOSE              185e6 /* Bq at injection, an hour before the scan */
#define HALF_LIFE         6586.2
#define UPTAKE_TIME       3600.0 /* s */

static const MadoPhantomExamination examination = {
    .patient_name = "Yamada^Tarou=山田^太郎=やまだ^たろう",
    .patient_id = "00123456",
    .birth_date = "19570412",
    .sex = "M",
    .age = "068Y",
    .weight = "63",
    .study_description = "FDG-PET 体幹部",
    .study_date = "20250624",
    .study_time = "110000",
    .accession_number = "25062400003",
};

static const MadoPhantomSeries series = {PET_IMAGE_STORAGE, "PT", "PET 減弱補正後", 1,
                                         true};
#define SERIES_FOLDER "1-pet"

static const MadoPixelFormat format = {
    .columns = SIZE,
    .rows = SIZE,
    .n_frames = 1,
    .samples_per_pixel = 1,
    .bits_allocated = 16,
    .bits_stored = 16,
    .high_bit = 15,
    .is_signed = true,
    .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
};

/* Even balls of known uptake (SUV by body weight). */
typedef struct {
  const char *id;
  MadoPhantomEllipsoid shape;
  double suv;
} HotSpot;

static const HotSpot hot_spots[] = {
    {"H1", {{76, 16, 224}, 11, 11, 11, 0, 0}, 9.4}, /* left upper lobe */
    {"H2", {{-34, 6, 190}, 9, 9, 9, 0, 0}, 5.2},    /* right hilum */
    {"H3", {{-96, -4, 56}, 12, 12, 12, 0, 0}, 6.8}, /* liver */
    {"H4", {{0, 58, 132}, 10, 10, 10, 0, 0}, 7.5},  /* vertebra */
};

/* SUV 1 in Bq/ml at the start of the scan. */
static double
get_unit (void)
{
  const double decay = exp (-G_LN2 * UPTAKE_TIME / HALF_LIFE);

  return DOSE * decay / (WEIGHT * 1000);
}

static bool
is_inside (const MadoPhantomEllipsoid *shape, double x, double y, double z)
{
  return mado_phantom_ellipsoid_get_distance (shape, x, y, z) < 0;
}

static double
get_suv (const MadoPhantomChest *chest,
         const MadoPhantomChestPlane *plane,
         double x,
         double y)
{
  static const MadoPhantomEllipsoid heart = {{38, -24, 106}, 44, 34, 36, 0.6, 0};
  static const MadoPhantomEllipsoid chamber = {{36, -22, 108}, 32, 23, 25, 0.6, 0};
  static const MadoPhantomEllipsoid spleen = {{98, 46, 42}, 27, 46, 44, -0.55, 0.2};
  static const MadoPhantomEllipsoid kidneys[] = {{{-58, 56, -14}, 24, 27, 34, 0.4, 0},
                                                 {{62, 54, -4}, 24, 27, 36, -0.4, 0}};
  const double z = plane->z;
  const double mottle =
      1 + 0.08 * mado_phantom_noise_get (chest->noise, x / 11, y / 11, z / 11);
  MadoPhantomChestFields fields;

  mado_phantom_chest_plane_get_fields (plane, chest, x, y, &fields);
  if (fields.body > 0)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (hot_spots); i++)
    if (is_inside (&hot_spots[i].shape, x, y, z))
      return hot_spots[i].suv;
  if (fields.lung < 0)
    return 0.45 * mottle;
  if (fields.cavity > 0)
    return (fields.muscle < 0 ? 0.7 : 0.35) * mottle;
  if (is_inside (&kidneys[0], x, y, z) || is_inside (&kidneys[1], x, y, z))
    return 4 * mottle;
  if (fields.diaphragm > 3)
    return is_inside (&spleen, x, y, z) ? 1.9 * mottle
           : x < 30 - 0.6 * (y + 55)    ? 2.3 * mottle
                                        : 0.8 * mottle;
  if (is_inside (&heart, x, y, z))
    return is_inside (&chamber, x, y, z) ? 1.7 : 6.2 * mottle;
  if (hypot (x, y - mado_phantom_chest_get_spine_y (z)) < 17)
    return 1.6 * mottle;
  return 1.4 * mottle;
}

typedef struct {
  const MadoPhantomChest *chest;
  int n_slices;
  double spacing; /* mm between slices */
} Stack;

/* Each slice is scaled to fill its 16 bits, as PET scanners do. */
static double
scale_slice (const float *activity, guint16 *stored)
{
  float largest = 1;

  for (int i = 0; i < SIZE * SIZE; i++)
    largest = MAX (largest, activity[i]);

  const double slope = (double) largest / G_MAXINT16;

  for (int i = 0; i < SIZE * SIZE; i++)
    stored[i] = GUINT16_TO_LE ((guint16) (gint16) lrint (MAX (activity[i], 0) / slope));
  return slope;
}

static void
set_radiopharmaceutical (MadoDicomWriter *writer)
{
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0054, 0x0016));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x0031), "FDG");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x1072), "100000");
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x1074), DOSE);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x1075), HALF_LIFE);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x1076), "0.97");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x1078), "20250624100000");
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0054, 0x0300));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0100), "C-111A1");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0102), "SRT");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0104), "^18^Fluorine");
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0054, 0x0410));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0100), "F-10450");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0102), "SRT");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0104), "recumbent");
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0054, 0x0412));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0100), "F-10340");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0102), "SRT");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0104), "supine");
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0054, 0x0414));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0100), "F-10470");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0102), "SRT");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0104), "headfirst");
  mado_dicom_writer_end_item (writer);
}

static void
set_pet_elements (MadoDicomWriter *writer)
{
  static const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY"},
      {MADO_TAG (0x0008, 0x0022), "20250624"},
      {MADO_TAG (0x0008, 0x0032), "110000"},
      {MADO_TAG (0x0018, 0x0015), "CHEST"},
      {MADO_TAG (0x0018, 0x1181), "NONE"},
      {MADO_TAG (0x0018, 0x1242), "120000"},
      {MADO_TAG (0x0028, 0x0051), "DECY\\ATTN\\SCAT\\RAN\\NORM"},
      {MADO_TAG (0x0028, 0x1052), "0"},
      {MADO_TAG (0x0054, 0x1000), "WHOLE BODY\\IMAGE"},
      {MADO_TAG (0x0054, 0x1001), "BQML"},
      {MADO_TAG (0x0054, 0x1002), "EMISSION"},
      {MADO_TAG (0x0054, 0x1100), "DLYD"},
      {MADO_TAG (0x0054, 0x1102), "START"},
      {MADO_TAG (0x0054, 0x1103), "OSEM"},
      {MADO_TAG (0x0054, 0x1300), "60000"},
      {MADO_TAG (0x0054, 0x1321), "1"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
}

void
mado_phantom_pet_set_elements (MadoDicomWriter *writer)
{
  set_pet_elements (writer);
  set_radiopharmaceutical (writer);
}

static bool
write_image (const MadoPhantomJob *job,
             const Stack *stack,
             int index,
             double z,
             double slope,
             GBytes *pixels,
             GError **error)
{
  static const double orientation[] = {1, 0, 0, 0, 1, 0};
  const double spacing[] = {SPACING, SPACING};
  const double corner = -SPACING * (SIZE - 1) / 2;
  const double position[] = {corner, corner, z - ISOCENTER};
  const double top = 6 * get_unit ();
  g_autoptr (MadoDicomWriter) writer =
      mado_phantom_writer_new (job, &examination, &series, index + 1);

  mado_phantom_pet_set_elements (writer);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0054, 0x0081), stack->n_slices);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0054, 0x1330), index + 1);
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1053), slope);
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1050), rint (top / 2));
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1051), rint (top));
  mado_phantom_set_plane (writer, position, orientation);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x0050), stack->spacing);
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return mado_phantom_save (job, writer, SERIES_FOLDER, index + 1, error);
}

static bool
slice_work (const MadoPhantomJob *job, int index, gpointer data, GError **error)
{
  const Stack *stack = data;
  const gsize n = SIZE * SIZE;
  const double z = MADO_PHANTOM_CHEST_HEIGHT - stack->spacing * (index + 0.5);
  const double corner = -SPACING * (SIZE - 1) / 2;
  MadoPhantomRandom random =
      mado_phantom_random_new (job->options->seed, 0x30000u + (guint32) index);
  g_autofree float *activity = g_new (float, n);
  g_autofree float *grain = g_new (float, n);
  guint16 *stored = g_new (guint16, n);
  g_autoptr (GBytes) pixels = g_bytes_new_take (stored, n * sizeof (guint16));
  MadoPhantomChestPlane plane;

  mado_phantom_chest_plane_init (&plane, stack->chest, z);
  for (gsize i = 0; i < n; i++)
    activity[i] =
        (float) (get_unit () * get_suv (stack->chest, &plane,
                                        corner + (double) (i % SIZE) * SPACING,
                                        corner + (double) (i / SIZE) * SPACING));
  mado_phantom_chest_plane_clear (&plane);
  mado_phantom_blur (activity, SIZE, SIZE, BLUR / SPACING, BLUR / SPACING);
  mado_phantom_fill_grain (grain, SIZE, SIZE, 0.9, &random);
  for (gsize i = 0; i < n; i++)
    activity[i] += 0.9f * sqrtf (activity[i] * 10) * grain[i];

  const double slope = scale_slice (activity, stored);

  return write_image (job, stack, index, z, slope, pixels, error);
}

static void
write_truth (const MadoPhantomJob *job, int n_slices)
{
  JsonBuilder *truth = job->truth;

  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  mado_phantom_truth_add_series (job, &series, SERIES_FOLDER, n_slices);
  json_builder_end_array (truth);
  mado_phantom_truth_set_double (truth, "bqml_per_suv", get_unit ());
  json_builder_set_member_name (truth, "hot_spots");
  json_builder_begin_array (truth);
  for (guint i = 0; i < G_N_ELEMENTS (hot_spots); i++) {
    const MadoPhantomEllipsoid *shape = &hot_spots[i].shape;

    json_builder_begin_object (truth);
    mado_phantom_truth_set_string (truth, "id", hot_spots[i].id);
    mado_phantom_truth_set_point (truth, "center_mm", shape->center.x, shape->center.y,
                                  shape->center.z - ISOCENTER);
    mado_phantom_truth_set_double (truth, "diameter_mm", 2 * shape->radius_x);
    mado_phantom_truth_set_double (truth, "suv_bw", hot_spots[i].suv);
    mado_phantom_truth_set_double (truth, "bqml", hot_spots[i].suv * get_unit ());
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
}

static bool
pet_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  g_autoptr (MadoPhantomChest) chest = mado_phantom_chest_new (job->options->seed);
  Stack stack = {chest, n_slices, MADO_PHANTOM_CHEST_HEIGHT / n_slices};

  if (!mado_phantom_job_run (job, n_slices, slice_work, &stack, 0, 1, error))
    return false;
  write_truth (job, n_slices);
  return true;
}

const MadoPhantomKind mado_phantom_pet = {"pet", 16, 90, pet_write};
