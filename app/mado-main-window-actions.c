/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-main-window-private.h"

#include "mado-about.h"
#include "mado-keys-window.h"
#include "mado-preferences.h"

/* Actions that need a picture: enabled as a group. */
static const char *const picture_actions[] = {
    "reset",      "invert",      "fit",  "actual-size", "step-frame",
    "edge-frame", "step-series", "cine", "tags",        "cine-rate",
};
/* Those that need only an open patient. */
static const char *const page_actions[] = {
    "layout", "maximise", "step-viewport", "close-tab", "step-tab", "panel",
};
/* Turned or mirrored, a cross section shows the wrong side; IHE BIR allows it for
 * projections only (RAD TF-2 4.16.4.2.2.5.2). */
static const char *const projection_actions[] = {"rotate", "flip"};
static const char *const projections[] = {"CR", "DX", "MG", "IO", "PX", "RG", NULL};

static void
set_enabled (MadoMainWindow *self,
             const char *const *names,
             gsize n_names,
             gboolean enabled)
{
  for (gsize i = 0; i < n_names; i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), names[i]);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
  }
}

void
mado_main_window_update_actions (MadoMainWindow *self)
{
  MadoViewport *viewport = mado_main_window_get_viewport (self);
  MadoDisplaySet *set =
      viewport != NULL ? mado_viewport_get_display_set (viewport) : NULL;
  gboolean is_projection =
      set != NULL &&
      g_strv_contains (projections, mado_display_set_get_info (set)->modality);
  gboolean is_playing = set != NULL && mado_viewport_is_playing (viewport);
  GAction *cine = g_action_map_lookup_action (G_ACTION_MAP (self), "cine");
  GAction *invert = g_action_map_lookup_action (G_ACTION_MAP (self), "invert");

  set_enabled (self, picture_actions, G_N_ELEMENTS (picture_actions), set != NULL);
  set_enabled (self, page_actions, G_N_ELEMENTS (page_actions), viewport != NULL);
  set_enabled (self, projection_actions, G_N_ELEMENTS (projection_actions),
               is_projection);
  g_simple_action_set_state (G_SIMPLE_ACTION (cine),
                             g_variant_new_boolean (is_playing));
  g_simple_action_set_state (
      G_SIMPLE_ACTION (invert),
      g_variant_new_boolean (set != NULL &&
                             mado_viewport_get_state (viewport)->is_inverted));
}

/* Each handler is a thin line from an action to the active viewport. */
static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoStudyPage *page = mado_main_window_get_page (data);

  mado_viewport_reset (mado_study_page_get_active (page));
  mado_viewport_links_clear_cursor (mado_study_page_get_links (page));
}

static void
invert_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_viewport_invert (mado_main_window_get_viewport (data));
}

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_viewport_fit (mado_main_window_get_viewport (data));
}

static void
actual_size_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_viewport_actual_size (mado_main_window_get_viewport (data));
}

static void
rotate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_viewport_rotate (mado_main_window_get_viewport (data));
}

static void
flip_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_viewport_flip (mado_main_window_get_viewport (data));
}

static void
step_frame_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoViewport *viewport = mado_main_window_get_viewport (data);

  mado_viewport_set_index (viewport, mado_viewport_get_index (viewport) +
                                         g_variant_get_int32 (parameter));
}

static void
edge_frame_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoViewport *viewport = mado_main_window_get_viewport (data);
  const int n = mado_viewport_get_n_frames (viewport);

  mado_viewport_set_index (viewport, g_variant_get_int32 (parameter) < 0 ? 0 : n - 1);
}

static void
step_series_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_study_page_step_series (mado_main_window_get_page (data),
                               g_variant_get_int32 (parameter));
}

static void
step_viewport_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_study_page_step_viewport (mado_main_window_get_page (data),
                                 g_variant_get_int32 (parameter));
}

static void
step_tab_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;

  if (g_variant_get_int32 (parameter) < 0)
    adw_tab_view_select_previous_page (self->tab_view);
  else
    adw_tab_view_select_next_page (self->tab_view);
}

static void
close_tab_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;

  adw_tab_view_close_page (self->tab_view,
                           adw_tab_view_get_selected_page (self->tab_view));
}

static void
maximise_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoViewportGrid *grid = mado_study_page_get_grid (mado_main_window_get_page (data));

  mado_viewport_grid_set_maximised (grid, !mado_viewport_grid_is_maximised (grid));
}

static void
cine_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoViewport *viewport = mado_main_window_get_viewport (data);

  mado_viewport_set_playing (viewport, !mado_viewport_is_playing (viewport));
  mado_main_window_update (data);
}

static void
cine_rate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_viewport_set_frame_rate (mado_main_window_get_viewport (data),
                                g_variant_get_double (parameter));
}

static void
cycle_annotation_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;
  int level = g_settings_get_enum (self->settings, "annotation");

  g_settings_set_enum (self->settings, "annotation",
                       level == MADO_ANNOTATION_NONE ? MADO_ANNOTATION_FULL
                                                     : level + 1);
}

static void
layout_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;
  MadoGridLayout layout;

  if (!mado_grid_layout_from_string (&layout, g_variant_get_string (parameter, NULL)))
    return;
  mado_study_page_set_layout (mado_main_window_get_page (self), &layout);
  mado_study_page_fill (mado_main_window_get_page (self));
  g_settings_set_string (self->settings, "layout",
                         g_variant_get_string (parameter, NULL));
  mado_main_window_update (self);
}

static void
tags_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_study_page_show_tags (mado_main_window_get_page (data));
}

void
mado_main_window_set_panel_visible (MadoMainWindow *self, gboolean visible)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "panel");
  int n = adw_tab_view_get_n_pages (self->tab_view);

  for (int i = 0; i < n; i++) {
    AdwTabPage *tab = adw_tab_view_get_nth_page (self->tab_view, i);

    mado_study_page_set_panel_visible (MADO_STUDY_PAGE (adw_tab_page_get_child (tab)),
                                       visible);
  }
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (visible));
}

static void
panel_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));
  gboolean visible = !g_variant_get_boolean (state);

  mado_main_window_set_panel_visible (self, visible);
  /* In a small window it is folded for want of room, not because it is unwanted. */
  if (!self->is_compact)
    g_settings_set_boolean (self->settings, "panel-visible", visible);
}

static void
menu_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_menu_button_popup (MADO_MAIN_WINDOW (data)->menu_button);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;

  if (self->preferences == NULL)
    g_set_weak_pointer (&self->preferences,
                        mado_preferences_new (GTK_WINDOW (self), self->settings));
  gtk_window_present (GTK_WINDOW (self->preferences));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;

  if (self->keys_window == NULL)
    g_set_weak_pointer (&self->keys_window,
                        mado_keys_window_new (GTK_WINDOW (self), self->settings));
  gtk_window_present (GTK_WINDOW (self->keys_window));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_about_show (GTK_WINDOW (data));
}

void
mado_main_window_add_picture_actions (MadoMainWindow *self)
{
  const GActionEntry entries[] = {
      {.name = "reset", .activate = reset_cb},
      {.name = "invert", .activate = invert_cb, .state = "false"},
      {.name = "fit", .activate = fit_cb},
      {.name = "actual-size", .activate = actual_size_cb},
      {.name = "rotate", .activate = rotate_cb},
      {.name = "flip", .activate = flip_cb},
      {.name = "step-frame", .activate = step_frame_cb, .parameter_type = "i"},
      {.name = "edge-frame", .activate = edge_frame_cb, .parameter_type = "i"},
      {.name = "step-series", .activate = step_series_cb, .parameter_type = "i"},
      {.name = "step-viewport", .activate = step_viewport_cb, .parameter_type = "i"},
      {.name = "step-tab", .activate = step_tab_cb, .parameter_type = "i"},
      {.name = "close-tab", .activate = close_tab_cb},
      {.name = "maximise", .activate = maximise_cb},
      {.name = "cine", .activate = cine_cb, .state = "false"},
      {.name = "cine-rate", .activate = cine_rate_cb, .parameter_type = "d"},
      {.name = "cycle-annotation", .activate = cycle_annotation_cb},
      {.name = "layout", .activate = layout_cb, .parameter_type = "s"},
      {.name = "tags", .activate = tags_cb},
      {.name = "panel", .activate = panel_cb, .state = "true"},
      {.name = "menu", .activate = menu_cb},
      {.name = "preferences", .activate = preferences_cb},
      {.name = "help", .activate = help_cb},
      {.name = "about", .activate = about_cb},
  };
  g_autoptr (GAction) tool = g_settings_create_action (self->settings, "tool");
  g_autoptr (GAction) annotation =
      g_settings_create_action (self->settings, "annotation");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self), tool);
  g_action_map_add_action (G_ACTION_MAP (self), annotation);
  mado_main_window_set_panel_visible (
      self, g_settings_get_boolean (self->settings, "panel-visible"));
}
