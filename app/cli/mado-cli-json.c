/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-cli-json-private.h"

void
mado_cli_json_set_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

void
mado_cli_json_set_path (JsonBuilder *json, const char *name, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  mado_cli_json_set_string (json, name, shown);
}

void
mado_cli_json_set_int (JsonBuilder *json, const char *name, gint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

void
mado_cli_json_set_double (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_double_value (json, value);
}

/* Zero, where it stands for "unknown", becomes null. */
void
mado_cli_json_set_positive (JsonBuilder *json, const char *name, double value)
{
  if (value > 0)
    mado_cli_json_set_double (json, name, value);
  else
    mado_cli_json_set_string (json, name, NULL);
}

void
mado_cli_json_set_bool (JsonBuilder *json, const char *name, gboolean value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_boolean_value (json, value);
}

void
mado_cli_json_begin_list (JsonBuilder *json, const char *name)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
}
