/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-render.h"

#include <math.h>

#include "mado-voi-lut.h"

#define LINEAR(c, w)                                                                   \
  {                                                                                    \
    c, w, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY                                  \
  }
#define EXACT(c, w)                                                                    \
  {                                                                                    \
    c, w, MADO_VOI_LINEAR_EXACT, MADO_WINDOW_SPACE_MODALITY                            \
  }
#define SIGMOID(c, w)                                                                  \
  {                                                                                    \
    c, w, MADO_VOI_SIGMOID, MADO_WINDOW_SPACE_MODALITY                                 \
  }
#define STORED(c, w)                                                                   \
  {                                                                                    \
    c, w, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_STORED                                    \
  }

const MadoTestPicture mado_test_pictures[] = {
    {"u8", MADO_SAMPLE_U8, 1, 0, 255, 1, 0, LINEAR (128, 200)},
    {"s8", MADO_SAMPLE_S8, 1, -128, 127, 1, 0, LINEAR (0, 150)},
    {"ct", MADO_SAMPLE_U16, 1, 0, 4095, 1, -1024, LINEAR (40, 400)},
    {"ct-lung", MADO_SAMPLE_S16, 1, -1024, 3071, 1, 0, LINEAR (-600, 1500)},
    {"u16-high", MADO_SAMPLE_U16, 1, 60000, 65535, 1, 0, LINEAR (65000.5, 90)},
    {"slope", MADO_SAMPLE_S16, 1, -2000, 2000, 2.5, 7.25, LINEAR (100, 3000)},
    {"slope-negative", MADO_SAMPLE_U16, 1, 0, 4095, -1, 4095, LINEAR (2000, 1000)},
    {"pet", MADO_SAMPLE_S16, 1, 0, 32767, 0.00371, 0, EXACT (40, 80)},
    {"mr-stored", MADO_SAMPLE_U16, 1, 0, 1200, 3.2, -90, STORED (500, 700)},
    {"exact", MADO_SAMPLE_U16, 1, 0, 1000, 1, 0, EXACT (500, 400)},
    {"sigmoid", MADO_SAMPLE_U16, 1, 0, 4095, 1, 0, SIGMOID (2048, 1200)},
    {"step", MADO_SAMPLE_U16, 1, 0, 1000, 1, 0, LINEAR (500.3, 1)},
    {"step-exact", MADO_SAMPLE_S16, 1, -99, 99, 1, 0, EXACT (10.3, 0)},
    {"monochrome1", MADO_SAMPLE_U16, 1, 0, 4095, 1, 0, LINEAR (2048, 3000),
     .is_inverted = true},
    {"sigmoid-inverted", MADO_SAMPLE_U16, 1, 0, 4095, 1, 0, SIGMOID (2000, 900),
     .is_inverted = true},
    {"padding", MADO_SAMPLE_S16, 1, -300, 300, 1, 0, LINEAR (0, 700),
     .has_padding = true, .padding_low = -300, .padding_high = -150},
    {"padding-inverted", MADO_SAMPLE_U8, 1, 0, 255, 1, 0, LINEAR (128, 256),
     .is_inverted = true, .has_padding = true, .padding_low = 200, .padding_high = 255},
    {"u32", MADO_SAMPLE_U32, 1, 3999999000, 4000001000, 1, 0, LINEAR (4e9, 1500)},
    {"u32-whole", MADO_SAMPLE_U32, 1, 0, 4294967295, 1, 0, LINEAR (2147483648, 4e9)},
    {"s32", MADO_SAMPLE_S32, 1, -2147483648, -2147480648, 1, 0,
     LINEAR (-2147482000, 2500)},
    {"s32-slope", MADO_SAMPLE_S32, 1, -1e6, 1e6, 1e-6, 0, EXACT (0, 1.5)},
    {"f32", MADO_SAMPLE_F32, 1, -1, 2, 1, 0, EXACT (0.5, 2)},
    {"f64", MADO_SAMPLE_F64, 1, 1e9, 1e9 + 4, 1, 0, EXACT (1e9 + 2, 3)},
    {"rgb8", MADO_SAMPLE_U8, 3, 0, 255, 1, 0, LINEAR (128, 256)},
    {"rgb16", MADO_SAMPLE_U16, 3, 0, 65535, 1, 0, LINEAR (128, 256)},
    {"palette8", MADO_SAMPLE_U8, 1, 0, 255, 1, 0, LINEAR (128, 256),
     .has_palette = true},
    {"palette16", MADO_SAMPLE_U16, 1, 900, 1400, 1, 0, LINEAR (128, 256),
     .has_palette = true},
    {"modality-lut", MADO_SAMPLE_U16, 1, 0, 1100, 1, 0, LINEAR (3000, 5000),
     .has_modality_lut = true},
    {"modality-lut-signed", MADO_SAMPLE_S16, 1, -200, 1100, 1, 0, LINEAR (3000, 5000),
     .has_modality_lut = true},
    {"voi-lut", MADO_SAMPLE_U16, 1, 0, 4095, 1, -1024, LINEAR (40, 400),
     .has_voi_lut = true},
    {"both-luts", MADO_SAMPLE_U16, 1, 0, 1100, 1, 0, LINEAR (40, 400),
     .is_inverted = true, .has_modality_lut = true, .has_voi_lut = true},
    {"wide-pixels", MADO_SAMPLE_U8, 1, 0, 255, 1, 0, LINEAR (128, 256), .aspect = 0.5},
    {"tall-pixels", MADO_SAMPLE_U16, 1, 0, 4095, 1, 0, LINEAR (2048, 4096),
     .aspect = 1.7},
};
const gsize mado_test_n_pictures = G_N_ELEMENTS (mado_test_pictures);

#define NEAREST MADO_INTERPOLATION_NEAREST
#define LINEAR_ MADO_INTERPOLATION_LINEAR
#define CUBIC   MADO_INTERPOLATION_CUBIC

/* Fractions keep pixel borders off the pixel centres, where nearest has two right
 * answers. */
const MadoTestView mado_test_views[] = {
    {"same-nearest", {74, 46, 2.0, 0.3, 0.4, 0, .interpolation = NEAREST}},
    {"large-nearest", {101, 97, 3.7, 5.3, -7.1, 1, .interpolation = NEAREST}},
    {"large-linear", {101, 97, 3.7, 5.3, -7.1, 0, .interpolation = LINEAR_}},
    {"large-cubic", {101, 97, 3.7, 5.3, -7.1, 2, true, .interpolation = CUBIC}},
    {"turned-linear", {60, 90, 2.9, 0.3, 4.1, 3, true, true, LINEAR_}},
    {"turned-cubic", {60, 90, 2.9, 0.3, 4.1, 1, .interpolation = CUBIC}},
    {"one-linear", {50, 40, 1.0, 0, 0, 0, .interpolation = LINEAR_}},
    {"small-nearest", {20, 20, 0.41, 0.3, 0.2, 0, .interpolation = NEAREST}},
    {"small-linear", {20, 20, 0.41, 0.3, 0.2, 0, true, .interpolation = LINEAR_}},
    {"small-cubic", {20, 20, 0.41, 0.3, 0.2, 1, false, true, CUBIC}},
    {"tiny-linear", {9, 7, 0.11, 0, 0, 0, .interpolation = LINEAR_}},
    {"outside", {30, 30, 3.0, 500, 0, 0, .interpolation = LINEAR_}},
};
const gsize mado_test_n_views = G_N_ELEMENTS (mado_test_views);

static void
put_sample (gpointer pixels, MadoSampleType type, gsize i, double value)
{
  switch (type) {
  case MADO_SAMPLE_U8:
    ((guint8 *) pixels)[i] = (guint8) value;
    break;
  case MADO_SAMPLE_S8:
    ((gint8 *) pixels)[i] = (gint8) value;
    break;
  case MADO_SAMPLE_U16:
    ((guint16 *) pixels)[i] = (guint16) value;
    break;
  case MADO_SAMPLE_S16:
    ((gint16 *) pixels)[i] = (gint16) value;
    break;
  case MADO_SAMPLE_U32:
    ((guint32 *) pixels)[i] = (guint32) value;
    break;
  case MADO_SAMPLE_S32:
    ((gint32 *) pixels)[i] = (gint32) value;
    break;
  case MADO_SAMPLE_F32:
    ((float *) pixels)[i] = (float) value;
    break;
  case MADO_SAMPLE_F64:
    ((double *) pixels)[i] = value;
    break;
  }
}

MadoFrame *
mado_test_picture_make_frame (const MadoTestPicture *picture)
{
  const int n = MADO_TEST_COLUMNS * MADO_TEST_ROWS * picture->n_samples;
  const gsize size = n * mado_sample_type_get_size (picture->type);
  const double range = picture->high - picture->low;
  gpointer pixels = g_malloc (size);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261120);

  for (int i = 0; i < n; i++) {
    const int column = i / picture->n_samples % MADO_TEST_COLUMNS;
    const int row = i / picture->n_samples / MADO_TEST_COLUMNS;
    const double wave =
        0.5 + 0.5 * sin (column * 0.3 + i % picture->n_samples) * cos (row * 0.4);
    const double part = 0.8 * wave + 0.2 * g_rand_double (rand);

    put_sample (pixels, picture->type, i, floor (picture->low + range * part));
    if (picture->type == MADO_SAMPLE_F32 || picture->type == MADO_SAMPLE_F64)
      put_sample (pixels, picture->type, i, picture->low + range * part);
  }
  /* Float frames say "no value" with NaN. */
  if (picture->type == MADO_SAMPLE_F32) {
    put_sample (pixels, picture->type, 3 * MADO_TEST_COLUMNS + 5, NAN);
    put_sample (pixels, picture->type, 9 * MADO_TEST_COLUMNS, INFINITY);
  }
  return mado_frame_new (MADO_TEST_COLUMNS, MADO_TEST_ROWS, picture->n_samples,
                         picture->type, g_bytes_new_take (pixels, size));
}

static MadoLut *
make_lut (int first, int n_entries, int bits)
{
  MadoLut *lut = g_new0 (MadoLut, 1);

  lut->first = first;
  lut->n_entries = n_entries;
  lut->bits = bits;
  lut->entries = g_new (guint16, n_entries);
  for (int i = 0; i < n_entries; i++)
    lut->entries[i] =
        (guint16) (((1 << bits) - 1) * sqrt ((double) i / (n_entries - 1)));
  return lut;
}

static MadoPalette *
make_palette (int first, int n_entries)
{
  MadoPalette *palette = g_new0 (MadoPalette, 1);

  palette->first = first;
  palette->n_entries = n_entries;
  palette->rgb = g_new (guint8, n_entries * 3);
  for (int i = 0; i < n_entries; i++) {
    palette->rgb[3 * i] = (guint8) (i * 255 / (n_entries - 1));
    palette->rgb[3 * i + 1] = (guint8) (255 - palette->rgb[3 * i]);
    palette->rgb[3 * i + 2] = (guint8) (i * 37);
  }
  return palette;
}

void
mado_test_picture_init_info (const MadoTestPicture *picture, MadoFrameInfo *info)
{
  MadoGrayscale *grayscale = mado_grayscale_new_identity ();

  grayscale->slope = picture->slope;
  grayscale->intercept = picture->intercept;
  grayscale->is_inverted = picture->is_inverted;
  grayscale->has_padding = picture->has_padding;
  grayscale->padding_low = picture->padding_low;
  grayscale->padding_high = picture->padding_high;
  if (picture->has_modality_lut)
    grayscale->modality_lut = make_lut (10, 1000, 13);
  if (picture->has_voi_lut)
    g_ptr_array_add (grayscale->voi_luts, make_lut (-500, 3000, 10));
  if (picture->has_palette)
    grayscale->palette = make_palette (picture->type == MADO_SAMPLE_U8 ? 0 : 1000, 250);

  *info = (MadoFrameInfo){
      .grayscale = grayscale,
      .spacing_kind = MADO_SPACING_NONE,
      .row_spacing = picture->aspect > 0.0 ? picture->aspect : 1.0,
      .column_spacing = 1.0,
  };
}

void
mado_test_picture_init_state (const MadoTestPicture *picture,
                              const MadoTestView *view,
                              MadoViewState *state)
{
  *state = view->state;
  state->voi = picture->has_voi_lut ? MADO_VOI_LUT : MADO_VOI_WINDOW;
  state->window = picture->window;
}

/* What is interpolated: three numbers for colour, else one; false for padding. */
static bool
get_value (const MadoRenderInput *input,
           const MadoViewState *state,
           int column,
           int row,
           double value[3])
{
  const MadoFrame *frame = input->frame;
  const MadoGrayscale *grayscale = input->info->grayscale;
  const double stored = mado_frame_get_sample (frame, column, row, 0);

  if (frame->n_samples == 3) {
    for (int k = 0; k < 3; k++)
      value[k] = mado_frame_get_sample (frame, column, row, k) *
                 (frame->type == MADO_SAMPLE_U16 ? 255.0 / 65535.0 : 1.0);
    return true;
  }
  if (!isfinite (stored) ||
      (grayscale->has_padding && stored >= grayscale->padding_low &&
       stored <= grayscale->padding_high))
    return false;
  if (grayscale->palette != NULL) {
    const int entry = CLAMP ((int) stored - grayscale->palette->first, 0,
                             grayscale->palette->n_entries - 1);

    for (int k = 0; k < 3; k++)
      value[k] = grayscale->palette->rgb[3 * entry + k];
    return true;
  }
  if (state->voi == MADO_VOI_WINDOW && state->window.space == MADO_WINDOW_SPACE_STORED)
    value[0] = stored;
  else if (grayscale->modality_lut != NULL)
    value[0] = grayscale->modality_lut
                   ->entries[CLAMP ((int) stored - grayscale->modality_lut->first, 0,
                                    grayscale->modality_lut->n_entries - 1)];
  else
    value[0] = stored * grayscale->slope + grayscale->intercept;
  return true;
}

static double
get_grey (const MadoRenderInput *input, const MadoViewState *state, double value)
{
  const MadoGrayscale *grayscale = input->info->grayscale;
  double grey;

  if (state->voi == MADO_VOI_LUT) {
    const MadoLut *lut = g_ptr_array_index (grayscale->voi_luts, state->lut_index);
    const double at = CLAMP (value - lut->first, 0.0, lut->n_entries - 1.0);
    const int i = MIN ((int) at, lut->n_entries - 2);

    grey = lut->entries[i] + (lut->entries[i + 1] - lut->entries[i]) * (at - i);
    grey *= 255.0 / ((1 << lut->bits) - 1);
  } else {
    grey = mado_voi_lut_apply (&state->window, value, 0.0, 255.0);
  }
  return grayscale->is_inverted != state->is_inverted ? 255.0 - grey : grey;
}

/* Keys' cubic with a = −1/2 (Catmull-Rom). */
static double
cubic (double t)
{
  t = fabs (t);
  if (t <= 1.0)
    return 1.5 * t * t * t - 2.5 * t * t + 1.0;
  return t < 2.0 ? -0.5 * t * t * t + 2.5 * t * t - 4.0 * t + 2.0 : 0.0;
}

/* Edge pixels go on for this many times the size of the image. */
#define REPEAT 3

/* Weights of image px −REPEAT × n … (REPEAT + 1) × n − 1 at @position. */
static double *
make_weights (MadoInterpolation interpolation, double position, double step, int n)
{
  const int first = -REPEAT * n, n_weights = (2 * REPEAT + 1) * n;
  double *weights = g_new (double, n_weights);
  double sum = 0.0;

  step = MAX (step, 1.0);
  for (int k = 0; k < n_weights; k++) {
    const int i = first + k;

    if (interpolation == MADO_INTERPOLATION_NEAREST)
      weights[k] = i == (int) floor (position + 0.5);
    else if (interpolation == MADO_INTERPOLATION_LINEAR)
      weights[k] = MAX (
          MIN (position + step / 2, i + 0.5) - MAX (position - step / 2, i - 0.5), 0.0);
    else
      weights[k] = cubic ((i - position) / step);
    sum += weights[k];
  }
  for (int k = 0; k < n_weights; k++)
    weights[k] /= sum;
  return weights;
}

/* Where the centre of a px of the picture lies, and image px per picture px. */
static void
get_position (const MadoRenderInput *input,
              const MadoViewState *state,
              int x,
              int y,
              double position[2],
              double step[2])
{
  const MadoFrame *frame = input->frame;
  const double smaller = MIN (input->info->row_spacing, input->info->column_spacing);
  double u = x + 0.5 - state->width / 2.0 - state->pan_x;
  double v = y + 0.5 - state->height / 2.0 - state->pan_y;

  for (int i = 0; i < state->rotation; i++) { /* back: counterclockwise */
    const double turned = v;

    v = -u;
    u = turned;
  }
  if (state->is_flipped)
    u = -u;
  step[0] = smaller / input->info->column_spacing / state->zoom;
  step[1] = smaller / input->info->row_spacing / state->zoom;
  position[0] = u * step[0] + (frame->columns - 1) / 2.0;
  position[1] = v * step[1] + (frame->rows - 1) / 2.0;
}

/* The weighted mean of what is interpolated; padding beside it has no weight, and
 * negative weights then neither. */
static void
get_mean (const MadoRenderInput *input,
          const MadoViewState *state,
          const double position[2],
          const double step[2],
          double mean[3])
{
  const int columns = input->frame->columns, rows = input->frame->rows;
  g_autofree double *across =
      make_weights (state->interpolation, position[0], step[0], columns);
  g_autofree double *down =
      make_weights (state->interpolation, position[1], step[1], rows);
  double sum[3] = {0}, positive_sum[3] = {0}, positive = 0.0;
  bool has_padding = false;

  for (int i = 0; i < (2 * REPEAT + 1) * rows; i++)
    for (int j = 0; j < (2 * REPEAT + 1) * columns && down[i] != 0.0; j++) {
      const double weight = across[j] * down[i];
      double value[3] = {0};

      if (fabs (weight) < 1e-9) /* a rounding error is no neighbour */
        continue;
      if (!get_value (input, state, CLAMP (j - REPEAT * columns, 0, columns - 1),
                      CLAMP (i - REPEAT * rows, 0, rows - 1), value)) {
        has_padding = true;
        continue;
      }
      for (int k = 0; k < 3; k++) {
        sum[k] += weight * value[k];
        positive_sum[k] += MAX (weight, 0.0) * value[k];
      }
      positive += MAX (weight, 0.0);
    }
  for (int k = 0; k < 3; k++)
    mean[k] = has_padding ? positive_sum[k] / positive : sum[k];
}

void
mado_test_render_px (const MadoRenderInput *input,
                     const MadoViewState *state,
                     int x,
                     int y,
                     double rgb[3])
{
  const MadoFrame *frame = input->frame;
  double position[2], step[2], value[3], mean[3];

  rgb[0] = rgb[1] = rgb[2] = 0.0;
  get_position (input, state, x, y, position, step);
  if (position[0] < -0.5 || position[0] >= frame->columns - 0.5 || position[1] < -0.5 ||
      position[1] >= frame->rows - 0.5 ||
      !get_value (input, state, (int) floor (position[0] + 0.5),
                  (int) floor (position[1] + 0.5), value))
    return;

  get_mean (input, state, position, step, mean);
  if (frame->n_samples == 3 || input->info->grayscale->palette != NULL)
    for (int k = 0; k < 3; k++)
      rgb[k] = CLAMP (mean[k], 0.0, 255.0);
  else
    rgb[0] = rgb[1] = rgb[2] = get_grey (input, state, mean[0]);
}

void
mado_test_assert_same (
    const guint8 *a, const guint8 *b, int width, int height, int tolerance)
{
  for (int i = 0; i < width * height * 4; i++)
    if (ABS (a[i] - b[i]) > tolerance)
      g_error ("(%d, %d) channel %d: %d is not %d", i / 4 % width, i / 4 / width, i % 4,
               a[i], b[i]);
}
