/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-chest-private.h"

#include <math.h>

/* A closed curve that changes with height.  Lengths in mm, by height z. */
typedef struct {
  MadoPhantomKey half_width[9];
  MadoPhantomKey front[9]; /* y of the foremost point */
  MadoPhantomKey back[9];
  MadoPhantomKey center[9];
  double exponent_front, exponent_back; /* 2: ellipse, more: squarer */
} OutlineKeys;

static const OutlineKeys body_keys = {
    .half_width = {{-20, 151},
                   {60, 154},
                   {120, 157},
                   {160, 160},
                   {200, 166},
                   {235, 173},
                   {262, 180},
                   {285, 186},
                   {320, 190}},
    .front = {{-20, -98},
              {60, -106},
              {120, -109},
              {160, -107},
              {200, -98},
              {235, -86},
              {262, -74},
              {285, -58},
              {320, -48}},
    .back = {{-20, 92},
             {60, 102},
             {120, 109},
             {160, 113},
             {200, 113},
             {235, 109},
             {262, 102},
             {285, 92},
             {320, 84}},
    .center = {{-20, 0},
               {60, 2},
               {120, 4},
               {160, 6},
               {200, 10},
               {235, 14},
               {262, 16},
               {285, 16},
               {320, 16}},
    .exponent_front = 2.25,
    .exponent_back = 2.55,
};

static const OutlineKeys cavity_keys = {
    .half_width = {{-20, 122},
                   {40, 128},
                   {80, 131},
                   {120, 129},
                   {160, 124},
                   {200, 113},
                   {225, 103},
                   {250, 89},
                   {290, 62}},
    .front = {{-20, -74},
              {40, -82},
              {80, -87},
              {120, -86},
              {160, -81},
              {200, -70},
              {225, -60},
              {250, -45},
              {290, -14}},
    .back = {{-20, 74},
             {40, 84},
             {80, 90},
             {120, 93},
             {160, 94},
             {200, 90},
             {225, 84},
             {250, 75},
             {290, 58}},
    .center = {{-20, 2},
               {40, 4},
               {80, 4},
               {120, 6},
               {160, 10},
               {200, 14},
               {225, 16},
               {250, 20},
               {290, 26}},
    .exponent_front = 2.1,
    .exponent_back = 2.35,
};

/* A bulge (mm, negative: a groove) around an angle on both sides of the body. */
typedef struct {
  double angle; /* degrees from the side; -90 front, 90 back */
  double spread;
  MadoPhantomKey height[4];
} Bulge;

static const Bulge body_bulges[] = {
    {90, 7, {{0, -6}, {100, -7}, {220, -5}, {300, -2}}},     /* furrow of the back */
    {66, 13, {{0, 3}, {100, 2}, {200, 3}, {300, 4}}},        /* beside it */
    {-90, 9, {{60, -2}, {120, -6}, {200, -5}, {260, -3}}},   /* before the sternum */
    {-58, 17, {{80, 0}, {130, 5}, {190, 8}, {260, 3}}},      /* breast */
    {-22, 14, {{120, 0}, {190, -5}, {240, -12}, {300, -9}}}, /* before the armpit */
    {42, 14, {{120, 0}, {190, 4}, {240, 6}, {300, 2}}},      /* scapula */
};

static const Bulge cavity_bulges[] = {
    {90, 16, {{0, -3}, {100, -6}, {200, -6}, {300, -3}}},
    {58, 18, {{0, 3}, {100, 5}, {200, 5}, {300, 2}}},
    {-90, 16, {{0, -2}, {100, -3}, {200, -3}, {300, 0}}},
};

/* Thickness of the fat below the skin, mm. */
static const Bulge fat_bulges[] = {
    {-90, 20, {{0, 4}, {60, 2}, {150, -5}, {250, -5}}},
    {-55, 18, {{0, 4}, {60, 3}, {140, 7}, {220, -1}}},
    {0, 26, {{0, 5}, {100, 4}, {200, 5}, {280, 5}}},
    {75, 20, {{0, 1}, {100, -1}, {200, -2}, {300, 1}}},
};

/* A sheet of muscle on the rib cage.  Angles in degrees, lengths in mm. */
typedef struct {
  double angle, spread; /* thins out towards angle ± spread */
  double low, high;     /* heights between which it lies */
  double gap;           /* from the inner thoracic wall */
  double thickness;
} Sheet;

static const Sheet sheets[] = {
    {-58, 32, 118, 268, 12, 14}, /* pectoralis major */
    {-40, 17, 165, 258, 11, 8},  /* pectoralis minor */
    {-4, 40, 55, 240, 10, 7},    /* serratus anterior */
    {22, 28, 50, 248, 19, 11},   /* latissimus dorsi */
    {50, 26, 20, 150, 11, 6},    /* latissimus, its flat part */
    {46, 26, 168, 276, 10, 12},  /* subscapularis */
    {44, 27, 172, 276, 26, 13},  /* infraspinatus */
    {14, 14, 190, 270, 30, 18},  /* teres major and minor */
    {78, 20, 150, 282, 14, 7},   /* rhomboids */
    {74, 30, 60, 296, 23, 6},    /* trapezius */
    {-76, 18, -40, 75, 10, 11},  /* rectus abdominis */
    {-25, 46, -40, 82, 10, 5},   /* external oblique */
    {-28, 44, -60, 74, 16, 5},
};

static double
get_bulge (const Bulge *bulges, int n, double degrees, double z)
{
  double sum = 0;

  for (int i = 0; i < n; i++) {
    const double from = (degrees - bulges[i].angle) / bulges[i].spread;

    if (ABS (from) < 3)
      sum += mado_phantom_at (bulges[i].height, z) * exp (-from * from);
  }
  return sum;
}

/* -90 (front) to 90 (back), the same on both sides of the body. */
static double
get_side_degrees (double angle)
{
  const double degrees = angle * 180 / G_PI;

  return degrees > 90 ? 180 - degrees : degrees < -90 ? -180 - degrees : degrees;
}

static void
outline_init (MadoPhantomOutline *self,
              const OutlineKeys *keys,
              const Bulge *bulges,
              int n_bulges,
              const MadoPhantomNoise *noise,
              double z)
{
  const double half_width = mado_phantom_at (keys->half_width, z);
  const double front = mado_phantom_at (keys->front, z);
  const double back = mado_phantom_at (keys->back, z);

  self->center_y = mado_phantom_at (keys->center, z);
  for (int i = 0; i <= MADO_PHANTOM_OUTLINE_STEPS; i++) {
    const double angle =
        2 * G_PI * (i % MADO_PHANTOM_OUTLINE_STEPS) / MADO_PHANTOM_OUTLINE_STEPS;
    const double c = cos (angle), s = sin (angle);
    const bool is_back = s > 0;
    const double height = is_back ? back - self->center_y : self->center_y - front;
    const double n = is_back ? keys->exponent_back : keys->exponent_front;
    const double radius =
        pow (pow (ABS (c) / half_width, n) + pow (ABS (s) / height, n), -1 / n);
    const double uneven =
        mado_phantom_noise_get (noise, 3 + 2.5 * c, 7 + 2.5 * s, z / 45);

    self->radius[i] =
        (float) (radius * (1 + 0.012 * uneven) +
                 get_bulge (bulges, n_bulges, get_side_degrees (atan2 (s, c)), z));
  }
}

/* The body's outline less the fat below the skin. */
static void
fat_init (MadoPhantomOutline *self, const MadoPhantomOutline *body, double z)
{
  self->center_y = body->center_y;
  for (int i = 0; i <= MADO_PHANTOM_OUTLINE_STEPS; i++) {
    const double angle = 2 * G_PI * i / MADO_PHANTOM_OUTLINE_STEPS;
    const double degrees = get_side_degrees (atan2 (sin (angle), cos (angle)));

    self->radius[i] =
        body->radius[i] -
        (float) (11 + get_bulge (fat_bulges, G_N_ELEMENTS (fat_bulges), degrees, z));
  }
}

double
mado_phantom_outline_get_radius (const MadoPhantomOutline *self, double angle)
{
  const double turns = angle / (2 * G_PI);
  const double at = (turns - floor (turns)) * MADO_PHANTOM_OUTLINE_STEPS;
  const int i = MIN ((int) at, MADO_PHANTOM_OUTLINE_STEPS - 1);

  return self->radius[i] + (at - i) * (self->radius[i + 1] - self->radius[i]);
}

double
mado_phantom_outline_get_distance (const MadoPhantomOutline *self, double x, double y)
{
  const double step = 2 * G_PI / MADO_PHANTOM_OUTLINE_STEPS;
  const double py = y - self->center_y;
  const double angle = atan2 (py, x);
  const double radius = mado_phantom_outline_get_radius (self, angle);
  const double slope = (mado_phantom_outline_get_radius (self, angle + 2 * step) -
                        mado_phantom_outline_get_radius (self, angle - 2 * step)) /
                       (4 * step * radius);

  return (sqrt (x * x + py * py) - radius) / sqrt (1 + slope * slope);
}

double
mado_phantom_chest_get_spine_y (double z)
{
  static const MadoPhantomKey keys[] = {
      {-40, 33}, {0, 39},   {40, 46},  {80, 52},  {120, 57},
      {170, 60}, {210, 57}, {250, 47}, {280, 36}, {320, 25},
  };

  return mado_phantom_at (keys, z);
}

/* Height of the diaphragm's dome above a place: right, left, and below the heart. */
double
mado_phantom_chest_get_diaphragm_z (double x, double y)
{
  static const struct {
    double x, y, top, radius_x, radius_y, drop;
  } domes[] = {
      {-62, 2, 101, 66, 84, 62},
      {66, 0, 88, 64, 82, 62},
      {8, -22, 82, 62, 66, 40},
  };
  double height = -200;

  for (guint i = 0; i < G_N_ELEMENTS (domes); i++) {
    const double ex = (x - domes[i].x) / domes[i].radius_x;
    const double ey = (y - domes[i].y) / domes[i].radius_y;
    const double from = pow (ex * ex + ey * ey, 1.25);

    height =
        -mado_phantom_smooth_min (-height, -(domes[i].top - domes[i].drop * from), 18);
  }
  return height - 0.16 * y;
}

/* Rounded top of each lung: positive above it. */
static double
get_apex_distance (double x, double y, double z)
{
  const double side = x < 0 ? -1 : 1;
  const double ex = (x - side * 42) / 34, ey = (y - 30) / 50;
  const double top = 284 - 13 * (ex * ex + ey * ey) - (x < 0 ? 0 : 2);

  return (z - top) * 0.6;
}

static double
get_muscle_distance (const MadoPhantomChest *chest,
                     double x,
                     double y,
                     double z,
                     double center_y,
                     double cavity,
                     double fat)
{
  const double degrees = get_side_degrees (atan2 (y - center_y, x));
  const double wave = mado_phantom_noise_get (chest->noise, x / 34, y / 34, z / 50);
  /* The wall of the chest ends at the first rib, low in front. */
  const double inlet = 252 + 0.36 * (y + 50);
  double distance = cavity - 9.5 - wave + 1.6 * MAX (z - inlet, 0);

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++) {
    const Sheet *sheet = &sheets[i];
    const double from = ABS (degrees - sheet->angle) / sheet->spread;
    const double rise = (z - sheet->low) / (sheet->high - sheet->low) * 2 - 1;
    const double half =
        (sheet->thickness / 2 - 0.7) * (1 + 0.2 * wave) * (1 - pow (rise, 4));
    const double middle =
        ABS (cavity - sheet->gap - sheet->thickness / 2 * (1 + 0.3 * wave));

    if (ABS (rise) >= 1)
      continue;
    if (from < 1)
      distance = MIN (distance, middle - half * sqrt (1 - from * from));
    else
      distance = MIN (distance, hypot (middle, (from - 1) * sheet->spread * 2.2));
  }
  return MAX (distance, fat);
}

void
mado_phantom_chest_plane_init (MadoPhantomChestPlane *self,
                               const MadoPhantomChest *chest,
                               double z)
{
  self->z = z;
  outline_init (&self->body, &body_keys, body_bulges, G_N_ELEMENTS (body_bulges),
                chest->noise, z);
  fat_init (&self->fat, &self->body, z);
  outline_init (&self->cavity, &cavity_keys, cavity_bulges,
                G_N_ELEMENTS (cavity_bulges), chest->noise, z);
  self->mediastinum = mado_phantom_segments_new ();

  const GArray *parts[] = {chest->ventricles, chest->atria, chest->great_vessels};

  for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
    for (guint i = 0; parts[part] != NULL && i < parts[part]->len; i++) {
      const MadoPhantomSegment *segment =
          &g_array_index (parts[part], MadoPhantomSegment, i);
      const double reach = MAX (segment->radius_a, segment->radius_b) + 16;

      if (z > MIN (segment->a.z, segment->b.z) - reach &&
          z < MAX (segment->a.z, segment->b.z) + reach)
        g_array_append_val (self->mediastinum, *segment);
    }
}

void
mado_phantom_chest_plane_clear (MadoPhantomChestPlane *self)
{
  g_clear_pointer (&self->mediastinum, g_array_unref);
}

void
mado_phantom_chest_plane_get_fields (const MadoPhantomChestPlane *self,
                                     const MadoPhantomChest *chest,
                                     double x,
                                     double y,
                                     MadoPhantomChestFields *fields)
{
  const double z = self->z;
  const double body = mado_phantom_outline_get_distance (&self->body, x, y);

  *fields = (MadoPhantomChestFields){
      .body = (float) body,
      .fat = MADO_PHANTOM_FAR,
      .muscle = MADO_PHANTOM_FAR,
      .cavity = MADO_PHANTOM_FAR,
      .mediastinum = MADO_PHANTOM_FAR,
      .diaphragm = -MADO_PHANTOM_FAR,
      .lung = MADO_PHANTOM_FAR,
  };
  if (body > 4)
    return;

  const double fat = mado_phantom_outline_get_distance (&self->fat, x, y);
  const double cavity = mado_phantom_outline_get_distance (&self->cavity, x, y);

  fields->fat = (float) fat;
  fields->cavity = (float) cavity;
  if (cavity > -2 && z < 310)
    fields->muscle = (float) get_muscle_distance (chest, x, y, z, self->cavity.center_y,
                                                  cavity, fat);
  if (cavity > 6)
    return;

  const double warp = mado_phantom_noise_get (chest->noise, x / 40, y / 40, z / 40);
  const double diaphragm =
      (mado_phantom_chest_get_diaphragm_z (x, y) + 4 * warp - z) * 0.62;
  const double mediastinum =
      mado_phantom_chest_get_mediastinum (self->mediastinum, x, y, z) + 1.5 * warp;

  fields->diaphragm = (float) diaphragm;
  fields->mediastinum = (float) mediastinum;
  fields->lung = (float) MAX (MAX (cavity + 1, -mediastinum),
                              MAX (diaphragm, get_apex_distance (x, y, z)));
}
