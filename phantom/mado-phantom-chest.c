/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-chest-private.h"

#include <math.h>

/* HU */
#define AIR    -1000.0f
#define SKIN   15.0f
#define FAT    -106.0f
#define MUSCLE 54.0f

/* Fields are smooth: sampled at every second pixel and interpolated. */
#define COARSE 2

/* One value a pixel each. */
typedef struct {
  float *body, *fat, *muscle, *cavity, *mediastinum, *diaphragm, *lung;
} Fields;

static void
fields_clear (Fields *fields)
{
  g_free (fields->body);
  g_free (fields->fat);
  g_free (fields->muscle);
  g_free (fields->cavity);
  g_free (fields->mediastinum);
  g_free (fields->diaphragm);
  g_free (fields->lung);
}

typedef struct {
  MadoPhantomChestFields *samples;
  int columns, rows;
} CoarseFields;

static CoarseFields
sample_fields (const MadoPhantomChest *self,
               const MadoPhantomChestPlane *plane,
               const MadoPhantomGrid *grid)
{
  CoarseFields coarse = {
      .columns = (grid->columns + COARSE - 1) / COARSE + 1,
      .rows = (grid->rows + COARSE - 1) / COARSE + 1,
  };

  coarse.samples =
      g_new (MadoPhantomChestFields, (gsize) coarse.columns * (gsize) coarse.rows);
  for (int row = 0; row < coarse.rows; row++)
    for (int column = 0; column < coarse.columns; column++)
      mado_phantom_chest_plane_get_fields (
          plane, self, grid->x0 + column * COARSE * grid->dx,
          grid->y0 + row * COARSE * grid->dy,
          &coarse.samples[row * coarse.columns + column]);
  return coarse;
}

/* @offset: of the field in MadoPhantomChestFields */
static float *
interpolate_field (const CoarseFields *coarse,
                   gsize offset,
                   const MadoPhantomGrid *grid)
{
  float *field = g_new (float, (gsize) grid->columns *(gsize) grid->rows);

  for (int row = 0; row < grid->rows; row++) {
    const int r = row / COARSE;
    const float ty = (float) (row % COARSE) / COARSE;

    for (int column = 0; column < grid->columns; column++) {
      const float tx = (float) (column % COARSE) / COARSE;
      const char *corner =
          (const char *) &coarse->samples[r * coarse->columns + column / COARSE] +
          offset;
      const gsize right = sizeof (MadoPhantomChestFields);
      const gsize down = right * (gsize) coarse->columns;
      const float a = *(const float *) corner, b = *(const float *) (corner + right);
      const float c = *(const float *) (corner + down);
      const float d = *(const float *) (corner + down + right);

      field[row * grid->columns + column] =
          (a + tx * (b - a)) * (1 - ty) + (c + tx * (d - c)) * ty;
    }
  }
  return field;
}

static void
fields_init (Fields *fields,
             const MadoPhantomChest *self,
             const MadoPhantomChestPlane *plane,
             const MadoPhantomGrid *grid)
{
  const CoarseFields coarse = sample_fields (self, plane, grid);

#define FIELD(name)                                                                    \
  fields->name = interpolate_field (                                                   \
      &coarse, G_STRUCT_OFFSET (MadoPhantomChestFields, name), grid)
  FIELD (body);
  FIELD (fat);
  FIELD (muscle);
  FIELD (cavity);
  FIELD (mediastinum);
  FIELD (diaphragm);
  FIELD (lung);
#undef FIELD
  g_free (coarse.samples);
}

/* The top of the couch: two thin shells with foam between, hollow to the patient. */
static float
get_couch (double x, double y)
{
  const double top = 121 - 0.0011 * x * x;
  const double bottom = 158 - 0.0013 * x * x;
  const double shell = MIN (ABS (y - top), ABS (y - bottom));

  if (ABS (x) > 172 || y > bottom + 3)
    return AIR;
  if (shell < 1.6)
    return AIR + 760 * (float) CLAMP (1.6 - shell, 0, 1);
  if (y > top)
    return -955;
  return y > top - 9 ? -925 : AIR;
}

static inline void
mix_in (float *value, float material, float coverage)
{
  *value += coverage * (material - *value);
}

static float
get_tissue (const MadoPhantomChest *self,
            const Fields *fields,
            gsize i,
            float softness,
            double x,
            double y,
            double z)
{
  float value = get_couch (x, y);

  if (fields->body[i] > softness)
    return value;

  const float lobules =
      (float) mado_phantom_noise_get (self->noise, x / 6, y / 6, z / 6);
  const float fibres =
      (float) mado_phantom_noise_get (self->noise, x / 5 + 9, y / 3, z / 14);
  const float strands = lobules * lobules * lobules * lobules;

  mix_in (&value, SKIN, mado_phantom_coverage (fields->body[i], softness));
  mix_in (&value, FAT + 4 * fibres + 45 * strands,
          mado_phantom_coverage (fields->body[i] + 1.7f, softness));
  mix_in (&value, MUSCLE + 7 * fibres - 40 * strands,
          mado_phantom_coverage (fields->muscle[i], softness * 1.3f));
  mix_in (&value, FAT + 12, mado_phantom_coverage (fields->cavity[i] - 0.6f, softness));
  return value;
}

static void
paint_tissue (const MadoPhantomChest *self,
              MadoPhantomSlice *slice,
              const Fields *fields)
{
  const MadoPhantomGrid *grid = &slice->grid;

  for (int row = 0; row < grid->rows; row++)
    for (int column = 0; column < grid->columns; column++) {
      const gsize i = (gsize) row * (gsize) grid->columns + (gsize) column;

      slice->values[i] = get_tissue (self, fields, i, (float) grid->softness,
                                     grid->x0 + column * grid->dx,
                                     grid->y0 + row * grid->dy, slice->z);
    }
}

/* Quantum noise: most where the rays cross most, streaks between the shoulders. */
static void
add_noise (MadoPhantomSlice *slice, double noise, MadoPhantomRandom *random)
{
  const MadoPhantomGrid *grid = &slice->grid;
  const gsize n = (gsize) grid->columns * (gsize) grid->rows;
  const double shoulders = CLAMP ((slice->z - 245) / 35, 0, 1);
  const float gain = (float) (noise * (1 + 0.7 * shoulders));
  const float streak_gain = (float) (noise * 0.9 * shoulders);
  g_autofree float *grain = g_new (float, n);
  g_autofree float *streaks = NULL;

  mado_phantom_fill_grain (grain, grid->columns, grid->rows, 0.62, random);
  if (streak_gain > 0) {
    streaks = g_new (float, n);
    for (gsize i = 0; i < n; i++)
      streaks[i] = 4 * mado_phantom_random_normal (random);
    mado_phantom_blur (streaks, grid->columns, grid->rows, 12, 0.6);
  }
  for (int row = 0; row < grid->rows; row++) {
    const double y = (grid->y0 + row * grid->dy - 5) / 105;

    for (int column = 0; column < grid->columns; column++) {
      const gsize i = (gsize) row * (gsize) grid->columns + (gsize) column;
      const double x = (grid->x0 + column * grid->dx) / 150;
      const float depth = (float) MAX (1 - 0.62 * (x * x + y * y), 0.34);

      slice->values[i] += gain * depth * grain[i];
      if (streaks != NULL)
        slice->values[i] += streak_gain * depth * streaks[i];
    }
  }
}

void
mado_phantom_chest_render (const MadoPhantomChest *self,
                           const MadoPhantomGrid *grid,
                           double z,
                           int index,
                           double noise,
                           float *values)
{
  MadoPhantomRandom random =
      mado_phantom_random_new (self->seed, 0x10000u + (guint32) index);
  MadoPhantomSlice slice;
  MadoPhantomChestPlane plane;
  Fields fields;

  mado_phantom_slice_init (&slice, grid, z, AIR);
  mado_phantom_chest_plane_init (&plane, self, z);
  fields_init (&fields, self, &plane, grid);
  paint_tissue (self, &slice, &fields);
  mado_phantom_chest_paint_muscles (self, &slice, fields.fat);
  mado_phantom_chest_paint_abdomen (self, &slice, fields.cavity, fields.diaphragm);
  mado_phantom_chest_paint_mediastinum (self, &slice);
  mado_phantom_chest_paint_lungs (self, &slice, fields.lung);
  mado_phantom_chest_paint_airways (self, &slice);
  mado_phantom_chest_paint_bones (self, &plane, &slice, fields.cavity);
  mado_phantom_blur (slice.values, grid->columns, grid->rows, 0.45 * 0.7 / grid->dx,
                     0.45 * 0.7 / grid->dy);
  if (noise > 0)
    add_noise (&slice, noise, &random);
  memcpy (values, slice.values,
          sizeof (float) * (gsize) grid->columns * (gsize) grid->rows);
  fields_clear (&fields);
  mado_phantom_chest_plane_clear (&plane);
  mado_phantom_slice_clear (&slice);
}

MadoPhantomChest *
mado_phantom_chest_new (guint32 seed)
{
  MadoPhantomChest *self = g_new0 (MadoPhantomChest, 1);

  self->seed = seed;
  /* Shape does not depend on the seed: the truth stays where it is. */
  self->noise = mado_phantom_noise_new (1);
  mado_phantom_chest_build_mediastinum (self);
  mado_phantom_chest_build_bones (self);
  mado_phantom_chest_build_muscles (self);
  mado_phantom_chest_build_lungs (self);
  return self;
}

void
mado_phantom_chest_free (MadoPhantomChest *self)
{
  GArray *parts[] = {self->ribs,          self->cartilage,  self->clavicles,
                     self->scapulae,      self->arms,       self->vertebrae,
                     self->great_vessels, self->ventricles, self->atria,
                     self->oesophagus,    self->airways,    self->lung_vessels,
                     self->lung_airways,  self->plaques,    self->strands};

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_array_unref (parts[i]);
  mado_phantom_noise_free (self->noise);
  g_free (self);
}
