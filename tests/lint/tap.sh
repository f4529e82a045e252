# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# What the lint tests share: they run from the top of the sources and print TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C.UTF-8

folders='app widgets render study dicom phantom'
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Files, not variables: report () is at the end of pipes, so in a shell of its own.
: >"$scratch/cases"
: >"$scratch/failed"

next_case ()
{
  echo >>"$scratch/cases"
  tap_n=$(wc -l <"$scratch/cases")
}

# report NAME: the test case passes when standard input, its problems, is empty.
report ()
{
  next_case
  cat >"$scratch/problems"
  if [ -s "$scratch/problems" ]; then
    echo "$1" >>"$scratch/failed"
    echo "not ok $tap_n - $1"
    sed 's/^/# /' "$scratch/problems"
  else
    echo "ok $tap_n - $1"
  fi
}

# skip NAME WHY
skip ()
{
  next_case
  echo "ok $tap_n - $1 # SKIP $2"
}

finish ()
{
  echo "1..$(wc -l <"$scratch/cases")"
  [ ! -s "$scratch/failed" ]
  exit
}

# Sources of ours, one per line.  Without git, for the tests also run in an archive.
c_sources ()
{
  # shellcheck disable=SC2086 # a list of words
  find $folders tests -name '*.c' -o -name '*.h' -o -name '*.cc' | sort
}
