/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-private.hh"

#include <cstring>
#include <string>

static DcmElement *
find_element (const MadoDicomItem *self, MadoTag tag)
{
  return self != nullptr ? mado_dicom_item_find (mado_dicom_item_to_dcmtk (self),
                                                 mado_tag_to_key (tag))
                         : nullptr;
}

/* One value without its padding.  Leading blanks mean something in free text only. */
static char *
strip_value (char *value, DcmEVR vr)
{
  return mado_dicom_vr_is_single_text (vr) ? g_strchomp (value) : g_strstrip (value);
}

/* The values of a text element; %NULL when there is none.  Never an empty list. */
static char **
dup_values (const MadoDicomItem *self, MadoTag tag)
{
  DcmElement *element = find_element (self, tag);

  if (element == nullptr)
    return nullptr;

  const DcmEVR vr = mado_dicom_element_get_vr (element);
  g_autofree char *text =
      mado_dicom_element_dup_text (mado_dicom_item_to_dcmtk (self), element);

  if (text == nullptr || *strip_value (text, vr) == '\0')
    return nullptr;
  if (mado_dicom_vr_is_single_text (vr)) {
    char **single = g_new0 (char *, 2);

    single[0] = g_steal_pointer (&text);
    return single;
  }

  /* Only after the conversion: bytes of GB18030 and Shift-JIS can look like "\". */
  char **values = g_strsplit (text, "\\", -1);

  for (int i = 0; values[i] != nullptr; i++)
    strip_value (values[i], vr);
  return values;
}

bool
mado_dicom_item_has (const MadoDicomItem *self, MadoTag tag)
{
  return guard (nullptr, [&] { return find_element (self, tag) != nullptr; });
}

bool
mado_dicom_item_get_int (const MadoDicomItem *self,
                         MadoTag tag,
                         int index,
                         int64_t *value)
{
  return guard (nullptr, [&] {
    MadoNumber number = {false, 0, 0};

    if (!mado_dicom_element_get_number (find_element (self, tag), index, &number) ||
        !number.is_integer)
      return false;
    *value = number.integer;
    return true;
  });
}

bool
mado_dicom_item_get_double (const MadoDicomItem *self,
                            MadoTag tag,
                            int index,
                            double *value)
{
  return guard (nullptr, [&] {
    MadoNumber number = {false, 0, 0};

    if (!mado_dicom_element_get_number (find_element (self, tag), index, &number))
      return false;
    *value = number.real;
    return true;
  });
}

bool
mado_dicom_item_get_doubles (const MadoDicomItem *self,
                             MadoTag tag,
                             double *values,
                             int n)
{
  return guard (nullptr, [&] {
    DcmElement *element = find_element (self, tag);
    std::string good;

    for (int i = 0; i < n; i++) {
      MadoNumber number = {false, 0, 0};

      if (!mado_dicom_element_get_number (element, i, &number))
        return false;
      good.append (reinterpret_cast<const char *> (&number.real), sizeof number.real);
    }
    memcpy (values, good.data (), good.size ());
    return true;
  });
}

int
mado_dicom_item_get_n_values (const MadoDicomItem *self, MadoTag tag)
{
  return guard (nullptr, [&] {
    DcmElement *element = find_element (self, tag);
    int n = 0;

    if (element == nullptr)
      return 0;

    const int width = mado_dicom_vr_get_width (mado_dicom_element_get_vr (element));

    if (width != 0)
      return (int) (mado_dicom_element_get_length (element) / width);

    g_auto (GStrv) values = dup_values (self, tag);

    while (values != nullptr && values[n] != nullptr)
      n++;
    return n;
  });
}

char *
mado_dicom_item_dup_string (const MadoDicomItem *self, MadoTag tag)
{
  return guard (nullptr, [&] () -> char * {
    g_auto (GStrv) values = dup_values (self, tag);

    return values == nullptr || *values[0] == '\0' ? nullptr : g_strdup (values[0]);
  });
}

char **
mado_dicom_item_dup_strings (const MadoDicomItem *self, MadoTag tag)
{
  return guard (nullptr, [&] { return dup_values (self, tag); });
}

MadoPersonName *
mado_dicom_item_dup_person_name (const MadoDicomItem *self, MadoTag tag)
{
  g_autofree char *value = mado_dicom_item_dup_string (self, tag);

  return mado_person_name_parse (value != nullptr ? value : "");
}

GBytes *
mado_dicom_item_dup_bytes (const MadoDicomItem *self, MadoTag tag)
{
  return guard (nullptr, [&] () -> GBytes * {
    DcmElement *element = find_element (self, tag);
    const Uint32 length =
        element != nullptr ? mado_dicom_element_get_length (element) : 0;

    if (length == 0)
      return nullptr;

    g_autofree void *bytes = g_try_malloc (length);

    if (bytes == nullptr ||
        element->getPartialValue (bytes, 0, length, nullptr, gLocalByteOrder).bad ())
      return nullptr;
    return g_bytes_new_take (g_steal_pointer (&bytes), length);
  });
}

static DcmSequenceOfItems *
find_sequence (const MadoDicomItem *self, MadoTag tag)
{
  DcmElement *element = find_element (self, tag);

  /* Not a pixel sequence, whose items are no data sets. */
  if (element == nullptr || element->ident () != EVR_SQ)
    return nullptr;
  return static_cast<DcmSequenceOfItems *> (element);
}

/* Walking to an item of a shorter sequence costs less than the index. */
static const unsigned long MAX_WALK = 16;

static DcmItem *
find_item (DcmSequenceOfItems *sequence, unsigned long index)
{
  const unsigned long n_items = sequence->card ();
  DcmObject *root = sequence;

  if (index >= n_items)
    return nullptr;
  if (n_items <= MAX_WALK)
    return sequence->getItem (index);

  while (root->getParent () != nullptr)
    root = root->getParent ();

  auto *dataset = dynamic_cast<MadoIndexedDataset *> (root);

  return dataset != nullptr ? dataset->find_item (sequence, index)
                            : sequence->getItem (index);
}

int
mado_dicom_item_get_n_items (const MadoDicomItem *self, MadoTag tag)
{
  return guard (nullptr, [&] {
    DcmSequenceOfItems *sequence = find_sequence (self, tag);

    return sequence != nullptr ? (int) sequence->card () : 0;
  });
}

const MadoDicomItem *
mado_dicom_item_get_item (const MadoDicomItem *self, MadoTag tag, int index)
{
  return guard (nullptr, [&] () -> const MadoDicomItem * {
    DcmSequenceOfItems *sequence = find_sequence (self, tag);

    if (sequence == nullptr || index < 0)
      return nullptr;
    return mado_dicom_item_from_dcmtk (find_item (sequence, (unsigned long) index));
  });
}
