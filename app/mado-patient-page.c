/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-patient-page.h"

#include <string.h>

#include <glib/gi18n.h>

#include "mado-info-text.h"

struct _MadoPatientPage {
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *search;
  GtkLabel *count;
  GtkCustomFilter *filter; /* borrowed from the model */
  GtkSortListModel *model; /* borrowed from the view */
  char *needle;            /* case-folded; nullable */
  MadoOpened *opened;
};

G_DEFINE_FINAL_TYPE (MadoPatientPage, mado_patient_page, GTK_TYPE_WIDGET)

enum { PATIENT_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef enum {
  COLUMN_NAME = 1,
  COLUMN_FURIGANA,
  COLUMN_ID,
  COLUMN_BIRTH,
  COLUMN_SEX,
  COLUMN_LAST,
  COLUMN_DESCRIPTION,
  COLUMN_MODALITIES,
  COLUMN_IMAGES,
} Column;

static guint
count_images (MadoStudy *study, GString *modalities)
{
  GListModel *all = mado_study_get_series (study);
  guint n_series = g_list_model_get_n_items (all), n_images = 0;

  for (guint i = 0; i < n_series; i++) {
    g_autoptr (MadoSeries) series = g_list_model_get_item (all, i);
    GListModel *sets = mado_series_get_display_sets (series);
    const char *modality = mado_series_get_info (series)->modality;
    guint n_sets = g_list_model_get_n_items (sets);

    if (strstr (modalities->str, modality) == NULL)
      g_string_append_printf (modalities, "%s%s", modalities->len > 0 ? " " : "",
                              modality);
    for (guint j = 0; j < n_sets; j++) {
      g_autoptr (MadoDisplaySet) set = g_list_model_get_item (sets, j);

      n_images += mado_display_set_get_n_frames (set);
    }
  }
  return n_images;
}

static char *
dup_total (MadoPatient *patient, Column column)
{
  GListModel *studies = mado_patient_get_studies (patient);
  guint n_studies = g_list_model_get_n_items (studies), n_images = 0;
  g_autoptr (GString) modalities = g_string_new (NULL);

  for (guint i = 0; i < n_studies; i++) {
    g_autoptr (MadoStudy) study = g_list_model_get_item (studies, i);

    n_images += count_images (study, modalities);
  }
  return column == COLUMN_IMAGES ? g_strdup_printf ("%u", n_images)
                                 : g_strdup (modalities->str);
}

static char *
dup_text (MadoPatient *patient, Column column)
{
  const MadoSeriesInfo *info = mado_patient_get_info (patient);

  switch (column) {
  case COLUMN_NAME:
    return mado_info_text_dup_name (info);
  case COLUMN_FURIGANA:
    return mado_person_name_dup_furigana (info->patient_name);
  case COLUMN_ID:
    return g_strdup (info->patient_id);
  case COLUMN_BIRTH:
    return mado_info_text_dup_date (info->patient_birth_date);
  case COLUMN_SEX:
    return mado_info_text_dup_sex (info->patient_sex);
  case COLUMN_LAST:
    return mado_info_text_dup_date (info->study_date);
  case COLUMN_DESCRIPTION:
    return g_strdup (info->study_description);
  case COLUMN_MODALITIES:
  case COLUMN_IMAGES:
    return dup_total (patient, column);
  }
  return NULL;
}

static gboolean
matches_cb (gpointer item, gpointer data)
{
  MadoPatientPage *self = data;
  const Column searched[] = {COLUMN_NAME,        COLUMN_FURIGANA,   COLUMN_ID,
                             COLUMN_DESCRIPTION, COLUMN_MODALITIES, COLUMN_LAST};
  const MadoSeriesInfo *info = mado_patient_get_info (item);
  const char *romaji = info->patient_name->alphabetic;

  if (self->needle == NULL)
    return TRUE;
  if (romaji != NULL) {
    g_autofree char *folded = g_utf8_casefold (romaji, -1);

    g_strdelimit (folded, "^", ' ');
    if (strstr (folded, self->needle) != NULL)
      return TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (searched); i++) {
    g_autofree char *text = dup_text (item, searched[i]);
    g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

    if (folded != NULL && strstr (folded, self->needle) != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
update_count (MadoPatientPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u patient", "%u patients", n), n);

  gtk_label_set_text (self->count, text);
}

static void
search_changed_cb (GtkSearchEntry *entry, MadoPatientPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  g_clear_pointer (&self->needle, g_free);
  if (text[0] != '\0')
    self->needle = g_utf8_casefold (text, -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_count (self);
}

static void
activate_cb (GtkColumnView *view, guint position, MadoPatientPage *self)
{
  g_autoptr (MadoPatient) patient =
      g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (patient != NULL)
    g_signal_emit (self, signals[PATIENT_ACTIVATED], 0, patient);
}

static void
search_activate_cb (GtkSearchEntry *entry, MadoPatientPage *self)
{
  activate_cb (NULL, 0, self);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label),
                        GPOINTER_TO_INT (column) == COLUMN_IMAGES ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  g_autofree char *text =
      dup_text (gtk_list_item_get_item (item), GPOINTER_TO_INT (column));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      text != NULL ? text : "");
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer column)
{
  g_autofree char *left = dup_text ((gpointer) a, GPOINTER_TO_INT (column));
  g_autofree char *right = dup_text ((gpointer) b, GPOINTER_TO_INT (column));

  if (GPOINTER_TO_INT (column) == COLUMN_IMAGES)
    return gtk_ordering_from_cmpfunc (
        (int) (g_ascii_strtoll (left, NULL, 10) - g_ascii_strtoll (right, NULL, 10)));
  return gtk_ordering_from_cmpfunc (
      g_utf8_collate (left != NULL ? left : "", right != NULL ? right : ""));
}

static void
append_column (GtkColumnView *view, Column index, const char *title, gboolean expands)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter =
      GTK_SORTER (gtk_custom_sorter_new (compare_cb, GINT_TO_POINTER (index), NULL));
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (index));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GINT_TO_POINTER (index));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, expands);
  gtk_column_view_append_column (view, column);
}

static GtkWidget *
make_view (MadoPatientPage *self)
{
  GtkWidget *widget = gtk_column_view_new (NULL);
  GtkColumnView *view = GTK_COLUMN_VIEW (widget);
  GListModel *patients = g_object_ref (self->opened->scan->patients);
  GtkFilterListModel *filtered;

  self->filter = gtk_custom_filter_new (matches_cb, self, NULL);
  filtered = gtk_filter_list_model_new (patients, GTK_FILTER (self->filter));
  self->model = gtk_sort_list_model_new (
      G_LIST_MODEL (filtered), g_object_ref (gtk_column_view_get_sorter (view)));
  g_autoptr (GtkSelectionModel) selection =
      GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (self->model)));
  gtk_column_view_set_model (view, selection);
  append_column (view, COLUMN_NAME, C_ ("patient", "Name"), TRUE);
  append_column (view, COLUMN_FURIGANA, _ ("Furigana"), FALSE);
  append_column (view, COLUMN_ID, _ ("Patient ID"), TRUE);
  append_column (view, COLUMN_BIRTH, _ ("Birth date"), FALSE);
  append_column (view, COLUMN_SEX, _ ("Sex"), FALSE);
  append_column (view, COLUMN_LAST, _ ("Last study"), FALSE);
  append_column (view, COLUMN_DESCRIPTION, _ ("Description"), TRUE);
  append_column (view, COLUMN_MODALITIES, _ ("Modality"), FALSE);
  append_column (view, COLUMN_IMAGES, _ ("Images"), FALSE);
  gtk_widget_add_css_class (widget, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Patients"), -1);
  g_signal_connect (widget, "activate", G_CALLBACK (activate_cb), self);
  return widget;
}

static gboolean
mado_patient_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (MADO_PATIENT_PAGE (widget)->search);
}

static void
mado_patient_page_dispose (GObject *object)
{
  MadoPatientPage *self = MADO_PATIENT_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->needle, g_free);
  g_clear_pointer (&self->opened, mado_opened_unref);
  G_OBJECT_CLASS (mado_patient_page_parent_class)->dispose (object);
}

static void
mado_patient_page_class_init (MadoPatientPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_patient_page_dispose;
  widget_class->grab_focus = mado_patient_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[PATIENT_ACTIVATED] =
      g_signal_new ("patient-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, MADO_TYPE_PATIENT);
}

static void
mado_patient_page_init (MadoPatientPage *self)
{
}

GtkWidget *
mado_patient_page_new (MadoOpened *opened)
{
  MadoPatientPage *self = g_object_new (MADO_TYPE_PATIENT_PAGE, NULL);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->opened = mado_opened_ref (opened);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->search = gtk_search_entry_new ();
  self->count = GTK_LABEL (gtk_label_new (NULL));
  g_object_set (self->search, "placeholder-text",
                _ ("Name, furigana, ID, description, modality"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search patients"),
                                  -1);
  gtk_widget_set_hexpand (self->search, TRUE);
  gtk_box_append (GTK_BOX (bar), self->search);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->count));
  gtk_widget_add_css_class (bar, "patient-bar");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_view (self));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), bar);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect (self->search, "search-changed", G_CALLBACK (search_changed_cb),
                    self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  update_count (self);
  return GTK_WIDGET (self);
}

MadoOpened *
mado_patient_page_get_opened (MadoPatientPage *self)
{
  return self->opened;
}
