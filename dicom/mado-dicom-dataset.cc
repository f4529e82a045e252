/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-private.hh"

#include <algorithm>

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

DcmItem *
MadoIndexedDataset::find_item (DcmSequenceOfItems *sequence, unsigned long index)
{
  std::vector<DcmItem *> &found = items[sequence];

  if (found.empty ()) {
    found.reserve (sequence->card ());
    for (DcmObject *object = sequence->nextInContainer (nullptr); object != nullptr;
         object = sequence->nextInContainer (object))
      found.push_back (static_cast<DcmItem *> (object));
  }
  return found.at (index);
}

DcmElement *
mado_dicom_item_find (DcmItem *item, const DcmTagKey &key)
{
  auto *dataset = dynamic_cast<MadoIndexedDataset *> (item);
  DcmElement *element = nullptr;

  if (dataset != nullptr)
    return dataset->find (key);
  return item->findAndGetElement (key, element).good () ? element : nullptr;
}
