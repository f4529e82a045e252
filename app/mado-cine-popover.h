/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-viewport.h"

G_BEGIN_DECLS

/**
 * MadoCinePopover:
 *
 * Cine tools of IHE BIR table 13-3: play, to first, step, to last, frame rate.
 */
#define MADO_TYPE_CINE_POPOVER (mado_cine_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    MadoCinePopover, mado_cine_popover, MADO, CINE_POPOVER, GtkPopover)

GtkWidget *mado_cine_popover_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable): shows its frame rate. */
void mado_cine_popover_follow (MadoCinePopover *self, MadoViewport *viewport);

G_END_DECLS
