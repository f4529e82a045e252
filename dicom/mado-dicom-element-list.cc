/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-element-list-private.hh"

#include <cstring>

#include "mado-dicom-file.h"

enum {
  MAX_TEXT = 1024, /* characters */
  MAX_VALUES = 64, /* numbers of a binary array that are spelled out */
};

void
mado_dicom_element_free (MadoDicomElement *self)
{
  if (self == nullptr)
    return;

  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

/* (transfer full) @text */
static MadoDicomElement *
add_line (GPtrArray *lines, int depth, const DcmTag &tag, const char *vr, char *text)
{
  auto *line = g_new0 (MadoDicomElement, 1);
  DcmTag named (tag);
  const char *name = named.getTagName ();

  line->tag = mado_tag_from_key (tag);
  line->depth = depth;
  g_strlcpy (line->vr, vr, sizeof line->vr);
  /* What DCMTK calls tags that are not in its dictionary. */
  if (strcmp (name, DcmTag_ERROR_TagName) != 0)
    line->name = g_strdup (name);
  line->text = text;
  g_ptr_array_add (lines, line);
  return line;
}

static char *
shorten (const char *text)
{
  if (g_utf8_strlen (text, -1) <= MAX_TEXT)
    return g_strdup (text);

  g_autofree char *start = g_utf8_substring (text, 0, MAX_TEXT - 1);

  return g_strconcat (start, "…", nullptr);
}

static char *
format_binary (guint32 length)
{
  return g_strdup_printf ("(binary, %u bytes)", length);
}

static char *
format_numbers (const DcmItem *item, DcmElement *element, DcmEVR vr)
{
  const MadoDicomItem *holder = mado_dicom_item_from_dcmtk (item);
  const MadoTag tag = mado_tag_from_key (element->getTag ());
  const int n = mado_dicom_item_get_n_values (holder, tag);
  GString *text = g_string_new (nullptr);

  for (int i = 0; i < MIN (n, MAX_VALUES); i++) {
    int64_t integer = 0;
    double real = 0;
    char number[G_ASCII_DTOSTR_BUF_SIZE] = "nan";

    if (i > 0)
      g_string_append_c (text, '\\');
    if (mado_dicom_item_get_int (holder, tag, i, &integer))
      g_string_append_printf (text, "%" G_GINT64_FORMAT, integer);
    else {
      /* Nine digits tell all floats apart, seventeen all doubles. */
      if (mado_dicom_item_get_double (holder, tag, i, &real))
        g_ascii_formatd (number, sizeof number, vr == EVR_FL ? "%.9g" : "%.17g", real);
      g_string_append (text, number);
    }
  }
  if (n > MAX_VALUES)
    g_string_append (text, "\\…");
  return g_string_free (text, FALSE);
}

static char *
format_tags (DcmElement *element)
{
  GString *text = g_string_new (nullptr);
  Uint16 words[2];

  for (Uint32 i = 0; i < element->getLengthField () / 4 && i < MAX_VALUES; i++) {
    if (element->getPartialValue (words, i * 4, 4, nullptr, gLocalByteOrder).bad ())
      break;
    g_string_append_printf (text, "%s(%04X,%04X)", i > 0 ? "\\" : "", words[0],
                            words[1]);
  }
  return g_string_free (text, FALSE);
}

static char *
format_value (const DcmItem *item, DcmElement *element, DcmEVR vr)
{
  switch (vr) {
  case EVR_US:
  case EVR_SS:
  case EVR_UL:
  case EVR_SL:
  case EVR_UV:
  case EVR_SV:
  case EVR_FL:
  case EVR_FD:
    return format_numbers (item, element, vr);
  case EVR_AT:
    return format_tags (element);
  default:
    break;
  }

  /* Unknown values are shown as text only when the dictionary says that they are. */
  g_autofree char *text = vr == EVR_UN || vr == EVR_UNKNOWN || vr == EVR_UNKNOWN2B
                              ? nullptr
                              : mado_dicom_element_dup_text (item, element);

  if (text != nullptr)
    return shorten (g_strchomp (text));
  return element->getLengthField () == 0 ? g_strdup ("")
                                         : format_binary (element->getLengthField ());
}

static void add_item (GPtrArray *lines, DcmItem *item, int depth);

static void
add_sequence (GPtrArray *lines, DcmSequenceOfItems *sequence, int depth)
{
  int number = 0;

  for (DcmObject *object = sequence->nextInContainer (nullptr); object != nullptr;
       object = sequence->nextInContainer (object)) {
    auto *item = static_cast<DcmItem *> (object);
    MadoDicomElement *line =
        add_line (lines, depth, item->getTag (), "", g_strdup_printf ("%d", ++number));

    line->length = item->getLengthField ();
    add_item (lines, item, depth);
  }
}

static void
add_item (GPtrArray *lines, DcmItem *item, int depth)
{
  for (DcmObject *object = item->nextInContainer (nullptr); object != nullptr;
       object = item->nextInContainer (object)) {
    auto *element = static_cast<DcmElement *> (object);
    const DcmEVR vr = mado_dicom_element_get_vr (element);
    const bool is_sequence = element->ident () == EVR_SQ;
    char *text = is_sequence ? g_strdup ("") : format_value (item, element, vr);
    MadoDicomElement *line =
        add_line (lines, depth, element->getTag (),
                  DcmVR (is_sequence ? EVR_SQ : vr).getValidVRName (), text);

    line->length = element->getLengthField ();
    if (is_sequence)
      add_sequence (lines, static_cast<DcmSequenceOfItems *> (element), depth + 1);
  }
}

static void
add_pixels (GPtrArray *lines, const MadoPixelLocation *pixels)
{
  char *text = pixels->length == G_MAXUINT32 ? g_strdup ("(compressed)")
                                             : format_binary (pixels->length);
  MadoDicomElement *line =
      add_line (lines, 0, DcmTag (mado_tag_to_key (pixels->tag)), pixels->vr, text);

  line->length = pixels->length;
}

GPtrArray *
mado_dicom_elements_list (DcmItem *meta,
                          DcmItem *dataset,
                          const MadoPixelLocation *pixels)
{
  GPtrArray *lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mado_dicom_element_free);

  add_item (lines, meta, 0);
  add_item (lines, dataset, 0);
  if (pixels != nullptr)
    add_pixels (lines, pixels);
  return lines;
}
