/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-grayscale.h"

G_BEGIN_DECLS

/**
 * mado_voi_lut_apply:
 * @x: value in the space of @window
 * @y_min: output for the darkest
 * @y_max: output for the brightest
 *
 * The formulas of PS3.3 C.11.2.1.2 and C.11.2.1.3.  A width below the limit of
 * its function (LINEAR 1, others > 0) is treated as the limit: a step.
 *
 * Returns: between @y_min and @y_max
 */
double
mado_voi_lut_apply (const MadoWindow *window, double x, double y_min, double y_max);

/**
 * mado_voi_lut_auto_window:
 * @window: (out)
 *
 * A window for files that have none: from the smallest to the largest value of
 * the frame that is not pixel padding.
 */
void mado_voi_lut_auto_window (const MadoFrame *frame,
                               const MadoGrayscale *grayscale,
                               MadoWindow *window);

G_END_DECLS
