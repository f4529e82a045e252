/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-widgets.h"

#include "mado-layout-picker.h"
#include "mado-series-strip.h"
#include "mado-tag-browser.h"
#include "mado-viewport-grid.h"
#include "mado-widgets-resources.h"

void
mado_widgets_init (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  /* Named here, or the linker leaves the resources of a static library out. */
  g_resources_register (mado_widgets_get_resource ());

  g_type_ensure (MADO_TYPE_LAYOUT_PICKER);
  g_type_ensure (MADO_TYPE_SERIES_STRIP);
  g_type_ensure (MADO_TYPE_TAG_BROWSER);
  g_type_ensure (MADO_TYPE_VIEWPORT_GRID);

  gtk_css_provider_load_from_resource (provider,
                                       "/org/madoviewer/Mado/widgets/mado-widgets.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
