/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-study-private.h"

struct _MadoDisplaySet {
  GObject parent_instance;
  MadoStack *stack;
  char *id;
  MadoTrust trust; /* lossy_method is borrowed from an instance */
  MadoWindowSpace window_space;
  MadoGeometry *geometry;
  const char *frame_of_reference; /* borrowed from an instance; nullable */
};

G_DEFINE_FINAL_TYPE (MadoDisplaySet, mado_display_set, G_TYPE_OBJECT)

static void
mado_display_set_finalize (GObject *object)
{
  MadoDisplaySet *self = MADO_DISPLAY_SET (object);

  g_clear_pointer (&self->geometry, mado_geometry_free);
  g_clear_pointer (&self->stack, mado_stack_free);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (mado_display_set_parent_class)->finalize (object);
}

static void
mado_display_set_class_init (MadoDisplaySetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_display_set_finalize;
}

static void
mado_display_set_init (MadoDisplaySet *self)
{
}

static void
gather_trust (MadoDisplaySet *self)
{
  MadoTrust *trust = &self->trust;

  for (guint i = 0; i < self->stack->frames->len; i++) {
    const MadoFrameRef *ref = &g_array_index (self->stack->frames, MadoFrameRef, i);

    if (ref->info->spacing_kind == MADO_SPACING_NONE)
      trust->is_uncalibrated = true;
    if (ref->info->spacing_kind == MADO_SPACING_DETECTOR)
      trust->is_detector_spacing = true;
    if (!ref->instance->is_lossy)
      continue;
    trust->is_lossy = true;
    trust->lossy_ratio = MAX (trust->lossy_ratio, ref->instance->lossy_ratio);
    if (trust->lossy_method == NULL)
      trust->lossy_method = ref->instance->lossy_method;
  }
}

/* A window for stored values cannot fit slices with different slopes: there it is
 * taken for modality values, or the stack would flicker. */
static MadoWindowSpace
choose_window_space (const MadoStack *stack)
{
  const MadoGrayscale *first =
      g_array_index (stack->frames, MadoFrameRef, 0).info->grayscale;
  MadoWindowSpace space = MADO_WINDOW_SPACE_MODALITY;

  for (guint i = 0; i < stack->frames->len; i++) {
    const MadoGrayscale *grayscale =
        g_array_index (stack->frames, MadoFrameRef, i).info->grayscale;

    if (grayscale->windows->len > 0) {
      const MadoFileWindow *window = grayscale->windows->pdata[0];

      space = window->window.space;
    }
    if (grayscale->slope != first->slope || grayscale->intercept != first->intercept)
      return MADO_WINDOW_SPACE_MODALITY;
  }
  return space;
}

/* The one all frames have; %NULL when one has another or none. */
static const char *
find_frame_of_reference (const MadoStack *stack)
{
  const char *uid =
      g_array_index (stack->frames, MadoFrameRef, 0).instance->frame_of_reference_uid;

  for (guint i = 1; i < stack->frames->len; i++)
    if (g_strcmp0 (g_array_index (stack->frames, MadoFrameRef, i)
                       .instance->frame_of_reference_uid,
                   uid) != 0)
      return NULL;
  return uid;
}

MadoDisplaySet *
mado_display_set_new (MadoStack *stack, char *id)
{
  MadoDisplaySet *self = g_object_new (MADO_TYPE_DISPLAY_SET, NULL);

  self->stack = stack;
  self->id = id;
  self->window_space = choose_window_space (stack);
  self->frame_of_reference = find_frame_of_reference (stack);
  gather_trust (self);
  self->geometry = mado_geometry_new (self);
  return self;
}

int
mado_display_set_get_n_frames (MadoDisplaySet *self)
{
  return (int) self->stack->frames->len;
}

const MadoFrameRef *
mado_display_set_get_frame (MadoDisplaySet *self, int index)
{
  g_return_val_if_fail (index >= 0 && index < mado_display_set_get_n_frames (self),
                        NULL);

  return &g_array_index (self->stack->frames, MadoFrameRef, index);
}

const MadoSeriesInfo *
mado_display_set_get_info (MadoDisplaySet *self)
{
  return &g_array_index (self->stack->frames, MadoFrameRef, 0).instance->info;
}

const char *
mado_display_set_get_id (MadoDisplaySet *self)
{
  return self->id;
}

const char *
mado_display_set_get_stack_label (MadoDisplaySet *self)
{
  return self->stack->label;
}

bool
mado_display_set_is_spatial (MadoDisplaySet *self)
{
  return self->stack->is_spatial;
}

bool
mado_display_set_is_temporal (MadoDisplaySet *self)
{
  return self->stack->is_temporal;
}

MadoWindowSpace
mado_display_set_get_window_space (MadoDisplaySet *self)
{
  return self->window_space;
}

/* The first window of frame @index. */
static bool
get_file_window (MadoDisplaySet *self, int index, MadoWindow *window)
{
  const MadoGrayscale *grayscale =
      mado_display_set_get_frame (self, index)->info->grayscale;

  if (grayscale->windows->len == 0)
    return false;

  *window = ((const MadoFileWindow *) grayscale->windows->pdata[0])->window;
  window->space = self->window_space;
  return true;
}

bool
mado_display_set_get_default_window (MadoDisplaySet *self,
                                     int index,
                                     MadoWindow *window)
{
  int n = mado_display_set_get_n_frames (self);
  int middle = n / 2;

  if (!self->stack->is_spatial)
    return index >= 0 && index < n && get_file_window (self, index, window);

  for (int distance = 0; distance <= middle; distance++) {
    if (get_file_window (self, middle - distance, window))
      return true;
    if (middle + distance < n && get_file_window (self, middle + distance, window))
      return true;
  }
  return false;
}

const MadoTrust *
mado_display_set_get_trust (MadoDisplaySet *self)
{
  return &self->trust;
}

const MadoGeometry *
mado_display_set_get_geometry (MadoDisplaySet *self)
{
  return self->geometry;
}

const char *
mado_display_set_get_frame_of_reference (MadoDisplaySet *self)
{
  return self->frame_of_reference;
}
