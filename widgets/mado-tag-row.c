/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-tag-row-private.h"

#include <string.h>

struct _MadoTagRow {
  GObject parent_instance;

  MadoDicomElement *element; /* owned */
  char *folded;              /* owned: tag, name and value, for the search */
};

G_DEFINE_FINAL_TYPE (MadoTagRow, mado_tag_row, G_TYPE_OBJECT)

static void
mado_tag_row_finalize (GObject *object)
{
  MadoTagRow *self = MADO_TAG_ROW (object);

  mado_dicom_element_free (self->element);
  g_free (self->folded);
  G_OBJECT_CLASS (mado_tag_row_parent_class)->finalize (object);
}

static void
mado_tag_row_class_init (MadoTagRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_tag_row_finalize;
}

static void
mado_tag_row_init (MadoTagRow *self)
{
}

char *
mado_tag_row_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (normal, -1);
  GString *result = g_string_sized_new (strlen (folded));

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c >= 0x30a1 && c <= 0x30f6) /* katakana lies 0x60 above hiragana */
      c -= 0x60;
    g_string_append_unichar (result, c);
  }
  return g_string_free (result, FALSE);
}

MadoTagRow *
mado_tag_row_new (MadoDicomElement *element)
{
  MadoTagRow *self = g_object_new (MADO_TYPE_TAG_ROW, NULL);

  self->element = element;

  g_autofree char *tag = mado_tag_row_dup_tag (self);
  g_autofree char *text = g_strdup_printf ("%s\n%08x\n%s\n%s", tag, element->tag,
                                           element->name != NULL ? element->name : "",
                                           element->text != NULL ? element->text : "");

  self->folded = mado_tag_row_fold (text);
  return self;
}

const MadoDicomElement *
mado_tag_row_get_element (MadoTagRow *self)
{
  g_return_val_if_fail (MADO_IS_TAG_ROW (self), NULL);

  return self->element;
}

char *
mado_tag_row_dup_tag (MadoTagRow *self)
{
  g_return_val_if_fail (MADO_IS_TAG_ROW (self), NULL);

  return g_strdup_printf ("(%04X,%04X)", self->element->tag >> 16,
                          self->element->tag & 0xffff);
}

gboolean
mado_tag_row_matches (MadoTagRow *self, const char *folded)
{
  g_return_val_if_fail (MADO_IS_TAG_ROW (self), FALSE);

  return strstr (self->folded, folded) != NULL;
}
