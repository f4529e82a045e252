/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "mado-test-stack.h"
#include "mado-test.h"

#define TAG_SOP_CLASS     MADO_TAG (0x0008, 0x0016)
#define TAG_IMAGE_TYPE    MADO_TAG (0x0008, 0x0008)
#define TAG_POSITION      MADO_TAG (0x0020, 0x0032)
#define TAG_ORIENTATION   MADO_TAG (0x0020, 0x0037)
#define TAG_FRAME_OF_REF  MADO_TAG (0x0020, 0x0052)
#define TAG_PIXEL_SPACING MADO_TAG (0x0028, 0x0030)
#define TAG_UNITS         MADO_TAG (0x0054, 0x1001)

#define N_SLICES 6

/* Makes slice @index (from 0) of an innocent stack a bad one. */
typedef void (*Spoil) (MadoDicomWriter *writer, int index);

/**
 * RefusalCase:
 * @modality: (nullable): CT when %NULL
 * @size: px, 8 when 0
 * @n: slices, %N_SLICES when 0
 * @distance: mm, 2 when 0, 0 when negative
 * @slice: index
 */
typedef struct {
  const char *name;
  const char *modality;
  int size;
  int n;
  double distance;
  Spoil spoil;
  MadoRefusal refusal;
  int slice;
  double value;
  double limit;
  const char *message;
} RefusalCase;

static void
set_string_of (
    MadoDicomWriter *writer, int index, int only, MadoTag tag, const char *value)
{
  if (only < 0 || index == only)
    mado_dicom_writer_set_string (writer, tag, value);
}

static void
spoil_zero_directions (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_ORIENTATION, "0\\0\\0\\0\\0\\0");
}

static void
spoil_no_orientation (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_ORIENTATION, "");
}

static void
spoil_not_a_number (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_POSITION, "0\\nan\\0");
}

/* Half a pixel at the end of 256 rows: asin 0.002 = 0.11°. */
static void
spoil_skewed (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_ORIENTATION, "1\\0\\0\\0.002\\1\\0");
}

static void
spoil_zero_spacing (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_PIXEL_SPACING, "0\\0");
}

static void
spoil_negative_spacing (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_PIXEL_SPACING, "-0.5\\0.5");
}

static void
spoil_spacing (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, 3, TAG_PIXEL_SPACING, "0.5\\0.5004");
}

static void
spoil_scout (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_IMAGE_TYPE, "ORIGINAL\\PRIMARY\\LOCALIZER");
}

static void
spoil_unit (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_UNITS, index == 2 ? "GML" : "BQML");
}

static void
set_black (MadoDicomWriter *writer, const MadoPixelFormat *format)
{
  static const guint8 black[8 * 8 * 3] = {0};
  const gsize size =
      (gsize) (64 * format->samples_per_pixel * format->bits_allocated / 8);
  g_autoptr (GBytes) pixels = g_bytes_new_static (black, size);

  mado_dicom_writer_set_pixels (writer, format, pixels);
}

static void
spoil_sign (MadoDicomWriter *writer, int index)
{
  const MadoPixelFormat format = {
      8, 8, 1, 1, 16, 16, 15, true, .photometric = MADO_PHOTOMETRIC_MONOCHROME2};

  if (index == 4)
    set_black (writer, &format);
}

static void
spoil_colour (MadoDicomWriter *writer, int index)
{
  const MadoPixelFormat format = {8, 8, 1, 3,
                                  8, 8, 7, .photometric = MADO_PHOTOMETRIC_RGB};

  set_black (writer, &format);
}

static void
spoil_palette (MadoDicomWriter *writer, int index)
{
  static const guint8 entries[512] = {0};
  const MadoPixelFormat format = {
      8, 8, 1, 1, 8, 8, 7, .photometric = MADO_PHOTOMETRIC_PALETTE_COLOR};
  g_autoptr (GBytes) lut = g_bytes_new_static (entries, sizeof entries);

  set_black (writer, &format);
  for (guint16 i = 0; i < 3; i++) {
    mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1101 + i), "256\\0\\16");
    mado_dicom_writer_set_bytes (writer, MADO_TAG (0x0028, 0x1201 + i), lut);
  }
}

/* Turned about the left-right axis. */
static void
turn (MadoDicomWriter *writer, double degrees)
{
  const double radians = degrees * G_PI / 180;
  const double directions[6] = {1, 0, 0, 0, cos (radians), sin (radians)};

  mado_dicom_writer_set_doubles (writer, TAG_ORIENTATION, directions, 6);
}

static void
spoil_radial (MadoDicomWriter *writer, int index)
{
  turn (writer, index * 30);
}

/* Pixels of 10 mm: the last rows of 64 go up by 2.2 mm more from slice to slice of
 * 2 mm when they lean back. */
static void
spoil_crossing (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_PIXEL_SPACING, "10\\10");
  turn (writer, index * -0.2);
}

/* Too much for a volume, too little to cross: 64 × 0.5 mm × sin 0.2° = 0.11 mm, and the
 * tenth of a pixel is 0.05 mm. */
static void
spoil_wander (MadoDicomWriter *writer, int index)
{
  turn (writer, index == 4 ? 0.3 : 0);
}

static void
spoil_rounding (MadoDicomWriter *writer, int index)
{
  turn (writer, index % 2 != 0 ? 0.01 : 0);
}

static void
spoil_gap (MadoDicomWriter *writer, int index)
{
  const double position[3] = {0, 0, index < 4 ? index * 2 : index * 2 + 18};

  mado_dicom_writer_set_doubles (writer, TAG_POSITION, position, 3);
}

static void
spoil_tomosynthesis (MadoDicomWriter *writer, int index)
{
  set_string_of (writer, index, -1, TAG_SOP_CLASS, "1.2.840.10008.5.1.4.1.1.13.1.3");
}

static const RefusalCase cases[] = {
    {"nothing", .refusal = MADO_REFUSAL_NONE, .slice = -1},
    {"zero-directions", .spoil = spoil_zero_directions,
     .refusal = MADO_REFUSAL_NO_PLANE, .slice = -1,
     .message = "The images have no position in space"},
    {"no-orientation", .spoil = spoil_no_orientation, .refusal = MADO_REFUSAL_NO_PLANE,
     .slice = -1},
    {"not-a-number", .spoil = spoil_not_a_number, .refusal = MADO_REFUSAL_NO_PLANE,
     .slice = -1},
    {"skewed", .spoil = spoil_skewed, .refusal = MADO_REFUSAL_NO_PLANE, .slice = 0,
     .message = "Slice 1 has no valid position and orientation in space"},
    {"zero-spacing", .spoil = spoil_zero_spacing, .refusal = MADO_REFUSAL_NO_SPACING,
     .slice = 0, .message = "The pixel spacing in the body is not known"},
    {"negative-spacing", .spoil = spoil_negative_spacing,
     .refusal = MADO_REFUSAL_NO_SPACING, .slice = 0},
    {"spacing-differs", .size = 160, .spoil = spoil_spacing,
     .refusal = MADO_REFUSAL_SIZE, .slice = 3,
     .message = "Slice 4 has another size or pixel spacing"},
    /* 8 × 0.08 % is less than a tenth of a pixel. */
    {"spacing-rounded", .spoil = spoil_spacing, .refusal = MADO_REFUSAL_NONE,
     .slice = -1},
    {"one-pixel", .size = 1, .refusal = MADO_REFUSAL_SIZE, .slice = -1, .value = 1,
     .limit = 2, .message = "The images are 1 × 1 pixels; a volume needs 2 of either"},
    {"colour", .spoil = spoil_colour, .refusal = MADO_REFUSAL_COLOUR, .slice = 0,
     .message = "Colours cannot be interpolated"},
    {"palette", .spoil = spoil_palette, .refusal = MADO_REFUSAL_COLOUR, .slice = 0},
    {"two-slices", .n = 2, .refusal = MADO_REFUSAL_FEW_SLICES, .slice = -1, .value = 2,
     .limit = 3, .message = "A volume needs 3 slices; there are 2"},
    {"one-slice", .n = 1, .refusal = MADO_REFUSAL_FEW_SLICES, .slice = -1, .value = 1,
     .limit = 3, .message = "A volume needs 3 slices; there is 1"},
    {"three-slices", .n = 3, .refusal = MADO_REFUSAL_NONE, .slice = -1},
    {"one-place", .distance = -1, .refusal = MADO_REFUSAL_ONE_PLACE, .slice = -1,
     .message = "The images follow each other in time, at one place"},
    {"radial", .spoil = spoil_radial, .refusal = MADO_REFUSAL_NOT_PARALLEL, .slice = 3,
     .value = 90,
     .message = "The slices are not parallel: slice 4 is turned by 90.00°"},
    {"wander", .size = 64, .spoil = spoil_wander, .refusal = MADO_REFUSAL_NOT_PARALLEL,
     .slice = 4, .value = 0.3},
    {"rounded-directions", .size = 64, .spoil = spoil_rounding,
     .refusal = MADO_REFUSAL_NONE, .slice = -1},
    {"crossing", .size = 64, .n = 3, .spoil = spoil_crossing,
     .refusal = MADO_REFUSAL_CROSSING, .slice = 0, .value = 0.2,
     .message = "Slices 1 and 2 cross inside the image, at 0.20°"},
    {"gap", .spoil = spoil_gap, .refusal = MADO_REFUSAL_GAP, .slice = 3, .value = 20,
     .limit = 10,
     .message = "20.0 mm without a slice after slice 4; "
                "at most 10 mm can be looked across"},
    {"scout", .spoil = spoil_scout, .refusal = MADO_REFUSAL_PROJECTION, .slice = 0,
     .message = "Projections are not cross sections"},
    {"scout-mr", .modality = "MR", .spoil = spoil_scout, .refusal = MADO_REFUSAL_NONE,
     .slice = -1},
    {"ultrasound", .modality = "US", .refusal = MADO_REFUSAL_PROJECTION, .slice = 0},
    {"mammogram", .modality = "MG", .refusal = MADO_REFUSAL_PROJECTION, .slice = 0},
    {"tomosynthesis", .modality = "MG", .spoil = spoil_tomosynthesis,
     .refusal = MADO_REFUSAL_NONE, .slice = -1},
    {"units", .modality = "PT", .spoil = spoil_unit, .refusal = MADO_REFUSAL_VALUES,
     .slice = 2, .message = "The values of slice 3 have another meaning"},
    {"sign", .spoil = spoil_sign, .refusal = MADO_REFUSAL_VALUES, .slice = 4},
    {"labels", .modality = "SEG", .refusal = MADO_REFUSAL_VALUES, .slice = -1,
     .message = "The values are labels, which cannot be interpolated"},
};

static void
test_refusal (MadoTestStack *self, gconstpointer data)
{
  const RefusalCase *c = data;
  const int n = c->n != 0 ? c->n : N_SLICES;
  const double distance = c->distance < 0 ? 0 : 2;
  const MadoGeometry *geometry;
  g_autofree char *message = NULL;

  if (c->modality != NULL)
    self->template.modality = c->modality;
  self->template.size = c->size;
  for (int i = 0; i < n; i++) {
    MadoDicomWriter *writer = mado_test_stack_begin (self, i + 1, 0, 0, i * distance);

    if (c->spoil != NULL)
      c->spoil (writer, i);
    mado_test_stack_end (self, writer);
  }
  geometry = mado_test_stack_measure (self);

  g_assert_cmpstr (mado_refusal_get_name (geometry->refusal), ==,
                   mado_refusal_get_name (c->refusal));
  g_assert_cmpint (geometry->refusal_slice, ==, c->slice);
  g_assert_cmpfloat_with_epsilon (geometry->refusal_value, c->value, 1e-6);
  g_assert_cmpfloat_with_epsilon (geometry->refusal_limit, c->limit, 1e-9);
  message = mado_geometry_dup_refusal (geometry);
  g_assert_cmpint (message != NULL, ==, c->refusal != MADO_REFUSAL_NONE);
  if (c->message != NULL)
    g_assert_cmpstr (message, ==, c->message);
}

/* A slice that has no place leaves a gap, and stands beside the stack. */
static void
test_lost_position (MadoTestStack *self, gconstpointer data)
{
  const char *position = data;
  const MadoGeometry *geometry;

  for (int i = 0; i < 7; i++) {
    MadoDicomWriter *writer = mado_test_stack_begin (self, i + 1, 0, 0, i * 2);

    if (i == 3)
      mado_dicom_writer_set_string (writer, TAG_POSITION, position);
    mado_test_stack_end (self, writer);
  }
  geometry = mado_display_set_get_geometry (mado_test_stack_read (self, 2));
  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_cmpint (geometry->n_slices, ==, 6);
  g_assert_cmpuint (geometry->gaps->len, ==, 1);
  g_assert_cmpint (g_array_index (geometry->gaps, MadoGap, 0).after, ==, 2);
  g_assert_cmpint (g_array_index (geometry->gaps, MadoGap, 0).n_missing, ==, 1);
  geometry = mado_display_set_get_geometry (self->sets->pdata[1]);
  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NO_PLANE);
}

/* Positions of two frames of reference are never in one stack. */
static void
test_frames_of_reference (MadoTestStack *self, gconstpointer data)
{
  for (int i = 0; i < 8; i++) {
    MadoDicomWriter *writer = mado_test_stack_begin (self, i + 1, 0, 0, i * 2);

    if (i >= 4)
      mado_dicom_writer_set_string (writer, TAG_FRAME_OF_REF, i < 7 ? "2.25.77" : "");
    mado_test_stack_end (self, writer);
  }
  mado_test_stack_read (self, 3);
  g_assert_cmpstr (mado_display_set_get_frame_of_reference (self->sets->pdata[0]), ==,
                   "2.25.8");
  g_assert_cmpstr (mado_display_set_get_frame_of_reference (self->sets->pdata[1]), ==,
                   "2.25.77");
  g_assert_null (mado_display_set_get_frame_of_reference (self->sets->pdata[2]));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (mado_display_set_get_geometry (self->sets->pdata[i])->n_slices, ==,
                     i == 0   ? 4
                     : i == 1 ? 3
                              : 1);
}

/* Words in scripts and logs, each its own. */
static void
test_names (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = MADO_REFUSAL_NONE; i <= MADO_REFUSAL_VALUES; i++)
    g_assert_true (g_hash_table_add (names, (char *) mado_refusal_get_name (i)));
  g_assert_cmpstr (mado_refusal_get_name (MADO_REFUSAL_NOT_PARALLEL), ==,
                   "not_parallel");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test)                                                          \
  g_test_add (path, MadoTestStack, data, mado_test_stack_set_up, test,                 \
              mado_test_stack_tear_down)
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/geometry-refusal/%s", cases[i].name);

    ADD (path, &cases[i], test_refusal);
  }
  ADD ("/mado/study/geometry-refusal/lost-position", "", test_lost_position);
  ADD ("/mado/study/geometry-refusal/position-not-a-number", "nan\\0\\6",
       test_lost_position);
  ADD ("/mado/study/geometry-refusal/frames-of-reference", NULL,
       test_frames_of_reference);
  g_test_add_func ("/mado/study/geometry-refusal/names", test_names);
  return g_test_run ();
}
