/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-overlay-private.h"

#include <libintl.h>
#include <math.h>
#include <string.h>

/* Not gi18n: g_dgettext() decides once, at its first call, whether there is anything
 * to translate, and the language can be changed later. */
#define _(text) dgettext (GETTEXT_PACKAGE, text)

/* px at scale 1; below it what else shares a line gets one each. */
#define NARROW 420.0

/* Of a plane within which it is called by the name of the nearest main plane. */
#define MAIN_PLANE_COSINE 0.93969262078590838 /* 20° */

static MadoOverlayLine *
line_new (MadoOverlayStyle style, int priority, char *text)
{
  MadoOverlayLine *line = g_new0 (MadoOverlayLine, 1);

  line->text = g_strstrip (text);
  line->style = style;
  line->priority = priority;
  return line;
}

void
mado_overlay_add (
    GPtrArray *corner, MadoOverlayStyle style, int priority, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (*g_strstrip (text) != '\0')
    g_ptr_array_add (corner, line_new (style, priority, g_steal_pointer (&text)));
}

void
mado_overlay_add_whole (GPtrArray *corner, int priority, const char *format, ...)
{
  MadoOverlayLine *line;
  va_list args;

  va_start (args, format);
  line = line_new (MADO_OVERLAY_PLAIN, priority, g_strdup_vprintf (format, args));
  va_end (args);
  line->is_whole = true;
  g_ptr_array_add (corner, line);
}

static bool
is_narrow (const MadoOverlayInput *input)
{
  return input->state->width < NARROW * input->scale;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

char *
mado_overlay_dup_number (double value, int digits)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE * 2];

  if (fabs (value) >= 1e9 || (value != 0.0 && fabs (value) < 1e-3)) {
    g_ascii_formatd (text, sizeof text, "%.3g", value);
    return g_strdup (text);
  }

  g_snprintf (format, sizeof format, "%%.%df", digits);
  g_ascii_formatd (text, sizeof text, format, value);
  if (digits > 0) {
    char *end = text + strlen (text);

    while (end[-1] == '0')
      *--end = '\0';
    if (end[-1] == '.')
      *--end = '\0';
  }
  return g_strdup (g_str_equal (text, "-0") ? "0" : text);
}

static bool
has_digits (const char *text, int n)
{
  for (int i = 0; i < n; i++)
    if (!g_ascii_isdigit (text[i]))
      return false;
  return true;
}

/* 20261120 → 2026-11-20; anything else as it is. */
static char *
dup_date (const char *date)
{
  if (date == NULL)
    return g_strdup ("");
  if (!has_digits (date, 8))
    return g_strdup (date);
  return g_strdup_printf ("%.4s-%.2s-%.2s", date, date + 4, date + 6);
}

/* Acquisition, else study; 2026-11-20 10:12. */
static char *
dup_date_time (const MadoInstance *instance)
{
  const char *acquired = or_empty (instance->acquisition_date_time);
  const bool has_acquired = has_digits (acquired, 8);
  const char *time = has_acquired ? acquired + 8 : or_empty (instance->info.study_time);
  g_autofree char *date =
      dup_date (has_acquired ? acquired : instance->info.study_date);

  if (!has_digits (time, 4))
    return g_steal_pointer (&date);
  return g_strdup_printf ("%s %.2s:%.2s", date, time, time + 2);
}

/* Whole years from one date to another, -1 when either is none. */
static int
get_years (const char *birth, const char *date)
{
  if (birth == NULL || date == NULL || !has_digits (birth, 8) || !has_digits (date, 8))
    return -1;
  return (int) ((g_ascii_strtoll (date, NULL, 10) - g_ascii_strtoll (birth, NULL, 10)) /
                10000);
}

/* Age String (PS3.5 6.2): 067Y. */
static char *
dup_age (const MadoSeriesInfo *info)
{
  const char *age = info->patient_age;
  const int years = get_years (info->patient_birth_date, info->study_date);

  if (age != NULL && has_digits (age, 3) && age[3] != '\0') {
    const int n = (int) g_ascii_strtoll (age, NULL, 10);

    switch (age[3]) {
    case 'D':
      /* Translators: age in days */
      return g_strdup_printf (_ ("%d d"), n);
    case 'W':
      /* Translators: age in weeks */
      return g_strdup_printf (_ ("%d wk"), n);
    case 'M':
      /* Translators: age in months */
      return g_strdup_printf (_ ("%d mo"), n);
    case 'Y':
      /* Translators: age in years */
      return g_strdup_printf (_ ("%d y"), n);
    default:
      break;
    }
  }
  return years >= 0 && years < 150 ? g_strdup_printf (_ ("%d y"), years)
                                   : g_strdup (or_empty (age));
}

static const char *
get_sex (const char *sex)
{
  if (g_strcmp0 (sex, "M") == 0)
    /* Translators: sex of the patient: male */
    return _ ("M");
  if (g_strcmp0 (sex, "F") == 0)
    /* Translators: sex of the patient: female */
    return _ ("F");
  return or_empty (sex);
}

static void
add_patient (GPtrArray *corner,
             const MadoOverlayInput *input,
             const MadoInstance *instance)
{
  const MadoSeriesInfo *info = &instance->info;
  g_autofree char *name = mado_person_name_dup_primary (info->patient_name);
  g_autofree char *furigana = mado_person_name_dup_furigana (info->patient_name);
  g_autofree char *age = dup_age (info);
  g_autofree char *birth = dup_date (info->patient_birth_date);

  if (input->level == MADO_ANNOTATION_MINIMAL) {
    mado_overlay_add (corner, MADO_OVERLAY_BOLD, 1, "%s", name);
    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 1, "%s", or_empty (info->patient_id));
    return;
  }

  mado_overlay_add (corner, MADO_OVERLAY_SMALL, 3, "%s", or_empty (furigana));
  mado_overlay_add (corner, MADO_OVERLAY_BOLD, 1, "%s  %s %s", name,
                    get_sex (info->patient_sex), age);
  if (is_narrow (input)) {
    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 2, "%s", or_empty (info->patient_id));
    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 3, "%s", birth);
  } else {
    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 2, "%s  %s",
                      or_empty (info->patient_id), birth);
  }
}

/* The plane's normal, pointing to the larger coordinate of its main axis; which
 * axis that is. */
static int
get_normal (const MadoFrameInfo *info, double normal[3])
{
  const double *r = info->row_direction, *c = info->column_direction;
  int axis = 0;

  normal[0] = r[1] * c[2] - r[2] * c[1];
  normal[1] = r[2] * c[0] - r[0] * c[2];
  normal[2] = r[0] * c[1] - r[1] * c[0];
  for (int i = 1; i < 3; i++)
    if (fabs (normal[i]) > fabs (normal[axis]))
      axis = i;
  if (normal[axis] < 0.0)
    for (int i = 0; i < 3; i++)
      normal[i] = -normal[i];
  return axis;
}

static void
add_plane (GPtrArray *corner, const MadoInstance *instance, const MadoFrameInfo *info)
{
  const guint n = corner->len;

  if (info->has_plane) {
    double normal[3];
    const int main = get_normal (info, normal);
    const int axis = normal[main] >= MAIN_PLANE_COSINE ? main : 3;
    g_autofree char *thickness = mado_overlay_dup_number (info->slice_thickness, 2);

    if (info->slice_thickness > 0.0)
      mado_overlay_add (corner, MADO_OVERLAY_BOLD, 2, "%s %s mm",
                        mado_overlay_get_axis_name (axis), thickness);
    else
      mado_overlay_add (corner, MADO_OVERLAY_BOLD, 2, "%s",
                        mado_overlay_get_axis_name (axis));
    if (corner->len > n)
      ((MadoOverlayLine *) g_ptr_array_index (corner, n))->mark =
          mado_overlay_plane_colors[axis];
  } else {
    mado_overlay_add (corner, MADO_OVERLAY_BOLD, 2, "%s  %s", instance->info.modality,
                      or_empty (instance->info.body_part));
  }
}

static void
add_study (GPtrArray *corner, const MadoInstance *instance)
{
  const MadoSeriesInfo *info = &instance->info;
  g_autofree char *date_time = dup_date_time (instance);

  mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 3, "%s", or_empty (info->institution));
  mado_overlay_add (corner, MADO_OVERLAY_BOLD, 2, "%s",
                    or_empty (info->study_description));
  mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 2, "%s", date_time);
  if (info->study_id != NULL && *info->study_id != '\0')
    mado_overlay_add (corner, MADO_OVERLAY_SMALL, 3, _ ("Study ID %s"), info->study_id);
  if (info->accession_number != NULL && *info->accession_number != '\0')
    mado_overlay_add (corner, MADO_OVERLAY_SMALL, 3, _ ("Accession %s"),
                      info->accession_number);
}

/* As many digits as a reader can see a difference of. */
static char *
dup_window_number (double value, double width)
{
  return mado_overlay_dup_number (value, width >= 50.0 ? 0 : width >= 5.0 ? 1 : 3);
}

static void
add_window (GPtrArray *corner, const MadoOverlayInput *input, const MadoFrameInfo *info)
{
  const MadoViewState *state = input->state;
  const GPtrArray *luts = info->grayscale->voi_luts;
  const double width = state->window.width;

  if (info->grayscale->palette != NULL)
    return;
  if (state->voi == MADO_VOI_LUT && state->lut_index >= 0 &&
      (guint) state->lut_index < luts->len) {
    const MadoLut *lut = g_ptr_array_index (luts, state->lut_index);

    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 1, "VOI LUT %d  %s",
                      state->lut_index + 1, or_empty (lut->explanation));
  } else {
    g_autofree char *ww = dup_window_number (width, width);
    g_autofree char *wl = dup_window_number (state->window.center, width);

    if (is_narrow (input)) {
      mado_overlay_add_whole (corner, 1, "WW %s", ww);
      mado_overlay_add_whole (corner, 1, "WL %s", wl);
    } else {
      mado_overlay_add_whole (corner, 1, "WW %s  WL %s", ww, wl);
    }
  }
}

static bool
is_colour (const MadoInstance *instance)
{
  return instance->pixels != NULL &&
         mado_pixel_source_get_format (instance->pixels)->samples_per_pixel == 3;
}

/* Of a plane in the unit of frames: 1 shows each pixel of the source once. */
static double
get_zoom (const MadoOverlayInput *input)
{
  const MadoGeometry *geometry = mado_display_set_get_geometry (input->set);

  return input->plane != NULL ? input->state->zoom * MIN (geometry->row_spacing,
                                                          geometry->column_spacing)
                              : input->state->zoom;
}

static void
add_view (GPtrArray *corner, const MadoOverlayInput *input, const MadoFrameRef *ref)
{
  const int n_frames = mado_display_set_get_n_frames (input->set);
  g_autofree char *zoom = mado_overlay_dup_number (get_zoom (input), 2);

  if (!is_colour (ref->instance) && (!input->is_mpr || input->plane != NULL))
    add_window (corner, input, ref->info);
  if (input->level == MADO_ANNOTATION_FULL && (!input->is_mpr || input->plane != NULL))
    mado_overlay_add_whole (corner, 3, _ ("Zoom %s"), zoom);
  if (input->is_mpr)
    mado_overlay_add_number (corner, input, is_narrow (input));
  else if (is_narrow (input))
    mado_overlay_add_whole (corner, 1, "%d / %d", input->index + 1, n_frames);
  else
    /* Translators: which image of how many */
    mado_overlay_add_whole (corner, 1, _ ("Image %d / %d"), input->index + 1, n_frames);
}

static void
add_slice (GPtrArray *corner, const MadoOverlayInput *input, const MadoFrameInfo *info)
{
  g_autofree char *thickness = mado_overlay_dup_number (info->slice_thickness, 2);
  const bool has_thickness = info->slice_thickness > 0.0;
  double normal[3], location = 0.0;

  if (info->has_plane) {
    get_normal (info, normal);
    for (int i = 0; i < 3; i++)
      location += info->position[i] * normal[i];
  }

  g_autofree char *place = mado_overlay_dup_number (rint (location * 10.0) / 10.0, 1);

  if (has_thickness && info->has_plane && !is_narrow (input)) {
    /* Translators: slice thickness and location, mm */
    mado_overlay_add_whole (corner, 2, _ ("Thickness %s mm  Location %s"), thickness,
                            place);
    return;
  }
  if (has_thickness)
    /* Translators: slice thickness */
    mado_overlay_add_whole (corner, 3, _ ("Thickness %s mm"), thickness);
  if (info->has_plane)
    /* Translators: slice location, mm */
    mado_overlay_add_whole (corner, 2, _ ("Location %s"), place);
}

static void
add_series (GPtrArray *corner, const MadoOverlayInput *input, const MadoFrameRef *ref)
{
  const MadoInstance *instance = ref->instance;
  g_autofree char *label = mado_overlay_dup_stack_label (input->set);

  mado_overlay_add (corner, MADO_OVERLAY_BOLD, 2, "%s  %s",
                    or_empty (instance->laterality),
                    or_empty (instance->view_position));
  if (instance->contrast_agent != NULL && *instance->contrast_agent != '\0')
    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 3, _ ("Contrast: %s"),
                      instance->contrast_agent);
  if (instance->is_lossy) {
    g_autofree char *lossy =
        mado_overlay_dup_lossy (instance->lossy_ratio, instance->lossy_method);

    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 2, "%s %s", _ ("Lossy compression"),
                      lossy);
  }
  if (instance->info.series_number >= 0)
    /* Translators: series number, description, and what sets the stack apart */
    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 2, _ ("Se %d  %s  %s"),
                      instance->info.series_number,
                      or_empty (instance->info.series_description), or_empty (label));
  else
    mado_overlay_add (corner, MADO_OVERLAY_PLAIN, 2, "%s  %s",
                      or_empty (instance->info.series_description), or_empty (label));
  if (input->is_mpr)
    mado_overlay_add_position (corner, input);
  else
    add_slice (corner, input, ref->info);
}

void
mado_overlay_make_lines (const MadoOverlayInput *input, GPtrArray *corners[4])
{
  const MadoFrameRef *ref = mado_display_set_get_frame (input->set, input->index);

  if (input->level == MADO_ANNOTATION_NONE)
    return;

  /* A slab is no slice: said at every level. */
  if (input->is_mpr)
    mado_overlay_add_plane (corners[MADO_CORNER_TOP_LEFT], input);
  if (input->level == MADO_ANNOTATION_FULL) {
    if (!input->is_mpr)
      add_plane (corners[MADO_CORNER_TOP_LEFT], ref->instance, ref->info);
    add_study (corners[MADO_CORNER_TOP_RIGHT], ref->instance);
    add_series (corners[MADO_CORNER_BOTTOM_RIGHT], input, ref);
  }
  add_patient (corners[MADO_CORNER_TOP_LEFT], input, ref->instance);
  add_view (corners[MADO_CORNER_BOTTOM_LEFT], input, ref);
}
