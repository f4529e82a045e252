/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoPolicy:
 * @not_for_diagnosis: "Not for diagnostic use" stays on the screen
 *
 * What the site has decided; no reader can change it.
 */
typedef struct {
  gboolean not_for_diagnosis;
} MadoPolicy;

/**
 * mado_policy_load:
 * @path: (type filename) (nullable): %NULL for /etc/mado/policy.ini
 *
 * A file that is absent or cannot be read leaves the careful defaults.
 */
void mado_policy_load (MadoPolicy *self, const char *path);

G_END_DECLS
