/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-viewport.h"

G_BEGIN_DECLS

#define MADO_GRID_MAX 4 /* columns and rows */

/* One cell of a layout, in units of the layout's columns and rows. */
typedef struct {
  int column, row, column_span, row_span;
} MadoGridCell;

/**
 * MadoGridLayout:
 *
 * A regular grid (one cell each), or a free one: cells of any span that do not
 * overlap, such as one large picture with three small ones beside it.
 */
typedef struct {
  int columns;
  int rows;
  int n_cells;
  MadoGridCell cells[MADO_GRID_MAX * MADO_GRID_MAX];
} MadoGridLayout;

void mado_grid_layout_init_regular (MadoGridLayout *self, int columns, int rows);
/* "2x2", or "4x4:0,0,3,4;3,0,1,2;..." for a free one; for settings and the journal. */
char *mado_grid_layout_to_string (const MadoGridLayout *self);
gboolean mado_grid_layout_from_string (MadoGridLayout *self, const char *text);

/**
 * MadoViewportGrid:
 *
 * Viewports in a layout.  Exactly one is active.  Shrinking the layout keeps what
 * the hidden viewports showed, until something else is shown.
 *
 * Signals: "active-changed"; "changed" (any viewport changed)
 *
 * Properties: "maximised", which a double click on a viewport toggles
 */
#define MADO_TYPE_VIEWPORT_GRID (mado_viewport_grid_get_type ())
G_DECLARE_FINAL_TYPE (
    MadoViewportGrid, mado_viewport_grid, MADO, VIEWPORT_GRID, GtkWidget)

GtkWidget *mado_viewport_grid_new (MadoLoader *loader) G_GNUC_WARN_UNUSED_RESULT;

const MadoGridLayout *mado_viewport_grid_get_layout (MadoViewportGrid *self);
void mado_viewport_grid_set_layout (MadoViewportGrid *self,
                                    const MadoGridLayout *layout);
int mado_viewport_grid_get_n_viewports (MadoViewportGrid *self);
MadoViewport *mado_viewport_grid_get_viewport (MadoViewportGrid *self, int index);
MadoViewport *mado_viewport_grid_get_active (MadoViewportGrid *self);
void mado_viewport_grid_set_active (MadoViewportGrid *self, int index);
gboolean mado_viewport_grid_is_maximised (MadoViewportGrid *self);
void mado_viewport_grid_set_maximised (MadoViewportGrid *self, gboolean maximised);

/* Applied to every viewport, also those made later. */
void mado_viewport_grid_set_tool (MadoViewportGrid *self, MadoTool tool);
void mado_viewport_grid_set_mouse (MadoViewportGrid *self, const MadoMouse *mouse);
void mado_viewport_grid_set_annotation (MadoViewportGrid *self,
                                        MadoAnnotationLevel level);
void mado_viewport_grid_set_crosshair_shown (MadoViewportGrid *self, gboolean shown);
void mado_viewport_grid_set_interpolation (MadoViewportGrid *self,
                                           MadoInterpolation interpolation);
void mado_viewport_grid_set_not_for_diagnosis (MadoViewportGrid *self, gboolean shown);

G_END_DECLS
