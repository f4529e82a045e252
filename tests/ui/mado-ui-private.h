/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-ui.h"

G_BEGIN_DECLS

/* Long enough for a busy machine with sanitizers; nothing waits that long when all
 * is well. */
#define MADO_UI_TIMEOUT_MS 60000

struct _MadoUi {
  GPid pid;
  AtspiAccessible *application; /* owned, nullable: found when first needed */
};

void mado_ui_forget (MadoUi *self);
void mado_ui_fail (MadoUi *self, const char *what) G_GNUC_NORETURN;

G_END_DECLS
