/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-render-pool-private.h"
#include "mado-reslice-plan-private.h"
#include "mado-reslice.h"

/* Rows a thread takes at a time. */
#define CHUNK 16

typedef struct {
  const MadoReslicePlan *plan;
  float *values;
} Job;

static void
sample_rows (int begin, int end, gpointer user_data)
{
  const Job *job = user_data;
  const MadoReslicePlan *plan = job->plan;

  for (int y = begin; y < end; y++) {
    float *row = job->values + (gsize) y * plan->width;

    for (int x = 0; x < plan->width; x++)
      row[x] = (float) mado_reslice_plan_get_value (plan, x + 0.5, y + 0.5);
  }
}

void
mado_reslice_cpu (const MadoVolume *volume, const MadoPlaneView *view, float *values)
{
  g_auto (MadoReslicePlan) plan = {0};

  mado_reslice_plan_init (&plan, volume, view);

  Job job = {&plan, values};

  mado_render_pool_run (plan.height, CHUNK, sample_rows, &job);
}
