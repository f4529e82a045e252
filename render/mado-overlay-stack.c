/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-overlay.h"

#include <libintl.h>
#include <string.h>

/* See mado-overlay-lines.c: not gi18n, the language can be changed later. */
#define _(text)  dgettext (GETTEXT_PACKAGE, text)
#define N_(text) text

/* The words of study/: what they mean to a reader.  The rest ("b", "TE", sizes) are
 * data and stay as they are. */
static const struct {
  const char *key;
  const char *text;
} words[] = {
    {"acq", N_ ("Acquisition")},
    {"axial", N_ ("Axial")},
    {"coronal", N_ ("Coronal")},
    {"diffusion", N_ ("Diffusion")},
    {"dir", N_ ("Direction")},
    {"echo", N_ ("Echo")},
    {"fa", "FA"},
    {"image", N_ ("Image")},
    {"kernel", N_ ("Kernel")},
    {"kvp", "kV"},
    {"oblique", N_ ("Oblique")},
    {"part", N_ ("Component")},
    {"phase", N_ ("Phase")},
    {"repetition", N_ ("Repetition")},
    {"sagittal", N_ ("Sagittal")},
    {"segment", N_ ("Segment")},
    {"stack", N_ ("Stack")},
    {"t", N_ ("Time point")},
    {"te", "TE"},
    {"ti", "TI"},
    {"time", N_ ("Time")},
    {"type", N_ ("Type")},
};

static void
append_word (GString *text, const char *word, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].key) == length && strncmp (words[i].key, word, length) == 0) {
      g_string_append (text, _ (words[i].text));
      return;
    }
  g_string_append_len (text, word, length);
}

char *
mado_overlay_dup_stack_label (MadoDisplaySet *set)
{
  const char *label = mado_display_set_get_stack_label (set);
  g_autoptr (GString) text = NULL;

  if (label == NULL)
    return NULL;

  g_auto (GStrv) parts = g_strsplit (label, ", ", -1);

  text = g_string_new (NULL);
  for (char **part = parts; *part != NULL; part++) {
    gsize length = strcspn (*part, "=");

    if (text->len > 0)
      g_string_append (text, ", ");
    append_word (text, *part, length);
    if ((*part)[length] == '=')
      g_string_append_printf (text, " %s", *part + length + 1);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
