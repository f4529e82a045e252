/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-tag-browser.h"

struct _MadoTagBrowser {
  GtkWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (MadoTagBrowser, mado_tag_browser, GTK_TYPE_WINDOW)

static void
mado_tag_browser_class_init (MadoTagBrowserClass *klass)
{
}

static void
mado_tag_browser_init (MadoTagBrowser *self)
{
}

GtkWidget *
mado_tag_browser_new (GtkWindow *parent)
{
  return g_object_new (MADO_TYPE_TAG_BROWSER, "transient-for", parent, NULL);
}

void
mado_tag_browser_set_path (MadoTagBrowser *self, const char *path)
{
}
