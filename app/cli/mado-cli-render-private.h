/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "mado-frame.h"
#include "mado-grayscale.h"
#include "mado-renderer.h"

G_BEGIN_DECLS

/**
 * MadoCliRenderOptions:
 *
 * What `mado-cli render` was told; strings owned, %NULL when not given.
 */
typedef struct {
  char *out; /* (type filename) */
  char *raw; /* (type filename) */
  char *series;
  char *size;
  char *window;
  char *interpolation;
  char *backend;
  char *overlays;
  char *language;
  char *zoom;
  char *mm_per_px;
  char *plane;
  char *center;
  char *normal;
  char *up;
  char *slab;
  char *mode;
  int frame; /* from 1 */
  int rotate;
  gboolean flip;
  gboolean invert;
} MadoCliRenderOptions;

void mado_cli_render_options_clear (MadoCliRenderOptions *self);

/**
 * mado_cli_make_state:
 * @columns: of the frame
 * @set: of the frame
 * @index: of the frame in @set, from 0
 *
 * The view state that @options ask for.  @options were checked before.
 *
 * Returns: false when the data does not allow it, e.g. mm without pixel spacing
 */
bool mado_cli_make_state (const MadoCliRenderOptions *options,
                          const MadoFrame *frame,
                          MadoDisplaySet *set,
                          int index,
                          MadoViewState *state,
                          GError **error);

/* (nullable): what is wrong with @options, for whoever typed them, translated. */
char *mado_cli_check_render_options (const MadoCliRenderOptions *options)
    G_GNUC_WARN_UNUSED_RESULT;

/* The same for those of --plane. */
char *mado_cli_check_plane_options (const MadoCliRenderOptions *options)
    G_GNUC_WARN_UNUSED_RESULT;

/* Draws the plane of @set's volume that @options ask for. */
bool mado_cli_render_plane (const MadoCliRenderOptions *options,
                            MadoDisplaySet *set,
                            GError **error);

/* A surface of our size, or %NULL with an error. */
cairo_surface_t *mado_cli_make_surface (int width, int height, GError **error);
bool mado_cli_save_png (cairo_surface_t *surface, const char *path, GError **error);

/**
 * mado_cli_save_npy:
 * @path: (type filename)
 *
 * Writes modality values as a NumPy array of little endian float32: rows × columns,
 * or rows × columns × 3 for colour.
 */
bool mado_cli_save_npy (const MadoFrame *frame,
                        const MadoGrayscale *grayscale,
                        const char *path,
                        GError **error);

G_END_DECLS
