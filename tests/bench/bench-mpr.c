/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: bench-mpr FOLDER VOXELS SECONDS
 *
 * Planes of 1024 × 1024 px through the largest series of FOLDER, with both backends: ms
 * and ms of processor each.  Writes the stored values to VOXELS and says of what size
 * they are, for the peer. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench-common.h"
#include "bench-set.h"
#include "mado-gl-offscreen-private.h"
#include "mado-scan.h"

#define SIZE       1024
#define SLAB       20.0 /* mm */
#define MIN_FRAMES 5
#define MAX_FRAMES 60

typedef struct {
  const char *name;
  char plane; /* axial, coronal, sagittal, oblique: its first letter */
  MadoInterpolation interpolation;
  double slab;
} Case;

static const Case cases[] = {
    {"oblique-nearest", 'o', MADO_INTERPOLATION_NEAREST, 0},
    {"axial-linear", 'a', MADO_INTERPOLATION_LINEAR, 0},
    {"coronal-linear", 'c', MADO_INTERPOLATION_LINEAR, 0},
    {"sagittal-linear", 's', MADO_INTERPOLATION_LINEAR, 0},
    {"oblique-linear", 'o', MADO_INTERPOLATION_LINEAR, 0},
    {"oblique-cubic", 'o', MADO_INTERPOLATION_CUBIC, 0},
    {"axial-slab", 'a', MADO_INTERPOLATION_LINEAR, SLAB},
    {"oblique-slab", 'o', MADO_INTERPOLATION_LINEAR, SLAB},
};

typedef struct {
  MadoVolume *volume;
  MadoGlOffscreen *offscreen; /* nullable: the CPU draws */
  MadoPlaneView view;
  MadoVector center;
  float *values;
} Bench;

/* Of all threads. */
static double
get_cpu (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static void
init_view (Bench *self, const Case *c)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (self->volume);
  const double a = 33 * G_PI / 180, b = 21 * G_PI / 180;

  self->center = mado_geometry_get_center (geometry);
  self->view = (MadoPlaneView){
      .slab = c->slab,
      .slab_mode = MADO_SLAB_MIP,
      .view = {
          .width = SIZE,
          .height = SIZE,
          .zoom = SIZE / (geometry->columns * geometry->column_spacing),
          .interpolation = c->interpolation,
          .voi = MADO_VOI_WINDOW,
          .window = {-600, 1500, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY},
      }};
  mado_plane_init (&self->view.plane,
                   c->plane == 'c'   ? MADO_PLANE_CORONAL
                   : c->plane == 's' ? MADO_PLANE_SAGITTAL
                                     : MADO_PLANE_AXIAL,
                   self->center);
  if (c->plane != 'o')
    return;

  /* Along the axes of the voxels, which are all the peer knows. */
  self->view.plane.right = mado_vector_add_scaled (
      mado_vector_scale (geometry->row, cos (a)), geometry->column, sin (a));
  self->view.plane.down =
      mado_vector_add_scaled (mado_vector_scale (geometry->row, -sin (a) * cos (b)),
                              geometry->column, cos (a) * cos (b));
  self->view.plane.down =
      mado_vector_add_scaled (self->view.plane.down, geometry->normal, sin (b));
}

/* Somewhere else each time, as when scrolling. */
static void
draw (Bench *self, int k)
{
  self->view.plane.center = mado_vector_add_scaled (
      self->center, mado_plane_get_normal (&self->view.plane), (k % 11 - 5) * 0.73);
  if (self->offscreen == NULL)
    mado_reslice_cpu (self->volume, &self->view, self->values);
  else if (!mado_gl_offscreen_draw_volume (self->offscreen, self->volume, &self->view,
                                           NULL, 0, NULL))
    exit (1);
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print_ms (const char *backend, const char *name, const char *what, double seconds)
{
  g_autofree char *key = g_strconcat (backend, "-", name, what, NULL);

  bench_print (key, 1000 * seconds);
}

static void
measure (Bench *self, const char *backend, const Case *c, double seconds)
{
  double times[MAX_FRAMES], begin, cpu;
  int n = 0;

  init_view (self, c);
  draw (self, 5);
  begin = bench_now ();
  cpu = get_cpu ();
  while (n < MAX_FRAMES && (n < MIN_FRAMES || bench_now () - begin < seconds)) {
    double start = bench_now ();

    draw (self, n);
    times[n++] = bench_now () - start;
  }
  cpu = (get_cpu () - cpu) / n;
  qsort (times, (size_t) n, sizeof times[0], compare);
  print_ms (backend, c->name, "", times[n / 2]);
  print_ms (backend, c->name, "-cpu", cpu);
}

/* The mean of stored values, outside as 0: whether the peer has made the same. */
static void
print_mean (Bench *self, const Case *c)
{
  const MadoGrayscale *grayscale = mado_volume_get_grayscale (self->volume);
  g_autofree char *name = g_strconcat (c->name, "-mean", NULL);
  double sum = 0;

  init_view (self, c);
  draw (self, 5);
  for (int i = 0; i < SIZE * SIZE; i++)
    if (isfinite (self->values[i]))
      sum += (self->values[i] - grayscale->intercept) / grayscale->slope;
  bench_print (name, sum / SIZE / SIZE);
}

/* A 1024² picture from its values: what remains when only the window changes. */
static void
measure_window (Bench *self)
{
  g_autofree guint8 *pixels = g_malloc (4 * SIZE * SIZE);
  double times[MAX_FRAMES];

  for (int i = 0; i < MAX_FRAMES; i++) {
    double start = bench_now ();

    mado_reslice_draw (self->volume, &self->view, self->values, pixels, 4 * SIZE);
    times[i] = bench_now () - start;
  }
  qsort (times, MAX_FRAMES, sizeof times[0], compare);
  bench_print ("cpu-window", 1000 * times[MAX_FRAMES / 2]);
}

/* Shaders are there once another volume was drawn, one without slices. */
static void
measure_upload (Bench *self, MadoDisplaySet *set)
{
  g_autoptr (MadoVolume) empty = mado_volume_new (set, 0, NULL);
  MadoVolume *volume = self->volume;
  double start;

  init_view (self, &cases[1]);
  self->view.view.width = self->view.view.height = 1;
  self->volume = empty;
  draw (self, 0);
  self->volume = volume;
  start = bench_now ();
  draw (self, 0);
  bench_print ("upload", bench_now () - start);
}

static void
measure_cpu (Bench *self, double seconds)
{
  self->values = g_new0 (float, SIZE *SIZE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    measure (self, "cpu", &cases[i], seconds);
  measure_window (self);
  bench_print_peak ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    print_mean (self, &cases[i]);
}

static void
measure_gl (Bench *self, MadoDisplaySet *set, double seconds)
{
  self->offscreen = mado_gl_offscreen_new (NULL);
  if (self->offscreen == NULL)
    return;

  measure_upload (self, set);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    measure (self, "gl", &cases[i], seconds);
  mado_gl_offscreen_free (self->offscreen);
}

static void
print_size (const MadoVolume *volume)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);

  bench_print ("columns", geometry->columns);
  bench_print ("rows", geometry->rows);
  bench_print ("slices", geometry->n_slices);
  bench_print ("column-spacing", geometry->column_spacing);
  bench_print ("row-spacing", geometry->row_spacing);
  bench_print ("spacing", geometry->spacing);
  bench_print ("voxels", (double) mado_volume_get_size (volume) / 1e6);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc < 4)
    return 2;

  const char *paths[] = {argv[1], NULL};
  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, &error);
  g_autoptr (MadoDisplaySet) set =
      scan != NULL ? bench_find_largest (scan->patients) : NULL;
  g_autoptr (MadoVolume) volume =
      set != NULL ? mado_volume_load (set, 0, NULL, NULL, NULL, &error) : NULL;
  Bench bench = {.volume = volume};

  if (volume == NULL ||
      !g_file_set_contents (argv[2], mado_volume_get_voxels (volume),
                            (gssize) mado_volume_get_size (volume), &error)) {
    fprintf (stderr, "%s\n", error != NULL ? error->message : "nothing to show");
    return 1;
  }
  print_size (volume);
  measure_cpu (&bench, g_ascii_strtod (argv[3], NULL));
  measure_gl (&bench, set, g_ascii_strtod (argv[3], NULL));
  g_free (bench.values);
  return 0;
}
