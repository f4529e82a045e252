/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-main-window-private.h"

#include <glib/gi18n.h>

#include "mado-presets.h"

static GPtrArray *
list_presets (MadoMainWindow *self, MadoViewport *viewport)
{
  MadoDisplaySet *set = mado_viewport_get_display_set (viewport);

  return mado_presets_list (self->settings, mado_display_set_get_info (set)->modality);
}

/* What relative presets are relative to: the file's window, or else the one that
 * was made for want of it. */
static void
get_base_window (MadoViewport *viewport, MadoWindow *window)
{
  MadoDisplaySet *set = mado_viewport_get_display_set (viewport);

  if (!mado_display_set_get_default_window (
          set, mado_viewport_get_frame_index (viewport), window))
    *window = mado_viewport_get_state (viewport)->window;
}

static void
apply_preset (MadoViewport *viewport, const MadoPreset *preset)
{
  MadoWindow base, window;

  if (preset->kind == MADO_PRESET_AUTO) {
    mado_viewport_set_auto_window (viewport);
    return;
  }
  get_base_window (viewport, &base);
  mado_preset_get_window (preset, &base, &window);
  mado_viewport_set_window (viewport, &window);
}

/* 0: the file's own; from 1: the presets in the order of the menu. */
static void
preset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;
  MadoViewport *viewport = mado_main_window_get_viewport (self);
  int number = g_variant_get_int32 (parameter);
  g_autoptr (GPtrArray) presets = list_presets (self, viewport);

  if (number == 0 && mado_viewport_get_n_file_windows (viewport) > 0)
    mado_viewport_set_file_window (viewport, 0);
  else if (number == 0)
    mado_viewport_set_auto_window (viewport);
  else if (number >= 1 && (guint) number <= presets->len)
    apply_preset (viewport, g_ptr_array_index (presets, number - 1));
}

static void
file_window_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoViewport *viewport = mado_main_window_get_viewport (data);
  int index = g_variant_get_int32 (parameter);

  if (index >= 0 && index < mado_viewport_get_n_file_windows (viewport))
    mado_viewport_set_file_window (viewport, index);
}

static void
auto_window_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mado_viewport_set_auto_window (mado_main_window_get_viewport (data));
}

static void
name_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "save", name[0] != '\0');
}

static void
save_response_cb (AdwMessageDialog *dialog, const char *response, MadoMainWindow *self)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  MadoViewport *viewport = mado_main_window_get_viewport (self);

  if (!g_str_equal (response, "save") || name[0] == '\0' || viewport == NULL ||
      mado_viewport_get_display_set (viewport) == NULL)
    return;
  const MadoViewState *state = mado_viewport_get_state (viewport);
  const MadoSeriesInfo *info =
      mado_display_set_get_info (mado_viewport_get_display_set (viewport));
  mado_presets_add_user (self->settings, name, info->modality, state->window.center,
                         state->window.width);
}

static void
save_preset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;
  MadoViewport *viewport = mado_main_window_get_viewport (self);
  const MadoViewState *state = mado_viewport_get_state (viewport);
  g_autofree char *body =
      g_strdup_printf ("WW %.6g  WL %.6g", state->window.width, state->window.center);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self),
                                              _ ("Save the Window as a Preset"), body);
  GtkWidget *entry = gtk_entry_new ();

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel",
                                    _ ("_Cancel"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save", FALSE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Name of the preset"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the preset"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  g_signal_connect (entry, "changed", G_CALLBACK (name_changed_cb), dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
presets_changed_cb (MadoMainWindow *self)
{
  g_clear_object (&self->preset_set);
  mado_main_window_update_presets (self);
}

void
mado_main_window_add_preset_actions (MadoMainWindow *self)
{
  const GActionEntry entries[] = {
      {.name = "preset", .activate = preset_cb, .parameter_type = "i"},
      {.name = "file-window", .activate = file_window_cb, .parameter_type = "i"},
      {.name = "auto-window", .activate = auto_window_cb},
      {.name = "save-preset", .activate = save_preset_cb},
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (self->settings, "changed::user-presets",
                           G_CALLBACK (presets_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
append_item (MadoMainWindow *self,
             GMenu *menu,
             const char *label,
             const char *action,
             int target,
             const char *command)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);

  g_menu_item_set_label (item, label);
  g_menu_item_set_action_and_target (item, action, "i", target);
  if (command != NULL) {
    g_autofree char *accels =
        mado_keys_dup_accels (self->settings, mado_commands_find (command));
    g_auto (GStrv) each = g_strsplit (accels, " ", 2);

    if (each[0] != NULL && each[0][0] != '\0')
      g_menu_item_set_attribute (item, "accel", "s", each[0]);
  }
  g_menu_append_item (menu, item);
}

/* Underscores in a name are not mnemonics. */
static char *
escape_label (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static GMenu *
make_file_section (MadoMainWindow *self, MadoViewport *viewport)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GMenu *section = g_menu_new ();
  int n = mado_viewport_get_n_file_windows (viewport);

  for (int i = 0; i < n; i++) {
    g_autofree char *name = mado_viewport_dup_file_window_name (viewport, i);
    g_autofree char *label = escape_label (name != NULL ? name : "");

    /* Some machines write the same window twice. */
    if (g_hash_table_add (seen, g_strdup (label)))
      append_item (self, section, label, "win.file-window", i,
                   i == 0 ? "preset-0" : NULL);
  }
  g_menu_append (section, _ ("Automatic"), "win.auto-window");
  return section;
}

static void
append_presets (MadoMainWindow *self, GMenu *menu, MadoViewport *viewport)
{
  g_autoptr (GPtrArray) presets = list_presets (self, viewport);
  g_autoptr (GMenu) built_in = g_menu_new ();
  g_autoptr (GMenu) user = g_menu_new ();

  for (guint i = 0; i < presets->len; i++) {
    const MadoPreset *preset = g_ptr_array_index (presets, i);
    g_autofree char *name = escape_label (preset->name);
    g_autofree char *label =
        preset->kind == MADO_PRESET_ABSOLUTE
            ? g_strdup_printf ("%s   %.6g / %.6g", name, preset->width, preset->center)
            : g_strdup (name);
    g_autofree char *command = i < 9 ? g_strdup_printf ("preset-%u", i + 1) : NULL;

    append_item (self, preset->is_user ? user : built_in, label, "win.preset",
                 (int) i + 1, command);
  }
  g_menu_append_section (menu, _ ("Presets (WW / WL)"), G_MENU_MODEL (built_in));
  if (g_menu_model_get_n_items (G_MENU_MODEL (user)) > 0)
    g_menu_append_section (menu, _ ("My presets"), G_MENU_MODEL (user));
}

static gboolean
shows_colour (MadoDisplaySet *set, int index)
{
  const MadoInstance *instance = mado_display_set_get_frame (set, index)->instance;

  return instance->pixels != NULL &&
         mado_pixel_source_get_format (instance->pixels)->samples_per_pixel > 1;
}

static void
set_enabled (MadoMainWindow *self, gboolean enabled)
{
  const char *const names[] = {"preset", "file-window", "auto-window", "save-preset"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), names[i])),
        enabled);
  gtk_widget_set_sensitive (GTK_WIDGET (self->preset_button), enabled);
}

void
mado_main_window_update_presets (MadoMainWindow *self)
{
  MadoViewport *viewport = mado_main_window_get_viewport (self);
  MadoDisplaySet *set =
      viewport != NULL ? mado_viewport_get_display_set (viewport) : NULL;

  if (self->preset_button == NULL)
    return;
  set_enabled (self, set != NULL &&
                         !shows_colour (set, mado_viewport_get_frame_index (viewport)));
  if (set == NULL || !g_set_object (&self->preset_set, set))
    return;

  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) file = make_file_section (self, viewport);
  g_autoptr (GMenu) own = g_menu_new ();
  g_menu_append_section (menu, _ ("From the file"), G_MENU_MODEL (file));
  append_presets (self, menu, viewport);
  g_menu_append (own, _ ("Save This Window as a Preset…"), "win.save-preset");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
  gtk_menu_button_set_menu_model (self->preset_button, G_MENU_MODEL (menu));
  g_signal_connect_object (gtk_menu_button_get_popover (self->preset_button), "closed",
                           G_CALLBACK (mado_main_window_focus_picture), self,
                           G_CONNECT_SWAPPED);
}
