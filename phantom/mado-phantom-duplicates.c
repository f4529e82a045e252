/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#define MR_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.4"
#define WIDTH            112.0 /* mm that are examined, from the left to the right */
#define SERIES_FOLDER    "1-duplicates"

static const MadoPhantomSeries series = {MR_IMAGE_STORAGE, "MR", "重複スライス 矢状断",
                                         1, true};

/* Places, from 0, of which there is a second image. */
static const int duplicated[] = {7, 22};

/* Returns: how many there are in a stack of @n_slices */
static int
add_copies (MadoPhantomStack *copies, const MadoPhantomStack *stack)
{
  const int n_slices = (int) stack->places->len;
  int n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (duplicated); i++)
    if (duplicated[i] < n_slices) {
      MadoPhantomPlace copy = *mado_phantom_stack_get (stack, duplicated[i]);

      copy.file = n_slices + ++n;
      g_array_append_val (copies->places, copy);
    }
  return n;
}

static void
write_truth (const MadoPhantomJob *job,
             const MadoPhantomClassic *classic,
             const MadoPhantomStack *copies)
{
  JsonBuilder *truth = job->truth;

  mado_phantom_truth_begin_only_volume (job, classic);
  json_builder_set_member_name (truth, "duplicates");
  json_builder_begin_array (truth);
  for (guint i = 0; i < copies->places->len; i++) {
    const MadoPhantomPlace *copy = mado_phantom_stack_get (copies, (int) i);

    json_builder_begin_object (truth);
    mado_phantom_truth_set_int (truth, "file", copy->file);
    mado_phantom_truth_set_int (truth, "instance", copy->instance);
    mado_phantom_truth_set_int (truth, "place", duplicated[i] + 1);
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
  mado_phantom_truth_end_only_volume (job, classic);
}

/* Sagittal, turned by 9° as a neck may ask for: a row runs to the back, a column to
 * the feet, so that the slices' normal points to the right. */
static bool
duplicates_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  const MadoPhantomPoint back = {0, 1, 0}, head = {0, 0, 1}, feet = {0, 0, -1};
  const MadoPhantomPoint row = mado_phantom_point_turn (back, head, 9);
  const double step = WIDTH / n_slices;
  const MadoPhantomStack geometry = {
      .columns = 124,
      .rows = 88,
      .column_spacing = 0.9375,
      .row_spacing = 1.3,
      .row = row,
      .column = feet,
  };
  MadoPhantomBody body;
  g_auto (MadoPhantomStack) stack = {0}, copies = {0};
  MadoPhantomClassic classic = {
      .body = &body,
      .stack = &stack,
      .series = &series,
      .folder = SERIES_FOLDER,
      .thickness = step,
      .set_elements = mado_phantom_geometry_set_mr,
  };
  const MadoPhantomPoint right = mado_phantom_point_cross (row, feet);

  mado_phantom_body_init (&body, 16000, 10, 2 * MAX (step, 1.3));
  mado_phantom_stack_init (&stack, &geometry);
  mado_phantom_stack_init (&copies, &geometry);
  for (int i = 0; i < n_slices; i++)
    mado_phantom_stack_add (&stack, right, step * (i - (n_slices - 1) / 2.0));
  mado_phantom_stack_scramble (&stack, false);
  if (!mado_phantom_classic_write (job, &classic, error))
    return false;
  if (add_copies (&copies, &stack) > 0) {
    classic.stack = &copies;
    if (!mado_phantom_classic_write (job, &classic, error))
      return false;
    classic.stack = &stack;
  }
  write_truth (job, &classic, &copies);
  return true;
}

const MadoPhantomKind mado_phantom_duplicates = {"duplicates", 16, 40,
                                                 duplicates_write};
