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

static void G_GNUC_PRINTF (2, 3) append (GString *text, const char *format, ...)
{
  va_list args;

  if (text->len > 0)
    /* Translators: between the parts of the trust line */
    g_string_append (text, _ (" · "));
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

char *
mado_overlay_dup_trust_line (const MadoOverlayInput *input, bool *is_warning)
{
  GString *text = g_string_new (NULL);
  Facts facts;

  get_facts (input, &facts);

  const bool is_loading =
      facts.n_loaded >= 0 && facts.n_loaded + facts.n_failed < facts.n_frames;

  if (facts.trust->is_lossy) {
    g_autofree char *lossy =
        mado_overlay_dup_lossy (facts.trust->lossy_ratio, facts.trust->lossy_method);

    append (text, *lossy != '\0' ? "%s %s" : "%s", _ ("Lossy compression"), lossy);
  }
  if (is_loading)
    append (text, _ ("Loading %d/%d"), facts.n_loaded, facts.n_frames);
  if (facts.n_failed > 0)
    /* Translators: on the trust line: how many images of the series are damaged */
    append (text, _ ("Unreadable %d/%d"), facts.n_failed, facts.n_frames);
  if (facts.is_uncalibrated)
    append (text, "%s", _ ("Uncalibrated"));
  if (facts.is_detector_spacing)
    append (text, "%s", _ ("mm at the detector"));

  *is_warning = text->len > 0;
  if (!facts.trust->is_lossy && !*is_warning)
    append (text, "%s", _ ("Lossless"));
  if (!is_loading && facts.n_loaded >= 0 && !*is_warning)
    append (text, "%s", _ ("all images loaded"));
  return g_string_free (text, FALSE);
}

static void G_GNUC_PRINTF (2, 3) append_line (GString *text, const char *format, ...)
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
    append_line (
        text, "%s",
        _ ("The file does not say how large a pixel is: lengths are in pixels, "
           "not in millimetres."));
  else if (facts->is_detector_spacing)
    append_line (text, "%s",
                 _ ("Millimetres are measured at the detector: the projection enlarges "
                    "the body, so lengths in the body are shorter."));
  else if (facts->is_us_region)
    append_line (text, "%s",
                 _ ("Millimetres hold inside the calibrated region of the ultrasound "
                    "image only."));
  else
    append_line (text, "%s", _ ("The file gives the pixel size in millimetres."));
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

    append_line (text, "%s",
                 _ ("Lossy compression was applied to these images: fine detail may be "
                    "lost or altered."));
    if (*lossy != '\0')
      append_line (text, _ ("Ratio and method: %s"), lossy);
  } else {
    append_line (text, "%s",
                 _ ("The files report no lossy compression: pixel values are as they "
                    "were stored."));
  }
  if (facts.n_loaded >= facts.n_frames)
    append_line (text,
                 dngettext (GETTEXT_PACKAGE, "The image is loaded.",
                            "All %d images are loaded.", facts.n_frames),
                 facts.n_frames);
  else if (facts.n_loaded >= 0 && facts.n_loaded + facts.n_failed < facts.n_frames)
    append_line (text,
                 _ ("%d of %d images are loaded; the others are still being read."),
                 facts.n_loaded, facts.n_frames);
  if (facts.n_failed > 0)
    append_line (text,
                 _ ("%d of %d images cannot be read: each says why in its place."),
                 facts.n_failed, facts.n_frames);
  append_spacing (text, &facts);
  return g_string_free (text, FALSE);
}
