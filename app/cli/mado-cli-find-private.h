/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-study.h"

G_BEGIN_DECLS

/**
 * mado_cli_find_display_set:
 * @path: (type filename): file or folder
 * @series: (nullable): Series Instance UID or display set id; %NULL takes the first
 *
 * Returns: (transfer full): the display set, or %NULL with the reason there is none
 */
MadoDisplaySet *mado_cli_find_display_set (const char *path,
                                           const char *series,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
