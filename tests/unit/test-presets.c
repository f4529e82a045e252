/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-presets.h"

#include "mado-language.h"
#include "mado-settings.h"
#include "mado-test.h"

typedef struct {
  char *folder;
  GSettings *settings;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->folder = mado_test_make_folder ();
  path = g_build_filename (self->folder, "settings.ini", NULL);
  self->settings = mado_settings_new (path, &error);
  g_assert_no_error (error);
  mado_language_apply ("en");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->settings);
  mado_test_remove_tree (self->folder);
  g_free (self->folder);
}

static const MadoPreset *
get (GPtrArray *list, guint index)
{
  g_assert_cmpuint (index, <, list->len);
  return g_ptr_array_index (list, index);
}

static void
test_ct (Fixture *self, gconstpointer data)
{
  const MadoWindow base = {100, 200, MADO_VOI_SIGMOID, MADO_WINDOW_SPACE_STORED};
  g_autoptr (GPtrArray) list = mado_presets_list (self->settings, "CT");
  MadoWindow window;

  g_assert_cmpstr (get (list, 0)->name, ==, "Lung");
  g_assert_cmpstr (get (list, 1)->name, ==, "Mediastinum");
  mado_preset_get_window (get (list, 0), &base, &window);
  g_assert_cmpfloat (window.center, ==, -600);
  g_assert_cmpfloat (window.width, ==, 1500);
  g_assert_cmpint (window.function, ==, MADO_VOI_LINEAR);
  /* HU are modality values, whatever the file's window is made for. */
  g_assert_cmpint (window.space, ==, MADO_WINDOW_SPACE_MODALITY);
}

static void
test_language (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;

  mado_language_apply ("ja");
  list = mado_presets_list (self->settings, "CT");
  g_assert_cmpstr (get (list, 0)->name, ==, "肺野");
  g_assert_cmpstr (get (list, 1)->name, ==, "縦隔");
}

/* MR values are arbitrary: presets scale the file's own window, in its space. */
static void
test_relative (Fixture *self, gconstpointer data)
{
  const MadoWindow base = {500, 1000, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_STORED};
  g_autoptr (GPtrArray) list = mado_presets_list (self->settings, "MR");
  MadoWindow window;

  g_assert_cmpint (get (list, 0)->kind, ==, MADO_PRESET_RELATIVE);
  mado_preset_get_window (get (list, 0), &base, &window);
  g_assert_cmpfloat (window.center, ==, 500);
  g_assert_cmpfloat (window.width, ==, 600);
  g_assert_cmpint (window.space, ==, MADO_WINDOW_SPACE_STORED);
  mado_preset_get_window (get (list, 2), &base, &window); /* brighter */
  g_assert_cmpfloat (window.center, ==, 300);
  g_assert_cmpfloat (window.width, ==, 1000);
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpint (get (list, i)->kind, !=, MADO_PRESET_ABSOLUTE);
}

/* LINEAR has no width below 1 (PS3.3 C.11.2.1.2.1). */
static void
test_narrow (Fixture *self, gconstpointer data)
{
  const MadoWindow base = {1, 1, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_STORED};
  g_autoptr (GPtrArray) list = mado_presets_list (self->settings, "MR");
  MadoWindow window;

  mado_preset_get_window (get (list, 0), &base, &window);
  g_assert_cmpfloat (window.width, ==, 1);
}

static void
test_user (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) before = mado_presets_list (self->settings, "CT");
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) mr = NULL;
  g_autoptr (GPtrArray) none = NULL;

  mado_presets_add_user (self->settings, "膵_臓", "CT", 60.5, 120);
  mado_presets_add_user (self->settings, "T2", "MR", 300, 700);
  mado_presets_rename_user (self->settings, 0, "膵臓");
  after = mado_presets_list (self->settings, "CT");
  g_assert_cmpuint (after->len, ==, before->len + 1);
  g_assert_cmpstr (get (after, before->len)->name, ==, "膵臓");
  g_assert_cmpfloat (get (after, before->len)->center, ==, 60.5);
  g_assert_true (get (after, before->len)->is_user);

  mado_presets_remove_user (self->settings, 0);
  mado_presets_remove_user (self->settings, 7); /* not there: nothing happens */
  none = mado_presets_list (self->settings, "CT");
  g_assert_cmpuint (none->len, ==, before->len);
  mr = mado_presets_list_user (self->settings);
  g_assert_cmpuint (mr->len, ==, 1);
  g_assert_cmpstr (get (mr, 0)->name, ==, "T2");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mado_language_init ();
#define ADD(name, function)                                                            \
  g_test_add ("/mado/app/presets/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("ct", test_ct);
  ADD ("language", test_language);
  ADD ("relative", test_relative);
  ADD ("narrow", test_narrow);
  ADD ("user", test_user);
  return g_test_run ();
}
