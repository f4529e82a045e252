/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-application.h"

G_BEGIN_DECLS

/**
 * MadoMainWindow:
 *
 * The one window: tabs, tools, banner, and what is in the middle: nothing yet, a
 * list of patients, or the pages of the open ones.
 */
#define MADO_TYPE_MAIN_WINDOW (mado_main_window_get_type ())
G_DECLARE_FINAL_TYPE (
    MadoMainWindow, mado_main_window, MADO, MAIN_WINDOW, AdwApplicationWindow)

MadoMainWindow *
mado_main_window_new (MadoApplication *application) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the window anew, in the language now in effect, with all that is open. */
void mado_main_window_replace (MadoMainWindow *self);

G_END_DECLS
