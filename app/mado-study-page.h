/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-application.h"
#include "mado-viewport-links.h"

G_BEGIN_DECLS

/**
 * MadoStudyPage:
 *
 * One patient: series strip, viewport grid, information panel.
 *
 * Signals: "changed": the active viewport or what it shows changed
 */
#define MADO_TYPE_STUDY_PAGE (mado_study_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoStudyPage, mado_study_page, MADO, STUDY_PAGE, GtkWidget)

GtkWidget *mado_study_page_new (MadoApplication *application,
                                MadoPatient *patient,
                                MadoOpened *opened) G_GNUC_WARN_UNUSED_RESULT;

MadoPatient *mado_study_page_get_patient (MadoStudyPage *self);
MadoOpened *mado_study_page_get_opened (MadoStudyPage *self);
MadoViewportGrid *mado_study_page_get_grid (MadoStudyPage *self);
MadoViewport *mado_study_page_get_active (MadoStudyPage *self);
MadoViewportLinks *mado_study_page_get_links (MadoStudyPage *self);

/* Whether all pictures of @patient are among those of this page: opened again. */
bool mado_study_page_contains (MadoStudyPage *self, MadoPatient *patient);

/* Empty viewports show what is not on show yet, in reading order. */
void mado_study_page_fill (MadoStudyPage *self);
/* Shows all that @other shows, in the same way. */
void mado_study_page_copy_view (MadoStudyPage *self, MadoStudyPage *other);

/* Axial, coronal, sagittal and the source of what the active viewport shows; and back to
 * what was there before. */
gboolean mado_study_page_is_mpr (MadoStudyPage *self);
void mado_study_page_set_mpr (MadoStudyPage *self, gboolean is_mpr);
/* (nullable): that of the active viewport; %NULL where it shows no plane. */
MadoMpr *mado_study_page_get_mpr (MadoStudyPage *self, MadoPlaneKind *kind);

void mado_study_page_step_series (MadoStudyPage *self, int step);
void mado_study_page_step_viewport (MadoStudyPage *self, int step);
void mado_study_page_set_layout (MadoStudyPage *self, const MadoGridLayout *layout);
void mado_study_page_set_panel_visible (MadoStudyPage *self, gboolean visible);
/* The tag browser with the file of the active viewport. */
void mado_study_page_show_tags (MadoStudyPage *self);

G_END_DECLS
