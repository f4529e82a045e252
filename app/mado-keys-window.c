/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-keys-window.h"

#include <glib/gi18n.h>

#include "mado-dialog-window.h"
#include "mado-keys.h"
#include "mado-settings.h"

#define WIDE 1100 /* px of the parent, room for three columns */

static void
append_row (GtkGrid *grid, int *row, const char *label, const char *keys)
{
  GtkWidget *name = gtk_label_new (label);
  GtkWidget *key = gtk_label_new (keys);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (key), 1);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (key, "keycap");
  gtk_widget_set_halign (key, GTK_ALIGN_END);
  gtk_grid_attach (grid, name, 0, *row, 1, 1);
  gtk_grid_attach (grid, key, 1, *row, 1, 1);
  ++*row;
}

static GtkGrid *
append_group (GtkWidget *column, const char *title)
{
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *grid = gtk_grid_new ();

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_box_append (GTK_BOX (column), heading);
  gtk_box_append (GTK_BOX (column), grid);
  return GTK_GRID (grid);
}

static void
append_commands (GtkWidget *column, GSettings *settings, MadoKeyGroup group)
{
  GtkGrid *grid = append_group (column, mado_key_group_get_label (group));
  int n, row = 0;
  const MadoCommand *commands = mado_commands_get (&n);

  for (int i = 0; i < n; i++) {
    g_autofree char *keys = NULL;

    if (commands[i].group != group)
      continue;
    keys = mado_keys_dup_label (settings, commands[i].id, TRUE);
    if (keys[0] != '\0')
      append_row (grid, &row, mado_command_get_label (&commands[i]), keys);
  }
}

static const char *
get_tool_label (MadoTool tool)
{
  static const char *const ids[] = {NULL,        "tool-scroll", "tool-window",
                                    "tool-zoom", "tool-pan",    "tool-crosshair"};

  return mado_command_get_label (mado_commands_find (ids[tool]));
}

static void
append_mouse (GtkWidget *column, GSettings *settings)
{
  GtkGrid *grid = append_group (column, _ ("Mouse"));
  MadoMouse mouse;
  int row = 0;

  mado_settings_get_mouse (settings, &mouse);
  append_row (grid, &row, _ ("Active tool"), _ ("Left drag"));
  append_row (grid, &row, get_tool_label (mouse.right), _ ("Right drag"));
  append_row (grid, &row, get_tool_label (mouse.middle), _ ("Middle drag"));
  append_row (grid, &row, get_tool_label (mouse.wheel), _ ("Wheel"));
  append_row (grid, &row,
              get_tool_label (mouse.wheel == MADO_TOOL_ZOOM ? MADO_TOOL_SCROLL
                                                            : MADO_TOOL_ZOOM),
              _ ("Ctrl + wheel"));
}

static GtkWidget *
make_columns (GSettings *settings, int n_columns)
{
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 36);
  GtkWidget *each[3];

  for (int i = 0; i < n_columns; i++) {
    each[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
    gtk_widget_set_valign (each[i], GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (columns), each[i]);
  }
  append_commands (each[0], settings, MADO_KEY_GROUP_TOOLS);
  append_commands (each[0], settings, MADO_KEY_GROUP_PICTURE);
  append_mouse (each[0], settings);
  append_commands (each[1], settings, MADO_KEY_GROUP_NAVIGATION);
  append_commands (each[1], settings, MADO_KEY_GROUP_SPACE);
  append_commands (each[1], settings, MADO_KEY_GROUP_PROGRAM);
  append_commands (each[n_columns - 1], settings, MADO_KEY_GROUP_WINDOW_PRESETS);
  gtk_widget_add_css_class (columns, "keys-help");
  return columns;
}

GtkWidget *
mado_keys_window_new (GtkWindow *parent, GSettings *settings)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  int n_columns = gtk_widget_get_width (GTK_WIDGET (parent)) < WIDE ? 2 : 3;
  GtkWidget *window;

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 make_columns (settings, n_columns));
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller),
                                                   TRUE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller),
                                                    TRUE);
  window = mado_dialog_window_new (parent, _ ("Keyboard Help"), NULL, scroller);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  return window;
}
