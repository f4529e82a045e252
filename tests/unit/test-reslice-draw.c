/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-reslice.h"
#include "mado-test-volume.h"
#include "mado-voi-lut.h"

#define WIDTH  37
#define HEIGHT 9

static double
zero_voxel (int column, int row, int slice, gpointer user_data)
{
  return 0;
}

static const double slopes[] = {2.5, 2.5, 2.5};
static const double intercepts[] = {-100, -100, -100};

static const MadoTestVolume scaled = {.columns = 4,
                                      .rows = 4,
                                      .slices = 3,
                                      .slopes = slopes,
                                      .intercepts = intercepts,
                                      .voxel = zero_voxel};

static const MadoWindow windows[] = {
    {40, 400, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY},
    {40.5, 80, MADO_VOI_LINEAR_EXACT, MADO_WINDOW_SPACE_MODALITY},
    {-600, 1500, MADO_VOI_SIGMOID, MADO_WINDOW_SPACE_MODALITY},
    {0, 1, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY},
    {60, 300, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_STORED},
    {60, 300, MADO_VOI_SIGMOID, MADO_WINDOW_SPACE_STORED},
};

/* PS3.3 C.11.2 on the value the window is made for: the stored one where it says so. */
static double
get_grey (const MadoWindow *window, float value, bool is_inverted)
{
  const bool is_stored = window->space == MADO_WINDOW_SPACE_STORED;
  const double x = is_stored ? ((double) value + 100) / 2.5 : (double) value;
  const double grey = mado_voi_lut_apply (window, x, 0, 255);

  return is_inverted ? 255 - grey : grey;
}

static void
init_values (float values[WIDTH * HEIGHT])
{
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    values[i] = -1000.0F + 6.1F * (float) i;
  values[5] = values[70] = NAN;
  values[6] = values[200] = -INFINITY;
}

static void
test_windows (void)
{
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&scaled);
  float values[WIDTH * HEIGHT];
  guint32 px[WIDTH * HEIGHT];

  init_values (values);
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (windows); i++) {
    const MadoWindow *window = &windows[i / 2];
    const MadoPlaneView view = {.view = {.width = WIDTH,
                                         .height = HEIGHT,
                                         .is_inverted = i % 2 == 1,
                                         .voi = MADO_VOI_WINDOW,
                                         .window = *window}};

    mado_reslice_draw (volume, &view, values, (guint8 *) px, WIDTH * sizeof *px);
    for (int k = 0; k < WIDTH * HEIGHT; k++) {
      const int red = px[k] >> 16 & 255, green = px[k] >> 8 & 255, blue = px[k] & 255;

      g_assert_cmpuint (px[k] >> 24, ==, 255);
      if (isnan (values[k])) {
        /* No window makes this: it is no grey. */
        g_assert_cmpint (blue, >, red + 10);
        g_assert_cmpint (blue, <, 128);
        continue;
      }
      g_assert_cmpint (red, ==, green);
      g_assert_cmpint (red, ==, blue);
      if (isinf (values[k]))
        g_assert_cmpint (red, ==, 0);
      else
        g_assert_cmpfloat_with_epsilon (red, get_grey (window, values[k], i % 2 == 1),
                                        1);
    }
  }
}

/* The converted window gives the same grey to the modality value. */
static void
test_to_modality (void)
{
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&scaled);

  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++) {
    MadoWindow window = windows[i];

    mado_plane_window_to_modality (volume, &window);
    g_assert_cmpint (window.space, ==, MADO_WINDOW_SPACE_MODALITY);
    for (double value = -1500; value < 1500; value += 37)
      g_assert_cmpfloat_with_epsilon (mado_voi_lut_apply (&window, value, 0, 255),
                                      get_grey (&windows[i], (float) value, false),
                                      1e-6);
  }
}

static void
test_auto_window (void)
{
  static const float values[] = {NAN, -30, 12, -INFINITY, 70};
  static const float nothing[] = {NAN, -INFINITY};
  MadoWindow window;

  mado_reslice_auto_window (values, 5, &window);
  g_assert_cmpfloat (mado_voi_lut_apply (&window, -30, 0, 255), ==, 0);
  g_assert_cmpfloat (mado_voi_lut_apply (&window, 70, 0, 255), ==, 255);
  g_assert_cmpfloat_with_epsilon (mado_voi_lut_apply (&window, 20, 0, 255), 127.5,
                                  1e-9);
  mado_reslice_auto_window (nothing, 2, &window);
  g_assert_cmpfloat (window.width, >, 0);
  g_assert_true (isfinite (window.center));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mado/render/reslice-draw/windows", test_windows);
  g_test_add_func ("/mado/render/reslice-draw/to-modality", test_to_modality);
  g_test_add_func ("/mado/render/reslice-draw/auto-window", test_auto_window);
  return g_test_run ();
}
