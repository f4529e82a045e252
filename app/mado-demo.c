/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-demo.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "mado-phantom.h"

#define PROGRESS_INTERVAL_US (50 * 1000)

typedef struct {
  char *folder;
  MadoDemoProgress progress;
  gpointer progress_data;
  GMainContext *context;
  GCancellable *cancellable;
  gint64 last_report;
} DemoJob;

typedef struct {
  MadoDemoProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  double fraction;
} DemoReport;

static void
demo_job_free (DemoJob *job)
{
  g_free (job->folder);
  g_main_context_unref (job->context);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static void
demo_report_free (DemoReport *report)
{
  g_clear_object (&report->cancellable);
  g_free (report);
}

static gboolean
report_cb (gpointer data)
{
  DemoReport *report = data;

  if (!g_cancellable_is_cancelled (report->cancellable))
    report->progress (report->fraction, report->progress_data);
  return G_SOURCE_REMOVE;
}

/* On the worker. */
static void
progress_cb (double fraction, gpointer data)
{
  DemoJob *job = data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GSource) source = NULL;
  DemoReport *report;

  if (now - job->last_report < PROGRESS_INTERVAL_US)
    return;
  job->last_report = now;
  report = g_new0 (DemoReport, 1);
  report->progress = job->progress;
  report->progress_data = job->progress_data;
  g_set_object (&report->cancellable, job->cancellable);
  report->fraction = fraction;
  source = g_idle_source_new ();
  g_source_set_callback (source, report_cb, report, (GDestroyNotify) demo_report_free);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_attach (source, job->context);
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children =
      g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (children != NULL &&
         g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

/* What a program that was ended while it made the study has left: FOLDER.PID. */
static void
remove_stale (const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *name = g_path_get_basename (folder);
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (parent, entry, NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    guint64 pid;

    if (g_str_has_prefix (entry, name) && entry[strlen (name)] == '.' &&
        g_ascii_string_to_unsigned (entry + strlen (name) + 1, 10, 1, G_MAXINT, &pid,
                                    NULL) &&
        kill ((pid_t) pid, 0) != 0 && errno == ESRCH)
      remove_tree (file);
  }
}

static void
demo_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DemoJob *job = data;
  const MadoPhantomOptions options = {.kind = "chest-ct", .seed = 1};
  /* A name of our own, so that two programs do not write into one folder, and a
   * half-written study is never taken for a whole one. */
  g_autofree char *part = g_strdup_printf ("%s.%d", job->folder, (int) getpid ());
  g_autoptr (GFile) part_file = g_file_new_for_path (part);
  GError *error = NULL;

  remove_stale (job->folder);
  remove_tree (part_file);
  if (g_mkdir_with_parents (part, 0700) != 0)
    g_set_error (&error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 "The demo folder could not be made: %s", g_strerror (errno));
  else if (mado_phantom_write (&options, part, progress_cb, job, cancellable, &error) &&
           g_rename (part, job->folder) != 0 &&
           !g_file_test (job->folder, G_FILE_TEST_IS_DIR))
    g_set_error (&error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 "The demo folder could not be named: %s", g_strerror (errno));
  if (g_file_test (part, G_FILE_TEST_IS_DIR))
    remove_tree (part_file);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (job->folder), g_free);
}

void
mado_demo_make_async (MadoDemoProgress progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  DemoJob *job = g_new0 (DemoJob, 1);

  g_task_set_source_tag (task, mado_demo_make_async);
  job->folder =
      g_build_filename (g_get_user_cache_dir (), "mado", "demo", MADO_VERSION, NULL);
  job->progress = progress;
  job->progress_data = progress_data;
  job->context = g_main_context_ref_thread_default ();
  g_set_object (&job->cancellable, cancellable);
  g_task_set_task_data (task, job, (GDestroyNotify) demo_job_free);
  if (g_file_test (job->folder, G_FILE_TEST_IS_DIR))
    g_task_return_pointer (task, g_strdup (job->folder), g_free);
  else
    g_task_run_in_thread (task, demo_worker);
}

char *
mado_demo_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
