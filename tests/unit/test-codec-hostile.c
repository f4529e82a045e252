/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec.h"

#include <string.h>

#define PREFIX  "1.2.840.10008.1.2"
#define COLUMNS 40
#define ROWS    32

static const char *const syntaxes[] = {
    PREFIX ".5",    PREFIX ".4.50", PREFIX ".4.51", PREFIX ".4.57",  PREFIX ".4.70",
    PREFIX ".4.80", PREFIX ".4.90", PREFIX ".4.91", PREFIX ".4.201",
};

/* RGB for baseline, which has 8 bits; 12 bits in grey for the others. */
static MadoPixelFormat
make_format (const char *syntax)
{
  const bool is_baseline = g_str_has_suffix (syntax, ".4.50");

  return (MadoPixelFormat){
      .columns = COLUMNS,
      .rows = ROWS,
      .n_frames = 1,
      .samples_per_pixel = is_baseline ? 3 : 1,
      .bits_allocated = is_baseline ? 8 : 16,
      .bits_stored = is_baseline ? 8 : 12,
      .high_bit = is_baseline ? 7 : 11,
      .photometric = is_baseline ? MADO_PHOTOMETRIC_RGB : MADO_PHOTOMETRIC_MONOCHROME2,
  };
}

/* (transfer full): a good frame; @format then is what the data set would say. */
static GBytes *
make_coded (const char *syntax, MadoPixelFormat *format)
{
  static guint16 pixels[COLUMNS * ROWS * 3 / 2];
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  *format = make_format (syntax);
  for (gsize i = 0; i < G_N_ELEMENTS (pixels); i++)
    pixels[i] = GUINT16_TO_LE (i * i / 7 % 4096);
  g_assert_true (mado_pixel_format_get_frame_size (format, &size));

  g_autoptr (GBytes) native = g_bytes_new (pixels, size);
  GBytes *coded = mado_codec_encode (syntax, format, native, &error);

  g_assert_no_error (error);
  format->photometric = mado_codec_get_coded_photometric (syntax, format->photometric);
  return coded;
}

static bool
try_decode (const char *syntax, const MadoPixelFormat *format, GBytes *coded)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoFrame) frame = mado_codec_decode (syntax, format, coded, &error);

  g_assert_true ((frame == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_cmpint (error->domain, ==, MADO_DICOM_ERROR);
  return frame != NULL;
}

/* A stream cut anywhere is an error, not a picture that is grey below the cut. */
static void
test_truncated (gconstpointer data)
{
  const char *syntax = data;
  MadoPixelFormat format;
  g_autoptr (GBytes) coded = make_coded (syntax, &format);
  const gsize size = g_bytes_get_size (coded);

  g_assert_true (try_decode (syntax, &format, coded));
  for (gsize cut = 0; cut < size - 4; cut += MAX (1, size / 97)) {
    g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (coded, NULL),
                                           cut); /* so that ASan sees its end */

    g_assert_false (try_decode (syntax, &format, part));
  }
}

/* Bytes changed at random: an error or some picture, never a crash. */
static void
test_mutated (gconstpointer data)
{
  const char *syntax = data;
  MadoPixelFormat format;
  g_autoptr (GBytes) coded = make_coded (syntax, &format);
  const int size = g_bytes_get_size (coded);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);

  for (int i = 0; i < 300; i++) {
    guint8 *bytes = g_memdup2 (g_bytes_get_data (coded, NULL), size);
    const int reach = i % 2 ? size : MIN (size, 120); /* headers more often */

    for (int n = g_rand_int_range (rand, 1, 9); n > 0; n--)
      bytes[g_rand_int_range (rand, 0, reach)] = g_rand_int_range (rand, 0, 256);

    g_autoptr (GBytes) mutated = g_bytes_new_take (bytes, size);

    try_decode (syntax, &format, mutated);
  }
}

/* A good stream for another image than the data set's. */
static void
test_contradiction (gconstpointer data)
{
  const char *syntax = data;
  MadoPixelFormat format;
  g_autoptr (GBytes) coded = make_coded (syntax, &format);
  MadoPixelFormat wrong[] = {format, format, format, format};

  wrong[0].columns = 65535;
  wrong[0].rows = 65535;
  wrong[1].rows = ROWS + 1;
  wrong[2].samples_per_pixel = format.samples_per_pixel == 1 ? 3 : 1;
  wrong[2].photometric = format.samples_per_pixel == 1 ? MADO_PHOTOMETRIC_RGB
                                                       : MADO_PHOTOMETRIC_MONOCHROME2;
  wrong[3].bits_allocated = format.bits_allocated == 8 ? 1 : 8;
  wrong[3].bits_stored = wrong[3].bits_allocated;
  wrong[3].high_bit = wrong[3].bits_allocated - 1;
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (try_decode (syntax, &wrong[i], coded));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (syntaxes); i++) {
    g_autofree char *truncated =
        g_strdup_printf ("/mado/dicom/codec/truncated/%s", syntaxes[i]);
    g_autofree char *mutated =
        g_strdup_printf ("/mado/dicom/codec/mutated/%s", syntaxes[i]);
    g_autofree char *contradiction =
        g_strdup_printf ("/mado/dicom/codec/contradiction/%s", syntaxes[i]);

    g_test_add_data_func (truncated, syntaxes[i], test_truncated);
    g_test_add_data_func (mutated, syntaxes[i], test_mutated);
    g_test_add_data_func (contradiction, syntaxes[i], test_contradiction);
  }
  return g_test_run ();
}
