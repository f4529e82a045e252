/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-viewport-crosshair-private.h"

#include <math.h>

/* px at scale 1 */
#define REACH_LINE   6.0
#define REACH_HANDLE 10.0
#define REACH_CENTER 16.0

#define SLAB_MIN     1.0  /* mm; thinner is none */
#define SLAB_STEP    1.0  /* mm, of a key */
#define TURN_STEP    1.0  /* degrees, of a key */
#define PARALLEL     0.02 /* sine: planes closer to parallel have no line */
#define STEEP_ENOUGH 0.1  /* cosine between the two lines */

gboolean
mado_viewport_get_crosshair_line (MadoViewport *self,
                                  MadoPlaneKind kind,
                                  MadoCrosshairLine *line)
{
  const MadoPlaneView *view = mado_viewport_plane_get_view (self);
  double x, y;

  if (view == NULL || kind == self->plane_kind)
    return FALSE;

  const MadoPlane other = mado_mpr_get_plane (self->mpr, kind);
  const MadoVector normal = mado_plane_get_normal (&view->plane);
  const MadoVector along = mado_vector_cross (normal, mado_plane_get_normal (&other));
  const MadoVector center = mado_mpr_get_center (self->mpr);

  line->sine = mado_vector_length (along);
  if (line->sine < PARALLEL)
    return FALSE;

  line->along = mado_vector_normalize (along);
  line->across = mado_vector_cross (normal, line->along);
  mado_plane_view_to_picture (view, center, &line->x, &line->y);
  mado_plane_view_to_picture (view, mado_vector_add (center, line->along), &x, &y);

  const double length = hypot (x - line->x, y - line->y);

  if (!(length > 0) || !isfinite (line->x + line->y + length))
    return FALSE;
  line->along_x = (x - line->x) / length;
  line->along_y = (y - line->y) / length;
  /* To the right, or upwards: there the square handles are. */
  if (line->along_x < -1e-6 || (line->along_x < 1e-6 && line->along_y > 0)) {
    line->along_x = -line->along_x;
    line->along_y = -line->along_y;
    line->along = mado_vector_scale (line->along, -1);
    line->across = mado_vector_scale (line->across, -1);
  }
  line->half_slab =
      mado_mpr_get_slab (self->mpr, kind) / 2 / line->sine * view->view.zoom;
  return TRUE;
}

double
mado_crosshair_line_get_slab_offset (const MadoCrosshairLine *self, double scale)
{
  return MAX (self->half_slab, MADO_CROSSHAIR_SLAB_MIN * scale);
}

/* What of one line is at @along and @across from the center, device px. */
static MadoCrosshairPart
find_part (MadoViewport *self,
           const MadoCrosshairLine *line,
           double scale,
           double along,
           double across)
{
  const double size = MIN (self->state.width, self->state.height);
  const double handle = REACH_HANDLE * scale;
  const double from_slab_x = fabs (along) - MADO_CROSSHAIR_SLAB_AT * size;
  const double from_slab_y =
      fabs (across) - mado_crosshair_line_get_slab_offset (line, scale);

  if (along > 0 && hypot (from_slab_x, from_slab_y) < handle)
    return MADO_CROSSHAIR_SLAB;
  if (hypot (fabs (along) - MADO_CROSSHAIR_TURN_AT * size, across) < handle)
    return MADO_CROSSHAIR_TURN;
  if (fabs (across) > REACH_LINE * scale || fabs (along) < REACH_CENTER * scale)
    return MADO_CROSSHAIR_NONE;
  return fabs (along) < MADO_CROSSHAIR_MIDDLE_TO * size ? MADO_CROSSHAIR_LINE
                                                        : MADO_CROSSHAIR_TURN;
}

/* Handles before lines, for they lie close to them. */
static MadoCrosshairGrip
find_grip (MadoViewport *self, double x, double y)
{
  const double scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  MadoCrosshairGrip best = {.part = MADO_CROSSHAIR_CENTER};

  for (int i = 0; i < 3; i++) {
    const MadoPlaneKind kind = MADO_PLANE_AXIAL + i;
    MadoCrosshairLine line;

    if (!mado_viewport_get_crosshair_line (self, kind, &line))
      continue;

    const double dx = x - line.x, dy = y - line.y;
    const double along = dx * line.along_x + dy * line.along_y;
    const double across = dy * line.along_x - dx * line.along_y;
    const MadoCrosshairPart part = find_part (self, &line, scale, along, across);

    if (part > best.part)
      best = (MadoCrosshairGrip){part, kind, across < 0 ? -1 : 1};
  }
  return best;
}

/* Clockwise on the unturned picture, as mado_mpr_turn() counts. */
static double
get_angle (MadoViewport *self, MadoVector point)
{
  const MadoPlane plane = mado_mpr_get_plane (self->mpr, self->plane_kind);
  const MadoVector from = mado_vector_subtract (point, plane.center);

  return atan2 (mado_vector_dot (from, plane.down),
                mado_vector_dot (from, plane.right));
}

void
mado_viewport_crosshair_press (MadoViewport *self, double x, double y)
{
  self->grip = (MadoCrosshairGrip){0};
  if (!mado_viewport_plane_to_patient (self, x, y, &self->grip_point))
    return;

  self->grip = find_grip (self, x, y);
  self->grip_center = mado_mpr_get_center (self->mpr);
  self->grip_angle = get_angle (self, self->grip_point);
  if (self->grip.part == MADO_CROSSHAIR_SLAB)
    self->grip_slab = mado_mpr_get_slab (self->mpr, self->grip.kind);
  if (self->grip.part == MADO_CROSSHAIR_CENTER)
    mado_mpr_set_center (self->mpr, self->grip_point);
}

/* Along the third plane's line, which then stays where it is. */
static void
move_line (MadoViewport *self, MadoVector point)
{
  const MadoPlaneKind third = MADO_PLANE_AXIAL + MADO_PLANE_CORONAL +
                              MADO_PLANE_SAGITTAL - self->plane_kind - self->grip.kind;
  const MadoVector moved = mado_vector_subtract (point, self->grip_point);
  MadoCrosshairLine line, other;

  if (!mado_viewport_get_crosshair_line (self, self->grip.kind, &line))
    return;

  MadoVector way = line.across;
  const double distance = mado_vector_dot (moved, line.across);

  if (mado_viewport_get_crosshair_line (self, third, &other)) {
    const double cosine = mado_vector_dot (other.along, line.across);

    if (fabs (cosine) > STEEP_ENOUGH)
      way = mado_vector_scale (other.along, 1 / cosine);
  }
  mado_mpr_set_center (self->mpr,
                       mado_vector_add_scaled (self->grip_center, way, distance));
}

static void
turn (MadoViewport *self, MadoVector point, gboolean only_one)
{
  const double angle = get_angle (self, point);

  mado_mpr_turn (self->mpr, self->plane_kind,
                 remainder (angle - self->grip_angle, 2 * G_PI),
                 only_one ? self->grip.kind : 0);
  self->grip_angle = angle;
}

static void
drag_slab (MadoViewport *self, MadoVector point)
{
  const MadoSlabMode mode = mado_mpr_get_slab_mode (self->mpr, self->grip.kind);
  const MadoVector moved = mado_vector_subtract (point, self->grip_point);
  MadoCrosshairLine line;

  if (!mado_viewport_get_crosshair_line (self, self->grip.kind, &line))
    return;

  /* Away from the line on the side the drag began on. */
  const double from = mado_vector_dot (
      mado_vector_subtract (self->grip_point, self->grip_center), line.across);
  const double outwards =
      mado_vector_dot (moved, line.across) * (from < 0 ? -1 : 1) * line.sine;
  const double slab = rint ((self->grip_slab + 2 * outwards) * 10) / 10;

  mado_mpr_set_slab (self->mpr, self->grip.kind, slab < SLAB_MIN ? 0 : slab, mode);
}

void
mado_viewport_crosshair_drag (MadoViewport *self, double x, double y, gboolean only_one)
{
  MadoVector point;

  if (self->grip.part == MADO_CROSSHAIR_NONE ||
      !mado_viewport_plane_to_patient (self, x, y, &point))
    return;

  switch (self->grip.part) {
  case MADO_CROSSHAIR_LINE:
    move_line (self, point);
    break;
  case MADO_CROSSHAIR_TURN:
    turn (self, point, only_one);
    break;
  case MADO_CROSSHAIR_SLAB:
    drag_slab (self, point);
    break;
  case MADO_CROSSHAIR_CENTER:
  case MADO_CROSSHAIR_NONE:
  default:
    mado_mpr_set_center (self->mpr, point);
    break;
  }
}

void
mado_viewport_crosshair_release (MadoViewport *self)
{
  self->grip = (MadoCrosshairGrip){0};
}

static const char *
get_cursor_name (MadoViewport *self, const MadoCrosshairGrip *grip)
{
  MadoCrosshairLine line;

  if (grip->part == MADO_CROSSHAIR_TURN)
    return "grab";
  if (grip->part == MADO_CROSSHAIR_CENTER || grip->part == MADO_CROSSHAIR_NONE ||
      !mado_viewport_get_crosshair_line (self, grip->kind, &line))
    return "crosshair";
  return fabs (line.along_x) > fabs (line.along_y) ? "ns-resize" : "ew-resize";
}

void
mado_viewport_crosshair_hover (MadoViewport *self)
{
  MadoCrosshairGrip grip = {0};

  if (self->has_pointer && self->tool == MADO_TOOL_CROSSHAIR && self->drag.tool == 0 &&
      mado_viewport_plane_get_view (self) != NULL)
    grip = find_grip (self, self->pointer_x, self->pointer_y);
  else if (self->grip.part != MADO_CROSSHAIR_NONE)
    return;
  if (grip.part == self->hover.part && grip.kind == self->hover.kind)
    return;

  self->hover = grip;
  if (self->tool == MADO_TOOL_CROSSHAIR)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), get_cursor_name (self, &grip));
  gtk_widget_queue_draw (GTK_WIDGET (self->overlay));
}

/* One voxel on the screen: right, left, down or up. */
static void
nudge (MadoViewport *self, int right, int down)
{
  const MadoPlaneView *view = mado_viewport_plane_get_view (self);
  const MadoGeometry *geometry = mado_display_set_get_geometry (self->set);
  MadoPlane across = view->plane;
  MadoPlaneMap map;

  mado_plane_view_get_map (view, &map);

  const MadoVector way = mado_vector_normalize (mado_vector_add (
      mado_vector_scale (map.across, right), mado_vector_scale (map.down, down)));

  /* A plane whose normal is the way: its step is the voxel's extent. */
  across.right = mado_plane_get_normal (&view->plane);
  across.down = mado_vector_cross (way, across.right);
  mado_mpr_set_center (
      self->mpr, mado_vector_add_scaled (mado_mpr_get_center (self->mpr), way,
                                         mado_plane_get_step (&across, geometry)));
}

static void
turn_by_key (MadoViewport *self, double degrees)
{
  const gboolean is_mirrored = self->state.is_flipped;

  mado_mpr_turn (self->mpr, self->plane_kind,
                 (is_mirrored ? -degrees : degrees) * G_PI / 180, 0);
}

static void
change_slab (MadoViewport *self, double by)
{
  const double slab = mado_mpr_get_slab (self->mpr, self->plane_kind) + by;

  mado_mpr_set_slab (self->mpr, self->plane_kind, slab < SLAB_MIN ? 0 : slab,
                     mado_mpr_get_slab_mode (self->mpr, self->plane_kind));
}

/* Ctrl and an arrow: the center by one voxel.  Ctrl and [ or ]: both other planes
 * turned by 1°.  Shift and Page Up or Down: this plane's slab 1 mm thicker or
 * thinner. */
gboolean
mado_viewport_crosshair_key (MadoViewport *self, guint key, GdkModifierType modifiers)
{
  if (self->mpr == NULL || mado_viewport_plane_get_view (self) == NULL)
    return FALSE;

  modifiers &= GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK;
  if (modifiers == GDK_SHIFT_MASK &&
      (key == GDK_KEY_Page_Up || key == GDK_KEY_KP_Page_Up))
    change_slab (self, SLAB_STEP);
  else if (modifiers == GDK_SHIFT_MASK &&
           (key == GDK_KEY_Page_Down || key == GDK_KEY_KP_Page_Down))
    change_slab (self, -SLAB_STEP);
  else if (modifiers != GDK_CONTROL_MASK)
    return FALSE;
  else if (key == GDK_KEY_Left || key == GDK_KEY_Right)
    nudge (self, key == GDK_KEY_Right ? 1 : -1, 0);
  else if (key == GDK_KEY_Up || key == GDK_KEY_Down)
    nudge (self, 0, key == GDK_KEY_Down ? 1 : -1);
  else if (key == GDK_KEY_bracketleft || key == GDK_KEY_bracketright)
    turn_by_key (self, key == GDK_KEY_bracketright ? TURN_STEP : -TURN_STEP);
  else
    return FALSE;
  return TRUE;
}
