/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: bench-load scan|load FOLDER [THREADS]
 *
 * scan: the folder to a list of patients.  load: the largest series of it, decoded and
 * kept, through the loader of the desktop. */
#include <stdlib.h>
#include <string.h>

#include "bench-common.h"
#include "bench-set.h"
#include "mado-loader.h"
#include "mado-scan.h"

/* The sum of all pixels, to compare with what the others loaded. */
static double
sum_frames (MadoLoader *loader, MadoDisplaySet *set)
{
  gint64 sum = 0;

  for (int i = 0; i < mado_display_set_get_n_frames (set); i++) {
    g_autoptr (MadoFrame) frame = mado_loader_get_frame (loader, set, i, NULL);
    gsize size = 0;
    const gint16 *pixels =
        frame != NULL ? g_bytes_get_data (frame->pixels, &size) : NULL;

    for (gsize k = 0; k < size / 2; k++)
      sum += pixels[k];
  }
  return (double) sum;
}

static void
load (MadoScan *scan, int n_threads, double start)
{
  g_autoptr (MadoDisplaySet) set = bench_find_largest (scan->patients);
  /* Everything fits: what is measured is loading, not throwing away. */
  g_autoptr (MadoLoader) loader = mado_loader_new (G_MAXUINT64 / 2, n_threads);
  int n = mado_display_set_get_n_frames (set), failed = 0;

  mado_loader_show (loader, loader, MADO_LOADER_SCREEN, set, n / 2, 1);
  while (mado_loader_get_n_loaded (loader, set, &failed) + failed < n)
    g_main_context_iteration (NULL, TRUE);
  bench_print ("load", bench_now () - start);
  bench_print_peak ();
  bench_print ("frames", n - failed);
  bench_print ("sum", sum_frames (loader, set));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  double start = bench_now ();

  if (argc < 3)
    return 2;

  const char *paths[] = {argv[2], NULL};
  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, &error);

  if (scan == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  bench_print ("scan", bench_now () - start);
  bench_print ("files", scan->read);
  if (strcmp (argv[1], "load") == 0)
    load (scan, argc > 3 ? atoi (argv[3]) : 0, start);
  return 0;
}
