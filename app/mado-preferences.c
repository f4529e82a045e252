/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-preferences-private.h"

#include <glib/gi18n.h>

#include "mado-dialog-window.h"

AdwPreferencesGroup *
mado_preferences_add_group (AdwPreferencesPage *page,
                            const char *title,
                            const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static gboolean
value_to_selected (GValue *selected, GVariant *value, gpointer values)
{
  const char *const *each = values;
  const char *text = g_variant_get_string (value, NULL);

  for (guint i = 0; each[i] != NULL; i++)
    if (g_str_equal (each[i], text)) {
      g_value_set_uint (selected, i);
      return TRUE;
    }
  return FALSE;
}

static GVariant *
selected_to_value (const GValue *selected, const GVariantType *type, gpointer values)
{
  char **each = values;
  guint index = g_value_get_uint (selected);

  return index < g_strv_length (each) ? g_variant_new_string (each[index]) : NULL;
}

void
mado_preferences_add_choice (AdwPreferencesGroup *group,
                             GSettings *settings,
                             const char *key,
                             const char *title,
                             const MadoChoice *choices,
                             gsize n_choices)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  char **values = g_new0 (char *, n_choices + 1);

  for (gsize i = 0; i < n_choices; i++) {
    gtk_string_list_append (labels, choices[i].label);
    values[i] = g_strdup (choices[i].value);
  }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  adw_preferences_group_add (group, row);
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                value_to_selected, selected_to_value, values,
                                (GDestroyNotify) g_strfreev);
}

void
mado_preferences_add_switch (AdwPreferencesGroup *group,
                             GSettings *settings,
                             const char *key,
                             const char *title,
                             const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *widget = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
  adw_preferences_group_add (group, row);
  g_settings_bind (settings, key, widget, "active", G_SETTINGS_BIND_DEFAULT);
}

static void
add_page (AdwViewStack *stack, GtkWidget *widget)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (widget);

  adw_view_stack_add_titled_with_icon (stack, widget, NULL,
                                       adw_preferences_page_get_title (page),
                                       adw_preferences_page_get_icon_name (page));
}

/* Not an AdwPreferencesWindow: that of libadwaita 1.2 warns of a lost weak reference
 * when it is closed after its page was changed. */
GtkWidget *
mado_preferences_new (GtkWindow *parent, GSettings *settings)
{
  GtkWidget *stack = adw_view_stack_new ();
  GtkWidget *switcher = adw_view_switcher_new ();
  GtkWidget *window;

  add_page (ADW_VIEW_STACK (stack), mado_preferences_general_new (settings));
  add_page (ADW_VIEW_STACK (stack), mado_preferences_presets_new (settings));
  add_page (ADW_VIEW_STACK (stack), mado_preferences_mouse_new (settings));
  add_page (ADW_VIEW_STACK (stack), mado_preferences_keys_new (settings));
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_STACK (stack));
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher),
                                ADW_VIEW_SWITCHER_POLICY_WIDE);
  window = mado_dialog_window_new (parent, _ ("Preferences"), switcher, stack);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 660, 600);
  return window;
}
