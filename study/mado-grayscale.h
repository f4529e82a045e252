/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "mado-dicom-item.h"
#include "mado-frame.h"

G_BEGIN_DECLS

/* VOI LUT Function (PS3.3 C.11.2.1.2, C.11.2.1.3). */
typedef enum {
  MADO_VOI_LINEAR = 1,
  MADO_VOI_LINEAR_EXACT,
  MADO_VOI_SIGMOID,
} MadoVoiFunction;

/* The values a window is made for. */
typedef enum {
  MADO_WINDOW_SPACE_MODALITY = 1, /* after the modality LUT: CT, PT and most others */
  MADO_WINDOW_SPACE_STORED, /* stored values: MR, XA, XRF (IHE BIR), not enhanced */
} MadoWindowSpace;

/**
 * MadoWindow:
 * @center: in the unit of @space
 * @width: in the unit of @space; ≥ 1 for LINEAR, > 0 for the others
 */
typedef struct {
  double center;
  double width;
  MadoVoiFunction function;
  MadoWindowSpace space;
} MadoWindow;

/**
 * MadoLut:
 * @first: stored value mapped to entry 0
 * @n_entries: up to 65536
 * @bits: 8 to 16, bits of an entry
 * @entries: owned
 * @explanation: (nullable): owned, UTF-8
 *
 * A Modality or VOI LUT (PS3.3 C.11.1.1, C.11.2.1.1): values below the first and
 * above the last entry take the first and last entry.
 */
typedef struct {
  int first;
  int n_entries;
  int bits;
  guint16 *entries;
  char *explanation;
} MadoLut;

/* Red, Green, Blue Palette Color LUT (PS3.3 C.7.6.3.1.5), entries scaled to 8 bits. */
typedef struct {
  int first;
  int n_entries;
  guint8 *rgb; /* owned, n_entries × 3 */
} MadoPalette;

/**
 * MadoGrayscale:
 * @is_inverted: MONOCHROME1 or Presentation LUT Shape INVERSE: high values dark
 * @slope: modality LUT when @modality_lut is %NULL; 1 when absent
 * @intercept: 0 when absent
 * @modality_lut: (nullable): instead of slope and intercept
 * @unit: (nullable): "HU", "Bq/ml", "g/ml", ...; %NULL when the file does not say
 * @windows: (element-type MadoFileWindow): the file's own, maybe empty
 * @voi_luts: (element-type MadoLut): maybe empty
 * @has_padding: whether stored values @padding_low to @padding_high are no image
 * @palette: (nullable): for PALETTE COLOR
 *
 * What a file says of the way from stored values to grey (PS3.3 C.11.1, C.11.2,
 * C.7.5.1.1.2 pixel padding).  Immutable, atomically reference counted; frames
 * whose values are equal share one.
 */
typedef struct {
  bool is_inverted;
  double slope;
  double intercept;
  MadoLut *modality_lut;
  char *unit;
  GPtrArray *windows;
  GPtrArray *voi_luts;
  bool has_padding;
  double padding_low;
  double padding_high;
  MadoPalette *palette;
  gatomicrefcount ref_count;
} MadoGrayscale;

/* One of the file's own windows; @explanation may be %NULL. */
typedef struct {
  MadoWindow window;
  char *explanation;
} MadoFileWindow;

/**
 * mado_grayscale_new_from_item:
 * @item: data set, or the functional group items of an enhanced frame
 * @modality: e.g. "CT"; decides the window space and the unit of CT
 *
 * Returns: (transfer full): never %NULL
 */
MadoGrayscale *
mado_grayscale_new_from_item (const MadoDicomItem *item,
                              const char *modality) G_GNUC_WARN_UNUSED_RESULT;

/* slope 1, intercept 0, no windows: for colour and for tests. */
MadoGrayscale *mado_grayscale_new_identity (void) G_GNUC_WARN_UNUSED_RESULT;
MadoGrayscale *mado_grayscale_ref (MadoGrayscale *self);
void mado_grayscale_unref (MadoGrayscale *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoGrayscale, mado_grayscale_unref)

/* The modality value of a stored value: slope and intercept, or the table. */
double mado_grayscale_get_modality_value (const MadoGrayscale *self, double stored);

MadoLut *mado_lut_copy (const MadoLut *self) G_GNUC_WARN_UNUSED_RESULT;
void mado_lut_free (MadoLut *self);
void mado_file_window_free (MadoFileWindow *self);

G_END_DECLS
