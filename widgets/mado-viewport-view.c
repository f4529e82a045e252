/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* Beyond these a picture is a grain of dust or one pixel fills the screen. */
#define ZOOM_MIN   0.01
#define ZOOM_MAX   100.0
#define PAN_MARGIN 24 /* device px of the picture that stay in sight */

void
mado_viewport_zoom_about (MadoViewState *state, double factor, double x, double y)
{
  const double zoom = CLAMP (state->zoom * factor, ZOOM_MIN, ZOOM_MAX);
  const double ratio = zoom / state->zoom;
  /* From the picture's centre, as pan is; the image point under (x, y) stays. */
  const double dx = x - state->width / 2.0;
  const double dy = y - state->height / 2.0;

  state->pan_x = dx - (dx - state->pan_x) * ratio;
  state->pan_y = dy - (dy - state->pan_y) * ratio;
  state->zoom = zoom;
}

/* Size of the image on the screen, device px, as it stands after rotation. */
static gboolean
get_size_on_screen (MadoViewport *self,
                    const MadoViewState *state,
                    double *width,
                    double *height)
{
  int columns, rows;
  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);

  if (ref == NULL)
    return FALSE;

  mado_view_state_get_extent (columns, rows, ref->info, width, height);
  *width *= state->zoom;
  *height *= state->zoom;
  if (state->rotation % 2 != 0) {
    const double swapped = *width;

    *width = *height;
    *height = swapped;
  }
  return TRUE;
}

void
mado_viewport_limit_pan (MadoViewport *self, MadoViewState *state)
{
  double width, height;

  if (self->mpr != NULL) {
    mado_viewport_plane_limit_pan (self, state, PAN_MARGIN);
    return;
  }
  if (!get_size_on_screen (self, state, &width, &height))
    return;

  const double x_max = MAX ((state->width + width) / 2 - PAN_MARGIN, 0);
  const double y_max = MAX ((state->height + height) / 2 - PAN_MARGIN, 0);

  state->pan_x = CLAMP (state->pan_x, -x_max, x_max);
  state->pan_y = CLAMP (state->pan_y, -y_max, y_max);
}

/* Makes @state show all of what there is; false while there is nothing. */
static gboolean
fit (MadoViewport *self, MadoViewState *state)
{
  int columns, rows;
  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);

  if (ref == NULL || state->width <= 0 || state->height <= 0)
    return FALSE;

  if (self->mpr != NULL)
    mado_viewport_plane_fit (self, state);
  else
    mado_view_state_fit (state, columns, rows, ref->info);
  return TRUE;
}

void
mado_viewport_refit (MadoViewport *self)
{
  fit (self, &self->state);
}

/* Whether @state shows the whole frame just fitting, at the size it was made for. */
static gboolean
is_fit (MadoViewport *self, const MadoViewState *state)
{
  MadoViewState fitted = *state;

  return fit (self, &fitted) && fabs (fitted.zoom - state->zoom) < 1e-6 * fitted.zoom &&
         fabs (fitted.pan_x - state->pan_x) < 1e-3 &&
         fabs (fitted.pan_y - state->pan_y) < 1e-3;
}

static gboolean
windows_equal (const MadoViewState *a, const MadoViewState *b)
{
  return a->voi == b->voi && a->lut_index == b->lut_index &&
         a->window.center == b->window.center && a->window.width == b->window.width &&
         a->window.function == b->window.function && a->window.space == b->window.space;
}

void
mado_viewport_set_state (MadoViewport *self, const MadoViewState *state)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));
  g_return_if_fail (state != NULL);

  if (!windows_equal (state, &self->state)) {
    self->has_own_window = TRUE;
    self->needs_auto_window = FALSE;
  }
  self->is_fitted = is_fit (self, state);

  MadoViewState sized = *state;

  sized.width = self->state.width;
  sized.height = self->state.height;
  if (self->is_fitted) {
    self->state = sized;
    mado_viewport_refit (self);
    sized = self->state;
  }
  mado_viewport_apply_state (self, &sized);
}

void
mado_viewport_reset (MadoViewport *self)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (self->set == NULL)
    return;

  self->has_own_window = FALSE;
  self->state.rotation = 0;
  self->state.is_flipped = false;
  self->state.is_inverted = false;
  mado_viewport_take_file_window (self);
  mado_viewport_fit (self);
}

void
mado_viewport_fit (MadoViewport *self)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (self->set == NULL)
    return;

  self->is_fitted = TRUE;
  mado_viewport_refit (self);
  mado_viewport_apply_state (self, &self->state);
}

void
mado_viewport_actual_size (MadoViewport *self)
{
  MadoViewState state = self->state;
  double width, height;

  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (self->mpr != NULL) {
    mado_viewport_plane_actual_size (self);
    return;
  }
  state.zoom = 1;
  state.pan_x = state.pan_y = 0;
  if (!get_size_on_screen (self, &state, &width, &height))
    return;

  /* On whole device pixels: between them every pixel would be a mixture of two. */
  state.pan_x = fmod (fabs (state.width - width), 2) / 2;
  state.pan_y = fmod (fabs (state.height - height), 2) / 2;
  self->is_fitted = FALSE;
  mado_viewport_apply_state (self, &state);
}

void
mado_viewport_rotate (MadoViewport *self)
{
  MadoViewState state = self->state;

  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (self->set == NULL)
    return;

  /* What is in the middle stays there. */
  state.rotation = (state.rotation + 1) % 4;
  state.pan_x = -self->state.pan_y;
  state.pan_y = self->state.pan_x;
  if (self->is_fitted) {
    self->state = state;
    mado_viewport_refit (self);
    state = self->state;
  }
  mado_viewport_apply_state (self, &state);
}

void
mado_viewport_flip (MadoViewport *self)
{
  MadoViewState state = self->state;

  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (self->set == NULL)
    return;

  /* The state flips the image before it turns it, but the reader means left and
   * right of the screen: F·R(θ) = R(-θ)·F. */
  state.is_flipped = !state.is_flipped;
  state.rotation = (4 - state.rotation) % 4;
  state.pan_x = -state.pan_x;
  mado_viewport_apply_state (self, &state);
}

void
mado_viewport_invert (MadoViewport *self)
{
  MadoViewState state = self->state;

  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (self->set == NULL)
    return;

  state.is_inverted = !state.is_inverted;
  mado_viewport_apply_state (self, &state);
}

void
mado_viewport_set_window (MadoViewport *self, const MadoWindow *window)
{
  MadoViewState state = self->state;

  g_return_if_fail (MADO_IS_VIEWPORT (self));
  g_return_if_fail (window != NULL);

  if (self->set == NULL)
    return;

  self->has_own_window = TRUE;
  self->needs_auto_window = FALSE;
  state.voi = MADO_VOI_WINDOW;
  state.window = *window;
  mado_viewport_apply_state (self, &state);
}

static const MadoGrayscale *
get_grayscale (MadoViewport *self)
{
  int columns, rows;
  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);

  return ref != NULL ? ref->info->grayscale : NULL;
}

int
mado_viewport_get_n_file_windows (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), 0);

  const MadoGrayscale *grayscale = get_grayscale (self);

  return grayscale != NULL ? (int) (grayscale->windows->len + grayscale->voi_luts->len)
                           : 0;
}

char *
mado_viewport_dup_file_window_name (MadoViewport *self, int i)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), NULL);
  g_return_val_if_fail (i >= 0 && i < mado_viewport_get_n_file_windows (self), NULL);

  const MadoGrayscale *grayscale = get_grayscale (self);
  const int n_windows = (int) grayscale->windows->len;

  if (i >= n_windows) {
    const MadoLut *lut = g_ptr_array_index (grayscale->voi_luts, i - n_windows);

    /* Translators: a VOI LUT of the file that has no name; %d counts from 1 */
    return lut->explanation != NULL ? g_strdup (lut->explanation)
                                    : g_strdup_printf (_ ("LUT %d"), i - n_windows + 1);
  }

  const MadoFileWindow *window = g_ptr_array_index (grayscale->windows, i);

  if (window->explanation != NULL)
    return g_strdup (window->explanation);
  return g_strdup_printf ("WW %.10g WL %.10g", window->window.width,
                          window->window.center);
}

void
mado_viewport_set_file_window (MadoViewport *self, int i)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));
  g_return_if_fail (i >= 0 && i < mado_viewport_get_n_file_windows (self));

  const MadoGrayscale *grayscale = get_grayscale (self);
  const int n_windows = (int) grayscale->windows->len;
  MadoViewState state = self->state;

  if (i < n_windows) {
    const MadoFileWindow *window = g_ptr_array_index (grayscale->windows, i);

    state.voi = MADO_VOI_WINDOW;
    state.window = window->window;
    if (self->volume != NULL)
      mado_plane_window_to_modality (self->volume, &state.window);
  } else {
    state.voi = MADO_VOI_LUT;
    state.lut_index = i - n_windows;
  }
  /* The first is what the file wants anyway: each separate picture its own. */
  self->has_own_window = i > 0;
  self->needs_auto_window = FALSE;
  mado_viewport_apply_state (self, &state);
}

void
mado_viewport_set_auto_window (MadoViewport *self)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  /* Whatever there was: the frame's range is wanted. */
  self->needs_auto_window = TRUE;
  if (mado_viewport_begin_window (self))
    mado_viewport_apply_state (self, &self->state);
}
