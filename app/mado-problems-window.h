/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-opener.h"

G_BEGIN_DECLS

/* Lists every file and folder that was not read, with the reason. */
void mado_problems_window_show (GtkWindow *parent, MadoOpened *opened);

G_END_DECLS
