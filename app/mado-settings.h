/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-viewport-links.h"

G_BEGIN_DECLS

#define MADO_SETTINGS_SCHEMA "org.madoviewer.Mado"

/**
 * mado_settings_new:
 * @path: (type filename) (nullable): the key file; %NULL for
 *   mado/settings.ini in the user's configuration folder
 *
 * The settings live in a key file, so that they are kept on machines without
 * dconf or a session bus, and can be copied to another machine.
 *
 * Returns: (transfer full): the settings, or %NULL with %G_IO_ERROR_NOT_FOUND
 *   when the schema is not installed
 */
GSettings *mado_settings_new (const char *path,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

void mado_settings_get_mouse (GSettings *settings, MadoMouse *mouse);
/* The last one used, or 1x1 when the setting cannot be read. */
void mado_settings_get_layout (GSettings *settings, MadoGridLayout *layout);
guint mado_settings_get_link (GSettings *settings);            /* of #MadoLinkWhat */
guint64 mado_settings_get_memory_budget (GSettings *settings); /* bytes, 0 for auto */

/* Puts @path first in the list of recent folders and files. */
void mado_settings_add_recent (GSettings *settings, const char *path);
void mado_settings_remove_recent (GSettings *settings, const char *path);

G_END_DECLS
