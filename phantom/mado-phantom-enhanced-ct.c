/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-enhanced-private.h"

#define ENHANCED_CT_STORAGE "1.2.840.10008.5.1.4.1.1.2.1"
#define HEIGHT              110.0 /* mm that are examined */

static const MadoPhantomSeries series = {ENHANCED_CT_STORAGE, "CT",
                                         "Enhanced CT マルチフレーム", 1, true};

static void
set_elements (MadoDicomWriter *writer)
{
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0008),
                                "DERIVED\\PRIMARY\\VOLUME\\NONE");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x5100), "HFS");
}

static void
set_frame (MadoDicomWriter *writer,
           const MadoPhantomEnhanced *self,
           int stack,
           int index)
{
  static const MadoPhantomElement type[] = {
      {MADO_TAG (0x0008, 0x9007), "DERIVED\\PRIMARY\\VOLUME\\NONE"},
      {MADO_TAG (0x0008, 0x9205), "MONOCHROME"},
      {MADO_TAG (0x0008, 0x9206), "VOLUME"},
      {MADO_TAG (0x0008, 0x9207), "NONE"},
  };

  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0018, 0x9329));
  mado_phantom_set_elements (writer, type, G_N_ELEMENTS (type));
  mado_dicom_writer_end_item (writer);
}

static bool
enhanced_ct_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  const MadoPhantomPoint left = {1, 0, 0}, back = {0, 1, 0}, head = {0, 0, 1};
  const double step = HEIGHT / n_slices;
  const MadoPhantomStack geometry = {
      .columns = 88,
      .rows = 80,
      .column_spacing = 1.375,
      .row_spacing = 1.375,
      .row = left,
      .column = back,
  };
  MadoPhantomBody body;
  g_auto (MadoPhantomStack) stack = {0};
  const MadoPhantomEnhanced enhanced = {
      .body = &body,
      .stacks = &stack,
      .n_stacks = 1,
      .series = &series,
      .folder = "1-enhanced-ct",
      .intercept = -2048,
      .thickness = step,
      .set_elements = set_elements,
      .set_frame = set_frame,
  };

  mado_phantom_body_init (&body, 0, 1, 2 * MAX (step, 1.375));
  mado_phantom_stack_init (&stack, &geometry);
  for (int i = 0; i < n_slices; i++) {
    MadoPhantomPlace *place =
        mado_phantom_stack_add (&stack, head, step * (i - (n_slices - 1) / 2.0));

    place->slope = 0.25;
    place->file = place->instance = 1;
  }
  mado_phantom_stack_scramble (&stack, true);
  if (!mado_phantom_enhanced_write (job, &enhanced, error))
    return false;
  mado_phantom_enhanced_set_truth (job, &enhanced, NULL);
  return true;
}

const MadoPhantomKind mado_phantom_enhanced_ct = {"enhanced-ct", 16, 40,
                                                  enhanced_ct_write};
