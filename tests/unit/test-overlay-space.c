/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "mado-overlay-private.h"
#include "mado-test-slice.h"
#include "mado-test.h"

#define MAX_SLICES 8

/* Axial slices of 8 × 8 pixels of 0.5 mm at (0, y, z); expectations by hand. */
typedef struct {
  const char *name;
  const char *modality;
  int n;
  double z[MAX_SLICES];
  double y[MAX_SLICES];
  bool is_mpr;
  MadoLinkState link;
  const char *line;
  const char *japanese;
  const char *detail; /* part of the details */
} Case;

static const Case cases[] = {
    {.name = "regular",
     .modality = "CT",
     .n = 4,
     .z = {0, 2, 4, 6},
     .line = "Lossless · all images loaded",
     .japanese = "可逆 ・ 全画像読込済",
     .detail = "4 slices, 2 mm apart"},
    /* 0.5359 = 2 tan 15° */
    {.name = "tilt",
     .modality = "CT",
     .n = 4,
     .z = {0, 2, 4, 6},
     .y = {0, 0.535898, 1.071797, 1.607695},
     .line = "Gantry tilt 15°",
     .japanese = "ガントリチルト 15°",
     .detail = "tilted by 15°"},
    {.name = "tilt-mr",
     .modality = "MR",
     .n = 4,
     .z = {0, 2, 4, 6},
     .y = {0, 0.535898, 1.071797, 1.607695},
     .line = "Oblique stack 15°",
     .japanese = "スライス列の傾き 15°",
     .detail = "15° from it"},
    {.name = "missing",
     .modality = "CT",
     .n = 6,
     .z = {0, 2, 4, 10, 12, 14},
     .line = "2 slices missing after 3",
     .japanese = "スライス欠落 2枚(画像3の後)",
     .detail = "2 slices are missing after image 3: 6 mm without one."},
    {.name = "missing-twice",
     .modality = "CT",
     .n = 7,
     .z = {0, 2, 6, 8, 12, 14, 16},
     .line = "2 slices missing at 2 places",
     .japanese = "スライス欠落 2枚(2か所)",
     .detail = "1 slice is missing after image 2: 4 mm without one."},
    {.name = "irregular",
     .modality = "CT",
     .n = 6,
     .z = {0, 2, 4, 6.5, 8.5, 10.5},
     .line = "Spacing irregular: 0.5 mm after 3",
     .japanese = "スライス間隔不整 0.5 mm(画像3の後)",
     .detail = "after image 3 it is 0.5 mm more or less"},
    /* Rounding of positions is no irregularity. */
    {.name = "rounded",
     .modality = "CT",
     .n = 5,
     .z = {0, 1.99, 4, 6.01, 8},
     .line = "Lossless · all images loaded",
     .japanese = "可逆 ・ 全画像読込済",
     .detail = "5 slices, 2"},
    {.name = "few",
     .modality = "CT",
     .n = 2,
     .z = {0, 2},
     .line = "Lossless · all images loaded",
     .japanese = "可逆 ・ 全画像読込済",
     .detail = "MPR is not possible: There are 2 slices; at least 3 are needed."},
    {.name = "few-mpr",
     .modality = "CT",
     .n = 2,
     .z = {0, 2},
     .is_mpr = true,
     .line = "No MPR: too few slices",
     .japanese = "MPR不可: スライス数不足",
     .detail = "MPR is not possible: There are 2 slices; at least 3 are needed."},
    {.name = "gap-mpr",
     .modality = "CT",
     .n = 6,
     .z = {0, 2, 4, 30, 32, 34},
     .is_mpr = true,
     .line = "No MPR: gap too wide · 12 slices missing after 3",
     .japanese = "MPR不可: 間隔の空きが過大 ・ スライス欠落 12枚(画像3の後)",
     .detail = "After image 3 there is no slice for 26 mm."},
    {.name = "manual",
     .modality = "CT",
     .n = 4,
     .z = {0, 2, 4, 6},
     .link = MADO_LINK_MANUAL,
     .line = "Manual link",
     .japanese = "手動リンク",
     .detail = "set by the reader"},
    {.name = "no-frame",
     .modality = "CT",
     .n = 4,
     .z = {0, 2, 4, 6},
     .link = MADO_LINK_NO_FRAME,
     .line = "Not linked: no common frame of reference",
     .japanese = "連動不可: 基準座標系が異なる",
     .detail = "different frames of reference"},
    {.name = "linked",
     .modality = "CT",
     .n = 4,
     .z = {0, 2, 4, 6},
     .link = MADO_LINK_POSITION,
     .line = "Lossless · all images loaded",
     .japanese = "可逆 ・ 全画像読込済",
     .detail = "Linked to the other viewports by position."},
};

static MadoDisplaySet *
make_set (const Case *data)
{
  g_autofree char *folder = mado_test_make_folder ();
  g_autoptr (MadoScan) scan = NULL;
  g_autoptr (GPtrArray) sets = NULL;

  for (int i = 0; i < data->n; i++) {
    const MadoTestSlice slice = {.modality = data->modality,
                                 .series = "1",
                                 .number = i + 1,
                                 .position = {0, data->y[i], data->z[i]}};
    g_autofree char *name = g_strdup_printf ("%d", i);

    mado_test_slice_end (mado_test_slice_begin (&slice), folder, name);
  }
  scan = mado_test_scan (folder);
  sets = mado_test_list_sets (scan);
  g_assert_cmpuint (sets->len, ==, 1);
  mado_test_remove_tree (folder);
  return g_object_ref (sets->pdata[0]);
}

static void
init_input (MadoOverlayInput *input, MadoViewState *state, MadoDisplaySet *set)
{
  *state =
      (MadoViewState){.width = 640,
                      .height = 480,
                      .zoom = 2,
                      .interpolation = MADO_INTERPOLATION_LINEAR,
                      .voi = MADO_VOI_WINDOW,
                      .window = {40, 400, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY}};
  *input = (MadoOverlayInput){.set = set,
                              .columns = 8,
                              .rows = 8,
                              .n_loaded = mado_display_set_get_n_frames (set),
                              .state = state,
                              .level = MADO_ANNOTATION_FULL,
                              .scale = 1};
}

/* For all tests from here on: libintl does not look at LANGUAGE again. */
static bool
use_japanese (void)
{
  const char *folder = g_getenv ("MADO_LOCALEDIR");

  if (folder == NULL || setlocale (LC_MESSAGES, "C.UTF-8") == NULL) {
    g_test_skip ("no locale C.UTF-8 or no catalogue");
    return false;
  }
  g_setenv ("LANGUAGE", "ja", TRUE);
  bindtextdomain ("mado", folder);
  bind_textdomain_codeset ("mado", "UTF-8");
  return true;
}

static void
test_trust (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MadoDisplaySet) set = make_set (c);
  MadoOverlayInput input;
  MadoViewState state;
  bool is_warning;

  init_input (&input, &state, set);
  input.is_mpr = c->is_mpr;
  input.link = c->link;

  g_autofree char *line = mado_overlay_dup_trust_line (&input, &is_warning);
  g_autofree char *details = mado_overlay_dup_trust_details (&input);

  g_assert_cmpstr (line, ==, c->line);
  g_assert_cmpint (is_warning, ==, !g_str_has_prefix (line, "Lossless"));
  if (strstr (details, c->detail) == NULL)
    g_test_message ("%s", details);
  g_assert_nonnull (strstr (details, c->detail));
}

static void
test_japanese_trust (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MadoDisplaySet) set = make_set (&cases[i]);
    MadoOverlayInput input;
    MadoViewState state;
    bool is_warning;

    if (!use_japanese ())
      return;
    init_input (&input, &state, set);
    input.is_mpr = cases[i].is_mpr;
    input.link = cases[i].link;

    g_autofree char *line = mado_overlay_dup_trust_line (&input, &is_warning);

    g_assert_cmpstr (line, ==, cases[i].japanese);
  }
}

static bool
fits_cb (const char *text, gpointer user_data)
{
  return g_utf8_strlen (text, -1) <= GPOINTER_TO_INT (user_data);
}

/* Whole parts only; what is left out is counted; a number is never cut. */
static void
test_fitting (void)
{
  static const struct {
    int room;
    const char *line;
  } expected[] = {
      {90, "Manual link · 1 slice missing after 2 · Gantry tilt 15°"},
      {54, "Manual link · 1 slice missing after 2 +1"},
      {40, "Manual link · 1 slice missing after 2 +1"},
      {39, "Manual link +2"},
      {13, "Manual link"},
      {3, "Manual link"},
  };
  /* Tilted by 15°, one slice away after the second. */
  static const Case c = {.modality = "CT",
                         .n = 5,
                         .z = {0, 2, 6, 8, 10},
                         .y = {0, 0.535898, 1.607695, 2.143594, 2.679492}};
  g_autoptr (MadoDisplaySet) set = make_set (&c);
  MadoOverlayInput input;
  MadoViewState state;
  bool is_warning;

  init_input (&input, &state, set);
  input.link = MADO_LINK_MANUAL;
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree char *line = mado_trust_dup_fitting (&input, &is_warning, fits_cb,
                                                    GINT_TO_POINTER (expected[i].room));

    g_assert_cmpstr (line, ==, expected[i].line);
    g_assert_true (is_warning);
  }

  /* The brief form of the first has no numbers. */
  input.link = MADO_LINK_OFF;
  g_autofree char *line =
      mado_trust_dup_fitting (&input, &is_warning, fits_cb, GINT_TO_POINTER (17));

  g_assert_cmpstr (line, ==, "Slices missing +1");
}

static void
line_free (gpointer data)
{
  g_free (((MadoOverlayLine *) data)->text);
  g_free (data);
}

static char *
dup_corner (const MadoOverlayInput *input, MadoCorner corner)
{
  GPtrArray *corners[4];
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 4; i++)
    corners[i] = g_ptr_array_new_with_free_func (line_free);
  mado_overlay_make_lines (input, corners);
  for (guint k = 0; k < corners[corner]->len; k++)
    g_string_append_printf (text, "%s%s", k > 0 ? "|" : "",
                            ((MadoOverlayLine *) corners[corner]->pdata[k])->text);
  for (int i = 0; i < 4; i++)
    g_ptr_array_unref (corners[i]);
  return g_string_free (text, FALSE);
}

typedef struct {
  MadoPlaneKind kind;
  double angle; /* degrees about the patient's z axis */
  double slab;
  MadoSlabMode mode;
  const char *top;
  const char *bottom;
  const char *top_japanese;
} PlaneCase;

static const PlaneCase planes[] = {
    {MADO_PLANE_AXIAL, 0, 0, MADO_SLAB_MIP, "Axial|slices", "Se 1|Location 4 mm",
     "横断|slices"},
    {MADO_PLANE_CORONAL, 0, 10, MADO_SLAB_MIP, "Coronal|Slab 10 mm MIP|slices",
     "Se 1|Reformatted, linear|Location 1 mm", "冠状断|スラブ厚 10 mm MIP|slices"},
    {MADO_PLANE_SAGITTAL, 0, 2.5, MADO_SLAB_MEAN, "Sagittal|Slab 2.5 mm Mean|slices",
     "Se 1|Reformatted, linear|Location 2 mm", "矢状断|スラブ厚 2.5 mm 平均値|slices"},
    /* right = (cos 20°, sin 20°, 0), down = (0, 0, -1): the normal is
     * (-sin 20°, cos 20°, 0), and (2, 1, 4) lies 0.26 mm along it. */
    {MADO_PLANE_CORONAL, 20, 0, MADO_SLAB_MINIP, "Oblique (Coronal)|slices",
     "Se 1|Reformatted, linear|Location 0.3 mm", "斜断(冠状断)|slices"},
};

static void
init_plane (MadoOverlayInput *input,
            MadoPlaneView *view,
            MadoDisplaySet *set,
            const PlaneCase *data)
{
  *view = (MadoPlaneView){.slab = data->slab, .slab_mode = data->mode};
  mado_plane_init (&view->plane, data->kind, (MadoVector){2, 1, 4});
  if (data->angle != 0)
    view->plane.right = mado_vector_rotate (view->plane.right, (MadoVector){0, 0, 1},
                                            data->angle * G_PI / 180);
  init_input (input, &view->view, set);
  input->is_mpr = true;
  input->plane = view;
  input->position = 2;
  input->n_positions = 4;
}

static void
test_planes (void)
{
  g_autoptr (MadoDisplaySet) set = make_set (&cases[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (planes); i++) {
    MadoOverlayInput input;
    MadoPlaneView view;

    init_plane (&input, &view, set, &planes[i]);

    g_autofree char *top = dup_corner (&input, MADO_CORNER_TOP_LEFT);
    g_autofree char *bottom = dup_corner (&input, MADO_CORNER_BOTTOM_RIGHT);
    g_autofree char *left = dup_corner (&input, MADO_CORNER_BOTTOM_LEFT);

    g_assert_cmpstr (top, ==, planes[i].top);
    g_assert_cmpstr (bottom, ==, planes[i].bottom);
    /* 2 px per mm, pixels of 0.5 mm: one to one. */
    g_assert_cmpstr (left, ==, "WW 400  WL 40|Zoom 1|Plane 3 / 4");
  }
}

static void
test_japanese_planes (void)
{
  g_autoptr (MadoDisplaySet) set = make_set (&cases[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (planes) && use_japanese (); i++) {
    MadoOverlayInput input;
    MadoPlaneView view;

    init_plane (&input, &view, set, &planes[i]);

    g_autofree char *top = dup_corner (&input, MADO_CORNER_TOP_LEFT);

    g_assert_cmpstr (top, ==, planes[i].top_japanese);
  }
}

/* Every refusal has a sentence; with none there is none. */
static void
test_refusals (void)
{
  MadoGeometry geometry = {
      .refusal_slice = 1, .refusal_value = 12.5, .refusal_limit = 10};

  for (int i = MADO_REFUSAL_NONE; i <= MADO_REFUSAL_VALUES; i++) {
    geometry.refusal = i;
    g_autofree char *text = mado_overlay_dup_refusal (&geometry);

    if (i == MADO_REFUSAL_NONE)
      g_assert_null (text);
    else
      g_assert_true (g_str_has_suffix (text, "."));
  }
  geometry.refusal = MADO_REFUSAL_CROSSING;

  g_autofree char *crossing = mado_overlay_dup_refusal (&geometry);

  g_assert_cmpstr (crossing, ==,
                   "Slices cross inside the image: image 2 is turned by 12.5° against "
                   "the others.");
}

int
main (int argc, char *argv[])
{
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/render/overlay-space/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_trust);
  }
  g_test_add_func ("/mado/render/overlay-space/fitting", test_fitting);
  g_test_add_func ("/mado/render/overlay-space/planes", test_planes);
  g_test_add_func ("/mado/render/overlay-space/refusals", test_refusals);
  g_test_add_func ("/mado/render/overlay-space/japanese-trust", test_japanese_trust);
  g_test_add_func ("/mado/render/overlay-space/japanese-planes", test_japanese_planes);
  return g_test_run ();
}
