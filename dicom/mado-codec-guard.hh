/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <exception>

#include "mado-dicom-error.h"

/* Runs @body so that nothing thrown below leaves the shim. */
template <typename F>
static auto
mado_codec_guard (GError **error, F &&body) noexcept -> decltype (body ())
{
  try {
    return body ();
  } catch (const std::exception &e) {
    if (error != nullptr && *error == nullptr)
      g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                   "The bitstream cannot be coded: %s", e.what ());
  } catch (...) {
    if (error != nullptr && *error == nullptr)
      g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                           "The bitstream cannot be coded");
  }
  return {};
}
