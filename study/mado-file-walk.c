/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-file-walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

/* Deeper than any real tree; folders wait on the heap, but paths end somewhere. */
#define MAX_PATH_LENGTH 32768

typedef struct {
  const MadoFileWalk *walk;
  GHashTable *folders; /* "device:inode" of those listed */
  GHashTable *files;   /* paths given out */
  GQueue *waiting;     /* folders to list, the next one first */
  GCancellable *cancellable;
} Walker;

static void
give_file (Walker *self, const char *path, const char *problem)
{
  if (g_hash_table_add (self->files, g_strdup (path)))
    self->walk->found (path, problem, self->walk->user_data);
}

static bool
is_first_visit (Walker *self, const struct stat *info)
{
  return g_hash_table_add (
      self->folders, g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                                      (guint64) info->st_dev, (guint64) info->st_ino));
}

/* Folders are only remembered here: they are listed after the files beside them. */
static void
look_at (Walker *self, const char *path, GPtrArray *folders)
{
  struct stat info;

  if (stat (path, &info) != 0) {
    g_autofree char *problem =
        g_strdup_printf ("The file cannot be reached: %s", g_strerror (errno));

    give_file (self, path, problem);
  } else if (S_ISREG (info.st_mode)) {
    give_file (self, path, NULL);
  } else if (S_ISDIR (info.st_mode) && is_first_visit (self, &info)) {
    g_ptr_array_add (folders, g_strdup (path));
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) (nullable): sorted; %NULL when the folder cannot be listed. */
static GPtrArray *
list_folder (const char *path)
{
  DIR *directory = opendir (path);
  GPtrArray *names = NULL;

  if (directory == NULL)
    return NULL;

  names = g_ptr_array_new_with_free_func (g_free);
  for (struct dirent *entry = readdir (directory); entry != NULL;
       entry = readdir (directory))
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (directory);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
push_folders (Walker *self, GPtrArray *folders)
{
  for (guint i = folders->len; i > 0; i--)
    g_queue_push_head (self->waiting, g_strdup (folders->pdata[i - 1]));
}

static void
walk_folder (Walker *self, const char *path)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);

  if (strlen (path) < MAX_PATH_LENGTH)
    names = list_folder (path);
  if (names == NULL) {
    self->walk->folder_failed (path, self->walk->user_data);
    return;
  }
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *child = g_build_filename (path, names->pdata[i], NULL);

    if (g_cancellable_is_cancelled (self->cancellable))
      return;
    look_at (self, child, folders);
  }
  push_folders (self, folders);
}

static gboolean
check_exists (const char *path, GError **error)
{
  struct stat info;

  if (stat (path, &info) == 0 || errno != ENOENT)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       "The file or folder does not exist");
  return FALSE;
}

gboolean
mado_file_walk_run (const MadoFileWalk *walk,
                    const char *const *paths,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GHashTable) visited =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  Walker self = {.walk = walk,
                 .folders = visited,
                 .files = files,
                 .waiting = g_queue_new (),
                 .cancellable = cancellable};
  gboolean ok = TRUE;

  for (gsize i = 0; ok && paths[i] != NULL; i++)
    ok = check_exists (paths[i], error);
  for (gsize i = 0; ok && paths[i] != NULL; i++) {
    g_autofree char *path = g_canonicalize_filename (paths[i], NULL);

    look_at (&self, path, folders);
  }
  push_folders (&self, folders);
  while (ok && !g_queue_is_empty (self.waiting)) {
    g_autofree char *path = g_queue_pop_head (self.waiting);

    walk_folder (&self, path);
    ok = !g_cancellable_set_error_if_cancelled (cancellable, error);
  }
  g_queue_free_full (self.waiting, g_free);
  return ok;
}
