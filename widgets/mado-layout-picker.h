/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-viewport-grid.h"

G_BEGIN_DECLS

/**
 * MadoLayoutPicker:
 *
 * A popover to choose the layout of a #MadoViewportGrid: all regular ones by
 * pointing at their last cell, and a few free ones.  For a #GtkMenuButton.
 *
 * Signals: "layout-picked" (gpointer to a #MadoGridLayout, valid during the
 * emission)
 */
#define MADO_TYPE_LAYOUT_PICKER (mado_layout_picker_get_type ())
G_DECLARE_FINAL_TYPE (
    MadoLayoutPicker, mado_layout_picker, MADO, LAYOUT_PICKER, GtkPopover)

GtkWidget *mado_layout_picker_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
