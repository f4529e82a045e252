/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-test-slice.h"

G_BEGIN_DECLS

/**
 * MadoTestStack:
 * @scan: (nullable): what the files were read as; set by mado_test_stack_read()
 * @sets: (nullable) (element-type MadoDisplaySet): all of it
 * @template: of the slices; number and position are set for each
 *
 * A folder of slices and what comes of it.  Test fixture.
 */
typedef struct {
  char *folder;
  int n_files;
  MadoTestSlice template;
  MadoScan *scan;
  GPtrArray *sets;
} MadoTestStack;

void mado_test_stack_set_up (MadoTestStack *self, gconstpointer data);
void mado_test_stack_tear_down (MadoTestStack *self, gconstpointer data);

/* A writer for a slice, to be changed and given to mado_test_stack_end(). */
MadoDicomWriter *mado_test_stack_begin (MadoTestStack *self,
                                        int number,
                                        double x,
                                        double y,
                                        double z) G_GNUC_WARN_UNUSED_RESULT;
void mado_test_stack_end (MadoTestStack *self, MadoDicomWriter *writer);
void
mado_test_stack_add (MadoTestStack *self, int number, double x, double y, double z);

/* Reads the folder, which must become @n_sets display sets; the first one. */
MadoDisplaySet *mado_test_stack_read (MadoTestStack *self, guint n_sets);
/* The geometry of the only display set. */
const MadoGeometry *mado_test_stack_measure (MadoTestStack *self);

void mado_test_assert_vector (MadoVector a, MadoVector b, double tolerance);

G_END_DECLS
