/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-pixel-source-private.h"

#include <string.h>

#include "mado-codec.h"

MadoPixelSource *
mado_pixel_source_new_tiles (MadoPixelSource *mosaic, int n_across, int n)
{
  const MadoPixelFormat *whole = mado_pixel_source_get_format (mosaic);
  MadoPixelSource *self = NULL;

  if (n_across < 1 || n_across > MIN (whole->columns, whole->rows) || n < 1 ||
      (gint64) n > (gint64) n_across * n_across || whole->columns % n_across != 0 ||
      whole->rows % n_across != 0 || whole->n_frames != 1 ||
      whole->samples_per_pixel != 1 || mosaic->mosaic != NULL)
    return NULL;

  self = g_new0 (MadoPixelSource, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->mosaic = mado_pixel_source_ref (mosaic);
  self->n_across = n_across;
  self->path = g_strdup (mosaic->path);
  self->identity = mosaic->identity;
  self->transfer_syntax = g_strdup (mosaic->transfer_syntax);
  self->format = *whole;
  self->format.columns /= n_across;
  self->format.rows /= n_across;
  self->format.n_frames = n;
  return self;
}

/* The rows of the mosaic that hold @tile: what is read of it when nothing more must
 * be, else all. */
static MadoFrame *
decode_band (MadoPixelSource *self,
             int first_row,
             GCancellable *cancellable,
             GError **error)
{
  MadoPixelFormat format = *mado_pixel_source_get_format (self->mosaic);
  g_autoptr (GBytes) native = NULL;

  if (!mado_pixel_source_has_rows (self->mosaic))
    return mado_pixel_source_decode_frame (self->mosaic, 0, cancellable, error);

  native = mado_pixel_source_read_rows (self->mosaic, first_row, self->format.rows,
                                        cancellable, error);
  if (native == NULL)
    return NULL;
  format.rows = self->format.rows;
  return mado_codec_decode (self->transfer_syntax, &format, native, error);
}

MadoFrame *
mado_pixel_source_decode_tile (MadoPixelSource *self,
                               int tile,
                               GCancellable *cancellable,
                               GError **error)
{
  const int columns = self->format.columns, rows = self->format.rows;
  const int left = tile % self->n_across * columns;
  const int top = tile / self->n_across * rows;
  g_autoptr (MadoFrame) band = decode_band (self, top, cancellable, error);
  gsize width, stride;
  const guint8 *from = NULL;
  guint8 *pixels = NULL;

  if (band == NULL)
    return NULL;

  width = (gsize) columns * mado_sample_type_get_size (band->type);
  stride = width * (gsize) self->n_across;
  from = (const guint8 *) g_bytes_get_data (band->pixels, NULL) +
         (gsize) left * mado_sample_type_get_size (band->type) +
         (band->rows > rows ? (gsize) top * stride : 0);
  pixels = g_malloc (width * (gsize) rows);
  for (int row = 0; row < rows; row++)
    memcpy (pixels + (gsize) row * width, from + (gsize) row * stride, width);
  return mado_frame_new (columns, rows, 1, band->type,
                         g_bytes_new_take (pixels, width * (gsize) rows));
}
