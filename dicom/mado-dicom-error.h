/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoDicomError:
 * @MADO_DICOM_ERROR_IO: the bytes could not be read or written
 * @MADO_DICOM_ERROR_NOT_DICOM: not a DICOM file at all
 * @MADO_DICOM_ERROR_BROKEN: DICOM, but damaged or contradicting itself
 * @MADO_DICOM_ERROR_UNSUPPORTED: valid, but not something we can show
 * @MADO_DICOM_ERROR_NO_IMAGE: a valid object without pixel data
 * @MADO_DICOM_ERROR_NO_VALUE: the attribute is absent or empty
 * @MADO_DICOM_ERROR_INTERNAL: the toolkit below us failed in an unforeseen way
 *
 * Callers branch on the code, never on the message.  Messages carry no patient
 * data and no path.
 */
typedef enum {
  MADO_DICOM_ERROR_IO = 1,
  MADO_DICOM_ERROR_NOT_DICOM,
  MADO_DICOM_ERROR_BROKEN,
  MADO_DICOM_ERROR_UNSUPPORTED,
  MADO_DICOM_ERROR_NO_IMAGE,
  MADO_DICOM_ERROR_NO_VALUE,
  MADO_DICOM_ERROR_INTERNAL,
} MadoDicomError;

#define MADO_DICOM_ERROR (mado_dicom_error_quark ())
GQuark mado_dicom_error_quark (void);

G_END_DECLS
