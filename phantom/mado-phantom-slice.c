/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-slice-private.h"

#include <math.h>

void
mado_phantom_slice_init (MadoPhantomSlice *self,
                         const MadoPhantomGrid *grid,
                         double z,
                         float background)
{
  const gsize n = (gsize) grid->columns * (gsize) grid->rows;

  *self = (MadoPhantomSlice){
      .grid = *grid,
      .z = z,
      .values = g_new (float, n),
      .distance = g_new (float, n),
  };
  for (gsize i = 0; i < n; i++) {
    self->values[i] = background;
    self->distance[i] = MADO_PHANTOM_FAR;
  }
  self->left = grid->columns;
  self->top = grid->rows;
}

void
mado_phantom_slice_clear (MadoPhantomSlice *self)
{
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->distance, g_free);
}

typedef struct {
  int left, top, right, bottom;
} Rectangle;

/* The pixels of a rectangle given in mm, which then count as touched. */
static bool
touch (MadoPhantomSlice *self,
       double min_x,
       double max_x,
       double min_y,
       double max_y,
       Rectangle *rectangle)
{
  const MadoPhantomGrid *grid = &self->grid;
  const double margin = grid->softness;
  const double left = (min_x - margin - grid->x0) / grid->dx;
  const double right = (max_x + margin - grid->x0) / grid->dx;
  const double top = (min_y - margin - grid->y0) / grid->dy;
  const double bottom = (max_y + margin - grid->y0) / grid->dy;

  rectangle->left = (int) CLAMP (floor (left), 0, grid->columns);
  rectangle->right = (int) CLAMP (ceil (right) + 1, 0, grid->columns);
  rectangle->top = (int) CLAMP (floor (top), 0, grid->rows);
  rectangle->bottom = (int) CLAMP (ceil (bottom) + 1, 0, grid->rows);
  if (rectangle->left >= rectangle->right || rectangle->top >= rectangle->bottom)
    return false;
  self->left = MIN (self->left, rectangle->left);
  self->right = MAX (self->right, rectangle->right);
  self->top = MIN (self->top, rectangle->top);
  self->bottom = MAX (self->bottom, rectangle->bottom);
  return true;
}

double
mado_phantom_segment_get_distance (const MadoPhantomSegment *self,
                                   double x,
                                   double y,
                                   double z)
{
  const double ux = self->b.x - self->a.x;
  const double uy = self->b.y - self->a.y;
  const double uz = self->b.z - self->a.z;
  const double px = x - self->a.x, py = y - self->a.y, pz = z - self->a.z;
  const double length2 = ux * ux + uy * uy + uz * uz;
  double t = length2 > 0 ? (px * ux + py * uy + pz * uz) / length2 : 0;

  t = CLAMP (t, 0, 1);

  const double qx = px - t * ux, qy = py - t * uy, qz = pz - t * uz;

  return sqrt (qx * qx + qy * qy + qz * qz) -
         (self->radius_a + t * (self->radius_b - self->radius_a));
}

void
mado_phantom_slice_add_segment (MadoPhantomSlice *self,
                                const MadoPhantomSegment *segment,
                                double grow)
{
  const double radius = MAX (segment->radius_a, segment->radius_b) + grow;
  const double reach = radius + self->grid.softness;
  const MadoPhantomGrid *grid = &self->grid;
  Rectangle box;

  if (self->z < MIN (segment->a.z, segment->b.z) - reach ||
      self->z > MAX (segment->a.z, segment->b.z) + reach)
    return;
  if (!touch (self, MIN (segment->a.x, segment->b.x) - radius,
              MAX (segment->a.x, segment->b.x) + radius,
              MIN (segment->a.y, segment->b.y) - radius,
              MAX (segment->a.y, segment->b.y) + radius, &box))
    return;
  for (int row = box.top; row < box.bottom; row++) {
    float *line = self->distance + (gsize) row * (gsize) grid->columns;
    const double y = grid->y0 + row * grid->dy;

    for (int column = box.left; column < box.right; column++) {
      const double distance = mado_phantom_segment_get_distance (
          segment, grid->x0 + column * grid->dx, y, self->z);

      line[column] = MIN (line[column], (float) (distance - grow));
    }
  }
}

void
mado_phantom_slice_add_segments (MadoPhantomSlice *self,
                                 const GArray *segments,
                                 double grow)
{
  for (guint i = 0; i < segments->len; i++)
    mado_phantom_slice_add_segment (
        self, &g_array_index (segments, MadoPhantomSegment, i), grow);
}

/* Exact at the surface, close near it: the gradient's length corrects the scale. */
double
mado_phantom_ellipsoid_get_distance (const MadoPhantomEllipsoid *self,
                                     double x,
                                     double y,
                                     double z)
{
  const double cosine = cos (self->angle), sine = sin (self->angle);
  const double px = x - self->center.x, py = y - self->center.y,
               pz = z - self->center.z;
  const double qx = cosine * px + sine * py;
  const double ry = cosine * py - sine * px;
  const double qy = cos (self->tilt) * ry + sin (self->tilt) * pz;
  const double qz = cos (self->tilt) * pz - sin (self->tilt) * ry;
  const double ex = qx / self->radius_x, ey = qy / self->radius_y,
               ez = qz / self->radius_z;
  const double norm = sqrt (ex * ex + ey * ey + ez * ez);
  const double gx = ex / self->radius_x, gy = ey / self->radius_y,
               gz = ez / self->radius_z;
  const double slope = sqrt (gx * gx + gy * gy + gz * gz);

  if (slope < 1e-9)
    return -MIN (self->radius_x, MIN (self->radius_y, self->radius_z));
  return norm * (norm - 1) / slope;
}

void
mado_phantom_slice_add_ellipsoid (MadoPhantomSlice *self,
                                  const MadoPhantomEllipsoid *ellipsoid,
                                  double grow)
{
  const MadoPhantomGrid *grid = &self->grid;
  const double radius =
      MAX (ellipsoid->radius_x, MAX (ellipsoid->radius_y, ellipsoid->radius_z)) + grow;
  const MadoPhantomPoint *center = &ellipsoid->center;
  Rectangle box;

  if (ABS (self->z - center->z) > radius + grid->softness ||
      !touch (self, center->x - radius, center->x + radius, center->y - radius,
              center->y + radius, &box))
    return;
  for (int row = box.top; row < box.bottom; row++) {
    float *line = self->distance + (gsize) row * (gsize) grid->columns;
    const double y = grid->y0 + row * grid->dy;

    for (int column = box.left; column < box.right; column++) {
      const double distance = mado_phantom_ellipsoid_get_distance (
          ellipsoid, grid->x0 + column * grid->dx, y, self->z);

      line[column] = MIN (line[column], (float) (distance - grow));
    }
  }
}

void
mado_phantom_slice_add_shape (MadoPhantomSlice *self,
                              double min_x,
                              double max_x,
                              double min_y,
                              double max_y,
                              MadoPhantomShape shape,
                              gconstpointer data)
{
  const MadoPhantomGrid *grid = &self->grid;
  Rectangle box;

  if (!touch (self, min_x, max_x, min_y, max_y, &box))
    return;
  for (int row = box.top; row < box.bottom; row++) {
    float *line = self->distance + (gsize) row * (gsize) grid->columns;
    const double y = grid->y0 + row * grid->dy;

    for (int column = box.left; column < box.right; column++) {
      const float distance = shape (grid->x0 + column * grid->dx, y, self->z, data);

      line[column] = MIN (line[column], distance);
    }
  }
}

void
mado_phantom_slice_clip (MadoPhantomSlice *self, const float *field, float margin)
{
  for (int row = self->top; row < self->bottom; row++) {
    const gsize start = (gsize) row * (gsize) self->grid.columns;

    for (int column = self->left; column < self->right; column++) {
      float *distance = &self->distance[start + (gsize) column];

      *distance = MAX (*distance, field[start + (gsize) column] + margin);
    }
  }
}

void
mado_phantom_slice_paint_rind (MadoPhantomSlice *self,
                               float value,
                               float rind_value,
                               double rind)
{
  const float softness = (float) self->grid.softness;

  for (int row = self->top; row < self->bottom; row++) {
    const gsize start = (gsize) row * (gsize) self->grid.columns;
    float *distance = self->distance + start;
    float *values = self->values + start;

    for (int column = self->left; column < self->right; column++) {
      const float outer = mado_phantom_coverage (distance[column], softness);

      if (outer > 0) {
        const float inner =
            mado_phantom_coverage (distance[column] + (float) rind, softness);
        const float material = rind_value + inner * (value - rind_value);

        values[column] += outer * (material - values[column]);
      }
    }
  }
  mado_phantom_slice_discard (self);
}

void
mado_phantom_slice_paint (MadoPhantomSlice *self, float value)
{
  mado_phantom_slice_paint_rind (self, value, value, 0);
}

void
mado_phantom_slice_discard (MadoPhantomSlice *self)
{
  for (int row = self->top; row < self->bottom; row++) {
    float *line = self->distance + (gsize) row * (gsize) self->grid.columns;

    for (int column = self->left; column < self->right; column++)
      line[column] = MADO_PHANTOM_FAR;
  }
  self->left = self->grid.columns;
  self->top = self->grid.rows;
  self->right = self->bottom = 0;
}

GArray *
mado_phantom_segments_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (MadoPhantomSegment));
}

static double
catmull_rom (double p0, double p1, double p2, double p3, double t)
{
  return 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t +
                (3 * p1 - p0 - 3 * p2 + p3) * t * t * t);
}

void
mado_phantom_segments_add_curve (GArray *segments,
                                 const MadoPhantomPoint *points,
                                 const double *radii,
                                 int n)
{
  const int steps = 6;
  MadoPhantomSegment segment = {points[0], points[0], radii[0], radii[0]};

  for (int i = 0; i + 1 < n; i++) {
    const MadoPhantomPoint *p0 = &points[MAX (i - 1, 0)], *p1 = &points[i];
    const MadoPhantomPoint *p2 = &points[i + 1], *p3 = &points[MIN (i + 2, n - 1)];

    for (int step = 1; step <= steps; step++) {
      const double t = (double) step / steps;

      segment.b.x = catmull_rom (p0->x, p1->x, p2->x, p3->x, t);
      segment.b.y = catmull_rom (p0->y, p1->y, p2->y, p3->y, t);
      segment.b.z = catmull_rom (p0->z, p1->z, p2->z, p3->z, t);
      segment.radius_b = radii[i] + t * (radii[i + 1] - radii[i]);
      g_array_append_val (segments, segment);
      segment.a = segment.b;
      segment.radius_a = segment.radius_b;
    }
  }
}

double
mado_phantom_interpolate (const MadoPhantomKey *keys, int n_keys, double at)
{
  int i = 0;

  if (at <= keys[0].at)
    return keys[0].value;
  if (at >= keys[n_keys - 1].at)
    return keys[n_keys - 1].value;
  while (at > keys[i + 1].at)
    i++;

  const double t = (at - keys[i].at) / (keys[i + 1].at - keys[i].at);
  const double before = keys[MAX (i - 1, 0)].value;
  const double after = keys[MIN (i + 2, n_keys - 1)].value;

  return catmull_rom (before, keys[i].value, keys[i + 1].value, after, t);
}
