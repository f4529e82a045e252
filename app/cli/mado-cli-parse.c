/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-cli-parse-private.h"

#include <math.h>

bool
mado_cli_parse_number (const char *text, double *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value);
}

static bool
parse_three (const char *text, double values[3])
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  if (g_strv_length (parts) != 3)
    return false;
  for (int i = 0; i < 3; i++)
    if (!mado_cli_parse_number (parts[i], &values[i]))
      return false;
  return true;
}

bool
mado_cli_parse_vector (const char *text, MadoVector *vector)
{
  double values[3];

  if (!parse_three (text, values))
    return false;
  *vector = mado_vector_from_array (values);
  return true;
}

bool
mado_cli_parse_counts (const char *text, int counts[3])
{
  double values[3];

  if (!parse_three (text, values))
    return false;
  for (int i = 0; i < 3; i++) {
    if (values[i] < 1 || values[i] > G_MAXINT || values[i] != floor (values[i]))
      return false;
    counts[i] = (int) values[i];
  }
  return true;
}

bool
mado_cli_parse_spacing (const char *text, double spacing[3])
{
  if (mado_cli_parse_number (text, &spacing[0]))
    spacing[1] = spacing[2] = spacing[0];
  else if (!parse_three (text, spacing))
    return false;
  return spacing[0] > 0 && spacing[1] > 0 && spacing[2] > 0;
}

bool
mado_cli_parse_size (const char *text, int *width, int *height)
{
  char *end;
  const guint64 first = g_ascii_strtoull (text, &end, 10);
  guint64 second;

  if (!g_ascii_isdigit (text[0]) || *end != 'x' || !g_ascii_isdigit (end[1]))
    return false;
  second = g_ascii_strtoull (end + 1, &end, 10);
  if (*end != '\0' || first < 1 || second < 1 || first > MADO_CLI_MAX_SIZE ||
      second > MADO_CLI_MAX_SIZE)
    return false;
  *width = (int) first;
  *height = (int) second;
  return true;
}

/* 1 for the first of @names. */
static int
find_name (const char *const *names, const char *text)
{
  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], text))
      return i + 1;
  return 0;
}

MadoPlaneKind
mado_cli_parse_plane (const char *text)
{
  static const char *const names[] = {"axial", "coronal", "sagittal", NULL};

  return (MadoPlaneKind) find_name (names, text);
}

MadoInterpolation
mado_cli_parse_interpolation (const char *text)
{
  static const char *const names[] = {"nearest", "linear", "cubic", NULL};

  return (MadoInterpolation) find_name (names, text);
}

MadoSlabMode
mado_cli_parse_slab_mode (const char *text)
{
  static const char *const names[] = {"mip", "minip", "mean", NULL};

  return (MadoSlabMode) find_name (names, text);
}

bool
mado_cli_parse_window (const char *text, MadoWindow *window)
{
  static const char *const functions[] = {"linear", "linear-exact", "sigmoid", NULL};
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  const guint n = g_strv_length (parts);
  int function = MADO_VOI_LINEAR;

  if (n < 2 || n > 3 || !mado_cli_parse_number (parts[0], &window->center) ||
      !mado_cli_parse_number (parts[1], &window->width))
    return false;
  if (n == 3)
    function = find_name (functions, parts[2]);
  if (function == 0)
    return false;
  window->function = (MadoVoiFunction) function;
  return function == MADO_VOI_LINEAR ? window->width >= 1 : window->width > 0;
}
