/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libintl.h>
#include <locale.h>

#include "mado-overlay-private.h"
#include "mado-test-dicom.h"
#include "mado-test.h"

typedef struct {
  guint32 tag;
  const char *vr;
  const char *value;
} Element;

/* After PS3.3 C.7: in the order of their tags, the Image Pixel Module between. */
static const Element ct_before[] = {
    {0x00080005, "CS", "ISO_IR 192"},
    {0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"},
    {0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7"},
    {0x00080018, "UI", "1.2.3.4"},
    {0x00080020, "DA", "20261120"},
    {0x00080022, "DA", "20261120"},
    {0x00080030, "TM", "101233"},
    {0x00080032, "TM", "101500.25"},
    {0x00080050, "SH", "A-77"},
    {0x00080060, "CS", "CT"},
    {0x00080080, "LO", "窓病院"},
    {0x00081030, "LO", "胸部単純CT"},
    {0x0008103E, "LO", "肺野"},
    {0x00100010, "PN", "Yamada^Tarou=山田^太郎=やまだ^たろう"},
    {0x00100020, "LO", "00123456"},
    {0x00100030, "DA", "19590302"},
    {0x00100040, "CS", "M"},
    {0x00101010, "AS", "067Y"},
    {0x00180050, "DS", "1.250"},
    {0x0020000D, "UI", "1.2.3.1"},
    {0x0020000E, "UI", "1.2.3.1.1"},
    {0x00200010, "SH", "S1"},
    {0x00200011, "IS", "2"},
    {0x00200013, "IS", "1"},
    {0x00200032, "DS", "-100\\-100\\-148.0"},
    {0x00200037, "DS", "1\\0\\0\\0\\1\\0"},
};
static const Element ct_after[] = {
    {0x00281050, "DS", "-600"},
    {0x00281051, "DS", "1500"},
};
static const Element cr_before[] = {
    {0x00080005, "CS", "ISO_IR 192"}, {0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.1"},
    {0x00080018, "UI", "1.2.3.5"},    {0x00080060, "CS", "CR"},
    {0x00100010, "PN", "Doe^Jane"},   {0x00100020, "LO", "7"},
    {0x00101010, "AS", "003M"},       {0x00181164, "DS", "0.1\\0.1"},
    {0x0020000D, "UI", "1.2.3.2"},    {0x0020000E, "UI", "1.2.3.2.1"},
    {0x00200020, "CS", "L\\F"},       {0x00200062, "CS", "R"},
};
static const Element cr_after[] = {
    {0x00282110, "CS", "01"},
    {0x00282112, "DS", "10"},
    {0x00282114, "CS", "ISO_10918_1"},
};
static const Element sc_before[] = {
    {0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7"},
    {0x00080018, "UI", "1.2.3.4"},
    {0x00080060, "CS", "OT"},
    {0x0020000D, "UI", "1.2.3.3"},
    {0x0020000E, "UI", "1.2.3.3.1"},
};

static void
put_all (MadoTestDicom *file, const Element *elements, gsize n)
{
  for (gsize i = 0; i < n; i++)
    mado_test_dicom_put_text (file, elements[i].tag, elements[i].vr, elements[i].value);
}

/* A display set of one 8 × 8 image. */
static MadoDisplaySet *
make_set (const Element *before, gsize n_before, const Element *after, gsize n_after)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autoptr (GPtrArray) instances =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mado_instance_unref);
  g_autoptr (GError) error = NULL;
  g_auto (MadoTestDicom) file = {0};
  static const guint8 pixels[128];

  mado_test_dicom_init (&file, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_preamble (&file);
  mado_test_dicom_put_meta (&file, "1.2.840.10008.1.2.1");
  put_all (&file, before, n_before);
  mado_test_dicom_put_image (&file, 8, 8, 16, 1);
  if (before == ct_before)
    mado_test_dicom_put_text (&file, 0x00280030, "DS", "0.7\\0.7");
  put_all (&file, after, n_after);
  mado_test_dicom_put (&file, 0x7FE00010, "OW", pixels, sizeof pixels);

  g_autofree char *path = mado_test_dicom_save (&file, folder, "a.dcm");
  MadoInstance *instance = mado_instance_read (path, &error);

  g_assert_no_error (error);
  g_ptr_array_add (instances, instance);
  mado_test_remove_tree (folder);

  g_autoptr (GListModel) patients = mado_patient_list_new (instances);
  g_autoptr (MadoPatient) patient = g_list_model_get_item (patients, 0);
  g_autoptr (MadoStudy) study =
      g_list_model_get_item (mado_patient_get_studies (patient), 0);
  g_autoptr (MadoSeries) series =
      g_list_model_get_item (mado_study_get_series (study), 0);

  return g_list_model_get_item (mado_series_get_display_sets (series), 0);
}

#define MAKE_SET(before, after)                                                        \
  make_set (before, G_N_ELEMENTS (before), after, G_N_ELEMENTS (after))

static void
init_input (MadoOverlayInput *input, MadoViewState *state, MadoDisplaySet *set)
{
  *state = (MadoViewState){
      .width = 640,
      .height = 480,
      .zoom = 1.3249,
      .voi = MADO_VOI_WINDOW,
      .window = {-600, 1500, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY}};
  *input = (MadoOverlayInput){.set = set,
                              .columns = 8,
                              .rows = 8,
                              .n_loaded = 1,
                              .state = state,
                              .level = MADO_ANNOTATION_FULL,
                              .scale = 1};
}

static void
line_free (gpointer data)
{
  g_free (((MadoOverlayLine *) data)->text);
  g_free (data);
}

/* The lines of a corner, one after the other with "|" between. */
static void
assert_corners (const MadoOverlayInput *input, const char *const expected[4])
{
  GPtrArray *corners[4];

  for (int i = 0; i < 4; i++)
    corners[i] = g_ptr_array_new_with_free_func (line_free);
  mado_overlay_make_lines (input, corners);
  for (int i = 0; i < 4; i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint k = 0; k < corners[i]->len; k++)
      g_string_append_printf (text, "%s%s", k > 0 ? "|" : "",
                              ((MadoOverlayLine *) corners[i]->pdata[k])->text);
    g_assert_cmpstr (text->str, ==, expected[i]);
    g_ptr_array_unref (corners[i]);
  }
}

/* IHE RAD TF-2 4.16.4.2.2.5.8: what stands in which corner. */
static void
test_lines (void)
{
  static const char *const full[] = {
      "Axial 1.25 mm|やまだ たろう|山田 太郎  M 67 y|00123456  1959-03-02",
      "窓病院|胸部単純CT|2026-11-20 10:15|Study ID S1|Accession A-77",
      "WW 1500  WL -600|Zoom 1.32|Image 1 / 1",
      "Se 2  肺野|Thickness 1.25 mm  Location -148",
  };
  static const char *const minimal[] = {"山田 太郎|00123456", "",
                                        "WW 1500  WL -600|Image 1 / 1", ""};
  static const char *const none[] = {"", "", "", ""};
  g_autoptr (MadoDisplaySet) set = MAKE_SET (ct_before, ct_after);
  MadoOverlayInput input;
  MadoViewState state;

  init_input (&input, &state, set);
  assert_corners (&input, full);
  input.level = MADO_ANNOTATION_MINIMAL;
  assert_corners (&input, minimal);
  input.level = MADO_ANNOTATION_NONE;
  assert_corners (&input, none);
}

static void
test_projection_lines (void)
{
  static const char *const full[] = {"CR|Doe Jane   3 mo|7", "",
                                     "WW 0.5  WL 0.125|Zoom 1.32|Image 1 / 1",
                                     "R|Lossy compression 1:10 (JPEG)"};
  g_autoptr (MadoDisplaySet) set = MAKE_SET (cr_before, cr_after);
  MadoOverlayInput input;
  MadoViewState state;

  init_input (&input, &state, set);
  state.window.center = 0.125;
  state.window.width = 0.5;
  assert_corners (&input, full);
}

static void
assert_trust (const MadoOverlayInput *input, const char *expected, bool is_warning)
{
  bool warns = !is_warning;
  g_autofree char *line = mado_overlay_dup_trust_line (input, &warns);
  g_autofree char *details = mado_overlay_dup_trust_details (input);

  g_assert_cmpstr (line, ==, expected);
  g_assert_cmpint (warns, ==, is_warning);
  g_assert_true (strchr (details, '.') != NULL || strstr (details, "。") != NULL);
}

static void
test_trust (void)
{
  g_autoptr (MadoDisplaySet) ct = MAKE_SET (ct_before, ct_after);
  g_autoptr (MadoDisplaySet) cr = MAKE_SET (cr_before, cr_after);
  g_autoptr (MadoDisplaySet) sc =
      make_set (sc_before, G_N_ELEMENTS (sc_before), NULL, 0);
  MadoOverlayInput input;
  MadoViewState state;

  init_input (&input, &state, ct);
  assert_trust (&input, "Lossless · all images loaded", false);
  input.n_loaded = 0;
  assert_trust (&input, "Loading 0/1", true);
  input.n_loaded = -1;
  assert_trust (&input, "Lossless", false);

  init_input (&input, &state, cr);
  assert_trust (&input, "Lossy compression 1:10 (JPEG) · mm at the detector", true);
  init_input (&input, &state, sc);
  assert_trust (&input, "Uncalibrated", true);
}

static void
test_numbers (void)
{
  static const struct {
    double value;
    int digits;
    const char *text;
  } cases[] = {
      {1500, 0, "1500"},    {-600.4, 0, "-600"}, {-0.2, 0, "0"},     {1.25, 2, "1.25"},
      {5, 2, "5"},          {100, 2, "100"},     {1e-5, 3, "1e-05"}, {1e12, 0, "1e+12"},
      {-148.04, 1, "-148"}, {0, 3, "0"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = mado_overlay_dup_number (cases[i].value, cases[i].digits);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* Draws on nothing; a transparent px is one that no annotation touches. */
static cairo_surface_t *
draw (const MadoOverlayInput *input)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, input->state->width, input->state->height);
  cairo_t *cr = cairo_create (surface);

  mado_overlay_draw (cr, input);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static bool
is_empty (cairo_surface_t *surface, int x, int y, int width, int height)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);

  for (int i = y; i < y + height; i++)
    for (int j = x; j < x + width; j++)
      if (pixels[i * stride + 4 * j + 3] != 0)
        return false;
  return true;
}

/* The trust line and the notice are there at every level and size; "none" leaves
 * the rest of the picture alone. */
static void
test_levels (void)
{
  static const int sizes[][2] = {
      {60, 40}, {130, 100}, {200, 600}, {500, 400}, {900, 70}};
  g_autoptr (MadoDisplaySet) set = MAKE_SET (ct_before, ct_after);
  MadoOverlayInput input;
  MadoViewState state;

  init_input (&input, &state, set);
  input.not_for_diagnosis = true;
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int level = MADO_ANNOTATION_FULL; level <= MADO_ANNOTATION_NONE; level++) {
      const int width = state.width = sizes[i][0], height = state.height = sizes[i][1];

      input.level = level;

      cairo_surface_t *surface = draw (&input);

      g_assert_false (is_empty (surface, 0, height - 20, width, 20));
      g_assert_false (is_empty (surface, 0, 0, width, 15));
      if (level == MADO_ANNOTATION_NONE)
        g_assert_true (is_empty (surface, 0, 15, width, height - 35));
      else if (width >= 130 && height >= 100)
        g_assert_false (is_empty (surface, 0, 15, width, height - 35));
      cairo_surface_destroy (surface);
    }
}

/* At any size the corners keep to their quarters: a cross through the middle is
 * free but for the four letters. */
static void
test_no_overlap (void)
{
  g_autoptr (MadoDisplaySet) set = MAKE_SET (ct_before, ct_after);
  MadoOverlayInput input;
  MadoViewState state;

  init_input (&input, &state, set);
  for (int scale = 1; scale <= 2; scale++)
    for (int width = 90; width < 900; width += 110)
      for (int height = 90; height < 700; height += 120) {
        state.width = width;
        state.height = height;
        input.scale = scale;

        cairo_surface_t *surface = draw (&input);
        const int bottom = height - 20 * scale, letter = 22 * scale;
        const int side = 28 * scale;

        /* between the letters, down and across */
        if (bottom > 2 * letter)
          g_assert_true (is_empty (surface, width / 2, letter, 1,
                                   bottom - 2 * letter - 4 * scale));
        if (width > 2 * side)
          g_assert_true (is_empty (surface, side, bottom / 2, width - 2 * side, 1));
        cairo_surface_destroy (surface);
      }
}

/* Hostile text: not UTF-8 after all, very long, with line breaks. */
static void
test_hostile_text (void)
{
  g_autofree char *letters = g_strnfill (70000, 'W');
  const char *const texts[] = {"a\xff\xfe"
                               "b",
                               letters, "two\nlines\r\tand", "\xe5\xb1", "<b>&amp;"};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const MadoOverlayText *text =
        mado_overlay_text_get (texts[i], MADO_OVERLAY_PLAIN, 1, 100);

    g_assert_nonnull (text);
    g_assert_cmpint (mado_overlay_text_get_width (text), <=, 100);
    g_assert_cmpint (mado_overlay_text_get_height (text), <, 40);
  }
  g_assert_null (mado_overlay_text_get ("text", MADO_OVERLAY_PLAIN, 1, -50));
}

/* Thousands of different lines are forgotten again. */
static void
test_cache (void)
{
  g_autoptr (MadoDisplaySet) set = MAKE_SET (ct_before, ct_after);
  MadoOverlayInput input;
  MadoViewState state;

  init_input (&input, &state, set);
  for (int i = 0; i < 600; i++) {
    state.window.center = i;
    cairo_surface_destroy (draw (&input));
  }
}

static void
test_japanese (void)
{
  static const char *const full[] = {
      "横断 1.25 mm|やまだ たろう|山田 太郎  男 67歳|00123456  1959-03-02",
      "窓病院|胸部単純CT|2026-11-20 10:15|検査ID S1|受付番号 A-77",
      "WW 1500  WL -600|拡大 1.32|画像 1 / 1",
      "Se 2  肺野|厚 1.25 mm  位置 -148",
  };
  g_autoptr (MadoDisplaySet) set = MAKE_SET (ct_before, ct_after);
  MadoOverlayInput input;
  MadoViewState state;

  if (setlocale (LC_MESSAGES, "C.UTF-8") == NULL ||
      g_getenv ("MADO_LOCALEDIR") == NULL) {
    g_test_skip ("no locale C.UTF-8 or no catalogue");
    return;
  }

  g_setenv ("LANGUAGE", "ja", TRUE);
  bindtextdomain ("mado", g_getenv ("MADO_LOCALEDIR"));
  bind_textdomain_codeset ("mado", "UTF-8");
  init_input (&input, &state, set);
  assert_corners (&input, full);
  assert_trust (&input, "可逆 ・ 全画像読込済", false);
}

int
main (int argc, char *argv[])
{
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mado/render/overlay/lines", test_lines);
  g_test_add_func ("/mado/render/overlay/projection-lines", test_projection_lines);
  g_test_add_func ("/mado/render/overlay/trust", test_trust);
  g_test_add_func ("/mado/render/overlay/numbers", test_numbers);
  g_test_add_func ("/mado/render/overlay/levels", test_levels);
  g_test_add_func ("/mado/render/overlay/no-overlap", test_no_overlap);
  g_test_add_func ("/mado/render/overlay/hostile-text", test_hostile_text);
  g_test_add_func ("/mado/render/overlay/cache", test_cache);
  g_test_add_func ("/mado/render/overlay/japanese", test_japanese);
  return g_test_run ();
}
