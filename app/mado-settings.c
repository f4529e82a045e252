/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-settings.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#define MAX_RECENT 10
#define ROOT_PATH  "/org/madoviewer/Mado/"

/* GSETTINGS_SCHEMA_DIR and the system's folders first, then our own prefix, which
 * need not be among XDG_DATA_DIRS. */
static GSettingsSchema *
lookup_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  GSettingsSchema *schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, MADO_SETTINGS_SCHEMA, TRUE);
  if (schema != NULL)
    return schema;
  own =
      g_settings_schema_source_new_from_directory (MADO_SCHEMADIR, source, TRUE, NULL);
  return own != NULL
             ? g_settings_schema_source_lookup (own, MADO_SETTINGS_SCHEMA, FALSE)
             : NULL;
}

GSettings *
mado_settings_new (const char *path, GError **error)
{
  g_autoptr (GSettingsSchema) schema = lookup_schema ();
  g_autoptr (GSettingsBackend) backend = NULL;
  g_autofree char *own_path = NULL;

  if (schema == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "The settings schema %s is not installed; set GSETTINGS_SCHEMA_DIR",
                 MADO_SETTINGS_SCHEMA);
    return NULL;
  }
  if (path == NULL)
    path = own_path =
        g_build_filename (g_get_user_config_dir (), "mado", "settings.ini", NULL);
  backend = g_keyfile_settings_backend_new (path, ROOT_PATH, "mado");
  return g_settings_new_full (schema, backend, NULL);
}

void
mado_settings_get_mouse (GSettings *settings, MadoMouse *mouse)
{
  *mouse = (MadoMouse){
      .right = g_settings_get_enum (settings, "mouse-right"),
      .middle = g_settings_get_enum (settings, "mouse-middle"),
      .wheel = g_settings_get_enum (settings, "mouse-wheel"),
      .window_up_is_brighter =
          g_settings_get_boolean (settings, "window-up-is-brighter"),
      .invert_scroll = g_settings_get_boolean (settings, "invert-scroll"),
  };
}

void
mado_settings_get_layout (GSettings *settings, MadoGridLayout *layout)
{
  g_autofree char *text = g_settings_get_string (settings, "layout");

  if (!mado_grid_layout_from_string (layout, text))
    mado_grid_layout_init_regular (layout, 1, 1);
}

guint
mado_settings_get_link (GSettings *settings)
{
  static const struct {
    const char *key;
    MadoLinkWhat what;
  } links[] = {
      {"link-scroll", MADO_LINK_SCROLL},
      {"link-pan", MADO_LINK_PAN},
      {"link-zoom", MADO_LINK_ZOOM},
      {"link-window", MADO_LINK_WINDOW},
  };
  guint what = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    if (g_settings_get_boolean (settings, links[i].key))
      what |= links[i].what;
  return what;
}

guint64
mado_settings_get_memory_budget (GSettings *settings)
{
  return (guint64) g_settings_get_uint (settings, "memory-mib") << 20;
}

static void
change_recent (GSettings *settings, const char *path, gboolean add)
{
  g_auto (GStrv) old = g_settings_get_strv (settings, "recent");
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  if (add)
    g_ptr_array_add (list, (char *) path);
  for (int i = 0; old[i] != NULL && list->len < MAX_RECENT; i++)
    if (!g_str_equal (old[i], path))
      g_ptr_array_add (list, old[i]);
  g_ptr_array_add (list, NULL);
  g_settings_set_strv (settings, "recent", (const char *const *) list->pdata);
}

void
mado_settings_add_recent (GSettings *settings, const char *path)
{
  /* A path that is not UTF-8 cannot be a GVariant string; it is just not kept. */
  if (g_utf8_validate (path, -1, NULL))
    change_recent (settings, path, TRUE);
}

void
mado_settings_remove_recent (GSettings *settings, const char *path)
{
  change_recent (settings, path, FALSE);
}
