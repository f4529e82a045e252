/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-test-cli.h"
#include "mado-test.h"

typedef struct {
  const char *name;
  const char *arguments[8];
  int status;
  const char *out; /* what standard output must hold; NULL: must be empty */
  const char *err;
} Case;

static const Case cases[] = {
    {"nothing", {NULL}, 2, NULL, "Usage:"},
    {"help", {"--help"}, 0, "Commands:", NULL},
    {"version", {"--version"}, 0, "mado-cli ", NULL},
    {"unknown-command", {"frobnicate"}, 2, NULL, "frobnicate"},
    {"phantom-help", {"phantom", "--help"}, 0, "--transfer-syntax", NULL},
    {"phantom-without-folder", {"phantom"}, 2, NULL, "--help"},
    {"phantom-unknown-option", {"phantom", "--colour", "x"}, 2, NULL, "--colour"},
    {"phantom-unknown-kind",
     {"phantom", "--kind", "elephant", "x"},
     2,
     NULL,
     "elephant"},
    {"phantom-unknown-syntax",
     {"phantom", "--transfer-syntax", "gif", "x"},
     2,
     NULL,
     "gif"},
    {"phantom-bits",
     {"phantom", "--transfer-syntax", "jpeg-baseline", "/nonexistent/x"},
     1,
     NULL,
     "12"},
    {"phantom-cannot-write",
     {"phantom", "--slices", "1", "/dev/null/x"},
     1,
     NULL,
     "/dev/null/x"},
    {"render-help", {"render", "--help"}, 0, "--mm-per-px", NULL},
    {"render-without-path", {"render", "--out", "x.png"}, 2, NULL, "--help"},
    {"render-without-out", {"render", "x"}, 2, NULL, "--out"},
    {"render-frame-0", {"render", "x", "--raw", "y", "--frame", "0"}, 2, NULL, "1"},
    {"render-size", {"render", "x", "--out", "y", "--size", "12"}, 2, NULL, "--size"},
    {"render-huge",
     {"render", "x", "--out", "y", "--size", "99999x1"},
     2,
     NULL,
     "--size"},
    {"render-width-0", {"render", "x", "--out", "y", "--window", "1,0"}, 2, NULL, "0"},
    {"render-window",
     {"render", "x", "--out", "y", "--window", "1,nan"},
     2,
     NULL,
     "--window"},
    {"render-curve",
     {"render", "x", "--out", "y", "--window", "1,2,cube"},
     2,
     NULL,
     "--window"},
    {"render-angle",
     {"render", "x", "--out", "y", "--rotate", "45"},
     2,
     NULL,
     "--rotate"},
    {"render-zoom", {"render", "x", "--out", "y", "--zoom", "-1"}, 2, NULL, "--zoom"},
    {"render-backend",
     {"render", "x", "--out", "y", "--backend", "vga"},
     2,
     NULL,
     "--backend"},
    {"render-missing-file",
     {"render", "/nonexistent", "--out", "y"},
     1,
     NULL,
     "/nonexistent"},
    {"info-help", {"info", "--help"}, 0, "--json", NULL},
    {"info-without-path", {"info"}, 2, NULL, "--help"},
    {"info-missing-file", {"info", "/nonexistent"}, 1, NULL, "mado-cli: "},
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto (MadoTestRun) run = {0};

  mado_test_run_cli (&run, test->arguments);
  g_test_message ("%s%s", run.out, run.err);
  g_assert_cmpint (run.status, ==, test->status);
  if (test->out != NULL)
    g_assert_nonnull (strstr (run.out, test->out));
  else
    g_assert_cmpstr (run.out, ==, "");
  if (test->err != NULL)
    g_assert_nonnull (strstr (run.err, test->err));
  else
    g_assert_cmpstr (run.err, ==, "");
  /* When the data says no, one line says why. */
  if (test->status == 1)
    g_assert_true (strchr (run.err, '\n') == run.err + strlen (run.err) - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/mado/cli/usage/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  return g_test_run ();
}
