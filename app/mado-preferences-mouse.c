/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-preferences-private.h"

#include <glib/gi18n.h>

GtkWidget *
mado_preferences_mouse_new (GSettings *settings)
{
  GtkWidget *widget = adw_preferences_page_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (widget);
  AdwPreferencesGroup *buttons;
  AdwPreferencesGroup *direction;
  const MadoChoice tools[] = {
      {"scroll", _ ("Scroll")},
      {"window", C_ ("VOI LUT", "Window")},
      {"zoom", _ ("Zoom")},
      {"pan", _ ("Pan")},
  };
  const MadoChoice wheel[] = {
      {"scroll", _ ("Scroll")},
      {"zoom", _ ("Zoom")},
  };

  adw_preferences_page_set_title (page, _ ("Mouse"));
  adw_preferences_page_set_icon_name (page, "input-mouse-symbolic");
  buttons = mado_preferences_add_group (page, _ ("Buttons"),
                                        _ ("The left button has the active tool. With "
                                           "Ctrl the wheel zooms where it scrolls, "
                                           "and scrolls where it zooms."));
  mado_preferences_add_choice (buttons, settings, "mouse-right", _ ("Right drag"),
                               tools, G_N_ELEMENTS (tools));
  mado_preferences_add_choice (buttons, settings, "mouse-middle", _ ("Middle drag"),
                               tools, G_N_ELEMENTS (tools));
  mado_preferences_add_choice (buttons, settings, "mouse-wheel", _ ("Wheel"), wheel,
                               G_N_ELEMENTS (wheel));
  direction = mado_preferences_add_group (page, _ ("Direction"), NULL);
  mado_preferences_add_switch (direction, settings, "window-up-is-brighter",
                               _ ("Up makes the picture brighter"),
                               _ ("When dragging with the window tool"));
  mado_preferences_add_switch (direction, settings, "invert-scroll",
                               _ ("Scroll the other way"), NULL);
  return widget;
}
