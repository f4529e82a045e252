/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-layout-picker.h"

#include <glib/gi18n-lib.h>

struct _MadoLayoutPicker {
  GtkPopover parent_instance;

  GtkGrid *grid; /* template child: the regular layouts, by their last cell */
  GtkBox *free;  /* template child */
  GtkLabel *label;
  GtkWidget *cells[MADO_GRID_MAX][MADO_GRID_MAX]; /* [row][column] */
};

enum {
  LAYOUT_PICKED,
  MPR_PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoLayoutPicker, mado_layout_picker, GTK_TYPE_POPOVER)

typedef struct {
  const char *layout;
  const char *name;
} FreeLayout;

static const FreeLayout free_layouts[] = {
    {"4x3:0,0,3,3;3,0,1,1;3,1,1,1;3,2,1,1", N_ ("One large, three small on the right")},
    {"4x3:1,0,3,3;0,0,1,1;0,1,1,1;0,2,1,1", N_ ("One large, three small on the left")},
    {"3x4:0,0,3,3;0,3,1,1;1,3,1,1;2,3,1,1", N_ ("One large, three small below")},
};

static void
pick (MadoLayoutPicker *self, const char *text)
{
  MadoGridLayout layout;

  if (!mado_grid_layout_from_string (&layout, text))
    g_assert_not_reached ();
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[LAYOUT_PICKED], 0, &layout);
}

static void
mpr_clicked_cb (MadoLayoutPicker *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[MPR_PICKED], 0);
}

static void
clicked_cb (GtkButton *button, MadoLayoutPicker *self)
{
  pick (self, g_object_get_data (G_OBJECT (button), "layout"));
}

/* Marks all cells up to (@column, @row); none when they are -1. */
static void
mark (MadoLayoutPicker *self, int column, int row)
{
  for (int r = 0; r < MADO_GRID_MAX; r++) {
    for (int c = 0; c < MADO_GRID_MAX; c++) {
      if (c <= column && r <= row)
        gtk_widget_set_state_flags (self->cells[r][c], GTK_STATE_FLAG_CHECKED, FALSE);
      else
        gtk_widget_unset_state_flags (self->cells[r][c], GTK_STATE_FLAG_CHECKED);
    }
  }
}

static void
point_at (MadoLayoutPicker *self, GtkWidget *cell)
{
  int column, row, column_span, row_span;
  g_autofree char *text = NULL;

  gtk_grid_query_child (self->grid, cell, &column, &row, &column_span, &row_span);
  mark (self, column, row);
  text = g_strdup_printf ("%d × %d", column + 1, row + 1);
  gtk_label_set_text (self->label, text);
}

static void
enter_cb (GtkEventController *controller, double x, double y, MadoLayoutPicker *self)
{
  point_at (self, gtk_event_controller_get_widget (controller));
}

static void
focus_cb (GtkEventController *controller, MadoLayoutPicker *self)
{
  point_at (self, gtk_event_controller_get_widget (controller));
}

static void
closed_cb (MadoLayoutPicker *self)
{
  mark (self, -1, -1);
  gtk_label_set_text (self->label, "");
}

static GtkWidget *
make_button (MadoLayoutPicker *self, const char *layout, const char *name)
{
  GtkWidget *button = gtk_button_new ();

  g_object_set_data_full (G_OBJECT (button), "layout", g_strdup (layout), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  return button;
}

static void
add_cell (MadoLayoutPicker *self, int column, int row)
{
  g_autofree char *layout = g_strdup_printf ("%dx%d", column + 1, row + 1);
  /* Translators: a layout: columns by rows of viewports */
  g_autofree char *name = g_strdup_printf (_ ("Layout %d by %d"), column + 1, row + 1);
  GtkWidget *button = make_button (self, layout, name);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_add_css_class (button, "mado-cell");
  g_signal_connect (motion, "enter", G_CALLBACK (enter_cb), self);
  gtk_widget_add_controller (button, motion);
  g_signal_connect (focus, "enter", G_CALLBACK (focus_cb), self);
  gtk_widget_add_controller (button, focus);
  gtk_grid_attach (self->grid, button, column, row, 1, 1);
  self->cells[row][column] = button;
}

static void
draw_layout (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  MadoGridLayout layout;
  GdkRGBA color;

  if (!mado_grid_layout_from_string (&layout, data))
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)),
                               &color);
  gdk_cairo_set_source_rgba (cr, &color);
  for (int i = 0; i < layout.n_cells; i++) {
    const MadoGridCell *cell = &layout.cells[i];
    const int left = width * cell->column / layout.columns;
    const int top = height * cell->row / layout.rows;
    const int right = width * (cell->column + cell->column_span) / layout.columns;
    const int bottom = height * (cell->row + cell->row_span) / layout.rows;

    cairo_rectangle (cr, left + 1, top + 1, right - left - 2, bottom - top - 2);
  }
  cairo_fill (cr);
}

static void
add_free_layout (MadoLayoutPicker *self, const FreeLayout *free)
{
  const char *name = g_dgettext (GETTEXT_PACKAGE, free->name);
  GtkWidget *button = make_button (self, free->layout, name);
  GtkWidget *area = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), 36);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), 28);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_layout,
                                  (gpointer) free->layout, NULL);
  gtk_button_set_child (GTK_BUTTON (button), area);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "mado-free-layout");
  gtk_box_append (self->free, button);
}

static void
mado_layout_picker_class_init (MadoLayoutPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[LAYOUT_PICKED] =
      g_signal_new ("layout-picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[MPR_PICKED] =
      g_signal_new ("mpr-picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/madoviewer/Mado/widgets/mado-layout-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoLayoutPicker, grid);
  gtk_widget_class_bind_template_child (widget_class, MadoLayoutPicker, free);
  gtk_widget_class_bind_template_child (widget_class, MadoLayoutPicker, label);
  gtk_widget_class_bind_template_callback (widget_class, mpr_clicked_cb);
}

static void
mado_layout_picker_init (MadoLayoutPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int row = 0; row < MADO_GRID_MAX; row++) {
    for (int column = 0; column < MADO_GRID_MAX; column++)
      add_cell (self, column, row);
  }
  for (size_t i = 0; i < G_N_ELEMENTS (free_layouts); i++)
    add_free_layout (self, &free_layouts[i]);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
}

GtkWidget *
mado_layout_picker_new (void)
{
  return g_object_new (MADO_TYPE_LAYOUT_PICKER, NULL);
}
