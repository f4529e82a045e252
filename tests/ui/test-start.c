/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-ui.h"

typedef struct {
  const char *name;
  const char *language;
  const char *open_folder, *open_files, *demo, *notice;
} EmptyCase;

static const EmptyCase empty_cases[] = {
    {"english", "en", "Open a folder", "Open files", "Try the demo study",
     "*ot for diagnostic use*"},
    {"japanese", "ja", "フォルダを開く", "ファイルを開く", "デモ検査を試す",
     "*診断には使用しないでください*"},
};

static void
test_empty (gconstpointer data)
{
  const EmptyCase *c = data;
  g_autoptr (MadoUi) ui = mado_ui_start (NULL, "--language", c->language, NULL);

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) folder =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, c->open_folder);
  g_autoptr (AtspiAccessible) files =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, c->open_files);
  g_autoptr (AtspiAccessible) demo = mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, c->demo);
  /* DESIGN: visible until the site says otherwise. */
  g_autoptr (AtspiAccessible) notice = mado_ui_find (ui, ATSPI_ROLE_LABEL, c->notice);
}

static void
test_choose_folder (void)
{
  g_autoptr (MadoUi) ui = mado_ui_start (NULL, "--language", "en", NULL);

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) button =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, "Open a folder");

  mado_ui_do_action (ui, button);

  g_autoptr (AtspiAccessible) cancel =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, "_Cancel*");

  mado_ui_do_action (ui, cancel);
  mado_ui_wait_gone (ui, ATSPI_ROLE_PUSH_BUTTON, "_Cancel*");
}

static void
test_missing_folder (void)
{
  g_autofree char *path = g_build_filename (mado_ui_get_folder (), "missing", NULL);
  g_autoptr (MadoUi) ui = mado_ui_start (NULL, "--language", "en", path, NULL);

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) heading =
      mado_ui_find (ui, ATSPI_ROLE_INVALID, "The file or folder is not there");
}

/* What was opened is offered again on the next start. */
static void
test_recent (void)
{
  g_autofree char *home = g_build_filename (mado_ui_get_folder (), "recent", NULL);
  g_autofree char *folder = mado_ui_dup_chest (4, "2-lung");
  g_autofree char *name = g_path_get_basename (folder);
  MadoUi *ui = mado_ui_start (home, "--language", "en", folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_wait_viewport (ui, 0, "*image */4*");
  mado_ui_stop (ui);

  g_autoptr (MadoUi) again = mado_ui_start (home, "--language", "en", NULL);
  g_autoptr (AtspiAccessible) row = mado_ui_find (again, ATSPI_ROLE_LIST_ITEM, name);

  mado_ui_click (again, row, 1);
  mado_ui_wait_viewport (again, 0, "*image */4*");
}

int
main (int argc, char **argv)
{
  mado_ui_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (empty_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/ui/start/empty/%s", empty_cases[i].name);

    g_test_add_data_func (path, &empty_cases[i], test_empty);
  }
  g_test_add_func ("/mado/ui/start/choose-folder", test_choose_folder);
  g_test_add_func ("/mado/ui/start/missing-folder", test_missing_folder);
  g_test_add_func ("/mado/ui/start/recent", test_recent);
  return mado_ui_finish (g_test_run ());
}
