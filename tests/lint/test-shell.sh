#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The scripts are plain POSIX sh.
. "$(dirname "$0")/tap.sh"

find tools -type f ! -name '*.*' >"$scratch/scripts"
find tests -name '*.sh' >>"$scratch/scripts"

while read -r script; do
  sh -n "$script" 2>&1
done <"$scratch/scripts" | report 'scripts parse'

while read -r script; do
  case $script in
    tools/*)
      [ -x "$script" ] || echo "$script is not executable"
      head -n 1 "$script" | grep -qx '#!/bin/sh' || echo "$script does not say #!/bin/sh"
      ;;
  esac
done <"$scratch/scripts" | report 'tools can be started'

if command -v shellcheck >/dev/null; then
  # SC1091: tap.sh is checked by itself.  SC2086: $folders is a list of words.
  xargs shellcheck -s sh -e SC1091,SC2154,SC2086 -f gcc <"$scratch/scripts" |
    report 'shellcheck finds nothing'
else
  skip 'shellcheck finds nothing' 'shellcheck is not installed'
fi

finish
