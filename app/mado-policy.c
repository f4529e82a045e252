/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-policy.h"

#define POLICY_PATH "/etc/mado/policy.ini"

void
mado_policy_load (MadoPolicy *self, const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  self->not_for_diagnosis = TRUE;
  if (path == NULL)
    path = POLICY_PATH;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error)) {
    if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      g_message ("The site policy cannot be read: %s", error->message);
    return;
  }
  /* Only a plain "false" takes the notice away: a typing error must not. */
  g_clear_error (&error);
  if (!g_key_file_get_boolean (file, "policy", "not-for-diagnostic-use", &error) &&
      error == NULL)
    self->not_for_diagnosis = FALSE;
}
