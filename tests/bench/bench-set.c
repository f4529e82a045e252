/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-set.h"

MadoDisplaySet *
bench_find_largest (GListModel *patients)
{
  MadoDisplaySet *largest = NULL;

  for (guint p = 0; p < g_list_model_get_n_items (patients); p++) {
    g_autoptr (MadoPatient) patient = g_list_model_get_item (patients, p);
    GListModel *studies = mado_patient_get_studies (patient);

    for (guint s = 0; s < g_list_model_get_n_items (studies); s++) {
      g_autoptr (MadoStudy) study = g_list_model_get_item (studies, s);
      GListModel *series = mado_study_get_series (study);

      for (guint r = 0; r < g_list_model_get_n_items (series); r++) {
        g_autoptr (MadoSeries) one = g_list_model_get_item (series, r);
        GListModel *sets = mado_series_get_display_sets (one);

        for (guint d = 0; d < g_list_model_get_n_items (sets); d++) {
          g_autoptr (MadoDisplaySet) set = g_list_model_get_item (sets, d);

          if (largest == NULL || mado_display_set_get_n_frames (set) >
                                     mado_display_set_get_n_frames (largest))
            g_set_object (&largest, set);
        }
      }
    }
  }
  return largest;
}
