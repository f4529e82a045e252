/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-message.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "mado-error-text.h"

static GtkWidget *
new_dialog (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  return dialog;
}

void
mado_message_show_error (GtkWindow *parent, const GError *error)
{
  g_autofree char *heading = mado_error_text_dup_heading (error);
  g_autofree char *advice = mado_error_text_dup_advice (error);
  GtkWidget *dialog = new_dialog (parent, heading, advice);
  GtkWidget *details = gtk_expander_new (_ ("Details"));
  GtkWidget *label = gtk_label_new (error->message);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 48);
  gtk_expander_set_child (GTK_EXPANDER (details), label);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), details);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
mado_message_show_text (GtkWindow *parent, const char *heading, const char *text)
{
  gtk_window_present (GTK_WINDOW (new_dialog (parent, heading, text)));
}
