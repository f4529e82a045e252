/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#define CT_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.2"
#define LENGTH           110.0 /* mm that are examined */
#define SERIES_FOLDER    "1-irregular"

static const MadoPhantomSeries series = {CT_IMAGE_STORAGE, "CT",
                                         "不等間隔 2.5 mm・5 mm", 1, true};

/* Half of the length in slices 2.5 mm apart, the other half 5 mm, none exactly. */
static void
add_places (MadoPhantomStack *stack, MadoPhantomPoint direction, int n_slices)
{
  static const double jitter[] = {0, 0.12, -0.18, 0.05, 0.21, -0.09, 0.15, -0.2, 0.02};
  const int n_dense = (2 * n_slices + 1) / 3;
  const double unit = LENGTH / (n_dense - 1 + 2 * (n_slices - n_dense));
  double at = -LENGTH / 2;

  for (int i = 0; i < n_slices; i++) {
    const double off = jitter[i % (int) G_N_ELEMENTS (jitter)] * unit / 2.5;
    MadoPhantomPlace *place = mado_phantom_stack_add (stack, direction, at + off);

    place->slope = 0.25;
    at += i + 1 < n_dense ? unit : 2 * unit;
  }
}

static bool
irregular_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  const MadoPhantomPoint left = {1, 0, 0}, back = {0, 1, 0}, head = {0, 0, 1};
  const MadoPhantomStack geometry = {
      .columns = 96,
      .rows = 88,
      .column_spacing = 1.25,
      .row_spacing = 1.375,
      .row = left,
      .column = back,
  };
  MadoPhantomBody body;
  g_auto (MadoPhantomStack) stack = {0};
  const MadoPhantomClassic classic = {
      .body = &body,
      .stack = &stack,
      .series = &series,
      .folder = SERIES_FOLDER,
      .intercept = -2048,
      .thickness = 2.5,
      .set_elements = mado_phantom_geometry_set_ct,
  };

  mado_phantom_body_init (&body, 0, 1, 10);
  mado_phantom_stack_init (&stack, &geometry);
  add_places (&stack, head, n_slices);
  mado_phantom_stack_scramble (&stack, false);
  if (!mado_phantom_classic_write (job, &classic, error))
    return false;
  mado_phantom_truth_begin_only_volume (job, &classic);
  mado_phantom_truth_end_only_volume (job, &classic);
  return true;
}

const MadoPhantomKind mado_phantom_irregular = {"irregular", 16, 34, irregular_write};
