/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-layout-picker.h"

struct _MadoLayoutPicker {
  GtkPopover parent_instance;
};

G_DEFINE_FINAL_TYPE (MadoLayoutPicker, mado_layout_picker, GTK_TYPE_POPOVER)

static void
mado_layout_picker_class_init (MadoLayoutPickerClass *klass)
{
  g_signal_new ("layout-picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mado_layout_picker_init (MadoLayoutPicker *self)
{
}

GtkWidget *
mado_layout_picker_new (void)
{
  return g_object_new (MADO_TYPE_LAYOUT_PICKER, NULL);
}
