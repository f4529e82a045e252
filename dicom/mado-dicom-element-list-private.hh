/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-dicom-private.hh"

#include "mado-pixel-source-private.h"

/* Lists every element with its nested items (see mado_dicom_file_list_elements ()).
 * @pixels, which may be NULL, is the element the parser stopped at. */
GPtrArray *mado_dicom_elements_list (DcmItem *meta,
                                     DcmItem *dataset,
                                     const MadoPixelLocation *pixels);
