/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-chest-private.h"

#include <math.h>

/* HU, without contrast agent */
#define LIVER        61.0f
#define LIVER_VESSEL 43.0f
#define SPLEEN       51.0f
#define DIAPHRAGM    48.0f

/* Fills the space below the right dome, thinning out to the left. */
static float
get_liver (double x, double y, double z, gconstpointer data)
{
  const MadoPhantomChest *chest = data;
  const double warp = 6 * mado_phantom_noise_get (chest->noise, x / 42, y / 42, z / 42);
  const double edge =
      30 - 0.5 * (y + 55) + 0.007 * (y + 25) * (y + 25) - 0.16 * (60 - z);
  const double left = (x - edge + warp) * 0.8;
  const double spine =
      34 - hypot (x * 0.95, y - mado_phantom_chest_get_spine_y (z) + 2) + warp * 0.4;
  const double kidney = 33 - hypot (x + 58, (y - 62) * 0.9) - (z - 14) * 0.6;

  return (float) MAX (MAX (left, spine), z < 40 ? kidney : -10);
}

static void
paint_liver (const MadoPhantomChest *self,
             MadoPhantomSlice *slice,
             const float *cavity,
             const float *below)
{
  static const MadoPhantomSegment vessels[] = {
      {{-28, 6, 82}, {-70, 10, 72}, 4, 2.4},
      {{-70, 10, 72}, {-104, 24, 60}, 2.4, 1},
      {{-28, 2, 82}, {-50, -36, 66}, 4, 2.2},
      {{-50, -36, 66}, {-72, -62, 52}, 2.2, 1},
      {{-26, 0, 82}, {-2, -34, 66}, 3.6, 2},
      {{-2, -34, 66}, {10, -58, 52}, 2, 1},
      {{-24, -4, 20}, {-48, -6, 40}, 6, 5},
      {{-48, -6, 40}, {-80, 0, 48}, 4.4, 2},
      {{-80, 0, 48}, {-108, 10, 40}, 2, 1},
      {{-48, -6, 40}, {-62, -40, 38}, 3.6, 1.6},
      {{-48, -6, 40}, {-14, -30, 46}, 4, 2},
      {{-80, 0, 48}, {-92, -20, 62}, 2, 0.8},
      {{-70, 10, 72}, {-92, -12, 74}, 1.8, 0.8},
      {{-62, -40, 38}, {-84, -56, 30}, 1.6, 0.8},
  };
  static const MadoPhantomEllipsoid cyst = {{-88, -34, 44}, 6, 6, 6, 0, 0};
  static const MadoPhantomSegment ligament = {{-8, -74, 30}, {-18, -44, 40}, 3.4, 1.4};

  mado_phantom_slice_add_shape (slice, -135, 70, -95, 100, get_liver, self);
  mado_phantom_slice_clip (slice, cavity, 3.5f);
  mado_phantom_slice_clip (slice, below, 3.0f);
  mado_phantom_slice_paint (slice, LIVER);
  if (slice->z > 90)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (vessels); i++)
    mado_phantom_slice_add_segment (slice, &vessels[i], 0);
  mado_phantom_slice_paint (slice, LIVER_VESSEL);
  mado_phantom_slice_add_ellipsoid (slice, &cyst, 0);
  mado_phantom_slice_paint (slice, 6);
  mado_phantom_slice_add_segment (slice, &ligament, 0);
  mado_phantom_slice_paint (slice, -80);
}

static float
get_level (double x, double y, double z, gconstpointer data)
{
  const double *level = data; /* y: gas lies before it, the patient is on the back */

  return (float) (y - *level);
}

/* Wall, then what it holds, then the gas on top of that. */
static void
paint_hollow (MadoPhantomSlice *slice,
              const MadoPhantomEllipsoid *parts,
              int n_parts,
              double wall,
              float content,
              double level,
              const float *cavity,
              const float *below)
{
  const MadoPhantomGrid *grid = &slice->grid;

  for (int pass = 0; pass < 3; pass++) {
    for (int i = 0; i < n_parts; i++)
      mado_phantom_slice_add_ellipsoid (slice, &parts[i], pass == 0 ? 0 : -wall);
    mado_phantom_slice_clip (slice, cavity, pass == 0 ? 4.0f : 4.0f + (float) wall);
    mado_phantom_slice_clip (slice, below, pass == 0 ? 3.0f : 3.0f + (float) wall);
    if (pass == 2)
      for (int row = slice->top; row < slice->bottom; row++)
        for (int column = slice->left; column < slice->right; column++) {
          float *distance =
              &slice->distance[(gsize) row * (gsize) grid->columns + (gsize) column];

          *distance =
              MAX (*distance, get_level (0, grid->y0 + row * grid->dy, 0, &level));
        }
    mado_phantom_slice_paint (slice, pass == 0 ? 42 : pass == 1 ? content : -990);
  }
}

static void
paint_left_side (MadoPhantomSlice *slice, const float *cavity, const float *below)
{
  static const MadoPhantomEllipsoid spleen[] = {{{98, 46, 42}, 27, 46, 44, -0.55, 0.2},
                                                {{84, 62, 30}, 20, 26, 34, -0.4, 0}};
  static const MadoPhantomEllipsoid stomach[] = {{{54, -4, 54}, 42, 44, 34, 0.3, 0},
                                                 {{44, -34, 26}, 40, 32, 34, 0.2, 0},
                                                 {{22, -46, -8}, 40, 24, 26, 0, 0}};
  static const MadoPhantomEllipsoid colon[] = {{{102, -42, 34}, 19, 24, 22, 0.2, 0},
                                               {{90, -58, 6}, 22, 18, 20, 0, 0},
                                               {{108, -20, 6}, 16, 20, 24, 0, 0}};

  for (guint i = 0; i < G_N_ELEMENTS (spleen); i++)
    mado_phantom_slice_add_ellipsoid (slice, &spleen[i], 0);
  mado_phantom_slice_clip (slice, cavity, 3.5f);
  mado_phantom_slice_clip (slice, below, 3.0f);
  mado_phantom_slice_paint (slice, SPLEEN);
  paint_hollow (slice, colon, G_N_ELEMENTS (colon), 2, -30, -36, cavity, below);
  paint_hollow (slice, stomach, G_N_ELEMENTS (stomach), 4, 22, -24, cavity, below);
}

static void
paint_behind (const MadoPhantomChest *self, MadoPhantomSlice *slice)
{
  static const MadoPhantomEllipsoid kidneys[] = {{{-58, 56, -14}, 24, 27, 34, 0.4, 0},
                                                 {{62, 54, -4}, 24, 27, 36, -0.4, 0}};
  static const MadoPhantomSegment adrenals[] = {
      {{34, 36, 30}, {40, 48, 22}, 2.4, 1.8},
      {{34, 36, 30}, {30, 48, 22}, 2, 1.6},
      {{-32, 32, 32}, {-36, 48, 24}, 2.2, 1.6},
  };
  static const MadoPhantomSegment crura[] = {{{-13, 22, -10}, {-12, 28, 50}, 6, 4.5},
                                             {{20, 26, -10}, {22, 34, 50}, 6, 4},
                                             {{-12, 28, 50}, {0, 24, 66}, 4.5, 4},
                                             {{22, 34, 50}, {22, 22, 66}, 4, 4}};

  for (guint i = 0; i < G_N_ELEMENTS (kidneys); i++)
    mado_phantom_slice_add_ellipsoid (slice, &kidneys[i], 0);
  mado_phantom_slice_paint (slice, 33);
  for (guint i = 0; i < G_N_ELEMENTS (adrenals); i++)
    mado_phantom_slice_add_segment (slice, &adrenals[i], 0);
  mado_phantom_slice_paint (slice, 20);
  for (guint i = 0; i < G_N_ELEMENTS (crura); i++)
    mado_phantom_slice_add_segment (slice, &crura[i], 0);
  mado_phantom_slice_paint (slice, DIAPHRAGM);
}

void
mado_phantom_chest_paint_abdomen (const MadoPhantomChest *self,
                                  MadoPhantomSlice *slice,
                                  const float *cavity,
                                  const float *diaphragm)
{
  const gsize n = (gsize) slice->grid.columns * (gsize) slice->grid.rows;
  const float softness = (float) slice->grid.softness;
  g_autofree float *below = NULL; /* negative in the abdomen */

  if (slice->z > 108)
    return;
  below = g_new (float, n);
  for (gsize i = 0; i < n; i++) {
    const float inside = mado_phantom_coverage (cavity[i] - 1.5f, softness);

    below[i] = -diaphragm[i];
    if (inside > 0 && below[i] < 1) {
      float *value = &slice->values[i];

      *value +=
          inside * mado_phantom_coverage (below[i], softness) * (DIAPHRAGM - *value);
      *value += mado_phantom_coverage (MAX (below[i], cavity[i]) + 3, softness) *
                (-104 - *value);
    }
  }
  paint_behind (self, slice);
  paint_left_side (slice, cavity, below);
  paint_liver (self, slice, cavity, below);
}
