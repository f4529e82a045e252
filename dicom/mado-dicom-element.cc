/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-private.hh"

#include <cmath>
#include <cstring>
#include <string>

#include "mado-dicom-text.h"

/* DCMTK's objects know the one that holds them, up to the data set. */
static DcmElement *
find_upwards (const DcmItem *item, const DcmTagKey &key)
{
  const DcmObject *object = item;

  while (object != nullptr) {
    const DcmEVR kind = object->ident ();

    if (kind == EVR_item || kind == EVR_dataset || kind == EVR_dirRecord) {
      auto *holder = const_cast<DcmItem *> (static_cast<const DcmItem *> (object));
      DcmElement *element = mado_dicom_item_find (holder, key);

      if (element != nullptr && element->getLengthField () > 0)
        return element;
    }
    object = object->getParent ();
  }
  return nullptr;
}

Uint32
mado_dicom_element_get_length (const DcmElement *element)
{
  const Uint32 length = element->getLengthField ();

  return length != DCM_UndefinedLength && element->isLeaf () ? length : 0;
}

/* The bytes of the value as they are in the file, also when they were left there. */
static bool
get_raw (DcmElement *element, std::string *raw)
{
  const Uint32 length = mado_dicom_element_get_length (element);

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

int
mado_dicom_vr_get_width (DcmEVR vr)
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

bool
mado_dicom_vr_is_single_text (DcmEVR vr)
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

static bool
parse_number (const char *text, MadoNumber *number)
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
get_text_number (DcmElement *element, int index, MadoNumber *number)
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
get_binary_number (DcmElement *element, DcmEVR vr, int index, MadoNumber *number)
{
  const Uint32 width = mado_dicom_vr_get_width (vr);
  unsigned char bytes[8] = {0};

  if (width == 0 || (Uint32) index >= mado_dicom_element_get_length (element) / width)
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

bool
mado_dicom_element_get_number (DcmElement *element, int index, MadoNumber *number)
{
  if (element == nullptr || index < 0)
    return false;

  const DcmEVR vr = mado_dicom_element_get_vr (element);

  if (vr == EVR_IS || vr == EVR_DS)
    return get_text_number (element, index, number);
  return get_binary_number (element, vr, index, number);
}
