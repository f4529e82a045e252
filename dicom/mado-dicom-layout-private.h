/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* Internal to dicom/: what kind of DICOM some bytes are. */

typedef enum {
  MADO_ENCODING_UNKNOWN,
  MADO_ENCODING_IMPLICIT_LE,
  MADO_ENCODING_EXPLICIT_LE,
  MADO_ENCODING_EXPLICIT_BE,
} MadoEncoding;

/**
 * mado_encoding_guess:
 * @bytes: the beginning of a data set
 * @length: bytes in @bytes
 * @size: bytes to the end of the file
 *
 * Walks the first elements in each encoding and says in which they make sense:
 * ascending tags, known value representations, values inside the file.
 */
MadoEncoding mado_encoding_guess (const guint8 *bytes, gsize length, guint64 size);

/* The encoding that a transfer syntax prescribes for the data set. */
MadoEncoding mado_encoding_of_transfer_syntax (const char *transfer_syntax);

/* The native transfer syntax of an encoding. */
const char *mado_encoding_get_transfer_syntax (MadoEncoding self);

/**
 * mado_layout_find_prefix:
 *
 * Returns: whether the file has preamble and "DICM"; @start is then behind them
 */
bool mado_layout_find_prefix (const guint8 *head, gsize length, gsize *start);

/* Whether group 2, the File Meta Information, begins at @bytes. */
bool mado_layout_is_meta_header (const guint8 *bytes, gsize length);

/**
 * mado_layout_measure_meta_header:
 *
 * Counts the elements of group 2 themselves, for its group length is wrong in some
 * files.
 *
 * Returns: bytes of group 2, or 0 when it does not end within @length
 */
gsize mado_layout_measure_meta_header (const guint8 *bytes, gsize length);

/**
 * mado_layout_may_end_dataset:
 * @header: the 12 bytes before a value
 *
 * Returns: whether that element may stand where pixel data or the end was expected:
 *   trailing private groups, signatures, padding
 */
bool mado_layout_may_end_dataset (const guint8 *header, MadoEncoding encoding);

G_END_DECLS
