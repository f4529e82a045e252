/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-application.h"

#include <glib/gi18n.h>

#include "mado-language.h"
#include "mado-renderer.h"
#include "mado-settings.h"
#include "mado-viewport.h"
#include "mado-widgets.h"
#include "mado-main-window.h"

struct _MadoApplication {
  AdwApplication parent_instance;
  GSettings *settings;
  MadoLoader *loader; /* owned; made with the first window */
  MadoOpener *opener;
  MadoPolicy policy;
  char *language; /* --language; nullable */
  gboolean wants_demo;
  MadoBackend backend; /* 0 until known */
  guint rebuild_id;
};

G_DEFINE_FINAL_TYPE (MadoApplication, mado_application, ADW_TYPE_APPLICATION)

static gpointer
measure_worker (gpointer unused)
{
  return GINT_TO_POINTER (mado_render_measure_backend ());
}

/* GSK's GL renderer on a software GL takes four times as long for a frame and twice
 * as long to start as its cairo renderer; GTK reads the variable when it opens the
 * first window. */
static void
use_backend (MadoApplication *self)
{
  if (self->backend == MADO_BACKEND_CPU)
    g_setenv ("GSK_RENDERER", "cairo", FALSE);
  mado_viewport_set_default_backend (self->backend);
}

static int
mado_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  MadoApplication *self = MADO_APPLICATION (application);
  const char *text;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("mado %s\n", MADO_VERSION);
    return 0;
  }
  if (g_variant_dict_lookup (options, "backend", "&s", &text)) {
    if (g_str_equal (text, "gl")) {
      self->backend = MADO_BACKEND_GL;
    } else if (g_str_equal (text, "cpu")) {
      self->backend = MADO_BACKEND_CPU;
    } else {
      g_printerr ("mado: --backend is gl or cpu, not %s\n", text);
      return 2;
    }
  }
  if (g_variant_dict_lookup (options, "language", "&s", &text)) {
    if (!g_str_equal (text, "ja") && !g_str_equal (text, "en")) {
      g_printerr ("mado: --language is ja or en, not %s\n", text);
      return 2;
    }
    self->language = g_strdup (text);
    mado_language_apply (text);
  }
  self->wants_demo = g_variant_dict_contains (options, "demo");
  if (self->wants_demo) {
    g_autoptr (GError) error = NULL;

    /* Also when this process only tells the one that is already running. */
    if (!g_application_register (application, NULL, &error)) {
      g_printerr ("mado: %s\n", error->message);
      return 1;
    }
    g_action_group_activate_action (G_ACTION_GROUP (application), "demo", NULL);
  }
  return -1;
}

static MadoMainWindow *
get_window (MadoApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (; windows != NULL; windows = windows->next)
    if (MADO_IS_MAIN_WINDOW (windows->data))
      return windows->data;
  return NULL;
}

static MadoMainWindow *
ensure_window (MadoApplication *self)
{
  MadoMainWindow *window = get_window (self);

  if (self->loader == NULL)
    self->loader =
        mado_loader_new (mado_settings_get_memory_budget (self->settings), 0);
  if (window == NULL)
    window = mado_main_window_new (self);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static gboolean
rebuild_cb (gpointer data)
{
  MadoApplication *self = data;
  MadoMainWindow *old = get_window (self);

  self->rebuild_id = 0;
  if (old != NULL)
    mado_main_window_replace (old);
  return G_SOURCE_REMOVE;
}

static void
language_changed_cb (GSettings *settings, const char *key, MadoApplication *self)
{
  g_autofree char *language = g_settings_get_string (settings, "language");

  mado_language_apply (language);
  /* Not while the row that was clicked is still on the call stack. */
  if (self->rebuild_id == 0)
    self->rebuild_id = g_idle_add (rebuild_cb, self);
}

static void
memory_changed_cb (GSettings *settings, const char *key, MadoApplication *self)
{
  if (self->loader != NULL)
    mado_loader_set_budget (self->loader, mado_settings_get_memory_budget (settings));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoApplication *self = data;
  MadoMainWindow *window = get_window (self);

  /* The window keeps its size when it closes. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
demo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoApplication *self = data;

  ensure_window (self);
  mado_opener_open_demo (self->opener);
}

static void
mado_application_startup (GApplication *application)
{
  MadoApplication *self = MADO_APPLICATION (application);
  const GActionEntry entries[] = {
      {.name = "quit", .activate = quit_cb},
      {.name = "demo", .activate = demo_cb},
  };
  GThread *measuring = NULL;

  if (self->language == NULL) {
    g_autofree char *language = g_settings_get_string (self->settings, "language");

    mado_language_apply (language);
  }
  /* The driver starts while GTK does. */
  if (self->backend == 0)
    measuring = g_thread_new ("measure", measure_worker, NULL);
  G_APPLICATION_CLASS (mado_application_parent_class)->startup (application);
  if (measuring != NULL)
    self->backend = GPOINTER_TO_INT (g_thread_join (measuring));
  use_backend (self);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  mado_widgets_init ();
  mado_policy_load (&self->policy, NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (self->settings, "changed::language",
                           G_CALLBACK (language_changed_cb), self, 0);
  g_signal_connect_object (self->settings, "changed::memory-mib",
                           G_CALLBACK (memory_changed_cb), self, 0);
}

static void
mado_application_activate (GApplication *application)
{
  ensure_window (MADO_APPLICATION (application));
}

static void
mado_application_open (GApplication *application,
                       GFile **files,
                       int n_files,
                       const char *hint)
{
  MadoApplication *self = MADO_APPLICATION (application);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  ensure_window (self);
  for (int i = 0; i < n_files; i++)
    if (g_file_peek_path (files[i]) != NULL)
      g_strv_builder_add (paths, g_file_peek_path (files[i]));
  list = g_strv_builder_end (paths);
  if (list[0] != NULL)
    mado_opener_open (self->opener, (const char *const *) list);
}

static void
mado_application_shutdown (GApplication *application)
{
  MadoApplication *self = MADO_APPLICATION (application);

  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  mado_opener_cancel (self->opener);
  G_APPLICATION_CLASS (mado_application_parent_class)->shutdown (application);
}

static void
mado_application_dispose (GObject *object)
{
  MadoApplication *self = MADO_APPLICATION (object);

  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  g_clear_object (&self->opener);
  g_clear_object (&self->loader);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->language, g_free);
  G_OBJECT_CLASS (mado_application_parent_class)->dispose (object);
}

static void
mado_application_class_init (MadoApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_application_dispose;
  application_class->handle_local_options = mado_application_handle_local_options;
  application_class->startup = mado_application_startup;
  application_class->activate = mado_application_activate;
  application_class->open = mado_application_open;
  application_class->shutdown = mado_application_shutdown;
}

static void
mado_application_init (MadoApplication *self)
{
  const GOptionEntry options[] = {
      {"backend", 0, 0, G_OPTION_ARG_STRING, NULL,
       _ ("Draw with OpenGL or with the processor"), "gl|cpu"},
      {"language", 0, 0, G_OPTION_ARG_STRING, NULL, _ ("Language of the program"),
       "ja|en"},
      {"demo", 0, 0, G_OPTION_ARG_NONE, NULL, _ ("Open the demo study"), NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, NULL, _ ("Print the version"), NULL},
      {NULL},
  };

  self->opener = mado_opener_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("[PATH…]"));
}

MadoApplication *
mado_application_new (GSettings *settings)
{
  MadoApplication *self = g_object_new (
      MADO_TYPE_APPLICATION, "application-id", MADO_APP_ID, "flags",
      G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/madoviewer/Mado", NULL);

  self->settings = g_object_ref (settings);
  return self;
}

GSettings *
mado_application_get_settings (MadoApplication *self)
{
  return self->settings;
}

MadoLoader *
mado_application_get_loader (MadoApplication *self)
{
  return self->loader;
}

MadoOpener *
mado_application_get_opener (MadoApplication *self)
{
  return self->opener;
}

const MadoPolicy *
mado_application_get_policy (MadoApplication *self)
{
  return &self->policy;
}
