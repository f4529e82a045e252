/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-frame.h"
#include "mado-view-state.h"

G_BEGIN_DECLS

typedef enum {
  MADO_CURVE_RAMP = 1, /* grey = t, cut to 0 … 1 */
  MADO_CURVE_STEP,     /* grey = t > 0 */
  MADO_CURVE_SIGMOID,  /* grey = 1 / (1 + exp (−t)) */
  MADO_CURVE_TABLE,    /* grey = entry t of @voi_lut, between entries linear */
} MadoCurveKind;

/**
 * MadoGreyMap:
 * @modality_lut: (nullable): stored values go through it before interpolation
 * @base: taken off the (looked up) stored value before anything is rounded to
 *   float; whole for whole numbers, so nothing is lost near the window's centre
 * @gain: t = @gain × (value − @base) + @bias
 * @is_inverted: grey becomes 1 − grey
 * @voi_lut: (nullable)
 *
 * Way of one view from stored values to grey, worked out once so that CPU and GPU
 * only multiply and add.  Slope, intercept and window are one straight line, so
 * interpolating before or after them is the same.
 */
typedef struct {
  const MadoLut *modality_lut;
  double base;
  MadoCurveKind kind;
  double gain;
  double bias;
  bool is_inverted;
  const MadoLut *voi_lut;
} MadoGreyMap;

void mado_grey_map_init (MadoGreyMap *self,
                         const MadoFrame *frame,
                         const MadoGrayscale *grayscale,
                         const MadoViewState *state);

/* Grey, 0 to 1, of a stored value; in double. */
double mado_grey_map_apply (const MadoGreyMap *self, double stored);

/* The curve alone: grey for a @t, inversion included. */
double mado_grey_map_apply_curve (const MadoGreyMap *self, double t);

/* @t rounded down, from 0 to @n − 1; NaN is 0.  A file can hold any number. */
static inline int
mado_grey_map_get_entry (double t, int n)
{
  if (!(t > 0.0))
    return 0;
  return t < n - 1 ? (int) t : n - 1;
}

/* (nullable): the palette of a frame that has one to use. */
const MadoPalette *mado_grey_map_get_palette (const MadoFrame *frame,
                                              const MadoGrayscale *grayscale);

/* What brings colour samples of @type to 0 … 255. */
double mado_grey_map_get_colour_scale (MadoSampleType type);

G_END_DECLS
