/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-private.hh"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "mado-dicom-text.h"

static bool
is_before (DcmElement *element, const DcmTagKey &key)
{
  return element->getTag () < key;
}

DcmElement *
MadoIndexedDataset::find (const DcmTagKey &key)
{
  if (!is_indexed) {
    elements.reserve (card ());
    for (DcmObject *object = nextInContainer (nullptr); object != nullptr;
         object = nextInContainer (object))
      elements.push_back (static_cast<DcmElement *> (object));
    std::stable_sort (
        elements.begin (), elements.end (),
        [] (DcmElement *a, DcmElement *b) { return a->getTag () < b->getTag (); });
    is_indexed = true;
  }

  const auto at = std::lower_bound (elements.begin (), elements.end (), key, is_before);

  return at != elements.end () && (*at)->getTag () == key ? *at : nullptr;
}

static DcmElement *
find_in_item (DcmItem *item, const DcmTagKey &key)
{
  auto *dataset = dynamic_cast<MadoIndexedDataset *> (item);
  DcmElement *element = nullptr;

  if (dataset != nullptr)
    return dataset->find (key);
  return item->findAndGetElement (key, element).good () ? element : nullptr;
}

static DcmElement *
find_element (const MadoDicomItem *self, MadoTag tag)
{
  return self != nullptr
             ? find_in_item (mado_dicom_item_to_dcmtk (self), mado_tag_to_key (tag))
             : nullptr;
}

/* DCMTK's objects know the one that holds them, up to the data set. */
static DcmElement *
find_upwards (const DcmItem *item, const DcmTagKey &key)
{
  const DcmObject *object = item;

  while (object != nullptr) {
    const DcmEVR kind = object->ident ();

    if (kind == EVR_item || kind == EVR_dataset || kind == EVR_dirRecord) {
      auto *holder = const_cast<DcmItem *> (static_cast<const DcmItem *> (object));
      DcmElement *element = find_in_item (holder, key);

      if (element != nullptr && element->getLengthField () > 0)
        return element;
    }
    object = object->getParent ();
  }
  return nullptr;
}

/* Sequences say how long they are, too, but only the lengths of values were compared
 * with the file. */
static Uint32
get_value_length (const DcmElement *element)
{
  const Uint32 length = element->getLengthField ();

  return length != DCM_UndefinedLength && element->isLeaf () ? length : 0;
}

/* The bytes of the value as they are in the file, also when they were left there. */
static bool
get_raw (DcmElement *element, std::string *raw)
{
  const Uint32 length = get_value_length (element);

  if (length == 0)
    return false;

  raw->resize (length);
  return element->getPartialValue (&(*raw)[0], 0, length, nullptr, EBO_LittleEndian)
      .good ();
}

static bool
is_signed_pixel (const DcmItem *item)
{
  DcmElement *element = find_upwards (item, DCM_PixelRepresentation);
  Uint16 value = 0;

  return element != nullptr && element->getUint16 (value).good () && value == 1;
}

DcmEVR
mado_dicom_element_get_vr (DcmElement *element)
{
  DcmEVR vr = element->getVR ();

  if (vr == EVR_UN || vr == EVR_UNKNOWN || vr == EVR_UNKNOWN2B) {
    /* A writer that did not know the tag; we may (PS3.5 6.2.2 note 2). */
    DcmTag tag (element->getTag ().getXTag (), element->getTag ().getPrivateCreator ());

    vr = tag.getEVR ();
  }
  if (vr == EVR_xs)
    vr = is_signed_pixel (element->getParentItem ()) ? EVR_SS : EVR_US;
  if (vr == EVR_lt)
    vr = EVR_US;
  if (vr == EVR_up)
    vr = EVR_UL;
  if (vr == EVR_ox || vr == EVR_px || vr == EVR_PixelData || vr == EVR_OverlayData)
    vr = EVR_OW;
  return vr;
}

static int
get_binary_width (DcmEVR vr)
{
  switch (vr) {
  case EVR_US:
  case EVR_SS:
  case EVR_OW:
    return 2;
  case EVR_UL:
  case EVR_SL:
  case EVR_FL:
  case EVR_OF:
  case EVR_OL:
  case EVR_AT:
    return 4;
  case EVR_UV:
  case EVR_SV:
  case EVR_FD:
  case EVR_OD:
  case EVR_OV:
    return 8;
  default:
    return 0;
  }
}

/* Free text, in which "\" is a letter (PS3.5 6.2). */
static bool
is_single_text (DcmEVR vr)
{
  return vr == EVR_ST || vr == EVR_LT || vr == EVR_UT || vr == EVR_UR;
}

static bool
uses_character_set (DcmEVR vr)
{
  return vr == EVR_SH || vr == EVR_LO || vr == EVR_UC || vr == EVR_PN || vr == EVR_ST ||
         vr == EVR_LT || vr == EVR_UT || vr == EVR_UN || vr == EVR_UNKNOWN;
}

static bool
is_text (DcmEVR vr)
{
  switch (vr) {
  case EVR_AE:
  case EVR_AS:
  case EVR_CS:
  case EVR_DA:
  case EVR_DS:
  case EVR_DT:
  case EVR_IS:
  case EVR_TM:
  case EVR_UI:
  case EVR_UR:
    return true;
  default:
    return uses_character_set (vr);
  }
}

char *
mado_dicom_element_dup_text (const DcmItem *item, DcmElement *element)
{
  const DcmEVR vr = mado_dicom_element_get_vr (element);
  std::string raw, charset;

  if (!is_text (vr) || !get_raw (element, &raw))
    return nullptr;
  if (uses_character_set (vr)) {
    /* Of the nearest item that names one (PS3.3 C.12.1.1.2). */
    DcmElement *declared = find_upwards (item, DCM_SpecificCharacterSet);

    if (declared != nullptr && !get_raw (declared, &charset))
      charset.clear ();
  }
  return mado_dicom_text_to_utf8 (charset.c_str (), raw.data (), raw.size (), nullptr);
}

/* One value without its padding.  Leading blanks mean something in free text only. */
static char *
strip_value (char *value, DcmEVR vr)
{
  return is_single_text (vr) ? g_strchomp (value) : g_strstrip (value);
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
  if (is_single_text (vr)) {
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

typedef struct {
  bool is_integer;
  int64_t integer;
  double real;
} Number;

static bool
parse_number (const char *text, Number *number)
{
  char *end = nullptr;

  if (*text == '\0')
    return false;
  if (g_ascii_string_to_signed (text + (*text == '+'), 10, G_MININT64, G_MAXINT64,
                                &number->integer, nullptr)) {
    number->is_integer = true;
    number->real = (double) number->integer;
    return true;
  }

  /* g_ascii_strtod () also takes "inf", "nan" and hexadecimal. */
  if (strspn (text, "+-0123456789.eE") != strlen (text))
    return false;
  number->real = g_ascii_strtod (text, &end);
  if (*end != '\0' || !std::isfinite (number->real))
    return false;
  number->is_integer =
      number->real == std::rint (number->real) && std::fabs (number->real) < 0x1p53;
  number->integer = number->is_integer ? (int64_t) number->real : 0;
  return true;
}

/* The @index-th of the "\"-separated values, without copying the others. */
static bool
get_text_number (DcmElement *element, int index, Number *number)
{
  std::string raw;
  size_t start = 0;

  if (!get_raw (element, &raw))
    return false;
  raw.resize (strnlen (raw.data (), raw.size ()));
  for (int i = 0; i < index; i++) {
    start = raw.find ('\\', start);
    if (start == std::string::npos)
      return false;
    start++;
  }

  std::string value = raw.substr (start, raw.find ('\\', start) - start);

  return parse_number (g_strstrip (&value[0]), number);
}

static bool
decode_integer (DcmEVR vr, const void *bytes, int64_t *value)
{
  uint64_t word = 0;

  memcpy (&word, bytes, sizeof word);
  word = GUINT64_FROM_LE (word);
  switch (vr) {
  case EVR_US:
  case EVR_OW:
    *value = (uint16_t) word;
    return true;
  case EVR_SS:
    *value = (int16_t) word;
    return true;
  case EVR_UL:
  case EVR_OL:
    *value = (uint32_t) word;
    return true;
  case EVR_SL:
    *value = (int32_t) word;
    return true;
  case EVR_SV:
    *value = (int64_t) word;
    return true;
  case EVR_UV:
  case EVR_OV:
    *value = (int64_t) word;
    return word <= G_MAXINT64;
  default:
    return false;
  }
}

static bool
decode_real (DcmEVR vr, const void *bytes, double *value)
{
  uint64_t word = 0;

  memcpy (&word, bytes, sizeof word);
  word = GUINT64_FROM_LE (word);
  if (vr == EVR_FL || vr == EVR_OF) {
    const uint32_t half = (uint32_t) word;
    float single = 0;

    memcpy (&single, &half, sizeof single);
    *value = single;
  } else if (vr == EVR_FD || vr == EVR_OD)
    memcpy (value, &word, sizeof *value);
  else
    return false;
  return std::isfinite (*value);
}

static bool
get_binary_number (DcmElement *element, DcmEVR vr, int index, Number *number)
{
  const Uint32 width = get_binary_width (vr);
  unsigned char bytes[8] = {0};

  if (width == 0 || (Uint32) index >= get_value_length (element) / width)
    return false;
  if (element
          ->getPartialValue (bytes, (Uint32) index * width, width, nullptr,
                             EBO_LittleEndian)
          .bad ())
    return false;

  if (decode_integer (vr, bytes, &number->integer)) {
    number->is_integer = true;
    number->real = (double) number->integer;
    return true;
  }
  if (!decode_real (vr, bytes, &number->real))
    return false;
  number->is_integer = false;
  return true;
}

static bool
get_number (DcmElement *element, int index, Number *number)
{
  if (element == nullptr || index < 0)
    return false;

  const DcmEVR vr = mado_dicom_element_get_vr (element);

  if (vr == EVR_IS || vr == EVR_DS)
    return get_text_number (element, index, number);
  return get_binary_number (element, vr, index, number);
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
    Number number = {false, 0, 0};

    if (!get_number (find_element (self, tag), index, &number) || !number.is_integer)
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
    Number number = {false, 0, 0};

    if (!get_number (find_element (self, tag), index, &number))
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
      Number number = {false, 0, 0};

      if (!get_number (element, i, &number))
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

    const int width = get_binary_width (mado_dicom_element_get_vr (element));

    if (width != 0)
      return (int) (get_value_length (element) / width);

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
    const Uint32 length = element != nullptr ? get_value_length (element) : 0;

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

    if (sequence == nullptr || index < 0 || (unsigned long) index >= sequence->card ())
      return nullptr;
    return mado_dicom_item_from_dcmtk (sequence->getItem ((unsigned long) index));
  });
}
