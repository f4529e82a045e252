/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-test-render.h"

typedef struct {
  const MadoTestPicture *picture;
  const MadoTestView *view;
} Case;

static guint8 *
render (const MadoFrame *frame, const MadoFrameInfo *info, const MadoViewState *state)
{
  const MadoRenderInput input = {frame, info};
  guint8 *pixels = g_malloc ((gsize) state->width * state->height * 4);

  memset (pixels, 0x5a, (gsize) state->width * state->height * 4);
  mado_render_cpu (&input, state, pixels, (gsize) state->width * 4);
  return pixels;
}

/* Each px against the definitions in double. */
static void
test_oracle (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MadoFrame) frame = mado_test_picture_make_frame (c->picture);
  MadoFrameInfo info;
  MadoViewState state;

  mado_test_picture_init_info (c->picture, &info);
  mado_test_picture_init_state (c->picture, c->view, &state);

  g_autofree guint8 *pixels = render (frame, &info, &state);
  const MadoRenderInput input = {frame, &info};

  for (int y = 0; y < state.height; y++)
    for (int x = 0; x < state.width; x++) {
      const guint8 *px = pixels + 4 * (y * state.width + x);
      double rgb[3];

      mado_test_render_px (&input, &state, x, y, rgb);
      for (int k = 0; k < 3; k++)
        if (fabs (px[2 - k] - rgb[k]) > 1.0)
          g_error ("(%d, %d) channel %d: %d is not %g", x, y, k, px[2 - k], rgb[k]);
      g_assert_cmpuint (px[3], ==, 255);
    }
  mado_grayscale_unref (info.grayscale);
}

static MadoFrame *
make_u8 (int columns, int rows, const guint8 *pixels)
{
  return mado_frame_new (columns, rows, 1, MADO_SAMPLE_U8,
                         g_bytes_new (pixels, (gsize) columns * rows));
}

static void
init_plain (MadoFrameInfo *info, MadoViewState *state)
{
  *info = (MadoFrameInfo){.grayscale = mado_grayscale_new_identity (),
                          .row_spacing = 1,
                          .column_spacing = 1};
  *state = (MadoViewState){
      .zoom = 1,
      .interpolation = MADO_INTERPOLATION_NEAREST,
      .voi = MADO_VOI_WINDOW,
      .window = {128, 256, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY}};
}

/* Greys are the stored values, upper left first, under the full 8-bit window. */
static void
assert_greys (const MadoFrame *frame,
              const MadoFrameInfo *info,
              const MadoViewState *state,
              const guint8 *expected)
{
  g_autofree guint8 *pixels = render (frame, info, state);

  for (int i = 0; i < state->width * state->height; i++) {
    g_assert_cmpuint (pixels[4 * i], ==, expected[i]);
    g_assert_cmpuint (pixels[4 * i + 2], ==, expected[i]);
  }
}

/* 1 2 3 / 4 5 6, by hand. */
static void
test_turns (void)
{
  static const guint8 pixels[] = {1, 2, 3, 4, 5, 6};
  static const struct {
    int rotation;
    bool is_flipped;
    guint8 expected[6];
  } cases[] = {
      {0, false, {1, 2, 3, 4, 5, 6}}, {1, false, {4, 1, 5, 2, 6, 3}},
      {2, false, {6, 5, 4, 3, 2, 1}}, {3, false, {3, 6, 2, 5, 1, 4}},
      {0, true, {3, 2, 1, 6, 5, 4}},  {1, true, {6, 3, 5, 2, 4, 1}},
      {2, true, {4, 5, 6, 1, 2, 3}},  {3, true, {1, 4, 2, 5, 3, 6}},
  };
  g_autoptr (MadoFrame) frame = make_u8 (3, 2, pixels);
  MadoFrameInfo info;
  MadoViewState state;

  init_plain (&info, &state);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    state.rotation = cases[i].rotation;
    state.is_flipped = cases[i].is_flipped;
    state.width = cases[i].rotation & 1 ? 2 : 3;
    state.height = 5 - state.width;
    assert_greys (frame, &info, &state, cases[i].expected);
  }
  mado_grayscale_unref (info.grayscale);
}

static void
test_outside_is_black (void)
{
  static const guint8 pixels[] = {9, 8, 7, 6};
  static const guint8 shifted[] = {0, 0, 0, 0, 0, 9, 8, 0, 0, 7, 6, 0, 0, 0, 0, 0};
  static const guint8 panned[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 7};
  g_autoptr (MadoFrame) frame = make_u8 (2, 2, pixels);
  MadoFrameInfo info;
  MadoViewState state;

  init_plain (&info, &state);
  state.width = state.height = 4;
  for (int i = MADO_INTERPOLATION_NEAREST; i <= MADO_INTERPOLATION_CUBIC; i++) {
    state.interpolation = i;
    state.pan_x = state.pan_y = 0;
    assert_greys (frame, &info, &state, shifted);
    state.pan_x = 2;
    state.pan_y = 1;
    assert_greys (frame, &info, &state, panned);
  }
  mado_grayscale_unref (info.grayscale);
}

/* A ramp stays a ramp, in the middle of it, whatever the interpolation. */
static void
test_gradient (void)
{
  guint8 pixels[64 * 4];
  MadoFrameInfo info;
  MadoViewState state;

  for (int i = 0; i < 256; i++)
    pixels[i] = (guint8) (i % 64 * 4);

  g_autoptr (MadoFrame) frame = make_u8 (64, 4, pixels);

  init_plain (&info, &state);
  state.width = 256;
  state.height = 8;
  state.zoom = 4;
  for (int i = MADO_INTERPOLATION_LINEAR; i <= MADO_INTERPOLATION_CUBIC; i++) {
    state.interpolation = i;

    g_autofree guint8 *picture = render (frame, &info, &state);

    for (int x = 8; x < 248; x++) /* px x shows column (x − 1.5) / 4 */
      g_assert_cmpint (ABS (picture[4 * x] - (x - 1.5)), <=, 1);
  }
  mado_grayscale_unref (info.grayscale);
}

/* Reducing averages: stripes of one px become grey, not stripes. */
static void
test_no_moire (void)
{
  guint8 pixels[60 * 60];
  MadoFrameInfo info;
  MadoViewState state;

  for (int i = 0; i < 3600; i++)
    pixels[i] = (guint8) (i % 2 * 200);

  g_autoptr (MadoFrame) frame = make_u8 (60, 60, pixels);

  init_plain (&info, &state);
  state.width = state.height = 15;
  state.zoom = 0.25;
  for (int i = MADO_INTERPOLATION_LINEAR; i <= MADO_INTERPOLATION_CUBIC; i++) {
    state.interpolation = i;

    g_autofree guint8 *picture = render (frame, &info, &state);

    for (int x = 2; x < 13; x++)
      g_assert_cmpint (ABS (picture[4 * (7 * 15 + x)] - 100), <=, 1);
  }
  mado_grayscale_unref (info.grayscale);
}

/* A viewport half as large shows the middle of the larger one; panned, its edge. */
static void
test_crop (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MadoFrame) frame = mado_test_picture_make_frame (c->picture);
  MadoFrameInfo info;
  MadoViewState state;

  mado_test_picture_init_info (c->picture, &info);
  mado_test_picture_init_state (c->picture, c->view, &state);
  state.width = state.height = 80;

  g_autofree guint8 *whole = render (frame, &info, &state);

  state.width = state.height = 40;
  state.pan_x += 20; /* the tile's centre is 20 px left of the whole's */
  state.pan_y -= 20;

  g_autofree guint8 *tile = render (frame, &info, &state);

  for (int y = 0; y < 40; y++)
    g_assert_cmpmem (tile + y * 160, 160, whole + (y + 40) * 320, 160);
  mado_grayscale_unref (info.grayscale);
}

static MadoFrame *
flip_frame (const MadoFrame *frame)
{
  const gsize size = mado_frame_get_size (frame);
  const gsize px = mado_sample_type_get_size (frame->type) * frame->n_samples;
  const guint8 *from = g_bytes_get_data (frame->pixels, NULL);
  guint8 *to = g_malloc (size);

  for (int row = 0; row < frame->rows; row++)
    for (int column = 0; column < frame->columns; column++)
      memcpy (to + ((gsize) row * frame->columns + column) * px,
              from + ((gsize) (row + 1) * frame->columns - 1 - column) * px, px);
  return mado_frame_new (frame->columns, frame->rows, frame->n_samples, frame->type,
                         g_bytes_new_take (to, size));
}

/* Flipping the view of a frame and viewing the flipped frame are one. */
static void
test_flipped_input (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MadoFrame) frame = mado_test_picture_make_frame (c->picture);
  g_autoptr (MadoFrame) flipped = flip_frame (frame);
  MadoFrameInfo info;
  MadoViewState state;

  mado_test_picture_init_info (c->picture, &info);
  mado_test_picture_init_state (c->picture, c->view, &state);

  g_autofree guint8 *a = render (frame, &info, &state);

  state.is_flipped = !state.is_flipped;

  g_autofree guint8 *b = render (flipped, &info, &state);

  mado_test_assert_same (a, b, state.width, state.height, 0);
  mado_grayscale_unref (info.grayscale);
}

/* A quarter turn of the view is a quarter turn of the picture. */
static void
test_turned_output (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MadoFrame) frame = mado_test_picture_make_frame (c->picture);
  MadoFrameInfo info;
  MadoViewState state;

  mado_test_picture_init_info (c->picture, &info);
  mado_test_picture_init_state (c->picture, c->view, &state);
  state.pan_x = 0.3137; /* no px border under a px centre */
  state.pan_y = 0.1719;

  const int width = state.width, height = state.height;
  g_autofree guint8 *upright = render (frame, &info, &state);

  state.rotation = (state.rotation + 1) % 4;
  state.pan_x = -0.1719;
  state.pan_y = 0.3137;
  state.width = height;
  state.height = width;

  g_autofree guint8 *turned = render (frame, &info, &state);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int k = 0; k < 3; k++)
        g_assert_cmpint (ABS (upright[4 * (y * width + x) + k] -
                              turned[4 * (x * height + height - 1 - y) + k]),
                         <=, 1);
  mado_grayscale_unref (info.grayscale);
}

static void
test_padding_stays_black (void)
{
  static const guint8 pixels[] = {0, 100, 200, 100};
  static const guint8 plain[] = {0, 100, 200, 100};
  static const guint8 inverted[] = {0, 155, 55, 155};
  g_autoptr (MadoFrame) frame = make_u8 (2, 2, pixels);
  MadoFrameInfo info;
  MadoViewState state;

  init_plain (&info, &state);
  state.width = state.height = 2;
  info.grayscale->has_padding = true;
  for (int i = MADO_INTERPOLATION_NEAREST; i <= MADO_INTERPOLATION_CUBIC; i++) {
    state.interpolation = i;
    state.is_inverted = false;
    assert_greys (frame, &info, &state, plain);
    state.is_inverted = true;
    assert_greys (frame, &info, &state, inverted);
    info.grayscale->is_inverted = true; /* MONOCHROME1 inverted by the reader */
    assert_greys (frame, &info, &state, plain);
    info.grayscale->is_inverted = false;
  }
  mado_grayscale_unref (info.grayscale);
}

/* The reader's inversion and the window leave colour alone. */
static void
test_colour_stays (void)
{
  static const guint8 rgb[] = {10, 20, 30};
  g_autoptr (MadoFrame) frame =
      mado_frame_new (1, 1, 3, MADO_SAMPLE_U8, g_bytes_new_static (rgb, sizeof rgb));
  MadoFrameInfo info;
  MadoViewState state;

  init_plain (&info, &state);
  state.width = state.height = 1;
  state.is_inverted = true;
  state.window.width = 3;

  g_autofree guint8 *picture = render (frame, &info, &state);
  static const guint8 expected[] = {30, 20, 10, 255};

  g_assert_cmpmem (picture, 4, expected, 4);
  mado_grayscale_unref (info.grayscale);
}

static void
test_modality_value (void)
{
  static const gint16 pixels[] = {-5, 7};
  static const guint8 rgb[] = {1, 2, 3};
  g_autoptr (MadoFrame) frame = mado_frame_new (
      2, 1, 1, MADO_SAMPLE_S16, g_bytes_new_static (pixels, sizeof pixels));
  g_autoptr (MadoFrame) colour =
      mado_frame_new (1, 1, 3, MADO_SAMPLE_U8, g_bytes_new_static (rgb, sizeof rgb));
  MadoFrameInfo info;
  MadoViewState state;
  double value = 0;

  init_plain (&info, &state);
  info.grayscale->slope = 2;
  info.grayscale->intercept = -1000;

  const MadoRenderInput input = {frame, &info}, of_colour = {colour, &info};

  g_assert_true (mado_render_get_modality_value (&input, 0, 0, &value));
  g_assert_cmpfloat (value, ==, -1010);
  g_assert_true (mado_render_get_modality_value (&input, 1, 0, &value));
  g_assert_cmpfloat (value, ==, -986);
  g_assert_false (mado_render_get_modality_value (&input, 2, 0, &value));
  g_assert_false (mado_render_get_modality_value (&input, 0, -1, &value));
  g_assert_false (mado_render_get_modality_value (&of_colour, 0, 0, &value));
  mado_grayscale_unref (info.grayscale);
}

/* Whatever a file says, there is a picture. */
static void
test_hostile_numbers (void)
{
  static const double numbers[] = {0, -1, 1e-300, 1e300, INFINITY, -INFINITY, NAN};
  static const float pixels[] = {0, 1, NAN, INFINITY, -INFINITY, 3e38F, -3e38F, 1e-40F};
  g_autoptr (MadoFrame) frame = mado_frame_new (
      4, 2, 1, MADO_SAMPLE_F32, g_bytes_new_static (pixels, sizeof pixels));
  guint16 entries[] = {1, 2, 3};
  MadoLut lut = {-1, 3, 16, entries, NULL};

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (numbers); j++)
      for (int k = 0; k < 24; k++) {
        MadoFrameInfo info;
        MadoViewState state;

        init_plain (&info, &state);
        state.width = 5;
        state.height = 4;
        state.window.function = MADO_VOI_LINEAR + k % 3;
        state.interpolation = MADO_INTERPOLATION_NEAREST + k / 3 % 3;
        *(k & 1 ? &state.window.center : &info.grayscale->slope) = numbers[i];
        *(k & 2 ? &state.window.width : &info.row_spacing) = numbers[j];
        *(k & 4 ? &state.zoom : &state.pan_x) = numbers[j];
        if (k & 8)
          info.grayscale->modality_lut = &lut;

        g_autofree guint8 *picture = render (frame, &info, &state);

        for (int px = 0; px < 20; px++)
          g_assert_cmpuint (picture[4 * px + 3], ==, 255);
        info.grayscale->modality_lut = NULL;
        mado_grayscale_unref (info.grayscale);
      }
}

static void
add_cases (const char *name, GTestDataFunc test)
{
  for (gsize i = 0; i < mado_test_n_pictures; i++)
    for (gsize j = 0; j < mado_test_n_views; j++) {
      const Case c = {&mado_test_pictures[i], &mado_test_views[j]};
      g_autofree char *path = g_strdup_printf ("/mado/render/cpu/%s/%s/%s", name,
                                               c.picture->name, c.view->name);

      g_test_add_data_func_full (path, g_memdup2 (&c, sizeof c), test, g_free);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_cases ("oracle", test_oracle);
  add_cases ("crop", test_crop);
  add_cases ("flipped-input", test_flipped_input);
  add_cases ("turned-output", test_turned_output);
  g_test_add_func ("/mado/render/cpu/turns", test_turns);
  g_test_add_func ("/mado/render/cpu/outside-is-black", test_outside_is_black);
  g_test_add_func ("/mado/render/cpu/gradient", test_gradient);
  g_test_add_func ("/mado/render/cpu/no-moire", test_no_moire);
  g_test_add_func ("/mado/render/cpu/padding-stays-black", test_padding_stays_black);
  g_test_add_func ("/mado/render/cpu/colour-stays", test_colour_stays);
  g_test_add_func ("/mado/render/cpu/hostile-numbers", test_hostile_numbers);
  g_test_add_func ("/mado/render/cpu/modality-value", test_modality_value);
  return g_test_run ();
}
