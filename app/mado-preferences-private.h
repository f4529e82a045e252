/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mado-preferences.h"

G_BEGIN_DECLS

/* One choice of a combo row: the value of the setting and how it is called. */
typedef struct {
  const char *value; /* nick of an enum, or the string itself */
  const char *label; /* translated */
} MadoChoice;

AdwPreferencesGroup *mado_preferences_add_group (AdwPreferencesPage *page,
                                                 const char *title,
                                                 const char *description);
/* A row for a string or enum key; follows the setting in both directions. */
void mado_preferences_add_choice (AdwPreferencesGroup *group,
                                  GSettings *settings,
                                  const char *key,
                                  const char *title,
                                  const MadoChoice *choices,
                                  gsize n_choices);
void mado_preferences_add_switch (AdwPreferencesGroup *group,
                                  GSettings *settings,
                                  const char *key,
                                  const char *title,
                                  const char *subtitle);

/* One page each. */
GtkWidget *mado_preferences_general_new (GSettings *settings);
GtkWidget *mado_preferences_presets_new (GSettings *settings);
GtkWidget *mado_preferences_mouse_new (GSettings *settings);
GtkWidget *mado_preferences_keys_new (GSettings *settings);

G_END_DECLS
