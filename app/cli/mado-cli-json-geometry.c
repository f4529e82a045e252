/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-cli-json-private.h"

static void
set_vector (JsonBuilder *json, const char *name, MadoVector v)
{
  mado_cli_json_begin_list (json, name);
  json_builder_add_double_value (json, v.x);
  json_builder_add_double_value (json, v.y);
  json_builder_add_double_value (json, v.z);
  json_builder_end_array (json);
}

/* -1, which stands for no slice, becomes null. */
static void
set_slice (JsonBuilder *json, const char *name, int index)
{
  if (index >= 0)
    mado_cli_json_set_int (json, name, index + 1);
  else
    mado_cli_json_set_string (json, name, NULL);
}

static void
add_refusal (JsonBuilder *json, const MadoGeometry *geometry)
{
  g_autofree char *message = mado_geometry_dup_refusal (geometry);

  if (message == NULL) {
    mado_cli_json_set_string (json, "refusal", NULL);
    return;
  }
  json_builder_set_member_name (json, "refusal");
  json_builder_begin_object (json);
  mado_cli_json_set_string (json, "reason", mado_refusal_get_name (geometry->refusal));
  set_slice (json, "slice", geometry->refusal_slice);
  mado_cli_json_set_double (json, "value", geometry->refusal_value);
  mado_cli_json_set_double (json, "limit", geometry->refusal_limit);
  mado_cli_json_set_string (json, "message", message);
  json_builder_end_object (json);
}

static void
add_gaps (JsonBuilder *json, const MadoGeometry *geometry)
{
  mado_cli_json_begin_list (json, "missing");
  for (guint i = 0; i < geometry->gaps->len; i++) {
    const MadoGap *gap = &g_array_index (geometry->gaps, MadoGap, i);

    json_builder_begin_object (json);
    set_slice (json, "after", gap->after);
    mado_cli_json_set_int (json, "count", gap->n_missing);
    mado_cli_json_set_double (json, "width", gap->width);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_duplicates (JsonBuilder *json, const MadoGeometry *geometry)
{
  mado_cli_json_begin_list (json, "duplicates");
  for (guint i = 0; i < geometry->duplicates->len; i++) {
    const MadoDuplicate *duplicate =
        &g_array_index (geometry->duplicates, MadoDuplicate, i);

    json_builder_begin_object (json);
    set_slice (json, "slice", duplicate->slice);
    set_slice (json, "of", duplicate->of);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_affine (JsonBuilder *json, const MadoGeometry *geometry)
{
  double affine[3][4];

  if (geometry->refusal != MADO_REFUSAL_NONE ||
      !mado_geometry_get_affine (geometry, affine)) {
    mado_cli_json_set_string (json, "affine", NULL);
    return;
  }
  mado_cli_json_begin_list (json, "affine");
  for (int row = 0; row < 3; row++) {
    json_builder_begin_array (json);
    for (int column = 0; column < 4; column++)
      json_builder_add_double_value (json, affine[row][column]);
    json_builder_end_array (json);
  }
  json_builder_end_array (json);
}

static void
add_slices (JsonBuilder *json, const MadoGeometry *geometry)
{
  mado_cli_json_set_string (json, "plane", mado_geometry_get_plane_name (geometry));
  mado_cli_json_set_int (json, "slices", geometry->n_slices);
  set_vector (json, "origin", geometry->origin);
  set_vector (json, "row", geometry->row);
  set_vector (json, "column", geometry->column);
  set_vector (json, "normal", geometry->normal);
  mado_cli_json_set_bool (json, "right_handed", geometry->is_right_handed);
  mado_cli_json_set_positive (json, "slice_spacing", geometry->spacing);
  mado_cli_json_set_bool (json, "regular", geometry->is_regular);
  mado_cli_json_set_double (json, "worst_deviation", geometry->worst_deviation);
  set_slice (json, "worst_after", geometry->worst_slice);
  mado_cli_json_set_double (json, "tilt", geometry->tilt);
  set_vector (json, "tilt_direction", geometry->tilt_direction);
  mado_cli_json_set_bool (json, "non_square", geometry->is_non_square);
  mado_cli_json_set_double (json, "overlap", geometry->overlap);
  set_slice (json, "overlap_after", geometry->overlap_slice);
  mado_cli_json_set_int (json, "overlaps", geometry->n_overlaps);
  add_gaps (json, geometry);
  add_duplicates (json, geometry);
}

void
mado_cli_json_add_geometry (JsonBuilder *json, const MadoGeometry *geometry)
{
  json_builder_set_member_name (json, "geometry");
  json_builder_begin_object (json);
  mado_cli_json_set_bool (json, "volume", geometry->refusal == MADO_REFUSAL_NONE);
  add_refusal (json, geometry);
  if (geometry->n_slices > 0) {
    add_slices (json, geometry);
    add_affine (json, geometry);
  }
  json_builder_end_object (json);
}
