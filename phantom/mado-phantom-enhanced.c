/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-enhanced-private.h"

#define TAG_STACK_ID               MADO_TAG (0x0020, 0x9056)
#define TAG_IN_STACK_POSITION      MADO_TAG (0x0020, 0x9057)
#define TAG_FRAME_CONTENT_SEQUENCE MADO_TAG (0x0020, 0x9111)

static bool
is_ct (const MadoPhantomEnhanced *self)
{
  return g_str_equal (self->series->modality, "CT");
}

static int
count_frames (const MadoPhantomEnhanced *self)
{
  int n = 0;

  for (int i = 0; i < self->n_stacks; i++)
    n += (int) self->stacks[i].places->len;
  return n;
}

/* Frame numbers count through all stacks. */
static void
find_frame (const MadoPhantomEnhanced *self, int frame, int *stack, int *index)
{
  for (*stack = 0; *stack < self->n_stacks; ++*stack) {
    const MadoPhantomStack *at = &self->stacks[*stack];

    for (*index = 0; *index < (int) at->places->len; ++*index)
      if (mado_phantom_stack_get (at, *index)->frame == frame)
        return;
  }
  g_assert_not_reached ();
}

static void
set_tag (MadoDicomWriter *writer, MadoTag tag, MadoTag value)
{
  g_autofree char *text = g_strdup_printf ("(%04x,%04x)", value >> 16, value & 0xFFFF);

  mado_dicom_writer_set_string (writer, tag, text);
}

static void
add_dimension (MadoDicomWriter *writer, const char *uid, MadoTag tag, MadoTag group)
{
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0020, 0x9222));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x9164), uid);
  set_tag (writer, MADO_TAG (0x0020, 0x9165), tag);
  set_tag (writer, MADO_TAG (0x0020, 0x9167), group);
  mado_dicom_writer_end_item (writer);
}

static void
set_dimensions (MadoDicomWriter *writer,
                const MadoPhantomJob *job,
                const MadoPhantomEnhanced *self)
{
  g_autofree char *seed = g_strdup_printf ("mado-phantom 1 dimensions %s %u",
                                           job->options->kind, job->options->seed);
  g_autofree char *uid = mado_dicom_make_uid (seed);

  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0020, 0x9221));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x9164), uid);
  mado_dicom_writer_end_item (writer);
  add_dimension (writer, uid, TAG_STACK_ID, TAG_FRAME_CONTENT_SEQUENCE);
  if (self->first_dimension != 0)
    add_dimension (writer, uid, self->first_dimension, self->first_dimension_group);
  add_dimension (writer, uid, TAG_IN_STACK_POSITION, TAG_FRAME_CONTENT_SEQUENCE);
}

static void
set_measures (MadoDicomWriter *writer, const MadoPhantomEnhanced *self, int stack)
{
  const MadoPhantomStack *at = &self->stacks[stack];
  const double orientation[] = {at->row.x,    at->row.y,    at->row.z,
                                at->column.x, at->column.y, at->column.z};
  const double spacing[] = {at->row_spacing, at->column_spacing};

  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0028, 0x9110));
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x0050), self->thickness);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0020, 0x9116));
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0037), orientation, 6);
  mado_dicom_writer_end_item (writer);
}

static void
set_values (MadoDicomWriter *writer,
            const MadoPhantomEnhanced *self,
            int stack,
            int index)
{
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0028, 0x9145));
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1052), self->intercept);
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1053),
                           mado_phantom_stack_get (&self->stacks[stack], index)->slope);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1054),
                                is_ct (self) ? "HU" : "US");
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0028, 0x9132));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1050),
                                is_ct (self) ? "200" : "20000");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0028, 0x1051),
                                is_ct (self) ? "1600" : "30000");
  mado_dicom_writer_end_item (writer);
}

static void
set_content (MadoDicomWriter *writer,
             const MadoPhantomEnhanced *self,
             int stack,
             int index)
{
  g_autofree char *dimensions =
      self->first_dimension != 0 ? g_strdup_printf ("1\\%d\\%d", stack + 1, index + 1)
                                 : g_strdup_printf ("1\\%d", index + 1);

  mado_dicom_writer_begin_item (writer, TAG_FRAME_CONTENT_SEQUENCE);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x9074), "20250701083000");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x9151), "20250701083000");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x9220), "500");
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x9156), 1);
  mado_dicom_writer_set_string (writer, TAG_STACK_ID, "1");
  mado_dicom_writer_set_int (writer, TAG_IN_STACK_POSITION, index + 1);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x9157), dimensions);
  mado_dicom_writer_end_item (writer);
}

static void
set_frame (MadoDicomWriter *writer, const MadoPhantomEnhanced *self, int frame)
{
  const MadoPhantomPlace *place;
  int stack, index;

  find_frame (self, frame, &stack, &index);
  place = mado_phantom_stack_get (&self->stacks[stack], index);

  const double position[] = {place->position.x, place->position.y, place->position.z};

  mado_dicom_writer_begin_item (writer, MADO_TAG (0x5200, 0x9230));
  set_content (writer, self, stack, index);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0020, 0x9113));
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0032), position, 3);
  mado_dicom_writer_end_item (writer);
  if (self->is_all_in_frames) {
    set_measures (writer, self, stack);
    set_values (writer, self, stack, index);
  }
  self->set_frame (writer, self, stack, index);
  mado_dicom_writer_end_item (writer);
}

static void
set_irradiation (MadoDicomWriter *writer, const MadoPhantomJob *job)
{
  g_autofree char *seed = g_strdup_printf ("mado-phantom 1 irradiation %s %u",
                                           job->options->kind, job->options->seed);
  g_autofree char *uid = mado_dicom_make_uid (seed);

  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0018, 0x9477));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x3010), uid);
  mado_dicom_writer_end_item (writer);
}

static void
set_shared (MadoDicomWriter *writer,
            const MadoPhantomJob *job,
            const MadoPhantomEnhanced *self)
{
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x5200, 0x9229));
  if (!self->is_all_in_frames) {
    set_measures (writer, self, 0);
    set_values (writer, self, 0, 0);
  }
  if (is_ct (self))
    set_irradiation (writer, job);
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0020, 0x9071));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x9072), "U");
  mado_dicom_writer_begin_item (writer, MADO_TAG (0x0008, 0x2218));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0100), "69536005");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0102), "SCT");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0104), "Head");
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_end_item (writer);
  mado_dicom_writer_end_item (writer);
}

static GBytes *
make_pixels (const MadoPhantomEnhanced *self)
{
  const gsize n = (gsize) self->stacks[0].columns * (gsize) self->stacks[0].rows;
  const int n_frames = count_frames (self);
  guint16 *stored = g_new (guint16, n * (gsize) n_frames);

  for (int frame = 1; frame <= n_frames; frame++) {
    int stack, index;

    find_frame (self, frame, &stack, &index);
    mado_phantom_stack_fill (&self->stacks[stack], self->body, index, self->intercept,
                             stored + n * (gsize) (frame - 1));
  }
  return g_bytes_new_take (stored, n * (gsize) n_frames * sizeof (guint16));
}

static void
set_common (MadoDicomWriter *writer)
{
  static const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x002a), "20250701083000"},
      {MADO_TAG (0x0008, 0x9205), "MONOCHROME"},
      {MADO_TAG (0x0008, 0x9206), "VOLUME"},
      {MADO_TAG (0x0008, 0x9207), "NONE"},
      {MADO_TAG (0x0018, 0x9004), "RESEARCH"},
      {MADO_TAG (0x0018, 0x9073), "1"},
      {MADO_TAG (0x0020, 0x0012), "1"},
      {MADO_TAG (0x0028, 0x0301), "NO"},
      {MADO_TAG (0x0028, 0x2110), "00"},
      {MADO_TAG (0x0040, 0x0555), ""},
      {MADO_TAG (0x2050, 0x0020), "IDENTITY"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
}

bool
mado_phantom_enhanced_write (const MadoPhantomJob *job,
                             const MadoPhantomEnhanced *self,
                             GError **error)
{
  const int n_frames = count_frames (self);
  const MadoPixelFormat format = {
      .columns = self->stacks[0].columns,
      .rows = self->stacks[0].rows,
      .n_frames = n_frames,
      .samples_per_pixel = 1,
      .bits_allocated = 16,
      .bits_stored = 16,
      .high_bit = 15,
      .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
  };
  g_autoptr (GBytes) pixels = make_pixels (self);
  g_autoptr (MadoDicomWriter) writer = mado_phantom_writer_new (
      job, &mado_phantom_geometry_examination, self->series, 1);

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return false;
  set_common (writer);
  self->set_elements (writer);
  set_dimensions (writer, job, self);
  set_shared (writer, job, self);
  for (int frame = 1; frame <= n_frames; frame++)
    set_frame (writer, self, frame);
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return mado_phantom_save (job, writer, self->folder, 1, error);
}

void
mado_phantom_enhanced_set_truth (const MadoPhantomJob *job,
                                 const MadoPhantomEnhanced *self,
                                 void (*add) (JsonBuilder *truth, int stack))
{
  JsonBuilder *truth = job->truth;

  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  mado_phantom_truth_add_series (job, self->series, self->folder, 1);
  json_builder_end_array (truth);
  json_builder_set_member_name (truth, "volumes");
  json_builder_begin_array (truth);
  for (int i = 0; i < self->n_stacks; i++) {
    mado_phantom_truth_begin_volume (truth, self->folder, &self->stacks[i]);
    if (add != NULL)
      add (truth, i);
    mado_phantom_truth_end_volume (truth);
  }
  json_builder_end_array (truth);
  mado_phantom_truth_set_body (truth, self->body);
}
