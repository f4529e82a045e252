/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-phantom-chest-private.h"
#include "mado-phantom-private.h"

#define CR_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.1"

/* The body is sampled coarsely, along the rays more than across. */
#define SAMPLE_COLUMNS 600
#define SAMPLE_SLICES  300
#define SAMPLE_DEPTHS  120
#define SAMPLE_X       0.6 /* mm */
#define SAMPLE_Y       3.0
#define SAMPLE_Z       1.0
/* The picture. */
#define COLUMNS 1760
#define ROWS    1480
#define SPACING 0.2 /* mm */

static const MadoPhantomExamination examination = {
    .patient_name = "Yamada^Tarou=山田^太郎=やまだ^たろう",
    .patient_id = "00123456",
    .birth_date = "19570412",
    .sex = "M",
    .age = "068Y",
    .weight = "63",
    .study_description = "胸部単純X線",
    .study_date = "20250603",
    .study_time = "091207",
    .accession_number = "25060300044",
};

static const MadoPhantomSeries series = {CR_IMAGE_STORAGE, "CR", "胸部正面 PA", 1,
                                         false};
#define SERIES_FOLDER "1-chest"

static const MadoPixelFormat format = {
    .columns = COLUMNS,
    .rows = ROWS,
    .n_frames = 1,
    .samples_per_pixel = 1,
    .bits_allocated = 16,
    .bits_stored = 12,
    .high_bit = 11,
    .photometric = MADO_PHOTOMETRIC_MONOCHROME1,
};

typedef struct {
  const MadoPhantomChest *chest;
  float *attenuation; /* SAMPLE_SLICES × SAMPLE_COLUMNS, from the head down */
} Projection;

static bool
slice_work (const MadoPhantomJob *job, int index, gpointer data, GError **error)
{
  const Projection *projection = data;
  const MadoPhantomGrid grid = {
      .columns = SAMPLE_COLUMNS,
      .rows = SAMPLE_DEPTHS,
      .x0 = -SAMPLE_X * (SAMPLE_COLUMNS - 1) / 2,
      /* Before the couch, on which nobody lies here. */
      .y0 = 116 - SAMPLE_Y * (SAMPLE_DEPTHS - 1),
      .dx = SAMPLE_X,
      .dy = SAMPLE_Y,
      .softness = 1.4,
  };
  const double z = MADO_PHANTOM_CHEST_HEIGHT - SAMPLE_Z * (index + 0.5);
  g_autofree float *values = g_new (float, SAMPLE_COLUMNS *SAMPLE_DEPTHS);
  float *line = projection->attenuation + (gsize) index * SAMPLE_COLUMNS;

  mado_phantom_chest_render (projection->chest, &grid, z, index, 0, values);
  for (int column = 0; column < SAMPLE_COLUMNS; column++) {
    double sum = 0;

    for (int row = 0; row < SAMPLE_DEPTHS; row++) {
      const double hu = (double) values[row * SAMPLE_COLUMNS + column];

      /* 0.19 per cm of water; bone takes up more of soft rays. */
      if (hu > -940)
        sum += (1 + hu / 1000 + MAX (hu - 150, 0) * 0.0006) * 0.019 * SAMPLE_Y;
    }
    line[column] = (float) sum;
  }
  return true;
}

static double
get_sample (const float *plane, double column, double row)
{
  const double x = CLAMP (column, 0, SAMPLE_COLUMNS - 1.001);
  const double y = CLAMP (row, 0, SAMPLE_SLICES - 1.001);
  const int left = (int) x, top = (int) y;
  const float *at = plane + (gsize) top * SAMPLE_COLUMNS + left;
  const double tx = x - left, ty = y - top;

  return (at[0] * (1 - tx) + at[1] * tx) * (1 - ty) +
         (at[SAMPLE_COLUMNS] * (1 - tx) + at[SAMPLE_COLUMNS + 1] * tx) * ty;
}

/* As a CR reader processes it: slow changes flattened, edges lifted, then noise. */
static GBytes *
make_pixels (const float *attenuation, MadoPhantomRandom *random)
{
  const gsize n = SAMPLE_COLUMNS * SAMPLE_SLICES;
  g_autofree float *slow = g_memdup2 (attenuation, n * sizeof (float));
  g_autofree float *fine = g_memdup2 (attenuation, n * sizeof (float));
  g_autofree float *grain = g_new (float, COLUMNS *ROWS);
  guint16 *stored = g_new (guint16, COLUMNS * ROWS);

  mado_phantom_blur (slow, SAMPLE_COLUMNS, SAMPLE_SLICES, 12, 8);
  mado_phantom_blur (slow, SAMPLE_COLUMNS, SAMPLE_SLICES, 12, 8);
  mado_phantom_blur (fine, SAMPLE_COLUMNS, SAMPLE_SLICES, 1.8, 1.1);
  mado_phantom_fill_grain (grain, COLUMNS, ROWS, 0.7, random);
  for (int row = 0; row < ROWS; row++)
    for (int column = 0; column < COLUMNS; column++) {
      const double x = ((column - (COLUMNS - 1) / 2.0) * SPACING) / SAMPLE_X +
                       (SAMPLE_COLUMNS - 1) / 2.0;
      const double y = (row + 0.5) * SPACING / SAMPLE_Z - 0.5;
      const double here = get_sample (attenuation, x, y);
      const double wide = get_sample (slow, x, y);
      const double near = get_sample (fine, x, y);
      const double processed = 0.62 * here + 0.5 * (here - wide) + 0.9 * (here - near);
      const gsize i = (gsize) row * COLUMNS + (gsize) column;
      const double noise = (double) grain[i] * (7 + 3.5 * MAX (here, 0));
      /* MONOCHROME1: what lets the rays through is high, and black. */
      const double value = 3600 - 980 * processed + noise;

      stored[i] = GUINT16_TO_LE ((guint16) CLAMP (lrint (value), 0, 4095));
    }
  return g_bytes_new_take (stored, sizeof (guint16) * COLUMNS * ROWS);
}

static bool
write_image (const MadoPhantomJob *job, int instance, GBytes *pixels, GError **error)
{
  static const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY"},
      {MADO_TAG (0x0008, 0x0022), "20250603"},
      {MADO_TAG (0x0008, 0x0032), "091207"},
      {MADO_TAG (0x0018, 0x0015), "CHEST"},
      {MADO_TAG (0x0018, 0x0060), "120"},
      {MADO_TAG (0x0018, 0x1004), ""},
      {MADO_TAG (0x0018, 0x1164), "0.2\\0.2"},
      {MADO_TAG (0x0018, 0x5101), "PA"},
      {MADO_TAG (0x0020, 0x0020), "L\\F"},
      {MADO_TAG (0x0028, 0x1050), "2300\\1500"},
      {MADO_TAG (0x0028, 0x1051), "3000\\2400"},
      {MADO_TAG (0x0028, 0x1055), "標準\\骨"},
  };
  g_autoptr (MadoDicomWriter) writer =
      mado_phantom_writer_new (job, &examination, &series, instance);

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return mado_phantom_save (job, writer, SERIES_FOLDER, instance, error);
}

static void
write_truth (const MadoPhantomJob *job, int n_images)
{
  JsonBuilder *truth = job->truth;

  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  mado_phantom_truth_add_series (job, &series, SERIES_FOLDER, n_images);
  json_builder_end_array (truth);
  mado_phantom_truth_set_double (truth, "mm_per_px", SPACING);
  json_builder_set_member_name (truth, "nodules");
  json_builder_begin_array (truth);
  for (int i = 0; i < mado_phantom_n_nodules; i++) {
    const MadoPhantomNodule *nodule = &mado_phantom_nodules[i];

    json_builder_begin_object (truth);
    mado_phantom_truth_set_string (truth, "id", nodule->id);
    json_builder_set_member_name (truth, "center_px");
    json_builder_begin_array (truth);
    json_builder_add_double_value (truth,
                                   nodule->center.x / SPACING + (COLUMNS - 1) / 2.0);
    json_builder_add_double_value (
        truth, (MADO_PHANTOM_CHEST_HEIGHT - nodule->center.z) / SPACING - 0.5);
    json_builder_end_array (truth);
    mado_phantom_truth_set_double (truth, "diameter_mm", nodule->diameter);
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
}

static bool
cr_write (MadoPhantomJob *job, int n_images, GError **error)
{
  g_autoptr (MadoPhantomChest) chest = mado_phantom_chest_new (job->options->seed);
  g_autofree float *attenuation = g_new0 (float, SAMPLE_SLICES *SAMPLE_COLUMNS);
  Projection projection = {chest, attenuation};

  if (!mado_phantom_job_run (job, SAMPLE_SLICES, slice_work, &projection, 0, 0.9,
                             error))
    return false;
  for (int image = 0; image < n_images; image++) {
    MadoPhantomRandom random =
        mado_phantom_random_new (job->options->seed, 0x40000u + (guint32) image);
    g_autoptr (GBytes) pixels = make_pixels (attenuation, &random);

    if (!write_image (job, image + 1, pixels, error))
      return false;
  }
  write_truth (job, n_images);
  return true;
}

const MadoPhantomKind mado_phantom_cr = {"cr", 12, 1, cr_write};
