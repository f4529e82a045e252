/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-render.h"

#define STRIDE_EXTRA 12 /* bytes of the next row's beginning that must stay */

typedef struct {
  const MadoTestPicture *picture;
  const MadoTestView *view;
} Case;

static bool has_gl;

/* Both backends, within one step of each other, over every px. */
static void
test_same (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MadoFrame) frame = mado_test_picture_make_frame (c->picture);
  g_autoptr (GError) error = NULL;
  MadoFrameInfo info;
  MadoViewState state;

  if (!has_gl) {
    g_test_skip ("no surfaceless EGL");
    return;
  }

  mado_test_picture_init_info (c->picture, &info);
  mado_test_picture_init_state (c->picture, c->view, &state);

  const MadoRenderInput input = {frame, &info};
  const gsize stride = (gsize) state.width * 4;
  g_autofree guint8 *cpu = g_malloc0 (stride * state.height);
  g_autofree guint8 *gl = g_malloc0 (stride * state.height);

  mado_render_cpu (&input, &state, cpu, stride);
  mado_render_gl_offscreen (&input, &state, gl, stride, &error);
  g_assert_no_error (error);
  mado_test_assert_same (gl, cpu, state.width, state.height, 1);
  mado_grayscale_unref (info.grayscale);
}

/* More frames than the card keeps, twice, while one frame has its own table. */
static void
test_many_frames (void)
{
  MadoFrame *frames[20];
  MadoFrameInfo infos[20];

  if (!has_gl) {
    g_test_skip ("no surfaceless EGL");
    return;
  }

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++) {
    const MadoTestPicture *picture = &mado_test_pictures[i % mado_test_n_pictures];

    frames[i] = mado_test_picture_make_frame (picture);
    mado_test_picture_init_info (picture, &infos[i]);
  }
  for (guint k = 0; k < 3 * G_N_ELEMENTS (frames); k++) {
    const guint i = k * 7 % G_N_ELEMENTS (frames);
    const MadoRenderInput input = {frames[i], &infos[i]};
    MadoViewState state;
    guint8 cpu[20 * 20 * 4], gl[20 * 20 * 4];

    mado_test_picture_init_state (&mado_test_pictures[i], &mado_test_views[8], &state);
    mado_render_cpu (&input, &state, cpu, 80);
    g_assert_true (mado_render_gl_offscreen (&input, &state, gl, 80, NULL));
    mado_test_assert_same (gl, cpu, 20, 20, 1);
  }
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++) {
    mado_frame_unref (frames[i]);
    mado_grayscale_unref (infos[i].grayscale);
  }
}

/* Beyond the card's limit there is an error, not a black picture. */
static void
test_too_large (void)
{
  const MadoTestPicture *picture = &mado_test_pictures[0];
  g_autoptr (MadoFrame) frame = mado_frame_new (
      65535, 1, 1, MADO_SAMPLE_U8, g_bytes_new_take (g_malloc0 (65535), 65535));
  g_autoptr (GError) error = NULL;
  MadoFrameInfo info;
  MadoViewState state;
  guint8 pixels[9 * 7 * 4];

  if (!has_gl) {
    g_test_skip ("no surfaceless EGL");
    return;
  }

  mado_test_picture_init_info (picture, &info);
  mado_test_picture_init_state (picture, &mado_test_views[10], &state);

  const MadoRenderInput input = {frame, &info};

  if (!mado_render_gl_offscreen (&input, &state, pixels, 36, &error))
    g_assert_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE);
  else
    g_test_skip ("this card takes 65535 px");
  mado_grayscale_unref (info.grayscale);
}

/* Rows are apart by the stride, and nothing is written between them. */
static void
test_stride (void)
{
  const MadoTestPicture *picture = &mado_test_pictures[0];
  g_autoptr (MadoFrame) frame = mado_test_picture_make_frame (picture);
  MadoFrameInfo info;
  MadoViewState state;

  if (!has_gl) {
    g_test_skip ("no surfaceless EGL");
    return;
  }

  mado_test_picture_init_info (picture, &info);
  mado_test_picture_init_state (picture, &mado_test_views[10], &state);

  const MadoRenderInput input = {frame, &info};
  const gsize stride = (gsize) state.width * 4 + STRIDE_EXTRA;
  g_autofree guint8 *pixels = g_malloc (stride * state.height);

  memset (pixels, 0x5a, stride * state.height);
  g_assert_true (mado_render_gl_offscreen (&input, &state, pixels, stride, NULL));
  for (int y = 0; y < state.height; y++)
    for (int i = 0; i < STRIDE_EXTRA; i++)
      g_assert_cmpuint (pixels[y * stride + state.width * 4 + i], ==, 0x5a);
  mado_grayscale_unref (info.grayscale);
}

/* Always answers, and CPU where there is no card. */
static void
test_measure (void)
{
  const MadoBackend backend = mado_render_measure_backend ();

  g_assert_true (backend == MADO_BACKEND_CPU || backend == MADO_BACKEND_GL);
  if (!has_gl)
    g_assert_cmpint (backend, ==, MADO_BACKEND_CPU);
}

static bool
find_gl (void)
{
  const MadoTestPicture *picture = &mado_test_pictures[0];
  g_autoptr (MadoFrame) frame = mado_test_picture_make_frame (picture);
  g_autoptr (GError) error = NULL;
  MadoFrameInfo info;
  MadoViewState state;
  guint8 pixels[9 * 7 * 4];

  mado_test_picture_init_info (picture, &info);
  mado_test_picture_init_state (picture, &mado_test_views[10], &state);

  const MadoRenderInput input = {frame, &info};

  mado_render_gl_offscreen (&input, &state, pixels, 36, &error);
  if (error != NULL)
    g_test_message ("%s", error->message);
  mado_grayscale_unref (info.grayscale);
  /* A shader that does not compile is no reason to skip. */
  return error == NULL || strstr (error->message, "no OpenGL without") == NULL;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  has_gl = find_gl ();
  for (gsize i = 0; i < mado_test_n_pictures; i++)
    for (gsize j = 0; j < mado_test_n_views; j++) {
      const Case c = {&mado_test_pictures[i], &mado_test_views[j]};
      g_autofree char *path =
          g_strdup_printf ("/mado/render/gl/same/%s/%s", c.picture->name, c.view->name);

      g_test_add_data_func_full (path, g_memdup2 (&c, sizeof c), test_same, g_free);
    }
  g_test_add_func ("/mado/render/gl/many-frames", test_many_frames);
  g_test_add_func ("/mado/render/gl/too-large", test_too_large);
  g_test_add_func ("/mado/render/gl/stride", test_stride);
  g_test_add_func ("/mado/render/gl/measure", test_measure);
  return g_test_run ();
}
