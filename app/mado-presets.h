/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mado-grayscale.h"

G_BEGIN_DECLS

typedef enum {
  MADO_PRESET_ABSOLUTE = 1, /* @center and @width */
  MADO_PRESET_RELATIVE,     /* to the window of the file */
  MADO_PRESET_AUTO,         /* from the smallest to the largest value */
} MadoPresetKind;

/**
 * MadoPreset:
 * @modality: those it is for, separated by ";"; "*" for the others
 * @center: unit of the modality values (HU for CT); or, when relative, how much of
 *   the file's width to add to its centre
 * @width: the same unit; or, when relative, the factor on the file's width
 */
typedef struct {
  char *name;
  char *modality;
  MadoPresetKind kind;
  double center;
  double width;
  gboolean is_user;
} MadoPreset;

void mado_preset_free (MadoPreset *self);

/**
 * mado_presets_list:
 * @modality: of the picture
 *
 * Built-in presets for @modality in the order of the number keys from 1, then the
 * reader's own.  Names are in the language in effect.
 *
 * Returns: (transfer full) (element-type MadoPreset)
 */
GPtrArray *mado_presets_list (GSettings *settings,
                              const char *modality) G_GNUC_WARN_UNUSED_RESULT;

/* The window a preset means, given the file's own @base; not for AUTO. */
void mado_preset_get_window (const MadoPreset *self,
                             const MadoWindow *base,
                             MadoWindow *window);

/* The reader's own, of all modalities, in the order they were made. */
GPtrArray *mado_presets_list_user (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void mado_presets_add_user (GSettings *settings,
                            const char *name,
                            const char *modality,
                            double center,
                            double width);
void mado_presets_rename_user (GSettings *settings, guint index, const char *name);
void mado_presets_remove_user (GSettings *settings, guint index);

G_END_DECLS
