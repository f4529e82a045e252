/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <exception>

#include "mado-dicom-error.h"

/* Nothing thrown may leave the C++ files of this folder, so every public function's
 * body runs inside guard ().  An @error that is set already stays. */
template <typename F>
static auto
guard (GError **error, F &&body) noexcept -> decltype (body ())
{
  try {
    return body ();
  } catch (const std::exception &e) {
    if (error != nullptr && *error == nullptr)
      g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL, "%s", e.what ());
  } catch (...) {
    if (error != nullptr && *error == nullptr)
      g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL,
                           "unknown exception");
  }
  return decltype (body ()) ();
}
