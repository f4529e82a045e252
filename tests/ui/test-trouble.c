/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include <glib/gstdio.h>

#include "mado-ui.h"

/* A copy of the phantom to do harm to; paths of its DICOM files, sorted. */
static char *
copy_phantom (const char *name, int slices, GPtrArray *files)
{
  g_autofree char *source = mado_ui_dup_chest (slices, "2-lung");
  char *copy = g_build_filename (mado_ui_get_folder (), name, NULL);
  g_autoptr (GError) error = NULL;
  const char *argv[] = {"cp", "-r", source, copy, NULL};
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));

  const char *find[] = {"find", copy, "-name", "*.dcm", NULL};
  g_autoptr (GSubprocess) list =
      g_subprocess_newv (find, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autofree char *text = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (list, NULL, NULL, &text, NULL, &error));
  g_auto (GStrv) lines = g_strsplit (g_strstrip (text), "\n", -1);

  for (int i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (files, g_strdup (lines[i]));
  g_assert_cmpuint (files->len, ==, (guint) slices);
  return copy;
}

/* What cannot be read is counted and listed with its reason. */
static void
test_listed (void)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = copy_phantom ("listed", 4, files);
  g_autofree char *text = g_build_filename (folder, "notes-of-nobody.txt", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty-file.dcm", NULL);

  g_assert_true (g_file_set_contents (text, "not an image\n", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));

  g_autoptr (MadoUi) ui = mado_ui_start (NULL, "--language", "en", folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_wait_viewport (ui, 0, "*image */4*");

  g_autoptr (AtspiAccessible) button =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, "*List of files not read*");

  mado_ui_do_action (ui, button);

  g_autoptr (AtspiAccessible) first =
      mado_ui_find (ui, ATSPI_ROLE_INVALID, "*notes-of-nobody.txt*");
  g_autoptr (AtspiAccessible) second =
      mado_ui_find (ui, ATSPI_ROLE_INVALID, "*empty-file.dcm*");
}

/* One slice lacks its end: it says so, the others are read. */
static void
test_truncated (void)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = copy_phantom ("truncated", 4, files);
  const char *victim = g_ptr_array_index (files, 0);
  GStatBuf status;
  int damaged = 0;

  g_assert_cmpint (g_stat (victim, &status), ==, 0);
  g_assert_cmpint (truncate (victim, status.st_size - 1000), ==, 0);

  g_autoptr (MadoUi) ui = mado_ui_start (NULL, "--language", "en", folder, NULL);

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

  mado_ui_point (ui, viewport);
  mado_ui_wait_viewport (ui, 0, "*image */4*");
  mado_ui_key (ui, "Home");
  for (int i = 1; i <= 4; i++) {
    g_autofree char *image = g_strdup_printf ("*image %d/4*", i);

    mado_ui_wait_viewport (ui, 0, image);
    mado_ui_wait_viewport_not (ui, 0, "*Loading*");

    g_autofree char *says = mado_ui_dup_viewport_text (ui, 0);

    damaged += g_pattern_match_simple ("*The file is damaged*", says);
    mado_ui_key (ui, "Down");
  }
  g_assert_cmpint (damaged, ==, 1);
}

/* A disk is pulled out: the pictures that are read stay, the others say why. */
static void
test_deleted (void)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = copy_phantom ("deleted", 4, files);
  g_autofree char *away = g_strconcat (folder, "-away", NULL);
  g_autoptr (MadoUi) ui = mado_ui_start (NULL, "--language", "en", folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_wait_viewport (ui, 0, "*image */4*");
  g_assert_cmpint (g_rename (folder, away), ==, 0);

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

  mado_ui_point (ui, viewport);
  mado_ui_key (ui, "End");
  mado_ui_wait_viewport (ui, 0, "*image 4/4*");
  mado_ui_wait_viewport_not (ui, 0, "*Loading*");
  mado_ui_key (ui, "Home");
  mado_ui_wait_viewport (ui, 0, "*image 1/4*");
}

/* Neither quitting nor dying while everything is being loaded leaves anything behind
 * that hinders the next start. */
static void
test_stopped_early (void)
{
  g_autofree char *home = g_build_filename (mado_ui_get_folder (), "stopped", NULL);
  g_autofree char *folder = mado_ui_dup_chest (60, "2-lung");
  MadoUi *ui = mado_ui_start (home, "--language", "en", folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_stop (ui);

  MadoUi *killed = mado_ui_start (home, "--language", "en", folder, NULL);

  mado_ui_kill (killed);
  mado_ui_stop (killed);

  g_autoptr (MadoUi) again = mado_ui_start (home, "--language", "en", folder, NULL);

  mado_ui_wait_viewport (again, 0, "*image */60*");
}

int
main (int argc, char **argv)
{
  mado_ui_init (&argc, &argv);
  g_test_add_func ("/mado/ui/trouble/listed", test_listed);
  g_test_add_func ("/mado/ui/trouble/truncated", test_truncated);
  g_test_add_func ("/mado/ui/trouble/deleted", test_deleted);
  g_test_add_func ("/mado/ui/trouble/stopped-early", test_stopped_early);
  return mado_ui_finish (g_test_run ());
}
