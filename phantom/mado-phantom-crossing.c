/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#define MR_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.4"
#define N_TURNED         4   /* slices at the end of the second series */
#define STEP             3.0 /* mm between its slices */
#define TURN             4.0 /* degrees by which each of them leans more */

static const MadoPhantomSeries all_series[] = {
    {MR_IMAGE_STORAGE, "MR", "放射状", 1, true},
    {MR_IMAGE_STORAGE, "MR", "交差する積層", 2, true},
};
static const char *const folders[] = {"1-radial", "2-fan"};
static const MadoPhantomPoint left = {1, 0, 0}, back = {0, 1, 0}, head = {0, 0, 1},
                              feet = {0, 0, -1};

typedef struct {
  const MadoPhantomJob *job;
  const MadoPhantomBody *body;
  int n_slices;
} Study;

/* Writes the places of @stack and adds it to the volumes of truth.json. */
static bool
write_stack (const Study *study,
             int series,
             MadoPhantomStack *stack,
             int first,
             const char *refusal,
             GError **error)
{
  const MadoPhantomClassic classic = {
      .body = study->body,
      .stack = stack,
      .series = &all_series[series],
      .folder = folders[series],
      .thickness = STEP,
      .set_elements = mado_phantom_geometry_set_mr,
  };
  JsonBuilder *truth = study->job->truth;

  for (guint i = 0; i < stack->places->len; i++) {
    MadoPhantomPlace *place = mado_phantom_stack_get (stack, (int) i);

    place->file = place->instance = first + (int) i + 1;
  }
  if (!mado_phantom_classic_write (study->job, &classic, error))
    return false;
  mado_phantom_truth_begin_volume (truth, folders[series], stack);
  if (refusal != NULL)
    mado_phantom_truth_set_string (truth, "refusal", refusal);
  mado_phantom_truth_end_volume (truth);
  return true;
}

static MadoPhantomStack
get_geometry (MadoPhantomPoint row, MadoPhantomPoint column)
{
  return (MadoPhantomStack){
      .columns = 64,
      .rows = 64,
      .column_spacing = 1.75,
      .row_spacing = 1.75,
      .row = row,
      .column = column,
  };
}

/* Around one line, like the slices of a cake. */
static bool
write_radial (const Study *study, GError **error)
{
  for (int i = 0; i < study->n_slices; i++) {
    const MadoPhantomStack geometry = get_geometry (
        mado_phantom_point_turn (left, feet, 180.0 * i / study->n_slices), feet);
    g_auto (MadoPhantomStack) stack = {0};

    mado_phantom_stack_init (&stack, &geometry);
    mado_phantom_stack_add (&stack, feet, 0);
    if (!write_stack (study, 0, &stack, i, "not_parallel", error))
      return false;
  }
  return true;
}

/* Parallel but for the last ones, which lean so that they go through each other. */
static bool
write_fan (const Study *study, GError **error)
{
  const int n_parallel = MAX (study->n_slices - N_TURNED, 1);
  const MadoPhantomStack geometry = get_geometry (left, back);
  const double middle = (study->n_slices - 1) / 2.0;
  g_auto (MadoPhantomStack) parallel = {0};

  mado_phantom_stack_init (&parallel, &geometry);
  for (int i = 0; i < n_parallel; i++)
    mado_phantom_stack_add (&parallel, head, STEP * (i - middle));
  if (!write_stack (study, 1, &parallel, 0, NULL, error))
    return false;
  for (int i = n_parallel; i < study->n_slices; i++) {
    const MadoPhantomStack turned = get_geometry (
        left, mado_phantom_point_turn (back, left, TURN * (i - n_parallel + 1)));
    g_auto (MadoPhantomStack) stack = {0};

    mado_phantom_stack_init (&stack, &turned);
    mado_phantom_stack_add (&stack, head, STEP * (i - middle));
    if (!write_stack (study, 1, &stack, i, "crossing", error))
      return false;
  }
  return true;
}

static bool
crossing_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  MadoPhantomBody body;
  const Study study = {job, &body, n_slices};

  mado_phantom_body_init (&body, 16000, 10, 2 * STEP);
  json_builder_set_member_name (job->truth, "volumes");
  json_builder_begin_array (job->truth);
  if (!write_radial (&study, error) || !write_fan (&study, error))
    return false;
  json_builder_end_array (job->truth);
  json_builder_set_member_name (job->truth, "series");
  json_builder_begin_array (job->truth);
  for (guint i = 0; i < G_N_ELEMENTS (all_series); i++)
    mado_phantom_truth_add_series (job, &all_series[i], folders[i], n_slices);
  json_builder_end_array (job->truth);
  mado_phantom_truth_set_body (job->truth, &body);
  return true;
}

const MadoPhantomKind mado_phantom_crossing = {"crossing", 16, 16, crossing_write};
