/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-ui.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "mado-test.h"
#include "mado-ui-private.h"
#include "mado-ui-screen.h"

static char *folder;
static GPid bus;
static gboolean usable;
static int homes;

/* A bus nobody else is on: the accessibility bus is started by it on demand. */
static gboolean
start_bus (void)
{
  g_autofree char *program = g_find_program_in_path ("dbus-daemon");
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOChannel) channel = NULL;
  g_autofree char *address = NULL;
  int output = -1;

  if (program == NULL)
    return FALSE;

  char *argv[] = {program,       "--session",         "--nofork",
                  "--nopidfile", "--print-address=1", NULL};

  if (!g_spawn_async_with_pipes (
          NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
          mado_ui_die_with_parent, NULL, &bus, NULL, &output, NULL, &error))
    g_error ("dbus-daemon: %s", error->message);

  channel = g_io_channel_unix_new (output);
  g_io_channel_set_close_on_unref (channel, TRUE);
  if (g_io_channel_read_line (channel, &address, NULL, NULL, &error) !=
      G_IO_STATUS_NORMAL)
    return FALSE;
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", g_strstrip (address), TRUE);
  return TRUE;
}

static gboolean
has_accessibility (void)
{
  return g_file_test ("/usr/share/dbus-1/services/org.a11y.Bus.service",
                      G_FILE_TEST_EXISTS);
}

void
mado_ui_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  /* libatspi warns when GTK has not filled its cache yet, which is normal. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  folder = mado_test_make_folder ();

  /* What the bus starts for us must not see the person's files either. */
  g_autofree char *home = g_build_filename (folder, "bus", NULL);

  g_mkdir (home, 0700);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", home, TRUE);
  g_unsetenv ("AT_SPI_BUS_ADDRESS");
  g_unsetenv ("WAYLAND_DISPLAY");

  const char *size = g_getenv ("MADO_TEST_SCREEN");

  usable = has_accessibility () &&
           mado_ui_screen_start (size != NULL ? size : "1600x1000") && start_bus ();
  if (usable)
    atspi_init ();
}

int
mado_ui_finish (int status)
{
  if (usable)
    atspi_exit ();
  if (bus != 0) {
    kill (bus, SIGTERM);
    waitpid (bus, NULL, 0);
  }
  mado_ui_screen_stop ();
  mado_test_remove_tree (folder);
  g_free (folder);
  return status;
}

const char *
mado_ui_get_folder (void)
{
  return folder;
}

static char *
program_path (const char *name)
{
  return g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "..", "app", name, NULL);
}

char *
mado_ui_dup_chest (int slices, const char *below)
{
  g_autofree char *name = g_strdup_printf ("chest-%d", slices);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *program = program_path ("cli/mado-cli");
  g_autofree char *count = g_strdup_printf ("%d", slices);
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "phantom",
                          "--slices", count, path, NULL);

    g_assert_no_error (error);
    g_assert_true (g_subprocess_wait_check (process, NULL, &error));
    g_assert_no_error (error);
  }
  return g_build_filename (path, below, NULL);
}

/* Folders of its own below @home; what a desktop would bring is not there. */
static char **
make_environment (const char *home)
{
  static const struct {
    const char *variable, *below;
  } folders[] = {{"HOME", "."},
                 {"XDG_CONFIG_HOME", "config"},
                 {"XDG_CACHE_HOME", "cache"},
                 {"XDG_DATA_HOME", "data"},
                 {"XDG_STATE_HOME", "state"},
                 {"XDG_RUNTIME_DIR", "run"}};
  char **environment = g_get_environ ();

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *path = g_build_filename (home, folders[i].below, NULL);

    g_mkdir_with_parents (path, 0700);
    environment = g_environ_setenv (environment, folders[i].variable, path, TRUE);
  }
  /* Warnings come from the theme and the missing desktop too, criticals only from
   * mistakes.  The settings are kept, as they are at a person's. */
  environment = g_environ_setenv (environment, "G_DEBUG", "fatal-criticals", TRUE);
  environment = g_environ_unsetenv (environment, "GSETTINGS_BACKEND");
  environment = g_environ_unsetenv (environment, "LANGUAGE");
  environment = g_environ_setenv (environment, "GSK_RENDERER", "cairo", TRUE);
  environment = g_environ_setenv (environment, "GTK_USE_PORTAL", "0", TRUE);
  return g_environ_setenv (environment, "NO_AT_BRIDGE", "0", TRUE);
}

static gboolean
is_ready (MadoUi *self, gpointer data)
{
  if (waitpid (self->pid, NULL, WNOHANG) == self->pid) {
    self->pid = 0;
    g_error ("mado ended while starting");
  }

  g_autoptr (AtspiAccessible) frame = mado_ui_peek (self, ATSPI_ROLE_FRAME, NULL);

  return frame != NULL;
}

MadoUi *
mado_ui_start (const char *home, const char *first_argument, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *program = program_path ("mado");
  g_autofree char *fresh = g_strdup_printf ("%s/home-%d", folder, homes++);
  g_auto (GStrv) environment = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  if (!usable) {
    g_test_skip ("Xvfb, dbus-daemon or at-spi2-core is not installed");
    return NULL;
  }

  g_ptr_array_add (argv, program);
  va_start (arguments, first_argument);
  for (const char *a = first_argument; a != NULL; a = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (gpointer) a);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);

  MadoUi *self = g_new0 (MadoUi, 1);

  environment = make_environment (home != NULL ? home : fresh);
  g_spawn_async (NULL, (char **) argv->pdata, environment, G_SPAWN_DO_NOT_REAP_CHILD,
                 mado_ui_die_with_parent, NULL, &self->pid, &error);
  g_assert_no_error (error);
  mado_ui_wait (self, is_ready, NULL, "the window");
  return self;
}

GPid
mado_ui_get_pid (MadoUi *self)
{
  return self->pid;
}

void
mado_ui_activate (const char *action, GVariant *parameter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection =
      g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GVariantBuilder parameters;

  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  if (parameter != NULL)
    g_variant_builder_add (&parameters, "v", parameter);

  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      connection, "org.madoviewer.Mado", "/org/madoviewer/Mado", "org.gtk.Actions",
      "Activate", g_variant_new ("(sava{sv})", action, &parameters, NULL), NULL,
      G_DBUS_CALL_FLAGS_NO_AUTO_START, MADO_UI_TIMEOUT_MS, NULL, &error);

  /* Nobody answers while quitting. */
  if (g_strcmp0 (action, "quit") != 0)
    g_assert_no_error (error);
}

typedef struct {
  int status;
  gboolean ended;
} Ending;

static gboolean
has_ended (MadoUi *self, gpointer data)
{
  Ending *ending = data;

  ending->ended = waitpid (self->pid, &ending->status, WNOHANG) == self->pid;
  if (ending->ended)
    self->pid = 0;
  return ending->ended;
}

void
mado_ui_stop (MadoUi *self)
{
  Ending ending = {0};

  if (self->pid != 0) {
    mado_ui_activate ("quit", NULL);
    mado_ui_wait (self, has_ended, &ending, "the end of mado");
    if (ending.status != 0)
      g_error ("mado ended with status %d", ending.status);
  }
  mado_ui_forget (self);
  g_free (self);
}

void
mado_ui_kill (MadoUi *self)
{
  kill (self->pid, SIGKILL);
  waitpid (self->pid, NULL, 0);
  self->pid = 0;
}

/* Polling: there is no event for most of what a test waits for. */
void
mado_ui_wait (MadoUi *self, MadoUiCondition condition, gpointer data, const char *what)
{
  gint64 end = g_get_monotonic_time () + MADO_UI_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;

  for (;;) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    if (condition (self, data))
      return;
    if (g_get_monotonic_time () > end)
      mado_ui_fail (self, what);
    g_usleep (10000);
  }
}

void
mado_ui_fail (MadoUi *self, const char *what)
{
  g_autofree char *file = g_strdup_printf ("ui-failure-%d.png", (int) getpid ());
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), file, NULL);

  mado_ui_dump (self);
  mado_ui_screenshot (path);
  g_error ("%s: waited in vain for: %s (screen in %s)", g_test_get_path (), what, path);
}

void
mado_ui_screenshot (const char *path)
{
  mado_ui_screen_save (path);
}
