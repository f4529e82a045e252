/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-dicom-error.h"
#include "mado-test-slice.h"
#include "mado-test.h"

#define TAG_PIXEL_REPRESENTATION MADO_TAG (0x0028, 0x0103)
#define TAG_PADDING_VALUE        MADO_TAG (0x0028, 0x0120)
#define TAG_PADDING_LIMIT        MADO_TAG (0x0028, 0x0121)
#define TAG_CENTER               MADO_TAG (0x0028, 0x1050)
#define TAG_WIDTH                MADO_TAG (0x0028, 0x1051)
#define TAG_INTERCEPT            MADO_TAG (0x0028, 0x1052)
#define TAG_SLOPE                MADO_TAG (0x0028, 0x1053)
#define TAG_RESCALE_TYPE         MADO_TAG (0x0028, 0x1054)
#define TAG_EXPLANATION          MADO_TAG (0x0028, 0x1055)
#define TAG_FUNCTION             MADO_TAG (0x0028, 0x1056)
#define TAG_MODALITY_LUT         MADO_TAG (0x0028, 0x3000)
#define TAG_DESCRIPTOR           MADO_TAG (0x0028, 0x3002)
#define TAG_LUT_EXPLANATION      MADO_TAG (0x0028, 0x3003)
#define TAG_LUT_TYPE             MADO_TAG (0x0028, 0x3004)
#define TAG_DATA                 MADO_TAG (0x0028, 0x3006)
#define TAG_VOI_LUT              MADO_TAG (0x0028, 0x3010)
#define TAG_SHAPE                MADO_TAG (0x2050, 0x0020)
#define TAG_UNITS                MADO_TAG (0x0054, 0x1001)

typedef struct {
  char *folder;
  MadoDicomWriter *writer;
} Fixture;

static void
set_pixels (Fixture *self, MadoPhotometric photometric, int bits, bool is_signed)
{
  int allocated = bits > 8 ? 16 : 8;
  MadoPixelFormat format = {
      2, 2, 1, 1, allocated, bits, bits - 1, is_signed, .photometric = photometric};
  guint8 zeros[8] = {0};
  g_autoptr (GBytes) native = g_bytes_new (zeros, (gsize) allocated / 2);

  mado_dicom_writer_set_pixels (self->writer, &format, native);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  MadoTestSlice slice = {.modality = "CT", .series = "1", .number = 1};

  self->folder = mado_test_make_folder ();
  self->writer = mado_test_slice_begin (&slice);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->writer, mado_dicom_writer_free);
  mado_test_remove_tree (self->folder);
  g_free (self->folder);
}

static void
set (Fixture *self, MadoTag tag, const char *value)
{
  mado_dicom_writer_set_string (self->writer, tag, value);
}

static void
set_bytes (Fixture *self, MadoTag tag, const void *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  mado_dicom_writer_set_bytes (self->writer, tag, bytes);
}

static MadoInstance *
try_read (Fixture *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "slice", NULL);

  mado_test_slice_end (g_steal_pointer (&self->writer), self->folder, "slice");
  return mado_instance_read (path, error);
}

static MadoInstance *
read_instance (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  MadoInstance *instance = try_read (self, &error);

  g_assert_no_error (error);
  g_assert_cmpint (instance->n_frames, ==, 1);
  return instance;
}

static const MadoWindow *
get_window (const MadoGrayscale *grayscale, guint index)
{
  return &((const MadoFileWindow *) grayscale->windows->pdata[index])->window;
}

static void
test_windows (Fixture *self, gconstpointer data)
{
  set (self, TAG_CENTER, "40\\-600\\300");
  set (self, TAG_WIDTH, "400\\1500\\2000");
  set (self, TAG_EXPLANATION, "SOFT\\LUNG\\BONE");

  g_autoptr (MadoInstance) instance = read_instance (self);
  const MadoGrayscale *grayscale = instance->frames[0].grayscale;
  const MadoFileWindow *lung = grayscale->windows->pdata[1];

  g_assert_cmpuint (grayscale->windows->len, ==, 3);
  g_assert_cmpfloat (lung->window.center, ==, -600);
  g_assert_cmpfloat (lung->window.width, ==, 1500);
  g_assert_cmpint (lung->window.function, ==, MADO_VOI_LINEAR);
  g_assert_cmpstr (lung->explanation, ==, "LUNG");
}

/* PS3.3 C.11.2.1.2.1: Window Width is at least 1 for LINEAR; C.11.2.1.3: above 0. */
static void
test_invalid_windows (Fixture *self, gconstpointer data)
{
  set (self, TAG_CENTER, "1\\2\\3\\4");
  set (self, TAG_WIDTH, "0\\0.5\\1\\-7");

  g_autoptr (MadoInstance) instance = read_instance (self);
  const MadoGrayscale *grayscale = instance->frames[0].grayscale;

  g_assert_cmpuint (grayscale->windows->len, ==, 1);
  g_assert_cmpfloat (get_window (grayscale, 0)->center, ==, 3);
}

static void
test_sigmoid (Fixture *self, gconstpointer data)
{
  set (self, TAG_CENTER, "2\\3");
  set (self, TAG_WIDTH, "0.5\\0");
  set (self, TAG_FUNCTION, "SIGMOID");

  g_autoptr (MadoInstance) instance = read_instance (self);
  const MadoGrayscale *grayscale = instance->frames[0].grayscale;

  g_assert_cmpuint (grayscale->windows->len, ==, 1);
  g_assert_cmpint (get_window (grayscale, 0)->function, ==, MADO_VOI_SIGMOID);
}

/* Units, PS3.3 C.11.1.1.2 and C.8.9.1.1.3. */
typedef struct {
  const char *modality;
  const char *intercept;
  const char *slope;
  const char *type;
  const char *units;
  const char *expected;
  double value_of_100;
} UnitCase;

static const UnitCase unit_cases[] = {
    {"CT", "-1024", "1", NULL, NULL, "HU", -924},
    {"CT", "-1024", "2", "HU", NULL, "HU", -824},
    {"CT", "0", "1", "US", NULL, NULL, 100},
    {"CT", NULL, NULL, NULL, NULL, NULL, 100},
    {"CT", "-1024", "0", NULL, NULL, NULL, 100},
    {"PT", "0", "0.5", "BQML", "BQML", "Bq/ml", 50},
    {"PT", "0", "1", NULL, "CNTS", "counts", 100},
    {"PT", "0", "0.25", NULL, "GML", "g/ml", 25},
    {"MR", "0", "2", NULL, NULL, NULL, 200},
    {"CR", "200", "1", "OD", NULL, "OD", 300},
};

static void
test_unit (Fixture *self, gconstpointer data)
{
  const UnitCase *c = data;

  set (self, MADO_TAG (0x0008, 0x0060), c->modality);
  if (c->slope != NULL) {
    set (self, TAG_INTERCEPT, c->intercept);
    set (self, TAG_SLOPE, c->slope);
  }
  if (c->type != NULL)
    set (self, TAG_RESCALE_TYPE, c->type);
  if (c->units != NULL)
    set (self, TAG_UNITS, c->units);

  g_autoptr (MadoInstance) instance = read_instance (self);
  const MadoGrayscale *grayscale = instance->frames[0].grayscale;

  g_assert_cmpstr (grayscale->unit, ==, c->expected);
  g_assert_cmpfloat (mado_grayscale_get_modality_value (grayscale, 100), ==,
                     c->value_of_100);
}

/* PS3.3 C.11.1.1.1: the first value mapped is signed as the pixels are. */
static void
test_modality_lut (Fixture *self, gconstpointer data)
{
  static const guint16 entries[4] = {10, 200, 3000, 4095};

  set_pixels (self, MADO_PHOTOMETRIC_MONOCHROME2, 16, true);
  mado_dicom_writer_begin_item (self->writer, TAG_MODALITY_LUT);
  set (self, TAG_DESCRIPTOR, "4\\-2\\16");
  set (self, TAG_LUT_TYPE, "OD");
  set_bytes (self, TAG_DATA, entries, sizeof entries);
  mado_dicom_writer_end_item (self->writer);

  g_autoptr (MadoInstance) instance = read_instance (self);
  const MadoGrayscale *grayscale = instance->frames[0].grayscale;

  g_assert_nonnull (grayscale->modality_lut);
  g_assert_cmpint (grayscale->modality_lut->first, ==, -2);
  g_assert_cmpstr (grayscale->unit, ==, "OD");
  g_assert_cmpfloat (mado_grayscale_get_modality_value (grayscale, -9), ==, 10);
  g_assert_cmpfloat (mado_grayscale_get_modality_value (grayscale, -2), ==, 10);
  g_assert_cmpfloat (mado_grayscale_get_modality_value (grayscale, -1), ==, 200);
  g_assert_cmpfloat (mado_grayscale_get_modality_value (grayscale, 0), ==, 3000);
  g_assert_cmpfloat (mado_grayscale_get_modality_value (grayscale, 77), ==, 4095);
}

/* 65536 entries are written as 0. */
static void
test_full_voi_lut (Fixture *self, gconstpointer data)
{
  g_autofree guint16 *entries = g_new (guint16, 65536);

  for (int i = 0; i < 65536; i++)
    entries[i] = (guint16) (65535 - i);
  mado_dicom_writer_begin_item (self->writer, TAG_VOI_LUT);
  set (self, TAG_DESCRIPTOR, "0\\0\\16");
  set (self, TAG_LUT_EXPLANATION, "INVERTED");
  set_bytes (self, TAG_DATA, entries, 65536 * 2);
  mado_dicom_writer_end_item (self->writer);

  g_autoptr (MadoInstance) instance = read_instance (self);
  const GPtrArray *luts = instance->frames[0].grayscale->voi_luts;

  g_assert_cmpuint (luts->len, ==, 1);

  const MadoLut *lut = luts->pdata[0];

  g_assert_cmpint (lut->n_entries, ==, 65536);
  g_assert_cmpint (lut->first, ==, 0);
  g_assert_cmpint (lut->bits, ==, 16);
  g_assert_cmpint (lut->entries[65535], ==, 0);
  g_assert_cmpstr (lut->explanation, ==, "INVERTED");
}

/* 8-bit entries, two to a word. */
static void
test_packed_voi_lut (Fixture *self, gconstpointer data)
{
  static const guint8 entries[6] = {1, 2, 3, 250, 251, 252};

  mado_dicom_writer_begin_item (self->writer, TAG_VOI_LUT);
  set (self, TAG_DESCRIPTOR, "6\\0\\8");
  set_bytes (self, TAG_DATA, entries, sizeof entries);
  mado_dicom_writer_end_item (self->writer);
  mado_dicom_writer_begin_item (self->writer, TAG_VOI_LUT);
  set (self, TAG_DESCRIPTOR, "7\\0\\8");
  set_bytes (self, TAG_DATA, entries, sizeof entries);
  mado_dicom_writer_end_item (self->writer);

  g_autoptr (MadoInstance) instance = read_instance (self);
  const GPtrArray *luts = instance->frames[0].grayscale->voi_luts;

  /* The second one is one entry short: not usable. */
  g_assert_cmpuint (luts->len, ==, 1);

  const MadoLut *lut = luts->pdata[0];

  g_assert_cmpint (lut->bits, ==, 8);
  for (int i = 0; i < 6; i++)
    g_assert_cmpint (lut->entries[i], ==, entries[i]);
}

/* Padding: PS3.3 C.7.5.1.1.2. */
typedef struct {
  const char *name;
  int bits;
  bool is_signed;
  int value;
  int limit; /* 0 for none */
  bool has_padding;
  double low;
  double high;
} PaddingCase;

static const PaddingCase padding_cases[] = {
    {"unsigned", 16, false, 63536, 0, true, 63536, 63536},
    {"signed", 16, true, -2000, 0, true, -2000, -2000},
    {"masked", 12, true, 0x830, 0, true, -2000, -2000},
    {"range", 16, false, 10, 5, true, 5, 10},
    {"signed-range", 16, true, -32768, -1025, true, -32768, -1025},
    {"everything", 8, false, 0, 255, false, 0, 0},
};

static void
test_padding (Fixture *self, gconstpointer data)
{
  const PaddingCase *c = data;

  set_pixels (self, MADO_PHOTOMETRIC_MONOCHROME2, c->bits, c->is_signed);
  mado_dicom_writer_set_int (self->writer, TAG_PADDING_VALUE, c->value);
  if (c->limit != 0)
    mado_dicom_writer_set_int (self->writer, TAG_PADDING_LIMIT, c->limit);

  g_autoptr (MadoInstance) instance = read_instance (self);
  const MadoGrayscale *grayscale = instance->frames[0].grayscale;

  g_assert_cmpint (grayscale->has_padding, ==, c->has_padding);
  if (c->has_padding) {
    g_assert_cmpfloat (grayscale->padding_low, ==, c->low);
    g_assert_cmpfloat (grayscale->padding_high, ==, c->high);
  }
}

static void
test_inverted (Fixture *self, gconstpointer data)
{
  if (data != NULL)
    set (self, TAG_SHAPE, data);
  else
    set_pixels (self, MADO_PHOTOMETRIC_MONOCHROME1, 12, false);

  g_autoptr (MadoInstance) instance = read_instance (self);

  g_assert_cmpint (instance->frames[0].grayscale->is_inverted, ==,
                   g_strcmp0 (data, "IDENTITY") != 0);
}

static void
set_palette (Fixture *self, const char *descriptor, const void *data, gsize size)
{
  set_pixels (self, MADO_PHOTOMETRIC_PALETTE_COLOR, 8, false);
  for (guint i = 0; i < 3; i++) {
    set (self, MADO_TAG (0x0028, 0x1101 + i), descriptor);
    set_bytes (self, MADO_TAG (0x0028, 0x1201 + i), data, size);
  }
}

static void
test_palette (Fixture *self, gconstpointer data)
{
  static const guint16 entries[4] = {0x0000, 0x40ff, 0x8000, 0xffff};

  set_palette (self, "4\\3\\16", entries, sizeof entries);

  g_autoptr (MadoInstance) instance = read_instance (self);
  const MadoPalette *palette = instance->frames[0].grayscale->palette;

  g_assert_nonnull (palette);
  g_assert_cmpint (palette->first, ==, 3);
  g_assert_cmpint (palette->n_entries, ==, 4);
  g_assert_cmpmem (palette->rgb, 12, "\0\0\0\x40\x40\x40\x80\x80\x80\xff\xff\xff", 12);
}

/* PS3.3 C.7.9.2.  Discrete 0x1000 0x2000; linear in 4 steps to 0x6000; indirect: the
 * first segment (2 entries) again; linear in 2 steps to 0. */
static void
test_segmented_palette (Fixture *self, gconstpointer data)
{
  static const guint16 segments[] = {0, 2, 0x1000, 0x2000, 1, 4, 0x6000,
                                     2, 1, 0,      0,      1, 2, 0};
  static const guint8 expected[] = {0x10, 0x20, 0x30, 0x40, 0x50,
                                    0x60, 0x10, 0x20, 0x10, 0x00};

  set_pixels (self, MADO_PHOTOMETRIC_PALETTE_COLOR, 8, false);
  for (guint i = 0; i < 3; i++) {
    set (self, MADO_TAG (0x0028, 0x1101 + i), "10\\0\\16");
    set_bytes (self, MADO_TAG (0x0028, 0x1221 + i), segments, sizeof segments);
  }

  g_autoptr (MadoInstance) instance = read_instance (self);
  const MadoPalette *palette = instance->frames[0].grayscale->palette;

  g_assert_cmpint (palette->n_entries, ==, 10);
  for (int i = 0; i < 10; i++)
    g_assert_cmpint (palette->rgb[i * 3 + 1], ==, expected[i]);
}

/* Segments that run out of the table, out of the data or in a circle. */
static const guint16 bad_segments[][6] = {
    {0, 40, 1, 2, 3, 4}, {0, 2, 1, 2, 1, 60000}, {2, 1, 0, 0, 0, 0},
    {1, 4, 7, 0, 0, 0},  {9, 1, 1, 1, 1, 1},
};

static void
test_bad_segments (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_pixels (self, MADO_PHOTOMETRIC_PALETTE_COLOR, 8, false);
  for (guint i = 0; i < 3; i++) {
    set (self, MADO_TAG (0x0028, 0x1101 + i), "10\\0\\16");
    set_bytes (self, MADO_TAG (0x0028, 0x1221 + i), data, sizeof bad_segments[0]);
  }

  g_autoptr (MadoInstance) instance = try_read (self, &error);

  g_assert_null (instance);
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
}

static void
test_missing_palette (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_pixels (self, MADO_PHOTOMETRIC_PALETTE_COLOR, 8, false);

  g_autoptr (MadoInstance) instance = try_read (self, &error);

  g_assert_null (instance);
  g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
}

/* Slices that say the same share one grayscale. */
static void
test_shared (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 4; i++) {
    MadoTestSlice slice = {
        .modality = "CT", .series = "1", .number = i + 1, .position = {0, 0, i}};
    MadoDicomWriter *writer = mado_test_slice_begin (&slice);
    g_autofree char *name = g_strdup_printf ("%d", i);

    mado_dicom_writer_set_string (writer, TAG_CENTER, i < 3 ? "40" : "50");
    mado_dicom_writer_set_string (writer, TAG_WIDTH, "400");
    mado_test_slice_end (writer, self->folder, name);
  }

  g_autoptr (MadoScan) scan = mado_test_scan (self->folder);
  g_autoptr (GPtrArray) sets = mado_test_list_sets (scan);
  const MadoFrameRef *frames[4];

  for (int i = 0; i < 4; i++)
    frames[i] = mado_display_set_get_frame (sets->pdata[0], i);
  g_assert_true (frames[0]->info->grayscale == frames[1]->info->grayscale);
  g_assert_true (frames[0]->info->grayscale == frames[2]->info->grayscale);
  g_assert_false (frames[0]->info->grayscale == frames[3]->info->grayscale);
  g_assert_true (frames[0]->instance->info.study_uid ==
                 frames[3]->instance->info.study_uid);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function)                                                      \
  g_test_add ("/mado/study/grayscale/" path, Fixture, data, set_up, function, tear_down)

  ADD ("windows", NULL, test_windows);
  ADD ("invalid-windows", NULL, test_invalid_windows);
  ADD ("sigmoid", NULL, test_sigmoid);
  ADD ("modality-lut", NULL, test_modality_lut);
  ADD ("full-voi-lut", NULL, test_full_voi_lut);
  ADD ("packed-voi-lut", NULL, test_packed_voi_lut);
  ADD ("monochrome1", NULL, test_inverted);
  ADD ("shape-inverse", "INVERSE", test_inverted);
  ADD ("shape-identity", "IDENTITY", test_inverted);
  ADD ("palette", NULL, test_palette);
  ADD ("segmented-palette", NULL, test_segmented_palette);
  ADD ("missing-palette", NULL, test_missing_palette);
  ADD ("shared", NULL, test_shared);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_segments); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/grayscale/bad-segments/%" G_GSIZE_FORMAT, i);

    g_test_add (path, Fixture, bad_segments[i], set_up, test_bad_segments, tear_down);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (unit_cases); i++) {
    g_autofree char *path = g_strdup_printf (
        "/mado/study/grayscale/unit/%s-%" G_GSIZE_FORMAT, unit_cases[i].modality, i);

    g_test_add (path, Fixture, &unit_cases[i], set_up, test_unit, tear_down);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (padding_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/grayscale/padding/%s", padding_cases[i].name);

    g_test_add (path, Fixture, &padding_cases[i], set_up, test_padding, tear_down);
  }
  return g_test_run ();
}
