/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-mpr.h"

#include <math.h>

#define N_KINDS 3

/* Of a plane and a volume convex as they are, enough to meet to 0.001 mm. */
#define N_PROJECTIONS 100

/* Planes turned by less than 0.05° are straight. */
#define SAME_DIRECTION_COSINE 0.9999996

typedef struct {
  MadoVector right;
  MadoVector down;
  double slab;
  MadoSlabMode mode;
} Plane;

struct _MadoMpr {
  GObject parent_instance;

  MadoDisplaySet *set; /* owned */
  const MadoGeometry *geometry;
  MadoVector center;
  Plane planes[N_KINDS];
  MadoMprLook look;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoMpr, mado_mpr, G_TYPE_OBJECT)

static bool
is_kind (MadoPlaneKind kind)
{
  return kind >= MADO_PLANE_AXIAL && kind <= MADO_PLANE_SAGITTAL;
}

static Plane *
get_own (MadoMpr *self, MadoPlaneKind kind)
{
  return &self->planes[kind - MADO_PLANE_AXIAL];
}

static void
emit_changed (MadoMpr *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static bool
is_volume (MadoMpr *self)
{
  return self->geometry->refusal == MADO_REFUSAL_NONE;
}

/* The nearest point, along the axes of the volume, that lies in a voxel. */
static MadoVector
clamp_to_volume (MadoMpr *self, MadoVector point)
{
  const MadoGeometry *geometry = self->geometry;
  MadoIndexPoint index;

  if (!is_volume (self) || !mado_vector_is_finite (point))
    return self->center;

  index = mado_geometry_to_index (geometry, point);

  const MadoIndexPoint inside = {
      .column = CLAMP (index.column, -0.5, geometry->columns - 0.5),
      .row = CLAMP (index.row, -0.5, geometry->rows - 0.5),
      .slice = CLAMP (index.slice, -0.5, geometry->n_slices - 0.5),
  };

  if (inside.column == index.column && inside.row == index.row &&
      inside.slice == index.slice)
    return point;
  return mado_geometry_from_index (geometry, inside);
}

/* On a voxel: the first pictures are slices of the source where they can be. */
static MadoVector
get_middle (MadoMpr *self)
{
  MadoIndexPoint index;

  if (!is_volume (self))
    return self->geometry->origin;

  index = mado_geometry_to_index (self->geometry,
                                  mado_geometry_get_center (self->geometry));
  index.column = rint (index.column);
  index.row = rint (index.row);
  index.slice = rint (index.slice);
  return mado_geometry_from_index (self->geometry, index);
}

static void
init_planes (MadoMpr *self)
{
  self->center = get_middle (self);
  for (int i = 0; i < N_KINDS; i++) {
    MadoPlane plane;

    mado_plane_init (&plane, MADO_PLANE_AXIAL + i, self->center);
    self->planes[i] =
        (Plane){.right = plane.right, .down = plane.down, .mode = MADO_SLAB_MIP};
  }
}

static void
mado_mpr_finalize (GObject *object)
{
  MadoMpr *self = MADO_MPR (object);

  g_clear_object (&self->set);
  G_OBJECT_CLASS (mado_mpr_parent_class)->finalize (object);
}

static void
mado_mpr_class_init (MadoMprClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_mpr_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_mpr_init (MadoMpr *self)
{
  self->look = (MadoMprLook){
      .interpolation = MADO_INTERPOLATION_LINEAR,
      .voi = MADO_VOI_WINDOW,
      .window = {128, 256, MADO_VOI_LINEAR, MADO_WINDOW_SPACE_MODALITY},
  };
}

MadoMpr *
mado_mpr_new (MadoDisplaySet *set)
{
  MadoMpr *self = g_object_new (MADO_TYPE_MPR, NULL);

  self->set = g_object_ref (set);
  self->geometry = mado_display_set_get_geometry (set);
  init_planes (self);
  return self;
}

MadoDisplaySet *
mado_mpr_get_display_set (MadoMpr *self)
{
  g_return_val_if_fail (MADO_IS_MPR (self), NULL);

  return self->set;
}

MadoVector
mado_mpr_get_center (MadoMpr *self)
{
  g_return_val_if_fail (MADO_IS_MPR (self), (MadoVector){0});

  return self->center;
}

static bool
move_center (MadoMpr *self, MadoVector center)
{
  if (center.x == self->center.x && center.y == self->center.y &&
      center.z == self->center.z)
    return false;
  self->center = center;
  return true;
}

void
mado_mpr_set_center (MadoMpr *self, MadoVector center)
{
  g_return_if_fail (MADO_IS_MPR (self));

  if (move_center (self, clamp_to_volume (self, center)))
    emit_changed (self);
}

MadoPlane
mado_mpr_get_plane (MadoMpr *self, MadoPlaneKind kind)
{
  g_return_val_if_fail (MADO_IS_MPR (self), (MadoPlane){0});
  g_return_val_if_fail (is_kind (kind), (MadoPlane){0});

  const Plane *own = get_own (self, kind);

  return (MadoPlane){self->center, own->right, own->down};
}

/* Gram-Schmidt: rounding does not add up, however often a plane is turned. */
static void
turn_plane (Plane *plane, MadoVector axis, double angle)
{
  const MadoVector right = mado_vector_rotate (plane->right, axis, angle);
  const MadoVector down = mado_vector_rotate (plane->down, axis, angle);

  plane->right = mado_vector_normalize (right);
  plane->down = mado_vector_normalize (mado_vector_add_scaled (
      down, plane->right, -mado_vector_dot (down, plane->right)));
}

void
mado_mpr_turn (MadoMpr *self, MadoPlaneKind kind, double angle, MadoPlaneKind only)
{
  g_return_if_fail (MADO_IS_MPR (self));
  g_return_if_fail (is_kind (kind));
  g_return_if_fail (only == 0 || (is_kind (only) && only != kind));

  const MadoPlane plane = mado_mpr_get_plane (self, kind);
  const MadoVector axis = mado_plane_get_normal (&plane);

  if (!isfinite (angle) || angle == 0)
    return;
  /* The normal points away from the reader, so right-handed about it is clockwise. */
  for (int i = 0; i < N_KINDS; i++) {
    const MadoPlaneKind other = MADO_PLANE_AXIAL + i;

    if (other != kind && (only == 0 || only == other))
      turn_plane (&self->planes[i], axis, angle);
  }
  emit_changed (self);
}

/* The point of the volume nearest to @point in the plane through @point: what remains
 * of the center when the plane goes on and the center cannot. */
static MadoVector
slide_into_volume (MadoMpr *self, MadoVector point, MadoVector normal)
{
  const double along = mado_vector_dot (point, normal);
  MadoVector inside = clamp_to_volume (self, point);

  for (int i = 0; i < N_PROJECTIONS; i++) {
    const double off = along - mado_vector_dot (inside, normal);

    if (fabs (off) < 1e-6)
      break;
    inside = clamp_to_volume (self, mado_vector_add_scaled (inside, normal, off));
  }
  return inside;
}

/* Pictures lie @step apart, the first and the last half a step inside the volume. */
static int
find_position (MadoMpr *self, const MadoPlane *plane, int *n, double *step)
{
  double low, high;

  *n = 1;
  *step = 0;
  if (!is_volume (self))
    return 0;

  *step = mado_plane_get_step (plane, self->geometry);
  mado_plane_get_range (plane, self->geometry, &low, &high);
  if (!(*step > 0) || !(high - low < G_MAXINT / 2 * *step))
    return 0;
  *n = MAX ((int) rint ((high - low) / *step), 1);
  return CLAMP ((int) floor (-low / *step + 1e-6), 0, *n - 1);
}

void
mado_mpr_scroll (MadoMpr *self, MadoPlaneKind kind, int steps)
{
  int n;
  double step;

  g_return_if_fail (MADO_IS_MPR (self));
  g_return_if_fail (is_kind (kind));

  const MadoPlane plane = mado_mpr_get_plane (self, kind);
  const int position = find_position (self, &plane, &n, &step);
  const int whole = CLAMP (steps, -position, n - 1 - position);
  const MadoVector normal = mado_plane_get_normal (&plane);
  const MadoVector center = mado_vector_add_scaled (self->center, normal, whole * step);

  if (whole != 0 && move_center (self, slide_into_volume (self, center, normal)))
    emit_changed (self);
}

int
mado_mpr_get_position (MadoMpr *self, MadoPlaneKind kind, int *n)
{
  g_return_val_if_fail (MADO_IS_MPR (self), 0);
  g_return_val_if_fail (is_kind (kind), 0);

  const MadoPlane plane = mado_mpr_get_plane (self, kind);

  return mado_mpr_find_position (self, &plane, n);
}

int
mado_mpr_find_position (MadoMpr *self, const MadoPlane *plane, int *n)
{
  int all;
  double step;

  g_return_val_if_fail (MADO_IS_MPR (self), 0);

  const int position = find_position (self, plane, &all, &step);

  if (n != NULL)
    *n = all;
  return position;
}

double
mado_mpr_get_slab (MadoMpr *self, MadoPlaneKind kind)
{
  g_return_val_if_fail (MADO_IS_MPR (self), 0);
  g_return_val_if_fail (is_kind (kind), 0);

  return get_own (self, kind)->slab;
}

MadoSlabMode
mado_mpr_get_slab_mode (MadoMpr *self, MadoPlaneKind kind)
{
  g_return_val_if_fail (MADO_IS_MPR (self), MADO_SLAB_MIP);
  g_return_val_if_fail (is_kind (kind), MADO_SLAB_MIP);

  return get_own (self, kind)->mode;
}

void
mado_mpr_set_slab (MadoMpr *self, MadoPlaneKind kind, double slab, MadoSlabMode mode)
{
  g_return_if_fail (MADO_IS_MPR (self));
  g_return_if_fail (is_kind (kind));
  g_return_if_fail (mode >= MADO_SLAB_MIP && mode <= MADO_SLAB_MEAN);

  Plane *own = get_own (self, kind);
  const double thickness = isfinite (slab) ? CLAMP (slab, 0, MADO_SLAB_MAX) : 0;

  if (own->slab == thickness && own->mode == mode)
    return;
  own->slab = thickness;
  own->mode = mode;
  emit_changed (self);
}

const MadoMprLook *
mado_mpr_get_look (MadoMpr *self)
{
  g_return_val_if_fail (MADO_IS_MPR (self), NULL);

  return &self->look;
}

static bool
looks_equal (const MadoMprLook *a, const MadoMprLook *b)
{
  return a->interpolation == b->interpolation && a->is_inverted == b->is_inverted &&
         a->has_window == b->has_window && a->voi == b->voi &&
         a->lut_index == b->lut_index && a->window.center == b->window.center &&
         a->window.width == b->window.width &&
         a->window.function == b->window.function && a->window.space == b->window.space;
}

void
mado_mpr_set_look (MadoMpr *self, const MadoMprLook *look)
{
  g_return_if_fail (MADO_IS_MPR (self));
  g_return_if_fail (look != NULL);

  if (looks_equal (&self->look, look))
    return;
  self->look = *look;
  emit_changed (self);
}

void
mado_mpr_reset (MadoMpr *self)
{
  g_return_if_fail (MADO_IS_MPR (self));

  init_planes (self);
  emit_changed (self);
}

gboolean
mado_mpr_is_oblique (MadoMpr *self)
{
  g_return_val_if_fail (MADO_IS_MPR (self), FALSE);

  for (int i = 0; i < N_KINDS; i++) {
    const MadoPlane plane = mado_mpr_get_plane (self, MADO_PLANE_AXIAL + i);
    MadoPlane straight;

    mado_plane_init (&straight, MADO_PLANE_AXIAL + i, self->center);
    if (mado_vector_dot (plane.right, straight.right) < SAME_DIRECTION_COSINE ||
        mado_vector_dot (plane.down, straight.down) < SAME_DIRECTION_COSINE)
      return TRUE;
  }
  return FALSE;
}
