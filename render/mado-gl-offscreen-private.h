/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-renderer.h"
#include "mado-reslice.h"

G_BEGIN_DECLS

/**
 * MadoGlOffscreen:
 *
 * An OpenGL context without a display or window, with renderers in it.  The
 * context that was current stays so for whoever calls.
 */
typedef struct _MadoGlOffscreen MadoGlOffscreen;

MadoGlOffscreen *mado_gl_offscreen_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One whose context shares its objects with that of @other, as those of GTK do; it uses
 * the textures of the volumes that @other has drawn, if any. */
MadoGlOffscreen *mado_gl_offscreen_new_shared (MadoGlOffscreen *other, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void mado_gl_offscreen_free (MadoGlOffscreen *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoGlOffscreen, mado_gl_offscreen_free)

/* Whether the "card" is the processor in disguise (Mesa's llvmpipe and such). */
bool mado_gl_offscreen_is_software (MadoGlOffscreen *self);

/* @pixels: (nullable): %NULL to draw without reading back, for measurements */
bool mado_gl_offscreen_draw (MadoGlOffscreen *self,
                             const MadoRenderInput *input,
                             const MadoViewState *state,
                             guint8 *pixels,
                             gsize stride,
                             GError **error);

/* (nullable): borrowed; for tests. */
MadoGlVolumeRenderer *mado_gl_offscreen_get_volume_renderer (MadoGlOffscreen *self);

bool mado_gl_offscreen_draw_volume (MadoGlOffscreen *self,
                                    MadoVolume *volume,
                                    const MadoPlaneView *view,
                                    guint8 *pixels,
                                    gsize stride,
                                    GError **error);

G_END_DECLS
