/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-widgets.h"

#include "mado-series-strip.h"
#include "mado-viewport-grid.h"

void
mado_widgets_init (void)
{
  g_type_ensure (MADO_TYPE_SERIES_STRIP);
  g_type_ensure (MADO_TYPE_VIEWPORT_GRID);
}
