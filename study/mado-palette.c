/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-grayscale-private.h"

#include <string.h>

#include "mado-dicom-error.h"

#define TAG_DESCRIPTOR MADO_TAG (0x0028, 0x1101) /* red; green and blue follow */
#define TAG_DATA       MADO_TAG (0x0028, 0x1201)
#define TAG_SEGMENTED  MADO_TAG (0x0028, 0x1221)

/* Segmented data being expanded (PS3.3 C.7.9.2). */
typedef struct {
  const guint16 *units; /* words, or bytes widened to words */
  gsize n_units;
  bool is_wide; /* 16-bit units */
  guint16 *entries;
  int n_entries;
  int n_done;
} Expansion;

static bool
expand_discrete (Expansion *self, gsize *at, int length)
{
  if (*at + (gsize) length > self->n_units || self->n_done + length > self->n_entries)
    return false;

  memcpy (self->entries + self->n_done, self->units + *at,
          (gsize) length * sizeof (guint16));
  self->n_done += length;
  *at += (gsize) length;
  return true;
}

static bool
expand_linear (Expansion *self, gsize *at, int length)
{
  if (*at + 1 > self->n_units || self->n_done + length > self->n_entries ||
      self->n_done == 0 || length == 0)
    return false;

  double from = self->entries[self->n_done - 1];
  double to = self->units[(*at)++];

  for (int i = 1; i <= length; i++)
    self->entries[self->n_done++] = (guint16) (from + (to - from) * i / length + 0.5);
  return true;
}

static bool expand_segments (Expansion *self, gsize *at, gsize n_segments, int depth);

/* The offset counts bytes from the start of the data, low 16 bits first. */
static bool
expand_indirect (Expansion *self, gsize *at, int n_segments, int depth)
{
  const guint16 *units = self->units + *at;
  gsize n = self->is_wide ? 2 : 4;
  gsize offset = 0;

  if (depth > 0 || *at + n > self->n_units)
    return false;

  if (self->is_wide)
    offset = (units[0] | (gsize) units[1] << 16) / 2;
  else
    offset = units[0] | (gsize) units[1] << 8 | (gsize) units[2] << 16 |
             (gsize) units[3] << 24;
  *at += n;
  return offset < self->n_units &&
         expand_segments (self, &offset, (gsize) n_segments, depth + 1);
}

static bool
expand_segments (Expansion *self, gsize *at, gsize n_segments, int depth)
{
  for (gsize i = 0; i < n_segments && self->n_done < self->n_entries; i++) {
    if (*at + 2 > self->n_units)
      return false;

    guint opcode = self->units[(*at)++];
    int length = self->units[(*at)++];
    bool ok = false;

    switch (opcode) {
    case 0:
      ok = expand_discrete (self, at, length);
      break;
    case 1:
      ok = expand_linear (self, at, length);
      break;
    case 2:
      ok = expand_indirect (self, at, length, depth);
      break;
    default:
      break;
    }
    if (!ok)
      return false;
  }
  return true;
}

static guint16 *
read_segmented (const MadoDicomItem *item,
                MadoTag tag,
                const MadoLutDescriptor *descriptor)
{
  g_autoptr (GBytes) bytes = mado_dicom_item_dup_bytes (item, tag);
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (data == NULL || size < 4)
    return NULL;

  bool is_wide = descriptor->bits > 8;
  gsize n_units = is_wide ? size / 2 : size;
  g_autofree guint16 *units = g_new (guint16, n_units);
  g_autofree guint16 *entries = g_new0 (guint16, descriptor->n_entries);

  if (is_wide)
    memcpy (units, data, n_units * 2);
  else
    for (gsize i = 0; i < n_units; i++)
      units[i] = data[i];

  Expansion expansion = {.units = units,
                         .n_units = n_units,
                         .is_wide = is_wide,
                         .entries = entries,
                         .n_entries = descriptor->n_entries};
  gsize at = 0;

  if (!expand_segments (&expansion, &at, G_MAXSIZE, 0) ||
      expansion.n_done != expansion.n_entries)
    return NULL;

  return g_steal_pointer (&entries);
}

static guint16 *
read_channel (const MadoDicomItem *item,
              int channel,
              const MadoLutDescriptor *descriptor)
{
  guint16 *entries =
      mado_lut_entries_read (item, TAG_DATA + channel, descriptor->n_entries);

  if (entries == NULL)
    entries = read_segmented (item, TAG_SEGMENTED + channel, descriptor);
  return entries;
}

/* Entries of 16 bits are scaled down.  What the descriptor says of their bits is
 * often wrong in both directions and would make the picture black. */
static int
get_shift (guint16 *const entries[3], int n_entries)
{
  for (int channel = 0; channel < 3; channel++)
    for (int i = 0; i < n_entries; i++)
      if (entries[channel][i] > 0xff)
        return 8;
  return 0;
}

static MadoPalette *
palette_new (guint16 *const entries[3], const MadoLutDescriptor *descriptor)
{
  MadoPalette *self = g_new0 (MadoPalette, 1);
  int shift = get_shift (entries, descriptor->n_entries);

  self->first = descriptor->first;
  self->n_entries = descriptor->n_entries;
  self->rgb = g_new (guint8, (gsize) self->n_entries * 3);
  for (int i = 0; i < self->n_entries; i++)
    for (int channel = 0; channel < 3; channel++)
      self->rgb[(gsize) i * 3 + channel] = (guint8) (entries[channel][i] >> shift);
  return self;
}

MadoPalette *
mado_palette_read (const MadoDicomItem *dataset, bool is_signed, GError **error)
{
  static const char *const colors[3] = {"red", "green", "blue"};
  MadoLutDescriptor descriptors[3];
  guint16 *entries[3] = {NULL, NULL, NULL};
  MadoPalette *self = NULL;
  int channel = 0;

  for (; channel < 3; channel++) {
    if (!mado_lut_descriptor_read (dataset, TAG_DESCRIPTOR + channel, is_signed,
                                   &descriptors[channel]) ||
        descriptors[channel].n_entries != descriptors[0].n_entries)
      break;
    entries[channel] = read_channel (dataset, channel, &descriptors[channel]);
    if (entries[channel] == NULL)
      break;
  }

  if (channel == 3)
    self = palette_new (entries, &descriptors[0]);
  else
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "The %s color table of this palette color image is missing or damaged",
                 colors[channel]);
  for (int i = 0; i < 3; i++)
    g_free (entries[i]);
  return self;
}
