/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-opener.h"

#include "mado-demo.h"

struct _MadoOpener {
  GObject parent_instance;
  GQueue waiting; /* char **; NULL for the demo study */
  char **paths;   /* being scanned; nullable */
  gboolean is_demo;
  GCancellable *cancellable; /* of what is going on; nullable */
  MadoOpenerProgress progress;
};

G_DEFINE_FINAL_TYPE (MadoOpener, mado_opener, G_TYPE_OBJECT)

enum { CHANGED, OPENED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void start_next (MadoOpener *self);

static void
clear_opened (gpointer data)
{
  MadoOpened *opened = data;

  mado_scan_free (opened->scan);
  g_strfreev (opened->paths);
}

MadoOpened *
mado_opened_ref (MadoOpened *self)
{
  return g_rc_box_acquire (self);
}

void
mado_opened_unref (MadoOpened *self)
{
  g_rc_box_release_full (self, clear_opened);
}

static void
set_phase (MadoOpener *self, MadoOpenerPhase phase)
{
  self->progress = (MadoOpenerProgress){.phase = phase, .fraction = -1};
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fail (MadoOpener *self, GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
scan_progress_cb (guint done, guint found, bool finished_listing, gpointer data)
{
  MadoOpener *self = data;

  if (self->progress.phase != MADO_OPENER_SCANNING)
    return;
  self->progress.done = done;
  self->progress.found = found;
  if (finished_listing && found > 0)
    self->progress.fraction = MIN (1.0, (double) done / found);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MadoOpener) self = data;
  g_autoptr (GError) error = NULL;
  MadoScan *scan = mado_scan_run_finish (result, &error);
  g_auto (GStrv) paths = g_steal_pointer (&self->paths);

  g_clear_object (&self->cancellable);
  set_phase (self, MADO_OPENER_IDLE);
  if (scan != NULL) {
    g_autoptr (MadoOpened) opened = g_rc_box_new0 (MadoOpened);

    opened->scan = scan;
    opened->paths = g_steal_pointer (&paths);
    opened->is_demo = self->is_demo;
    g_signal_emit (self, signals[OPENED], 0, opened);
  } else {
    fail (self, error);
  }
  start_next (self);
}

static void
start_scan (MadoOpener *self, char **paths, gboolean is_demo)
{
  self->paths = paths;
  self->is_demo = is_demo;
  self->cancellable = g_cancellable_new ();
  set_phase (self, MADO_OPENER_SCANNING);
  mado_scan_run_async ((const char *const *) paths, scan_progress_cb, self,
                       self->cancellable, scanned_cb, g_object_ref (self));
}

static void
demo_progress_cb (double fraction, gpointer data)
{
  MadoOpener *self = data;

  if (self->progress.phase != MADO_OPENER_MAKING_DEMO)
    return;
  self->progress.fraction = fraction;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
demo_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MadoOpener) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = mado_demo_make_finish (result, &error);

  g_clear_object (&self->cancellable);
  if (folder == NULL) {
    set_phase (self, MADO_OPENER_IDLE);
    fail (self, error);
    start_next (self);
    return;
  }
  char **paths = g_new0 (char *, 2);
  paths[0] = g_steal_pointer (&folder);
  start_scan (self, paths, TRUE);
}

static void
start_next (MadoOpener *self)
{
  char **paths;

  if (self->progress.phase != MADO_OPENER_IDLE || g_queue_is_empty (&self->waiting))
    return;
  paths = g_queue_pop_head (&self->waiting);
  if (paths != NULL) {
    start_scan (self, paths, FALSE);
    return;
  }
  self->cancellable = g_cancellable_new ();
  set_phase (self, MADO_OPENER_MAKING_DEMO);
  mado_demo_make_async (demo_progress_cb, self, self->cancellable, demo_made_cb,
                        g_object_ref (self));
}

static void
mado_opener_finalize (GObject *object)
{
  MadoOpener *self = MADO_OPENER (object);

  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_strfreev);
  g_strfreev (self->paths);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (mado_opener_parent_class)->finalize (object);
}

static void
mado_opener_class_init (MadoOpenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_opener_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] =
      g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FAILED] =
      g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mado_opener_init (MadoOpener *self)
{
  g_queue_init (&self->waiting);
  self->progress = (MadoOpenerProgress){.phase = MADO_OPENER_IDLE, .fraction = -1};
}

MadoOpener *
mado_opener_new (void)
{
  return g_object_new (MADO_TYPE_OPENER, NULL);
}

const MadoOpenerProgress *
mado_opener_get_progress (MadoOpener *self)
{
  return &self->progress;
}

void
mado_opener_open (MadoOpener *self, const char *const *paths)
{
  g_return_if_fail (paths != NULL && paths[0] != NULL);
  g_queue_push_tail (&self->waiting, g_strdupv ((char **) paths));
  start_next (self);
}

void
mado_opener_open_demo (MadoOpener *self)
{
  g_queue_push_tail (&self->waiting, NULL);
  start_next (self);
}

void
mado_opener_cancel (MadoOpener *self)
{
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_strfreev);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
