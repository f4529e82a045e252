/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoPhantomRandom:
 *
 * A stream of random numbers that is the same on every machine for one seed
 * (splitmix64), unlike GRand a plain value: each slice has its own, so that the
 * result does not depend on which thread made what.
 */
typedef struct {
  guint64 state;
} MadoPhantomRandom;

MadoPhantomRandom mado_phantom_random_new (guint32 seed, guint32 stream);
guint64 mado_phantom_random_next (MadoPhantomRandom *self);
double mado_phantom_random_uniform (MadoPhantomRandom *self, double low, double high);
float mado_phantom_random_normal (MadoPhantomRandom *self); /* sigma 1 */

/**
 * MadoPhantomNoise:
 *
 * Smooth noise in space: a periodic lattice of random values, interpolated.
 * Immutable; any thread.
 */
typedef struct _MadoPhantomNoise MadoPhantomNoise;

MadoPhantomNoise *mado_phantom_noise_new (guint32 seed) G_GNUC_WARN_UNUSED_RESULT;
void mado_phantom_noise_free (MadoPhantomNoise *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPhantomNoise, mado_phantom_noise_free)

/* Between -1 and 1; one bump per unit of the coordinates. */
double
mado_phantom_noise_get (const MadoPhantomNoise *self, double x, double y, double z);
/* Sum of @octaves, each of half the size and half the height of the one before. */
double mado_phantom_noise_get_fractal (
    const MadoPhantomNoise *self, double x, double y, double z, int octaves);

/* Separable Gaussian blur in place; @sigma_x and @sigma_y in px, 0 to leave it. */
void mado_phantom_blur (
    float *pixels, int columns, int rows, double sigma_x, double sigma_y);

/**
 * mado_phantom_fill_grain:
 * @grain: (out caller-allocated): columns × rows values, mean 0, sigma 1
 * @size: of the grains, px
 *
 * Noise as a reconstruction kernel leaves it: correlated, without slow waves.
 */
void mado_phantom_fill_grain (
    float *grain, int columns, int rows, double size, MadoPhantomRandom *random);

G_END_DECLS
