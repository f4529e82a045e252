/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-keys.h"
#include "mado-patient-page.h"
#include "mado-study-page.h"
#include "mado-main-window.h"

G_BEGIN_DECLS

struct _MadoMainWindow {
  AdwApplicationWindow parent_instance;
  MadoApplication *application; /* borrowed: outlives its windows */
  GSettings *settings;          /* borrowed from it */

  /* Template children. */
  AdwToastOverlay *toasts;
  GtkWidget *header;
  GtkWidget *patients_button;
  GtkWidget *title_label;
  AdwTabBar *tab_bar;
  GtkWidget *tools;
  GtkWidget *panel_button;
  GtkMenuButton *menu_button;
  GtkLabel *banner;
  GtkWidget *progress_box;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkStack *stack;
  AdwTabView *tab_view;

  /* Made in C: they follow the keys and the language. */
  GPtrArray *tool_names; /* GtkLabel, borrowed: hidden when there is little room */
  GtkMenuButton *layout_button;
  GtkMenuButton *preset_button;
  GtkWidget *cine_button;
  GtkWidget *slab_button; /* only in the MPR layout */
  GtkWidget *link_menu_button;
  GtkWidget *empty_page;
  MadoPatientPage *patient_page; /* borrowed from @stack; NULL without a list */

  MadoKeyMap *key_map;
  GtkFileChooserNative *chooser; /* owned while it is open */
  MadoOpened *last_opened;       /* owned; nullable */
  GtkWidget *preferences;        /* weak */
  GtkWidget *keys_window;        /* weak */
  char *preset_modality;         /* what the preset menu is made for; nullable */
  MadoDisplaySet *preset_set;    /* the same; owned, nullable */
  gboolean is_compact;
  guint compact_id;
};

/* Current tab; NULL while the list or the empty page is shown. */
MadoStudyPage *mado_main_window_get_page (MadoMainWindow *self);
/* Its active viewport; NULL without one. */
MadoViewport *mado_main_window_get_viewport (MadoMainWindow *self);
void mado_main_window_add_page (MadoMainWindow *self, MadoStudyPage *page);
void mado_main_window_show_right_page (MadoMainWindow *self);
/* What tools, menus and actions say of the active viewport. */
void mado_main_window_update (MadoMainWindow *self);

/* mado-main-window-actions.c */
void mado_main_window_add_picture_actions (MadoMainWindow *self);
void mado_main_window_update_actions (MadoMainWindow *self);
void mado_main_window_set_panel_visible (MadoMainWindow *self, gboolean visible);

/* mado-main-window-space.c: MPR, reference lines, links */
void mado_main_window_add_space_actions (MadoMainWindow *self);
void mado_main_window_append_space_buttons (MadoMainWindow *self);
void mado_main_window_update_space (MadoMainWindow *self);
void mado_main_window_update_space_menus (MadoMainWindow *self);

/* mado-main-window-presets.c */
void mado_main_window_add_preset_actions (MadoMainWindow *self);
void mado_main_window_update_presets (MadoMainWindow *self);

/* mado-main-window-tools.c */
void mado_main_window_build_tools (MadoMainWindow *self);
void mado_main_window_focus_picture (MadoMainWindow *self);
void mado_main_window_update_tools (MadoMainWindow *self);
void mado_main_window_update_menu (MadoMainWindow *self);
void mado_main_window_update_keys (MadoMainWindow *self);
/* Appends what command @id does, with its key. */
void mado_main_window_append_command (MadoMainWindow *self,
                                      GMenu *menu,
                                      const char *label,
                                      const char *id);
void mado_main_window_set_compact (MadoMainWindow *self, gboolean compact);

/* mado-main-window-open.c */
void mado_main_window_add_open_actions (MadoMainWindow *self);
void mado_main_window_connect_opener (MadoMainWindow *self);
void mado_main_window_show_patients (MadoMainWindow *self, MadoOpened *opened);

G_END_DECLS
