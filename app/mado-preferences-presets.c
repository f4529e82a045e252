/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-preferences-private.h"

#include <glib/gi18n.h>

#include "mado-presets.h"

typedef struct {
  GSettings *settings; /* borrowed */
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* borrowed from @group */
} PresetList;

static void fill (PresetList *list);

static guint
get_index (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "index"));
}

static void
rename_cb (AdwEntryRow *row, PresetList *list)
{
  g_autofree char *name =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  if (name[0] != '\0')
    mado_presets_rename_user (list->settings, get_index (GTK_WIDGET (row)), name);
}

static void
remove_cb (GtkButton *button, PresetList *list)
{
  mado_presets_remove_user (list->settings, get_index (GTK_WIDGET (button)));
}

static GtkWidget *
make_row (PresetList *list, const MadoPreset *preset, guint index)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *title = g_strdup_printf ("%s   WW %.6g  WL %.6g", preset->modality,
                                            preset->width, preset->center);
  g_autofree char *remove = g_strdup_printf (_ ("Delete %s"), preset->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), preset->name);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "index", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  g_signal_connect (row, "apply", G_CALLBACK (rename_cb), list);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), list);
  return row;
}

static void
fill (PresetList *list)
{
  g_autoptr (GPtrArray) presets = mado_presets_list_user (list->settings);

  for (guint i = 0; i < list->rows->len; i++)
    adw_preferences_group_remove (list->group, g_ptr_array_index (list->rows, i));
  g_ptr_array_set_size (list->rows, 0);
  for (guint i = 0; i < presets->len; i++) {
    GtkWidget *row = make_row (list, g_ptr_array_index (presets, i), i);

    adw_preferences_group_add (list->group, row);
    g_ptr_array_add (list->rows, row);
  }
}

/* Not from inside a row's own signal, which the row would not survive. */
static gboolean
fill_cb (gpointer data)
{
  GtkWidget *page = data;

  if (gtk_widget_get_root (page) != NULL)
    fill (g_object_get_data (G_OBJECT (page), "list"));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (GSettings *settings, const char *key, GtkWidget *page)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, fill_cb, g_object_ref (page),
                   g_object_unref);
}

static void
preset_list_free (gpointer data)
{
  PresetList *list = data;

  g_ptr_array_unref (list->rows);
  g_free (list);
}

GtkWidget *
mado_preferences_presets_new (GSettings *settings)
{
  GtkWidget *widget = adw_preferences_page_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (widget);
  PresetList *list = g_new0 (PresetList, 1);

  adw_preferences_page_set_title (page, _ ("Presets"));
  adw_preferences_page_set_icon_name (page, "image-x-generic-symbolic");
  list->settings = settings;
  list->rows = g_ptr_array_new ();
  list->group = mado_preferences_add_group (
      page, _ ("My Window Presets"),
      _ ("Set a window on a picture, then choose “Save This Window as a Preset” in the "
         "preset menu. Yours follow the built-in ones on the number keys."));
  g_object_set_data_full (G_OBJECT (widget), "list", list, preset_list_free);
  fill (list);
  g_signal_connect_object (settings, "changed::user-presets", G_CALLBACK (changed_cb),
                           widget, 0);
  return widget;
}
