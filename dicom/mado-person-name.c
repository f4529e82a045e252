/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-person-name.h"

#include <string.h>

/* A group of nothing but delimiters and blanks is empty. */
static char *
dup_group (const char *group)
{
  g_autofree char *text = g_strstrip (g_strdup (group));

  if (strspn (text, "^ ") == strlen (text))
    return NULL;
  return g_steal_pointer (&text);
}

MadoPersonName *
mado_person_name_parse (const char *value)
{
  MadoPersonName *self = g_new0 (MadoPersonName, 1);
  g_auto (GStrv) groups = g_strsplit (value, "=", 4);
  const guint n = g_strv_length (groups);

  if (n > 0)
    self->alphabetic = dup_group (groups[0]);
  if (n > 1)
    self->ideographic = dup_group (groups[1]);
  if (n > 2)
    self->phonetic = dup_group (groups[2]);
  return self;
}

MadoPersonName *
mado_person_name_copy (const MadoPersonName *self)
{
  MadoPersonName *copy = g_new0 (MadoPersonName, 1);

  copy->alphabetic = g_strdup (self->alphabetic);
  copy->ideographic = g_strdup (self->ideographic);
  copy->phonetic = g_strdup (self->phonetic);
  return copy;
}

void
mado_person_name_free (MadoPersonName *self)
{
  if (self == NULL)
    return;

  g_free (self->alphabetic);
  g_free (self->ideographic);
  g_free (self->phonetic);
  g_free (self);
}

bool
mado_person_name_equal (const MadoPersonName *a, const MadoPersonName *b)
{
  return g_strcmp0 (a->alphabetic, b->alphabetic) == 0 &&
         g_strcmp0 (a->ideographic, b->ideographic) == 0 &&
         g_strcmp0 (a->phonetic, b->phonetic) == 0;
}

static char *
format_group (const char *group)
{
  g_auto (GStrv) components = g_strsplit (group, "^", -1);
  GString *text = g_string_new (NULL);

  for (int i = 0; components[i] != NULL; i++) {
    const char *component = g_strstrip (components[i]);

    if (*component == '\0')
      continue;
    if (text->len > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, component);
  }
  return g_string_free (text, FALSE);
}

static const char *
get_primary (const MadoPersonName *self)
{
  if (self->ideographic != NULL)
    return self->ideographic;
  if (self->alphabetic != NULL)
    return self->alphabetic;
  return self->phonetic;
}

char *
mado_person_name_dup_primary (const MadoPersonName *self)
{
  const char *group = get_primary (self);

  return group != NULL ? format_group (group) : g_strdup ("");
}

char *
mado_person_name_dup_furigana (const MadoPersonName *self)
{
  if (self->phonetic == NULL || get_primary (self) == self->phonetic)
    return NULL;
  return format_group (self->phonetic);
}
