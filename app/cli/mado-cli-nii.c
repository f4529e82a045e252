/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "mado-cli-resample-private.h"

static void
append_short (GByteArray *bytes, int value)
{
  const guint16 bits = GUINT16_TO_LE ((guint16) value);

  g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
}

static void
append_int (GByteArray *bytes, int value)
{
  const guint32 bits = GUINT32_TO_LE ((guint32) value);

  g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
}

static void
append_float (GByteArray *bytes, double value)
{
  const float rounded = (float) value;
  guint32 bits;

  memcpy (&bits, &rounded, sizeof bits);
  append_int (bytes, (int) bits);
}

/* Zeros up to @offset. */
static void
pad_to (GByteArray *bytes, guint offset)
{
  const guint8 zero = 0;

  while (bytes->len < offset)
    g_byte_array_append (bytes, &zero, 1);
}

/* RAS+ (x to the right, y to the front) from LPS+. */
static void
get_nifti_affine (const MadoCliGrid *grid, double affine[3][4])
{
  for (int i = 0; i < 4; i++) {
    const MadoVector v = i < 3 ? grid->step[i] : grid->origin;

    affine[0][i] = -v.x;
    affine[1][i] = -v.y;
    affine[2][i] = v.z;
  }
}

static bool
is_orthogonal (const MadoCliGrid *grid)
{
  for (int i = 0; i < 3; i++) {
    const MadoVector a = mado_vector_normalize (grid->step[i]);
    const MadoVector b = mado_vector_normalize (grid->step[(i + 1) % 3]);

    if (fabs (mado_vector_dot (a, b)) > 1e-4)
      return false;
  }
  return true;
}

/* The unit quaternion of a rotation; the largest of its parts is divided by. */
static void
get_quaternion (double r[3][3], double q[4])
{
  const double trace[4] = {
      1 + r[0][0] + r[1][1] + r[2][2], 1 + r[0][0] - r[1][1] - r[2][2],
      1 - r[0][0] + r[1][1] - r[2][2], 1 - r[0][0] - r[1][1] + r[2][2]};
  int largest = 0;

  for (int i = 1; i < 4; i++)
    if (trace[i] > trace[largest])
      largest = i;

  const double s = 0.5 / sqrt (trace[largest]);
  const double parts[4][4] = {
      {trace[0], r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]},
      {r[2][1] - r[1][2], trace[1], r[0][1] + r[1][0], r[0][2] + r[2][0]},
      {r[0][2] - r[2][0], r[0][1] + r[1][0], trace[2], r[1][2] + r[2][1]},
      {r[1][0] - r[0][1], r[0][2] + r[2][0], r[1][2] + r[2][1], trace[3]}};

  for (int i = 0; i < 4; i++)
    q[i] = parts[largest][i] * s * (parts[largest][0] < 0 ? -1 : 1);
}

/* Rotation of the axes without their lengths; the third is turned round when they are
 * left-handed, which qfac then says. */
static double
get_rotation (double affine[3][4], const double lengths[3], double rotation[3][3])
{
  double determinant = 0, qfac = 1;

  for (int row = 0; row < 3; row++)
    for (int i = 0; i < 3; i++)
      rotation[row][i] = affine[row][i] / lengths[i];
  for (int i = 0; i < 3; i++)
    determinant +=
        rotation[0][i] * (rotation[1][(i + 1) % 3] * rotation[2][(i + 2) % 3] -
                          rotation[1][(i + 2) % 3] * rotation[2][(i + 1) % 3]);
  if (determinant < 0) {
    qfac = -1;
    for (int row = 0; row < 3; row++)
      rotation[row][2] = -rotation[row][2];
  }
  return qfac;
}

/* nifti1.h, in the order of its fields; what is not used is 0. */
void
mado_cli_append_nii_header (GByteArray *bytes, const MadoCliGrid *grid)
{
  double affine[3][4], rotation[3][3], q[4], lengths[3];
  double qfac;

  get_nifti_affine (grid, affine);
  for (int i = 0; i < 3; i++)
    lengths[i] = mado_vector_length (grid->step[i]);
  qfac = get_rotation (affine, lengths, rotation);
  get_quaternion (rotation, q);

  append_int (bytes, 348);
  pad_to (bytes, 40);
  append_short (bytes, 3);
  for (int i = 0; i < 7; i++)
    append_short (bytes, i < 3 ? grid->n[i] : 1);
  pad_to (bytes, 70);
  append_short (bytes, 16); /* float32 */
  append_short (bytes, 32);
  pad_to (bytes, 76);
  append_float (bytes, qfac);
  for (int i = 0; i < 3; i++)
    append_float (bytes, lengths[i]);
  pad_to (bytes, 108);
  append_float (bytes, 352); /* vox_offset */
  append_float (bytes, 1);   /* scl_slope */
  append_float (bytes, 0);
  pad_to (bytes, 123);
  g_byte_array_append (bytes, (const guint8 *) "\x02", 1); /* mm */
  pad_to (bytes, 252);
  /* A quaternion cannot say that axes are sheared. */
  append_short (bytes, is_orthogonal (grid) ? 1 : 0);
  append_short (bytes, 1); /* scanner coordinates */
  for (int i = 1; i < 4; i++)
    append_float (bytes, q[i]);
  for (int row = 0; row < 3; row++)
    append_float (bytes, affine[row][3]);
  for (int row = 0; row < 3; row++)
    for (int i = 0; i < 4; i++)
      append_float (bytes, affine[row][i]);
  pad_to (bytes, 344);
  g_byte_array_append (bytes, (const guint8 *) "n+1", 4);
  pad_to (bytes, 352); /* no extensions */
}
