# SPDX-License-Identifier: GPL-3.0-or-later
#
# Counts the test cases in meson's testlog.junit.xml.  A TAP test is a <testsuite>
# with a <testcase> for each line of it; any other test is one <testcase>.
# Prints the cases that failed and a line "total PASSED FAILED SKIPPED".
BEGIN { RS = "<" }

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
  if (state == "failed")
    print label ": failed: " suite " " name
}
END {
  printf "%s: %d passed, %d failed, %d skipped\n", label, n["passed"], n["failed"],
    n["skipped"]
  printf "total %d %d %d\n", n["passed"], n["failed"], n["skipped"]
}
