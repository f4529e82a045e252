/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoPersonName:
 * @alphabetic: (nullable): first component group, as written
 * @ideographic: (nullable): second component group (kanji)
 * @phonetic: (nullable): third component group (kana), half-width kept as written
 *
 * The three component groups of a PN value in UTF-8 (PS3.5 6.2.1), with the
 * "^" between components kept.
 */
typedef struct {
  char *alphabetic;
  char *ideographic;
  char *phonetic;
} MadoPersonName;

/**
 * mado_person_name_parse:
 * @value: one PN value in UTF-8
 *
 * Returns: (transfer full): never %NULL; groups that are empty are %NULL
 */
MadoPersonName *mado_person_name_parse (const char *value) G_GNUC_WARN_UNUSED_RESULT;
MadoPersonName *
mado_person_name_copy (const MadoPersonName *self) G_GNUC_WARN_UNUSED_RESULT;
void mado_person_name_free (MadoPersonName *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPersonName, mado_person_name_free)

bool mado_person_name_equal (const MadoPersonName *a, const MadoPersonName *b);

/**
 * mado_person_name_dup_primary:
 *
 * The group a reader sees first: kanji, else romaji, else kana.  Components are
 * separated by a space, empty ones and trailing delimiters left out.
 *
 * Returns: (transfer full): "" when the name is empty
 */
char *
mado_person_name_dup_primary (const MadoPersonName *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mado_person_name_dup_furigana:
 *
 * Returns: (transfer full) (nullable): the phonetic group formatted as above, or
 *   %NULL when there is none or it already is the primary group
 */
char *
mado_person_name_dup_furigana (const MadoPersonName *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
