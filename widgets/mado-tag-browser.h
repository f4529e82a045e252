/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoTagBrowser:
 *
 * A window that lists all elements of one file, with search in tag, name and
 * value.  Reads on a worker.
 */
#define MADO_TYPE_TAG_BROWSER (mado_tag_browser_get_type ())
G_DECLARE_FINAL_TYPE (MadoTagBrowser, mado_tag_browser, MADO, TAG_BROWSER, GtkWindow)

GtkWidget *mado_tag_browser_new (GtkWindow *parent) G_GNUC_WARN_UNUSED_RESULT;
void mado_tag_browser_set_path (MadoTagBrowser *self, const char *path);

G_END_DECLS
