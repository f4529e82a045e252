/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-study.h"

G_BEGIN_DECLS

/* Why a file that was seen is not in the tree. */
typedef enum {
  MADO_PROBLEM_DUPLICATE = 1, /* its SOP Instance UID was already read */
  MADO_PROBLEM_NOT_DICOM,
  MADO_PROBLEM_BROKEN, /* DICOM that cannot be read, or an unreadable file */
} MadoProblemKind;

typedef struct {
  MadoProblemKind kind;
  char *path;
  char *reason; /* English, from the GError: for Details and for the command line */
} MadoProblem;

/**
 * MadoScan:
 * @seen: files found on disk = @read + @duplicates + @not_dicom + @broken
 * @read: files in @patients
 * @problems: (element-type MadoProblem): one for each file that is not, by path
 * @unreadable_folders: (element-type utf8): folders that could not be listed
 * @patients: list of #MadoPatient
 *
 * The result of a scan.  Nothing is dropped silently.  DICOMDIR files count as
 * read; they are not in the tree.
 */
typedef struct {
  guint seen;
  guint read;
  guint duplicates;
  guint not_dicom;
  guint broken;
  GPtrArray *problems;
  GPtrArray *unreadable_folders;
  GListModel *patients;
} MadoScan;

void mado_scan_free (MadoScan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoScan, mado_scan_free)

/**
 * MadoScanProgress:
 * @done: files looked at so far
 * @found: files found so far
 * @finished_listing: whether @found is final
 *
 * Called on the thread of mado_scan_run(), at most every 50 ms.
 */
typedef void (*MadoScanProgress) (guint done,
                                  guint found,
                                  bool finished_listing,
                                  gpointer user_data);

/**
 * mado_scan_run:
 * @paths: (array zero-terminated=1): files and folders; folders are walked whole,
 *   links are not followed in a circle
 * @progress: (nullable)
 *
 * Reads the headers of all files below @paths on worker threads.  Blocks.
 *
 * Returns: (transfer full): the result, or %NULL with %G_IO_ERROR_CANCELLED, or
 *   %G_IO_ERROR_NOT_FOUND when one of @paths does not exist
 */
MadoScan *mado_scan_run (const char *const *paths,
                         MadoScanProgress progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same on a worker; @progress is then called on the caller's main context. */
void mado_scan_run_async (const char *const *paths,
                          MadoScanProgress progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
MadoScan *mado_scan_run_finish (GAsyncResult *result,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
