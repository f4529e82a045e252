/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-problems-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "mado-dialog-window.h"

/* A row of the list: strings only, made when the window is opened. */
#define MADO_TYPE_PROBLEM_ROW (mado_problem_row_get_type ())
G_DECLARE_FINAL_TYPE (MadoProblemRow, mado_problem_row, MADO, PROBLEM_ROW, GObject)

struct _MadoProblemRow {
  GObject parent_instance;
  char *columns[3]; /* owned: kind, path, reason */
};

G_DEFINE_FINAL_TYPE (MadoProblemRow, mado_problem_row, G_TYPE_OBJECT)

static void
mado_problem_row_finalize (GObject *object)
{
  MadoProblemRow *self = MADO_PROBLEM_ROW (object);

  for (int i = 0; i < 3; i++)
    g_free (self->columns[i]);
  G_OBJECT_CLASS (mado_problem_row_parent_class)->finalize (object);
}

static void
mado_problem_row_class_init (MadoProblemRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_problem_row_finalize;
}

static void
mado_problem_row_init (MadoProblemRow *self)
{
}

static const char *
get_kind_label (MadoProblemKind kind)
{
  switch (kind) {
  case MADO_PROBLEM_DUPLICATE:
    return _ ("Duplicate");
  case MADO_PROBLEM_NOT_DICOM:
    return _ ("Not DICOM");
  case MADO_PROBLEM_BROKEN:
    return _ ("Unreadable");
  }
  return "";
}

static void
append_row (GListStore *store, const char *kind, const char *path, const char *reason)
{
  g_autoptr (MadoProblemRow) row = g_object_new (MADO_TYPE_PROBLEM_ROW, NULL);

  row->columns[0] = g_strdup (kind);
  row->columns[1] = g_filename_display_name (path);
  row->columns[2] = g_strdup (reason != NULL ? reason : "");
  g_list_store_append (store, row);
}

/* What a reader must know of comes first: the broken ones. */
static GListStore *
list_rows (const MadoScan *scan)
{
  const MadoProblemKind order[] = {MADO_PROBLEM_BROKEN, MADO_PROBLEM_NOT_DICOM,
                                   MADO_PROBLEM_DUPLICATE};
  GListStore *store = g_list_store_new (MADO_TYPE_PROBLEM_ROW);

  for (guint i = 0; i < scan->unreadable_folders->len; i++)
    append_row (store, _ ("Folder"), g_ptr_array_index (scan->unreadable_folders, i),
                _ ("The folder could not be listed"));
  for (gsize k = 0; k < G_N_ELEMENTS (order); k++)
    for (guint i = 0; i < scan->problems->len; i++) {
      const MadoProblem *problem = g_ptr_array_index (scan->problems, i);

      if (problem->kind == order[k])
        append_row (store, get_kind_label (problem->kind), problem->path,
                    problem->reason);
    }
  return store;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* The end of a path tells more than its beginning. */
  gtk_label_set_ellipsize (GTK_LABEL (label), GPOINTER_TO_INT (column) == 1
                                                  ? PANGO_ELLIPSIZE_START
                                                  : PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  MadoProblemRow *row = gtk_list_item_get_item (item);
  const char *text = row->columns[GPOINTER_TO_INT (column)];

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
}

static void
append_column (GtkColumnView *view, int index, const char *title, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (index));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GINT_TO_POINTER (index));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, width);
  else
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (view, column);
}

static GtkWidget *
make_list (const MadoScan *scan)
{
  GtkSelectionModel *model =
      GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (list_rows (scan))));
  GtkWidget *view = gtk_column_view_new (model);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  append_column (GTK_COLUMN_VIEW (view), 0, _ ("Kind"), 110);
  append_column (GTK_COLUMN_VIEW (view), 1, C_ ("path", "File"), 360);
  append_column (GTK_COLUMN_VIEW (view), 2, _ ("Reason"), 0);
  gtk_widget_add_css_class (view, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Files not read"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  return scroller;
}

void
mado_problems_window_show (GtkWindow *parent, MadoOpened *opened)
{
  const MadoScan *scan = opened->scan;
  g_autofree char *subtitle = g_strdup_printf (
      _ ("%u seen, %u read, %u duplicates, %u not DICOM, %u unreadable"), scan->seen,
      scan->read, scan->duplicates, scan->not_dicom, scan->broken);
  GtkWidget *window = mado_dialog_window_new (
      parent, _ ("Files not read"),
      adw_window_title_new (_ ("Files not read"), subtitle), make_list (scan));

  gtk_window_set_default_size (GTK_WINDOW (window), 860, 460);
  gtk_window_present (GTK_WINDOW (window));
}
