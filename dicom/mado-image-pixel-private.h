/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-dicom-error.h"
#include "mado-dicom-item.h"
#include "mado-pixel-format.h"

G_BEGIN_DECLS

/* Internal to dicom/. */

/**
 * mado_image_pixel_parse:
 * @pixel_tag: the element that holds the pixels
 *
 * Reads the Image Pixel Module (PS3.3 C.7.6.3) and refuses what makes no sense
 * (BROKEN) or what Mado cannot show (UNSUPPORTED), naming the attribute.
 */
bool mado_image_pixel_parse (const MadoDicomItem *dataset,
                             MadoTag pixel_tag,
                             MadoPixelFormat *format,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
