/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-phantom-noise-private.h"
#include "mado-phantom-private.h"

#define US_MULTI_FRAME_STORAGE "1.2.840.10008.5.1.4.1.1.3.1"
#define COLUMNS                640
#define ROWS                   480
#define FRAME_TIME             33.3  /* ms */
#define BEAT                   800.0 /* ms from one heart beat to the next */
/* The sector: probe at the top, px. */
#define APEX_X    320
#define APEX_Y    28
#define DEPTH     400
#define HALF_FAN  0.72 /* radians */
#define MM_PER_PX 0.4

static const MadoPhantomExamination examination = {
    .patient_name = "Satou^Hanako=佐藤^花子=さとう^はなこ",
    .patient_id = "00345678",
    .birth_date = "19630928",
    .sex = "F",
    .age = "061Y",
    .weight = "52",
    .study_description = "心臓超音波",
    .study_date = "20250617",
    .study_time = "093015",
    .accession_number = "25061700021",
};

static const MadoPhantomSeries series = {US_MULTI_FRAME_STORAGE, "US", "心尖部像", 1,
                                         false};
#define SERIES_FOLDER "1-heart"

/* Bright points a known way apart, for measuring. */
static const struct {
  int column, row;
} targets[2] = {{270, 380}, {370, 380}};

/* Echoes of tissue, fixed to it: the same in all frames but for noise. */
typedef struct {
  MadoPhantomNoise *noise;
  guint8 *pixels; /* RGB, all frames */
  int n_frames;
  guint32 seed;
} Clip;

/* 1 when the chambers are widest, 0 when they are narrowest. */
static double
get_fullness (int frame)
{
  const double phase = fmod (frame * FRAME_TIME / BEAT, 1);

  return phase < 0.38 ? 0.5 + 0.5 * cos (phase / 0.38 * G_PI)
                      : 0.5 - 0.5 * cos ((phase - 0.38) / 0.62 * G_PI);
}

typedef struct {
  double x, y, radius_x, radius_y; /* px, when full */
} Chamber;

static const Chamber chambers[] = {
    {352, 178, 40, 92}, /* left ventricle */
    {276, 190, 32, 78}, /* right ventricle */
    {360, 318, 44, 40}, /* left atrium */
    {272, 314, 38, 36}, /* right atrium */
};

/* Distance to the nearest chamber's wall, px, negative in the blood. */
static double
get_blood_distance (double x, double y, double fullness, int *chamber)
{
  double nearest = 1000;

  for (guint i = 0; i < G_N_ELEMENTS (chambers); i++) {
    /* Ventricles empty while atria fill. */
    const double size = i < 2 ? 0.72 + 0.28 * fullness : 0.84 + 0.16 * (1 - fullness);
    const double lift = i < 2 ? 6 * (1 - fullness) : -6 * (1 - fullness);
    const double ex = (x - chambers[i].x) / (chambers[i].radius_x * size);
    const double ey =
        (y - chambers[i].y + lift) / (chambers[i].radius_y * (0.5 + size / 2));
    const double distance =
        (hypot (ex, ey) - 1) * MIN (chambers[i].radius_x, chambers[i].radius_y) * size;

    if (distance < nearest) {
      nearest = distance;
      *chamber = (int) i;
    }
  }
  return nearest;
}

/* The two leaves of the mitral valve swing open while the ventricle fills. */
static double
get_valve_distance (double x, double y, double fullness, bool is_filling)
{
  const double open = is_filling ? 0.9 * sin (fullness * G_PI) + 0.15 : 0.05;
  double nearest = 1000;

  for (int side = -1; side <= 1; side += 2) {
    const double hinge_x = 356 + side * 34, hinge_y = 274;
    const double angle = side < 0 ? -open * 1.2 : G_PI + open * 1.2;
    const double dx = x - hinge_x, dy = y - hinge_y;
    const double along = CLAMP (dx * cos (angle) + dy * sin (angle), 0, 34);

    nearest = MIN (nearest, hypot (dx - along * cos (angle), dy - along * sin (angle)));
  }
  return nearest;
}

static double
get_echo (const Clip *clip, double x, double y, int frame)
{
  const double fullness = get_fullness (frame);
  const bool is_filling = fmod (frame * FRAME_TIME / BEAT, 1) > 0.38;
  int chamber = 0;
  const double bend = mado_phantom_noise_get (clip->noise, x / 45, y / 45, 6);
  const double wall =
      get_blood_distance (x + 9 * bend, y - 7 * bend, fullness, &chamber);
  const double wave = mado_phantom_noise_get (clip->noise, x / 40, y / 40, 2);
  double echo;

  if (wall < 0)
    echo = 0.035;
  else if (wall < 3)
    echo = 0.62;
  else if (wall < 20 && chamber < 2)
    echo = 0.36 + 0.1 * wave;
  else if (wall < 8)
    echo = 0.4;
  else if (wall < 26 && chamber < 2)
    echo = wall < 23 ? 0.75 : 0.5; /* pericardium */
  else
    echo = 0.3 + 0.25 * wave;
  if (get_valve_distance (x, y, fullness, is_filling) < 2)
    echo = 0.8;
  return echo;
}

/* Speckle: interference of echoes, long across the beam and short along it. */
static double
get_speckle (const Clip *clip, double depth, double angle, int frame)
{
  const double wide = angle * 70, along = depth / 2.3;
  const double flow = frame * 0.11;
  const double real = mado_phantom_noise_get (clip->noise, wide, along, 10 + flow);
  const double imaginary = mado_phantom_noise_get (clip->noise, wide, along, 40 + flow);

  return hypot (real, imaginary) * 1.9;
}

static guint8
get_grey (const Clip *clip, int column, int row, int frame)
{
  const double x = column, y = row;
  const double depth = hypot (x - APEX_X, y - APEX_Y);
  const double angle = atan2 (x - APEX_X, y - APEX_Y);
  double strength;

  if (ABS (angle) > HALF_FAN || depth > DEPTH || depth < 12)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    if (hypot (x - targets[i].column, y - targets[i].row) < 2.6)
      return 255;
  strength = get_echo (clip, x, y, frame) * get_speckle (clip, depth, angle, frame);
  /* Near the probe its own ringing, far away less is left. */
  strength = strength * (1 - 0.45 * depth / DEPTH) + 0.9 * exp (-(depth - 12) / 9);
  return (guint8) CLAMP (lrint (255 * log1p (14 * strength) / log (15)), 0, 255);
}

static void
set_rgb (guint8 *frame, int column, int row, guint8 red, guint8 green, guint8 blue)
{
  guint8 *pixel;

  if (column < 0 || column >= COLUMNS || row < 0 || row >= ROWS)
    return;
  pixel = frame + ((gsize) row * COLUMNS + (gsize) column) * 3;
  pixel[0] = red;
  pixel[1] = green;
  pixel[2] = blue;
}

/* Blood that flows through the valve, red towards the probe and blue away from it. */
static void
draw_flow (const Clip *clip, guint8 *pixels, int frame)
{
  const double phase = fmod (frame * FRAME_TIME / BEAT, 1);
  const double fullness = get_fullness (frame);

  if (phase < 0.45)
    return;
  for (int row = 190; row < 330; row++)
    for (int column = 310; column < 400; column++) {
      const double from = hypot ((column - 356) / 18.0, (row - 262) / 52.0);
      const double speed =
          (1 - from) * sin ((phase - 0.45) / 0.55 * G_PI) +
          0.25 * mado_phantom_noise_get (clip->noise, column / 5.0, row / 5.0, frame);
      int chamber = 0;

      if (speed < 0.18 || get_blood_distance (column, row, fullness, &chamber) > -1)
        continue;
      if (speed < 0.85)
        set_rgb (pixels, column, row, (guint8) (110 + 150 * MIN (speed, 0.9)),
                 (guint8) (150 * speed), 0);
      else
        set_rgb (pixels, column, row, 40, 90, 230);
    }
}

/* The heart's current, up to now: P wave, QRS complex, T wave. */
static double
get_ecg (double phase)
{
  const double p = 0.14 * exp (-pow ((phase - 0.84) / 0.03, 2));
  const double qrs = 1.0 * exp (-pow ((phase - 0.99) / 0.010, 2)) -
                     0.25 * exp (-pow ((phase - 0.965) / 0.008, 2)) -
                     0.3 * exp (-pow ((phase - 0.02) / 0.012, 2));
  const double t = 0.28 * exp (-pow ((phase - 0.3) / 0.05, 2));

  return p + qrs + t;
}

static void
draw_ecg (guint8 *pixels, int frame, int n_frames)
{
  int last = 450;

  for (int column = 60; column < 580; column++) {
    const double at = (column - 60) / 520.0 * n_frames;
    const int row = 458 - (int) lrint (28 * get_ecg (fmod (at * FRAME_TIME / BEAT, 1)));

    for (int y = MIN (row, last); y <= MAX (row, last) && column > 60; y++)
      set_rgb (pixels, column, y, 60, at <= frame + 1 ? 230 : 90, 90);
    last = row;
  }
}

/* Depth in centimetres and the grey scale. */
static void
draw_scales (guint8 *pixels)
{
  for (int cm = 0; cm * 10 / MM_PER_PX <= DEPTH; cm++) {
    const int row = APEX_Y + (int) lrint (cm * 10 / MM_PER_PX);
    const int length = cm % 5 == 0 ? 10 : 5;

    for (int column = 0; column < length; column++)
      set_rgb (pixels, 606 + column, row, 220, 220, 220);
  }
  for (int row = 0; row < 160; row++)
    for (int column = 0; column < 10; column++) {
      const guint8 grey = (guint8) (255 - row * 255 / 159);

      set_rgb (pixels, 24 + column, 60 + row, grey, grey, grey);
    }
}

static bool
frame_work (const MadoPhantomJob *job, int index, gpointer data, GError **error)
{
  const Clip *clip = data;
  guint8 *pixels = clip->pixels + (gsize) index * COLUMNS * ROWS * 3;

  for (int row = 0; row < ROWS; row++)
    for (int column = 0; column < COLUMNS; column++) {
      const guint8 grey = get_grey (clip, column, row, index);

      set_rgb (pixels, column, row, grey, grey, grey);
    }
  draw_flow (clip, pixels, index);
  draw_ecg (pixels, index, clip->n_frames);
  draw_scales (pixels);
  return true;
}

/* Sequence of Ultrasound Regions (PS3.3 C.8.5.5): what a pixel of the sector is. */
static void
set_region (MadoDicomWriter *writer)
{
  const double delta = MM_PER_PX / 10; /* cm */
  const int reach = (int) lrint (DEPTH * sin (HALF_FAN));

  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0018, 0x6011));
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6012), 1); /* 2D tissue */
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6014), 1); /* tissue */
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6016), 0);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6018), APEX_X - reach);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x601a), APEX_Y);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x601c), APEX_X + reach);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x601e), APEX_Y + DEPTH);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6024), 3); /* cm */
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6026), 3);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x602c), delta);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x602e), delta);
  mado_dicom_writer_end_item (writer);
}

static void
set_us_elements (MadoDicomWriter *writer)
{
  static const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY\\\\0001"},
      {MADO_TAG (0x0008, 0x0022), "20250617"},
      {MADO_TAG (0x0008, 0x0032), "093015"},
      {MADO_TAG (0x0018, 0x0015), "HEART"},
      {MADO_TAG (0x0018, 0x0040), "30"},
      {MADO_TAG (0x0018, 0x1063), "33.3"},
      {MADO_TAG (0x0018, 0x1088), "75"},
      {MADO_TAG (0x0008, 0x2144), "30"},
      {MADO_TAG (0x0020, 0x0020), ""},
      {MADO_TAG (0x0028, 0x0009), "(0018,1063)"},
      {MADO_TAG (0x0028, 0x0014), "01"},
      {MADO_TAG (0x0028, 0x2110), "00"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
}

static void
write_truth (const MadoPhantomJob *job)
{
  JsonBuilder *truth = job->truth;
  const double apart =
      hypot (targets[0].column - targets[1].column, targets[0].row - targets[1].row);

  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  mado_phantom_truth_add_series (job, &series, SERIES_FOLDER, 1);
  json_builder_end_array (truth);
  mado_phantom_truth_set_double (truth, "mm_per_px", MM_PER_PX);
  mado_phantom_truth_set_double (truth, "frame_time_ms", FRAME_TIME);
  mado_phantom_truth_set_double (truth, "beat_ms", BEAT);
  json_builder_set_member_name (truth, "targets_px");
  json_builder_begin_array (truth);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    json_builder_begin_array (truth);
    json_builder_add_int_value (truth, targets[i].column);
    json_builder_add_int_value (truth, targets[i].row);
    json_builder_end_array (truth);
  }
  json_builder_end_array (truth);
  mado_phantom_truth_set_double (truth, "targets_apart_mm", apart * MM_PER_PX);
}

static bool
us_write (MadoPhantomJob *job, int n_frames, GError **error)
{
  const gsize frame_size = (gsize) COLUMNS * ROWS * 3;
  const MadoPixelFormat format = {
      .columns = COLUMNS,
      .rows = ROWS,
      .n_frames = n_frames,
      .samples_per_pixel = 3,
      .bits_allocated = 8,
      .bits_stored = 8,
      .high_bit = 7,
      .photometric = MADO_PHOTOMETRIC_RGB,
  };
  g_autofree guint8 *pixels = g_malloc0_n ((gsize) n_frames, frame_size);
  g_autoptr (MadoPhantomNoise) noise = mado_phantom_noise_new (job->options->seed);
  Clip clip = {noise, pixels, n_frames, job->options->seed};
  g_autoptr (MadoDicomWriter) writer = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!mado_phantom_job_run (job, n_frames, frame_work, &clip, 0, 0.9, error))
    return false;
  bytes = g_bytes_new_take (g_steal_pointer (&pixels), (gsize) n_frames * frame_size);
  writer = mado_phantom_writer_new (job, &examination, &series, 1);
  set_us_elements (writer);
  set_region (writer);
  mado_dicom_writer_set_pixels (writer, &format, bytes);
  if (!mado_phantom_save (job, writer, SERIES_FOLDER, 1, error))
    return false;
  write_truth (job);
  return true;
}

const MadoPhantomKind mado_phantom_us = {"us", 8, 40, us_write};
