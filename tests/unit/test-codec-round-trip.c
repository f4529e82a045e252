/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec.h"

#include <string.h>

#define PREFIX "1.2.840.10008.1.2"

/* Lossless: what goes in comes out, for every depth, sign and number of samples. */

typedef struct {
  const char *name;
  int allocated, stored, is_signed, samples;
} FormatCase;

static const FormatCase formats[] = {
    {"u8", 8, 8, false, 1},      {"s8", 8, 8, true, 1},
    {"u6-of-8", 8, 6, false, 1}, {"u7-of-8", 8, 7, false, 1},
    {"rgb", 8, 8, false, 3},     {"u10", 16, 10, false, 1},
    {"s10", 16, 10, true, 1},    {"u8-of-16", 16, 8, false, 1},
    {"u12", 16, 12, false, 1},   {"s12", 16, 12, true, 1},
    {"u14", 16, 14, false, 1},   {"u16", 16, 16, false, 1},
    {"s16", 16, 16, true, 1},    {"rgb-16", 16, 16, false, 3},
};

static const char *const syntaxes[] = {
    PREFIX,         PREFIX ".1",    PREFIX ".1.98",  PREFIX ".1.99",
    PREFIX ".2",    PREFIX ".5",    PREFIX ".4.57",  PREFIX ".4.70",
    PREFIX ".4.80", PREFIX ".4.90", PREFIX ".4.201",
};

/* Odd sizes, so that nothing that rounds goes unnoticed. */
static const int sizes[][2] = {{1, 1}, {3, 2}, {37, 23}, {128, 96}};

typedef struct {
  const FormatCase *format;
  const char *syntax;
} Case;

static MadoPixelFormat
make_format (const FormatCase *c, int columns, int rows)
{
  return (MadoPixelFormat){
      .columns = columns,
      .rows = rows,
      .n_frames = 1,
      .samples_per_pixel = c->samples,
      .bits_allocated = c->allocated,
      .bits_stored = c->stored,
      .high_bit = c->stored - 1,
      .is_signed = c->is_signed,
      .photometric =
          c->samples == 3 ? MADO_PHOTOMETRIC_RGB : MADO_PHOTOMETRIC_MONOCHROME2,
  };
}

/* Ramps, edges and noise, and the two ends of the range. */
static gint32
make_value (const FormatCase *c, GRand *rand, int column, int row, int sample)
{
  const gint32 range = 1 << c->stored;
  const gint32 min = c->is_signed ? -range / 2 : 0;
  const int kind = row / 4 % 4;

  if (kind == 0)
    return min + (column * 7 + row * 3 + sample * 11) % range;
  if (kind == 1)
    return column % 2 ? min : min + range - 1;
  if (kind == 2)
    return min + g_rand_int_range (rand, 0, range);
  return min + range / 3;
}

static GBytes *
make_native (const FormatCase *c, const MadoPixelFormat *format)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GByteArray) native = g_byte_array_new ();

  for (int row = 0; row < format->rows; row++)
    for (int column = 0; column < format->columns; column++)
      for (int s = 0; s < c->samples; s++) {
        const gint32 value = GINT32_TO_LE (make_value (c, rand, column, row, s));

        g_byte_array_append (native, (const guint8 *) &value, c->allocated / 8);
      }
  return g_byte_array_free_to_bytes (g_steal_pointer (&native));
}

static void
test_one (const Case *c, int columns, int rows)
{
  MadoPixelFormat format = make_format (c->format, columns, rows);
  g_autoptr (GBytes) native = make_native (c->format, &format);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) coded = mado_codec_encode (c->syntax, &format, native, &error);

  g_assert_no_error (error);
  format.photometric = mado_codec_get_coded_photometric (c->syntax, format.photometric);

  g_autoptr (MadoFrame) frame = mado_codec_decode (c->syntax, &format, coded, &error);

  g_assert_no_error (error);
  g_assert_cmpint (frame->type, ==, mado_pixel_format_get_sample_type (&format));
  g_assert_cmpmem (g_bytes_get_data (frame->pixels, NULL), mado_frame_get_size (frame),
                   g_bytes_get_data (native, NULL), g_bytes_get_size (native));
}

static void
test_round_trip (gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    test_one (data, sizes[i][0], sizes[i][1]);
}

/* All syntaxes at once on several threads give what one thread gives. */
static gpointer
decode_worker (gpointer data)
{
  const gsize start = GPOINTER_TO_SIZE (data);

  for (gsize i = 0; i < 3 * G_N_ELEMENTS (syntaxes); i++) {
    const Case c = {&formats[(start + i) % G_N_ELEMENTS (formats)],
                    syntaxes[(start * 3 + i) % G_N_ELEMENTS (syntaxes)]};

    test_one (&c, 97, 61);
  }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[6];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("decode", decode_worker, GSIZE_TO_POINTER (i));
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* A cosine transform overshoots at an edge from 0 to the largest value.  What goes past
 * Bits Stored must stay white: cut off as if it were an overlay it would be black. */
static void
test_lossy_overshoot (void)
{
  static const FormatCase u10 = {"u10", 16, 10, false, 1};
  const MadoPixelFormat format = make_format (&u10, 64, 64);
  g_autoptr (GError) error = NULL;
  guint16 pixels[64 * 64];

  for (int i = 0; i < 64 * 64; i++)
    pixels[i] = GUINT16_TO_LE ((i % 64 / 3 + i / 64 / 5) % 2 == 0 ? 1023 : 0);

  g_autoptr (GBytes) native = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GBytes) coded =
      mado_codec_encode (PREFIX ".4.51", &format, native, &error);
  g_assert_no_error (error);
  g_autoptr (MadoFrame) frame =
      mado_codec_decode (PREFIX ".4.51", &format, coded, &error);
  g_assert_no_error (error);

  for (int i = 0; i < 64 * 64; i++) {
    double value = mado_frame_get_sample (frame, i % 64, i / 64, 0);

    if (pixels[i] != 0)
      g_assert_cmpfloat (value, >, 512);
    g_assert_cmpfloat (value, <=, 1023);
  }
}

int
main (int argc, char *argv[])
{
  static Case cases[G_N_ELEMENTS (syntaxes) * G_N_ELEMENTS (formats)];
  gsize n = 0;

  g_test_init (&argc, &argv, NULL);
  for (gsize s = 0; s < G_N_ELEMENTS (syntaxes); s++)
    for (gsize f = 0; f < G_N_ELEMENTS (formats); f++) {
      g_autofree char *path = g_strdup_printf ("/mado/dicom/codec/round-trip/%s/%s",
                                               syntaxes[s], formats[f].name);

      cases[n] = (Case){&formats[f], syntaxes[s]};
      g_test_add_data_func (path, &cases[n++], test_round_trip);
    }
  g_test_add_func ("/mado/dicom/codec/lossy-overshoot", test_lossy_overshoot);
  g_test_add_func ("/mado/dicom/codec/round-trip/threads", test_threads);
  return g_test_run ();
}
