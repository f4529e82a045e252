/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mado_language_init:
 *
 * Sets the locale and the text domain.  First thing in main(), before threads.
 */
void mado_language_init (void);

/**
 * mado_language_apply:
 * @language: "system", "ja" or "en"
 *
 * Makes gettext answer in @language from now on; what is on screen stays as it is.
 * Needs no locale of that language on the system.  Main thread.
 */
void mado_language_apply (const char *language);

/* "ja" or "en": what is in effect, also when the setting says "system". */
const char *mado_language_get_effective (void);

G_END_DECLS
