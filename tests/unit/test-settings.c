/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-settings.h"

#include "mado-policy.h"
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
  path = g_build_filename (self->folder, "deep", "settings.ini", NULL);
  self->settings = mado_settings_new (path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->settings);
  mado_test_remove_tree (self->folder);
  g_free (self->folder);
}

/* The defaults DESIGN asks for: scroll tool, right drag window, middle drag pan. */
static void
test_defaults (Fixture *self, gconstpointer data)
{
  MadoGridLayout layout;
  MadoMouse mouse;

  mado_settings_get_mouse (self->settings, &mouse);
  g_assert_cmpint (mouse.right, ==, MADO_TOOL_WINDOW);
  g_assert_cmpint (mouse.middle, ==, MADO_TOOL_PAN);
  g_assert_cmpint (mouse.wheel, ==, MADO_TOOL_SCROLL);
  g_assert_true (mouse.window_up_is_brighter);
  g_assert_cmpint (g_settings_get_enum (self->settings, "tool"), ==, MADO_TOOL_SCROLL);
  g_assert_cmpint (g_settings_get_enum (self->settings, "annotation"), ==,
                   MADO_ANNOTATION_FULL);
  g_assert_cmpint (g_settings_get_enum (self->settings, "interpolation"), ==,
                   MADO_INTERPOLATION_LINEAR);
  mado_settings_get_layout (self->settings, &layout);
  g_assert_cmpint (layout.n_cells, ==, 1);
  g_assert_cmpuint (mado_settings_get_memory_budget (self->settings), ==, 0);
}

static void
test_memory (Fixture *self, gconstpointer data)
{
  g_settings_set_uint (self->settings, "memory-mib", 8192);
  g_assert_cmpuint (mado_settings_get_memory_budget (self->settings), ==,
                    8192ull * 1024 * 1024);
}

/* A layout nobody can read is not a reason to show nothing. */
static void
test_bad_layout (Fixture *self, gconstpointer data)
{
  MadoGridLayout layout;

  g_settings_set_string (self->settings, "layout", "9x9:;;");
  mado_settings_get_layout (self->settings, &layout);
  g_assert_cmpint (layout.columns, ==, 1);
  g_assert_cmpint (layout.n_cells, ==, 1);
}

static void
test_recent (Fixture *self, gconstpointer data)
{
  g_auto (GStrv) recent = NULL;
  g_auto (GStrv) fewer = NULL;

  for (int i = 0; i < 14; i++) {
    g_autofree char *path = g_strdup_printf ("/studies/%d", i);

    mado_settings_add_recent (self->settings, path);
  }
  mado_settings_add_recent (self->settings, "/studies/9"); /* again: to the front */
  mado_settings_add_recent (self->settings, "/bad/\xff");  /* not UTF-8: not kept */
  recent = g_settings_get_strv (self->settings, "recent");
  g_assert_cmpuint (g_strv_length (recent), ==, 10);
  g_assert_cmpstr (recent[0], ==, "/studies/9");
  g_assert_cmpstr (recent[1], ==, "/studies/13");
  g_assert_cmpstr (recent[9], ==, "/studies/4");
  mado_settings_remove_recent (self->settings, "/studies/13");
  fewer = g_settings_get_strv (self->settings, "recent");
  g_assert_cmpuint (g_strv_length (fewer), ==, 9);
  g_assert_cmpstr (fewer[1], ==, "/studies/12");
}

/* Only a plain "false" takes "not for diagnostic use" away. */
static void
test_policy (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *text; /* NULL: no such file */
    gboolean not_for_diagnosis;
  } policies[] = {
      {NULL, TRUE},
      {"", TRUE},
      {"[policy]\n", TRUE},
      {"[policy]\nnot-for-diagnostic-use=true\n", TRUE},
      {"[policy]\nnot-for-diagnostic-use=no\n", TRUE},
      {"[policy]\nnot-for-diagnostic-use=\n", TRUE},
      {"not a key file at all \1\2", TRUE},
      {"[policy]\nnot-for-diagnostic-use=false\n", FALSE},
  };
  g_autofree char *path = g_build_filename (self->folder, "policy.ini", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++) {
    MadoPolicy policy;

    if (policies[i].text != NULL)
      g_assert_true (g_file_set_contents (path, policies[i].text, -1, NULL));
    mado_policy_load (&policy, path);
    g_assert_cmpint (policy.not_for_diagnosis, ==, policies[i].not_for_diagnosis);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                            \
  g_test_add ("/mado/app/settings/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("defaults", test_defaults);
  ADD ("memory", test_memory);
  ADD ("bad-layout", test_bad_layout);
  ADD ("recent", test_recent);
  ADD ("policy", test_policy);
  return g_test_run ();
}
