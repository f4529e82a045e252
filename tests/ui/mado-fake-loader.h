/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-loader.h"

G_BEGIN_DECLS

/* A loader that decodes nothing by itself, so that a test says what is there when.
 * Linked in place of study's: it has the same functions. */

/* @frame is decoded now, or, with @error, has failed.  Both (transfer none). */
void mado_fake_loader_give (MadoLoader *self,
                            MadoDisplaySet *set,
                            int index,
                            MadoFrame *frame,
                            const GError *error);

/* What @client showed last: -1 when it was never asked for or is forgotten. */
int mado_fake_loader_get_shown (MadoLoader *self, gconstpointer client);

/* How many clients ask for a thumbnail. */
int mado_fake_loader_get_n_thumbnails (MadoLoader *self);

G_END_DECLS
