/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

void
mado_about_show (GtkWindow *parent)
{
  GtkWidget *about = adw_about_window_new ();
  AdwAboutWindow *window = ADW_ABOUT_WINDOW (about);

  adw_about_window_set_application_name (window, "Mado");
  adw_about_window_set_application_icon (window, MADO_APP_ID);
  adw_about_window_set_version (window, MADO_VERSION);
  /* The first page has no room for more than this. */
  adw_about_window_set_developer_name (
      window, _ ("For research and education, not for diagnosis"));
  adw_about_window_set_copyright (window, _ ("© The Mado project"));
  adw_about_window_set_license_type (window, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_comments (
      window,
      _ ("Mado (窓, “window”) shows DICOM studies.\n\n"
         "<b>For research and education.</b> Mado is not a certified or approved "
         "medical device. Do not use it for diagnosis."));
  /* Translators: put your names here, one per line */
  adw_about_window_set_translator_credits (window, _ ("translator-credits"));
  adw_about_window_add_legal_section (
      window, "DCMTK", NULL, GTK_LICENSE_CUSTOM,
      "© OFFIS e.V. BSD licence: https://dicom.offis.de/dcmtk");
  adw_about_window_add_legal_section (
      window, "OpenJPEG", NULL, GTK_LICENSE_CUSTOM,
      "© Université catholique de Louvain and others. BSD licence: "
      "https://www.openjpeg.org");
  gtk_window_set_transient_for (GTK_WINDOW (about), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (about), TRUE);
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  gtk_window_present (GTK_WINDOW (about));
}
