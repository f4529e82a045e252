/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-main-window-private.h"

#include <glib/gi18n.h>

#include "mado-cine-popover.h"
#include "mado-layout-picker.h"

static const struct {
  const char *command;
  const char *tool; /* nick of the "tool" setting */
} tools[] = {
    {"tool-scroll", "scroll"}, {"tool-window", "window"},       {"tool-zoom", "zoom"},
    {"tool-pan", "pan"},       {"tool-crosshair", "crosshair"},
};

/* A name with its key beside it, dimmed, as on the label of a machine. */
static GtkWidget *
make_tool_child (MadoMainWindow *self, const char *name, const char *key)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *name_label = gtk_label_new (name);
  GtkWidget *key_label = gtk_label_new (key);

  gtk_widget_add_css_class (key_label, "key");
  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), key_label);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  /* Without a key there is nothing else to show in a small window. */
  if (key[0] != '\0')
    g_ptr_array_add (self->tool_names, name_label);
  return box;
}

static void
set_name_and_key (MadoMainWindow *self, GtkWidget *button, const char *id)
{
  const char *name = mado_command_get_label (mado_commands_find (id));
  g_autofree char *key = mado_keys_dup_label (self->settings, id, FALSE);
  g_autofree char *tooltip =
      key[0] != '\0' ? g_strdup_printf ("%s (%s)", name, key) : g_strdup (name);

  gtk_button_set_child (GTK_BUTTON (button), make_tool_child (self, name, key));
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
append_tool_buttons (MadoMainWindow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tools); i++) {
    GtkWidget *button = gtk_toggle_button_new ();

    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.tool");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", tools[i].tool);
    gtk_widget_set_focus_on_click (button, FALSE);
    gtk_widget_add_css_class (button, "tool");
    g_object_set_data (G_OBJECT (button), "command", (gpointer) tools[i].command);
    gtk_box_append (GTK_BOX (self->tools), button);
  }
}

static void
layout_picked_cb (MadoLayoutPicker *picker,
                  const MadoGridLayout *layout,
                  MadoMainWindow *self)
{
  g_autofree char *text = mado_grid_layout_to_string (layout);

  gtk_menu_button_popdown (self->layout_button);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.layout", "s", text);
}

/* GTK leaves the focus on the button; then Space would open it again instead of
 * maximising the viewport, and so with other keys of buttons. */
void
mado_main_window_focus_picture (MadoMainWindow *self)
{
  MadoStudyPage *page = mado_main_window_get_page (self);

  if (page != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (page));
}

static void
mpr_picked_cb (MadoLayoutPicker *picker, MadoMainWindow *self)
{
  MadoStudyPage *page = mado_main_window_get_page (self);

  gtk_menu_button_popdown (self->layout_button);
  if (page != NULL && !mado_study_page_is_mpr (page))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.mpr", NULL);
}

static void
append_layout_button (MadoMainWindow *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *picker = mado_layout_picker_new ();

  self->layout_button = GTK_MENU_BUTTON (button);
  gtk_menu_button_set_popover (self->layout_button, picker);
  gtk_menu_button_set_always_show_arrow (self->layout_button, TRUE);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, _ ("Layout"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Layout"), -1);
  g_signal_connect_object (picker, "layout-picked", G_CALLBACK (layout_picked_cb), self,
                           0);
  g_signal_connect_object (picker, "mpr-picked", G_CALLBACK (mpr_picked_cb), self, 0);
  g_signal_connect_object (picker, "closed",
                           G_CALLBACK (mado_main_window_focus_picture), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->tools), button);
}

static void
append_preset_button (MadoMainWindow *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  self->preset_button = GTK_MENU_BUTTON (button);
  gtk_menu_button_set_label (self->preset_button, _ ("Presets"));
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, _ ("Window presets (0-9)"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Window presets"), -1);
  gtk_box_append (GTK_BOX (self->tools), button);
}

static void
cine_shown_cb (MadoCinePopover *popover, MadoMainWindow *self)
{
  mado_cine_popover_follow (popover, mado_main_window_get_viewport (self));
}

static void
append_cine_buttons (MadoMainWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *more = gtk_menu_button_new ();
  GtkWidget *popover = mado_cine_popover_new ();

  self->cine_button = gtk_toggle_button_new ();
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cine_button), "win.cine");
  gtk_widget_set_focus_on_click (self->cine_button, FALSE);
  gtk_widget_add_css_class (self->cine_button, "tool");
  g_object_set_data (G_OBJECT (self->cine_button), "command", (gpointer) "cine");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (more), popover);
  gtk_widget_set_focus_on_click (more, FALSE);
  gtk_widget_set_tooltip_text (more, _ ("Cine speed and steps"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Cine speed and steps"), -1);
  g_signal_connect_object (popover, "show", G_CALLBACK (cine_shown_cb), self, 0);
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), self->cine_button);
  gtk_box_append (GTK_BOX (box), more);
  gtk_box_append (GTK_BOX (self->tools), box);
}

void
mado_main_window_build_tools (MadoMainWindow *self)
{
  self->tool_names = g_ptr_array_new ();
  append_tool_buttons (self);
  append_preset_button (self);
  append_layout_button (self);
  mado_main_window_append_space_buttons (self);
  append_cine_buttons (self);
  g_signal_connect_object (self->settings, "changed::keys",
                           G_CALLBACK (mado_main_window_update_keys), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::recent",
                           G_CALLBACK (mado_main_window_update_menu), self,
                           G_CONNECT_SWAPPED);
}

void
mado_main_window_update_tools (MadoMainWindow *self)
{
  MadoStudyPage *page = mado_main_window_get_page (self);
  const MadoGridLayout *layout;
  g_autofree char *label = NULL;

  if (page == NULL || self->layout_button == NULL)
    return;
  layout = mado_viewport_grid_get_layout (mado_study_page_get_grid (page));
  if (layout->n_cells == layout->columns * layout->rows)
    label = g_strdup_printf ("%d×%d", layout->columns, layout->rows);
  else
    /* Translators: a layout with cells of different sizes; %d is how many */
    label = g_strdup_printf (_ ("Free %d"), layout->n_cells);
  if (g_strcmp0 (gtk_menu_button_get_label (self->layout_button), label) != 0)
    gtk_menu_button_set_label (self->layout_button, label);
}

void
mado_main_window_append_command (MadoMainWindow *self,
                                 GMenu *menu,
                                 const char *label,
                                 const char *id)
{
  const MadoCommand *command = mado_commands_find (id);
  g_autofree char *accels = mado_keys_dup_accels (self->settings, command);
  g_auto (GStrv) each = g_strsplit (accels, " ", 2);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, command->action);

  if (each[0] != NULL && each[0][0] != '\0')
    g_menu_item_set_attribute (item, "accel", "s", each[0]);
  g_menu_append_item (menu, item);
}

static GMenu *
make_recent_menu (MadoMainWindow *self)
{
  g_auto (GStrv) paths = g_settings_get_strv (self->settings, "recent");
  GMenu *menu = g_menu_new ();

  for (int i = 0; paths[i] != NULL; i++) {
    g_autofree char *shown = g_filename_display_basename (paths[i]);
    g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
    g_auto (GStrv) parts = g_strsplit (shown, "_", -1);
    g_autofree char *label = g_strjoinv ("__", parts);

    g_menu_item_set_label (item, label);
    g_menu_item_set_action_and_target (item, "win.open-recent", "s", paths[i]);
    g_menu_append_item (menu, item);
  }
  return menu;
}

static GMenu *
make_picture_section (MadoMainWindow *self)
{
  GMenu *section = g_menu_new ();
  g_autoptr (GMenu) annotation = g_menu_new ();

  mado_main_window_append_command (self, section, _ ("_Invert"), "invert");
  mado_main_window_append_command (self, section, _ ("_Rotate 90°"), "rotate");
  mado_main_window_append_command (self, section, _ ("Fli_p"), "flip");
  mado_main_window_append_command (self, section, _ ("Fi_t to the Viewport"), "fit");
  mado_main_window_append_command (self, section, _ ("One to O_ne"), "actual-size");
  mado_main_window_append_command (self, section, _ ("Re_set"), "reset");
  mado_main_window_append_command (self, section, _ ("_MPR"), "mpr");
  mado_main_window_append_command (self, section, _ ("Reference _Lines"),
                                   "reference-lines");
  g_menu_append (annotation, _ ("Full"), "win.annotation::full");
  g_menu_append (annotation, _ ("Minimal"), "win.annotation::minimal");
  g_menu_append (annotation, C_ ("annotation", "None"), "win.annotation::none");
  g_menu_append_submenu (section, _ ("_Annotation"), G_MENU_MODEL (annotation));
  mado_main_window_append_command (self, section, _ ("_DICOM Tags"), "tags");
  return section;
}

void
mado_main_window_update_menu (MadoMainWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) open = g_menu_new ();
  g_autoptr (GMenu) recent = make_recent_menu (self);
  g_autoptr (GMenu) picture = make_picture_section (self);
  g_autoptr (GMenu) program = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  mado_main_window_append_command (self, open, _ ("_Open Folder…"), "open-folder");
  mado_main_window_append_command (self, open, _ ("Open _Files…"), "open-files");
  if (g_menu_model_get_n_items (G_MENU_MODEL (recent)) > 0)
    g_menu_append_submenu (open, _ ("Re_cent"), G_MENU_MODEL (recent));
  g_menu_append (open, _ ("Try the De_mo Study"), "app.demo");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (open));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (picture));
  mado_main_window_append_command (self, program, _ ("_Preferences"), "preferences");
  mado_main_window_append_command (self, program, _ ("_Keyboard Help"), "help");
  g_menu_append (program, _ ("_About Mado"), "win.about");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (program));
  mado_main_window_append_command (self, end, _ ("_Quit"), "quit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

static void
relabel (MadoMainWindow *self, GtkWidget *parent)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    const char *id = g_object_get_data (G_OBJECT (child), "command");

    if (id != NULL)
      set_name_and_key (self, child, id);
    else if (GTK_IS_BOX (child))
      relabel (self, child);
  }
}

/* The keys changed: labels, tooltips, menus and the map. */
void
mado_main_window_update_keys (MadoMainWindow *self)
{
  g_autofree char *panel_key = mado_keys_dup_label (self->settings, "panel", FALSE);
  g_autofree char *tooltip =
      g_strdup_printf ("%s (%s)", _ ("Information panel"), panel_key);

  g_clear_pointer (&self->key_map, mado_key_map_free);
  self->key_map = mado_key_map_new (self->settings);
  g_ptr_array_set_size (self->tool_names, 0);
  relabel (self, self->tools);
  gtk_widget_set_tooltip_text (self->panel_button, tooltip);
  mado_main_window_update_menu (self);
  mado_main_window_update_space_menus (self);
  g_clear_object (&self->preset_set);
  mado_main_window_update_presets (self);
  mado_main_window_set_compact (self, self->is_compact);
}

void
mado_main_window_set_compact (MadoMainWindow *self, gboolean compact)
{
  gboolean changed = compact != self->is_compact;

  self->is_compact = compact;
  for (guint i = 0; i < self->tool_names->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->tool_names, i), !compact);
  if (!changed)
    return;
  mado_main_window_set_panel_visible (
      self, !compact && g_settings_get_boolean (self->settings, "panel-visible"));
}
