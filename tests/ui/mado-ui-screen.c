/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-ui-screen.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <cairo.h>
#include <glib-unix.h>

static GPid server;
static Display *display;

void
mado_ui_die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* The server writes its number when it is ready, so that no two tests meet on one
 * display and nobody waits longer than needed. */
static void
server_setup (gpointer data)
{
  mado_ui_die_with_parent (NULL);
  dup2 (GPOINTER_TO_INT (data), 3);
}

static char *
read_number (int fd)
{
  GString *number = g_string_new (NULL);
  char c;

  while (read (fd, &c, 1) == 1 && c != '\n')
    g_string_append_c (number, c);
  return g_string_free (number, FALSE);
}

gboolean
mado_ui_screen_start (const char *size)
{
  g_autofree char *program = g_find_program_in_path ("Xvfb");
  g_autoptr (GError) error = NULL;
  int pipe_fds[2];

  if (program == NULL)
    return FALSE;

  g_autofree char *screen = g_strdup_printf ("%sx24", size);
  char *argv[] = {program,     "-displayfd", "3",        "-screen", "0", screen,
                  "-nolisten", "tcp",        "-noreset", "-ac",     NULL};

  if (!g_unix_open_pipe (pipe_fds, 0, &error) ||
      !g_spawn_async (NULL, argv, NULL,
                      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                          G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_LEAVE_DESCRIPTORS_OPEN,
                      server_setup, GINT_TO_POINTER (pipe_fds[1]), &server, &error))
    g_error ("Xvfb: %s", error->message);

  close (pipe_fds[1]);
  g_autofree char *number = read_number (pipe_fds[0]);
  g_autofree char *name = g_strconcat (":", number, NULL);

  close (pipe_fds[0]);
  g_setenv ("DISPLAY", name, TRUE);
  display = XOpenDisplay (name);
  if (display == NULL)
    g_error ("Xvfb: no display");
  return TRUE;
}

void
mado_ui_screen_stop (void)
{
  g_clear_pointer (&display, XCloseDisplay);
  if (server != 0) {
    kill (server, SIGTERM);
    waitpid (server, NULL, 0);
    server = 0;
  }
}

void
mado_ui_screen_find_window (const char *title, int *x, int *y)
{
  Window root = DefaultRootWindow (display), parent, *children = NULL;
  unsigned int n = 0;

  *x = *y = 0;
  XQueryTree (display, root, &root, &parent, &children, &n);
  for (unsigned int i = 0; i < n; i++) {
    XWindowAttributes attributes;
    XTextProperty name = {0};

    if (!XGetWindowAttributes (display, children[i], &attributes) ||
        attributes.map_state != IsViewable ||
        !XGetTextProperty (display, children[i], &name,
                           XInternAtom (display, "_NET_WM_NAME", False)) ||
        name.value == NULL)
      continue;
    if (strcmp ((char *) name.value, title) == 0) {
      *x = attributes.x;
      *y = attributes.y;
    }
    XFree (name.value);
  }
  if (children != NULL)
    XFree (children);
}

static KeySym
keysym_of (const char *name)
{
  static const struct {
    const char *alias, *name;
  } aliases[] = {{"ctrl", "Control_L"},
                 {"shift", "Shift_L"},
                 {"alt", "Alt_L"},
                 {"space", "space"}};

  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (aliases[i].alias, name) == 0)
      return XStringToKeysym (aliases[i].name);
  return XStringToKeysym (name);
}

/* All keys of "ctrl+shift+z" down, then up again in the other order. */
void
mado_ui_screen_key (const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, "+", -1);
  guint n = g_strv_length (parts);

  for (guint i = 0; i < 2 * n; i++) {
    const char *part = i < n ? parts[i] : parts[2 * n - 1 - i];
    KeyCode code = XKeysymToKeycode (display, keysym_of (part));

    if (code == 0)
      g_error ("no key %s on this keyboard", part);
    XTestFakeKeyEvent (display, code, i < n, CurrentTime);
  }
  XSync (display, False);
}

void
mado_ui_screen_move (int x, int y)
{
  XTestFakeMotionEvent (display, -1, x, y, CurrentTime);
  XSync (display, False);
}

void
mado_ui_screen_button (int button, gboolean pressed)
{
  XTestFakeButtonEvent (display, (unsigned int) button, pressed, CurrentTime);
  XSync (display, False);
}

gboolean
mado_ui_screen_save (const char *path)
{
  Window root = DefaultRootWindow (display);
  XWindowAttributes size;

  if (!XGetWindowAttributes (display, root, &size))
    return FALSE;

  XImage *image = XGetImage (display, root, 0, 0, (unsigned int) size.width,
                             (unsigned int) size.height, AllPlanes, ZPixmap);
  if (image == NULL)
    return FALSE;

  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, size.width, size.height);
  unsigned char *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  cairo_surface_flush (surface);
  for (int y = 0; y < size.height; y++)
    memcpy (pixels + (gsize) y * (gsize) stride,
            image->data + (gsize) y * (gsize) image->bytes_per_line,
            4 * (gsize) size.width);
  cairo_surface_mark_dirty (surface);

  gboolean written = cairo_surface_write_to_png (surface, path) == CAIRO_STATUS_SUCCESS;

  cairo_surface_destroy (surface);
  XDestroyImage (image);
  return written;
}
