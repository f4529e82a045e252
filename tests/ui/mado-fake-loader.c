/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-fake-loader.h"

struct _MadoLoader {
  GObject parent_instance;

  GHashTable *frames;  /* "id/index" → MadoFrame */
  GHashTable *errors;  /* the same → GError */
  GHashTable *clients; /* address → Client */
};

typedef struct {
  int index;
  MadoLoaderPurpose purpose;
} Client;

enum {
  FRAME_LOADED,
  PROGRESS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoLoader, mado_loader, G_TYPE_OBJECT)

static char *
make_key (MadoDisplaySet *set, int index)
{
  return g_strdup_printf ("%s/%d", mado_display_set_get_id (set), index);
}

static void
mado_loader_finalize (GObject *object)
{
  MadoLoader *self = MADO_LOADER (object);

  g_hash_table_unref (self->frames);
  g_hash_table_unref (self->errors);
  g_hash_table_unref (self->clients);
  G_OBJECT_CLASS (mado_loader_parent_class)->finalize (object);
}

static void
mado_loader_class_init (MadoLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_loader_finalize;
  signals[FRAME_LOADED] = g_signal_new (
      "frame-loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
      G_TYPE_NONE, 2, MADO_TYPE_DISPLAY_SET, G_TYPE_INT);
  signals[PROGRESS] =
      g_signal_new ("progress", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, MADO_TYPE_DISPLAY_SET);
}

static void
mado_loader_init (MadoLoader *self)
{
  self->frames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) mado_frame_unref);
  self->errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_error_free);
  self->clients = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

MadoLoader *
mado_loader_new (guint64 budget, int n_threads)
{
  return g_object_new (MADO_TYPE_LOADER, NULL);
}

void
mado_loader_set_budget (MadoLoader *self, guint64 budget)
{
}

void
mado_loader_show (MadoLoader *self,
                  gconstpointer client,
                  MadoLoaderPurpose purpose,
                  MadoDisplaySet *set,
                  int index,
                  int direction)
{
  Client *shown = g_new0 (Client, 1);

  shown->index = index;
  shown->purpose = purpose;
  g_hash_table_replace (self->clients, (gpointer) client, shown);
}

void
mado_loader_forget (MadoLoader *self, gconstpointer client)
{
  g_hash_table_remove (self->clients, client);
}

MadoFrame *
mado_loader_get_frame (MadoLoader *self, MadoDisplaySet *set, int index, GError **error)
{
  g_autofree char *key = make_key (set, index);
  MadoFrame *frame = g_hash_table_lookup (self->frames, key);
  const GError *failure = g_hash_table_lookup (self->errors, key);

  if (failure != NULL && error != NULL)
    *error = g_error_copy (failure);
  return frame != NULL ? mado_frame_ref (frame) : NULL;
}

/* No test holds a volume of images that come one by one. */
MadoVolume *
mado_loader_hold_volume (MadoLoader *self,
                         gconstpointer client,
                         MadoDisplaySet *set,
                         GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "fake");
  return NULL;
}

void
mado_loader_release_volume (MadoLoader *self, gconstpointer client)
{
}

int
mado_loader_get_n_loaded (MadoLoader *self, MadoDisplaySet *set, int *failed)
{
  int n_loaded = 0, n_failed = 0;

  for (int i = 0; i < mado_display_set_get_n_frames (set); i++) {
    g_autofree char *key = make_key (set, i);

    n_loaded += g_hash_table_contains (self->frames, key);
    n_failed += g_hash_table_contains (self->errors, key);
  }
  if (failed != NULL)
    *failed = n_failed;
  return n_loaded;
}

guint64
mado_loader_get_used (MadoLoader *self)
{
  return 0;
}

void
mado_fake_loader_give (MadoLoader *self,
                       MadoDisplaySet *set,
                       int index,
                       MadoFrame *frame,
                       const GError *error)
{
  if (frame != NULL)
    g_hash_table_replace (self->frames, make_key (set, index), mado_frame_ref (frame));
  else
    g_hash_table_replace (self->errors, make_key (set, index), g_error_copy (error));
  g_signal_emit (self, signals[FRAME_LOADED], 0, set, index);
  g_signal_emit (self, signals[PROGRESS], 0, set);
}

int
mado_fake_loader_get_shown (MadoLoader *self, gconstpointer client)
{
  const Client *shown = g_hash_table_lookup (self->clients, client);

  return shown != NULL ? shown->index : -1;
}

int
mado_fake_loader_get_n_thumbnails (MadoLoader *self)
{
  GHashTableIter iter;
  gpointer client;
  int n = 0;

  g_hash_table_iter_init (&iter, self->clients);
  while (g_hash_table_iter_next (&iter, NULL, &client))
    n += ((const Client *) client)->purpose == MADO_LOADER_THUMBNAIL;
  return n;
}
