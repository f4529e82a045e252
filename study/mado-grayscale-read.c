/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-grayscale-private.h"

#include <math.h>

#define TAG_PHOTOMETRIC            MADO_TAG (0x0028, 0x0004)
#define TAG_BITS_STORED            MADO_TAG (0x0028, 0x0101)
#define TAG_PIXEL_REPRESENTATION   MADO_TAG (0x0028, 0x0103)
#define TAG_PADDING_VALUE          MADO_TAG (0x0028, 0x0120)
#define TAG_PADDING_LIMIT          MADO_TAG (0x0028, 0x0121)
#define TAG_FLOAT_PADDING_VALUE    MADO_TAG (0x0028, 0x0122)
#define TAG_DOUBLE_PADDING_VALUE   MADO_TAG (0x0028, 0x0123)
#define TAG_FLOAT_PADDING_LIMIT    MADO_TAG (0x0028, 0x0124)
#define TAG_DOUBLE_PADDING_LIMIT   MADO_TAG (0x0028, 0x0125)
#define TAG_WINDOW_CENTER          MADO_TAG (0x0028, 0x1050)
#define TAG_WINDOW_WIDTH           MADO_TAG (0x0028, 0x1051)
#define TAG_RESCALE_INTERCEPT      MADO_TAG (0x0028, 0x1052)
#define TAG_RESCALE_SLOPE          MADO_TAG (0x0028, 0x1053)
#define TAG_RESCALE_TYPE           MADO_TAG (0x0028, 0x1054)
#define TAG_WINDOW_EXPLANATION     MADO_TAG (0x0028, 0x1055)
#define TAG_VOI_LUT_FUNCTION       MADO_TAG (0x0028, 0x1056)
#define TAG_MODALITY_LUT_SEQUENCE  MADO_TAG (0x0028, 0x3000)
#define TAG_MODALITY_LUT_TYPE      MADO_TAG (0x0028, 0x3004)
#define TAG_VOI_LUT_SEQUENCE       MADO_TAG (0x0028, 0x3010)
#define TAG_PRESENTATION_LUT_SHAPE MADO_TAG (0x2050, 0x0020)
#define TAG_UNITS                  MADO_TAG (0x0054, 0x1001)
#define TAG_SHARED_GROUPS          MADO_TAG (0x5200, 0x9229)
#define TAG_FRAME_VOI_LUT          MADO_TAG (0x0028, 0x9132)
#define TAG_PIXEL_VALUE            MADO_TAG (0x0028, 0x9145)

/* A term of the standard and how a reader writes it; an empty unit hides it. */
typedef struct {
  const char *term;
  const char *unit;
} UnitName;

static const UnitName unit_names[] = {
    {"1CM", "1/cm"},
    {"BQML", "Bq/ml"},
    {"CM2", "cm²"},
    {"CM2ML", "cm²/ml"},
    {"CNTS", "counts"},
    {"CPS", "counts/s"},
    {"GML", "g/ml"},
    {"GY", "Gy"},
    {"MGML", "mg/ml"},
    {"MGMINML", "mg/min/ml"},
    {"MLG", "ml/g"},
    {"MLMING", "ml/min/g"},
    {"NONE", ""},
    {"PCNT", "%"},
    {"PCT", "%"},
    {"PROPCNTS", "∝counts"},
    {"PROPCPS", "∝counts/s"},
    {"RELATIVE", ""},
    {"UMOLML", "µmol/ml"},
    {"UMOLMINML", "µmol/min/ml"},
    {"US", ""}, /* unspecified (PS3.3 C.11.1.1.2) */
};

/* What the pixels are like, from the format or from the data set alone. */
typedef struct {
  bool is_color;
  bool is_palette;
  bool is_inverted;
  bool is_signed;
  bool is_float;
  int bits_stored;
} PixelTraits;

static char *
dup_unit (const char *term)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unit_names); i++)
    if (g_strcmp0 (term, unit_names[i].term) == 0)
      return unit_names[i].unit[0] != '\0' ? g_strdup (unit_names[i].unit) : NULL;
  return g_strdup (term);
}

static PixelTraits
get_traits (const MadoGrayscaleItems *items)
{
  const MadoPixelFormat *format = items->format;
  g_autofree char *photometric =
      mado_dicom_item_dup_string (items->dataset, TAG_PHOTOMETRIC);
  int64_t representation = 0, bits_stored = 16;
  PixelTraits traits = {0};

  if (format != NULL) {
    traits.is_palette = format->photometric == MADO_PHOTOMETRIC_PALETTE_COLOR;
    traits.is_inverted = format->photometric == MADO_PHOTOMETRIC_MONOCHROME1;
    traits.is_color = format->samples_per_pixel > 1;
    traits.is_signed = format->is_signed;
    traits.is_float = format->is_float;
    traits.bits_stored = format->bits_stored;
    return traits;
  }
  mado_dicom_item_get_int (items->dataset, TAG_PIXEL_REPRESENTATION, 0,
                           &representation);
  mado_dicom_item_get_int (items->dataset, TAG_BITS_STORED, 0, &bits_stored);
  traits.is_palette = g_strcmp0 (photometric, "PALETTE COLOR") == 0;
  traits.is_inverted = g_strcmp0 (photometric, "MONOCHROME1") == 0;
  traits.is_color = photometric != NULL && !traits.is_palette &&
                    !g_str_has_prefix (photometric, "MONOCHROME");
  traits.is_signed = representation == 1;
  traits.bits_stored = (int) CLAMP (bits_stored, 1, 64);
  return traits;
}

/* PS3.3 C.11.1: a Modality LUT Sequence, or slope and intercept. */
static void
read_modality_lut (MadoGrayscale *self,
                   const MadoGrayscaleItems *items,
                   const PixelTraits *traits)
{
  const MadoDicomItem *lut_item =
      mado_dicom_item_get_item (items->transformation, TAG_MODALITY_LUT_SEQUENCE, 0);
  double slope = 1.0, intercept = 0.0;

  self->modality_lut = mado_lut_read (lut_item, traits->is_signed);
  if (self->modality_lut != NULL) {
    g_autofree char *type =
        mado_dicom_item_dup_string (lut_item, TAG_MODALITY_LUT_TYPE);

    self->unit = dup_unit (type);
    return;
  }

  bool has_slope =
      mado_dicom_item_get_double (items->transformation, TAG_RESCALE_SLOPE, 0, &slope);
  bool has_intercept = mado_dicom_item_get_double (
      items->transformation, TAG_RESCALE_INTERCEPT, 0, &intercept);

  /* Slope 0 would make every pixel the same: not a rescale. */
  if ((!has_slope && !has_intercept) || slope == 0.0)
    return;

  g_autofree char *type =
      mado_dicom_item_dup_string (items->transformation, TAG_RESCALE_TYPE);

  self->slope = slope;
  self->intercept = intercept;
  if (type != NULL)
    self->unit = dup_unit (type);
  else if (g_strcmp0 (items->modality, "CT") == 0)
    self->unit = g_strdup ("HU");
}

/* Units of PET (PS3.3 C.8.9.1.1.3) and of dose say more than Rescale Type. */
static void
read_unit (MadoGrayscale *self, const MadoGrayscaleItems *items)
{
  g_autofree char *units = mado_dicom_item_dup_string (items->dataset, TAG_UNITS);

  if (units == NULL)
    return;

  g_free (self->unit);
  self->unit = dup_unit (units);
}

static MadoVoiFunction
read_function (const MadoDicomItem *voi)
{
  g_autofree char *function = mado_dicom_item_dup_string (voi, TAG_VOI_LUT_FUNCTION);

  if (g_strcmp0 (function, "SIGMOID") == 0)
    return MADO_VOI_SIGMOID;
  if (g_strcmp0 (function, "LINEAR_EXACT") == 0)
    return MADO_VOI_LINEAR_EXACT;
  return MADO_VOI_LINEAR;
}

static bool
window_is_valid (const MadoWindow *window)
{
  if (!isfinite (window->center) || !isfinite (window->width))
    return false;
  if (window->function == MADO_VOI_LINEAR)
    return window->width >= 1.0;
  return window->width > 0.0;
}

/* IHE BIR (RAD TF-2 4.16.4.2.2.5.4): the windows of MR, XA and XRF images ignore
 * rescale, which their modules do not have.  Enhanced images have it, in a functional
 * group, and their windows are made for its output: phase images of Siemens XA30
 * (slope 2, intercept -4096, centre -240) would be white otherwise. */
static MadoWindowSpace
get_window_space (const MadoGrayscaleItems *items)
{
  static const char *const stored[] = {"MR", "XA", "RF", NULL};

  if (items->modality != NULL && items->transformation == items->dataset &&
      g_strv_contains (stored, items->modality))
    return MADO_WINDOW_SPACE_STORED;
  return MADO_WINDOW_SPACE_MODALITY;
}

static void
read_windows (MadoGrayscale *self, const MadoGrayscaleItems *items)
{
  int n_centers = mado_dicom_item_get_n_values (items->voi, TAG_WINDOW_CENTER);
  int n_widths = mado_dicom_item_get_n_values (items->voi, TAG_WINDOW_WIDTH);
  g_auto (GStrv) names =
      mado_dicom_item_dup_strings (items->voi, TAG_WINDOW_EXPLANATION);
  guint n_names = names != NULL ? g_strv_length (names) : 0;
  MadoWindow window = {.function = read_function (items->voi),
                       .space = get_window_space (items)};

  for (int i = 0; i < MIN (n_centers, n_widths); i++) {
    if (!mado_dicom_item_get_double (items->voi, TAG_WINDOW_CENTER, i,
                                     &window.center) ||
        !mado_dicom_item_get_double (items->voi, TAG_WINDOW_WIDTH, i, &window.width) ||
        !window_is_valid (&window))
      continue;

    MadoFileWindow *file_window = g_new0 (MadoFileWindow, 1);

    file_window->window = window;
    if ((guint) i < n_names && names[i][0] != '\0')
      file_window->explanation = g_strdup (names[i]);
    g_ptr_array_add (self->windows, file_window);
  }
}

/* The first value mapped is a modality value: signed when those can be negative. */
static void
read_voi_luts (MadoGrayscale *self,
               const MadoGrayscaleItems *items,
               const PixelTraits *traits)
{
  int n = mado_dicom_item_get_n_items (items->voi, TAG_VOI_LUT_SEQUENCE);
  bool is_signed =
      self->modality_lut == NULL && (traits->is_signed || self->intercept < 0.0);

  for (int i = 0; i < n; i++) {
    MadoLut *lut = mado_lut_read (
        mado_dicom_item_get_item (items->voi, TAG_VOI_LUT_SEQUENCE, i), is_signed);

    if (lut != NULL)
      g_ptr_array_add (self->voi_luts, lut);
  }
}

/* A padding value takes the sign of the pixels whatever VR it was written in, and
 * some write it masked to Bits Stored. */
static double
interpret_padding (int64_t value, const PixelTraits *traits)
{
  gint64 wide = traits->is_signed ? (gint16) (value & 0xffff) : (value & 0xffff);
  int bits = traits->bits_stored;

  if (traits->is_signed && bits < 16 && wide >= (gint64) 1 << (bits - 1) &&
      wide < (gint64) 1 << bits)
    wide -= (gint64) 1 << bits;
  return (double) wide;
}

static bool
read_padding_value (const MadoDicomItem *item,
                    const PixelTraits *traits,
                    MadoTag integer_tag,
                    const MadoTag float_tags[2],
                    double *value)
{
  int64_t integer = 0;

  if (traits->is_float)
    return mado_dicom_item_get_double (item, float_tags[0], 0, value) ||
           mado_dicom_item_get_double (item, float_tags[1], 0, value);
  if (traits->bits_stored > 16 ||
      !mado_dicom_item_get_int (item, integer_tag, 0, &integer))
    return false;

  *value = interpret_padding (integer, traits);
  return true;
}

/* PS3.3 C.7.5.1.1.2: one value, or a range between value and limit. */
static void
read_padding (MadoGrayscale *self,
              const MadoDicomItem *dataset,
              const PixelTraits *traits)
{
  static const MadoTag values[2] = {TAG_FLOAT_PADDING_VALUE, TAG_DOUBLE_PADDING_VALUE};
  static const MadoTag limits[2] = {TAG_FLOAT_PADDING_LIMIT, TAG_DOUBLE_PADDING_LIMIT};
  double value = 0.0, limit = 0.0;

  if (!read_padding_value (dataset, traits, TAG_PADDING_VALUE, values, &value))
    return;
  if (!read_padding_value (dataset, traits, TAG_PADDING_LIMIT, limits, &limit))
    limit = value;

  double n_values = exp2 (traits->bits_stored);

  /* A range that leaves nothing would hide the picture. */
  if (!traits->is_float && fabs (limit - value) >= n_values - 1.0)
    return;

  self->has_padding = true;
  self->padding_low = MIN (value, limit);
  self->padding_high = MAX (value, limit);
}

static void
read_monochrome (MadoGrayscale *self,
                 const MadoGrayscaleItems *items,
                 const PixelTraits *traits)
{
  g_autofree char *shape =
      mado_dicom_item_dup_string (items->dataset, TAG_PRESENTATION_LUT_SHAPE);

  self->is_inverted = traits->is_inverted || g_strcmp0 (shape, "INVERSE") == 0;
  read_modality_lut (self, items, traits);
  read_unit (self, items);
  read_windows (self, items);
  read_voi_luts (self, items, traits);
  read_padding (self, items->dataset, traits);
}

MadoGrayscale *
mado_grayscale_read (const MadoGrayscaleItems *items, GError **error)
{
  g_autoptr (MadoGrayscale) self = mado_grayscale_new_identity ();
  PixelTraits traits = get_traits (items);

  if (traits.is_palette) {
    self->palette = mado_palette_read (items->dataset, traits.is_signed, error);
    if (self->palette == NULL)
      return NULL;
  } else if (!traits.is_color) {
    read_monochrome (self, items, &traits);
  }
  return g_steal_pointer (&self);
}

MadoGrayscale *
mado_grayscale_new_from_item (const MadoDicomItem *item, const char *modality)
{
  const MadoDicomItem *shared = mado_dicom_item_get_item (item, TAG_SHARED_GROUPS, 0);
  const MadoDicomItem *transformation =
      mado_dicom_item_get_item (shared, TAG_PIXEL_VALUE, 0);
  const MadoDicomItem *voi = mado_dicom_item_get_item (shared, TAG_FRAME_VOI_LUT, 0);
  MadoGrayscaleItems items = {.dataset = item,
                              .transformation =
                                  transformation != NULL ? transformation : item,
                              .voi = voi != NULL ? voi : item,
                              .modality = modality};
  MadoGrayscale *self = mado_grayscale_read (&items, NULL);

  return self != NULL ? self : mado_grayscale_new_identity ();
}
