/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-loader.h"

G_BEGIN_DECLS

/**
 * MadoSeriesStrip:
 *
 * Thumbnails of a patient's display sets under headings by study, with the
 * loading state of each; what is not an image is listed by name.  A thumbnail can
 * be dragged (its content is a #MadoDisplaySet) or activated.
 *
 * Signals: "display-set-activated" (MadoDisplaySet *set); "non-image-activated"
 * (gpointer MadoInstance)
 */
#define MADO_TYPE_SERIES_STRIP (mado_series_strip_get_type ())
G_DECLARE_FINAL_TYPE (MadoSeriesStrip, mado_series_strip, MADO, SERIES_STRIP, GtkWidget)

GtkWidget *mado_series_strip_new (MadoLoader *loader) G_GNUC_WARN_UNUSED_RESULT;
void mado_series_strip_set_patient (MadoSeriesStrip *self, MadoPatient *patient);

/* (nullable): marked as the one in the active viewport. */
void mado_series_strip_set_current (MadoSeriesStrip *self, MadoDisplaySet *set);

/* The display set before (-1) or after (+1) @set in reading order; NULL at the end. */
MadoDisplaySet *
mado_series_strip_get_neighbour (MadoSeriesStrip *self, MadoDisplaySet *set, int step);

G_END_DECLS
