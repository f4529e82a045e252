/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-enhanced-private.h"

#define ENHANCED_MR_STORAGE "1.2.840.10008.5.1.4.1.1.4.1"
#define HEIGHT              112.0 /* mm that are examined */
#define N_ECHOES            2

static const MadoPhantomSeries series = {ENHANCED_MR_STORAGE, "MR",
                                         "Enhanced MR 2 エコー", 1, true};

/* Scanners scale each echo by itself. */
static const double echo_times[N_ECHOES] = {20, 80}; /* ms */
static const double factors[N_ECHOES] = {1, 0.5};
static const double slopes[N_ECHOES] = {0.75, 0.5};

static void
set_elements (MadoDicomWriter *writer)
{
  static const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "DERIVED\\PRIMARY\\OTHER\\NONE"},
      {MADO_TAG (0x0008, 0x9208), "MAGNITUDE"},
      {MADO_TAG (0x0008, 0x9209), "T2"},
      {MADO_TAG (0x0018, 0x5100), "HFS"},
      {MADO_TAG (0x0018, 0x9174), "IEC"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
}

static void
set_frame (MadoDicomWriter *writer,
           const MadoPhantomEnhanced *self,
           int stack,
           int index)
{
  static const MadoPhantomElement type[] = {
      {MADO_TAG (0x0008, 0x9007), "DERIVED\\PRIMARY\\OTHER\\NONE"},
      {MADO_TAG (0x0008, 0x9205), "MONOCHROME"},
      {MADO_TAG (0x0008, 0x9206), "VOLUME"},
      {MADO_TAG (0x0008, 0x9207), "NONE"},
      {MADO_TAG (0x0008, 0x9208), "MAGNITUDE"},
      {MADO_TAG (0x0008, 0x9209), "T2"},
  };

  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0018, 0x9226));
  mado_phantom_set_elements (writer, type, G_N_ELEMENTS (type));
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0018, 0x9114));
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x9082), echo_times[stack]);
  mado_dicom_writer_end_item (writer);
}

static void
add_truth (JsonBuilder *truth, int stack)
{
  mado_phantom_truth_set_double (truth, "echo_time_ms", echo_times[stack]);
}

static void
add_places (MadoPhantomStack stacks[N_ECHOES], int n_slices)
{
  const MadoPhantomPoint up =
      mado_phantom_point_cross (stacks[0].row, stacks[0].column);
  const double step = HEIGHT / n_slices;

  for (int echo = 0; echo < N_ECHOES; echo++) {
    for (int i = 0; i < n_slices; i++) {
      MadoPhantomPlace *place =
          mado_phantom_stack_add (&stacks[echo], up, step * (i - (n_slices - 1) / 2.0));

      place->factor = factors[echo];
      place->slope = slopes[echo];
      place->file = place->instance = 1;
    }
    mado_phantom_stack_scramble (&stacks[echo], true);
    /* The echoes of a place are neighbours. */
    for (int i = 0; i < n_slices; i++) {
      MadoPhantomPlace *place = mado_phantom_stack_get (&stacks[echo], i);

      place->frame = N_ECHOES * (place->frame - 1) + echo + 1;
    }
  }
}

/* Sagittal, turned about two axes, pixels oblong; the normal points to the left. */
static bool
enhanced_mr_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  const MadoPhantomPoint front = {0, -1, 0}, head = {0, 0, 1}, feet = {0, 0, -1};
  const MadoPhantomPoint row = mado_phantom_point_turn (front, head, 14);
  const MadoPhantomStack geometry = {
      .columns = 80,
      .rows = 72,
      .column_spacing = 1.5,
      .row_spacing = 1.75,
      .row = row,
      .column = mado_phantom_point_turn (feet, row, 11),
  };
  MadoPhantomBody body;
  MadoPhantomStack stacks[N_ECHOES];
  const MadoPhantomEnhanced enhanced = {
      .body = &body,
      .stacks = stacks,
      .n_stacks = N_ECHOES,
      .series = &series,
      .folder = "1-enhanced-mr",
      .is_all_in_frames = true,
      .thickness = HEIGHT / n_slices,
      .first_dimension = MADO_TAG (0x0018, 0x9082),
      .first_dimension_group = MADO_TAG (0x0018, 0x9114),
      .set_elements = set_elements,
      .set_frame = set_frame,
  };
  bool done;

  mado_phantom_body_init (&body, 16000, 10, 2 * MAX (HEIGHT / n_slices, 1.75));
  for (int echo = 0; echo < N_ECHOES; echo++)
    mado_phantom_stack_init (&stacks[echo], &geometry);
  add_places (stacks, n_slices);
  done = mado_phantom_enhanced_write (job, &enhanced, error);
  if (done)
    mado_phantom_enhanced_set_truth (job, &enhanced, add_truth);
  for (int echo = 0; echo < N_ECHOES; echo++)
    mado_phantom_stack_clear (&stacks[echo]);
  return done;
}

const MadoPhantomKind mado_phantom_enhanced_mr = {"enhanced-mr", 16, 36,
                                                  enhanced_mr_write};
