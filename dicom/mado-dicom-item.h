/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "mado-person-name.h"

G_BEGIN_DECLS

typedef uint32_t MadoTag;
#define MADO_TAG(group, element) ((MadoTag) (((uint32_t) (group) << 16) | (element)))

/**
 * MadoDicomItem:
 *
 * A data set or an item of a sequence.  Borrowed from its file, never freed.
 * All getters tolerate a %NULL item, which has no elements: lookups chain
 * without tests.  Absent, empty and malformed values all mean "no value".
 * Thread-safety: that of the file.
 */
typedef struct _MadoDicomItem MadoDicomItem;

bool mado_dicom_item_has (const MadoDicomItem *self, MadoTag tag);

/**
 * mado_dicom_item_get_int:
 * @index: 0 for the first value
 * @value: (out): untouched when there is no value
 *
 * Reads US, SS, UL, SL, UV, SV, IS, and DS without a fraction.
 *
 * Returns: whether there is such a value
 */
bool mado_dicom_item_get_int (const MadoDicomItem *self,
                              MadoTag tag,
                              int index,
                              int64_t *value);

/**
 * mado_dicom_item_get_double:
 *
 * As mado_dicom_item_get_int(), also for DS, FL and FD.  NaN and infinities are
 * "no value".
 */
bool mado_dicom_item_get_double (const MadoDicomItem *self,
                                 MadoTag tag,
                                 int index,
                                 double *value);

/**
 * mado_dicom_item_get_doubles:
 * @values: room for @n values
 *
 * Returns: whether there are at least @n good values; else @values is untouched
 */
bool mado_dicom_item_get_doubles (const MadoDicomItem *self,
                                  MadoTag tag,
                                  double *values,
                                  int n);

/* The number of values ("\"-separated or binary), 0 when absent. */
int mado_dicom_item_get_n_values (const MadoDicomItem *self, MadoTag tag);

/**
 * mado_dicom_item_dup_string:
 *
 * Returns: (transfer full) (nullable): the first value in UTF-8 without padding,
 *   or %NULL when absent or empty; multi-line text (ST, LT, UT) is one value
 */
char *mado_dicom_item_dup_string (const MadoDicomItem *self,
                                  MadoTag tag) G_GNUC_WARN_UNUSED_RESULT;

/* All values; (transfer full) (nullable), %NULL-terminated, free with g_strfreev(). */
char **mado_dicom_item_dup_strings (const MadoDicomItem *self,
                                    MadoTag tag) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): never %NULL, all groups %NULL when absent. */
MadoPersonName *mado_dicom_item_dup_person_name (const MadoDicomItem *self,
                                                 MadoTag tag) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mado_dicom_item_dup_bytes:
 *
 * Returns: (transfer full) (nullable): the raw value; OW, OF, OD, US and SS in the
 *   byte order of this machine
 */
GBytes *mado_dicom_item_dup_bytes (const MadoDicomItem *self,
                                   MadoTag tag) G_GNUC_WARN_UNUSED_RESULT;

/* Items of a sequence: how many, and one of them (borrowed, %NULL past the end). */
int mado_dicom_item_get_n_items (const MadoDicomItem *self, MadoTag tag);
const MadoDicomItem *
mado_dicom_item_get_item (const MadoDicomItem *self, MadoTag tag, int index);

G_END_DECLS
