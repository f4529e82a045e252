/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-phantom-noise-private.h"
#include "mado-phantom-private.h"

#define MG_PRESENTATION_STORAGE "1.2.840.10008.5.1.4.1.1.1.2"
#define COLUMNS                 2816
#define ROWS                    3584
#define SPACING                 0.07 /* mm */
#define COARSE                  4 /* slow structures are sampled at every fourth px */
#define N_VIEWS                 4
#define SERIES_FOLDER           "1-mammo"

static const MadoPhantomExamination examination = {
    .patient_name = "Satou^Hanako=佐藤^花子=さとう^はなこ",
    .patient_id = "00345678",
    .birth_date = "19630928",
    .sex = "F",
    .age = "061Y",
    .weight = "52",
    .study_description = "マンモグラフィ 両側",
    .study_date = "20250605",
    .study_time = "142233",
    .accession_number = "25060500012",
};

static const MadoPhantomSeries series = {MG_PRESENTATION_STORAGE, "MG", "両側 CC・MLO",
                                         1, false};

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

/* @code: SNOMED code of the view and its meaning */
typedef struct {
  const char *laterality;
  const char *view;
  const char *code;
  const char *meaning;
  const char *orientation;
  bool is_oblique;
} View;

static const View views[N_VIEWS] = {
    {"R", "CC", "R-10242", "cranio-caudal", "P\\L", false},
    {"L", "CC", "R-10242", "cranio-caudal", "A\\R", false},
    {"R", "MLO", "R-10226", "medio-lateral oblique", "P\\FL", true},
    {"L", "MLO", "R-10226", "medio-lateral oblique", "A\\FR", true},
};

/* A mass and a cluster of calcifications, in the left breast: mm from the chest wall
 * and from the upper edge of the picture. */
#define MASS_X       52.0
#define MASS_RADIUS  6.5
#define CLUSTER_X    38.0
#define N_CLUSTER    14
#define CLUSTER_SIZE 7.0

static double
get_mass_y (const View *view)
{
  return view->is_oblique ? 118 : 104;
}

static double
get_cluster_y (const View *view)
{
  return view->is_oblique ? 156 : 146;
}

/* How deep inside the outline, mm: negative outside.  @x: from the chest wall. */
static double
get_depth (const View *view, double x, double y)
{
  const double center = view->is_oblique ? 142 : 125;
  const double half =
      y < center ? (view->is_oblique ? 150 : 92) : (view->is_oblique ? 78 : 92);
  const double reach = view->is_oblique ? 108 : 98;
  const double e = hypot (x / reach, (y - center) / half);
  /* The nipple. */
  const double nipple = 6 - hypot ((x - reach - 1) / 1.2, y - center);

  return MAX ((1 - e) * MIN (reach, half), nipple);
}

/* Glandular tissue: strands that run to the nipple, patches, a fatty rim. */
static double
get_density (const MadoPhantomNoise *noise, const View *view, double x, double y)
{
  const double depth = get_depth (view, x, y);
  const double center = view->is_oblique ? 142 : 125;
  const double side = view->laterality[0] == 'R' ? 11 : 37;
  const double plane = side + (view->is_oblique ? 5 : 0);
  const double patches =
      mado_phantom_noise_get_fractal (noise, x / 26, y / 26, plane, 5);
  const double angle = atan2 (y - center, 112 - x);
  const double strands = mado_phantom_noise_get_fractal (
      noise, angle * 16 + x / 60, hypot (112 - x, y - center) / 22, plane + 3, 4);
  const double gland = exp (-pow ((x - 52) / 34, 2) - pow ((y - center + 6) / 42, 2));
  const double skin = depth > 0 && depth < 1.6 ? 0.16 : 0;
  const double thick = depth > 0 ? 1 - exp (-depth / 7) : 0;
  double density = thick * (0.22 + gland * (0.42 + 0.85 * patches) +
                            0.34 * MAX (strands, 0) * (0.35 + gland));

  /* The pectoral muscle, in the upper corner of the oblique view. */
  if (view->is_oblique) {
    const double muscle = 64 - x - 0.44 * y - 0.0007 * y * y + 4 * patches;

    density += 0.55 * CLAMP (muscle / 4, 0, 1);
  }
  return density + skin;
}

static double
get_mass (const MadoPhantomNoise *noise, const View *view, double x, double y)
{
  const double dx = x - MASS_X, dy = y - get_mass_y (view);
  const double from = hypot (dx, dy);
  const double angle = atan2 (dy, dx);
  const double edge =
      MASS_RADIUS * (1 + 0.12 * mado_phantom_noise_get (noise, 9 + 3 * cos (angle),
                                                        9 + 3 * sin (angle), 4));
  const double spicules =
      pow (MAX (mado_phantom_noise_get (noise, angle * 5, 2, 7), 0), 2) *
      exp (-MAX (from - edge, 0) / 5);

  if (view->laterality[0] != 'L')
    return 0;
  return 0.5 * CLAMP ((edge - from) / 2.4 + 0.5, 0, 1) +
         (from > edge ? 0.7 * spicules : 0);
}

typedef struct {
  const MadoPhantomNoise *noise;
  guint32 seed;
} Breast;

/* Calcifications are small and dense: drawn into the finished picture. */
static void
draw_cluster (const View *view, float *density)
{
  MadoPhantomRandom random = mado_phantom_random_new (5, 5);

  if (view->laterality[0] != 'L')
    return;
  for (int i = 0; i < N_CLUSTER; i++) {
    const double x =
        CLUSTER_X + CLUSTER_SIZE * mado_phantom_random_uniform (&random, -0.5, 0.5);
    const double y = get_cluster_y (view) +
                     CLUSTER_SIZE * mado_phantom_random_uniform (&random, -0.5, 0.5);
    const double radius = mado_phantom_random_uniform (&random, 0.12, 0.32);
    const int reach = (int) ceil ((radius + 0.1) / SPACING);
    const int column = (int) (x / SPACING), row = (int) (y / SPACING);

    for (int dy = -reach; dy <= reach; dy++)
      for (int dx = -reach; dx <= reach; dx++) {
        const double inside = radius - hypot (dx, dy) * SPACING;

        density[(gsize) (row + dy) * COLUMNS + (gsize) (column + dx)] +=
            0.7f * (float) CLAMP (inside / 0.1 + 0.5, 0, 1);
      }
  }
}

/* @density: x counts from the chest wall, whichever side that is */
static void
fill_density (const Breast *breast, const View *view, float *density)
{
  const int columns = COLUMNS / COARSE + 1, rows = ROWS / COARSE + 1;
  g_autofree float *coarse = g_new (float, (gsize) columns *(gsize) rows);

  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++) {
      const double x = column * COARSE * SPACING, y = row * COARSE * SPACING;
      const bool is_air = get_depth (view, x, y) < -3 && x + 0.46 * y > 70;

      coarse[row * columns + column] =
          is_air ? 0
                 : (float) (get_density (breast->noise, view, x, y) +
                            get_mass (breast->noise, view, x, y));
    }
  for (int row = 0; row < ROWS; row++)
    for (int column = 0; column < COLUMNS; column++) {
      const float *at =
          coarse + (gsize) (row / COARSE) * (gsize) columns + column / COARSE;
      const float tx = (float) (column % COARSE) / COARSE;
      const float ty = (float) (row % COARSE) / COARSE;

      density[(gsize) row * COLUMNS + (gsize) column] =
          (at[0] + tx * (at[1] - at[0])) * (1 - ty) +
          (at[columns] + tx * (at[columns + 1] - at[columns])) * ty;
    }
}

static GBytes *
make_pixels (const Breast *breast, const View *view, int index)
{
  const gsize n = (gsize) COLUMNS * ROWS;
  const bool is_right = view->laterality[0] == 'R';
  MadoPhantomRandom random =
      mado_phantom_random_new (breast->seed, 0x50000u + (guint32) index);
  g_autofree float *density = g_new (float, n);
  g_autofree float *grain = g_new (float, n);
  guint16 *stored = g_new (guint16, n);

  fill_density (breast, view, density);
  draw_cluster (view, density);
  mado_phantom_fill_grain (grain, COLUMNS, ROWS, 0.8, &random);
  for (int row = 0; row < ROWS; row++)
    for (int column = 0; column < COLUMNS; column++) {
      const gsize i = (gsize) row * COLUMNS + (gsize) column;
      /* The right breast's chest wall is on the right of the picture. */
      const gsize to =
          is_right ? i - (gsize) column + (gsize) (COLUMNS - 1 - column) : i;
      /* More tissue on the way adds less and less grey. */
      const float shade = 1.1f * (1 - expf (-1.25f * MAX (density[i], 0)));
      const float noise = shade > 0.01f ? 26 * grain[i] : 2 * grain[i];

      stored[to] = GUINT16_TO_LE (
          (guint16) CLAMP (lrintf (4050 - 3100 * shade + noise), 0, 4095));
    }
  return g_bytes_new_take (stored, n * sizeof (guint16));
}

static void
set_code (MadoDicomWriter *writer,
          MadoTag sequence,
          const char *code,
          const char *scheme,
          const char *meaning)
{
  mado_dicom_writer_begin_item (writer, sequence);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0100), code);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0102), scheme);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0104), meaning);
}

static void
set_mg_elements (MadoDicomWriter *writer, const View *view)
{
  const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY"},
      {MADO_TAG (0x0008, 0x0022), examination.study_date},
      {MADO_TAG (0x0008, 0x0032), examination.study_time},
      {MADO_TAG (0x0008, 0x0068), "FOR PRESENTATION"},
      {MADO_TAG (0x0018, 0x0015), "BREAST"},
      {MADO_TAG (0x0018, 0x0060), "28"},
      {MADO_TAG (0x0018, 0x1164), "0.07\\0.07"},
      {MADO_TAG (0x0018, 0x1508), "MAMMOGRAPHIC"},
      {MADO_TAG (0x0018, 0x5101), view->view},
      {MADO_TAG (0x0018, 0x7004), "DIRECT"},
      {MADO_TAG (0x0020, 0x0020), view->orientation},
      {MADO_TAG (0x0020, 0x0062), view->laterality},
      {MADO_TAG (0x0028, 0x0301), "NO"},
      {MADO_TAG (0x0028, 0x1040), "LOG"},
      {MADO_TAG (0x0028, 0x1041), "1"},
      {MADO_TAG (0x0028, 0x1050), "2450"},
      {MADO_TAG (0x0028, 0x1051), "3300"},
      {MADO_TAG (0x0028, 0x1052), "0"},
      {MADO_TAG (0x0028, 0x1053), "1"},
      {MADO_TAG (0x0028, 0x1054), "US"},
      {MADO_TAG (0x0028, 0x1300), "NO"},
      {MADO_TAG (0x0028, 0x2110), "00"},
      {MADO_TAG (0x0040, 0x0318), "BREAST"},
      {MADO_TAG (0x0040, 0x0555), ""},
      {MADO_TAG (0x2050, 0x0020), "INVERSE"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
  set_code (writer, MADO_TAG (0x0008, 0x2218), "T-04000", "SRT", "Breast");
  mado_dicom_writer_end_item (writer);
  set_code (writer, MADO_TAG (0x0054, 0x0220), view->code, "SRT", view->meaning);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0054, 0x0222), "");
  mado_dicom_writer_end_item (writer);
}

static bool
view_work (const MadoPhantomJob *job, int index, gpointer data, GError **error)
{
  const Breast *breast = data;
  const View *view = &views[index % N_VIEWS];
  g_autoptr (GBytes) pixels = make_pixels (breast, view, index);
  g_autoptr (MadoDicomWriter) writer =
      mado_phantom_writer_new (job, &examination, &series, index + 1);

  set_mg_elements (writer, view);
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return mado_phantom_save (job, writer, SERIES_FOLDER, index + 1, error);
}

static void
add_finding (
    JsonBuilder *truth, const char *type, int instance, double x, double y, double size)
{
  json_builder_begin_object (truth);
  mado_phantom_truth_set_string (truth, "type", type);
  mado_phantom_truth_set_int (truth, "instance", instance);
  json_builder_set_member_name (truth, "center_px");
  json_builder_begin_array (truth);
  json_builder_add_double_value (truth, x / SPACING);
  json_builder_add_double_value (truth, y / SPACING);
  json_builder_end_array (truth);
  mado_phantom_truth_set_double (truth, "diameter_mm", size);
  json_builder_end_object (truth);
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
  json_builder_set_member_name (truth, "findings");
  json_builder_begin_array (truth);
  for (int i = 0; i < n_images; i++) {
    const View *view = &views[i % N_VIEWS];

    if (view->laterality[0] != 'L')
      continue;
    add_finding (truth, "mass", i + 1, MASS_X, get_mass_y (view), 2 * MASS_RADIUS);
    add_finding (truth, "calcifications", i + 1, CLUSTER_X, get_cluster_y (view),
                 CLUSTER_SIZE);
  }
  json_builder_end_array (truth);
}

static bool
mg_write (MadoPhantomJob *job, int n_images, GError **error)
{
  g_autoptr (MadoPhantomNoise) noise = mado_phantom_noise_new (6);
  Breast breast = {noise, job->options->seed};

  if (!mado_phantom_job_run (job, n_images, view_work, &breast, 0, 1, error))
    return false;
  write_truth (job, n_images);
  return true;
}

const MadoPhantomKind mado_phantom_mg = {"mg", 12, N_VIEWS, mg_write};
