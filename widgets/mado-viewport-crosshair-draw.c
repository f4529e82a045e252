/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-crosshair-private.h"

#include <math.h>

#include "mado-overlay.h"

/* px at scale 1 */
#define LINE_WIDTH  1.4
#define OUTLINE     2.0
#define FRAME_WIDTH 2.0
#define TURN_RADIUS 5.5
#define SLAB_SIZE   8.0
#define DASH        5.0

typedef struct {
  cairo_t *cr;
  double scale;
  const double *color;
  const MadoCrosshairLine *line;
} Pen;

/* To where @along and @across lie from the center. */
static void
get_point (const Pen *pen, double along, double across, double *x, double *y)
{
  const MadoCrosshairLine *line = pen->line;

  *x = line->x + along * line->along_x - across * line->along_y;
  *y = line->y + along * line->along_y + across * line->along_x;
}

static void
move_to (const Pen *pen, double along, double across)
{
  double x, y;

  get_point (pen, along, across, &x, &y);
  cairo_move_to (pen->cr, x, y);
}

static void
line_to (const Pen *pen, double along, double across)
{
  double x, y;

  get_point (pen, along, across, &x, &y);
  cairo_line_to (pen->cr, x, y);
}

/* On a dark edge, so that it shows on white bone as on black air. */
static void
stroke (const Pen *pen, double width)
{
  cairo_set_source_rgba (pen->cr, 0, 0, 0, 0.5);
  cairo_set_line_width (pen->cr, (width + OUTLINE) * pen->scale);
  cairo_stroke_preserve (pen->cr);
  cairo_set_source_rgb (pen->cr, pen->color[0], pen->color[1], pen->color[2]);
  cairo_set_line_width (pen->cr, width * pen->scale);
  cairo_stroke (pen->cr);
}

static void
draw_slab_lines (const Pen *pen, double length)
{
  const double dashes[] = {DASH * pen->scale, DASH * pen->scale};

  cairo_set_dash (pen->cr, dashes, G_N_ELEMENTS (dashes), 0);
  for (int side = -1; side <= 1; side += 2) {
    move_to (pen, -length, side * pen->line->half_slab);
    line_to (pen, length, side * pen->line->half_slab);
  }
  stroke (pen, LINE_WIDTH * 0.7);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

static void
draw_handles (const Pen *pen, double size, const MadoCrosshairGrip *grip)
{
  const double square = SLAB_SIZE * pen->scale;
  double x, y;

  for (int side = -1; side <= 1; side += 2) {
    get_point (pen, side * MADO_CROSSHAIR_TURN_AT * size, 0, &x, &y);
    cairo_new_sub_path (pen->cr);
    cairo_arc (pen->cr, x, y, TURN_RADIUS * pen->scale, 0, 2 * G_PI);
    if (grip->part == MADO_CROSSHAIR_TURN) {
      cairo_set_source_rgb (pen->cr, pen->color[0], pen->color[1], pen->color[2]);
      cairo_fill_preserve (pen->cr);
    }
    stroke (pen, LINE_WIDTH);

    get_point (pen, MADO_CROSSHAIR_SLAB_AT * size,
               side * mado_crosshair_line_get_slab_offset (pen->line, pen->scale), &x,
               &y);
    cairo_rectangle (pen->cr, x - square / 2, y - square / 2, square, square);
    if (grip->part == MADO_CROSSHAIR_SLAB) {
      cairo_set_source_rgb (pen->cr, pen->color[0], pen->color[1], pen->color[2]);
      cairo_fill_preserve (pen->cr);
    }
    stroke (pen, LINE_WIDTH);
  }
}

static const MadoCrosshairGrip *
get_grip (MadoViewport *self)
{
  return self->grip.part != MADO_CROSSHAIR_NONE ? &self->grip : &self->hover;
}

static void
draw_line (MadoViewport *self, cairo_t *cr, double scale, MadoPlaneKind kind)
{
  const double size = MIN (self->state.width, self->state.height);
  const MadoCrosshairGrip *grip = get_grip (self);
  MadoCrosshairLine line;

  if (!mado_viewport_get_crosshair_line (self, kind, &line))
    return;

  const Pen pen = {cr, scale, mado_overlay_get_plane_color (kind), &line};
  const gboolean is_held = grip->part > MADO_CROSSHAIR_CENTER && grip->kind == kind;
  const double gap = MADO_CROSSHAIR_GAP * scale;
  /* From the center beyond the farthest corner. */
  const double length = hypot (fabs (line.x - self->state.width / 2.0),
                               fabs (line.y - self->state.height / 2.0)) +
                        hypot (self->state.width, self->state.height) / 2;

  move_to (&pen, gap, 0);
  line_to (&pen, length, 0);
  move_to (&pen, -gap, 0);
  line_to (&pen, -length, 0);
  stroke (&pen, is_held ? LINE_WIDTH * 1.6 : LINE_WIDTH);
  if (line.half_slab > 0)
    draw_slab_lines (&pen, length);
  if (is_held)
    draw_handles (&pen, size, grip);
}

/* Which plane this is, in the colour its line has in the others. */
static void
draw_frame (MadoViewport *self, cairo_t *cr, double scale)
{
  const double *color = mado_overlay_get_plane_color (self->plane_kind);
  const double width = FRAME_WIDTH * scale;

  cairo_set_source_rgb (cr, color[0], color[1], color[2]);
  cairo_set_line_width (cr, width);
  cairo_rectangle (cr, width / 2, width / 2, self->state.width - width,
                   self->state.height - width);
  cairo_stroke (cr);
}

void
mado_viewport_draw_crosshair (MadoViewport *self, cairo_t *cr, double scale)
{
  draw_frame (self, cr, scale);
  if (self->annotation == MADO_ANNOTATION_NONE && self->tool != MADO_TOOL_CROSSHAIR)
    return;
  for (int i = 0; i < 3; i++)
    draw_line (self, cr, scale, MADO_PLANE_AXIAL + i);
}
