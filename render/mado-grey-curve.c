/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-grey-curve-private.h"

#include "mado-render-rows-private.h"

#define N_SIGMOID      4096
#define SIGMOID_EXTENT 16.0 /* beyond it grey is 0 or 255 to 1e-5 */

/* Sigmoid and VOI LUT as a table with straight lines between its entries. */
static void
init_table (MadoGreyCurve *self, const MadoGreyMap *map, double bias)
{
  double begin = 0.0, step = 1.0;

  if (map->kind == MADO_CURVE_SIGMOID) {
    self->n_table = N_SIGMOID;
    begin = -SIGMOID_EXTENT;
    step = 2.0 * SIGMOID_EXTENT / (N_SIGMOID - 1);
  } else {
    self->n_table = map->voi_lut->n_entries;
  }

  self->table = g_new (float, self->n_table);
  for (int i = 0; i < self->n_table; i++)
    self->table[i] =
        (float) (255.0 * mado_grey_map_apply_curve (map, begin + i * step));
  self->gain = (float) (map->gain / step);
  self->bias = (float) ((bias - begin) / step);
}

void
mado_grey_curve_init (MadoGreyCurve *self, const MadoGreyMap *map, double base)
{
  const double sign = map->is_inverted ? -255.0 : 255.0;
  const double bias = map->bias + map->gain * (base - map->base);

  *self = (MadoGreyCurve){.kind = map->kind, .is_inverted = map->is_inverted};
  switch (map->kind) {
  case MADO_CURVE_SIGMOID:
  case MADO_CURVE_TABLE:
    init_table (self, map, bias);
    break;
  case MADO_CURVE_STEP:
    self->gain = (float) map->gain;
    self->bias = (float) bias;
    break;
  case MADO_CURVE_RAMP:
  default:
    self->gain = (float) (sign * map->gain);
    self->bias = (float) (sign * bias + (map->is_inverted ? 255.0 : 0.0));
    break;
  }
}

void
mado_grey_curve_clear (MadoGreyCurve *self)
{
  g_clear_pointer (&self->table, g_free);
}

void
mado_grey_curve_draw (const MadoGreyCurve *self,
                      guint32 *px,
                      const float *values,
                      int n)
{
  switch (self->kind) {
  case MADO_CURVE_STEP:
    mado_rows_draw_step (px, values, n, self->gain, self->bias,
                         self->is_inverted ? 255 : 0, self->is_inverted ? 0 : 255);
    break;
  case MADO_CURVE_SIGMOID:
  case MADO_CURVE_TABLE:
    mado_rows_draw_table (px, values, n, self->gain, self->bias, self->table,
                          self->n_table);
    break;
  case MADO_CURVE_RAMP:
  default:
    mado_rows_draw_ramp (px, values, n, self->gain, self->bias);
    break;
  }
}
