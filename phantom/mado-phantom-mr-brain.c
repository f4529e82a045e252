/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-phantom-noise-private.h"
#include "mado-phantom-private.h"
#include "mado-phantom-slice-private.h"

#define MR_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.4"
#define SIZE             256
#define SPACING          0.9   /* mm */
#define HEIGHT           150.0 /* mm, of the examined part */
#define LOWEST           -78.0 /* mm */
#define SLOPE            2.5   /* Rescale Slope, as one maker writes it */
#define NOISE            14.0  /* stored values */

static const MadoPhantomExamination examination = {
    .patient_name = "Suzuki^Ichirou=鈴木^一郎=すずき^いちろう",
    .patient_id = "00234567",
    .birth_date = "19701103",
    .sex = "M",
    .age = "054Y",
    .weight = "70",
    .study_description = "頭部単純MRI",
    .study_date = "20250612",
    .study_time = "134510",
    .accession_number = "25061200008",
};

static const MadoPixelFormat format = {
    .columns = SIZE,
    .rows = SIZE,
    .n_frames = 1,
    .samples_per_pixel = 1,
    .bits_allocated = 16,
    .bits_stored = 12,
    .high_bit = 11,
    .photometric = MADO_PHOTOMETRIC_MONOCHROME2,
};

typedef enum {
  AIR,
  FAT,
  COMPACT_BONE,
  MARROW,
  FLUID,
  GREY_MATTER,
  WHITE_MATTER,
  DEEP_GREY_MATTER,
  MUSCLE,
  LESION,
  N_TISSUES,
} Tissue;

/* Signal in stored values. */
typedef struct {
  MadoPhantomSeries series;
  const char *folder;
  const char *repetition_time; /* ms */
  const char *echo_time;       /* ms */
  const char *echo_train;
  const char *center, *width; /* stored values */
  float signal[N_TISSUES];
} Weighting;

static const Weighting weightings[] = {
    {{MR_IMAGE_STORAGE, "MR", "T1強調 横断", 1, true},
     "1-t1",
     "520",
     "11",
     "1",
     "420",
     "780",
     {[FAT] = 900,
      [COMPACT_BONE] = 40,
      [MARROW] = 420,
      [FLUID] = 150,
      [GREY_MATTER] = 430,
      [WHITE_MATTER] = 590,
      [DEEP_GREY_MATTER] = 480,
      [MUSCLE] = 340,
      [LESION] = 380}},
    {{MR_IMAGE_STORAGE, "MR", "T2強調 横断", 2, true},
     "2-t2",
     "4200",
     "98",
     "15",
     "560",
     "1100",
     {[FAT] = 640,
      [COMPACT_BONE] = 40,
      [MARROW] = 260,
      [FLUID] = 1080,
      [GREY_MATTER] = 560,
      [WHITE_MATTER] = 390,
      [DEEP_GREY_MATTER] = 450,
      [MUSCLE] = 200,
      [LESION] = 860}},
};

/* What there is to find: bright in T2, in the white matter. */
static const struct {
  const char *id;
  MadoPhantomPoint center;
  double diameter;
} lesions[] = {
    {"W1", {-32, -30, 28}, 8},
    {"W2", {30, 24, 26}, 6},
    {"W3", {-30, 36, 22}, 5},
    {"W4", {36, -16, 34}, 10},
};

static const MadoPhantomEllipsoid head = {{0, 2, -4}, 77, 97, 98, 0, 0};

/* Half of each: the other side is its mirror image. */
static const MadoPhantomSegment ventricles[] = {
    {{10, -34, 18}, {13, -8, 30}, 5.5, 5}, {{13, -8, 30}, {20, 30, 24}, 5, 6.5},
    {{20, 30, 24}, {22, 56, 12}, 6, 2.5},  {{20, 30, 22}, {30, 20, -6}, 4, 2.5},
    {{8, -36, 14}, {14, -30, 14}, 3, 2},
};
static const MadoPhantomEllipsoid deep_grey[] = {
    {{11, 10, 10}, 9.5, 15, 11, -0.4, 0}, /* thalamus */
    {{16, -22, 18}, 5, 12, 13, -0.2, 0},  /* caudate nucleus */
    {{26, -8, 8}, 6, 17, 11, 0.25, 0},    /* lentiform nucleus */
};
static const MadoPhantomSegment brain_stem = {{0, 14, -8}, {0, 32, -90}, 14, 9.5};

static double
get_smallest_segment (
    const MadoPhantomSegment *segments, guint n, double x, double y, double z)
{
  double distance = MADO_PHANTOM_FAR;

  for (guint i = 0; i < n; i++)
    distance =
        MIN (distance, mado_phantom_segment_get_distance (&segments[i], x, y, z));
  return distance;
}

/* Waves of one length in all directions: where their sum is zero lie winding sheets,
 * as far from each other as sulci are. */
#define N_WAVES   14
#define FOLD_SIZE 25.0 /* mm, wave length: two gyri */

typedef struct {
  double x, y, z, phase; /* radians per mm; radians */
} Wave;

typedef struct {
  MadoPhantomNoise *noise;
  Wave waves[N_WAVES];
} Brain;

static void
brain_init (Brain *self)
{
  MadoPhantomRandom random = mado_phantom_random_new (3, 3);

  self->noise = mado_phantom_noise_new (2);
  for (int i = 0; i < N_WAVES; i++) {
    const double up = mado_phantom_random_uniform (&random, -1, 1);
    const double around = mado_phantom_random_uniform (&random, 0, 2 * G_PI);
    const double flat = sqrt (1 - up * up);
    const double k = 2 * G_PI / FOLD_SIZE;

    self->waves[i] = (Wave){k * flat * cos (around), k * flat * sin (around), k * up,
                            mado_phantom_random_uniform (&random, 0, 2 * G_PI)};
  }
}

/* Distance in mm to the nearest sheet. */
static double
get_sulcus_distance (const Brain *self, double x, double y, double z)
{
  double value = 0, dx = 0, dy = 0, dz = 0;

  /* The sides are alike, not equal. */
  x = ABS (x) + 4.5 * mado_phantom_noise_get (self->noise, x / 25, y / 25, z / 25);
  for (int i = 0; i < N_WAVES; i++) {
    const Wave *wave = &self->waves[i];
    const double angle = wave->x * x + wave->y * y + wave->z * z + wave->phase;
    const double sine = sin (angle);

    value += cos (angle);
    dx -= wave->x * sine;
    dy -= wave->y * sine;
    dz -= wave->z * sine;
  }
  return ABS (value) / MAX (sqrt (dx * dx + dy * dy + dz * dz), 0.25);
}

static Tissue
get_cortex (const Brain *self, double x, double y, double z, double depth)
{
  const double reach =
      15 + 7 * mado_phantom_noise_get (self->noise, x / 28, y / 28, z / 28);
  const double beyond = MAX (depth - reach, 0);
  const double to_sulcus = hypot (get_sulcus_distance (self, x, y, z), beyond);
  const double open = 1.1 - 0.5 * depth / reach;

  if (depth < 0.9 || to_sulcus < open)
    return FLUID;
  return depth < 3.9 || to_sulcus < open + 2.7 ? GREY_MATTER : WHITE_MATTER;
}

static Tissue
get_deep (double x, double y, double z)
{
  const double side = ABS (x);
  const double third =
      hypot (hypot (x * 2.2, MAX (ABS (y - 4) - 12, 0)), MAX (ABS (z - 6) - 10, 0));

  if (get_smallest_segment (ventricles, G_N_ELEMENTS (ventricles), side, y, z) < 0)
    return FLUID;
  if (third < 3)
    return FLUID;
  for (guint i = 0; i < G_N_ELEMENTS (deep_grey); i++)
    if (mado_phantom_ellipsoid_get_distance (&deep_grey[i], side, y, z) < 0)
      return DEEP_GREY_MATTER;
  return WHITE_MATTER;
}

static Tissue
get_cerebellum (const Brain *self, double x, double y, double z, double depth)
{
  const double wave = mado_phantom_noise_get (self->noise, x / 18, y / 18, z / 18);
  /* Folia run across, around the middle. */
  const double round = hypot (y - 34, z + 44) + 0.12 * ABS (x) + 2 * wave;
  const double fold = ABS (sin (round * 0.62));
  const double rim = MIN (depth, 0.8 * (ABS (x) + 16));

  if (depth < 1.6 || (fold < 0.16 && depth < 12))
    return FLUID;
  return rim < 6 || (fold < 0.62 && rim < 17) ? GREY_MATTER : WHITE_MATTER;
}

static Tissue
get_brain (const Brain *self, double x, double y, double z, double depth)
{
  static const MadoPhantomEllipsoid fourth = {{0, 36, -42}, 8, 4, 11, 0, 0};
  const double stem = mado_phantom_segment_get_distance (&brain_stem, x, y, z);
  const double tent = -19 + 9 * exp (-pow (x / 22, 2)) - 0.06 * (y - 40) - z;
  const double fissure =
      ABS (x + 1.2 * mado_phantom_noise_get (self->noise, y / 40, z / 40, 3));
  const bool is_parted = z > 33 || ABS (y - 2) > 43;
  /* Sylvian fissure: in from the side, forwards and down. */
  const double sylvian = hypot ((z - 1 - 0.3 * (y + 12)) * 0.95, MAX (40 - ABS (x), 0));
  Tissue tissue;

  if (mado_phantom_ellipsoid_get_distance (&fourth, x, y, z) < 0)
    return FLUID;
  if (stem < 0)
    return stem > -1.2 ? GREY_MATTER : WHITE_MATTER;
  if (stem < 3.5 && z < -12)
    return FLUID;
  if (y > 22 - 0.2 * ABS (x) && tent > 0)
    return get_cerebellum (self, x, y, z, MIN (depth, tent));
  if (z < -12 && ABS (x) < 15 && y < 22)
    return FLUID; /* cisterns about the sella */
  if (is_parted)
    depth = MIN (depth, fissure - 0.3);
  if (y > 22 - 0.2 * ABS (x))
    depth = MIN (depth, -tent);
  if (y < 30)
    depth = MIN (depth, sylvian - 0.4 + 0.1 * MAX (y - 10, 0));
  for (guint i = 0; i < G_N_ELEMENTS (lesions); i++) {
    const MadoPhantomPoint *c = &lesions[i].center;
    const double from2 = pow (x - c->x, 2) + pow (y - c->y, 2) + pow (z - c->z, 2);

    if (from2 < pow (lesions[i].diameter / 2, 2))
      return LESION;
  }
  tissue = get_deep (x, y, z);
  return tissue != WHITE_MATTER ? tissue : get_cortex (self, x, y, z, depth);
}

static Tissue
get_orbit (double side, double y, double z)
{
  const double eye = hypot (hypot (side - 32, y + 76), z + 40) - 12;
  const double lens = hypot (hypot ((side - 32) / 1.3, (y + 85) * 1.4), z + 40) - 3.6;
  const double cone = hypot (side - 29, z + 40) - 15 - 0.28 * (-60 - y);
  const double nerve = hypot (side - 12 + 0.42 * (y + 30), z + 40);

  if (lens < 0)
    return MUSCLE;
  if (eye < 0)
    return eye > -0.9 ? COMPACT_BONE : FLUID;
  if (cone > 0 || y > -34 || y < -84)
    return AIR;
  if (nerve < 2.2)
    return WHITE_MATTER;
  return cone > -4.5 && cone < -1 ? MUSCLE : FAT;
}

/* Below the skull base: eyes, nose, muscles of chewing and of the neck. */
static Tissue
get_face (const Brain *self, double x, double y, double z, double depth)
{
  const double side = ABS (x);
  const Tissue orbit = get_orbit (side, y, z);
  const double wave =
      mado_phantom_noise_get_fractal (self->noise, x / 14, y / 14, z / 20, 2);
  const double masseter = hypot ((side - 52) / 1.1, (y + 22) / 2.2) - 11;
  const double pterygoid = hypot (side - 32, (y + 18) / 1.6) - 9;
  const double nose = MAX (side - 15, ABS (y + 66) - 24);
  const double maxillary = hypot (hypot (side - 34, y + 60), (z + 66) * 0.8) - 15;

  if (orbit != AIR)
    return orbit;
  if (nose < 0 && z < -28)
    return side < 1.4 || wave > 0.22 ? MUSCLE : AIR;
  if (maxillary < 0)
    return maxillary > -1.5 ? MUSCLE : AIR;
  if (masseter < 0 || pterygoid < 0 || depth < 7)
    return MUSCLE;
  if (y > 24)
    return wave > -0.12 ? MUSCLE : FAT; /* neck */
  return wave > 0.05 ? MARROW : wave > -0.2 ? COMPACT_BONE : FAT;
}

/* Height of the inside of the skull base: front, middle and back. */
static double
get_base_z (double x, double y)
{
  static const MadoPhantomKey middle[] = {
      {-90, -14}, {-60, -22}, {-36, -24}, {-20, -16}, {-4, -14},
      {8, -34},   {22, -62},  {40, -78},  {62, -76},  {84, -44}};
  static const MadoPhantomKey beside[] = {
      {-90, -14}, {-60, -20}, {-44, -20}, {-34, -40}, {-10, -46}, {6, -42},
      {16, -40},  {28, -60},  {45, -74},  {64, -68},  {84, -40}};
  const double t = CLAMP ((ABS (x) - 12) / 14, 0, 1);

  return (1 - t) * mado_phantom_at (middle, y) + t * mado_phantom_at (beside, y);
}

static Tissue
get_tissue (const Brain *self, double x, double y, double z)
{
  const double uneven = mado_phantom_noise_get (self->noise, x / 45, y / 45, z / 45);
  /* Narrower in front and, below the vault, at the sides. */
  const double narrow = 1 - 0.0011 * y + (z < -30 ? (-30 - z) * 0.0024 : 0);
  const double depth =
      -mado_phantom_ellipsoid_get_distance (&head, x * narrow, y, z) + 1.4 * uneven;
  const double skull = depth - 4.6 - 1.2 * uneven;
  const double above = (z - get_base_z (x, y)) * 0.8 + uneven;

  if (depth < 0)
    return AIR;
  if (depth < 1.5)
    return MUSCLE; /* skin */
  if (above < -3.5 || (above < 0 && skull > 4))
    return above > -3.5           ? (above > -1.5 ? COMPACT_BONE : MARROW)
           : skull < 0 && z > -60 ? FAT
                                  : get_face (self, x, y, z, depth);
  if (skull < 0)
    return FAT;
  if (skull < 6)
    return skull > 1.6 && skull < 4.4 ? MARROW : COMPACT_BONE;
  return get_brain (self, x, y, z, MIN (skull - 6.6, above - 0.6));
}

/* Surface coils receive more from near them; noise is that of a magnitude. */
static guint16
get_stored (float signal, double x, double y, double z, MadoPhantomRandom *random)
{
  const double near_coil = 0.86 + (x * x * 0.9 + y * y * 0.75 + z * z * 0.3) * 2.6e-5;
  const double shaded = signal * near_coil * (1 - 0.0007 * y);
  const double real = shaded + NOISE * mado_phantom_random_normal (random);
  const double imaginary = NOISE * mado_phantom_random_normal (random);

  return (guint16) CLAMP (lrint (hypot (real, imaginary)), 0, 4095);
}

typedef struct {
  const Brain *brain;
  int n_slices;
  double spacing; /* mm between slices */
} Stack;

static bool
write_image (const MadoPhantomJob *job,
             const Weighting *weighting,
             int index,
             double z,
             double thickness,
             GBytes *pixels,
             GError **error)
{
  static const double orientation[] = {1, 0, 0, 0, 1, 0};
  const double spacing[] = {SPACING, SPACING};
  const double corner = -SPACING * (SIZE - 1) / 2;
  const double position[] = {corner, corner, z};
  g_autoptr (MadoDicomWriter) writer =
      mado_phantom_writer_new (job, &examination, &weighting->series, index + 1);
  const MadoPhantomElement elements[] = {
      {MADO_TAG (0x0008, 0x0008), "ORIGINAL\\PRIMARY\\M\\SE"},
      {MADO_TAG (0x0018, 0x0015), "HEAD"},
      {MADO_TAG (0x0018, 0x0020), "SE"},
      {MADO_TAG (0x0018, 0x0021), "NONE"},
      {MADO_TAG (0x0018, 0x0022), ""},
      {MADO_TAG (0x0018, 0x0023), "2D"},
      {MADO_TAG (0x0018, 0x0080), weighting->repetition_time},
      {MADO_TAG (0x0018, 0x0081), weighting->echo_time},
      {MADO_TAG (0x0018, 0x0087), "3"},
      {MADO_TAG (0x0018, 0x0091), weighting->echo_train},
      {MADO_TAG (0x0018, 0x5100), "HFS"},
      {MADO_TAG (0x0028, 0x1050), weighting->center},
      {MADO_TAG (0x0028, 0x1051), weighting->width},
      {MADO_TAG (0x0028, 0x1052), "0"},
      {MADO_TAG (0x0028, 0x1054), "US"},
  };

  mado_phantom_set_elements (writer, elements, G_N_ELEMENTS (elements));
  mado_phantom_set_double (writer, MADO_TAG (0x0028, 0x1053), SLOPE);
  mado_phantom_set_plane (writer, position, orientation);
  mado_dicom_writer_set_doubles (writer, MADO_TAG (0x0028, 0x0030), spacing, 2);
  mado_phantom_set_double (writer, MADO_TAG (0x0018, 0x0050), thickness);
  mado_dicom_writer_set_pixels (writer, &format, pixels);
  return mado_phantom_save (job, writer, weighting->folder, index + 1, error);
}

/* Signal of one weighting, from the tissues: blurred as the echoes' window does. */
static GBytes *
make_pixels (const Weighting *weighting,
             const guint8 *tissues,
             double z,
             MadoPhantomRandom *random)
{
  const gsize n = SIZE * SIZE;
  g_autofree float *signal = g_new (float, n);
  guint16 *stored = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    signal[i] = weighting->signal[tissues[i]];
  mado_phantom_blur (signal, SIZE, SIZE, 0.62, 0.62);
  for (int row = 0; row < SIZE; row++)
    for (int column = 0; column < SIZE; column++) {
      const gsize i = (gsize) row * SIZE + (gsize) column;
      const double x = (column - (SIZE - 1) / 2.0) * SPACING;
      const double y = (row - (SIZE - 1) / 2.0) * SPACING;

      stored[i] = GUINT16_TO_LE (get_stored (signal[i], x, y, z, random));
    }
  return g_bytes_new_take (stored, n * sizeof (guint16));
}

static bool
slice_work (const MadoPhantomJob *job, int index, gpointer data, GError **error)
{
  const Stack *stack = data;
  const double z = LOWEST + stack->spacing * (index + 0.5);
  MadoPhantomRandom random =
      mado_phantom_random_new (job->options->seed, 0x20000u + (guint32) index);
  g_autofree guint8 *tissues = g_new (guint8, SIZE * SIZE);

  for (int row = 0; row < SIZE; row++)
    for (int column = 0; column < SIZE; column++)
      tissues[row * SIZE + column] =
          (guint8) get_tissue (stack->brain, (column - (SIZE - 1) / 2.0) * SPACING,
                               (row - (SIZE - 1) / 2.0) * SPACING, z);
  for (guint i = 0; i < G_N_ELEMENTS (weightings); i++) {
    g_autoptr (GBytes) pixels = make_pixels (&weightings[i], tissues, z, &random);

    if (!write_image (job, &weightings[i], index, z, stack->spacing, pixels, error))
      return false;
  }
  return true;
}

static void
write_truth (const MadoPhantomJob *job, int n_slices)
{
  JsonBuilder *truth = job->truth;

  json_builder_set_member_name (truth, "series");
  json_builder_begin_array (truth);
  for (guint i = 0; i < G_N_ELEMENTS (weightings); i++)
    mado_phantom_truth_add_series (job, &weightings[i].series, weightings[i].folder,
                                   n_slices);
  json_builder_end_array (truth);
  json_builder_set_member_name (truth, "lesions");
  json_builder_begin_array (truth);
  for (guint i = 0; i < G_N_ELEMENTS (lesions); i++) {
    const MadoPhantomPoint *center = &lesions[i].center;

    json_builder_begin_object (truth);
    mado_phantom_truth_set_string (truth, "id", lesions[i].id);
    mado_phantom_truth_set_point (truth, "center_mm", center->x, center->y, center->z);
    mado_phantom_truth_set_double (truth, "diameter_mm", lesions[i].diameter);
    json_builder_end_object (truth);
  }
  json_builder_end_array (truth);
}

static bool
mr_brain_write (MadoPhantomJob *job, int n_slices, GError **error)
{
  Brain brain;
  Stack stack = {&brain, n_slices, HEIGHT / n_slices};
  bool done;

  brain_init (&brain);
  done = mado_phantom_job_run (job, n_slices, slice_work, &stack, 0, 1, error);
  if (done)
    write_truth (job, n_slices);
  mado_phantom_noise_free (brain.noise);
  return done;
}

const MadoPhantomKind mado_phantom_mr_brain = {"mr-brain", 12, 50, mr_brain_write};
