/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-scan.h"

G_BEGIN_DECLS

/**
 * MadoOpened:
 * @scan: owned
 * @paths: owned; what the reader asked for
 *
 * The result of one opening.  Shared by the tabs it makes; reference counted, main
 * thread only.
 */
typedef struct {
  MadoScan *scan;
  char **paths;
  gboolean is_demo;
} MadoOpened;

MadoOpened *mado_opened_ref (MadoOpened *self);
void mado_opened_unref (MadoOpened *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoOpened, mado_opened_unref)

/**
 * MadoOpener:
 *
 * Opens folders and files one after the other in the background.  Belongs to the
 * application, so that it outlives a window that is rebuilt in another language.
 *
 * Signals: "changed" (begun, progress, done); "opened" (MadoOpened *opened);
 * "failed" (GError *error), not for a cancelled one
 */
#define MADO_TYPE_OPENER (mado_opener_get_type ())
G_DECLARE_FINAL_TYPE (MadoOpener, mado_opener, MADO, OPENER, GObject)

MadoOpener *mado_opener_new (void) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  MADO_OPENER_IDLE = 1,
  MADO_OPENER_MAKING_DEMO,
  MADO_OPENER_SCANNING,
} MadoOpenerPhase;

/**
 * MadoOpenerProgress:
 * @fraction: 0 to 1, or -1 while it is not known how much there is
 * @done: files looked at
 * @found: files found
 */
typedef struct {
  MadoOpenerPhase phase;
  double fraction;
  guint done;
  guint found;
} MadoOpenerProgress;

const MadoOpenerProgress *mado_opener_get_progress (MadoOpener *self);

void mado_opener_open (MadoOpener *self, const char *const *paths);
void mado_opener_open_demo (MadoOpener *self);
void mado_opener_cancel (MadoOpener *self); /* all that is waiting, too */

G_END_DECLS
