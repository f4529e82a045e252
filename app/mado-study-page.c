/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-study-page-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "mado-message.h"
#include "mado-settings.h"
#include "mado-tag-browser.h"

G_DEFINE_FINAL_TYPE (MadoStudyPage, mado_study_page, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GtkWindow *
get_window (MadoStudyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
follow_active (MadoStudyPage *self)
{
  MadoViewport *viewport = mado_viewport_grid_get_active (self->grid);

  mado_series_strip_set_current (self->strip, mado_viewport_get_display_set (viewport));
  mado_info_panel_follow (self->panel, viewport);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
trust_clicked_cb (MadoViewport *viewport, MadoStudyPage *self)
{
  g_autofree char *details = mado_viewport_dup_trust_details (viewport);

  if (details != NULL && details[0] != '\0')
    mado_message_show_text (get_window (self), _ ("About this picture"), details);
}

static void
mpr_dropped_cb (MadoViewport *viewport, MadoDisplaySet *set, MadoStudyPage *self)
{
  mado_study_page_show_mpr (self, set);
}

/* Viewports are made when a layout needs them. */
void
mado_study_page_connect_viewports (MadoStudyPage *self)
{
  int n = mado_viewport_grid_get_n_viewports (self->grid);

  for (int i = 0; i < n; i++) {
    MadoViewport *viewport = mado_viewport_grid_get_viewport (self->grid, i);

    g_signal_handlers_disconnect_by_func (viewport, trust_clicked_cb, self);
    g_signal_handlers_disconnect_by_func (viewport, mpr_dropped_cb, self);
    g_signal_connect_object (viewport, "trust-clicked", G_CALLBACK (trust_clicked_cb),
                             self, 0);
    g_signal_connect_object (viewport, "mpr-dropped", G_CALLBACK (mpr_dropped_cb), self,
                             0);
  }
}

static void
show_in_active (MadoStudyPage *self, MadoDisplaySet *set)
{
  MadoViewport *viewport = mado_viewport_grid_get_active (self->grid);

  if (set == NULL || set == mado_viewport_get_display_set (viewport))
    return;
  if (mado_viewport_get_mpr (viewport) != NULL) {
    mado_study_page_show_mpr (self, set);
    return;
  }
  mado_viewport_set_display_set (viewport, set, -1);
  gtk_widget_grab_focus (GTK_WIDGET (viewport));
}

static void
display_set_activated_cb (MadoSeriesStrip *strip,
                          MadoDisplaySet *set,
                          MadoStudyPage *self)
{
  show_in_active (self, set);
}

static void
show_tags (MadoStudyPage *self, const char *path)
{
  if (self->tag_browser == NULL)
    g_set_weak_pointer (&self->tag_browser, mado_tag_browser_new (get_window (self)));
  mado_tag_browser_set_path (MADO_TAG_BROWSER (self->tag_browser), path);
  gtk_window_present (GTK_WINDOW (self->tag_browser));
}

static void
non_image_activated_cb (MadoSeriesStrip *strip,
                        const MadoInstance *instance,
                        MadoStudyPage *self)
{
  show_tags (self, instance->path);
}

static void
setting_changed_cb (GSettings *settings, const char *key, MadoStudyPage *self)
{
  MadoMouse mouse;

  mado_settings_get_mouse (settings, &mouse);
  mado_viewport_grid_set_mouse (self->grid, &mouse);
  mado_viewport_grid_set_tool (self->grid, g_settings_get_enum (settings, "tool"));
  mado_viewport_grid_set_annotation (self->grid,
                                     g_settings_get_enum (settings, "annotation"));
  mado_viewport_grid_set_interpolation (
      self->grid, g_settings_get_enum (settings, "interpolation"));
  mado_viewport_grid_set_crosshair_shown (
      self->grid, g_settings_get_boolean (settings, "crosshair-visible"));
  mado_viewport_links_set_reference_lines (
      self->links, g_settings_get_boolean (settings, "reference-lines"));
  mado_viewport_links_set_what (self->links, mado_settings_get_link (settings));
}

static void
connect_settings (MadoStudyPage *self, GSettings *settings)
{
  const char *const keys[] = {
      "tool",
      "annotation",
      "interpolation",
      "mouse-right",
      "mouse-middle",
      "mouse-wheel",
      "window-up-is-brighter",
      "invert-scroll",
      "link-scroll",
      "link-pan",
      "link-zoom",
      "link-window",
      "reference-lines",
      "crosshair-visible",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *signal = g_strdup_printf ("changed::%s", keys[i]);

    g_signal_connect_object (settings, signal, G_CALLBACK (setting_changed_cb), self,
                             0);
  }
  setting_changed_cb (settings, NULL, self);
}

static void
mado_study_page_dispose (GObject *object)
{
  MadoStudyPage *self = MADO_STUDY_PAGE (object);

  if (self->tag_browser != NULL)
    gtk_window_destroy (GTK_WINDOW (self->tag_browser));
  g_clear_weak_pointer (&self->tag_browser);
  g_clear_object (&self->links);
  mado_study_page_forget_mpr (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->patient);
  g_clear_pointer (&self->opened, mado_opened_unref);
  G_OBJECT_CLASS (mado_study_page_parent_class)->dispose (object);
}

static gboolean
mado_study_page_grab_focus (GtkWidget *widget)
{
  MadoStudyPage *self = MADO_STUDY_PAGE (widget);

  return gtk_widget_grab_focus (
      GTK_WIDGET (mado_viewport_grid_get_active (self->grid)));
}

static void
mado_study_page_class_init (MadoStudyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_study_page_dispose;
  widget_class->grab_focus = mado_study_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_study_page_init (MadoStudyPage *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
add_children (MadoStudyPage *self, MadoLoader *loader)
{
  GtkWidget *strip = mado_series_strip_new (loader);
  GtkWidget *grid = mado_viewport_grid_new (loader);
  GtkWidget *panel = mado_info_panel_new (self->patient, self->opened);

  self->strip = MADO_SERIES_STRIP (strip);
  self->grid = MADO_VIEWPORT_GRID (grid);
  self->panel = MADO_INFO_PANEL (panel);
  self->links = mado_viewport_links_new (self->grid);
  gtk_widget_set_hexpand (grid, TRUE);
  gtk_widget_set_vexpand (grid, TRUE);
  gtk_box_append (GTK_BOX (self->box), strip);
  gtk_box_append (GTK_BOX (self->box), grid);
  gtk_box_append (GTK_BOX (self->box), panel);
  mado_series_strip_set_patient (self->strip, self->patient);
  g_signal_connect_object (strip, "display-set-activated",
                           G_CALLBACK (display_set_activated_cb), self, 0);
  g_signal_connect_object (strip, "non-image-activated",
                           G_CALLBACK (non_image_activated_cb), self, 0);
  g_signal_connect_object (grid, "active-changed", G_CALLBACK (follow_active), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (grid, "changed", G_CALLBACK (follow_active), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
mado_study_page_new (MadoApplication *application,
                     MadoPatient *patient,
                     MadoOpened *opened)
{
  MadoStudyPage *self = g_object_new (MADO_TYPE_STUDY_PAGE, NULL);
  GSettings *settings = mado_application_get_settings (application);
  MadoGridLayout layout;

  self->application = application;
  self->patient = g_object_ref (patient);
  self->opened = mado_opened_ref (opened);
  add_children (self, mado_application_get_loader (application));
  mado_settings_get_layout (settings, &layout);
  mado_study_page_set_layout (self, &layout);
  connect_settings (self, settings);
  /* The window's banner says it once for all viewports. */
  mado_viewport_grid_set_not_for_diagnosis (self->grid, FALSE);
  return GTK_WIDGET (self);
}

MadoPatient *
mado_study_page_get_patient (MadoStudyPage *self)
{
  return self->patient;
}

MadoOpened *
mado_study_page_get_opened (MadoStudyPage *self)
{
  return self->opened;
}

MadoViewportGrid *
mado_study_page_get_grid (MadoStudyPage *self)
{
  return self->grid;
}

MadoViewportLinks *
mado_study_page_get_links (MadoStudyPage *self)
{
  return self->links;
}

MadoViewport *
mado_study_page_get_active (MadoStudyPage *self)
{
  return mado_viewport_grid_get_active (self->grid);
}

static bool
is_localizer (MadoDisplaySet *set)
{
  const char *type = mado_display_set_get_frame (set, 0)->instance->image_type;

  return type != NULL && strstr (type, "LOCALIZER") != NULL;
}

static void
append_display_sets (GPtrArray *list, MadoStudy *study, bool localizers)
{
  GListModel *all = mado_study_get_series (study);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (MadoSeries) series = g_list_model_get_item (all, i);
    GListModel *sets = mado_series_get_display_sets (series);

    for (guint j = 0; j < g_list_model_get_n_items (sets); j++) {
      g_autoptr (MadoDisplaySet) set = g_list_model_get_item (sets, j);

      if (is_localizer (set) == localizers)
        g_ptr_array_add (list, g_steal_pointer (&set));
    }
  }
}

/* In reading order, newest study first, localizers of a study (Image Type value 3,
 * PS3.3 C.8.2.1.1.1) behind what they were made for; (element-type MadoDisplaySet). */
static GPtrArray *
list_display_sets (MadoPatient *patient)
{
  GListModel *studies = mado_patient_get_studies (patient);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (studies); i++) {
    g_autoptr (MadoStudy) study = g_list_model_get_item (studies, i);

    append_display_sets (list, study, false);
    append_display_sets (list, study, true);
  }
  return list;
}

bool
mado_study_page_contains (MadoStudyPage *self, MadoPatient *patient)
{
  g_autoptr (GPtrArray) own = list_display_sets (self->patient);
  g_autoptr (GPtrArray) other = list_display_sets (patient);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < own->len; i++) {
    MadoDisplaySet *set = g_ptr_array_index (own, i);

    g_hash_table_insert (ids, (char *) mado_display_set_get_id (set),
                         GINT_TO_POINTER (mado_display_set_get_n_frames (set)));
  }
  for (guint i = 0; i < other->len; i++) {
    MadoDisplaySet *set = g_ptr_array_index (other, i);

    /* The same series with more images is something new to see. */
    if (GPOINTER_TO_INT (g_hash_table_lookup (ids, mado_display_set_get_id (set))) <
        mado_display_set_get_n_frames (set))
      return false;
  }
  return patient == self->patient || other->len > 0;
}

static bool
is_shown (MadoStudyPage *self, MadoDisplaySet *set)
{
  int n = mado_viewport_grid_get_n_viewports (self->grid);

  for (int i = 0; i < n; i++)
    if (mado_viewport_get_display_set (
            mado_viewport_grid_get_viewport (self->grid, i)) == set)
      return true;
  return false;
}

void
mado_study_page_fill (MadoStudyPage *self)
{
  g_autoptr (GPtrArray) sets = list_display_sets (self->patient);
  int n = mado_viewport_grid_get_n_viewports (self->grid);
  guint next = 0;

  for (int i = 0; i < n; i++) {
    MadoViewport *viewport = mado_viewport_grid_get_viewport (self->grid, i);

    if (mado_viewport_get_display_set (viewport) != NULL)
      continue;
    while (next < sets->len && is_shown (self, g_ptr_array_index (sets, next)))
      next++;
    if (next == sets->len)
      break;
    mado_viewport_set_display_set (viewport, g_ptr_array_index (sets, next), -1);
  }
  follow_active (self);
}

void
mado_study_page_copy_view (MadoStudyPage *self, MadoStudyPage *other)
{
  int n = mado_viewport_grid_get_n_viewports (other->grid);

  mado_viewport_grid_set_layout (self->grid,
                                 mado_viewport_grid_get_layout (other->grid));
  mado_study_page_connect_viewports (self);
  for (int i = 0; i < n; i++) {
    MadoViewport *from = mado_viewport_grid_get_viewport (other->grid, i);
    MadoViewport *to = mado_viewport_grid_get_viewport (self->grid, i);
    MadoDisplaySet *set = mado_viewport_get_display_set (from);

    if (set != NULL && mado_viewport_get_mpr (from) == NULL) {
      mado_viewport_set_display_set (to, set, mado_viewport_get_index (from));
      mado_viewport_set_state (to, mado_viewport_get_state (from));
    }
    if (from == mado_viewport_grid_get_active (other->grid))
      mado_viewport_grid_set_active (self->grid, i);
  }
  mado_study_page_copy_mpr (self, other);
  mado_viewport_grid_set_maximised (self->grid,
                                    mado_viewport_grid_is_maximised (other->grid));
  follow_active (self);
}

void
mado_study_page_step_series (MadoStudyPage *self, int step)
{
  MadoDisplaySet *set =
      mado_viewport_get_display_set (mado_study_page_get_active (self));

  show_in_active (self, mado_series_strip_get_neighbour (self->strip, set, step));
}

void
mado_study_page_step_viewport (MadoStudyPage *self, int step)
{
  int n = mado_viewport_grid_get_n_viewports (self->grid);
  MadoViewport *active = mado_viewport_grid_get_active (self->grid);

  for (int i = 0; i < n; i++) {
    if (mado_viewport_grid_get_viewport (self->grid, i) != active)
      continue;
    i = (i + step + n) % n;
    mado_viewport_grid_set_active (self->grid, i);
    gtk_widget_grab_focus (
        GTK_WIDGET (mado_viewport_grid_get_viewport (self->grid, i)));
    return;
  }
}

void
mado_study_page_set_layout (MadoStudyPage *self, const MadoGridLayout *layout)
{
  /* Another layout than that of MPR is for what was shown before. */
  mado_study_page_set_mpr (self, FALSE);
  mado_viewport_grid_set_layout (self->grid, layout);
  mado_study_page_connect_viewports (self);
}

void
mado_study_page_set_panel_visible (MadoStudyPage *self, gboolean visible)
{
  gtk_widget_set_visible (GTK_WIDGET (self->panel), visible);
}

void
mado_study_page_show_tags (MadoStudyPage *self)
{
  MadoViewport *viewport = mado_study_page_get_active (self);
  MadoDisplaySet *set = mado_viewport_get_display_set (viewport);
  if (set != NULL)
    show_tags (
        self, mado_display_set_get_frame (set, mado_viewport_get_frame_index (viewport))
                  ->instance->path);
}
