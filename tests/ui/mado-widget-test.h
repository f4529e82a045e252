/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mado-study.h"

G_BEGIN_DECLS

/* Widgets in a window of their own on an X server without a screen, in this process:
 * for what the real program does too rarely or too fast to be caught. */

/* Replaces g_test_init() and gtk_init(); @status of g_test_run() comes back. */
gboolean mado_widget_test_init (int *argc, char ***argv);
int mado_widget_test_finish (int status);

/**
 * mado_widget_test_make_patient:
 * @n_series: each with @n_slices images of 16 × 16 px, numbered from 1
 *
 * Image i of series s has the stored value mado_widget_test_get_gray() and 8 more in
 * its right half, and a window that shows stored values as they are.
 *
 * Returns: (transfer full)
 */
MadoPatient *mado_widget_test_make_patient (int n_series,
                                            int n_slices) G_GNUC_WARN_UNUSED_RESULT;
MadoDisplaySet *mado_widget_test_get_set (MadoPatient *patient,
                                          int series) G_GNUC_WARN_UNUSED_RESULT;
int mado_widget_test_get_gray (int series, int index);

/* Decodes that image as the loader would. */
MadoFrame *mado_widget_test_decode (MadoDisplaySet *set,
                                    int index) G_GNUC_WARN_UNUSED_RESULT;

/* Puts @widget into a window of that size and waits until it is drawn. */
GtkWindow *mado_widget_test_show (GtkWidget *widget, int width, int height);

/* Runs the main loop for a while, or until @condition is true (else the test fails). */
void mado_widget_test_run_ms (int ms);
typedef gboolean (*MadoWidgetTestCondition) (gpointer data);
void mado_widget_test_wait (MadoWidgetTestCondition condition, gpointer data);

/* (transfer full): what assistive technology is told. */
char *mado_widget_test_dup_description (GtkWidget *widget);
char *mado_widget_test_dup_label (GtkWidget *widget);

/* Gray of one device px of @widget as it is drawn now. */
int mado_widget_test_read_gray (GtkWidget *widget, int x, int y);

/* Pointer input at a place in @widget. */
void mado_widget_test_move (GtkWidget *widget, double x, double y);
void mado_widget_test_drag (
    GtkWidget *widget, int button, double x, double y, double dx, double dy);
void mado_widget_test_click (GtkWidget *widget, int button, double x, double y, int n);

G_END_DECLS
