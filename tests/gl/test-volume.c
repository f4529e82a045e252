/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-gl-offscreen-private.h"
#include "mado-gl-volume-private.h"
#include "mado-reslice-plan-private.h"
#include "mado-test-render.h"
#include "mado-test-reslice.h"
#include "mado-voi-lut.h"

#define N_VIEWS 24

/* Two pictures agree, or they differ by no more than one step. */
#define TOLERANCE 1

static bool has_gl;

static bool
skip (void)
{
  if (!has_gl)
    g_test_skip ("no surfaceless EGL");
  return !has_gl;
}

static guint8 *
draw_cpu (MadoVolume *volume, const MadoPlaneView *view)
{
  const gsize n = (gsize) view->view.width * view->view.height;
  g_autofree float *values = g_new (float, n);
  guint8 *pixels = g_malloc0 (4 * n);

  mado_reslice_cpu (volume, view, values);
  mado_reslice_draw (volume, view, values, pixels, 4 * (gsize) view->view.width);
  return pixels;
}

static guint8 *
draw_gl (MadoVolume *volume, const MadoPlaneView *view)
{
  const gsize n = (gsize) view->view.width * view->view.height;
  g_autoptr (GError) error = NULL;
  guint8 *pixels = g_malloc0 (4 * n);

  mado_reslice_gl_offscreen (volume, view, pixels, 4 * (gsize) view->view.width,
                             &error);
  g_assert_no_error (error);
  return pixels;
}

/* PS3.3 C.11.2.1 in double; the VOI LUT with straight lines between its entries. */
static double
get_grey (const MadoVolume *volume, const MadoPlaneView *view, double value)
{
  const MadoGrayscale *grayscale = mado_volume_get_grayscale (volume);
  double grey = mado_voi_lut_apply (&view->view.window, value, 0, 255);

  if (view->view.voi == MADO_VOI_LUT) {
    const MadoLut *lut = g_ptr_array_index (grayscale->voi_luts, 0);
    const double at = CLAMP (value - lut->first, 0, lut->n_entries - 1.0);
    const int i = MIN ((int) at, lut->n_entries - 2);

    grey = lut->entries[i] + (lut->entries[i + 1] - lut->entries[i]) * (at - i);
    grey *= 255.0 / ((1 << lut->bits) - 1);
  }
  return grayscale->is_inverted != view->view.is_inverted ? 255 - grey : grey;
}

static void
check_px (const MadoVolume *volume,
          const MadoPlaneView *view,
          int x,
          int y,
          const guint8 px[4])
{
  const double value = mado_reslice_reference (volume, view, x + 0.5, y + 0.5);

  if (isnan (value)) {
    g_assert_cmpint (px[0], !=, px[2]); /* the hatch is blue */
  } else if (isinf (value)) {
    g_assert_cmpint (px[0], ==, 0);
    g_assert_cmpint (px[2], ==, 0);
  } else {
    const double grey = get_grey (volume, view, value);

    g_assert_cmpint (px[0], ==, px[2]);
    if (fabs (px[0] - grey) > TOLERANCE + 0.5)
      g_error ("(%d, %d): %d is not %g", x, y, px[0], grey);
  }
}

/* Both backends over every px, and the definition in double here and there. */
static void
check_view (MadoVolume *volume, const MadoPlaneView *view)
{
  const int width = view->view.width, height = view->view.height;
  g_autofree guint8 *cpu = draw_cpu (volume, view);
  g_autofree guint8 *gl = draw_gl (volume, view);

  for (int i = 0; i < width * height; i += 5)
    check_px (volume, view, i % width, i / width, gl + 4 * i);
  mado_test_assert_same (gl, cpu, width, height, TOLERANCE);
}

static void
test_same (gconstpointer data)
{
  const MadoTestReslice *spec = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (g_str_hash (spec->name));

  if (skip ())
    return;

  g_autoptr (MadoVolume) volume = mado_test_reslice_make (spec);

  for (int i = 0; i < N_VIEWS; i++) {
    MadoPlaneView view;

    mado_test_reslice_make_view (spec, volume, random, &view);
    g_test_message ("view %d: %d × %d, zoom %g, interpolation %d, slab %g, mode %d, "
                    "window %g %g %d",
                    i, view.view.width, view.view.height, view.view.zoom,
                    view.view.interpolation, view.slab, view.slab_mode,
                    view.view.window.center, view.view.window.width,
                    view.view.window.function);
    check_view (volume, &view);
  }
}

static void
add_same_tests (void)
{
  for (gsize i = 0; i < mado_test_n_reslices; i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/render/gl-volume/same/%s", mado_test_reslices[i].name);

    g_test_add_data_func (path, &mado_test_reslices[i], test_same);
  }
}

/* A shader that does not compile is no reason to skip. */
static bool
find_gl (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoGlOffscreen) offscreen = mado_gl_offscreen_new (&error);

  if (error != NULL)
    g_test_message ("%s", error->message);
  return error == NULL || strstr (error->message, "no OpenGL without") == NULL;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  has_gl = find_gl ();
  add_same_tests ();
  return g_test_run ();
}
