/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mado-loader.h"
#include "mado-opener.h"
#include "mado-policy.h"

G_BEGIN_DECLS

/**
 * MadoApplication:
 *
 * What the windows share: settings, loader, opener, the site's policy.
 */
#define MADO_TYPE_APPLICATION (mado_application_get_type ())
G_DECLARE_FINAL_TYPE (
    MadoApplication, mado_application, MADO, APPLICATION, AdwApplication)

/* @settings: (transfer none): see mado_settings_new() */
MadoApplication *mado_application_new (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

/* All borrowed. */
GSettings *mado_application_get_settings (MadoApplication *self);
MadoLoader *mado_application_get_loader (MadoApplication *self);
MadoOpener *mado_application_get_opener (MadoApplication *self);
const MadoPolicy *mado_application_get_policy (MadoApplication *self);

G_END_DECLS
