#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every string has a Japanese translation.  The template is made afresh, so that a
# string nobody told the .po file about is found too.
. "$(dirname "$0")/tap.sh"

for program in xgettext msgmerge msgattrib msgfmt; do
  if ! command -v $program >/dev/null; then
    skip 'translations' "$program is not installed"
    finish
  fi
done

# The options are those of meson's "glib" preset.
grep -v '^#' po/POTFILES.in | xgettext --from-code=UTF-8 --add-comments \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
  --keyword=g_dcgettext:2 --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3 \
  --flag=N_:1:pass-c-format --flag=C_:2:pass-c-format --flag=NC_:2:pass-c-format \
  --flag=g_dngettext:2:pass-c-format --flag=g_strdup_printf:1:c-format \
  --flag=g_string_printf:2:c-format --flag=g_string_append_printf:2:c-format \
  --flag=g_error_new:3:c-format --flag=g_set_error:4:c-format \
  --files-from=- --output="$scratch/mado.pot" 2>&1 |
  grep -v 'a fallback ITS rule file' | report 'the template can be made'

# problems MSGATTRIB-OPTION: the msgids that are so, with their place
problems ()
{
  msgattrib "$1" --no-obsolete --no-wrap "$scratch/merged.po" |
    grep -E -e '^#: ' -e '^msgctxt' -e '^msgid "."|^msgid ".+"|^"' |
    grep -vE '^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language|MIME|Content-|Plural)'
}

while read -r language; do
  case $language in '' | '#'*) continue ;; esac
  po=po/$language.po
  msgfmt --check-format --check-domain -o /dev/null "$po" 2>&1 | report "$language is a valid catalogue"
  [ -f "$scratch/mado.pot" ] || continue
  # No fuzzy matching: a similar string is not a translation.
  msgmerge --quiet --no-fuzzy-matching "$po" "$scratch/mado.pot" -o "$scratch/merged.po"
  problems --untranslated | report "$language: every string is translated"
  problems --only-fuzzy | report "$language: no translation is fuzzy"

  # One line per string: msgid<tab>msgstr, plural forms joined.
  msgattrib --translated --no-obsolete --no-wrap "$scratch/merged.po" | awk '
    function text(line) { sub(/^[^"]*"/, "", line); sub(/"$/, "", line); return line }
    function flush() { if (id != "") print id "\t" str; id = str = ""; part = "" }
    /^$/ { flush(); next }
    /^msgid_plural/ { part = "plural"; next }
    /^msgid/ { id = text($0); part = "id"; next }
    /^msgstr/ { str = str text($0); part = "str"; next }
    /^"/ { if (part == "id") id = id text($0); else if (part == "str") str = str text($0) }
    END { flush() }' >"$scratch/pairs"
  # Words of English that stayed English, but for names and units.
  awk -F '\t' -v allowed=tests/lint/same-in-all-languages.txt '
    BEGIN { while ((getline line < allowed) > 0) if (line !~ /^#/) same[line] = 1 }
    {
      plain = $1
      gsub(/%[-0-9.$]*[a-z]+/, "", plain)
      gsub(/\\[nt]/, "", plain)
      if (plain ~ /[A-Za-z][a-z]/ && $2 !~ /[^ -~]/ && !($1 in same))
        print "not translated: " $1 " -> " $2
    }' "$scratch/pairs" | report "$language: no English stays where $language should be"
done <po/LINGUAS

grep -v '^#' po/POTFILES.in | while read -r file; do
  case $file in
    # The name of the program may be said.
    *.c | *.h) grep -nE '(_|N_|C_) \(' "$file" | sed 's/窓//' |
      grep -P '[\p{Hiragana}\p{Katakana}\p{Han}]' | sed "s|^|$file:|" ;;
  esac
done | report 'strings in the sources are English'

finish
