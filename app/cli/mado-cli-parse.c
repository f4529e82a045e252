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
