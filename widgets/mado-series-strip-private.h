/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-series-strip.h"
#include "mado-thumbnail.h"

G_BEGIN_DECLS

typedef enum {
  MADO_TILE_EMPTY = 1,
  MADO_TILE_LOADING, /* the loader has it */
  MADO_TILE_DRAWING, /* a worker has it */
  MADO_TILE_DONE,    /* has its picture, or cannot have one */
} MadoTileState;

/**
 * MadoSeriesTile:
 *
 * One display set in the strip.  Its address is the loader's client.
 */
typedef struct {
  MadoLoader *loader;  /* borrowed from the strip */
  MadoDisplaySet *set; /* owned */
  MadoTileState state;
  GCancellable *drawing; /* owned: cancelled when the tile goes */
  GtkButton *button;     /* borrowed from the strip's box */
  MadoThumbnail *thumbnail;
  GtkLabel *detail;
} MadoSeriesTile;

MadoSeriesTile *mado_series_tile_new (MadoLoader *loader,
                                      MadoDisplaySet *set) G_GNUC_WARN_UNUSED_RESULT;
void mado_series_tile_free (MadoSeriesTile *self);

/* The middle frame: what the thumbnail shows. */
int mado_series_tile_get_index (MadoSeriesTile *self);

/* Begins or continues to make the thumbnail; call it again when the frame is loaded. */
void mado_series_tile_request (MadoSeriesTile *self);
void mado_series_tile_update_progress (MadoSeriesTile *self);

/* (transfer full): series description and what sets the stack apart; never empty. */
char *mado_series_tile_dup_title (MadoDisplaySet *set) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
