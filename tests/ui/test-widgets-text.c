/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-error-text.h"

#include <gio/gio.h>

#include "mado-dicom-error.h"
#include "mado-render-error.h"
#include "mado-sop-class-name.h"
#include "mado-tag-browser.h"
#include "mado-tag-row-private.h"
#include "mado-test.h"
#include "mado-widget-test.h"

typedef struct {
  GQuark (*domain) (void);
  int code;
  const char *heading;
} ErrorCase;

static const ErrorCase errors[] = {
    {mado_dicom_error_quark, MADO_DICOM_ERROR_IO, "The file could not be read"},
    {mado_dicom_error_quark, MADO_DICOM_ERROR_NOT_DICOM, "This is not a DICOM file"},
    {mado_dicom_error_quark, MADO_DICOM_ERROR_BROKEN, "The file is damaged"},
    {mado_dicom_error_quark, MADO_DICOM_ERROR_UNSUPPORTED,
     "This kind of image cannot be shown"},
    {mado_dicom_error_quark, MADO_DICOM_ERROR_NO_IMAGE, "This is not an image"},
    {mado_render_error_quark, MADO_RENDER_ERROR_GL,
     "The graphics card could not draw the picture"},
    {g_io_error_quark, G_IO_ERROR_NOT_FOUND, "The file or folder is not there"},
    {g_io_error_quark, G_IO_ERROR_NO_SPACE, "The disk is full"},
    {g_file_error_quark, G_FILE_ERROR_ACCES, "Reading is not allowed"},
    {g_io_error_quark, G_IO_ERROR_BUSY, "Something went wrong"},
    {g_markup_error_quark, 1, "Something went wrong"},
};

static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++) {
    g_autoptr (GError) error =
        g_error_new_literal (errors[i].domain (), errors[i].code, "details");
    g_autofree char *heading = mado_error_text_dup_heading (error);
    g_autofree char *advice = mado_error_text_dup_advice (error);

    g_assert_cmpstr (heading, ==, errors[i].heading);
    g_assert_cmpuint (strlen (advice), >, 10);
  }
}

static void
test_sop_classes (void)
{
  static const struct {
    const char *uid, *modality, *name;
  } cases[] = {
      {"1.2.840.10008.5.1.4.1.1.88.33", "SR", "SR document"},
      {"1.2.840.10008.5.1.4.1.1.88.59", "KO", "Key images"},
      {"1.2.840.10008.5.1.4.1.1.66.4", "SEG", "Segmentation"},
      {"1.2.840.10008.5.1.4.1.1.66", "CT", "Raw data"},
      {"1.2.840.10008.5.1.4.1.1.11.1", "PR", "Presentation state"},
      {"1.2.840.10008.5.1.4.1.1.481.3", "RTSTRUCT", "Radiotherapy structure set"},
      {"1.2.840.10008.5.1.4.1.1.2.1", "CT", "CT image"},
      {"1.2.840.10008.5.1.4.1.1.20", "NM", "Nuclear medicine image"},
      {"1.2.840.10008.5.1.4.1.1.9.1.1", "ECG", "Waveform"},
      {"1.2.840.10008.5.1.4.1.1.104.1", "DOC", "PDF document"},
      {"1.2.3", "XX", "XX object"},
      {NULL, NULL, "Other object"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = mado_sop_class_dup_name (cases[i].uid, cases[i].modality);

    g_assert_cmpstr (name, ==, cases[i].name);
  }
}

/* A reader types what is easiest to type. */
static void
test_search (void)
{
  static const struct {
    const char *value, *needle;
    gboolean matches;
  } cases[] = {
      {"ﾔﾏﾀﾞ^ﾀﾛｳ", "ヤマダ", TRUE}, /* half-width */
      {"ヤマダ^タロウ", "やまだ", TRUE},
      {"ＣＴ　胸部", "ct", TRUE}, /* full-width */
      {"Head", "HEAD", TRUE},
      {"Head", "0010,0010", TRUE}, /* the tag */
      {"Head", "00100010", TRUE},
      {"Head", "patientsname", FALSE},
      {"Head", "patientname", TRUE}, /* the name */
      {"\xff\xfe", "x", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MadoDicomElement *element = g_new0 (MadoDicomElement, 1);

    element->tag = MADO_TAG (0x0010, 0x0010);
    element->name = g_strdup ("PatientName");
    element->text = g_strdup (cases[i].value);

    g_autoptr (MadoTagRow) row = mado_tag_row_new (element);
    g_autofree char *needle = mado_tag_row_fold (cases[i].needle);

    g_assert_cmpint (mado_tag_row_matches (row, needle), ==, cases[i].matches);
  }
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_type (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
has_page (gpointer stack)
{
  const char *name = gtk_stack_get_visible_child_name (stack);

  return g_strcmp0 (name, "reading") != 0;
}

static guint
count_rows (GtkWidget *browser)
{
  GtkWidget *view = find_type (browser, GTK_TYPE_COLUMN_VIEW);

  return g_list_model_get_n_items (
      G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view))));
}

static void
test_browser (void)
{
  g_autoptr (MadoPatient) patient = mado_widget_test_make_patient (1, 1);
  g_autoptr (MadoDisplaySet) set = mado_widget_test_get_set (patient, 0);
  const char *path = mado_display_set_get_frame (set, 0)->instance->path;
  GtkWidget *browser = mado_tag_browser_new (NULL);
  GtkWidget *stack = find_type (browser, GTK_TYPE_STACK);
  GtkWidget *search = find_type (browser, GTK_TYPE_SEARCH_ENTRY);

  g_object_ref (browser);
  mado_tag_browser_set_path (MADO_TAG_BROWSER (browser), path);
  gtk_window_present (GTK_WINDOW (browser));
  mado_widget_test_wait (has_page, stack);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "list");
  mado_widget_test_run_ms (200); /* the list fills in idle time */
  g_assert_cmpuint (count_rows (browser), >, 20);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (browser)), ==, "DICOM Tags");

  gtk_editable_set_text (GTK_EDITABLE (search), "SERIES name 1");
  mado_widget_test_run_ms (400);
  g_assert_cmpuint (count_rows (browser), ==, 1);

  gtk_editable_set_text (GTK_EDITABLE (search), "");
  mado_tag_browser_set_path (MADO_TAG_BROWSER (browser), "/nowhere.dcm");
  mado_widget_test_wait (has_page, stack);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "error");

  gtk_window_destroy (GTK_WINDOW (browser));
  mado_widget_test_run_ms (100);
  g_assert_finalize_object (G_OBJECT (browser));
}

int
main (int argc, char **argv)
{
  if (!mado_widget_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/mado/widgets/error-text", test_errors);
  g_test_add_func ("/mado/widgets/sop-class-name", test_sop_classes);
  g_test_add_func ("/mado/widgets/tag-row/search", test_search);
  g_test_add_func ("/mado/widgets/tag-browser", test_browser);
  return mado_widget_test_finish (g_test_run ());
}
