/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-view-state.h"

G_BEGIN_DECLS

/* More image px than this under one picture px are sampled, not all averaged. */
#define MADO_SAMPLE_AXIS_MAX_TAPS 64

/**
 * MadoSampleAxis:
 * @n: picture px along the axis
 * @n_taps: image px that make one picture px
 * @begin: first picture px inside the image
 * @end: one after the last; equal to @begin when none is
 * @low: smallest image px any tap reads
 * @high: largest
 * @nearest: (array length=n): image px under each picture px, -1 outside
 * @index: @n_taps rows of @n: image px of each tap
 * @weight: the same for its weight; they add up to 1
 *
 * How one axis of the picture samples one axis of the image.  Turns are quarter
 * turns, so a picture is two of these, and both backends read the same tables:
 * that is what makes them agree on every border and every tie.
 *
 * NEAREST takes the px under the centre.  Enlarging, LINEAR takes 2 px and CUBIC 4
 * (Catmull-Rom), edges repeated.  Reducing, LINEAR averages what lies under the
 * picture px and CUBIC widens its kernel by the same factor, so fine texture does
 * not turn into moiré.
 */
typedef struct {
  int n;
  int n_taps;
  int begin;
  int end;
  int low;
  int high;
  int *nearest;
  int *index;
  float *weight;
} MadoSampleAxis;

/**
 * mado_sample_axis_init:
 * @n: picture px
 * @n_image: image px
 * @scale: image px per picture px, negative when mirrored, not 0
 * @offset: image coordinate of picture coordinate 0
 */
void mado_sample_axis_init (MadoSampleAxis *self,
                            int n,
                            int n_image,
                            double scale,
                            double offset,
                            MadoInterpolation interpolation);
void mado_sample_axis_clear (MadoSampleAxis *self);

/**
 * mado_sample_axes_init:
 * @across: (out): how picture px run through the columns of the image
 * @down: (out): and through its rows
 *
 * Returns: whether the image is turned by 90° or 270°: then @across runs down the
 *   picture and @down across it
 */
bool mado_sample_axes_init (MadoSampleAxis *across,
                            MadoSampleAxis *down,
                            const MadoViewState *state,
                            int columns,
                            int rows,
                            const MadoFrameInfo *info);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoSampleAxis, mado_sample_axis_clear)

G_END_DECLS
