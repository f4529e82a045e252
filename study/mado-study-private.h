/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-stack.h"
#include "mado-study.h"

G_BEGIN_DECLS

/* Takes @stack and @id. */
MadoDisplaySet *mado_display_set_new (MadoStack *stack,
                                      char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
