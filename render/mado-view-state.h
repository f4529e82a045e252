/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "mado-study.h"

G_BEGIN_DECLS

typedef enum {
  MADO_INTERPOLATION_NEAREST = 1,
  MADO_INTERPOLATION_LINEAR,
  MADO_INTERPOLATION_CUBIC, /* Catmull-Rom */
} MadoInterpolation;

typedef enum {
  MADO_VOI_WINDOW = 1, /* @window */
  MADO_VOI_LUT,        /* VOI LUT @lut_index of the frame */
} MadoVoiKind;

/**
 * MadoViewState:
 * @width: of the picture, device px
 * @height: of the picture, device px
 * @zoom: device px per image unit; one unit is the smaller of the two pixel
 *   spacings, so 1 shows each pixel at least once and squares stay square
 * @pan_x: device px the image centre lies right of the picture centre
 * @pan_y: device px the image centre lies below the picture centre
 * @rotation: quarter turns clockwise, 0 to 3, applied after the flip
 * @is_flipped: left and right of the image exchanged
 * @is_inverted: grey scale inverted by the reader (colour is not)
 *
 * How one frame is shown: a plain value.  Same frame and same state, same
 * picture, on every backend.
 */
typedef struct {
  int width;
  int height;
  double zoom;
  double pan_x;
  double pan_y;
  int rotation;
  bool is_flipped;
  bool is_inverted;
  MadoInterpolation interpolation;
  MadoVoiKind voi;
  MadoWindow window;
  int lut_index;
} MadoViewState;

/* Size of a frame on the screen at zoom 1: px, non-square pixels made right. */
void mado_view_state_get_extent (
    int columns, int rows, const MadoFrameInfo *info, double *width, double *height);

/* Sets zoom and pan so that the whole frame just fits; keeps everything else. */
void mado_view_state_fit (MadoViewState *self,
                          int columns,
                          int rows,
                          const MadoFrameInfo *info);

/**
 * MadoViewTransform:
 *
 * Affine map from picture to image: column = xx·x + xy·y + x0, row = yx·x + yy·y +
 * y0.  Picture coordinates: px, (0,0) the upper left corner of the upper left
 * pixel, +y down.  Image coordinates: (0,0) the centre of the first pixel.
 */
typedef struct {
  double xx, xy, x0;
  double yx, yy, y0;
} MadoViewTransform;

void mado_view_state_get_transform (const MadoViewState *self,
                                    int columns,
                                    int rows,
                                    const MadoFrameInfo *info,
                                    MadoViewTransform *transform);
/* The inverse map, image to picture. */
void mado_view_transform_invert (const MadoViewTransform *self,
                                 MadoViewTransform *inverse);
void mado_view_transform_apply (
    const MadoViewTransform *self, double x, double y, double *out_x, double *out_y);

/**
 * mado_view_state_get_orientation:
 * @letters: (out): left, right, top, bottom; each up to three of L R A P H F and
 *   NUL; "" when the file does not say
 *
 * Orientation letters (PS3.3 C.7.6.1.1.1) as they stand after flip and rotation.
 */
void mado_view_state_get_orientation (const MadoViewState *self,
                                      const MadoFrameInfo *info,
                                      char letters[4][4]);

G_END_DECLS
