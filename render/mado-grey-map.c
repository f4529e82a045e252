/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-grey-map-private.h"

#include <math.h>

/* Below these a ramp is a step: its gain would overflow. */
#define MIN_RAMP    1e-6
#define MIN_SIGMOID 1e-9

/* A straight line from the (looked up) stored value to the value a curve is for. */
typedef struct {
  double slope;
  double intercept;
} Line;

static double
clamp_to_type (double value, MadoSampleType type)
{
  switch (type) {
  case MADO_SAMPLE_U8:
    return CLAMP (value, 0, G_MAXUINT8);
  case MADO_SAMPLE_S8:
    return CLAMP (value, G_MININT8, G_MAXINT8);
  case MADO_SAMPLE_U16:
    return CLAMP (value, 0, G_MAXUINT16);
  case MADO_SAMPLE_S16:
    return CLAMP (value, G_MININT16, G_MAXINT16);
  case MADO_SAMPLE_U32:
    return CLAMP (value, 0, G_MAXUINT32);
  case MADO_SAMPLE_S32:
    return CLAMP (value, G_MININT32, G_MAXINT32);
  case MADO_SAMPLE_F32:
    return (float) CLAMP (value, -1e30, 1e30);
  case MADO_SAMPLE_F64:
    return CLAMP (value, -1e30, 1e30);
  default:
    return 0.0;
  }
}

/* The stored value in the middle of the window. */
static double
choose_base (const MadoGreyMap *self, const MadoFrame *frame, Line line, double center)
{
  double base = line.slope != 0.0 ? (center - line.intercept) / line.slope : 0.0;

  if (!isfinite (base))
    base = 0.0;
  if (self->modality_lut != NULL)
    return CLAMP (rint (base), 0, G_MAXUINT16);
  if (frame->type != MADO_SAMPLE_F32 && frame->type != MADO_SAMPLE_F64)
    base = rint (base);
  return clamp_to_type (base, frame->type);
}

/* t = @gain × (value − @zero), where @line makes the value. */
static void
set_line (MadoGreyMap *self, Line line, double gain, double zero)
{
  self->gain = line.slope * gain;
  self->bias = (line.slope * self->base + line.intercept - zero) * gain;
}

/* The formulas of mado_voi_lut_apply() as curve and straight line. */
static void
set_window (MadoGreyMap *self, Line line, const MadoWindow *window)
{
  const double width =
      window->function == MADO_VOI_SIGMOID || window->function == MADO_VOI_LINEAR_EXACT
          ? window->width
          : window->width - 1.0;

  if (window->function == MADO_VOI_SIGMOID) {
    self->kind = MADO_CURVE_SIGMOID;
    set_line (self, line, 4.0 / MAX (width, MIN_SIGMOID), window->center);
    return;
  }

  const double center =
      window->function == MADO_VOI_LINEAR_EXACT ? window->center : window->center - 0.5;

  if (width > MIN_RAMP) {
    self->kind = MADO_CURVE_RAMP;
    set_line (self, line, 1.0 / width, center);
    self->bias += 0.5;
  } else {
    self->kind = MADO_CURVE_STEP;
    set_line (self, line, 1.0, center);
  }
}

static const MadoLut *
get_voi_lut (const MadoGrayscale *grayscale, const MadoViewState *state)
{
  if (state->voi != MADO_VOI_LUT || state->lut_index < 0 ||
      (guint) state->lut_index >= grayscale->voi_luts->len)
    return NULL;
  return g_ptr_array_index (grayscale->voi_luts, state->lut_index);
}

void
mado_grey_map_init (MadoGreyMap *self,
                    const MadoFrame *frame,
                    const MadoGrayscale *grayscale,
                    const MadoViewState *state)
{
  const MadoLut *voi_lut = get_voi_lut (grayscale, state);
  const bool is_stored =
      voi_lut == NULL && state->window.space == MADO_WINDOW_SPACE_STORED;
  Line line = {grayscale->slope, grayscale->intercept};

  *self = (MadoGreyMap){
      .modality_lut = is_stored ? NULL : grayscale->modality_lut,
      .is_inverted = grayscale->is_inverted != state->is_inverted,
      .voi_lut = voi_lut,
  };
  if (is_stored || self->modality_lut != NULL)
    line = (Line){1.0, 0.0};

  if (voi_lut != NULL) {
    self->kind = MADO_CURVE_TABLE;
    self->base =
        choose_base (self, frame, line, voi_lut->first + voi_lut->n_entries / 2.0);
    set_line (self, line, 1.0, voi_lut->first);
  } else {
    self->base = choose_base (self, frame, line, state->window.center);
    set_window (self, line, &state->window);
  }
}

static double
look_up (const MadoLut *lut, double t)
{
  const int i = mado_grey_map_get_entry (t, lut->n_entries);
  const double next = lut->entries[MIN (i + 1, lut->n_entries - 1)];
  const double part = t > i && t < lut->n_entries - 1 ? t - i : 0.0;
  const double entry = lut->entries[i] + (next - lut->entries[i]) * part;

  return MIN (entry / ((1 << lut->bits) - 1), 1.0);
}

double
mado_grey_map_apply_curve (const MadoGreyMap *self, double t)
{
  double grey;

  switch (self->kind) {
  case MADO_CURVE_STEP:
    grey = t > 0.0 ? 1.0 : 0.0;
    break;
  case MADO_CURVE_SIGMOID:
    grey = isnan (t) ? 0.0 : 1.0 / (1.0 + exp (-t));
    break;
  case MADO_CURVE_TABLE:
    grey = look_up (self->voi_lut, t);
    break;
  case MADO_CURVE_RAMP:
  default:
    grey = t > 0.0 ? MIN (t, 1.0) : 0.0; /* also for NaN */
    break;
  }
  return self->is_inverted ? 1.0 - grey : grey;
}

double
mado_grey_map_apply (const MadoGreyMap *self, double stored)
{
  const MadoLut *lut = self->modality_lut;

  if (lut != NULL)
    stored =
        lut->entries[mado_grey_map_get_entry (stored - lut->first, lut->n_entries)];
  return mado_grey_map_apply_curve (self,
                                    self->gain * (stored - self->base) + self->bias);
}

const MadoPalette *
mado_grey_map_get_palette (const MadoFrame *frame, const MadoGrayscale *grayscale)
{
  const MadoPalette *palette = grayscale->palette;

  return frame->n_samples == 1 && palette != NULL && palette->n_entries > 0 ? palette
                                                                            : NULL;
}

double
mado_grey_map_get_colour_scale (MadoSampleType type)
{
  switch (type) {
  case MADO_SAMPLE_U16:
  case MADO_SAMPLE_S16:
    return 255.0 / G_MAXUINT16;
  case MADO_SAMPLE_U32:
  case MADO_SAMPLE_S32:
    return 255.0 / G_MAXUINT32;
  case MADO_SAMPLE_U8:
  case MADO_SAMPLE_S8:
  case MADO_SAMPLE_F32:
  case MADO_SAMPLE_F64:
  default:
    return 1.0;
  }
}
