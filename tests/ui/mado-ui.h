/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <atspi/atspi.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* libatspi has none of its own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAction, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiComponent, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiEditableText, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiStateSet, g_object_unref)

/**
 * MadoUi:
 *
 * The real program on a screen of its own.  The display, the session bus and the
 * home folder belong to the test program: nothing of the person who runs it is read
 * or written.  Waiting polls a condition and gives up after a while: then the test
 * fails, with the accessibility tree in its log and the screen in a PNG file.
 */
typedef struct _MadoUi MadoUi;

/* Replaces g_test_init(): display and bus first.  Tests are skipped without them. */
void mado_ui_init (int *argc, char ***argv);

/* Ends display and bus; g_test_run() in between.  Returns @status. */
int mado_ui_finish (int status);

/**
 * mado_ui_start:
 * @home: (nullable): home folder, to start again where another run ended
 * @first_argument: (nullable): of mado; followed by more and a %NULL
 *
 * Starts mado and waits until its window is there.
 *
 * Returns: (transfer full) (nullable): %NULL after g_test_skip()
 */
MadoUi *mado_ui_start (const char *home,
                       const char *first_argument,
                       ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

/* Asks mado to quit and waits for it; leaks and crashes fail the test. */
void mado_ui_stop (MadoUi *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoUi, mado_ui_stop)

/* SIGKILL, and whether it is still there. */
void mado_ui_kill (MadoUi *self);
GPid mado_ui_get_pid (MadoUi *self);

/* A folder for homes and studies, removed by mado_ui_finish(). */
const char *mado_ui_get_folder (void);

/* The chest CT made by mado-cli in the folder, once: two scouts and two stacks of
 * @slices each.  @below: (nullable): only that series, e.g. "2-lung". */
char *mado_ui_dup_chest (int slices, const char *below) G_GNUC_WARN_UNUSED_RESULT;

/* The tree.  @role is %ATSPI_ROLE_INVALID for any; @name is a pattern of
 * g_pattern_match_simple(), %NULL for any.  Only what is visible is found. */
AtspiAccessible *mado_ui_peek (MadoUi *self, AtspiRole role, const char *name);
AtspiAccessible *mado_ui_find (MadoUi *self, AtspiRole role, const char *name);
int mado_ui_count (MadoUi *self, AtspiRole role, const char *name);
void mado_ui_wait_gone (MadoUi *self, AtspiRole role, const char *name);

typedef gboolean (*MadoUiCondition) (MadoUi *self, gpointer data);
void
mado_ui_wait (MadoUi *self, MadoUiCondition condition, gpointer data, const char *what);

/* The @index-th viewport (0 first) and what its accessible description says. */
AtspiAccessible *mado_ui_find_viewport (MadoUi *self, int index);
char *mado_ui_dup_viewport_text (MadoUi *self, int index);
/* Waits until that text matches, or does not match any more. */
void mado_ui_wait_viewport (MadoUi *self, int index, const char *pattern);
void mado_ui_wait_viewport_not (MadoUi *self, int index, const char *pattern);

char *mado_ui_dup_name (AtspiAccessible *accessible);
char *mado_ui_dup_description (AtspiAccessible *accessible);
gboolean mado_ui_has_state (AtspiAccessible *accessible, AtspiStateType state);

/* Input.  do_action is what a screen reader does; the others are keys and mouse. */
void mado_ui_do_action (MadoUi *self, AtspiAccessible *accessible);
void mado_ui_set_text (MadoUi *self, AtspiAccessible *accessible, const char *text);
/* "s", "ctrl+q", "Page_Down": names of X keysyms */
void mado_ui_key (MadoUi *self, const char *key);
void mado_ui_type (MadoUi *self, const char *text);
/* In the middle of @accessible; @button is 1 to 3, 4 and 5 are the wheel. */
void mado_ui_point (MadoUi *self, AtspiAccessible *accessible);
void mado_ui_click (MadoUi *self, AtspiAccessible *accessible, int button);
void mado_ui_wheel (MadoUi *self, AtspiAccessible *accessible, int steps);
void
mado_ui_drag (MadoUi *self, AtspiAccessible *accessible, int button, int dx, int dy);
void mado_ui_drag_to (MadoUi *self, AtspiAccessible *from, AtspiAccessible *to);

/* An action of the GApplication ("app.quit" is "quit") over D-Bus. */
void mado_ui_activate (const char *action, GVariant *parameter);

void mado_ui_screenshot (const char *path);
void mado_ui_dump (MadoUi *self);

G_END_DECLS
