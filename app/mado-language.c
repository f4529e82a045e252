/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-language.h"

#include <libintl.h>
#include <locale.h>

/* Bumped so that gettext looks its catalogue up again (gettext manual, "Being a
 * gettext grok": the only way to change the language of a running program). */
extern int _nl_msg_cat_cntr;

static char *system_language; /* LANGUAGE as we found it; nullable */
static const char *effective = "en";

/* gettext ignores LANGUAGE in the C locale.  C.UTF-8 is always there. */
static void
ensure_real_locale (void)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);

  if (locale == NULL || g_str_equal (locale, "C") || g_str_equal (locale, "POSIX"))
    setlocale (LC_MESSAGES, "C.UTF-8");
  locale = setlocale (LC_CTYPE, NULL);
  if (locale == NULL || g_str_equal (locale, "C") || g_str_equal (locale, "POSIX"))
    setlocale (LC_CTYPE, "C.UTF-8");
}

void
mado_language_init (void)
{
  const char *dir = g_getenv ("MADO_LOCALEDIR");

  system_language = g_strdup (g_getenv ("LANGUAGE"));
  /* g_dgettext(), which widgets and .ui files use, decides at its first call whether
   * this program is translated at all, and keeps to it: it says yes in locale C, but
   * no in C.UTF-8 while the language is English. */
  setlocale (LC_MESSAGES, "C");
  (void) g_dgettext ("mado", "Mado");
  if (setlocale (LC_ALL, "") == NULL)
    setlocale (LC_ALL, "C.UTF-8");
  /* Numbers are typed and shown the same way in every language, as in DICOM. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain ("mado", dir != NULL ? dir : MADO_LOCALEDIR);
  bind_textdomain_codeset ("mado", "UTF-8");
  textdomain ("mado");
  /* Kanji in Japanese glyphs, whatever the language of the program. */
  g_setenv ("PANGO_LANGUAGE", "en:ja", FALSE);
}

static const char *
find_system_language (void)
{
  const char *const *names = g_get_language_names_with_category ("LC_MESSAGES");

  for (int i = 0; names[i] != NULL; i++) {
    if (g_str_has_prefix (names[i], "ja"))
      return "ja";
    if (g_str_has_prefix (names[i], "en") || g_str_equal (names[i], "C"))
      return "en";
  }
  return "en";
}

void
mado_language_apply (const char *language)
{
  gboolean is_system = g_str_equal (language, "system");

  if (!is_system)
    g_setenv ("LANGUAGE", language, TRUE);
  else if (system_language != NULL)
    g_setenv ("LANGUAGE", system_language, TRUE);
  else
    g_unsetenv ("LANGUAGE");
  setlocale (LC_MESSAGES, "");
  if (is_system)
    effective = find_system_language ();
  else
    effective = g_str_equal (language, "ja") ? "ja" : "en";
  ensure_real_locale ();
  _nl_msg_cat_cntr++;
}

const char *
mado_language_get_effective (void)
{
  return effective;
}
