/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#include <math.h>

/* Slices that come are shown this often, ms: each time costs a picture. */
#define REFRESH_MS 100

/* The crosshair moves in the plane, not along its normal: less is rounding, mm. */
#define SAME_PLACE 1e-7

static const MadoGeometry *
get_geometry (MadoViewport *self)
{
  return mado_display_set_get_geometry (self->set);
}

/* What is wanted: the plane of the MPR, with this viewport's zoom and pan. */
static void
make_view (MadoViewport *self, MadoPlaneView *view)
{
  *view = (MadoPlaneView){
      .plane = self->plane,
      .slab = mado_mpr_get_slab (self->mpr, self->plane_kind),
      .slab_mode = mado_mpr_get_slab_mode (self->mpr, self->plane_kind),
      .view = self->state,
  };
}

static gboolean
directions_equal (const MadoPlane *a, const MadoPlane *b)
{
  return memcmp (&a->right, &b->right, sizeof a->right) == 0 &&
         memcmp (&a->down, &b->down, sizeof a->down) == 0;
}

/* Follows the plane of the MPR.  Its center is where the crosshair is; the picture does
 * not go along with it, unless the plane turns: then about the center. */
static void
follow_plane (MadoViewport *self)
{
  const MadoPlane now = mado_mpr_get_plane (self->mpr, self->plane_kind);

  if (directions_equal (&now, &self->plane)) {
    const double distance = mado_plane_get_distance (&self->plane, now.center);

    if (fabs (distance) > SAME_PLACE)
      self->plane.center = mado_vector_add_scaled (
          self->plane.center, mado_plane_get_normal (&self->plane), distance);
    return;
  }

  MadoPlaneView view;
  double x, y;

  make_view (self, &view);
  mado_plane_view_to_picture (&view, now.center, &x, &y);
  self->plane = now;
  self->state.pan_x = x - self->state.width / 2.0;
  self->state.pan_y = y - self->state.height / 2.0;
}

static void
follow_look (MadoViewport *self)
{
  const MadoMprLook *look = mado_mpr_get_look (self->mpr);

  self->state.interpolation = look->interpolation;
  self->state.is_inverted = look->is_inverted;
  self->state.voi = look->voi;
  self->state.window = look->window;
  self->state.lut_index = look->lut_index;
  self->needs_auto_window = !look->has_window;
}

/* What the loader decodes first: the slice the planes meet in. */
static void
tell_loader (MadoViewport *self)
{
  const MadoGeometry *geometry = get_geometry (self);
  const double slice =
      mado_geometry_to_index (geometry, mado_mpr_get_center (self->mpr)).slice;
  const int nearest = (int) CLAMP (rint (slice), 0, geometry->n_slices - 1);

  self->index = self->shown_index = geometry->slices[nearest];
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    mado_loader_show (self->loader, self, MADO_LOADER_SCREEN, self->set, self->index,
                      0);
}

static void
mpr_changed_cb (MadoViewport *self)
{
  follow_look (self);
  if (self->volume != NULL) {
    follow_plane (self);
    tell_loader (self);
  }
  mado_viewport_update (self);
}

void
mado_viewport_plane_apply_state (MadoViewport *self)
{
  const MadoMprLook look = {
      .interpolation = self->state.interpolation,
      .is_inverted = self->state.is_inverted,
      .has_window = !self->needs_auto_window,
      .voi = self->state.voi,
      .window = self->state.window,
      .lut_index = self->state.lut_index,
  };
  const guint n_updates = self->n_updates;

  mado_mpr_set_look (self->mpr, &look);
  if (self->n_updates == n_updates)
    mado_viewport_update (self);
}

void
mado_viewport_plane_update_picture (MadoViewport *self)
{
  MadoPlaneView view;

  make_view (self, &view);
  mado_plane_picture_set_view (self->plane_picture, &view, self->needs_auto_window);
}

void
mado_viewport_plane_take_window (MadoViewport *self)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (self->set, self->shown_index);

  if (self->volume == NULL)
    return;
  self->state.voi = MADO_VOI_WINDOW;
  self->needs_auto_window = FALSE;
  if (mado_display_set_get_default_window (self->set, self->shown_index,
                                           &self->state.window)) {
    mado_plane_window_to_modality (self->volume, &self->state.window);
  } else if (ref->info->grayscale->voi_luts->len > 0) {
    self->state.voi = MADO_VOI_LUT;
    self->state.lut_index = 0;
  } else {
    self->needs_auto_window = TRUE;
  }
}

gboolean
mado_viewport_plane_take_auto_window (MadoViewport *self)
{
  self->state.voi = MADO_VOI_WINDOW;
  return mado_plane_picture_get_auto_window (self->plane_picture, &self->state.window);
}

static void
drawn_cb (MadoViewport *self)
{
  const MadoPlaneView *shown = mado_plane_picture_get_shown (self->plane_picture);

  if (self->mpr == NULL || shown == NULL)
    return;
  if (self->needs_auto_window) {
    self->state.voi = shown->view.voi;
    self->state.window = shown->view.window;
    self->needs_auto_window = FALSE;
    mado_viewport_plane_apply_state (self);
  } else {
    mado_viewport_update (self);
  }
}

void
mado_viewport_plane_map (MadoViewport *self)
{
  if (self->volume != NULL)
    tell_loader (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  MadoViewport *self = user_data;

  self->refresh_id = 0;
  self->refreshed = g_get_monotonic_time ();
  self->serial = mado_volume_get_serial (self->volume);
  mado_plane_picture_refresh (self->plane_picture);
  return G_SOURCE_REMOVE;
}

void
mado_viewport_plane_progress (MadoViewport *self)
{
  const gint64 since = (g_get_monotonic_time () - self->refreshed) / 1000;

  if (self->volume == NULL || self->refresh_id != 0 ||
      mado_volume_get_serial (self->volume) == self->serial)
    return;
  if (since >= REFRESH_MS)
    refresh_cb (self);
  else
    self->refresh_id = g_timeout_add ((guint) (REFRESH_MS - since), refresh_cb, self);
}

void
mado_viewport_plane_fit (MadoViewport *self, MadoViewState *state)
{
  MadoPlaneView view;

  if (self->volume == NULL)
    return;
  make_view (self, &view);
  view.view = *state;
  mado_plane_view_fit (&view, get_geometry (self));
  *state = view.view;
}

/* The volume's shadow on the screen keeps a margin in sight, as a frame does. */
void
mado_viewport_plane_limit_pan (MadoViewport *self, MadoViewState *state, double margin)
{
  MadoViewState fitted = *state;

  if (self->volume == NULL || state->width <= 0 || state->height <= 0)
    return;

  mado_viewport_plane_fit (self, &fitted);

  const double ratio = state->zoom / fitted.zoom;
  const double x_max = MAX (state->width * (1 + ratio) / 2 - margin, 0);
  const double y_max = MAX (state->height * (1 + ratio) / 2 - margin, 0);
  const double x = fitted.pan_x * ratio, y = fitted.pan_y * ratio;

  state->pan_x = CLAMP (state->pan_x, x - x_max, x + x_max);
  state->pan_y = CLAMP (state->pan_y, y - y_max, y + y_max);
}

/* One voxel edge is one device px; what was in the middle stays there. */
void
mado_viewport_plane_actual_size (MadoViewport *self)
{
  const MadoGeometry *geometry = get_geometry (self);
  const double spacing = MIN (geometry->row_spacing, geometry->column_spacing);

  if (self->volume == NULL || !(spacing > 0))
    return;

  MadoViewState state = self->state;

  mado_viewport_zoom_about (&state, 1 / spacing / state.zoom, state.width / 2.0,
                            state.height / 2.0);
  self->is_fitted = FALSE;
  mado_viewport_apply_state (self, &state);
}

/* Of the picture on show; of the wanted one until there is one. */
static const MadoPlaneView *
get_shown_view (MadoViewport *self, MadoPlaneView *wanted)
{
  const MadoPlaneView *shown = mado_plane_picture_get_shown (self->plane_picture);

  if (shown != NULL)
    return shown;
  make_view (self, wanted);
  return wanted;
}

const MadoPlaneView *
mado_viewport_plane_get_view (MadoViewport *self)
{
  if (self->volume == NULL || self->state.width <= 0 || self->state.height <= 0)
    return NULL;
  return get_shown_view (self, &self->own_view);
}

gboolean
mado_viewport_get_reformatted_plane (MadoViewport *self,
                                     MadoPlane *plane,
                                     double *width,
                                     double *height)
{
  const MadoPlaneView *view = mado_viewport_plane_get_view (self);
  MadoPlaneMap map;

  if (view == NULL)
    return FALSE;

  const gboolean is_turned = view->view.rotation % 2 != 0;
  const double across = view->view.width / view->view.zoom;
  const double down = view->view.height / view->view.zoom;

  mado_plane_view_get_map (view, &map);
  *plane = view->plane;
  plane->center =
      mado_plane_map_to_patient (&map, view->view.width / 2.0, view->view.height / 2.0);
  *width = is_turned ? down : across;
  *height = is_turned ? across : down;
  return TRUE;
}

gboolean
mado_viewport_plane_to_patient (MadoViewport *self,
                                double x,
                                double y,
                                MadoVector *point)
{
  const MadoPlaneView *view = mado_viewport_plane_get_view (self);
  MadoPlaneMap map;

  if (view == NULL)
    return FALSE;
  mado_plane_view_get_map (view, &map);
  *point = mado_plane_map_to_patient (&map, x, y);
  return TRUE;
}

gboolean
mado_viewport_plane_from_patient (MadoViewport *self,
                                  MadoVector point,
                                  double *x,
                                  double *y)
{
  const MadoPlaneView *view = mado_viewport_plane_get_view (self);

  if (view == NULL)
    return FALSE;
  mado_plane_view_to_picture (view, point, x, y);
  return TRUE;
}

gboolean
mado_viewport_plane_show_point (MadoViewport *self, MadoVector point)
{
  const MadoGeometry *geometry = get_geometry (self);

  if (self->volume == NULL)
    return FALSE;

  const MadoIndexPoint index = mado_geometry_to_index (geometry, point);

  if (index.column < -0.5 || index.column > geometry->columns - 0.5 ||
      index.row < -0.5 || index.row > geometry->rows - 0.5 || index.slice < -0.5 ||
      index.slice > geometry->n_slices - 0.5)
    return FALSE;
  mado_mpr_set_center (self->mpr, point);
  return TRUE;
}

void
mado_viewport_plane_clear (MadoViewport *self)
{
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->mpr == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->mpr, mpr_changed_cb, self);
  if (self->plane_picture != NULL) {
    g_signal_handlers_disconnect_by_func (self->plane_picture, drawn_cb, self);
    mado_plane_picture_set_volume (self->plane_picture, NULL);
  }
  g_clear_pointer (&self->volume, mado_volume_unref);
  mado_loader_release_volume (self->loader, self);
  g_clear_object (&self->mpr);
  self->hover = self->grip = (MadoCrosshairGrip){0};
}

/* The volume, or why there is none. */
static void
hold_volume (MadoViewport *self)
{
  MadoVolume *volume =
      mado_loader_hold_volume (self->loader, self, self->set, &self->error);

  if (volume == NULL)
    return;
  self->volume = mado_volume_ref (volume);
  self->refreshed = g_get_monotonic_time ();
  self->serial = mado_volume_get_serial (volume);
  self->n_loaded = mado_viewport_count_loaded (self, &self->n_failed);
  tell_loader (self);
  if (!mado_mpr_get_look (self->mpr)->has_window) {
    mado_viewport_plane_take_window (self);
    mado_viewport_plane_apply_state (self);
  }
}

static void
begin_plane (MadoViewport *self)
{
  MadoMprLook look = *mado_mpr_get_look (self->mpr);

  /* The first viewport brings what the reader prefers. */
  if (!look.has_window)
    look.interpolation = self->state.interpolation;
  mado_mpr_set_look (self->mpr, &look);
  follow_look (self);
  self->plane = mado_mpr_get_plane (self->mpr, self->plane_kind);
  g_signal_connect_object (self->mpr, "changed", G_CALLBACK (mpr_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->plane_picture, "drawn", G_CALLBACK (drawn_cb), self,
                           G_CONNECT_SWAPPED);
  hold_volume (self);
  mado_plane_picture_set_volume (self->plane_picture, self->volume);
  mado_viewport_refit (self);
  mado_viewport_update (self);
}

void
mado_viewport_set_mpr (MadoViewport *self, MadoMpr *mpr, MadoPlaneKind kind)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));
  g_return_if_fail (mpr == NULL || MADO_IS_MPR (mpr));

  if (mpr == self->mpr && (mpr == NULL || kind == self->plane_kind))
    return;
  if (mpr == NULL) {
    g_autoptr (MadoDisplaySet) set = g_object_ref (self->set);

    mado_viewport_set_display_set (self, set, self->index);
    return;
  }

  g_autoptr (MadoMpr) held = g_object_ref (mpr);
  MadoDisplaySet *set = mado_mpr_get_display_set (mpr);

  mado_viewport_begin_set (self, set, mado_display_set_get_n_frames (set) / 2);
  self->mpr = g_steal_pointer (&held);
  self->plane_kind = kind;
  begin_plane (self);
}

MadoMpr *
mado_viewport_get_mpr (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), NULL);

  return self->mpr;
}

MadoPlaneKind
mado_viewport_get_plane_kind (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), MADO_PLANE_AXIAL);

  return self->mpr != NULL ? self->plane_kind : 0;
}
