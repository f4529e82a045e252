/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-opener.h"
#include "mado-viewport.h"

G_BEGIN_DECLS

/**
 * MadoInfoPanel:
 *
 * What the files say of the picture in the active viewport, how far it can be
 * trusted, and what became of the files that were opened.
 */
#define MADO_TYPE_INFO_PANEL (mado_info_panel_get_type ())
G_DECLARE_FINAL_TYPE (MadoInfoPanel, mado_info_panel, MADO, INFO_PANEL, GtkWidget)

/* @patient: shown while the viewport is empty */
GtkWidget *mado_info_panel_new (MadoPatient *patient,
                                MadoOpened *opened) G_GNUC_WARN_UNUSED_RESULT;

/* Follows @viewport from now on; call it again whenever it changed. */
void mado_info_panel_follow (MadoInfoPanel *self, MadoViewport *viewport);

G_END_DECLS
