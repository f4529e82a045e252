/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-grey-curve-private.h"
#include "mado-render-pool-private.h"
#include "mado-render-rows-private.h"
#include "mado-reslice-plan-private.h"
#include "mado-reslice.h"

#define BLACK 0xff000000U

/* Rows a thread takes at a time. */
#define CHUNK 32

/* px that are looked at together. */
#define BLOCK 128

typedef struct {
  MadoGreyCurve curve;
  const float *values;
  int width;
  guint8 *pixels;
  gsize stride;
} Job;

/* The stored values' window in modality values: LINEAR spans width − 1 around
 * center − 0.5 (PS3.3 C.11.2.1.2.1), the others width around center. */
void
mado_plane_window_to_modality (const MadoVolume *volume, MadoWindow *window)
{
  const MadoGrayscale *grayscale = mado_volume_get_grayscale (volume);
  const bool is_linear =
      window->function != MADO_VOI_LINEAR_EXACT && window->function != MADO_VOI_SIGMOID;
  const double center = window->center - (is_linear ? 0.5 : 0);
  const double half = (window->width - (is_linear ? 1 : 0)) / 2;

  if (window->space != MADO_WINDOW_SPACE_STORED)
    return;

  const double low = mado_grayscale_get_modality_value (grayscale, center - half);
  const double high = mado_grayscale_get_modality_value (grayscale, center + half);

  window->center = (low + high) / 2 + (is_linear ? 0.5 : 0);
  window->width = fabs (high - low) + (is_linear ? 1 : 0);
  window->space = MADO_WINDOW_SPACE_MODALITY;
}

void
mado_reslice_auto_window (const float *values, int n, MadoWindow *window)
{
  float low = INFINITY, high = -INFINITY;

  for (int i = 0; i < n; i++)
    if (isfinite (values[i])) {
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
    }
  if (!(low <= high))
    low = high = 0;
  /* PS3.3 C.11.2.1.3.2: with LINEAR_EXACT the ends are black and white themselves. */
  *window = (MadoWindow){
      .center = ((double) low + (double) high) / 2,
      .width = high > low ? (double) high - (double) low : 1,
      .function = MADO_VOI_LINEAR_EXACT,
      .space = MADO_WINDOW_SPACE_MODALITY,
  };
}

void
mado_reslice_init_grey_map (MadoGreyMap *map,
                            const MadoVolume *volume,
                            const MadoPlaneView *view)
{
  static const MadoFrame frame = {.type = MADO_SAMPLE_F64};
  MadoGrayscale grayscale = *mado_volume_get_grayscale (volume);
  MadoViewState state = view->view;

  mado_plane_window_to_modality (volume, &state.window);
  grayscale.slope = 1;
  grayscale.intercept = 0;
  grayscale.modality_lut = NULL;
  mado_grey_map_init (map, &frame, &grayscale, &state);
}

static void
init_curve (MadoGreyCurve *curve, const MadoVolume *volume, const MadoPlaneView *view)
{
  MadoGreyMap map;

  mado_reslice_init_grey_map (&map, volume, view);
  mado_grey_curve_init (curve, &map, 0);
}

/* What is no number, wherever there may be some. */
static void
draw_special (guint32 *px, const float *values, int n, int y)
{
  for (int begin = 0; begin < n; begin += BLOCK) {
    const int end = MIN (begin + BLOCK, n);

    if (!mado_rows_has_special (values + begin, end - begin))
      continue;
    for (int x = begin; x < end; x++) {
      if (isnan (values[x]))
        px[x] = mado_reslice_get_hatch (x, y);
      else if (isinf (values[x]))
        px[x] = BLACK;
    }
  }
}

static void
draw_rows (int begin, int end, gpointer user_data)
{
  const Job *job = user_data;

  for (int y = begin; y < end; y++) {
    const float *values = job->values + (gsize) y * job->width;
    guint32 *px = (guint32 *) (void *) (job->pixels + y * job->stride);

    mado_grey_curve_draw (&job->curve, px, values, job->width);
    draw_special (px, values, job->width, y);
  }
}

void
mado_reslice_draw (const MadoVolume *volume,
                   const MadoPlaneView *view,
                   const float *values,
                   guint8 *pixels,
                   gsize stride)
{
  Job job = {
      .values = values, .width = view->view.width, .pixels = pixels, .stride = stride};

  if (view->view.width <= 0 || view->view.height <= 0)
    return;
  init_curve (&job.curve, volume, view);
  mado_render_pool_run (view->view.height, CHUNK, draw_rows, &job);
  mado_grey_curve_clear (&job.curve);
}
