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

static MadoPixelFormat
make_rgb_format (int columns, int rows, MadoPhotometric photometric)
{
  return (MadoPixelFormat){
      .columns = columns,
      .rows = rows,
      .n_frames = 1,
      .samples_per_pixel = 3,
      .bits_allocated = 8,
      .bits_stored = 8,
      .high_bit = 7,
      .photometric = photometric,
  };
}

static void
assert_samples (const char *syntax,
                const MadoPixelFormat *format,
                const guint8 *bytes,
                gsize size,
                const double *expected)
{
  g_autoptr (GBytes) coded = g_bytes_new_static (bytes, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoFrame) frame = mado_codec_decode (syntax, format, coded, &error);

  g_assert_no_error (error);
  for (int row = 0; row < format->rows; row++)
    for (int column = 0; column < format->columns; column++)
      for (int s = 0; s < format->samples_per_pixel; s++)
        g_assert_cmpfloat (mado_frame_get_sample (frame, column, row, s), ==,
                           *expected++);
}

static void
test_planar (void)
{
  static const guint8 bytes[6] = {1, 2, 3, 4, 5, 6};
  static const double expected[6] = {1, 3, 5, 2, 4, 6};
  MadoPixelFormat format = make_rgb_format (2, 1, MADO_PHOTOMETRIC_RGB);

  format.is_planar = true;
  assert_samples (EXPLICIT_LE, &format, bytes, 6, expected);
}

/* The equations of PS3.3 C.7.6.3.1.2 turned round and computed by hand:
 * R = Y + 1.402 (Cr - 128), G = Y - 0.34414 (Cb - 128) - 0.71414 (Cr - 128),
 * B = Y + 1.772 (Cb - 128); PARTIAL first stretches Y by 255/219 and C by 255/224. */
typedef struct {
  const char *name;
  MadoPhotometric photometric;
  guint8 ybr[3];
  double rgb[3];
} ColourCase;

static const ColourCase colour_cases[] = {
    {"full-grey", MADO_PHOTOMETRIC_YBR_FULL, {77, 128, 128}, {77, 77, 77}},
    {"full-red", MADO_PHOTOMETRIC_YBR_FULL, {76, 85, 255}, {254, 0, 0}},
    {"full-green", MADO_PHOTOMETRIC_YBR_FULL, {150, 44, 21}, {0, 255, 1}},
    {"full-blue", MADO_PHOTOMETRIC_YBR_FULL, {29, 255, 107}, {0, 0, 254}},
    {"full-mixed", MADO_PHOTOMETRIC_YBR_FULL, {100, 150, 90}, {47, 120, 139}},
    {"partial-black", MADO_PHOTOMETRIC_YBR_PARTIAL_420, {16, 128, 128}, {0, 0, 0}},
    {"partial-white",
     MADO_PHOTOMETRIC_YBR_PARTIAL_420,
     {235, 128, 128},
     {255, 255, 255}},
    {"partial-mixed", MADO_PHOTOMETRIC_YBR_PARTIAL_420, {100, 150, 90}, {37, 120, 142}},
    {"rgb", MADO_PHOTOMETRIC_RGB, {1, 2, 3}, {1, 2, 3}},
    /* Only a codestream can hold these: natively the label was left behind. */
    {"ict-left-over", MADO_PHOTOMETRIC_YBR_ICT, {1, 2, 3}, {1, 2, 3}},
    {"rct-left-over", MADO_PHOTOMETRIC_YBR_RCT, {1, 2, 3}, {1, 2, 3}},
};

static void
test_colour (gconstpointer data)
{
  const ColourCase *c = data;
  const MadoPixelFormat format = make_rgb_format (1, 1, c->photometric);

  assert_samples (EXPLICIT_LE, &format, c->ybr, 3, c->rgb);
}

/* Y1 Y2 Cb Cr: both pixels take the colour of the first. */
static void
test_colour_422 (void)
{
  static const guint8 bytes[4] = {100, 77, 150, 90};
  static const double full[6] = {47, 120, 139, 24, 97, 116};
  static const double partial[6] = {37, 120, 142, 10, 93, 115};
  MadoPixelFormat format = make_rgb_format (2, 1, MADO_PHOTOMETRIC_YBR_FULL_422);

  assert_samples (EXPLICIT_LE, &format, bytes, 4, full);
  format.photometric = MADO_PHOTOMETRIC_YBR_PARTIAL_422;
  assert_samples (EXPLICIT_LE, &format, bytes, 4, partial);
}

/* Nothing to change: the very bytes that came in. */
static void
test_no_copy (void)
{
  const MadoPixelFormat format = {
      .columns = 2,
      .rows = 2,
      .n_frames = 1,
      .samples_per_pixel = 1,
      .bits_allocated = 16,
      .bits_stored = 12,
      .high_bit = 11,
      .is_signed = true,
      .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
  };
  static const gint16 values[4] = {-2048, -1, 0, 2047};
  g_autoptr (GBytes) bytes = g_bytes_new (values, sizeof values);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoFrame) frame = mado_codec_decode (EXPLICIT_LE, &format, bytes, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_get_data (frame->pixels, NULL) ==
                 g_bytes_get_data (bytes, NULL));
}

/* One sample with an overlay bit, wherever it lies, is found and masked. */
static void
test_mask_everywhere (void)
{
  for (int n = 1; n < 20; n++)
    for (int at = 0; at < n; at++)
      for (int is_signed = 0; is_signed < 2; is_signed++) {
        guint16 stored[20] = {0};
        const MadoPixelFormat format = {
            .columns = n,
            .rows = 1,
            .n_frames = 1,
            .samples_per_pixel = 1,
            .bits_allocated = 16,
            .bits_stored = 12,
            .high_bit = 11,
            .is_signed = is_signed,
            .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
        };
        double expected[20] = {0};

        stored[at] = GUINT16_TO_LE (0x1801);
        expected[at] = is_signed ? -2047 : 0x801;
        assert_samples (EXPLICIT_LE, &format, (const guint8 *) stored, 2 * n, expected);
      }
}

/* Two segments by hand (PS3.5 G.3): a literal of 3 and a run of 2; a run of 4, then a
 * no-operation and a literal of 1. */
static const guint8
    rle_frame[] =
        {
            2,   0,  0,   0, 64, 0, 0, 0, 70, 0, 0, 0, 0, 0, 0,   0, 0, 0,
            0,   0,  0,   0, 0,  0, 0, 0, 0,  0, 0, 0, 0, 0, 0,   0, 0, 0,
            0,   0,  0,   0, 0,  0, 0, 0, 0,  0, 0, 0, 0, 0, 0,   0, 0, 0,
            0,   0,  0,   0, 0,  0, 0, 0, 0,  0, 2, 1, 2, 3, 255, 9, /* 01 02 03 09 09: most significant bytes */
            253, 16, 128, 0, 17, 0, /* 10 10 10 10 11, padding */
};

static MadoPixelFormat
make_rle_format (void)
{
  return (MadoPixelFormat){
      .columns = 5,
      .rows = 1,
      .n_frames = 1,
      .samples_per_pixel = 1,
      .bits_allocated = 16,
      .bits_stored = 16,
      .high_bit = 15,
      .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
  };
}

static void
test_rle (void)
{
  static const double expected[5] = {0x110, 0x210, 0x310, 0x910, 0x911};
  const MadoPixelFormat format = make_rle_format ();

  assert_samples (RLE, &format, rle_frame, sizeof rle_frame, expected);
}

/* One byte of the good frame changed. */
typedef struct {
  const char *name;
  gsize at;
  guint8 value;
} DamageCase;

static const DamageCase damage_cases[] = {
    {"segments-15", 0, 15},       {"segments-1", 0, 1},
    {"offset-into-header", 4, 8}, {"offset-beyond-end", 8, 200},
    {"offsets-cross", 4, 75},     {"literal-over-end", 64, 120},
    {"run-over-end", 70, 129},    {"segment-short", 64, 0},
};

static void
test_rle_damage (gconstpointer data)
{
  const DamageCase *c = data;
  const MadoPixelFormat format = make_rle_format ();
  guint8 damaged[sizeof rle_frame];

  memcpy (damaged, rle_frame, sizeof damaged);
  damaged[c->at] = c->value;

  g_autoptr (GBytes) coded = g_bytes_new (damaged, sizeof damaged);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoFrame) frame = mado_codec_decode (RLE, &format, coded, &error);

  g_assert_null (frame);
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
}

static void
test_unsupported (void)
{
  static const char *const uids[][2] = {
      {"1.2.840.10008.1.2.4.110",
       "JPEG XL Lossless (1.2.840.10008.1.2.4.110) is not supported"},
      {"1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1 "
                                  "(1.2.840.10008.1.2.4.102) is not supported"},
      {"1.2.3.4", "The transfer syntax 1.2.3.4 is not supported"},
  };
  const MadoPixelFormat format = make_rle_format ();
  g_autoptr (GBytes) coded = g_bytes_new_static ("", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (uids); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (mado_codec_decode (uids[i][0], &format, coded, &error));
    g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED);
    g_assert_cmpstr (error->message, ==, uids[i][1]);
    g_assert_false (mado_codec_can_decode (uids[i][0]));
  }
}

static void
test_names (void)
{
  g_assert_cmpstr (mado_codec_get_name ("1.2.840.10008.1.2"), ==,
                   "Implicit VR Little Endian");
  g_assert_cmpstr (mado_codec_get_name ("1.2.840.10008.1.2.4.202"), ==,
                   "High-Throughput JPEG 2000 with RPCL Options Image Compression "
                   "(Lossless Only)");
  g_assert_cmpstr (mado_codec_get_name ("1.2.3.4"), ==, "1.2.3.4");
  g_assert_true (mado_codec_is_encapsulated ("1.2.840.10008.1.2.1.98"));
  g_assert_false (mado_codec_is_encapsulated ("1.2.840.10008.1.2.1.99"));
}

static void
test_short (void)
{
  static const guint8 bytes[9] = {0};
  const MadoPixelFormat format = make_rle_format ();
  g_autoptr (GBytes) coded = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_codec_decode (EXPLICIT_LE, &format, coded, &error));
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
  g_assert_cmpstr (error->message, ==, "The frame has 9 of 10 bytes");
}

/* No caller should pass these; none may crash. */
static const MadoPixelFormat impossible_formats[] = {
    {0, 1, 1, 1, 8, 8, 7},    {1, 70000, 1, 1, 8, 8, 7}, {1, 1, 1, 4, 8, 8, 7},
    {1, 1, 1, 1, 7, 7, 6},    {1, 1, 1, 1, 16, 17, 15},  {1, 1, 1, 1, 16, 12, 10},
    {1, 1, 1, 1, 16, 12, 16}, {1, 1, 1, 1, 64, 64, 63},  {1, 1, 1, 1, 16, 0, 0},
    {1, 1, 1, 1, 16, -1, 15},
};

static void
test_impossible (void)
{
  static const guint8 bytes[64] = {0};
  g_autoptr (GBytes) coded = g_bytes_new_static (bytes, sizeof bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (impossible_formats); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (
        mado_codec_decode (EXPLICIT_LE, &impossible_formats[i], coded, &error));
    g_assert_nonnull (error);
  }
}

static void
add_tables (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (value_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/codec/value/%s", value_cases[i].name);

    g_test_add_data_func (path, &value_cases[i], test_value);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (colour_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/codec/colour/%s", colour_cases[i].name);

    g_test_add_data_func (path, &colour_cases[i], test_colour);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (damage_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/codec/rle/damage/%s", damage_cases[i].name);

    g_test_add_data_func (path, &damage_cases[i], test_rle_damage);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_tables ();
  g_test_add_func ("/mado/dicom/codec/planar", test_planar);
  g_test_add_func ("/mado/dicom/codec/colour/422", test_colour_422);
  g_test_add_func ("/mado/dicom/codec/no-copy", test_no_copy);
  g_test_add_func ("/mado/dicom/codec/mask-everywhere", test_mask_everywhere);
  g_test_add_func ("/mado/dicom/codec/rle/by-hand", test_rle);
  g_test_add_func ("/mado/dicom/codec/unsupported", test_unsupported);
  g_test_add_func ("/mado/dicom/codec/names", test_names);
  g_test_add_func ("/mado/dicom/codec/short", test_short);
  g_test_add_func ("/mado/dicom/codec/impossible", test_impossible);
  return g_test_run ();
}
