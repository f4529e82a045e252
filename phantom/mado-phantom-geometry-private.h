/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-phantom-private.h"
#include "mado-phantom-slice-private.h"

G_BEGIN_DECLS

#define MADO_PHANTOM_N_WAVES   3
#define MADO_PHANTOM_N_RODS    3
#define MADO_PHANTOM_N_SPHERES 8

/* amplitude × cos (wave_vector · point + phase); radians and radians per mm */
typedef struct {
  double amplitude;
  MadoPhantomPoint wave_vector;
  double phase;
} MadoPhantomWave;

typedef struct {
  const char *id;
  MadoPhantomPoint center;
  double radius; /* mm */
  double contrast;
} MadoPhantomSphere;

typedef struct {
  const char *id;
  MadoPhantomPoint from, to;
  double radius; /* mm */
  double contrast;
} MadoPhantomRod;

/**
 * MadoPhantomBody:
 * @edge: mm over which a sphere or rod goes over into what is around it
 *
 * A body known at each point of patient space.  The field, a constant, a gradient and
 * waves, fills all space; spheres and rods add to it
 * contrast × clamp (0.5 − distance / edge, 0, 1), by the signed distance from their
 * surface.  A linear edge is interpolated exactly: what is half way in a sampled
 * picture is half way in the body, too.
 */
typedef struct {
  double constant;
  MadoPhantomPoint gradient; /* per mm */
  MadoPhantomWave waves[MADO_PHANTOM_N_WAVES];
  MadoPhantomSphere spheres[MADO_PHANTOM_N_SPHERES];
  MadoPhantomRod rods[MADO_PHANTOM_N_RODS];
  double edge;
} MadoPhantomBody;

/**
 * MADO_PHANTOM_BODY_CENTER:
 *
 * The middle of the body, which fills a cube of 110 mm.  Not a place of symmetry, and
 * each octant around it is another: no axis can be flipped or swapped unseen.
 */
#define MADO_PHANTOM_BODY_CENTER ((MadoPhantomPoint){8, -12, 30})

/* The body with values between @constant − 700 × @scale and @constant + 1500 × @scale. */
void mado_phantom_body_init (MadoPhantomBody *self,
                             double constant,
                             double scale,
                             double edge);
double mado_phantom_body_get_value (const MadoPhantomBody *self,
                                    MadoPhantomPoint point);

/**
 * MadoPhantomPlace:
 * @position: centre of the first pixel
 * @factor: of the body's values
 * @slope: of the stored values
 * @file: number of the file it is in, from 1
 * @frame: in that file, from 1
 *
 * Where one slice lies and where it is written.
 */
typedef struct {
  MadoPhantomPoint position;
  double factor;
  double slope;
  int instance;
  int file;
  int frame;
} MadoPhantomPlace;

/**
 * MadoPhantomStack:
 * @row: unit vector along a row
 * @column: unit vector along a column
 * @places: (element-type MadoPhantomPlace): in their order in space
 *
 * Slices with one orientation and size.
 */
typedef struct {
  int columns, rows;
  double column_spacing, row_spacing;
  MadoPhantomPoint row, column;
  GArray *places;
} MadoPhantomStack;

MadoPhantomPoint mado_phantom_point_move (MadoPhantomPoint point,
                                          MadoPhantomPoint direction,
                                          double distance);
MadoPhantomPoint mado_phantom_point_cross (MadoPhantomPoint a, MadoPhantomPoint b);
/* Turned about the unit vector @axis, right-handed; degrees. */
MadoPhantomPoint
mado_phantom_point_turn (MadoPhantomPoint point, MadoPhantomPoint axis, double angle);

/* @geometry: for everything but the places, which are made empty */
void mado_phantom_stack_init (MadoPhantomStack *self, const MadoPhantomStack *geometry);
void mado_phantom_stack_clear (MadoPhantomStack *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoPhantomStack, mado_phantom_stack_clear)

/* Adds a slice whose centre is @distance mm along @direction from the body's centre;
 * factor and slope 1, one file for each, in the order of adding. */
MadoPhantomPlace *mado_phantom_stack_add (MadoPhantomStack *self,
                                          MadoPhantomPoint direction,
                                          double distance);
/* Files no longer in the order of the places, but in one that looks like chance. */
void mado_phantom_stack_scramble (MadoPhantomStack *self, bool frames);

MadoPhantomPlace *mado_phantom_stack_get (const MadoPhantomStack *self, int index);

/* 16 bit little endian: (value of the body × factor − @intercept) / slope, rounded. */
void mado_phantom_stack_fill (const MadoPhantomStack *self,
                              const MadoPhantomBody *body,
                              int index,
                              double intercept,
                              guint16 *stored);
/* The slope with which the largest value of the slice is stored as @largest. */
double mado_phantom_stack_fit_slope (const MadoPhantomStack *self,
                                     const MadoPhantomBody *body,
                                     int index,
                                     int largest);

/**
 * MadoPhantomClassic:
 * @set_elements: what the modality says of a slice
 * @n_done: progress: slices of the job written before these
 *
 * A series of single-frame files.
 */
typedef struct _MadoPhantomClassic MadoPhantomClassic;
struct _MadoPhantomClassic {
  const MadoPhantomBody *body;
  const MadoPhantomStack *stack;
  const MadoPhantomSeries *series;
  const char *folder;
  double intercept;
  bool is_signed;
  double thickness;
  void (*set_elements) (MadoDicomWriter *writer,
                        const MadoPhantomClassic *self,
                        int index);
};

bool mado_phantom_classic_write (const MadoPhantomJob *job,
                                 const MadoPhantomClassic *self,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The patient in the machine of all these kinds. */
extern const MadoPhantomExamination mado_phantom_geometry_examination;
void mado_phantom_geometry_set_ct (MadoDicomWriter *writer,
                                   const MadoPhantomClassic *self,
                                   int index);
void mado_phantom_geometry_set_mr (MadoDicomWriter *writer,
                                   const MadoPhantomClassic *self,
                                   int index);

/* Parts of truth.json: docs/mado-cli.md says what they mean. */
void mado_phantom_truth_set_body (JsonBuilder *truth, const MadoPhantomBody *body);
void mado_phantom_truth_begin_volume (JsonBuilder *truth,
                                      const char *folder,
                                      const MadoPhantomStack *stack);
void mado_phantom_truth_end_volume (JsonBuilder *truth);
/* "series", "volumes" and the body of a kind that is one series and one stack; leaves
 * the volume open. */
void mado_phantom_truth_begin_only_volume (const MadoPhantomJob *job,
                                           const MadoPhantomClassic *classic);
void mado_phantom_truth_end_only_volume (const MadoPhantomJob *job,
                                         const MadoPhantomClassic *classic);

G_END_DECLS
