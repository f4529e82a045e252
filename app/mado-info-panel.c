/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-info-panel.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "mado-codec.h"
#include "mado-info-section.h"
#include "mado-info-text.h"
#include "mado-overlay.h"

#define PANEL_WIDTH     272
#define UPDATE_DELAY_MS 120

struct _MadoInfoPanel {
  GtkWidget parent_instance;
  GtkWidget *scroller;
  MadoInfoSection *patient_section, *study_section, *series_section;
  MadoInfoSection *image_section, *trust_section, *files_section;
  GtkWidget *trust_label;
  MadoPatient *patient;
  MadoOpened *opened;
  MadoViewport *viewport; /* weak */
  guint update_id;
};

G_DEFINE_FINAL_TYPE (MadoInfoPanel, mado_info_panel, GTK_TYPE_WIDGET)

static void
fill_patient (MadoInfoPanel *self, const MadoSeriesInfo *info)
{
  MadoInfoSection *section = self->patient_section;
  g_autofree char *name = mado_info_text_dup_name (info);
  g_autofree char *furigana = mado_person_name_dup_furigana (info->patient_name);
  g_autofree char *birth = mado_info_text_dup_date (info->patient_birth_date);
  g_autofree char *sex = mado_info_text_dup_sex (info->patient_sex);
  g_autofree char *age = mado_info_text_dup_age (info->patient_age);
  g_autofree char *romaji = NULL;

  if (info->patient_name->ideographic != NULL &&
      info->patient_name->alphabetic != NULL) {
    romaji = g_strdup (info->patient_name->alphabetic);
    g_strdelimit (romaji, "^", ' ');
    g_strstrip (romaji);
  }
  mado_info_section_begin (section);
  mado_info_section_add (section, C_ ("patient", "Name"), name);
  mado_info_section_add (section, _ ("Furigana"), furigana);
  mado_info_section_add (section, _ ("Romaji"), romaji);
  mado_info_section_add (section, _ ("Patient ID"), info->patient_id);
  mado_info_section_add (section, _ ("Birth date"), birth);
  mado_info_section_add (section, _ ("Sex"), sex);
  mado_info_section_add (section, _ ("Age"), age);
  mado_info_section_end (section);
}

static void
fill_study (MadoInfoPanel *self, const MadoSeriesInfo *info)
{
  MadoInfoSection *section = self->study_section;
  g_autofree char *date =
      mado_info_text_dup_date_time (info->study_date, info->study_time);

  mado_info_section_begin (section);
  mado_info_section_add (section, _ ("Date"), date);
  mado_info_section_add (section, _ ("Description"), info->study_description);
  mado_info_section_add (section, _ ("Study ID"), info->study_id);
  mado_info_section_add (section, _ ("Accession"), info->accession_number);
  mado_info_section_add (section, _ ("Institution"), info->institution);
  mado_info_section_end (section);
}

static void
fill_series (MadoInfoPanel *self, MadoDisplaySet *set)
{
  const MadoSeriesInfo *info = mado_display_set_get_info (set);
  MadoInfoSection *section = self->series_section;
  g_autofree char *number =
      info->series_number >= 0 ? g_strdup_printf ("%d", info->series_number) : NULL;
  g_autofree char *images = g_strdup_printf ("%d", mado_display_set_get_n_frames (set));
  g_autofree char *label = mado_overlay_dup_stack_label (set);

  mado_info_section_begin (section);
  mado_info_section_add (section, _ ("Number"), number);
  mado_info_section_add (section, _ ("Description"), info->series_description);
  mado_info_section_add (section, _ ("Stack"), label);
  mado_info_section_add (section, _ ("Modality"), info->modality);
  mado_info_section_add (section, _ ("Images"), images);
  mado_info_section_add (section, _ ("Body part"), info->body_part);
  mado_info_section_add (section, _ ("Protocol"), info->protocol);
  mado_info_section_add (section, _ ("Manufacturer"), info->manufacturer);
  mado_info_section_add (section, _ ("Model"), info->model);
  mado_info_section_end (section);
}

static void
add_pixels (MadoInfoSection *section, const MadoPixelSource *pixels)
{
  const MadoPixelFormat *format = mado_pixel_source_get_format (pixels);
  g_autofree char *size = g_strdup_printf ("%d × %d", format->columns, format->rows);
  g_autofree char *bits =
      format->samples_per_pixel > 1
          ? g_strdup_printf ("%d × %d bit", format->samples_per_pixel,
                             format->bits_stored)
          : g_strdup_printf ("%d bit", format->bits_stored);

  mado_info_section_add (section, C_ ("image", "Size"), size);
  mado_info_section_add (section, _ ("Depth"), bits);
  mado_info_section_add (
      section, _ ("Coding"),
      mado_codec_get_name (mado_pixel_source_get_transfer_syntax (pixels)));
}

static void
fill_image (MadoInfoPanel *self, MadoDisplaySet *set, int index)
{
  const MadoFrameRef *ref = mado_display_set_get_frame (set, index);
  const MadoInstance *instance = ref->instance;
  MadoInfoSection *section = self->image_section;
  g_autofree char *place =
      g_strdup_printf ("%d / %d", index + 1, mado_display_set_get_n_frames (set));
  g_autofree char *number = instance->instance_number >= 0
                                ? g_strdup_printf ("%d", instance->instance_number)
                                : NULL;
  g_autofree char *frame =
      instance->n_frames > 1
          ? g_strdup_printf ("%d / %d", ref->frame + 1, instance->n_frames)
          : NULL;
  const char *when = instance->acquisition_date_time;
  gboolean has_time = when != NULL && strlen (when) > 8;
  g_autofree char *taken =
      mado_info_text_dup_date_time (when, has_time ? when + 8 : NULL);
  g_autofree char *spacing = mado_info_text_dup_spacing (ref->info);
  g_autofree char *thickness =
      ref->info->slice_thickness > 0
          ? g_strdup_printf ("%.4g mm", ref->info->slice_thickness)
          : NULL;
  g_autofree char *position =
      ref->info->has_plane
          ? g_strdup_printf ("%.1f, %.1f, %.1f mm", ref->info->position[0],
                             ref->info->position[1], ref->info->position[2])
          : NULL;

  mado_info_section_begin (section);
  mado_info_section_add (section, _ ("Place"), place);
  mado_info_section_add (section, _ ("Number"), number);
  mado_info_section_add (section, _ ("Frame"), frame);
  mado_info_section_add (section, _ ("Acquired"), taken);
  mado_info_section_add (section, _ ("Type"), instance->image_type);
  if (instance->pixels != NULL)
    add_pixels (section, instance->pixels);
  mado_info_section_add (section, _ ("Pixel spacing"), spacing);
  mado_info_section_add (section, _ ("Thickness"), thickness);
  mado_info_section_add (section, _ ("Position"), position);
  mado_info_section_add (section, _ ("Laterality"), instance->laterality);
  mado_info_section_add (section, _ ("View"), instance->view_position);
  mado_info_section_add (section, _ ("Contrast"), instance->contrast_agent);
  mado_info_section_end (section);
}

static void
fill_trust (MadoInfoPanel *self)
{
  g_autofree char *details = mado_viewport_dup_trust_details (self->viewport);

  gtk_label_set_text (GTK_LABEL (self->trust_label), details != NULL ? details : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trust_section),
                          details != NULL && details[0] != '\0');
}

static void
clear (MadoInfoSection *section)
{
  mado_info_section_begin (section);
  mado_info_section_end (section);
}

static void
update (MadoInfoPanel *self)
{
  MadoDisplaySet *set =
      self->viewport != NULL ? mado_viewport_get_display_set (self->viewport) : NULL;

  if (set != NULL) {
    fill_patient (self, mado_display_set_get_info (set));
    fill_study (self, mado_display_set_get_info (set));
    fill_series (self, set);
    if (mado_viewport_get_mpr (self->viewport) == NULL)
      fill_image (self, set, mado_viewport_get_index (self->viewport));
    else
      clear (self->image_section);
    fill_trust (self);
    return;
  }
  fill_patient (self, mado_patient_get_info (self->patient));
  fill_study (self, mado_patient_get_info (self->patient));
  clear (self->series_section);
  clear (self->image_section);
  gtk_widget_set_visible (GTK_WIDGET (self->trust_section), FALSE);
}

static void
fill_files (MadoInfoPanel *self)
{
  const MadoScan *scan = self->opened->scan;
  MadoInfoSection *section = self->files_section;
  const struct {
    const char *name;
    guint n;
    gboolean is_always;
  } rows[] = {
      {_ ("Seen"), scan->seen, TRUE},
      {C_ ("files", "Read"), scan->read, TRUE},
      {_ ("Duplicates"), scan->duplicates, FALSE},
      {_ ("Not DICOM"), scan->not_dicom, FALSE},
      {_ ("Unreadable"), scan->broken, FALSE},
      {_ ("Folders not read"), scan->unreadable_folders->len, FALSE},
  };

  mado_info_section_begin (section);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *number = g_strdup_printf ("%u", rows[i].n);

    if (rows[i].is_always || rows[i].n > 0)
      mado_info_section_add (section, rows[i].name, number);
  }
  mado_info_section_end (section);
  if (scan->problems->len + scan->unreadable_folders->len > 0) {
    GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_List of files not read…"));

    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.problems");
    mado_info_section_append (section, button);
  }
}

static gboolean
update_cb (gpointer data)
{
  MadoInfoPanel *self = data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
mado_info_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (mado_info_panel_parent_class)->map (widget);
  update (MADO_INFO_PANEL (widget));
}

static void
mado_info_panel_dispose (GObject *object)
{
  MadoInfoPanel *self = MADO_INFO_PANEL (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_weak_pointer (&self->viewport);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->patient);
  g_clear_pointer (&self->opened, mado_opened_unref);
  G_OBJECT_CLASS (mado_info_panel_parent_class)->dispose (object);
}

static void
mado_info_panel_class_init (MadoInfoPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_info_panel_dispose;
  widget_class->map = mado_info_panel_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
}

static MadoInfoSection *
add_section (GtkWidget *box, const char *title)
{
  GtkWidget *section = mado_info_section_new (title);

  gtk_box_append (GTK_BOX (box), section);
  return MADO_INFO_SECTION (section);
}

static void
mado_info_panel_init (MadoInfoPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_add_css_class (box, "info-panel");
  self->trust_section = add_section (box, _ ("About this picture"));
  self->patient_section = add_section (box, _ ("Patient"));
  self->study_section = add_section (box, _ ("Study"));
  self->series_section = add_section (box, _ ("Series"));
  self->image_section = add_section (box, C_ ("frame", "Image"));
  self->files_section = add_section (box, _ ("Files"));

  self->trust_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->trust_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->trust_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->trust_label), 0);
  mado_info_section_append (self->trust_section, self->trust_label);
  gtk_widget_set_visible (GTK_WIDGET (self->trust_section), FALSE);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_widget_set_size_request (self->scroller, PANEL_WIDTH, -1);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Information"), -1);
}

GtkWidget *
mado_info_panel_new (MadoPatient *patient, MadoOpened *opened)
{
  MadoInfoPanel *self = g_object_new (MADO_TYPE_INFO_PANEL, NULL);

  self->patient = g_object_ref (patient);
  self->opened = mado_opened_ref (opened);
  fill_files (self);
  return GTK_WIDGET (self);
}

void
mado_info_panel_follow (MadoInfoPanel *self, MadoViewport *viewport)
{
  g_set_weak_pointer (&self->viewport, viewport);
  /* The pictures come first: while the reader scrolls, the panel waits. */
  if (self->update_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->update_id = g_timeout_add (UPDATE_DELAY_MS, update_cb, self);
}
