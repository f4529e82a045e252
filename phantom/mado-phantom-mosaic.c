/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "mado-phantom-mosaic-private.h"

#define MR_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.4"
#define TILE             64
#define SPACING          2.0   /* mm */
#define HEIGHT           112.0 /* mm that are examined */
#define N_TIMES          2
#define N_SERIES         2

static const MadoPhantomSeries all_series[N_SERIES] = {
    {MR_IMAGE_STORAGE, "MR", "EPI モザイク", 1, true},
    {MR_IMAGE_STORAGE, "MR", "EPI モザイク 逆順", 2, true},
};
static const char *const folders[N_SERIES] = {"1-mosaic", "2-reverse"};

/* The signal that is left at each time. */
static const double factors[N_TIMES] = {1, 0.75};

/* @up: from tile to tile: Siemens says it in the private header, for it may be the
 * opposite of row × column; @stacks: one for each time; @edge: tiles in a row of the
 * mosaic */
typedef struct {
  const MadoPhantomSeries *series;
  const char *folder;
  const MadoPhantomBody *body;
  MadoPhantomStack stacks[N_TIMES];
  double step; /* mm between slices */
  MadoPhantomPoint up;
  int edge;
} Study;

/* Siemens gives the position the whole mosaic would have were it one large slice
 * around the middle of the first tile. */
static MadoPhantomPoint
get_position (const Study *study, const MadoPhantomStack *stack)
{
  const double beyond = TILE * (study->edge - 1) / 2.0;
  const MadoPhantomPoint first = mado_phantom_stack_get (stack, 0)->position;
  const MadoPhantomPoint corner =
      mado_phantom_point_move (first, stack->row, -beyond * stack->column_spacing);

  return mado_phantom_point_move (corner, stack->column, -beyond * stack->row_spacing);
}

static GBytes *
make_pixels (const Study *study, const MadoPhantomStack *stack)
{
  const int width = TILE * study->edge;
  guint16 *pixels = g_new0 (guint16, (gsize) width * (gsize) width);
  g_autofree guint16 *tile = g_new (guint16, TILE * TILE);

  for (int i = 0; i < (int) stack->places->len; i++) {
    guint16 *corner = pixels + (gsize) (i / study->edge * TILE) * (gsize) width +
                      i % study->edge * TILE;

    mado_phantom_stack_fill (stack, study->body, i, 0, tile);
    for (int row = 0; row < TILE; row++)
      memcpy (corner + (gsize) row * (gsize) width, tile + row * TILE,
              TILE * sizeof *tile);
  }
  return g_bytes_new_take (pixels, (gsize) width * (gsize) width * sizeof (guint16));
}

static void
set_private (MadoDicomWriter *writer, const Study *study, int n_slices)
{
  g_autoptr (GBytes) header = mado_phantom_mosaic_make_header (n_slices, study->up);
  g_autoptr (GBytes) type = g_bytes_new_static ("IMAGE NUM 4", 11);
  g_autoptr (GBytes) version = g_bytes_new_static ("20250701", 8);

  mado_dicom_writer_set_string (writer, MADO_TAG (0x0029, 0x0010),
                                "SIEMENS CSA HEADER");
  mado_dicom_writer_set_private (writer, MADO_TAG (0x0029, 0x1008), "CS", type);
  mado_dicom_writer_set_private (writer, MADO_TAG (0x0029, 0x1009), "LO", version);
  mado_dicom_writer_set_private (writer, MADO_TAG (0x0029, 0x1010), "OB", header);
}

static void
set_elements (MadoDicomWriter *writer, const Study *study, int time)
{
  static const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC"},
      {MADO_TAG (0x0008, 0x0022), "20250701"},
      {MADO_TAG (0x0008, 0x0070), "SIEMENS"},
      {MADO_TAG (0x0018, 0x0015), "HEAD"},
      {MADO_TAG (0x0018, 0x0020), "EP"},
      {MADO_TAG (0x0018, 0x0021), "SK"},
      {MADO_TAG (0x0018, 0x0022), "FS"},
      {MADO_TAG (0x0018, 0x0023), "2D"},
      {MADO_TAG (0x0018, 0x0080), "2500"},
      {MADO_TAG (0x0018, 0x0081), "30"},
      {MADO_TAG (0x0018, 0x0087), "3"},
      {MADO_TAG (0x0018, 0x0091), "48"},
      {MADO_TAG (0x0018, 0x5100), "HFS"},
      {MADO_TAG (0x0028, 0x1050), "20000"},
      {MADO_TAG (0x0028, 0x1051), "30000"},
  };
  const MadoPhantomStack *stack = &study->stacks[time];
  const MadoPhantomPoint at = get_position (study, stack);
  const double position[] = {at.x, at.y, at.z};
  const double orientation[] = {stack->row.x,    stack->row.y,    stack->row.z,
                                stack->column.x, stack->column.y, stack->column.z};
  const double spacing[] = {stack->row_spacing, stack->column_spacing};

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0032),
                                time == 0 ? "083000.0" : "083002.5");
  mado_dicom_writer_set_int (writer, MADO_TAG (0x0020, 0x0012), time + 1);
  /* Thinner than the slices are apart. */
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x0050), 0.8 * study->step);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x0088), study->step);
  mado_phantom_set_plane (writer, position, orientation);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
}

static bool
time_work (const MadoPhantomJob *job, int time, gpointer data, GError **error)
{
  const Study *study = data;
  const MadoPhantomStack *stack = &study->stacks[time];
  const MadoPixelFormat format = {
      .columns = TILE * study->edge,
      .rows = TILE * study->edge,
      .n_frames = 1,
      .samples_per_pixel = 1,
      .bits_allocated = 16,
      .bits_stored = 16,
      .high_bit = 15,
      .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
  };
  g_autoptr (GBytes) pixels = make_pixels (study, stack);
  g_autoptr (MadoDicomWriter) writer = mado_phantom_writer_new (
      job, &mado_phantom_geometry_examination, study->series, time + 1);

  set_elements (writer, study, time);
  set_private (writer, study, (int) stack->places->len);
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return mado_phantom_save (job, writer, study->folder, time + 1, error);
}

static void
add_places (MadoPhantomStack *stack, const Study *study, int time, int n_slices)
{
  for (int i = 0; i < n_slices; i++) {
    MadoPhantomPlace *place = mado_phantom_stack_add (
        stack, study->up, study->step * (i - (n_slices - 1) / 2.0));

    place->factor = factors[time];
    place->file = place->instance = time + 1;
    place->frame = i + 1; /* the tile */
  }
}

static bool
write_series (const MadoPhantomJob *job, Study *study, GError **error)
{
  JsonBuilder *truth = job->truth;

  if (!mado_phantom_job_run (job, N_TIMES, time_work, study, 0, 1, error))
    return false;
  for (int time = 0; time < N_TIMES; time++) {
    mado_phantom_truth_begin_volume (truth, study->folder, &study->stacks[time]);
    mado_phantom_truth_set_int (truth, "time", time + 1);
    mado_phantom_truth_end_volume (truth);
  }
  return true;
}

/* Axial towards coronal, as along the line from the front to the back of the brain,
 * and turned a little in its plane. */
static bool
make_series (const MadoPhantomJob *job,
             const MadoPhantomBody *body,
             int index,
             int n_slices,
             GError **error)
{
  const MadoPhantomPoint left = {1, 0, 0}, back = {0, 1, 0}, head = {0, 0, 1};
  const MadoPhantomPoint row = mado_phantom_point_turn (left, head, 6);
  const MadoPhantomStack geometry = {
      .columns = TILE,
      .rows = TILE,
      .column_spacing = SPACING,
      .row_spacing = SPACING,
      .row = row,
      .column =
          mado_phantom_point_turn (mado_phantom_point_turn (back, head, 6), row, -21),
  };
  Study study = {
      .series = &all_series[index],
      .folder = folders[index],
      .body = body,
      .step = HEIGHT / n_slices,
      .up = index == 0 ? mado_phantom_point_cross (geometry.row, geometry.column)
                       : mado_phantom_point_cross (geometry.column, geometry.row),
      .edge = (int) ceil (sqrt (n_slices)),
  };
  bool done;

  for (int time = 0; time < N_TIMES; time++) {
    mado_phantom_stack_init (&study.stacks[time], &geometry);
    add_places (&study.stacks[time], &study, time, n_slices);
  }
  done = write_series (job, &study, error);
  for (int time = 0; time < N_TIMES; time++)
    mado_phantom_stack_clear (&study.stacks[time]);
  return done;
}

static bool
mosaic_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  JsonBuilder *truth = job->truth;
  MadoPhantomBody body;

  mado_phantom_body_init (&body, 16000, 10, 2 * MAX (HEIGHT / n_slices, SPACING));
  json_builder_set_member_name (truth, "volumes");
  json_builder_begin_array (truth);
  for (int i = 0; i < N_SERIES; i++)
    if (!make_series (job, &body, i, n_slices, error))
      return false;
  json_builder_end_array (truth);
  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  for (int i = 0; i < N_SERIES; i++)
    mado_phantom_truth_add_series (job, &all_series[i], folders[i], N_TIMES);
  json_builder_end_array (truth);
  mado_phantom_truth_set_body (truth, &body);
  return true;
}

const MadoPhantomKind mado_phantom_mosaic = {"mosaic", 16, 40, mosaic_write};
