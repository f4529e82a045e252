/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-keys.h"

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
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->settings);
  mado_test_remove_tree (self->folder);
  g_free (self->folder);
}

/* IHE RAD TF-2 4.16.4.2.2.5, tables 13-1 and 13-2, and the house's own. */
static const struct {
  guint keyval;
  GdkModifierType state;
  const char *command; /* NULL: nothing */
} cases[] = {
    {GDK_KEY_s, 0, "tool-scroll"},
    {GDK_KEY_S, GDK_LOCK_MASK, "tool-scroll"}, /* Caps Lock: case-insensitive */
    {GDK_KEY_w, 0, "tool-window"},
    {GDK_KEY_z, 0, "tool-zoom"},
    {GDK_KEY_t, 0, "tool-pan"},
    {GDK_KEY_i, 0, "annotation"},
    {GDK_KEY_c, 0, "cine"},
    {GDK_KEY_h, 0, "help"},
    {GDK_KEY_F1, 0, "help"},
    {GDK_KEY_Page_Up, 0, "previous-series"},
    {GDK_KEY_Page_Down, 0, "next-series"},
    {GDK_KEY_Left, 0, "previous-frame"},
    {GDK_KEY_Up, 0, "previous-frame"},
    {GDK_KEY_Right, 0, "next-frame"},
    {GDK_KEY_Down, 0, "next-frame"},
    {GDK_KEY_Home, 0, "first-frame"},
    {GDK_KEY_End, 0, "last-frame"},
    {GDK_KEY_Escape, 0, "reset"},
    {GDK_KEY_0, 0, "preset-0"},
    {GDK_KEY_KP_7, GDK_LOCK_MASK, "preset-7"},
    {GDK_KEY_x, 0, "invert"},
    {GDK_KEY_f, 0, "fit"},
    {GDK_KEY_F, GDK_SHIFT_MASK, "flip"},
    {GDK_KEY_g, 0, "actual-size"},
    {GDK_KEY_space, 0, "maximise"},
    {GDK_KEY_o, GDK_CONTROL_MASK, "open-folder"},
    {GDK_KEY_O, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "open-files"},
    {GDK_KEY_q, GDK_CONTROL_MASK, "quit"},
    {GDK_KEY_q, 0, NULL},
    {GDK_KEY_s, GDK_ALT_MASK, NULL},
};

static void
test_defaults (Fixture *self, gconstpointer data)
{
  MadoKeyMap *map = mado_key_map_new (self->settings);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const MadoCommand *command =
        mado_key_map_lookup (map, cases[i].keyval, cases[i].state);

    g_assert_cmpstr (command != NULL ? command->id : NULL, ==, cases[i].command);
  }
  mado_key_map_free (map);
}

/* No key of the defaults does two things, and each action name can be parsed. */
static void
test_no_conflict (Fixture *self, gconstpointer data)
{
  int n;
  const MadoCommand *commands = mado_commands_get (&n);

  g_assert_cmpint (n, >, 0);
  for (int i = 0; i < n; i++) {
    g_auto (GStrv) accels = g_strsplit (commands[i].accels, " ", -1);
    g_autoptr (GVariant) target = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *name = NULL;

    g_action_parse_detailed_name (commands[i].action, &name, &target, &error);
    g_assert_no_error (error);
    for (int j = 0; accels[j] != NULL; j++) {
      const MadoCommand *other =
          mado_keys_find_conflict (self->settings, accels[j], &commands[i]);

      g_assert_cmpstr (other != NULL ? other->id : NULL, ==, NULL);
    }
  }
}

static void
test_remap (Fixture *self, gconstpointer data)
{
  const MadoCommand *zoom = mado_commands_find ("tool-zoom");
  const MadoCommand *conflict =
      mado_keys_find_conflict (self->settings, "<Shift>R", zoom);
  MadoKeyMap *map;

  g_assert_nonnull (conflict);
  g_assert_cmpstr (conflict->id, ==, "rotate");

  mado_keys_set (self->settings, zoom, "n <Control>n");
  map = mado_key_map_new (self->settings);
  g_assert_true (mado_key_map_lookup (map, GDK_KEY_N, 0) == zoom);
  g_assert_true (mado_key_map_lookup (map, GDK_KEY_n, GDK_CONTROL_MASK) == zoom);
  g_assert_null (mado_key_map_lookup (map, GDK_KEY_z, 0));
  mado_key_map_free (map);

  mado_keys_set (self->settings, zoom, "");
  map = mado_key_map_new (self->settings);
  g_assert_null (mado_key_map_lookup (map, GDK_KEY_n, 0));
  g_assert_null (mado_key_map_lookup (map, GDK_KEY_z, 0));
  mado_key_map_free (map);

  mado_keys_set (self->settings, zoom, NULL);
  map = mado_key_map_new (self->settings);
  g_assert_true (mado_key_map_lookup (map, GDK_KEY_z, 0) == zoom);
  mado_key_map_free (map);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  g_autofree char *upper =
      mado_keys_accelerator_name (GDK_KEY_K, GDK_SHIFT_MASK | GDK_LOCK_MASK);
  g_autofree char *keypad = mado_keys_accelerator_name (GDK_KEY_KP_3, 0);

  g_assert_cmpstr (upper, ==, "<Shift>k");
  g_assert_cmpstr (keypad, ==, "3");
  g_assert_null (mado_keys_accelerator_name (GDK_KEY_Shift_L, 0));
  g_assert_null (mado_keys_accelerator_name (GDK_KEY_Control_R, GDK_CONTROL_MASK));
}

/* Two programs, or the same one the next day, see the same settings file. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "settings.ini", NULL);
  g_autoptr (GSettings) again = NULL;
  g_autofree char *accels = NULL;

  mado_keys_set (self->settings, mado_commands_find ("cine"), "k");
  g_settings_sync ();
  again = mado_settings_new (path, NULL);
  accels = mado_keys_dup_accels (again, mado_commands_find ("cine"));
  g_assert_cmpstr (accels, ==, "k");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                            \
  g_test_add ("/mado/app/keys/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("defaults", test_defaults);
  ADD ("no-conflict", test_no_conflict);
  ADD ("remap", test_remap);
  ADD ("names", test_names);
  ADD ("kept", test_kept);
  return g_test_run ();
}
