/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-frame.h"

typedef struct {
  const char *name;
  MadoPixelFormat format;
  gsize size;
} SizeCase;

/* Sizes by hand from PS3.3 C.7.6.3.1 and PS3.5 8.1.1. */
static const SizeCase size_cases[] = {
    {"ct",
     {512, 512, 1, 1, 16, 12, 11, .photometric = MADO_PHOTOMETRIC_MONOCHROME2},
     524288},
    {"rgb", {3, 5, 1, 3, 8, 8, 7, .photometric = MADO_PHOTOMETRIC_RGB}, 45},
    {"bits", {3, 5, 1, 1, 1, 1, 0, .photometric = MADO_PHOTOMETRIC_MONOCHROME2}, 2},
    {"ybr-422",
     {4, 2, 1, 3, 8, 8, 7, .photometric = MADO_PHOTOMETRIC_YBR_FULL_422},
     16},
    {"largest",
     {65535, 65535, 1, 3, 64, 64, 63, .photometric = MADO_PHOTOMETRIC_RGB},
     103076069400},
};

static void
test_frame_size (gconstpointer data)
{
  const SizeCase *c = data;
  gsize size = 0;

  g_assert_true (mado_pixel_format_get_frame_size (&c->format, &size));
  g_assert_cmpuint (size, ==, c->size);
}

static void
test_get_sample (void)
{
  static const gint16 pixels[12] = {-1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11, -32768};
  g_autoptr (MadoFrame) frame = mado_frame_new (
      2, 2, 3, MADO_SAMPLE_S16, g_bytes_new_static (pixels, sizeof pixels));

  g_assert_cmpfloat (mado_frame_get_sample (frame, 0, 0, 0), ==, -1);
  g_assert_cmpfloat (mado_frame_get_sample (frame, 1, 0, 2), ==, 6);
  g_assert_cmpfloat (mado_frame_get_sample (frame, 1, 1, 2), ==, -32768);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (size_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/pixel-format/size/%s", size_cases[i].name);

    g_test_add_data_func (path, &size_cases[i], test_frame_size);
  }
  g_test_add_func ("/mado/dicom/frame/get-sample", test_get_sample);
  return g_test_run ();
}
