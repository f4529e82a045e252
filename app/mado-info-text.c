/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-info-text.h"

#include <string.h>

#include <glib/gi18n.h>

static gboolean
has_digits (const char *text, size_t n)
{
  if (text == NULL)
    return FALSE;
  for (size_t i = 0; i < n; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

char *
mado_info_text_dup_date (const char *date)
{
  /* What is not a date (PS3.5 6.2, DA) is shown as it is written. */
  if (!has_digits (date, 8))
    return g_strdup (date);
  return g_strdup_printf ("%.4s-%.2s-%.2s", date, date + 4, date + 6);
}

char *
mado_info_text_dup_date_time (const char *date, const char *time)
{
  g_autofree char *day = mado_info_text_dup_date (date);

  if (!has_digits (time, 4))
    return g_steal_pointer (&day);
  if (day == NULL)
    return g_strdup_printf ("%.2s:%.2s", time, time + 2);
  return g_strdup_printf ("%s %.2s:%.2s", day, time, time + 2);
}

char *
mado_info_text_dup_age (const char *age)
{
  guint64 number;
  g_autofree char *digits = NULL;

  if (age == NULL || strlen (age) != 4 || !has_digits (age, 3))
    return g_strdup (age);
  digits = g_strndup (age, 3);
  if (!g_ascii_string_to_unsigned (digits, 10, 0, 999, &number, NULL))
    return g_strdup (age);
  switch (age[3]) {
  case 'Y':
    return g_strdup_printf (ngettext ("%d year", "%d years", number), (int) number);
  case 'M':
    return g_strdup_printf (ngettext ("%d month", "%d months", number), (int) number);
  case 'W':
    return g_strdup_printf (ngettext ("%d week", "%d weeks", number), (int) number);
  case 'D':
    return g_strdup_printf (ngettext ("%d day", "%d days", number), (int) number);
  default:
    return g_strdup (age);
  }
}

char *
mado_info_text_dup_sex (const char *sex)
{
  if (g_strcmp0 (sex, "M") == 0)
    return g_strdup (_ ("Male"));
  if (g_strcmp0 (sex, "F") == 0)
    return g_strdup (_ ("Female"));
  if (g_strcmp0 (sex, "O") == 0)
    return g_strdup (C_ ("sex", "Other"));
  return g_strdup (sex);
}

char *
mado_info_text_dup_spacing (const MadoFrameInfo *info)
{
  switch (info->spacing_kind) {
  case MADO_SPACING_PATIENT:
  case MADO_SPACING_US_REGION:
    return g_strdup_printf ("%.4g × %.4g mm", info->row_spacing, info->column_spacing);
  case MADO_SPACING_DETECTOR:
    /* Translators: pixel spacing of a projection, such as "0.14 × 0.14 mm" */
    return g_strdup_printf (_ ("%.4g × %.4g mm at the detector"), info->row_spacing,
                            info->column_spacing);
  case MADO_SPACING_NONE:
    break;
  }
  return g_strdup (_ ("Unknown"));
}

char *
mado_info_text_dup_name (const MadoSeriesInfo *info)
{
  g_autofree char *name = mado_person_name_dup_primary (info->patient_name);

  if (name[0] != '\0')
    return g_steal_pointer (&name);
  if (info->patient_id != NULL)
    return g_strdup_printf (_ ("ID %s"), info->patient_id);
  return g_strdup (_ ("No name"));
}

char *
mado_info_text_dup_title (const MadoSeriesInfo *info)
{
  g_autofree char *name = mado_info_text_dup_name (info);
  g_autofree char *date = mado_info_text_dup_date (info->study_date);
  GString *title = g_string_new (name);

  if (info->study_description != NULL)
    g_string_append_printf (title, "  %s", info->study_description);
  if (date != NULL)
    g_string_append_printf (title, "  %s", date);
  return g_string_free (title, FALSE);
}

char *
mado_info_text_dup_series (const MadoSeriesInfo *info)
{
  if (info->series_description != NULL)
    return g_strdup (info->series_description);
  if (info->series_number >= 0)
    /* Translators: modality and number of a series without a description */
    return g_strdup_printf (_ ("%s series %d"), info->modality, info->series_number);
  return g_strdup (info->modality);
}
