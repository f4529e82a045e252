/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-study-private.h"

#include <string.h>

struct _MadoSeries {
  GObject parent_instance;
  MadoInstance *first; /* owned; whose info speaks for the series */
  GListStore *display_sets;
  GPtrArray *non_images;
};

struct _MadoStudy {
  GObject parent_instance;
  MadoInstance *first; /* owned */
  GListStore *series;
};

struct _MadoPatient {
  GObject parent_instance;
  MadoInstance *first; /* owned */
  GListStore *studies;
};

G_DEFINE_FINAL_TYPE (MadoSeries, mado_series, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (MadoStudy, mado_study, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (MadoPatient, mado_patient, G_TYPE_OBJECT)

static void
mado_series_finalize (GObject *object)
{
  MadoSeries *self = MADO_SERIES (object);

  g_clear_pointer (&self->first, mado_instance_unref);
  g_clear_object (&self->display_sets);
  g_clear_pointer (&self->non_images, g_ptr_array_unref);
  G_OBJECT_CLASS (mado_series_parent_class)->finalize (object);
}

static void
mado_series_class_init (MadoSeriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_series_finalize;
}

static void
mado_series_init (MadoSeries *self)
{
  self->display_sets = g_list_store_new (MADO_TYPE_DISPLAY_SET);
  self->non_images =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mado_instance_unref);
}

static void
mado_study_finalize (GObject *object)
{
  MadoStudy *self = MADO_STUDY (object);

  g_clear_pointer (&self->first, mado_instance_unref);
  g_clear_object (&self->series);
  G_OBJECT_CLASS (mado_study_parent_class)->finalize (object);
}

static void
mado_study_class_init (MadoStudyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_study_finalize;
}

static void
mado_study_init (MadoStudy *self)
{
  self->series = g_list_store_new (MADO_TYPE_SERIES);
}

static void
mado_patient_finalize (GObject *object)
{
  MadoPatient *self = MADO_PATIENT (object);

  g_clear_pointer (&self->first, mado_instance_unref);
  g_clear_object (&self->studies);
  G_OBJECT_CLASS (mado_patient_parent_class)->finalize (object);
}

static void
mado_patient_class_init (MadoPatientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_patient_finalize;
}

static void
mado_patient_init (MadoPatient *self)
{
  self->studies = g_list_store_new (MADO_TYPE_STUDY);
}

/* Instances by a key; groups and what is in them keep the order of the input. */
static GPtrArray *
group_by (GPtrArray *instances, char *(*dup_key) (const MadoInstance *) )
{
  GPtrArray *groups =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) by_key =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < instances->len; i++) {
    MadoInstance *instance = instances->pdata[i];
    g_autofree char *key = dup_key (instance);
    GPtrArray *group = g_hash_table_lookup (by_key, key);

    if (group == NULL) {
      group = g_ptr_array_new ();
      g_ptr_array_add (groups, group);
      g_hash_table_insert (by_key, g_steal_pointer (&key), group);
    }
    g_ptr_array_add (group, instance);
  }
  return groups;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* An ID is only unique for who issued it; without one, name and birth date are all
 * there is. */
static char *
dup_patient_key (const MadoInstance *instance)
{
  const MadoSeriesInfo *info = &instance->info;
  const MadoPersonName *name = info->patient_name;

  if (info->patient_id != NULL)
    return g_strjoin ("\n", "id", info->patient_id,
                      or_empty (info->issuer_of_patient_id), NULL);
  return g_strjoin ("\n", "name", or_empty (name->alphabetic),
                    or_empty (name->ideographic), or_empty (name->phonetic),
                    or_empty (info->patient_birth_date), NULL);
}

static char *
dup_study_key (const MadoInstance *instance)
{
  return g_strdup (or_empty (instance->info.study_uid));
}

static char *
dup_series_key (const MadoInstance *instance)
{
  return g_strdup (or_empty (instance->info.series_uid));
}

/* The order of scans must not matter, so all starts from one order. */
static int
compare_instances (gconstpointer a, gconstpointer b)
{
  MadoFrameRef x = {.instance = *(MadoInstance *const *) a};
  MadoFrameRef y = {.instance = *(MadoInstance *const *) b};

  return mado_frame_ref_compare_number (&x, &y);
}

static void
add_display_sets (MadoSeries *self, GPtrArray *images)
{
  g_autoptr (GPtrArray) stacks = mado_stack_split_series (images);

  g_ptr_array_set_free_func (stacks, NULL);
  for (guint i = 0; i < stacks->len; i++) {
    MadoStack *stack = stacks->pdata[i];
    const MadoInstance *instance =
        g_array_index (stack->frames, MadoFrameRef, 0).instance;
    const char *base = instance->info.series_uid;
    char *id = NULL;

    if (base == NULL)
      base = instance->sop_instance_uid != NULL ? instance->sop_instance_uid
                                                : instance->path;
    id = i == 0 ? g_strdup (base) : g_strdup_printf ("%s#%u", base, i + 1);

    g_autoptr (MadoDisplaySet) set = mado_display_set_new (stack, id);

    g_list_store_append (self->display_sets, set);
  }
}

static MadoSeries *
series_new (GPtrArray *instances)
{
  MadoSeries *self = g_object_new (MADO_TYPE_SERIES, NULL);
  g_autoptr (GPtrArray) images = g_ptr_array_new ();

  self->first = mado_instance_ref (instances->pdata[0]);
  for (guint i = 0; i < instances->len; i++) {
    MadoInstance *instance = instances->pdata[i];

    if (instance->pixels != NULL && instance->no_picture == NULL)
      g_ptr_array_add (images, instance);
    else
      g_ptr_array_add (self->non_images, mado_instance_ref (instance));
  }
  add_display_sets (self, images);
  return self;
}

static int
compare_series (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const MadoSeriesInfo *x = &((MadoSeries *) a)->first->info;
  const MadoSeriesInfo *y = &((MadoSeries *) b)->first->info;

  /* A series without a number (-1) comes last. */
  if (x->series_number != y->series_number)
    return (guint) x->series_number < (guint) y->series_number ? -1 : 1;
  return g_strcmp0 (x->series_uid, y->series_uid);
}

static MadoStudy *
study_new (GPtrArray *instances)
{
  MadoStudy *self = g_object_new (MADO_TYPE_STUDY, NULL);
  g_autoptr (GPtrArray) groups = group_by (instances, dup_series_key);

  self->first = mado_instance_ref (instances->pdata[0]);
  for (guint i = 0; i < groups->len; i++) {
    g_autoptr (MadoSeries) series = series_new (groups->pdata[i]);

    g_list_store_append (self->series, series);
  }
  g_list_store_sort (self->series, compare_series, NULL);
  return self;
}

/* Newest first; studies without a date last. */
static int
compare_studies (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const MadoSeriesInfo *x = &((MadoStudy *) a)->first->info;
  const MadoSeriesInfo *y = &((MadoStudy *) b)->first->info;
  int order = g_strcmp0 (y->study_date, x->study_date);

  if (order == 0)
    order = g_strcmp0 (y->study_time, x->study_time);
  return order != 0 ? order : g_strcmp0 (x->study_uid, y->study_uid);
}

static MadoPatient *
patient_new (GPtrArray *instances)
{
  MadoPatient *self = g_object_new (MADO_TYPE_PATIENT, NULL);
  g_autoptr (GPtrArray) groups = group_by (instances, dup_study_key);

  self->first = mado_instance_ref (instances->pdata[0]);
  for (guint i = 0; i < groups->len; i++) {
    g_autoptr (MadoStudy) study = study_new (groups->pdata[i]);

    g_list_store_append (self->studies, study);
  }
  g_list_store_sort (self->studies, compare_studies, NULL);
  return self;
}

/* Furigana sorts Japanese names as they are read; romaji and kanji stand in. */
static const char *
get_sort_name (const MadoSeriesInfo *info)
{
  const MadoPersonName *name = info->patient_name;

  if (name->phonetic != NULL)
    return name->phonetic;
  return name->alphabetic != NULL ? name->alphabetic : or_empty (name->ideographic);
}

static int
compare_patients (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const MadoSeriesInfo *x = &((MadoPatient *) a)->first->info;
  const MadoSeriesInfo *y = &((MadoPatient *) b)->first->info;
  g_autofree char *x_name = g_utf8_casefold (get_sort_name (x), -1);
  g_autofree char *y_name = g_utf8_casefold (get_sort_name (y), -1);
  int order = strcmp (x_name, y_name);

  if (order == 0)
    order = g_strcmp0 (x->patient_id, y->patient_id);
  return order != 0 ? order
                    : g_strcmp0 (x->issuer_of_patient_id, y->issuer_of_patient_id);
}

GListModel *
mado_patient_list_new (GPtrArray *instances)
{
  GListStore *patients = g_list_store_new (MADO_TYPE_PATIENT);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GPtrArray) groups = NULL;

  /* Not g_ptr_array_copy(): the copy frees its elements as the original does. */
  for (guint i = 0; i < instances->len; i++)
    g_ptr_array_add (sorted, instances->pdata[i]);
  g_ptr_array_sort (sorted, compare_instances);
  groups = group_by (sorted, dup_patient_key);
  for (guint i = 0; i < groups->len; i++) {
    g_autoptr (MadoPatient) patient = patient_new (groups->pdata[i]);

    g_list_store_append (patients, patient);
  }
  g_list_store_sort (patients, compare_patients, NULL);
  return G_LIST_MODEL (patients);
}

const MadoSeriesInfo *
mado_series_get_info (MadoSeries *self)
{
  return &self->first->info;
}

GListModel *
mado_series_get_display_sets (MadoSeries *self)
{
  return G_LIST_MODEL (self->display_sets);
}

GPtrArray *
mado_series_get_non_images (MadoSeries *self)
{
  return self->non_images;
}

const MadoSeriesInfo *
mado_study_get_info (MadoStudy *self)
{
  return &self->first->info;
}

GListModel *
mado_study_get_series (MadoStudy *self)
{
  return G_LIST_MODEL (self->series);
}

const MadoSeriesInfo *
mado_patient_get_info (MadoPatient *self)
{
  return &self->first->info;
}

GListModel *
mado_patient_get_studies (MadoPatient *self)
{
  return G_LIST_MODEL (self->studies);
}
