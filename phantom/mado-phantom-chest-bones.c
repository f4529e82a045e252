/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-chest-private.h"

#include <math.h>

#define N_RIBS           12
#define VERTEBRA_HEIGHT  22.5 /* mm, with its disc */
#define FIRST_VERTEBRA_Z 289.0

/* HU */
#define CORTEX    780.0f
#define MARROW    210.0f
#define CARTILAGE 105.0f

static double
get_vertebra_z (int level)
{
  return FIRST_VERTEBRA_Z - VERTEBRA_HEIGHT * level;
}

/* Place on the rib cage: @degrees from the back (0) to the sternum (180). */
static MadoPhantomPoint
get_wall_point (const MadoPhantomChest *chest,
                double side,
                double degrees,
                double z,
                double outwards)
{
  const double angle = (90 - degrees) * G_PI / 180;
  MadoPhantomChestPlane plane;

  mado_phantom_chest_plane_init (&plane, chest, z);

  const double radius =
      mado_phantom_outline_get_radius (&plane.cavity, angle) + outwards;
  const MadoPhantomPoint point = {side * radius * cos (angle),
                                  plane.cavity.center_y + radius * sin (angle), z};

  mado_phantom_chest_plane_clear (&plane);
  return point;
}

/* The joint at the vertebra, over the transverse process, along the wall and down. */
static void
build_rib (MadoPhantomChest *self, int rib, double side)
{
  static const double drops[N_RIBS] = {38, 55, 68, 78, 85, 90, 92, 90, 82, 72, 52, 34};
  static const double ends[N_RIBS] = {158, 156, 151, 147, 143, 139,
                                      135, 129, 122, 113, 88,  62};
  static const double radii[N_RIBS] = {5.2, 5.0, 5.0, 5.2, 5.3, 5.4,
                                       5.4, 5.3, 5.1, 4.8, 4.4, 3.8};
  const double z = get_vertebra_z (rib);
  const double y = mado_phantom_chest_get_spine_y (z);
  const int n_wall = 9;
  MadoPhantomPoint points[11];
  double thick[11];

  points[0] = (MadoPhantomPoint){side * 16, y + 9, z + 8};
  thick[0] = radii[rib] * 0.9;
  points[1] = (MadoPhantomPoint){side * 33, y + 20, z + 4};
  thick[1] = radii[rib] * 0.8;
  for (int i = 0; i < n_wall; i++) {
    const double t = (i + 1.0) / n_wall;
    const double degrees = 30 + (ends[rib] - 30) * t;
    const double fall = t * t * (2.1 - 1.1 * t);

    points[2 + i] =
        get_wall_point (self, side, degrees, z - 3 - drops[rib] * fall, 5.6);
    thick[2 + i] = radii[rib];
  }
  mado_phantom_segments_add_curve (self->ribs, points, thick, 2 + n_wall);
  if (rib > 9)
    return;

  /* Cartilage: to the sternum for the first seven, else to the one above. */
  const MadoPhantomPoint tip = points[1 + n_wall];
  const double sternum_z = rib < 7 ? 243 - 19.5 * rib : tip.z + 26;
  const double last = rib < 7 ? 168 : ends[rib] + 14;
  const MadoPhantomPoint way[] = {
      tip,
      get_wall_point (self, side, (2 * ends[rib] + last) / 3,
                      tip.z * 0.72 + sternum_z * 0.28 - 3, 6),
      get_wall_point (self, side, (ends[rib] + 2 * last) / 3,
                      tip.z * 0.35 + sternum_z * 0.65 - 2, 6.5),
      get_wall_point (self, side, last, sternum_z, 7),
  };
  const double way_radii[] = {5.4, 5.2, 5, 5};

  mado_phantom_segments_add_curve (self->cartilage, way, way_radii, 4);
}

static void
build_vertebra (MadoPhantomChest *self, int level)
{
  const double z = get_vertebra_z (level);
  const double y = mado_phantom_chest_get_spine_y (z);
  const double slope = level < 10 ? 15 : 6; /* spinous processes point down */

  for (double side = -1; side <= 1; side += 2) {
    const MadoPhantomPoint arch[] = {
        {side * 10, y + 10, z + 4},
        {side * 12, y + 19, z + 3},
        {side * 9, y + 27, z},
        {0, y + 32, z - 3},
    };
    const double arch_radii[] = {4.6, 4.4, 4, 4};
    const MadoPhantomPoint process[] = {{side * 12, y + 20, z + 2},
                                        {side * 22, y + 25, z + 3},
                                        {side * 32, y + 30, z + 4}};
    const double process_radii[] = {4.4, 4, 4.6};

    mado_phantom_segments_add_curve (self->vertebrae, arch, arch_radii, 4);
    mado_phantom_segments_add_curve (self->vertebrae, process, process_radii, 3);
  }

  const MadoPhantomPoint spine[] = {
      {0, y + 31, z - 2}, {0.6, y + 38, z - 3 - slope / 2}, {0, y + 45, z - 4 - slope}};
  const double spine_radii[] = {3.6, 3.1, 4};

  mado_phantom_segments_add_curve (self->vertebrae, spine, spine_radii, 3);
}

/* How far the scapula lies from the inner thoracic wall, mm. */
static double
get_blade_gap (double z)
{
  static const MadoPhantomKey gaps[] = {{176, 21}, {225, 24}, {260, 28}, {290, 40}};

  return mado_phantom_at (gaps, z);
}

static void
build_shoulder (MadoPhantomChest *self, double side)
{
  const MadoPhantomPoint clavicle[] = {{side * 17, -51, 256},
                                       {side * 48, -55, 266},
                                       {side * 86, -36, 280},
                                       {side * 120, -8, 296},
                                       {side * 146, 12, 312}};
  const double clavicle_radii[] = {8.5, 6.4, 5.8, 6, 7};
  /* Arms are raised: the blade is turned outwards. */
  const MadoPhantomPoint border[] = {
      get_wall_point (self, side, 84, 290, get_blade_gap (290) + 12),
      get_wall_point (self, side, 79, 268, get_blade_gap (268) + 3),
      get_wall_point (self, side, 70, 240, get_blade_gap (240)),
      get_wall_point (self, side, 60, 212, get_blade_gap (212)),
      get_wall_point (self, side, 48, 178, get_blade_gap (178)),
  };
  const double border_radii[] = {11, 7, 5, 4.4, 3.2};
  const MadoPhantomPoint crest[] = {
      get_wall_point (self, side, 26, 246, get_blade_gap (246) + 1),
      get_wall_point (self, side, 38, 260, get_blade_gap (260) + 6),
      get_wall_point (self, side, 54, 276, get_blade_gap (276) + 14),
      get_wall_point (self, side, 68, 300, get_blade_gap (300) + 22),
  };
  const double crest_radii[] = {2.4, 3.6, 4.6, 6.5};
  const MadoPhantomPoint humerus[] = {
      {side * 163, 28, 296}, {side * 168, 22, 306}, {side * 176, 10, 330}};
  const double humerus_radii[] = {17, 19, 14};

  mado_phantom_segments_add_curve (self->clavicles, clavicle, clavicle_radii, 5);
  mado_phantom_segments_add_curve (self->scapulae, border, border_radii, 4);
  mado_phantom_segments_add_curve (self->scapulae, crest, crest_radii, 4);
  mado_phantom_segments_add_curve (self->arms, humerus, humerus_radii, 3);
}

void
mado_phantom_chest_build_bones (MadoPhantomChest *self)
{
  self->ribs = mado_phantom_segments_new ();
  self->cartilage = mado_phantom_segments_new ();
  self->clavicles = mado_phantom_segments_new ();
  self->scapulae = mado_phantom_segments_new ();
  self->arms = mado_phantom_segments_new ();
  self->vertebrae = mado_phantom_segments_new ();
  for (double side = -1; side <= 1; side += 2) {
    for (int rib = 0; rib < N_RIBS; rib++)
      build_rib (self, rib, side);
    build_shoulder (self, side);
  }
  for (int level = -1; level < 15; level++)
    build_vertebra (self, level);
}

/* Kidney-shaped cross section, waisted between its plates, discs left out. */
static float
get_vertebral_body (double x, double y, double z, gconstpointer data)
{
  const double level = (FIRST_VERTEBRA_Z - z) / VERTEBRA_HEIGHT;
  const double from = (level - floor (level + 0.5)) * VERTEBRA_HEIGHT;
  const double size = 1 + 0.012 * CLAMP (level, 0, 14);
  const double waist = 1.5 * (1 - pow (from / 9, 2));
  const double py = y - mado_phantom_chest_get_spine_y (z);
  const double ex = x / (17 * size - waist), ey = py / (14.5 * size - waist);
  const double norm = sqrt (ex * ex + ey * ey + 1e-9);
  const double round = (norm - 1) * (14.5 * size) * (0.9 + 0.1 * norm);
  const double hollow = 9 - hypot (x * 0.8, py - 21 * size);

  return (float) MAX (MAX (round, hollow), ABS (from) - 9);
}

static float
get_disc (double x, double y, double z, gconstpointer data)
{
  const double py = y - mado_phantom_chest_get_spine_y (z);

  return (float) MAX ((hypot (x / 17.5, py / 15) - 1) * 15,
                      9 - hypot (x * 0.8, py - 21));
}

static float
get_round (double x, double y, double z, gconstpointer data)
{
  const double *circle = data; /* y from the spine's middle, radius */

  return (float) (hypot (x * 0.88, y - mado_phantom_chest_get_spine_y (z) - circle[0]) -
                  circle[1]);
}

static void
paint_spine (const MadoPhantomChest *self, MadoPhantomSlice *slice)
{
  static const double canal[] = {20.5, 8.2}, sac[] = {20.5, 6.4}, cord[] = {20, 4};
  const double y = mado_phantom_chest_get_spine_y (slice->z);

  mado_phantom_slice_add_shape (slice, -24, 24, y - 22, y + 22, get_disc, NULL);
  mado_phantom_slice_paint (slice, 85);
  mado_phantom_slice_add_segments (slice, self->vertebrae, 0);
  mado_phantom_slice_paint_rind (slice, 290, CORTEX, 1.2);
  mado_phantom_slice_add_shape (slice, -24, 24, y - 22, y + 22, get_vertebral_body,
                                NULL);
  mado_phantom_slice_paint_rind (slice, MARROW - 30, 560, 1.1);
  mado_phantom_slice_add_shape (slice, -12, 12, y + 10, y + 30, get_round, canal);
  mado_phantom_slice_paint (slice, -60);
  mado_phantom_slice_add_shape (slice, -12, 12, y + 10, y + 30, get_round, sac);
  mado_phantom_slice_paint (slice, 14);
  mado_phantom_slice_add_shape (slice, -12, 12, y + 10, y + 30, get_round, cord);
  mado_phantom_slice_paint (slice, 40);
}

typedef struct {
  double y, half_width;
} SternumSection;

static float
get_sternum (double x, double y, double z, gconstpointer data)
{
  const SternumSection *section = data;
  const double bow = 0.006 * x * x; /* follows the chest wall */
  const double ex = MAX (ABS (x) - section->half_width + 4, 0);
  const double ey = MAX (ABS (y - section->y - bow) - 1.4, 0);

  return (float) (hypot (ex, ey) - 4);
}

static void
paint_sternum (const MadoPhantomChestPlane *plane, MadoPhantomSlice *slice)
{
  static const MadoPhantomKey widths[] = {{96, 4},   {112, 8},  {124, 19},
                                          {150, 18}, {190, 15}, {214, 16},
                                          {224, 20}, {240, 29}, {256, 27}};
  const double radius = mado_phantom_outline_get_radius (&plane->cavity, -G_PI / 2);
  const SternumSection section = {plane->cavity.center_y - radius - 7,
                                  mado_phantom_at (widths, slice->z)};
  const bool is_joint = ABS (slice->z - 222) < 2.5;

  if (slice->z < 96 || slice->z > 256)
    return;
  mado_phantom_slice_add_shape (slice, -40, 40, section.y - 12, section.y + 22,
                                get_sternum, &section);
  if (slice->z < 116 || is_joint)
    mado_phantom_slice_paint (slice, CARTILAGE);
  else
    mado_phantom_slice_paint_rind (slice, 130, 520, 1.1);
}

typedef struct {
  const MadoPhantomChestPlane *plane;
  double low, high; /* degrees from the side to the back */
} Blade;

/* The thin plate of the scapula, lying on the back of the rib cage. */
static float
get_blade (double x, double y, double z, gconstpointer data)
{
  const Blade *blade = data;
  const double out = mado_phantom_outline_get_distance (&blade->plane->cavity, x, y);
  const double degrees =
      atan2 (y - blade->plane->cavity.center_y, ABS (x)) * 180 / G_PI;
  const double middle = (blade->low + blade->high) / 2;
  const double beside = (ABS (degrees - middle) - (blade->high - blade->low) / 2) * 2.2;

  return (float) MAX (ABS (out - get_blade_gap (z)) - 1.4, beside);
}

static void
paint_shoulders (const MadoPhantomChest *self,
                 const MadoPhantomChestPlane *plane,
                 MadoPhantomSlice *slice)
{
  static const MadoPhantomKey lows[] = {
      {176, 42}, {212, 30}, {240, 20}, {268, 11}, {290, 6}};
  static const MadoPhantomKey highs[] = {
      {176, 45}, {205, 56}, {240, 63}, {250, 64}, {284, 52}};
  const Blade blade = {plane, mado_phantom_at (lows, slice->z),
                       mado_phantom_at (highs, slice->z)};

  if (slice->z > 176 && slice->z < 284) {
    mado_phantom_slice_add_shape (slice, -170, -50, -10, 120, get_blade, &blade);
    mado_phantom_slice_add_shape (slice, 50, 170, -10, 120, get_blade, &blade);
  }
  mado_phantom_slice_add_segments (slice, self->scapulae, 0);
  mado_phantom_slice_paint_rind (slice, MARROW, CORTEX, 1.3);
  mado_phantom_slice_add_segments (slice, self->clavicles, 0);
  mado_phantom_slice_paint_rind (slice, MARROW, CORTEX + 100, 1.6);
  mado_phantom_slice_add_segments (slice, self->arms, 0);
  mado_phantom_slice_paint_rind (slice, MARROW + 20, CORTEX + 120, 1.6);
}

void
mado_phantom_chest_paint_bones (const MadoPhantomChest *self,
                                const MadoPhantomChestPlane *plane,
                                MadoPhantomSlice *slice,
                                const float *cavity)
{
  mado_phantom_slice_add_segments (slice, self->cartilage, 0);
  mado_phantom_slice_paint_rind (slice, CARTILAGE - 15, CARTILAGE + 75, 0.9);
  mado_phantom_slice_add_segments (slice, self->ribs, 0);
  mado_phantom_slice_paint_rind (slice, MARROW, CORTEX, 1.3);
  paint_spine (self, slice);
  paint_sternum (plane, slice);
  paint_shoulders (self, plane, slice);
}
