#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sources are as clang-format 14 leaves them (other versions differ).
. "$(dirname "$0")/tap.sh"

formatter=$(command -v clang-format-14 || command -v clang-format || :)
case $("${formatter:-false}" --version 2>/dev/null) in
  *' 14.'*)
    for folder in $folders tests; do
      find "$folder" -name '*.[ch]' -o -name '*.cc' | sort >"$scratch/files"
      if [ -s "$scratch/files" ]; then
        xargs "$formatter" --dry-run <"$scratch/files" 2>&1 | grep 'warning:' |
          sed 's/: warning:.*/: run tools\/format/'
      fi | report "$folder is laid out by .clang-format"
    done
    ;;
  *) skip 'layout' 'clang-format 14 is not installed' ;;
esac

finish
