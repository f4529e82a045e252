/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-instance-private.h"

#include <string.h>

#define TAG_DETECTOR_SEQUENCE MADO_TAG (0x0054, 0x0022)
#define TAG_SPACING_BETWEEN   MADO_TAG (0x0018, 0x0088)
#define TAG_POSITION          MADO_TAG (0x0020, 0x0032)
#define TAG_ORIENTATION       MADO_TAG (0x0020, 0x0037)
#define TAG_SLICE_VECTOR      MADO_TAG (0x0054, 0x0080)

/* The vectors that tell stacks apart, and their names in the stack key. */
typedef struct {
  MadoTag tag;
  const char *name;
} Vector;

static const Vector vectors[] = {
    {MADO_TAG (0x0054, 0x0010), "window"},   {MADO_TAG (0x0054, 0x0020), "detector"},
    {MADO_TAG (0x0054, 0x0030), "period"},   {MADO_TAG (0x0054, 0x0050), "rotation"},
    {MADO_TAG (0x0054, 0x0060), "interval"}, {MADO_TAG (0x0054, 0x0070), "phase"},
};

static void
add_vector_values (MadoFrameInfo *frame, const MadoDicomItem *dataset, int index)
{
  g_autoptr (GString) key = g_string_new (frame->stack_key);
  gsize length = key->len;

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    int64_t value = 0;

    if (!mado_dicom_item_get_int (dataset, vectors[i].tag, index, &value))
      continue;
    g_string_append_printf (key, "%s%s=%" G_GINT64_FORMAT, key->len > 0 ? ";" : "",
                            vectors[i].name, (gint64) value);
  }
  if (key->len == length)
    return;

  g_clear_pointer (&frame->stack_key, g_ref_string_release);
  frame->stack_key = g_ref_string_new (key->str);
}

/* Reconstructed slices: the detector item says where the first one lies, and
 * Spacing Between Slices, which has a sign here, how they follow (PS3.3
 * C.8.4.15.1.1). */
static void
set_slice_positions (MadoInstance *self, const MadoDicomItem *dataset)
{
  const MadoDicomItem *detector =
      mado_dicom_item_get_item (dataset, TAG_DETECTOR_SEQUENCE, 0);
  double position[3], orientation[6], spacing = 0.0;

  if (mado_dicom_item_get_n_values (dataset, TAG_SLICE_VECTOR) != self->n_frames)
    return;
  /* Some write position and orientation beside the detector, not in it. */
  if (!mado_dicom_item_has (detector, TAG_POSITION))
    detector = dataset;
  if (!mado_dicom_item_get_double (dataset, TAG_SPACING_BETWEEN, 0, &spacing) ||
      !mado_dicom_item_get_doubles (detector, TAG_POSITION, position, 3) ||
      !mado_dicom_item_get_doubles (detector, TAG_ORIENTATION, orientation, 6)) {
    for (int i = 0; i < self->n_frames; i++)
      self->frames[i].has_plane = false;
    return;
  }

  for (int i = 0; i < self->n_frames; i++) {
    MadoFrameInfo *frame = &self->frames[i];
    const double *r = frame->row_direction;
    const double *c = frame->column_direction;
    int64_t slice = 0;

    mado_frame_info_set_plane (frame, position, orientation);
    if (!frame->has_plane ||
        !mado_dicom_item_get_int (dataset, TAG_SLICE_VECTOR, i, &slice)) {
      frame->has_plane = false;
      continue;
    }

    double offset = (double) (slice - 1) * spacing;

    frame->position[0] += offset * (r[1] * c[2] - r[2] * c[1]);
    frame->position[1] += offset * (r[2] * c[0] - r[0] * c[2]);
    frame->position[2] += offset * (r[0] * c[1] - r[1] * c[0]);
  }
}

void
mado_nm_apply_vectors (MadoInstance *self, const MadoDicomItem *dataset)
{
  if (strcmp (self->info.modality, "NM") != 0 &&
      strcmp (self->info.modality, "PT") != 0)
    return;

  for (int i = 0; i < self->n_frames; i++)
    add_vector_values (&self->frames[i], dataset, i);
  set_slice_positions (self, dataset);
}
