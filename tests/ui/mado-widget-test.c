/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-widget-test.h"

#include "mado-dicom-writer.h"
#include "mado-scan.h"
#include "mado-test.h"
#include "mado-ui-screen.h"
#include "mado-widgets.h"

#define SIZE       16
#define TIMEOUT_MS 20000

gboolean
mado_widget_test_init (int *argc, char ***argv)
{
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_setenv ("GTK_USE_PORTAL", "0", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_unsetenv ("WAYLAND_DISPLAY");
  g_test_init (argc, argv, NULL);
  if (!mado_ui_screen_start ("1024x768")) {
    g_print ("1..0 # SKIP Xvfb is not installed\n");
    return FALSE;
  }
  gtk_init ();
  mado_widgets_init ();
  return TRUE;
}

int
mado_widget_test_finish (int status)
{
  /* GTK's own connection must not outlive the server. */
  gdk_display_close (gdk_display_get_default ());
  mado_ui_screen_stop ();
  return status;
}

int
mado_widget_test_get_gray (int series, int index)
{
  return 20 + (series * 100 + index * 20) % 200;
}

static void
set_geometry (MadoDicomWriter *writer, int index)
{
  const double position[3] = {0, 0, index};
  const double orientation[6] = {1, 0, 0, 0, 1, 0};
  const double spacing[2] = {1, 1};
  const double center = 128, width = 256;

  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0032), position, 3);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0020, 0x0037), orientation, 6);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1050), &center, 1);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x1051), &width, 1);
}

static void
set_pixels (MadoDicomWriter *writer, int gray)
{
  const MadoPixelFormat format = {
      SIZE, SIZE, 1, 1, 16, 16, 15, .photometric = MADO_PHOTOMETRIC_MONOCHROME2};
  guint16 pixels[SIZE * SIZE];

  for (int i = 0; i < SIZE * SIZE; i++)
    pixels[i] = GUINT16_TO_LE ((guint16) (gray + (i % SIZE < SIZE / 2 ? 0 : 8)));

  g_autoptr (GBytes) bytes = g_bytes_new (pixels, sizeof pixels);

  mado_dicom_writer_set_pixels (writer, &format, bytes);
}

static void
write_image (const char *folder, int series, int index)
{
  g_autoptr (MadoDicomWriter) writer = mado_dicom_writer_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("%d-%d.dcm", series, index);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *uid = g_strdup_printf ("2.25.%d.%d", series + 1, index + 1);
  g_autofree char *series_uid = g_strdup_printf ("2.25.%d", series + 1);
  g_autofree char *description = g_strdup_printf ("Series name %d", series + 1);

  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0016),
                                "1.2.840.10008.5.1.4.1.1.2");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0018), uid);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0020), "20260102");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0060), "CT");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x103e), description);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0010, 0x0020), "widgets");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000d), "2.25.999");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0020, 0x000e), series_uid);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x0011), series + 1);
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x0013), index + 1);
  set_geometry (writer, index);
  set_pixels (writer, mado_widget_test_get_gray (series, index));

  bool saved = mado_dicom_writer_save (writer, path, "1.2.840.10008.1.2.1", &error);

  g_assert_no_error (error);
  g_assert_true (saved);
}

static char *folder; /* kept until the process ends: frames are read late */

static void
remove_folder (void)
{
  mado_test_remove_tree (folder);
}

MadoPatient *
mado_widget_test_make_patient (int n_series, int n_slices)
{
  g_autofree char *part = NULL;
  g_autoptr (GError) error = NULL;
  static int n_patients;

  if (folder == NULL) {
    folder = mado_test_make_folder ();
    atexit (remove_folder);
  }
  part = g_strdup_printf ("%s/%d", folder, n_patients++);
  g_assert_cmpint (g_mkdir_with_parents (part, 0700), ==, 0);
  for (int series = 0; series < n_series; series++) {
    for (int index = 0; index < n_slices; index++)
      write_image (part, series, index);
  }

  const char *paths[] = {part, NULL};
  g_autoptr (MadoScan) scan = mado_scan_run (paths, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (scan->patients), ==, 1);
  return g_list_model_get_item (scan->patients, 0);
}

MadoDisplaySet *
mado_widget_test_get_set (MadoPatient *patient, int series)
{
  g_autoptr (MadoStudy) study =
      g_list_model_get_item (mado_patient_get_studies (patient), 0);
  g_autoptr (MadoSeries) one =
      g_list_model_get_item (mado_study_get_series (study), (guint) series);

  return g_list_model_get_item (mado_series_get_display_sets (one), 0);
}

MadoFrame *
mado_widget_test_decode (MadoDisplaySet *set, int index)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (set, index);
  g_autoptr (GError) error = NULL;
  MadoFrame *frame =
      mado_pixel_source_decode_frame (ref->instance->pixels, ref->frame, NULL, &error);

  g_assert_no_error (error);
  return frame;
}

static gboolean
quit_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
mado_widget_test_run_ms (int ms)
{
  gboolean is_over = FALSE;

  g_timeout_add ((guint) ms, quit_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

void
mado_widget_test_wait (MadoWidgetTestCondition condition, gpointer data)
{
  for (int waited = 0; !condition (data); waited += 5) {
    if (waited > TIMEOUT_MS)
      g_error ("waited in vain");
    mado_widget_test_run_ms (5);
  }
}

static gboolean
is_drawn (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

GtkWindow *
mado_widget_test_show (GtkWidget *widget, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  mado_widget_test_wait (is_drawn, widget);
  mado_widget_test_run_ms (100);
  return GTK_WINDOW (window);
}

/* GTK tells the actual value when it is not the expected one. */
char *
mado_widget_test_dup_description (GtkWidget *widget)
{
  return gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "\x01");
}

char *
mado_widget_test_dup_label (GtkWidget *widget)
{
  return gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, "\x01");
}

int
mado_widget_test_read_gray (GtkWidget *widget, int x, int y)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  const int width = gdk_paintable_get_intrinsic_width (paintable);
  const int height = gdk_paintable_get_intrinsic_height (paintable);

  gdk_paintable_snapshot (paintable, snapshot, width, height);

  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
      renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);

  g_assert_cmpint (x, <, width);
  g_assert_cmpint (y, <, height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  return (int) (pixels[y * width + x] & 0xff);
}

void
mado_widget_test_move (GtkWidget *widget, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double surface_x, surface_y;

  gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &x, &y);
  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  mado_ui_screen_move ((int) (x + surface_x), (int) (y + surface_y));
  mado_widget_test_run_ms (30);
}

void
mado_widget_test_drag (
    GtkWidget *widget, int button, double x, double y, double dx, double dy)
{
  mado_widget_test_move (widget, x, y);
  mado_ui_screen_button (button, TRUE);
  mado_widget_test_run_ms (20);
  mado_widget_test_move (widget, x + dx / 2, y + dy / 2);
  mado_widget_test_move (widget, x + dx, y + dy);
  mado_ui_screen_button (button, FALSE);
  mado_widget_test_run_ms (30);
}

void
mado_widget_test_click (GtkWidget *widget, int button, double x, double y, int n)
{
  mado_widget_test_move (widget, x, y);
  for (int i = 0; i < n; i++) {
    mado_ui_screen_button (button, TRUE);
    mado_ui_screen_button (button, FALSE);
  }
  mado_widget_test_run_ms (60);
}
