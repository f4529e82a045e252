/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-gl-volume-plan-private.h"

#include <math.h>

#include "mado-gl-volume-texture-private.h"

/* Bits of a position, sign not counted; a float holds a fraction of up to 24. */
#define N_POSITION_BITS 31
#define MAX_BITS        22

#define MAX_CELLS 16384

/* Positions further away than this are all the same: far outside. */
#define FAR 1e9

/* What brings a position to the unit of the fixed-point numbers. */
static double
get_unit (const MadoReslicePlan *plan, int axis)
{
  return axis == 2 && !plan->is_affine ? 1 / plan->geometry->spacing : 1;
}

/* Columns or rows by which any slice is shifted; @axis 0 or 1. */
static double
get_most_shift (const MadoReslicePlan *plan, int axis)
{
  double most = 0;

  for (int i = 0; i < plan->n_pieces; i++)
    most = MAX (most, fabs (plan->pieces[i].shift[axis]));
  return most;
}

/* All positions that matter have to fit in. */
static void
choose_bits (MadoGlVolumePlan *self, const MadoReslicePlan *plan)
{
  double most = 0;

  for (int axis = 0; axis < 3; axis++) {
    const double unit = get_unit (plan, axis);
    double reach = 4 + (plan->n_samples - 1) * fabs (plan->through[axis]) * unit;
    double extent = plan->size[axis];

    if (axis < 2)
      reach += get_most_shift (plan, axis);
    else if (!plan->is_affine)
      extent = plan->geometry->along[plan->size[2] - 1] * unit + 1;
    self->reach[axis] = (float) reach;
    self->extent[axis] = (float) extent;
    most = MAX (most, extent + 2 * reach);
  }
  self->n_bits = CLAMP (N_POSITION_BITS - (int) ceil (log2 (most + 1)), 1, MAX_BITS);
}

/* Sums of these wrap like those of the shader, which knows what is far outside. */
static gint32
to_fixed (const MadoGlVolumePlan *self, double position)
{
  const double scaled = ldexp (CLAMP (position, -FAR, FAR), self->n_bits);

  return (gint32) (guint32) (gint64) llrint (scaled);
}

static void
set_lines (MadoGlVolumePlan *self, const MadoReslicePlan *plan)
{
  self->width = MAX (plan->width, plan->height);
  self->n_rows = 2 + (plan->n_samples + self->width - 1) / self->width;
  self->lines = g_new0 (gint32, 4 * (gsize) self->width * self->n_rows);

  gint32 *columns = self->lines, *rows = columns + 4 * (gsize) self->width;
  gint32 *samples = rows + 4 * (gsize) self->width;

  for (int axis = 0; axis < 3; axis++) {
    const double unit = get_unit (plan, axis);
    const double across = plan->across[axis] * unit, down = plan->down[axis] * unit;
    const double origin = plan->origin[axis] * unit + (across + down) / 2;

    for (int x = 0; x < plan->width; x++)
      columns[4 * x + axis] = to_fixed (self, x * across);
    for (int y = 0; y < plan->height; y++)
      rows[4 * y + axis] = to_fixed (self, origin + y * down);
    for (int k = 0; k < plan->n_samples; k++)
      samples[4 * k + axis] = to_fixed (self, k * plan->through[axis] * unit);
    self->rough[axis] = (float) across;
    self->rough[3 + axis] = (float) down;
    self->rough[6 + axis] = (float) origin;
  }
}

/* Voxels that are modality values already have slope 1 and intercept 0. */
static void
set_slices (MadoGlVolumePlan *self, const MadoReslicePlan *plan)
{
  const bool is_value = mado_gl_voxels_get_kind (plan->volume) == MADO_GL_VOXELS_FLOAT;

  self->slices = g_new (float, 4 * (gsize) plan->size[2]);
  self->runs = g_new (gint32, 2 * (gsize) plan->size[2]);
  for (int k = 0; k < plan->size[2]; k++) {
    const MadoResliceSlice *slice = &plan->slices[k];
    float *out = self->slices + 4 * k;

    out[0] = is_value ? 1.0F : (float) slice->slope;
    out[1] = is_value ? 0.0F : (float) slice->intercept;
    out[2] = slice->before;
    out[3] = slice->after;
    self->runs[2 * k] = slice->first;
    self->runs[2 * k + 1] = slice->last;
  }
}

/* @distance mm from where @piece begins. */
static void
set_place (MadoGlVolumePlan *self,
           const MadoReslicePlan *plan,
           int i,
           int piece_index,
           double distance)
{
  const MadoReslicePiece *piece = &plan->pieces[piece_index];
  gint32 *place = self->places + 4 * i;

  place[0] = to_fixed (self, (piece->begin + distance) * get_unit (plan, 2));
  place[1] = to_fixed (self, piece->shift[0] + piece->shift_step[0] * distance);
  place[2] = to_fixed (self, piece->shift[1] + piece->shift_step[1] * distance);
}

/* One place before the first slice and one after the last: there are always two. */
static void
set_places (MadoGlVolumePlan *self, const MadoReslicePlan *plan)
{
  const int n = plan->size[2];
  const double spacing = plan->geometry->spacing;

  self->n_places = n + 2;
  self->places = g_new0 (gint32, 4 * (gsize) self->n_places);
  set_place (self, plan, 0, 0, -spacing);
  for (int k = 0; k < n; k++)
    set_place (self, plan, k + 1, k + 1, 0);
  set_place (self, plan, n + 1, n, spacing);
}

/* No cell is wider than the smallest distance, unless they would be too many. */
static void
set_cells (MadoGlVolumePlan *self)
{
  const gint32 *places = self->places;
  const int last = self->n_places - 1;
  const gint32 width = places[4 * last] - places[0];
  gint32 smallest = width;
  int place = 0;

  for (int i = 0; i < last; i++)
    smallest = MIN (smallest, places[4 * (i + 1)] - places[4 * i]);
  self->cell_bits = MAX (g_bit_nth_msf ((gulong) MAX (smallest, 1), -1), 0);
  while (width >> self->cell_bits >= MAX_CELLS)
    self->cell_bits++;
  self->n_cells = (width >> self->cell_bits) + 1;
  self->cells = g_new (gint32, self->n_cells);
  for (int i = 0; i < self->n_cells; i++) {
    while (place + 1 < last &&
           places[4 * (place + 1)] - places[0] <= i << self->cell_bits)
      place++;
    self->cells[i] = place;
  }
}

void
mado_gl_volume_plan_init (MadoGlVolumePlan *self, const MadoReslicePlan *plan)
{
  *self = (MadoGlVolumePlan){0};
  choose_bits (self, plan);
  set_lines (self, plan);
  set_slices (self, plan);
  if (plan->is_affine)
    return;

  set_places (self, plan);
  set_cells (self);
}

void
mado_gl_volume_plan_clear (MadoGlVolumePlan *self)
{
  g_clear_pointer (&self->lines, g_free);
  g_clear_pointer (&self->slices, g_free);
  g_clear_pointer (&self->runs, g_free);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->cells, g_free);
}
