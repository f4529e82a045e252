/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>
#include <stdbool.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoVector:
 *
 * A point or a direction in patient space: mm, LPS+ (x to the patient's left, y to
 * the back, z to the head; PS3.3 C.7.6.2.1.1).
 */
typedef struct {
  double x, y, z;
} MadoVector;

static inline MadoVector
mado_vector_from_array (const double values[3])
{
  return (MadoVector){values[0], values[1], values[2]};
}

static inline MadoVector
mado_vector_add (MadoVector a, MadoVector b)
{
  return (MadoVector){a.x + b.x, a.y + b.y, a.z + b.z};
}

static inline MadoVector
mado_vector_subtract (MadoVector a, MadoVector b)
{
  return (MadoVector){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline MadoVector
mado_vector_scale (MadoVector a, double factor)
{
  return (MadoVector){a.x * factor, a.y * factor, a.z * factor};
}

/* @a + @factor × @b */
static inline MadoVector
mado_vector_add_scaled (MadoVector a, MadoVector b, double factor)
{
  return (MadoVector){a.x + b.x * factor, a.y + b.y * factor, a.z + b.z * factor};
}

static inline double
mado_vector_dot (MadoVector a, MadoVector b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline MadoVector
mado_vector_cross (MadoVector a, MadoVector b)
{
  return (MadoVector){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z,
                      a.x * b.y - a.y * b.x};
}

static inline double
mado_vector_length (MadoVector a)
{
  return sqrt (mado_vector_dot (a, a));
}

/* @a with length 1; the null vector stays what it is. */
static inline MadoVector
mado_vector_normalize (MadoVector a)
{
  const double length = mado_vector_length (a);

  return length > 0 ? mado_vector_scale (a, 1 / length) : a;
}

static inline bool
mado_vector_is_finite (MadoVector a)
{
  return isfinite (a.x) && isfinite (a.y) && isfinite (a.z);
}

/* @a turned about the unit vector @axis, right-handed; radians. */
static inline MadoVector
mado_vector_rotate (MadoVector a, MadoVector axis, double angle)
{
  const double c = cos (angle), s = sin (angle);
  const MadoVector turned =
      mado_vector_add_scaled (mado_vector_scale (a, c), mado_vector_cross (axis, a), s);

  return mado_vector_add_scaled (turned, axis, (1 - c) * mado_vector_dot (axis, a));
}

G_END_DECLS
