/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-instance-private.h"

#include <math.h>
#include <string.h>

#define GROUP_FRAME_CONTENT       MADO_TAG (0x0020, 0x9111)
#define GROUP_CARDIAC             MADO_TAG (0x0018, 0x9118)
#define GROUP_MR_ECHO             MADO_TAG (0x0018, 0x9114)
#define GROUP_MR_MODIFIER         MADO_TAG (0x0018, 0x9115)
#define GROUP_MR_TIMING           MADO_TAG (0x0018, 0x9112)
#define GROUP_MR_DIFFUSION        MADO_TAG (0x0018, 0x9117)
#define GROUP_MR_FRAME_TYPE       MADO_TAG (0x0018, 0x9226)
#define GROUP_CT_FRAME_TYPE       MADO_TAG (0x0018, 0x9329)
#define GROUP_PET_FRAME_TYPE      MADO_TAG (0x0018, 0x9751)
#define GROUP_PIXEL_MEASURES      MADO_TAG (0x0028, 0x9110)
#define GROUP_CT_XRAY             MADO_TAG (0x0018, 0x9325)
#define GROUP_CT_RECONSTRUCTION   MADO_TAG (0x0018, 0x9314)
#define GROUP_TEMPORAL            MADO_TAG (0x0020, 0x9310)
#define GROUP_SEGMENT             MADO_TAG (0x0062, 0x000a)
#define TAG_IMAGE_TYPE            MADO_TAG (0x0008, 0x0008)
#define TAG_FRAME_TYPE            MADO_TAG (0x0008, 0x9007)
#define TAG_COMPLEX_COMPONENT     MADO_TAG (0x0008, 0x9208)
#define TAG_STACK_ID              MADO_TAG (0x0020, 0x9056)
#define TAG_ECHO_NUMBER           MADO_TAG (0x0018, 0x0086)
#define TAG_ECHO_TIME             MADO_TAG (0x0018, 0x0081)
#define TAG_EFFECTIVE_ECHO_TIME   MADO_TAG (0x0018, 0x9082)
#define TAG_INVERSION_TIME        MADO_TAG (0x0018, 0x0082)
#define TAG_INVERSION_TIMES       MADO_TAG (0x0018, 0x9079)
#define TAG_FLIP_ANGLE            MADO_TAG (0x0018, 0x1314)
#define TAG_KVP                   MADO_TAG (0x0018, 0x0060)
#define TAG_SLICE_THICKNESS       MADO_TAG (0x0018, 0x0050)
#define TAG_KERNEL                MADO_TAG (0x0018, 0x1210)
#define TAG_B_VALUE               MADO_TAG (0x0018, 0x9087)
#define TAG_GRADIENT_DIRECTION    MADO_TAG (0x0018, 0x9089)
#define TAG_DIRECTION_SEQUENCE    MADO_TAG (0x0018, 0x9076)
#define TAG_DIRECTIONALITY        MADO_TAG (0x0018, 0x9075)
#define TAG_TEMPORAL_IDENTIFIER   MADO_TAG (0x0020, 0x0100)
#define TAG_TEMPORAL_INDEX        MADO_TAG (0x0020, 0x9128)
#define TAG_TEMPORAL_OFFSET       MADO_TAG (0x0020, 0x930d)
#define TAG_FRAME_REFERENCE_TIME  MADO_TAG (0x0054, 0x1300)
#define TAG_TRIGGER_TIME          MADO_TAG (0x0018, 0x1060)
#define TAG_NOMINAL_PHASE         MADO_TAG (0x0020, 0x9241)
#define TAG_NOMINAL_TRIGGER_DELAY MADO_TAG (0x0020, 0x9153)
#define TAG_ACQUISITION_NUMBER    MADO_TAG (0x0020, 0x0012)
#define TAG_FRAME_ACQUISITION     MADO_TAG (0x0020, 0x9156)
#define TAG_ACQUISITION_DATE_TIME MADO_TAG (0x0008, 0x002a)
#define TAG_ACQUISITION_TIME      MADO_TAG (0x0008, 0x0032)
#define TAG_CONTENT_TIME          MADO_TAG (0x0008, 0x0033)
#define TAG_FRAME_DATE_TIME       MADO_TAG (0x0018, 0x9074)
#define TAG_SEGMENT_NUMBER        MADO_TAG (0x0062, 0x000b)
#define TAG_DIMENSION_SEQUENCE    MADO_TAG (0x0020, 0x9222)
#define TAG_DIMENSION_POINTER     MADO_TAG (0x0020, 0x9165)
#define TAG_DIMENSION_VALUES      MADO_TAG (0x0020, 0x9157)

const MadoDicomItem *
mado_frame_items_get_group (const MadoFrameItems *self, MadoTag sequence)
{
  const MadoDicomItem *item = mado_dicom_item_get_item (self->per_frame, sequence, 0);

  return item != NULL ? item : mado_dicom_item_get_item (self->shared, sequence, 0);
}

/* ";" and "=" are ours. */
static void
add_text (GString *key, const char *name, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;

  if (key->len > 0)
    g_string_append_c (key, ';');
  g_string_append_printf (key, "%s=", name);
  for (const char *c = value; *c != '\0'; c++)
    g_string_append_c (key, *c == ';' || *c == '=' ? ' ' : *c);
}

static void
add_number (GString *key, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  add_text (key, name, g_ascii_formatd (text, sizeof text, "%.6g", value));
}

/* The first of the two items that has @tag names the value. */
static bool
add_number_of (GString *key,
               const char *name,
               const MadoDicomItem *group,
               MadoTag group_tag,
               const MadoDicomItem *dataset,
               MadoTag tag)
{
  double value = 0.0;

  if (!mado_dicom_item_get_double (group, group_tag, 0, &value) &&
      !mado_dicom_item_get_double (dataset, tag, 0, &value))
    return false;

  add_number (key, name, value);
  return true;
}

static void
add_joined_of (GString *key,
               const char *name,
               const MadoDicomItem *group,
               MadoTag group_tag,
               const MadoDicomItem *dataset,
               MadoTag tag)
{
  char *value = mado_instance_read_joined (group, group_tag);

  if (value == NULL)
    value = mado_instance_read_joined (dataset, tag);
  add_text (key, name, value);
  g_clear_pointer (&value, g_ref_string_release);
}

/* De-identification often takes the creator away and leaves its elements: then the
 * manufacturer says whose they are. */
static bool
has_creator (const MadoDicomItem *dataset,
             guint16 group,
             const char *creator,
             const char *manufacturer)
{
  g_autofree char *name =
      mado_dicom_item_dup_string (dataset, MADO_TAG (group, 0x0010));
  g_autofree char *maker = NULL;

  if (name != NULL && name[0] != '\0')
    return g_str_has_prefix (name, creator);
  maker = mado_dicom_item_dup_string (dataset, MADO_TAG (0x0008, 0x0070));
  return maker != NULL &&
         g_ascii_strncasecmp (maker, manufacturer, strlen (manufacturer)) == 0;
}

/* The private b-values of scanners older than (0018,9087).  GE adds a multiple of
 * 10^9 for its own purposes. */
static bool
read_private_b_value (const MadoDicomItem *dataset, double *b)
{
  if (has_creator (dataset, 0x0019, "SIEMENS MR HEADER", "SIEMENS"))
    return mado_dicom_item_get_double (dataset, MADO_TAG (0x0019, 0x100c), 0, b);
  if (has_creator (dataset, 0x2001, "Philips Imaging DD 001", "Philips"))
    return mado_dicom_item_get_double (dataset, MADO_TAG (0x2001, 0x1003), 0, b);
  if (has_creator (dataset, 0x0043, "GEMS_PARM_01", "GE MEDICAL") &&
      mado_dicom_item_get_double (dataset, MADO_TAG (0x0043, 0x1039), 0, b)) {
    *b = fmod (*b, 1e9);
    if (*b > 100000.0)
      *b = fmod (*b, 100000.0);
    return true;
  }
  return false;
}

static bool
read_private_direction (const MadoDicomItem *dataset, double direction[3])
{
  if (has_creator (dataset, 0x0019, "SIEMENS MR HEADER", "SIEMENS"))
    return mado_dicom_item_get_doubles (dataset, MADO_TAG (0x0019, 0x100e), direction,
                                        3);
  if (has_creator (dataset, 0x0019, "GEMS_ACQU_01", "GE MEDICAL"))
    return mado_dicom_item_get_double (dataset, MADO_TAG (0x0019, 0x10bb), 0,
                                       &direction[0]) &&
           mado_dicom_item_get_double (dataset, MADO_TAG (0x0019, 0x10bc), 0,
                                       &direction[1]) &&
           mado_dicom_item_get_double (dataset, MADO_TAG (0x0019, 0x10bd), 0,
                                       &direction[2]);
  return false;
}

static void
add_direction (GString *key,
               const MadoFrameItems *items,
               const MadoDicomItem *diffusion)
{
  const MadoDicomItem *item =
      mado_dicom_item_get_item (diffusion, TAG_DIRECTION_SEQUENCE, 0);
  double d[3];

  if (!mado_dicom_item_get_doubles (item, TAG_GRADIENT_DIRECTION, d, 3) &&
      !mado_dicom_item_get_doubles (items->dataset, TAG_GRADIENT_DIRECTION, d, 3) &&
      !read_private_direction (items->dataset, d))
    return;
  if (d[0] == 0.0 && d[1] == 0.0 && d[2] == 0.0)
    return;

  char text[3 * G_ASCII_DTOSTR_BUF_SIZE];
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  text[0] = '\0';
  for (int i = 0; i < 3; i++) {
    /* + 0.0 turns -0.000 into 0.000 */
    double rounded = round (d[i] * 1000.0) / 1000.0 + 0.0;

    if (i > 0)
      g_strlcat (text, ",", sizeof text);
    g_strlcat (text, g_ascii_formatd (number, sizeof number, "%.3f", rounded),
               sizeof text);
  }
  add_text (key, "dir", text);
}

/* MR Diffusion (PS3.3 C.8.13.5.9). */
static void
add_diffusion (GString *key, const MadoFrameItems *items)
{
  const MadoDicomItem *diffusion =
      mado_frame_items_get_group (items, GROUP_MR_DIFFUSION);
  double b = 0.0;
  bool has_b = mado_dicom_item_get_double (diffusion, TAG_B_VALUE, 0, &b) ||
               mado_dicom_item_get_double (items->dataset, TAG_B_VALUE, 0, &b) ||
               read_private_b_value (items->dataset, &b);

  if (has_b)
    add_number (key, "b", b);
  if (!has_b || b > 0.0)
    add_direction (key, items, diffusion);

  g_autofree char *directionality =
      mado_dicom_item_dup_string (diffusion, TAG_DIRECTIONALITY);

  add_text (key, "diffusion", directionality);
}

static void
add_image_type (GString *key, const MadoFrameItems *items)
{
  static const MadoTag groups[] = {GROUP_MR_FRAME_TYPE, GROUP_CT_FRAME_TYPE,
                                   GROUP_PET_FRAME_TYPE};
  const MadoDicomItem *group = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (groups) && group == NULL; i++)
    group = mado_frame_items_get_group (items, groups[i]);

  add_joined_of (key, "type", group, TAG_FRAME_TYPE, items->dataset, TAG_IMAGE_TYPE);
  add_joined_of (key, "part", group, TAG_COMPLEX_COMPONENT, items->dataset,
                 TAG_COMPLEX_COMPONENT);
}

static void
add_acquisition_physics (GString *key, const MadoFrameItems *items)
{
  const MadoDicomItem *dataset = items->dataset;
  const MadoDicomItem *echo = mado_frame_items_get_group (items, GROUP_MR_ECHO);
  const MadoDicomItem *modifier = mado_frame_items_get_group (items, GROUP_MR_MODIFIER);
  const MadoDicomItem *timing = mado_frame_items_get_group (items, GROUP_MR_TIMING);
  const MadoDicomItem *xray = mado_frame_items_get_group (items, GROUP_CT_XRAY);
  const MadoDicomItem *reconstruction =
      mado_frame_items_get_group (items, GROUP_CT_RECONSTRUCTION);

  add_number_of (key, "echo", NULL, 0, dataset, TAG_ECHO_NUMBER);
  add_number_of (key, "te", echo, TAG_EFFECTIVE_ECHO_TIME, dataset, TAG_ECHO_TIME);
  add_number_of (key, "ti", modifier, TAG_INVERSION_TIMES, dataset, TAG_INVERSION_TIME);
  add_number_of (key, "fa", timing, TAG_FLIP_ANGLE, dataset, TAG_FLIP_ANGLE);
  add_number_of (key, "kvp", xray, TAG_KVP, dataset, TAG_KVP);
  add_joined_of (key, "kernel", reconstruction, TAG_KERNEL, dataset, TAG_KERNEL);
  add_number_of (key, "thickness",
                 mado_frame_items_get_group (items, GROUP_PIXEL_MEASURES),
                 TAG_SLICE_THICKNESS, dataset, TAG_SLICE_THICKNESS);
}

/* Seconds since midnight of "HHMMSS.ffffff"; false when there is no time. */
static bool
parse_time (const char *text, double *seconds)
{
  int digits[6];

  for (int i = 0; i < 6; i++) {
    if (!g_ascii_isdigit (text[i]))
      return false;
    digits[i] = text[i] - '0';
  }
  *seconds = (digits[0] * 10 + digits[1]) * 3600.0 +
             (digits[2] * 10 + digits[3]) * 60.0 + digits[4] * 10 + digits[5];
  if (text[6] == '.')
    *seconds += g_ascii_strtod (text + 6, NULL);
  return true;
}

/* Seconds; only differences within a series mean something. */
static bool
read_time (const MadoDicomItem *item, MadoTag tag, bool has_date, double *seconds)
{
  g_autofree char *text = mado_dicom_item_dup_string (item, tag);
  double day = 0.0;

  if (text == NULL)
    return false;
  if (!has_date)
    return parse_time (text, seconds);
  if (strlen (text) < 14)
    return false;

  g_autofree char *date = g_strndup (text, 8);

  if (!parse_time (text + 8, seconds))
    return false;
  day = g_ascii_strtod (date + 6, NULL);
  *seconds += day * 86400.0;
  return true;
}

static bool
read_acquisition_time (const MadoFrameItems *items,
                       const MadoDicomItem *content,
                       double *seconds)
{
  return read_time (content, TAG_FRAME_DATE_TIME, true, seconds) ||
         read_time (items->dataset, TAG_ACQUISITION_DATE_TIME, true, seconds) ||
         read_time (items->dataset, TAG_ACQUISITION_TIME, false, seconds) ||
         read_time (items->dataset, TAG_CONTENT_TIME, false, seconds);
}

/* Adds what orders frames in time; the most explicit of it is the time order. */
static double
add_times (GString *key, const MadoFrameItems *items)
{
  const MadoDicomItem *dataset = items->dataset;
  const MadoDicomItem *content =
      mado_frame_items_get_group (items, GROUP_FRAME_CONTENT);
  const MadoDicomItem *cardiac = mado_frame_items_get_group (items, GROUP_CARDIAC);
  const MadoDicomItem *temporal = mado_frame_items_get_group (items, GROUP_TEMPORAL);
  double position = 0.0, phase = 0.0, seconds = 0.0;
  bool has_position =
      mado_dicom_item_get_double (content, TAG_TEMPORAL_INDEX, 0, &position) ||
      mado_dicom_item_get_double (temporal, TAG_TEMPORAL_OFFSET, 0, &position) ||
      mado_dicom_item_get_double (dataset, TAG_TEMPORAL_IDENTIFIER, 0, &position) ||
      mado_dicom_item_get_double (dataset, TAG_FRAME_REFERENCE_TIME, 0, &position);
  bool has_phase =
      mado_dicom_item_get_double (cardiac, TAG_NOMINAL_TRIGGER_DELAY, 0, &phase) ||
      mado_dicom_item_get_double (cardiac, TAG_NOMINAL_PHASE, 0, &phase) ||
      mado_dicom_item_get_double (dataset, TAG_TRIGGER_TIME, 0, &phase) ||
      mado_dicom_item_get_double (dataset, TAG_NOMINAL_PHASE, 0, &phase);
  bool has_seconds = read_acquisition_time (items, content, &seconds);

  if (has_position)
    add_number (key, "t", position);
  if (has_phase)
    add_number (key, "phase", phase);
  add_number_of (key, "acq", content, TAG_FRAME_ACQUISITION, dataset,
                 TAG_ACQUISITION_NUMBER);
  if (has_seconds) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    add_text (key, "time", g_ascii_formatd (text, sizeof text, "%.3f", seconds));
  }
  if (has_position)
    return position;
  return has_phase ? phase : seconds;
}

/* Dimensions that are neither place nor time (PS3.3 C.7.6.17), such as what a
 * maker's own attribute tells apart. */
static void
add_dimensions (GString *key, const MadoFrameItems *items)
{
  static const MadoTag known[] = {MADO_TAG (0x0020, 0x9056), MADO_TAG (0x0020, 0x9057),
                                  MADO_TAG (0x0020, 0x0032), MADO_TAG (0x0020, 0x9128),
                                  MADO_TAG (0x0020, 0x9301), MADO_TAG (0x0048, 0x021e),
                                  MADO_TAG (0x0048, 0x021f)};
  const MadoDicomItem *content =
      mado_frame_items_get_group (items, GROUP_FRAME_CONTENT);
  int n =
      MIN (mado_dicom_item_get_n_items (items->dataset, TAG_DIMENSION_SEQUENCE), 16);

  for (int i = 0; i < n; i++) {
    const MadoDicomItem *dimension =
        mado_dicom_item_get_item (items->dataset, TAG_DIMENSION_SEQUENCE, i);
    int64_t pointer = 0, value = 0;
    bool is_known = false;
    char name[16];

    if (!mado_dicom_item_get_int (content, TAG_DIMENSION_VALUES, i, &value))
      return;
    mado_dicom_item_get_int (dimension, TAG_DIMENSION_POINTER, 0, &pointer);
    for (gsize k = 0; k < G_N_ELEMENTS (known); k++)
      is_known = is_known || pointer == (int64_t) known[k];
    if (is_known)
      continue;
    g_snprintf (name, sizeof name, "dim%d", i + 1);
    add_number (key, name, (double) value);
  }
}

char *
mado_stack_key_read (const MadoFrameItems *items,
                     const char *modality,
                     double *time_order)
{
  g_autoptr (GString) key = g_string_new (NULL);
  const MadoDicomItem *content =
      mado_frame_items_get_group (items, GROUP_FRAME_CONTENT);
  const MadoDicomItem *segment = mado_frame_items_get_group (items, GROUP_SEGMENT);

  add_image_type (key, items);
  add_joined_of (key, "stack", content, TAG_STACK_ID, NULL, 0);
  add_number_of (key, "segment", segment, TAG_SEGMENT_NUMBER, NULL, 0);
  add_acquisition_physics (key, items);
  if (g_strcmp0 (modality, "MR") == 0)
    add_diffusion (key, items);
  *time_order = add_times (key, items);
  if (items->per_frame != NULL)
    add_dimensions (key, items);
  return key->len > 0 ? g_ref_string_new (key->str) : NULL;
}
