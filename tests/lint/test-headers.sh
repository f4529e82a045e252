#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every header compiles alone, as C and as C++, with no more on the include path than
# its folder may use.
. "$(dirname "$0")/tap.sh"

flags ()
{
  case $1 in
    dicom) echo "-Idicom $(pkg-config --cflags gio-unix-2.0)" ;;
    study) echo "-Istudy -Idicom $(pkg-config --cflags gio-unix-2.0)" ;;
    phantom) echo "-Iphantom -Idicom $(pkg-config --cflags gio-unix-2.0 json-glib-1.0)" ;;
    render)
      echo "-Irender -Istudy -Idicom $(pkg-config --cflags gio-unix-2.0 epoxy pangocairo)"
      ;;
    widgets) echo "-Iwidgets -Irender -Istudy -Idicom $(pkg-config --cflags gtk4 libadwaita-1)" ;;
    app) echo "-Iapp -Iwidgets -Irender -Istudy -Iphantom -Idicom $(pkg-config --cflags gtk4 libadwaita-1 json-glib-1.0)" ;;
  esac
}

# compile HEADER COMPILER-WITH-OPTIONS...
compile ()
{
  header=$1
  shift
  "$@" -fsyntax-only -Wall -Wextra -Werror -Wno-unused-parameter \
    -DGETTEXT_PACKAGE='"mado"' -include "$header" /dev/null >"$scratch/out" 2>&1 ||
    { echo "$header:"; head -n 5 "$scratch/out"; }
}

for folder in $folders; do
  flags=$(flags "$folder")
  for header in "$folder"/*.h; do
    [ -f "$header" ] || continue
    # shellcheck disable=SC2086 # a list of words
    compile "$header" cc $flags -std=gnu17 -x c
    # shellcheck disable=SC2086
    compile "$header" c++ $flags -std=gnu++17 -x c++
  done | report "headers of $folder compile alone"
done

finish
