/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-empty-page.h"

#include <glib/gi18n.h>

typedef struct {
  GSettings *settings;
  GtkWidget *heading;
  GtkWidget *list;
} RecentList;

static void
append_button (GtkWidget *box,
               const char *label,
               const char *icon,
               const char *action,
               gboolean is_suggested)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_image_set_pixel_size (GTK_IMAGE (image), 28);
  gtk_box_append (GTK_BOX (content), image);
  gtk_box_append (GTK_BOX (content), gtk_label_new (label));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "open-card");
  if (is_suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_recent_row (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (folder);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name_label = gtk_label_new (name);
  GtkWidget *folder_label = gtk_label_new (shown);

  gtk_label_set_xalign (GTK_LABEL (name_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name_label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (folder_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (folder_label), PANGO_ELLIPSIZE_START);
  gtk_widget_add_css_class (folder_label, "dim-label");
  gtk_widget_add_css_class (folder_label, "caption");
  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), folder_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", path);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-recent");
  return row;
}

static void
fill_recent (GSettings *settings, const char *key, RecentList *recent)
{
  g_auto (GStrv) paths = g_settings_get_strv (settings, "recent");
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (recent->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (recent->list), child);
  for (int i = 0; paths[i] != NULL && i < 6; i++)
    gtk_list_box_append (GTK_LIST_BOX (recent->list), make_recent_row (paths[i]));
  gtk_widget_set_visible (recent->list, paths[0] != NULL);
  gtk_widget_set_visible (recent->heading, paths[0] != NULL);
}

static void
destroy_cb (GtkWidget *page, RecentList *recent)
{
  g_signal_handlers_disconnect_by_data (recent->settings, recent);
}

static void
append_recent (GtkWidget *page, GSettings *settings)
{
  RecentList *recent = g_new0 (RecentList, 1);

  recent->settings = settings;
  recent->heading = gtk_label_new (_ ("Recent"));
  gtk_label_set_xalign (GTK_LABEL (recent->heading), 0);
  gtk_widget_add_css_class (recent->heading, "heading");
  recent->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (recent->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (recent->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (recent->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Recent"), -1);
  gtk_box_append (GTK_BOX (page), recent->heading);
  gtk_box_append (GTK_BOX (page), recent->list);
  g_object_set_data_full (G_OBJECT (page), "recent", recent, g_free);
  g_signal_connect (settings, "changed::recent", G_CALLBACK (fill_recent), recent);
  g_signal_connect (page, "destroy", G_CALLBACK (destroy_cb), recent);
  fill_recent (settings, NULL, recent);
}

static void
append_text (GtkWidget *page, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (page), label);
}

GtkWidget *
mado_empty_page_new (GSettings *settings)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *cards = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_resource ("/org/madoviewer/Mado/mado.svg");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 96);
  gtk_box_append (GTK_BOX (page), icon);
  append_text (page, "Mado", "title-1");
  append_text (page, _ ("Reads DICOM images from a folder"), "dim-label");
  gtk_widget_set_halign (cards, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (cards, 12);
  gtk_box_set_homogeneous (GTK_BOX (cards), TRUE);
  append_button (cards, _ ("Open a folder"), "folder-open-symbolic", "win.open-folder",
                 TRUE);
  append_button (cards, _ ("Open files"), "document-open-symbolic", "win.open-files",
                 FALSE);
  append_button (cards, _ ("Try the demo study"), "media-playback-start-symbolic",
                 "app.demo", FALSE);
  gtk_box_append (GTK_BOX (page), cards);
  append_text (page, _ ("or drop folders and files here"), "dim-label");
  append_recent (page, settings);
  gtk_widget_set_halign (page, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (page, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (page, "empty-page");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  return scroller;
}
