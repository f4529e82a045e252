/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoInfoSection:
 *
 * A heading and rows of name and value.  Filled between begin and end; labels are
 * used again, so that filling it while scrolling is cheap.  Hidden when empty.
 */
#define MADO_TYPE_INFO_SECTION (mado_info_section_get_type ())
G_DECLARE_FINAL_TYPE (MadoInfoSection, mado_info_section, MADO, INFO_SECTION, GtkWidget)

GtkWidget *mado_info_section_new (const char *title) G_GNUC_WARN_UNUSED_RESULT;
void mado_info_section_begin (MadoInfoSection *self);
/* @value NULL or empty: no row. */
void mado_info_section_add (MadoInfoSection *self, const char *name, const char *value);
void mado_info_section_end (MadoInfoSection *self);
/* Below the rows, always shown. */
void mado_info_section_append (MadoInfoSection *self, GtkWidget *child);

G_END_DECLS
