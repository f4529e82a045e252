/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-reslice-plan-private.h"

G_BEGIN_DECLS

/* px of a row that are sampled at a time; short enough for float positions. */
#define MADO_RESLICE_RUN 128

/* Samples @n px from @at on, @step apart, all by the rules of the plan.  Both are
 * as @origin and @across of the plan.  Plain C, for every volume. */
void mado_reslice_rows_scalar (const MadoReslicePlan *plan,
                               const double at[3],
                               const double step[3],
                               int n,
                               float *values);

/* Whether a run stays on the centres of voxels along one axis, but for rounding errors:
 * then there is nothing to interpolate along it. */
static inline bool
mado_reslice_is_flat (double at, double step, int n)
{
  return fabs (step) * n < 1e-6 && fabs (at - rint (at)) < 1e-6;
}

/* Whether mado_reslice_rows_vector() can be used with @plan on this machine. */
bool mado_reslice_rows_has_vector (const MadoReslicePlan *plan);

/**
 * mado_reslice_rows_vector:
 * @at: in voxels
 * @step: in voxels
 * @n: up to %MADO_RESLICE_RUN
 * @values: (out): has room for a multiple of 8
 *
 * The same with AVX2 where no voxel that is needed lies beyond a face or belongs to
 * another run of slices.
 */
void mado_reslice_rows_vector (const MadoReslicePlan *plan,
                               const double at[3],
                               const double step[3],
                               int n,
                               float *values);

G_END_DECLS
