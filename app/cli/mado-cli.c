/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "mado-cli-private.h"

static const MadoCliCommand *const commands[] = {
    &mado_cli_phantom,
    &mado_cli_info,
    &mado_cli_render,
    &mado_cli_resample,
};

void
mado_cli_set_language (const char *language)
{
  const char *folder = g_getenv ("MADO_LOCALEDIR");

  if (language != NULL)
    g_setenv ("LANGUAGE", language, TRUE);
  if (setlocale (LC_ALL, "") == NULL)
    setlocale (LC_ALL, "C.UTF-8");
  /* gettext has no languages in the C locale, and text would be no UTF-8. */
  if (g_str_equal (setlocale (LC_CTYPE, NULL), "C"))
    setlocale (LC_CTYPE, "C.UTF-8");
  if (language != NULL && g_str_equal (setlocale (LC_MESSAGES, NULL), "C"))
    setlocale (LC_MESSAGES, "C.UTF-8");
  /* Numbers are written the same everywhere. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain ("mado", folder != NULL ? folder : MADO_LOCALEDIR);
  bind_textdomain_codeset ("mado", "UTF-8");
  textdomain ("mado");
  /* Kanji in Japanese glyphs, whatever the language of the program. */
  g_setenv ("PANGO_LANGUAGE", "en:ja", FALSE);
}

MadoCliStatus
mado_cli_failure (const char *what, const GError *error)
{
  g_autofree char *message = g_strdup (error->message);

  /* One line, whatever a library has to say. */
  g_strdelimit (message, "\n\r", ' ');
  if (what != NULL)
    g_printerr ("mado-cli: %s: %s\n", what, message);
  else
    g_printerr ("mado-cli: %s\n", message);
  return MADO_CLI_FAILED;
}

MadoCliStatus
mado_cli_usage_error (const MadoCliCommand *command, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("mado-cli %s: %s\n", command->name, message);
  /* Translators: %s is the name of a command such as "render" */
  g_printerr (_ ("“mado-cli %s --help” says how it is used."), command->name);
  g_printerr ("\n");
  return MADO_CLI_USAGE;
}

gboolean
mado_cli_parse (const MadoCliCommand *command,
                const GOptionEntry *entries,
                const char *parameters,
                const char *description,
                int *argc,
                char ***argv,
                MadoCliStatus *status)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("mado-cli %s", command->name);
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Say how it is used"), NULL},
      G_OPTION_ENTRY_NULL};

  g_set_prgname (name);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, "mado");
  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, "mado");
  g_option_context_add_main_entries (context, help_entry, "mado");
  if (!g_option_context_parse (context, argc, argv, &error)) {
    *status = mado_cli_usage_error (command, "%s", error->message);
    return FALSE;
  }
  if (help) {
    g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

    g_print ("%s", text);
    *status = MADO_CLI_DONE;
    return FALSE;
  }
  /* "--" ends the options and is left in. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--")) {
    memmove (&(*argv)[1], &(*argv)[2], sizeof (char *) * (gsize) (*argc - 1));
    (*argc)--;
  }
  return TRUE;
}

static void
print_help (FILE *file)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n  mado-cli %s\n\n%s\n", _ ("Usage:"),
                          _ ("COMMAND [OPTION…]"), _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-10s %s\n", commands[i]->name,
                            gettext (commands[i]->summary));
  g_string_append_printf (
      text, "\n%s\n  -h, --help     %s\n      --version  %s\n\n%s\n", _ ("Options:"),
      _ ("Say how it is used"), _ ("Print the version"),
      _ ("“mado-cli COMMAND --help” says more of each."));
  fputs (text->str, file);
}

int
main (int argc, char **argv)
{
  mado_cli_set_language (NULL);
  if (argc < 2) {
    print_help (stderr);
    return MADO_CLI_USAGE;
  }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")) {
    print_help (stdout);
    return MADO_CLI_DONE;
  }
  if (g_str_equal (argv[1], "--version")) {
    g_print ("mado-cli %s\n", MADO_VERSION);
    return MADO_CLI_DONE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i]->name))
      return (int) commands[i]->run (argc - 1, argv + 1);
  /* Translators: %s is what somebody typed as the name of a command */
  g_printerr (_ ("mado-cli: there is no command “%s”."), argv[1]);
  g_printerr ("\n\n");
  print_help (stderr);
  return MADO_CLI_USAGE;
}
