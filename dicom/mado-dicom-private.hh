/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the C++ files of this folder share. */

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

private:
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

/* The VR a value is really of: UN and DCMTK's own kinds are resolved by the
 * dictionary and by Pixel Representation. */
DcmEVR mado_dicom_element_get_vr (DcmElement *element);

/* (transfer full): the value as text in UTF-8, all values with the "\" between them;
 * %NULL when there is no value or it is not text. */
char *mado_dicom_element_dup_text (const DcmItem *item, DcmElement *element);
