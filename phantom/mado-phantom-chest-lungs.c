/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-chest-private.h"

#include <math.h>

#define BLOOD 38.0f /* HU */

/* Written to truth.json: the centres are exact, diameters are those of the edge
 * half-way between nodule and lung. */
const MadoPhantomNodule mado_phantom_nodules[] = {
    {"N1", MADO_PHANTOM_NODULE_SOLID, "right upper lobe", {-74, 34, 236}, 12, 0, 38},
    {"N2",
     MADO_PHANTOM_NODULE_GROUND_GLASS,
     "right upper lobe",
     {-72, -26, 206},
     15,
     0,
     -610},
    {"N3", MADO_PHANTOM_NODULE_SOLID, "right middle lobe", {-84, -44, 132}, 6, 0, 35},
    {"N4",
     MADO_PHANTOM_NODULE_PART_SOLID,
     "right lower lobe",
     {-78, 58, 176},
     18,
     8,
     30},
    {"N5", MADO_PHANTOM_NODULE_SOLID, "right lower lobe", {-72, 64, 88}, 4, 0, 30},
    {"N6", MADO_PHANTOM_NODULE_SOLID, "left upper lobe", {76, 16, 224}, 22, 0, 42},
    {"N7",
     MADO_PHANTOM_NODULE_GROUND_GLASS,
     "left upper lobe",
     {90, -32, 156},
     8,
     0,
     -560},
    {"N8", MADO_PHANTOM_NODULE_CALCIFIED, "left lower lobe", {84, 56, 124}, 5, 0, 420},
};
const int mado_phantom_n_nodules = G_N_ELEMENTS (mado_phantom_nodules);

typedef enum {
  RIGHT_UPPER,
  RIGHT_MIDDLE,
  RIGHT_LOWER,
  LEFT_UPPER,
  LEFT_LOWER,
  N_LOBES,
} Lobe;

static const struct {
  MadoPhantomPoint artery, vein;
  int n_ends; /* twigs */
} lobes[N_LOBES] = {
    [RIGHT_UPPER] = {{-46, 10, 178}, {-50, -8, 170}, 950},
    [RIGHT_MIDDLE] = {{-48, 4, 152}, {-50, -6, 158}, 430},
    [RIGHT_LOWER] = {{-48, 18, 150}, {-50, 28, 130}, 1250},
    [LEFT_UPPER] = {{50, 16, 184}, {50, -4, 174}, 1150},
    [LEFT_LOWER] = {{53, 34, 158}, {54, 32, 132}, 1080},
};

/* Positive above the oblique fissure. */
static double
get_oblique_fissure (const MadoPhantomChest *chest, double x, double y, double z)
{
  const double warp = 4 * mado_phantom_noise_get (chest->noise, x / 55, y / 55, 9);
  /* The sheet turns like a propeller: outwards above, inwards below. */
  const double twist = (ABS (x) - 70) * (z - 140) * 0.0045;

  if (x < 0)
    return (z - (212 - 1.02 * (78 - y) + twist + warp)) * 0.7;
  return (z - (219 - 1.08 * (78 - y) + twist + warp)) * 0.68;
}

/* Positive above the horizontal fissure of the right lung. */
static double
get_horizontal_fissure (const MadoPhantomChest *chest, double x, double y, double z)
{
  const double warp = 3 * mado_phantom_noise_get (chest->noise, x / 50, y / 50, 17);

  return z - (158 + 0.1 * (y + 40) + 0.06 * (x + 70) + warp);
}

static Lobe
get_lobe (const MadoPhantomChest *chest, double x, double y, double z, double *fissure)
{
  const double oblique = get_oblique_fissure (chest, x, y, z);

  *fissure = ABS (oblique);
  if (x > 0)
    return oblique > 0 ? LEFT_UPPER : LEFT_LOWER;
  if (oblique < 0)
    return RIGHT_LOWER;

  const double horizontal = get_horizontal_fissure (chest, x, y, z);

  *fissure = MIN (*fissure, ABS (horizontal));
  return horizontal > 0 ? RIGHT_UPPER : RIGHT_MIDDLE;
}

/* Twigs end anywhere in a lobe, but not right below the pleura. */
static void
scatter_ends (const MadoPhantomChest *self, GArray *ends[N_LOBES], guint32 stream)
{
  MadoPhantomRandom random = mado_phantom_random_new (self->seed, stream);
  const double step = 2;
  const int tries = 220;

  for (double z = 18; z < 286; z += step) {
    MadoPhantomChestPlane plane;

    mado_phantom_chest_plane_init (&plane, self, z);
    for (int i = 0; i < tries; i++) {
      const MadoPhantomPoint end = {
          mado_phantom_random_uniform (&random, -132, 132),
          mado_phantom_random_uniform (&random, -90, 100),
          z + mado_phantom_random_uniform (&random, -step / 2, step / 2)};
      MadoPhantomChestFields fields;
      double fissure;

      mado_phantom_chest_plane_get_fields (&plane, self, end.x, end.y, &fields);
      if (fields.lung > -3.5f)
        continue;

      const Lobe lobe = get_lobe (self, end.x, end.y, end.z, &fissure);

      if (fissure > 4)
        g_array_append_val (ends[lobe], end);
    }
    mado_phantom_chest_plane_clear (&plane);
  }
}

/* Keeps @n of them, evenly over the whole. */
static void
thin_out (GArray *ends, int n)
{
  const int before = (int) ends->len;
  MadoPhantomPoint *points = (MadoPhantomPoint *) (gpointer) ends->data;

  if (before <= n)
    return;
  for (int i = 0; i < n; i++)
    points[i] = points[(gint64) i * before / n];
  g_array_set_size (ends, (guint) n);
}

static void
grow_trees (MadoPhantomChest *self, guint32 stream, bool is_artery, GArray *segments)
{
  GArray *ends[N_LOBES];
  MadoPhantomRandom random = mado_phantom_random_new (self->seed, stream + 1);

  for (int lobe = 0; lobe < N_LOBES; lobe++)
    ends[lobe] = g_array_new (FALSE, FALSE, sizeof (MadoPhantomPoint));
  scatter_ends (self, ends, stream);
  for (int lobe = 0; lobe < N_LOBES; lobe++) {
    thin_out (ends[lobe], is_artery ? lobes[lobe].n_ends : lobes[lobe].n_ends * 2 / 3);
    mado_phantom_tree_grow (segments,
                            is_artery ? &lobes[lobe].artery : &lobes[lobe].vein,
                            ends[lobe], 0.52, &random);
    g_array_unref (ends[lobe]);
  }
}

/* A bronchus runs beside each artery that is thick enough to be seen with it. */
static void
add_bronchi (MadoPhantomChest *self, const GArray *arteries)
{
  for (guint i = 0; i < arteries->len; i++) {
    MadoPhantomSegment bronchus = g_array_index (arteries, MadoPhantomSegment, i);
    const double radius = bronchus.radius_a;
    const double beside = 1.9 * radius + 0.6;

    if (radius < 1.5)
      continue;
    bronchus.a.x += bronchus.a.x < 0 ? beside * 0.6 : -beside * 0.6;
    bronchus.b.x += bronchus.b.x < 0 ? beside * 0.6 : -beside * 0.6;
    bronchus.a.y += beside * 0.75;
    bronchus.b.y += beside * 0.75;
    bronchus.radius_a *= 0.75;
    bronchus.radius_b *= 0.75;
    g_array_append_val (self->lung_airways, bronchus);
  }
}

void
mado_phantom_chest_build_lungs (MadoPhantomChest *self)
{
  self->lung_vessels = mado_phantom_segments_new ();
  self->lung_airways = mado_phantom_segments_new ();
  grow_trees (self, 100, true, self->lung_vessels);
  add_bronchi (self, self->lung_vessels);
  grow_trees (self, 200, false, self->lung_vessels);
}

/* Air, blood that sinks to the back, small structures too fine to be drawn. */
static float
get_parenchyma (const MadoPhantomChest *self, double x, double y, double z, float lung)
{
  const double coarse =
      mado_phantom_noise_get_fractal (self->noise, x / 9, y / 9, z / 9, 2);
  const double fine = mado_phantom_noise_get (self->noise, x / 2.6, y / 2.6, z / 2.6);
  const double dependent = MAX (y - 40, 0) * exp (lung / 4.0);

  return (float) (-872 + 0.32 * y + 24 * coarse + 26 * fine + 2.2 * dependent);
}

static void
paint_parenchyma (const MadoPhantomChest *self,
                  MadoPhantomSlice *slice,
                  const float *lung)
{
  const MadoPhantomGrid *grid = &slice->grid;
  const float softness = (float) grid->softness;

  for (int row = 0; row < grid->rows; row++) {
    const double y = grid->y0 + row * grid->dy;

    for (int column = 0; column < grid->columns; column++) {
      const gsize i = (gsize) row * (gsize) grid->columns + (gsize) column;
      const double x = grid->x0 + column * grid->dx;
      const float inside = mado_phantom_coverage (lung[i], softness);
      double fissure;

      if (inside <= 0)
        continue;

      float value = get_parenchyma (self, x, y, slice->z, lung[i]);

      get_lobe (self, x, y, slice->z, &fissure);
      value += 190 * (float) MAX (1 - fissure / 1.1, 0);
      slice->values[i] += inside * (value - slice->values[i]);
    }
  }
}

typedef struct {
  const MadoPhantomChest *chest;
  const MadoPhantomNodule *nodule;
  double radius;
} NoduleShape;

/* A ball with an uneven surface; its mean radius is the nodule's. */
static float
get_nodule (double x, double y, double z, gconstpointer data)
{
  const NoduleShape *shape = data;
  const MadoPhantomPoint *center = &shape->nodule->center;
  const double px = x - center->x, py = y - center->y, pz = z - center->z;
  const double from = sqrt (px * px + py * py + pz * pz);
  const double scale = 2.2 / MAX (from, 1e-3);
  const double uneven = mado_phantom_noise_get (shape->chest->noise, 20 + px * scale,
                                                20 + py * scale, 20 + pz * scale);

  return (float) (from - shape->radius * (1 + 0.08 * uneven));
}

static void
add_nodule (const MadoPhantomChest *self,
            MadoPhantomSlice *slice,
            const MadoPhantomNodule *nodule,
            double diameter)
{
  const NoduleShape shape = {self, nodule, diameter / 2};
  const double reach = diameter * 0.56;
  const MadoPhantomPoint *center = &nodule->center;

  if (ABS (slice->z - center->z) > reach + slice->grid.softness)
    return;
  mado_phantom_slice_add_shape (slice, center->x - reach, center->x + reach,
                                center->y - reach, center->y + reach, get_nodule,
                                &shape);
}

static void
paint_nodule (const MadoPhantomChest *self,
              MadoPhantomSlice *slice,
              const MadoPhantomNodule *nodule)
{
  if (nodule->kind == MADO_PHANTOM_NODULE_PART_SOLID) {
    add_nodule (self, slice, nodule, nodule->diameter);
    mado_phantom_slice_paint (slice, -600);
    add_nodule (self, slice, nodule, nodule->core);
  } else
    add_nodule (self, slice, nodule, nodule->diameter);
  mado_phantom_slice_paint (slice, nodule->value);
}

/* The one large nodule draws threads from its surroundings. */
static void
paint_spicules (const MadoPhantomChest *self, MadoPhantomSlice *slice)
{
  const MadoPhantomNodule *nodule = &mado_phantom_nodules[5];
  MadoPhantomRandom random = mado_phantom_random_new (self->seed, 300);

  for (int i = 0; i < 14; i++) {
    const double around = mado_phantom_random_uniform (&random, 0, 2 * G_PI);
    const double up = mado_phantom_random_uniform (&random, -0.7, 0.7);
    const double flat = sqrt (1 - up * up);
    const double reach =
        nodule->diameter * mado_phantom_random_uniform (&random, 0.6, 0.85);
    const MadoPhantomPoint *center = &nodule->center;
    const MadoPhantomSegment spicule = {*center,
                                        {center->x + reach * flat * cos (around),
                                         center->y + reach * flat * sin (around),
                                         center->z + reach * up},
                                        1.4,
                                        0.25};

    mado_phantom_slice_add_segment (slice, &spicule, 0);
  }
  mado_phantom_slice_paint (slice, -250);
}

void
mado_phantom_chest_paint_lungs (const MadoPhantomChest *self,
                                MadoPhantomSlice *slice,
                                const float *lung)
{
  paint_parenchyma (self, slice, lung);
  mado_phantom_slice_add_segments (slice, self->lung_vessels, 0);
  mado_phantom_slice_paint (slice, BLOOD);
  mado_phantom_slice_add_segments (slice, self->lung_airways, 0.6);
  mado_phantom_slice_paint (slice, -220);
  mado_phantom_slice_add_segments (slice, self->lung_airways, 0);
  mado_phantom_slice_paint (slice, -960);
  paint_spicules (self, slice);
  for (int i = 0; i < mado_phantom_n_nodules; i++)
    paint_nodule (self, slice, &mado_phantom_nodules[i]);
}
