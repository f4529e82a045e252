/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "mado-geometry.h"

G_BEGIN_DECLS

/* Members of the object that is open in @json. */
void mado_cli_json_set_string (JsonBuilder *json, const char *name, const char *value);
void mado_cli_json_set_path (JsonBuilder *json, const char *name, const char *path);
void mado_cli_json_set_int (JsonBuilder *json, const char *name, gint64 value);
void mado_cli_json_set_double (JsonBuilder *json, const char *name, double value);
/* Zero, where it stands for "unknown", becomes null. */
void mado_cli_json_set_positive (JsonBuilder *json, const char *name, double value);
void mado_cli_json_set_bool (JsonBuilder *json, const char *name, gboolean value);
void mado_cli_json_begin_list (JsonBuilder *json, const char *name);

/* The member "geometry". */
void mado_cli_json_add_geometry (JsonBuilder *json, const MadoGeometry *geometry);

G_END_DECLS
