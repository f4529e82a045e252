#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What holds for each file: its licence, its length, a README per folder.
. "$(dirname "$0")/tap.sh"

{
  c_sources
  find $folders data tests -name '*.css' -o -name '*.frag' -o -name '*.vert' \
    -o -name '*.glsl' -o -name '*.ui' -o -name '*.sh' -o -name '*.py'
  find tools -type f ! -name '*.md'
  echo .ci/run
} | while read -r file; do
  # The second line, where the first is #! or <?xml …?>.
  head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
    echo "$file: no SPDX-License-Identifier in its first lines"
done | report 'every source names its licence'

c_sources | while read -r file; do
  lines=$(wc -l <"$file")
  [ "$lines" -le 800 ] || echo "$file has $lines lines: split it by what it does (800)"
done | report 'no file is longer than 800 lines'

for folder in $folders data po tests tools docs; do
  [ -f "$folder/README.md" ] || echo "$folder/README.md is missing"
done | report 'every folder says what it is'

c_sources | xargs grep -nE '(TODO|FIXME|XXX)($|[^(#])' | grep -v 'XXXXXX' |
  report 'what is left to do names its issue'

finish
