/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-scan.h"

G_BEGIN_DECLS

/* The stable JSON of `mado-cli info --json` (docs/mado-cli.md) on standard output. */
void mado_cli_print_json (const MadoScan *scan);

/* Names used in text and JSON alike. */
const char *mado_cli_get_problem_kind (MadoProblemKind kind);
const char *mado_cli_get_spacing_kind (MadoSpacingKind kind);

/* What the frames of a display set are in space, in words. */
void mado_cli_print_geometry (const MadoGeometry *geometry);

/* (element-type utf8): UIDs, each once; strings borrowed from @set. */
GPtrArray *mado_cli_list_syntaxes (MadoDisplaySet *set) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
