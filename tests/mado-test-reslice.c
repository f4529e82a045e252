/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-reslice.h"

#include <math.h>

#define MR                                                                             \
  {                                                                                    \
    0.8, 0.8, 1.5                                                                      \
  }
#define CUBE                                                                           \
  {                                                                                    \
    1, 1, 1                                                                            \
  }

const MadoTestReslice mado_test_reslices[] = {
    {"ct", MADO_SAMPLE_S16, {40, 36, 24}, CUBE, .low = -1024, .high = 3071},
    {"u16",
     MADO_SAMPLE_U16,
     {31, 44, 17},
     MR,
     .low = 0,
     .high = 65535,
     .slope = 0.5,
     .intercept = -1024},
    {"u8",
     MADO_SAMPLE_U8,
     {40, 30, 20},
     {0.5, 1.3, 2.1},
     .low = 0,
     .high = 255,
     .is_inverted = true},
    {"s8", MADO_SAMPLE_S8, {20, 30, 11}, MR, .low = -128, .high = 127, .slope = -2},
    {"u32",
     MADO_SAMPLE_U32,
     {24, 24, 12},
     MR,
     .low = 0,
     .high = 4294967295,
     .slope = 1e-6},
    {"s32",
     MADO_SAMPLE_S32,
     {24, 20, 12},
     MR,
     .low = -2e6,
     .high = 2e6,
     .has_padding = true},
    {"f32", MADO_SAMPLE_F32, {33, 20, 15}, MR, .low = -1, .high = 2, .has_bad = true},
    {"f64",
     MADO_SAMPLE_F64,
     {20, 20, 15},
     MR,
     .low = 1000,
     .high = 1004,
     .slope = 3,
     .intercept = 7,
     .has_bad = true},
    {"oblique",
     MADO_SAMPLE_S16,
     {40, 36, 24},
     {0.7, 0.9, 1.6},
     .is_oblique = true,
     .low = -1024,
     .high = 3071},
    {"tilt",
     MADO_SAMPLE_S16,
     {40, 36, 24},
     {0.7, 0.7, 2},
     .tilt = 0.31,
     .low = -1024,
     .high = 3071},
    {"tilt-irregular",
     MADO_SAMPLE_S16,
     {40, 36, 24},
     {0.7, 0.7, 2},
     .is_oblique = true,
     .tilt = -0.23,
     .jitter = 0.3,
     .low = -1024,
     .high = 3071},
    {"jitter",
     MADO_SAMPLE_U16,
     {40, 36, 24},
     MR,
     .jitter = 0.006,
     .low = 0,
     .high = 4095},
    {"irregular",
     MADO_SAMPLE_U16,
     {40, 36, 24},
     MR,
     .jitter = 0.45,
     .low = 0,
     .high = 4095},
    {"gap",
     MADO_SAMPLE_S16,
     {40, 36, 24},
     {0.8, 0.8, 1.5},
     .gap = 2,
     .low = -1024,
     .high = 3071},
    {"gap-tilt-padding",
     MADO_SAMPLE_S16,
     {40, 36, 24},
     {0.8, 0.9, 1.5},
     .tilt = 0.3,
     .gap = 1,
     .low = -1024,
     .high = 3071,
     .has_padding = true},
    {"waiting",
     MADO_SAMPLE_S16,
     {40, 36, 24},
     {1, 1, 2},
     .n_waiting = 7,
     .n_failed = 2,
     .low = -1024,
     .high = 3071},
    {"waiting-irregular",
     MADO_SAMPLE_U16,
     {40, 36, 24},
     {1, 1, 2},
     .jitter = 0.2,
     .n_waiting = 1,
     .n_failed = 1,
     .low = 0,
     .high = 4095},
    {"padding",
     MADO_SAMPLE_S16,
     {40, 36, 24},
     {1, 1, 1.2},
     .low = -2000,
     .high = 3071,
     .has_padding = true,
     .is_inverted = true},
    {"pet",
     MADO_SAMPLE_S16,
     {40, 36, 24},
     {4, 4, 3},
     .low = 0,
     .high = 32767,
     .slope = 0.0037,
     .slope_step = 0.0021},
    {"modality-lut",
     MADO_SAMPLE_U16,
     {30, 36, 14},
     MR,
     .low = 0,
     .high = 1100,
     .has_modality_lut = true,
     .has_padding = true},
    {"voi-lut",
     MADO_SAMPLE_U16,
     {30, 36, 14},
     MR,
     .low = 0,
     .high = 4095,
     .intercept = -1024,
     .has_voi_lut = true},
    {"long", MADO_SAMPLE_S16, {7, 5, 1200}, {1, 1, 0.1}, .low = -1024, .high = 3071},
    {"smallest", MADO_SAMPLE_U16, {2, 2, 3}, {20, 30, 10}, .low = 0, .high = 4095},
};
const gsize mado_test_n_reslices = G_N_ELEMENTS (mado_test_reslices);

static double
get_noise (guint32 i)
{
  i = (i ^ 61U) ^ (i >> 16);
  i *= 9U;
  i ^= i >> 4;
  i *= 0x27d4eb2dU;
  return (i ^ (i >> 15)) / (double) G_MAXUINT32;
}

static double
get_stored (int column, int row, int slice, gpointer user_data)
{
  const MadoTestReslice *self = user_data;
  const guint32 i = (guint32) ((slice * self->size[1] + row) * self->size[0] + column);
  const double wave =
      sin (column * 0.31 + slice * 0.2) * cos (row * 0.23 - slice * 0.17);
  const double value = CLAMP (0.5 + 0.4 * wave + 0.3 * (get_noise (i) - 0.5), 0, 1);

  if (self->has_bad && i % 37 == 0)
    return i % 2 == 0 ? NAN : INFINITY;
  return self->low + (self->high - self->low) * value;
}

static MadoLut *
make_lut (int first, int n_entries, int bits)
{
  MadoLut *lut = g_new0 (MadoLut, 1);

  lut->first = first;
  lut->n_entries = n_entries;
  lut->bits = bits;
  lut->entries = g_new (guint16, n_entries);
  for (int i = 0; i < n_entries; i++)
    lut->entries[i] =
        (guint16) (((1 << bits) - 1) * sqrt ((double) i / (n_entries - 1)));
  return lut;
}

/* mm of each slice, with one distance in three a little or much off. */
static double *
make_places (const MadoTestReslice *self)
{
  double *along = g_new (double, self->size[2]);

  for (int i = 0; i < self->size[2]; i++) {
    const int skipped = i > self->size[2] / 3 ? self->gap : 0;
    const double off = self->jitter * (get_noise ((guint32) i) - 0.5);

    along[i] = (i + skipped + off) * self->spacing[2];
  }
  return along;
}

static guint8 *
make_states (const MadoTestReslice *self)
{
  guint8 *states = g_malloc (self->size[2]);

  for (int i = 0; i < self->size[2]; i++) {
    states[i] =
        i >= 3 && i < 3 + self->n_waiting ? MADO_SLICE_WAITING : MADO_SLICE_THERE;
    if (i >= self->size[2] - self->n_failed)
      states[i] = MADO_SLICE_FAILED;
  }
  return states;
}

static double *
make_slopes (const MadoTestReslice *self)
{
  double *slopes = g_new (double, self->size[2]);

  for (int i = 0; i < self->size[2]; i++)
    slopes[i] = (self->slope != 0 ? self->slope : 1) + self->slope_step * (i % 5);
  return slopes;
}

static double *
make_intercepts (const MadoTestReslice *self)
{
  double *intercepts = g_new (double, self->size[2]);

  for (int i = 0; i < self->size[2]; i++)
    intercepts[i] = self->intercept;
  return intercepts;
}

MadoVolume *
mado_test_reslice_make (const MadoTestReslice *self)
{
  g_autofree double *along = make_places (self);
  g_autofree guint8 *states = make_states (self);
  g_autofree double *slopes = make_slopes (self);
  g_autofree double *intercepts = make_intercepts (self);
  MadoLut *lut = make_lut (10, 1000, 13);
  const MadoTestVolume test = {
      .type = self->type,
      .columns = self->size[0],
      .rows = self->size[1],
      .slices = self->size[2],
      .column_spacing = self->spacing[0],
      .row_spacing = self->spacing[1],
      .origin = {-13, 20.5, 100},
      .row = self->is_oblique ? (MadoVector){0.8, 0.6, 0} : (MadoVector){1, 0, 0},
      .column =
          self->is_oblique ? (MadoVector){0.36, -0.48, 0.8} : (MadoVector){0, 1, 0},
      .along = along,
      .tilt = {0, self->tilt},
      .slopes = slopes,
      .intercepts = intercepts,
      .lut = self->has_modality_lut ? lut : NULL,
      .has_padding = self->has_padding,
      .padding_low = self->low,
      .padding_high = floor (self->low + (self->high - self->low) / 8),
      .states = states,
      .voxel = get_stored,
      .user_data = (gpointer) self,
  };
  MadoVolume *volume = mado_test_volume_make (&test);
  MadoGrayscale *grayscale = (MadoGrayscale *) mado_volume_get_grayscale (volume);

  /* Nobody has seen it yet. */
  grayscale->is_inverted = self->is_inverted;
  if (self->has_voi_lut)
    g_ptr_array_add (grayscale->voi_luts, make_lut (-500, 3000, 10));
  mado_lut_free (lut);
  g_assert_cmpint (mado_volume_get_geometry (volume)->n_slices, ==, self->size[2]);
  return volume;
}

void
mado_test_reslice_add_slice (const MadoTestReslice *self, MadoVolume *volume, int slice)
{
  const gsize n = (gsize) self->size[0] * (gsize) self->size[1];
  gint16 *pixels = g_new (gint16, n);

  g_assert_cmpint (self->type, ==, MADO_SAMPLE_S16);
  for (gsize i = 0; i < n; i++)
    pixels[i] =
        (gint16) get_stored ((int) (i % (gsize) self->size[0]),
                             (int) (i / (gsize) self->size[0]), slice, (gpointer) self);

  g_autoptr (MadoFrame) frame = mado_frame_new (
      self->size[0], self->size[1], 1, self->type, g_bytes_new_take (pixels, 2 * n));
  g_autoptr (MadoFrame) kept = mado_volume_set_slice (volume, slice, frame);

  g_assert_nonnull (kept);
}

static MadoVector
make_direction (GRand *random)
{
  MadoVector v;

  do
    v = (MadoVector){g_rand_double_range (random, -1, 1),
                     g_rand_double_range (random, -1, 1),
                     g_rand_double_range (random, -1, 1)};
  while (mado_vector_length (v) < 0.1 || mado_vector_length (v) > 1);
  return mado_vector_normalize (v);
}

/* One in three through voxels' centres, along the volume's own axes. */
static void
make_plane (const MadoGeometry *geometry, GRand *random, MadoPlane *plane)
{
  const MadoVector axes[3] = {geometry->row, geometry->column, geometry->normal};
  const bool is_straight = g_rand_int_range (random, 0, 3) == 0;
  MadoIndexPoint at = {g_rand_double_range (random, 0, geometry->columns - 1),
                       g_rand_double_range (random, 0, geometry->rows - 1),
                       g_rand_double_range (random, 0, geometry->n_slices - 1)};

  if (is_straight)
    at = (MadoIndexPoint){rint (at.column), rint (at.row), rint (at.slice)};
  plane->center = mado_geometry_from_index (geometry, at);
  if (is_straight) {
    const int i = g_rand_int_range (random, 0, 3);

    plane->right = axes[i];
    plane->down = axes[(i + g_rand_int_range (random, 1, 3)) % 3];
    return;
  }
  plane->right = make_direction (random);
  plane->down =
      mado_vector_normalize (mado_vector_cross (plane->right, make_direction (random)));
}

static void
make_window (const MadoTestReslice *self, GRand *random, MadoWindow *window)
{
  static const MadoVoiFunction functions[] = {MADO_VOI_LINEAR, MADO_VOI_LINEAR_EXACT,
                                              MADO_VOI_SIGMOID};
  const double slope = self->slope != 0 ? self->slope : 1;
  const double share = g_rand_double_range (random, 0.1, 0.9);
  double center =
      (self->low + share * (self->high - self->low)) * slope + self->intercept;
  double width = fabs ((self->high - self->low) * slope);

  if (self->has_modality_lut) {
    center = 8191 * share;
    width = 8191;
  }
  *window = (MadoWindow){
      .center = center,
      .width = width * g_rand_double_range (random, 0.05, 1.5),
      .function = functions[g_rand_int_range (random, 0, 3)],
      .space = MADO_WINDOW_SPACE_MODALITY,
  };
  if (window->width < 5 && window->function == MADO_VOI_LINEAR)
    window->function = MADO_VOI_LINEAR_EXACT;
}

void
mado_test_reslice_make_view (const MadoTestReslice *self,
                             const MadoVolume *volume,
                             GRand *random,
                             MadoPlaneView *view)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);

  *view = (MadoPlaneView){
      .slab = g_rand_boolean (random) ? g_rand_double_range (random, 0.1, 12) : 0,
      .slab_mode = (MadoSlabMode) g_rand_int_range (random, 1, 4),
      .view = {
          .width = g_rand_int_range (random, 1, 60),
          .height = g_rand_int_range (random, 1, 60),
          .rotation = g_rand_int_range (random, 0, 4),
          .is_flipped = g_rand_boolean (random),
          .is_inverted = g_rand_boolean (random),
          .interpolation = (MadoInterpolation) g_rand_int_range (random, 1, 4),
          .voi = self->has_voi_lut && g_rand_boolean (random) ? MADO_VOI_LUT
                                                              : MADO_VOI_WINDOW,
      }};
  make_plane (geometry, random, &view->plane);
  make_window (self, random, &view->view.window);
  view->view.zoom = exp (g_rand_double_range (random, -1.5, 2));
  if (g_rand_boolean (random)) {
    view->view.zoom = 1 / geometry->column_spacing;
    return;
  }
  view->view.pan_x = g_rand_double_range (random, -9, 9);
  view->view.pan_y = g_rand_double_range (random, -9, 9);
}
