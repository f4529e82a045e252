/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-stack.h"

#include <string.h>

/*
 * Only what gives every place one frame splits a stack: the acquisition number of
 * a CT may change half way through without making two stacks of it, while an MR
 * with two echoes has two frames at each place.  Where only a few places have more than
 * one frame, and it is no kind of picture that tells them apart, slices were sent or
 * scanned twice: they stay in one stack, whose geometry names them.
 */

/* Names in the stack key, the most telling first. */
static const char *const attributes[] = {
    "part", "type",      "stack",  "segment",  "window",   "detector",  "echo",
    "te",   "ti",        "fa",     "kvp",      "kernel",   "thickness", "b",
    "dir",  "diffusion", "period", "rotation", "interval", "t",         "phase",
    "acq",  "dim1",      "dim2",   "dim3",     "dim4",     "dim5",      "dim6",
    "dim7", "dim8",      "time",
};

/* Of a slice sent again and again. */
#define MAX_COPIES 3

#define N_ATTRIBUTES G_N_ELEMENTS (attributes)

/* These tell moments apart, not kinds of picture. */
static const char *const time_attributes[] = {"t", "phase", "acq", "time", NULL};

/* These differ between a slice and its second copy. */
static const char *const clock_attributes[] = {"acq", "time", NULL};

typedef struct {
  GStringChunk *chunk; /* equal values have equal addresses */
  GHashTable *parsed;  /* stack key → values */
  GPtrArray *result;
} Splitter;

static int
find_attribute (const char *name, gsize length)
{
  for (gsize i = 0; i < N_ATTRIBUTES; i++)
    if (strlen (attributes[i]) == length && strncmp (attributes[i], name, length) == 0)
      return (int) i;
  return -1;
}

static const char **
parse_key (Splitter *self, const char *key)
{
  const char **values = g_hash_table_lookup (self->parsed, key);

  if (values != NULL)
    return values;

  values = g_new0 (const char *, N_ATTRIBUTES);
  g_hash_table_insert (self->parsed, (gpointer) key, values);
  for (const char *at = key; *at != '\0';) {
    gsize length = strcspn (at, ";");
    gsize name_length = strcspn (at, "=");
    int index = name_length < length ? find_attribute (at, name_length) : -1;

    if (index >= 0) {
      g_autofree char *value =
          g_strndup (at + name_length + 1, length - name_length - 1);

      values[index] = g_string_chunk_insert_const (self->chunk, value);
    }
    at += length + (at[length] == ';');
  }
  return values;
}

/* Frames less than the distinct places of @group. */
static guint
count_repeats (const MadoStackGroup *group)
{
  g_autoptr (GHashTable) slots = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < group->entries->len; i++)
    g_hash_table_add (
        slots,
        GINT_TO_POINTER (g_array_index (group->entries, MadoStackEntry, i).slot));
  return group->entries->len - g_hash_table_size (slots);
}

/* Frames at the place that has most. */
static guint
count_most_at_one_place (const MadoStackGroup *group)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint most = 0;

  for (guint i = 0; i < group->entries->len; i++) {
    gpointer slot =
        GINT_TO_POINTER (g_array_index (group->entries, MadoStackEntry, i).slot);
    guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, slot)) + 1;

    g_hash_table_insert (counts, slot, GUINT_TO_POINTER (count));
    most = MAX (most, count);
  }
  return most;
}

/* Places with more than one frame. */
static guint
count_repeated_places (const MadoStackGroup *group)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) repeated = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < group->entries->len; i++) {
    gpointer slot =
        GINT_TO_POINTER (g_array_index (group->entries, MadoStackEntry, i).slot);

    if (!g_hash_table_add (seen, slot))
      g_hash_table_add (repeated, slot);
  }
  return g_hash_table_size (repeated);
}

/* Whether frames repeat at fewer than half of the places, by accident it seems: a slice
 * watched until contrast arrives has many at one place. */
static bool
has_few_repeats (const MadoStackGroup *group)
{
  guint n_slots = group->entries->len - count_repeats (group);

  return n_slots > 1 && count_repeated_places (group) * 2 < n_slots &&
         count_most_at_one_place (group) <= MAX_COPIES;
}

static guint
count_values (const MadoStackGroup *group, gsize attribute)
{
  g_autoptr (GHashTable) values = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < group->entries->len; i++)
    g_hash_table_add (
        values,
        (gpointer) g_array_index (group->entries, MadoStackEntry, i).values[attribute]);
  return g_hash_table_size (values);
}

/* An image type is long; only the value that differs says something. */
static const char *
get_telling_part (const MadoStackGroup *group, gsize attribute, const char *value)
{
  g_auto (GStrv) own = g_strsplit (value != NULL ? value : "", "\\", -1);

  for (guint i = 0; own[i] != NULL; i++)
    for (guint k = 0; k < group->entries->len; k++) {
      const char *other =
          g_array_index (group->entries, MadoStackEntry, k).values[attribute];
      g_auto (GStrv) parts = NULL;

      if (other == value)
        continue;
      parts = g_strsplit (other != NULL ? other : "", "\\", -1);
      if (g_strv_length (parts) <= i || strcmp (parts[i], own[i]) != 0)
        return g_intern_string (own[i]);
    }
  return value;
}

static MadoStackGroup *
new_part (const MadoStackGroup *whole, const char *name, const char *value)
{
  MadoStackGroup *part = mado_stack_group_new (whole->label->str);

  if (part->label->len > 0)
    g_string_append (part->label, ", ");
  g_string_append_printf (part->label, "%s=%s", name, value != NULL ? value : "-");
  return part;
}

/* The parts of @group by the value of @attribute, in order of first appearance. */
static GPtrArray *
partition (const MadoStackGroup *group, gsize attribute)
{
  GPtrArray *parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mado_stack_group_free);
  g_autoptr (GHashTable) by_value = g_hash_table_new (NULL, NULL);
  bool is_type = strcmp (attributes[attribute], "type") == 0;
  bool is_clock = strcmp (attributes[attribute], "time") == 0;

  for (guint i = 0; i < group->entries->len; i++) {
    MadoStackEntry *entry = &g_array_index (group->entries, MadoStackEntry, i);
    const char *value = entry->values[attribute];
    MadoStackGroup *part = g_hash_table_lookup (by_value, value);

    if (part == NULL) {
      char number[16];

      g_snprintf (number, sizeof number, "%u", parts->len + 1);
      if (is_type)
        part = new_part (group, "type", get_telling_part (group, attribute, value));
      else if (is_clock)
        part = new_part (group, "repetition", number);
      else
        part = new_part (group, attributes[attribute], value);
      g_hash_table_insert (by_value, (gpointer) value, part);
      g_ptr_array_add (parts, part);
    }
    g_array_append_val (part->entries, *entry);
  }
  return parts;
}

/* Whether each part covers at least half of the places of the whole. */
static bool
parts_are_whole (const GPtrArray *parts, guint n_slots)
{
  for (guint i = 0; i < parts->len; i++) {
    const MadoStackGroup *part = parts->pdata[i];

    if ((part->entries->len - count_repeats (part)) * 2 < n_slots)
      return false;
  }
  return true;
}

/**
 * choose_attribute:
 *
 * An attribute with nearly a value per frame (a trigger time with jitter) would
 * leave stacks of single frames: at most twice as many parts as frames at a place.
 *
 * Returns: the first attribute that parts the group into whole stacks with fewer
 *   repeats, else the one that leaves the fewest, or -1
 */
static int
choose_attribute (const MadoStackGroup *group)
{
  guint repeats = count_repeats (group);
  guint n_slots = group->entries->len - repeats;
  guint most = count_most_at_one_place (group);
  guint best_cost = repeats;
  bool is_accident = has_few_repeats (group);
  int best = -1;

  for (gsize i = 0; i < N_ATTRIBUTES; i++) {
    guint n_values = count_values (group, i);
    guint cost = 0;

    if (n_values < 2 || n_values >= 2 * most)
      continue;
    if (is_accident && g_strv_contains (clock_attributes, attributes[i]))
      continue;

    g_autoptr (GPtrArray) parts = partition (group, i);

    for (guint k = 0; k < parts->len; k++)
      cost += count_repeats (parts->pdata[k]);
    if (cost >= best_cost)
      continue;
    if (parts_are_whole (parts, n_slots))
      return (int) i;
    best_cost = cost;
    best = (int) i;
  }
  return best;
}

static int
compare_entries_by_time (gconstpointer a, gconstpointer b)
{
  return mado_frame_ref_compare_time (&((const MadoStackEntry *) a)->ref,
                                      &((const MadoStackEntry *) b)->ref);
}

/* Nothing in the headers tells the frames at a place apart but their order. */
static void
split_by_repetition (const MadoStackGroup *group, GPtrArray *result)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint first = result->len;

  g_array_sort (group->entries, compare_entries_by_time);
  for (guint i = 0; i < group->entries->len; i++) {
    MadoStackEntry *entry = &g_array_index (group->entries, MadoStackEntry, i);
    gpointer slot = GINT_TO_POINTER (entry->slot);
    guint nth = GPOINTER_TO_UINT (g_hash_table_lookup (counts, slot));

    g_hash_table_insert (counts, slot, GUINT_TO_POINTER (nth + 1));
    if (first + nth == result->len) {
      char number[16];

      g_snprintf (number, sizeof number, "%u", nth + 1);
      g_ptr_array_add (result, new_part (group, "repetition", number));
    }

    MadoStackGroup *part = result->pdata[first + nth];

    g_array_append_val (part->entries, *entry);
  }
}

/* Frames at one place: kinds of picture are parted when each has several, moments
 * stay together and become a cine. */
static int
choose_kind (const MadoStackGroup *group)
{
  for (gsize i = 0; i < N_ATTRIBUTES; i++) {
    guint n_values = count_values (group, i);

    if (n_values >= 2 && n_values * 2 <= group->entries->len &&
        !g_strv_contains (time_attributes, attributes[i]) &&
        !g_str_has_prefix (attributes[i], "dim"))
      return (int) i;
  }
  return -1;
}

static void
split_group (Splitter *self, MadoStackGroup *group)
{
  guint repeats = count_repeats (group);
  bool is_one_place = group->entries->len - repeats == 1;
  int attribute = -1;

  if (repeats > 0)
    attribute = is_one_place ? choose_kind (group) : choose_attribute (group);

  if (attribute >= 0) {
    g_autoptr (GPtrArray) parts = partition (group, (gsize) attribute);

    g_ptr_array_set_free_func (parts, NULL);
    for (guint i = 0; i < parts->len; i++)
      split_group (self, parts->pdata[i]);
    mado_stack_group_free (group);
  } else if (repeats > 0 && !is_one_place && !has_few_repeats (group)) {
    split_by_repetition (group, self->result);
    mado_stack_group_free (group);
  } else {
    g_ptr_array_add (self->result, group);
  }
}

void
mado_stack_group_split (MadoStackGroup *group, GPtrArray *result)
{
  Splitter self = {.chunk = g_string_chunk_new (1024),
                   .parsed =
                       g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free),
                   .result = result};

  for (guint i = 0; i < group->entries->len; i++) {
    MadoStackEntry *entry = &g_array_index (group->entries, MadoStackEntry, i);
    const char *key = entry->ref.info->stack_key;

    entry->values = parse_key (&self, key != NULL ? key : "");
  }
  split_group (&self, group);
  g_hash_table_unref (self.parsed);
  g_string_chunk_free (self.chunk);
}
