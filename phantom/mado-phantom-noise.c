/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-noise-private.h"

#include <math.h>
#include <string.h>

#define LATTICE 64 /* a power of two: coordinates wrap with a mask */
#define MASK    (LATTICE - 1)

struct _MadoPhantomNoise {
  float lattice[LATTICE][LATTICE][LATTICE];
};

MadoPhantomRandom
mado_phantom_random_new (guint32 seed, guint32 stream)
{
  MadoPhantomRandom self = {((guint64) stream << 32 | seed) *
                            G_GUINT64_CONSTANT (0xd1342543de82ef95)};

  mado_phantom_random_next (&self);
  return self;
}

guint64
mado_phantom_random_next (MadoPhantomRandom *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

double
mado_phantom_random_uniform (MadoPhantomRandom *self, double low, double high)
{
  const double unit = (double) (mado_phantom_random_next (self) >> 11) * 0x1p-53;

  return low + (high - low) * unit;
}

/* The sum of eight 16-bit numbers is normal enough for noise and needs no log(). */
float
mado_phantom_random_normal (MadoPhantomRandom *self)
{
  const float variance = 8.0f * 65536.0f * 65536.0f / 12.0f;
  float sum = 0;

  for (int word = 0; word < 2; word++) {
    const guint64 bits = mado_phantom_random_next (self);

    for (int shift = 0; shift < 64; shift += 16)
      sum += (float) (bits >> shift & 0xffff);
  }
  return (sum - 4.0f * 65535.0f) / sqrtf (variance);
}

MadoPhantomNoise *
mado_phantom_noise_new (guint32 seed)
{
  MadoPhantomNoise *self = g_new (MadoPhantomNoise, 1);
  MadoPhantomRandom random = mado_phantom_random_new (seed, 0x6e6f6973);
  float *lattice = &self->lattice[0][0][0];

  for (int i = 0; i < LATTICE * LATTICE * LATTICE; i++)
    lattice[i] = (float) mado_phantom_random_uniform (&random, -1, 1);
  return self;
}

void
mado_phantom_noise_free (MadoPhantomNoise *self)
{
  g_free (self);
}

static inline float
smooth (double fraction)
{
  const float f = (float) fraction;

  return f * f * (3 - 2 * f);
}

static inline float
mix (float a, float b, float t)
{
  return a + (b - a) * t;
}

double
mado_phantom_noise_get (const MadoPhantomNoise *self, double x, double y, double z)
{
  const double fx = floor (x), fy = floor (y), fz = floor (z);
  const int x0 = (int) fx & MASK, x1 = (x0 + 1) & MASK;
  const int y0 = (int) fy & MASK, y1 = (y0 + 1) & MASK;
  const int z0 = (int) fz & MASK, z1 = (z0 + 1) & MASK;
  const float tx = smooth (x - fx), ty = smooth (y - fy), tz = smooth (z - fz);
  const float near_plane =
      mix (mix (self->lattice[z0][y0][x0], self->lattice[z0][y0][x1], tx),
           mix (self->lattice[z0][y1][x0], self->lattice[z0][y1][x1], tx), ty);
  const float far_plane =
      mix (mix (self->lattice[z1][y0][x0], self->lattice[z1][y0][x1], tx),
           mix (self->lattice[z1][y1][x0], self->lattice[z1][y1][x1], tx), ty);

  return mix (near_plane, far_plane, tz);
}

double
mado_phantom_noise_get_fractal (
    const MadoPhantomNoise *self, double x, double y, double z, int octaves)
{
  double sum = 0, height = 1, total = 0;

  for (int octave = 0; octave < octaves; octave++) {
    sum += height * mado_phantom_noise_get (self, x, y, z);
    total += height;
    height /= 2;
    /* Not exactly 2, so that the lattices do not line up. */
    x = x * 2.03 + 7.1;
    y = y * 2.03 + 3.7;
    z = z * 2.03 + 5.3;
  }
  return sum / total;
}

static int
make_kernel (float *kernel, double sigma)
{
  const int radius = CLAMP ((int) ceil (sigma * 2.5), 1, 31);
  float total = 0;

  for (int i = -radius; i <= radius; i++)
    total += kernel[i + radius] = (float) exp (-0.5 * i * i / (sigma * sigma));
  for (int i = 0; i <= 2 * radius; i++)
    kernel[i] /= total;
  return radius;
}

static void
blur_rows (float *pixels, int columns, int rows, double sigma)
{
  float kernel[63];
  const int radius = make_kernel (kernel, sigma);
  g_autofree float *line = g_new (float, (gsize) columns + 2 * (gsize) radius);

  for (int row = 0; row < rows; row++) {
    float *pixel = pixels + (gsize) row * (gsize) columns;

    memcpy (line + radius, pixel, sizeof (float) * (gsize) columns);
    for (int i = 0; i < radius; i++) {
      line[i] = pixel[0];
      line[radius + columns + i] = pixel[columns - 1];
    }
    memset (pixel, 0, sizeof (float) * (gsize) columns);
    for (int i = 0; i <= 2 * radius; i++)
      for (int column = 0; column < columns; column++)
        pixel[column] += kernel[i] * line[column + i];
  }
}

/* Adds whole rows at a time, so that the compiler can use vectors. */
static void
blur_columns (float *pixels, int columns, int rows, double sigma)
{
  float kernel[63];
  const int radius = make_kernel (kernel, sigma);
  const gsize n = (gsize) columns * (gsize) rows;
  g_autofree float *source = g_memdup2 (pixels, n * sizeof (float));

  memset (pixels, 0, n * sizeof (float));
  for (int row = 0; row < rows; row++) {
    float *out = pixels + (gsize) row * (gsize) columns;

    for (int i = -radius; i <= radius; i++) {
      const float *in = source + (gsize) CLAMP (row + i, 0, rows - 1) * (gsize) columns;
      const float weight = kernel[i + radius];

      for (int column = 0; column < columns; column++)
        out[column] += weight * in[column];
    }
  }
}

void
mado_phantom_blur (float *pixels, int columns, int rows, double sigma_x, double sigma_y)
{
  if (sigma_x > 0)
    blur_rows (pixels, columns, rows, sigma_x);
  if (sigma_y > 0)
    blur_columns (pixels, columns, rows, sigma_y);
}

void
mado_phantom_fill_grain (
    float *grain, int columns, int rows, double size, MadoPhantomRandom *random)
{
  const gsize n = (gsize) columns * (gsize) rows;
  g_autofree float *slow = g_new (float, n);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    grain[i] = mado_phantom_random_normal (random);
  mado_phantom_blur (grain, columns, rows, size, size);
  memcpy (slow, grain, n * sizeof (float));
  mado_phantom_blur (slow, columns, rows, size * 2.5, size * 2.5);
  for (gsize i = 0; i < n; i++) {
    grain[i] -= 0.8f * slow[i];
    sum += (double) grain[i] * grain[i];
  }

  const float scale = (float) (1 / sqrt (sum / (double) n));

  for (gsize i = 0; i < n; i++)
    grain[i] *= scale;
}
