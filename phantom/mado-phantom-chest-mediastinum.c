/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-chest-private.h"

#include <math.h>

/* HU, without contrast agent */
#define BLOOD      41.0f
#define MYOCARDIUM 54.0f
#define WALL       46.0f
#define FAT        -98.0f

typedef struct {
  double x, y, z, radius; /* mm */
} TubePoint;

#define MAX_TUBE 14

static void
add_tube (GArray *segments, const TubePoint *tube, int n)
{
  MadoPhantomPoint points[MAX_TUBE];
  double radii[MAX_TUBE];

  for (int i = 0; i < n; i++) {
    points[i] = (MadoPhantomPoint){tube[i].x, tube[i].y, tube[i].z};
    radii[i] = tube[i].radius;
  }
  mado_phantom_segments_add_curve (segments, points, radii, n);
}

#define ADD_TUBE(segments, ...)                                                        \
  add_tube (segments, (const TubePoint[]){__VA_ARGS__},                                \
            G_N_ELEMENTS (((const TubePoint[]){__VA_ARGS__})))

static void
build_arteries (GArray *v)
{
  /* Aorta from its root over the arch to the abdomen. */
  ADD_TUBE (v, {9, -20, 138, 16}, {-6, -32, 160, 17}, {-15, -34, 186, 16.5},
            {-8, -22, 211, 15.5}, {8, 2, 219, 14.5}, {23, 28, 211, 13.5},
            {29, 43, 190, 13}, {29, 47, 155, 12.5}, {25, 46, 110, 12},
            {15, 40, 60, 11.5}, {8, 28, 10, 10.5}, {7, 22, -30, 10});
  /* Brachiocephalic, left carotid and left subclavian artery. */
  ADD_TUBE (v, {-8, -20, 218, 7}, {-13, -8, 246, 6.5}, {-22, 6, 268, 6},
            {-24, 6, 320, 4});
  ADD_TUBE (v, {-20, 4, 266, 5.5}, {-40, 16, 278, 4.6}, {-80, 10, 284, 4.4},
            {-130, 2, 292, 4});
  ADD_TUBE (v, {4, -4, 222, 4.6}, {14, 0, 255, 4.2}, {24, 8, 320, 4});
  ADD_TUBE (v, {17, 18, 218, 5.6}, {25, 20, 250, 5}, {38, 20, 276, 4.8},
            {80, 10, 286, 4.4}, {130, 2, 294, 4});
  /* Pulmonary trunk, right and left pulmonary artery. */
  ADD_TUBE (v, {14, -48, 146, 14}, {20, -43, 162, 14}, {22, -30, 178, 13.5},
            {20, -14, 185, 12.5});
  ADD_TUBE (v, {20, -16, 183, 12}, {-4, -3, 179, 10.5}, {-28, 3, 176, 10},
            {-44, 9, 166, 8.5}, {-48, 14, 148, 6.8});
  ADD_TUBE (v, {21, -16, 186, 12}, {30, 6, 195, 10.5}, {43, 24, 193, 9.5},
            {51, 34, 178, 8}, {53, 34, 156, 6.5});
}

static void
build_veins (GArray *v)
{
  /* Superior vena cava and what runs into it. */
  ADD_TUBE (v, {-26, 2, 320, 6.5}, {-33, 0, 275, 6.5}, {-32, -12, 245, 8},
            {-29, -18, 215, 9.8}, {-28, -15, 180, 10}, {-30, -10, 150, 10.5});
  ADD_TUBE (v, {30, 2, 320, 6}, {36, -4, 270, 6}, {20, -32, 246, 6.5},
            {-4, -40, 236, 6.5}, {-26, -22, 224, 7});
  ADD_TUBE (v, {36, -4, 268, 5.5}, {70, -14, 276, 5}, {130, -14, 288, 4.6});
  ADD_TUBE (v, {-33, -2, 268, 5.5}, {-70, -14, 276, 5}, {-130, -14, 286, 4.6});
  /* Inferior vena cava, azygos and its arch. */
  ADD_TUBE (v, {-30, 0, 100, 12}, {-28, 8, 80, 11.5}, {-24, 12, 40, 11.5},
            {-22, 12, -30, 11});
  ADD_TUBE (v, {-4, 30, 10, 2.4}, {-7, 40, 80, 3}, {-8, 43, 150, 3.4},
            {-12, 40, 190, 4}, {-24, 24, 204, 4.6}, {-30, -6, 200, 5});
  /* Pulmonary veins. */
  ADD_TUBE (v, {-12, 14, 134, 8}, {-36, 20, 134, 7}, {-50, 28, 130, 5.5});
  ADD_TUBE (v, {-12, 6, 146, 8}, {-34, -6, 158, 7}, {-50, -8, 170, 5});
  ADD_TUBE (v, {20, 16, 136, 8}, {42, 26, 136, 7}, {54, 32, 132, 5.5});
  ADD_TUBE (v, {22, 8, 148, 8}, {40, -4, 162, 7}, {50, -4, 174, 5});
}

static void
build_heart (MadoPhantomChest *self)
{
  GArray *v = self->ventricles = mado_phantom_segments_new ();
  GArray *a = self->atria = mado_phantom_segments_new ();

  ADD_TUBE (v, {18, -8, 124, 34}, {42, -25, 107, 32}, {64, -40, 91, 19}); /* left */
  ADD_TUBE (v, {12, -48, 140, 17}, {8, -44, 116, 27}, {30, -52, 98, 24},
            {52, -54, 86, 17}); /* right ventricle */
  ADD_TUBE (a, {-30, -12, 146, 18}, {-31, -16, 126, 24}, {-30, -10, 111, 18});
  ADD_TUBE (a, {-14, 14, 142, 19}, {6, 16, 140, 21},
            {24, 14, 142, 18}); /* left atrium */
}

void
mado_phantom_chest_build_mediastinum (MadoPhantomChest *self)
{
  GArray *v = self->great_vessels = mado_phantom_segments_new ();

  build_arteries (v);
  build_veins (v);
  build_heart (self);

  self->oesophagus = mado_phantom_segments_new ();
  ADD_TUBE (self->oesophagus, {5, 24, 320, 6}, {6, 33, 250, 6.5}, {8, 38, 205, 7},
            {9, 39, 165, 6.5}, {6, 39, 125, 7}, {14, 32, 90, 7.5}, {30, 18, 66, 8});

  GArray *a = self->airways = mado_phantom_segments_new ();

  ADD_TUBE (a, {0, 6, 330, 8.6}, {0, 14, 280, 8.8}, {-2, 20, 240, 8.8},
            {-3, 24, 205, 9});
  ADD_TUBE (a, {-3, 24, 204, 8.6}, {-14, 27, 192, 7.2}, {-30, 28, 180, 6.6},
            {-40, 27, 168, 5.4}, {-43, 25, 150, 4.8});
  ADD_TUBE (a, {-3, 24, 204, 8.6}, {10, 25, 192, 6.8}, {28, 26, 180, 6},
            {44, 27, 171, 5.6}, {50, 26, 156, 4.4});
  ADD_TUBE (a, {-30, 28, 180, 5.4}, {-44, 26, 184, 4.6}, {-56, 24, 190, 3.6});
  ADD_TUBE (a, {42, 26, 172, 4.8}, {52, 16, 178, 4}, {60, 8, 184, 3.4});

  GArray *p = self->plaques = mado_phantom_segments_new ();

  ADD_TUBE (p, {12, -12, 220, 1.1}, {20, 6, 222, 1.3}, {30, 22, 213, 0.9});
  ADD_TUBE (p, {40, 46, 150, 0.9}, {40, 50, 143, 1.2});
  ADD_TUBE (p, {33, -40, 128, 1}, {38, -46, 120, 1.1}, {40, -52, 112, 0.8});
}

/* Positive in the lungs.  A sheet from sternum to spine, with all that lies in it. */
double
mado_phantom_chest_get_mediastinum (const GArray *segments,
                                    double x,
                                    double y,
                                    double z)
{
  static const MadoPhantomKey half_widths[] = {{20, 16},  {70, 10},  {120, 4},
                                               {165, 5},  {205, 10}, {235, 18},
                                               {262, 27}, {285, 36}, {310, 60}};
  const double spine_y = mado_phantom_chest_get_spine_y (z);
  const double bent = x - (y < 0 ? -0.05 * y : 0);
  double distance = ABS (bent) - mado_phantom_at (half_widths, z);

  distance = mado_phantom_smooth_min (
      distance, hypot (x, (y - spine_y) * 1.05) - 19 - 0.3 * MAX (y - spine_y, 0), 8);
  for (guint i = 0; i < segments->len; i++) {
    const MadoPhantomSegment *segment =
        &g_array_index (segments, MadoPhantomSegment, i);
    const double to = mado_phantom_segment_get_distance (segment, x, y, z) - 3.2;

    if (to < distance + 9)
      distance = mado_phantom_smooth_min (distance, to, 9);
  }
  return distance;
}

static void
paint_heart (const MadoPhantomChest *self, MadoPhantomSlice *slice)
{
  /* Ventricle cavities; the muscle around them shows only a little brighter. */
  static const MadoPhantomSegment left = {{16, -6, 124}, {56, -34, 95}, 24, 12};
  static const MadoPhantomSegment right = {{6, -46, 120}, {46, -53, 92}, 22, 13};
  static const MadoPhantomSegment septal_fat = {{-8, -34, 128}, {-14, -46, 96}, 4, 3};
  static const MadoPhantomSegment left_groove = {{38, 8, 132}, {54, -2, 118}, 4, 2.4};
  static const MadoPhantomSegment coronary = {{14, -38, 142}, {40, -50, 112}, 1.7, 1.3};

  if (slice->z > 175 || slice->z < 55)
    return;
  mado_phantom_slice_add_segments (slice, self->ventricles, 4.6);
  mado_phantom_slice_paint_rind (slice, FAT + 6, 10, 1.1);
  mado_phantom_slice_add_segments (slice, self->atria, 3);
  mado_phantom_slice_paint (slice, FAT);
  mado_phantom_slice_add_segments (slice, self->ventricles, 0);
  mado_phantom_slice_add_segments (slice, self->atria, 0);
  mado_phantom_slice_paint (slice, MYOCARDIUM);
  mado_phantom_slice_add_segment (slice, &left, 0);
  mado_phantom_slice_add_segment (slice, &right, 0);
  mado_phantom_slice_paint (slice, BLOOD);
  mado_phantom_slice_add_segments (slice, self->atria, -2.5);
  mado_phantom_slice_paint (slice, BLOOD);
  mado_phantom_slice_add_segment (slice, &septal_fat, 0);
  mado_phantom_slice_add_segment (slice, &left_groove, 0);
  mado_phantom_slice_paint (slice, FAT + 10);
  mado_phantom_slice_add_segment (slice, &coronary, 0);
  mado_phantom_slice_paint (slice, BLOOD);
}

void
mado_phantom_chest_paint_mediastinum (const MadoPhantomChest *self,
                                      MadoPhantomSlice *slice)
{
  static const MadoPhantomEllipsoid nodes[] = {
      {{-12, 6, 206}, 3.2, 4.5, 5, 0, 0}, {{8, 8, 198}, 2.6, 4, 4, 0.4, 0},
      {{4, 30, 188}, 5.5, 3, 5, 0, 0},    {{18, -36, 200}, 2.4, 3.4, 4, 0, 0},
      {{-34, 12, 188}, 3, 4, 5, 0.3, 0},
  };
  /* What is left of the thymus, and the thyroid at the top. */
  static const MadoPhantomEllipsoid thymus = {{8, -52, 205}, 9, 5, 22, 0.2, 0};
  static const MadoPhantomEllipsoid thyroid[] = {{{-15, 4, 300}, 7, 10, 20, 0.3, 0},
                                                 {{15, 4, 298}, 7, 10, 20, -0.3, 0}};

  paint_heart (self, slice);
  mado_phantom_slice_add_ellipsoid (slice, &thymus, 0);
  mado_phantom_slice_paint (slice, -60);
  mado_phantom_slice_add_segments (slice, self->great_vessels, 0);
  mado_phantom_slice_paint_rind (slice, BLOOD, WALL, 1);
  mado_phantom_slice_add_segments (slice, self->plaques, 0);
  mado_phantom_slice_paint (slice, 620);
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    mado_phantom_slice_add_ellipsoid (slice, &nodes[i], 0);
  mado_phantom_slice_paint_rind (slice, 30, WALL, 1.5);
  mado_phantom_slice_add_ellipsoid (slice, &thyroid[0], 0);
  mado_phantom_slice_add_ellipsoid (slice, &thyroid[1], 0);
  mado_phantom_slice_paint (slice, 105);
  mado_phantom_slice_add_segments (slice, self->oesophagus, 0);
  mado_phantom_slice_paint_rind (slice, 25, WALL, 2.6);
}

/* After the lungs, through which the bronchi run. */
void
mado_phantom_chest_paint_airways (const MadoPhantomChest *self, MadoPhantomSlice *slice)
{
  /* A little gas in the oesophagus, as there often is. */
  static const MadoPhantomEllipsoid gas = {{7, 35, 236}, 3, 2.2, 12, 0, 0};

  mado_phantom_slice_add_segments (slice, self->airways, 1.3);
  mado_phantom_slice_paint (slice, 30);
  mado_phantom_slice_add_segments (slice, self->airways, 0);
  mado_phantom_slice_paint (slice, -985);
  mado_phantom_slice_add_ellipsoid (slice, &gas, 0);
  mado_phantom_slice_paint (slice, -800);
}
