/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-nifti.h"

#include <math.h>
#include <string.h>

#include <gio/gio.h>

/* Byte offsets of the fields of nifti1.h. */
enum {
  DIM = 40,
  DATATYPE = 70,
  PIXDIM = 76,
  VOX_OFFSET = 108,
  SCL_SLOPE = 112,
  SCL_INTER = 116,
  XYZT_UNITS = 123,
  QFORM_CODE = 252,
  SFORM_CODE = 254,
  QUATERN = 256,
  QOFFSET = 268,
  SROW = 280,
  MAGIC = 344,
  HEADER_SIZE = 348,
};

static int
get_short (const guint8 *bytes)
{
  return (gint16) (bytes[0] | bytes[1] << 8);
}

static double
get_float (const guint8 *bytes)
{
  const guint32 bits = bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 |
                       (guint32) bytes[3] << 24;
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, &error));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_assert_no_error (error);
  if (g_str_has_suffix (path, ".gz")) {
    g_autoptr (GZlibDecompressor) inflater =
        g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    GInputStream *inflated =
        g_converter_input_stream_new (stream, G_CONVERTER (inflater));

    g_object_unref (stream);
    stream = inflated;
  }
  g_output_stream_splice (memory, stream,
                          G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                              G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                          NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* NIfTI-1, method 2: a unit quaternion, voxel sizes and qfac. */
static void
read_qform (MadoTestNifti *self, const guint8 *header)
{
  const double b = get_float (header + QUATERN), c = get_float (header + QUATERN + 4),
               d = get_float (header + QUATERN + 8);
  const double a = sqrt (MAX (0, 1 - b * b - c * c - d * d));
  const double qfac = get_float (header + PIXDIM) < 0 ? -1 : 1;
  const double rotation[3][3] = {
      {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)},
      {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)},
      {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c}};

  for (int row = 0; row < 3; row++) {
    for (int axis = 0; axis < 3; axis++)
      self->qform[row][axis] = rotation[row][axis] *
                               get_float (header + PIXDIM + 4 * (axis + 1)) *
                               (axis == 2 ? qfac : 1);
    self->qform[row][3] = get_float (header + QOFFSET + 4 * row);
  }
}

static double
read_value (const guint8 *data, int datatype, gsize index)
{
  switch (datatype) {
  case 2:
    return data[index];
  case 4:
    return get_short (data + 2 * index);
  case 512:
    return (guint16) get_short (data + 2 * index);
  case 16:
    return get_float (data + 4 * index);
  default:
    g_error ("NIfTI data type %d is not known to the tests", datatype);
  }
}

static void
read_values (MadoTestNifti *self, const guint8 *bytes, gsize size)
{
  const gsize offset = (gsize) get_float (bytes + VOX_OFFSET);
  const gsize n = (gsize) self->n[0] * self->n[1] * self->n[2] * self->n[3];
  const gsize width = self->datatype == 16 ? 4 : self->datatype == 2 ? 1 : 2;
  double slope = get_float (bytes + SCL_SLOPE);
  double intercept = get_float (bytes + SCL_INTER);

  g_assert_cmpuint (offset + n * width, <=, size);
  if (slope == 0) {
    slope = 1;
    intercept = 0;
  }
  self->values = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    self->values[i] =
        slope * read_value (bytes + offset, self->datatype, i) + intercept;
}

MadoTestNifti *
mado_test_nifti_new (const char *path)
{
  g_autoptr (GBytes) file = read_file (path);
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (file, &size);
  MadoTestNifti *self = g_new0 (MadoTestNifti, 1);

  g_assert_cmpuint (size, >, HEADER_SIZE);
  g_assert_cmpint (get_short (bytes), ==, HEADER_SIZE);
  g_assert_cmpstr ((const char *) bytes + MAGIC, ==, "n+1");
  for (int i = 0; i < 4; i++)
    self->n[i] =
        i < get_short (bytes + DIM) ? get_short (bytes + DIM + 2 * (i + 1)) : 1;
  self->datatype = get_short (bytes + DATATYPE);
  self->sform_code = get_short (bytes + SFORM_CODE);
  self->qform_code = get_short (bytes + QFORM_CODE);
  self->units = bytes[XYZT_UNITS];
  read_qform (self, bytes);
  for (int row = 0; row < 3; row++)
    for (int i = 0; i < 4; i++)
      self->affine[row][i] = self->sform_code > 0
                                 ? get_float (bytes + SROW + 16 * row + 4 * i)
                                 : self->qform[row][i];
  read_values (self, bytes, size);
  return self;
}

void
mado_test_nifti_free (MadoTestNifti *self)
{
  if (self == NULL)
    return;

  g_free (self->values);
  g_free (self);
}

double
mado_test_nifti_get (const MadoTestNifti *self, int i, int j, int k, int t)
{
  g_assert_cmpint (i, >=, 0);
  g_assert_cmpint (i, <, self->n[0]);
  g_assert_cmpint (j, >=, 0);
  g_assert_cmpint (j, <, self->n[1]);
  g_assert_cmpint (k, >=, 0);
  g_assert_cmpint (k, <, self->n[2]);
  g_assert_cmpint (t, >=, 0);
  g_assert_cmpint (t, <, self->n[3]);
  return self->values[(((gsize) t * self->n[2] + k) * self->n[1] + j) * self->n[0] + i];
}

void
mado_test_nifti_to_lps (
    const MadoTestNifti *self, double i, double j, double k, double lps[3])
{
  for (int row = 0; row < 3; row++) {
    const double *a = self->affine[row];

    lps[row] = (row < 2 ? -1 : 1) * (a[0] * i + a[1] * j + a[2] * k + a[3]);
  }
}

void
mado_test_nifti_from_lps (const MadoTestNifti *self, const double lps[3], double ijk[3])
{
  const double (*a)[4] = self->affine;
  const double from[3] = {-lps[0] - a[0][3], -lps[1] - a[1][3], lps[2] - a[2][3]};
  double determinant = 0;

  /* Cramer's rule: axis by axis, @from in the place of the axis. */
  for (int axis = -1; axis < 3; axis++) {
    double m[3][3];
    double value;

    for (int row = 0; row < 3; row++)
      for (int i = 0; i < 3; i++)
        m[row][i] = i == axis ? from[row] : a[row][i];
    value = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
            m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
            m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    if (axis < 0)
      determinant = value;
    else
      ijk[axis] = value / determinant;
  }
}
