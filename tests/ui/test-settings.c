/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-ui.h"

static MadoUi *
open_chest (const char *home, const char *language)
{
  g_autofree char *folder = mado_ui_dup_chest (8, "2-lung");
  MadoUi *ui = language != NULL
                   ? mado_ui_start (home, "--language", language, folder, NULL)
                   : mado_ui_start (home, folder, NULL);

  if (ui != NULL) {
    g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

    mado_ui_wait_viewport (ui, 0, "*/8, WW*");
    mado_ui_point (ui, viewport);
  }
  return ui;
}

static gboolean
is_pressed (MadoUi *ui, gpointer data)
{
  g_autoptr (AtspiAccessible) button = mado_ui_peek (ui, ATSPI_ROLE_PUSH_BUTTON, data);

  return button != NULL && mado_ui_has_state (button, ATSPI_STATE_PRESSED);
}

/* English to Japanese in the preferences: at once, and on the next start too. */
static void
test_language (void)
{
  g_autofree char *home = g_build_filename (mado_ui_get_folder (), "language", NULL);
  MadoUi *ui = open_chest (home, NULL);

  if (ui == NULL)
    return;
  mado_ui_wait (ui, is_pressed, (gpointer) "Scroll", "the scroll tool in English");
  mado_ui_key (ui, "ctrl+comma");

  g_autoptr (AtspiAccessible) row =
      mado_ui_find (ui, ATSPI_ROLE_COMBO_BOX, "Language of the program*");

  mado_ui_click (ui, row, 1);

  g_autoptr (AtspiAccessible) choice = mado_ui_find (ui, ATSPI_ROLE_LABEL, "日本語");

  /* The list begins with the language of the system, Japanese is next. */
  mado_ui_key (ui, "Down");
  mado_ui_key (ui, "Return");
  mado_ui_wait (ui, is_pressed, (gpointer) "スクロール", "the scroll tool in Japanese");
  mado_ui_wait_gone (ui, ATSPI_ROLE_PUSH_BUTTON, "Scroll");
  mado_ui_stop (ui);

  g_autoptr (MadoUi) again = mado_ui_start (home, NULL, NULL);
  g_autoptr (AtspiAccessible) folder =
      mado_ui_find (again, ATSPI_ROLE_PUSH_BUTTON, "フォルダを開く");
}

/* The tool and the layout are as they were left. */
static void
test_remembered (void)
{
  g_autofree char *home = g_build_filename (mado_ui_get_folder (), "remembered", NULL);
  MadoUi *ui = open_chest (home, "en");

  if (ui == NULL)
    return;
  mado_ui_key (ui, "z");
  mado_ui_wait (ui, is_pressed, (gpointer) "Zoom", "the zoom tool");
  mado_ui_stop (ui);

  g_autoptr (MadoUi) again = open_chest (home, "en");

  mado_ui_wait (again, is_pressed, (gpointer) "Zoom", "the zoom tool again");
}

/* Another key for the zoom tool: the new one works, the old one does not. */
static void
test_keys (void)
{
  g_autoptr (MadoUi) ui = open_chest (NULL, "en");

  if (ui == NULL)
    return;
  mado_ui_key (ui, "ctrl+comma");

  g_autoptr (AtspiAccessible) page = mado_ui_find (ui, ATSPI_ROLE_PAGE_TAB, "Keys");

  mado_ui_click (ui, page, 1);

  g_autoptr (AtspiAccessible) row = mado_ui_find (ui, ATSPI_ROLE_LIST_ITEM, "Zoom*");

  mado_ui_click (ui, row, 1);

  g_autoptr (AtspiAccessible) prompt =
      mado_ui_find (ui, ATSPI_ROLE_LABEL, "Press the new key.");

  mado_ui_key (ui, "q");

  g_autoptr (AtspiAccessible) set = mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, "*Set");

  mado_ui_do_action (ui, set);
  mado_ui_wait_gone (ui, ATSPI_ROLE_PUSH_BUTTON, "*Set");

  g_autoptr (AtspiAccessible) changed = mado_ui_find (ui, ATSPI_ROLE_LABEL, "Q");
  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

  mado_ui_key (ui, "Escape");
  mado_ui_wait_gone (ui, ATSPI_ROLE_PAGE_TAB, "Keys");
  mado_ui_point (ui, viewport);
  mado_ui_key (ui, "q");
  mado_ui_wait (ui, is_pressed, (gpointer) "Zoom", "the zoom tool with its new key");
  mado_ui_key (ui, "s");
  mado_ui_wait (ui, is_pressed, (gpointer) "Scroll", "the scroll tool");
  mado_ui_key (ui, "z");
  mado_ui_key (ui, "Home");
  mado_ui_wait_viewport (ui, 0, "*image 1/8*");
  g_assert_true (is_pressed (ui, (gpointer) "Scroll"));
}

int
main (int argc, char **argv)
{
  mado_ui_init (&argc, &argv);
  g_test_add_func ("/mado/ui/settings/language", test_language);
  g_test_add_func ("/mado/ui/settings/keys", test_keys);
  g_test_add_func ("/mado/ui/settings/remembered", test_remembered);
  return mado_ui_finish (g_test_run ());
}
