/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-renderer.h"

G_BEGIN_DECLS

/* Frames and views that both backends are tried on. */

typedef struct {
  const char *name;
  MadoSampleType type;
  int n_samples;
  double low; /* stored values run from here */
  double high;
  double slope;
  double intercept;
  MadoWindow window;
  bool is_inverted;
  bool has_padding;
  double padding_low;
  double padding_high;
  bool has_modality_lut;
  bool has_voi_lut;
  bool has_palette;
  double aspect; /* pixel height per width; 0 is 1 */
} MadoTestPicture;

extern const MadoTestPicture mado_test_pictures[];
extern const gsize mado_test_n_pictures;

typedef struct {
  const char *name;
  MadoViewState state;
} MadoTestView;

/* Views of a frame of MADO_TEST_COLUMNS × MADO_TEST_ROWS, windows not set. */
#define MADO_TEST_COLUMNS 37
#define MADO_TEST_ROWS    23
extern const MadoTestView mado_test_views[];
extern const gsize mado_test_n_views;

/* A smooth pattern with noise over the picture's window; the same every time. */
MadoFrame *
mado_test_picture_make_frame (const MadoTestPicture *picture) G_GNUC_WARN_UNUSED_RESULT;
void mado_test_picture_init_info (const MadoTestPicture *picture, MadoFrameInfo *info);
void mado_test_picture_init_state (const MadoTestPicture *picture,
                                   const MadoTestView *view,
                                   MadoViewState *state);

/**
 * mado_test_render_px:
 *
 * The oracle: one px of the picture in double, straight from the definitions and
 * without any of the renderer's code, 0 to 255 per channel.
 */
void mado_test_render_px (const MadoRenderInput *input,
                          const MadoViewState *state,
                          int x,
                          int y,
                          double rgb[3]);

/* Asserts that two pictures are equal within @tolerance steps per channel. */
void mado_test_assert_same (
    const guint8 *a, const guint8 *b, int width, int height, int tolerance);

G_END_DECLS
