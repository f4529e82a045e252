/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-stack.h"

#include "mado-vector.h"

/*
 * A whole spine or body is scanned station by station, and all stations may come in one
 * series: parallel slices beside each other.  Sorted along the normal they would take
 * turns.  Slices of one stack, tilted or not, lie behind each other.
 */

/* Share of the picture by which a slice may lie off the slice before it. */
#define MAX_SHIFT 0.5

/* And of the distance between them: 63°, more than any gantry tilts. */
#define MAX_SLOPE 2.0

/* More are no scan but a broken file. */
#define MAX_STATIONS 32

static int
compare_along (gconstpointer a, gconstpointer b)
{
  const double x = ((const MadoStackEntry *) a)->along;
  const double y = ((const MadoStackEntry *) b)->along;

  return (x > y) - (x < y);
}

static void
sort_along (GArray *entries)
{
  const MadoFrameInfo *first = g_array_index (entries, MadoStackEntry, 0).ref.info;
  const MadoVector normal =
      mado_vector_cross (mado_vector_from_array (first->row_direction),
                         mado_vector_from_array (first->column_direction));

  for (guint i = 0; i < entries->len; i++) {
    MadoStackEntry *entry = &g_array_index (entries, MadoStackEntry, i);

    entry->along =
        mado_vector_dot (mado_vector_from_array (entry->ref.info->position), normal);
  }
  g_array_sort (entries, compare_along);
}

/* mm by which @b lies beside @a, not behind it; infinite when by too much. */
static double
get_offset (const MadoStackEntry *a, const MadoStackEntry *b)
{
  const MadoFrameInfo *info = a->ref.info;
  const MadoPixelFormat *format =
      mado_pixel_source_get_format (a->ref.instance->pixels);
  const MadoVector from =
      mado_vector_subtract (mado_vector_from_array (b->ref.info->position),
                            mado_vector_from_array (info->position));
  const double along_row =
      fabs (mado_vector_dot (from, mado_vector_from_array (info->row_direction)));
  const double along_column =
      fabs (mado_vector_dot (from, mado_vector_from_array (info->column_direction)));
  const double slope = MAX_SLOPE * fabs (b->along - a->along);
  const double columns = MAX_SHIFT * format->columns * info->column_spacing;
  const double rows = MAX_SHIFT * format->rows * info->row_spacing;

  return along_row <= MAX (slope, columns) && along_column <= MAX (slope, rows)
             ? hypot (along_row, along_column)
             : G_MAXDOUBLE;
}

/* To the station whose last slice it lies behind best. */
static void
add_to_station (GPtrArray *stations, const MadoStackEntry *entry)
{
  MadoStackGroup *station = NULL;
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < stations->len; i++) {
    MadoStackGroup *other = stations->pdata[i];
    const double offset = get_offset (
        &g_array_index (other->entries, MadoStackEntry, other->entries->len - 1),
        entry);

    if (offset < least) {
      least = offset;
      station = other;
    }
  }
  if (station == NULL) {
    station = mado_stack_group_new ("");
    g_ptr_array_add (stations, station);
  }
  g_array_append_val (station->entries, *entry);
}

static const MadoFrameRef *
get_lowest (const MadoStackGroup *station)
{
  const MadoFrameRef *lowest = &g_array_index (station->entries, MadoStackEntry, 0).ref;

  for (guint i = 1; i < station->entries->len; i++) {
    const MadoFrameRef *ref = &g_array_index (station->entries, MadoStackEntry, i).ref;

    if (mado_frame_ref_compare_number (ref, lowest) < 0)
      lowest = ref;
  }
  return lowest;
}

static int
compare_stations (gconstpointer a, gconstpointer b)
{
  return mado_frame_ref_compare_number (get_lowest (*(MadoStackGroup *const *) a),
                                        get_lowest (*(MadoStackGroup *const *) b));
}

void
mado_stack_group_split_stations (MadoStackGroup *group, GPtrArray *result)
{
  g_autoptr (GPtrArray) stations = g_ptr_array_new ();
  g_autoptr (GArray) sorted = g_array_copy (group->entries);

  if (!g_array_index (sorted, MadoStackEntry, 0).ref.info->has_plane ||
      group->is_turned) {
    g_ptr_array_add (result, group);
    return;
  }

  sort_along (sorted);
  for (guint i = 0; i < sorted->len && stations->len <= MAX_STATIONS; i++)
    add_to_station (stations, &g_array_index (sorted, MadoStackEntry, i));
  if (stations->len == 1 || stations->len > MAX_STATIONS) {
    g_ptr_array_set_free_func (stations, (GDestroyNotify) mado_stack_group_free);
    g_ptr_array_add (result, group);
    return;
  }

  g_ptr_array_sort (stations, compare_stations);
  for (guint i = 0; i < stations->len; i++) {
    MadoStackGroup *station = stations->pdata[i];

    g_string_append_printf (station->label, "%s%sstation=%u", group->label->str,
                            group->label->len > 0 ? ", " : "", i + 1);
    g_ptr_array_add (result, station);
  }
  mado_stack_group_free (group);
}
