/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-dicom-writer.h"

G_BEGIN_DECLS

/* What mado_dicom_writer_set_pixels() was given; @pixels borrowed, %NULL if never. */
GBytes *mado_dicom_writer_get_pixels (const MadoDicomWriter *self,
                                      MadoPixelFormat *format);

/* (transfer full) (nullable): the first value of a top-level element. */
char *mado_dicom_writer_dup_string (MadoDicomWriter *self, MadoTag tag);

/**
 * mado_dicom_writer_serialize:
 *
 * Returns: (transfer full): all elements but the pixel data in the native syntax
 *   of these properties, or %NULL, also when an earlier setter failed
 */
GBytes *mado_dicom_writer_serialize (MadoDicomWriter *self,
                                     bool is_explicit,
                                     bool is_big_endian,
                                     GError **error);

G_END_DECLS
