/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-stack.h"

#include <math.h>
#include <string.h>

/* cos 0.5°: directions are rounded in files; localizers differ by degrees. */
#define SAME_DIRECTION 0.99996

#define SAME_PLACE_MM 0.01

/* More single frames of different directions than a scout has are one turn. */
#define MIN_TURNED 4

void
mado_stack_free (MadoStack *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->frames);
  g_free (self->label);
  g_free (self);
}

MadoStackGroup *
mado_stack_group_new (const char *label)
{
  MadoStackGroup *self = g_new0 (MadoStackGroup, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (MadoStackEntry));
  self->label = g_string_new (label);
  return self;
}

void
mado_stack_group_free (MadoStackGroup *self)
{
  g_array_unref (self->entries);
  g_string_free (self->label, TRUE);
  g_free (self);
}

int
mado_frame_ref_compare_number (const MadoFrameRef *a, const MadoFrameRef *b)
{
  int order = 0;

  if (a->instance->instance_number != b->instance->instance_number)
    return a->instance->instance_number < b->instance->instance_number ? -1 : 1;
  order = g_strcmp0 (a->instance->sop_instance_uid, b->instance->sop_instance_uid);
  if (order == 0)
    order = g_strcmp0 (a->instance->path, b->instance->path);
  return order != 0 ? order : a->frame - b->frame;
}

int
mado_frame_ref_compare_time (const MadoFrameRef *a, const MadoFrameRef *b)
{
  if (a->info->time_order != b->info->time_order)
    return a->info->time_order < b->info->time_order ? -1 : 1;
  return mado_frame_ref_compare_number (a, b);
}

static int
compare_entries_by_number (gconstpointer a, gconstpointer b)
{
  return mado_frame_ref_compare_number (&((const MadoStackEntry *) a)->ref,
                                        &((const MadoStackEntry *) b)->ref);
}

static double
dot (const double a[3], const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void
get_normal (const MadoFrameInfo *info, double normal[3])
{
  const double *r = info->row_direction;
  const double *c = info->column_direction;

  normal[0] = r[1] * c[2] - r[2] * c[1];
  normal[1] = r[2] * c[0] - r[0] * c[2];
  normal[2] = r[0] * c[1] - r[1] * c[0];
}

static bool
is_close (double a, double b)
{
  return fabs (a - b) <= 1e-3 * MAX (fabs (a), fabs (b));
}

static bool
same_directions (const MadoFrameInfo *a, const MadoFrameInfo *b)
{
  return dot (a->row_direction, b->row_direction) >= SAME_DIRECTION &&
         dot (a->column_direction, b->column_direction) >= SAME_DIRECTION;
}

/* What no stack mixes, whatever the headers say of it. */
static bool
same_kind (const MadoFrameRef *a, const MadoFrameRef *b)
{
  const MadoPixelFormat *x = mado_pixel_source_get_format (a->instance->pixels);
  const MadoPixelFormat *y = mado_pixel_source_get_format (b->instance->pixels);

  if (x->rows != y->rows || x->columns != y->columns ||
      x->samples_per_pixel != y->samples_per_pixel ||
      (x->samples_per_pixel == 1 && x->photometric != y->photometric) ||
      a->info->has_plane != b->info->has_plane ||
      g_strcmp0 (a->instance->info.modality, b->instance->info.modality) != 0)
    return false;
  if (!a->info->has_plane)
    return true;

  return g_strcmp0 (a->instance->frame_of_reference_uid,
                    b->instance->frame_of_reference_uid) == 0 &&
         is_close (a->info->row_spacing, b->info->row_spacing) &&
         is_close (a->info->column_spacing, b->info->column_spacing);
}

static bool
may_share_stack (const MadoFrameRef *a, const MadoFrameRef *b)
{
  return same_kind (a, b) &&
         (!a->info->has_plane || same_directions (a->info, b->info));
}

static const char *
get_plane_name (const MadoFrameInfo *info)
{
  double normal[3];

  get_normal (info, normal);
  if (fabs (normal[2]) > 0.9)
    return "axial";
  if (fabs (normal[1]) > 0.9)
    return "coronal";
  if (fabs (normal[0]) > 0.9)
    return "sagittal";
  return "oblique";
}

static int
compare_entries_along (gconstpointer a, gconstpointer b)
{
  double difference =
      ((const MadoStackEntry *) a)->along - ((const MadoStackEntry *) b)->along;

  return (difference > 0.0) - (difference < 0.0);
}

/* Gives frames at one place one slot.  Without planes all are at one place. */
static void
set_slots (MadoStackGroup *group)
{
  const MadoFrameInfo *first =
      g_array_index (group->entries, MadoStackEntry, 0).ref.info;
  double tolerance =
      MIN (SAME_PLACE_MM, 0.1 * MIN (first->row_spacing, first->column_spacing));
  double normal[3], previous = 0.0;
  int slot = 0;

  if (!first->has_plane || group->is_turned)
    return;

  get_normal (first, normal);
  for (guint i = 0; i < group->entries->len; i++) {
    MadoStackEntry *entry = &g_array_index (group->entries, MadoStackEntry, i);

    entry->along = dot (entry->ref.info->position, normal);
  }
  g_array_sort (group->entries, compare_entries_along);
  for (guint i = 0; i < group->entries->len; i++) {
    MadoStackEntry *entry = &g_array_index (group->entries, MadoStackEntry, i);

    if (i > 0 && entry->along - previous > tolerance)
      slot++;
    previous = entry->along;
    entry->slot = slot;
  }
  g_array_sort (group->entries, compare_entries_by_number);
}

/* Sorts along the normal; at one place by time. */
static int
compare_entries_by_slot (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const MadoStackEntry *x = a;
  const MadoStackEntry *y = b;
  int sign = *(const int *) user_data;

  if (x->slot != y->slot)
    return x->slot < y->slot ? -sign : sign;
  return mado_frame_ref_compare_time (&x->ref, &y->ref);
}

/* Whether numbers mostly fall in the order @entries have now. */
static bool
numbers_fall (const GArray *entries)
{
  int balance = 0;

  for (guint i = 1; i < entries->len; i++) {
    const MadoFrameRef *a = &g_array_index (entries, MadoStackEntry, i - 1).ref;
    const MadoFrameRef *b = &g_array_index (entries, MadoStackEntry, i).ref;
    int x = a->instance == b->instance ? a->frame : a->instance->instance_number;
    int y = a->instance == b->instance ? b->frame : b->instance->instance_number;

    balance += (y > x) - (y < x);
  }
  return balance < 0;
}

static void
sort_group (MadoStackGroup *group)
{
  const MadoFrameInfo *first =
      g_array_index (group->entries, MadoStackEntry, 0).ref.info;
  int sign = 1;

  if (!first->has_plane || group->is_turned) {
    g_array_sort (group->entries, compare_entries_by_number);
    return;
  }
  g_array_sort_with_data (group->entries, compare_entries_by_slot, &sign);
  if (numbers_fall (group->entries)) {
    sign = -1;
    g_array_sort_with_data (group->entries, compare_entries_by_slot, &sign);
  }
}

static void
clear_frame_ref (gpointer data)
{
  mado_instance_unref (((MadoFrameRef *) data)->instance);
}

/* Frames in time follow each other at one place, or in a file without places whose
 * frames are neither tiles nor segments. */
static bool
is_temporal (const MadoStackGroup *group)
{
  static const char *const still[] = {"SM", "SEG", NULL};
  const MadoStackEntry *first = &g_array_index (group->entries, MadoStackEntry, 0);
  const MadoStackEntry *last =
      &g_array_index (group->entries, MadoStackEntry, group->entries->len - 1);

  if (group->entries->len < 2 || group->is_turned || first->slot != last->slot)
    return false;
  return first->ref.info->has_plane ||
         (first->ref.instance->n_frames > 1 &&
          !g_strv_contains (still, first->ref.instance->info.modality));
}

static MadoStack *
stack_new (MadoStackGroup *group)
{
  MadoStack *self = g_new0 (MadoStack, 1);
  const MadoStackEntry *entries = (const MadoStackEntry *) group->entries->data;
  guint n = group->entries->len;

  self->frames = g_array_sized_new (FALSE, FALSE, sizeof (MadoFrameRef), n);
  g_array_set_clear_func (self->frames, clear_frame_ref);
  self->is_spatial = entries[0].ref.info->has_plane && !group->is_turned;
  self->is_temporal = is_temporal (group);
  if (group->label->len > 0)
    self->label = g_strdup (group->label->str);
  for (guint i = 0; i < n; i++) {
    MadoFrameRef ref = entries[i].ref;

    mado_instance_ref (ref.instance);
    g_array_append_val (self->frames, ref);
  }
  return self;
}

/* Parts @source into groups that may share a stack; takes @source's entries. */
static GPtrArray *
split_by_geometry (const MadoStackGroup *source)
{
  GPtrArray *groups = g_ptr_array_new ();

  for (guint i = 0; i < source->entries->len; i++) {
    MadoStackEntry *entry = &g_array_index (source->entries, MadoStackEntry, i);
    MadoStackGroup *home = NULL;

    /* From the last: neighbours mostly belong together. */
    for (guint k = groups->len; k > 0 && home == NULL; k--) {
      MadoStackGroup *group = groups->pdata[k - 1];

      if (may_share_stack (&g_array_index (group->entries, MadoStackEntry, 0).ref,
                           &entry->ref))
        home = group;
    }
    if (home == NULL) {
      home = mado_stack_group_new (source->label->str);
      g_ptr_array_add (groups, home);
    }
    g_array_append_val (home->entries, *entry);
  }
  return groups;
}

static const MadoFrameRef *
get_only_frame (const MadoStackGroup *group)
{
  const MadoFrameRef *ref = &g_array_index (group->entries, MadoStackEntry, 0).ref;

  return group->entries->len == 1 && ref->info->has_plane ? ref : NULL;
}

/* Projections turned about an axis (rotating MIP) and radial slices have one frame
 * for each direction; a display set for each would be of no use. */
static void
merge_turned (GPtrArray *groups)
{
  MadoStackGroup *turned = NULL;
  guint n_single = 0;

  for (guint i = 0; i < groups->len; i++)
    n_single += get_only_frame (groups->pdata[i]) != NULL;
  if (n_single < MIN_TURNED)
    return;

  for (guint i = 0; i < groups->len;) {
    MadoStackGroup *group = groups->pdata[i];
    const MadoFrameRef *ref = get_only_frame (group);

    if (ref == NULL || group == turned) {
      i++;
    } else if (turned == NULL) {
      turned = group;
      i++;
    } else if (same_kind (&g_array_index (turned->entries, MadoStackEntry, 0).ref,
                          ref)) {
      g_array_append_val (turned->entries,
                          g_array_index (group->entries, MadoStackEntry, 0));
      turned->is_turned = true;
      g_ptr_array_remove_index (groups, i);
      mado_stack_group_free (group);
    } else {
      i++;
    }
  }
}

static void
append_label (MadoStackGroup *group, const char *text)
{
  if (group->label->len > 0)
    g_string_append (group->label, ", ");
  g_string_append (group->label, text);
}

/* Says of each group what sets its geometry apart from the others'. */
static void
label_geometry (const GPtrArray *groups)
{
  bool planes_differ = false, sizes_differ = false;
  const MadoStackGroup *first_group = groups->pdata[0];
  const MadoFrameRef *first =
      &g_array_index (first_group->entries, MadoStackEntry, 0).ref;
  const MadoPixelFormat *x = mado_pixel_source_get_format (first->instance->pixels);

  for (guint i = 1; i < groups->len; i++) {
    const MadoStackGroup *group = groups->pdata[i];
    const MadoFrameRef *ref = &g_array_index (group->entries, MadoStackEntry, 0).ref;
    const MadoPixelFormat *y = mado_pixel_source_get_format (ref->instance->pixels);

    sizes_differ = sizes_differ || x->rows != y->rows || x->columns != y->columns;
    planes_differ = planes_differ || (ref->info->has_plane && first->info->has_plane &&
                                      strcmp (get_plane_name (ref->info),
                                              get_plane_name (first->info)) != 0);
  }
  for (guint i = 0; i < groups->len; i++) {
    MadoStackGroup *group = groups->pdata[i];
    const MadoFrameRef *ref = &g_array_index (group->entries, MadoStackEntry, 0).ref;
    const MadoPixelFormat *y = mado_pixel_source_get_format (ref->instance->pixels);
    g_autofree char *size = g_strdup_printf ("%d×%d", y->columns, y->rows);

    if (planes_differ && ref->info->has_plane && !group->is_turned)
      append_label (group, get_plane_name (ref->info));
    if (sizes_differ)
      append_label (group, size);
  }
}

static void
add_stacks_of (MadoStackGroup *source, GPtrArray *stacks)
{
  g_autoptr (GPtrArray) directions = split_by_geometry (source);
  g_autoptr (GPtrArray) geometries = g_ptr_array_new ();
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mado_stack_group_free);

  merge_turned (directions);
  for (guint i = 0; i < directions->len; i++)
    mado_stack_group_split_stations (directions->pdata[i], geometries);
  label_geometry (geometries);
  for (guint i = 0; i < geometries->len; i++) {
    MadoStackGroup *group = geometries->pdata[i];
    const MadoFrameRef *ref = &g_array_index (group->entries, MadoStackEntry, 0).ref;

    set_slots (group);
    /* Single pictures without a place are turned like pages: one stack. */
    if (!group->is_turned && (ref->info->has_plane || ref->instance->n_frames > 1))
      mado_stack_group_split (group, parts);
    else
      g_ptr_array_add (parts, group);
  }
  for (guint i = 0; i < parts->len; i++) {
    sort_group (parts->pdata[i]);
    g_ptr_array_add (stacks, stack_new (parts->pdata[i]));
  }
}

static void
add_entries (MadoStackGroup *group, MadoInstance *instance)
{
  for (int i = 0; i < instance->n_frames; i++) {
    MadoStackEntry entry = {
        .ref = {.instance = instance, .frame = i, .info = &instance->frames[i]}};

    g_array_append_val (group->entries, entry);
  }
}

static const MadoFrameRef *
get_lowest (const MadoStack *self)
{
  const MadoFrameRef *lowest = &g_array_index (self->frames, MadoFrameRef, 0);

  for (guint i = 1; i < self->frames->len; i++) {
    const MadoFrameRef *ref = &g_array_index (self->frames, MadoFrameRef, i);

    if (mado_frame_ref_compare_number (ref, lowest) < 0)
      lowest = ref;
  }
  return lowest;
}

static int
compare_stacks (gconstpointer a, gconstpointer b)
{
  return mado_frame_ref_compare_number (get_lowest (*(MadoStack *const *) a),
                                        get_lowest (*(MadoStack *const *) b));
}

static int
compare_instances (gconstpointer a, gconstpointer b)
{
  MadoFrameRef x = {.instance = *(MadoInstance *const *) a};
  MadoFrameRef y = {.instance = *(MadoInstance *const *) b};

  return mado_frame_ref_compare_number (&x, &y);
}

GPtrArray *
mado_stack_split_series (GPtrArray *instances)
{
  GPtrArray *stacks = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_stack_free);
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (instances, NULL, NULL);
  MadoStackGroup *singles = mado_stack_group_new ("");

  g_ptr_array_sort (sorted, compare_instances);
  for (guint i = 0; i < sorted->len; i++) {
    MadoInstance *instance = sorted->pdata[i];

    /* A mosaic is one moment, as the single slices of another scanner are. */
    if (instance->n_frames == 1 || instance->is_mosaic) {
      add_entries (singles, instance);
      continue;
    }

    MadoStackGroup *own = mado_stack_group_new ("");

    if (sorted->len > 1 && instance->instance_number >= 0)
      g_string_append_printf (own->label, "image=%d", instance->instance_number);
    add_entries (own, instance);
    add_stacks_of (own, stacks);
    mado_stack_group_free (own);
  }
  if (singles->entries->len > 0)
    add_stacks_of (singles, stacks);
  mado_stack_group_free (singles);

  g_ptr_array_sort (stacks, compare_stacks);
  return stacks;
}
