/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#define CT_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.2"
#define LENGTH           110.0 /* mm that are examined */
#define TILT             -12.0 /* degrees, of the second series */
#define N_SERIES         2

static const MadoPhantomSeries all_series[N_SERIES] = {
    {CT_IMAGE_STORAGE, "CT", "不等間隔 2.5 mm・5 mm", 1, true},
    {CT_IMAGE_STORAGE, "CT", "不等間隔 ガントリ傾斜 -12°", 2, true},
};
static const char *const folders[N_SERIES] = {"1-irregular", "2-tilted"};

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

static void
set_elements (MadoDicomWriter *writer, const MadoPhantomClassic *self, int index)
{
  mado_phantom_geometry_set_ct (writer, self, index);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x1120),
                           self->series == &all_series[0] ? 0 : TILT);
}

static bool
write_series (const MadoPhantomJob *job,
              const MadoPhantomBody *body,
              int index,
              int n_slices,
              GError **error)
{
  const MadoPhantomPoint left = {1, 0, 0}, back = {0, 1, 0}, head = {0, 0, 1};
  const MadoPhantomStack geometry = {
      .columns = 96,
      .rows = 88,
      .column_spacing = 1.25,
      .row_spacing = 1.375,
      .row = left,
      .column = index == 0 ? back : mado_phantom_point_turn (back, left, TILT),
  };
  g_auto (MadoPhantomStack) stack = {0};
  const MadoPhantomClassic classic = {
      .body = body,
      .stack = &stack,
      .series = &all_series[index],
      .folder = folders[index],
      .intercept = -2048,
      .thickness = 2.5,
      .set_elements = set_elements,
  };

  mado_phantom_stack_init (&stack, &geometry);
  add_places (&stack, head, n_slices);
  mado_phantom_stack_scramble (&stack, false);
  if (!mado_phantom_classic_write (job, &classic, error))
    return false;
  mado_phantom_truth_begin_volume (job->truth, classic.folder, &stack);
  mado_phantom_truth_set_double (job->truth, "tilt_deg", index == 0 ? 0 : ABS (TILT));
  mado_phantom_truth_end_volume (job->truth);
  return true;
}

static bool
irregular_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  JsonBuilder *truth = job->truth;
  MadoPhantomBody body;

  mado_phantom_body_init (&body, 0, 1, 10);
  json_builder_set_member_name (truth, "volumes");
  json_builder_begin_array (truth);
  for (int i = 0; i < N_SERIES; i++)
    if (!write_series (job, &body, i, n_slices, error))
      return false;
  json_builder_end_array (truth);
  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  for (int i = 0; i < N_SERIES; i++)
    mado_phantom_truth_add_series (job, &all_series[i], folders[i], n_slices);
  json_builder_end_array (truth);
  mado_phantom_truth_set_body (truth, &body);
  return true;
}

const MadoPhantomKind mado_phantom_irregular = {"irregular", 16, 34, irregular_write};
