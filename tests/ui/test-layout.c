/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-ui-frames.h"
#include "mado-ui.h"

static MadoUi *
open_chest (const char *below)
{
  g_autofree char *folder = mado_ui_dup_chest (8, below);
  MadoUi *ui = mado_ui_start (NULL, "--language", "en", folder, NULL);

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
choose_layout (MadoUi *ui, const char *name, int n)
{
  /* Inside the menu button is one that says the layout: "2×2", "Free 4". */
  g_autoptr (AtspiAccessible) layout = mado_ui_find (ui, ATSPI_ROLE_INVALID, "Layout");
  g_autoptr (AtspiAccessible) button =
      atspi_accessible_get_child_at_index (layout, 0, NULL);

  mado_ui_do_action (ui, button);

  g_autoptr (AtspiAccessible) choice = mado_ui_find (ui, ATSPI_ROLE_INVALID, name);

  mado_ui_do_action (ui, choice);
  mado_ui_wait (ui, has_viewports, GINT_TO_POINTER (n), name);
  /* The next click would only close the popover. */
  mado_ui_wait_gone (ui, ATSPI_ROLE_INVALID, name);
  mado_ui_frames_settle (G_USEC_PER_SEC / 5, 10 * G_USEC_PER_SEC);
}

static void
test_grid (void)
{
  g_autoptr (MadoUi) ui = open_chest ("2-lung");

  if (ui == NULL)
    return;

  choose_layout (ui, "Layout 2 by 2", 4);
  choose_layout (ui, "Layout 4 by 4", 16);
  choose_layout (ui, "One large, three small on the right", 4);
  choose_layout (ui, "Layout 1 by 1", 1);
}

static void
test_maximise (void)
{
  g_autoptr (MadoUi) ui = open_chest ("2-lung");

  if (ui == NULL)
    return;

  choose_layout (ui, "Layout 2 by 2", 4);
  mado_ui_key (ui, "space");
  mado_ui_wait (ui, has_viewports, GINT_TO_POINTER (1), "one large viewport");
  mado_ui_wait_viewport (ui, 0, "*image */8*");
  mado_ui_key (ui, "space");
  mado_ui_wait (ui, has_viewports, GINT_TO_POINTER (4), "four viewports again");
}

static void
test_drag_series (void)
{
  g_autoptr (MadoUi) ui = open_chest (NULL);

  if (ui == NULL)
    return;

  choose_layout (ui, "Layout 2 by 1", 2);

  g_autoptr (AtspiAccessible) tile =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, "Series 2 *");
  g_autoptr (AtspiAccessible) second = mado_ui_find_viewport (ui, 1);

  mado_ui_drag_to (ui, tile, second);
  mado_ui_wait_viewport (ui, 1, "*image */8*");
}

/* With the keyboard: select the second viewport, then go back a series in it. */
static void
test_series_by_key (void)
{
  g_autoptr (MadoUi) ui = open_chest (NULL);

  if (ui == NULL)
    return;

  choose_layout (ui, "Layout 2 by 1", 2);
  mado_ui_wait_viewport (ui, 0, "*肺野*");
  mado_ui_wait_viewport (ui, 1, "*縦隔*");
  mado_ui_key (ui, "v");
  mado_ui_key (ui, "Page_Up");
  mado_ui_wait_viewport (ui, 1, "*肺野*");
  mado_ui_key (ui, "v");
  mado_ui_key (ui, "Page_Down");
  mado_ui_wait_viewport (ui, 0, "*縦隔*");
}

/* Annotation full, minimal, none and back: three pictures, the fourth is the first. */
static void
test_annotation (void)
{
  g_autoptr (MadoUi) ui = open_chest ("2-lung");
  g_autofree char *shots[4] = {NULL};
  gsize sizes[4];

  if (ui == NULL)
    return;

  g_autoptr (AtspiAccessible) notice =
      mado_ui_find (ui, ATSPI_ROLE_LABEL, "*ot for diagnostic use*");

  /* Away from the picture, which shows the value under the pointer. */
  mado_ui_point (ui, notice);
  for (int i = 0; i < 4; i++) {
    g_autofree char *name = g_strdup_printf ("annotation-%d.png", i);
    g_autofree char *path = g_build_filename (mado_ui_get_folder (), name, NULL);

    if (i > 0)
      mado_ui_key (ui, "i");
    g_assert_true (mado_ui_frames_settle (G_USEC_PER_SEC / 2, 20 * G_USEC_PER_SEC));
    mado_ui_screenshot (path);
    g_assert_true (g_file_get_contents (path, &shots[i], &sizes[i], NULL));
  }
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < i; j++)
      g_assert_false (sizes[i] == sizes[j] &&
                      memcmp (shots[i], shots[j], sizes[i]) == 0);
  g_assert_cmpmem (shots[0], sizes[0], shots[3], sizes[3]);
  for (int i = 0; i < 4; i++)
    g_free (g_steal_pointer (&shots[i]));
}

/* Nothing is drawn when nothing changes. */
static void
test_idle (void)
{
  g_autoptr (MadoUi) ui = open_chest ("2-lung");

  if (ui == NULL)
    return;

  g_assert_true (mado_ui_frames_settle (2 * G_USEC_PER_SEC, 60 * G_USEC_PER_SEC));

  g_autoptr (GArray) frames = mado_ui_frames_watch (5 * G_USEC_PER_SEC);

  g_assert_cmpuint (frames->len, ==, 0);
}

int
main (int argc, char **argv)
{
  mado_ui_init (&argc, &argv);
  g_test_add_func ("/mado/ui/layout/grid", test_grid);
  g_test_add_func ("/mado/ui/layout/maximise", test_maximise);
  g_test_add_func ("/mado/ui/layout/drag-series", test_drag_series);
  g_test_add_func ("/mado/ui/layout/series-by-key", test_series_by_key);
  g_test_add_func ("/mado/ui/layout/annotation", test_annotation);
  g_test_add_func ("/mado/ui/layout/idle", test_idle);
  return mado_ui_finish (g_test_run ());
}
