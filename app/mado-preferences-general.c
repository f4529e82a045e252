/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-preferences-private.h"

#include <glib/gi18n.h>

static void
add_language (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = mado_preferences_add_group (page, _ ("Language"), NULL);
  /* Each language under its own name, for whoever cannot read the present one. */
  const MadoChoice choices[] = {
      {"system", _ ("As the system")},
      {"ja", "日本語"},
      {"en", "English"},
  };

  mado_preferences_add_choice (group, settings, "language",
                               _ ("Language of the program"), choices,
                               G_N_ELEMENTS (choices));
}

static void
add_picture (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = mado_preferences_add_group (page, _ ("Picture"), NULL);
  const MadoChoice interpolation[] = {
      {"nearest", _ ("None (nearest pixel)")},
      {"linear", _ ("Linear")},
      {"cubic", _ ("Cubic")},
  };
  const MadoChoice annotation[] = {
      {"full", _ ("Full")},
      {"minimal", _ ("Minimal")},
      {"none", C_ ("annotation", "None")},
  };

  mado_preferences_add_choice (group, settings, "interpolation", _ ("Interpolation"),
                               interpolation, G_N_ELEMENTS (interpolation));
  mado_preferences_add_choice (group, settings, "annotation", _ ("Annotation"),
                               annotation, G_N_ELEMENTS (annotation));
}

static void
add_memory (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = mado_preferences_add_group (page, _ ("Memory"), NULL);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_spin_button_new_with_range (0, 1048576, 256);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ ("Memory for pictures, MiB"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("0 is half of the memory of this machine"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Memory for pictures, MiB"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (group, row);
  g_settings_bind (settings, "memory-mib", button, "value", G_SETTINGS_BIND_DEFAULT);
}

GtkWidget *
mado_preferences_general_new (GSettings *settings)
{
  GtkWidget *widget = adw_preferences_page_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (widget);

  adw_preferences_page_set_title (page, _ ("General"));
  adw_preferences_page_set_icon_name (page, "preferences-system-symbolic");
  add_language (page, settings);
  add_picture (page, settings);
  add_memory (page, settings);
  return widget;
}
