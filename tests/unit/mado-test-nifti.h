/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoTestNifti:
 * @n: voxels along i, j, k, and volumes
 * @datatype: NIfTI-1 code: 4 is int16, 16 float32
 * @sform_code: 0 when there is none
 * @qform_code: 0 when there is none
 * @affine: (i, j, k, 1) → RAS mm: the sform, else the qform
 * @qform: the same by the quaternion
 * @units: xyzt_units
 * @values: owned, i fastest, slope and intercept applied
 *
 * A NIfTI-1 file, plain or gzipped, little endian: what dcm2niix says of a series.
 */
typedef struct {
  int n[4];
  int datatype;
  int sform_code;
  int qform_code;
  int units;
  double affine[3][4];
  double qform[3][4];
  double *values;
} MadoTestNifti;

/* Returns: (transfer full): never %NULL: a file that cannot be read ends the test */
MadoTestNifti *mado_test_nifti_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
void mado_test_nifti_free (MadoTestNifti *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoTestNifti, mado_test_nifti_free)

double mado_test_nifti_get (const MadoTestNifti *self, int i, int j, int k, int t);

/* The centre of voxel (@i, @j, @k) in LPS mm: x and y are RAS's negated. */
void mado_test_nifti_to_lps (
    const MadoTestNifti *self, double i, double j, double k, double lps[3]);

/* Where @lps, mm, lies in voxels: whatever way the file's axes run. */
void mado_test_nifti_from_lps (const MadoTestNifti *self,
                               const double lps[3],
                               double ijk[3]);

G_END_DECLS
