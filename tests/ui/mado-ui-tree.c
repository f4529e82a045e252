/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "mado-ui-private.h"
#include "mado-ui-screen.h"

/* Deeper than any widget tree of ours, less than a cycle. */
#define MAX_DEPTH 60

void
mado_ui_forget (MadoUi *self)
{
  g_clear_object (&self->application);
}

static AtspiAccessible *
find_application (MadoUi *self)
{
  g_autoptr (AtspiAccessible) desktop = atspi_get_desktop (0);
  int n = 0;

  if (self->application != NULL || desktop == NULL)
    return self->application;
  atspi_accessible_clear_cache (desktop);
  n = atspi_accessible_get_child_count (desktop, NULL);
  for (int i = 0; i < n && self->application == NULL; i++) {
    g_autoptr (AtspiAccessible) child =
        atspi_accessible_get_child_at_index (desktop, i, NULL);

    if (child != NULL &&
        atspi_accessible_get_process_id (child, NULL) == (guint) self->pid) {
      /* Cached answers would be from before the change a test waits for. */
      atspi_accessible_set_cache_mask (child, ATSPI_CACHE_NONE);
      self->application = g_steal_pointer (&child);
    }
  }
  return self->application;
}

typedef struct {
  AtspiRole role;
  const char *name;
  int skip; /* this many matches are passed over */
} Query;

gboolean
mado_ui_has_state (AtspiAccessible *accessible, AtspiStateType state)
{
  g_autoptr (AtspiStateSet) states = atspi_accessible_get_state_set (accessible);

  return states != NULL && atspi_state_set_contains (states, state);
}

char *
mado_ui_dup_name (AtspiAccessible *accessible)
{
  char *name = atspi_accessible_get_name (accessible, NULL);

  return name != NULL ? name : g_strdup ("");
}

char *
mado_ui_dup_description (AtspiAccessible *accessible)
{
  char *description = atspi_accessible_get_description (accessible, NULL);

  return description != NULL ? description : g_strdup ("");
}

/* GTK 4.8 says "showing" of windows only: all else is visible or not by itself, and
 * what no page of a stack has shown yet has no size. */
static gboolean
has_size (AtspiAccessible *accessible)
{
  g_autoptr (AtspiComponent) component =
      atspi_accessible_get_component_iface (accessible);
  g_autofree AtspiRect *extents =
      component != NULL
          ? atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL)
          : NULL;

  return extents != NULL && extents->width > 0 && extents->height > 0;
}

static gboolean
matches (AtspiAccessible *accessible, const Query *query)
{
  if (query->role != ATSPI_ROLE_INVALID &&
      atspi_accessible_get_role (accessible, NULL) != query->role)
    return FALSE;
  if (query->name != NULL) {
    g_autofree char *name = mado_ui_dup_name (accessible);

    if (!g_pattern_match_simple (query->name, name))
      return FALSE;
  }
  return has_size (accessible);
}

/* Depth first, so in reading order. */
static AtspiAccessible *
search (AtspiAccessible *top, Query *query, int depth)
{
  int n = atspi_accessible_get_child_count (top, NULL);

  for (int i = 0; i < n && depth < MAX_DEPTH; i++) {
    g_autoptr (AtspiAccessible) child =
        atspi_accessible_get_child_at_index (top, i, NULL);

    if (child == NULL || !mado_ui_has_state (child, ATSPI_STATE_VISIBLE))
      continue;
    if (matches (child, query) && query->skip-- == 0)
      return g_steal_pointer (&child);

    AtspiAccessible *found = search (child, query, depth + 1);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static AtspiAccessible *
peek_nth (MadoUi *self, AtspiRole role, const char *name, int n)
{
  AtspiAccessible *application = find_application (self);
  Query query = {role, name, n};

  return application != NULL ? search (application, &query, 0) : NULL;
}

AtspiAccessible *
mado_ui_peek (MadoUi *self, AtspiRole role, const char *name)
{
  return peek_nth (self, role, name, 0);
}

int
mado_ui_count (MadoUi *self, AtspiRole role, const char *name)
{
  AtspiAccessible *application = find_application (self);
  Query query = {role, name, G_MAXINT};

  if (application != NULL)
    g_assert_null (search (application, &query, 0));
  return G_MAXINT - query.skip;
}

typedef struct {
  AtspiRole role;
  const char *name;
  int n;
  AtspiAccessible *found;
} Wait;

static gboolean
is_found (MadoUi *self, gpointer data)
{
  Wait *wait = data;

  wait->found = peek_nth (self, wait->role, wait->name, wait->n);
  return wait->found != NULL;
}

static gboolean
is_gone (MadoUi *self, gpointer data)
{
  Wait *wait = data;
  g_autoptr (AtspiAccessible) found = peek_nth (self, wait->role, wait->name, 0);

  return found == NULL;
}

static char *
describe (AtspiRole role, const char *name)
{
  g_autofree char *role_name =
      role != ATSPI_ROLE_INVALID ? atspi_role_get_name (role) : g_strdup ("anything");

  return g_strdup_printf ("%s “%s”", role_name, name != NULL ? name : "*");
}

AtspiAccessible *
mado_ui_find (MadoUi *self, AtspiRole role, const char *name)
{
  Wait wait = {role, name, 0, NULL};
  g_autofree char *what = describe (role, name);

  mado_ui_wait (self, is_found, &wait, what);
  return wait.found;
}

void
mado_ui_wait_gone (MadoUi *self, AtspiRole role, const char *name)
{
  Wait wait = {role, name, 0, NULL};
  g_autofree char *what = describe (role, name);
  g_autofree char *gone = g_strconcat (what, " to go away", NULL);

  mado_ui_wait (self, is_gone, &wait, gone);
}

AtspiAccessible *
mado_ui_find_viewport (MadoUi *self, int index)
{
  Wait wait = {ATSPI_ROLE_PANEL, "Viewport*", index, NULL};
  g_autofree char *what = g_strdup_printf ("viewport %d", index);

  mado_ui_wait (self, is_found, &wait, what);
  return wait.found;
}

char *
mado_ui_dup_viewport_text (MadoUi *self, int index)
{
  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (self, index);

  return mado_ui_dup_description (viewport);
}

typedef struct {
  int index;
  const char *pattern;
  gboolean wanted;
  AtspiAccessible *viewport; /* owned, nullable: searched for once, then asked */
} TextWait;

static gboolean
has_text (MadoUi *self, gpointer data)
{
  TextWait *wait = data;
  g_autofree char *text = NULL;

  if (wait->viewport == NULL)
    wait->viewport = peek_nth (self, ATSPI_ROLE_PANEL, "Viewport*", wait->index);
  if (wait->viewport != NULL)
    text = atspi_accessible_get_description (wait->viewport, NULL);
  if (text != NULL)
    return g_pattern_match_simple (wait->pattern, text) == wait->wanted;
  g_clear_object (&wait->viewport);
  return FALSE;
}

static void
wait_for_text (MadoUi *self, int index, const char *pattern, gboolean wanted)
{
  TextWait wait = {index, pattern, wanted, NULL};
  g_autofree char *what = g_strdup_printf ("viewport %d %s %s", index,
                                           wanted ? "says" : "stops saying", pattern);

  mado_ui_wait (self, has_text, &wait, what);
  g_clear_object (&wait.viewport);
}

void
mado_ui_wait_viewport (MadoUi *self, int index, const char *pattern)
{
  wait_for_text (self, index, pattern, TRUE);
}

void
mado_ui_wait_viewport_not (MadoUi *self, int index, const char *pattern)
{
  wait_for_text (self, index, pattern, FALSE);
}

static void
dump (GString *text, AtspiAccessible *accessible, int depth)
{
  g_autofree char *role = atspi_accessible_get_role_name (accessible, NULL);
  g_autofree char *name = mado_ui_dup_name (accessible);
  g_autofree char *description = mado_ui_dup_description (accessible);
  int n = atspi_accessible_get_child_count (accessible, NULL);

  g_string_append_printf (text, "%*s%s “%s”", 2 * depth, "", role != NULL ? role : "?",
                          name);
  if (description[0] != '\0')
    g_string_append_printf (text, " (%s)", description);
  if (!mado_ui_has_state (accessible, ATSPI_STATE_VISIBLE))
    g_string_append (text, " hidden");
  g_string_append_c (text, '\n');
  for (int i = 0; i < n && depth < MAX_DEPTH; i++) {
    g_autoptr (AtspiAccessible) child =
        atspi_accessible_get_child_at_index (accessible, i, NULL);

    if (child != NULL)
      dump (text, child, depth + 1);
  }
}

void
mado_ui_dump (MadoUi *self)
{
  g_autoptr (GString) text = g_string_new ("the accessibility tree:\n");
  AtspiAccessible *application = find_application (self);

  if (application != NULL)
    dump (text, application, 0);
  else
    g_string_append (text, "the application is not on the bus\n");
  /* Not g_printerr (): it would write "?" for all that is not in the C locale. */
  fputs (text->str, stderr);
}
