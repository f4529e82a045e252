/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-codec.h"
#include "mado-csa.h"
#include "mado-test-slice.h"
#include "mado-test.h"

/* A mosaic of 3 × 3 tiles of 8 × 8 px, seven of them pictures. */
#define TILE     8
#define N_ACROSS 3
#define N_TILES  7
#define SIZE     (TILE * N_ACROSS)

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mado_test_make_folder ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mado_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
append_word (GByteArray *bytes, guint32 word)
{
  const guint32 little = GUINT32_TO_LE (word);

  g_byte_array_append (bytes, (const guint8 *) &little, 4);
}

/* An element with @n items that have text and @n_empty that have none. */
static void
append_element (
    GByteArray *bytes, const char *name, const char *const *texts, int n, int n_empty)
{
  char padded[64] = {0};

  g_strlcpy (padded, name, sizeof padded);
  g_byte_array_append (bytes, (const guint8 *) padded, sizeof padded);
  append_word (bytes, (guint32) n);
  g_byte_array_append (bytes, (const guint8 *) "FD\0\0", 4);
  append_word (bytes, 4);
  append_word (bytes, (guint32) (n + n_empty));
  append_word (bytes, 77);
  for (int i = 0; i < n + n_empty; i++) {
    const guint32 length = i < n ? (guint32) strlen (texts[i]) + 1 : 0;

    append_word (bytes, length);
    append_word (bytes, length);
    append_word (bytes, 77);
    append_word (bytes, length);
    if (length > 0)
      g_byte_array_append (bytes, (const guint8 *) texts[i], length);
    while (bytes->len % 4 != 0)
      g_byte_array_append (bytes, (const guint8 *) "", 1);
  }
}

/* As scanners write it; @count or @normal may be %NULL. */
static GBytes *
make_csa (const char *count, const char *const *normal)
{
  static const char *const echo[] = {"1"};
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) "SV10\4\3\2\1", 8);
  append_word (bytes, 1 + (count != NULL) + (normal != NULL));
  append_word (bytes, 77);
  append_element (bytes, "EchoLinePosition", echo, 1, 5);
  if (count != NULL)
    append_element (bytes, "NumberOfImagesInMosaic", &count, 1, 5);
  if (normal != NULL)
    append_element (bytes, "SliceNormalVector", normal, 3, 3);
  return g_byte_array_free_to_bytes (bytes);
}

static const char *const to_head[] = {"0.00000000", "0.00000000", "1.00000000"};
static const char *const to_feet[] = {"0.00000000", "0.00000000", "-1.00000000"};
static const char *const to_left[] = {"1.00000000", "0.00000000", "0.00000000"};

/* What of the header is not as it should be; the rest is. */
typedef struct {
  const char *name;
  const char *image_type;
  const char *creator;
  const char *spacing;
  const char *count;
  const char *const *normal;
  int number;
} Header;

static const Header good = {
    .image_type = "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC",
    .creator = "SIEMENS CSA HEADER",
    .spacing = "3.5",
    .count = "7",
    .normal = to_head,
    .number = 1,
};

/* Tile t has the values 1000 × t + 10 × row + column. */
static void
set_pixels (MadoDicomWriter *writer)
{
  const MadoPixelFormat format = {
      SIZE, SIZE, 1, 1, 16, 16, 15, .photometric = MADO_PHOTOMETRIC_MONOCHROME2};
  guint16 *pixels = g_new (guint16, SIZE * SIZE);

  for (int row = 0; row < SIZE; row++)
    for (int column = 0; column < SIZE; column++) {
      const int tile = row / TILE * N_ACROSS + column / TILE;

      pixels[row * SIZE + column] =
          GUINT16_TO_LE ((guint16) (1000 * tile + 10 * (row % TILE) + column % TILE));
    }

  g_autoptr (GBytes) native = g_bytes_new_take (pixels, SIZE * SIZE * 2);

  mado_dicom_writer_set_pixels (writer, &format, native);
}

static void
write_mosaic (const Fixture *fixture, const Header *header)
{
  const MadoTestSlice slice = {.modality = "MR",
                               .series = "1",
                               .size = SIZE,
                               .number = header->number,
                               .position = {-10, -20, 30}};
  MadoDicomWriter *writer = mado_test_slice_begin (&slice);
  g_autofree char *name = g_strdup_printf ("%d.dcm", header->number);

  set_pixels (writer);
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0008), header->image_type);
  if (header->spacing != NULL)
    mado_dicom_writer_set_string (writer, MADO_TAG (0x0018, 0x0088), header->spacing);
  if (header->creator != NULL) {
    g_autoptr (GBytes) csa = make_csa (header->count, header->normal);

    mado_dicom_writer_set_string (writer, MADO_TAG (0x0029, 0x0011), header->creator);
    mado_dicom_writer_set_private (writer, MADO_TAG (0x0029, 0x1110), "OB", csa);
  }
  mado_test_slice_end (writer, fixture->folder, name);
}

static void
assert_positions (MadoDisplaySet *set, double step)
{
  g_assert_cmpint (mado_display_set_get_n_frames (set), ==, N_TILES);
  for (int i = 0; i < N_TILES; i++) {
    const MadoFrameRef *ref = mado_display_set_get_frame (set, i);
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoFrame) frame = mado_pixel_source_decode_frame (
        ref->instance->pixels, ref->frame, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpint (ref->frame, ==, i);
    /* Pixels of 0.5 mm; the mosaic is 16 px wider than a tile: 8 px on each side. */
    g_assert_cmpfloat_with_epsilon (ref->info->position[0], -10 + 8 * 0.5, 1e-9);
    g_assert_cmpfloat_with_epsilon (ref->info->position[1], -20 + 8 * 0.5, 1e-9);
    g_assert_cmpfloat_with_epsilon (ref->info->position[2], 30 + i * step, 1e-9);
    g_assert_cmpint (frame->columns, ==, TILE);
    g_assert_cmpint (frame->rows, ==, TILE);
    for (int row = 0; row < TILE; row++)
      for (int column = 0; column < TILE; column++)
        g_assert_cmpfloat (mado_frame_get_sample (frame, column, row, 0), ==,
                           1000 * i + 10 * row + column);
  }
}

static void
test_unpacked (Fixture *fixture, gconstpointer data)
{
  const Header *header = data;
  g_autoptr (MadoScan) scan = NULL;
  g_autoptr (GPtrArray) sets = NULL;
  const MadoGeometry *geometry = NULL;

  write_mosaic (fixture, header);
  scan = mado_test_scan (fixture->folder);
  sets = mado_test_list_sets (scan);
  g_assert_cmpuint (sets->len, ==, 1);
  assert_positions (sets->pdata[0], header->normal == to_feet ? -3.5 : 3.5);
  geometry = mado_display_set_get_geometry (sets->pdata[0]);
  g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
  g_assert_cmpint (geometry->n_slices, ==, N_TILES);
  g_assert_cmpfloat_with_epsilon (geometry->spacing, 3.5, 1e-9);
  g_assert_cmpint (geometry->is_right_handed, ==, header->normal != to_feet);
}

static const Header reversed = {
    .image_type = "ORIGINAL\\PRIMARY\\M\\MOSAIC",
    .creator = "SIEMENS CSA HEADER",
    .spacing = "3.5",
    .count = "7       ",
    .normal = to_feet,
    .number = 1,
};

#define MOSAIC  "ORIGINAL\\PRIMARY\\M\\MOSAIC"
#define CREATOR "SIEMENS CSA HEADER"

static const Header bad_headers[] = {
    {"no-mosaic", "ORIGINAL\\PRIMARY\\M\\MOSAICS", CREATOR, "3.5", "7", to_head, 1},
    {"no-csa", MOSAIC, NULL, "3.5", "7", to_head, 1},
    {"other-creator", MOSAIC, "SIEMENS MEDCOM HEADER", "3.5", "7", to_head, 1},
    {"no-spacing", MOSAIC, CREATOR, NULL, "7", to_head, 1},
    {"zero-spacing", MOSAIC, CREATOR, "0", "7", to_head, 1},
    {"negative-spacing", MOSAIC, CREATOR, "-3.5", "7", to_head, 1},
    {"no-count", MOSAIC, CREATOR, "3.5", NULL, to_head, 1},
    {"one", MOSAIC, CREATOR, "3.5", "1", to_head, 1},
    {"negative", MOSAIC, CREATOR, "3.5", "-7", to_head, 1},
    {"fraction", MOSAIC, CREATOR, "3.5", "7.5", to_head, 1},
    {"no-number", MOSAIC, CREATOR, "3.5", "seven", to_head, 1},
    {"not-finite", MOSAIC, CREATOR, "3.5", "inf", to_head, 1},
    {"huge", MOSAIC, CREATOR, "3.5", "4000000000", to_head, 1},
    {"does-not-divide", MOSAIC, CREATOR, "3.5", "17", to_head,
     1}, /* 24 px are no 5 tiles */
    {"no-normal", MOSAIC, CREATOR, "3.5", "7", NULL, 1},
    {"contradicting-normal", MOSAIC, CREATOR, "3.5", "7", to_left, 1},
};

/* What cannot be trusted stays one picture. */
static void
test_left_alone (Fixture *fixture, gconstpointer data)
{
  const Header *header = data;
  g_autoptr (MadoScan) scan = NULL;
  g_autoptr (GPtrArray) sets = NULL;

  write_mosaic (fixture, header);
  scan = mado_test_scan (fixture->folder);
  sets = mado_test_list_sets (scan);
  g_assert_cmpuint (sets->len, ==, 1);
  g_assert_cmpint (mado_display_set_get_n_frames (sets->pdata[0]), ==, 1);
  g_assert_cmpint (mado_display_set_get_geometry (sets->pdata[0])->n_slices, <=, 1);
}

/* Each file is one moment, and a volume of its own. */
static void
test_two_moments (Fixture *fixture, gconstpointer data)
{
  Header second = good;
  g_autoptr (MadoScan) scan = NULL;
  g_autoptr (GPtrArray) sets = NULL;

  second.number = 2;
  write_mosaic (fixture, &second);
  write_mosaic (fixture, &good);
  scan = mado_test_scan (fixture->folder);
  sets = mado_test_list_sets (scan);
  g_assert_cmpuint (sets->len, ==, 2);
  for (guint i = 0; i < 2; i++) {
    assert_positions (sets->pdata[i], 3.5);
    for (int k = 0; k < N_TILES; k++)
      g_assert_cmpint (
          mado_display_set_get_frame (sets->pdata[i], k)->instance->instance_number, ==,
          (int) i + 1);
  }
  g_assert_cmpstr (mado_display_set_get_stack_label (sets->pdata[0]), ==,
                   "repetition=1");
  g_assert_cmpstr (mado_display_set_get_stack_label (sets->pdata[1]), ==,
                   "repetition=2");
}

/* Tiles of a coded mosaic are cut from the whole picture, those of a native one are
 * read alone: both are the same. */
static void
test_coded (Fixture *fixture, gconstpointer data)
{
  const MadoTestSlice slice = {
      .modality = "MR", .series = "1", .size = SIZE, .number = 1};
  g_autoptr (MadoDicomWriter) writer = mado_test_slice_begin (&slice);
  g_autofree char *path = g_build_filename (fixture->folder, "coded", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoInstance) instance = NULL;
  g_autoptr (MadoPixelSource) tiles = NULL;
  bool is_saved = false;

  set_pixels (writer);
  is_saved = mado_dicom_writer_save (writer, path, data, &error);
  g_assert_no_error (error);
  g_assert_true (is_saved);
  instance = mado_instance_read (path, &error);
  g_assert_no_error (error);
  tiles = mado_pixel_source_new_tiles (instance->pixels, N_ACROSS, N_TILES);
  g_assert_nonnull (tiles);
  g_assert_cmpint (mado_pixel_source_get_format (tiles)->n_frames, ==, N_TILES);
  for (int tile = 0; tile < N_TILES; tile++) {
    g_autoptr (MadoFrame) frame =
        mado_pixel_source_decode_frame (tiles, tile, NULL, &error);

    g_assert_no_error (error);
    for (int row = 0; row < TILE; row++)
      for (int column = 0; column < TILE; column++)
        g_assert_cmpfloat (mado_frame_get_sample (frame, column, row, 0), ==,
                           1000 * tile + 10 * row + column);
  }
  g_assert_null (mado_pixel_source_new_tiles (instance->pixels, 5, 7));
  g_assert_null (mado_pixel_source_new_tiles (instance->pixels, 3, 10));
  g_assert_null (mado_pixel_source_new_tiles (instance->pixels, 0, 1));
  g_assert_null (mado_pixel_source_new_tiles (tiles, 2, 4));
}

/* A file that was cut off has the tiles that are there. */
static void
test_cut_off (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "1.dcm", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (MadoInstance) instance = NULL;
  gsize size = 0;

  write_mosaic (fixture, &good);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_file_set_contents (path, bytes, (gssize) size - SIZE * 2, NULL);
  instance = mado_instance_read (path, NULL);
  g_assert_cmpint (instance->n_frames, ==, N_TILES);
  for (int tile = 0; tile < N_TILES; tile++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoFrame) frame =
        mado_pixel_source_decode_frame (instance->pixels, tile, NULL, &error);

    g_assert_cmpint (frame != NULL, ==, tile < 2 * N_ACROSS);
    if (frame == NULL)
      g_assert_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN);
  }
}

static void
test_csa (void)
{
  g_autoptr (GBytes) csa = make_csa ("7       ", to_feet);
  double values[3] = {-5, -5, -5};

  g_assert_true (mado_csa_get_doubles (csa, "NumberOfImagesInMosaic", values, 1));
  g_assert_cmpfloat (values[0], ==, 7);
  g_assert_true (mado_csa_get_doubles (csa, "SliceNormalVector", values, 3));
  g_assert_cmpfloat (values[2], ==, -1);
  values[0] = -5;
  g_assert_false (mado_csa_get_doubles (csa, "NumberOfImagesInMosaic", values, 2));
  g_assert_false (mado_csa_get_doubles (csa, "NumberOfImages", values, 1));
  g_assert_false (mado_csa_get_doubles (csa, "", values, 1));
  g_assert_cmpfloat (values[0], ==, -5);
}

/* Cut off anywhere, and with any word in any place, it ends. */
static void
test_hostile_csa (void)
{
  static const guint32 words[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffd};
  g_autoptr (GBytes) csa = make_csa ("7", to_head);
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (csa, &size);
  double values[3];

  for (gsize n = 0; n < size; n++) {
    /* A copy of its own, so that a read past the end is found. */
    g_autoptr (GBytes) cut = g_bytes_new (bytes, n);

    mado_csa_get_doubles (cut, "SliceNormalVector", values, 3);
    mado_csa_get_doubles (cut, "NoSuchElement", values, 3);
  }
  for (gsize at = 0; at + 4 <= size; at += 4)
    for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
      guint8 *copy = g_memdup2 (bytes, size);
      const guint32 word = GUINT32_TO_LE (words[i]);
      g_autoptr (GBytes) broken = NULL;

      memcpy (copy + at, &word, 4);
      broken = g_bytes_new_take (copy, size);
      mado_csa_get_doubles (broken, "SliceNormalVector", values, 3);
    }
}

int
main (int argc, char *argv[])
{
  static const char *const syntaxes[] = {"1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2",
                                         "1.2.840.10008.1.2.1.99",
                                         "1.2.840.10008.1.2.5"};

  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function)                                                      \
  g_test_add ("/mado/study/mosaic/" path, Fixture, data, set_up, function, tear_down)

  ADD ("unpacked", &good, test_unpacked);
  ADD ("reversed", &reversed, test_unpacked);
  ADD ("two-moments", NULL, test_two_moments);
  ADD ("cut-off", NULL, test_cut_off);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_headers); i++) {
    g_autofree char *path =
        g_strconcat ("/mado/study/mosaic/left-alone/", bad_headers[i].name, NULL);

    g_test_add (path, Fixture, &bad_headers[i], set_up, test_left_alone, tear_down);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (syntaxes); i++) {
    g_autofree char *path =
        g_strconcat ("/mado/study/mosaic/coded/", syntaxes[i], NULL);

    g_test_add (path, Fixture, syntaxes[i], set_up, test_coded, tear_down);
  }
  g_test_add_func ("/mado/study/csa/values", test_csa);
  g_test_add_func ("/mado/study/csa/hostile", test_hostile_csa);
  return g_test_run ();
}
