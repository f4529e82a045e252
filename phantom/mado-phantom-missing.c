/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#define PET_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.128"
#define LENGTH            110.0 /* mm that are examined */
#define SERIES_FOLDER     "1-missing"

static const MadoPhantomSeries series = {PET_IMAGE_STORAGE, "PT", "スライス欠損", 1,
                                         true};

/* Counted from 1, as Instance Numbers are: one alone and two together, none of them
 * through a sphere. */
static const int missing[] = {3, 20, 21};

static bool
is_missing (int number)
{
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    if (missing[i] == number)
      return true;
  return false;
}

static void
set_elements (MadoDicomWriter *writer, const MadoPhantomClassic *self, int index)
{
  const MadoPhantomPlace *place = mado_phantom_stack_get (self->stack, index);

  mado_phantom_pet_set_elements (writer);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0022),
                                mado_phantom_geometry_examination.study_date);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0054, 0x0081),
                             self->stack->places->len + G_N_ELEMENTS (missing));
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0054, 0x1330), place->instance);
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1053), place->slope);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1050), "20000");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1051), "30000");
}

static void
add_places (MadoPhantomStack *stack, const MadoPhantomBody *body, int n_slices)
{
  const MadoPhantomPoint head = {0, 0, 1};
  const double step = LENGTH / n_slices;

  for (int i = 0; i < n_slices; i++) {
    MadoPhantomPlace *place;

    if (is_missing (i + 1))
      continue;
    place = mado_phantom_stack_add (stack, head, step * (i - (n_slices - 1) / 2.0));
    place->instance = i + 1;
    /* Each fills its 16 bits, as PET scanners do: no two slopes are alike. */
    place->slope = mado_phantom_stack_fit_slope (
        stack, body, (int) stack->places->len - 1, G_MAXINT16);
  }
}

static void
write_truth (const MadoPhantomJob *job, const MadoPhantomClassic *classic, int n_slices)
{
  JsonBuilder *truth = job->truth;

  mado_phantom_truth_begin_only_volume (job, classic);
  json_builder_set_member_name (truth, "missing");
  json_builder_begin_array (truth);
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    if (missing[i] < n_slices)
      json_builder_add_int_value (truth, missing[i]);
  json_builder_end_array (truth);
  mado_phantom_truth_end_only_volume (job, classic);
}

static bool
missing_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  const MadoPhantomPoint left = {1, 0, 0}, back = {0, 1, 0};
  const MadoPhantomStack geometry = {
      .columns = 60,
      .rows = 56,
      .column_spacing = 2,
      .row_spacing = 2,
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
      .is_signed = true,
      .thickness = LENGTH / n_slices,
      .set_elements = set_elements,
  };

  mado_phantom_body_init (&body, 20000, 10, 2 * MAX (LENGTH / n_slices, 2));
  mado_phantom_stack_init (&stack, &geometry);
  add_places (&stack, &body, n_slices);
  mado_phantom_stack_scramble (&stack, false);
  if (!mado_phantom_classic_write (job, &classic, error))
    return false;
  write_truth (job, &classic, n_slices);
  return true;
}

const MadoPhantomKind mado_phantom_missing = {"missing-slices", 16, 40, missing_write};
