/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-overlay-private.h"

#include <libintl.h>
#include <math.h>

#define _(text) dgettext (GETTEXT_PACKAGE, text) /* see mado-overlay-lines.c */

/* Turned by less than this a plane still is what its name says. */
#define SAME_PLANE_COSINE 0.99984769515639127 /* 1° */
/* An original slice: parallel to 0.1°, and not farther than this from one, mm */
#define SAME_NORMAL_COSINE 0.99999847691328769
#define SAME_PLACE         0.01

/* Bluish green, yellow, vermilion: three that readers who see no difference between red
 * and green can tell apart, and none of them the blue of what is active. */
const double mado_overlay_plane_colors[4][3] = {
    {0.22, 0.78, 0.62}, {0.95, 0.87, 0.30}, {0.92, 0.42, 0.20}, {0.75, 0.55, 0.85}};

const double *
mado_overlay_get_plane_color (MadoPlaneKind kind)
{
  switch (kind) {
  case MADO_PLANE_SAGITTAL:
    return mado_overlay_plane_colors[0];
  case MADO_PLANE_CORONAL:
    return mado_overlay_plane_colors[1];
  case MADO_PLANE_AXIAL:
  default:
    return mado_overlay_plane_colors[2];
  }
}

const char *
mado_overlay_get_axis_name (int axis)
{
  switch (axis) {
  case 0:
    return _ ("Sagittal");
  case 1:
    return _ ("Coronal");
  case 2:
    return _ ("Axial");
  default:
    return _ ("Oblique");
  }
}

/* The axis the normal is nearest to; @cosine: of the angle between. */
static int
get_main_axis (const MadoPlane *plane, double *cosine)
{
  const MadoVector normal = mado_plane_get_normal (plane);
  const double along[3] = {fabs (normal.x), fabs (normal.y), fabs (normal.z)};
  int axis = 0;

  for (int i = 1; i < 3; i++)
    if (along[i] > along[axis])
      axis = i;
  *cosine = along[axis];
  return axis;
}

char *
mado_overlay_dup_plane_name (const MadoPlane *plane)
{
  double cosine;
  const char *name = mado_overlay_get_axis_name (get_main_axis (plane, &cosine));

  if (cosine >= SAME_PLANE_COSINE)
    return g_strdup (name);
  /* Translators: a turned plane and the main plane it is nearest to */
  return g_strdup_printf (_ ("Oblique (%s)"), name);
}

const char *
mado_overlay_get_slab_mode_name (MadoSlabMode mode)
{
  switch (mode) {
  case MADO_SLAB_MIP:
    return "MIP";
  case MADO_SLAB_MINIP:
    return "MinIP";
  case MADO_SLAB_MEAN:
    /* Translators: of the values in a slab */
    return _ ("Mean");
  }
  return "";
}

void
mado_overlay_add_plane (GPtrArray *corner, const MadoOverlayInput *input)
{
  const MadoPlaneView *view = input->plane;
  const guint n = corner->len;
  double cosine;

  if (view == NULL) {
    mado_overlay_add (corner, MADO_OVERLAY_BOLD, 1, "MPR");
    return;
  }

  const int axis = get_main_axis (&view->plane, &cosine);
  g_autofree char *name = mado_overlay_dup_plane_name (&view->plane);

  mado_overlay_add (corner, MADO_OVERLAY_BOLD, 1, "%s", name);
  ((MadoOverlayLine *) g_ptr_array_index (corner, n))->mark =
      input->plane_kind != 0
          ? mado_overlay_get_plane_color (input->plane_kind)
          : mado_overlay_plane_colors[cosine >= SAME_PLANE_COSINE ? axis : 3];
  if (view->slab > 0.0) {
    g_autofree char *slab = mado_overlay_dup_number (view->slab, 1);

    /* Translators: thickness of a slab, and MIP, MinIP or mean */
    mado_overlay_add_whole (corner, 1, _ ("Slab %s mm %s"), slab,
                            mado_overlay_get_slab_mode_name (view->slab_mode));
  }
}

/* Whether the picture shows one slice of the source, with nothing between slices. */
static bool
is_slice (const MadoPlaneView *view, const MadoGeometry *geometry)
{
  const MadoVector normal = mado_plane_get_normal (&view->plane);
  const MadoVector from = mado_vector_subtract (view->plane.center, geometry->origin);
  const double along = mado_vector_dot (from, geometry->normal);

  if (view->slab > 0.0 ||
      fabs (mado_vector_dot (normal, geometry->normal)) < SAME_NORMAL_COSINE)
    return false;
  for (int i = 0; i < geometry->n_slices; i++)
    if (fabs (geometry->along[i] - along) <= SAME_PLACE)
      return true;
  return false;
}

static const char *
get_interpolation (MadoInterpolation interpolation)
{
  switch (interpolation) {
  case MADO_INTERPOLATION_NEAREST:
    /* Translators: how a reformatted picture is made of the voxels */
    return _ ("Reformatted, nearest voxel");
  case MADO_INTERPOLATION_CUBIC:
    return _ ("Reformatted, cubic");
  case MADO_INTERPOLATION_LINEAR:
    break;
  }
  return _ ("Reformatted, linear");
}

/* mm from patient origin along the normal, counted towards L, P or H, as the slice
 * location of frames is. */
static double
get_location (const MadoPlane *plane)
{
  const MadoVector normal = mado_plane_get_normal (plane);
  const double along[3] = {normal.x, normal.y, normal.z};
  double cosine;
  const int axis = get_main_axis (plane, &cosine);
  const double location = mado_vector_dot (plane->center, normal);

  return along[axis] < 0.0 ? -location : location;
}

void
mado_overlay_add_position (GPtrArray *corner, const MadoOverlayInput *input)
{
  const MadoPlaneView *view = input->plane;

  if (view == NULL)
    return;
  if (!is_slice (view, mado_display_set_get_geometry (input->set)))
    mado_overlay_add (corner, MADO_OVERLAY_SMALL, 3, "%s",
                      get_interpolation (view->view.interpolation));

  g_autofree char *place = mado_overlay_dup_number (
      rint (get_location (&view->plane) * 10.0) / 10.0 + 0.0, 1);

  /* Translators: where a plane lies along its normal, mm */
  mado_overlay_add_whole (corner, 2, _ ("Location %s mm"), place);
}

void
mado_overlay_add_number (GPtrArray *corner,
                         const MadoOverlayInput *input,
                         bool is_narrow)
{
  if (input->plane == NULL)
    return;
  if (is_narrow)
    mado_overlay_add_whole (corner, 1, "%d / %d", input->position + 1,
                            input->n_positions);
  else
    /* Translators: which plane of how many along its normal */
    mado_overlay_add_whole (corner, 1, _ ("Plane %d / %d"), input->position + 1,
                            input->n_positions);
}
