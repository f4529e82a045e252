/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: bench-codec FOLDER THREADS
 *
 * The codec's own time for a series: the coded frames are in memory already, the
 * decoded ones are dropped.  What loading the series costs beside it is ours. */
#include <stdlib.h>

#include "bench-common.h"
#include "mado-codec.h"
#include "mado-dicom-file.h"
#include "mado-pixel-source.h"

typedef struct {
  const char *transfer_syntax;
  const MadoPixelFormat *format;
  GBytes *coded;
} Job;

static int failures;

static void
decode_worker (gpointer data, gpointer user_data)
{
  const Job *job = data;
  g_autoptr (MadoFrame) frame =
      mado_codec_decode (job->transfer_syntax, job->format, job->coded, NULL);

  if (frame == NULL)
    g_atomic_int_inc (&failures);
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) jobs = g_array_new (FALSE, FALSE, sizeof (Job));
  g_autoptr (GDir) folder = argc > 2 ? g_dir_open (argv[1], 0, NULL) : NULL;

  if (folder == NULL)
    return 2;

  for (const char *name; (name = g_dir_read_name (folder)) != NULL;) {
    g_autofree char *path = g_build_filename (argv[1], name, NULL);
    g_autoptr (MadoDicomFile) file = mado_dicom_file_open (path, NULL);
    /* Kept until exit: the format belongs to it. */
    MadoPixelSource *source =
        file != NULL ? mado_dicom_file_dup_pixel_source (file, NULL) : NULL;

    if (source == NULL)
      continue;
    Job job = {mado_pixel_source_get_transfer_syntax (source),
               mado_pixel_source_get_format (source),
               mado_pixel_source_read_frame (source, 0, NULL, NULL)};
    g_array_append_val (jobs, job);
  }

  double start = bench_now ();
  GThreadPool *pool =
      g_thread_pool_new (decode_worker, NULL, atoi (argv[2]), TRUE, NULL);

  for (guint i = 0; i < jobs->len; i++)
    g_thread_pool_push (pool, &g_array_index (jobs, Job, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  bench_print ("decode", bench_now () - start);
  bench_print ("frames", (int) jobs->len - failures);
  return failures > 0;
}
