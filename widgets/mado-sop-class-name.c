/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-sop-class-name.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define STORAGE "1.2.840.10008.5.1.4.1.1."

typedef struct {
  const char *prefix; /* of the UID (PS3.4 B.5); a whole family where it ends in "." */
  const char *name;
} SopClassName;

/* The first that fits. */
static const SopClassName names[] = {
    {STORAGE "88.59", N_ ("Key images")},
    {STORAGE "88.67", N_ ("Radiation dose report")},
    {STORAGE "88.68", N_ ("Radiation dose report")},
    {STORAGE "88.73", N_ ("Radiation dose report")},
    {STORAGE "88.74", N_ ("Radiation dose report")},
    {STORAGE "88.76", N_ ("Radiation dose report")},
    {STORAGE "88.65", N_ ("CAD result")},
    {STORAGE "88.69", N_ ("CAD result")},
    {STORAGE "88.50", N_ ("CAD result")},
    {STORAGE "88.", N_ ("SR document")},
    {STORAGE "11.", N_ ("Presentation state")},
    {STORAGE "66.4", N_ ("Segmentation")},
    {STORAGE "66.7", N_ ("Segmentation")},
    {STORAGE "66.8", N_ ("Segmentation")},
    {STORAGE "66.5", N_ ("Surface segmentation")},
    {STORAGE "66.6", N_ ("Tractography")},
    {STORAGE "66.1", N_ ("Spatial registration")},
    {STORAGE "66.3", N_ ("Spatial registration")},
    {STORAGE "66.2", N_ ("Fiducials")},
    {STORAGE "66", N_ ("Raw data")},
    {STORAGE "67", N_ ("Real world value mapping")},
    {STORAGE "30", N_ ("Parametric map")},
    {STORAGE "68.", N_ ("Surface scan")},
    {STORAGE "90.1", N_ ("Content assessment")},
    {STORAGE "9.", N_ ("Waveform")},
    {STORAGE "104.1", N_ ("PDF document")},
    {STORAGE "104.2", N_ ("Clinical document")},
    {STORAGE "104.", N_ ("3D model")},
    {STORAGE "481.1", N_ ("Radiotherapy image")},
    {STORAGE "481.2", N_ ("Radiotherapy dose")},
    {STORAGE "481.3", N_ ("Radiotherapy structure set")},
    {STORAGE "481.5", N_ ("Radiotherapy plan")},
    {STORAGE "481.8", N_ ("Radiotherapy plan")},
    {STORAGE "481.", N_ ("Radiotherapy object")},
    {STORAGE "77.1.4.1", N_ ("Video")},
    {STORAGE "77.1.1.1", N_ ("Video")},
    {STORAGE "77.1.2.1", N_ ("Video")},
    {STORAGE "4.2", N_ ("MR spectroscopy")},
    {STORAGE "1.2", N_ ("Mammogram")},
    {STORAGE "1", N_ ("Radiograph")},
    {STORAGE "2", N_ ("CT image")},
    {STORAGE "3", N_ ("Ultrasound image")},
    {STORAGE "4", N_ ("MR image")},
    {STORAGE "6", N_ ("Ultrasound image")},
    {STORAGE "7", N_ ("Secondary capture image")},
    {STORAGE "12", N_ ("Angiography or fluoroscopy image")},
    {STORAGE "13", N_ ("Tomosynthesis image")},
    {STORAGE "20", N_ ("Nuclear medicine image")},
    {STORAGE "77", N_ ("Visible light image")},
    {STORAGE "128", N_ ("PET image")},
    {STORAGE "130", N_ ("PET image")},
    {"1.2.840.10008.1.3.10", N_ ("Media directory (DICOMDIR)")},
};

static gboolean
fits (const char *uid, const char *prefix)
{
  if (g_str_has_suffix (prefix, "."))
    return g_str_has_prefix (uid, prefix);
  return g_str_equal (uid, prefix) ||
         (g_str_has_prefix (uid, prefix) && uid[strlen (prefix)] == '.');
}

char *
mado_sop_class_dup_name (const char *uid, const char *modality)
{
  for (size_t i = 0; uid != NULL && i < G_N_ELEMENTS (names); i++) {
    if (fits (uid, names[i].prefix))
      return g_strdup (_ (names[i].name));
  }
  if (modality == NULL)
    return g_strdup (_ ("Other object"));
  /* Translators: a DICOM object of an unknown kind; %s is its modality, such as "CT" */
  return g_strdup_printf (_ ("%s object"), modality);
}
