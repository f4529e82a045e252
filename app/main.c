/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include "mado-application.h"
#include "mado-language.h"
#include "mado-settings.h"

int
main (int argc, char *argv[])
{
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (MadoApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  mado_language_init ();
  gtk_disable_setlocale (); /* it would undo ours */
  g_set_prgname ("mado");
  g_set_application_name ("Mado");

  settings = mado_settings_new (NULL, &error);
  if (settings == NULL) {
    g_printerr ("mado: %s\n", error->message);
    return 1;
  }
  application = mado_application_new (settings);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
