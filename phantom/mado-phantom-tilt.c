/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#define CT_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.2"
#define TILT             15.0  /* degrees */
#define LENGTH           110.0 /* mm of table travel that are examined */
#define SERIES_FOLDER    "1-tilt"

static const MadoPhantomSeries series = {CT_IMAGE_STORAGE, "CT", "ガントリ傾斜 15°", 1,
                                         true};

static void
set_elements (MadoDicomWriter *writer, const MadoPhantomClassic *self, int index)
{
  mado_phantom_geometry_set_ct (writer, self, index);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x1120), TILT);
}

/* The slices lean by the tilt, but the table moves them along the patient: each lies
 * higher in its own plane than the one before. */
static bool
tilt_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  const MadoPhantomPoint left = {1, 0, 0}, back = {0, 1, 0}, head = {0, 0, 1};
  const double step = LENGTH / n_slices;
  const MadoPhantomStack geometry = {
      .columns = 92,
      .rows = 100,
      .column_spacing = 1.25,
      .row_spacing = 1.25,
      .row = left,
      .column = mado_phantom_point_turn (back, left, TILT),
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
      .set_elements = set_elements,
  };

  mado_phantom_body_init (&body, 0, 1, 2 * MAX (step, 1.25));
  mado_phantom_stack_init (&stack, &geometry);
  for (int i = 0; i < n_slices; i++) {
    MadoPhantomPlace *place =
        mado_phantom_stack_add (&stack, head, step * (i - (n_slices - 1) / 2.0));

    place->slope = 0.25;
    /* From the head down, as most are sent. */
    place->instance = n_slices - i;
  }
  mado_phantom_stack_scramble (&stack, false);
  if (!mado_phantom_classic_write (job, &classic, error))
    return false;
  mado_phantom_truth_begin_only_volume (job, &classic);
  mado_phantom_truth_set_double (job->truth, "tilt_deg", TILT);
  mado_phantom_truth_end_only_volume (job, &classic);
  return true;
}

const MadoPhantomKind mado_phantom_tilt = {"tilt", 16, 44, tilt_write};
