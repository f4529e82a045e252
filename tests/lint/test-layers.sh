#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Includes go one way: app -> widgets -> render -> study -> dicom, phantom -> dicom.
. "$(dirname "$0")/tap.sh"

below ()
{
  case $1 in
    app) echo 'app widgets render study phantom dicom' ;;
    widgets) echo 'widgets render study dicom' ;;
    render) echo 'render study dicom' ;;
    study) echo 'study dicom' ;;
    phantom) echo 'phantom dicom' ;;
    dicom) echo 'dicom' ;;
  esac
}

# FILE<tab>HEADER for each include in a folder.
includes ()
{
  grep -rEo --include='*.[ch]' --include='*.cc' \
    '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"][^>"]*[>"]' "$1" |
    sed -E 's/:[^<"]*[<"]([^>"]*)[>"]/\t\1/'
}

for folder in $folders; do
  allowed=$(below "$folder")
  includes "$folder" | while IFS='	' read -r file header; do
    name=${header##*/}
    case $name in
      mado-*) ;;
      *) continue ;;
    esac
    for home in $folders; do
      [ -f "$home/$name" ] || continue
      case " $allowed " in
        *" $home "*) ;;
        *) echo "$file includes $name of $home/" ;;
      esac
      case $name in
        *-private.h) [ "$home" = "$folder" ] || echo "$file includes private $name" ;;
      esac
    done
  done | report "$folder includes only its own and lower folders"
done

# /usr/include holds them for everybody, so meson cannot fence these.
outside ()
{
  grep -rnE --include='*.[ch]' --include='*.cc' \
    "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$1" $folders tests |
    grep -vE "^($2)" || :
}

outside 'dcmtk/' 'dicom/[^/]*\.cc:|dicom/[^/]*-private\.hh?:|tests/bench/' |
  report 'DCMTK is seen in dicom/*.cc only'
outside 'epoxy/' 'render/|tests/gl/|tests/bench/' | report 'epoxy is seen in render/ only'
outside '(gtk|gdk|adwaita|gsk)' 'widgets/|app/|tests/(ui|unit|bench)/' |
  report 'GTK is seen in widgets/ and app/ only'
outside '(cairo|pango)' 'render/|widgets/|app/|tests/' |
  report 'cairo and Pango are seen from render/ upwards only'
outside '(openjpeg|openjph|ojph)' 'dicom/|tests/bench/' |
  report 'OpenJPEG and OpenJPH are seen in dicom/ only'
find app widgets render study phantom -name '*.cc' -o -name '*.cpp' |
  report 'C++ is in dicom/ only'

finish
