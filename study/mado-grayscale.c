/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-grayscale-private.h"

#include <math.h>
#include <string.h>

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

void
mado_palette_free (MadoPalette *self)
{
  if (self == NULL)
    return;

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
  g_clear_pointer (&self->palette, mado_palette_free);
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
  if (isnan (stored))
    return stored;

  return lut->entries[(int) CLAMP (stored - lut->first, 0, lut->n_entries - 1)];
}

static bool
lut_equal (const MadoLut *a, const MadoLut *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->first == b->first && a->n_entries == b->n_entries && a->bits == b->bits &&
         memcmp (a->entries, b->entries, a->n_entries * sizeof (guint16)) == 0 &&
         g_strcmp0 (a->explanation, b->explanation) == 0;
}

static bool
palette_equal (const MadoPalette *a, const MadoPalette *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->first == b->first && a->n_entries == b->n_entries &&
         memcmp (a->rgb, b->rgb, (gsize) a->n_entries * 3) == 0;
}

static bool
window_equal (const MadoFileWindow *a, const MadoFileWindow *b)
{
  return a->window.center == b->window.center && a->window.width == b->window.width &&
         a->window.function == b->window.function &&
         a->window.space == b->window.space &&
         g_strcmp0 (a->explanation, b->explanation) == 0;
}

static bool
lists_equal (const MadoGrayscale *a, const MadoGrayscale *b)
{
  if (a->windows->len != b->windows->len || a->voi_luts->len != b->voi_luts->len)
    return false;
  for (guint i = 0; i < a->windows->len; i++)
    if (!window_equal (a->windows->pdata[i], b->windows->pdata[i]))
      return false;
  for (guint i = 0; i < a->voi_luts->len; i++)
    if (!lut_equal (a->voi_luts->pdata[i], b->voi_luts->pdata[i]))
      return false;
  return true;
}

gboolean
mado_grayscale_equal (gconstpointer first, gconstpointer second)
{
  const MadoGrayscale *a = first;
  const MadoGrayscale *b = second;

  return a->is_inverted == b->is_inverted && a->slope == b->slope &&
         a->intercept == b->intercept && a->has_padding == b->has_padding &&
         a->padding_low == b->padding_low && a->padding_high == b->padding_high &&
         g_strcmp0 (a->unit, b->unit) == 0 && lists_equal (a, b) &&
         lut_equal (a->modality_lut, b->modality_lut) &&
         palette_equal (a->palette, b->palette);
}

guint
mado_grayscale_hash (gconstpointer grayscale)
{
  const MadoGrayscale *self = grayscale;
  guint hash = g_double_hash (&self->slope) * 31 + g_double_hash (&self->intercept);

  hash = hash * 31 + self->windows->len;
  for (guint i = 0; i < self->windows->len; i++) {
    const MadoFileWindow *file_window = self->windows->pdata[i];

    hash = hash * 31 + g_double_hash (&file_window->window.center);
    hash = hash * 31 + g_double_hash (&file_window->window.width);
  }
  if (self->palette != NULL)
    hash = hash * 31 + (guint) self->palette->n_entries;
  return hash;
}
