/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-plane-view.h"

G_BEGIN_DECLS

/**
 * MadoCliResampleOptions:
 *
 * What `mado-cli resample` was told; strings owned, %NULL when not given.
 */
typedef struct {
  char *out; /* (type filename) */
  char *series;
  char *plane;
  char *grid;
  char *spacing;
  char *center;
  char *normal;
  char *up;
  char *interpolation;
} MadoCliResampleOptions;

void mado_cli_resample_options_clear (MadoCliResampleOptions *self);

/* (nullable): what is wrong with @options, for whoever typed them, translated. */
char *mado_cli_check_resample_options (const MadoCliResampleOptions *options)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * MadoCliGrid:
 * @n: points along each axis
 * @origin: the first point, mm
 * @step: from point to point along each axis, mm; the first two are at right angles
 * @is_own: its points are the voxels of the volume
 *
 * Where values are wanted.  The axes are columns, rows and slices.
 */
typedef struct {
  int n[3];
  MadoVector origin;
  MadoVector step[3];
  bool is_own;
} MadoCliGrid;

/**
 * mado_cli_grid_init:
 * @note: (out) (nullable): what is not as the reader of the file may think, English
 *
 * The grid that @options ask for; the series' own when they ask for none.
 *
 * Returns: false when it would have too many points
 */
bool mado_cli_grid_init (MadoCliGrid *self,
                         const MadoGeometry *geometry,
                         const MadoCliResampleOptions *options,
                         char **note,
                         GError **error);

MadoVector mado_cli_grid_get_point (const MadoCliGrid *self, int i, int j, int k);

/* Slice @k: @values has n[0] × n[1] modality values; NaN where nothing is known. */
void mado_cli_grid_sample (const MadoCliGrid *self,
                           const MadoVolume *volume,
                           MadoInterpolation interpolation,
                           int k,
                           float *values);

/**
 * mado_cli_save_volume:
 * @path: (type filename): ending in .npy or .nii
 *
 * Samples @volume on @grid and writes it, slice by slice, to a temporary file that
 * takes the name when it is complete.
 */
bool mado_cli_save_volume (const MadoCliGrid *grid,
                           const MadoVolume *volume,
                           MadoInterpolation interpolation,
                           const char *path,
                           GError **error);

/* The first bytes of a file: all before the values, float32. */
void mado_cli_append_nii_header (GByteArray *bytes, const MadoCliGrid *grid);
void mado_cli_append_npy_header (GByteArray *bytes, const int *shape, int n_axes);

G_END_DECLS
