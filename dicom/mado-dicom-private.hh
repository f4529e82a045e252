/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the C++ files of this folder share. */

#include <unordered_map>
#include <vector>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "mado-dicom-error.h"
#include "mado-dicom-item.h"
#include "mado-guard-private.hh"

/* A data set that finds its elements by an index.  DCMTK walks a list for each search,
 * which took half the time of a scan.  Not to be changed after the first find (). */
class MadoIndexedDataset : public DcmDataset
{
public:
  /* Borrowed; null when there is no such element. */
  DcmElement *find (const DcmTagKey &key);

  /* The same for items of a long @sequence anywhere in this data set: each search from
   * the start takes seconds in all with the 30 000 frames of a slide. */
  DcmItem *find_item (DcmSequenceOfItems *sequence, unsigned long index);

private:
  std::unordered_map<DcmSequenceOfItems *, std::vector<DcmItem *>> items;
  std::vector<DcmElement *> elements; /* sorted by tag */
  bool is_indexed = false;
};

static inline DcmTagKey
mado_tag_to_key (MadoTag tag)
{
  return DcmTagKey (tag >> 16, tag & 0xffff);
}

static inline MadoTag
mado_tag_from_key (const DcmTagKey &key)
{
  return MADO_TAG (key.getGroup (), key.getElement ());
}

/* A MadoDicomItem is a DcmItem under another name.  DCMTK's lookups move a cursor and
 * are not const, which is why an item belongs to one thread at a time. */
static inline DcmItem *
mado_dicom_item_to_dcmtk (const MadoDicomItem *self)
{
  return reinterpret_cast<DcmItem *> (const_cast<MadoDicomItem *> (self));
}

static inline const MadoDicomItem *
mado_dicom_item_from_dcmtk (const DcmItem *item)
{
  return reinterpret_cast<const MadoDicomItem *> (item);
}

/* Initialises DCMTK once: silent, and with its dictionary, without which files of
 * implicit VR would be read as garbage. */
bool mado_dicom_toolkit_init (GError **error);

/* An element of @item; the data set has an index for it. */
DcmElement *mado_dicom_item_find (DcmItem *item, const DcmTagKey &key);

/* Bytes of a value, 0 for sequences: they say how long they are, too, but only the
 * lengths of values were compared with the file. */
Uint32 mado_dicom_element_get_length (const DcmElement *element);

/* The VR a value is really of: UN and DCMTK's own kinds are resolved by the
 * dictionary and by Pixel Representation. */
DcmEVR mado_dicom_element_get_vr (DcmElement *element);

/* (transfer full): the value as text in UTF-8, all values with the "\" between them;
 * %NULL when there is no value or it is not text. */
char *mado_dicom_element_dup_text (const DcmItem *item, DcmElement *element);

/* Free text, in which "\" is a letter (PS3.5 6.2). */
bool mado_dicom_vr_is_single_text (DcmEVR vr);

/* Bytes of one number of a binary VR, 0 for all others. */
int mado_dicom_vr_get_width (DcmEVR vr);

typedef struct {
  bool is_integer;
  int64_t integer;
  double real; /* finite */
} MadoNumber;

/* The @index-th number of an element, which may be null. */
bool mado_dicom_element_get_number (DcmElement *element, int index, MadoNumber *number);
