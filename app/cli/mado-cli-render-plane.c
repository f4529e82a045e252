/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "mado-cli-parse-private.h"
#include "mado-cli-render-private.h"
#include "mado-cli-resample-private.h"
#include "mado-overlay.h"
#include "mado-reslice.h"

/* Whether two vectors are given and not on one line. */
static bool
parse_directions (const MadoCliRenderOptions *options,
                  MadoVector *normal,
                  MadoVector *up)
{
  if (options->normal == NULL || options->up == NULL ||
      !mado_cli_parse_vector (options->normal, normal) ||
      !mado_cli_parse_vector (options->up, up))
    return false;
  *normal = mado_vector_normalize (*normal);
  *up = mado_vector_normalize (*up);
  return mado_vector_length (mado_vector_cross (*normal, *up)) >= 1e-6;
}

static char *
check_slab (const MadoCliRenderOptions *options)
{
  double slab;

  if (options->slab != NULL && (!mado_cli_parse_number (options->slab, &slab) ||
                                slab < 0 || slab > MADO_SLAB_MAX))
    return g_strdup_printf (_ ("--slab takes millimetres, from 0 to %g"),
                            MADO_SLAB_MAX);
  if (options->mode != NULL && options->slab == NULL)
    return g_strdup (_ ("--mode is for --slab"));
  if (options->mode != NULL && mado_cli_parse_slab_mode (options->mode) == 0)
    return g_strdup (_ ("--mode is mip, minip or mean"));
  return NULL;
}

char *
mado_cli_check_plane_options (const MadoCliRenderOptions *options)
{
  const bool is_oblique = g_strcmp0 (options->plane, "oblique") == 0;
  MadoVector center, normal, up;

  if (options->plane == NULL) {
    if (options->center != NULL || options->normal != NULL || options->up != NULL ||
        options->slab != NULL || options->mode != NULL)
      return g_strdup (
          _ ("--center, --normal, --up, --slab and --mode are for --plane"));
    return NULL;
  }
  if (!is_oblique && mado_cli_parse_plane (options->plane) == 0)
    return g_strdup (_ ("--plane is axial, coronal, sagittal or oblique"));
  if (options->frame != 1)
    return g_strdup (_ ("--frame and --plane exclude each other"));
  if (options->center != NULL && !mado_cli_parse_vector (options->center, &center))
    return g_strdup (_ ("--center is given as X,Y,Z"));
  if (!is_oblique && (options->normal != NULL || options->up != NULL))
    return g_strdup (_ ("--normal and --up are for --plane oblique"));
  if (is_oblique && !parse_directions (options, &normal, &up))
    return g_strdup (_ ("--plane oblique needs --normal and --up, as X,Y,Z in two "
                        "directions"));
  return check_slab (options);
}

static void
set_plane (const MadoCliRenderOptions *options,
           const MadoGeometry *geometry,
           MadoPlane *plane)
{
  MadoVector center = mado_geometry_get_center (geometry);
  MadoVector normal, up;

  if (options->center != NULL)
    mado_cli_parse_vector (options->center, &center);
  if (!parse_directions (options, &normal, &up)) {
    mado_plane_init (plane, mado_cli_parse_plane (options->plane), center);
    return;
  }
  plane->center = center;
  /* The part of @up that lies in the plane; right × down is the normal. */
  plane->down = mado_vector_normalize (mado_vector_subtract (
      mado_vector_scale (normal, mado_vector_dot (up, normal)), up));
  plane->right = mado_vector_cross (plane->down, normal);
}

/* Size of the whole volume on the plane, mm, as the picture lies. */
static double
get_extent (const MadoPlaneView *view, const MadoGeometry *geometry, bool is_width)
{
  MadoPlaneView probe = *view;

  probe.view.width = is_width ? 1 : G_MAXINT;
  probe.view.height = is_width ? G_MAXINT : 1;
  mado_plane_view_fit (&probe, geometry);
  return 1 / probe.view.zoom;
}

/* Without --size all of the volume, at px as small as its voxels. */
static bool
set_whole (MadoPlaneView *view,
           const MadoGeometry *geometry,
           double zoom,
           GError **error)
{
  const double width = get_extent (view, geometry, true) * zoom;
  const double height = get_extent (view, geometry, false) * zoom;

  if (width > MADO_CLI_MAX_SIZE || height > MADO_CLI_MAX_SIZE) {
    g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
                 "the picture would be %.0f × %.0f pixels; at most %d are possible",
                 width, height, MADO_CLI_MAX_SIZE);
    return false;
  }
  view->view.width = MAX ((int) lround (width), 1);
  view->view.height = MAX ((int) lround (height), 1);
  mado_plane_view_fit (view, geometry);
  view->view.pan_x *= zoom / view->view.zoom;
  view->view.pan_y *= zoom / view->view.zoom;
  view->view.zoom = zoom;
  return true;
}

static bool
set_size (const MadoCliRenderOptions *options,
          MadoPlaneView *view,
          const MadoGeometry *geometry,
          GError **error)
{
  const double edge =
      MIN (MIN (geometry->column_spacing, geometry->row_spacing), geometry->spacing);
  double zoom = 1 / edge, value;

  if (options->zoom != NULL && mado_cli_parse_number (options->zoom, &value))
    zoom = value / edge;
  if (options->mm_per_px != NULL && mado_cli_parse_number (options->mm_per_px, &value))
    zoom = 1 / value;
  if (options->size == NULL)
    return set_whole (view, geometry, zoom, error);

  mado_cli_parse_size (options->size, &view->view.width, &view->view.height);
  view->view.zoom = zoom;
  if (options->zoom == NULL && options->mm_per_px == NULL)
    mado_plane_view_fit (view, geometry);
  return true;
}

static bool
make_view (const MadoCliRenderOptions *options,
           const MadoGeometry *geometry,
           MadoPlaneView *view,
           GError **error)
{
  *view = (MadoPlaneView){
      .slab_mode = options->mode != NULL ? mado_cli_parse_slab_mode (options->mode)
                                         : MADO_SLAB_MIP,
      .view = {.rotation = ((options->rotate / 90) % 4 + 4) % 4,
               .is_flipped = options->flip,
               .is_inverted = options->invert,
               .interpolation =
                   options->interpolation != NULL
                       ? mado_cli_parse_interpolation (options->interpolation)
                       : MADO_INTERPOLATION_LINEAR},
  };
  if (options->slab != NULL)
    mado_cli_parse_number (options->slab, &view->slab);
  set_plane (options, geometry, &view->plane);
  return set_size (options, view, geometry, error);
}

/* As for a frame: the window asked for, the file's, its VOI LUT, all values. */
static void
set_window (const MadoCliRenderOptions *options,
            MadoDisplaySet *set,
            const MadoVolume *volume,
            const float *values,
            MadoPlaneView *view)
{
  const MadoGrayscale *grayscale = mado_volume_get_grayscale (volume);
  MadoWindow *window = &view->view.window;

  view->view.voi = MADO_VOI_WINDOW;
  if (options->window != NULL) {
    window->space = mado_display_set_get_window_space (set);
    mado_cli_parse_window (options->window, window);
  } else if (!mado_display_set_get_default_window (
                 set, mado_display_set_get_n_frames (set) / 2, window)) {
    if (grayscale->voi_luts->len > 0)
      view->view.voi = MADO_VOI_LUT;
    mado_reslice_auto_window (values, view->view.width * view->view.height, window);
  }
  mado_plane_window_to_modality (volume, window);
}

static void
draw_overlays (cairo_surface_t *surface,
               MadoDisplaySet *set,
               const MadoVolume *volume,
               const MadoPlaneView *view)
{
  const MadoGeometry *geometry = mado_volume_get_geometry (volume);
  const double step = mado_plane_get_step (&view->plane, geometry);
  double low, high;

  mado_plane_get_range (&view->plane, geometry, &low, &high);

  const MadoOverlayInput input = {
      .set = set,
      .columns = geometry->columns,
      .rows = geometry->rows,
      .n_loaded = mado_volume_get_n_there (volume),
      .n_failed = mado_volume_get_n_failed (volume),
      .state = &view->view,
      .level = MADO_ANNOTATION_FULL,
      .scale = 1,
      .not_for_diagnosis = true,
      .is_mpr = true,
      .plane = view,
      .position = (int) CLAMP (floor (-low / step), 0, G_MAXINT / 2),
      .n_positions = (int) CLAMP (rint ((high - low) / step), 1, G_MAXINT / 2),
  };
  cairo_t *cr = cairo_create (surface);

  mado_overlay_draw (cr, &input);
  cairo_destroy (cr);
}

static bool
save_picture (const MadoCliRenderOptions *options,
              MadoDisplaySet *set,
              MadoVolume *volume,
              const MadoPlaneView *view,
              const float *values,
              GError **error)
{
  cairo_surface_t *surface =
      mado_cli_make_surface (view->view.width, view->view.height, error);
  guint8 *pixels;
  gsize stride;
  bool done = true;

  if (surface == NULL)
    return false;
  pixels = cairo_image_surface_get_data (surface);
  stride = (gsize) cairo_image_surface_get_stride (surface);
  cairo_surface_flush (surface);
  if (g_strcmp0 (options->backend, "gl") == 0)
    done = mado_reslice_gl_offscreen (volume, view, pixels, stride, error);
  else
    mado_reslice_draw (volume, view, values, pixels, stride);
  cairo_surface_mark_dirty (surface);
  if (done && g_strcmp0 (options->overlays, "all") == 0)
    draw_overlays (surface, set, volume, view);
  done = done && mado_cli_save_png (surface, options->out, error);
  cairo_surface_destroy (surface);
  return done;
}

/* NaN outside, too: there is no value. */
static bool
save_raw (const MadoPlaneView *view,
          const float *values,
          const char *path,
          GError **error)
{
  const int shape[2] = {view->view.height, view->view.width};
  const gsize n = (gsize) shape[0] * (gsize) shape[1];
  g_autoptr (GByteArray) npy = g_byte_array_new ();

  mado_cli_append_npy_header (npy, shape, 2);
  for (gsize i = 0; i < n; i++) {
    const float value = isfinite (values[i]) ? values[i] : NAN;
    guint32 bits;

    memcpy (&bits, &value, sizeof bits);
    bits = GUINT32_TO_LE (bits);
    g_byte_array_append (npy, (const guint8 *) &bits, sizeof bits);
  }
  return g_file_set_contents (path, (const char *) npy->data, (gssize) npy->len, error);
}

bool
mado_cli_render_plane (const MadoCliRenderOptions *options,
                       MadoDisplaySet *set,
                       GError **error)
{
  g_autoptr (MadoVolume) volume = mado_volume_load (set, 0, NULL, NULL, NULL, error);
  g_autofree float *values = NULL;
  MadoPlaneView view;

  if (volume == NULL ||
      !make_view (options, mado_volume_get_geometry (volume), &view, error))
    return false;

  if (mado_volume_get_n_failed (volume) > 0)
    g_printerr ("mado-cli: %d of %d slices cannot be decoded\n",
                mado_volume_get_n_failed (volume),
                mado_volume_get_geometry (volume)->n_slices);
  values = g_new (float, (gsize) view.view.width *(gsize) view.view.height);
  mado_reslice_cpu (volume, &view, values);
  set_window (options, set, volume, values, &view);
  if (options->raw != NULL && !save_raw (&view, values, options->raw, error))
    return false;
  return options->out == NULL ||
         save_picture (options, set, volume, &view, values, error);
}
