/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-grayscale.h"
#include "mado-pixel-format.h"

G_BEGIN_DECLS

/**
 * MadoGrayscaleItems:
 * @dataset: (nullable): the whole data set
 * @transformation: (nullable): holds rescale slope, intercept and Modality LUT
 *   Sequence: the data set or the Pixel Value Transformation item
 * @voi: (nullable): holds the windows and VOI LUTs: the data set or the Frame VOI
 *   LUT item
 * @modality: (nullable)
 * @format: (nullable): the pixels, when known; else taken from @dataset
 *
 * Where the parts of the grayscale pipeline of one frame are written.
 */
typedef struct {
  const MadoDicomItem *dataset;
  const MadoDicomItem *transformation;
  const MadoDicomItem *voi;
  const char *modality;
  const MadoPixelFormat *format;
} MadoGrayscaleItems;

/**
 * mado_grayscale_read:
 *
 * Returns: (transfer full): the grayscale, or %NULL with BROKEN: PALETTE COLOR
 *   without a palette that can be used
 */
MadoGrayscale *mado_grayscale_read (const MadoGrayscaleItems *items,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For hash tables that share equal grayscales. */
guint mado_grayscale_hash (gconstpointer grayscale);
gboolean mado_grayscale_equal (gconstpointer a, gconstpointer b);

/**
 * mado_palette_read:
 *
 * Reads the Palette Color LUT Module (PS3.3 C.7.9), plain or segmented.
 *
 * Returns: (transfer full): the palette, or %NULL with BROKEN
 */
MadoPalette *mado_palette_read (const MadoDicomItem *dataset,
                                bool is_signed,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mado_palette_free (MadoPalette *self);

/**
 * mado_lut_read:
 * @is_signed: how the first value mapped is meant when it does not fit a positive
 *   16-bit number
 *
 * Returns: (transfer full) (nullable): the table of one Modality or VOI LUT
 *   Sequence item; %NULL when it is not usable
 */
MadoLut *mado_lut_read (const MadoDicomItem *item,
                        bool is_signed) G_GNUC_WARN_UNUSED_RESULT;

/* The three values of a LUT Descriptor (PS3.3 C.11.1.1.1), 0 entries = 65536. */
typedef struct {
  int first;
  int n_entries;
  int bits;
} MadoLutDescriptor;

bool mado_lut_descriptor_read (const MadoDicomItem *item,
                               MadoTag tag,
                               bool is_signed,
                               MadoLutDescriptor *descriptor);

/**
 * mado_lut_entries_read:
 *
 * Returns: (transfer full) (nullable): n_entries values; 8-bit entries packed two
 *   to a word are unpacked
 */
guint16 *mado_lut_entries_read (const MadoDicomItem *item,
                                MadoTag tag,
                                int n_entries) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
