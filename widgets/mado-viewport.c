/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport.h"

struct _MadoViewport {
  GtkWidget parent_instance;
  MadoViewState state;
};

G_DEFINE_FINAL_TYPE (MadoViewport, mado_viewport, GTK_TYPE_WIDGET)

static void
mado_viewport_class_init (MadoViewportClass *klass)
{
  g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                NULL, G_TYPE_NONE, 0);
  g_signal_new ("trust-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("maximise-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_viewport_init (MadoViewport *self)
{
}

GtkWidget *
mado_viewport_new (MadoLoader *loader)
{
  return g_object_new (MADO_TYPE_VIEWPORT, NULL);
}

MadoDisplaySet *
mado_viewport_get_display_set (MadoViewport *self)
{
  return NULL;
}

void
mado_viewport_set_display_set (MadoViewport *self, MadoDisplaySet *set, int index)
{
}

int
mado_viewport_get_index (MadoViewport *self)
{
  return 0;
}

void
mado_viewport_set_index (MadoViewport *self, int index)
{
}

const MadoViewState *
mado_viewport_get_state (MadoViewport *self)
{
  return &self->state;
}

void
mado_viewport_set_state (MadoViewport *self, const MadoViewState *state)
{
}

gboolean
mado_viewport_is_active (MadoViewport *self)
{
  return 0;
}

void
mado_viewport_set_active (MadoViewport *self, gboolean active)
{
}

void
mado_viewport_set_tool (MadoViewport *self, MadoTool tool)
{
}

void
mado_viewport_set_mouse (MadoViewport *self, const MadoMouse *mouse)
{
}

void
mado_viewport_set_annotation (MadoViewport *self, MadoAnnotationLevel level)
{
}

void
mado_viewport_set_interpolation (MadoViewport *self, MadoInterpolation interpolation)
{
}

void
mado_viewport_set_not_for_diagnosis (MadoViewport *self, gboolean shown)
{
}

void
mado_viewport_set_default_backend (MadoBackend backend)
{
}

void
mado_viewport_reset (MadoViewport *self)
{
}

void
mado_viewport_fit (MadoViewport *self)
{
}

void
mado_viewport_actual_size (MadoViewport *self)
{
}

void
mado_viewport_rotate (MadoViewport *self)
{
}

void
mado_viewport_flip (MadoViewport *self)
{
}

void
mado_viewport_invert (MadoViewport *self)
{
}

void
mado_viewport_set_window (MadoViewport *self, const MadoWindow *window)
{
}

int
mado_viewport_get_n_file_windows (MadoViewport *self)
{
  return 0;
}

char *
mado_viewport_dup_file_window_name (MadoViewport *self, int i)
{
  return NULL;
}

void
mado_viewport_set_file_window (MadoViewport *self, int i)
{
}

void
mado_viewport_set_auto_window (MadoViewport *self)
{
}

gboolean
mado_viewport_is_playing (MadoViewport *self)
{
  return 0;
}

void
mado_viewport_set_playing (MadoViewport *self, gboolean playing)
{
}

double
mado_viewport_get_frame_rate (MadoViewport *self)
{
  return 15;
}

void
mado_viewport_set_frame_rate (MadoViewport *self, double frames_per_second)
{
}

char *
mado_viewport_dup_trust_details (MadoViewport *self)
{
  return NULL;
}
