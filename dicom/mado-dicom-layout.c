/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-layout-private.h"

#include <string.h>

#include "mado-dicom-item.h"

enum {
  PREAMBLE_LENGTH = 128,
  MAX_FIRST_GROUP = 0x0028, /* no data set begins later */
  N_WALKED = 4,
};

static const char vrs[] = "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH "
                          "SL SQ SS ST SV TM UC UI UL UN UR US UT UV";

static bool
is_vr (const guint8 *bytes)
{
  for (gsize i = 0; i + 1 < sizeof vrs; i += 3)
    if (memcmp (vrs + i, bytes, 2) == 0)
      return true;
  return false;
}

/* Those with two reserved bytes and a length of four (PS3.5 7.1.2). */
static bool
is_long_vr (const guint8 *bytes)
{
  return bytes[0] == 'O' || memcmp (bytes, "SQ", 2) == 0 ||
         memcmp (bytes, "SV", 2) == 0 || memcmp (bytes, "UC", 2) == 0 ||
         memcmp (bytes, "UN", 2) == 0 || memcmp (bytes, "UR", 2) == 0 ||
         memcmp (bytes, "UT", 2) == 0 || memcmp (bytes, "UV", 2) == 0;
}

static guint16
read_16 (const guint8 *bytes, bool is_big)
{
  return is_big ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0];
}

static guint32
read_32 (const guint8 *bytes, bool is_big)
{
  const guint32 first = read_16 (bytes, is_big), second = read_16 (bytes + 2, is_big);

  return is_big ? first << 16 | second : second << 16 | first;
}

typedef struct {
  MadoTag tag;
  gsize header; /* bytes of tag, VR and length */
  guint32 length;
} Header;

static bool
read_header (const guint8 *bytes, gsize length, MadoEncoding encoding, Header *header)
{
  const bool is_big = encoding == MADO_ENCODING_EXPLICIT_BE;

  if (length < 8)
    return false;
  header->tag = MADO_TAG (read_16 (bytes, is_big), read_16 (bytes + 2, is_big));
  header->header = 8;
  if (encoding == MADO_ENCODING_IMPLICIT_LE) {
    header->length = read_32 (bytes + 4, false);
    return true;
  }
  if (!is_vr (bytes + 4))
    return false;
  if (!is_long_vr (bytes + 4)) {
    header->length = read_16 (bytes + 6, is_big);
    return true;
  }
  if (length < 12)
    return false;
  header->header = 12;
  header->length = read_32 (bytes + 8, is_big);
  return true;
}

static bool
is_plausible (const guint8 *bytes, gsize length, guint64 size, MadoEncoding encoding)
{
  MadoTag last = 0;
  guint64 offset = 0;

  for (int i = 0; i < N_WALKED; i++) {
    Header header = {0};

    /* At the end of the file, or of what was handed in after a first element. */
    if (offset == size || (i > 0 && offset + 12 > length))
      return i > 0;
    if (!read_header (bytes + offset, length - offset, encoding, &header))
      return false;
    if (header.tag <= last || (i == 0 && header.tag >> 16 > MAX_FIRST_GROUP) ||
        header.tag >> 16 == 0)
      return false;
    if (header.length == G_MAXUINT32) /* a sequence */
      return true;
    if (header.length > size - offset - header.header)
      return i > 1; /* truncated */
    last = header.tag;
    offset += header.header + header.length;
  }
  return true;
}

MadoEncoding
mado_encoding_guess (const guint8 *bytes, gsize length, guint64 size)
{
  static const MadoEncoding candidates[] = {
      MADO_ENCODING_EXPLICIT_LE,
      MADO_ENCODING_EXPLICIT_BE,
      MADO_ENCODING_IMPLICIT_LE,
  };

  length = MIN (length, size);
  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (is_plausible (bytes, length, size, candidates[i]))
      return candidates[i];
  return MADO_ENCODING_UNKNOWN;
}

MadoEncoding
mado_encoding_of_transfer_syntax (const char *transfer_syntax)
{
  /* The second is GE's private syntax: big endian pixels in a little endian file. */
  if (strcmp (transfer_syntax, "1.2.840.10008.1.2") == 0 ||
      strcmp (transfer_syntax, "1.2.840.113619.5.2") == 0)
    return MADO_ENCODING_IMPLICIT_LE;
  if (strcmp (transfer_syntax, "1.2.840.10008.1.2.2") == 0)
    return MADO_ENCODING_EXPLICIT_BE;
  return MADO_ENCODING_EXPLICIT_LE; /* all others (PS3.5 A.4) */
}

const char *
mado_encoding_get_transfer_syntax (MadoEncoding self)
{
  switch (self) {
  case MADO_ENCODING_IMPLICIT_LE:
    return "1.2.840.10008.1.2";
  case MADO_ENCODING_EXPLICIT_BE:
    return "1.2.840.10008.1.2.2";
  case MADO_ENCODING_EXPLICIT_LE:
  case MADO_ENCODING_UNKNOWN:
  default:
    return "1.2.840.10008.1.2.1";
  }
}

bool
mado_layout_find_prefix (const guint8 *head, gsize length, gsize *start)
{
  if (length < PREAMBLE_LENGTH + 4 || memcmp (head + PREAMBLE_LENGTH, "DICM", 4) != 0)
    return false;

  *start = PREAMBLE_LENGTH + 4;
  return true;
}

bool
mado_layout_is_meta_header (const guint8 *bytes, gsize length)
{
  return length >= 8 && read_16 (bytes, false) == 0x0002 &&
         (is_vr (bytes + 4) || read_32 (bytes + 4, false) <= 64);
}

gsize
mado_layout_measure_meta_header (const guint8 *bytes, gsize length)
{
  gsize offset = 0;

  while (offset + 8 <= length) {
    Header header = {0};
    const bool is_explicit = is_vr (bytes + offset + 4);

    if (read_16 (bytes + offset, false) != 0x0002)
      return offset;
    if (!read_header (bytes + offset, length - offset,
                      is_explicit ? MADO_ENCODING_EXPLICIT_LE
                                  : MADO_ENCODING_IMPLICIT_LE,
                      &header) ||
        header.length > length - offset - header.header)
      return 0;
    offset += header.header + header.length;
  }
  return 0;
}

static bool
is_trailing_tag (const guint8 *bytes, bool is_big)
{
  const guint16 group = read_16 (bytes, is_big), element = read_16 (bytes + 2, is_big);

  return (group >= 0x7fe0 && group <= 0x7fff) ||
         (group == 0xfffa && element == 0xfffa) ||
         (group == 0xfffc && element == 0xfffc);
}

bool
mado_layout_may_end_dataset (const guint8 *header, MadoEncoding encoding)
{
  const bool is_big = encoding == MADO_ENCODING_EXPLICIT_BE;

  return is_trailing_tag (header + 4, is_big) ||
         (encoding != MADO_ENCODING_IMPLICIT_LE && is_trailing_tag (header, is_big));
}
