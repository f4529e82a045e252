/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-grid.h"

struct _MadoViewportGrid {
  GtkWidget parent_instance;
  MadoGridLayout layout;
  MadoViewport *viewport;
};

G_DEFINE_FINAL_TYPE (MadoViewportGrid, mado_viewport_grid, GTK_TYPE_WIDGET)

static void
mado_viewport_grid_class_init (MadoViewportGridClass *klass)
{
  g_signal_new ("active-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                NULL, G_TYPE_NONE, 0);
}

static void
mado_viewport_grid_init (MadoViewportGrid *self)
{
  mado_grid_layout_init_regular (&self->layout, 1, 1);
  self->viewport = MADO_VIEWPORT (mado_viewport_new (NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->viewport), GTK_WIDGET (self));
}

GtkWidget *
mado_viewport_grid_new (MadoLoader *loader)
{
  return g_object_new (MADO_TYPE_VIEWPORT_GRID, NULL);
}

const MadoGridLayout *
mado_viewport_grid_get_layout (MadoViewportGrid *self)
{
  return &self->layout;
}

void
mado_viewport_grid_set_layout (MadoViewportGrid *self, const MadoGridLayout *layout)
{
}

int
mado_viewport_grid_get_n_viewports (MadoViewportGrid *self)
{
  return 1;
}

MadoViewport *
mado_viewport_grid_get_viewport (MadoViewportGrid *self, int index)
{
  return self->viewport;
}

MadoViewport *
mado_viewport_grid_get_active (MadoViewportGrid *self)
{
  return self->viewport;
}

void
mado_viewport_grid_set_active (MadoViewportGrid *self, int index)
{
}

gboolean
mado_viewport_grid_is_maximised (MadoViewportGrid *self)
{
  return 0;
}

void
mado_viewport_grid_set_maximised (MadoViewportGrid *self, gboolean maximised)
{
}

void
mado_viewport_grid_set_tool (MadoViewportGrid *self, MadoTool tool)
{
}

void
mado_viewport_grid_set_mouse (MadoViewportGrid *self, const MadoMouse *mouse)
{
}

void
mado_viewport_grid_set_annotation (MadoViewportGrid *self, MadoAnnotationLevel level)
{
}

void
mado_viewport_grid_set_interpolation (MadoViewportGrid *self,
                                      MadoInterpolation interpolation)
{
}

void
mado_viewport_grid_set_not_for_diagnosis (MadoViewportGrid *self, gboolean shown)
{
}
