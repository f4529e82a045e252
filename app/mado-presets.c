/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-presets.h"

#include "mado-language.h"

#define PRESETS_RESOURCE "/org/madoviewer/Mado/presets.ini"

void
mado_preset_free (MadoPreset *self)
{
  g_free (self->name);
  g_free (self->modality);
  g_free (self);
}

static gboolean
modality_matches (const char *list, const char *modality)
{
  g_auto (GStrv) each = g_strsplit (list, ";", -1);

  return g_strv_contains ((const char *const *) each, modality);
}

static double
get_number (GKeyFile *file, const char *group, const char *key, double fallback)
{
  g_autofree char *text = g_key_file_get_value (file, group, key, NULL);
  double value;

  if (text == NULL)
    return fallback;
  value = g_ascii_strtod (text, NULL);
  return value;
}

static MadoPreset *
read_group (GKeyFile *file, const char *group)
{
  MadoPreset *preset = g_new0 (MadoPreset, 1);

  preset->name = g_key_file_get_locale_string (file, group, "name",
                                               mado_language_get_effective (), NULL);
  preset->modality = g_key_file_get_string (file, group, "modality", NULL);
  if (g_key_file_get_boolean (file, group, "auto", NULL)) {
    preset->kind = MADO_PRESET_AUTO;
  } else if (g_key_file_has_key (file, group, "scale-width", NULL)) {
    preset->kind = MADO_PRESET_RELATIVE;
    preset->width = get_number (file, group, "scale-width", 1);
    preset->center = get_number (file, group, "shift-center", 0);
  } else {
    preset->kind = MADO_PRESET_ABSOLUTE;
    preset->width = get_number (file, group, "width", 1);
    preset->center = get_number (file, group, "center", 0);
  }
  return preset;
}

static void
append_built_in (GPtrArray *list, const char *modality)
{
  g_autoptr (GBytes) bytes =
      g_resources_lookup_data (PRESETS_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;
  gboolean has_own = FALSE;

  if (bytes == NULL ||
      !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, NULL))
    return;
  groups = g_key_file_get_groups (file, NULL);
  for (int pass = 0; pass < 2 && !has_own; pass++)
    for (int i = 0; groups[i] != NULL; i++) {
      MadoPreset *preset = read_group (file, groups[i]);
      const char *wanted = pass == 0 ? modality : "*";

      if (modality_matches (preset->modality, wanted)) {
        g_ptr_array_add (list, preset);
        has_own = pass == 0;
      } else {
        mado_preset_free (preset);
      }
    }
}

GPtrArray *
mado_presets_list_user (GSettings *settings)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, "user-presets");
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_preset_free);
  GVariantIter iter;
  const char *name, *modality;
  double center, width;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(&s&sdd)", &name, &modality, &center, &width)) {
    MadoPreset *preset = g_new0 (MadoPreset, 1);

    preset->name = g_strdup (name);
    preset->modality = g_strdup (modality);
    preset->kind = MADO_PRESET_ABSOLUTE;
    preset->center = center;
    preset->width = width;
    preset->is_user = TRUE;
    g_ptr_array_add (list, preset);
  }
  return list;
}

GPtrArray *
mado_presets_list (GSettings *settings, const char *modality)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_preset_free);
  g_autoptr (GPtrArray) user = mado_presets_list_user (settings);

  append_built_in (list, modality);
  for (guint i = 0; i < user->len;) {
    MadoPreset *preset = g_ptr_array_index (user, i);

    if (g_str_equal (preset->modality, modality))
      g_ptr_array_add (list, g_ptr_array_steal_index (user, i));
    else
      i++;
  }
  return list;
}

void
mado_preset_get_window (const MadoPreset *self,
                        const MadoWindow *base,
                        MadoWindow *window)
{
  *window = *base;
  if (self->kind == MADO_PRESET_RELATIVE) {
    window->center = base->center + self->center * base->width;
    window->width = base->width * self->width;
  } else {
    window->center = self->center;
    window->width = self->width;
    window->function = MADO_VOI_LINEAR;
    /* A reader's own preset was taken from such a picture, in its space. */
    if (!self->is_user)
      window->space = MADO_WINDOW_SPACE_MODALITY;
  }
  if (window->function == MADO_VOI_LINEAR && window->width < 1)
    window->width = 1; /* PS3.3 C.11.2.1.2.1 */
}

static void
store_user (GSettings *settings, GPtrArray *list)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssdd)"));
  for (guint i = 0; i < list->len; i++) {
    const MadoPreset *preset = g_ptr_array_index (list, i);

    g_variant_builder_add (&builder, "(ssdd)", preset->name, preset->modality,
                           preset->center, preset->width);
  }
  g_settings_set_value (settings, "user-presets", g_variant_builder_end (&builder));
}

void
mado_presets_add_user (GSettings *settings,
                       const char *name,
                       const char *modality,
                       double center,
                       double width)
{
  g_autoptr (GPtrArray) list = mado_presets_list_user (settings);
  MadoPreset *preset = g_new0 (MadoPreset, 1);

  preset->name = g_strdup (name);
  preset->modality = g_strdup (modality);
  preset->center = center;
  preset->width = width;
  g_ptr_array_add (list, preset);
  store_user (settings, list);
}

void
mado_presets_rename_user (GSettings *settings, guint index, const char *name)
{
  g_autoptr (GPtrArray) list = mado_presets_list_user (settings);

  if (index >= list->len)
    return;
  MadoPreset *preset = g_ptr_array_index (list, index);
  g_free (preset->name);
  preset->name = g_strdup (name);
  store_user (settings, list);
}

void
mado_presets_remove_user (GSettings *settings, guint index)
{
  g_autoptr (GPtrArray) list = mado_presets_list_user (settings);

  if (index >= list->len)
    return;
  g_ptr_array_remove_index (list, index);
  store_user (settings, list);
}
