/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-image-pixel-private.h"

#include <string.h>

#define TAG_SAMPLES_PER_PIXEL    MADO_TAG (0x0028, 0x0002)
#define TAG_PHOTOMETRIC          MADO_TAG (0x0028, 0x0004)
#define TAG_PLANAR_CONFIGURATION MADO_TAG (0x0028, 0x0006)
#define TAG_NUMBER_OF_FRAMES     MADO_TAG (0x0028, 0x0008)
#define TAG_ROWS                 MADO_TAG (0x0028, 0x0010)
#define TAG_COLUMNS              MADO_TAG (0x0028, 0x0011)
#define TAG_BITS_ALLOCATED       MADO_TAG (0x0028, 0x0100)
#define TAG_BITS_STORED          MADO_TAG (0x0028, 0x0101)
#define TAG_HIGH_BIT             MADO_TAG (0x0028, 0x0102)
#define TAG_PIXEL_REPRESENTATION MADO_TAG (0x0028, 0x0103)
#define TAG_FLOAT_PIXEL_DATA     MADO_TAG (0x7fe0, 0x0008)
#define TAG_DOUBLE_PIXEL_DATA    MADO_TAG (0x7fe0, 0x0009)

typedef struct {
  const char *name;
  MadoPhotometric value;
  int n_samples;
} Photometric;

static const Photometric photometrics[] = {
    {"MONOCHROME1", MADO_PHOTOMETRIC_MONOCHROME1, 1},
    {"MONOCHROME2", MADO_PHOTOMETRIC_MONOCHROME2, 1},
    {"PALETTE COLOR", MADO_PHOTOMETRIC_PALETTE_COLOR, 1},
    {"RGB", MADO_PHOTOMETRIC_RGB, 3},
    {"YBR_FULL", MADO_PHOTOMETRIC_YBR_FULL, 3},
    {"YBR_FULL_422", MADO_PHOTOMETRIC_YBR_FULL_422, 3},
    {"YBR_PARTIAL_422", MADO_PHOTOMETRIC_YBR_PARTIAL_422, 3},
    {"YBR_PARTIAL_420", MADO_PHOTOMETRIC_YBR_PARTIAL_420, 3},
    {"YBR_ICT", MADO_PHOTOMETRIC_YBR_ICT, 3},
    {"YBR_RCT", MADO_PHOTOMETRIC_YBR_RCT, 3},
};

/* Retired ones that PS3.3 still names. */
static const char *const unsupported_photometrics[] = {"ARGB", "CMYK", "HSV"};

/* An attribute that must be there and within limits. */
static bool
get_required (const MadoDicomItem *dataset,
              MadoTag tag,
              const char *name,
              int maximum,
              int *value,
              GError **error)
{
  int64_t stored = 0;

  if (!mado_dicom_item_get_int (dataset, tag, 0, &stored)) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN, "%s is missing",
                 name);
    return false;
  }
  if (stored < 1 || stored > maximum) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "%s is %" G_GINT64_FORMAT ", which is not possible", name, stored);
    return false;
  }
  *value = (int) stored;
  return true;
}

static int64_t
get_optional (const MadoDicomItem *dataset, MadoTag tag, int64_t fallback)
{
  int64_t value = fallback;

  mado_dicom_item_get_int (dataset, tag, 0, &value);
  return value;
}

static bool
parse_samples (const MadoDicomItem *dataset, MadoPixelFormat *format, GError **error)
{
  g_autofree char *name = mado_dicom_item_dup_string (dataset, TAG_PHOTOMETRIC);
  int64_t n_samples = get_optional (dataset, TAG_SAMPLES_PER_PIXEL, 0);
  const Photometric *photometric = NULL;

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (unsupported_photometrics); i++)
    if (strcmp (name, unsupported_photometrics[i]) == 0) {
      g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                   "Photometric Interpretation %s cannot be shown", name);
      return false;
    }
  /* ACR-NEMA files have no Photometric Interpretation. */
  if (name == NULL)
    name = g_strdup (n_samples == 3 ? "RGB" : "MONOCHROME2");
  for (gsize i = 0; i < G_N_ELEMENTS (photometrics); i++)
    if (strcmp (name, photometrics[i].name) == 0)
      photometric = &photometrics[i];
  if (photometric == NULL) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "Photometric Interpretation has an unknown value");
    return false;
  }
  if (n_samples == 0)
    n_samples = photometric->n_samples;
  if (n_samples == 2 || n_samples == 4) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "Images with %d samples per pixel cannot be shown", (int) n_samples);
    return false;
  }
  if (n_samples != photometric->n_samples) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "Samples per Pixel is %" G_GINT64_FORMAT
                 ", but Photometric Interpretation is %s",
                 n_samples, photometric->name);
    return false;
  }

  format->samples_per_pixel = (int) n_samples;
  format->photometric = photometric->value;
  return true;
}

static bool
check_bits_allocated (const MadoPixelFormat *format, GError **error)
{
  const int bits = format->bits_allocated;
  const bool is_whole = bits == 8 || bits == 16 || bits == 32;

  if (is_whole || (bits == 1 && format->samples_per_pixel == 1) ||
      (bits == 64 && format->is_float))
    return true;

  /* 12 was used by ACR-NEMA; integers of 64 bits exceed what we compute exactly. */
  g_set_error (error, MADO_DICOM_ERROR,
               bits == 1 || bits == 12 || bits == 24 || bits == 64
                   ? MADO_DICOM_ERROR_UNSUPPORTED
                   : MADO_DICOM_ERROR_BROKEN,
               "Bits Allocated is %d, which cannot be shown", bits);
  return false;
}

static bool
parse_bits (const MadoDicomItem *dataset, MadoPixelFormat *format, GError **error)
{
  int64_t stored, high;

  if (!get_required (dataset, TAG_BITS_ALLOCATED, "Bits Allocated", 64,
                     &format->bits_allocated, error) ||
      !check_bits_allocated (format, error))
    return false;

  stored = get_optional (dataset, TAG_BITS_STORED, format->bits_allocated);
  if (stored < 1 || stored > format->bits_allocated) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "Bits Stored is %" G_GINT64_FORMAT ", but Bits Allocated is %d",
                 stored, format->bits_allocated);
    return false;
  }
  high = get_optional (dataset, TAG_HIGH_BIT, stored - 1);
  if (high < stored - 1 || high >= format->bits_allocated) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "High Bit is %" G_GINT64_FORMAT
                 ", but Bits Stored is %" G_GINT64_FORMAT,
                 high, stored);
    return false;
  }

  format->bits_stored = (int) stored;
  format->high_bit = (int) high;
  format->is_signed = get_optional (dataset, TAG_PIXEL_REPRESENTATION, 0) == 1;
  return true;
}

/* PS3.3 C.7.6.24 and C.7.6.25: only Bits Allocated is there. */
static bool
parse_float (MadoTag pixel_tag,
             const MadoDicomItem *dataset,
             MadoPixelFormat *format,
             GError **error)
{
  const int bits = pixel_tag == TAG_FLOAT_PIXEL_DATA ? 32 : 64;

  if (get_optional (dataset, TAG_BITS_ALLOCATED, bits) != bits ||
      format->samples_per_pixel != 1) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "Bits Allocated contradicts the floating point pixel data");
    return false;
  }

  format->is_float = true;
  format->is_signed = true;
  format->bits_allocated = format->bits_stored = bits;
  format->high_bit = bits - 1;
  return true;
}

bool
mado_image_pixel_parse (const MadoDicomItem *dataset,
                        MadoTag pixel_tag,
                        MadoPixelFormat *format,
                        GError **error)
{
  const bool is_float =
      pixel_tag == TAG_FLOAT_PIXEL_DATA || pixel_tag == TAG_DOUBLE_PIXEL_DATA;
  MadoPixelFormat result = {0};
  int64_t n_frames, planar;

  if (!get_required (dataset, TAG_ROWS, "Rows", G_MAXUINT16, &result.rows, error) ||
      !get_required (dataset, TAG_COLUMNS, "Columns", G_MAXUINT16, &result.columns,
                     error) ||
      !parse_samples (dataset, &result, error))
    return false;
  if (is_float ? !parse_float (pixel_tag, dataset, &result, error)
               : !parse_bits (dataset, &result, error))
    return false;

  /* Some writers put 0 where there is one. */
  n_frames = MAX (get_optional (dataset, TAG_NUMBER_OF_FRAMES, 1), 1);
  planar = get_optional (dataset, TAG_PLANAR_CONFIGURATION, 0);
  if (n_frames > G_MAXINT || planar < 0 || planar > 1) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "%s has an impossible value",
                 n_frames > G_MAXINT ? "Number of Frames" : "Planar Configuration");
    return false;
  }
  result.n_frames = (int) n_frames;
  result.is_planar = result.samples_per_pixel > 1 && planar == 1;
  *format = result;
  return true;
}
