/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "mado-error-text.h"

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
  };
  mado_viewport_get_shown (self, &input->columns, &input->rows);
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

static char *
make_description (MadoViewport *self)
{
  const MadoSeriesInfo *info = mado_display_set_get_info (self->set);
  g_autofree char *label = mado_overlay_dup_stack_label (self->set);
  const MadoWindow *window = &self->state.window;
  GString *text = g_string_new (info->series_description);

  if (label != NULL)
    g_string_append_printf (text, " %s", label);
  if (text->len > 0)
    g_string_append (text, ", ");
  /* Translators: read aloud: which image of how many a viewport shows */
  g_string_append_printf (text, _ ("image %d/%d"), self->shown_index + 1,
                          mado_display_set_get_n_frames (self->set));
  if (self->state.voi == MADO_VOI_WINDOW && !self->needs_auto_window) {
    g_string_append_c (text, ',');
    append_number (text, "WW", window->width, window->width);
    append_number (text, "WL", window->center, window->width);
  }
  /* Translators: read aloud: how much a picture is enlarged */
  g_string_append_printf (text, _ (", zoom %.2f"), self->state.zoom);
  if (self->is_blank)
    g_string_append_printf (text, ", %s", _ ("Loading…"));
  if (self->error != NULL) {
    g_autofree char *heading = mado_error_text_dup_heading (self->error);

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

static char *
make_gray_value (MadoViewport *self, const MadoFrameRef *ref, int column, int row)
{
  const MadoRenderInput input = {.frame = self->frame, .info = ref->info};
  const char *unit = ref->info->grayscale->unit;
  double value;

  if (!mado_render_get_modality_value (&input, column, row, &value))
    return NULL;

  const gboolean is_whole = value == rint (value) && fabs (value) < 1e9;

  return g_strdup_printf (is_whole ? "%.0f%s%s" : "%.5g%s%s", value,
                          unit != NULL ? " " : "", unit != NULL ? unit : "");
}

/* The pixel under the pointer; NULL outside the image. */
static char *
make_value (MadoViewport *self)
{
  MadoViewTransform transform;
  int columns, rows;
  double x, y;

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
