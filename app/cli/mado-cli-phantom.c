/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "mado-cli-private.h"
#include "mado-codec.h"
#include "mado-phantom.h"

/* Short names of transfer syntaxes for the command line. */
static const struct {
  const char *name;
  const char *uid;
} syntaxes[] = {
    {"implicit", "1.2.840.10008.1.2"},
    {"explicit", "1.2.840.10008.1.2.1"},
    {"deflated", "1.2.840.10008.1.2.1.99"},
    {"big-endian", "1.2.840.10008.1.2.2"},
    {"rle", "1.2.840.10008.1.2.5"},
    {"jpeg-baseline", "1.2.840.10008.1.2.4.50"},
    {"jpeg-extended", "1.2.840.10008.1.2.4.51"},
    {"jpeg-lossless", "1.2.840.10008.1.2.4.57"},
    {"jpeg-lossless-sv1", "1.2.840.10008.1.2.4.70"},
    {"jpeg-ls", "1.2.840.10008.1.2.4.80"},
    {"jpeg-ls-lossy", "1.2.840.10008.1.2.4.81"},
    {"jpeg2000", "1.2.840.10008.1.2.4.90"},
    {"jpeg2000-lossy", "1.2.840.10008.1.2.4.91"},
    {"htj2k", "1.2.840.10008.1.2.4.201"},
    {"htj2k-rpcl", "1.2.840.10008.1.2.4.202"},
    {"htj2k-lossy", "1.2.840.10008.1.2.4.203"},
};

/* A name, or a UID as it is; %NULL for neither. */
static const char *
find_syntax (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (syntaxes); i++)
    if (g_str_equal (syntaxes[i].name, text))
      return syntaxes[i].uid;
  return g_ascii_isdigit (text[0]) ? text : NULL;
}

static char *
describe (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Kinds:"));

  for (const char *const *kind = mado_phantom_list_kinds (); *kind != NULL; kind++)
    g_string_append_printf (text, " %s", *kind);
  g_string_append_printf (text, "\n%s\n", _ ("Transfer syntaxes:"));
  for (guint i = 0; i < G_N_ELEMENTS (syntaxes); i++)
    if (mado_codec_can_encode (syntaxes[i].uid))
      g_string_append_printf (text, "  %-18s %s\n", syntaxes[i].name,
                              mado_codec_get_name (syntaxes[i].uid));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static MadoCliStatus
run (int argc, char **argv)
{
  g_autofree char *kind = NULL;
  g_autofree char *syntax = NULL;
  int n_slices = 0;
  int seed = 1;
  const GOptionEntry entries[] = {
      {"kind", 'k', 0, G_OPTION_ARG_STRING, &kind,
       N_ ("What to make; chest-ct when not given"), N_ ("KIND")},
      {"transfer-syntax", 't', 0, G_OPTION_ARG_STRING, &syntax,
       N_ ("How to code the pixels: a UID or a name from below"), N_ ("SYNTAX")},
      {"slices", 'n', 0, G_OPTION_ARG_INT, &n_slices, N_ ("Number of slices or frames"),
       "N"},
      {"seed", 's', 0, G_OPTION_ARG_INT, &seed,
       N_ ("Of the noise: same seed, same files"), "N"},
      G_OPTION_ENTRY_NULL};
  g_autofree char *description = describe ();
  g_autoptr (GError) error = NULL;
  MadoPhantomOptions options;
  MadoCliStatus status;

  if (!mado_cli_parse (&mado_cli_phantom, entries, _ ("FOLDER"), description, &argc,
                       &argv, &status))
    return status;
  if (argc != 2)
    return mado_cli_usage_error (&mado_cli_phantom, _ ("exactly one folder is needed"));
  options = (MadoPhantomOptions){
      .kind = kind != NULL ? kind : "chest-ct",
      .transfer_syntax = syntax != NULL ? find_syntax (syntax) : NULL,
      .n_slices = n_slices,
      .seed = (guint32) seed,
  };
  if (!g_strv_contains (mado_phantom_list_kinds (), options.kind))
    return mado_cli_usage_error (&mado_cli_phantom, _ ("there is no kind “%s”"),
                                 options.kind);
  if (syntax != NULL && options.transfer_syntax == NULL)
    return mado_cli_usage_error (&mado_cli_phantom,
                                 _ ("there is no transfer syntax “%s”"), syntax);
  if (n_slices < 0 || seed < 0)
    return mado_cli_usage_error (&mado_cli_phantom, _ ("numbers must be positive"));
  if (!mado_phantom_write (&options, argv[1], NULL, NULL, NULL, &error))
    return mado_cli_failure (argv[1], error);
  return MADO_CLI_DONE;
}

const MadoCliCommand mado_cli_phantom = {
    "phantom", N_ ("Make a synthetic study whose truth is known"), run};
