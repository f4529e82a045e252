/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-grayscale.h"

void
mado_lut_free (MadoLut *self)
{
  if (self == NULL)
    return;

  g_free (self->entries);
  g_free (self->explanation);
  g_free (self);
}

MadoLut *
mado_lut_copy (const MadoLut *self)
{
  MadoLut *copy = g_memdup2 (self, sizeof *self);

  copy->entries = g_memdup2 (self->entries, self->n_entries * sizeof (guint16));
  copy->explanation = g_strdup (self->explanation);
  return copy;
}

void
mado_file_window_free (MadoFileWindow *self)
{
  if (self == NULL)
    return;

  g_free (self->explanation);
  g_free (self);
}

static void
palette_free (MadoPalette *self)
{
  g_free (self->rgb);
  g_free (self);
}

MadoGrayscale *
mado_grayscale_new_identity (void)
{
  MadoGrayscale *self = g_new0 (MadoGrayscale, 1);

  self->slope = 1.0;
  self->windows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mado_file_window_free);
  self->voi_luts = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_lut_free);
  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

MadoGrayscale *
mado_grayscale_ref (MadoGrayscale *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_grayscale_unref (MadoGrayscale *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->modality_lut, mado_lut_free);
  g_clear_pointer (&self->palette, palette_free);
  g_ptr_array_unref (self->windows);
  g_ptr_array_unref (self->voi_luts);
  g_free (self->unit);
  g_free (self);
}

double
mado_grayscale_get_modality_value (const MadoGrayscale *self, double stored)
{
  const MadoLut *lut = self->modality_lut;

  if (lut == NULL)
    return stored * self->slope + self->intercept;

  return lut->entries[(int) CLAMP (stored - lut->first, 0, lut->n_entries - 1)];
}
