/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-keys.h"

#include <glib/gi18n.h>

static const MadoCommand commands[] = {
    {"tool-scroll", "win.tool::scroll", "s", N_ ("Scroll"), MADO_KEY_GROUP_TOOLS},
    {"tool-window", "win.tool::window", "w", NC_ ("VOI LUT", "Window"),
     MADO_KEY_GROUP_TOOLS},
    {"tool-zoom", "win.tool::zoom", "z", N_ ("Zoom"), MADO_KEY_GROUP_TOOLS},
    {"tool-pan", "win.tool::pan", "t", N_ ("Pan"), MADO_KEY_GROUP_TOOLS},
    {"tool-crosshair", "win.tool::crosshair", "j", N_ ("Crosshair"),
     MADO_KEY_GROUP_TOOLS},
    {"cine", "win.cine", "c", N_ ("Cine"), MADO_KEY_GROUP_TOOLS},

    {"reset", "win.reset", "Escape", N_ ("Reset the picture (keeps the slice)"),
     MADO_KEY_GROUP_PICTURE},
    {"invert", "win.invert", "x", N_ ("Invert grey levels"), MADO_KEY_GROUP_PICTURE},
    {"fit", "win.fit", "f", N_ ("Fit to the viewport"), MADO_KEY_GROUP_PICTURE},
    {"actual-size", "win.actual-size", "g", N_ ("One to one"), MADO_KEY_GROUP_PICTURE},
    {"rotate", "win.rotate", "<Shift>r", N_ ("Rotate 90° (projections)"),
     MADO_KEY_GROUP_PICTURE},
    {"flip", "win.flip", "<Shift>f", N_ ("Flip left to right (projections)"),
     MADO_KEY_GROUP_PICTURE},
    {"maximise", "win.maximise", "space", N_ ("Maximise the viewport"),
     MADO_KEY_GROUP_PICTURE},
    {"annotation", "win.cycle-annotation", "i", N_ ("Annotation full, minimal, none"),
     MADO_KEY_GROUP_PICTURE},
    {"tags", "win.tags", "<Control>i", N_ ("Show the DICOM tags"),
     MADO_KEY_GROUP_PICTURE},

    {"previous-frame", "win.step-frame(-1)", "Up Left", N_ ("Previous image"),
     MADO_KEY_GROUP_NAVIGATION},
    {"next-frame", "win.step-frame(1)", "Down Right", N_ ("Next image"),
     MADO_KEY_GROUP_NAVIGATION},
    {"first-frame", "win.edge-frame(-1)", "Home", N_ ("First image"),
     MADO_KEY_GROUP_NAVIGATION},
    {"last-frame", "win.edge-frame(1)", "End", N_ ("Last image"),
     MADO_KEY_GROUP_NAVIGATION},
    {"previous-series", "win.step-series(-1)", "Page_Up", N_ ("Previous series"),
     MADO_KEY_GROUP_NAVIGATION},
    {"next-series", "win.step-series(1)", "Page_Down", N_ ("Next series"),
     MADO_KEY_GROUP_NAVIGATION},
    {"next-viewport", "win.step-viewport(1)", "v", N_ ("Select the next viewport"),
     MADO_KEY_GROUP_NAVIGATION},
    {"next-tab", "win.step-tab(1)", "<Control>Page_Down <Control>Tab",
     N_ ("Next patient"), MADO_KEY_GROUP_NAVIGATION},
    {"previous-tab", "win.step-tab(-1)", "<Control>Page_Up <Shift><Control>Tab",
     N_ ("Previous patient"), MADO_KEY_GROUP_NAVIGATION},

    {"mpr", "win.mpr", "m", N_ ("MPR"), MADO_KEY_GROUP_SPACE},
    {"reset-mpr", "win.reset-mpr", "<Shift>m", N_ ("Reset the planes and slabs"),
     MADO_KEY_GROUP_SPACE},
    {"reference-lines", "win.reference-lines", "o", N_ ("Reference lines"),
     MADO_KEY_GROUP_SPACE},
    {"link", "win.link", "l", N_ ("Link"), MADO_KEY_GROUP_SPACE},
    {"link-by-hand", "win.link-by-hand", "<Shift>l", N_ ("Link by hand"),
     MADO_KEY_GROUP_SPACE},
    {"unlink", "win.unlink", "u", N_ ("Unlink"), MADO_KEY_GROUP_SPACE},

    {"preset-0", "win.preset(0)", "0", N_ ("The file's own window"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-1", "win.preset(1)", "1", N_ ("Window preset 1"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-2", "win.preset(2)", "2", N_ ("Window preset 2"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-3", "win.preset(3)", "3", N_ ("Window preset 3"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-4", "win.preset(4)", "4", N_ ("Window preset 4"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-5", "win.preset(5)", "5", N_ ("Window preset 5"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-6", "win.preset(6)", "6", N_ ("Window preset 6"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-7", "win.preset(7)", "7", N_ ("Window preset 7"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-8", "win.preset(8)", "8", N_ ("Window preset 8"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"preset-9", "win.preset(9)", "9", N_ ("Window preset 9"),
     MADO_KEY_GROUP_WINDOW_PRESETS},
    {"save-preset", "win.save-preset", "<Control>s", N_ ("Save the window as a preset"),
     MADO_KEY_GROUP_WINDOW_PRESETS},

    {"open-folder", "win.open-folder", "<Control>o", N_ ("Open a folder"),
     MADO_KEY_GROUP_PROGRAM},
    {"open-files", "win.open-files", "<Shift><Control>o", N_ ("Open files"),
     MADO_KEY_GROUP_PROGRAM},
    {"close-tab", "win.close-tab", "<Control>w", N_ ("Close the patient"),
     MADO_KEY_GROUP_PROGRAM},
    {"panel", "win.panel", "F9", N_ ("Fold or unfold the information panel"),
     MADO_KEY_GROUP_PROGRAM},
    {"menu", "win.menu", "F10", N_ ("Main menu"), MADO_KEY_GROUP_PROGRAM},
    {"preferences", "win.preferences", "<Control>comma", N_ ("Preferences"),
     MADO_KEY_GROUP_PROGRAM},
    {"help", "win.help", "h F1", N_ ("Keyboard help"), MADO_KEY_GROUP_PROGRAM},
    {"quit", "app.quit", "<Control>q", N_ ("Quit"), MADO_KEY_GROUP_PROGRAM},
};

const MadoCommand *
mado_commands_get (int *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}

const MadoCommand *
mado_commands_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].id, id))
      return &commands[i];
  return NULL;
}

const char *
mado_command_get_label (const MadoCommand *self)
{
  /* The one label that has a context. */
  if (g_str_equal (self->id, "tool-window"))
    return C_ ("VOI LUT", "Window");
  return gettext (self->label);
}

const char *
mado_key_group_get_label (MadoKeyGroup group)
{
  switch (group) {
  case MADO_KEY_GROUP_TOOLS:
    return _ ("Tools");
  case MADO_KEY_GROUP_PICTURE:
    return _ ("Picture");
  case MADO_KEY_GROUP_NAVIGATION:
    return _ ("Navigation");
  case MADO_KEY_GROUP_SPACE:
    return _ ("MPR and linking");
  case MADO_KEY_GROUP_WINDOW_PRESETS:
    return _ ("Window presets");
  case MADO_KEY_GROUP_PROGRAM:
    return _ ("Program");
  }
  return "";
}

char *
mado_keys_dup_accels (GSettings *settings, const MadoCommand *command)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, "keys");
  const char *accels;

  if (g_variant_lookup (value, command->id, "&s", &accels))
    return g_strdup (accels);
  return g_strdup (command->accels);
}

static char *
dup_key_label (guint keyval, GdkModifierType modifiers)
{
  static const struct {
    guint keyval;
    const char *label;
  } arrows[] = {
      {GDK_KEY_Left, "←"},
      {GDK_KEY_Right, "→"},
      {GDK_KEY_Up, "↑"},
      {GDK_KEY_Down, "↓"},
  };
  char *label;

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (arrows[i].keyval == keyval && modifiers == 0)
      return g_strdup (arrows[i].label);
  label = gtk_accelerator_get_label (keyval, modifiers);
  /* Some of GTK's catalogues have Page_Up. */
  if (keyval != GDK_KEY_underscore)
    g_strdelimit (label, "_", ' ');
  return label;
}

char *
mado_keys_dup_label (GSettings *settings, const char *id, gboolean all)
{
  const MadoCommand *command = mado_commands_find (id);
  g_autofree char *accels = mado_keys_dup_accels (settings, command);
  g_auto (GStrv) each = g_strsplit (accels, " ", -1);
  GString *label = g_string_new (NULL);

  for (int i = 0; each[i] != NULL && (all || i == 0); i++) {
    GdkModifierType modifiers;
    guint keyval;

    if (!gtk_accelerator_parse (each[i], &keyval, &modifiers))
      continue;
    g_autofree char *one = dup_key_label (keyval, modifiers);
    g_string_append_printf (label, "%s%s", label->len > 0 ? "  " : "", one);
  }
  return g_string_free (label, FALSE);
}

void
mado_keys_set (GSettings *settings, const MadoCommand *command, const char *accels)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, "keys");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *id, *kept;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "{&s&s}", &id, &kept))
    if (!g_str_equal (id, command->id))
      g_variant_builder_add (&builder, "{ss}", id, kept);
  if (accels != NULL && !g_str_equal (accels, command->accels))
    g_variant_builder_add (&builder, "{ss}", command->id, accels);
  g_settings_set_value (settings, "keys", g_variant_builder_end (&builder));
}

void
mado_keys_reset_all (GSettings *settings)
{
  g_settings_reset (settings, "keys");
}

/* <Shift>R and <Shift>r, KP_1 and 1 are the same key to a reader. */
static void
normalise (guint *keyval, GdkModifierType *state)
{
  *state &= GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK |
            GDK_META_MASK | GDK_HYPER_MASK;
  *keyval = gdk_keyval_to_lower (*keyval);
  if (*keyval >= GDK_KEY_KP_0 && *keyval <= GDK_KEY_KP_9)
    *keyval = GDK_KEY_0 + (*keyval - GDK_KEY_KP_0);
  if (*keyval == GDK_KEY_ISO_Left_Tab)
    *keyval = GDK_KEY_Tab;
}

char *
mado_keys_accelerator_name (guint keyval, GdkModifierType state)
{
  normalise (&keyval, &state);
  if (!gtk_accelerator_valid (keyval, state) && keyval != GDK_KEY_Tab)
    return NULL;
  return gtk_accelerator_name (keyval, state);
}

static gboolean
has_accel (const char *accels, guint keyval, GdkModifierType state)
{
  g_auto (GStrv) each = g_strsplit (accels, " ", -1);

  for (int i = 0; each[i] != NULL; i++) {
    GdkModifierType own_state;
    guint own;

    if (!gtk_accelerator_parse (each[i], &own, &own_state))
      continue;
    normalise (&own, &own_state);
    if (own == keyval && own_state == state)
      return TRUE;
  }
  return FALSE;
}

const MadoCommand *
mado_keys_find_conflict (GSettings *settings,
                         const char *accel,
                         const MadoCommand *except)
{
  GdkModifierType state;
  guint keyval;

  if (!gtk_accelerator_parse (accel, &keyval, &state))
    return NULL;
  normalise (&keyval, &state);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *accels = mado_keys_dup_accels (settings, &commands[i]);

    if (&commands[i] != except && has_accel (accels, keyval, state))
      return &commands[i];
  }
  return NULL;
}

struct _MadoKeyMap {
  GHashTable *commands; /* accelerator name → const MadoCommand */
};

MadoKeyMap *
mado_key_map_new (GSettings *settings)
{
  MadoKeyMap *self = g_new0 (MadoKeyMap, 1);

  self->commands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *accels = mado_keys_dup_accels (settings, &commands[i]);
    g_auto (GStrv) each = g_strsplit (accels, " ", -1);

    for (int j = 0; each[j] != NULL; j++) {
      GdkModifierType state;
      guint keyval;

      if (!gtk_accelerator_parse (each[j], &keyval, &state))
        continue;
      normalise (&keyval, &state);
      g_hash_table_insert (self->commands, gtk_accelerator_name (keyval, state),
                           (gpointer) &commands[i]);
    }
  }
  return self;
}

void
mado_key_map_free (MadoKeyMap *self)
{
  g_hash_table_unref (self->commands);
  g_free (self);
}

const MadoCommand *
mado_key_map_lookup (MadoKeyMap *self, guint keyval, GdkModifierType state)
{
  g_autofree char *name = NULL;

  normalise (&keyval, &state);
  name = gtk_accelerator_name (keyval, state);
  return g_hash_table_lookup (self->commands, name);
}
