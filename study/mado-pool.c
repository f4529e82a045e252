/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-pool.h"

#include "mado-grayscale-private.h"
#include "mado-instance-private.h"

struct _MadoPool {
  GMutex mutex;
  GHashTable *strings;    /* of GRefString, owned */
  GHashTable *grayscales; /* of MadoGrayscale, owned */
};

MadoPool *
mado_pool_new (void)
{
  MadoPool *self = g_new0 (MadoPool, 1);

  g_mutex_init (&self->mutex);
  self->strings = g_hash_table_new_full (g_str_hash, g_str_equal,
                                         (GDestroyNotify) g_ref_string_release, NULL);
  self->grayscales =
      g_hash_table_new_full (mado_grayscale_hash, mado_grayscale_equal,
                             (GDestroyNotify) mado_grayscale_unref, NULL);
  return self;
}

void
mado_pool_free (MadoPool *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->strings);
  g_hash_table_unref (self->grayscales);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
share_string (char **field, gpointer user_data)
{
  MadoPool *self = user_data;
  char *known = NULL;

  if (*field == NULL)
    return;

  known = g_hash_table_lookup (self->strings, *field);
  if (known == NULL) {
    g_hash_table_add (self->strings, g_ref_string_acquire (*field));
  } else if (known != *field) {
    g_ref_string_release (*field);
    *field = g_ref_string_acquire (known);
  }
}

static void
share_grayscale (MadoPool *self, MadoGrayscale **field)
{
  MadoGrayscale *known = g_hash_table_lookup (self->grayscales, *field);

  if (known == NULL) {
    g_hash_table_add (self->grayscales, mado_grayscale_ref (*field));
  } else if (known != *field) {
    mado_grayscale_unref (*field);
    *field = mado_grayscale_ref (known);
  }
}

void
mado_pool_share (MadoPool *self, MadoInstance *instance)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  mado_instance_foreach_shared_string (instance, share_string, self);
  for (int i = 0; i < instance->n_frames; i++)
    if (instance->frames[i].grayscale != NULL)
      share_grayscale (self, &instance->frames[i].grayscale);
}
