/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-main-window-private.h"

#include <glib/gi18n.h>

#include "mado-empty-page.h"
#include "mado-info-text.h"

/* Below this width the tools show their keys only, and the panel is folded. */
#define COMPACT_WIDTH 1160

G_DEFINE_FINAL_TYPE (MadoMainWindow, mado_main_window, ADW_TYPE_APPLICATION_WINDOW)

MadoStudyPage *
mado_main_window_get_page (MadoMainWindow *self)
{
  AdwTabPage *page = adw_tab_view_get_selected_page (self->tab_view);
  const char *shown = gtk_stack_get_visible_child_name (self->stack);

  if (page == NULL || g_strcmp0 (shown, "tabs") != 0)
    return NULL;
  return MADO_STUDY_PAGE (adw_tab_page_get_child (page));
}

MadoViewport *
mado_main_window_get_viewport (MadoMainWindow *self)
{
  MadoStudyPage *page = mado_main_window_get_page (self);

  return page != NULL ? mado_study_page_get_active (page) : NULL;
}

void
mado_main_window_update (MadoMainWindow *self)
{
  mado_main_window_update_actions (self);
  mado_main_window_update_space (self);
  mado_main_window_update_presets (self);
  mado_main_window_update_tools (self);
}

static void
page_changed_cb (MadoStudyPage *page, MadoMainWindow *self)
{
  if (page == mado_main_window_get_page (self))
    mado_main_window_update (self);
}

void
mado_main_window_add_page (MadoMainWindow *self, MadoStudyPage *page)
{
  AdwTabPage *tab = adw_tab_view_append (self->tab_view, GTK_WIDGET (page));
  g_autofree char *title = mado_info_text_dup_title (
      mado_patient_get_info (mado_study_page_get_patient (page)));
  g_autofree char *tooltip = g_markup_escape_text (title, -1);

  adw_tab_page_set_title (tab, title);
  adw_tab_page_set_tooltip (tab, tooltip);
  g_signal_connect_object (page, "changed", G_CALLBACK (page_changed_cb), self, 0);
  mado_study_page_set_panel_visible (
      page, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->panel_button)));
}

/* The tabs when there are any, else the list, else the empty page. */
void
mado_main_window_show_right_page (MadoMainWindow *self)
{
  gboolean has_tabs = adw_tab_view_get_n_pages (self->tab_view) > 0;

  if (has_tabs)
    gtk_stack_set_visible_child_name (self->stack, "tabs");
  else if (self->patient_page != NULL)
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->patient_page));
  else
    gtk_stack_set_visible_child (self->stack, self->empty_page);
}

static void
focus_content (MadoMainWindow *self)
{
  MadoStudyPage *page = mado_main_window_get_page (self);
  GtkWidget *child = gtk_stack_get_visible_child (self->stack);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (page != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (page));
  else if (focus == NULL || !gtk_widget_is_ancestor (focus, child))
    gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

/* The stack shows something else, or another tab is selected. */
static void
content_changed (MadoMainWindow *self)
{
  MadoStudyPage *page = mado_main_window_get_page (self);
  gboolean has_tabs = adw_tab_view_get_n_pages (self->tab_view) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->tab_bar), has_tabs);
  gtk_widget_set_visible (self->title_label, !has_tabs);
  gtk_widget_set_visible (self->tools, page != NULL);
  gtk_widget_set_visible (self->patients_button, self->patient_page != NULL);
  focus_content (self);
  mado_main_window_update (self);
}

static void
tab_selected_cb (MadoMainWindow *self)
{
  if (adw_tab_view_get_selected_page (self->tab_view) != NULL &&
      !adw_tab_view_get_is_transferring_page (self->tab_view))
    gtk_stack_set_visible_child_name (self->stack, "tabs");
  else
    mado_main_window_show_right_page (self);
  content_changed (self);
}

static gboolean
tab_close_cb (AdwTabView *view, AdwTabPage *page, MadoMainWindow *self)
{
  adw_tab_view_close_page_finish (view, page, TRUE);
  /* While the selection changed the closed page was still counted. */
  if (adw_tab_view_get_n_pages (view) == 0)
    mado_main_window_show_right_page (self);
  content_changed (self);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                MadoMainWindow *self)
{
  const MadoCommand *command = mado_key_map_lookup (self->key_map, keyval, state);
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  if (command == NULL ||
      !g_action_parse_detailed_name (command->action, &name, &target, NULL))
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_activate_action_variant (GTK_WIDGET (self), name, target);
}

static gboolean
compact_cb (gpointer data)
{
  MadoMainWindow *self = data;

  self->compact_id = 0;
  mado_main_window_set_compact (self, gtk_widget_get_width (GTK_WIDGET (self)) <
                                          COMPACT_WIDTH);
  return G_SOURCE_REMOVE;
}

static void
mado_main_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MadoMainWindow *self = MADO_MAIN_WINDOW (widget);

  GTK_WIDGET_CLASS (mado_main_window_parent_class)
      ->size_allocate (widget, width, height, baseline);
  /* Not from inside the allocation: it asks for another one. */
  if ((width < COMPACT_WIDTH) != self->is_compact && self->compact_id == 0)
    self->compact_id = g_idle_add (compact_cb, self);
}

static gboolean
mado_main_window_close_request (GtkWindow *window)
{
  MadoMainWindow *self = MADO_MAIN_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_delay (self->settings);
  if (!gtk_window_is_maximized (window)) {
    g_settings_set_int (self->settings, "window-width", CLAMP (width, 640, 16384));
    g_settings_set_int (self->settings, "window-height", CLAMP (height, 400, 16384));
  }
  g_settings_set_boolean (self->settings, "window-maximised",
                          gtk_window_is_maximized (window));
  g_settings_apply (self->settings);
  mado_opener_cancel (mado_application_get_opener (self->application));
  return GTK_WINDOW_CLASS (mado_main_window_parent_class)->close_request (window);
}

static void
mado_main_window_dispose (GObject *object)
{
  MadoMainWindow *self = MADO_MAIN_WINDOW (object);

  g_clear_handle_id (&self->compact_id, g_source_remove);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->last_opened, mado_opened_unref);
  g_clear_weak_pointer (&self->preferences);
  g_clear_weak_pointer (&self->keys_window);
  g_clear_object (&self->preset_set);
  g_clear_pointer (&self->tool_names, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), MADO_TYPE_MAIN_WINDOW);
  G_OBJECT_CLASS (mado_main_window_parent_class)->dispose (object);
}

static void
mado_main_window_finalize (GObject *object)
{
  MadoMainWindow *self = MADO_MAIN_WINDOW (object);

  g_clear_pointer (&self->key_map, mado_key_map_free);
  g_free (self->preset_modality);
  G_OBJECT_CLASS (mado_main_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, header);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, patients_button);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, tab_bar);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, tools);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, panel_button);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, progress_box);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MadoMainWindow, tab_view);
}

static void
mado_main_window_class_init (MadoMainWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mado_main_window_dispose;
  object_class->finalize = mado_main_window_finalize;
  widget_class->size_allocate = mado_main_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = mado_main_window_close_request;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/madoviewer/Mado/mado-main-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, tab_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, tab_close_cb);
}

static void
mado_main_window_init (MadoMainWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Text entries, menus and lists take their keys first. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  adw_tab_view_set_shortcuts (self->tab_view, ADW_TAB_VIEW_SHORTCUT_NONE);
}

static void
fill_banner (MadoMainWindow *self)
{
  /* Both languages at once: whoever looks at the screen must be able to read it. */
  gtk_label_set_text (self->banner, "研究・教育用 ／ 診断には使用しないでください   "
                                    "Not for diagnostic use");
  gtk_widget_set_visible (
      GTK_WIDGET (self->banner),
      mado_application_get_policy (self->application)->not_for_diagnosis);
}

MadoMainWindow *
mado_main_window_new (MadoApplication *application)
{
  MadoMainWindow *self =
      g_object_new (MADO_TYPE_MAIN_WINDOW, "application", application, NULL);
  GSettings *settings = mado_application_get_settings (application);

  self->application = application;
  self->settings = settings;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximised"))
    gtk_window_maximize (GTK_WINDOW (self));
  fill_banner (self);
  self->empty_page = mado_empty_page_new (settings);
  gtk_stack_add_child (self->stack, self->empty_page);
  mado_main_window_add_picture_actions (self);
  mado_main_window_add_space_actions (self);
  mado_main_window_add_preset_actions (self);
  mado_main_window_add_open_actions (self);
  mado_main_window_build_tools (self);
  mado_main_window_update_keys (self);
  mado_main_window_connect_opener (self);
  mado_main_window_show_right_page (self);
  g_signal_connect_object (self->stack, "notify::visible-child",
                           G_CALLBACK (content_changed), self, G_CONNECT_SWAPPED);
  content_changed (self);
  return self;
}

static void
copy_pages (MadoMainWindow *self, MadoMainWindow *old)
{
  AdwTabPage *selected = adw_tab_view_get_selected_page (old->tab_view);
  gboolean had_tabs = mado_main_window_get_page (old) != NULL;
  int n = adw_tab_view_get_n_pages (old->tab_view);

  if (old->patient_page != NULL)
    mado_main_window_show_patients (self,
                                    mado_patient_page_get_opened (old->patient_page));
  for (int i = 0; i < n; i++) {
    AdwTabPage *tab = adw_tab_view_get_nth_page (old->tab_view, i);
    MadoStudyPage *from = MADO_STUDY_PAGE (adw_tab_page_get_child (tab));
    GtkWidget *page =
        mado_study_page_new (self->application, mado_study_page_get_patient (from),
                             mado_study_page_get_opened (from));

    mado_study_page_copy_view (MADO_STUDY_PAGE (page), from);
    mado_main_window_add_page (self, MADO_STUDY_PAGE (page));
    if (tab == selected)
      adw_tab_view_set_selected_page (self->tab_view,
                                      adw_tab_view_get_nth_page (self->tab_view, i));
  }
  if (had_tabs)
    mado_main_window_show_right_page (self);
  else if (self->patient_page != NULL)
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->patient_page));
  content_changed (self);
}

void
mado_main_window_replace (MadoMainWindow *old)
{
  MadoMainWindow *self = mado_main_window_new (old->application);
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (old), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (gtk_window_is_maximized (GTK_WINDOW (old)))
    gtk_window_maximize (GTK_WINDOW (self));
  if (old->last_opened != NULL)
    self->last_opened = mado_opened_ref (old->last_opened);
  copy_pages (self, old);
  gtk_window_present (GTK_WINDOW (self));
  focus_content (self);
  if (old->preferences != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.preferences", NULL);
  gtk_window_destroy (GTK_WINDOW (old));
}
