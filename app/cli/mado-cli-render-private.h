/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
