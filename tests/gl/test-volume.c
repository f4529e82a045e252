/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-gl-offscreen-private.h"
#include "mado-gl-volume-private.h"
#include "mado-reslice-plan-private.h"
#include "mado-test-render.h"
#include "mado-test-reslice.h"
#include "mado-voi-lut.h"

#define N_VIEWS 14

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

/* @plan: of mado_reslice_reference(), which makes one for each px */
static void
check_px (const MadoReslicePlan *plan,
          const MadoPlaneView *view,
          int x,
          int y,
          const guint8 px[4])
{
  const double value = mado_reslice_plan_get_value (plan, x + 0.5, y + 0.5);

  if (isnan (value)) {
    g_assert_cmpint (px[0], !=, px[2]); /* the hatch is blue */
  } else if (isinf (value)) {
    g_assert_cmpint (px[0], ==, 0);
    g_assert_cmpint (px[2], ==, 0);
  } else {
    const double grey = get_grey (plan->volume, view, value);

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
  g_auto (MadoReslicePlan) plan = {0};

  mado_reslice_plan_init (&plan, volume, view);
  for (int i = 0; i < width * height; i += 5)
    check_px (&plan, view, i % width, i / width, gl + 4 * i);
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

static const MadoTestReslice *
find_spec (const char *name)
{
  for (gsize i = 0; i < mado_test_n_reslices; i++)
    if (g_str_equal (mado_test_reslices[i].name, name))
      return &mado_test_reslices[i];
  g_assert_not_reached ();
}

/* The whole volume from the front. */
static void
init_view (const MadoVolume *volume, MadoPlaneView *view)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);

  *view = (MadoPlaneView){
      .view = {
          .width = 47,
          .height = 53,
          .zoom = 1,
          .interpolation = MADO_INTERPOLATION_LINEAR,
          .voi = MADO_VOI_WINDOW,
          .window = {1000, 4000, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY},
      }};
  mado_plane_init (&view->plane, MADO_PLANE_CORONAL,
                   mado_geometry_get_center (geometry));
  mado_plane_view_fit (view, geometry);
}

/* Far off, far too large, much too small, and as thick as it gets. */
static void
test_extremes (void)
{
  static const struct {
    double away, zoom, pan, slab;
  } cases[] = {
      {0, 1e-4, 0, 0},  {0, 3e3, 1e6, 0},  {1e4, 1, 0, 0},    {0, 1, 1e9, 0},
      {90, 1, 0, 200},  {0, 2, 0, 200},    {0, 1, -2e9, 200}, {1e12, 1e-9, 0, 30},
      {0, 1e-12, 0, 0}, {0, 1e9, 1e12, 0},
  };

  if (skip ())
    return;

  g_autoptr (MadoVolume) volume = mado_test_reslice_make (find_spec ("tilt-irregular"));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MadoPlaneView view;

    init_view (volume, &view);
    view.plane.center = mado_vector_add_scaled (
        view.plane.center, mado_plane_get_normal (&view.plane), cases[i].away);
    view.slab = cases[i].slab;
    view.slab_mode = MADO_SLAB_MEAN;
    view.view.zoom = cases[i].zoom;
    view.view.pan_x = cases[i].pan;
    check_view (volume, &view);
  }
}

/* A stored window, as MR has, with the slope of one volume. */
static void
test_stored_window (void)
{
  if (skip ())
    return;

  g_autoptr (MadoVolume) volume = mado_test_reslice_make (find_spec ("u16"));
  MadoPlaneView view;
  const MadoWindow window = {30000, 20000, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_STORED};
  g_auto (MadoReslicePlan) plan = {0};

  init_view (volume, &view);
  view.view.window = window;

  g_autofree guint8 *gl = draw_gl (volume, &view);
  g_autofree guint8 *cpu = draw_cpu (volume, &view);

  mado_test_assert_same (gl, cpu, view.view.width, view.view.height, TOLERANCE);
  mado_plane_window_to_modality (volume, &view.view.window);
  mado_reslice_plan_init (&plan, volume, &view);
  for (int i = 0; i < view.view.width * view.view.height; i++)
    check_px (&plan, &view, i % view.view.width, i / view.view.width, gl + 4 * i);
}

/* Slices are shown when they have come, and each is brought to the card once. */
static void
test_grows (void)
{
  const MadoTestReslice *spec = find_spec ("waiting");
  g_autoptr (GError) error = NULL;

  if (skip ())
    return;

  g_autoptr (MadoVolume) volume = mado_test_reslice_make (spec);
  g_autoptr (MadoGlOffscreen) offscreen = mado_gl_offscreen_new (&error);
  const guint64 slice_size = 2 * (guint64) spec->size[0] * (guint64) spec->size[1];
  MadoPlaneView view;

  g_assert_no_error (error);
  init_view (volume, &view);
  for (int i = 2; i < 3 + spec->n_waiting; i++) {
    const gsize stride = 4 * (gsize) view.view.width;
    g_autofree guint8 *cpu = NULL;
    g_autofree guint8 *gl = g_malloc (stride * view.view.height);

    if (i > 2)
      mado_test_reslice_add_slice (spec, volume, i);
    cpu = draw_cpu (volume, &view);
    mado_gl_offscreen_draw_volume (offscreen, volume, &view, gl, stride, &error);
    g_assert_no_error (error);
    mado_test_assert_same (gl, cpu, view.view.width, view.view.height, TOLERANCE);
    g_assert_cmpuint (
        mado_gl_volume_store_get_n_uploaded (mado_gl_volume_renderer_get_store (
            mado_gl_offscreen_get_volume_renderer (offscreen))),
        ==, (guint64) mado_volume_get_n_there (volume) * slice_size);
  }
}

/* Those drawn last stay on the card, for all contexts that share it. */
static void
test_many_volumes (void)
{
  static const char *const names[] = {"ct", "u8", "f32", "tilt", "modality-lut"};
  MadoVolume *volumes[G_N_ELEMENTS (names)];
  g_autoptr (MadoGlOffscreen) first = NULL, second = NULL;
  MadoPlaneView view;
  guint8 pixels[47 * 53 * 4];
  guint64 n_uploaded = 0;

  if (skip ())
    return;

  first = mado_gl_offscreen_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    volumes[i] = mado_test_reslice_make (find_spec (names[i]));
  init_view (volumes[0], &view);
  g_assert_true (
      mado_gl_offscreen_draw_volume (first, volumes[0], &view, pixels, 188, NULL));
  second = mado_gl_offscreen_new_shared (first, NULL);

  MadoGlVolumeStore *store = mado_gl_volume_renderer_get_store (
      mado_gl_offscreen_get_volume_renderer (second));

  for (int i = 0; i < 20; i++) {
    MadoVolume *volume = volumes[i * 7 / 2 % G_N_ELEMENTS (names)];
    MadoGlOffscreen *offscreen = i % 2 == 0 ? second : first;
    g_autofree guint8 *cpu = NULL;

    init_view (volume, &view);
    cpu = draw_cpu (volume, &view);
    g_assert_true (
        mado_gl_offscreen_draw_volume (offscreen, volume, &view, pixels, 188, NULL));
    mado_test_assert_same (pixels, cpu, 47, 53, TOLERANCE);
    g_assert_cmpint (mado_gl_volume_store_get_n_volumes (store), <=, 3);
    n_uploaded = mado_gl_volume_store_get_n_uploaded (store);
    offscreen = i % 2 == 0 ? first : second;
    g_assert_true (
        mado_gl_offscreen_draw_volume (offscreen, volume, &view, pixels, 188, NULL));
    mado_test_assert_same (pixels, cpu, 47, 53, TOLERANCE);
    g_assert_cmpuint (mado_gl_volume_store_get_n_uploaded (store), ==, n_uploaded);
  }
  g_clear_pointer (&first, mado_gl_offscreen_free);
  g_assert_true (
      mado_gl_offscreen_draw_volume (second, volumes[1], &view, pixels, 188, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    mado_volume_unref (volumes[i]);
}

/* Three are kept, and the one used longest ago goes for a fourth. */
static void
test_oldest_goes (void)
{
  static const char *const names[] = {"ct", "u8", "s8", "smallest"};
  static const struct {
    int volume;
    bool is_new;
  } steps[] = {{0, true}, {1, true},  {2, true}, {0, false}, {1, false},
               {3, true}, {0, false}, {2, true}, {0, false}, {3, false}};
  MadoVolume *volumes[G_N_ELEMENTS (names)];
  g_autoptr (MadoGlOffscreen) offscreen = NULL;
  guint64 n_uploaded = 0;

  if (skip ())
    return;

  offscreen = mado_gl_offscreen_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    volumes[i] = mado_test_reslice_make (find_spec (names[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    MadoVolume *volume = volumes[steps[i].volume];
    MadoPlaneView view;

    init_view (volume, &view);
    g_assert_true (
        mado_gl_offscreen_draw_volume (offscreen, volume, &view, NULL, 0, NULL));
    if (steps[i].is_new)
      n_uploaded += mado_volume_get_size (volume);
    g_assert_cmpuint (
        mado_gl_volume_store_get_n_uploaded (mado_gl_volume_renderer_get_store (
            mado_gl_offscreen_get_volume_renderer (offscreen))),
        ==, n_uploaded);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    mado_volume_unref (volumes[i]);
}

/* Frames and volumes in turn: neither leaves anything behind that disturbs the other. */
static void
test_beside_frames (void)
{
  const MadoTestPicture *picture = &mado_test_pictures[2];
  g_autoptr (MadoFrame) frame = mado_test_picture_make_frame (picture);
  MadoFrameInfo info;
  MadoViewState state;

  if (skip ())
    return;

  g_autoptr (MadoVolume) volume = mado_test_reslice_make (find_spec ("padding"));
  MadoPlaneView view;

  mado_test_picture_init_info (picture, &info);
  init_view (volume, &view);
  for (int i = 0; i < 3; i++) {
    const MadoRenderInput input = {frame, &info};
    guint8 cpu[20 * 20 * 4], gl[20 * 20 * 4];

    mado_test_picture_init_state (picture, &mado_test_views[8], &state);
    mado_render_cpu (&input, &state, cpu, 80);
    g_assert_true (mado_render_gl_offscreen (&input, &state, gl, 80, NULL));
    mado_test_assert_same (gl, cpu, 20, 20, 1);
    check_view (volume, &view);
  }
  mado_grayscale_unref (info.grayscale);
}

/* Beyond the card's limit there is an error with numbers, not a black picture. */
static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  MadoPlaneView view;
  guint8 pixels[47 * 53 * 4];

  if (skip ())
    return;

  g_autoptr (MadoVolume) volume = mado_test_reslice_make (find_spec ("long"));

  init_view (volume, &view);
  mado_gl_volume_store_set_max_size (1199);
  g_assert_false (mado_reslice_gl_offscreen (volume, &view, pixels, 188, &error));
  g_assert_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "7 × 5 × 1200"));
  g_assert_nonnull (strstr (error->message, "1199"));
  mado_gl_volume_store_set_max_size (1200);
  check_view (volume, &view);
  mado_gl_volume_store_set_max_size (0);
  check_view (volume, &view);
}

/* Nothing is written between rows, nor for no px. */
static void
test_stride (void)
{
  if (skip ())
    return;

  g_autoptr (MadoVolume) volume = mado_test_reslice_make (find_spec ("u8"));
  guint8 pixels[200 * 53];
  MadoPlaneView view;

  init_view (volume, &view);
  memset (pixels, 0x5a, sizeof pixels);
  g_assert_true (mado_reslice_gl_offscreen (volume, &view, pixels, 200, NULL));
  for (int y = 0; y < 53; y++)
    for (int i = 188; i < 200; i++)
      g_assert_cmpuint (pixels[y * 200 + i], ==, 0x5a);
  view.view.height = 0;
  g_assert_true (mado_reslice_gl_offscreen (volume, &view, NULL, 0, NULL));
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
  g_test_add_func ("/mado/render/gl-volume/extremes", test_extremes);
  g_test_add_func ("/mado/render/gl-volume/stored-window", test_stored_window);
  g_test_add_func ("/mado/render/gl-volume/grows", test_grows);
  g_test_add_func ("/mado/render/gl-volume/many-volumes", test_many_volumes);
  g_test_add_func ("/mado/render/gl-volume/oldest-goes", test_oldest_goes);
  g_test_add_func ("/mado/render/gl-volume/beside-frames", test_beside_frames);
  g_test_add_func ("/mado/render/gl-volume/too-large", test_too_large);
  g_test_add_func ("/mado/render/gl-volume/stride", test_stride);
  return g_test_run ();
}
