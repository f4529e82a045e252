/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-tag-browser.h"

#include <glib/gi18n-lib.h>

#include "mado-error-text.h"
#include "mado-tag-row-private.h"

#define INDENT 14 /* px for each level of nesting */

struct _MadoTagBrowser {
  GtkWindow parent_instance;

  /* template children */
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkColumnView *view;
  GtkSingleSelection *selection;
  GtkFilterListModel *filtered;
  GtkCustomFilter *filter;
  GtkLabel *error_heading;
  GtkLabel *error_advice;
  GtkLabel *error_details;
  GtkLabel *count;

  GListStore *rows;      /* owned (element-type MadoTagRow) */
  char *needle;          /* owned, nullable: folded; NULL shows all */
  GCancellable *reading; /* owned, nullable: the newest request */
};

G_DEFINE_FINAL_TYPE (MadoTagBrowser, mado_tag_browser, GTK_TYPE_WINDOW)

static void
read_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (MadoDicomFile) file = mado_dicom_file_open (data, &error);

  if (file == NULL) {
    g_task_return_error (task, error);
    return;
  }

  g_autoptr (GPtrArray) elements = mado_dicom_file_list_elements (file);
  GPtrArray *rows = g_ptr_array_new_full (elements->len, g_object_unref);

  g_ptr_array_set_free_func (elements, NULL);
  for (guint i = 0; i < elements->len; i++)
    g_ptr_array_add (rows, mado_tag_row_new (g_ptr_array_index (elements, i)));
  g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
}

static void
update_count (MadoTagBrowser *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u element", "%u elements", n), n);

  gtk_label_set_text (self->count, text);
}

static void
show_error (MadoTagBrowser *self, const GError *error)
{
  g_autofree char *heading = mado_error_text_dup_heading (error);
  g_autofree char *advice = mado_error_text_dup_advice (error);

  gtk_label_set_text (self->error_heading, heading);
  gtk_label_set_text (self->error_advice, advice);
  gtk_label_set_text (self->error_details, error->message);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MadoTagBrowser) self = user_data; /* the reference set_path () took */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL) {
    show_error (self, error);
    return;
  }
  g_list_store_splice (self->rows, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static gboolean
filter_cb (gpointer item, gpointer user_data)
{
  MadoTagBrowser *self = user_data;

  return self->needle == NULL || mado_tag_row_matches (item, self->needle);
}

static void
search_changed_cb (MadoTagBrowser *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = mado_tag_row_fold (text);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
stop_search_cb (MadoTagBrowser *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
copy_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  MadoTagBrowser *self = user_data;
  MadoTagRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (row == NULL)
    return FALSE;

  const char *text = mado_tag_row_get_element (row)->text;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text != NULL ? text : "");
  return TRUE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_tag_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  MadoTagRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *tag = mado_tag_row_dup_tag (row);

  gtk_label_set_text (GTK_LABEL (label), tag);
  gtk_widget_set_margin_start (label, INDENT * mado_tag_row_get_element (row)->depth);
}

static void
bind_vr_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  MadoTagRow *row = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      mado_tag_row_get_element (row)->vr);
}

static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  MadoTagRow *row = gtk_list_item_get_item (item);
  const char *name = mado_tag_row_get_element (row)->name;

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      name != NULL ? name : "");
}

static void
bind_value_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  MadoTagRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = mado_tag_row_get_element (row)->text;

  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_tooltip_text (label, text != NULL && *text != '\0' ? text : NULL);
}

static void
bind_length_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  MadoTagRow *row = gtk_list_item_get_item (item);
  const guint32 length = mado_tag_row_get_element (row)->length;
  /* Translators: the length of a sequence that the file does not say */
  g_autofree char *text = length == G_MAXUINT32 ? g_strdup (_ ("undefined"))
                                                : g_strdup_printf ("%u", length);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
mado_tag_browser_dispose (GObject *object)
{
  MadoTagBrowser *self = MADO_TAG_BROWSER (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  /* The filter may still be asked after this object is gone. */
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), MADO_TYPE_TAG_BROWSER);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->needle, g_free);

  G_OBJECT_CLASS (mado_tag_browser_parent_class)->dispose (object);
}

static void
mado_tag_browser_class_init (MadoTagBrowserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_tag_browser_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/madoviewer/Mado/widgets/mado-tag-browser.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, search);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, stack);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, view);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, selection);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, filtered);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, filter);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, error_heading);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, error_advice);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, error_details);
  gtk_widget_class_bind_template_child (widget_class, MadoTagBrowser, count);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_tag_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_vr_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_value_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_length_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
mado_tag_browser_init (MadoTagBrowser *self)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  self->rows = g_list_store_new (MADO_TYPE_TAG_ROW);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, filter_cb, self, NULL);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (self->rows));
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (update_count),
                           self, G_CONNECT_SWAPPED);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (shortcuts),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                        gtk_callback_action_new (copy_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->view), shortcuts);
}

GtkWidget *
mado_tag_browser_new (GtkWindow *parent)
{
  return g_object_new (MADO_TYPE_TAG_BROWSER, "transient-for", parent, NULL);
}

void
mado_tag_browser_set_path (MadoTagBrowser *self, const char *path)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MADO_IS_TAG_BROWSER (self));
  g_return_if_fail (path != NULL);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  g_list_store_remove_all (self->rows);
  gtk_stack_set_visible_child_name (self->stack, "reading");

  task = g_task_new (NULL, self->reading, read_cb, g_object_ref (self));
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_worker);
}
