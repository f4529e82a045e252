/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#define MR_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.4"
#define HEIGHT           112.0 /* mm that are examined */
#define SERIES_FOLDER    "1-4d"
#define N_VOLUMES        3

static const MadoPhantomSeries series = {MR_IMAGE_STORAGE, "MR",
                                         "拡散強調 b=0/500/1000", 1, true};

/* @factor: of the body's values */
typedef struct {
  int b_value; /* s/mm² */
  double factor;
} Weighting;

static const Weighting weightings[N_VOLUMES] = {{0, 1}, {500, 0.625}, {1000, 0.375}};

static const Weighting *
find_weighting (double factor)
{
  for (int i = 0; i < N_VOLUMES - 1; i++)
    if (ABS (weightings[i].factor - factor) < 1e-6)
      return &weightings[i];
  return &weightings[N_VOLUMES - 1];
}

static void
set_elements (MadoDicomWriter *writer, const MadoPhantomClassic *self, int index)
{
  const MadoPhantomPlace *place = mado_phantom_stack_get (self->stack, index);

  mado_phantom_geometry_set_mr (writer, self, index);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0008),
                                "ORIGINAL\\PRIMARY\\DIFFUSION\\NONE");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x0020), "EP");
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x9087),
                           find_weighting (place->factor)->b_value);
}

static void
write_truth (const MadoPhantomJob *job,
             const MadoPhantomClassic *classic,
             const MadoPhantomStack *stacks)
{
  JsonBuilder *truth = job->truth;
  const int n_slices = (int) stacks[0].places->len;

  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  mado_phantom_truth_add_series (job, classic->series, classic->folder,
                                 N_VOLUMES * n_slices);
  json_builder_end_array (truth);
  json_builder_set_member_name (truth, "volumes");
  json_builder_begin_array (truth);
  for (int i = 0; i < N_VOLUMES; i++) {
    mado_phantom_truth_begin_volume (truth, classic->folder, &stacks[i]);
    mado_phantom_truth_set_int (truth, "b_value", weightings[i].b_value);
    mado_phantom_truth_end_volume (truth);
  }
  json_builder_end_array (truth);
  mado_phantom_truth_set_body (truth, classic->body);
}

/* The three images of a place follow each other, as a scanner makes them. */
static void
add_places (MadoPhantomStack *all, MadoPhantomStack *stacks, int n_slices)
{
  const MadoPhantomPoint up = mado_phantom_point_cross (all->row, all->column);
  const double step = HEIGHT / n_slices;

  for (int i = 0; i < n_slices; i++)
    for (int k = 0; k < N_VOLUMES; k++)
      mado_phantom_stack_add (all, up, step * (i - (n_slices - 1) / 2.0))->factor =
          weightings[k].factor;
  mado_phantom_stack_scramble (all, false);
  for (guint i = 0; i < all->places->len; i++)
    g_array_append_vals (stacks[i % N_VOLUMES].places,
                         mado_phantom_stack_get (all, (int) i), 1);
}

/* Coronal, turned about two axes; a column runs to the feet, the normal to the back. */
static bool
four_d_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  const MadoPhantomPoint left = {1, 0, 0}, head = {0, 0, 1}, feet = {0, 0, -1};
  const MadoPhantomPoint row = mado_phantom_point_turn (left, head, -12);
  const MadoPhantomStack geometry = {
      .columns = 64,
      .rows = 60,
      .column_spacing = 2,
      .row_spacing = 2,
      .row = row,
      .column = mado_phantom_point_turn (feet, row, 17),
  };
  MadoPhantomBody body;
  g_auto (MadoPhantomStack) all = {0};
  MadoPhantomStack stacks[N_VOLUMES];
  const MadoPhantomClassic classic = {
      .body = &body,
      .stack = &all,
      .series = &series,
      .folder = SERIES_FOLDER,
      .thickness = HEIGHT / n_slices,
      .set_elements = set_elements,
  };
  bool done;

  mado_phantom_body_init (&body, 16000, 10, 2 * MAX (HEIGHT / n_slices, 2));
  mado_phantom_stack_init (&all, &geometry);
  for (int i = 0; i < N_VOLUMES; i++)
    mado_phantom_stack_init (&stacks[i], &geometry);
  add_places (&all, stacks, n_slices);
  done = mado_phantom_classic_write (job, &classic, error);
  if (done)
    write_truth (job, &classic, stacks);
  for (int i = 0; i < N_VOLUMES; i++)
    mado_phantom_stack_clear (&stacks[i]);
  return done;
}

const MadoPhantomKind mado_phantom_4d = {"4d", 16, 40, four_d_write};
