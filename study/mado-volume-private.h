/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-volume.h"

G_BEGIN_DECLS

/* Bytes of the voxels; false when no memory can hold them. */
bool
mado_volume_measure (const MadoGeometry *geometry, MadoSampleType type, gsize *size);

/* Whether @frame is of the size and type of the volume. */
bool mado_volume_fits (const MadoVolume *self, const MadoFrame *frame);
/* Whether the pixels of @frame are those in the volume. */
bool mado_volume_has_frame (const MadoVolume *self, const MadoFrame *frame);

G_END_DECLS
