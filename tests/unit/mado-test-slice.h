/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-dicom-writer.h"
#include "mado-scan.h"

G_BEGIN_DECLS

/**
 * MadoTestSlice:
 * @series: digits; the series UID is made of it
 * @size: columns and rows, px; 8 when 0
 * @number: instance number; not written when 0
 * @orientation: (nullable): six values; axial when %NULL
 * @has_no_plane: writes neither position nor orientation
 *
 * A small single-frame image.  All its stored values are @number.
 */
typedef struct {
  const char *modality;
  const char *series;
  int size;
  int number;
  double position[3];
  const double *orientation;
  bool has_no_plane;
} MadoTestSlice;

/* Fills a writer with @slice; more attributes may be set before it is saved. */
MadoDicomWriter *
mado_test_slice_begin (const MadoTestSlice *slice) G_GNUC_WARN_UNUSED_RESULT;

/* Saves @writer (transfer full) as @folder/@name. */
void
mado_test_slice_end (MadoDicomWriter *writer, const char *folder, const char *name);

/* Scans @folder, which must be all right. */
MadoScan *mado_test_scan (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* All display sets of @scan in the order of the tree (element-type MadoDisplaySet). */
GPtrArray *mado_test_list_sets (const MadoScan *scan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
