/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-ui-frames.h"
#include "mado-ui.h"

static void
settle (void)
{
  g_assert_true (mado_ui_frames_settle (G_USEC_PER_SEC / 2, 30 * G_USEC_PER_SEC));
}

/* @other: (nullable): opened beside it. */
static MadoUi *
open_folders (const char *folder, const char *other)
{
  MadoUi *ui = mado_ui_start (NULL, "--language", "en", folder, other, NULL);

  if (ui != NULL) {
    g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

    mado_ui_wait_viewport (ui, 0, "*image */*");
    mado_ui_wait_viewport_not (ui, 0, "*Loading*");
    mado_ui_point (ui, viewport);
  }
  return ui;
}

static gboolean
has_viewports (MadoUi *ui, gpointer data)
{
  return mado_ui_count (ui, ATSPI_ROLE_PANEL, "Viewport*") == GPOINTER_TO_INT (data);
}

static void
choose_two (MadoUi *ui)
{
  g_autoptr (AtspiAccessible) layout = mado_ui_find (ui, ATSPI_ROLE_INVALID, "Layout");
  g_autoptr (AtspiAccessible) button =
      atspi_accessible_get_child_at_index (layout, 0, NULL);

  mado_ui_do_action (ui, button);

  g_autoptr (AtspiAccessible) choice =
      mado_ui_find (ui, ATSPI_ROLE_INVALID, "Layout 2 by 1");

  mado_ui_do_action (ui, choice);
  mado_ui_wait (ui, has_viewports, GINT_TO_POINTER (2), "two viewports");
  mado_ui_wait_gone (ui, ATSPI_ROLE_INVALID, "Layout 2 by 1");
  mado_ui_wait_viewport_not (ui, 1, "*Loading*");
  settle ();
}

/* Three planes and the source, and back to what was there. */
static void
check_planes (void)
{
  g_autofree char *folder = mado_ui_dup_chest (8, "2-lung");
  g_autoptr (MadoUi) ui = open_folders (folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_key (ui, "Home");
  mado_ui_wait_viewport (ui, 0, "*image 1/8*");
  mado_ui_key (ui, "m");
  mado_ui_wait (ui, has_viewports, GINT_TO_POINTER (4), "four viewports");
  mado_ui_wait_viewport (ui, 0, "*Axial plane, * of *");
  mado_ui_wait_viewport (ui, 1, "*Coronal plane, * of 512*");
  mado_ui_wait_viewport (ui, 2, "*Sagittal plane, * of 512*");
  mado_ui_wait_viewport (ui, 3, "*image 1/8*");
  mado_ui_key (ui, "m");
  mado_ui_wait (ui, has_viewports, GINT_TO_POINTER (1), "one viewport");
  mado_ui_wait_viewport (ui, 0, "*image 1/8*");
}

static void
test_planes (void)
{
  check_planes ();
}

static void
test_planes_without_gl (void)
{
  g_setenv ("GDK_DEBUG", "gl-disable", TRUE);
  check_planes ();
  g_unsetenv ("GDK_DEBUG");
}

/* A press in the middle of the axial plane with the crosshair leaves the others, one
 * off it moves them. */
static void
test_crosshair (void)
{
  g_autofree char *folder = mado_ui_dup_chest (8, "2-lung");
  g_autoptr (MadoUi) ui = open_folders (folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_key (ui, "m");
  mado_ui_wait_viewport (ui, 1, "*Coronal plane*");
  mado_ui_wait_viewport (ui, 2, "*Sagittal plane*");
  settle ();
  mado_ui_key (ui, "j");

  g_autoptr (AtspiAccessible) axial = mado_ui_find_viewport (ui, 0);
  g_autofree char *before_1 = mado_ui_dup_viewport_text (ui, 1);
  g_autofree char *before_2 = mado_ui_dup_viewport_text (ui, 2);

  mado_ui_drag (ui, axial, 1, 60, 40);
  mado_ui_wait_viewport_not (ui, 1, before_1);
  mado_ui_wait_viewport_not (ui, 2, before_2);
  /* Shift+M: planes through the middle again. */
  mado_ui_key (ui, "shift+m");
  mado_ui_wait_viewport (ui, 1, before_1);
  mado_ui_wait_viewport (ui, 2, before_2);
}

/* Page Down in a plane: the planes take the next series. */
static void
test_series (void)
{
  g_autofree char *folder = mado_ui_dup_chest (8, NULL);
  g_autoptr (MadoUi) ui = open_folders (folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_key (ui, "m");
  mado_ui_wait_viewport (ui, 0, "*肺野*Axial plane*");
  mado_ui_key (ui, "Page_Down");
  mado_ui_wait_viewport (ui, 0, "*縦隔*Axial plane*");
  mado_ui_wait_viewport (ui, 2, "*縦隔*Sagittal plane*");
  mado_ui_wait_viewport (ui, 3, "*縦隔*image */8*");
}

typedef struct {
  const char *name;
  const char *text;
} Described;

static gboolean
has_description (MadoUi *ui, gpointer data)
{
  const Described *described = data;
  g_autoptr (AtspiAccessible) viewport =
      mado_ui_peek (ui, ATSPI_ROLE_PANEL, described->name);
  g_autofree char *text = viewport != NULL ? mado_ui_dup_description (viewport) : NULL;

  return text != NULL && strstr (text, described->text) != NULL;
}

/* Another language makes the window anew: with the planes. */
static void
test_language (void)
{
  static const Described japanese[] = {{"表示枠 1", "横断面 "},
                                       {"表示枠 2", "冠状断面 "},
                                       {"表示枠 3", "矢状断面 "},
                                       {"表示枠 4", "画像 5/8"}};
  g_autofree char *folder = mado_ui_dup_chest (8, "2-lung");
  g_autoptr (MadoUi) ui = mado_ui_start (NULL, folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_wait_viewport (ui, 0, "*image */*");
  mado_ui_key (ui, "m");
  mado_ui_wait_viewport (ui, 1, "*Coronal plane*");
  mado_ui_key (ui, "ctrl+comma");

  g_autoptr (AtspiAccessible) row =
      mado_ui_find (ui, ATSPI_ROLE_COMBO_BOX, "Language of the program*");

  mado_ui_click (ui, row, 1);

  g_autoptr (AtspiAccessible) choice = mado_ui_find (ui, ATSPI_ROLE_LABEL, "日本語");

  mado_ui_key (ui, "Down");
  mado_ui_key (ui, "Return");
  for (gsize i = 0; i < G_N_ELEMENTS (japanese); i++)
    mado_ui_wait (ui, has_description, (gpointer) &japanese[i], japanese[i].text);
}

static void
test_refusal (void)
{
  g_autofree char *folder = mado_ui_dup_chest (8, "1-scout");
  g_autoptr (MadoUi) ui = open_folders (folder, NULL);

  if (ui == NULL)
    return;
  mado_ui_key (ui, "m");
  mado_ui_wait (ui, has_viewports, GINT_TO_POINTER (4), "four viewports");
  mado_ui_wait_viewport (ui, 0, "*MPR is not possible*");

  g_autoptr (AtspiAccessible) reason =
      mado_ui_find (ui, ATSPI_ROLE_LABEL, "These are projection images*");
  g_autoptr (AtspiAccessible) line =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, "No MPR: projection images*");
}

static char *
shoot (const char *name, gsize *size)
{
  g_autofree char *path = g_build_filename (mado_ui_get_folder (), name, NULL);
  char *bytes = NULL;

  settle ();
  mado_ui_screenshot (path);
  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));
  return bytes;
}

/* Lung and scout of one frame of reference: O draws where they cross, O takes it off. */
static void
test_reference_lines (void)
{
  g_autofree char *folder = mado_ui_dup_chest (8, "2-lung");
  g_autofree char *scouts = mado_ui_dup_chest (8, "1-scout");
  g_autoptr (MadoUi) ui = open_folders (folder, scouts);
  gsize sizes[3];

  if (ui == NULL)
    return;
  choose_two (ui);

  g_autoptr (AtspiAccessible) notice =
      mado_ui_find (ui, ATSPI_ROLE_LABEL, "*ot for diagnostic use*");

  mado_ui_point (ui, notice);

  g_autofree char *without = shoot ("lines-0.png", &sizes[0]);

  mado_ui_key (ui, "o");

  g_autofree char *with = shoot ("lines-1.png", &sizes[1]);

  mado_ui_key (ui, "o");

  g_autofree char *again = shoot ("lines-2.png", &sizes[2]);

  g_assert_false (sizes[0] == sizes[1] && memcmp (without, with, sizes[0]) == 0);
  g_assert_cmpmem (without, sizes[0], again, sizes[2]);
}

/* Two series of one frame of reference follow each other, until they are unlinked. */
static void
test_link (void)
{
  g_autofree char *folder = mado_ui_dup_chest (8, NULL);
  g_autoptr (MadoUi) ui = open_folders (folder, NULL);

  if (ui == NULL)
    return;
  choose_two (ui);
  mado_ui_wait_viewport (ui, 0, "*肺野*image 5/8*");
  mado_ui_wait_viewport (ui, 1, "*縦隔*image 5/8*");
  mado_ui_key (ui, "Down");
  mado_ui_wait_viewport (ui, 0, "*image 6/8*");
  mado_ui_wait_viewport (ui, 1, "*image 5/8*");
  /* At once to the place of the active one. */
  mado_ui_key (ui, "l");
  mado_ui_wait_viewport (ui, 1, "*image 6/8*");
  mado_ui_key (ui, "End");
  mado_ui_wait_viewport (ui, 1, "*image 8/8*");
  mado_ui_key (ui, "u");
  mado_ui_key (ui, "Home");
  mado_ui_wait_viewport (ui, 0, "*image 1/8*");
  settle ();
  mado_ui_wait_viewport (ui, 1, "*image 8/8*");
}

/* Two studies of one patient, 37.5 and 18.75 mm from slice to slice, in two frames of
 * reference: refused, then linked by hand, in millimetres. */
static void
test_link_by_hand (void)
{
  g_autofree char *folder = mado_ui_dup_chest (8, "2-lung");
  g_autofree char *prior = mado_ui_dup_chest (16, "3-mediastinum");
  g_autoptr (MadoUi) ui = open_folders (folder, prior);
  int current;

  if (ui == NULL)
    return;
  choose_two (ui);

  /* Which study stands first is not what is tested here. */
  g_autofree char *first = mado_ui_dup_viewport_text (ui, 0);

  current = strstr (first, "/8") != NULL ? 0 : 1;
  if (current == 1)
    mado_ui_key (ui, "v");
  mado_ui_wait_viewport (ui, current, "*image 5/8*");
  mado_ui_wait_viewport (ui, 1 - current, "*image 9/16*");
  mado_ui_key (ui, "l");

  g_autoptr (AtspiAccessible) toast =
      mado_ui_find (ui, ATSPI_ROLE_LABEL, "Not linked: no common frame of reference*");
  g_autoptr (AtspiAccessible) line = mado_ui_find (
      ui, ATSPI_ROLE_PUSH_BUTTON, "Not linked: no common frame of reference*");

  mado_ui_key (ui, "Down");
  mado_ui_wait_viewport (ui, current, "*image 6/8*");
  settle ();
  mado_ui_wait_viewport (ui, 1 - current, "*image 9/16*");
  mado_ui_key (ui, "shift+l");

  g_autoptr (AtspiAccessible) manual =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, "Manual link*");

  mado_ui_key (ui, "Down");
  mado_ui_wait_viewport (ui, current, "*image 7/8*");
  mado_ui_wait_viewport (ui, 1 - current, "*image 11/16*");
  mado_ui_key (ui, "u");
  mado_ui_wait_gone (ui, ATSPI_ROLE_PUSH_BUTTON, "Manual link*");
}

int
main (int argc, char *argv[])
{
  mado_ui_init (&argc, &argv);
  g_test_add_func ("/mado/ui/mpr/planes", test_planes);
  g_test_add_func ("/mado/ui/mpr/planes-without-gl", test_planes_without_gl);
  g_test_add_func ("/mado/ui/mpr/crosshair", test_crosshair);
  g_test_add_func ("/mado/ui/mpr/series", test_series);
  g_test_add_func ("/mado/ui/mpr/language", test_language);
  g_test_add_func ("/mado/ui/mpr/refusal", test_refusal);
  g_test_add_func ("/mado/ui/mpr/reference-lines", test_reference_lines);
  g_test_add_func ("/mado/ui/mpr/link", test_link);
  g_test_add_func ("/mado/ui/mpr/link-by-hand", test_link_by_hand);
  return mado_ui_finish (g_test_run ());
}
