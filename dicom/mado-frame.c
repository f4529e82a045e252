/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-frame.h"

MadoFrame *
mado_frame_new (
    int columns, int rows, int n_samples, MadoSampleType type, GBytes *pixels)
{
  MadoFrame *self = g_new0 (MadoFrame, 1);

  g_assert (g_bytes_get_size (pixels) ==
            (gsize) columns * rows * n_samples * mado_sample_type_get_size (type));

  self->columns = columns;
  self->rows = rows;
  self->n_samples = n_samples;
  self->type = type;
  self->pixels = pixels;
  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

MadoFrame *
mado_frame_ref (MadoFrame *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_frame_unref (MadoFrame *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_bytes_unref (self->pixels);
  g_free (self);
}

gsize
mado_frame_get_size (const MadoFrame *self)
{
  return g_bytes_get_size (self->pixels);
}

double
mado_frame_get_sample (const MadoFrame *self, int column, int row, int sample)
{
  const void *data = g_bytes_get_data (self->pixels, NULL);
  const gsize i = ((gsize) row * self->columns + column) * self->n_samples + sample;

  return mado_sample_type_get_value (self->type, data, i);
}
