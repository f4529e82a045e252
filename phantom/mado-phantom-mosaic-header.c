/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-mosaic-private.h"

#include <string.h>

/*
 * The CSA header as Siemens' scanners of the series "VB" and "VD" write it:
 * "SV10", 4 3 2 1, the number of tags, 77; then for each tag its name in 64 bytes, its
 * multiplicity, VR, a type number, the number of items and 77; for each item its
 * length three times with 77 in between, and its text, padded to four bytes.
 */
#define MAGIC "SV10\4\3\2\1"
#define FULL  77
#define EMPTY 205
/* Tags have six items; those beyond the multiplicity are empty. */
#define N_ITEMS 6

static void
add_word (GByteArray *header, guint32 value)
{
  const guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (header, (const guint8 *) &little, sizeof little);
}

static void
add_padded (GByteArray *header, const char *text, gsize size)
{
  const guint8 zero = 0;

  g_byte_array_append (header, (const guint8 *) text,
                       (guint) MIN (strlen (text), size));
  for (gsize i = strlen (text); i < size; i++)
    g_byte_array_append (header, &zero, 1);
}

static void
add_item (GByteArray *header, const char *text)
{
  const gsize size = text != NULL ? strlen (text) + 1 : 0;

  add_word (header, (guint32) size);
  add_word (header, (guint32) size);
  add_word (header, text != NULL ? FULL : EMPTY);
  add_word (header, (guint32) size);
  if (text != NULL)
    add_padded (header, text, (size + 3) / 4 * 4);
}

static void
add_tag (GByteArray *header,
         const char *name,
         const char *vr,
         int type,
         const char *const *values,
         int n)
{
  add_padded (header, name, 64);
  add_word (header, (guint32) n);
  add_padded (header, vr, 4);
  add_word (header, (guint32) type);
  add_word (header, n > 0 ? N_ITEMS : 0);
  add_word (header, n > 0 ? FULL : EMPTY);
  for (int i = 0; n > 0 && i < N_ITEMS; i++)
    add_item (header, i < n ? values[i] : NULL);
}

static void
format_number (char text[G_ASCII_DTOSTR_BUF_SIZE], double value)
{
  g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, "%.8f", value);
}

GBytes *
mado_phantom_mosaic_make_header (int n_images, MadoPhantomPoint normal)
{
  GByteArray *header = g_byte_array_new ();
  g_autofree char *count = g_strdup_printf ("%d", n_images);
  char numbers[3][G_ASCII_DTOSTR_BUF_SIZE];
  const char *const counts[] = {count};
  const char *const directions[] = {numbers[0], numbers[1], numbers[2]};
  const char *const line[] = {"32"};

  format_number (numbers[0], normal.x);
  format_number (numbers[1], normal.y);
  format_number (numbers[2], normal.z);
  g_byte_array_append (header, (const guint8 *) MAGIC, 8);
  add_word (header, 4);
  add_word (header, FULL);
  add_tag (header, "EchoLinePosition", "IS", 6, line, 1);
  add_tag (header, "B_value", "IS", 6, NULL, 0);
  add_tag (header, "NumberOfImagesInMosaic", "US", 10, counts, 1);
  add_tag (header, "SliceNormalVector", "FD", 4, directions, 3);
  return g_byte_array_free_to_bytes (header);
}
