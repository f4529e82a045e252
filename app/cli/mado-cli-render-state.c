/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib/gi18n.h>

#include "mado-cli-parse-private.h"
#include "mado-cli-render-private.h"
#include "mado-voi-lut.h"

static bool
is_one_of (const char *text, const char *first, const char *second)
{
  return text == NULL || g_str_equal (text, first) || g_str_equal (text, second);
}

static bool
is_positive (const char *text)
{
  double value;

  return text == NULL || (mado_cli_parse_number (text, &value) && value > 0);
}

char *
mado_cli_check_render_options (const MadoCliRenderOptions *options)
{
  MadoWindow window;
  int width, height;

  if (options->out == NULL && options->raw == NULL)
    return g_strdup (_ ("--out or --raw is needed"));
  if (options->frame < 1)
    return g_strdup (_ ("frames count from 1"));
  if (options->size != NULL && !mado_cli_parse_size (options->size, &width, &height))
    return g_strdup (_ ("--size is given as WIDTHxHEIGHT"));
  if (options->window != NULL && !mado_cli_parse_window (options->window, &window))
    return g_strdup (_ ("--window is given as CENTER,WIDTH or CENTER,WIDTH,FUNCTION; "
                        "the width is at least 1 (linear) or above 0"));
  if (options->interpolation != NULL &&
      mado_cli_parse_interpolation (options->interpolation) == 0)
    return g_strdup (_ ("--interpolation is nearest, linear or cubic"));
  if (!is_one_of (options->backend, "cpu", "gl"))
    return g_strdup (_ ("--backend is cpu or gl"));
  if (!is_one_of (options->overlays, "all", "none"))
    return g_strdup (_ ("--overlays is all or none"));
  if (!is_one_of (options->language, "ja", "en"))
    return g_strdup (_ ("--lang is ja or en"));
  if (!is_positive (options->zoom) || !is_positive (options->mm_per_px))
    return g_strdup (_ ("--zoom and --mm-per-px take a number above 0"));
  if (options->zoom != NULL && options->mm_per_px != NULL)
    return g_strdup (_ ("--zoom and --mm-per-px exclude each other"));
  if (options->rotate % 90 != 0)
    return g_strdup (_ ("--rotate takes degrees: 0, 90, 180 or 270"));
  return mado_cli_check_plane_options (options);
}

void
mado_cli_render_options_clear (MadoCliRenderOptions *self)
{
  g_free (self->out);
  g_free (self->raw);
  g_free (self->series);
  g_free (self->size);
  g_free (self->window);
  g_free (self->interpolation);
  g_free (self->backend);
  g_free (self->overlays);
  g_free (self->language);
  g_free (self->zoom);
  g_free (self->mm_per_px);
  g_free (self->plane);
  g_free (self->center);
  g_free (self->normal);
  g_free (self->up);
  g_free (self->slab);
  g_free (self->mode);
}

/* The one asked for, else the file's, else its VOI LUT, else all values. */
static void
set_voi (const MadoCliRenderOptions *options,
         const MadoFrame *frame,
         MadoDisplaySet *set,
         int index,
         MadoViewState *state)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (set, index);
  const MadoGrayscale *grayscale = ref->info->grayscale;

  state->voi = MADO_VOI_WINDOW;
  /* The file's window says which values windows of this series are made for. */
  mado_voi_lut_auto_window (frame, grayscale, &state->window);
  if (options->window != NULL) {
    MadoWindow file = state->window;

    mado_display_set_get_default_window (set, index, &file);
    state->window.space = file.space;
    mado_cli_parse_window (options->window, &state->window);
  } else if (!mado_display_set_get_default_window (set, index, &state->window) &&
             grayscale->voi_luts->len > 0)
    state->voi = MADO_VOI_LUT;
}

static bool
set_zoom (const MadoCliRenderOptions *options,
          const MadoFrameInfo *info,
          MadoViewState *state,
          GError **error)
{
  double value;

  state->zoom = 1;
  if (options->zoom != NULL && mado_cli_parse_number (options->zoom, &value))
    state->zoom = value;
  if (options->mm_per_px != NULL &&
      mado_cli_parse_number (options->mm_per_px, &value)) {
    if (info->spacing_kind == MADO_SPACING_NONE) {
      g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_VALUE,
                   "the file has no pixel spacing, so a picture cannot be given in mm");
      return false;
    }
    state->zoom = MIN (info->row_spacing, info->column_spacing) / value;
  }
  return true;
}

/* Without --size: as large as the frame is at this zoom. */
static bool
set_size (const MadoCliRenderOptions *options,
          const MadoFrame *frame,
          const MadoFrameInfo *info,
          MadoViewState *state,
          GError **error)
{
  double width, height;

  if (options->size != NULL) {
    mado_cli_parse_size (options->size, &state->width, &state->height);
    if (options->zoom == NULL && options->mm_per_px == NULL)
      mado_view_state_fit (state, frame->columns, frame->rows, info);
    return true;
  }
  mado_view_state_get_extent (frame->columns, frame->rows, info, &width, &height);
  width *= state->zoom;
  height *= state->zoom;
  if (width > MADO_CLI_MAX_SIZE || height > MADO_CLI_MAX_SIZE) {
    g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
                 "the picture would be %.0f × %.0f pixels; at most %d are possible",
                 width, height, MADO_CLI_MAX_SIZE);
    return false;
  }
  state->width = MAX ((int) lround (state->rotation % 2 ? height : width), 1);
  state->height = MAX ((int) lround (state->rotation % 2 ? width : height), 1);
  return true;
}

bool
mado_cli_make_state (const MadoCliRenderOptions *options,
                     const MadoFrame *frame,
                     MadoDisplaySet *set,
                     int index,
                     MadoViewState *state,
                     GError **error)
{
  const MadoFrameInfo *info = mado_display_set_get_frame (set, index)->info;

  *state = (MadoViewState){
      .rotation = ((options->rotate / 90) % 4 + 4) % 4,
      .is_flipped = options->flip,
      .is_inverted = options->invert,
      .interpolation = options->interpolation != NULL
                           ? mado_cli_parse_interpolation (options->interpolation)
                           : MADO_INTERPOLATION_LINEAR,
  };
  set_voi (options, frame, set, index, state);
  return set_zoom (options, info, state, error) &&
         set_size (options, frame, info, state, error);
}
