/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-preferences-private.h"

#include <glib/gi18n.h>

#include "mado-keys.h"

/* Waits for a key to put on a command. */
typedef struct {
  GSettings *settings; /* borrowed */
  const MadoCommand *command;
  AdwMessageDialog *dialog;
  const MadoCommand *conflict; /* nullable */
  char *accel;                 /* what was pressed; nullable */
} Capture;

static void
capture_free (gpointer data)
{
  Capture *capture = data;

  g_free (capture->accel);
  g_free (capture);
}

/* The key is taken from the other command, which keeps its other keys. */
static void
take_from (Capture *capture)
{
  g_autofree char *old = mado_keys_dup_accels (capture->settings, capture->conflict);
  g_auto (GStrv) each = g_strsplit (old, " ", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autofree char *joined = NULL;

  for (int i = 0; each[i] != NULL; i++) {
    GdkModifierType state;
    guint keyval;
    g_autofree char *name = NULL;

    if (!gtk_accelerator_parse (each[i], &keyval, &state))
      continue;
    name = mado_keys_accelerator_name (keyval, state);
    if (g_strcmp0 (name, capture->accel) != 0)
      g_strv_builder_add (kept, each[i]);
  }
  list = g_strv_builder_end (kept);
  joined = g_strjoinv (" ", list);
  mado_keys_set (capture->settings, capture->conflict, joined);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Capture *capture)
{
  if (g_str_equal (response, "default")) {
    mado_keys_set (capture->settings, capture->command, NULL);
  } else if (g_str_equal (response, "none")) {
    mado_keys_set (capture->settings, capture->command, "");
  } else if (g_str_equal (response, "set") && capture->accel != NULL) {
    if (capture->conflict != NULL)
      take_from (capture);
    mado_keys_set (capture->settings, capture->command, capture->accel);
  }
}

static void
show_captured (Capture *capture, guint keyval, GdkModifierType state)
{
  g_autofree char *label = NULL;
  g_autofree char *body = NULL;

  gtk_accelerator_parse (capture->accel, &keyval, &state);
  label = gtk_accelerator_get_label (keyval, state);
  capture->conflict =
      mado_keys_find_conflict (capture->settings, capture->accel, capture->command);
  if (capture->conflict != NULL)
    /* Translators: a key, and what it does now */
    body = g_strdup_printf (_ ("%s now does “%s”. It will be taken from there."), label,
                            mado_command_get_label (capture->conflict));
  else
    body = g_strdup (label);
  adw_message_dialog_set_body (capture->dialog, body);
  adw_message_dialog_set_response_label (
      capture->dialog, "set", capture->conflict != NULL ? _ ("_Take It") : _ ("_Set"));
  adw_message_dialog_set_response_enabled (capture->dialog, "set", TRUE);
  /* Return now means the default response, not the button that has the focus. */
  gtk_window_set_focus (GTK_WINDOW (capture->dialog), NULL);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                Capture *capture)
{
  char *accel = mado_keys_accelerator_name (keyval, state);

  if (accel == NULL)
    return GDK_EVENT_PROPAGATE;
  /* Tab and Return stay with the dialog, so that it can be used without a mouse. */
  if (g_str_equal (accel, "Tab") || g_str_equal (accel, "Return") ||
      g_str_equal (accel, "<Shift>Tab")) {
    g_free (accel);
    return GDK_EVENT_PROPAGATE;
  }
  g_free (capture->accel);
  capture->accel = accel;
  show_captured (capture, keyval, state);
  return GDK_EVENT_STOP;
}

static void
row_activated_cb (AdwActionRow *row, GSettings *settings)
{
  const MadoCommand *command = g_object_get_data (G_OBJECT (row), "command");
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (row)));
  Capture *capture = g_new0 (Capture, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();

  capture->settings = settings;
  capture->command = command;
  capture->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      parent, mado_command_get_label (command), _ ("Press the new key.")));
  adw_message_dialog_add_responses (capture->dialog, "cancel", _ ("_Cancel"), "none",
                                    _ ("_No Key"), "default", _ ("_Default"), "set",
                                    _ ("_Set"), NULL);
  adw_message_dialog_set_response_enabled (capture->dialog, "set", FALSE);
  adw_message_dialog_set_response_appearance (capture->dialog, "set",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (capture->dialog, "set");
  adw_message_dialog_set_close_response (capture->dialog, "cancel");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), capture);
  gtk_widget_add_controller (GTK_WIDGET (capture->dialog), keys);
  g_signal_connect (capture->dialog, "response", G_CALLBACK (response_cb), capture);
  g_object_set_data_full (G_OBJECT (capture->dialog), "capture", capture, capture_free);
  gtk_window_present (GTK_WINDOW (capture->dialog));
}

static void
update_row (GSettings *settings, const char *key, GtkWidget *row)
{
  const MadoCommand *command = g_object_get_data (G_OBJECT (row), "command");
  GtkLabel *label = g_object_get_data (G_OBJECT (row), "label");
  g_autofree char *keys = mado_keys_dup_label (settings, command->id, TRUE);

  gtk_label_set_text (label, keys[0] != '\0' ? keys : C_ ("key", "none"));
}

static void
add_row (AdwPreferencesGroup *group, GSettings *settings, const MadoCommand *command)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 mado_command_get_label (command));
  gtk_widget_add_css_class (label, "keycap");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "command", (gpointer) command);
  g_object_set_data (G_OBJECT (row), "label", label);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), settings,
                           0);
  g_signal_connect_object (settings, "changed::keys", G_CALLBACK (update_row), row, 0);
  adw_preferences_group_add (group, row);
  update_row (settings, NULL, row);
}

static void
reset_cb (GtkButton *button, GSettings *settings)
{
  mado_keys_reset_all (settings);
}

GtkWidget *
mado_preferences_keys_new (GSettings *settings)
{
  GtkWidget *widget = adw_preferences_page_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (widget);
  GtkWidget *reset = gtk_button_new_with_label (_ ("Reset All Keys"));
  AdwPreferencesGroup *group = NULL;
  int n;
  const MadoCommand *commands = mado_commands_get (&n);

  adw_preferences_page_set_title (page, _ ("Keys"));
  adw_preferences_page_set_icon_name (page, "input-keyboard-symbolic");
  for (int i = 0; i < n; i++) {
    if (i == 0 || commands[i].group != commands[i - 1].group)
      group = mado_preferences_add_group (
          page, mado_key_group_get_label (commands[i].group), NULL);
    add_row (group, settings, &commands[i]);
  }
  group = mado_preferences_add_group (page, NULL, NULL);
  gtk_widget_set_halign (reset, GTK_ALIGN_CENTER);
  g_signal_connect_object (reset, "clicked", G_CALLBACK (reset_cb), settings, 0);
  adw_preferences_group_add (group, reset);
  return widget;
}
