/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-cli-render-private.h"
#include "mado-cli-resample-private.h"

/* Version 1.0: magic, length, a Python literal padded so that data starts at a
 * multiple of 64 bytes (numpy.lib.format). */
void
mado_cli_append_npy_header (GByteArray *bytes, const int *shape, int n_axes)
{
  static const guint8 magic[] = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  const gsize prefix = sizeof magic + sizeof (guint16);
  g_autoptr (GString) text =
      g_string_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (");
  guint16 length;

  for (int i = 0; i < n_axes; i++)
    g_string_append_printf (text, i > 0 ? ", %d" : "%d", shape[i]);
  g_string_append (text, "), }");
  while ((prefix + text->len + 1) % 64 != 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, '\n');
  g_byte_array_append (bytes, magic, sizeof magic);
  length = GUINT16_TO_LE ((guint16) text->len);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
}

/* In double, rounded to float once. */
static void
append_value (GByteArray *npy, double value)
{
  const float rounded = (float) value;
  guint32 bits;

  memcpy (&bits, &rounded, sizeof bits);
  bits = GUINT32_TO_LE (bits);
  g_byte_array_append (npy, (const guint8 *) &bits, sizeof bits);
}

bool
mado_cli_save_npy (const MadoFrame *frame,
                   const MadoGrayscale *grayscale,
                   const char *path,
                   GError **error)
{
  g_autoptr (GByteArray) npy = g_byte_array_new ();
  const int shape[3] = {frame->rows, frame->columns, frame->n_samples};
  /* Colours and palette indices are what they are. */
  const bool is_modality = frame->n_samples == 1 && grayscale->palette == NULL;

  mado_cli_append_npy_header (npy, shape, frame->n_samples > 1 ? 3 : 2);
  for (int row = 0; row < frame->rows; row++)
    for (int column = 0; column < frame->columns; column++)
      for (int sample = 0; sample < frame->n_samples; sample++) {
        const double stored = mado_frame_get_sample (frame, column, row, sample);

        append_value (npy, is_modality
                               ? mado_grayscale_get_modality_value (grayscale, stored)
                               : stored);
      }
  return g_file_set_contents (path, (const char *) npy->data, (gssize) npy->len, error);
}
