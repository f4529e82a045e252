/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What one run of the real mado-cli came to. */
typedef struct {
  int status;
  char *out;
  char *err;
} MadoTestRun;

/**
 * mado_test_run_cli:
 * @arguments: %NULL-terminated, without the program
 */
void mado_test_run_cli (MadoTestRun *run, const char *const *arguments);
void mado_test_run_clear (MadoTestRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoTestRun, mado_test_run_clear)

#define MADO_TEST_ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

G_END_DECLS
