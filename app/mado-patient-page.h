/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-opener.h"

G_BEGIN_DECLS

/**
 * MadoPatientPage:
 *
 * The patients of one opening, to pick from when they are too many for tabs.
 *
 * Signals: "patient-activated" (MadoPatient *patient)
 */
#define MADO_TYPE_PATIENT_PAGE (mado_patient_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoPatientPage, mado_patient_page, MADO, PATIENT_PAGE, GtkWidget)

GtkWidget *mado_patient_page_new (MadoOpened *opened) G_GNUC_WARN_UNUSED_RESULT;
MadoOpened *mado_patient_page_get_opened (MadoPatientPage *self);

G_END_DECLS
