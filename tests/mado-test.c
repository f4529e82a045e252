/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test.h"

static char *
find_beside (const char *folder, const char *relative)
{
  const char *variable = g_getenv ("MADO_TEST_CORPUS");
  g_autofree char *base = NULL;

  if (variable != NULL)
    base = g_build_filename (variable, "..", folder, NULL);
  else
    base = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "..", "shared", folder,
                             NULL);

  g_autofree char *path = g_build_filename (base, relative, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);

  g_test_skip ("the corpus of real files is not here");
  return NULL;
}

char *
mado_test_corpus (const char *relative)
{
  return find_beside ("corpus", relative);
}

char *
mado_test_vectors (const char *relative)
{
  return find_beside ("vectors", relative);
}

char *
mado_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("mado-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

void
mado_test_remove_tree (const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GFileEnumerator) children =
      g_file_enumerate_children (folder, "standard::name,standard::type",
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child = NULL;

  while (children != NULL &&
         g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL) {
    g_autofree char *child_path = g_file_get_path (child);

    mado_test_remove_tree (child_path);
  }
  g_file_delete (folder, NULL, NULL);
}

char *
mado_test_find_program (const char *name)
{
  char *path = g_find_program_in_path (name);

  if (path == NULL) {
    g_autofree char *reason = g_strdup_printf ("%s is not installed", name);

    g_test_skip (reason);
  }
  return path;
}
