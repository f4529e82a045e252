/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-geometry-private.h"

#include <stdlib.h>
#include <string.h>

/* Nearer than this, mm or share of a pixel, slices are at one place. */
#define SAME_PLACE_MM    0.01
#define SAME_PLACE_PIXEL 0.1

/* Distances that differ by less, mm and share of the spacing, are regular. */
#define REGULAR_MM    0.02
#define REGULAR_SHARE 0.01

/* Slices that overlap by less, share of their thickness, do not. */
#define OVERLAP_SHARE 0.05

/* A smaller tilt, degrees, is rounding. */
#define MIN_TILT 0.1

/* Distances that differ by less, share of the local one, are called the same. */
#define ALIKE 0.1

static void
add_place (MadoGeometry *self, int index, MadoVector from_origin, double along)
{
  const int place = self->n_slices++;

  self->slices[place] = index;
  self->along[place] = along;
  self->shift[place][0] =
      mado_vector_dot (from_origin, self->row) / self->column_spacing;
  self->shift[place][1] =
      mado_vector_dot (from_origin, self->column) / self->row_spacing;
}

/* The display set is sorted; frames at one place follow each other, the one with the
 * lowest time and number first.  That one is used: a second copy is sent later. */
void
mado_geometry_read_places (MadoGeometry *self, MadoDisplaySet *set)
{
  const int n_frames = mado_display_set_get_n_frames (set);
  const MadoFrameInfo *last = mado_display_set_get_frame (set, n_frames - 1)->info;
  const double same = MIN (
      SAME_PLACE_MM, SAME_PLACE_PIXEL * MIN (self->row_spacing, self->column_spacing));
  const MadoVector up = mado_vector_cross (self->row, self->column);
  double previous = 0;

  self->is_right_handed =
      mado_vector_dot (
          mado_vector_subtract (mado_frame_info_get_position (last), self->origin),
          up) >= 0;
  self->normal = mado_vector_scale (up, self->is_right_handed ? 1 : -1);
  for (int i = 0; i < n_frames; i++) {
    const MadoVector from_origin = mado_vector_subtract (
        mado_frame_info_get_position (mado_display_set_get_frame (set, i)->info),
        self->origin);
    const double along = mado_vector_dot (from_origin, self->normal);

    if (self->n_slices > 0 && along - previous <= same) {
      MadoDuplicate duplicate = {.slice = i, .of = self->slices[self->n_slices - 1]};

      /* Moments at one place are not the same picture again. */
      if (!mado_display_set_is_temporal (set))
        g_array_append_val (self->duplicates, duplicate);
    } else {
      add_place (self, i, from_origin, along);
    }
    previous = along;
  }
  if (self->n_slices < MADO_GEOMETRY_MIN_SLICES)
    mado_geometry_refuse (self, MADO_REFUSAL_FEW_SLICES, -1, self->n_slices,
                          MADO_GEOMETRY_MIN_SLICES);
}

static double
get_distance (const MadoGeometry *self, int place)
{
  return self->along[place + 1] - self->along[place];
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_median_distance (const MadoGeometry *self)
{
  const int n = self->n_slices - 1;
  g_autofree double *distances = g_new (double, n);

  for (int i = 0; i < n; i++)
    distances[i] = get_distance (self, i);
  qsort (distances, (gsize) n, sizeof *distances, compare_doubles);
  return n % 2 != 0 ? distances[n / 2] : (distances[n / 2 - 1] + distances[n / 2]) / 2;
}

static bool
is_alike (double distance, double local)
{
  return fabs (distance - local) <= ALIKE * local;
}

/* Whole multiple of @local that @distance is, 0 when it is none. */
static int
get_multiple (double distance, double local)
{
  const double multiple = round (distance / local);

  return multiple < G_MAXINT16 && fabs (distance - multiple * local) <= ALIKE * local
             ? (int) multiple
             : 0;
}

/* The distance both neighbours of @place have, 0 when they do not agree.  At an end
 * it takes two on the one side. */
static double
get_local_distance (const MadoGeometry *self, int place)
{
  const int n = self->n_slices - 1;
  const int before = place > 0 ? place - 1 : place + 2;
  const int after = place < n - 1 ? place + 1 : place - 2;
  double a, b;

  if (before >= n || after < 0)
    return 0;
  a = get_distance (self, before);
  b = get_distance (self, after);
  return is_alike (a, b) ? (a + b) / 2 : 0;
}

/* Number of the frame in the order its maker gave it; -1 when it has none. */
static int
get_number (MadoDisplaySet *set, int index, bool is_one_file)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (set, index);

  return is_one_file ? ref->frame : ref->instance->instance_number;
}

/* |difference of numbers| across each distance, 0 when not known. */
static int *
read_number_jumps (const MadoGeometry *self, MadoDisplaySet *set)
{
  const int n = self->n_slices - 1;
  const bool is_one_file = mado_display_set_get_frame (set, 0)->instance ==
                           mado_display_set_get_frame (set, self->slices[n])->instance;
  int *jumps = g_new0 (int, n);

  for (int i = 0; i < n; i++) {
    const int a = get_number (set, self->slices[i], is_one_file);
    const int b = get_number (set, self->slices[i + 1], is_one_file);

    if (a >= 0 && b >= 0)
      jumps[i] = abs (b - a);
  }
  return jumps;
}

/* The step most numbers make, 0 when fewer than half make one. */
static int
get_usual_jump (const int *jumps, int n)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  int usual = 0, most = 0;

  for (int i = 0; i < n; i++) {
    const int count =
        GPOINTER_TO_INT (g_hash_table_lookup (counts, GINT_TO_POINTER (jumps[i]))) + 1;

    g_hash_table_insert (counts, GINT_TO_POINTER (jumps[i]), GINT_TO_POINTER (count));
    if (jumps[i] > 0 && (count > most || (count == most && jumps[i] < usual))) {
      most = count;
      usual = jumps[i];
    }
  }
  return 2 * most >= n ? usual : 0;
}

/* The distance of one step of the numbers nearest to @place. */
static double
get_numbered_distance (
    const MadoGeometry *self, const int *jumps, int usual, int place, int direction)
{
  for (int i = place + direction; i >= 0 && i < self->n_slices - 1; i += direction)
    if (jumps[i] == usual)
      return get_distance (self, i);
  return 0;
}

/* Slices missing in the distance after @place as its numbers have it. */
static int
count_missing_numbers (const MadoGeometry *self, const int *jumps, int usual, int place)
{
  const double distance = get_distance (self, place);
  const int steps = usual > 0 && jumps[place] % usual == 0 ? jumps[place] / usual : 0;

  if (steps < 2)
    return 0;
  for (int direction = -1; direction <= 1; direction += 2) {
    const double local = get_numbered_distance (self, jumps, usual, place, direction);

    if (local > 0 && is_alike (distance / steps, local))
      return steps - 1;
  }
  return 0;
}

/**
 * count_missing:
 *
 * Head CTs go from 2.5 to 5 mm by intent: a run of wider distances is irregular, not
 * incomplete.  Slices are missing where one distance is a whole multiple of what it is
 * on both sides of it, or where the instance numbers jump by as many steps as the
 * distance has.
 */
static int
count_missing (const MadoGeometry *self, const int *jumps, int usual, int place)
{
  const double local = get_local_distance (self, place);
  const int multiple = local > 0 ? get_multiple (get_distance (self, place), local) : 0;

  return multiple >= 2 ? multiple - 1
                       : count_missing_numbers (self, jumps, usual, place);
}

static void
check_distance (MadoGeometry *self, int place, int n_missing)
{
  const double distance = get_distance (self, place);
  const double deviation = fabs (distance - self->spacing);

  if (n_missing > 0) {
    MadoGap gap = {
        .after = self->slices[place], .n_missing = n_missing, .width = distance};

    g_array_append_val (self->gaps, gap);
  } else if (deviation > self->worst_deviation) {
    self->worst_deviation = deviation;
    self->worst_slice = self->slices[place];
  }
  if (distance > MADO_GEOMETRY_MAX_GAP && distance > (2 + ALIKE) * self->spacing)
    mado_geometry_refuse (self, MADO_REFUSAL_GAP, self->slices[place], distance,
                          MADO_GEOMETRY_MAX_GAP);
}

/* Half of either slice lies between their middles. */
static void
check_overlap (MadoGeometry *self, MadoDisplaySet *set, int place)
{
  const MadoFrameInfo *a = mado_display_set_get_frame (set, self->slices[place])->info;
  const MadoFrameInfo *b =
      mado_display_set_get_frame (set, self->slices[place + 1])->info;
  const double thickness = (a->slice_thickness + b->slice_thickness) / 2;
  const double overlap = thickness - get_distance (self, place);

  if (a->slice_thickness <= 0 || b->slice_thickness <= 0 ||
      overlap <= MAX (REGULAR_MM, OVERLAP_SHARE * thickness))
    return;
  self->n_overlaps++;
  if (overlap > self->overlap) {
    self->overlap = overlap;
    self->overlap_slice = self->slices[place];
  }
}

void
mado_geometry_measure_distances (MadoGeometry *self, MadoDisplaySet *set)
{
  const int n = self->n_slices - 1;
  g_autofree int *jumps = NULL;
  int usual;

  if (n < 1)
    return;

  self->spacing = get_median_distance (self);
  /* A segmentation leaves out the frames where there is nothing (PS3.3 C.8.20.2). */
  if (strcmp (mado_display_set_get_info (set)->modality, "SEG") == 0)
    return;

  jumps = read_number_jumps (self, set);
  usual = get_usual_jump (jumps, n);
  for (int i = 0; i < n; i++) {
    check_distance (self, i, count_missing (self, jumps, usual, i));
    check_overlap (self, set, i);
  }
  self->is_regular =
      self->worst_deviation <= MAX (REGULAR_MM, REGULAR_SHARE * self->spacing);
}

/* Least squares of shift (px) over along (mm): @slope per mm and @start. */
static void
fit_shift (const MadoGeometry *self, int axis, double *slope, double *start)
{
  double mean_along = 0, mean_shift = 0, product = 0, square = 0;

  for (int i = 0; i < self->n_slices; i++) {
    mean_along += self->along[i] / self->n_slices;
    mean_shift += self->shift[i][axis] / self->n_slices;
  }
  for (int i = 0; i < self->n_slices; i++) {
    const double along = self->along[i] - mean_along;

    product += along * (self->shift[i][axis] - mean_shift);
    square += along * along;
  }
  *slope = square > 0 ? product / square : 0;
  *start = mean_shift - *slope * mean_along;
}

/* Shifts that follow no line are no tilt; they are sampled where they are. */
void
mado_geometry_measure_tilt (MadoGeometry *self)
{
  double slope[2], start[2];
  MadoVector line = self->normal;

  self->tilt_direction = self->normal;
  if (self->n_slices < 2)
    return;

  for (int axis = 0; axis < 2; axis++) {
    fit_shift (self, axis, &slope[axis], &start[axis]);
    for (int i = 0; i < self->n_slices; i++)
      if (fabs (self->shift[i][axis] - start[axis] - slope[axis] * self->along[i]) >
          MADO_GEOMETRY_TOLERANCE)
        return;
  }
  line = mado_vector_add_scaled (line, self->row, slope[0] * self->column_spacing);
  line = mado_vector_add_scaled (line, self->column, slope[1] * self->row_spacing);
  self->tilt = acos (MIN (1, 1 / mado_vector_length (line))) * 180 / G_PI;
  self->tilt_direction = mado_vector_normalize (line);
  if (self->tilt < MIN_TILT)
    self->tilt = 0;
}
