/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "mado-scan.h"
#include "mado-vector.h"
#include "mado-volume.h"

G_BEGIN_DECLS

/* What truth.json of a geometry phantom says (docs/mado-cli.md). */
typedef struct {
  double amplitude, phase;
  MadoVector wave_vector;
} MadoTestWave;

typedef struct {
  char *id;
  MadoVector from, to; /* the same for a sphere */
  double radius, contrast;
} MadoTestShape;

/**
 * MadoTestVolume:
 * @positions: (array length=n_slices): of the first pixel, in the order of space
 * @json: borrowed: whatever else it says
 */
typedef struct {
  char *folder;
  int columns, rows, n_slices;
  double column_spacing, row_spacing;
  MadoVector row, column;
  MadoVector *positions;
  int *files, *frames, *instances;
  double factor;
  double slope; /* the largest */
  const char *refusal;
  JsonObject *json;
} MadoTestVolume;

/* Written, scanned and understood. */
typedef struct {
  char *folder;
  JsonParser *parser;
  JsonObject *json;
  double constant, edge;
  MadoVector gradient;
  GArray *waves;      /* MadoTestWave */
  GArray *spheres;    /* MadoTestShape */
  GArray *rods;       /* MadoTestShape */
  GPtrArray *volumes; /* MadoTestVolume */
  MadoScan *scan;
  GPtrArray *sets; /* MadoDisplaySet */
} MadoTestBody;

MadoTestBody *mado_test_body_new (const char *kind) G_GNUC_WARN_UNUSED_RESULT;
void mado_test_body_free (MadoTestBody *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoTestBody, mado_test_body_free)

const MadoTestVolume *mado_test_body_get_volume (const MadoTestBody *self, guint index);

/* Whether @ref is one of its slices; tiles of a mosaic are frames. */
bool mado_test_volume_has_frame (const MadoTestVolume *self, const MadoFrameRef *ref);

/* The display set with the slices of @volume; fails the test when there is none. */
MadoDisplaySet *mado_test_body_get_set (const MadoTestBody *self,
                                        const MadoTestVolume *volume);
MadoVolume *mado_test_body_load (const MadoTestBody *self, const MadoTestVolume *volume)
    G_GNUC_WARN_UNUSED_RESULT;

/* The field alone, and all. */
double mado_test_body_get_field (const MadoTestBody *self, MadoVector point);
double mado_test_body_get_value (const MadoTestBody *self, MadoVector point);
double mado_test_shape_get_distance (const MadoTestShape *self, MadoVector point);
/* mm to the nearest place where a sphere or rod adds to the field. */
double mado_test_body_get_clearance (const MadoTestBody *self, MadoVector point);

/* How far linear interpolation over a cell of @steps, mm, can be from the field:
 * Σ h²/8 × the largest second derivative along that edge. */
double mado_test_body_get_linear_bound (const MadoTestBody *self,
                                        const MadoVector steps[3]);
/* The same with Catmull-Rom's kernel along the first @n_cubic edges. */
double mado_test_body_get_cubic_bound (const MadoTestBody *self,
                                       const MadoVector steps[3],
                                       int n_cubic);

/* The point at (column, row) of a slice that lies @t of the way from @slice to the
 * next; edges of the voxel there. */
MadoVector mado_test_volume_get_point (
    const MadoTestVolume *self, double column, double row, int slice, double t);
void
mado_test_volume_get_steps (const MadoTestVolume *self, int slice, MadoVector steps[3]);

G_END_DECLS
