/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-view-state.h"

static void
test_extent (void)
{
  static const struct {
    double row_spacing, column_spacing, width, height;
  } cases[] = {
      {0.5, 0.5, 100, 50}, {1, 2, 200, 50},    {3, 1, 100, 150},
      {0, 0, 100, 50},     {-1, 1, 100, 50},   {G_MAXDOUBLE * 10, 1, 100, 50},
      {1, 0, 100, 50},     {1e-9, 1, 100, 50},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const MadoFrameInfo info = {.row_spacing = cases[i].row_spacing,
                                .column_spacing = cases[i].column_spacing};
    double width, height;

    mado_view_state_get_extent (100, 50, &info, &width, &height);
    g_assert_cmpfloat_with_epsilon (width, cases[i].width, 1e-9);
    g_assert_cmpfloat_with_epsilon (height, cases[i].height, 1e-9);
  }
}

static void
test_fit (void)
{
  static const struct {
    int width, height, rotation;
    double zoom;
  } cases[] = {{200, 400, 0, 2}, {200, 400, 1, 4}, {50, 10, 2, 0.2}, {400, 50, 3, 0.5}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const MadoFrameInfo info = {.row_spacing = 1, .column_spacing = 1};
    MadoViewState state = {.width = cases[i].width,
                           .height = cases[i].height,
                           .rotation = cases[i].rotation,
                           .pan_x = 7,
                           .pan_y = -8};

    mado_view_state_fit (&state, 100, 50, &info);
    g_assert_cmpfloat_with_epsilon (state.zoom, cases[i].zoom, 1e-9);
    g_assert_cmpfloat (state.pan_x, ==, 0);
    g_assert_cmpfloat (state.pan_y, ==, 0);
  }
}

/* A frame of 4 × 2, pixels twice as tall as wide, at zoom 10 in the middle of
 * 100 × 100: 40 × 40 px, upper left corner at 30, 30. */
static void
test_transform (void)
{
  static const struct {
    int rotation;
    bool is_flipped;
    double x, y, column, row;
  } cases[] = {
      {0, false, 30, 30, -0.5, -0.5}, {0, false, 70, 70, 3.5, 1.5},
      {0, false, 35, 40, 0, 0},       {0, true, 30, 30, 3.5, -0.5},
      {1, false, 70, 30, -0.5, -0.5}, {1, false, 70, 70, 3.5, -0.5},
      {1, true, 70, 30, 3.5, -0.5},   {2, false, 30, 30, 3.5, 1.5},
      {3, false, 30, 70, -0.5, -0.5}, {3, false, 30, 30, 3.5, -0.5},
  };
  const MadoFrameInfo info = {.row_spacing = 2, .column_spacing = 1};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MadoViewState state = {.width = 100,
                           .height = 100,
                           .zoom = 10,
                           .rotation = cases[i].rotation,
                           .is_flipped = cases[i].is_flipped};
    MadoViewTransform to_image, to_picture;
    double a, b;

    mado_view_state_get_transform (&state, 4, 2, &info, &to_image);
    mado_view_transform_apply (&to_image, cases[i].x, cases[i].y, &a, &b);
    g_assert_cmpfloat_with_epsilon (a, cases[i].column, 1e-9);
    g_assert_cmpfloat_with_epsilon (b, cases[i].row, 1e-9);
    mado_view_transform_invert (&to_image, &to_picture);
    mado_view_transform_apply (&to_picture, a, b, &a, &b);
    g_assert_cmpfloat_with_epsilon (a, cases[i].x, 1e-9);
    g_assert_cmpfloat_with_epsilon (b, cases[i].y, 1e-9);

    state.pan_x = 3; /* the picture moves right: 3 further right is the same place */
    mado_view_state_get_transform (&state, 4, 2, &info, &to_image);
    mado_view_transform_apply (&to_image, cases[i].x + 3, cases[i].y, &a, &b);
    g_assert_cmpfloat_with_epsilon (a, cases[i].column, 1e-9);
    g_assert_cmpfloat_with_epsilon (b, cases[i].row, 1e-9);
  }
}

typedef struct {
  const char *name;
  double row[3], column[3];
  char written[2][4];
  int rotation;
  bool is_flipped;
  const char *letters[4]; /* left, right, top, bottom */
} OrientationCase;

/* A supine axial slice runs to the patient's left and to the back. */
static const OrientationCase orientation_cases[] = {
    {"axial", {1, 0, 0}, {0, 1, 0}, .letters = {"R", "L", "A", "P"}},
    {"coronal", {1, 0, 0}, {0, 0, -1}, .letters = {"R", "L", "H", "F"}},
    {"sagittal", {0, 1, 0}, {0, 0, -1}, .letters = {"A", "P", "H", "F"}},
    {"axial-flipped",
     {1, 0, 0},
     {0, 1, 0},
     .is_flipped = true,
     .letters = {"L", "R", "A", "P"}},
    {"axial-90", {1, 0, 0}, {0, 1, 0}, .rotation = 1, .letters = {"P", "A", "R", "L"}},
    {"axial-180", {1, 0, 0}, {0, 1, 0}, .rotation = 2, .letters = {"L", "R", "P", "A"}},
    {"axial-270", {1, 0, 0}, {0, 1, 0}, .rotation = 3, .letters = {"A", "P", "L", "R"}},
    {"axial-flipped-90",
     {1, 0, 0},
     {0, 1, 0},
     .rotation = 1,
     .is_flipped = true,
     .letters = {"P", "A", "L", "R"}},
    /* tilted by 20° (cos 0.94, sin 0.34), by 5° (sin 0.09) */
    {"tilted", {1, 0, 0}, {0, 0.93969, -0.34202}, .letters = {"R", "L", "AH", "PF"}},
    {"hardly-tilted",
     {1, 0, 0},
     {0, 0.99619, -0.08716},
     .letters = {"R", "L", "A", "P"}},
    {"oblique",
     {0.7, 0.6, 0.387},
     {-0.6, 0.8, 0},
     .letters = {"RAF", "LPH", "AL", "PR"}},
    {"mammogram", .written = {"A", "FR"}, .letters = {"P", "A", "HL", "FR"}},
    {"mammogram-90", .written = {"A", "FR"}, .rotation = 1,
     .letters = {"FR", "HL", "P", "A"}},
    {"nothing", .letters = {"", "", "", ""}},
    {"nonsense", .written = {"X", "L"}, .letters = {"", "", "R", "L"}},
};

static void
test_orientation (gconstpointer data)
{
  const OrientationCase *c = data;
  const MadoViewState state = {
      .rotation = c->rotation, .is_flipped = c->is_flipped, .zoom = 1};
  MadoFrameInfo info = {.has_plane = c->row[0] != 0 || c->row[1] != 0};
  char letters[4][4];

  memcpy (info.row_direction, c->row, sizeof c->row);
  memcpy (info.column_direction, c->column, sizeof c->column);
  memcpy (info.patient_orientation, c->written, sizeof c->written);
  mado_view_state_get_orientation (&state, &info, letters);
  for (int i = 0; i < 4; i++)
    g_assert_cmpstr (letters[i], ==, c->letters[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mado/render/view-state/extent", test_extent);
  g_test_add_func ("/mado/render/view-state/fit", test_fit);
  g_test_add_func ("/mado/render/view-state/transform", test_transform);
  for (gsize i = 0; i < G_N_ELEMENTS (orientation_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/mado/render/view-state/orientation/%s",
                                             orientation_cases[i].name);

    g_test_add_data_func (path, &orientation_cases[i], test_orientation);
  }
  return g_test_run ();
}
