#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# po/POTFILES.in lists exactly the files that have text to translate, and only the
# layers that talk to people have any.
. "$(dirname "$0")/tap.sh"

grep -v -e '^#' -e '^[[:space:]]*$' po/POTFILES.in | sort >"$scratch/listed"
{
  grep -rlE --include='*.[ch]' '(^|[^A-Za-z0-9_])(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2) \(' \
    $folders || :
  grep -rlE --include='*.ui' 'translatable="(yes|true)"' $folders data || :
  find data -name '*.desktop.in*' -o -name '*.metainfo.xml.in*'
} | sort -u >"$scratch/used"

comm -13 "$scratch/listed" "$scratch/used" | report 'all files with text are listed'
while read -r file; do
  [ -f "$file" ] || echo "$file does not exist"
done <"$scratch/listed" | report 'all listed files exist'
grep -E '\.(c|h|ui)$' "$scratch/listed" | comm -23 - "$scratch/used" |
  report 'all listed sources have text'
uniq -d "$scratch/listed" | report 'no file is listed twice'
grep -E '^(dicom|study|phantom|render)/' "$scratch/used" | grep -v '^render/mado-overlay' |
  report 'only app/, widgets/ and the overlay translate'

finish
