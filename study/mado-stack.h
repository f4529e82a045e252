/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-study.h"

G_BEGIN_DECLS

/**
 * MadoStack:
 * @frames: (element-type MadoFrameRef): sorted; each holds a reference to its
 *   instance
 * @label: (nullable): what sets it apart in its series
 *
 * One display set in the making.
 */
typedef struct {
  GArray *frames;
  char *label;
  bool is_spatial;
  bool is_temporal;
} MadoStack;

void mado_stack_free (MadoStack *self);

/**
 * mado_stack_split_series:
 * @instances: (element-type MadoInstance): images of one series, in any order
 *
 * Splits a series by what makes one stack and sorts each stack.
 *
 * Returns: (transfer full) (element-type MadoStack): in the order to list them
 */
GPtrArray *mado_stack_split_series (GPtrArray *instances) G_GNUC_WARN_UNUSED_RESULT;

/* A frame being sorted into stacks. */
typedef struct {
  MadoFrameRef ref; /* borrowed */
  double along;     /* mm along the normal of its group */
  int slot;         /* frames at one place have one slot */
  const char **values;
} MadoStackEntry;

/* Frames that may become one stack or several; one geometry, if they have one. */
typedef struct {
  GArray *entries; /* of MadoStackEntry */
  GString *label;
  bool is_turned; /* one frame for each of many directions: no geometry in common */
} MadoStackGroup;

MadoStackGroup *mado_stack_group_new (const char *label) G_GNUC_WARN_UNUSED_RESULT;
void mado_stack_group_free (MadoStackGroup *self);

/**
 * mado_stack_group_split:
 * @group: (transfer full): slots are set
 * @result: (element-type MadoStackGroup): takes groups whose frames lie at
 *   different places but for a few duplicates, or all at one
 */
void mado_stack_group_split (MadoStackGroup *group, GPtrArray *result);

/* Gives @group (transfer full), whose frames have one direction, to @result, or its
 * parts that lie beside each other. */
void mado_stack_group_split_stations (MadoStackGroup *group, GPtrArray *result);

/* Instance number, SOP Instance UID, path, frame: the same for every scan. */
int mado_frame_ref_compare_number (const MadoFrameRef *a, const MadoFrameRef *b);

/* Time order, then as above. */
int mado_frame_ref_compare_time (const MadoFrameRef *a, const MadoFrameRef *b);

G_END_DECLS
