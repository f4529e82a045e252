/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  MADO_KEY_GROUP_TOOLS = 1,
  MADO_KEY_GROUP_PICTURE,
  MADO_KEY_GROUP_NAVIGATION,
  MADO_KEY_GROUP_SPACE,
  MADO_KEY_GROUP_WINDOW_PRESETS,
  MADO_KEY_GROUP_PROGRAM,
} MadoKeyGroup;

/**
 * MadoCommand:
 * @id: stable: in the settings file and in tests
 * @action: detailed action name
 * @accels: default accelerators, separated by spaces; letters in lower case
 * @label: msgid
 *
 * Something a key does.  Defaults are those of IHE BIR tables 13-1 and 13-2.
 */
typedef struct {
  const char *id;
  const char *action;
  const char *accels;
  const char *label;
  MadoKeyGroup group;
} MadoCommand;

const MadoCommand *mado_commands_get (int *n);
const MadoCommand *mado_commands_find (const char *id);
const char *mado_command_get_label (const MadoCommand *self); /* translated */
const char *mado_key_group_get_label (MadoKeyGroup group);    /* translated */

/* Accelerators in effect, separated by spaces; "" when there is none. */
char *mado_keys_dup_accels (GSettings *settings,
                            const MadoCommand *command) G_GNUC_WARN_UNUSED_RESULT;

/* As shown to the reader, such as "S" or "Ctrl+O"; only the first one, or all. */
char *mado_keys_dup_label (GSettings *settings,
                           const char *id,
                           gboolean all) G_GNUC_WARN_UNUSED_RESULT;

/* @accels NULL: back to the default. */
void
mado_keys_set (GSettings *settings, const MadoCommand *command, const char *accels);
void mado_keys_reset_all (GSettings *settings);

/* (nullable): the command @accel already belongs to, other than @except. */
const MadoCommand *mado_keys_find_conflict (GSettings *settings,
                                            const char *accel,
                                            const MadoCommand *except);

/**
 * mado_keys_accelerator_name:
 *
 * Returns: (transfer full) (nullable): the name a pressed key is kept under, the
 *   same for upper and lower case; %NULL for a modifier alone
 */
char *mado_keys_accelerator_name (guint keyval,
                                  GdkModifierType state) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MadoKeyMap:
 *
 * The bindings in effect, for looking a key event up.
 */
typedef struct _MadoKeyMap MadoKeyMap;

MadoKeyMap *mado_key_map_new (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void mado_key_map_free (MadoKeyMap *self);
const MadoCommand *
mado_key_map_lookup (MadoKeyMap *self, guint keyval, GdkModifierType state);

G_END_DECLS
