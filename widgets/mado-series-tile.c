/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-series-strip-private.h"

#include <glib/gi18n-lib.h>

#include "mado-error-text.h"
#include "mado-overlay.h"
#include "mado-renderer.h"
#include "mado-voi-lut.h"

/* What a worker needs for one thumbnail: nothing of the widget. */
typedef struct {
  MadoFrame *frame;    /* owned */
  MadoDisplaySet *set; /* owned */
  int index;
  int scale; /* device px per px */
} Job;

static void
job_free (Job *job)
{
  mado_frame_unref (job->frame);
  g_object_unref (job->set);
  g_free (job);
}

int
mado_series_tile_get_index (MadoSeriesTile *self)
{
  return mado_display_set_get_n_frames (self->set) / 2;
}

static void
set_window (const Job *job, const MadoFrameInfo *info, MadoViewState *state)
{
  state->voi = MADO_VOI_WINDOW;
  if (mado_display_set_get_default_window (job->set, job->index, &state->window))
    return;
  if (info->grayscale->voi_luts->len > 0)
    state->voi = MADO_VOI_LUT;
  else if (job->frame->n_samples == 1)
    mado_voi_lut_auto_window (job->frame, info->grayscale, &state->window);
}

static void
draw_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  const MadoFrameInfo *info = mado_display_set_get_frame (job->set, job->index)->info;
  const MadoRenderInput input = {.frame = job->frame, .info = info};
  MadoViewState state = {.width = MADO_THUMBNAIL_WIDTH * job->scale,
                         .height = MADO_THUMBNAIL_HEIGHT * job->scale,
                         .zoom = 1,
                         .interpolation = MADO_INTERPOLATION_LINEAR};
  const gsize stride = (gsize) state.width * 4;
  guint8 *pixels = g_malloc (stride * (gsize) state.height);

  set_window (job, info, &state);
  mado_view_state_fit (&state, job->frame->columns, job->frame->rows, info);
  mado_render_cpu (&input, &state, pixels, stride);
  g_task_return_pointer (task, g_bytes_new_take (pixels, stride * (gsize) state.height),
                         (GDestroyNotify) g_bytes_unref);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) pixels = g_task_propagate_pointer (G_TASK (result), NULL);
  const Job *job = g_task_get_task_data (G_TASK (result));
  MadoSeriesTile *self = user_data;

  /* Cancelled: the tile is gone. */
  if (pixels == NULL)
    return;

  const int width = MADO_THUMBNAIL_WIDTH * job->scale;
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (
      width, MADO_THUMBNAIL_HEIGHT * job->scale, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
      pixels, (gsize) width * 4);

  self->state = MADO_TILE_DONE;
  mado_thumbnail_set_texture (self->thumbnail, texture);
}

static void
draw (MadoSeriesTile *self, MadoFrame *frame)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->drawing, drawn_cb, self);
  Job *job = g_new0 (Job, 1);

  job->frame = mado_frame_ref (frame);
  job->set = g_object_ref (self->set);
  job->index = mado_series_tile_get_index (self);
  job->scale = gtk_widget_get_scale_factor (GTK_WIDGET (self->thumbnail));
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, draw_worker);
  self->state = MADO_TILE_DRAWING;
}

static void
show_error (MadoSeriesTile *self, const GError *error)
{
  g_autofree char *heading = mado_error_text_dup_heading (error);

  self->state = MADO_TILE_DONE;
  gtk_label_set_text (self->detail, heading);
  gtk_widget_add_css_class (GTK_WIDGET (self->detail), "warning");
}

void
mado_series_tile_request (MadoSeriesTile *self)
{
  const int index = mado_series_tile_get_index (self);
  g_autoptr (GError) error = NULL;

  if (self->state != MADO_TILE_EMPTY && self->state != MADO_TILE_LOADING)
    return;
  if (self->state == MADO_TILE_EMPTY) {
    mado_loader_show (self->loader, self, MADO_LOADER_THUMBNAIL, self->set, index, 0);
    self->state = MADO_TILE_LOADING;
  }

  g_autoptr (MadoFrame) frame =
      mado_loader_get_frame (self->loader, self->set, index, &error);

  if (frame != NULL)
    draw (self, frame);
  else if (error != NULL)
    show_error (self, error);
  if (self->state != MADO_TILE_LOADING)
    mado_loader_forget (self->loader, self);
}

void
mado_series_tile_update_progress (MadoSeriesTile *self)
{
  int failed = 0;
  const int n_loaded = mado_loader_get_n_loaded (self->loader, self->set, &failed);
  const int n_frames = mado_display_set_get_n_frames (self->set);

  /* A thumbnail alone is not a series that is loading. */
  if (n_loaded + failed <= 1)
    return;
  mado_thumbnail_set_progress (self->thumbnail,
                               (double) (n_loaded + failed) / n_frames);
}

char *
mado_series_tile_dup_title (MadoDisplaySet *set)
{
  const MadoSeriesInfo *info = mado_display_set_get_info (set);
  g_autofree char *label = mado_overlay_dup_stack_label (set);
  const char *text = info->series_description;

  if (text == NULL)
    text = info->protocol;
  if (text == NULL)
    text = info->body_part;

  if (text != NULL)
    return g_strjoin (" ", text, label, NULL);

  /* Translators: %d is the Series Number of a series without a description */
  g_autofree char *numbered =
      info->series_number >= 0 ? g_strdup_printf (_ ("Series %d"), info->series_number)
                               : g_strdup (_ ("Series without number"));

  return g_strjoin (" ", numbered, label, NULL);
}

static char *
make_accessible_name (MadoDisplaySet *set, const char *title, const char *detail)
{
  const MadoSeriesInfo *info = mado_display_set_get_info (set);

  if (info->series_number < 0 || info->series_description == NULL)
    return g_strdup_printf ("%s %s", title, detail);

  /* Translators: read aloud: Series Number, description, "CT 320" */
  return g_strdup_printf (_ ("Series %d %s %s"), info->series_number, title, detail);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1); /* as wide as the tile */
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
make_widgets (MadoSeriesTile *self)
{
  const MadoSeriesInfo *info = mado_display_set_get_info (self->set);
  const int n_frames = mado_display_set_get_n_frames (self->set);
  g_autofree char *title = mado_series_tile_dup_title (self->set);
  g_autofree char *detail = g_strdup_printf ("%s %d", info->modality, n_frames);
  g_autofree char *name = make_accessible_name (self->set, title, detail);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title_label = make_label (title, "mado-tile-title");

  self->button = GTK_BUTTON (gtk_button_new ());
  self->thumbnail = MADO_THUMBNAIL (mado_thumbnail_new ());
  self->detail = GTK_LABEL (make_label (detail, "mado-tile-detail"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->thumbnail));
  gtk_box_append (GTK_BOX (box), title_label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->detail));
  gtk_button_set_child (self->button, box);
  /* The keyboard stays with the viewports. */
  gtk_widget_set_focus_on_click (GTK_WIDGET (self->button), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "mado-tile");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

MadoSeriesTile *
mado_series_tile_new (MadoLoader *loader, MadoDisplaySet *set)
{
  MadoSeriesTile *self = g_new0 (MadoSeriesTile, 1);

  self->loader = loader;
  self->set = g_object_ref (set);
  self->state = MADO_TILE_EMPTY;
  self->drawing = g_cancellable_new ();
  make_widgets (self);
  mado_series_tile_update_progress (self);
  return self;
}

void
mado_series_tile_free (MadoSeriesTile *self)
{
  g_cancellable_cancel (self->drawing);
  g_object_unref (self->drawing);
  mado_loader_forget (self->loader, self);
  g_object_unref (self->set);
  g_free (self);
}
