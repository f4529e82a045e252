/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "mado-cli-resample-private.h"

/* A file that takes its name only when it is complete. */
typedef struct {
  char *path;
  char *temporary;
  FILE *file;
} Output;

static void
set_write_error (GError **error, int reason)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (reason),
               "the volume cannot be written: %s", g_strerror (reason));
}

static bool
output_open (Output *self, const char *path, GError **error)
{
  int fd;

  self->path = g_strdup (path);
  self->temporary = g_strconcat (path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (self->temporary, O_WRONLY | O_CLOEXEC, 0666);
  self->file = fd >= 0 ? fdopen (fd, "wb") : NULL;
  if (self->file != NULL)
    return true;

  set_write_error (error, errno);
  g_clear_pointer (&self->temporary, g_free);
  return false;
}

static void
output_clear (Output *self)
{
  if (self->file != NULL)
    fclose (self->file);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Output, output_clear)

static bool
output_write (Output *self, gconstpointer bytes, gsize n, GError **error)
{
  if (fwrite (bytes, 1, n, self->file) == n)
    return true;

  set_write_error (error, errno);
  return false;
}

static bool
output_finish (Output *self, GError **error)
{
  const bool is_flushed = fflush (self->file) == 0 && fsync (fileno (self->file)) == 0;
  const int reason = errno;
  const bool is_closed = fclose (g_steal_pointer (&self->file)) == 0;

  if (!is_flushed || !is_closed || g_rename (self->temporary, self->path) != 0) {
    set_write_error (error, is_flushed ? errno : reason);
    return false;
  }
  g_clear_pointer (&self->temporary, g_free);
  return true;
}

static double
get_part (MadoVector v, int row)
{
  return row == 0 ? v.x : row == 1 ? v.y : v.z;
}

/* Where the values of an array lie, which NumPy's file cannot say. */
static char *
make_json (const MadoCliGrid *grid, const MadoVolume *volume)
{
  const char *unit = mado_volume_get_grayscale (volume)->unit;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "version");
  json_builder_add_int_value (json, 1);
  json_builder_set_member_name (json, "shape");
  json_builder_begin_array (json);
  for (int i = 2; i >= 0; i--)
    json_builder_add_int_value (json, grid->n[i]);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "unit");
  if (unit != NULL)
    json_builder_add_string_value (json, unit);
  else
    json_builder_add_null_value (json);
  json_builder_set_member_name (json, "affine");
  json_builder_begin_array (json);
  for (int row = 0; row < 3; row++) {
    json_builder_begin_array (json);
    for (int i = 0; i < 3; i++)
      json_builder_add_double_value (json, get_part (grid->step[i], row));
    json_builder_add_double_value (json, get_part (grid->origin, row));
    json_builder_end_array (json);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, NULL);
}

static bool
save_json (const MadoCliGrid *grid,
           const MadoVolume *volume,
           const char *path,
           GError **error)
{
  g_autofree char *text = make_json (grid, volume);
  g_autofree char *beside = g_strconcat (path, ".json", NULL);
  g_auto (Output) output = {0};

  return output_open (&output, beside, error) &&
         output_write (&output, text, strlen (text), error) &&
         output_write (&output, "\n", 1, error) && output_finish (&output, error);
}

static bool
write_slices (const MadoCliGrid *grid,
              const MadoVolume *volume,
              MadoInterpolation interpolation,
              Output *output,
              GError **error)
{
  const gsize n = (gsize) grid->n[0] * (gsize) grid->n[1];
  g_autofree float *values = g_try_new (float, n);

  if (values == NULL) {
    set_write_error (error, ENOMEM);
    return false;
  }
  for (int k = 0; k < grid->n[2]; k++) {
    mado_cli_grid_sample (grid, volume, interpolation, k, values);
#if G_BYTE_ORDER == G_BIG_ENDIAN
    for (gsize i = 0; i < n; i++)
      ((guint32 *) values)[i] = GUINT32_SWAP_LE_BE (((guint32 *) values)[i]);
#endif
    if (!output_write (output, values, n * sizeof (float), error))
      return false;
  }
  return true;
}

bool
mado_cli_save_volume (const MadoCliGrid *grid,
                      const MadoVolume *volume,
                      MadoInterpolation interpolation,
                      const char *path,
                      GError **error)
{
  const bool is_npy = g_str_has_suffix (path, ".npy");
  const int shape[3] = {grid->n[2], grid->n[1], grid->n[0]};
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_auto (Output) output = {0};

  if (is_npy)
    mado_cli_append_npy_header (header, shape, 3);
  else
    mado_cli_append_nii_header (header, grid);
  return output_open (&output, path, error) &&
         output_write (&output, header->data, header->len, error) &&
         write_slices (grid, volume, interpolation, &output, error) &&
         (!is_npy || save_json (grid, volume, path, error)) &&
         output_finish (&output, error);
}
