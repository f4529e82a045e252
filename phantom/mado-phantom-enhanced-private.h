/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-phantom-geometry-private.h"

G_BEGIN_DECLS

/**
 * MadoPhantomEnhanced:
 * @stacks: one for each value of the first dimension; their frames count through
 * @is_all_in_frames: geometry and values are said for each frame, not once for all
 * @first_dimension: attribute that tells the stacks apart, 0 when there is one
 * @set_elements: what is true of the whole file
 * @set_frame: the functional groups that only this kind of image has
 *
 * One multi-frame file.
 */
typedef struct _MadoPhantomEnhanced MadoPhantomEnhanced;
struct _MadoPhantomEnhanced {
  const MadoPhantomBody *body;
  const MadoPhantomStack *stacks;
  int n_stacks;
  const MadoPhantomSeries *series;
  const char *folder;
  double intercept;
  bool is_all_in_frames;
  double thickness;
  MadoTag first_dimension;
  MadoTag first_dimension_group;
  void (*set_elements) (MadoDicomWriter *writer);
  void (*set_frame) (MadoDicomWriter *writer,
                     const MadoPhantomEnhanced *self,
                     int stack,
                     int index);
};

bool mado_phantom_enhanced_write (const MadoPhantomJob *job,
                                  const MadoPhantomEnhanced *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "series", "volumes" and the body. */
void mado_phantom_enhanced_set_truth (const MadoPhantomJob *job,
                                      const MadoPhantomEnhanced *self,
                                      void (*add) (JsonBuilder *truth, int stack));

G_END_DECLS
