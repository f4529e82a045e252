/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-grey-map-private.h"

G_BEGIN_DECLS

/**
 * MadoGreyCurve:
 * @gain: entry of @table, or grey, = @gain × value + @bias
 * @table: (nullable): 0 to 255, for the curves that are tables
 *
 * A #MadoGreyMap made ready to draw whole rows with mado_rows_draw_…().
 */
typedef struct {
  MadoCurveKind kind;
  bool is_inverted;
  float gain;
  float bias;
  float *table;
  int n_table;
} MadoGreyCurve;

/* @base: what the values of the rows have had taken off already */
void mado_grey_curve_init (MadoGreyCurve *self, const MadoGreyMap *map, double base);
void mado_grey_curve_clear (MadoGreyCurve *self);

void mado_grey_curve_draw (const MadoGreyCurve *self,
                           guint32 *px,
                           const float *values,
                           int n);

G_END_DECLS
