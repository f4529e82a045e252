/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-overlay-private.h"

#include <libintl.h>
#include <math.h>

/* See mado-overlay-lines.c: not gi18n, the language can be changed later. */
#define _(text)  dgettext (GETTEXT_PACKAGE, text)
#define N_(text) text

/* Places named in the details before the rest is only counted. */
#define MAX_PLACES 12

/* @reason: for the trust line, short, no numbers; @text: where no numbers are needed */
static const struct {
  MadoRefusal refusal;
  const char *reason;
  const char *text;
} refusals[] = {
    {MADO_REFUSAL_NO_PLANE, N_ ("no position"),
     N_ ("The files do not say where in the body the images lie.")},
    {MADO_REFUSAL_NO_SPACING, N_ ("no pixel size"),
     N_ ("The files do not say how large a pixel is in the body.")},
    {MADO_REFUSAL_COLOUR, N_ ("colour images"),
     N_ ("Colour images cannot be interpolated between slices.")},
    {MADO_REFUSAL_FEW_SLICES, N_ ("too few slices"), ""},
    {MADO_REFUSAL_ONE_PLACE, N_ ("images of one place"),
     N_ ("The images show one place at different times, not different places.")},
    {MADO_REFUSAL_NOT_PARALLEL, N_ ("slices not parallel"),
     N_ ("The slices are not parallel, as in localizers or radial series.")},
    {MADO_REFUSAL_CROSSING, N_ ("slices cross"), ""},
    {MADO_REFUSAL_GAP, N_ ("gap too wide"), ""},
    {MADO_REFUSAL_SIZE, N_ ("image sizes differ"),
     N_ ("Rows, columns or pixel size differ from slice to slice.")},
    {MADO_REFUSAL_FRAME_OF_REFERENCE, N_ ("frames of reference differ"),
     N_ ("The slices have different frames of reference: their positions cannot be "
         "compared.")},
    {MADO_REFUSAL_PROJECTION, N_ ("projection images"),
     N_ ("These are projection images, not cross sections.")},
    {MADO_REFUSAL_VALUES, N_ ("units differ"),
     N_ ("The unit or the meaning of the pixel values differs from slice to slice.")},
};

static gsize
find_refusal (MadoRefusal refusal)
{
  gsize i = 0;

  while (i < G_N_ELEMENTS (refusals) - 1 && refusals[i].refusal != refusal)
    i++;
  return i;
}

void
mado_trust_add_refusal (GPtrArray *parts, const MadoGeometry *geometry)
{
  if (geometry->refusal == MADO_REFUSAL_NONE)
    return;
  /* Translators: on the trust line; %s is a short reason */
  mado_trust_add (parts, _ ("No MPR"), _ ("No MPR: %s"),
                  _ (refusals[find_refusal (geometry->refusal)].reason));
}

static char *
dup_gap_refusal (const MadoGeometry *self)
{
  g_autofree char *width = mado_overlay_dup_number (self->refusal_value, 1);
  g_autofree char *limit = mado_overlay_dup_number (self->refusal_limit, 1);

  return g_strdup_printf (_ ("After image %d there is no slice for %s mm. What lies "
                             "there is not known; gaps over %s mm are not bridged."),
                          self->refusal_slice + 1, width, limit);
}

static char *
dup_crossing_refusal (const MadoGeometry *self)
{
  g_autofree char *angle = mado_overlay_dup_number (self->refusal_value, 1);

  return g_strdup_printf (_ ("Slices cross inside the image: image %d is turned by %s° "
                             "against the others."),
                          self->refusal_slice + 1, angle);
}

static char *
dup_few_refusal (const MadoGeometry *self)
{
  const int n = (int) self->refusal_value;

  return g_strdup_printf (
      dngettext (GETTEXT_PACKAGE, "There is %d slice; at least %d are needed.",
                 "There are %d slices; at least %d are needed.", (gulong) n),
      n, (int) self->refusal_limit);
}

char *
mado_overlay_dup_refusal (const MadoGeometry *geometry)
{
  const MadoRefusal refusal = geometry->refusal;

  if (refusal == MADO_REFUSAL_NONE)
    return NULL;
  if (refusal == MADO_REFUSAL_FEW_SLICES)
    return dup_few_refusal (geometry);
  if (refusal == MADO_REFUSAL_CROSSING)
    return dup_crossing_refusal (geometry);
  if (refusal == MADO_REFUSAL_GAP)
    return dup_gap_refusal (geometry);
  if (refusal == MADO_REFUSAL_NO_PLANE && geometry->refusal_slice >= 0)
    return g_strdup_printf (_ ("Image %d has no usable position or orientation."),
                            geometry->refusal_slice + 1);
  return g_strdup (_ (refusals[find_refusal (refusal)].text));
}

static int
count_missing (const MadoGeometry *self)
{
  int n = 0;

  for (guint i = 0; self->gaps != NULL && i < self->gaps->len; i++)
    n += g_array_index (self->gaps, MadoGap, i).n_missing;
  return n;
}

void
mado_trust_add_missing (GPtrArray *parts, const MadoGeometry *geometry)
{
  const int n = count_missing (geometry);
  const char *brief = _ ("Slices missing");

  if (n == 0)
    return;
  if (geometry->gaps->len == 1)
    /* Translators: on the trust line; after which image */
    mado_trust_add (parts, brief,
                    dngettext (GETTEXT_PACKAGE, "%d slice missing after %d",
                               "%d slices missing after %d", (gulong) n),
                    n, g_array_index (geometry->gaps, MadoGap, 0).after + 1);
  else
    /* Translators: on the trust line; %u is always 2 or more */
    mado_trust_add (parts, brief, _ ("%d slices missing at %u places"), n,
                    geometry->gaps->len);
}

/* mm between slices that none of them covers, by Slice Thickness; 0 when unknown. */
static double
get_uncovered (const MadoOverlayInput *input)
{
  const MadoGeometry *geometry = mado_display_set_get_geometry (input->set);
  const int middle = mado_display_set_get_n_frames (input->set) / 2;
  const double thickness =
      mado_display_set_get_frame (input->set, middle)->info->slice_thickness;

  if (!(thickness > 0.0) || geometry->refusal != MADO_REFUSAL_NONE)
    return 0.0;
  return MAX (geometry->spacing - thickness, 0.0);
}

/* A machine without a gantry has nothing to tilt. */
static bool
is_gantry (const MadoOverlayInput *input)
{
  return g_str_equal (mado_display_set_get_info (input->set)->modality, "CT");
}

void
mado_trust_add_geometry (GPtrArray *parts, const MadoOverlayInput *input)
{
  const MadoGeometry *geometry = mado_display_set_get_geometry (input->set);

  if (geometry->refusal == MADO_REFUSAL_FRAME_OF_REFERENCE && !input->is_mpr)
    mado_trust_add (parts, NULL, "%s", _ ("Frames of reference differ"));
  if (geometry->tilt > 0.0) {
    g_autofree char *angle = mado_overlay_dup_number (geometry->tilt, 1);

    if (is_gantry (input))
      mado_trust_add (parts, _ ("Gantry tilt"), _ ("Gantry tilt %s°"), angle);
    else
      /* Translators: on the trust line: slices are not stacked along their normal */
      mado_trust_add (parts, _ ("Oblique stack"), _ ("Oblique stack %s°"), angle);
  }
  if (!geometry->is_regular && geometry->worst_deviation > 0.0) {
    g_autofree char *worst = mado_overlay_dup_number (geometry->worst_deviation, 2);

    /* Translators: on the trust line: how much at most, and after which image */
    mado_trust_add (parts, _ ("Spacing irregular"),
                    _ ("Spacing irregular: %s mm after %d"), worst,
                    geometry->worst_slice + 1);
  }
  if (input->is_mpr && get_uncovered (input) > geometry->spacing / 2.0) {
    g_autofree char *width = mado_overlay_dup_number (get_uncovered (input), 1);

    /* Translators: on the trust line: what lies between slices and is in none */
    mado_trust_add (parts, _ ("Gaps between slices"),
                    _ ("Gaps of %s mm between slices"), width);
  }
  if (geometry->duplicates != NULL && geometry->duplicates->len > 0)
    mado_trust_add (parts, _ ("Duplicate slices"),
                    dngettext (GETTEXT_PACKAGE, "%u duplicate slice",
                               "%u duplicate slices", geometry->duplicates->len),
                    geometry->duplicates->len);
}

static void
append_gaps (GString *text, const MadoGeometry *self)
{
  for (guint i = 0; i < self->gaps->len && i < MAX_PLACES; i++) {
    const MadoGap *gap = &g_array_index (self->gaps, MadoGap, i);
    g_autofree char *width = mado_overlay_dup_number (gap->width, 2);

    mado_trust_append_line (
        text,
        dngettext (GETTEXT_PACKAGE,
                   "%d slice is missing after image %d: %s mm without one.",
                   "%d slices are missing after image %d: %s mm without one.",
                   (gulong) gap->n_missing),
        gap->n_missing, gap->after + 1, width);
  }
  if (self->gaps->len > MAX_PLACES)
    mado_trust_append_line (text, _ ("Slices are missing at %u more places."),
                            self->gaps->len - MAX_PLACES);
}

static void
append_duplicates (GString *text, const MadoGeometry *self)
{
  for (guint i = 0; i < self->duplicates->len && i < MAX_PLACES; i++) {
    const MadoDuplicate *duplicate =
        &g_array_index (self->duplicates, MadoDuplicate, i);

    mado_trust_append_line (text,
                            _ ("Image %d lies where image %d lies; MPR uses the "
                               "latter."),
                            duplicate->slice + 1, duplicate->of + 1);
  }
  if (self->duplicates->len > MAX_PLACES)
    mado_trust_append_line (text, _ ("%u more images lie where others lie."),
                            self->duplicates->len - MAX_PLACES);
}

static void
append_tilt (GString *text, const MadoOverlayInput *input, const MadoGeometry *self)
{
  g_autofree char *angle = mado_overlay_dup_number (self->tilt, 1);

  if (is_gantry (input))
    mado_trust_append_line (
        text,
        _ ("The gantry was tilted by %s°. MPR takes each slice at its "
           "own place, so its shapes and lengths are right."),
        angle);
  else
    mado_trust_append_line (text,
                            _ ("The slices are not stacked along their normal but %s° "
                               "from it. MPR takes each slice at its own place, so its "
                               "shapes and lengths are right."),
                            angle);
}

static void
append_spacing (GString *text, const MadoGeometry *self)
{
  g_autofree char *spacing = mado_overlay_dup_number (self->spacing, 2);
  g_autofree char *worst = mado_overlay_dup_number (self->worst_deviation, 2);

  if (self->is_regular || !(self->worst_deviation > 0.0))
    mado_trust_append_line (text, _ ("%d slices, %s mm apart by their positions."),
                            self->n_slices, spacing);
  else
    mado_trust_append_line (
        text,
        _ ("%d slices, usually %s mm apart by their positions; after "
           "image %d it is %s mm more or less. MPR takes each slice at "
           "its own place."),
        self->n_slices, spacing, self->worst_slice + 1, worst);
}

static void
append_shape (GString *text, const MadoOverlayInput *input, const MadoGeometry *self)
{
  if (get_uncovered (input) > 0.05 * self->spacing) {
    g_autofree char *width = mado_overlay_dup_number (get_uncovered (input), 2);

    mado_trust_append_line (text,
                            _ ("%s mm between neighbouring slices are in none of them; "
                               "MPR interpolates there."),
                            width);
  }
  if (self->overlap > 0.0) {
    g_autofree char *overlap = mado_overlay_dup_number (self->overlap, 2);

    mado_trust_append_line (text, _ ("Neighbouring slices overlap by up to %s mm."),
                            overlap);
  }
  if (self->is_non_square) {
    g_autofree char *height = mado_overlay_dup_number (self->row_spacing, 4);
    g_autofree char *width = mado_overlay_dup_number (self->column_spacing, 4);

    mado_trust_append_line (
        text, _ ("Pixels are not square: %s mm high, %s mm wide. They are drawn so."),
        height, width);
  }
}

void
mado_trust_append_geometry (GString *text, const MadoOverlayInput *input)
{
  const MadoGeometry *self = mado_display_set_get_geometry (input->set);
  g_autofree char *refusal = mado_overlay_dup_refusal (self);

  if (self->n_slices > 1 && self->spacing > 0.0)
    append_spacing (text, self);
  if (self->gaps != NULL)
    append_gaps (text, self);
  if (self->duplicates != NULL)
    append_duplicates (text, self);
  if (self->tilt > 0.0)
    append_tilt (text, input, self);
  append_shape (text, input, self);
  if (mado_display_set_is_spatial (input->set) &&
      mado_display_set_get_frame_of_reference (input->set) == NULL)
    mado_trust_append_line (text, "%s",
                            _ ("The files name no single frame of reference: positions "
                               "cannot be compared with other series."));
  if (refusal != NULL && (input->is_mpr || self->refusal != MADO_REFUSAL_PROJECTION))
    /* Translators: %s is the reason, one or two sentences */
    mado_trust_append_line (text, _ ("MPR is not possible: %s"), refusal);
}
