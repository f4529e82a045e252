/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-private.h"

#include <math.h>

#include "mado-overlay.h"

/* px at scale 1 */
#define CURSOR_RADIUS 7.0
#define CURSOR_ARM    5.0
#define OUTLINE       2.0 /* of dark around light lines, which keeps them visible */
#define LABEL_INSET   30.0
#define LABEL_MARGIN  4.0

/* Off the plane by less than this, or half its thickness, the cursor is in it, mm. */
#define ON_PLANE 0.5

typedef struct {
  double x1, y1, x2, y2;
} Segment;

static void
stroke (cairo_t *cr, double scale, double width, double r, double g, double b, double a)
{
  cairo_set_source_rgba (cr, 0, 0, 0, 0.55 * a);
  cairo_set_line_width (cr, (width + OUTLINE) * scale);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgba (cr, r, g, b, a);
  cairo_set_line_width (cr, width * scale);
  cairo_stroke (cr);
}

static gboolean
project (MadoViewport *self, const MadoReferenceLine *line, Segment *segment)
{
  return mado_viewport_from_patient (self, line->from, &segment->x1, &segment->y1) &&
         mado_viewport_from_patient (self, line->to, &segment->x2, &segment->y2) &&
         isfinite (segment->x1 + segment->y1 + segment->x2 + segment->y2);
}

/* Liang and Barsky: the part of @segment inside the picture; false when none is. */
static gboolean
clip (Segment *segment, double width, double height)
{
  const double dx = segment->x2 - segment->x1, dy = segment->y2 - segment->y1;
  const double p[4] = {-dx, dx, -dy, dy};
  const double q[4] = {segment->x1, width - segment->x1, segment->y1,
                       height - segment->y1};
  double begin = 0, end = 1;

  for (int i = 0; i < 4; i++) {
    if (p[i] == 0 && q[i] < 0)
      return FALSE;
    if (p[i] < 0)
      begin = MAX (begin, q[i] / p[i]);
    else if (p[i] > 0)
      end = MIN (end, q[i] / p[i]);
  }
  if (begin > end)
    return FALSE;
  segment->x2 = segment->x1 + end * dx;
  segment->y2 = segment->y1 + end * dy;
  segment->x1 += begin * dx;
  segment->y1 += begin * dy;
  return TRUE;
}

/* Near the right or upper end of the line, clear of the orientation letters. */
static void
draw_label (MadoViewport *self,
            cairo_t *cr,
            double scale,
            const Segment *segment,
            const char *label)
{
  const gboolean is_second = segment->x2 > segment->x1;
  const double length = hypot (segment->x2 - segment->x1, segment->y2 - segment->y1);
  const double inset = length > 0 ? MIN (LABEL_INSET * scale / length, 0.5) : 0;
  const double share = is_second ? 1 - inset : inset;
  const double x = segment->x1 + share * (segment->x2 - segment->x1);
  const double y = segment->y1 + share * (segment->y2 - segment->y1);
  cairo_text_extents_t extents;

  cairo_select_font_face (cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                          CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, 11 * scale);
  cairo_text_extents (cr, label, &extents);

  const double margin = LABEL_MARGIN * scale;
  const double left = CLAMP (x - extents.x_advance - margin, margin,
                             MAX (self->state.width - extents.x_advance, margin));
  const double base = CLAMP (y - margin, extents.height + margin,
                             MAX (self->state.height - margin, extents.height));

  cairo_move_to (cr, left, base);
  cairo_text_path (cr, label);
  stroke (cr, scale, 0.1, 0, 0, 0, 1);
  cairo_move_to (cr, left, base);
  cairo_set_source_rgb (cr, 0.95, 0.9, 0.6);
  cairo_show_text (cr, label);
}

static void
draw_reference_line (MadoViewport *self,
                     cairo_t *cr,
                     double scale,
                     const MadoReferenceLine *line)
{
  static const double dashes[] = {6, 4};
  const double scaled[] = {dashes[0] * scale, dashes[1] * scale};
  Segment segment;

  if (!project (self, line, &segment) ||
      !clip (&segment, self->state.width, self->state.height))
    return;

  cairo_save (cr);
  if (!line->is_active)
    cairo_set_dash (cr, scaled, G_N_ELEMENTS (scaled), 0);
  cairo_move_to (cr, segment.x1, segment.y1);
  cairo_line_to (cr, segment.x2, segment.y2);
  stroke (cr, scale, line->is_active ? 1.5 : 1, 0.95, 0.86, 0.45,
          line->is_active ? 1 : 0.7);
  cairo_restore (cr);
  if (line->label[0] != '\0')
    draw_label (self, cr, scale, &segment, line->label);
}

static double
get_thickness (MadoViewport *self)
{
  int columns, rows;

  if (self->mpr != NULL)
    return mado_mpr_get_slab (self->mpr, self->plane_kind);

  const MadoFrameRef *ref = mado_viewport_get_shown (self, &columns, &rows);

  return ref != NULL ? ref->info->slice_thickness : 0;
}

static gboolean
is_on_plane (MadoViewport *self, MadoVector point)
{
  MadoPlane plane;
  double width, height;

  return mado_viewport_get_plane (self, &plane, &width, &height) &&
         fabs (mado_plane_get_distance (&plane, point)) <=
             MAX (get_thickness (self) / 2, ON_PLANE);
}

/* Filled in the middle where the point lies in the plane, hollow where it is before or
 * behind it. */
static void
draw_cursor (MadoViewport *self, cairo_t *cr, double scale)
{
  const double radius = CURSOR_RADIUS * scale, arm = CURSOR_ARM * scale;
  double x, y;

  if (!mado_viewport_from_patient (self, self->cursor, &x, &y) || !isfinite (x + y))
    return;

  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  for (int i = 0; i < 4; i++) {
    const double c = (i % 2) * (i - 2), s = ((i + 1) % 2) * (i - 1);

    cairo_move_to (cr, x + c * radius, y + s * radius);
    cairo_line_to (cr, x + c * (radius + arm), y + s * (radius + arm));
  }
  stroke (cr, scale, 1.5, 0.35, 0.95, 0.95, 1);
  if (!is_on_plane (self, self->cursor))
    return;
  cairo_arc (cr, x, y, 2 * scale, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 0.35, 0.95, 0.95);
  cairo_fill (cr);
}

void
mado_viewport_draw_marks (MadoViewport *self, cairo_t *cr, double scale)
{
  cairo_save (cr);
  /* With its tool in the hand the reader must see what he takes hold of. */
  if (self->volume != NULL &&
      (self->is_crosshair_shown || self->tool == MADO_TOOL_CROSSHAIR))
    mado_viewport_draw_crosshair (self, cr, scale);
  for (guint i = 0; i < self->reference_lines->len; i++)
    draw_reference_line (self, cr, scale,
                         &g_array_index (self->reference_lines, MadoReferenceLine, i));
  if (self->has_cursor)
    draw_cursor (self, cr, scale);
  cairo_restore (cr);
}

static gboolean
lines_equal (const MadoReferenceLine *a, const MadoReferenceLine *b)
{
  return memcmp (&a->from, &b->from, sizeof a->from) == 0 &&
         memcmp (&a->to, &b->to, sizeof a->to) == 0 && a->is_active == b->is_active &&
         strncmp (a->label, b->label, sizeof a->label) == 0;
}

void
mado_viewport_set_reference_lines (MadoViewport *self,
                                   const MadoReferenceLine *lines,
                                   int n)
{
  gboolean is_same;

  g_return_if_fail (MADO_IS_VIEWPORT (self));
  g_return_if_fail (n >= 0 && (n == 0 || lines != NULL));

  is_same = self->reference_lines->len == (guint) n;
  for (int i = 0; is_same && i < n; i++)
    is_same = lines_equal (&g_array_index (self->reference_lines, MadoReferenceLine, i),
                           &lines[i]);
  if (is_same)
    return;

  g_array_set_size (self->reference_lines, 0);
  g_array_append_vals (self->reference_lines, lines, (guint) n);
  for (int i = 0; i < n; i++)
    g_array_index (self->reference_lines, MadoReferenceLine, i)
        .label[sizeof lines->label - 1] = '\0';
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
}

void
mado_viewport_set_cursor_point (MadoViewport *self, const MadoVector *point)
{
  g_return_if_fail (MADO_IS_VIEWPORT (self));

  if (self->has_cursor == (point != NULL) &&
      (point == NULL || memcmp (&self->cursor, point, sizeof *point) == 0))
    return;

  self->has_cursor = point != NULL;
  if (point != NULL)
    self->cursor = *point;
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
}
