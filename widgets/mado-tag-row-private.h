/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-dicom-file.h"

G_BEGIN_DECLS

/**
 * MadoTagRow:
 *
 * One element in the tag browser.  Thread-safety: made on a worker, then immutable.
 */
#define MADO_TYPE_TAG_ROW (mado_tag_row_get_type ())
G_DECLARE_FINAL_TYPE (MadoTagRow, mado_tag_row, MADO, TAG_ROW, GObject)

MadoTagRow *mado_tag_row_new (MadoDicomElement *element /* (transfer full) */)
    G_GNUC_WARN_UNUSED_RESULT;
const MadoDicomElement *mado_tag_row_get_element (MadoTagRow *self);

/* "(0010,0010)" */
char *mado_tag_row_dup_tag (MadoTagRow *self) G_GNUC_WARN_UNUSED_RESULT;

/* Whether tag, name or value contain @folded, made by mado_tag_row_fold(). */
gboolean mado_tag_row_matches (MadoTagRow *self, const char *folded);

/**
 * mado_tag_row_fold:
 *
 * Makes texts comparable for a search: case, width (half-width kana, full-width
 * Latin) and the two kana are not told apart.
 *
 * Returns: (transfer full)
 */
char *mado_tag_row_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
