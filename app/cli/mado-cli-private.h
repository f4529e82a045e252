/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What mado-cli returns to the shell. */
typedef enum {
  MADO_CLI_DONE = 0,
  MADO_CLI_FAILED = 1, /* the data says no; one line on stderr says why */
  MADO_CLI_USAGE = 2,  /* wrong usage; stderr says how it is used */
} MadoCliStatus;

/**
 * MadoCliCommand:
 * @summary: English, for translation
 * @run: gets its arguments without the program, its own name first
 */
typedef struct {
  const char *name;
  const char *summary;
  MadoCliStatus (*run) (int argc, char **argv);
} MadoCliCommand;

extern const MadoCliCommand mado_cli_info;
extern const MadoCliCommand mado_cli_phantom;
extern const MadoCliCommand mado_cli_render;
extern const MadoCliCommand mado_cli_resample;

/**
 * mado_cli_parse:
 * @parameters: what follows the options, e.g. "PATH…"
 * @description: (nullable): more for the end of the help, translated
 * @status: (out): what to return when the result is %FALSE
 *
 * Takes the options out of @argv.  --help is answered here.
 *
 * Returns: whether to go on
 */
gboolean mado_cli_parse (const MadoCliCommand *command,
                         const GOptionEntry *entries,
                         const char *parameters,
                         const char *description,
                         int *argc,
                         char ***argv,
                         MadoCliStatus *status);

/* Prints "mado-cli COMMAND: message" and where the help is. */
MadoCliStatus mado_cli_usage_error (const MadoCliCommand *command,
                                    const char *format,
                                    ...) G_GNUC_PRINTF (2, 3);
/* Prints one line on stderr: "mado-cli: what: message"; @what may be %NULL. */
MadoCliStatus mado_cli_failure (const char *what, const GError *error);

/* The locale of this machine, or @language ("ja", "en") in spite of it. */
void mado_cli_set_language (const char *language);

G_END_DECLS
