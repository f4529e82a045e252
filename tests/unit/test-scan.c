/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-scan.h"

#include "mado-test.h"

/* Files, stacks and frames per stack by hand from the corpus' README and MANIFEST,
 * and from the dimensions of the NIfTI volumes beside it. */
typedef struct {
  const char *folder;
  guint n_stacks;
  int n_frames;
} VolumeCase;

static const VolumeCase volume_cases[] = {
    {"volumes/ct-philips-axial-5mm", 1, 28},
    {"volumes/ct-ge-tilt-irregular", 1, 28},
    {"volumes/d2n-failing-gantrytilting", 1, 4},
    {"volumes/d2n-ge-anatomical", 1, 4},
    {"volumes/d2n-ge-dti", 2, 4},
    {"volumes/d2n-generic-compressed_rle", 1, 4},
    {"volumes/d2n-hitachi-anatomical", 1, 4},
    {"volumes/d2n-philips-anatomical", 1, 4},
    {"volumes/mr-ge-coronal-2.5mm", 1, 100},
    {"volumes/mr-ge-epi-4d", 10, 15},
    {"volumes/mr-siemens-mosaic", 1, 2},
};

/* All display sets of a scan. */
static GPtrArray *
list_sets (const MadoScan *scan)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (scan->patients); i++) {
    g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, i);
    GListModel *studies = mado_patient_get_studies (patient);

    for (guint j = 0; j < g_list_model_get_n_items (studies); j++) {
      g_autoptr (MadoStudy) study = g_list_model_get_item (studies, j);
      GListModel *series_list = mado_study_get_series (study);

      for (guint k = 0; k < g_list_model_get_n_items (series_list); k++) {
        g_autoptr (MadoSeries) series = g_list_model_get_item (series_list, k);
        GListModel *list = mado_series_get_display_sets (series);

        for (guint l = 0; l < g_list_model_get_n_items (list); l++)
          g_ptr_array_add (sets, g_list_model_get_item (list, l));
      }
    }
  }
  return sets;
}

static double
get_along (const MadoFrameInfo *info)
{
  const double *r = info->row_direction;
  const double *c = info->column_direction;

  return info->position[0] * (r[1] * c[2] - r[2] * c[1]) +
         info->position[1] * (r[2] * c[0] - r[0] * c[2]) +
         info->position[2] * (r[0] * c[1] - r[1] * c[0]);
}

static void
assert_monotonic (MadoDisplaySet *set)
{
  double first = get_along (mado_display_set_get_frame (set, 0)->info);
  double second = get_along (mado_display_set_get_frame (set, 1)->info);
  double sign = second > first ? 1.0 : -1.0;

  for (int i = 1; i < mado_display_set_get_n_frames (set); i++)
    g_assert_cmpfloat (sign *
                           (get_along (mado_display_set_get_frame (set, i)->info) -
                            get_along (mado_display_set_get_frame (set, i - 1)->info)),
                       >, 0.0);
}

static void
test_volume (gconstpointer data)
{
  const VolumeCase *c = data;
  g_autofree char *path = mado_test_corpus (c->folder);

  if (path == NULL)
    return;

  const char *paths[] = {path, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  g_autoptr (GPtrArray) sets = list_sets (scan);

  g_assert_cmpuint (sets->len, ==, c->n_stacks);
  for (guint i = 0; i < sets->len; i++) {
    g_assert_cmpint (mado_display_set_get_n_frames (sets->pdata[i]), ==, c->n_frames);
    if (!mado_display_set_is_temporal (sets->pdata[i]))
      assert_monotonic (sets->pdata[i]);
  }
}

static void
test_not_found (void)
{
  const char *paths[] = {"/nonexistent/folder", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, &error);

  g_assert_null (scan);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (volume_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/scan/%s", volume_cases[i].folder);

    g_test_add_data_func (path, &volume_cases[i], test_volume);
  }
  g_test_add_func ("/mado/study/scan/not-found", test_not_found);
  return g_test_run ();
}
