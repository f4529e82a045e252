/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-cli.h"

#include <sys/wait.h>

void
mado_test_run_cli (MadoTestRun *run, const char *const *arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *program =
      g_test_build_filename (G_TEST_BUILT, "..", "app", "cli", "mado-cli", NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_ptr_array_add (argv, program);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (gpointer) *arguments);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                &run->out, &run->err, &status, &error);
  g_assert_no_error (error);
  /* A crash is not an exit status. */
  g_assert_true (WIFEXITED (status));
  run->status = WEXITSTATUS (status);
}

void
mado_test_run_clear (MadoTestRun *run)
{
  g_clear_pointer (&run->out, g_free);
  g_clear_pointer (&run->err, g_free);
}
