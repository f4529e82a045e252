/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mado_sop_class_dup_name:
 * @uid: (nullable): SOP Class UID
 * @modality: (nullable): named when the class is unknown
 *
 * What kind of object this is, in the reader's language.
 *
 * Returns: (transfer full)
 */
char *mado_sop_class_dup_name (const char *uid,
                               const char *modality) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
