/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes in any character set: the first line names it, the rest is the value. */
#include <string.h>

#include "mado-dicom-text.h"
#include "mado-person-name.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *end = size > 0 ? memchr (data, '\n', size) : NULL;
  const gsize n = end != NULL ? (gsize) (end - data) : 0;
  const gsize start = end != NULL ? n + 1 : 0;
  g_autofree char *charset = g_strndup ((const char *) data, n);
  g_autofree char *text = mado_dicom_text_to_utf8 (charset, (const char *) data + start,
                                                   size - start, NULL);
  g_autoptr (MadoPersonName) name = mado_person_name_parse (text);
  g_autofree char *primary = mado_person_name_dup_primary (name);
  G_GNUC_UNUSED g_autofree char *furigana = mado_person_name_dup_furigana (name);

  g_assert (g_utf8_validate (text, -1, NULL));
  g_assert (g_utf8_validate (primary, -1, NULL));
  return 0;
}
