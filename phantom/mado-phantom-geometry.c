/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

#include <math.h>

#include "mado-phantom-noise-private.h"

/* About the body's centre; all eight differ in size, contrast and distance. */
static const MadoPhantomSphere spheres[MADO_PHANTOM_N_SPHERES] = {
    {"S1", {24, 22, 26}, 16, 350},    {"S2", {-26, 24, 22}, 12, -300},
    {"S3", {22, -26, 24}, 14, 250},   {"S4", {-24, -24, 28}, 9, 400},
    {"S5", {25, 25, -24}, 10, -350},  {"S6", {-23, 26, -26}, 15, 300},
    {"S7", {27, -23, -25}, 7.5, 450}, {"S8", {-22, -27, -23}, 13, -250},
};

/* Between the spheres, near three sides of the body, none along an axis. */
static const MadoPhantomRod rods[MADO_PHANTOM_N_RODS] = {
    {"R1", {-38, 2, 44}, {36, -4, 47}, 4, 700},
    {"R2", {2, -41, -46}, {-3, 37, -43}, 4, 700},
    {"R3", {46, 2, -36}, {44, -3, 39}, 4, 700},
};

static const MadoPhantomWave waves[MADO_PHANTOM_N_WAVES] = {
    {40, {0.080, 0.020, -0.010}, 0.4},
    {30, {-0.030, 0.090, 0.015}, 1.3},
    {25, {0.010, -0.025, 0.085}, -0.9},
};

MadoPhantomPoint
mado_phantom_point_move (MadoPhantomPoint point,
                         MadoPhantomPoint direction,
                         double distance)
{
  return (MadoPhantomPoint){point.x + direction.x * distance,
                            point.y + direction.y * distance,
                            point.z + direction.z * distance};
}

MadoPhantomPoint
mado_phantom_point_cross (MadoPhantomPoint a, MadoPhantomPoint b)
{
  return (MadoPhantomPoint){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z,
                            a.x * b.y - a.y * b.x};
}

static double
dot (MadoPhantomPoint a, MadoPhantomPoint b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

MadoPhantomPoint
mado_phantom_point_turn (MadoPhantomPoint point, MadoPhantomPoint axis, double angle)
{
  const double radians = angle * G_PI / 180;
  const MadoPhantomPoint across = mado_phantom_point_cross (axis, point);
  const double along = dot (axis, point) * (1 - cos (radians));
  const MadoPhantomPoint none = {0, 0, 0};
  MadoPhantomPoint turned = mado_phantom_point_move (none, point, cos (radians));

  turned = mado_phantom_point_move (turned, across, sin (radians));
  return mado_phantom_point_move (turned, axis, along);
}

static MadoPhantomPoint
place_in_body (MadoPhantomPoint point)
{
  return mado_phantom_point_move (MADO_PHANTOM_BODY_CENTER, point, 1);
}

void
mado_phantom_body_init (MadoPhantomBody *self,
                        double constant,
                        double scale,
                        double edge)
{
  *self = (MadoPhantomBody){
      .constant = constant,
      .gradient = {3 * scale, -2.5 * scale, 4 * scale},
      .edge = edge,
  };
  /* The constant is the value in the body's middle. */
  self->constant -= dot (self->gradient, MADO_PHANTOM_BODY_CENTER);
  for (int i = 0; i < MADO_PHANTOM_N_WAVES; i++) {
    self->waves[i] = waves[i];
    self->waves[i].amplitude *= scale;
  }
  for (int i = 0; i < MADO_PHANTOM_N_SPHERES; i++) {
    self->spheres[i] = spheres[i];
    self->spheres[i].center = place_in_body (spheres[i].center);
    self->spheres[i].contrast *= scale;
  }
  for (int i = 0; i < MADO_PHANTOM_N_RODS; i++) {
    self->rods[i] = rods[i];
    self->rods[i].from = place_in_body (rods[i].from);
    self->rods[i].to = place_in_body (rods[i].to);
    self->rods[i].contrast *= scale;
  }
}

static double
get_share (const MadoPhantomBody *self, double distance)
{
  return CLAMP (0.5 - distance / self->edge, 0, 1);
}

double
mado_phantom_body_get_value (const MadoPhantomBody *self, MadoPhantomPoint point)
{
  double value = self->constant + dot (self->gradient, point);

  for (int i = 0; i < MADO_PHANTOM_N_WAVES; i++) {
    const MadoPhantomWave *wave = &self->waves[i];

    value += wave->amplitude * cos (dot (wave->wave_vector, point) + wave->phase);
  }
  for (int i = 0; i < MADO_PHANTOM_N_SPHERES; i++) {
    const MadoPhantomSphere *sphere = &self->spheres[i];
    const MadoPhantomPoint from = mado_phantom_point_move (point, sphere->center, -1);

    value +=
        sphere->contrast * get_share (self, sqrt (dot (from, from)) - sphere->radius);
  }
  for (int i = 0; i < MADO_PHANTOM_N_RODS; i++) {
    const MadoPhantomRod *rod = &self->rods[i];
    const MadoPhantomSegment segment = {rod->from, rod->to, rod->radius, rod->radius};

    value += rod->contrast * get_share (self, mado_phantom_segment_get_distance (
                                                  &segment, point.x, point.y, point.z));
  }
  return value;
}

void
mado_phantom_stack_init (MadoPhantomStack *self, const MadoPhantomStack *geometry)
{
  *self = *geometry;
  self->places = g_array_new (FALSE, FALSE, sizeof (MadoPhantomPlace));
}

void
mado_phantom_stack_clear (MadoPhantomStack *self)
{
  g_clear_pointer (&self->places, g_array_unref);
}

MadoPhantomPlace *
mado_phantom_stack_get (const MadoPhantomStack *self, int index)
{
  return &g_array_index (self->places, MadoPhantomPlace, (guint) index);
}

MadoPhantomPlace *
mado_phantom_stack_add (MadoPhantomStack *self,
                        MadoPhantomPoint direction,
                        double distance)
{
  const int number = (int) self->places->len + 1;
  MadoPhantomPlace place = {
      .position =
          mado_phantom_point_move (MADO_PHANTOM_BODY_CENTER, direction, distance),
      .factor = 1,
      .slope = 1,
      .instance = number,
      .file = number,
      .frame = 1,
  };

  place.position = mado_phantom_point_move (
      place.position, self->row, -self->column_spacing * (self->columns - 1) / 2);
  place.position = mado_phantom_point_move (place.position, self->column,
                                            -self->row_spacing * (self->rows - 1) / 2);
  g_array_append_val (self->places, place);
  return mado_phantom_stack_get (self, number - 1);
}

void
mado_phantom_stack_scramble (MadoPhantomStack *self, bool frames)
{
  const guint n = self->places->len;
  g_autofree int *numbers = g_new (int, n);
  MadoPhantomRandom random = mado_phantom_random_new (n, 0x50000u);

  for (guint i = 0; i < n; i++)
    numbers[i] = (int) i + 1;
  for (guint i = n; i > 1; i--) {
    const guint other = (guint) (mado_phantom_random_next (&random) % i);
    const int kept = numbers[i - 1];

    numbers[i - 1] = numbers[other];
    numbers[other] = kept;
  }
  for (guint i = 0; i < n; i++) {
    MadoPhantomPlace *place = mado_phantom_stack_get (self, (int) i);

    *(frames ? &place->frame : &place->file) = numbers[i];
  }
}

static double
get_pixel (const MadoPhantomStack *self,
           const MadoPhantomBody *body,
           const MadoPhantomPlace *place,
           int column,
           int row)
{
  MadoPhantomPoint point = mado_phantom_point_move (place->position, self->row,
                                                    column * self->column_spacing);

  point = mado_phantom_point_move (point, self->column, row * self->row_spacing);
  return place->factor * mado_phantom_body_get_value (body, point);
}

void
mado_phantom_stack_fill (const MadoPhantomStack *self,
                         const MadoPhantomBody *body,
                         int index,
                         double intercept,
                         guint16 *stored)
{
  const MadoPhantomPlace *place = mado_phantom_stack_get (self, index);

  for (int row = 0; row < self->rows; row++)
    for (int column = 0; column < self->columns; column++) {
      const double value = get_pixel (self, body, place, column, row);

      *stored++ =
          GUINT16_TO_LE ((guint16) (gint32) lrint ((value - intercept) / place->slope));
    }
}

double
mado_phantom_stack_fit_slope (const MadoPhantomStack *self,
                              const MadoPhantomBody *body,
                              int index,
                              int largest)
{
  const MadoPhantomPlace *place = mado_phantom_stack_get (self, index);
  double top = 0;

  for (int row = 0; row < self->rows; row++)
    for (int column = 0; column < self->columns; column++)
      top = MAX (top, fabs (get_pixel (self, body, place, column, row)));
  return top / largest;
}
