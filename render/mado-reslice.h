/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-plane-view.h"
#include "mado-renderer.h"

G_BEGIN_DECLS

/**
 * mado_reslice_cpu:
 * @values: (out caller-allocated): width × height modality values
 *
 * Samples @volume on the plane, or over the slab, of @view: the modality value at the
 * centre of each px.  Threaded and vectorised.  Window, inversion and VOI LUT of @view
 * are not looked at.
 *
 * A voxel reaches half a voxel around its centre; outside the volume and in pixel
 * padding a px is −∞, and NaN where nothing is known: in a gap where slices are missing
 * (beyond half a slice distance of its ends) and in a slice that has not come.  A slab
 * shows what is known in it.  Interpolation runs over the voxel's own grid, sheared by a
 * tilted gantry, with the true distance of the two slices; never over a gap.  Across
 * slices at uneven distances CUBIC is cubic in the slice and linear between slices.
 *
 * The samples of a slab lie at most a voxel's length apart, the first and last on its
 * faces.  Where the normal runs along an axis of the grid they are the centres of the
 * voxels inside it: then nothing between samples is larger or smaller.
 *
 * Thread-safety: any thread.
 */
void
mado_reslice_cpu (const MadoVolume *volume, const MadoPlaneView *view, float *values);

/* The same in plain C and double at one picture position (px; 0.5 is the centre of the
 * first): what the others are tested against. */
double mado_reslice_reference (const MadoVolume *volume,
                               const MadoPlaneView *view,
                               double x,
                               double y);

/**
 * mado_reslice_sample:
 * @value: (out): modality value
 *
 * The value at @point, trilinear: what a pointer readout shows.
 *
 * Returns: false outside and where nothing is known
 */
bool mado_reslice_sample (const MadoVolume *volume, MadoVector point, double *value);

/**
 * mado_reslice_draw:
 * @values: width × height, of mado_reslice_cpu() with the same size
 * @pixels: (out caller-allocated): as in mado_render_cpu()
 *
 * The way from modality values to grey: what remains to do when only the window
 * changes.  Outside is black, unknown a dark blue-grey hatch that no window makes.
 */
void mado_reslice_draw (const MadoVolume *volume,
                        const MadoPlaneView *view,
                        const float *values,
                        guint8 *pixels,
                        gsize stride);

/* A window for volumes without one: from the smallest to the largest of @values. */
void mado_reslice_auto_window (const float *values, int n, MadoWindow *window);

/**
 * mado_plane_window:
 * @window: (inout): as the file or the reader means it
 *
 * The same window for modality values: MR windows are made for stored values.
 */
void mado_plane_window_to_modality (const MadoVolume *volume, MadoWindow *window);

/**
 * MadoGlVolumeRenderer:
 *
 * The same picture with OpenGL 3.3 core, drawn into the framebuffer that is bound.
 * Make, use and free it with one GL context current; leaves no state bound.  Keeps the
 * texture of the volumes it drew, and brings slices that came since into it.
 */
typedef struct _MadoGlVolumeRenderer MadoGlVolumeRenderer;

MadoGlVolumeRenderer *
mado_gl_volume_renderer_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mado_gl_volume_renderer_free (MadoGlVolumeRenderer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoGlVolumeRenderer, mado_gl_volume_renderer_free)

/* Lets @self use the textures of @other, which draws in a context that shares objects
 * with @self's: then a volume is on the card once for all views of it. */
void mado_gl_volume_renderer_share (MadoGlVolumeRenderer *self,
                                    MadoGlVolumeRenderer *other);

/* Returns: false with %MADO_RENDER_ERROR_TOO_LARGE for a volume beyond
 * GL_MAX_3D_TEXTURE_SIZE or memory: draw it with the CPU and say so. */
bool mado_gl_volume_renderer_draw (MadoGlVolumeRenderer *self,
                                   MadoVolume *volume,
                                   const MadoPlaneView *view,
                                   GError **error);

/* As mado_reslice_cpu() and mado_reslice_draw() together, through a surfaceless EGL
 * context of its own: for the command line and for tests. */
bool mado_reslice_gl_offscreen (MadoVolume *volume,
                                const MadoPlaneView *view,
                                guint8 *pixels,
                                gsize stride,
                                GError **error);

G_END_DECLS
