/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-dicom-file.h"
#include "mado-instance.h"
#include "mado-pool.h"

G_BEGIN_DECLS

/* The strings of an instance and of its frames are #GRefStrings. */

/* mado_instance_read() that shares what it reads through @pool. */
MadoInstance *mado_instance_read_with_pool (const char *path,
                                            MadoPool *pool,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calls @func for each string field that instances of a series often share. */
void mado_instance_foreach_shared_string (MadoInstance *self,
                                          void (*func) (char **field,
                                                        gpointer user_data),
                                          gpointer user_data);

/* Whether @self is a DICOMDIR: read, but in no tree. */
bool mado_instance_is_dicomdir (const MadoInstance *self);

/* The string of @tag as a #GRefString; %NULL when absent. */
char *mado_instance_read_string (const MadoDicomItem *item,
                                 MadoTag tag) G_GNUC_WARN_UNUSED_RESULT;
/* The same of all values, joined by "\". */
char *mado_instance_read_joined (const MadoDicomItem *item,
                                 MadoTag tag) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @string and returns it as a #GRefString; %NULL for %NULL and "". */
char *mado_instance_take_string (char *string) G_GNUC_WARN_UNUSED_RESULT;
int mado_instance_read_int (const MadoDicomItem *item, MadoTag tag, int fallback);
double
mado_instance_read_double (const MadoDicomItem *item, MadoTag tag, double fallback);

/**
 * mado_instance_read_frames:
 * @self: its info, class and pixels are set
 *
 * Fills the frames of @self.
 *
 * Returns: false with BROKEN
 */
bool mado_instance_read_frames (MadoInstance *self,
                                const MadoDicomItem *dataset,
                                GError **error);

/* Position and orientation of one frame; has_plane false when they make no plane. */
void mado_frame_info_set_plane (MadoFrameInfo *self,
                                const double position[3],
                                const double orientation[6]);

/* A frame that differs from @first only by its number. */
void mado_frame_info_copy (MadoFrameInfo *self, const MadoFrameInfo *first);

/* Whether pictures of (nullable) @sop_class are cross sections reconstructed from
 * projections or echoes, though their modality is that of the latter. */
bool mado_sop_class_is_reconstruction (const char *sop_class);

/**
 * mado_frame_info_read_spacing:
 * @measures: (nullable): item with Pixel Spacing: the data set or a functional group
 *
 * What a millimetre is measured at, or the pixel aspect ratio.
 */
void mado_frame_info_read_spacing (MadoFrameInfo *self,
                                   const MadoDicomItem *dataset,
                                   const MadoDicomItem *measures,
                                   const char *modality);

/**
 * MadoFrameItems:
 *
 * The items that describe one frame, first the most special: per-frame functional
 * group, shared functional group, data set (PS3.3 C.7.6.16).
 */
typedef struct {
  const MadoDicomItem *per_frame;
  const MadoDicomItem *shared;
  const MadoDicomItem *dataset;
} MadoFrameItems;

/* The item of functional group @sequence for this frame, or %NULL. */
const MadoDicomItem *mado_frame_items_get_group (const MadoFrameItems *self,
                                                 MadoTag sequence);

/**
 * mado_stack_key_read:
 * @time_order: (out)
 *
 * Returns: (transfer full) (nullable): "name=value;..." as a #GRefString
 */
char *mado_stack_key_read (const MadoFrameItems *items,
                           const char *modality,
                           double *time_order) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mado_nm_apply_vectors:
 *
 * Nuclear medicine describes the frames of a file by vectors (PS3.3 C.8.4.8):
 * adds slice positions and what separates stacks.
 */
void mado_nm_apply_vectors (MadoInstance *self, const MadoDicomItem *dataset);

/**
 * mado_mosaic_unpack:
 *
 * Makes a frame of each slice of a Siemens mosaic.  Where the header does not say
 * enough, @self stays the picture it is.
 */
void mado_mosaic_unpack (MadoInstance *self, const MadoDicomItem *dataset);

G_END_DECLS
