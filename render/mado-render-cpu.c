/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-renderer.h"

#include <math.h>
#include <string.h>

#include "mado-grey-curve-private.h"
#include "mado-render-pool-private.h"
#include "mado-render-rows-private.h"
#include "mado-sample-axis-private.h"

#define BLACK 0xff000000U

/* Rows a thread takes at a time; a strip of a turned picture is this wide, one
 * cache line of pixels. */
#define CHUNK 16

/* Converted image rows a thread keeps, for the picture rows that share them. */
#define MAX_SLOTS 32

/**
 * Plan:
 * @across: picture px along the image's rows
 * @down: picture px along its columns
 * @n_planes: 1, or 3 for colour
 * @scale: of colour samples, to 255
 * @padding_low: above @padding_high when there is no padding
 * @has_table: whether a table comes before interpolation: palette, modality LUT
 * @values: (nullable): that table by bit pattern of up to 16 bits, in planes
 * @curve: @map for whole rows
 * @nearest: (nullable): grey of each stored value, when nothing is interpolated
 *
 * All that a thread needs to draw any row.  The picture is made along the image's
 * own rows; turned pictures are turned as they are written.
 */
typedef struct {
  const MadoFrame *frame;
  const MadoPalette *palette;
  const guint8 *samples;
  gsize row_size;
  MadoSampleAxis across;
  MadoSampleAxis down;
  bool is_turned;
  MadoGreyMap map;
  int n_planes;
  float scale;
  bool may_have_bad;
  double padding_low;
  double padding_high;
  bool has_table;
  float *values;
  MadoGreyCurve curve;
  guint8 *nearest;
  guint8 *pixels;
  gsize stride;
} Plan;

/* What one thread works in.  Rows are as long as the image's: columns × planes. */
typedef struct {
  int n_slots;
  int *slot_row; /* image row each slot holds, -1 when empty */
  float *slots;
  guint8 *slot_bad;
  bool *slot_has_bad;
  float *sum;
  guint8 *bad;
  float *values;
  guint32 *strip;
} Scratch;

/* How many stored values a type of up to 16 bits has. */
static int
get_n_values (const Plan *self)
{
  return mado_sample_type_get_size (self->frame->type) == 2 ? 65536 : 256;
}

/* Stored value @i of a table that samples index by their bit pattern. */
static int
get_stored_value (const Plan *self, int i)
{
  const bool is_signed =
      self->frame->type == MADO_SAMPLE_S8 || self->frame->type == MADO_SAMPLE_S16;
  const int n = get_n_values (self);

  return is_signed && i >= n / 2 ? i - n : i;
}

static guint8
get_grey (const Plan *self, int stored)
{
  const bool is_padding = stored >= self->padding_low && stored <= self->padding_high;

  return is_padding ? 0
                    : (guint8) (mado_grey_map_apply (&self->map, stored) * 255.0 + 0.5);
}

/* The stored values, from @first to @last, between which grey levels change: beyond
 * the ends of a window all are alike, and they are most of 65536. */
static void
get_changing (const Plan *self, int first, int last, int *begin, int *end)
{
  *begin = first;
  *end = last;
  if (self->map.kind != MADO_CURVE_RAMP || self->map.modality_lut != NULL ||
      self->padding_low <= self->padding_high)
    return;

  const double a = self->map.base - self->map.bias / self->map.gain;
  const double b = self->map.base + (1.0 - self->map.bias) / self->map.gain;

  if (!isfinite (a) || !isfinite (b))
    return;
  *begin = (int) CLAMP (floor (MIN (a, b)) - 1.0, first, last);
  *end = (int) CLAMP (ceil (MAX (a, b)) + 1.0, first, last);
}

/* Grey of each stored value of up to 16 bits, exact. */
static void
plan_nearest (Plan *self)
{
  const int n = get_n_values (self);
  const int last = get_stored_value (self, n - 1) < 0 ? n / 2 - 1 : n - 1;
  const int first = last - n + 1;
  g_autofree guint8 *greys = g_malloc ((gsize) n);
  int begin, end;

  get_changing (self, first, last, &begin, &end);
  for (int stored = begin; stored <= end; stored++)
    greys[stored - first] = get_grey (self, stored);
  memset (greys, greys[begin - first], (gsize) (begin - first));
  memset (greys + (end - first) + 1, greys[end - first], (gsize) (last - end));

  /* By bit pattern: negative values come last. */
  self->nearest = g_malloc ((gsize) n);
  memcpy (self->nearest, greys - first, (gsize) (n + first));
  memcpy (self->nearest + n + first, greys, (gsize) -first);
}

static void
plan_grey (Plan *self, const MadoRenderInput *input, const MadoViewState *state)
{
  const bool is_narrow = mado_sample_type_get_size (self->frame->type) <= 2;

  mado_grey_map_init (&self->map, self->frame, input->info->grayscale, state);
  if (is_narrow && self->across.n_taps == 1 && self->down.n_taps == 1)
    plan_nearest (self);
  else
    mado_grey_curve_init (&self->curve, &self->map, self->map.base);
}

/* What one stored value is before interpolation: three numbers with a palette. */
static void
look_up (const Plan *self, double stored, float out[3])
{
  const MadoPalette *palette = self->palette;
  const MadoLut *lut = self->map.modality_lut;

  if (palette != NULL) {
    const int entry =
        mado_grey_map_get_entry (stored - palette->first, palette->n_entries);

    for (int k = 0; k < 3; k++)
      out[k] = palette->rgb[3 * entry + k];
  } else {
    const int entry = mado_grey_map_get_entry (stored - lut->first, lut->n_entries);

    out[0] = (float) (lut->entries[entry] - self->map.base);
  }
}

static void
plan_values (Plan *self)
{
  const int n = get_n_values (self);

  self->values = g_new (float, (gsize) n * self->n_planes);
  for (int i = 0; i < n; i++) {
    float out[3];

    look_up (self, get_stored_value (self, i), out);
    for (int k = 0; k < self->n_planes; k++)
      self->values[k * n + i] = out[k];
  }
}

static void
plan_init (Plan *self, const MadoRenderInput *input, const MadoViewState *state)
{
  const MadoFrame *frame = input->frame;
  const MadoGrayscale *grayscale = input->info->grayscale;
  const gsize sample_size = mado_sample_type_get_size (frame->type);
  const bool is_float =
      frame->type == MADO_SAMPLE_F32 || frame->type == MADO_SAMPLE_F64;

  *self = (Plan){
      .frame = frame,
      .palette = mado_grey_map_get_palette (frame, grayscale),
      .samples = g_bytes_get_data (frame->pixels, NULL),
      .row_size = (gsize) frame->columns * frame->n_samples * sample_size,
      .scale = (float) mado_grey_map_get_colour_scale (frame->type),
      .padding_low = INFINITY,
      .padding_high = -INFINITY,
  };
  self->n_planes = frame->n_samples == 3 || self->palette != NULL ? 3 : 1;
  if (frame->n_samples == 1) {
    self->may_have_bad = grayscale->has_padding || is_float;
    if (grayscale->has_padding) {
      self->padding_low = grayscale->padding_low;
      self->padding_high = grayscale->padding_high;
    }
  }
  self->is_turned = mado_sample_axes_init (&self->across, &self->down, state,
                                           frame->columns, frame->rows, input->info);
  if (self->n_planes == 1)
    plan_grey (self, input, state);

  self->has_table = self->palette != NULL || self->map.modality_lut != NULL;
  if (self->has_table && self->nearest == NULL && sample_size <= 2)
    plan_values (self);
}

static void
plan_clear (Plan *self)
{
  mado_sample_axis_clear (&self->across);
  mado_sample_axis_clear (&self->down);
  g_clear_pointer (&self->values, g_free);
  mado_grey_curve_clear (&self->curve);
  g_clear_pointer (&self->nearest, g_free);
}

static void
scratch_init (Scratch *self, const Plan *plan)
{
  const gsize n_row = (gsize) plan->frame->columns * plan->n_planes;

  *self = (Scratch){0};
  if (plan->is_turned)
    self->strip = g_new (guint32, (gsize) CHUNK * plan->across.n);
  if (plan->nearest != NULL)
    return;

  self->n_slots = CLAMP (plan->down.n_taps, 1, MAX_SLOTS);
  self->slot_row = g_new (int, self->n_slots);
  for (int i = 0; i < self->n_slots; i++)
    self->slot_row[i] = -1;
  self->slots = g_new (float, n_row * self->n_slots);
  self->sum = g_new (float, n_row);
  self->values = g_new (float, (gsize) plan->across.n * plan->n_planes);
  if (plan->may_have_bad) {
    self->slot_bad = g_new (guint8, (gsize) plan->frame->columns * self->n_slots);
    self->slot_has_bad = g_new0 (bool, self->n_slots);
    self->bad = g_new (guint8, plan->frame->columns);
  }
}

static void
scratch_clear (Scratch *self)
{
  g_free (self->slot_row);
  g_free (self->slots);
  g_free (self->slot_bad);
  g_free (self->slot_has_bad);
  g_free (self->sum);
  g_free (self->bad);
  g_free (self->values);
  g_free (self->strip);
}

/* Values of @n px from (@column, @row) on; colour planes lie @plane apart. */
static void
load_values (const Plan *plan, int row, int column, int n, float *out, gsize plane)
{
  const MadoFrame *frame = plan->frame;
  const gsize size = mado_sample_type_get_size (frame->type);
  const guint8 *samples =
      plan->samples + row * plan->row_size + (gsize) column * frame->n_samples * size;

  if (plan->values != NULL) {
    for (int k = 0; k < plan->n_planes; k++)
      mado_rows_look_up (out + k * plane, samples, frame->type, n,
                         plan->values + k * get_n_values (plan));
  } else if (plan->has_table) {
    for (int i = 0; i < n; i++) {
      float value[3];

      look_up (plan, mado_frame_get_sample (frame, column + i, row, 0), value);
      for (int k = 0; k < plan->n_planes; k++)
        out[k * plane + i] = value[k];
    }
  } else if (frame->n_samples == 3) {
    for (int k = 0; k < 3; k++) {
      mado_rows_load (out + k * plane, samples + k * size, frame->type, 3, n, 0.0);
      mado_rows_set_scaled (out + k * plane, out + k * plane, plan->scale, n);
    }
  } else {
    mado_rows_load (out, samples, frame->type, 1, n, plan->map.base);
  }
}

static bool
find_bad (const Plan *plan, int row, int column, int n, guint8 *bad)
{
  const MadoFrame *frame = plan->frame;
  const guint8 *samples = plan->samples + row * plan->row_size +
                          column * mado_sample_type_get_size (frame->type);

  return mado_rows_find_bad (bad, samples, frame->type, n, plan->padding_low,
                             plan->padding_high);
}

static int
load_slot (const Plan *plan, Scratch *scratch, int row)
{
  const gsize columns = plan->frame->columns;
  const int low = plan->across.low;
  const int n = plan->across.high - low + 1;
  const int slot = row % scratch->n_slots;
  float *values = scratch->slots + slot * columns * plan->n_planes + low;

  if (scratch->slot_row[slot] == row)
    return slot;

  scratch->slot_row[slot] = row;
  load_values (plan, row, low, n, values, columns);
  if (plan->may_have_bad) {
    guint8 *bad = scratch->slot_bad + slot * columns + low;

    scratch->slot_has_bad[slot] = find_bad (plan, row, low, n, bad);
    for (int i = 0; scratch->slot_has_bad[slot] && i < n; i++)
      if (bad[i])
        for (int k = 0; k < plan->n_planes; k++)
          values[k * columns + i] = 0.0F;
  }
  return slot;
}

/* Weighted sum of the image rows under picture row @i; whether any px was bad. */
static bool
sum_rows (const Plan *plan, Scratch *scratch, int i)
{
  const gsize columns = plan->frame->columns;
  const int low = plan->across.low;
  const int n = plan->across.high - low + 1;
  bool has_bad = false;

  for (int tap = 0; tap < plan->down.n_taps; tap++) {
    const gsize at = (gsize) tap * plan->down.n + i;
    const int slot = load_slot (plan, scratch, plan->down.index[at]);

    for (int k = 0; k < plan->n_planes; k++) {
      const gsize plane = k * columns + low;
      const float *row = scratch->slots + slot * columns * plan->n_planes + plane;

      if (tap == 0)
        mado_rows_set_scaled (scratch->sum + plane, row, plan->down.weight[at], n);
      else
        mado_rows_add_scaled (scratch->sum + plane, row, plan->down.weight[at], n);
    }
    if (plan->may_have_bad && scratch->slot_has_bad[slot]) {
      if (!has_bad)
        memset (scratch->bad + low, 0, n);
      has_bad = true;
      for (int c = low; c < low + n; c++)
        scratch->bad[c] |= scratch->slot_bad[slot * columns + c];
    }
  }
  return has_bad;
}

/* One px with padding near it: what is padding has no weight, and negative weights
 * are then left out too, so that the rest cannot overshoot.  False: padding. */
static bool
sample_beside_bad (const Plan *plan, int u, int v, float values[3])
{
  const MadoSampleAxis *across = &plan->across, *down = &plan->down;
  double sum[3] = {0.0}, positive_sum[3] = {0.0}, positive = 0.0;
  bool has_bad = false;
  guint8 bad;

  if (find_bad (plan, down->nearest[v], across->nearest[u], 1, &bad))
    return false;

  for (int i = 0; i < down->n_taps; i++)
    for (int j = 0; j < across->n_taps; j++) {
      const gsize at_row = (gsize) i * down->n + v, at = (gsize) j * across->n + u;
      const double weight = (double) down->weight[at_row] * across->weight[at];
      const int row = down->index[at_row], column = across->index[at];
      float sample[3];

      if (weight == 0.0)
        continue;
      if (find_bad (plan, row, column, 1, &bad)) {
        has_bad = true;
        continue;
      }
      load_values (plan, row, column, 1, sample, 1);
      positive += MAX (weight, 0.0);
      for (int k = 0; k < plan->n_planes; k++) {
        sum[k] += weight * sample[k];
        positive_sum[k] += MAX (weight, 0.0) * sample[k];
      }
    }
  for (int k = 0; k < plan->n_planes; k++)
    values[k] = (float) (has_bad ? positive_sum[k] / positive : sum[k]);
  return true;
}

static void
draw_values (const Plan *plan, guint32 *px, const float *values, int plane, int n)
{
  if (plan->n_planes == 3)
    mado_rows_draw_rgb (px, values, values + plane, values + 2 * plane, n);
  else
    mado_grey_curve_draw (&plan->curve, px, values, n);
}

static void
repair_row (const Plan *plan, const Scratch *scratch, int v, guint32 *px)
{
  const MadoSampleAxis *across = &plan->across;

  for (int u = across->begin; u < across->end; u++) {
    guint8 touches = 0;
    float values[3];

    for (int tap = 0; tap < across->n_taps; tap++)
      touches |= scratch->bad[across->index[(gsize) tap * across->n + u]];
    if (!touches)
      continue;
    if (sample_beside_bad (plan, u, v, values))
      draw_values (plan, px + u, values, 1, 1);
    else
      px[u] = BLACK;
  }
}

/* One row along the image, @plan->across.n px, outside black. */
static void
draw_row (const Plan *plan, Scratch *scratch, int v, guint32 *px)
{
  const MadoSampleAxis *across = &plan->across;
  const int begin = across->begin, n = across->end - begin;

  for (int u = 0; u < across->n; u++)
    px[u] = BLACK;
  if (plan->down.nearest[v] < 0 || n <= 0)
    return;

  if (plan->nearest != NULL) {
    mado_rows_draw_nearest (
        px + begin, plan->samples + plan->down.nearest[v] * plan->row_size,
        plan->frame->type, across->nearest + begin, n, plan->nearest);
    return;
  }

  const bool has_bad = sum_rows (plan, scratch, v);

  for (int k = 0; k < plan->n_planes; k++)
    mado_rows_sample (scratch->values + (gsize) k * n,
                      scratch->sum + (gsize) k * plan->frame->columns,
                      across->index + begin, across->weight + begin, across->n_taps,
                      across->n, n);
  draw_values (plan, px + begin, scratch->values, n, n);
  if (has_bad)
    repair_row (plan, scratch, v, px);
}

static void
write_turned (const Plan *plan, const guint32 *strip, int begin, int end)
{
  for (int y = 0; y < plan->across.n; y++) {
    guint32 *row = (guint32 *) (void *) (plan->pixels + y * plan->stride);

    for (int x = begin; x < end; x++)
      row[x] = strip[(gsize) (x - begin) * plan->across.n + y];
  }
}

static void
draw_rows (int begin, int end, gpointer user_data)
{
  const Plan *plan = user_data;
  Scratch scratch;

  scratch_init (&scratch, plan);
  for (int v = begin; v < end; v++) {
    guint32 *px = plan->is_turned
                      ? scratch.strip + (gsize) (v - begin) * plan->across.n
                      : (guint32 *) (void *) (plan->pixels + v * plan->stride);

    draw_row (plan, &scratch, v, px);
  }
  if (plan->is_turned)
    write_turned (plan, scratch.strip, begin, end);
  scratch_clear (&scratch);
}

void
mado_render_cpu (const MadoRenderInput *input,
                 const MadoViewState *state,
                 guint8 *pixels,
                 gsize stride)
{
  Plan plan;

  if (state->width <= 0 || state->height <= 0)
    return;

  plan_init (&plan, input, state);
  plan.pixels = pixels;
  plan.stride = stride;
  mado_render_pool_run (plan.down.n, CHUNK, draw_rows, &plan);
  plan_clear (&plan);
}

bool
mado_render_get_modality_value (const MadoRenderInput *input,
                                int column,
                                int row,
                                double *value)
{
  const MadoFrame *frame = input->frame;

  if (frame->n_samples != 1 || input->info->grayscale->palette != NULL || column < 0 ||
      row < 0 || column >= frame->columns || row >= frame->rows)
    return false;

  const double stored = mado_frame_get_sample (frame, column, row, 0);

  if (!isfinite (stored))
    return false;
  *value = mado_grayscale_get_modality_value (input->info->grayscale, stored);
  return true;
}
