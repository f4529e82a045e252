/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-series-strip-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mado-error-text.h"
#include "mado-sop-class-name.h"

#define BOX_PADDING 8 /* as the style sheet has it; bounds are without */

struct _MadoSeriesStrip {
  GtkWidget parent_instance;

  GtkScrolledWindow *scrolled; /* template child */
  GtkBox *box;                 /* template child: headings, tiles, other objects */

  MadoLoader *loader;      /* owned */
  MadoPatient *patient;    /* owned, nullable */
  GPtrArray *tiles;        /* owned (element-type MadoSeriesTile): in reading order */
  GHashTable *tile_of;     /* owned: MadoDisplaySet → MadoSeriesTile, both borrowed */
  MadoDisplaySet *current; /* owned, nullable */
  guint request_id;        /* source, 0 when none */

  MadoSeriesTile *clicked; /* borrowed, nullable: the last one */
  gint64 clicked_at;       /* µs */
};

enum {
  DISPLAY_SET_ACTIVATED,
  NON_IMAGE_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoSeriesStrip, mado_series_strip, GTK_TYPE_WIDGET)

/* One click shows a series; the second of a double click would show it anew. */
static void
tile_clicked_cb (GtkButton *button, MadoSeriesStrip *self)
{
  MadoSeriesTile *tile = g_object_get_data (G_OBJECT (button), "tile");
  const gint64 now = g_get_monotonic_time ();
  int double_click_ms = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time",
                &double_click_ms, NULL);
  if (tile == self->clicked && now - self->clicked_at < double_click_ms * 1000)
    return;

  self->clicked = tile;
  self->clicked_at = now;
  g_signal_emit (self, signals[DISPLAY_SET_ACTIVATED], 0, tile->set);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  const MadoSeriesTile *tile = user_data;

  return gdk_content_provider_new_typed (MADO_TYPE_DISPLAY_SET, tile->set);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  const MadoSeriesTile *tile = user_data;
  GdkTexture *texture = mado_thumbnail_get_texture (tile->thumbnail);

  if (texture != NULL)
    gtk_drag_source_set_icon (source, GDK_PAINTABLE (texture), 0, 0);
}

static void
add_tile (MadoSeriesStrip *self, MadoDisplaySet *set)
{
  MadoSeriesTile *tile = mado_series_tile_new (self->loader, set);
  GtkDragSource *source = gtk_drag_source_new ();

  g_ptr_array_add (self->tiles, tile);
  g_hash_table_insert (self->tile_of, set, tile);
  g_object_set_data (G_OBJECT (tile->button), "tile", tile);
  g_signal_connect (tile->button, "clicked", G_CALLBACK (tile_clicked_cb), self);
  /* Before the button takes the press for itself. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (source),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), tile);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), tile);
  gtk_widget_add_controller (GTK_WIDGET (tile->button), GTK_EVENT_CONTROLLER (source));
  gtk_box_append (self->box, GTK_WIDGET (tile->button));
}

static void
non_image_clicked_cb (GtkButton *button, MadoSeriesStrip *self)
{
  g_signal_emit (self, signals[NON_IMAGE_ACTIVATED], 0,
                 g_object_get_data (G_OBJECT (button), "instance"));
}

static gboolean
is_same_kind (const MadoInstance *a, const MadoInstance *b)
{
  return g_strcmp0 (a->sop_class_uid, b->sop_class_uid) == 0 &&
         (a->no_picture == NULL) == (b->no_picture == NULL) &&
         (a->no_picture == NULL ||
          (a->no_picture->domain == b->no_picture->domain &&
           a->no_picture->code == b->no_picture->code &&
           g_str_equal (a->no_picture->message, b->no_picture->message)));
}

static char *
make_reason (const GError *error)
{
  g_autofree char *heading = mado_error_text_dup_heading (error);
  g_autofree char *advice = mado_error_text_dup_advice (error);

  return g_strdup_printf ("%s\n%s\n%s", heading, advice, error->message);
}

/* @n objects of one kind; a click opens the first. */
static void
add_non_image (MadoSeriesStrip *self, MadoInstance *instance, int n)
{
  g_autofree char *name =
      mado_sop_class_dup_name (instance->sop_class_uid, instance->info.modality);
  g_autofree char *text =
      n > 1 ? g_strdup_printf ("%s × %d", name, n) : g_strdup (name);
  GtkWidget *button = gtk_button_new_with_label (text);
  GtkLabel *label = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (label, 1);
  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  gtk_widget_add_css_class (button, "mado-other");
  gtk_widget_set_focus_on_click (button, FALSE);
  if (instance->no_picture != NULL) {
    g_autofree char *reason = make_reason (instance->no_picture);

    gtk_widget_set_tooltip_text (button, reason);
  }
  g_object_set_data_full (G_OBJECT (button), "instance", mado_instance_ref (instance),
                          (GDestroyNotify) mado_instance_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (non_image_clicked_cb), self);
  gtk_box_append (self->box, button);
}

/* One row for each kind in the series: hundreds of reports would bury the images. */
static void
add_non_images (MadoSeriesStrip *self, GPtrArray *instances)
{
  for (guint i = 0; i < instances->len; i++) {
    MadoInstance *instance = g_ptr_array_index (instances, i);
    gboolean is_first = TRUE;
    int n = 0;

    for (guint j = 0; j < instances->len && is_first; j++) {
      if (!is_same_kind (instance, g_ptr_array_index (instances, j)))
        continue;
      is_first = j >= i;
      n++;
    }
    if (is_first)
      add_non_image (self, instance, n);
  }
}

/* "2026-11-20", or what the file says when that is no date. */
static char *
format_date (const char *date)
{
  if (date == NULL)
    return g_strdup (_ ("No date"));
  if (strlen (date) != 8)
    return g_strdup (date);
  return g_strdup_printf ("%.4s-%.2s-%.2s", date, date + 4, date + 6);
}

static void
add_heading (MadoSeriesStrip *self, const MadoSeriesInfo *info)
{
  g_autofree char *date = format_date (info->study_date);
  g_autofree char *text =
      info->study_description != NULL
          ? g_strdup_printf ("%s\n%s", date, info->study_description)
          : g_strdup (date);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "mado-study");
  gtk_box_append (self->box, label);
}

static void
add_study (MadoSeriesStrip *self, MadoStudy *study)
{
  GListModel *series_list = mado_study_get_series (study);
  const guint n_series = g_list_model_get_n_items (series_list);

  add_heading (self, mado_study_get_info (study));
  for (guint i = 0; i < n_series; i++) {
    g_autoptr (MadoSeries) series = g_list_model_get_item (series_list, i);
    GListModel *sets = mado_series_get_display_sets (series);
    const guint n_sets = g_list_model_get_n_items (sets);

    for (guint j = 0; j < n_sets; j++) {
      g_autoptr (MadoDisplaySet) set = g_list_model_get_item (sets, j);

      add_tile (self, set);
    }
    add_non_images (self, mado_series_get_non_images (series));
  }
}

static void
clear (MadoSeriesStrip *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  self->clicked = NULL;
  g_hash_table_remove_all (self->tile_of);
  g_ptr_array_set_size (self->tiles, 0);
}

/* Where a tile lies in the box, and what of the box is in sight. */
static gboolean
is_in_sight (MadoSeriesStrip *self, const MadoSeriesTile *tile)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  const double top = gtk_adjustment_get_value (adjustment);
  const double page = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;

  /* Half a page more, so that scrolling slowly meets ready pictures. */
  return gtk_widget_compute_bounds (GTK_WIDGET (tile->button), GTK_WIDGET (self->box),
                                    &bounds) &&
         bounds.size.height > 0 &&
         bounds.origin.y + bounds.size.height > top - page / 2 &&
         bounds.origin.y < top + page * 1.5;
}

static void
request_cb (gpointer user_data)
{
  MadoSeriesStrip *self = user_data;

  self->request_id = 0;
  for (guint i = 0; i < self->tiles->len; i++) {
    MadoSeriesTile *tile = g_ptr_array_index (self->tiles, i);

    if (tile->state == MADO_TILE_EMPTY && is_in_sight (self, tile))
      mado_series_tile_request (tile);
  }
}

static void
scrolled_cb (MadoSeriesStrip *self)
{
  if (self->request_id == 0)
    self->request_id = g_idle_add_once (request_cb, self);
}

static void
frame_loaded_cb (MadoSeriesStrip *self, MadoDisplaySet *set, int index)
{
  MadoSeriesTile *tile = g_hash_table_lookup (self->tile_of, set);

  if (tile != NULL && tile->state == MADO_TILE_LOADING &&
      index == mado_series_tile_get_index (tile))
    mado_series_tile_request (tile);
}

static void
progress_cb (MadoSeriesStrip *self, MadoDisplaySet *set)
{
  MadoSeriesTile *tile = g_hash_table_lookup (self->tile_of, set);

  if (tile != NULL)
    mado_series_tile_update_progress (tile);
}

static void
mado_series_strip_dispose (GObject *object)
{
  MadoSeriesStrip *self = MADO_SERIES_STRIP (object);

  g_clear_handle_id (&self->request_id, g_source_remove);
  if (self->box != NULL)
    clear (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), MADO_TYPE_SERIES_STRIP);
  g_clear_object (&self->current);
  g_clear_object (&self->patient);
  g_clear_object (&self->loader);

  G_OBJECT_CLASS (mado_series_strip_parent_class)->dispose (object);
}

static void
mado_series_strip_finalize (GObject *object)
{
  MadoSeriesStrip *self = MADO_SERIES_STRIP (object);

  g_hash_table_unref (self->tile_of);
  g_ptr_array_unref (self->tiles);
  G_OBJECT_CLASS (mado_series_strip_parent_class)->finalize (object);
}

static void
mado_series_strip_class_init (MadoSeriesStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mado_series_strip_dispose;
  object_class->finalize = mado_series_strip_finalize;

  signals[DISPLAY_SET_ACTIVATED] = g_signal_new (
      "display-set-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 1, MADO_TYPE_DISPLAY_SET);
  signals[NON_IMAGE_ACTIVATED] =
      g_signal_new ("non-image-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/madoviewer/Mado/widgets/mado-series-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoSeriesStrip, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MadoSeriesStrip, box);
}

static void
mado_series_strip_init (MadoSeriesStrip *self)
{
  self->tiles = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_series_tile_free);
  self->tile_of = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
mado_series_strip_new (MadoLoader *loader)
{
  MadoSeriesStrip *self = g_object_new (MADO_TYPE_SERIES_STRIP, NULL);

  self->loader = g_object_ref (loader);
  g_signal_connect_object (loader, "frame-loaded", G_CALLBACK (frame_loaded_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (loader, "progress", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
mado_series_strip_set_patient (MadoSeriesStrip *self, MadoPatient *patient)
{
  g_return_if_fail (MADO_IS_SERIES_STRIP (self));

  if (!g_set_object (&self->patient, patient))
    return;

  mado_series_strip_set_current (self, NULL);
  clear (self);
  if (patient == NULL)
    return;

  GListModel *studies = mado_patient_get_studies (patient);
  const guint n_studies = g_list_model_get_n_items (studies);

  for (guint i = 0; i < n_studies; i++) {
    g_autoptr (MadoStudy) study = g_list_model_get_item (studies, i);

    add_study (self, study);
  }
  scrolled_cb (self);
}

static void
scroll_to (MadoSeriesStrip *self, const MadoSeriesTile *tile)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  const double top = gtk_adjustment_get_value (adjustment);
  const double page = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (tile->button), GTK_WIDGET (self->box),
                                  &bounds))
    return;

  const double first = bounds.origin.y;
  const double last = bounds.origin.y + bounds.size.height + 2 * BOX_PADDING;

  /* gtk_adjustment_clamp_page() would glide back to where it was (GTK 4.8). */
  if (first < top)
    gtk_adjustment_set_value (adjustment, first);
  else if (last > top + page)
    gtk_adjustment_set_value (adjustment, last - page);
}

void
mado_series_strip_set_current (MadoSeriesStrip *self, MadoDisplaySet *set)
{
  g_return_if_fail (MADO_IS_SERIES_STRIP (self));

  if (set == self->current)
    return;

  MadoSeriesTile *before =
      self->current != NULL ? g_hash_table_lookup (self->tile_of, self->current) : NULL;
  MadoSeriesTile *tile = set != NULL ? g_hash_table_lookup (self->tile_of, set) : NULL;

  if (before != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (before->button), "current");
  if (tile != NULL) {
    gtk_widget_add_css_class (GTK_WIDGET (tile->button), "current");
    scroll_to (self, tile);
  }
  g_set_object (&self->current, set);
}

MadoDisplaySet *
mado_series_strip_get_neighbour (MadoSeriesStrip *self, MadoDisplaySet *set, int step)
{
  MadoSeriesTile *tile;
  guint index;

  g_return_val_if_fail (MADO_IS_SERIES_STRIP (self), NULL);

  tile = set != NULL ? g_hash_table_lookup (self->tile_of, set) : NULL;
  if (tile == NULL || !g_ptr_array_find (self->tiles, tile, &index))
    return NULL;

  const int neighbour = (int) index + step;

  if (neighbour < 0 || neighbour >= (int) self->tiles->len)
    return NULL;
  return ((MadoSeriesTile *) g_ptr_array_index (self->tiles, neighbour))->set;
}
