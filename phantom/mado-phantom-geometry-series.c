/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-geometry-private.h"

const MadoPhantomExamination mado_phantom_geometry_examination = {
    .patient_name = "Phantom^Geometry=幾何^模型=きか^もけい",
    .patient_id = "00000003",
    .birth_date = "20000101",
    .sex = "O",
    .age = "025Y",
    .weight = "10",
    .study_description = "幾何ファントム",
    .study_date = "20250701",
    .study_time = "083000",
    .accession_number = "25070100003",
};

void
mado_phantom_geometry_set_ct (MadoDicomWriter *writer,
                              const MadoPhantomClassic *self,
                              int index)
{
  static const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY\\AXIAL"},
      {MADO_TAG (0x0008, 0x0022), "20250701"},
      {MADO_TAG (0x0008, 0x0032), "083000"},
      {MADO_TAG (0x0018, 0x0060), "120"},
      {MADO_TAG (0x0018, 0x1150), "500"},
      {MADO_TAG (0x0018, 0x1151), "180"},
      {MADO_TAG (0x0018, 0x5100), "HFS"},
      {MADO_TAG (0x0020, 0x0012), "1"},
      {MADO_TAG (0x0028, 0x1050), "200"},
      {MADO_TAG (0x0028, 0x1051), "1600"},
      {MADO_TAG (0x0028, 0x1054), "HU"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1052), self->intercept);
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1053),
                           mado_phantom_stack_get (self->stack, index)->slope);
}

void
mado_phantom_geometry_set_mr (MadoDicomWriter *writer,
                              const MadoPhantomClassic *self,
                              int index)
{
  static const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY\\M\\SE"},
      {MADO_TAG (0x0018, 0x0020), "SE"},
      {MADO_TAG (0x0018, 0x0021), "NONE"},
      {MADO_TAG (0x0018, 0x0022), ""},
      {MADO_TAG (0x0018, 0x0023), "2D"},
      {MADO_TAG (0x0018, 0x0080), "4000"},
      {MADO_TAG (0x0018, 0x0081), "80"},
      {MADO_TAG (0x0018, 0x0087), "3"},
      {MADO_TAG (0x0018, 0x0091), "1"},
      {MADO_TAG (0x0018, 0x5100), "HFS"},
      {MADO_TAG (0x0020, 0x0012), "1"},
      {MADO_TAG (0x0028, 0x1050), "20000"},
      {MADO_TAG (0x0028, 0x1051), "30000"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
}

static bool
slice_work (const MadoPhantomJob *job, int index, gpointer data, GError **error)
{
  const MadoPhantomClassic *self = data;
  const MadoPhantomStack *stack = self->stack;
  const MadoPhantomPlace *place = mado_phantom_stack_get (stack, index);
  const gsize n = (gsize) stack->columns * (gsize) stack->rows;
  guint16 *stored = g_new (guint16, n);
  g_autoptr (GBytes) pixels = g_bytes_new_take (stored, n * sizeof (guint16));
  const double position[] = {place->position.x, place->position.y, place->position.z};
  const double orientation[] = {stack->row.x,    stack->row.y,    stack->row.z,
                                stack->column.x, stack->column.y, stack->column.z};
  const double spacing[] = {stack->row_spacing, stack->column_spacing};
  const MadoPixelFormat format = {
      .columns = stack->columns,
      .rows = stack->rows,
      .n_frames = 1,
      .samples_per_pixel = 1,
      .bits_allocated = 16,
      .bits_stored = 16,
      .high_bit = 15,
      .is_signed = self->is_signed,
      .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
  };
  g_autoptr (MadoDicomWriter) writer = mado_phantom_writer_new (
      job, &mado_phantom_geometry_examination, self->series, place->file);

  mado_phantom_stack_fill (stack, self->body, index, self->intercept, stored);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x0013), place->instance);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x0015), "HEAD");
  mado_phantom_set_plane (writer, position, orientation);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x0050), self->thickness);
  self->set_elements (writer, self, index);
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return mado_phantom_save (job, writer, self->folder, place->file, error);
}

bool
mado_phantom_classic_write (const MadoPhantomJob *job,
                            const MadoPhantomClassic *self,
                            GError **error)
{
  return mado_phantom_job_run (job, (int) self->stack->places->len, slice_work,
                               (gpointer) self, 0, 1, error);
}

static void
set_vector (JsonBuilder *truth, const char *name, MadoPhantomPoint vector)
{
  mado_phantom_truth_set_point (truth, name, vector.x, vector.y, vector.z);
}

static void
begin_list (JsonBuilder *truth, const char *name)
{
  json_builder_set_member_name (truth, name);
  json_builder_begin_array (truth);
}

static void
set_field (JsonBuilder *truth, const MadoPhantomBody *body)
{
  json_builder_set_member_name (truth, "field");
  json_builder_begin_object (truth);
  mado_phantom_truth_set_double (truth, "constant", body->constant);
  set_vector (truth, "gradient_per_mm", body->gradient);
  begin_list (truth, "waves");
  for (int i = 0; i < MADO_PHANTOM_N_WAVES; i++) {
    json_builder_begin_object (truth);
    mado_phantom_truth_set_double (truth, "amplitude", body->waves[i].amplitude);
    set_vector (truth, "wave_vector_per_mm", body->waves[i].wave_vector);
    mado_phantom_truth_set_double (truth, "phase", body->waves[i].phase);
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
  json_builder_end_object (truth);
}

void
mado_phantom_truth_set_body (JsonBuilder *truth, const MadoPhantomBody *body)
{
  set_field (truth, body);
  mado_phantom_truth_set_double (truth, "edge_mm", body->edge);
  begin_list (truth, "spheres");
  for (int i = 0; i < MADO_PHANTOM_N_SPHERES; i++) {
    json_builder_begin_object (truth);
    mado_phantom_truth_set_string (truth, "id", body->spheres[i].id);
    set_vector (truth, "center_mm", body->spheres[i].center);
    mado_phantom_truth_set_double (truth, "radius_mm", body->spheres[i].radius);
    mado_phantom_truth_set_double (truth, "contrast", body->spheres[i].contrast);
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
  begin_list (truth, "rods");
  for (int i = 0; i < MADO_PHANTOM_N_RODS; i++) {
    json_builder_begin_object (truth);
    mado_phantom_truth_set_string (truth, "id", body->rods[i].id);
    set_vector (truth, "from_mm", body->rods[i].from);
    set_vector (truth, "to_mm", body->rods[i].to);
    mado_phantom_truth_set_double (truth, "radius_mm", body->rods[i].radius);
    mado_phantom_truth_set_double (truth, "contrast", body->rods[i].contrast);
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
}

void
mado_phantom_truth_begin_volume (JsonBuilder *truth,
                                 const char *folder,
                                 const MadoPhantomStack *stack)
{
  json_builder_begin_object (truth);
  mado_phantom_truth_set_string (truth, "folder", folder);
  mado_phantom_truth_set_int (truth, "columns", stack->columns);
  mado_phantom_truth_set_int (truth, "rows", stack->rows);
  mado_phantom_truth_set_double (truth, "column_spacing_mm", stack->column_spacing);
  mado_phantom_truth_set_double (truth, "row_spacing_mm", stack->row_spacing);
  set_vector (truth, "row_direction", stack->row);
  set_vector (truth, "column_direction", stack->column);
  begin_list (truth, "slices");
  for (guint i = 0; i < stack->places->len; i++) {
    const MadoPhantomPlace *place = mado_phantom_stack_get (stack, (int) i);

    json_builder_begin_object (truth);
    mado_phantom_truth_set_int (truth, "file", place->file);
    mado_phantom_truth_set_int (truth, "frame", place->frame);
    mado_phantom_truth_set_int (truth, "instance", place->instance);
    set_vector (truth, "position_mm", place->position);
    mado_phantom_truth_set_double (truth, "factor", place->factor);
    mado_phantom_truth_set_double (truth, "slope", place->slope);
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
}

void
mado_phantom_truth_end_volume (JsonBuilder *truth)
{
  json_builder_end_object (truth);
}

void
mado_phantom_truth_begin_only_volume (const MadoPhantomJob *job,
                                      const MadoPhantomClassic *classic)
{
  begin_list (job->truth, "series");
  mado_phantom_truth_add_series (job, classic->series, classic->folder,
                                 (int) classic->stack->places->len);
  json_builder_end_array (job->truth);
  begin_list (job->truth, "volumes");
  mado_phantom_truth_begin_volume (job->truth, classic->folder, classic->stack);
}

void
mado_phantom_truth_end_only_volume (const MadoPhantomJob *job,
                                    const MadoPhantomClassic *classic)
{
  mado_phantom_truth_end_volume (job->truth);
  json_builder_end_array (job->truth);
  mado_phantom_truth_set_body (job->truth, classic->body);
}
