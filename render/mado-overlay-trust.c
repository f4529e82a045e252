/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-overlay-private.h"

#include <libintl.h>
#include <math.h>

#define _(text) dgettext (GETTEXT_PACKAGE, text) /* see mado-overlay-lines.c */

/* Defined Terms of Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1). */
static const char *
get_method_name (const char *term)
{
  static const struct {
    const char *term, *name;
  } methods[] = {
      {"ISO_10918_1", "JPEG"},      {"ISO_14495_1", "JPEG-LS"},
      {"ISO_15444_1", "JPEG 2000"}, {"ISO_15444_15", "HTJ2K"},
      {"ISO_13818_2", "MPEG-2"},    {"ISO_14496_10", "H.264"},
      {"ISO_23008_2", "HEVC"},      {"ISO_18181_1", "JPEG XL"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (term, methods[i].term))
      return methods[i].name;
  return term;
}

/* One method per compression step, separated by backslashes. */
static char *
dup_methods (const char *terms)
{
  g_auto (GStrv) steps = g_strsplit (terms != NULL ? terms : "", "\\", -1);
  GString *text = g_string_new (NULL);

  for (int i = 0; steps[i] != NULL; i++) {
    const char *name = get_method_name (g_strstrip (steps[i]));

    if (*name != '\0' && (i == 0 || g_strcmp0 (steps[i], steps[i - 1]) != 0))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " + " : "", name);
  }
  return g_string_free (text, FALSE);
}

char *
mado_overlay_dup_lossy (double ratio, const char *method)
{
  g_autofree char *number = mado_overlay_dup_number (ratio, 1);
  g_autofree char *methods = dup_methods (method);
  const bool has_ratio = ratio > 0.0 && isfinite (ratio);

  if (has_ratio && *methods != '\0')
    return g_strdup_printf ("1:%s (%s)", number, methods);
  if (has_ratio)
    return g_strdup_printf ("1:%s", number);
  return *methods != '\0' ? g_strdup_printf ("(%s)", methods) : g_strdup ("");
}

/* What is to be said of the frame on show and of the set it belongs to. */
typedef struct {
  const MadoTrust *trust;
  int n_frames;
  int n_loaded; /* -1: not to be said */
  int n_failed;
  bool is_uncalibrated;
  bool is_detector_spacing;
  bool is_us_region;
} Facts;

static void
get_facts (const MadoOverlayInput *input, Facts *facts)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (input->set, input->index);
  const MadoSpacingKind kind = ref->info->spacing_kind;

  *facts = (Facts){
      .trust = mado_display_set_get_trust (input->set),
      .n_frames = mado_display_set_get_n_frames (input->set),
      .n_loaded = input->n_loaded,
      .n_failed = input->n_failed,
  };
  facts->is_uncalibrated = facts->trust->is_uncalibrated || kind == MADO_SPACING_NONE;
  facts->is_detector_spacing =
      facts->trust->is_detector_spacing || kind == MADO_SPACING_DETECTOR;
  facts->is_us_region = kind == MADO_SPACING_US_REGION;
}

static void
part_free (gpointer data)
{
  MadoTrustPart *part = data;

  g_free (part->text);
  g_free (part->brief);
  g_free (part);
}

void
mado_trust_add (GPtrArray *parts, const char *brief, const char *format, ...)
{
  MadoTrustPart *part = g_new0 (MadoTrustPart, 1);
  va_list args;

  va_start (args, format);
  part->text = g_strdup_vprintf (format, args);
  va_end (args);
  part->brief = g_strdup (brief);
  g_ptr_array_add (parts, part);
}

static void
add_link (GPtrArray *parts, MadoLinkState link)
{
  if (link == MADO_LINK_MANUAL)
    /* Translators: on the trust line: the reader set the offset between two series */
    mado_trust_add (parts, NULL, "%s", _ ("Manual link"));
  else if (link == MADO_LINK_NO_FRAME)
    mado_trust_add (parts, _ ("Not linked"), "%s",
                    _ ("Not linked: no common frame of reference"));
  else if (link == MADO_LINK_OUTSIDE)
    /* Translators: on the trust line: linked viewports show a place beyond this series */
    mado_trust_add (parts, NULL, "%s", _ ("Beyond this series"));
}

static bool
is_loading (const Facts *facts)
{
  return facts->n_loaded >= 0 && facts->n_loaded + facts->n_failed < facts->n_frames;
}

static void
add_loading (GPtrArray *parts, const MadoOverlayInput *input, const Facts *facts)
{
  if (input->is_draft)
    /* Translators: on the trust line: a coarse picture for the moment */
    mado_trust_add (parts, NULL, "%s", _ ("Preview"));
  if (is_loading (facts))
    mado_trust_add (parts, _ ("Loading"), _ ("Loading %d/%d"), facts->n_loaded,
                    facts->n_frames);
}

static void
add_pixels (GPtrArray *parts, const MadoOverlayInput *input, const Facts *facts)
{
  if (facts->trust->is_lossy) {
    g_autofree char *lossy =
        mado_overlay_dup_lossy (facts->trust->lossy_ratio, facts->trust->lossy_method);

    mado_trust_add (parts, _ ("Lossy compression"), *lossy != '\0' ? "%s %s" : "%s",
                    _ ("Lossy compression"), lossy);
  }
  if (facts->is_uncalibrated)
    mado_trust_add (parts, NULL, "%s", _ ("Uncalibrated"));
  if (facts->is_detector_spacing)
    mado_trust_add (parts, NULL, "%s", _ ("mm at the detector"));
  if (input->is_beyond_graphics)
    /* Translators: on the trust line: not by the graphics card, whose limit the volume
     * exceeds */
    mado_trust_add (parts, NULL, "%s", _ ("Drawn by the processor"));
}

GPtrArray *
mado_trust_make_parts (const MadoOverlayInput *input)
{
  const MadoGeometry *geometry = mado_display_set_get_geometry (input->set);
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
  Facts facts;

  get_facts (input, &facts);
  if (input->is_mpr)
    mado_trust_add_refusal (parts, geometry);
  add_link (parts, input->link);
  if (facts.n_failed > 0)
    /* Translators: on the trust line: how many images of the series are damaged */
    mado_trust_add (parts, _ ("Unreadable images"), _ ("Unreadable %d/%d"),
                    facts.n_failed, facts.n_frames);
  mado_trust_add_missing (parts, geometry);
  add_loading (parts, input, &facts);
  mado_trust_add_geometry (parts, input);
  add_pixels (parts, input, &facts);
  return parts;
}

/* What is said where nothing is wrong. */
static char *
dup_all_well (const MadoOverlayInput *input)
{
  if (input->n_loaded < 0)
    return g_strdup (_ ("Lossless"));
  return g_strconcat (_ ("Lossless"), _ (" · "), _ ("all images loaded"), NULL);
}

/* The first @n of @parts; how many are left out. */
static char *
join (GPtrArray *parts, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    const MadoTrustPart *part = g_ptr_array_index (parts, i);

    if (i > 0)
      /* Translators: between the parts of the trust line */
      g_string_append (text, _ (" · "));
    g_string_append (text, part->text);
  }
  if (n < parts->len)
    /* Translators: how many more there are in the details, as "+2" */
    g_string_append_printf (text, _ (" +%u"), parts->len - n);
  return g_string_free (text, FALSE);
}

char *
mado_trust_dup_fitting (const MadoOverlayInput *input,
                        bool *is_warning,
                        bool (*fits) (const char *text, gpointer user_data),
                        gpointer user_data)
{
  g_autoptr (GPtrArray) parts = mado_trust_make_parts (input);

  *is_warning = parts->len > 0;
  if (parts->len == 0)
    return dup_all_well (input);
  for (guint n = parts->len; n > 0; n--) {
    g_autofree char *line = join (parts, n);

    if (fits (line, user_data))
      return g_steal_pointer (&line);
  }

  const MadoTrustPart *first = g_ptr_array_index (parts, 0);
  const char *brief = first->brief != NULL ? first->brief : first->text;
  g_autoptr (GString) line = g_string_new (brief);

  if (parts->len > 1)
    g_string_append_printf (line, _ (" +%u"), parts->len - 1);
  return g_strdup (fits (line->str, user_data) ? line->str : brief);
}

char *
mado_overlay_dup_trust_line (const MadoOverlayInput *input, bool *is_warning)
{
  g_autoptr (GPtrArray) parts = mado_trust_make_parts (input);

  *is_warning = parts->len > 0;
  return parts->len > 0 ? join (parts, parts->len) : dup_all_well (input);
}

void
mado_trust_append_line (GString *text, const char *format, ...)
{
  va_list args;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

static void
append_spacing (GString *text, const Facts *facts)
{
  if (facts->is_uncalibrated)
    mado_trust_append_line (
        text, "%s",
        _ ("The file does not say how large a pixel is: lengths are in pixels, "
           "not in millimetres."));
  else if (facts->is_detector_spacing)
    mado_trust_append_line (
        text, "%s",
        _ ("Millimetres are measured at the detector: the projection enlarges "
           "the body, so lengths in the body are shorter."));
  else if (facts->is_us_region)
    mado_trust_append_line (
        text, "%s",
        _ ("Millimetres hold inside the calibrated region of the ultrasound "
           "image only."));
  else
    mado_trust_append_line (text, "%s",
                            _ ("The file gives the pixel size in millimetres."));
}

static void
append_link (GString *text, const MadoOverlayInput *input)
{
  if (input->link == MADO_LINK_POSITION)
    mado_trust_append_line (text, "%s",
                            _ ("Linked to the other viewports by position."));
  else if (input->link == MADO_LINK_MANUAL)
    mado_trust_append_line (
        text, "%s",
        _ ("Linked by hand: the offset between the images was set by the "
           "reader, not taken from the files."));
  else if (input->link == MADO_LINK_NO_FRAME)
    mado_trust_append_line (
        text, "%s",
        _ ("Not linked: the series have different frames of reference, so "
           "their positions cannot be compared. Link them by hand where "
           "the images show the same place."));
  else if (input->link == MADO_LINK_TURNED)
    mado_trust_append_line (
        text, "%s",
        _ ("Not linked: the images are turned by more than 10° against each "
           "other."));
  if (input->is_beyond_graphics)
    mado_trust_append_line (
        text, "%s",
        _ ("The volume is larger than the graphics can hold: the processor "
           "draws it, as exactly, but slower."));
}

char *
mado_overlay_dup_trust_details (const MadoOverlayInput *input)
{
  GString *text = g_string_new (NULL);
  Facts facts;

  get_facts (input, &facts);
  if (facts.trust->is_lossy) {
    g_autofree char *lossy =
        mado_overlay_dup_lossy (facts.trust->lossy_ratio, facts.trust->lossy_method);

    mado_trust_append_line (
        text, "%s",
        _ ("Lossy compression was applied to these images: fine detail may be "
           "lost or altered."));
    if (*lossy != '\0')
      mado_trust_append_line (text, _ ("Ratio and method: %s"), lossy);
  } else {
    mado_trust_append_line (
        text, "%s",
        _ ("The files report no lossy compression: pixel values are as they "
           "were stored."));
  }
  if (facts.n_loaded >= facts.n_frames)
    mado_trust_append_line (text,
                            dngettext (GETTEXT_PACKAGE, "The image is loaded.",
                                       "All %d images are loaded.", facts.n_frames),
                            facts.n_frames);
  else if (facts.n_loaded >= 0 && facts.n_loaded + facts.n_failed < facts.n_frames)
    mado_trust_append_line (
        text, _ ("%d of %d images are loaded; the others are still being read."),
        facts.n_loaded, facts.n_frames);
  if (facts.n_failed > 0)
    mado_trust_append_line (
        text, _ ("%d of %d images cannot be read: each says why in its place."),
        facts.n_failed, facts.n_frames);
  append_spacing (text, &facts);
  mado_trust_append_geometry (text, input);
  append_link (text, input);
  return g_string_free (text, FALSE);
}
