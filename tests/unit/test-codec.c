/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec.h"

#include <string.h>

#define EXPLICIT_LE "1.2.840.10008.1.2.1"
#define EXPLICIT_BE "1.2.840.10008.1.2.2"
#define RLE         "1.2.840.10008.1.2.5"

/* One line per rule of PS3.5 8.1.1: what is stored, what it means. */
typedef struct {
  const char *name;
  const char *syntax;
  int allocated, stored, high, is_signed;
  guint8 bytes[8];
  gsize size;
  int n; /* columns */
  double values[4];
} ValueCase;

static const ValueCase value_cases[] = {
    {"u8", EXPLICIT_LE, 8, 8, 7, 0, {0, 1, 128, 255}, 4, 4, {0, 1, 128, 255}},
    {"s8", EXPLICIT_LE, 8, 8, 7, 1, {0, 1, 128, 255}, 4, 4, {0, 1, -128, -1}},
    {"u16", EXPLICIT_LE, 16, 16, 15, 0, {1, 2, 0xFF, 0xFF}, 4, 2, {513, 65535}},
    {"s16", EXPLICIT_LE, 16, 16, 15, 1, {1, 2, 0xFF, 0xFF}, 4, 2, {513, -1}},
    {"u16-be", EXPLICIT_BE, 16, 16, 15, 0, {1, 2, 0xFF, 0xFE}, 4, 2, {258, 65534}},
    {"s12-extended",
     EXPLICIT_LE,
     16,
     12,
     11,
     1,
     {0xFF, 0xFF, 0xFF, 0x07},
     4,
     2,
     {-1, 2047}},
    {"s12-bare",
     EXPLICIT_LE,
     16,
     12,
     11,
     1,
     {0xFF, 0x0F, 0x00, 0x08},
     4,
     2,
     {-1, -2048}},
    /* Overlay bits above and below the value. */
    {"u12-overlay",
     EXPLICIT_LE,
     16,
     12,
     11,
     0,
     {0x34, 0xF2, 0xFF, 0x1F},
     4,
     2,
     {0x234, 0xFFF}},
    {"u12-high-15",
     EXPLICIT_LE,
     16,
     12,
     15,
     0,
     {0x4F, 0x23, 0xF0, 0xFF},
     4,
     2,
     {0x234, 0xFFF}},
    {"s10-high-12",
     EXPLICIT_LE,
     16,
     10,
     12,
     1,
     {0xF8, 0xFF, 0xF8, 0x0F},
     4,
     2,
     {-1, 511}},
    {"u4-of-8", EXPLICIT_LE, 8, 4, 3, 0, {0xF7, 0x18}, 2, 2, {7, 8}},
    {"u32", EXPLICIT_LE, 32, 32, 31, 0, {0, 0, 0, 0x80}, 4, 1, {2147483648.0}},
    {"s32", EXPLICIT_LE, 32, 32, 31, 1, {0, 0, 0, 0x80}, 4, 1, {-2147483648.0}},
    {"s32-be", EXPLICIT_BE, 32, 32, 31, 1, {0xFF, 0xFF, 0xFF, 0xFD}, 4, 1, {-3}},
    {"s24-of-32", EXPLICIT_LE, 32, 24, 23, 1, {0xFE, 0xFF, 0xFF, 0x11}, 4, 1, {-2}},
    /* Least significant bit first; the last 4 bits are padding. */
    {"bits", EXPLICIT_LE, 1, 1, 0, 0, {0xF5}, 1, 4, {1, 0, 1, 0}},
    {"padded", EXPLICIT_LE, 8, 8, 7, 0, {5, 6, 7, 0}, 4, 3, {5, 6, 7}},
};

static void
test_value (gconstpointer data)
{
  const ValueCase *c = data;
  const MadoPixelFormat format = {
      .columns = c->n,
      .rows = 1,
      .n_frames = 1,
      .samples_per_pixel = 1,
      .bits_allocated = c->allocated,
      .bits_stored = c->stored,
      .high_bit = c->high,
      .is_signed = c->is_signed,
      .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (c->bytes, c->size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoFrame) frame = mado_codec_decode (c->syntax, &format, bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpint (frame->type, ==, mado_pixel_format_get_sample_type (&format));
  for (int i = 0; i < c->n; i++)
    g_assert_cmpfloat (mado_frame_get_sample (frame, i, 0, 0), ==, c->values[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (value_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/codec/value/%s", value_cases[i].name);

    g_test_add_data_func (path, &value_cases[i], test_value);
  }
  return g_test_run ();
}
