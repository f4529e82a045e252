/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-reslice-plan-private.h"
#include "mado-reslice.h"
#include "mado-test-volume.h"

#define N_RANDOM 4

/* The same noise every time, 0 to 1. */
static double
noise (int column, int row, int slice)
{
  guint32 h = (guint32) column * 73856093U ^ (guint32) row * 19349663U ^
              (guint32) slice * 83492791U;

  h = (h ^ h >> 13) * 0x5bd1e995U;
  h = (h ^ h >> 15) * 0x27d4eb2fU;
  return (h >> 8) / 16777216.0;
}

typedef struct {
  double low;
  double high;
} Range;

static double
noise_voxel (int column, int row, int slice, gpointer user_data)
{
  const Range *range = user_data;

  return range->low + noise (column, row, slice) * (range->high - range->low);
}

/* Padding in a ball, a block and single voxels. */
static double
padded_voxel (int column, int row, int slice, gpointer user_data)
{
  const double x = column - 6, y = row - 5, z = slice - 4;

  if (x * x + y * y + z * z < 9 || (column > 15 && row > 9) ||
      noise (column + 99, row, slice) < 0.02)
    return -2000;
  return noise_voxel (column, row, slice, user_data);
}

static double
broken_voxel (int column, int row, int slice, gpointer user_data)
{
  const double random = noise (column + 99, row, slice);

  if (random < 0.03)
    return random < 0.01 ? NAN : random < 0.02 ? INFINITY : -INFINITY;
  return noise_voxel (column, row, slice, user_data);
}

#define SLICES 11

static const double irregular[SLICES] = {0, 2, 4.5, 6, 8.2, 10, 12, 14, 15, 18.7, 20};
static const double gapped[SLICES] = {0, 2, 4, 6, 14, 16, 18, 20, 26, 28, 30};
static const guint8 partly[SLICES] = {1, 1, 0, 1, 1, 1, 2, 0, 0, 1, 0};
static const double slopes[SLICES] = {1, 2, 0.5, 3, 1.5, 1, 2.5, 0.1, 1, 2, 1};
static const double intercepts[SLICES] = {0, 5, -7, 9, 0, 100, 2, 3, -50, 8, 1};

static Range full_u8 = {0, 255}, full_s8 = {-128, 127}, full_u16 = {0, 65535},
             ct = {-1024, 3071}, full_u32 = {0, 4294967295.0}, full_s32 = {-2e9, 2e9},
             small = {-1e-3, 1e-3};

static guint16 lut_entries[256];
static const MadoLut lut = {-20, 256, 16, lut_entries, NULL};

typedef struct {
  const char *name;
  MadoTestVolume volume;
} Stack;

#define BODY                                                                           \
  .columns = 19, .rows = 14, .slices = SLICES, .column_spacing = 0.7,                  \
  .row_spacing = 0.9, .spacing = 2, .origin = {-30, 12, 5}

static const Stack stacks[] = {
    {"u8", {BODY, .type = MADO_SAMPLE_U8, .voxel = noise_voxel, .user_data = &full_u8}},
    {"s8", {BODY, .type = MADO_SAMPLE_S8, .voxel = noise_voxel, .user_data = &full_s8}},
    {"u16",
     {BODY, .type = MADO_SAMPLE_U16, .voxel = noise_voxel, .user_data = &full_u16}},
    {"s16", {BODY, .type = MADO_SAMPLE_S16, .voxel = noise_voxel, .user_data = &ct}},
    {"u32",
     {BODY, .type = MADO_SAMPLE_U32, .voxel = noise_voxel, .user_data = &full_u32}},
    {"s32",
     {BODY, .type = MADO_SAMPLE_S32, .voxel = noise_voxel, .user_data = &full_s32}},
    {"float",
     {BODY, .type = MADO_SAMPLE_F32, .voxel = noise_voxel, .user_data = &small}},
    {"double",
     {BODY, .type = MADO_SAMPLE_F64, .voxel = noise_voxel, .user_data = &small}},
    {"tilted",
     {BODY, .type = MADO_SAMPLE_S16, .voxel = noise_voxel, .user_data = &ct,
      .tilt = {0, 0.36}}},
    {"irregular",
     {BODY, .type = MADO_SAMPLE_S16, .voxel = noise_voxel, .user_data = &ct,
      .along = irregular}},
    {"irregular-tilted",
     {BODY, .type = MADO_SAMPLE_U8, .voxel = noise_voxel, .user_data = &full_u8,
      .along = irregular, .tilt = {0.1, -0.2}}},
    {"gapped",
     {BODY, .type = MADO_SAMPLE_S16, .voxel = noise_voxel, .user_data = &ct,
      .along = gapped}},
    {"partly",
     {BODY, .type = MADO_SAMPLE_S16, .voxel = noise_voxel, .user_data = &ct,
      .states = partly}},
    {"partly-float",
     {BODY, .type = MADO_SAMPLE_F32, .voxel = noise_voxel, .user_data = &small,
      .states = partly}},
    {"slopes",
     {BODY, .type = MADO_SAMPLE_U16, .voxel = noise_voxel, .user_data = &full_u8,
      .slopes = slopes, .intercepts = intercepts}},
    {"lut",
     {BODY, .type = MADO_SAMPLE_U8, .voxel = noise_voxel, .user_data = &full_u8,
      .lut = &lut}},
    {"padded",
     {BODY, .type = MADO_SAMPLE_S16, .voxel = padded_voxel, .user_data = &ct,
      .has_padding = true, .padding_low = -2000, .padding_high = -2000}},
    {"padded-slopes",
     {BODY, .type = MADO_SAMPLE_S16, .voxel = padded_voxel, .user_data = &ct,
      .slopes = slopes, .has_padding = true, .padding_low = -2000,
      .padding_high = -2000}},
    {"not-finite",
     {BODY, .type = MADO_SAMPLE_F32, .voxel = broken_voxel, .user_data = &small}},
    {"sagittal",
     {BODY, .type = MADO_SAMPLE_S16, .voxel = noise_voxel, .user_data = &ct,
      .row = {0, 1, 0}, .column = {0, 0, -1}}},
    {"narrow",
     {.columns = 2,
      .rows = 2,
      .slices = 3,
      .type = MADO_SAMPLE_S16,
      .voxel = noise_voxel,
      .user_data = &ct}},
    {"long",
     {.columns = 300,
      .rows = 3,
      .slices = 4,
      .type = MADO_SAMPLE_U16,
      .voxel = noise_voxel,
      .user_data = &full_u16}},
};

typedef struct {
  const Stack *stack;
  MadoInterpolation interpolation;
} Case;

static MadoVector
random_direction (GRand *rand)
{
  MadoVector v;

  do
    v = (MadoVector){g_rand_double_range (rand, -1, 1),
                     g_rand_double_range (rand, -1, 1),
                     g_rand_double_range (rand, -1, 1)};
  while (mado_vector_length (v) < 0.1);
  return mado_vector_normalize (v);
}

/* A standard plane, one turned about an axis, or any. */
static void
random_view (GRand *rand, const MadoGeometry *geometry, MadoPlaneView *view)
{
  const MadoVector middle = mado_geometry_get_center (geometry);
  const MadoPlaneKind kind =
      (MadoPlaneKind) (MADO_PLANE_AXIAL + g_rand_int_range (rand, 0, 3));
  const int how = g_rand_int_range (rand, 0, 4);

  *view = (MadoPlaneView){
      .view = {.width = g_rand_int_range (rand, 1, 60),
               .height = g_rand_int_range (rand, 1, 40),
               .rotation = g_rand_int_range (rand, 0, 4),
               .is_flipped = g_rand_boolean (rand),
               .zoom = g_rand_double_range (rand, 0.3, 5),
               .pan_x = g_rand_double_range (rand, -4, 4),
               .pan_y = g_rand_double_range (rand, -4, 4)},
  };
  mado_plane_init (&view->plane, kind,
                   mado_vector_add_scaled (middle, random_direction (rand),
                                           g_rand_double_range (rand, 0, 3)));
  if (how == 1) {
    const double angle = g_rand_double_range (rand, -3, 3);

    view->plane.right = mado_vector_rotate (view->plane.right, view->plane.down, angle);
  } else if (how == 2) {
    view->plane.right = random_direction (rand);
    view->plane.down = mado_vector_normalize (
        mado_vector_cross (view->plane.right, random_direction (rand)));
  }
}

/* Whether rounding may decide which voxel is this px's own. */
static bool
is_tie (const MadoReslicePlan *plan, int x, int y)
{
  for (int i = 0; i < plan->n_samples; i++) {
    double at[3];

    mado_reslice_plan_locate (plan, x + 0.5, y + 0.5, i, at);
    for (int k = 0; k < 3; k++) {
      const double part = at[k] + 0.5 + MADO_RESLICE_TIE;

      if (fabs (part - rint (part)) < 2e-4)
        return true;
    }
    /* The ends of what is known at a gap. */
    if (!plan->is_affine && fabs (remainder (at[2], 1)) > 0.05)
      for (int k = 0; k < plan->size[2]; k++)
        if (fabs (fabs (at[2] - k) - (double) plan->slices[k].after) < 2e-4 ||
            fabs (fabs (at[2] - k) - (double) plan->slices[k].before) < 2e-4)
          return true;
  }
  return false;
}

/* Returns 1 for a px that may differ. */
static int
assert_px (const MadoReslicePlan *plan, float value, int x, int y, double tolerance)
{
  const double expected = mado_reslice_plan_get_value (plan, x + 0.5, y + 0.5);

  if (isnan (expected) ? isnan (value)
      : isinf (expected)
          ? isinf (value) && value < 0
          : fabs ((double) value - expected) <= tolerance + 1e-6 * fabs (expected))
    return 0;
  if (!is_tie (plan, x, y))
    g_error ("(%d, %d) of %d × %d, %d samples: %g is not %g", x, y, plan->width,
             plan->height, plan->n_samples, (double) value, expected);
  return 1;
}

static void
assert_same_as_reference (const MadoVolume *volume,
                          const MadoPlaneView *view,
                          double tolerance)
{
  const int width = view->view.width, height = view->view.height;
  g_autofree float *values = g_new (float, (gsize) width *(gsize) height);
  g_auto (MadoReslicePlan) plan = {0};
  int n_ties = 0;

  mado_reslice_plan_init (&plan, volume, view);
  mado_reslice_cpu (volume, view, values);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      n_ties += assert_px (&plan, values[y * width + x], x, y, tolerance);
  g_assert_cmpint (n_ties, <=, 3 + width * height / 20);
}

/* The largest difference of two modality values. */
static double
get_extent (const MadoTestVolume *test)
{
  const Range *range = test->user_data;
  const double extent = range->high - range->low;

  return test->lut != NULL ? 65535 : test->slopes != NULL ? 3 * extent : extent;
}

static void
test_fast (gconstpointer data)
{
  const Case *c = data;
  const MadoTestVolume *test = &c->stack->volume;
  g_autoptr (MadoVolume) volume = mado_test_volume_make (test);
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);
  const double tolerance = 2e-5 * get_extent (test);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < N_RANDOM * 4; i++) {
    MadoPlaneView view;

    random_view (rand, geometry, &view);
    view.view.interpolation = c->interpolation;
    if (i % 4 != 0) {
      view.slab = g_rand_double_range (rand, 0, 9);
      view.slab_mode = (MadoSlabMode) (i % 4);
      view.view.width = MIN (view.view.width, 24);
      view.view.height = MIN (view.view.height, 18);
    }
    assert_same_as_reference (volume, &view, tolerance);
  }
}

static double
numbered_voxel (int column, int row, int slice, gpointer user_data)
{
  return 1000 * slice + 40 * row + column;
}

static const MadoTestVolume numbered = {
    .type = MADO_SAMPLE_U16,
    .columns = 21,
    .rows = 16,
    .slices = 7,
    .column_spacing = 0.5,
    .row_spacing = 0.5,
    .spacing = 2.5,
    .voxel = numbered_voxel,
};

/* On the stack's own grid each px is a voxel, whatever the interpolation. */
static void
test_own_grid (void)
{
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&numbered);
  float values[21 * 16];

  for (int how = MADO_INTERPOLATION_NEAREST; how <= MADO_INTERPOLATION_CUBIC; how++)
    for (int slice = 0; slice < 7; slice++) {
      MadoPlaneView view = {
          .view = {.width = 21, .height = 16, .zoom = 2, .interpolation = how}};

      mado_plane_init (&view.plane, MADO_PLANE_AXIAL,
                       (MadoVector){5, 3.75, slice * 2.5});
      mado_reslice_cpu (volume, &view, values);
      for (int i = 0; i < 21 * 16; i++)
        g_assert_cmpfloat (values[i], ==,
                           (float) numbered_voxel (i % 21, i / 21, slice, NULL));
    }
}

/* Half way between voxels the one with the higher index is meant, in any picture. */
static void
test_ties (void)
{
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&numbered);
  float values[22 * 16];

  for (int flip = 0; flip < 2; flip++) {
    MadoPlaneView view = {.view = {.width = 22,
                                   .height = 16,
                                   .zoom = 2,
                                   .is_flipped = flip == 1,
                                   .interpolation = MADO_INTERPOLATION_NEAREST}};

    mado_plane_init (&view.plane, MADO_PLANE_AXIAL, (MadoVector){5, 3.75, 3.75});
    mado_reslice_cpu (volume, &view, values);
    for (int i = 0; i < 22 * 16; i++) {
      const int column = flip ? 21 - i % 22 : i % 22;
      const float expected =
          column < 21 ? numbered_voxel (column, i / 22, 2, NULL) : -INFINITY;

      g_assert_cmpfloat (values[i], ==, expected);
    }
  }
}

static double
get_at (const MadoVolume *volume, MadoInterpolation how, MadoVector point)
{
  MadoPlaneView view = {
      .view = {.width = 1, .height = 1, .zoom = 1, .interpolation = how}};

  mado_plane_init (&view.plane, MADO_PLANE_AXIAL, point);
  return mado_reslice_reference (volume, &view, 0.5, 0.5);
}

static double
step_voxel (int column, int row, int slice, gpointer user_data)
{
  return column == 3 && row == 3 && slice == 3 ? 1000 : 0;
}

/* One voxel that is not 0: its neighbourhood is the kernel, worked out by hand. */
static void
test_kernels (void)
{
  static const struct {
    MadoInterpolation how;
    double at[3];
    double expected;
  } cases[] = {
      {MADO_INTERPOLATION_NEAREST, {3.4, 3.4, 2.6}, 1000},
      {MADO_INTERPOLATION_NEAREST, {3.6, 3, 3}, 0},
      {MADO_INTERPOLATION_LINEAR, {3.25, 3, 3}, 750},
      {MADO_INTERPOLATION_LINEAR, {3.25, 2.5, 2.8}, 1000 * 0.75 * 0.5 * 0.8},
      /* Catmull-Rom: 0.5 → 9/16, 1.5 → −1/16 (Keys 1981, a = −1/2). */
      {MADO_INTERPOLATION_CUBIC, {3.5, 3, 3}, 1000 * 9 / 16.0},
      {MADO_INTERPOLATION_CUBIC, {4.5, 3, 3}, -1000 / 16.0},
      {MADO_INTERPOLATION_CUBIC, {1.5, 2.5, 3}, -1000 / 16.0 * 9 / 16},
      {MADO_INTERPOLATION_CUBIC, {3, 3, 1.5}, -1000 / 16.0},
      {MADO_INTERPOLATION_CUBIC,
       {3, 3.75, 3},
       1000 * (1.5 * 0.421875 - 2.5 * 0.5625 + 1)},
  };
  const MadoTestVolume test = {
      .columns = 8, .rows = 8, .slices = 8, .voxel = step_voxel};
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&test);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (
        get_at (volume, cases[i].how, mado_vector_from_array (cases[i].at)),
        cases[i].expected, 1e-9);
}

static double
slice_voxel (int column, int row, int slice, gpointer user_data)
{
  return 100 * slice;
}

/* Faces, gaps and distances: values by hand for a stack along z. */
static void
test_slices (void)
{
  /* Distances 2, but 1.5 and 2.5 before and after the third; two missing after the
   * fifth. */
  static const double along[] = {0, 2, 3.5, 6, 8, 14, 16, 18, 20};
  static const guint8 states[] = {1, 1, 1, 1, 1, 1, 1, 0, 1};
  static const struct {
    double z;
    double expected;
  } cases[] = {
      {-1.01, -INFINITY}, {-0.9, 0},   {0, 0},      {1, 50},     {2.75, 150},
      {3.6, 204},         {6, 300},    {8.5, 400},  {8.99, 400}, {9.01, NAN},
      {12.9, NAN},        {13.1, 500}, {15, 550},   {16.9, 600}, {17.1, NAN},
      {18, NAN},          {18.9, NAN}, {19.1, 800}, {20.9, 800}, {21.1, -INFINITY},
  };
  const MadoTestVolume test = {.columns = 4,
                               .rows = 4,
                               .slices = G_N_ELEMENTS (along),
                               .along = along,
                               .states = states,
                               .voxel = slice_voxel};
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&test);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    /* Cubic is linear between these slices: their distances differ. */
    for (int how = MADO_INTERPOLATION_LINEAR; how <= MADO_INTERPOLATION_CUBIC; how++) {
      const double found = get_at (volume, how, (MadoVector){1.5, 1.5, cases[i].z});

      if (isnan (cases[i].expected))
        g_assert_true (isnan (found));
      else if (isinf (cases[i].expected))
        g_assert_cmpfloat (found, ==, cases[i].expected);
      else
        g_assert_cmpfloat_with_epsilon (found, cases[i].expected, 1e-9);
    }
  }
  g_assert_cmpfloat (
      get_at (volume, MADO_INTERPOLATION_LINEAR, (MadoVector){-0.51, 1, 1}), ==,
      -INFINITY);
  g_assert_cmpfloat (
      get_at (volume, MADO_INTERPOLATION_LINEAR, (MadoVector){1, 3.51, 1}), ==,
      -INFINITY);
}

/* A slice that is there twice leaves the gap behind it where it is. */
static void
test_gap_after_duplicate (void)
{
  /* The third again; two are missing after the sixth place. */
  static const double along[] = {0, 2, 4, 4, 6, 8, 10, 16, 18, 20, 22};
  const MadoTestVolume test = {.columns = 4,
                               .rows = 4,
                               .slices = G_N_ELEMENTS (along),
                               .along = along,
                               .voxel = slice_voxel};
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&test);
  const int how = MADO_INTERPOLATION_LINEAR;

  g_assert_cmpint (mado_volume_get_geometry (volume)->n_slices, ==, 10);
  g_assert_true (isnan (get_at (volume, how, (MadoVector){1, 1, 13})));
  g_assert_cmpfloat_with_epsilon (get_at (volume, how, (MadoVector){1, 1, 17}), 750,
                                  1e-9);
}

/* A tilted gantry: the slices of a plane in the patient lean as the stack does. */
static double
plane_voxel (int column, int row, int slice, gpointer user_data)
{
  /* 10 y in the patient: y = row − 0.3 × 2 × slice. */
  return 10 * (row + 0.6 * slice);
}

static void
test_tilt (void)
{
  const MadoTestVolume test = {.type = MADO_SAMPLE_F64,
                               .columns = 5,
                               .rows = 40,
                               .slices = 12,
                               .spacing = 2,
                               .tilt = {0, 0.3},
                               .voxel = plane_voxel};
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&test);
  double value;

  for (double z = 0; z <= 22; z += 0.7)
    for (double y = 7; y < 38; y += 1.3) {
      const MadoVector point = {2.2, y, z};

      g_assert_cmpfloat_with_epsilon (get_at (volume, MADO_INTERPOLATION_LINEAR, point),
                                      10 * y, 1e-9);
      g_assert_true (mado_reslice_sample (volume, point, &value));
      g_assert_cmpfloat_with_epsilon (value, 10 * y, 1e-9);
    }
  g_assert_false (mado_reslice_sample (volume, (MadoVector){2, -0.6, 0}, &value));
  g_assert_true (mado_reslice_sample (volume, (MadoVector){2, -0.4, 0}, &value));
  g_assert_false (mado_reslice_sample (volume, (MadoVector){2, 5, 22}, &value));
}

/* What is padding has no weight. */
static double
half_voxel (int column, int row, int slice, gpointer user_data)
{
  return column < 3 ? -2000 : 100 * column;
}

static void
test_padding (void)
{
  const MadoTestVolume test = {.type = MADO_SAMPLE_S16,
                               .columns = 8,
                               .rows = 5,
                               .slices = 5,
                               .has_padding = true,
                               .padding_low = -2000,
                               .padding_high = -1990,
                               .voxel = half_voxel};
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&test);

  g_assert_cmpfloat (get_at (volume, MADO_INTERPOLATION_LINEAR, (MadoVector){1, 2, 2}),
                     ==, -INFINITY);
  g_assert_cmpfloat (
      get_at (volume, MADO_INTERPOLATION_LINEAR, (MadoVector){2.4, 2, 2}), ==,
      -INFINITY);
  g_assert_cmpfloat_with_epsilon (
      get_at (volume, MADO_INTERPOLATION_LINEAR, (MadoVector){2.6, 2.5, 2}), 300, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      get_at (volume, MADO_INTERPOLATION_LINEAR, (MadoVector){3.5, 2.5, 2}), 350, 1e-9);
  /* 3.5 is between 300 and 400: with −1/16 left out at 2, and at 5, half each. */
  g_assert_cmpfloat_with_epsilon (
      get_at (volume, MADO_INTERPOLATION_CUBIC, (MadoVector){3.5, 2, 2}), 350, 1e-9);
}

/* The picture of @view is that of @other, at (x, y) = to_other (x, y). */
static void
assert_moved (const MadoVolume *volume,
              const MadoPlaneView *view,
              const MadoPlaneView *other,
              const int to_other[2][3],
              double tolerance)
{
  const int width = view->view.width, height = view->view.height;
  const int other_width = other->view.width, other_height = other->view.height;
  g_autofree float *a = g_new (float, (gsize) width *(gsize) height);
  g_autofree float *b = g_new (float, (gsize) other_width *(gsize) other_height);
  int n_compared = 0, n_values = 0;

  mado_reslice_cpu (volume, view, a);
  mado_reslice_cpu (volume, other, b);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      const int u = to_other[0][0] * x + to_other[0][1] * y + to_other[0][2];
      const int v = to_other[1][0] * x + to_other[1][1] * y + to_other[1][2];

      if (u < 0 || v < 0 || u >= other_width || v >= other_height)
        continue;

      const float found = a[y * width + x], expected = b[v * other_width + u];

      n_compared++;
      if (!isfinite (found) || !isfinite (expected)) {
        g_assert_true (isnan (found) ? isnan (expected) : found == expected);
        continue;
      }
      n_values++;
      g_assert_cmpfloat_with_epsilon (found, expected, (float) tolerance);
    }
  g_assert_cmpint (n_compared, >, width * height / 4);
  g_assert_cmpint (n_values, >, width * height / 8);
}

static void
assert_relations (const MadoVolume *volume, const MadoPlaneView *view, double tolerance)
{
  const int w = view->view.width, h = view->view.height;
  MadoPlaneView other = *view;

  other.view.is_flipped = true;
  other.view.pan_x = -view->view.pan_x;
  assert_moved (volume, view, &other, (const int[2][3]){{-1, 0, w - 1}, {0, 1, 0}},
                tolerance);

  other = *view;
  other.view.rotation = 1;
  other.view.width = h;
  other.view.height = w;
  other.view.pan_x = -view->view.pan_y;
  other.view.pan_y = view->view.pan_x;
  assert_moved (volume, view, &other, (const int[2][3]){{0, -1, h - 1}, {1, 0, 0}},
                tolerance);

  other = *view;
  other.view.pan_x += 5;
  other.view.pan_y -= 3;
  assert_moved (volume, view, &other, (const int[2][3]){{1, 0, 5}, {0, 1, -3}},
                tolerance);

  /* A tile: the right lower part of the picture. */
  other = *view;
  other.view.width = w / 2;
  other.view.height = h / 2;
  other.view.pan_x = view->view.pan_x - (w - w / 2 - w / 2.0 + w / 2 / 2.0);
  other.view.pan_y = view->view.pan_y - (h - h / 2 - h / 2.0 + h / 2 / 2.0);
  assert_moved (volume, &other, view,
                (const int[2][3]){{1, 0, w - w / 2}, {0, 1, h - h / 2}}, tolerance);

  /* Moving the plane's center within the plane is a pan. */
  other = *view;
  other.plane.center = mado_vector_add_scaled (view->plane.center, view->plane.right,
                                               6 / view->view.zoom);
  assert_moved (volume, view, &other, (const int[2][3]){{1, 0, -6}, {0, 1, 0}},
                tolerance);

  /* Three times as large: the centre of a px is that of the middle one of nine. */
  other = *view;
  other.view.zoom *= 3;
  other.view.width *= 3;
  other.view.height *= 3;
  other.view.pan_x *= 3;
  other.view.pan_y *= 3;
  assert_moved (volume, view, &other, (const int[2][3]){{3, 0, 1}, {0, 3, 1}},
                tolerance);
}

static void
test_metamorphic (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&c->stack->volume);
  const MadoVector middle =
      mado_geometry_get_center (mado_volume_get_geometry (volume));
  const double tolerance = 2e-5 * get_extent (&c->stack->volume);

  for (int i = 0; i < 4; i++) {
    MadoPlaneView view = {.slab = i % 2 ? 3 : 0,
                          .slab_mode = MADO_SLAB_MIP,
                          .view = {.width = 41,
                                   .height = 30,
                                   .zoom = 3.7,
                                   .pan_x = 1.3,
                                   .pan_y = -2.1,
                                   .interpolation = c->interpolation}};

    mado_plane_init (&view.plane, MADO_PLANE_CORONAL, middle);
    view.plane.center = mado_vector_add (middle, (MadoVector){0.21, 0.13, 0.17});
    if (i >= 2) {
      view.plane.right =
          mado_vector_rotate (view.plane.right, (MadoVector){0, 0, 1}, 0.4);
      view.plane.down = mado_vector_rotate (view.plane.down, view.plane.right, 0.3);
    }
    assert_relations (volume, &view, tolerance);
  }
}

/* MIP ≥ mean ≥ MinIP, and a slab of nothing is the plane. */
static void
test_slab_order (void)
{
  const MadoTestVolume *test = &stacks[3].volume;
  g_autoptr (MadoVolume) volume = mado_test_volume_make (test);
  MadoPlaneView view = {.view = {.width = 40,
                                 .height = 30,
                                 .zoom = 2,
                                 .interpolation = MADO_INTERPOLATION_LINEAR}};
  float values[4][40 * 30];
  int n = 0;

  mado_plane_init (&view.plane, MADO_PLANE_CORONAL,
                   mado_geometry_get_center (mado_volume_get_geometry (volume)));
  mado_reslice_cpu (volume, &view, values[0]);
  view.slab = 6;
  for (int mode = MADO_SLAB_MIP; mode <= MADO_SLAB_MEAN; mode++) {
    view.slab_mode = (MadoSlabMode) mode;
    mado_reslice_cpu (volume, &view, values[mode]);
  }
  for (int i = 0; i < 40 * 30; i++)
    if (isfinite (values[MADO_SLAB_MEAN][i])) {
      n++;
      g_assert_cmpfloat (values[MADO_SLAB_MIP][i], >=, values[MADO_SLAB_MEAN][i]);
      g_assert_cmpfloat (values[MADO_SLAB_MEAN][i], >=, values[MADO_SLAB_MINIP][i]);
      if (isfinite (values[0][i]))
        g_assert_cmpfloat (values[MADO_SLAB_MIP][i], >=, values[0][i] - 1e-3F);
    }
  g_assert_cmpint (n, >, 300);
}

/* A slab by hand: slices 0 to 9 hold 0, 100 …; ± 2 mm around slice 4. */
static void
test_slab_values (void)
{
  static const double expected[] = {
      [MADO_SLAB_MIP] = 600, [MADO_SLAB_MINIP] = 200, [MADO_SLAB_MEAN] = 400};
  const MadoTestVolume test = {
      .columns = 6, .rows = 6, .slices = 10, .voxel = slice_voxel};
  g_autoptr (MadoVolume) volume = mado_test_volume_make (&test);
  MadoPlaneView view = {.slab = 4,
                        .view = {.width = 3,
                                 .height = 3,
                                 .zoom = 1,
                                 .interpolation = MADO_INTERPOLATION_LINEAR}};
  float values[9];

  mado_plane_init (&view.plane, MADO_PLANE_AXIAL, (MadoVector){2.5, 2.5, 4});
  for (int mode = MADO_SLAB_MIP; mode <= MADO_SLAB_MEAN; mode++) {
    view.slab_mode = (MadoSlabMode) mode;
    mado_reslice_cpu (volume, &view, values);
    for (int i = 0; i < 9; i++)
      g_assert_cmpfloat_with_epsilon (values[i], (float) expected[mode], 1e-3F);
  }
  /* Half outside: what is known counts, the slices 0 and 1 of −1, 0 and 1. */
  view.slab = 2;
  view.plane.center.z = 0;
  mado_reslice_cpu (volume, &view, values);
  g_assert_cmpfloat_with_epsilon (values[4], 50, 1e-3F);
}

static void
add_cases (const char *group, const Stack *stack, GTestDataFunc func)
{
  static const char *const names[] = {"", "nearest", "linear", "cubic"};
  static Case cases[G_N_ELEMENTS (stacks) * 6];
  static int n;

  for (int how = MADO_INTERPOLATION_NEAREST; how <= MADO_INTERPOLATION_CUBIC; how++) {
    g_autofree char *path = g_strdup_printf ("/mado/render/reslice/%s/%s/%s", group,
                                             stack->name, names[how]);

    cases[n] = (Case){stack, (MadoInterpolation) how};
    g_test_add_data_func (path, &cases[n++], func);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 0; i < 256; i++)
    lut_entries[i] = (guint16) (i * i);
  g_test_add_func ("/mado/render/reslice/own-grid", test_own_grid);
  g_test_add_func ("/mado/render/reslice/ties", test_ties);
  g_test_add_func ("/mado/render/reslice/kernels", test_kernels);
  g_test_add_func ("/mado/render/reslice/slices", test_slices);
  g_test_add_func ("/mado/render/reslice/gap-after-duplicate",
                   test_gap_after_duplicate);
  g_test_add_func ("/mado/render/reslice/tilt", test_tilt);
  g_test_add_func ("/mado/render/reslice/padding", test_padding);
  g_test_add_func ("/mado/render/reslice/slab-order", test_slab_order);
  g_test_add_func ("/mado/render/reslice/slab-values", test_slab_values);
  for (gsize i = 0; i < G_N_ELEMENTS (stacks); i++) {
    add_cases ("fast", &stacks[i], test_fast);
    if (stacks[i].volume.columns == 19)
      add_cases ("moved", &stacks[i], test_metamorphic);
  }
  return g_test_run ();
}
