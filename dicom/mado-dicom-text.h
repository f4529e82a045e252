/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * mado_dicom_text_to_utf8:
 * @charset: (nullable): Specific Character Set (0008,0005), values joined by "\"
 * @bytes: the raw value of an SH, LO, UC, ST, LT, UT or PN element
 * @length: bytes in @bytes
 * @damaged: (out) (optional): whether some bytes had no meaning in @charset: they
 *   became U+FFFD, or the text is a guess
 *
 * Converts text with any character set of PS3.5 6.1.2, code extensions included.
 * DCMTK of Debian 12 cannot do ISO 2022 IR 87 and 159, hence our own.
 *
 * Wrong labels are common.  Escape sequences are followed whether @charset announces
 * them or not.  Text labelled as nothing or as a single-byte set that can only be
 * UTF-8, Shift-JIS or Windows-1252 is read as that, and @damaged is set.  The value
 * ends at the first NUL.
 * Thread-safety: may be called from any thread.
 *
 * Returns: (transfer full): valid UTF-8, never %NULL
 */
char *mado_dicom_text_to_utf8 (const char *charset,
                               const char *bytes,
                               gsize length,
                               bool *damaged) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
