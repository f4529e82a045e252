/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "mado-error-text.h"

char *
mado_viewport_dup_error_heading (MadoViewport *self)
{
  if (self->mpr == NULL)
    return mado_error_text_dup_heading (self->error);
  if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_strdup (_ ("There is not enough memory for MPR"));
  return g_strdup (_ ("MPR is not possible"));
}

char *
mado_viewport_dup_error_advice (MadoViewport *self)
{
  if (self->mpr == NULL)
    return mado_error_text_dup_advice (self->error);
  if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_strdup (_ ("Close other patients and try again.  The images themselves "
                        "can still be read."));

  char *refusal = mado_overlay_dup_refusal (mado_display_set_get_geometry (self->set));

  return refusal != NULL ? refusal : mado_error_text_dup_advice (self->error);
}

/* What belongs to the picture on show, even while another is being made. */
static void
init_plane_input (MadoViewport *self, MadoOverlayInput *input)
{
  const MadoPlaneView *view = mado_viewport_plane_get_view (self);

  input->is_mpr = true;
  input->is_draft = mado_plane_picture_is_draft (self->plane_picture);
  input->is_beyond_graphics =
      mado_plane_picture_is_beyond_graphics (self->plane_picture);
  if (view == NULL)
    return;
  input->plane = view;
  input->plane_kind = self->plane_kind;
  input->state = &view->view;
  input->position =
      mado_mpr_find_position (self->mpr, &view->plane, &input->n_positions);
}

void
mado_viewport_init_overlay_input (MadoViewport *self, MadoOverlayInput *input)
{
  *input = (MadoOverlayInput){
      .set = self->set,
      .index = self->shown_index,
      .n_loaded = self->n_loaded,
      .n_failed = self->n_failed,
      .state = &self->state,
      .level = self->annotation,
      .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)),
      .not_for_diagnosis = self->not_for_diagnosis,
      .link = self->link,
  };
  mado_viewport_get_shown (self, &input->columns, &input->rows);
  if (self->mpr != NULL)
    init_plane_input (self, input);
}

char *
mado_viewport_dup_trust_details (MadoViewport *self)
{
  MadoOverlayInput input;

  g_return_val_if_fail (MADO_IS_VIEWPORT (self), NULL);

  if (self->set == NULL)
    return NULL;

  mado_viewport_init_overlay_input (self, &input);
  return mado_overlay_dup_trust_details (&input);
}

/* As the annotation writes it: no more digits than mean something. */
static void
append_number (GString *text, const char *label, double value, double width)
{
  g_string_append_printf (text, width >= 10 ? " %s %.0f" : " %s %.3g", label, value);
}

static void
append_plane (GString *text, const MadoOverlayInput *input)
{
  const MadoPlaneView *view = input->plane;

  if (view == NULL) {
    g_string_append (text, "MPR");
    return;
  }

  g_autofree char *name = mado_overlay_dup_plane_name (&view->plane);

  /* Translators: read aloud: "Coronal plane, 123 of 512" */
  g_string_append_printf (text, _ ("%s plane, %d of %d"), name, input->position + 1,
                          input->n_positions);
  if (view->slab > 0)
    /* Translators: read aloud: thickness of a slab, and MIP, MinIP or mean */
    g_string_append_printf (text, _ (", slab %.4g mm %s"), view->slab,
                            mado_overlay_get_slab_mode_name (view->slab_mode));
  if (input->is_draft)
    /* Translators: read aloud: the picture is not as fine as it will be */
    g_string_append (text, _ (", preview"));
}

static void
append_picture (MadoViewport *self, GString *text, const MadoOverlayInput *input)
{
  if (input->is_mpr)
    append_plane (text, input);
  else
    /* Translators: read aloud: which image of how many a viewport shows */
    g_string_append_printf (text, _ ("image %d/%d"), self->shown_index + 1,
                            mado_display_set_get_n_frames (self->set));
}

static char *
make_description (MadoViewport *self)
{
  const MadoSeriesInfo *info = mado_display_set_get_info (self->set);
  g_autofree char *label = mado_overlay_dup_stack_label (self->set);
  MadoOverlayInput input;

  mado_viewport_init_overlay_input (self, &input);

  const MadoWindow *window = &input.state->window;
  GString *text = g_string_new (info->series_description);

  if (label != NULL)
    g_string_append_printf (text, " %s", label);
  if (text->len > 0)
    g_string_append (text, ", ");
  append_picture (self, text, &input);
  if (input.state->voi == MADO_VOI_WINDOW && !self->needs_auto_window) {
    g_string_append_c (text, ',');
    append_number (text, "WW", window->width, window->width);
    append_number (text, "WL", window->center, window->width);
  }
  /* Translators: read aloud: how much a picture is enlarged */
  g_string_append_printf (text, _ (", zoom %.2f"), input.state->zoom);
  if (self->is_blank)
    g_string_append_printf (text, ", %s", _ ("Loading…"));
  if (self->error != NULL) {
    g_autofree char *heading = mado_viewport_dup_error_heading (self);

    g_string_append_printf (text, ", %s", heading);
  }
  return g_string_free (text, FALSE);
}

/* What a screen reader says of the viewport, and what the UI tests read. */
void
mado_viewport_update_description (MadoViewport *self)
{
  char *description = self->set != NULL ? make_description (self) : g_strdup ("");

  if (g_strcmp0 (description, self->description) == 0) {
    g_free (description);
    return;
  }
  g_free (self->description);
  self->description = description;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

/* The line is drawn with the annotation; here it gets its name as a button. */
void
mado_viewport_update_trust (MadoViewport *self)
{
  MadoOverlayInput input;
  bool is_warning;

  if (self->set == NULL)
    return;

  mado_viewport_init_overlay_input (self, &input);

  g_autofree char *line = mado_overlay_dup_trust_line (&input, &is_warning);

  if (g_strcmp0 (line, self->trust_line) == 0)
    return;
  g_free (self->trust_line);
  self->trust_line = g_steal_pointer (&line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->trust),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->trust_line, -1);
}

void
mado_viewport_set_link (MadoViewport *self, MadoLinkState link)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (link == self->link)
    return;
  self->link = link;
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
  mado_viewport_update_trust (self);
}

static char *
make_color_value (MadoViewport *self, const MadoFrameRef *ref, int column, int row)
{
  const MadoPalette *palette = ref->info->grayscale->palette;

  if (self->frame->n_samples == 3)
    return g_strdup_printf ("R %.0f  G %.0f  B %.0f",
                            mado_frame_get_sample (self->frame, column, row, 0),
                            mado_frame_get_sample (self->frame, column, row, 1),
                            mado_frame_get_sample (self->frame, column, row, 2));
  if (palette == NULL || palette->n_entries < 1)
    return NULL;

  const double stored = mado_frame_get_sample (self->frame, column, row, 0);
  const double entry = CLAMP (stored - palette->first, 0, palette->n_entries - 1);
  const guint8 *rgb = palette->rgb + (gsize) entry * 3;

  return g_strdup_printf ("R %d  G %d  B %d", rgb[0], rgb[1], rgb[2]);
}

/* "-1024 HU" */
static char *
dup_value (double value, const char *unit)
{
  const gboolean is_whole = value == rint (value) && fabs (value) < 1e9;

  return g_strdup_printf (is_whole ? "%.0f%s%s" : "%.5g%s%s", value,
                          unit != NULL ? " " : "", unit != NULL ? unit : "");
}

static char *
make_gray_value (MadoViewport *self, const MadoFrameRef *ref, int column, int row)
{
  const MadoRenderInput input = {.frame = self->frame, .info = ref->info};
  double value;

  if (!mado_render_get_modality_value (&input, column, row, &value))
    return NULL;
  return dup_value (value, ref->info->grayscale->unit);
}

/* What is on show there, and where in the patient it is, as orientation letters say. */
static char *
make_plane_value (MadoViewport *self)
{
  const char *unit = mado_volume_get_grayscale (self->volume)->unit;
  double value;
  MadoVector point;

  if (!mado_plane_picture_get_value (self->plane_picture, self->pointer_x,
                                     self->pointer_y, &value) ||
      !mado_viewport_to_patient (self, self->pointer_x, self->pointer_y, &point))
    return NULL;

  g_autofree char *text = dup_value (value, unit);

  return g_strdup_printf ("%s  (%c %.1f  %c %.1f  %c %.1f mm)", text,
                          point.x < 0 ? 'R' : 'L', fabs (point.x),
                          point.y < 0 ? 'A' : 'P', fabs (point.y),
                          point.z < 0 ? 'F' : 'H', fabs (point.z));
}

/* The pixel under the pointer; NULL outside the image. */
static char *
make_value (MadoViewport *self)
{
  MadoViewTransform transform;
  int columns, rows;
  double x, y;

  if (self->has_pointer && self->volume != NULL)
    return make_plane_value (self);
  if (!self->has_pointer || self->frame == NULL)
    return NULL;

  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);

  mado_view_state_get_transform (&self->state, columns, rows, ref->info, &transform);
  mado_view_transform_apply (&transform, self->pointer_x, self->pointer_y, &x, &y);
  x = rint (x);
  y = rint (y);
  if (!(x >= 0 && y >= 0 && x < self->frame->columns && y < self->frame->rows))
    return NULL;

  g_autofree char *value = make_color_value (self, ref, (int) x, (int) y);

  if (value == NULL)
    value = make_gray_value (self, ref, (int) x, (int) y);
  return value != NULL ? g_strdup_printf ("%s  (x %d, y %d)", value, (int) x, (int) y)
                       : NULL;
}

/* An inscription has a fixed size: a new text costs no layout and redraws only its
 * own small area, not the picture. */
void
mado_viewport_update_value (MadoViewport *self)
{
  g_autofree char *value = make_value (self);

  gtk_widget_set_opacity (GTK_WIDGET (self->value), value != NULL ? 1 : 0);
  if (value != NULL)
    gtk_inscription_set_text (self->value, value);
}
