/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-writer.h"

#define N_BYTES 16

/* Divides the big endian number by ten and returns the remainder. */
static int
divide_by_ten (guint8 number[N_BYTES])
{
  int remainder = 0;

  for (int i = 0; i < N_BYTES; i++) {
    const int value = remainder * 256 + number[i];

    number[i] = value / 10;
    remainder = value % 10;
  }
  return remainder;
}

static bool
is_zero (const guint8 number[N_BYTES])
{
  for (int i = 0; i < N_BYTES; i++)
    if (number[i] != 0)
      return false;
  return true;
}

char *
mado_dicom_make_uid (const char *seed)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  char digits[40];
  int at = sizeof digits - 1;

  g_checksum_update (checksum, (const guchar *) seed, -1);
  g_checksum_get_digest (checksum, digest, &size);

  /* A name-based UUID: version 5, variant 1 (ISO/IEC 9834-8). */
  digest[6] = (digest[6] & 0x0F) | 0x50;
  digest[8] = (digest[8] & 0x3F) | 0x80;

  digits[at] = '\0';
  do
    digits[--at] = '0' + divide_by_ten (digest);
  while (!is_zero (digest));
  return g_strconcat ("2.25.", digits + at, NULL);
}
