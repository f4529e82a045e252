/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mado_test_corpus:
 * @relative: a path below the corpus of real files
 *
 * The corpus lies beside the checkout, in ../shared/corpus, or where the variable
 * MADO_TEST_CORPUS says.  It is not part of the project: a test that needs it is
 * skipped without it.
 *
 * Returns: (transfer full) (nullable): the path, or %NULL after g_test_skip()
 */
char *mado_test_corpus (const char *relative) G_GNUC_WARN_UNUSED_RESULT;

/* The same for the vectors beside the corpus, e.g. "voi_vectors.csv". */
char *mado_test_vectors (const char *relative) G_GNUC_WARN_UNUSED_RESULT;

/* A fresh folder; mado_test_remove_tree() deletes it with all it holds. */
char *mado_test_make_folder (void) G_GNUC_WARN_UNUSED_RESULT;
void mado_test_remove_tree (const char *path);

/**
 * mado_test_find_program:
 *
 * Returns: (transfer full) (nullable): the path of an oracle such as "dcm2pnm",
 *   or %NULL after g_test_skip()
 */
char *mado_test_find_program (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
