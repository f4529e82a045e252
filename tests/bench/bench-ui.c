/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: bench-ui FOLDER [IDLE-SECONDS]
 *
 * The desktop from outside, on its own X server: when its window and its first picture
 * are on the screen, how evenly pictures and planes follow while scrolling and dragging, what it
 * does when nothing happens.  FOLDER is a chest phantom: its
 * second series is a long stack. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench-common.h"
#include "mado-ui-frames.h"
#include "mado-ui-screen.h"
#include "mado-ui.h"

#define STEP    (G_USEC_PER_SEC / 60)
#define N_STEPS 240

/* Planes come at 30 a second. */
#define PLANE_STEP (G_USEC_PER_SEC / 30)
#define N_PLANES   510 /* from the middle to an end of 512, and back */

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Milliseconds between frames. */
static void
print_intervals (const char *name, GArray *frames)
{
  g_autoptr (GArray) intervals = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *median = g_strconcat (name, "-median", NULL);
  g_autofree char *p99 = g_strconcat (name, "-p99", NULL);
  g_autofree char *count = g_strconcat (name, "-frames", NULL);

  for (guint i = 1; i < frames->len; i++) {
    double ms = (double) (g_array_index (frames, gint64, i) -
                          g_array_index (frames, gint64, i - 1)) /
                1000.0;

    g_array_append_val (intervals, ms);
  }
  bench_print (count, frames->len);
  if (intervals->len == 0)
    return;
  g_array_sort (intervals, compare);
  bench_print (median, g_array_index (intervals, double, intervals->len / 2));
  bench_print (p99, g_array_index (intervals, double, intervals->len * 99 / 100));
}

static void
collect_until (gint64 end)
{
  while (g_get_monotonic_time () < end) {
    mado_ui_frames_collect ();
    g_usleep (500);
  }
}

static void
measure_scroll (MadoUi *ui)
{
  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);
  gint64 start;

  mado_ui_point (ui, viewport);
  mado_ui_frames_settle (G_USEC_PER_SEC / 2, 10 * G_USEC_PER_SEC);
  mado_ui_frames_start ();
  start = g_get_monotonic_time ();
  for (int i = 0; i < N_STEPS; i++) {
    int button = i % 120 < 60 ? 5 : 4;

    mado_ui_screen_button (button, TRUE);
    mado_ui_screen_button (button, FALSE);
    collect_until (start + (i + 1) * STEP);
  }

  g_autoptr (GArray) frames = mado_ui_frames_stop ();

  print_intervals ("scroll", frames);
}

static void
measure_drag (MadoUi *ui)
{
  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);
  g_autoptr (AtspiComponent) component =
      atspi_accessible_get_component_iface (viewport);
  g_autofree AtspiRect *r =
      atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);
  int x = r->x + r->width / 2, y = r->y + r->height / 2;
  gint64 start;

  mado_ui_screen_move (x, y);
  mado_ui_frames_settle (G_USEC_PER_SEC / 2, 10 * G_USEC_PER_SEC);
  mado_ui_screen_button (3, TRUE);
  mado_ui_frames_start ();
  start = g_get_monotonic_time ();
  for (int i = 0; i < N_STEPS; i++) {
    mado_ui_screen_move (x + 2 * ABS (i % 120 - 60), y + ABS (i % 80 - 40));
    collect_until (start + (i + 1) * STEP);
  }
  mado_ui_screen_button (3, FALSE);

  g_autoptr (GArray) frames = mado_ui_frames_stop ();

  print_intervals ("drag", frames);
}

static long
read_status (GPid pid, const char *key)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int) pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      (line = strstr (text, key)) == NULL)
    return 0;
  return atol (line + strlen (key));
}

/* Memory the program has (VmRSS:), or the most it had until now (VmHWM:), MB. */
static void
print_memory (MadoUi *ui, const char *name, const char *key)
{
  bench_print (name, (double) read_status (mado_ui_get_pid (ui), key) / 1000);
}

static gboolean
has_planes (MadoUi *ui, gpointer data)
{
  if (mado_ui_count (ui, ATSPI_ROLE_PANEL, "Viewport*") < 4)
    return FALSE;

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 1);
  g_autofree char *text = mado_ui_dup_description (viewport);

  return strstr (text, "Coronal plane") != NULL && strstr (text, "Loading") == NULL;
}

/* From the key to the last thing drawn: all slices are in the planes. */
static void
measure_opening (MadoUi *ui)
{
  gint64 start;

  mado_ui_frames_start ();
  start = g_get_monotonic_time ();
  mado_ui_key (ui, "m");
  collect_until (start + 4 * G_USEC_PER_SEC);

  g_autoptr (GArray) frames = mado_ui_frames_stop ();

  g_assert_cmpuint (frames->len, >, 0);
  bench_print ("mpr",
               (double) (g_array_index (frames, gint64, frames->len - 1) - start) /
                   G_USEC_PER_SEC);
  mado_ui_wait (ui, has_planes, NULL, "planes");
}

/* Opens the planes and goes through the coronal ones. */
static void
measure_planes (MadoUi *ui)
{
  gint64 start;

  measure_opening (ui);

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 1);

  mado_ui_point (ui, viewport);
  mado_ui_frames_settle (G_USEC_PER_SEC, 20 * G_USEC_PER_SEC);
  mado_ui_frames_start ();
  start = g_get_monotonic_time ();
  for (int i = 0; i < N_PLANES; i++) {
    int button = i < N_PLANES / 2 ? 5 : 4;

    mado_ui_screen_button (button, TRUE);
    mado_ui_screen_button (button, FALSE);
    collect_until (start + (i + 1) * PLANE_STEP);
  }

  g_autoptr (GArray) frames = mado_ui_frames_stop ();

  print_intervals ("planes", frames);
  print_memory (ui, "mpr-memory", "VmRSS:");
  print_memory (ui, "mpr-peak", "VmHWM:");
  mado_ui_key (ui, "m");
}

/* Seconds of processor the process has used. */
static double
read_cpu (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *text = NULL;
  unsigned long user = 0, system = 0;

  if (g_file_get_contents (path, &text, NULL, NULL))
    sscanf (strrchr (text, ')') + 2,
            "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return (double) (user + system) / (double) sysconf (_SC_CLK_TCK);
}

static void
measure_idle (MadoUi *ui, int seconds)
{
  GPid pid = mado_ui_get_pid (ui);

  mado_ui_frames_settle (2 * G_USEC_PER_SEC, 60 * G_USEC_PER_SEC);

  double cpu = read_cpu (pid);
  g_autoptr (GArray) frames = mado_ui_frames_watch (seconds * G_USEC_PER_SEC);

  bench_print ("idle-frames", frames->len);
  bench_print ("idle-cpu", 100 * (read_cpu (pid) - cpu) / seconds);
}

static gboolean
has_picture (MadoUi *ui, gpointer data)
{
  g_autofree char *text = mado_ui_dup_description (data);

  return strstr (text, "image ") != NULL && strstr (text, "Loading") == NULL;
}

static gboolean
has_stack (MadoUi *ui, gpointer data)
{
  g_autofree char *text = mado_ui_dup_description (data);

  return has_picture (ui, data) && strstr (text, "image 1/1,") == NULL;
}

/* From the click on a series that nobody has asked for yet. */
static void
measure_click (MadoUi *ui, AtspiAccessible *viewport)
{
  g_autoptr (AtspiAccessible) tile =
      mado_ui_find (ui, ATSPI_ROLE_PUSH_BUTTON, "Series 2 *");
  double start = bench_now ();

  mado_ui_click (ui, tile, 1);
  mado_ui_wait (ui, has_stack, viewport, "the stack");
  bench_print ("click", bench_now () - start);
}

static void
measure_start (void)
{
  double start = bench_now ();
  g_autoptr (MadoUi) ui = mado_ui_start (NULL, NULL, NULL);

  bench_print ("window", bench_now () - start);
}

int
main (int argc, char **argv)
{
  if (argc < 2)
    return 2;

  const char *folder = argv[1];
  int idle = argc > 2 ? atoi (argv[2]) : 60;

  argc = 1;
  mado_ui_init (&argc, &argv);
  measure_start ();

  double start = bench_now ();
  MadoUi *ui = mado_ui_start (NULL, folder, NULL);

  if (ui == NULL)
    return 1;

  g_autoptr (AtspiAccessible) viewport = mado_ui_find_viewport (ui, 0);

  mado_ui_wait (ui, has_picture, viewport, "a picture");
  bench_print ("picture", bench_now () - start);
  mado_ui_frames_settle (G_USEC_PER_SEC, 20 * G_USEC_PER_SEC);
  measure_click (ui, viewport);
  /* The rest of the series is loaded behind it. */
  mado_ui_frames_settle (3 * G_USEC_PER_SEC, 120 * G_USEC_PER_SEC);
  measure_scroll (ui);
  measure_drag (ui);
  print_memory (ui, "gui-peak", "VmHWM:");
  measure_planes (ui);
  measure_idle (ui, idle);
  mado_ui_stop (ui);
  return mado_ui_finish (0);
}
