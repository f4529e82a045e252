/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What to tell the reader about an error, in the reader's language: what happened
 * and what can be done.  error->message goes under Details.  (transfer full) */
char *mado_error_text_dup_heading (const GError *error);
char *mado_error_text_dup_advice (const GError *error);

G_END_DECLS
