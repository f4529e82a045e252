/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "mado-test-slice.h"
#include "mado-test.h"

/* One attribute to write; numbers and text alike, "\" between values. */
typedef struct {
  MadoTag tag;
  const char *value;
} Attribute;

#define N_ATTRIBUTES 8

static MadoInstance *
read_with (const char *modality, bool has_no_plane, const Attribute *attributes)
{
  MadoTestSlice slice = {
      .modality = modality, .series = "1", .number = 1, .has_no_plane = has_no_plane};
  MadoDicomWriter *writer = mado_test_slice_begin (&slice);
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "slice", NULL);
  g_autoptr (GError) error = NULL;
  MadoInstance *instance = NULL;

  for (int i = 0; i < N_ATTRIBUTES && attributes[i].value != NULL; i++)
    mado_dicom_writer_set_string (writer, attributes[i].tag, attributes[i].value);
  mado_test_slice_end (writer, folder, "slice");
  instance = mado_instance_read (path, &error);
  mado_test_remove_tree (folder);
  g_assert_no_error (error);
  return instance;
}

/* PS3.3 10.7 and C.7.6.3.1.7. */
typedef struct {
  const char *name;
  const char *modality;
  Attribute attributes[N_ATTRIBUTES];
  MadoSpacingKind kind;
  double row;
  double column;
} SpacingCase;

#define PIXEL_SPACING   MADO_TAG (0x0028, 0x0030)
#define IMAGER_SPACING  MADO_TAG (0x0018, 0x1164)
#define CALIBRATION     MADO_TAG (0x0028, 0x0a02)
#define MAGNIFICATION   MADO_TAG (0x0018, 0x1114)
#define SCANNED_SPACING MADO_TAG (0x0018, 0x2010)
#define ASPECT_RATIO    MADO_TAG (0x0028, 0x0034)

static const SpacingCase spacing_cases[] = {
    {"cross-section",
     "CT",
     {{PIXEL_SPACING, "0.5\\0.25"}},
     MADO_SPACING_PATIENT,
     0.5,
     0.25},
    {"none", "CT", {{0}}, MADO_SPACING_NONE, 1, 1},
    {"zero", "CT", {{PIXEL_SPACING, "0\\0.5"}}, MADO_SPACING_NONE, 1, 1},
    {"negative", "CT", {{PIXEL_SPACING, "-1\\0.5"}}, MADO_SPACING_NONE, 1, 1},
    {"aspect", "US", {{ASPECT_RATIO, "4\\3"}}, MADO_SPACING_NONE, 4, 3},
    {"imager", "CR", {{IMAGER_SPACING, "0.2\\0.1"}}, MADO_SPACING_DETECTOR, 0.2, 0.1},
    {"imager-repeated",
     "DX",
     {{IMAGER_SPACING, "0.2\\0.2"}, {PIXEL_SPACING, "0.2\\0.2"}},
     MADO_SPACING_DETECTOR,
     0.2,
     0.2},
    {"calibrated",
     "DX",
     {{IMAGER_SPACING, "0.2\\0.2"}, {PIXEL_SPACING, "0.18\\0.18"}},
     MADO_SPACING_PATIENT,
     0.18,
     0.18},
    {"calibration-type",
     "XA",
     {{IMAGER_SPACING, "0.2\\0.2"},
      {PIXEL_SPACING, "0.2\\0.2"},
      {CALIBRATION, "FIDUCIAL"}},
     MADO_SPACING_PATIENT,
     0.2,
     0.2},
    {"projection-pixel-only",
     "CR",
     {{PIXEL_SPACING, "0.15\\0.15"}},
     MADO_SPACING_DETECTOR,
     0.15,
     0.15},
    {"magnified",
     "MG",
     {{IMAGER_SPACING, "0.09\\0.09"}, {MAGNIFICATION, "1.8"}},
     MADO_SPACING_PATIENT,
     0.05,
     0.05},
    {"not-magnified",
     "MG",
     {{IMAGER_SPACING, "0.09\\0.09"}, {MAGNIFICATION, "1"}},
     MADO_SPACING_DETECTOR,
     0.09,
     0.09},
    {"film", "OT", {{SCANNED_SPACING, "0.1\\0.1"}}, MADO_SPACING_DETECTOR, 0.1, 0.1},
};

static void
test_spacing (gconstpointer data)
{
  const SpacingCase *c = data;
  g_autoptr (MadoInstance) instance = read_with (c->modality, true, c->attributes);

  g_assert_cmpint (instance->frames[0].spacing_kind, ==, c->kind);
  g_assert_cmpfloat_with_epsilon (instance->frames[0].row_spacing, c->row, 1e-9);
  g_assert_cmpfloat_with_epsilon (instance->frames[0].column_spacing, c->column, 1e-9);
}

/* PS3.3 C.8.5.5.1: 0.05 cm = 0.5 mm; regions in other units do not count. */
static void
test_us_region (gconstpointer data)
{
  bool disagree = GPOINTER_TO_INT (data);
  MadoTestSlice slice = {
      .modality = "US", .series = "1", .number = 1, .has_no_plane = true};
  MadoDicomWriter *writer = mado_test_slice_begin (&slice);
  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "slice", NULL);
  g_autoptr (GError) error = NULL;
  double deltas[3] = {0.05, disagree ? 0.07 : 0.05, 0.01};

  for (int i = 0; i < 3; i++) {
    double delta = i == 1 ? -deltas[i] : deltas[i];

    mado_dicom_writer_begin_item (writer, MADO_TAG (0x0018, 0x6011));
    mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6012), i == 2 ? 3 : 1);
    mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6024), i == 2 ? 4 : 3);
    mado_dicom_writer_set_int (writer, MADO_TAG (0x0018, 0x6026), i == 2 ? 7 : 3);
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0018, 0x602c), &delta, 1);
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0018, 0x602e), &delta, 1);
    mado_dicom_writer_end_item (writer);
  }
  mado_test_slice_end (writer, folder, "slice");

  g_autoptr (MadoInstance) instance = mado_instance_read (path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (instance->frames[0].spacing_kind, ==,
                   disagree ? MADO_SPACING_NONE : MADO_SPACING_US_REGION);
  if (!disagree)
    g_assert_cmpfloat_with_epsilon (instance->frames[0].row_spacing, 0.5, 1e-9);
  mado_test_remove_tree (folder);
}

/* Directions that make no plane leave the frame without one. */
typedef struct {
  const char *name;
  const char *position;
  const char *orientation;
  bool has_plane;
} PlaneCase;

static const PlaneCase plane_cases[] = {
    {"axial", "1\\2\\3", "1\\0\\0\\0\\1\\0", true},
    {"rounded", "1\\2\\3", "0.71\\0.71\\0\\0\\0\\-1", true},
    {"not-unit", "1\\2\\3", "2\\0\\0\\0\\1\\0", false},
    {"zero", "1\\2\\3", "0\\0\\0\\0\\0\\0", false},
    {"skewed", "1\\2\\3", "1\\0\\0\\0.7071\\0.7071\\0", false},
    {"parallel", "1\\2\\3", "1\\0\\0\\1\\0\\0", false},
    {"short-orientation", "1\\2\\3", "1\\0\\0\\0\\1", false},
    {"short-position", "1\\2", "1\\0\\0\\0\\1\\0", false},
    {"far-away", "1e30\\2\\3", "1\\0\\0\\0\\1\\0", false},
};

static void
test_plane (gconstpointer data)
{
  const PlaneCase *c = data;
  const Attribute attributes[N_ATTRIBUTES] = {
      {MADO_TAG (0x0020, 0x0032), c->position},
      {MADO_TAG (0x0020, 0x0037), c->orientation}};
  g_autoptr (MadoInstance) instance = read_with ("CT", true, attributes);
  const MadoFrameInfo *frame = &instance->frames[0];

  g_assert_cmpint (frame->has_plane, ==, c->has_plane);
  if (!c->has_plane)
    return;

  const double *r = frame->row_direction;

  g_assert_cmpfloat (frame->position[2], ==, 3);
  g_assert_cmpfloat_with_epsilon (r[0] * r[0] + r[1] * r[1] + r[2] * r[2], 1, 1e-12);
}

static void
test_header (void)
{
  const Attribute attributes[N_ATTRIBUTES] = {
      {MADO_TAG (0x0010, 0x0010), "Yamada^Tarou=山田^太郎=やまだ^たろう"},
      {MADO_TAG (0x0010, 0x0030), "1960.04.03"},
      {MADO_TAG (0x0008, 0x0020), "20240229"},
      {MADO_TAG (0x0008, 0x0030), "09:15:30"},
      {MADO_TAG (0x0008, 0x0022), "20240301"},
      {MADO_TAG (0x0008, 0x0032), "101112.123456"},
      {MADO_TAG (0x0020, 0x0060), "L"},
      {MADO_TAG (0x0020, 0x0020), "A\\FR"},
  };
  g_autoptr (MadoInstance) instance = read_with ("CR", true, attributes);

  g_assert_cmpstr (instance->info.patient_name->ideographic, ==, "山田^太郎");
  g_assert_cmpstr (instance->info.patient_birth_date, ==, "19600403");
  g_assert_cmpstr (instance->info.study_date, ==, "20240229");
  g_assert_cmpstr (instance->info.study_time, ==, "091530");
  g_assert_cmpstr (instance->acquisition_date_time, ==, "20240301101112");
  g_assert_cmpstr (instance->laterality, ==, "L");
  g_assert_cmpstr (instance->frames[0].patient_orientation[0], ==, "A");
  g_assert_cmpstr (instance->frames[0].patient_orientation[1], ==, "FR");
  g_assert_cmpint (instance->acquisition_number, ==, -1);
  g_assert_cmpint (instance->instance_number, ==, 1);
  g_assert_false (instance->is_lossy);
}

/* Letters that are no directions are none at all. */
static void
test_bad_patient_orientation (void)
{
  const Attribute attributes[N_ATTRIBUTES] = {{MADO_TAG (0x0020, 0x0020), "A\\XYZ"}};
  g_autoptr (MadoInstance) instance = read_with ("CR", true, attributes);

  g_assert_cmpstr (instance->frames[0].patient_orientation[0], ==, "");
  g_assert_cmpstr (instance->frames[0].patient_orientation[1], ==, "");
}

/* IHE BIR: the recommended rate, else the cine rate, else the frame time. */
typedef struct {
  const char *recommended;
  const char *cine;
  const char *time;
  const char *vector;
  double expected_ms;
} RateCase;

static const RateCase rate_cases[] = {
    {"25", "10", "50", NULL, 40}, {NULL, "10", "50", NULL, 100},
    {NULL, NULL, "50", NULL, 50}, {NULL, NULL, NULL, "0\\30\\50", 40},
    {NULL, "0", NULL, NULL, 0},
};

static void
test_frame_time (gconstpointer data)
{
  const RateCase *c = data;
  Attribute attributes[N_ATTRIBUTES] = {{0}};
  int n = 0;

  if (c->recommended != NULL)
    attributes[n++] = (Attribute){MADO_TAG (0x0008, 0x2144), c->recommended};
  if (c->cine != NULL)
    attributes[n++] = (Attribute){MADO_TAG (0x0018, 0x0040), c->cine};
  if (c->time != NULL)
    attributes[n++] = (Attribute){MADO_TAG (0x0018, 0x1063), c->time};
  if (c->vector != NULL)
    attributes[n++] = (Attribute){MADO_TAG (0x0018, 0x1065), c->vector};

  g_autoptr (MadoInstance) instance = read_with ("US", true, attributes);

  g_assert_cmpfloat_with_epsilon (instance->frame_time_ms, c->expected_ms, 1e-9);
}

static void
test_lossy (void)
{
  const Attribute attributes[N_ATTRIBUTES] = {
      {MADO_TAG (0x0028, 0x2110), "01"},
      {MADO_TAG (0x0028, 0x2112), "4.5\\12"},
      {MADO_TAG (0x0028, 0x2114), "ISO_10918_1\\ISO_15444_1"}};
  g_autoptr (MadoInstance) instance = read_with ("CR", true, attributes);

  g_assert_true (instance->is_lossy);
  g_assert_cmpfloat (instance->lossy_ratio, ==, 12);
  g_assert_cmpstr (instance->lossy_method, ==, "ISO_10918_1\\ISO_15444_1");
}

/* Two frames of one enhanced file (PS3.3 C.7.6.16): shared and per-frame groups. */
static void
write_enhanced (const char *folder)
{
  static const double orientation[6] = {1, 0, 0, 0, 1, 0};
  static const double spacing[2] = {0.7, 0.8};
  MadoPixelFormat format = {4,  4,  4,  1,
                            16, 12, 11, .photometric = MADO_PHOTOMETRIC_MONOCHROME2};
  MadoTestSlice slice = {
      .modality = "MR", .series = "1", .number = 1, .has_no_plane = true};
  MadoDicomWriter *writer = mado_test_slice_begin (&slice);
  guint8 zeros[128] = {0};
  g_autoptr (GBytes) native = g_bytes_new (zeros, sizeof zeros);

  mado_dicom_writer_set_pixels (writer, &format, native);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x5200, 0x9229));
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0020, 0x9116));
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0037), orientation, 6);
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0028, 0x9110));
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x0050), "3");
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_end_item (writer);
  for (int i = 0; i < 4; i++) {
    double position[3] = {0, 0, i / 2 * 3.0};
    double slope = 1 + i, intercept = -4096, center = 10 + i, width = 100;

    mado_dicom_writer_begin_item (writer, MADO_TAG (0x5200, 0x9230));
    mado_dicom_writer_begin_item (writer, MADO_TAG (0x0020, 0x9113));
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0032), position, 3);
    mado_dicom_writer_end_item (writer);
    mado_dicom_writer_begin_item (writer, MADO_TAG (0x0020, 0x9111));
    mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x9128), i % 2 + 1);
    mado_dicom_writer_end_item (writer);
    mado_dicom_writer_begin_item (writer, MADO_TAG (0x0028, 0x9145));
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1052), &intercept, 1);
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1053), &slope, 1);
    mado_dicom_writer_end_item (writer);
    mado_dicom_writer_begin_item (writer, MADO_TAG (0x0028, 0x9132));
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1050), &center, 1);
    mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1051), &width, 1);
    mado_dicom_writer_end_item (writer);
    mado_dicom_writer_end_item (writer);
  }
  mado_test_slice_end (writer, folder, "enhanced");
}

static void
test_enhanced (void)
{
  g_autofree char *folder = mado_test_make_folder ();

  write_enhanced (folder);

  g_autoptr (MadoScan) scan = mado_test_scan (folder);
  g_autoptr (GPtrArray) sets = mado_test_list_sets (scan);

  /* Two moments of two places each. */
  g_assert_cmpuint (sets->len, ==, 2);
  g_assert_cmpstr (mado_display_set_get_stack_label (sets->pdata[1]), ==, "t=2");
  for (int i = 0; i < 2; i++) {
    const MadoFrameRef *ref = mado_display_set_get_frame (sets->pdata[1], i);
    const MadoFileWindow *window = ref->info->grayscale->windows->pdata[0];
    int frame = 1 + 2 * i;

    g_assert_cmpint (ref->frame, ==, frame);
    g_assert_true (ref->info->has_plane);
    g_assert_cmpfloat (ref->info->position[2], ==, i * 3);
    g_assert_cmpfloat (ref->info->row_spacing, ==, 0.7);
    g_assert_cmpfloat (ref->info->column_spacing, ==, 0.8);
    g_assert_cmpfloat (ref->info->slice_thickness, ==, 3);
    g_assert_cmpfloat (ref->info->grayscale->slope, ==, 1 + frame);
    g_assert_cmpfloat (ref->info->grayscale->intercept, ==, -4096);
    g_assert_cmpfloat (window->window.center, ==, 10 + frame);
    /* A rescale of its own: not the rule for classic MR. */
    g_assert_cmpint (window->window.space, ==, MADO_WINDOW_SPACE_MODALITY);
  }
  mado_test_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (spacing_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/instance/spacing/%s", spacing_cases[i].name);

    g_test_add_data_func (path, &spacing_cases[i], test_spacing);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (plane_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/instance/plane/%s", plane_cases[i].name);

    g_test_add_data_func (path, &plane_cases[i], test_plane);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (rate_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/study/instance/frame-time/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, &rate_cases[i], test_frame_time);
  }
  g_test_add_data_func ("/mado/study/instance/us-region/one", GINT_TO_POINTER (0),
                        test_us_region);
  g_test_add_data_func ("/mado/study/instance/us-region/disagree", GINT_TO_POINTER (1),
                        test_us_region);
  g_test_add_func ("/mado/study/instance/header", test_header);
  g_test_add_func ("/mado/study/instance/bad-patient-orientation",
                   test_bad_patient_orientation);
  g_test_add_func ("/mado/study/instance/lossy", test_lossy);
  g_test_add_func ("/mado/study/instance/enhanced", test_enhanced);
  return g_test_run ();
}
