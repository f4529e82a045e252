/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-info-section.h"

struct _MadoInfoSection {
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *grid;
  GPtrArray *labels; /* borrowed from the grid: name, value, name, value ... */
  guint n_rows;      /* in use */
  gboolean has_extra;
};

G_DEFINE_FINAL_TYPE (MadoInfoSection, mado_info_section, GTK_TYPE_WIDGET)

static void
mado_info_section_dispose (GObject *object)
{
  MadoInfoSection *self = MADO_INFO_SECTION (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  G_OBJECT_CLASS (mado_info_section_parent_class)->dispose (object);
}

static void
mado_info_section_class_init (MadoInfoSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_info_section_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mado_info_section_init (MadoInfoSection *self)
{
  self->labels = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->box, "info-section");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
mado_info_section_new (const char *title)
{
  MadoInfoSection *self = g_object_new (MADO_TYPE_INFO_SECTION, NULL);
  GtkWidget *heading = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (self->box), heading);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 10);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
  gtk_box_append (GTK_BOX (self->box), self->grid);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return GTK_WIDGET (self);
}

void
mado_info_section_begin (MadoInfoSection *self)
{
  self->n_rows = 0;
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
append_row (MadoInfoSection *self)
{
  GtkWidget *name = new_label ("info-name");
  GtkWidget *value = new_label ("info-value");
  int row = self->labels->len / 2;

  gtk_label_set_width_chars (GTK_LABEL (name), 11);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 11);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), name, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), value, 1, row, 1, 1);
  g_ptr_array_add (self->labels, name);
  g_ptr_array_add (self->labels, value);
}

static void
set_label (MadoInfoSection *self, guint index, const char *text)
{
  GtkWidget *label = g_ptr_array_index (self->labels, index);

  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, TRUE);
}

void
mado_info_section_add (MadoInfoSection *self, const char *name, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  if (self->n_rows * 2 >= self->labels->len)
    append_row (self);
  set_label (self, self->n_rows * 2, name);
  set_label (self, self->n_rows * 2 + 1, value);
  self->n_rows++;
}

void
mado_info_section_end (MadoInfoSection *self)
{
  for (guint i = self->n_rows * 2; i < self->labels->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->labels, i), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_rows > 0 || self->has_extra);
}

void
mado_info_section_append (MadoInfoSection *self, GtkWidget *child)
{
  gtk_box_append (GTK_BOX (self->box), child);
  self->has_extra = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}
