/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-grid.h"

#include <string.h>

void
mado_grid_layout_init_regular (MadoGridLayout *self, int columns, int rows)
{
  g_return_if_fail (columns >= 1 && columns <= MADO_GRID_MAX);
  g_return_if_fail (rows >= 1 && rows <= MADO_GRID_MAX);

  memset (self, 0, sizeof *self);
  self->columns = columns;
  self->rows = rows;
  self->n_cells = columns * rows;
  for (int i = 0; i < self->n_cells; i++)
    self->cells[i] = (MadoGridCell){i % columns, i / columns, 1, 1};
}

static gboolean
is_regular (const MadoGridLayout *self)
{
  MadoGridLayout regular;

  mado_grid_layout_init_regular (&regular, self->columns, self->rows);
  return self->n_cells == regular.n_cells &&
         memcmp (self->cells, regular.cells,
                 sizeof self->cells[0] * (size_t) self->n_cells) == 0;
}

char *
mado_grid_layout_to_string (const MadoGridLayout *self)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%dx%d", self->columns, self->rows);
  if (is_regular (self))
    return g_string_free (text, FALSE);

  for (int i = 0; i < self->n_cells; i++) {
    const MadoGridCell *cell = &self->cells[i];

    g_string_append_printf (text, "%c%d,%d,%d,%d", i == 0 ? ':' : ';', cell->column,
                            cell->row, cell->column_span, cell->row_span);
  }
  return g_string_free (text, FALSE);
}

/* Reads one digit; all numbers of a layout have one. */
static gboolean
read_digit (const char **text, int low, int high, int *value)
{
  if (!g_ascii_isdigit (**text))
    return FALSE;

  *value = g_ascii_digit_value (**text);
  *text += 1;
  return *value >= low && *value <= high;
}

static gboolean
read_char (const char **text, char expected)
{
  if (**text != expected)
    return FALSE;

  *text += 1;
  return TRUE;
}

/* Reads "column,row,column span,row span" and claims its places in @taken. */
static gboolean
read_cell (const char **text,
           const MadoGridLayout *grid,
           MadoGridCell *cell,
           int *taken)
{
  if (!read_digit (text, 0, grid->columns - 1, &cell->column) ||
      !read_char (text, ',') || !read_digit (text, 0, grid->rows - 1, &cell->row) ||
      !read_char (text, ',') ||
      !read_digit (text, 1, grid->columns - cell->column, &cell->column_span) ||
      !read_char (text, ',') ||
      !read_digit (text, 1, grid->rows - cell->row, &cell->row_span))
    return FALSE;

  for (int row = cell->row; row < cell->row + cell->row_span; row++) {
    for (int column = cell->column; column < cell->column + cell->column_span;
         column++) {
      const int bit = 1 << (row * MADO_GRID_MAX + column);

      if ((*taken & bit) != 0)
        return FALSE;
      *taken |= bit;
    }
  }
  return TRUE;
}

gboolean
mado_grid_layout_from_string (MadoGridLayout *self, const char *text)
{
  MadoGridLayout layout = {0};
  int columns, rows, taken = 0;

  if (text == NULL || !read_digit (&text, 1, MADO_GRID_MAX, &columns) ||
      !read_char (&text, 'x') || !read_digit (&text, 1, MADO_GRID_MAX, &rows))
    return FALSE;

  mado_grid_layout_init_regular (&layout, columns, rows);
  if (*text == '\0') {
    *self = layout;
    return TRUE;
  }

  layout.n_cells = 0;
  memset (layout.cells, 0, sizeof layout.cells);
  for (char separator = ':'; *text != '\0'; separator = ';') {
    if (layout.n_cells == (int) G_N_ELEMENTS (layout.cells) ||
        !read_char (&text, separator) ||
        !read_cell (&text, &layout, &layout.cells[layout.n_cells], &taken))
      return FALSE;
    layout.n_cells++;
  }

  *self = layout;
  return TRUE;
}
