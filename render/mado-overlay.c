/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-overlay-private.h"

#include <libintl.h>
#include <math.h>

#define _(text) dgettext (GETTEXT_PACKAGE, text) /* see mado-overlay-lines.c */

/* px at scale 1 */
#define MARGIN        10.0
#define SMALL_MARGIN  6.0
#define SMALL         300.0 /* px a viewport is wide */
#define TRUST_HEIGHT  20.0
#define NOTICE_HEIGHT 15.0
#define BAR_LENGTH    100.0 /* at most */
#define BAR_MINIMUM   20.0

/**
 * Page:
 * @top: where annotation begins, below the notice
 * @bottom: where the trust line begins
 * @corner_width: of the text in one corner, so that it meets neither the other
 *   corner nor the orientation letter between them
 * @corner_height: the same towards the letters at the sides
 */
typedef struct {
  cairo_t *cr;
  const MadoOverlayInput *input;
  double scale;
  int width;
  int height;
  int margin;
  int top;
  int bottom;
  int corner_width;
  int corner_height;
} Page;

static int
px (const Page *page, double length)
{
  return (int) rint (length * page->scale);
}

static void
line_free (gpointer data)
{
  MadoOverlayLine *line = data;

  g_free (line->text);
  g_free (line);
}

static void
page_init (Page *self, cairo_t *cr, const MadoOverlayInput *input)
{
  *self = (Page){
      .cr = cr,
      .input = input,
      .scale = input->scale > 0.0 ? input->scale : 1.0,
      .width = input->state->width,
      .height = input->state->height,
  };
  self->margin = px (self, self->width < SMALL * self->scale ? SMALL_MARGIN : MARGIN);
  self->top = input->not_for_diagnosis ? px (self, NOTICE_HEIGHT) : 0;
  self->bottom = self->height - px (self, TRUST_HEIGHT);
  self->corner_width = self->width / 2 - 2 * self->margin;
  self->corner_height = (self->bottom - self->top) / 2 - self->margin;
}

static void
draw_band (const Page *page, int y, int height)
{
  cairo_set_source_rgba (page->cr, 0.07, 0.075, 0.085, 0.82);
  cairo_rectangle (page->cr, 0, y, page->width, height);
  cairo_fill (page->cr);
}

static void
draw_notice (const Page *page)
{
  const int height = px (page, NOTICE_HEIGHT);
  const int room = page->width - page->margin;
  const MadoOverlayText *text =
      mado_overlay_text_get (_ ("For research and education / not for diagnostic use"),
                             MADO_OVERLAY_NOTICE, page->scale, page->width * 4);

  if (text == NULL || mado_overlay_text_get_width (text) > room)
    text = mado_overlay_text_get (_ ("Not for diagnostic use"), MADO_OVERLAY_NOTICE,
                                  page->scale, room);
  draw_band (page, 0, height);
  if (text != NULL)
    mado_overlay_text_draw (text, page->cr,
                            (page->width - mado_overlay_text_get_width (text)) / 2,
                            (height - mado_overlay_text_get_height (text)) / 2);
}

/* Letters at the middle of the four sides; they narrow the corners. */
static void
draw_letters (Page *page)
{
  char letters[4][4];
  int width = 0, height = 0;

  if (page->input->plane != NULL)
    mado_plane_view_get_orientation (page->input->plane, letters);
  else if (page->input->is_mpr)
    return;
  else
    mado_view_state_get_orientation (
        page->input->state,
        mado_display_set_get_frame (page->input->set, page->input->index)->info,
        letters);
  for (int i = 0; i < 4; i++) {
    const MadoOverlayText *text = mado_overlay_text_get (
        letters[i], MADO_OVERLAY_LETTER, page->scale, page->width);

    if (*letters[i] == '\0' || text == NULL)
      continue;

    const int w = mado_overlay_text_get_width (text);
    const int h = mado_overlay_text_get_height (text);

    /* A letter that meets the one opposite says nothing. */
    if (page->bottom - page->top < 4 * h || page->width < 4 * w)
      continue;

    const int margin = page->margin / 2;
    const int x[4] = {margin, page->width - margin - w, (page->width - w) / 2,
                      (page->width - w) / 2};
    const int middle = (page->top + page->bottom - h) / 2;
    const int y[4] = {middle, middle, page->top + margin / 2, page->bottom - h};

    mado_overlay_text_draw (text, page->cr, x[i], y[i]);
    width = MAX (width, w);
    height = MAX (height, h);
  }
  page->corner_width -= width / 2;
  page->corner_height -= height / 2;
}

static int
get_bar_width (const Page *page, const MadoOverlayLine *line)
{
  return line->mark != NULL ? px (page, 8.0) : 0;
}

static const MadoOverlayText *
get_text (const Page *page, const MadoOverlayLine *line)
{
  const int width = page->corner_width - get_bar_width (page, line);

  if (!line->is_whole)
    return mado_overlay_text_get (line->text, line->style, page->scale, width);

  const MadoOverlayText *text =
      mado_overlay_text_get (line->text, line->style, page->scale, page->width);

  return text != NULL && mado_overlay_text_get_width (text) <= width ? text : NULL;
}

static int
get_total_height (const Page *page, const GPtrArray *lines)
{
  int height = 0;

  for (guint i = 0; i < lines->len; i++) {
    const MadoOverlayText *text = get_text (page, g_ptr_array_index (lines, i));

    height += text != NULL ? mado_overlay_text_get_height (text) : 0;
  }
  return height;
}

/* Drops the least important lines, the lowest first, until the rest fits. */
static void
make_room (const Page *page, GPtrArray *lines)
{
  const double width = page->width / page->scale;
  const int max_priority = width >= SMALL ? 3 : width >= 200.0 ? 2 : 1;

  while (lines->len > 0) {
    guint least = 0;

    for (guint i = 1; i < lines->len; i++)
      if (((MadoOverlayLine *) lines->pdata[i])->priority >=
          ((MadoOverlayLine *) lines->pdata[least])->priority)
        least = i;
    if (((MadoOverlayLine *) lines->pdata[least])->priority <= max_priority &&
        get_total_height (page, lines) <= page->corner_height)
      return;
    g_ptr_array_remove_index (lines, least);
  }
}

static void
draw_mark (const Page *page, const double mark[3], int x, int y, int height)
{
  cairo_set_source_rgb (page->cr, mark[0], mark[1], mark[2]);
  cairo_rectangle (page->cr, x, y + height / 8, px (page, 4.0), height - height / 4);
  cairo_fill (page->cr);
}

static void
draw_corner (const Page *page, MadoCorner corner, GPtrArray *lines)
{
  const bool is_right =
      corner == MADO_CORNER_TOP_RIGHT || corner == MADO_CORNER_BOTTOM_RIGHT;
  const bool is_bottom =
      corner == MADO_CORNER_BOTTOM_LEFT || corner == MADO_CORNER_BOTTOM_RIGHT;
  int y;

  make_room (page, lines);
  y = is_bottom ? page->bottom - px (page, 4.0) - get_total_height (page, lines)
                : page->top + px (page, 5.0);
  for (guint i = 0; i < lines->len; i++) {
    const MadoOverlayLine *line = g_ptr_array_index (lines, i);
    const MadoOverlayText *text = get_text (page, line);
    const int bar = get_bar_width (page, line);

    if (text == NULL)
      continue;

    const int width = bar + mado_overlay_text_get_width (text);
    const int height = mado_overlay_text_get_height (text);
    const int x = is_right ? page->width - page->margin - width : page->margin;

    if (line->mark != NULL)
      draw_mark (page, line->mark, x, y, height);
    mado_overlay_text_draw (text, page->cr, x + bar, y);
    y += height;
  }
}

static void
draw_corners (const Page *page)
{
  GPtrArray *corners[4];

  for (int i = 0; i < 4; i++)
    corners[i] = g_ptr_array_new_with_free_func (line_free);
  mado_overlay_make_lines (page->input, corners);
  for (int i = 0; i < 4; i++) {
    draw_corner (page, i, corners[i]);
    g_ptr_array_unref (corners[i]);
  }
}

/* A tick, or a triangle: the state is not told by colour alone. */
static void
draw_trust_mark (const Page *page, bool is_warning)
{
  const double s = page->scale;
  const double x = page->margin, y = page->bottom + TRUST_HEIGHT * s / 2.0;

  cairo_new_path (page->cr);
  cairo_set_line_width (page->cr, 1.4 * s);
  if (is_warning) {
    cairo_set_source_rgb (page->cr, 0.95, 0.72, 0.32);
    cairo_move_to (page->cr, x + 4.5 * s, y - 4.5 * s);
    cairo_line_to (page->cr, x + 9.0 * s, y + 4.0 * s);
    cairo_line_to (page->cr, x, y + 4.0 * s);
    cairo_close_path (page->cr);
  } else {
    cairo_set_source_rgb (page->cr, 0.52, 0.80, 0.55);
    cairo_move_to (page->cr, x, y);
    cairo_line_to (page->cr, x + 3.0 * s, y + 3.5 * s);
    cairo_line_to (page->cr, x + 9.0 * s, y - 4.0 * s);
  }
  cairo_stroke (page->cr);
}

/* The longest of 1, 2, 5 × 10ⁿ mm that fits; false when there is none. */
static bool
choose_bar (const Page *page, double px_per_mm, double *mm)
{
  const double limit = MIN (px (page, BAR_LENGTH), page->width * 0.25);
  double decade;

  if (!(px_per_mm > 0.0) || !isfinite (px_per_mm))
    return false;

  decade = pow (10.0, floor (log10 (limit / px_per_mm)));
  *mm = decade;
  if (decade * 2.0 * px_per_mm <= limit)
    *mm = decade * 2.0;
  if (decade * 5.0 * px_per_mm <= limit)
    *mm = decade * 5.0;
  return *mm * px_per_mm >= MIN (px (page, BAR_MINIMUM), limit * 0.4);
}

static char *
dup_bar_text (double mm)
{
  g_autofree char *number = mado_overlay_dup_number (mm >= 10.0 ? mm / 10.0 : mm, 3);

  return g_strdup_printf (mm >= 10.0 ? "%s cm" : "%s mm", number);
}

typedef struct {
  double length; /* px; 0: no bar */
  const MadoOverlayText *text;
  int width; /* of both */
} ScaleBar;

/* Device px per mm; 0 in pictures that are not calibrated. */
static double
get_px_per_mm (const MadoOverlayInput *input)
{
  const MadoFrameInfo *info =
      mado_display_set_get_frame (input->set, input->index)->info;
  const double spacing = MIN (info->row_spacing, info->column_spacing);

  if (input->is_mpr)
    return input->plane != NULL ? input->plane->view.zoom : 0.0;
  if (info->spacing_kind == MADO_SPACING_NONE || !(spacing > 0.0))
    return 0.0;
  return input->state->zoom / spacing;
}

static void
make_scale_bar (const Page *page, ScaleBar *bar)
{
  const double px_per_mm = get_px_per_mm (page->input);
  double mm;

  *bar = (ScaleBar){0};
  if (page->input->level == MADO_ANNOTATION_NONE || !choose_bar (page, px_per_mm, &mm))
    return;

  g_autofree char *label = dup_bar_text (mm);

  bar->text =
      mado_overlay_text_get (label, MADO_OVERLAY_SMALL, page->scale, page->width);
  if (bar->text == NULL)
    return;
  bar->length = mm * px_per_mm;
  bar->width = (int) ceil (bar->length) + px (page, 5.0) +
               mado_overlay_text_get_width (bar->text);
}

static void
draw_scale_bar (const Page *page, const ScaleBar *bar)
{
  const double right = page->width - page->margin, left = right - bar->length;
  const double s = page->scale;
  const double y = floor (page->bottom + TRUST_HEIGHT * s / 2.0) + 0.5;

  cairo_new_path (page->cr);
  cairo_set_source_rgb (page->cr, 0.92, 0.92, 0.92);
  cairo_set_line_width (page->cr, MAX (1.0, s));
  cairo_move_to (page->cr, left, y - 3.0 * s);
  cairo_line_to (page->cr, left, y + 3.0 * s);
  cairo_move_to (page->cr, left, y);
  cairo_line_to (page->cr, right, y);
  cairo_move_to (page->cr, right, y - 3.0 * s);
  cairo_line_to (page->cr, right, y + 3.0 * s);
  cairo_stroke (page->cr);
  mado_overlay_text_draw (
      bar->text, page->cr, page->width - page->margin - bar->width,
      page->bottom +
          (px (page, TRUST_HEIGHT) - mado_overlay_text_get_height (bar->text)) / 2);
}

typedef struct {
  const Page *page;
  int width;
} Room;

static bool
fits_cb (const char *line, gpointer user_data)
{
  const Room *room = user_data;
  const MadoOverlayText *text =
      mado_overlay_text_get (line, MADO_OVERLAY_WARNING, room->page->scale, G_MAXINT16);

  return text != NULL && mado_overlay_text_get_width (text) <= room->width;
}

/* The trust line has the band first; the scale bar has what is left of it. */
static void
draw_trust (const Page *page)
{
  bool is_warning = false;
  const int height = px (page, TRUST_HEIGHT);
  const int x = page->margin + px (page, 14.0);
  const int room = page->width - page->margin - x;
  g_autofree char *line = mado_trust_dup_fitting (page->input, &is_warning, fits_cb,
                                                  &(Room){.page = page, .width = room});
  const MadoOverlayText *text = mado_overlay_text_get (
      line, is_warning ? MADO_OVERLAY_WARNING : MADO_OVERLAY_TRUSTED, page->scale,
      room);
  ScaleBar bar;

  draw_band (page, page->bottom, height);
  draw_trust_mark (page, is_warning);
  if (text == NULL)
    return;

  mado_overlay_text_draw (text, page->cr, x,
                          page->bottom +
                              (height - mado_overlay_text_get_height (text)) / 2);
  make_scale_bar (page, &bar);
  if (bar.length > 0.0 &&
      mado_overlay_text_get_width (text) + page->margin + bar.width <= room)
    draw_scale_bar (page, &bar);
}

void
mado_overlay_draw (cairo_t *cr, const MadoOverlayInput *input)
{
  Page page;

  g_return_if_fail (input->index >= 0 &&
                    input->index < mado_display_set_get_n_frames (input->set));

  cairo_save (cr);
  page_init (&page, cr, input);
  if (input->not_for_diagnosis)
    draw_notice (&page);
  if (input->level != MADO_ANNOTATION_NONE) {
    draw_letters (&page);
    draw_corners (&page);
  }
  draw_trust (&page);
  mado_overlay_text_trim ();
  cairo_restore (cr);
}
