/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-links-private.h"

#include <string.h>

#define MAX_VIEWS (MADO_GRID_MAX * MADO_GRID_MAX)

struct _MadoViewportLinks {
  GObject parent_instance;
  MadoViewportGrid *grid; /* weak */
  MadoLinkedView views[MAX_VIEWS];
  int n_views; /* of the layout */
  gboolean has_lines;
  gboolean is_linked;
  guint what;
  gboolean has_cursor;
  MadoVector cursor;
  char *cursor_frame; /* frame of reference of @cursor; nullable */
  gboolean is_busy;   /* what changes now changes because of us */
};

G_DEFINE_FINAL_TYPE (MadoViewportLinks, mado_viewport_links, G_TYPE_OBJECT)

static MadoLinkedView *
find (MadoViewportLinks *self, MadoViewport *viewport)
{
  for (int i = 0; i < self->n_views; i++)
    if (self->views[i].viewport == viewport)
      return &self->views[i];
  return NULL;
}

static MadoLinkedView *
get_active (MadoViewportLinks *self)
{
  return find (self, mado_viewport_grid_get_active (self->grid));
}

/* Only what the reader sees takes part. */
static gboolean
is_shown (MadoLinkedView *view)
{
  return view->viewport != NULL &&
         mado_viewport_get_display_set (view->viewport) != NULL;
}

static MadoLinkState
compare (MadoLinkedView *a, MadoLinkedView *b)
{
  MadoLinkPlace from, to;

  if (!mado_linked_view_get_place (a, &from) || !mado_linked_view_get_place (b, &to))
    return MADO_LINK_OFF;
  return mado_link_compare (&from, &to, a->has_offset && b->has_offset);
}

static gboolean
is_following (MadoLinkState link)
{
  return link == MADO_LINK_POSITION || link == MADO_LINK_MANUAL;
}

/* Planes of one MPR show each other's place by the crosshair. */
static gboolean
is_same_mpr (MadoLinkedView *a, MadoLinkedView *b)
{
  MadoMpr *mpr = mado_viewport_get_mpr (a->viewport);

  return mpr != NULL && mpr == mado_viewport_get_mpr (b->viewport);
}

static void
add_line (MadoLinkedView *view,
          MadoLinkedView *other,
          gboolean is_active,
          MadoReferenceLine *lines,
          int *n)
{
  MadoReferenceLine *line = &lines[*n];
  MadoPlane own, plane;
  double own_width, own_height, width, height;

  if (!mado_viewport_get_plane (view->viewport, &own, &own_width, &own_height) ||
      !mado_viewport_get_plane (other->viewport, &plane, &width, &height))
    return;
  memset (line, 0, sizeof *line);
  if (!mado_plane_intersect (&own, &plane, width, height, &line->from, &line->to))
    return;
  line->is_active = is_active;
  g_snprintf (line->label, sizeof line->label, "%d",
              mado_viewport_get_index (other->viewport) + 1);
  (*n)++;
}

/* Only what changed is drawn again. */
static void
update_lines (MadoViewportLinks *self, MadoLinkedView *view)
{
  MadoLinkedView *active = get_active (self);
  const char *frame = mado_viewport_get_frame_of_reference (view->viewport);
  MadoReferenceLine lines[MAX_VIEWS];
  int n = 0;

  for (int i = 0; i < self->n_views && self->has_lines && frame != NULL; i++) {
    MadoLinkedView *other = &self->views[i];

    if (other != view && is_shown (other) && !is_same_mpr (view, other) &&
        g_strcmp0 (frame, mado_viewport_get_frame_of_reference (other->viewport)) == 0)
      add_line (view, other, other == active, lines, &n);
  }
  if (n == view->n_lines && memcmp (lines, view->lines, sizeof *lines * n) == 0)
    return;
  memcpy (view->lines, lines, sizeof *lines * n);
  view->n_lines = n;
  mado_viewport_set_reference_lines (view->viewport, lines, n);
}

static void
update_cursor (MadoViewportLinks *self, MadoLinkedView *view)
{
  const char *frame = mado_viewport_get_frame_of_reference (view->viewport);
  const gboolean is_wanted =
      self->has_cursor && frame != NULL && g_strcmp0 (frame, self->cursor_frame) == 0;

  if (!is_wanted && !view->has_cursor)
    return;
  view->has_cursor = is_wanted;
  mado_viewport_set_cursor_point (view->viewport, is_wanted ? &self->cursor : NULL);
}

/* The state of the one that is furthest from following says what there is to say. */
static MadoLinkState
get_state_of_active (MadoViewportLinks *self, MadoLinkedView *active)
{
  MadoLinkState state = MADO_LINK_OFF;

  for (int i = 0; i < self->n_views; i++) {
    MadoLinkedView *other = &self->views[i];
    const MadoLinkState link =
        other != active && is_shown (other) ? compare (active, other) : MADO_LINK_OFF;

    if (is_following (link))
      state = MAX (state, link);
  }
  return state;
}

MadoLinkState
mado_viewport_links_get_state (MadoViewportLinks *self, MadoViewport *viewport)
{
  MadoLinkedView *view = find (self, viewport), *active = get_active (self);
  MadoLinkState link;

  if (!self->is_linked || view == NULL || active == NULL || !is_shown (view) ||
      !is_shown (active))
    return MADO_LINK_OFF;
  if (view == active)
    return get_state_of_active (self, view);
  if (is_same_mpr (view, active))
    return MADO_LINK_OFF;
  link = compare (active, view);
  if (is_following (link) && (self->what & MADO_LINK_SCROLL) != 0 &&
      mado_linked_view_is_outside (view, active, link))
    return MADO_LINK_OUTSIDE;
  return link;
}

static void
remember (MadoLinkedView *view)
{
  MadoDisplaySet *set = mado_viewport_get_display_set (view->viewport);

  if (set != view->set)
    view->has_offset = FALSE;
  g_set_object (&view->set, set);
  view->index = mado_viewport_get_index (view->viewport);
  view->state = *mado_viewport_get_state (view->viewport);
}

static void
remember_all (MadoViewportLinks *self)
{
  for (int i = 0; i < self->n_views; i++)
    if (self->views[i].viewport != NULL)
      remember (&self->views[i]);
}

/* What is drawn and said of the links, after anything changed. */
static void
update (MadoViewportLinks *self)
{
  for (int i = 0; i < self->n_views; i++) {
    MadoLinkedView *view = &self->views[i];

    if (view->viewport == NULL)
      continue;
    update_lines (self, view);
    update_cursor (self, view);
    mado_viewport_set_link (view->viewport,
                            mado_viewport_links_get_state (self, view->viewport));
  }
}

/* All that follow @source do as it does, in @what. */
static void
drive (MadoViewportLinks *self, MadoLinkedView *source, guint what)
{
  for (int i = 0; i < self->n_views; i++) {
    MadoLinkedView *view = &self->views[i];
    MadoLinkState link;

    if (view == source || !is_shown (view) || is_same_mpr (view, source))
      continue;
    if ((what & MADO_LINK_WINDOW) != 0)
      mado_linked_view_window (view, source);
    link = compare (source, view);
    if (!is_following (link))
      continue;
    if ((what & MADO_LINK_SCROLL) != 0)
      mado_linked_view_scroll (view, source, link);
    if ((what & (MADO_LINK_PAN | MADO_LINK_ZOOM)) != 0)
      mado_linked_view_pan_zoom (view, source, link, what);
  }
}

/* What of @view is not as it was last seen. */
static guint
find_changes (MadoLinkedView *view)
{
  const MadoViewState *now = mado_viewport_get_state (view->viewport);
  const MadoViewState *before = &view->state;
  guint what = 0;

  if (mado_viewport_get_display_set (view->viewport) != view->set)
    return 0;
  if (mado_viewport_get_index (view->viewport) != view->index)
    what |= MADO_LINK_SCROLL;
  if (now->zoom != before->zoom)
    what |= MADO_LINK_ZOOM | MADO_LINK_PAN;
  if (now->pan_x != before->pan_x || now->pan_y != before->pan_y)
    what |= MADO_LINK_PAN;
  /* Where each picture has a window of its own, scrolling changes it. */
  if (what == 0 && (now->window.center != before->window.center ||
                    now->window.width != before->window.width))
    what |= MADO_LINK_WINDOW;
  return what;
}

static void
changed_cb (MadoViewportLinks *self, MadoViewport *viewport)
{
  MadoLinkedView *view = find (self, viewport);

  if (self->is_busy || view == NULL || self->grid == NULL)
    return;
  self->is_busy = TRUE;
  if (self->is_linked && is_shown (view)) {
    const guint what = find_changes (view) & self->what;

    if (what != 0)
      drive (self, view, what);
  }
  remember_all (self);
  update (self);
  self->is_busy = FALSE;
}

static void
point_picked_cb (
    MadoViewportLinks *self, double x, double y, double z, MadoViewport *viewport)
{
  const char *frame = mado_viewport_get_frame_of_reference (viewport);

  if (self->is_busy || self->grid == NULL)
    return;
  self->is_busy = TRUE;
  self->has_cursor = frame != NULL;
  self->cursor = (MadoVector){x, y, z};
  g_free (self->cursor_frame);
  self->cursor_frame = g_strdup (frame);
  for (int i = 0; i < self->n_views && frame != NULL; i++) {
    MadoLinkedView *view = &self->views[i];

    if (view->viewport != viewport && is_shown (view) &&
        g_strcmp0 (frame, mado_viewport_get_frame_of_reference (view->viewport)) == 0)
      mado_viewport_show_point (view->viewport, self->cursor);
  }
  remember_all (self);
  update (self);
  self->is_busy = FALSE;
}

static void
forget_view (MadoViewportLinks *self, MadoLinkedView *view)
{
  if (view->viewport != NULL)
    g_signal_handlers_disconnect_by_data (view->viewport, self);
  g_clear_object (&view->set);
  memset (view, 0, sizeof *view);
}

static void
add_view (MadoViewportLinks *self, int i, MadoViewport *viewport)
{
  MadoLinkedView *view = &self->views[i];

  if (view->viewport == viewport)
    return;
  forget_view (self, view);
  view->viewport = viewport;
  g_signal_connect_object (viewport, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (viewport, "point-picked", G_CALLBACK (point_picked_cb), self,
                           G_CONNECT_SWAPPED);
  remember (view);
}

/* The layout may be another one, and viewports are made when a layout needs them.  The
 * grid tells of every change of a viewport before that does: what each looked at is
 * not to be remembered here. */
static void
grid_changed_cb (MadoViewportLinks *self)
{
  const int n = mado_viewport_grid_get_n_viewports (self->grid);

  if (self->is_busy)
    return;
  self->is_busy = TRUE;
  for (int i = 0; i < n; i++)
    add_view (self, i, mado_viewport_grid_get_viewport (self->grid, i));
  self->n_views = n;
  update (self);
  self->is_busy = FALSE;
}

static void
mado_viewport_links_dispose (GObject *object)
{
  MadoViewportLinks *self = MADO_VIEWPORT_LINKS (object);

  for (int i = 0; i < MAX_VIEWS; i++)
    if (self->views[i].viewport != NULL)
      forget_view (self, &self->views[i]);
  self->n_views = 0;
  g_clear_weak_pointer (&self->grid);
  g_clear_pointer (&self->cursor_frame, g_free);
  G_OBJECT_CLASS (mado_viewport_links_parent_class)->dispose (object);
}

static void
mado_viewport_links_class_init (MadoViewportLinksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_viewport_links_dispose;
}

static void
mado_viewport_links_init (MadoViewportLinks *self)
{
  self->what = MADO_LINK_SCROLL | MADO_LINK_PAN | MADO_LINK_ZOOM | MADO_LINK_WINDOW;
}

MadoViewportLinks *
mado_viewport_links_new (MadoViewportGrid *grid)
{
  MadoViewportLinks *self = g_object_new (MADO_TYPE_VIEWPORT_LINKS, NULL);

  g_set_weak_pointer (&self->grid, grid);
  g_signal_connect_object (grid, "changed", G_CALLBACK (grid_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (grid, "active-changed", G_CALLBACK (grid_changed_cb), self,
                           G_CONNECT_SWAPPED);
  grid_changed_cb (self);
  return self;
}

void
mado_viewport_links_set_reference_lines (MadoViewportLinks *self, gboolean shown)
{
  self->has_lines = shown != FALSE;
  update (self);
}

void
mado_viewport_links_set_what (MadoViewportLinks *self, guint what)
{
  self->what = what;
  update (self);
}

gboolean
mado_viewport_links_is_linked (MadoViewportLinks *self)
{
  return self->is_linked;
}

void
mado_viewport_links_set_linked (MadoViewportLinks *self, gboolean linked)
{
  MadoLinkedView *active = get_active (self);

  self->is_linked = linked != FALSE;
  for (int i = 0; i < self->n_views && !linked; i++)
    self->views[i].has_offset = FALSE;
  self->is_busy = TRUE;
  if (linked && active != NULL && is_shown (active))
    drive (self, active, self->what);
  remember_all (self);
  update (self);
  self->is_busy = FALSE;
}

void
mado_viewport_links_link_by_hand (MadoViewportLinks *self)
{
  for (int i = 0; i < self->n_views; i++) {
    MadoLinkedView *view = &self->views[i];
    const MadoViewState *state;
    double px_per_mm;

    view->has_offset =
        is_shown (view) && mado_linked_view_get_place (view, &view->then);
    if (!view->has_offset)
      continue;
    state = mado_viewport_get_state (view->viewport);
    if (!mado_linked_view_get_px_per_mm (view, &px_per_mm))
      px_per_mm = 1;
    view->then_pan[0] = state->pan_x / px_per_mm;
    view->then_pan[1] = state->pan_y / px_per_mm;
  }
  mado_viewport_links_set_linked (self, TRUE);
}

int
mado_viewport_links_count (MadoViewportLinks *self, MadoLinkState state)
{
  MadoLinkedView *active = get_active (self);
  int n = 0;

  for (int i = 0; i < self->n_views && active != NULL && is_shown (active); i++) {
    MadoLinkedView *view = &self->views[i];

    if (view != active && is_shown (view) && compare (active, view) == state)
      n++;
  }
  return n;
}

void
mado_viewport_links_clear_cursor (MadoViewportLinks *self)
{
  self->has_cursor = FALSE;
  update (self);
}
