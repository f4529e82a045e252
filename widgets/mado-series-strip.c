/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-series-strip.h"

struct _MadoSeriesStrip {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (MadoSeriesStrip, mado_series_strip, GTK_TYPE_WIDGET)

static void
mado_series_strip_class_init (MadoSeriesStripClass *klass)
{
  g_signal_new ("display-set-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  g_signal_new ("non-image-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mado_series_strip_init (MadoSeriesStrip *self)
{
}

GtkWidget *
mado_series_strip_new (MadoLoader *loader)
{
  return g_object_new (MADO_TYPE_SERIES_STRIP, NULL);
}

void
mado_series_strip_set_patient (MadoSeriesStrip *self, MadoPatient *patient)
{
}

void
mado_series_strip_set_current (MadoSeriesStrip *self, MadoDisplaySet *set)
{
}

MadoDisplaySet *
mado_series_strip_get_neighbour (MadoSeriesStrip *self, MadoDisplaySet *set, int step)
{
  return NULL;
}
