/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo.h>
#include <glib/gi18n.h>

#include "mado-cli-find-private.h"
#include "mado-cli-private.h"
#include "mado-cli-render-private.h"
#include "mado-overlay.h"

static bool
draw (const MadoCliRenderOptions *options,
      const MadoRenderInput *input,
      const MadoViewState *state,
      cairo_surface_t *surface,
      GError **error)
{
  guint8 *pixels = cairo_image_surface_get_data (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  bool done = true;

  cairo_surface_flush (surface);
  if (g_strcmp0 (options->backend, "gl") == 0)
    done = mado_render_gl_offscreen (input, state, pixels, stride, error);
  else
    mado_render_cpu (input, state, pixels, stride);
  cairo_surface_mark_dirty (surface);
  return done;
}

static void
draw_overlays (cairo_surface_t *surface,
               const MadoFrame *frame,
               MadoDisplaySet *set,
               int index,
               const MadoViewState *state)
{
  const MadoOverlayInput input = {
      .set = set,
      .index = index,
      .columns = frame->columns,
      .rows = frame->rows,
      .n_loaded = -1,
      .state = state,
      .level = MADO_ANNOTATION_FULL,
      .scale = 1,
      .not_for_diagnosis = true,
  };
  cairo_t *cr = cairo_create (surface);

  mado_overlay_draw (cr, &input);
  cairo_destroy (cr);
}

cairo_surface_t *
mado_cli_make_surface (int width, int height, GError **error)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    return surface;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       "there is not enough memory for the picture");
  cairo_surface_destroy (surface);
  return NULL;
}

bool
mado_cli_save_png (cairo_surface_t *surface, const char *path, GError **error)
{
  const cairo_status_t status = cairo_surface_write_to_png (surface, path);

  if (status == CAIRO_STATUS_SUCCESS)
    return true;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               "the picture cannot be written: %s", cairo_status_to_string (status));
  return false;
}

static bool
render_picture (const MadoCliRenderOptions *options,
                const MadoFrame *frame,
                MadoDisplaySet *set,
                int index,
                GError **error)
{
  const MadoRenderInput input = {frame, mado_display_set_get_frame (set, index)->info};
  cairo_surface_t *surface;
  MadoViewState state;
  bool done;

  if (!mado_cli_make_state (options, frame, set, index, &state, error))
    return false;
  surface = mado_cli_make_surface (state.width, state.height, error);
  if (surface == NULL)
    return false;
  done = draw (options, &input, &state, surface, error);
  if (done && g_strcmp0 (options->overlays, "all") == 0)
    draw_overlays (surface, frame, set, index, &state);
  done = done && mado_cli_save_png (surface, options->out, error);
  cairo_surface_destroy (surface);
  return done;
}

static bool
render (const MadoCliRenderOptions *options, const char *path, GError **error)
{
  const int index = options->frame - 1;
  g_autoptr (MadoDisplaySet) set =
      mado_cli_find_display_set (path, options->series, error);
  g_autoptr (MadoFrame) frame = NULL;
  const MadoFrameRef *ref;

  if (set == NULL)
    return false;
  if (options->plane != NULL)
    return mado_cli_render_plane (options, set, error);
  if (index >= mado_display_set_get_n_frames (set)) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_VALUE,
                 "there is no frame %d; there are %d", options->frame,
                 mado_display_set_get_n_frames (set));
    return false;
  }
  ref = mado_display_set_get_frame (set, index);
  frame =
      mado_pixel_source_decode_frame (ref->instance->pixels, ref->frame, NULL, error);
  if (frame == NULL)
    return false;
  if (options->raw != NULL &&
      !mado_cli_save_npy (frame, ref->info->grayscale, options->raw, error))
    return false;
  return options->out == NULL || render_picture (options, frame, set, index, error);
}

static MadoCliStatus
run_with_options (MadoCliRenderOptions *options, int argc, char **argv)
{
  const GOptionEntry entries[] = {
      {"out", 'o', 0, G_OPTION_ARG_FILENAME, &options->out, N_ ("Picture to write"),
       "FILE.png"},
      {"raw", 'r', 0, G_OPTION_ARG_FILENAME, &options->raw,
       N_ ("Modality values to write, float32"), "FILE.npy"},
      {"series", 's', 0, G_OPTION_ARG_STRING, &options->series,
       N_ ("Series UID or display set of “info”; the first when not given"), "UID"},
      {"frame", 'f', 0, G_OPTION_ARG_INT, &options->frame,
       N_ ("Frame, or place in the stack, from 1; 1 when not given"), "N"},
      {"plane", 'p', 0, G_OPTION_ARG_STRING, &options->plane,
       N_ ("A plane through the volume instead of a frame"),
       "axial|coronal|sagittal|oblique"},
      {"center", 0, 0, G_OPTION_ARG_STRING, &options->center,
       N_ ("A point of the plane, mm; the volume's centre when not given"), "X,Y,Z"},
      {"normal", 0, 0, G_OPTION_ARG_STRING, &options->normal,
       N_ ("Where the reader of an oblique plane looks"), "X,Y,Z"},
      {"up", 0, 0, G_OPTION_ARG_STRING, &options->up,
       N_ ("What is up in an oblique plane"), "X,Y,Z"},
      {"slab", 0, 0, G_OPTION_ARG_STRING, &options->slab,
       N_ ("Thickness around the plane; 0 when not given"), "MM"},
      {"mode", 0, 0, G_OPTION_ARG_STRING, &options->mode,
       N_ ("What a slab shows: mip (when not given), minip or mean"), N_ ("HOW")},
      {"size", 0, 0, G_OPTION_ARG_STRING, &options->size,
       N_ ("Picture size; the frame's own when not given"), N_ ("WIDTHxHEIGHT")},
      {"zoom", 0, 0, G_OPTION_ARG_STRING, &options->zoom,
       N_ ("Picture pixels per image pixel; fits the size when not given"),
       N_ ("FACTOR")},
      {"mm-per-px", 0, 0, G_OPTION_ARG_STRING, &options->mm_per_px,
       N_ ("The same, as millimetres per picture pixel"), "MM"},
      {"window", 'w', 0, G_OPTION_ARG_STRING, &options->window,
       N_ ("Window; the functions are linear, linear-exact and sigmoid"),
       N_ ("CENTER,WIDTH[,FUNCTION]")},
      {"invert", 0, 0, G_OPTION_ARG_NONE, &options->invert,
       N_ ("Invert the grey scale"), NULL},
      {"rotate", 0, 0, G_OPTION_ARG_INT, &options->rotate,
       N_ ("Turn clockwise, after the flip: 90, 180 or 270"), N_ ("DEGREES")},
      {"flip", 0, 0, G_OPTION_ARG_NONE, &options->flip, N_ ("Exchange left and right"),
       NULL},
      {"interpolation", 0, 0, G_OPTION_ARG_STRING, &options->interpolation,
       N_ ("nearest, linear (when not given) or cubic"), N_ ("HOW")},
      {"overlays", 0, 0, G_OPTION_ARG_STRING, &options->overlays,
       N_ ("Text over the picture: all or none (when not given)"), "all|none"},
      {"lang", 0, 0, G_OPTION_ARG_STRING, &options->language,
       N_ ("Language of that text; the locale's when not given"), "ja|en"},
      {"backend", 0, 0, G_OPTION_ARG_STRING, &options->backend,
       N_ ("Who draws: cpu (when not given) or gl"), "cpu|gl"},
      G_OPTION_ENTRY_NULL};
  g_autofree char *wrong = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GError) error = NULL;
  MadoCliStatus status;

  if (!mado_cli_parse (&mado_cli_render, entries, _ ("PATH"), NULL, &argc, &argv,
                       &status))
    return status;
  if (argc != 2)
    return mado_cli_usage_error (&mado_cli_render,
                                 _ ("exactly one file or folder is needed"));
  wrong = mado_cli_check_render_options (options);
  if (wrong != NULL)
    return mado_cli_usage_error (&mado_cli_render, "%s", wrong);
  if (options->language != NULL)
    mado_cli_set_language (options->language);
  if (render (options, argv[1], &error))
    return MADO_CLI_DONE;
  shown = g_filename_display_name (argv[1]);
  return mado_cli_failure (shown, error);
}

static MadoCliStatus
run (int argc, char **argv)
{
  MadoCliRenderOptions options = {.frame = 1};
  const MadoCliStatus status = run_with_options (&options, argc, argv);

  mado_cli_render_options_clear (&options);
  return status;
}

const MadoCliCommand mado_cli_render = {
    "render", N_ ("Draw one frame or plane as the desktop shows it"), run};
