/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: bench-window COLUMNS ROWS
 *
 * A frame of 16 bits to a picture of the same size, one window after the other. */
#include <stdlib.h>

#include "bench-common.h"
#include "mado-renderer.h"

#define N 60

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    return 2;

  int columns = atoi (argv[1]), rows = atoi (argv[2]);
  gsize n = (gsize) columns * (gsize) rows;
  gint16 *pixels = g_new (gint16, n);
  guint8 *picture = g_malloc (4 * n);
  double times[N];

  for (gsize i = 0; i < n; i++)
    pixels[i] = (gint16) (i * 7919 % 4096 - 1024);

  g_autoptr (MadoFrame) frame = mado_frame_new (
      columns, rows, 1, MADO_SAMPLE_S16,
      g_bytes_new_take (g_steal_pointer (&pixels), n * sizeof (gint16)));
  g_autoptr (MadoGrayscale) grayscale = mado_grayscale_new_identity ();
  MadoFrameInfo info = {.grayscale = grayscale};
  MadoRenderInput input = {frame, &info};
  MadoViewState state = {.width = columns,
                         .height = rows,
                         .zoom = 1,
                         .interpolation = MADO_INTERPOLATION_NEAREST,
                         .voi = MADO_VOI_WINDOW};

  for (int i = 0; i < N; i++) {
    state.window = (MadoWindow){.center = 40 + i % 7,
                                .width = 400 + i % 5,
                                .function = MADO_VOI_LINEAR,
                                .space = MADO_WINDOW_SPACE_MODALITY};
    double start = bench_now ();

    mado_render_cpu (&input, &state, picture, 4 * (gsize) columns);
    times[i] = bench_now () - start;
  }
  qsort (times, N, sizeof times[0], compare);
  bench_print ("window", times[N / 2]);
  g_free (picture);
  return 0;
}
