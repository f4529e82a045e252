/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-gl-volume-texture-private.h"
#include "mado-reslice.h"

G_BEGIN_DECLS

/* For tests. */
MadoGlVolumeStore *mado_gl_volume_renderer_get_store (MadoGlVolumeRenderer *self);

G_END_DECLS
