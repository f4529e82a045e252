/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-chest-private.h"

#define MUSCLE     54.0f /* HU */
#define NECK_START 228.0 /* mm, below which none of the strands reaches */

/* A strand of muscle: mm on the left side; the right one is its mirror image. */
typedef struct {
  struct {
    double x, y, z, radius;
  } points[4];
} Strand;

static const Strand strands[] = {
    /* sternocleidomastoid, from the clavicle up beside the neck */
    {{{20, -46, 258, 6}, {26, -30, 280, 8}, {36, -8, 305, 9}, {44, 8, 335, 10}}},
    /* scalenes */
    {{{56, 14, 262, 5}, {46, 14, 280, 9}, {36, 18, 300, 9}, {28, 20, 335, 8}}},
    /* longus colli, before the spine */
    {{{8, 38, 250, 3}, {9, 28, 275, 4.5}, {9, 18, 300, 5}, {9, 12, 335, 5}}},
    /* levator scapulae */
    {{{84, 82, 262, 5}, {66, 70, 284, 9}, {48, 48, 306, 10}, {38, 34, 335, 10}}},
    /* trapezius, its upper part: from the midline to the shoulder */
    {{{12, 80, 300, 6}, {56, 82, 296, 9}, {104, 72, 298, 9}, {146, 52, 306, 6}}},
    {{{14, 84, 276, 5}, {54, 90, 276, 6}, {96, 86, 284, 8}, {140, 64, 300, 6}}},
    /* splenius and semispinalis */
    {{{16, 82, 262, 7}, {18, 72, 284, 11}, {18, 62, 306, 13}, {18, 56, 335, 14}}},
    /* supraspinatus above the crest of the scapula */
    {{{78, 78, 270, 6}, {100, 66, 282, 13}, {126, 50, 292, 12}, {150, 36, 300, 7}}},
    /* infraspinatus and subscapularis on their way to the arm */
    {{{92, 92, 248, 7}, {122, 80, 262, 13}, {146, 60, 278, 12}, {166, 38, 298, 8}}},
    {{{86, 68, 250, 6}, {112, 54, 266, 14}, {134, 38, 280, 14}, {156, 20, 298, 9}}},
    /* teres and latissimus, round the back fold of the armpit */
    {{{140, 72, 232, 9}, {150, 54, 252, 14}, {158, 32, 274, 14}, {168, 6, 304, 11}}},
    /* pectorals, the front fold of the armpit */
    {{{70, -58, 246, 6}, {104, -46, 258, 12}, {136, -26, 276, 13}, {164, -4, 304, 10}}},
    {{{60, -46, 236, 4}, {86, -36, 254, 6}, {110, -14, 276, 6}, {136, 18, 296, 4}}},
    /* deltoid round the head of the humerus */
    {{{166, 40, 258, 6}, {176, 42, 280, 12}, {182, 36, 300, 14}, {188, 24, 335, 14}}},
    {{{160, -14, 262, 6}, {176, -4, 284, 12}, {184, 2, 304, 14}, {190, 4, 335, 14}}},
};

void
mado_phantom_chest_build_muscles (MadoPhantomChest *self)
{
  self->strands = mado_phantom_segments_new ();
  for (guint i = 0; i < G_N_ELEMENTS (strands); i++)
    for (int side = -1; side <= 1; side += 2) {
      MadoPhantomPoint points[4];
      double radii[4];

      for (int k = 0; k < 4; k++) {
        points[k] = (MadoPhantomPoint){side * strands[i].points[k].x,
                                       strands[i].points[k].y, strands[i].points[k].z};
        radii[k] = strands[i].points[k].radius;
      }
      mado_phantom_segments_add_curve (self->strands, points, radii, 4);
    }
}

/* Strands of the neck and the shoulders lie close: a film of fat parts them. */
static void
paint_strands (const MadoPhantomChest *self, MadoPhantomSlice *slice, const float *fat)
{
  const guint per_strand = self->strands->len / (2 * G_N_ELEMENTS (strands));

  if (slice->z < NECK_START)
    return;
  for (guint first = 0; first < self->strands->len; first += per_strand) {
    for (guint i = first; i < first + per_strand; i++)
      mado_phantom_slice_add_segment (
          slice, &g_array_index (self->strands, MadoPhantomSegment, i), 0);
    mado_phantom_slice_clip (slice, fat, 0);
    mado_phantom_slice_paint_rind (slice, MUSCLE, -20, 0.7);
  }
}

/* Along the spine, between the ribs' necks and the spinous processes; the psoas. */
static void
paint_back (MadoPhantomSlice *slice)
{
  const double z = slice->z;
  const double y = mado_phantom_chest_get_spine_y (z);

  for (int side = -1; side <= 1; side += 2) {
    const MadoPhantomEllipsoid psoas = {{side * 21, y + 6, -10}, 9, 12, 60, 0, 0};
    const MadoPhantomEllipsoid groups[] = {
        {{side * 12, y + 37, z}, 9, 10, 60, side * 0.2, 0},
        {{side * 28, y + 41, z}, 13, 8.5, 60, side * -0.25, 0},
    };

    for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
      mado_phantom_slice_add_ellipsoid (slice, &groups[i], 0);
      mado_phantom_slice_paint (slice, MUSCLE);
    }
    mado_phantom_slice_add_ellipsoid (slice, &psoas, 0);
    mado_phantom_slice_paint (slice, MUSCLE);
  }
}

void
mado_phantom_chest_paint_muscles (const MadoPhantomChest *self,
                                  MadoPhantomSlice *slice,
                                  const float *fat)
{
  paint_back (slice);
  paint_strands (self, slice, fat);
}
