/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-phantom-noise-private.h"
#include "mado-phantom-slice-private.h"

G_BEGIN_DECLS

/* Height of the examined part, mm: 0 in the upper abdomen, 300 in the neck. */
#define MADO_PHANTOM_CHEST_HEIGHT 300.0

/* Closed curve about (0, @center_y) in one slice: radius in mm by angle, from the
 * left (0) through the back (quarter) on. */
#define MADO_PHANTOM_OUTLINE_STEPS 512
typedef struct {
  double center_y;
  float radius[MADO_PHANTOM_OUTLINE_STEPS + 1];
} MadoPhantomOutline;

/* What is true of a whole slice: its curves, and fields sampled for each pixel. */
typedef struct {
  double z;
  MadoPhantomOutline body;
  MadoPhantomOutline fat; /* where the fat below the skin ends */
  MadoPhantomOutline cavity;
  GArray *mediastinum; /* MadoPhantomSegment near this slice */
} MadoPhantomChestPlane;

/* Signed distances in mm, negative inside. */
typedef struct {
  float body;
  float fat;
  float muscle;
  float cavity;
  float mediastinum;
  float diaphragm; /* positive below it, in the abdomen */
  float lung;
} MadoPhantomChestFields;

typedef enum {
  MADO_PHANTOM_NODULE_SOLID = 1,
  MADO_PHANTOM_NODULE_PART_SOLID,
  MADO_PHANTOM_NODULE_GROUND_GLASS,
  MADO_PHANTOM_NODULE_CALCIFIED,
} MadoPhantomNoduleKind;

typedef struct {
  const char *id;
  MadoPhantomNoduleKind kind;
  const char *place;
  MadoPhantomPoint center;
  double diameter; /* mm */
  double core;     /* mm, of the solid part of a part-solid nodule */
  float value;     /* HU */
} MadoPhantomNodule;

extern const MadoPhantomNodule mado_phantom_nodules[];
extern const int mado_phantom_n_nodules;

typedef struct {
  guint32 seed;
  MadoPhantomNoise *noise;
  GArray *ribs, *cartilage, *clavicles, *scapulae, *arms;
  GArray *vertebrae;     /* processes and arches */
  GArray *great_vessels; /* with blood */
  GArray *ventricles, *atria;
  GArray *oesophagus;
  GArray *airways; /* lumen */
  GArray *lung_vessels;
  GArray *lung_airways; /* lumen, beside the arteries */
  GArray *plaques;
  GArray *strands; /* muscles of neck and shoulders */
} MadoPhantomChest;

MadoPhantomChest *mado_phantom_chest_new (guint32 seed) G_GNUC_WARN_UNUSED_RESULT;
void mado_phantom_chest_free (MadoPhantomChest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPhantomChest, mado_phantom_chest_free)

/**
 * mado_phantom_chest_render:
 * @index: of the slice: its noise follows from it and from the seed
 * @noise: HU, one sigma in the middle of the body; 0 for a noiseless slice
 * @values: (out caller-allocated): HU, columns × rows
 *
 * Thread-safety: any thread, several at once.
 */
void mado_phantom_chest_render (const MadoPhantomChest *self,
                                const MadoPhantomGrid *grid,
                                double z,
                                int index,
                                double noise,
                                float *values);

/* The parts, each in a file of its own. */
void mado_phantom_chest_plane_init (MadoPhantomChestPlane *self,
                                    const MadoPhantomChest *chest,
                                    double z);
void mado_phantom_chest_plane_clear (MadoPhantomChestPlane *self);
void mado_phantom_chest_plane_get_fields (const MadoPhantomChestPlane *self,
                                          const MadoPhantomChest *chest,
                                          double x,
                                          double y,
                                          MadoPhantomChestFields *fields);
double
mado_phantom_outline_get_distance (const MadoPhantomOutline *self, double x, double y);
double mado_phantom_outline_get_radius (const MadoPhantomOutline *self, double angle);
double mado_phantom_chest_get_spine_y (double z);
double mado_phantom_chest_get_diaphragm_z (double x, double y);

void mado_phantom_chest_build_bones (MadoPhantomChest *self);
void mado_phantom_chest_paint_bones (const MadoPhantomChest *self,
                                     const MadoPhantomChestPlane *plane,
                                     MadoPhantomSlice *slice,
                                     const float *cavity);
void mado_phantom_chest_build_muscles (MadoPhantomChest *self);
void mado_phantom_chest_paint_muscles (const MadoPhantomChest *self,
                                       MadoPhantomSlice *slice,
                                       const float *fat);
void mado_phantom_chest_build_mediastinum (MadoPhantomChest *self);
double mado_phantom_chest_get_mediastinum (const GArray *segments,
                                           double x,
                                           double y,
                                           double z);
void mado_phantom_chest_paint_mediastinum (const MadoPhantomChest *self,
                                           MadoPhantomSlice *slice);
void mado_phantom_chest_paint_airways (const MadoPhantomChest *self,
                                       MadoPhantomSlice *slice);
void mado_phantom_chest_build_lungs (MadoPhantomChest *self);
void mado_phantom_chest_paint_lungs (const MadoPhantomChest *self,
                                     MadoPhantomSlice *slice,
                                     const float *lung);
void mado_phantom_chest_paint_abdomen (const MadoPhantomChest *self,
                                       MadoPhantomSlice *slice,
                                       const float *cavity,
                                       const float *diaphragm);

/**
 * mado_phantom_tree_grow:
 * @ends: (element-type MadoPhantomPoint): where the twigs end; reordered
 * @twig_radius: mm
 *
 * Appends to @segments a tree from @root that reaches all @ends, its branches
 * dividing the space between them, radii as flow demands (Murray's law).
 *
 * Returns: the radius at the root, mm
 */
double mado_phantom_tree_grow (GArray *segments,
                               const MadoPhantomPoint *root,
                               GArray *ends,
                               double twig_radius,
                               MadoPhantomRandom *random);

G_END_DECLS
