/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "mado-reslice.h"

G_BEGIN_DECLS

/**
 * MadoPlaneValues:
 * @view: what they were sampled for, with its size
 * @serial: of the volume, before it was sampled
 * @ms: how long sampling took
 * @values: modality values
 *
 * One plane, before window and inversion.  Immutable, atomically reference counted.
 */
typedef struct {
  MadoPlaneView view;
  guint serial;
  double ms;
  float values[];
} MadoPlaneValues;

MadoPlaneValues *mado_plane_values_ref (MadoPlaneValues *self);
void mado_plane_values_unref (MadoPlaneValues *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlaneValues, mado_plane_values_unref)

/* Whether @view, of the same size, shows the same values with whatever window. */
gboolean mado_plane_values_are_for (const MadoPlaneValues *self,
                                    const MadoPlaneView *view);

/**
 * MadoPlaneJob:
 * @volume: owned
 * @view: of the size of the widget
 * @reduction: 1, or 2 for a picture of half the size
 * @needs_window: take a window from the values; it goes to @view
 * @is_slow: comes after those that are not, and looks now and then whether it is still
 *   wanted
 * @values: owned, nullable; in: those to draw again; out: those that were drawn
 * @is_drawn: (out): whether @surface is done, not cancelled half way
 * @pixels: (out): of @surface
 *
 * A picture to be made by a worker: sampled, unless there are values, and drawn.
 */
typedef struct _MadoPlaneJob MadoPlaneJob;
struct _MadoPlaneJob {
  MadoVolume *volume;
  MadoPlaneView view;
  int reduction;
  gboolean needs_window;
  gboolean is_slow;
  MadoPlaneValues *values;
  gboolean is_drawn;
  cairo_surface_t *surface; /* owned */
  guint8 *pixels;
  gsize stride;
  int is_cancelled; /* atomic */
  void (*done) (MadoPlaneJob *job, gpointer user_data);
  gpointer user_data;
};

/* The same view with @reduction times fewer px in each direction. */
void mado_plane_view_reduce (MadoPlaneView *self, int reduction);

/* Takes @job; @done gives it back on the main thread. */
void mado_plane_job_push (MadoPlaneJob *job);
void mado_plane_job_free (MadoPlaneJob *job);

G_END_DECLS
