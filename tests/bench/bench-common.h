/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

/* What all programs here print: one "name value" a line; tools/bench compares. */
static inline double
bench_now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static inline void
bench_print (const char *name, double value)
{
  printf ("%s %.9g\n", name, value);
}

/* The most memory this process had at any time, in MB. */
static inline void
bench_print_peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  bench_print ("peak", (double) usage.ru_maxrss / 1000.0);
}
