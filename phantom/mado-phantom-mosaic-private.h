/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-phantom-geometry-private.h"

G_BEGIN_DECLS

/* Returns: (transfer full): CSA Image Header Info of a mosaic */
GBytes *mado_phantom_mosaic_make_header (int n_images, MadoPhantomPoint normal)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
