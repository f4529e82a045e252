/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-view-state.h"

#include <math.h>
#include <string.h>

/* Below this a spacing ratio is a broken file, not a picture of thin pixels. */
#define MIN_SPACING_RATIO 1e-3

/* Nothing can be seen, and nothing divided, below this. */
#define MIN_ZOOM 1e-6

/* A direction gets a second letter from 10° away from the first axis on. */
#define OBLIQUE_SINE 0.17364817766693033

/* Size of one pixel in units of the smaller of its two sides. */
static void
get_pixel_size (const MadoFrameInfo *info, double *width, double *height)
{
  const double smaller = MIN (info->column_spacing, info->row_spacing);
  const double larger = MAX (info->column_spacing, info->row_spacing);

  *width = *height = 1.0;
  if (!(smaller > 0.0) || !isfinite (larger) || smaller / larger < MIN_SPACING_RATIO)
    return;

  *width = info->column_spacing / smaller;
  *height = info->row_spacing / smaller;
}

void
mado_view_state_get_extent (
    int columns, int rows, const MadoFrameInfo *info, double *width, double *height)
{
  double pixel_width, pixel_height;

  get_pixel_size (info, &pixel_width, &pixel_height);
  *width = columns * pixel_width;
  *height = rows * pixel_height;
}

void
mado_view_state_fit (MadoViewState *self,
                     int columns,
                     int rows,
                     const MadoFrameInfo *info)
{
  const bool is_turned = (self->rotation & 1) != 0;
  double width, height;

  mado_view_state_get_extent (columns, rows, info, &width, &height);
  self->pan_x = self->pan_y = 0.0;
  self->zoom = MIN (self->width / (is_turned ? height : width),
                    self->height / (is_turned ? width : height));
  self->zoom = MAX (self->zoom, MIN_ZOOM);
}

/* Image to picture without the translations: flip first, then turn clockwise. */
static void
get_linear_part (const MadoViewState *self,
                 const MadoFrameInfo *info,
                 MadoViewTransform *transform)
{
  const double zoom = self->zoom >= MIN_ZOOM ? self->zoom : MIN_ZOOM;
  double width, height;

  get_pixel_size (info, &width, &height);

  const double x = self->is_flipped ? -width * zoom : width * zoom;
  const double y = height * zoom;

  switch (self->rotation & 3) {
  case 1: /* (x, y) goes to (-y, x): right becomes down */
    *transform = (MadoViewTransform){0.0, -y, 0.0, x, 0.0, 0.0};
    break;
  case 2:
    *transform = (MadoViewTransform){-x, 0.0, 0.0, 0.0, -y, 0.0};
    break;
  case 3:
    *transform = (MadoViewTransform){0.0, y, 0.0, -x, 0.0, 0.0};
    break;
  default:
    *transform = (MadoViewTransform){x, 0.0, 0.0, 0.0, y, 0.0};
    break;
  }
}

void
mado_view_state_get_transform (const MadoViewState *self,
                               int columns,
                               int rows,
                               const MadoFrameInfo *info,
                               MadoViewTransform *transform)
{
  MadoViewTransform to_picture;
  double x, y;

  /* The image centre goes to the picture centre plus the pan. */
  get_linear_part (self, info, &to_picture);
  mado_view_transform_apply (&to_picture, (columns - 1) / 2.0, (rows - 1) / 2.0, &x,
                             &y);
  to_picture.x0 = self->width / 2.0 + self->pan_x - x;
  to_picture.y0 = self->height / 2.0 + self->pan_y - y;
  mado_view_transform_invert (&to_picture, transform);
}

void
mado_view_transform_invert (const MadoViewTransform *self, MadoViewTransform *inverse)
{
  const MadoViewTransform m = *self; /* @inverse may be @self */
  const double determinant = m.xx * m.yy - m.xy * m.yx;

  inverse->xx = m.yy / determinant;
  inverse->xy = -m.xy / determinant;
  inverse->yx = -m.yx / determinant;
  inverse->yy = m.xx / determinant;
  inverse->x0 = -(inverse->xx * m.x0 + inverse->xy * m.y0);
  inverse->y0 = -(inverse->yx * m.x0 + inverse->yy * m.y0);
}

void
mado_view_transform_apply (
    const MadoViewTransform *self, double x, double y, double *out_x, double *out_y)
{
  *out_x = self->xx * x + self->xy * y + self->x0;
  *out_y = self->yx * x + self->yy * y + self->y0;
}

/* Letters of a direction in LPS+, the dominant axis first (PS3.3 C.7.6.1.1.1). */
static void
set_letters_of_vector (char letters[4], const double direction[3], double sign)
{
  static const char axes[3][2] = {{'R', 'L'}, {'A', 'P'}, {'F', 'H'}};
  double left[3];
  int n = 0;

  for (int i = 0; i < 3; i++)
    left[i] = isfinite (direction[i]) ? direction[i] * sign : 0.0;
  for (; n < 3; n++) {
    int best = 0;

    for (int i = 1; i < 3; i++)
      if (fabs (left[i]) > fabs (left[best]))
        best = i;
    if (fabs (left[best]) < OBLIQUE_SINE)
      break;
    letters[n] = axes[best][left[best] > 0.0];
    left[best] = 0.0;
  }
  letters[n] = '\0';
}

/* @written as it is, or each letter's opposite; "" when it is no direction. */
static void
set_letters_of_text (char letters[4], const char written[4], double sign)
{
  static const char ahead[] = "APLRHF", back[] = "PARLFH";
  int n = 0;

  for (; n < 3 && written[n] != '\0'; n++) {
    const char *letter = strchr (ahead, written[n]);

    if (letter == NULL) {
      n = 0;
      break;
    }
    letters[n] = sign > 0.0 ? written[n] : back[letter - ahead];
  }
  letters[n] = '\0';
}

static void
set_letters (char letters[4], const MadoFrameInfo *info, bool is_row, double sign)
{
  if (info->has_plane)
    set_letters_of_vector (letters,
                           is_row ? info->row_direction : info->column_direction, sign);
  else
    set_letters_of_text (letters, info->patient_orientation[is_row ? 0 : 1], sign);
}

void
mado_view_state_get_orientation (const MadoViewState *self,
                                 const MadoFrameInfo *info,
                                 char letters[4][4])
{
  static const double sides[4][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
  MadoViewTransform to_picture, to_image;

  get_linear_part (self, info, &to_picture);
  mado_view_transform_invert (&to_picture, &to_image);
  for (int i = 0; i < 4; i++) {
    double column, row;

    mado_view_transform_apply (&to_image, sides[i][0], sides[i][1], &column, &row);
    set_letters (letters[i], info, fabs (column) > fabs (row),
                 fabs (column) > fabs (row) ? column : row);
  }
}
