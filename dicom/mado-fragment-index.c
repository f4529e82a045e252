/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-fragment-index-private.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define TAG_ITEM               0xfffee000u
#define TAG_SEQUENCE_DELIMITER 0xfffee0ddu
/* More than any real object has; 64 MB of index. */
#define MAX_FRAGMENTS (1u << 22)
#define ITEM_HEADER   8

struct _MadoFragmentIndex {
  GArray *fragments; /* of MadoFragment */
  GArray *starts;    /* of guint: first fragment of each frame, and one past the last */
  guint64 base;      /* what the offset tables count from */
  bool is_cut_off;   /* the file ends before the sequence does */
};

/* Item headers are read in small pieces, and the fragments between them skipped. */
static bool
read_at (const MadoFragmentParams *params,
         guint64 offset,
         void *bytes,
         gsize n,
         GError **error)
{
  const gssize result = offset > params->size
                            ? 0
                            : TEMP_FAILURE_RETRY (pread (params->fd, bytes, n, offset));

  if (result == (gssize) n)
    return true;

  if (result < 0)
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO,
                 "The pixel data cannot be read: %s", g_strerror (errno));
  else
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "The file ends inside the pixel data");
  return false;
}

typedef struct {
  guint32 tag;
  guint32 length;
} Item;

static bool
read_item (const MadoFragmentParams *params, guint64 offset, Item *item, GError **error)
{
  guint16 words[4];

  if (!read_at (params, offset, words, sizeof words, error))
    return false;

  item->tag = (guint32) GUINT16_FROM_LE (words[0]) << 16 | GUINT16_FROM_LE (words[1]);
  item->length =
      (guint32) GUINT16_FROM_LE (words[3]) << 16 | GUINT16_FROM_LE (words[2]);
  return true;
}

static bool
walk (MadoFragmentIndex *self,
      const MadoFragmentParams *params,
      GCancellable *cancellable,
      GError **error)
{
  guint64 offset = self->base;

  for (;;) {
    Item item = {0};

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return false;
    /* Some writers leave out the delimiter at the end of the file. */
    if (offset + ITEM_HEADER > params->size) {
      self->is_cut_off = true;
      return true;
    }
    if (!read_item (params, offset, &item, error))
      return false;
    if (item.tag == TAG_SEQUENCE_DELIMITER)
      return true;
    if (item.tag != TAG_ITEM || item.length == G_MAXUINT32) {
      self->is_cut_off = true;
      return true;
    }
    if (self->fragments->len == MAX_FRAGMENTS) {
      g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                           "The pixel data has too many fragments");
      return false;
    }

    const MadoFragment fragment = {offset + ITEM_HEADER, item.length};

    g_array_append_val (self->fragments, fragment);
    offset = fragment.offset + fragment.length;
  }
}

/* The fragment whose item begins at @offset, by bisection; -1 when none does. */
static gint64
find_fragment (const MadoFragmentIndex *self, guint64 offset)
{
  guint low = 0, high = self->fragments->len;

  while (low < high) {
    const guint middle = low + (high - low) / 2;
    const guint64 start =
        g_array_index (self->fragments, MadoFragment, middle).offset - ITEM_HEADER;

    if (start == offset)
      return middle;
    if (start < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return -1;
}

/* Takes frame starts from offsets counted from the base.  False when they are wrong. */
static bool
apply_offsets (MadoFragmentIndex *self, const guint64 *offsets, int n_frames)
{
  gint64 last = -1;

  g_array_set_size (self->starts, 0);
  for (int i = 0; i < n_frames; i++) {
    const gint64 found = find_fragment (self, self->base + offsets[i]);
    guint start = (guint) found;

    if (found < 0 && self->is_cut_off && i > 0)
      start = self->fragments->len; /* the frame is not in the file any more */
    else if (found <= last || (i == 0 && found != 0))
      return false;
    last = start;
    g_array_append_val (self->starts, start);
  }
  g_array_append_val (self->starts, self->fragments->len);
  return true;
}

static bool
apply_basic_table (MadoFragmentIndex *self,
                   const MadoFragmentParams *params,
                   guint32 length)
{
  const gsize n = (gsize) params->n_frames;
  g_autofree guint32 *stored = NULL;
  g_autofree guint64 *offsets = NULL;

  if (length / 4 != n || length > params->size)
    return false;

  stored = g_new (guint32, n);
  offsets = g_new (guint64, n);
  if (!read_at (params, params->offset + ITEM_HEADER, stored, n * 4, NULL))
    return false;
  for (gsize i = 0; i < n; i++)
    offsets[i] = GUINT32_FROM_LE (stored[i]);
  return apply_offsets (self, offsets, params->n_frames);
}

/* PS3.3 C.7.6.3.1.8: each frame is one fragment, whose length without padding is in
 * the second table. */
static bool
apply_extended_table (MadoFragmentIndex *self, const MadoFragmentParams *params)
{
  const gsize n = (gsize) params->n_frames;

  if (params->extended_offsets == NULL ||
      g_bytes_get_size (params->extended_offsets) != n * 8)
    return false;

  const guint64 *offsets = g_bytes_get_data (params->extended_offsets, NULL);

  if (!apply_offsets (self, offsets, params->n_frames))
    return false;
  if (params->extended_lengths == NULL ||
      g_bytes_get_size (params->extended_lengths) != n * 8)
    return true;

  const guint64 *lengths = g_bytes_get_data (params->extended_lengths, NULL);

  for (gsize i = 0; i < n; i++) {
    const guint start = g_array_index (self->starts, guint, i);
    MadoFragment *fragment = NULL;

    if (start + 1 != g_array_index (self->starts, guint, i + 1))
      continue;
    fragment = &g_array_index (self->fragments, MadoFragment, start);
    if (lengths[i] > 0 && lengths[i] < fragment->length)
      fragment->length = (guint32) lengths[i];
  }
  return true;
}

/* The first bytes of a JPEG, JPEG-LS, JPEG 2000, HTJ2K or JPEG XL bitstream, with
 * and without its box format. */
static bool
begins_bitstream (const guint8 *bytes)
{
  static const guint8 jp2[] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};
  static const guint8 jxl[] = {0, 0, 0, 12, 'J', 'X', 'L', ' '};

  return (bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff) ||
         (bytes[0] == 0xff && bytes[1] == 0x4f && bytes[2] == 0xff) ||
         (bytes[0] == 0xff && bytes[1] == 0x0a) || memcmp (bytes, jp2, 8) == 0 ||
         memcmp (bytes, jxl, 8) == 0;
}

static bool
apply_markers (MadoFragmentIndex *self, const MadoFragmentParams *params)
{
  g_array_set_size (self->starts, 0);
  for (guint i = 0; i < self->fragments->len; i++) {
    const MadoFragment *fragment = &g_array_index (self->fragments, MadoFragment, i);
    guint8 bytes[8] = {0};

    if (fragment->length >= sizeof bytes &&
        read_at (params, fragment->offset, bytes, sizeof bytes, NULL) &&
        begins_bitstream (bytes))
      g_array_append_val (self->starts, i);
  }

  const guint n_found = self->starts->len;
  const bool is_enough = n_found == (guint) params->n_frames ||
                         (self->is_cut_off && n_found < (guint) params->n_frames);

  if (n_found == 0 || !is_enough || g_array_index (self->starts, guint, 0) != 0)
    return false;
  while (self->starts->len <= (guint) params->n_frames)
    g_array_append_val (self->starts, self->fragments->len);
  return true;
}

/* Frame by frame, or all fragments for the only frame. */
static bool
apply_count (MadoFragmentIndex *self, int n_frames)
{
  if (n_frames > 1 && self->fragments->len > (guint) n_frames)
    return false;

  g_array_set_size (self->starts, 0);
  for (guint i = 0; i < (guint) n_frames; i++) {
    const guint start = MIN (i, self->fragments->len);

    g_array_append_val (self->starts, start);
  }
  g_array_append_val (self->starts, self->fragments->len);
  return true;
}

MadoFragmentIndex *
mado_fragment_index_new (const MadoFragmentParams *params,
                         GCancellable *cancellable,
                         GError **error)
{
  MadoFragmentIndex *self = g_new0 (MadoFragmentIndex, 1);
  Item table = {0};

  self->fragments = g_array_new (FALSE, FALSE, sizeof (MadoFragment));
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!read_item (params, params->offset, &table, error)) {
    mado_fragment_index_free (self);
    return NULL;
  }
  if (table.tag != TAG_ITEM) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "The pixel data does not begin with an offset table");
    mado_fragment_index_free (self);
    return NULL;
  }

  self->base = params->offset + ITEM_HEADER + table.length;
  if (!walk (self, params, cancellable, error)) {
    mado_fragment_index_free (self);
    return NULL;
  }
  if (!apply_extended_table (self, params) &&
      !apply_basic_table (self, params, table.length) &&
      !apply_count (self, params->n_frames) && !apply_markers (self, params)) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "%u fragments cannot be assigned to %d frames", self->fragments->len,
                 params->n_frames);
    mado_fragment_index_free (self);
    return NULL;
  }
  return self;
}

void
mado_fragment_index_free (MadoFragmentIndex *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->fragments);
  g_array_unref (self->starts);
  g_free (self);
}

const MadoFragment *
mado_fragment_index_get_frame (const MadoFragmentIndex *self, int frame, guint *n)
{
  const guint start = g_array_index (self->starts, guint, frame);

  *n = g_array_index (self->starts, guint, frame + 1) - start;
  return *n > 0 ? &g_array_index (self->fragments, MadoFragment, start) : NULL;
}
