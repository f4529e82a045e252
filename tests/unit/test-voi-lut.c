/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-test.h"
#include "mado-voi-lut.h"

typedef struct {
  const char *name;
  MadoWindow window;
  double x;
  double y; /* of 0 to 255 */
} VoiCase;

#define AT(c, w, f)                                                                    \
  {                                                                                    \
    c, w, MADO_VOI_##f, MADO_WINDOW_SPACE_MODALITY                                     \
  }

/* By hand from PS3.3 C.11.2.1.2.1, C.11.2.1.3.1 and C.11.2.1.3.2. */
static const VoiCase voi_cases[] = {
    {"linear-middle", AT (40, 400, LINEAR), 40, 255 * (0.5 / 399 + 0.5)},
    {"linear-inside", AT (40, 400, LINEAR), 140, 191.7293233},
    {"linear-below", AT (40, 400, LINEAR), -160, 0},
    {"linear-first", AT (40, 400, LINEAR), -159, 255.0 / 399},
    {"linear-last", AT (40, 400, LINEAR), 239, 255},
    {"linear-above", AT (40, 400, LINEAR), 9999, 255},
    {"linear-full", AT (2048, 4096, LINEAR), 4095, 255},
    {"linear-full-low", AT (2048, 4096, LINEAR), 0, 0},
    {"linear-one-below", AT (300, 1, LINEAR), 299, 0},
    {"linear-one-at", AT (300, 1, LINEAR), 300, 255},
    {"linear-one-edge", AT (300, 1, LINEAR), 299.5, 0},
    {"linear-zero", AT (300, 0, LINEAR), 300, 255},
    {"linear-negative", AT (300, -5, LINEAR), 299, 0},
    {"exact-middle", AT (40, 400, LINEAR_EXACT), 40, 127.5},
    {"exact-inside", AT (40, 400, LINEAR_EXACT), 140, 191.25},
    {"exact-top", AT (40, 400, LINEAR_EXACT), 240, 255},
    {"exact-bottom", AT (40, 400, LINEAR_EXACT), -160, 0},
    {"exact-narrow", AT (0.5, 0.25, LINEAR_EXACT), 0.5625, 191.25},
    {"exact-zero-at", AT (3, 0, LINEAR_EXACT), 3, 0},
    {"exact-zero-above", AT (3, 0, LINEAR_EXACT), 3.001, 255},
    {"sigmoid-middle", AT (40, 400, SIGMOID), 40, 127.5},
    {"sigmoid-inside", AT (40, 400, SIGMOID), 140, 186.4199326},
    {"sigmoid-above", AT (40, 400, SIGMOID), 240, 224.6033},
    {"sigmoid-far", AT (40, 400, SIGMOID), -1e6, 0},
    {"sigmoid-zero-below", AT (40, 0, SIGMOID), 39, 0},
    {"sigmoid-zero-above", AT (40, 0, SIGMOID), 41, 255},
};

static void
test_voi (gconstpointer data)
{
  const VoiCase *c = data;

  g_assert_cmpfloat_with_epsilon (mado_voi_lut_apply (&c->window, c->x, 0, 255), c->y,
                                  1e-4);
  g_assert_cmpfloat_with_epsilon (mado_voi_lut_apply (&c->window, c->x, -1, 1),
                                  c->y / 127.5 - 1, 1e-6);
}

static MadoVoiFunction
parse_function (const char *text)
{
  if (g_str_equal (text, "LINEAR"))
    return MADO_VOI_LINEAR;
  if (g_str_equal (text, "LINEAR_EXACT"))
    return MADO_VOI_LINEAR_EXACT;
  g_assert_cmpstr (text, ==, "SIGMOID");
  return MADO_VOI_SIGMOID;
}

static void
test_vectors (void)
{
  g_autofree char *path = mado_test_vectors ("voi_vectors.csv");
  g_autofree char *text = NULL;
  int n = 0;

  if (path == NULL)
    return;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (int i = 1; lines[i] != NULL && *lines[i] != '\0'; i++, n++) {
    g_auto (GStrv) fields = g_strsplit (g_strchomp (lines[i]), ",", -1);
    const MadoWindow window = {g_ascii_strtod (fields[1], NULL),
                               g_ascii_strtod (fields[2], NULL),
                               parse_function (fields[0]), MADO_WINDOW_SPACE_MODALITY};

    g_assert_cmpfloat_with_epsilon (
        mado_voi_lut_apply (&window, g_ascii_strtod (fields[3], NULL), 0, 255),
        g_ascii_strtod (fields[4], NULL), 1e-6);
  }
  g_assert_cmpint (n, >, 100);
}

static MadoFrame *
make_frame (MadoSampleType type, gconstpointer pixels, int n)
{
  return mado_frame_new (n, 1, 1, type,
                         g_bytes_new (pixels, n * mado_sample_type_get_size (type)));
}

/* The darkest value becomes 0, the brightest 1, padding does not count. */
static void
test_auto_window (void)
{
  static const gint16 shorts[] = {-2000, -100, 50, 300};
  static const gint32 longs[] = {-2000, -100000, 50, 300000};
  static const float floats[] = {NAN, 0.25F, 0.5F, 0.75F};
  static const guint8 bytes[] = {7, 7, 7, 7};
  const struct {
    MadoSampleType type;
    gconstpointer pixels;
    double slope, intercept;
    bool has_padding;
    double low, high;
    MadoVoiFunction function;
  } cases[] = {
      {MADO_SAMPLE_S16, shorts, 1, 0, false, -2000, 300, MADO_VOI_LINEAR},
      {MADO_SAMPLE_S16, shorts, 1, 0, true, -100, 300, MADO_VOI_LINEAR},
      {MADO_SAMPLE_S16, shorts, 2, -10, true, -210, 590, MADO_VOI_LINEAR},
      {MADO_SAMPLE_S16, shorts, -1, 0, true, -300, 100, MADO_VOI_LINEAR},
      {MADO_SAMPLE_S16, shorts, 0.1, 0, true, -10, 30, MADO_VOI_LINEAR_EXACT},
      {MADO_SAMPLE_S32, longs, 1, 0, true, -100000, 300000, MADO_VOI_LINEAR},
      {MADO_SAMPLE_F32, floats, 1, 0, false, 0.25, 0.75, MADO_VOI_LINEAR_EXACT},
      {MADO_SAMPLE_U8, bytes, 1, 0, false, 6.999, 7, MADO_VOI_LINEAR},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MadoFrame) frame = make_frame (cases[i].type, cases[i].pixels, 4);
    g_autoptr (MadoGrayscale) grayscale = mado_grayscale_new_identity ();
    MadoWindow window = {0};

    grayscale->slope = cases[i].slope;
    grayscale->intercept = cases[i].intercept;
    grayscale->has_padding = cases[i].has_padding;
    grayscale->padding_low = grayscale->padding_high = -2000;
    mado_voi_lut_auto_window (frame, grayscale, &window);
    g_assert_cmpint (window.function, ==, cases[i].function);
    g_assert_cmpint (window.space, ==, MADO_WINDOW_SPACE_MODALITY);
    g_assert_cmpfloat (window.width, >, 0);

    const double step = (cases[i].high - cases[i].low) / 100;
    const double low = mado_voi_lut_apply (&window, cases[i].low, 0, 1);
    const double high = mado_voi_lut_apply (&window, cases[i].high, 0, 1);

    g_assert_cmpfloat_with_epsilon (low, 0, 1e-9);
    g_assert_cmpfloat_with_epsilon (high, cases[i].pixels == bytes ? 0 : 1, 1e-9);
    if (cases[i].pixels != bytes) {
      g_assert_cmpfloat (mado_voi_lut_apply (&window, cases[i].low + step, 0, 1), >,
                         0.005);
      g_assert_cmpfloat (mado_voi_lut_apply (&window, cases[i].high - step, 0, 1), <,
                         0.995);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (voi_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/render/voi-lut/%s", voi_cases[i].name);

    g_test_add_data_func (path, &voi_cases[i], test_voi);
  }
  g_test_add_func ("/mado/render/voi-lut/vectors", test_vectors);
  g_test_add_func ("/mado/render/voi-lut/auto-window", test_auto_window);
  return g_test_run ();
}
