/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-csa.h"

#include <math.h>
#include <string.h>

/*
 * "SV10", four bytes, the number of elements, 77; then for each element its name (64
 * bytes), VM, VR (4 bytes), type, number of items, 77 or 205; and for each item four
 * words, the second of which is its length, and its text, padded to four bytes.  All
 * words are little endian.  Described by NiBabel ("Siemens format DICOM with CSA
 * header") and by what scanners write.
 */
#define HEADER_SIZE  16
#define NAME_SIZE    64
#define ELEMENT_SIZE 84
#define N_ITEMS_AT   76
#define ITEM_SIZE    16
#define LENGTH_AT    4

/* More is no header: scanners write about 100. */
#define MAX_ELEMENTS 1024
#define MAX_NUMBER   64

typedef struct {
  const guint8 *at;
  gsize left;
} Cursor;

/* The next @n bytes, or %NULL when there are not so many. */
static const guint8 *
take (Cursor *self, gsize n)
{
  const guint8 *bytes = self->at;

  if (n > self->left)
    return NULL;
  self->at += n;
  self->left -= n;
  return bytes;
}

static guint32
get_word (const guint8 *bytes)
{
  return bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 |
         (guint32) bytes[3] << 24;
}

/* The text of the next item; false past the end. */
static bool
take_item (Cursor *self, const guint8 **text, gsize *length)
{
  const guint8 *words = take (self, ITEM_SIZE);

  if (words == NULL)
    return false;
  *length = get_word (words + LENGTH_AT);
  *text = take (self, *length);
  /* The last item may lack its padding. */
  take (self, MIN ((4 - *length % 4) % 4, self->left));
  return *text != NULL;
}

static bool
parse_number (const guint8 *text, gsize length, double *value)
{
  g_autofree char *copy = g_strndup ((const char *) text, MIN (length, MAX_NUMBER));
  const char *number = g_strstrip (copy);
  char *end = NULL;

  *value = g_ascii_strtod (number, &end);
  return end != number && *end == '\0' && isfinite (*value);
}

static bool
read_items (Cursor *self, guint32 n_items, double *values, int n)
{
  g_autofree double *read = g_new (double, n);
  int n_read = 0;

  for (guint32 i = 0; i < n_items && n_read < n; i++) {
    const guint8 *text = NULL;
    gsize length = 0;

    if (!take_item (self, &text, &length))
      return false;
    if (length > 0 && !parse_number (text, length, &read[n_read++]))
      return false;
  }
  if (n_read < n)
    return false;
  memcpy (values, read, sizeof *values * (gsize) n);
  return true;
}

static bool
skip_items (Cursor *self, guint32 n_items)
{
  const guint8 *text = NULL;
  gsize length = 0;

  for (guint32 i = 0; i < n_items; i++)
    if (!take_item (self, &text, &length))
      return false;
  return true;
}

bool
mado_csa_get_doubles (GBytes *header, const char *name, double *values, int n)
{
  Cursor cursor = {0};
  const guint8 *start = NULL;
  guint32 n_elements = 0;

  cursor.at = g_bytes_get_data (header, &cursor.left);
  start = take (&cursor, HEADER_SIZE);
  if (start == NULL || memcmp (start, "SV10", 4) != 0)
    return false;

  n_elements = MIN (get_word (start + 8), MAX_ELEMENTS);
  for (guint32 i = 0; i < n_elements; i++) {
    const guint8 *element = take (&cursor, ELEMENT_SIZE);

    if (element == NULL)
      return false;
    if (strncmp ((const char *) element, name, NAME_SIZE) == 0)
      return read_items (&cursor, get_word (element + N_ITEMS_AT), values, n);
    if (!skip_items (&cursor, get_word (element + N_ITEMS_AT)))
      return false;
  }
  return false;
}
