/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-main-window-private.h"

#include <glib/gi18n.h>

#include "mado-message.h"
#include "mado-problems-window.h"
#include "mado-settings.h"

/* More patients than this are a list to pick from, not tabs. */
#define MAX_TABS_AT_ONCE 12

static void
open_paths (MadoMainWindow *self, const char *const *paths)
{
  if (paths[0] != NULL)
    mado_opener_open (mado_application_get_opener (self->application), paths);
}

static char **
list_paths (GListModel *files)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  guint n = g_list_model_get_n_items (files);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    if (g_file_peek_path (file) != NULL)
      g_strv_builder_add (paths, g_file_peek_path (file));
  }
  return g_strv_builder_end (paths);
}

static void
remember_folder (MadoMainWindow *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_utf8_validate (folder, -1, NULL))
    g_settings_set_string (self->settings, "last-folder", folder);
}

static void
chooser_response_cb (GtkNativeDialog *dialog, int response, MadoMainWindow *self)
{
  g_autoptr (GListModel) files = NULL;
  g_auto (GStrv) paths = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
    paths = list_paths (files);
    if (paths[0] != NULL)
      remember_folder (self, paths[0]);
    open_paths (self, (const char *const *) paths);
  }
  g_clear_object (&self->chooser);
}

static void
show_chooser (MadoMainWindow *self, const char *title, GtkFileChooserAction action)
{
  g_autofree char *last = g_settings_get_string (self->settings, "last-folder");
  g_autoptr (GFile) folder =
      g_file_new_for_path (last[0] != '\0' ? last : g_get_home_dir ());

  if (self->chooser != NULL) {
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
    return;
  }
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action,
                                               _ ("_Open"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb),
                           self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  show_chooser (data, _ ("Open a Folder"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
open_files_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  show_chooser (data, _ ("Open Files"), GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void
open_recent_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *const paths[] = {g_variant_get_string (parameter, NULL), NULL};

  open_paths (data, paths);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;

  mado_opener_cancel (mado_application_get_opener (self->application));
}

static void
problems_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;
  MadoStudyPage *page = mado_main_window_get_page (self);
  MadoOpened *opened =
      page != NULL ? mado_study_page_get_opened (page) : self->last_opened;

  if (opened != NULL)
    mado_problems_window_show (GTK_WINDOW (self), opened);
}

/* The toast is about what was opened last, whichever tab is on show. */
static void
last_problems_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;

  if (self->last_opened != NULL)
    mado_problems_window_show (GTK_WINDOW (self), self->last_opened);
}

static void
patients_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MadoMainWindow *self = data;

  if (self->patient_page != NULL)
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->patient_page));
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue *value,
         double x,
         double y,
         MadoMainWindow *self)
{
  GdkFileList *list = g_value_get_boxed (value);
  GSList *files = gdk_file_list_get_files (list);
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_FILE);
  g_auto (GStrv) paths = NULL;

  for (GSList *file = files; file != NULL; file = file->next)
    g_list_store_append (store, file->data);
  g_slist_free (files);
  paths = list_paths (G_LIST_MODEL (store));
  open_paths (self, (const char *const *) paths);
  return paths[0] != NULL;
}

void
mado_main_window_add_open_actions (MadoMainWindow *self)
{
  const GActionEntry entries[] = {
      {.name = "open-folder", .activate = open_folder_cb},
      {.name = "open-files", .activate = open_files_cb},
      {.name = "open-recent", .activate = open_recent_cb, .parameter_type = "s"},
      {.name = "cancel-opening", .activate = cancel_cb},
      {.name = "problems", .activate = problems_cb},
      {.name = "last-problems", .activate = last_problems_cb},
      {.name = "patients", .activate = patients_cb},
  };
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
progress_changed_cb (MadoOpener *opener, MadoMainWindow *self)
{
  const MadoOpenerProgress *progress = mado_opener_get_progress (opener);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->progress_box, progress->phase != MADO_OPENER_IDLE);
  switch (progress->phase) {
  case MADO_OPENER_IDLE:
    return;
  case MADO_OPENER_MAKING_DEMO:
    text = g_strdup (_ ("Making the demo study (only the first time)"));
    break;
  case MADO_OPENER_SCANNING:
    /* Translators: both numbers are files */
    text = g_strdup_printf (_ ("Reading files: %u of %u"), progress->done,
                            progress->found);
    break;
  }
  gtk_label_set_text (self->progress_label, text);
  /* No pulse: an indeterminate bar would draw frames for nothing. */
  gtk_progress_bar_set_fraction (self->progress_bar, MAX (0, progress->fraction));
}

static void
failed_cb (MadoOpener *opener, GError *error, MadoMainWindow *self)
{
  mado_message_show_error (GTK_WINDOW (self), error);
}

static void
remember_recent (MadoMainWindow *self, MadoOpened *opened)
{
  if (opened->is_demo)
    return;
  /* Of many files one chose at once, their folder is what one wants again. */
  if (opened->paths[1] != NULL) {
    g_autofree char *folder = g_path_get_dirname (opened->paths[0]);

    mado_settings_add_recent (self->settings, folder);
  } else {
    mado_settings_add_recent (self->settings, opened->paths[0]);
  }
}

static void
show_problem_toast (MadoMainWindow *self, const MadoScan *scan)
{
  guint n = scan->broken + scan->unreadable_folders->len;
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (n == 0)
    return;
  text = g_strdup_printf (
      ngettext ("%u file could not be read", "%u files could not be read", n), n);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("Details"));
  adw_toast_set_action_name (toast, "win.last-problems");
  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
nothing_response_cb (AdwMessageDialog *dialog, const char *response, GtkWidget *self)
{
  if (g_str_equal (response, "details"))
    gtk_widget_activate_action (self, "win.last-problems", NULL);
}

static void
show_nothing_found (MadoMainWindow *self, const MadoScan *scan)
{
  g_autofree char *body = g_strdup_printf (
      ngettext ("%u file was looked at.", "%u files were looked at.", scan->seen),
      scan->seen);
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("There are no DICOM images here"), body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  if (scan->problems->len + scan->unreadable_folders->len > 0)
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "details",
                                     _ ("_Details"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (nothing_response_cb), self,
                           0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static AdwTabPage *
find_tab (MadoMainWindow *self, MadoPatient *patient)
{
  int n = adw_tab_view_get_n_pages (self->tab_view);

  for (int i = 0; i < n; i++) {
    AdwTabPage *tab = adw_tab_view_get_nth_page (self->tab_view, i);
    MadoStudyPage *page = MADO_STUDY_PAGE (adw_tab_page_get_child (tab));

    if (mado_study_page_contains (page, patient))
      return tab;
  }
  return NULL;
}

static AdwTabPage *
add_patient (MadoMainWindow *self, MadoPatient *patient, MadoOpened *opened)
{
  AdwTabPage *tab = find_tab (self, patient);
  GtkWidget *page;

  if (tab != NULL)
    return tab;
  page = mado_study_page_new (self->application, patient, opened);
  mado_main_window_add_page (self, MADO_STUDY_PAGE (page));
  mado_study_page_fill (MADO_STUDY_PAGE (page));
  return adw_tab_view_get_page (self->tab_view, page);
}

static void
select_tab (MadoMainWindow *self, AdwTabPage *tab)
{
  adw_tab_view_set_selected_page (self->tab_view, tab);
  gtk_stack_set_visible_child_name (self->stack, "tabs");
}

static void
patient_activated_cb (MadoPatientPage *page, MadoPatient *patient, MadoMainWindow *self)
{
  select_tab (self, add_patient (self, patient, mado_patient_page_get_opened (page)));
}

void
mado_main_window_show_patients (MadoMainWindow *self, MadoOpened *opened)
{
  if (self->patient_page != NULL)
    gtk_stack_remove (self->stack, GTK_WIDGET (self->patient_page));
  self->patient_page = MADO_PATIENT_PAGE (mado_patient_page_new (opened));
  g_signal_connect_object (self->patient_page, "patient-activated",
                           G_CALLBACK (patient_activated_cb), self, 0);
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->patient_page));
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->patient_page));
}

static void
opened_cb (MadoOpener *opener, MadoOpened *opened, MadoMainWindow *self)
{
  const MadoScan *scan = opened->scan;
  guint n = g_list_model_get_n_items (scan->patients);
  AdwTabPage *first = NULL;

  g_clear_pointer (&self->last_opened, mado_opened_unref);
  self->last_opened = mado_opened_ref (opened);
  if (n == 0) {
    show_nothing_found (self, scan);
    return;
  }
  remember_recent (self, opened);
  if (n > MAX_TABS_AT_ONCE) {
    mado_main_window_show_patients (self, opened);
  } else {
    for (guint i = 0; i < n; i++) {
      g_autoptr (MadoPatient) patient = g_list_model_get_item (scan->patients, i);
      AdwTabPage *tab = add_patient (self, patient, opened);

      if (first == NULL)
        first = tab;
    }
    select_tab (self, first);
  }
  show_problem_toast (self, scan);
}

void
mado_main_window_connect_opener (MadoMainWindow *self)
{
  MadoOpener *opener = mado_application_get_opener (self->application);

  g_signal_connect_object (opener, "changed", G_CALLBACK (progress_changed_cb), self,
                           0);
  g_signal_connect_object (opener, "opened", G_CALLBACK (opened_cb), self, 0);
  g_signal_connect_object (opener, "failed", G_CALLBACK (failed_cb), self, 0);
  progress_changed_cb (opener, self);
}
