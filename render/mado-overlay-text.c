/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <pango/pangocairo.h>

#include "mado-overlay-private.h"

/* Laying out and outlining a line costs 0.2 ms, putting a ready one 2 µs; of the
 * twenty lines on a picture one or two change from frame to frame. */
#define MAX_CACHED 400

/* No description is longer on a screen; a hostile one is 64 KiB. */
#define MAX_CHARACTERS 160

struct _MadoOverlayText {
  cairo_surface_t *surface;
  int width;
  int height;
  int margin; /* px around the text for its outline */
  guint last_used;
};

typedef struct {
  GHashTable *texts;
  guint now; /* pictures drawn */
  PangoContext *context;
} Cache;

typedef struct {
  double size; /* px */
  bool is_bold;
  double red, green, blue;
} StyleSpec;

static const StyleSpec styles[] = {
    [MADO_OVERLAY_PLAIN] = {12.0, false, 0.90, 0.91, 0.92},
    [MADO_OVERLAY_BOLD] = {12.0, true, 0.96, 0.96, 0.97},
    [MADO_OVERLAY_SMALL] = {10.0, false, 0.76, 0.77, 0.79},
    [MADO_OVERLAY_LETTER] = {14.0, true, 0.97, 0.85, 0.50},
    [MADO_OVERLAY_TRUSTED] = {11.0, false, 0.52, 0.80, 0.55},
    [MADO_OVERLAY_WARNING] = {11.0, false, 0.95, 0.72, 0.32},
    [MADO_OVERLAY_NOTICE] = {10.0, false, 0.93, 0.60, 0.58},
};

static void
text_free (MadoOverlayText *self)
{
  cairo_surface_destroy (self->surface);
  g_free (self);
}

static void
cache_free (Cache *self)
{
  g_hash_table_unref (self->texts);
  g_object_unref (self->context);
  g_free (self);
}

static Cache *
get_cache (void)
{
  static GPrivate key = G_PRIVATE_INIT ((GDestroyNotify) cache_free);
  Cache *self = g_private_get (&key);

  if (self == NULL) {
    cairo_font_options_t *options = cairo_font_options_create ();

    self = g_new0 (Cache, 1);
    self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) text_free);
    self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
    cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options (self->context, options);
    cairo_font_options_destroy (options);
    g_private_set (&key, self);
  }
  return self;
}

static PangoLayout *
make_layout (PangoContext *context,
             const char *text,
             const StyleSpec *style,
             double scale)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_from_string ("sans");
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (g_utf8_strlen (valid, -1) > MAX_CHARACTERS)
    *g_utf8_offset_to_pointer (valid, MAX_CHARACTERS) = '\0';
  pango_font_description_set_absolute_size (font,
                                            rint (style->size * scale) * PANGO_SCALE);
  pango_font_description_set_weight (font, style->is_bold ? PANGO_WEIGHT_BOLD
                                                          : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, valid, -1);
  pango_font_description_free (font);
  return layout;
}

static void
draw_outlined (const MadoOverlayText *self,
               PangoLayout *layout,
               const StyleSpec *style,
               double scale)
{
  cairo_t *cr = cairo_create (self->surface);

  cairo_set_source_rgba (cr, 0.0, 0.0, 0.0, 0.75);
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++) {
      cairo_move_to (cr, self->margin + dx * scale, self->margin + dy * scale);
      pango_cairo_show_layout (cr, layout);
    }
  cairo_set_source_rgb (cr, style->red, style->green, style->blue);
  cairo_move_to (cr, self->margin, self->margin);
  pango_cairo_show_layout (cr, layout);
  cairo_destroy (cr);
}

static MadoOverlayText *
text_new (PangoContext *context,
          const char *text,
          const StyleSpec *style,
          double scale,
          int max_width)
{
  MadoOverlayText *self = g_new0 (MadoOverlayText, 1);
  PangoLayout *layout = make_layout (context, text, style, scale);

  if (max_width >= 0) {
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_width (layout, max_width * PANGO_SCALE);
  }
  pango_layout_get_pixel_size (layout, &self->width, &self->height);
  self->margin = (int) ceil (2.0 * scale);
  self->surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width + 2 * self->margin,
                                  self->height + 2 * self->margin);
  draw_outlined (self, layout, style, scale);
  g_object_unref (layout);
  return self;
}

/* @max_width: -1 for the whole text */
static MadoOverlayText *
look_up (const char *text, MadoOverlayStyle style, double scale, int max_width)
{
  Cache *cache = get_cache ();
  g_autofree char *key = g_strdup_printf ("%d %d %d %s", style,
                                          (int) rint (scale * 64.0), max_width, text);
  MadoOverlayText *self = g_hash_table_lookup (cache->texts, key);

  if (self == NULL) {
    self = text_new (cache->context, text, &styles[style], scale, max_width);
    g_hash_table_insert (cache->texts, g_steal_pointer (&key), self);
  }
  self->last_used = cache->now;
  return self;
}

const MadoOverlayText *
mado_overlay_text_get (const char *text,
                       MadoOverlayStyle style,
                       double scale,
                       int max_width)
{
  if (max_width < (int) styles[style].size * scale)
    return NULL;

  const MadoOverlayText *whole = look_up (text, style, scale, -1);

  return whole->width <= max_width ? whole : look_up (text, style, scale, max_width);
}

int
mado_overlay_text_get_width (const MadoOverlayText *self)
{
  return self->width;
}

int
mado_overlay_text_get_height (const MadoOverlayText *self)
{
  return self->height;
}

void
mado_overlay_text_draw (const MadoOverlayText *self, cairo_t *cr, int x, int y)
{
  cairo_set_source_surface (cr, self->surface, x - self->margin, y - self->margin);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
}

static gboolean
is_old (gpointer key, gpointer value, gpointer user_data)
{
  const MadoOverlayText *text = value;
  const Cache *cache = user_data;

  return cache->now - text->last_used > 1;
}

void
mado_overlay_text_trim (void)
{
  Cache *cache = get_cache ();

  if (g_hash_table_size (cache->texts) > MAX_CACHED)
    g_hash_table_foreach_remove (cache->texts, is_old, cache);
  cache->now++;
}
