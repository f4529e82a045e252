/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-instance.h"

G_BEGIN_DECLS

/**
 * MadoPool:
 *
 * Shares equal strings and grayscales between the instances of a scan: the
 * thousands of slices of a series say the same of their patient, and one VOI LUT
 * can be 128 KiB.  Holds a reference to what it shares as long as it lives.
 * Thread-safety: any thread.
 */
typedef struct _MadoPool MadoPool;

MadoPool *mado_pool_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mado_pool_free (MadoPool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPool, mado_pool_free)

/**
 * mado_pool_share:
 * @instance: not yet seen by anybody else
 *
 * Replaces the strings and grayscales of @instance by equal ones of @self.
 */
void mado_pool_share (MadoPool *self, MadoInstance *instance);

G_END_DECLS
