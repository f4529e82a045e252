/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#define MR_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.4"
#define SERIES_FOLDER    "1-huge"

static const MadoPhantomSeries series = {MR_IMAGE_STORAGE, "MR", "長軸 2304 画素", 1,
                                         true};

/* From head to feet there are more pixels than most graphics cards have room for in a
 * volume (GL_MAX_3D_TEXTURE_SIZE is often 2048), but it is a small volume.  Coronal
 * from the back to the front: the slices follow each other against row × column. */
static bool
huge_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  const MadoPhantomPoint left = {1, 0, 0}, front = {0, -1, 0}, feet = {0, 0, -1};
  const double step = 112.0 / n_slices;
  const MadoPhantomStack geometry = {
      .columns = 40,
      .rows = 2304,
      .column_spacing = 2.8,
      .row_spacing = 0.25,
      .row = left,
      .column = feet,
  };
  MadoPhantomBody body;
  g_auto (MadoPhantomStack) stack = {0};
  const MadoPhantomClassic classic = {
      .body = &body,
      .stack = &stack,
      .series = &series,
      .folder = SERIES_FOLDER,
      .thickness = step,
      .set_elements = mado_phantom_geometry_set_mr,
  };

  mado_phantom_body_init (&body, 24000, 10, 2 * MAX (step, 2.8));
  mado_phantom_stack_init (&stack, &geometry);
  for (int i = 0; i < n_slices; i++)
    mado_phantom_stack_add (&stack, front, step * (i - (n_slices - 1) / 2.0));
  mado_phantom_stack_scramble (&stack, false);
  if (!mado_phantom_classic_write (job, &classic, error))
    return false;
  mado_phantom_truth_begin_only_volume (job, &classic);
  mado_phantom_truth_end_only_volume (job, &classic);
  return true;
}

const MadoPhantomKind mado_phantom_huge = {"huge", 16, 40, huge_write};
