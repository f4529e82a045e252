/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcostrmb.h>

#include <string>
#include <vector>

#include "mado-dicom-writer-private.h"
#include "mado-guard-private.hh"

/* An element that is US or SS depending on Pixel Representation, which may be set
 * later than the element. */
struct Ambiguous {
  DcmItem *item;
  DcmTagKey key;
  std::string value;
};

struct _MadoDicomWriter {
  DcmDataset dataset;
  std::vector<DcmItem *> items; /* borrowed; the innermost open item last */
  std::vector<Ambiguous> ambiguous;
  MadoPixelFormat format{};
  GBytes *pixels = nullptr;
  GError *error = nullptr; /* the first one; told by save */
};

static void
set_error (GError **error, const char *text)
{
  if (error != nullptr && *error == nullptr)
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL,
                 "The DICOM toolkit failed: %s", text);
}

static DcmItem *
get_item (MadoDicomWriter *self)
{
  return self->items.empty () ? &self->dataset : self->items.back ();
}

static DcmTag
make_tag (MadoTag tag)
{
  return DcmTag (static_cast<Uint16> (tag >> 16), static_cast<Uint16> (tag & 0xFFFF));
}

static void
check (MadoDicomWriter *self, MadoTag tag, const OFCondition &condition)
{
  if (condition.good () || self->error != nullptr)
    return;
  g_set_error (&self->error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL,
               "The element (%04x,%04x) cannot be written: %s", tag >> 16, tag & 0xFFFF,
               condition.text ());
}

MadoDicomWriter *
mado_dicom_writer_new (void)
{
  auto *self = new MadoDicomWriter;

  /* Without its dictionary DCMTK writes every element as UN. */
  if (!dcmDataDict.isDictionaryLoaded ())
    set_error (&self->error, "its data dictionary is missing");
  return self;
}

void
mado_dicom_writer_free (MadoDicomWriter *self)
{
  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_clear_error (&self->error);
  delete self;
}

void
mado_dicom_writer_set_string (MadoDicomWriter *self, MadoTag tag, const char *value)
{
  guard (&self->error, [&] {
    DcmTag dcm_tag = make_tag (tag);

    if (dcm_tag.getEVR () == EVR_xs) {
      self->ambiguous.push_back ({get_item (self), dcm_tag, value});
      return;
    }
    if (dcm_tag.getEVR () == EVR_UN)
      check (self, tag, EC_UnknownVR);
    else if (dcm_tag.getEVR () == EVR_SQ && *value == '\0')
      check (self, tag, get_item (self)->insertEmptyElement (dcm_tag));
    else
      check (self, tag, get_item (self)->putAndInsertString (dcm_tag, value));
  });
}

void
mado_dicom_writer_set_int (MadoDicomWriter *self, MadoTag tag, int64_t value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  mado_dicom_writer_set_string (self, tag, text);
}

/* The shortest text of at most 16 characters, all a DS has room for (PS3.5 6.2), that
 * is nearest to @value. */
static std::string
format_decimal (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 17; digits > 0; digits--) {
    char format[8];
    char shorter[G_ASCII_DTOSTR_BUF_SIZE];

    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (text, sizeof text, format, value);
    if (strlen (text) > 16)
      continue;
    g_snprintf (format, sizeof format, "%%.%dg", MAX (digits - 2, 1));
    g_ascii_formatd (shorter, sizeof shorter, format, value);
    return g_ascii_strtod (shorter, nullptr) == g_ascii_strtod (text, nullptr) ? shorter
                                                                               : text;
  }
  return text;
}

static std::string
join_doubles (const double *values, int n)
{
  std::string joined;

  for (int i = 0; i < n; i++)
    joined += (i > 0 ? "\\" : "") + format_decimal (values[i]);
  return joined;
}

void
mado_dicom_writer_set_doubles (MadoDicomWriter *self,
                               MadoTag tag,
                               const double *values,
                               int n)
{
  guard (&self->error, [&] {
    const DcmTag dcm_tag = make_tag (tag);

    if (dcm_tag.getEVR () == EVR_FD) {
      check (self, tag, get_item (self)->putAndInsertFloat64Array (dcm_tag, values, n));
    } else if (dcm_tag.getEVR () == EVR_FL) {
      const std::vector<Float32> floats (values, values + n);

      check (self, tag,
             get_item (self)->putAndInsertFloat32Array (dcm_tag, floats.data (), n));
    } else {
      mado_dicom_writer_set_string (self, tag, join_doubles (values, n).c_str ());
    }
  });
}

/* Words such as those of LUT Data, whose VR is "US or OW": OW has no limit of 64 KiB. */
static OFCondition
put_words (DcmItem *item, DcmTag tag, const void *data, size_t size)
{
  if (tag.getEVR () == EVR_lt || tag.getEVR () == EVR_ox || tag.getEVR () == EVR_px)
    tag.setVR (DcmVR (EVR_OW));
  else if (tag.getEVR () == EVR_xs)
    tag.setVR (DcmVR (EVR_US));
  return item->putAndInsertUint16Array (tag, static_cast<const Uint16 *> (data),
                                        size / sizeof (Uint16));
}

void
mado_dicom_writer_set_bytes (MadoDicomWriter *self, MadoTag tag, GBytes *value)
{
  guard (&self->error, [&] {
    const DcmTag dcm_tag = make_tag (tag);
    gsize size = 0;
    const void *data = g_bytes_get_data (value, &size);

    if (dcm_tag.getEVR () == EVR_OB || dcm_tag.getEVR () == EVR_UN)
      check (self, tag,
             get_item (self)->putAndInsertUint8Array (
                 dcm_tag, static_cast<const Uint8 *> (data), size));
    else if (dcm_tag.getEVR () == EVR_OF)
      check (
          self, tag,
          get_item (self)->putAndInsertFloat32Array (
              dcm_tag, static_cast<const Float32 *> (data), size / sizeof (Float32)));
    else
      check (self, tag, put_words (get_item (self), dcm_tag, data, size));
  });
}

void
mado_dicom_writer_set_private (MadoDicomWriter *self,
                               MadoTag tag,
                               const char *vr,
                               GBytes *value)
{
  guard (&self->error, [&] {
    DcmTag dcm_tag = make_tag (tag);
    gsize size = 0;
    const auto *data = static_cast<const char *> (g_bytes_get_data (value, &size));

    dcm_tag.setVR (DcmVR (vr));
    if (dcm_tag.getEVR () == EVR_OB || dcm_tag.getEVR () == EVR_UN)
      check (self, tag,
             get_item (self)->putAndInsertUint8Array (
                 dcm_tag, reinterpret_cast<const Uint8 *> (data), size));
    else
      check (self, tag,
             get_item (self)->putAndInsertString (dcm_tag,
                                                  std::string (data, size).c_str ()));
  });
}

void
mado_dicom_writer_begin_item (MadoDicomWriter *self, MadoTag tag)
{
  guard (&self->error, [&] {
    DcmItem *item = nullptr;

    check (self, tag,
           get_item (self)->findOrCreateSequenceItem (make_tag (tag), item, -2));
    self->items.push_back (item != nullptr ? item : get_item (self));
  });
}

void
mado_dicom_writer_end_item (MadoDicomWriter *self)
{
  g_return_if_fail (!self->items.empty ());

  self->items.pop_back ();
}

void
mado_dicom_writer_set_pixels (MadoDicomWriter *self,
                              const MadoPixelFormat *format,
                              GBytes *native)
{
  g_clear_pointer (&self->pixels, g_bytes_unref);
  self->format = *format;
  self->pixels = g_bytes_ref (native);
}

GBytes *
mado_dicom_writer_get_pixels (const MadoDicomWriter *self, MadoPixelFormat *format)
{
  *format = self->format;
  return self->pixels;
}

char *
mado_dicom_writer_dup_string (MadoDicomWriter *self, MadoTag tag)
{
  char *result = nullptr;

  guard (&self->error, [&] {
    OFString value;

    if (self->dataset.findAndGetOFString (make_tag (tag), value).good () &&
        !value.empty ())
      result = g_strdup (value.c_str ());
  });
  return result;
}

/* Signed if the pixels are (PS3.5 6.2), unless a value does not fit, such as the
 * number of entries in a LUT Descriptor, which is never signed. */
static OFCondition
put_ambiguous (const Ambiguous &element, bool is_signed)
{
  DcmTag tag (element.key);
  g_auto (GStrv) values = g_strsplit (element.value.c_str (), "\\", -1);

  for (char **value = values; *value != nullptr; value++)
    if (g_ascii_strtoll (*value, nullptr, 10) < 0)
      is_signed = true;
  for (char **value = values; *value != nullptr; value++)
    if (g_ascii_strtoll (*value, nullptr, 10) > G_MAXINT16)
      is_signed = false;
  tag.setVR (DcmVR (is_signed ? EVR_SS : EVR_US));
  return element.item->putAndInsertString (tag, element.value.c_str ());
}

static void
resolve (MadoDicomWriter *self)
{
  Uint16 representation = 0;

  self->dataset.findAndGetUint16 (DCM_PixelRepresentation, representation);
  for (const Ambiguous &element : self->ambiguous)
    check (self, MADO_TAG (element.key.getGroup (), element.key.getElement ()),
           put_ambiguous (element, representation == 1));
}

static E_TransferSyntax
choose_syntax (bool is_explicit, bool is_big_endian)
{
  if (is_big_endian)
    return EXS_BigEndianExplicit;
  return is_explicit ? EXS_LittleEndianExplicit : EXS_LittleEndianImplicit;
}

static GBytes *
write_dataset (DcmDataset &dataset, E_TransferSyntax syntax, GError **error)
{
  /* Group lengths and the like come on top of what the elements add up to. */
  std::vector<char> buffer (dataset.getLength (syntax, EET_ExplicitLength) + 4096);
  DcmOutputBufferStream stream (buffer.data (), buffer.size ());
  void *data = nullptr;
  offile_off_t size = 0;

  dataset.transferInit ();
  const OFCondition condition = dataset.write (
      stream, syntax, EET_ExplicitLength, nullptr, EGL_withoutGL, EPD_withoutPadding);
  dataset.transferEnd ();
  if (condition.bad ()) {
    set_error (error, condition.text ());
    return nullptr;
  }
  stream.flushBuffer (data, size);
  return g_bytes_new (data, size);
}

GBytes *
mado_dicom_writer_serialize (MadoDicomWriter *self,
                             bool is_explicit,
                             bool is_big_endian,
                             GError **error)
{
  GBytes *result = nullptr;

  guard (error, [&] {
    check (self, 0x00080005,
           self->dataset.putAndInsertString (DCM_SpecificCharacterSet, "ISO_IR 192"));
    resolve (self);
    if (self->error != nullptr)
      g_propagate_error (error, g_error_copy (self->error));
    else
      result = write_dataset (self->dataset, choose_syntax (is_explicit, is_big_endian),
                              error);
  });
  return result;
}
