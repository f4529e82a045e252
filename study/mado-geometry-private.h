/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-geometry.h"
#include "mado-study.h"

G_BEGIN_DECLS

/* Share of a voxel by which a pixel may lie off the place a volume gives it. */
#define MADO_GEOMETRY_TOLERANCE 0.1

/* The first refusal stays: it is the one that matters most. */
void mado_geometry_refuse (
    MadoGeometry *self, MadoRefusal refusal, int slice, double value, double limit);

/* Refuses what the frames' headers alone rule out. */
void mado_geometry_check_frames (MadoGeometry *self, MadoDisplaySet *set);

/* Row, column and whether all slices have them; refuses slices that turn. */
void mado_geometry_read_directions (MadoGeometry *self, MadoDisplaySet *set);

/* Slices, along, shift and duplicates, from positions; @row and @column are set. */
void mado_geometry_read_places (MadoGeometry *self, MadoDisplaySet *set);

/* Spacing, gaps, overlap; @along is set. */
void mado_geometry_measure_distances (MadoGeometry *self, MadoDisplaySet *set);

/* Tilt from @along and @shift. */
void mado_geometry_measure_tilt (MadoGeometry *self);

static inline MadoVector
mado_frame_info_get_position (const MadoFrameInfo *info)
{
  return mado_vector_from_array (info->position);
}

static inline MadoVector
mado_frame_info_get_normal (const MadoFrameInfo *info)
{
  return mado_vector_cross (mado_vector_from_array (info->row_direction),
                            mado_vector_from_array (info->column_direction));
}

G_END_DECLS
