/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-main-window-private.h"

#include <math.h>

#include <glib/gi18n.h>

/* Menu entries of slabs, mm; as targets of win.slab. */
static const int slabs[] = {0, 5, 10, 20, 50};

static const struct {
  const char *name; /* target of win.slab-mode */
  MadoSlabMode mode;
  const char *label;
} modes[] = {
    {"mip", MADO_SLAB_MIP, N_ ("_MIP (Highest Values)")},
    {"minip", MADO_SLAB_MINIP, N_ ("M_inIP (Lowest Values)")},
    {"mean", MADO_SLAB_MEAN, N_ ("M_ean")},
};

static void
show_toast (MadoMainWindow *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
mpr_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoStudyPage *page = mado_main_window_get_page (data);

  mado_study_page_set_mpr (page, !mado_study_page_is_mpr (page));
  mado_main_window_update (data);
}

static MadoMpr *
get_mpr (MadoMainWindow *self, MadoPlaneKind *kind)
{
  MadoStudyPage *page = mado_main_window_get_page (self);

  return page != NULL ? mado_study_page_get_mpr (page, kind) : NULL;
}

static void
reset_mpr_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoPlaneKind kind;
  MadoMpr *mpr = get_mpr (data, &kind);

  if (mpr != NULL)
    mado_mpr_reset (mpr);
}

static void
slab_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoPlaneKind kind;
  MadoMpr *mpr = get_mpr (data, &kind);

  if (mpr != NULL)
    mado_mpr_set_slab (mpr, kind, g_variant_get_int32 (parameter),
                       mado_mpr_get_slab_mode (mpr, kind));
}

static void
slab_mode_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *name = g_variant_get_string (parameter, NULL);
  MadoPlaneKind kind;
  MadoMpr *mpr = get_mpr (data, &kind);

  for (gsize i = 0; i < G_N_ELEMENTS (modes) && mpr != NULL; i++)
    if (g_str_equal (name, modes[i].name))
      mado_mpr_set_slab (mpr, kind, mado_mpr_get_slab (mpr, kind), modes[i].mode);
}

/* Why nothing, or not everything, follows. */
static void
tell_refusal (MadoMainWindow *self, MadoViewportLinks *links)
{
  const int n_linked = mado_viewport_links_count (links, MADO_LINK_POSITION) +
                       mado_viewport_links_count (links, MADO_LINK_MANUAL);
  g_autofree char *key = mado_keys_dup_label (self->settings, "link-by-hand", FALSE);
  g_autofree char *text = NULL;

  if (mado_viewport_links_count (links, MADO_LINK_NO_FRAME) > 0) {
    /* Translators: %s is a key */
    text = g_strdup_printf (_ ("Not linked: no common frame of reference, so positions "
                               "cannot be compared. %s links by hand."),
                            key);
    show_toast (self, text);
  } else if (n_linked == 0 && mado_viewport_links_count (links, MADO_LINK_TURNED) > 0) {
    show_toast (self, _ ("Nothing to link: the other pictures are not parallel to this "
                         "one"));
  } else if (n_linked == 0) {
    show_toast (self, _ ("Nothing to link: there is no other picture"));
  }
}

static void
link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;
  MadoStudyPage *page = mado_main_window_get_page (self);
  MadoViewportLinks *links = mado_study_page_get_links (page);

  mado_viewport_links_set_linked (links, TRUE);
  tell_refusal (self, links);
  mado_main_window_update (self);
}

static void
unlink_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoStudyPage *page = mado_main_window_get_page (data);

  mado_viewport_links_set_linked (mado_study_page_get_links (page), FALSE);
  mado_main_window_update (data);
}

static void
toggle_link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoStudyPage *page = mado_main_window_get_page (data);

  if (mado_viewport_links_is_linked (mado_study_page_get_links (page)))
    unlink_cb (NULL, NULL, data);
  else
    link_cb (NULL, NULL, data);
}

static void
link_by_hand_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;
  MadoStudyPage *page = mado_main_window_get_page (self);
  MadoViewportLinks *links = mado_study_page_get_links (page);

  mado_viewport_links_link_by_hand (links);
  if (mado_viewport_links_count (links, MADO_LINK_MANUAL) > 0)
    show_toast (self, _ ("Linked by hand: the offset between the images is kept"));
  else
    tell_refusal (self, links);
  mado_main_window_update (self);
}

void
mado_main_window_add_space_actions (MadoMainWindow *self)
{
  static const char *const settings[] = {"reference-lines", "crosshair-visible",
                                         "link-scroll",     "link-pan",
                                         "link-zoom",       "link-window"};
  const GActionEntry entries[] = {
      {.name = "mpr", .activate = mpr_cb, .state = "false"},
      {.name = "reset-mpr", .activate = reset_mpr_cb},
      {.name = "slab", .activate = slab_cb, .parameter_type = "i", .state = "0"},
      {.name = "slab-mode",
       .activate = slab_mode_cb,
       .parameter_type = "s",
       .state = "'mip'"},
      {.name = "link", .activate = link_cb},
      {.name = "unlink", .activate = unlink_cb},
      {.name = "toggle-link", .activate = toggle_link_cb, .state = "false"},
      {.name = "link-by-hand", .activate = link_by_hand_cb},
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (GAction) action = g_settings_create_action (self->settings, settings[i]);

    g_action_map_add_action (G_ACTION_MAP (self), action);
  }
}

static GSimpleAction *
find_action (MadoMainWindow *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

static const char *
get_mode_name (MadoSlabMode mode)
{
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    if (modes[i].mode == mode)
      return modes[i].name;
  return modes[0].name;
}

void
mado_main_window_update_space (MadoMainWindow *self)
{
  static const char *const of_planes[] = {"reset-mpr", "slab", "slab-mode"};
  static const char *const of_page[] = {"link", "unlink", "toggle-link",
                                        "link-by-hand"};
  MadoStudyPage *page = mado_main_window_get_page (self);
  const gboolean is_mpr = page != NULL && mado_study_page_is_mpr (page);
  const gboolean is_linked =
      page != NULL && mado_viewport_links_is_linked (mado_study_page_get_links (page));
  MadoViewport *viewport = mado_main_window_get_viewport (self);
  const gboolean has_set =
      viewport != NULL && mado_viewport_get_display_set (viewport) != NULL;
  MadoPlaneKind kind = MADO_PLANE_AXIAL;
  MadoMpr *mpr = get_mpr (self, &kind);

  g_simple_action_set_enabled (find_action (self, "mpr"), is_mpr || has_set);
  g_simple_action_set_state (find_action (self, "mpr"), g_variant_new_boolean (is_mpr));
  g_simple_action_set_state (find_action (self, "toggle-link"),
                             g_variant_new_boolean (is_linked));
  for (gsize i = 0; i < G_N_ELEMENTS (of_page); i++)
    g_simple_action_set_enabled (find_action (self, of_page[i]), page != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (of_planes); i++)
    g_simple_action_set_enabled (find_action (self, of_planes[i]), mpr != NULL);
  if (mpr != NULL) {
    const double slab = mado_mpr_get_slab (mpr, kind);

    /* One dragged to another thickness is none of the menu's. */
    g_simple_action_set_state (
        find_action (self, "slab"),
        g_variant_new_int32 (slab == rint (slab) ? (int) slab : -1));
    g_simple_action_set_state (
        find_action (self, "slab-mode"),
        g_variant_new_string (get_mode_name (mado_mpr_get_slab_mode (mpr, kind))));
  }
  gtk_widget_set_visible (self->slab_button, is_mpr);
  gtk_widget_set_sensitive (self->slab_button, mpr != NULL);
}

static void
append_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_slab_menu (MadoMainWindow *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) thickness = g_menu_new ();
  g_autoptr (GMenu) mode = g_menu_new ();
  g_autoptr (GMenu) planes = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (slabs); i++) {
    g_autofree char *label =
        slabs[i] == 0 ? g_strdup (_ ("_No Slab")) : g_strdup_printf ("%d mm", slabs[i]);

    append_item (thickness, label, "win.slab", g_variant_new_int32 (slabs[i]));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    append_item (mode, gettext (modes[i].label), "win.slab-mode",
                 g_variant_new_string (modes[i].name));
  g_menu_append (planes, _ ("Show the _Crosshair"), "win.crosshair-visible");
  mado_main_window_append_command (self, planes, _ ("_Reset the Planes"), "reset-mpr");
  g_menu_append_section (menu, _ ("Slab Thickness"), G_MENU_MODEL (thickness));
  g_menu_append_section (menu, _ ("Slab Shows"), G_MENU_MODEL (mode));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (planes));
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_link_menu (MadoMainWindow *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) what = g_menu_new ();
  g_autoptr (GMenu) how = g_menu_new ();
  g_autoptr (GMenu) lines = g_menu_new ();

  g_menu_append (what, _ ("_Scroll"), "win.link-scroll");
  g_menu_append (what, _ ("_Pan"), "win.link-pan");
  g_menu_append (what, _ ("_Zoom"), "win.link-zoom");
  g_menu_append (what, _ ("_Window Level"), "win.link-window");
  mado_main_window_append_command (self, how, _ ("_Link by Position"), "link");
  mado_main_window_append_command (self, how, _ ("Link by _Hand"), "link-by-hand");
  mado_main_window_append_command (self, how, _ ("_Unlink"), "unlink");
  mado_main_window_append_command (self, lines, _ ("_Reference Lines"),
                                   "reference-lines");
  g_menu_append_section (menu, _ ("What Follows"), G_MENU_MODEL (what));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (how));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (lines));
  return G_MENU_MODEL (menu);
}

/* Their keys are in them. */
void
mado_main_window_update_space_menus (MadoMainWindow *self)
{
  g_autoptr (GMenuModel) slab = make_slab_menu (self);
  g_autoptr (GMenuModel) link = make_link_menu (self);

  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->slab_button), slab);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->link_menu_button), link);
}

static GtkWidget *
make_toggle (const char *action, const char *command)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "tool");
  g_object_set_data (G_OBJECT (button), "command", (gpointer) command);
  return button;
}

void
mado_main_window_append_space_buttons (MadoMainWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (self->tools), make_toggle ("win.mpr", "mpr"));
  self->slab_button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->slab_button), _ ("Slab"));
  gtk_widget_set_focus_on_click (self->slab_button, FALSE);
  gtk_widget_set_tooltip_text (self->slab_button, _ ("Slab of the active plane"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slab_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Slab"), -1);
  gtk_box_append (GTK_BOX (self->tools), self->slab_button);

  self->link_menu_button = gtk_menu_button_new ();
  gtk_widget_set_focus_on_click (self->link_menu_button, FALSE);
  gtk_widget_set_tooltip_text (self->link_menu_button, _ ("What is linked"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->link_menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What is linked"),
                                  -1);
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), make_toggle ("win.toggle-link", "link"));
  gtk_box_append (GTK_BOX (box), self->link_menu_button);
  gtk_box_append (GTK_BOX (self->tools), box);
}
