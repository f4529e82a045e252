/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-reslice.h"
#include "mado-test-volume.h"

G_BEGIN_DECLS

/**
 * MadoTestReslice:
 * @name: for the path of the test
 * @type: of the voxels
 * @size: columns, rows, slices
 * @spacing: mm between columns, rows and slices
 * @is_oblique: lies askew in the patient; else axial
 * @tilt: mm the slices move along the columns for each mm along the normal
 * @jitter: share of the spacing by which distances differ
 * @gap: slices missing after the first third
 * @n_waiting: slices that do not come, beginning with the fourth
 * @n_failed: slices at the end that cannot be decoded
 * @low: stored values run from here
 * @high: to here
 * @slope: of the modality LUT; 1 when 0
 * @slope_step: what each slice adds to it, as in PET
 * @has_padding: the lowest eighth of the values is padding
 * @has_bad: some voxels are NaN or infinite
 *
 * A volume with a smooth pattern and noise; the same every time.
 */
typedef struct {
  const char *name;
  MadoSampleType type;
  int size[3];
  double spacing[3];
  bool is_oblique;
  double tilt;
  double jitter;
  int gap;
  int n_waiting;
  int n_failed;
  double low;
  double high;
  double slope;
  double intercept;
  double slope_step;
  bool has_padding;
  bool has_bad;
  bool has_modality_lut;
  bool has_voi_lut;
  bool is_inverted;
} MadoTestReslice;

extern const MadoTestReslice mado_test_reslices[];
extern const gsize mado_test_n_reslices;

/* Through files, as the program gets it. */
MadoVolume *
mado_test_reslice_make (const MadoTestReslice *self) G_GNUC_WARN_UNUSED_RESULT;

/* Slice @slice of such a volume comes. */
void mado_test_reslice_add_slice (const MadoTestReslice *self,
                                  MadoVolume *volume,
                                  int slice);

/* A plane, slab, interpolation and window that suit @volume. */
void mado_test_reslice_make_view (const MadoTestReslice *self,
                                  const MadoVolume *volume,
                                  GRand *random,
                                  MadoPlaneView *view);

G_END_DECLS
