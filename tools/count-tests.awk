# SPDX-License-Identifier: GPL-3.0-or-later
#
# Counts the test cases in meson's testlog.junit.xml, where a test that prints TAP is
# a <testsuite> with a <testcase> for each line of it.  A program that died said "ok"
# to its last case, so it counts as one failure more: -v printed is what meson printed.
# Prints what failed and a line "total PASSED FAILED SKIPPED".
BEGIN {
  while ((getline line < printed) > 0)
    if (match(line, /^ *[0-9]+\/[0-9]+ .* (FAIL|ERROR|TIMEOUT|INTERRUPT) /)) {
      sub(/^ *[0-9]+\/[0-9]+ /, "", line)
      sub(/ +(FAIL|ERROR|TIMEOUT|INTERRUPT) .*/, "", line)
      bad["mado." line] = 1
    }
  RS = "<"
}

function attribute(name) {
  if (!match($0, " " name "=\"[^\"]*\""))
    return ""
  return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
}

/^testsuite / { suite = attribute("name"); cases = 0 }
/^testcase / { name = attribute("name"); cases++; state = "passed" }
/^failure|^error/ { state = "failed" }
/^skipped/ { state = "skipped" }
/^testcase .*\/>/ || /^\/testcase/ {
  n[state]++
  if (state == "failed") {
    delete bad[suite]
    print label ": failed: " suite " " name
  }
}
END {
  for (suite in bad) {
    n["failed"]++
    print label ": failed: " suite " ended early"
  }
  printf "%s: %d passed, %d failed, %d skipped\n", label, n["passed"], n["failed"],
    n["skipped"]
  printf "total %d %d %d\n", n["passed"], n["failed"], n["skipped"]
}
