/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-grid.h"

#include <glib/gi18n-lib.h>

#define GAP           2 /* px between viewports */
#define MAX_VIEWPORTS (MADO_GRID_MAX * MADO_GRID_MAX)

struct _MadoViewportGrid {
  GtkWidget parent_instance;

  MadoLoader *loader; /* owned */
  MadoGridLayout layout;
  MadoViewport *viewports[MAX_VIEWPORTS]; /* children, made when first needed */
  int active;
  gboolean is_maximised;

  /* what viewports made later take on */
  MadoTool tool;
  MadoMouse mouse;
  gboolean has_mouse;
  MadoAnnotationLevel annotation;
  MadoInterpolation interpolation;
  gboolean is_crosshair_shown;
  gboolean not_for_diagnosis;
};

enum {
  PROP_0,
  PROP_MAXIMISED,
  N_PROPS,
};

enum {
  ACTIVE_CHANGED,
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoViewportGrid, mado_viewport_grid, GTK_TYPE_WIDGET)

static int
find (MadoViewportGrid *self, MadoViewport *viewport)
{
  for (int i = 0; i < MAX_VIEWPORTS; i++) {
    if (self->viewports[i] == viewport)
      return i;
  }
  return -1;
}

static void
activated_cb (MadoViewportGrid *self, MadoViewport *viewport)
{
  mado_viewport_grid_set_active (self, find (self, viewport));
}

static void
changed_cb (MadoViewportGrid *self, MadoViewport *viewport)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
maximise_requested_cb (MadoViewportGrid *self, MadoViewport *viewport)
{
  mado_viewport_grid_set_active (self, find (self, viewport));
  mado_viewport_grid_set_maximised (self, !self->is_maximised);
}

static MadoViewport *
ensure_viewport (MadoViewportGrid *self, int index)
{
  if (self->viewports[index] != NULL)
    return self->viewports[index];

  MadoViewport *viewport = MADO_VIEWPORT (mado_viewport_new (self->loader));
  /* Translators: the name of a viewport for a screen reader; %d counts from 1 */
  g_autofree char *name = g_strdup_printf (_ ("Viewport %d"), index + 1);

  self->viewports[index] = viewport;
  gtk_accessible_update_property (GTK_ACCESSIBLE (viewport),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  mado_viewport_set_tool (viewport, self->tool);
  if (self->has_mouse)
    mado_viewport_set_mouse (viewport, &self->mouse);
  mado_viewport_set_annotation (viewport, self->annotation);
  mado_viewport_set_interpolation (viewport, self->interpolation);
  mado_viewport_set_crosshair_shown (viewport, self->is_crosshair_shown);
  mado_viewport_set_not_for_diagnosis (viewport, self->not_for_diagnosis);
  g_signal_connect_object (viewport, "activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (viewport, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (viewport, "maximise-requested",
                           G_CALLBACK (maximise_requested_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (viewport), GTK_WIDGET (self));
  return viewport;
}

static gboolean
is_shown (MadoViewportGrid *self, int index)
{
  return self->is_maximised ? index == self->active : index < self->layout.n_cells;
}

/* Makes the viewports the layout needs and hides the others; hidden ones stay as they
 * are, but stop playing and ask the loader for nothing. */
static void
update_viewports (MadoViewportGrid *self)
{
  for (int i = 0; i < MAX_VIEWPORTS; i++) {
    if (i < self->layout.n_cells)
      ensure_viewport (self, i);
    if (self->viewports[i] == NULL)
      continue;
    gtk_widget_set_visible (GTK_WIDGET (self->viewports[i]), is_shown (self, i));
    mado_viewport_set_active (self->viewports[i], i == self->active);
  }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Left or upper edge of track @i of @n, so that all pixels are given out and tracks
 * differ by one at most. */
static int
get_edge (int size, int n, int i)
{
  return (size + GAP) * i / n;
}

static void
mado_viewport_grid_size_allocate (GtkWidget *widget,
                                  int width,
                                  int height,
                                  int baseline)
{
  MadoViewportGrid *self = MADO_VIEWPORT_GRID (widget);
  const MadoGridCell whole = {0, 0, self->layout.columns, self->layout.rows};

  for (int i = 0; i < MAX_VIEWPORTS; i++) {
    GtkWidget *viewport = GTK_WIDGET (self->viewports[i]);
    const MadoGridCell *cell = self->is_maximised ? &whole : &self->layout.cells[i];
    const int columns = self->layout.columns, rows = self->layout.rows;

    if (viewport == NULL || !gtk_widget_should_layout (viewport))
      continue;

    const int left = get_edge (width, columns, cell->column);
    const int top = get_edge (height, rows, cell->row);
    const int right = get_edge (width, columns, cell->column + cell->column_span) - GAP;
    const int bottom = get_edge (height, rows, cell->row + cell->row_span) - GAP;
    GskTransform *move = gsk_transform_translate (
        NULL, &GRAPHENE_POINT_INIT ((float) left, (float) top));
    int width_min, height_min;

    gtk_widget_measure (viewport, GTK_ORIENTATION_HORIZONTAL, -1, &width_min, NULL,
                        NULL, NULL);
    gtk_widget_measure (viewport, GTK_ORIENTATION_VERTICAL, -1, &height_min, NULL, NULL,
                        NULL);
    gtk_widget_allocate (viewport, MAX (right - left, width_min),
                         MAX (bottom - top, height_min), -1, move);
  }
}

/* The least any viewport needs; the window decides how large the grid is. */
static void
mado_viewport_grid_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  MadoViewportGrid *self = MADO_VIEWPORT_GRID (widget);
  const int n = orientation == GTK_ORIENTATION_HORIZONTAL ? self->layout.columns
                                                          : self->layout.rows;
  int largest = 0;

  for (int i = 0; i < MAX_VIEWPORTS; i++) {
    int needed = 0;

    if (self->viewports[i] != NULL &&
        gtk_widget_should_layout (GTK_WIDGET (self->viewports[i])))
      gtk_widget_measure (GTK_WIDGET (self->viewports[i]), orientation, -1, &needed,
                          NULL, NULL, NULL);
    largest = MAX (largest, needed);
  }
  *minimum = *natural = (self->is_maximised ? 1 : n) * (largest + GAP) - GAP;
}

static gboolean
mado_viewport_grid_grab_focus (GtkWidget *widget)
{
  MadoViewportGrid *self = MADO_VIEWPORT_GRID (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->viewports[self->active]));
}

static void
mado_viewport_grid_get_property (GObject *object,
                                 guint id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  if (id == PROP_MAXIMISED)
    g_value_set_boolean (value, MADO_VIEWPORT_GRID (object)->is_maximised);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mado_viewport_grid_set_property (GObject *object,
                                 guint id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  if (id == PROP_MAXIMISED)
    mado_viewport_grid_set_maximised (MADO_VIEWPORT_GRID (object),
                                      g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mado_viewport_grid_dispose (GObject *object)
{
  MadoViewportGrid *self = MADO_VIEWPORT_GRID (object);

  for (int i = 0; i < MAX_VIEWPORTS; i++) {
    if (self->viewports[i] != NULL)
      gtk_widget_unparent (GTK_WIDGET (self->viewports[i]));
    self->viewports[i] = NULL;
  }
  g_clear_object (&self->loader);

  G_OBJECT_CLASS (mado_viewport_grid_parent_class)->dispose (object);
}

static void
mado_viewport_grid_class_init (MadoViewportGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mado_viewport_grid_dispose;
  object_class->get_property = mado_viewport_grid_get_property;
  object_class->set_property = mado_viewport_grid_set_property;
  widget_class->measure = mado_viewport_grid_measure;
  widget_class->size_allocate = mado_viewport_grid_size_allocate;
  widget_class->grab_focus = mado_viewport_grid_grab_focus;

  /**
   * MadoViewportGrid:maximised:
   *
   * Whether the active viewport takes the whole grid.
   */
  props[PROP_MAXIMISED] = g_param_spec_boolean (
      "maximised", NULL, NULL, FALSE,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[ACTIVE_CHANGED] =
      g_signal_new ("active-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "viewport-grid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mado_viewport_grid_init (MadoViewportGrid *self)
{
  self->tool = MADO_TOOL_SCROLL;
  self->annotation = MADO_ANNOTATION_FULL;
  self->interpolation = MADO_INTERPOLATION_LINEAR;
  self->is_crosshair_shown = TRUE;
  self->not_for_diagnosis = TRUE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  mado_grid_layout_init_regular (&self->layout, 1, 1);
}

GtkWidget *
mado_viewport_grid_new (MadoLoader *loader)
{
  MadoViewportGrid *self = g_object_new (MADO_TYPE_VIEWPORT_GRID, NULL);

  self->loader = g_object_ref (loader);
  update_viewports (self);
  return GTK_WIDGET (self);
}

const MadoGridLayout *
mado_viewport_grid_get_layout (MadoViewportGrid *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT_GRID (self), NULL);

  return &self->layout;
}

void
mado_viewport_grid_set_layout (MadoViewportGrid *self, const MadoGridLayout *layout)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));
  g_return_if_fail (layout->n_cells >= 1 && layout->n_cells <= MAX_VIEWPORTS);

  const int active = MIN (self->active, layout->n_cells - 1);

  self->layout = *layout;
  mado_viewport_grid_set_maximised (self, FALSE);
  update_viewports (self);
  if (active != self->active)
    mado_viewport_grid_set_active (self, active);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

int
mado_viewport_grid_get_n_viewports (MadoViewportGrid *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT_GRID (self), 0);

  return self->layout.n_cells;
}

MadoViewport *
mado_viewport_grid_get_viewport (MadoViewportGrid *self, int index)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT_GRID (self), NULL);
  g_return_val_if_fail (index >= 0 && index < self->layout.n_cells, NULL);

  return self->viewports[index];
}

MadoViewport *
mado_viewport_grid_get_active (MadoViewportGrid *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT_GRID (self), NULL);

  return self->viewports[self->active];
}

void
mado_viewport_grid_set_active (MadoViewportGrid *self, int index)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));
  g_return_if_fail (index >= 0 && index < self->layout.n_cells);

  if (index == self->active)
    return;

  MadoViewport *before = self->viewports[self->active];
  const gboolean had_focus =
      gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (before);

  self->active = index;
  update_viewports (self);
  if (had_focus || self->is_maximised)
    gtk_widget_grab_focus (GTK_WIDGET (self->viewports[index]));
  g_signal_emit (self, signals[ACTIVE_CHANGED], 0);
}

gboolean
mado_viewport_grid_is_maximised (MadoViewportGrid *self)
{
  g_return_val_if_fail (MADO_IS_VIEWPORT_GRID (self), FALSE);

  return self->is_maximised;
}

void
mado_viewport_grid_set_maximised (MadoViewportGrid *self, gboolean maximised)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));

  maximised = maximised != FALSE;
  if (maximised == self->is_maximised)
    return;

  self->is_maximised = maximised;
  update_viewports (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MAXIMISED]);
}

#define FOR_EACH_VIEWPORT(self, call)                                                  \
  for (int i = 0; i < MAX_VIEWPORTS; i++) {                                            \
    MadoViewport *viewport = (self)->viewports[i];                                     \
    if (viewport != NULL)                                                              \
      call;                                                                            \
  }

void
mado_viewport_grid_set_tool (MadoViewportGrid *self, MadoTool tool)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));

  self->tool = tool;
  FOR_EACH_VIEWPORT (self, mado_viewport_set_tool (viewport, tool))
}

void
mado_viewport_grid_set_mouse (MadoViewportGrid *self, const MadoMouse *mouse)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));

  self->mouse = *mouse;
  self->has_mouse = TRUE;
  FOR_EACH_VIEWPORT (self, mado_viewport_set_mouse (viewport, mouse))
}

void
mado_viewport_grid_set_annotation (MadoViewportGrid *self, MadoAnnotationLevel level)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));

  self->annotation = level;
  FOR_EACH_VIEWPORT (self, mado_viewport_set_annotation (viewport, level))
}

void
mado_viewport_grid_set_crosshair_shown (MadoViewportGrid *self, gboolean shown)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));

  self->is_crosshair_shown = shown;
  FOR_EACH_VIEWPORT (self, mado_viewport_set_crosshair_shown (viewport, shown))
}

void
mado_viewport_grid_set_interpolation (MadoViewportGrid *self,
                                      MadoInterpolation interpolation)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));

  self->interpolation = interpolation;
  FOR_EACH_VIEWPORT (self, mado_viewport_set_interpolation (viewport, interpolation))
}

void
mado_viewport_grid_set_not_for_diagnosis (MadoViewportGrid *self, gboolean shown)
{
  g_return_if_fail (MADO_IS_VIEWPORT_GRID (self));

  self->not_for_diagnosis = shown;
  FOR_EACH_VIEWPORT (self, mado_viewport_set_not_for_diagnosis (viewport, shown))
}
