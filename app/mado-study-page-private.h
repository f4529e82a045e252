/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-info-panel.h"
#include "mado-series-strip.h"
#include "mado-study-page.h"
#include "mado-viewport-links.h"

G_BEGIN_DECLS

#define MADO_STUDY_PAGE_MAX_VIEWS (MADO_GRID_MAX * MADO_GRID_MAX)

/* What one viewport showed before MPR. */
typedef struct {
  MadoDisplaySet *set; /* owned, nullable */
  int index;
  MadoViewState state;
} MadoSavedView;

/**
 * MadoSavedLayout:
 *
 * What the page showed before MPR, to go back to.
 */
typedef struct {
  MadoGridLayout layout;
  int active;
  MadoSavedView views[MADO_STUDY_PAGE_MAX_VIEWS];
} MadoSavedLayout;

struct _MadoStudyPage {
  GtkWidget parent_instance;
  MadoApplication *application; /* borrowed: outlives all windows */
  MadoPatient *patient;
  MadoOpened *opened;
  GtkWidget *box;
  MadoSeriesStrip *strip;
  MadoViewportGrid *grid;
  MadoViewportLinks *links;
  MadoInfoPanel *panel;
  GtkWidget *tag_browser; /* weak */
  MadoMpr *mpr;           /* owned; NULL outside the MPR layout */
  MadoSavedLayout saved;  /* valid with @mpr */
};

/* mado-study-page-mpr.c */
/* Shows @set in the MPR layout, also when another is there. */
void mado_study_page_show_mpr (MadoStudyPage *self, MadoDisplaySet *set);
/* Forgets the MPR, without going back to what was shown before. */
void mado_study_page_forget_mpr (MadoStudyPage *self);
void mado_study_page_copy_mpr (MadoStudyPage *self, MadoStudyPage *other);

/* Empty and new viewports get their handlers. */
void mado_study_page_connect_viewports (MadoStudyPage *self);

G_END_DECLS
