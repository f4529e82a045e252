/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-grayscale-private.h"

#include <string.h>

#define TAG_LUT_DESCRIPTOR  MADO_TAG (0x0028, 0x3002)
#define TAG_LUT_EXPLANATION MADO_TAG (0x0028, 0x3003)
#define TAG_LUT_DATA        MADO_TAG (0x0028, 0x3006)

bool
mado_lut_descriptor_read (const MadoDicomItem *item,
                          MadoTag tag,
                          bool is_signed,
                          MadoLutDescriptor *descriptor)
{
  int64_t entries = 0, first = 0, bits = 0;

  if (!mado_dicom_item_get_int (item, tag, 0, &entries) ||
      !mado_dicom_item_get_int (item, tag, 1, &first) ||
      !mado_dicom_item_get_int (item, tag, 2, &bits))
    return false;

  /* Written as SS, 40000 entries look negative; as US, -1024 looks like 64512. */
  descriptor->n_entries = (int) (entries & 0xffff);
  if (descriptor->n_entries == 0)
    descriptor->n_entries = 65536;
  descriptor->first = is_signed ? (gint16) (first & 0xffff) : (int) (first & 0xffff);
  /* An explicit SS value is what it says. */
  if (first < 0)
    descriptor->first = (gint16) (first & 0xffff);
  descriptor->bits = bits >= 8 && bits <= 16 ? (int) bits : 16;
  return true;
}

guint16 *
mado_lut_entries_read (const MadoDicomItem *item, MadoTag tag, int n_entries)
{
  g_autoptr (GBytes) bytes = mado_dicom_item_dup_bytes (item, tag);
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  gsize n = (gsize) n_entries;

  if (data == NULL || size < n)
    return NULL;

  g_autofree guint16 *entries = g_new (guint16, n);

  if (size >= n * 2)
    memcpy (entries, data, n * 2);
  else
    for (gsize i = 0; i < n; i++)
      entries[i] = data[i];
  return g_steal_pointer (&entries);
}

/* Descriptors that claim fewer bits than the entries have are common; a curve cut
 * at the claim would be wrong, so the entries decide. */
static int
get_true_bits (const MadoLutDescriptor *descriptor, const guint16 *entries)
{
  guint max = 0;

  for (int i = 0; i < descriptor->n_entries; i++)
    max = MAX (max, entries[i]);
  return MAX (descriptor->bits, (int) g_bit_storage (max));
}

MadoLut *
mado_lut_read (const MadoDicomItem *item, bool is_signed)
{
  MadoLutDescriptor descriptor;

  if (!mado_lut_descriptor_read (item, TAG_LUT_DESCRIPTOR, is_signed, &descriptor))
    return NULL;

  g_autofree guint16 *entries =
      mado_lut_entries_read (item, TAG_LUT_DATA, descriptor.n_entries);

  if (entries == NULL)
    return NULL;

  MadoLut *self = g_new0 (MadoLut, 1);

  self->first = descriptor.first;
  self->n_entries = descriptor.n_entries;
  self->bits = get_true_bits (&descriptor, entries);
  self->entries = g_steal_pointer (&entries);
  self->explanation = mado_dicom_item_dup_string (item, TAG_LUT_EXPLANATION);
  return self;
}
