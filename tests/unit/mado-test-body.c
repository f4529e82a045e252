/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-body.h"

#include <math.h>
#include <string.h>

#include "mado-phantom.h"
#include "mado-test.h"

static MadoVector
read_vector (JsonObject *object, const char *member)
{
  JsonArray *array = json_object_get_array_member (object, member);

  return (MadoVector){json_array_get_double_element (array, 0),
                      json_array_get_double_element (array, 1),
                      json_array_get_double_element (array, 2)};
}

static void
shape_clear (gpointer data)
{
  g_free (((MadoTestShape *) data)->id);
}

static GArray *
read_shapes (JsonObject *object, const char *member, const char *from, const char *to)
{
  JsonArray *array = json_object_get_array_member (object, member);
  GArray *shapes = g_array_new (FALSE, FALSE, sizeof (MadoTestShape));

  g_array_set_clear_func (shapes, shape_clear);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *item = json_array_get_object_element (array, i);
    const MadoTestShape shape = {
        .id = g_strdup (json_object_get_string_member (item, "id")),
        .from = read_vector (item, from),
        .to = read_vector (item, to),
        .radius = json_object_get_double_member (item, "radius_mm"),
        .contrast = json_object_get_double_member (item, "contrast"),
    };

    g_array_append_val (shapes, shape);
  }
  return shapes;
}

static void
read_field (MadoTestBody *self)
{
  JsonObject *field = json_object_get_object_member (self->json, "field");
  JsonArray *waves = json_object_get_array_member (field, "waves");

  self->constant = json_object_get_double_member (field, "constant");
  self->gradient = read_vector (field, "gradient_per_mm");
  self->waves = g_array_new (FALSE, FALSE, sizeof (MadoTestWave));
  for (guint i = 0; i < json_array_get_length (waves); i++) {
    JsonObject *item = json_array_get_object_element (waves, i);
    const MadoTestWave wave = {
        .amplitude = json_object_get_double_member (item, "amplitude"),
        .phase = json_object_get_double_member (item, "phase"),
        .wave_vector = read_vector (item, "wave_vector_per_mm"),
    };

    g_array_append_val (self->waves, wave);
  }
}

static void
read_slices (MadoTestVolume *self)
{
  JsonArray *slices = json_object_get_array_member (self->json, "slices");

  self->n_slices = (int) json_array_get_length (slices);
  self->positions = g_new (MadoVector, self->n_slices);
  self->files = g_new (int, self->n_slices);
  self->frames = g_new (int, self->n_slices);
  self->instances = g_new (int, self->n_slices);
  for (int i = 0; i < self->n_slices; i++) {
    JsonObject *slice = json_array_get_object_element (slices, (guint) i);

    self->positions[i] = read_vector (slice, "position_mm");
    self->files[i] = (int) json_object_get_int_member (slice, "file");
    self->frames[i] = (int) json_object_get_int_member (slice, "frame");
    self->instances[i] = (int) json_object_get_int_member (slice, "instance");
    self->factor = json_object_get_double_member (slice, "factor");
    self->slope = MAX (self->slope, json_object_get_double_member (slice, "slope"));
  }
}

static MadoTestVolume *
read_volume (JsonObject *json)
{
  MadoTestVolume *self = g_new0 (MadoTestVolume, 1);

  self->json = json;
  self->folder = g_strdup (json_object_get_string_member (json, "folder"));
  self->columns = (int) json_object_get_int_member (json, "columns");
  self->rows = (int) json_object_get_int_member (json, "rows");
  self->column_spacing = json_object_get_double_member (json, "column_spacing_mm");
  self->row_spacing = json_object_get_double_member (json, "row_spacing_mm");
  self->row = read_vector (json, "row_direction");
  self->column = read_vector (json, "column_direction");
  self->refusal = json_object_get_string_member_with_default (json, "refusal", NULL);
  read_slices (self);
  return self;
}

static void
volume_free (gpointer data)
{
  MadoTestVolume *self = data;

  g_free (self->folder);
  g_free (self->positions);
  g_free (self->files);
  g_free (self->frames);
  g_free (self->instances);
  g_free (self);
}

static void
read_truth (MadoTestBody *self)
{
  g_autofree char *path = g_build_filename (self->folder, "truth.json", NULL);
  JsonArray *volumes;

  self->parser = json_parser_new ();
  g_assert_true (json_parser_load_from_file (self->parser, path, NULL));
  self->json = json_node_get_object (json_parser_get_root (self->parser));
  read_field (self);
  self->edge = json_object_get_double_member (self->json, "edge_mm");
  self->spheres = read_shapes (self->json, "spheres", "center_mm", "center_mm");
  self->rods = read_shapes (self->json, "rods", "from_mm", "to_mm");
  self->volumes = g_ptr_array_new_with_free_func (volume_free);
  volumes = json_object_get_array_member (self->json, "volumes");
  for (guint i = 0; i < json_array_get_length (volumes); i++)
    g_ptr_array_add (self->volumes,
                     read_volume (json_array_get_object_element (volumes, i)));
}

static void
scan (MadoTestBody *self)
{
  const char *const paths[] = {self->folder, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPatient) patient = NULL;
  g_autoptr (MadoStudy) study = NULL;
  GListModel *series;

  self->scan = mado_scan_run (paths, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (self->scan->patients), ==, 1);
  patient = g_list_model_get_item (self->scan->patients, 0);
  study = g_list_model_get_item (mado_patient_get_studies (patient), 0);
  series = mado_study_get_series (study);
  self->sets = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (series); i++) {
    g_autoptr (MadoSeries) one = g_list_model_get_item (series, i);
    GListModel *sets = mado_series_get_display_sets (one);

    for (guint k = 0; k < g_list_model_get_n_items (sets); k++)
      g_ptr_array_add (self->sets, g_list_model_get_item (sets, k));
  }
}

MadoTestBody *
mado_test_body_new (const char *kind)
{
  const MadoPhantomOptions options = {.kind = kind};
  g_autoptr (GError) error = NULL;
  MadoTestBody *self = g_new0 (MadoTestBody, 1);

  self->folder = mado_test_make_folder ();
  mado_phantom_write (&options, self->folder, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  read_truth (self);
  scan (self);
  return self;
}

void
mado_test_body_free (MadoTestBody *self)
{
  mado_test_remove_tree (self->folder);
  g_free (self->folder);
  g_clear_pointer (&self->sets, g_ptr_array_unref);
  g_clear_pointer (&self->scan, mado_scan_free);
  g_clear_pointer (&self->volumes, g_ptr_array_unref);
  g_clear_pointer (&self->waves, g_array_unref);
  g_clear_pointer (&self->spheres, g_array_unref);
  g_clear_pointer (&self->rods, g_array_unref);
  g_clear_object (&self->parser);
  g_free (self);
}

const MadoTestVolume *
mado_test_body_get_volume (const MadoTestBody *self, guint index)
{
  return g_ptr_array_index (self->volumes, index);
}

bool
mado_test_volume_has_frame (const MadoTestVolume *self, const MadoFrameRef *ref)
{
  g_autofree char *folder = g_path_get_dirname (ref->instance->path);
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *file = g_path_get_basename (ref->instance->path);
  const int number = (int) g_ascii_strtoll (file, NULL, 10);

  if (!g_str_equal (name, self->folder))
    return false;
  for (int i = 0; i < self->n_slices; i++)
    if (self->files[i] == number && self->frames[i] == ref->frame + 1)
      return true;
  return false;
}

MadoDisplaySet *
mado_test_body_get_set (const MadoTestBody *self, const MadoTestVolume *volume)
{
  for (guint i = 0; i < self->sets->len; i++) {
    MadoDisplaySet *set = g_ptr_array_index (self->sets, i);

    if (mado_test_volume_has_frame (volume, mado_display_set_get_frame (set, 0)))
      return set;
  }
  g_test_fail_printf ("%s: no display set", volume->folder);
  g_assert_not_reached ();
}

MadoVolume *
mado_test_body_load (const MadoTestBody *self, const MadoTestVolume *volume)
{
  g_autoptr (GError) error = NULL;
  MadoVolume *loaded = mado_volume_load (mado_test_body_get_set (self, volume), 0, NULL,
                                         NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (mado_volume_get_geometry (loaded)->n_slices, ==, volume->n_slices);
  g_assert_cmpint (mado_volume_get_n_there (loaded), ==, volume->n_slices);
  return loaded;
}

double
mado_test_body_get_field (const MadoTestBody *self, MadoVector point)
{
  double value = self->constant + mado_vector_dot (self->gradient, point);

  for (guint i = 0; i < self->waves->len; i++) {
    const MadoTestWave *wave = &g_array_index (self->waves, MadoTestWave, i);

    value += wave->amplitude *
             cos (mado_vector_dot (wave->wave_vector, point) + wave->phase);
  }
  return value;
}

double
mado_test_shape_get_distance (const MadoTestShape *self, MadoVector point)
{
  const MadoVector line = mado_vector_subtract (self->to, self->from);
  const MadoVector from = mado_vector_subtract (point, self->from);
  const double length2 = mado_vector_dot (line, line);
  const double t = length2 > 0 ? mado_vector_dot (from, line) / length2 : 0;
  const MadoVector off = mado_vector_add_scaled (from, line, -CLAMP (t, 0, 1));

  return mado_vector_length (off) - self->radius;
}

static double
get_sum (const MadoTestBody *self, const GArray *shapes, MadoVector point)
{
  double sum = 0;

  for (guint i = 0; i < shapes->len; i++) {
    const MadoTestShape *shape = &g_array_index (shapes, MadoTestShape, i);
    const double share = 0.5 - mado_test_shape_get_distance (shape, point) / self->edge;

    sum += shape->contrast * CLAMP (share, 0, 1);
  }
  return sum;
}

double
mado_test_body_get_value (const MadoTestBody *self, MadoVector point)
{
  return mado_test_body_get_field (self, point) + get_sum (self, self->spheres, point) +
         get_sum (self, self->rods, point);
}

double
mado_test_body_get_clearance (const MadoTestBody *self, MadoVector point)
{
  double least = INFINITY;

  for (guint i = 0; i < self->spheres->len; i++)
    least = MIN (least, mado_test_shape_get_distance (
                            &g_array_index (self->spheres, MadoTestShape, i), point));
  for (guint i = 0; i < self->rods->len; i++)
    least = MIN (least, mado_test_shape_get_distance (
                            &g_array_index (self->rods, MadoTestShape, i), point));
  return least - self->edge / 2;
}

/* Along an edge a wave is a cosine of this many radians per edge. */
static double
get_phase (const MadoTestBody *self, guint wave, MadoVector step)
{
  return mado_vector_dot (g_array_index (self->waves, MadoTestWave, wave).wave_vector,
                          step);
}

double
mado_test_body_get_linear_bound (const MadoTestBody *self, const MadoVector steps[3])
{
  return mado_test_body_get_cubic_bound (self, steps, 0);
}

/* Largest |Σ w(t − j) exp (i θ j) − exp (i θ t)| of Catmull-Rom's kernel. */
static double
get_cubic_error (double theta)
{
  double worst = 0;

  for (int step = 0; step <= 64; step++) {
    const double t = step / 64.0;
    const double weights[4] = {
        (-t + 2 * t * t - t * t * t) / 2,
        (2 - 5 * t * t + 3 * t * t * t) / 2,
        (t + 4 * t * t - 3 * t * t * t) / 2,
        (-t * t + t * t * t) / 2,
    };
    double real = -cos (theta * t), imaginary = -sin (theta * t);

    for (int j = 0; j < 4; j++) {
      real += weights[j] * cos (theta * (j - 1));
      imaginary += weights[j] * sin (theta * (j - 1));
    }
    worst = MAX (worst, hypot (real, imaginary));
  }
  return worst;
}

double
mado_test_body_get_cubic_bound (const MadoTestBody *self,
                                const MadoVector steps[3],
                                int n_cubic)
{
  double bound = 0;

  for (guint i = 0; i < self->waves->len; i++) {
    double kept = 1;

    /* (1 + a)(1 + b)(1 + c) − 1: what the errors of three passes come to. */
    for (int axis = 0; axis < 3; axis++) {
      const double theta = get_phase (self, i, steps[axis]);

      kept *= 1 + (axis < n_cubic ? get_cubic_error (theta) : theta * theta / 8);
    }
    bound += fabs (g_array_index (self->waves, MadoTestWave, i).amplitude) * (kept - 1);
  }
  return bound;
}

MadoVector
mado_test_volume_get_point (
    const MadoTestVolume *self, double column, double row, int slice, double t)
{
  MadoVector point = self->positions[slice];

  if (t > 0)
    point = mado_vector_add_scaled (
        point, mado_vector_subtract (self->positions[slice + 1], point), t);
  point = mado_vector_add_scaled (point, self->row, column * self->column_spacing);
  return mado_vector_add_scaled (point, self->column, row * self->row_spacing);
}

void
mado_test_volume_get_steps (const MadoTestVolume *self, int slice, MadoVector steps[3])
{
  steps[0] = mado_vector_scale (self->row, self->column_spacing);
  steps[1] = mado_vector_scale (self->column, self->row_spacing);
  steps[2] = mado_vector_subtract (self->positions[slice + 1], self->positions[slice]);
}
