/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: ui-shoot LANGUAGE LAYOUT OUT.png KEYS PATH|--demo...
 *
 * A picture of the real program, for the documentation: with LAYOUT ("2x1"), after
 * KEYS ("Down Down ctrl+i", may be empty), as large as MADO_TEST_SCREEN. */
#include <stdlib.h>

#include <glib/gstdio.h>

#include "mado-ui-frames.h"
#include "mado-ui.h"

static gboolean
is_loaded (MadoUi *ui, gpointer data)
{
  g_autoptr (AtspiAccessible) viewport =
      mado_ui_peek (ui, ATSPI_ROLE_PANEL, "*1"); /* "Viewport 1", "表示枠 1" */
  g_autofree char *text = viewport != NULL ? mado_ui_dup_description (viewport) : NULL;

  return text != NULL && g_pattern_match_simple ("*/*", text);
}

/* The settings a reader would have made with the mouse. */
static char *
make_home (const char *layout)
{
  const char *screen = g_getenv ("MADO_TEST_SCREEN");
  g_auto (GStrv) size = g_strsplit (screen != NULL ? screen : "1600x1000", "x", 2);
  char *home = g_build_filename (mado_ui_get_folder (), "shoot", NULL);
  g_autofree char *folder = g_build_filename (home, "config", "mado", NULL);
  g_autofree char *path = g_build_filename (folder, "settings.ini", NULL);
  g_autofree char *text =
      g_strdup_printf ("[mado]\nlayout='%s'\nwindow-width=%s\nwindow-height=%s\n",
                       layout, size[0], size[1]);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return home;
}

int
main (int argc, char **argv)
{
  if (argc < 6) {
    g_printerr ("usage: ui-shoot LANGUAGE LAYOUT OUT.png KEYS PATH|--demo...\n");
    return 2;
  }

  int none = 1;
  const char *paths[4] = {NULL};
  g_auto (GStrv) keys = g_strsplit (argv[4], " ", -1);

  for (int i = 5; i < argc && i < 8; i++)
    paths[i - 5] = argv[i];
  mado_ui_init (&none, &argv);

  g_autofree char *home = make_home (argv[2]);
  MadoUi *ui =
      mado_ui_start (home, "--language", argv[1], paths[0], paths[1], paths[2], NULL);

  if (ui == NULL)
    return 1;
  mado_ui_wait (ui, is_loaded, NULL, "a picture");
  mado_ui_frames_settle (3 * G_USEC_PER_SEC, 60 * G_USEC_PER_SEC);
  for (int i = 0; keys[i] != NULL; i++) {
    mado_ui_key (ui, keys[i]);
    mado_ui_frames_settle (G_USEC_PER_SEC, 20 * G_USEC_PER_SEC);
  }
  mado_ui_screenshot (argv[3]);
  mado_ui_stop (ui);
  return mado_ui_finish (0);
}
