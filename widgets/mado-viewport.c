/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#include "mado-voi-lut.h"

G_DEFINE_FINAL_TYPE (MadoViewport, mado_viewport, GTK_TYPE_WIDGET)

guint mado_viewport_signals[MADO_VIEWPORT_N_SIGNALS];

const MadoFrameRef *
mado_viewport_get_shown (MadoViewport *self, int *columns, int *rows)
{
  if (self->set == NULL)
    return NULL;

  const MadoFrameRef *ref = mado_display_set_get_frame (self->set, self->shown_index);
  const MadoPixelFormat *format = mado_pixel_source_get_format (ref->instance->pixels);

  *columns = format->columns;
  *rows = format->rows;
  return ref;
}

static void
show_error (MadoViewport *self)
{
  g_autofree char *heading = mado_viewport_dup_error_heading (self);
  g_autofree char *advice = mado_viewport_dup_error_advice (self);

  gtk_label_set_text (self->error_heading, heading);
  gtk_label_set_text (self->error_advice, advice);
  gtk_label_set_text (self->error_details, self->error->message);
}

/* Which of the children the reader sees. */
static void
update_children (MadoViewport *self)
{
  const gboolean has_set = self->set != NULL;
  const MadoFrameRef *ref =
      has_set ? mado_display_set_get_frame (self->set, self->shown_index) : NULL;

  mado_picture_set_frame (self->picture, self->frame, self->frame != NULL ? ref : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->plane_picture), self->volume != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), !has_set);
  gtk_widget_set_visible (GTK_WIDGET (self->trust), has_set);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), self->is_blank);
  gtk_widget_set_visible (self->error_box, self->error != NULL);
  if (self->error != NULL)
    show_error (self);
}

void
mado_viewport_update (MadoViewport *self)
{
  self->n_updates++;
  update_children (self);
  if (self->volume != NULL)
    mado_viewport_plane_update_picture (self);
  else
    mado_picture_set_state (self->picture, &self->state);
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
  mado_viewport_update_value (self);
  mado_viewport_update_description (self);
  mado_viewport_update_trust (self);
  g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_CHANGED], 0);
}

void
mado_viewport_apply_state (MadoViewport *self, const MadoViewState *state)
{
  const int width = self->state.width, height = self->state.height;

  self->state = *state;
  self->state.width = width;
  self->state.height = height;
  if (self->mpr != NULL)
    mado_viewport_plane_apply_state (self);
  else
    mado_viewport_update (self);
}

static gboolean
is_palette (MadoViewport *self)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (self->set, self->shown_index);

  return ref->info->grayscale->palette != NULL;
}

static void
take_auto_window (MadoViewport *self)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (self->set, self->shown_index);

  self->state.voi = MADO_VOI_WINDOW;
  if (self->frame->n_samples == 1)
    mado_voi_lut_auto_window (self->frame, ref->info->grayscale, &self->state.window);
}

void
mado_viewport_take_file_window (MadoViewport *self)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (self->set, self->shown_index);
  MadoWindow window;

  if (self->mpr != NULL) {
    mado_viewport_plane_take_window (self);
    return;
  }
  self->needs_auto_window = FALSE;
  if (mado_display_set_get_default_window (self->set, self->shown_index, &window)) {
    self->state.voi = MADO_VOI_WINDOW;
    self->state.window = window;
  } else if (ref->info->grayscale->voi_luts->len > 0) {
    self->state.voi = MADO_VOI_LUT;
    self->state.lut_index = 0;
  } else if (self->frame != NULL) {
    take_auto_window (self);
  } else {
    self->needs_auto_window = TRUE;
  }
}

gboolean
mado_viewport_has_picture (MadoViewport *self)
{
  return self->mpr != NULL ? mado_plane_picture_get_shown (self->plane_picture) != NULL
                           : self->frame != NULL;
}

/* The values of a plane are never colour. */
static gboolean
begin_plane_window (MadoViewport *self)
{
  const gboolean is_needed =
      self->state.voi != MADO_VOI_WINDOW || self->needs_auto_window;

  if (!mado_viewport_has_picture (self) ||
      (is_needed && !mado_viewport_plane_take_auto_window (self)))
    return FALSE;
  self->needs_auto_window = FALSE;
  return TRUE;
}

gboolean
mado_viewport_begin_window (MadoViewport *self)
{
  if (self->mpr != NULL)
    return begin_plane_window (self);
  if (self->frame == NULL || self->frame->n_samples != 1 || is_palette (self))
    return FALSE;

  if (self->state.voi != MADO_VOI_WINDOW || self->needs_auto_window)
    take_auto_window (self);
  self->needs_auto_window = FALSE;
  self->has_own_window = TRUE;
  return TRUE;
}

/* The window of the frame that just came on show.  Separate pictures each have their
 * own until the reader chooses one; a stack keeps one, so that nothing flickers. */
static void
update_window (MadoViewport *self)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (self->set, self->shown_index);
  const guint n_luts = ref->info->grayscale->voi_luts->len;

  if (!self->has_own_window && !mado_display_set_is_spatial (self->set))
    mado_viewport_take_file_window (self);
  else if (self->needs_auto_window && self->frame != NULL)
    mado_viewport_take_file_window (self);

  if (self->state.voi == MADO_VOI_LUT && (guint) self->state.lut_index >= n_luts)
    mado_viewport_take_file_window (self);
}

static void
take_frame (MadoViewport *self, MadoFrame *frame, GError *error)
{
  g_clear_handle_id (&self->blank_id, g_source_remove);
  g_clear_pointer (&self->frame, mado_frame_unref);
  g_clear_error (&self->error);
  self->frame = frame;
  self->error = error;
  self->is_blank = frame == NULL && error == NULL;
  self->shown_index = self->index;
  update_window (self);
  if (self->is_fitted)
    mado_viewport_refit (self);
  mado_viewport_update_trust (self);
  mado_viewport_update (self);
}

static gboolean
blank_cb (gpointer user_data)
{
  MadoViewport *self = user_data;

  self->blank_id = 0;
  take_frame (self, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
has_wanted_frame (MadoViewport *self)
{
  return self->shown_index == self->index &&
         (self->frame != NULL || self->error != NULL);
}

/* Shows the frame the reader wants, or waits for it.  What was on show stays for a
 * moment, as what it was: a picture never stands under another's annotation. */
static void
show_index (MadoViewport *self)
{
  g_autoptr (GError) error = NULL;

  mado_loader_show (self->loader, self, MADO_LOADER_SCREEN, self->set, self->index,
                    self->direction);
  if (has_wanted_frame (self)) {
    g_clear_handle_id (&self->blank_id, g_source_remove);
    return;
  }

  MadoFrame *frame =
      mado_loader_get_frame (self->loader, self->set, self->index, &error);

  if (frame != NULL || error != NULL)
    take_frame (self, frame, g_steal_pointer (&error));
  else if (self->is_blank && self->shown_index != self->index)
    take_frame (self, NULL, NULL);
  else if (!self->is_blank && self->blank_id == 0)
    self->blank_id = g_timeout_add (MADO_VIEWPORT_GRACE_MS, blank_cb, self);
}

static void
frame_loaded_cb (MadoViewport *self, MadoDisplaySet *set, int index)
{
  if (set == self->set && self->mpr == NULL && index == self->index &&
      !has_wanted_frame (self))
    show_index (self);
}

/* Frames of the set that are there: for planes, in the volume. */
int
mado_viewport_count_loaded (MadoViewport *self, int *n_failed)
{
  const int n_loaded = mado_loader_get_n_loaded (self->loader, self->set, n_failed);

  if (self->volume == NULL)
    return n_loaded;

  /* Decoded before, a slice may still be on its way into the volume. */
  const int n_slices = mado_volume_get_geometry (self->volume)->n_slices;
  const int n_coming = n_slices - mado_volume_get_n_there (self->volume) -
                       mado_volume_get_n_failed (self->volume);

  return MIN (n_loaded,
              mado_display_set_get_n_frames (self->set) - *n_failed - n_coming);
}

static void
progress_cb (MadoViewport *self, MadoDisplaySet *set)
{
  if (set != self->set)
    return;

  int n_failed = 0;
  const int n_loaded = mado_viewport_count_loaded (self, &n_failed);

  if (self->mpr != NULL)
    mado_viewport_plane_progress (self);
  if (n_loaded == self->n_loaded && n_failed == self->n_failed)
    return;
  self->n_loaded = n_loaded;
  self->n_failed = n_failed;
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
  mado_viewport_update_description (self);
  mado_viewport_update_trust (self);
  g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_CHANGED], 0);
}

static void
draw_overlay (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  MadoViewport *self = data;
  MadoOverlayInput input;

  if (self->set == NULL || self->state.width <= 0)
    return;

  mado_viewport_init_overlay_input (self, &input);
  cairo_scale (cr, 1 / input.scale, 1 / input.scale);
  mado_viewport_draw_marks (self, cr, input.scale);
  mado_overlay_draw (cr, &input);
}

static void
trust_clicked_cb (MadoViewport *self)
{
  g_signal_emit (self, mado_viewport_signals[MADO_VIEWPORT_TRUST_CLICKED], 0);
}

/* Runs while sizes are allocated: nothing here may ask for another size. */
static void
update_size (MadoViewport *self)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const int width = gtk_widget_get_width (GTK_WIDGET (self->overlay)) * scale;
  const int height = gtk_widget_get_height (GTK_WIDGET (self->overlay)) * scale;

  if (width == self->state.width && height == self->state.height)
    return;

  self->state.width = width;
  self->state.height = height;
  if (self->is_fitted)
    mado_viewport_refit (self);
  if (self->volume != NULL)
    mado_viewport_plane_update_picture (self);
  else
    mado_picture_set_state (self->picture, &self->state);
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
  mado_viewport_update_description (self);
}

static void
resize_cb (MadoViewport *self, int width, int height)
{
  update_size (self);
}

static void
scale_factor_cb (MadoViewport *self)
{
  update_size (self);
}

static void
mado_viewport_unmap (GtkWidget *widget)
{
  MadoViewport *self = MADO_VIEWPORT (widget);

  mado_viewport_set_playing (self, FALSE);
  mado_loader_forget (self->loader, self);
  GTK_WIDGET_CLASS (mado_viewport_parent_class)->unmap (widget);
}

static void
mado_viewport_map (GtkWidget *widget)
{
  MadoViewport *self = MADO_VIEWPORT (widget);

  GTK_WIDGET_CLASS (mado_viewport_parent_class)->map (widget);
  if (self->mpr != NULL)
    mado_viewport_plane_map (self);
  else if (self->set != NULL)
    show_index (self);
}

static void
mado_viewport_dispose (GObject *object)
{
  MadoViewport *self = MADO_VIEWPORT (object);

  g_clear_handle_id (&self->blank_id, g_source_remove);
  mado_viewport_plane_clear (self);
  if (self->loader != NULL)
    mado_loader_forget (self->loader, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), MADO_TYPE_VIEWPORT);
  g_clear_object (&self->loader);
  g_clear_object (&self->set);
  g_clear_pointer (&self->frame, mado_frame_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->trust_line, g_free);
  g_clear_pointer (&self->reference_lines, g_array_unref);

  G_OBJECT_CLASS (mado_viewport_parent_class)->dispose (object);
}

static guint
add_signal (MadoViewportClass *klass, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_viewport_class_init (MadoViewportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mado_viewport_dispose;
  widget_class->map = mado_viewport_map;
  widget_class->unmap = mado_viewport_unmap;

  mado_viewport_signals[MADO_VIEWPORT_ACTIVATED] = add_signal (klass, "activated");
  mado_viewport_signals[MADO_VIEWPORT_CHANGED] = add_signal (klass, "changed");
  mado_viewport_signals[MADO_VIEWPORT_TRUST_CLICKED] =
      add_signal (klass, "trust-clicked");
  mado_viewport_signals[MADO_VIEWPORT_MAXIMISE_REQUESTED] =
      add_signal (klass, "maximise-requested");
  mado_viewport_signals[MADO_VIEWPORT_POINT_PICKED] = g_signal_new (
      "point-picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
      G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  mado_viewport_signals[MADO_VIEWPORT_MPR_DROPPED] =
      g_signal_new ("mpr-dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, MADO_TYPE_DISPLAY_SET);

  g_type_ensure (MADO_TYPE_PICTURE);
  g_type_ensure (MADO_TYPE_PLANE_PICTURE);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/madoviewer/Mado/widgets/mado-viewport.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, picture);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, plane_picture);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, overlay);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, value);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, hint);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, waiting);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, error_box);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, error_heading);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, error_advice);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, error_details);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, trust);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, drop_zones);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, drop_frames);
  gtk_widget_class_bind_template_child (widget_class, MadoViewport, drop_mpr);
  gtk_widget_class_bind_template_callback (widget_class, trust_clicked_cb);
}

static void
mado_viewport_init (MadoViewport *self)
{
  self->state.zoom = 1;
  self->state.interpolation = MADO_INTERPOLATION_LINEAR;
  self->state.voi = MADO_VOI_WINDOW;
  self->state.window =
      (MadoWindow){128, 256, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY};
  self->is_fitted = TRUE;
  self->tool = MADO_TOOL_SCROLL;
  self->annotation = MADO_ANNOTATION_FULL;
  self->not_for_diagnosis = TRUE;
  self->mouse = (MadoMouse){.right = MADO_TOOL_WINDOW,
                            .middle = MADO_TOOL_PAN,
                            .wheel = MADO_TOOL_SCROLL,
                            .window_up_is_brighter = TRUE};

  self->is_crosshair_shown = TRUE;
  self->reference_lines = g_array_new (FALSE, TRUE, sizeof (MadoReferenceLine));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->overlay, draw_overlay, self, NULL);
  g_signal_connect_object (self->overlay, "resize", G_CALLBACK (resize_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_factor_cb), NULL);
  mado_viewport_add_controllers (self);
  mado_viewport_update_cursor (self);
  mado_viewport_update_value (self);
}

GtkWidget *
mado_viewport_new (MadoLoader *loader)
{
  MadoViewport *self = g_object_new (MADO_TYPE_VIEWPORT, NULL);

  self->loader = g_object_ref (loader);
  g_signal_connect_object (loader, "frame-loaded", G_CALLBACK (frame_loaded_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (loader, "progress", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

MadoDisplaySet *
mado_viewport_get_display_set (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), NULL);

  return self->set;
}

/* Leaves nothing of the display set before: not a picture, not a window. */
static void
clear_set (MadoViewport *self)
{
  mado_viewport_set_playing (self, FALSE);
  mado_viewport_plane_clear (self);
  g_clear_handle_id (&self->blank_id, g_source_remove);
  g_clear_pointer (&self->frame, mado_frame_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->set);
  self->is_blank = FALSE;
  self->direction = 0;
  self->frame_rate = 0;
  self->has_own_window = FALSE;
  self->is_fitted = TRUE;
  self->state.rotation = 0;
  self->state.is_flipped = false;
  self->state.is_inverted = false;
}

/* IHE BIR lets the reader begin at the first or the middle image
 * (RAD TF-2 4.16.4.2.2.5.2). */
static int
get_first_index (MadoDisplaySet *set)
{
  if (!mado_display_set_is_spatial (set) || mado_display_set_is_temporal (set))
    return 0;
  return mado_display_set_get_n_frames (set) / 2;
}

void
mado_viewport_begin_set (MadoViewport *self, MadoDisplaySet *set, int index)
{
  clear_set (self);
  self->set = g_object_ref (set);
  self->index = CLAMP (index, 0, mado_display_set_get_n_frames (set) - 1);
  self->shown_index = self->index;
  self->n_loaded = mado_viewport_count_loaded (self, &self->n_failed);
}

void
mado_viewport_set_display_set (MadoViewport *self, MadoDisplaySet *set, int index)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (set == NULL) {
    clear_set (self);
    mado_loader_forget (self->loader, self);
    mado_viewport_update (self);
    return;
  }

  mado_viewport_begin_set (self, set, index < 0 ? get_first_index (set) : index);
  mado_viewport_take_file_window (self);
  mado_viewport_refit (self);
  show_index (self);
  if (!has_wanted_frame (self)) {
    mado_viewport_update_trust (self);
    mado_viewport_update (self);
  }
}

int
mado_viewport_get_n_frames (MadoViewport *self)
{
  int n;

  g_return_val_if_fail (MADO_IS_VIEWPORT (self), 0);

  if (self->mpr != NULL) {
    mado_mpr_get_position (self->mpr, self->plane_kind, &n);
    return n;
  }
  return self->set != NULL ? mado_display_set_get_n_frames (self->set) : 0;
}

int
mado_viewport_get_index (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), 0);

  if (self->mpr != NULL)
    return mado_mpr_get_position (self->mpr, self->plane_kind, NULL);
  return self->index;
}

int
mado_viewport_get_frame_index (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), 0);

  return self->mpr != NULL ? mado_display_set_get_n_frames (self->set) / 2
                           : self->index;
}

void
mado_viewport_set_index (MadoViewport *self, int index)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (self->set == NULL)
    return;
  if (self->mpr != NULL) {
    mado_mpr_scroll (self->mpr, self->plane_kind,
                     index - mado_viewport_get_index (self));
    return;
  }
  index = CLAMP (index, 0, mado_display_set_get_n_frames (self->set) - 1);
  if (index == self->index)
    return;

  self->direction = index > self->index ? 1 : -1;
  self->index = index;
  show_index (self);
}

const MadoViewState *
mado_viewport_get_state (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), NULL);

  return &self->state;
}

gboolean
mado_viewport_is_active (MadoViewport *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT (self), FALSE);

  return self->is_active;
}

void
mado_viewport_set_active (MadoViewport *self, gboolean active)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  self->is_active = active;
  if (active)
    gtk_widget_add_css_class (GTK_WIDGET (self), "active");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "active");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED,
                               active, -1);
}

void
mado_viewport_set_tool (MadoViewport *self, MadoTool tool)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  self->tool = tool;
  mado_viewport_update_cursor (self);
}

void
mado_viewport_set_mouse (MadoViewport *self, const MadoMouse *mouse)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  self->mouse = *mouse;
}

void
mado_viewport_set_annotation (MadoViewport *self, MadoAnnotationLevel level)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  self->annotation = level;
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
}

void
mado_viewport_set_crosshair_shown (MadoViewport *self, gboolean shown)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  self->is_crosshair_shown = shown != FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
}

void
mado_viewport_set_interpolation (MadoViewport *self, MadoInterpolation interpolation)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  self->state.interpolation = interpolation;
  if (self->mpr != NULL)
    mado_viewport_plane_apply_state (self);
  else
    mado_picture_set_state (self->picture, &self->state);
}

void
mado_viewport_set_not_for_diagnosis (MadoViewport *self, gboolean shown)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  self->not_for_diagnosis = shown;
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
}

void
mado_viewport_set_default_backend (MadoBackend backend)
{
  mado_picture_set_default_backend (backend);
}
