/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-codec.h"
#include "mado-dicom-file.h"
#include "mado-dicom-writer.h"
#include "mado-test.h"

#define PREFIX  "1.2.840.10008.1.2"
#define COLUMNS 61
#define ROWS    45

/* What we write is read by another program, and its pixels compared with ours. */
typedef struct {
  const char *name;
  const char *syntax;
  const char *command[3]; /* before the two paths */
  int allocated, stored, is_signed, samples;
  bool is_lossy; /* then: its decode equals our decode */
} Case;

static const Case cases[] = {
    {"implicit", PREFIX, {"dcmconv", "+te"}, 16, 12, false, 1},
    {"big-endian", PREFIX ".2", {"dcmconv", "+te"}, 16, 16, true, 1},
    {"big-endian-rgb", PREFIX ".2", {"dcmconv", "+te"}, 8, 8, false, 3},
    {"deflated", PREFIX ".1.99", {"dcmconv", "+te"}, 16, 12, false, 1},
    {"rle", PREFIX ".5", {"dcmdrle"}, 16, 12, true, 1},
    {"rle-rgb", PREFIX ".5", {"dcmdrle"}, 8, 8, false, 3},
    {"rle-gdcm", PREFIX ".5", {"gdcmconv", "--raw"}, 16, 16, false, 1},
    {"jpeg-lossless", PREFIX ".4.70", {"dcmdjpeg"}, 16, 16, true, 1},
    {"jpeg-lossless-12", PREFIX ".4.57", {"dcmdjpeg"}, 16, 12, false, 1},
    {"jpeg-lossless-rgb", PREFIX ".4.70", {"dcmdjpeg"}, 8, 8, false, 3},
    {"jpeg-lossless-gdcm", PREFIX ".4.70", {"gdcmconv", "--raw"}, 16, 12, false, 1},
    {"jpeg-baseline", PREFIX ".4.50", {"dcmdjpeg"}, 8, 8, false, 1, true},
    {"jpeg-baseline-rgb", PREFIX ".4.50", {"dcmdjpeg"}, 8, 8, false, 3, true},
    {"jpeg-extended", PREFIX ".4.51", {"dcmdjpeg"}, 16, 12, false, 1, true},
    {"jpegls", PREFIX ".4.80", {"dcmdjpls"}, 16, 16, true, 1},
    {"jpegls-rgb", PREFIX ".4.80", {"dcmdjpls"}, 8, 8, false, 3},
    {"jpegls-gdcm", PREFIX ".4.80", {"gdcmconv", "--raw"}, 16, 12, false, 1},
    {"j2k", PREFIX ".4.90", {"gdcmconv", "--raw"}, 16, 12, false, 1},
    {"j2k-signed", PREFIX ".4.90", {"gdcmconv", "--raw"}, 16, 16, true, 1},
    {"j2k-rgb", PREFIX ".4.90", {"gdcmconv", "--raw"}, 8, 8, false, 3},
};

/* GDCM wants another SOP class for several frames, and none of them for signed ones. */
static int
get_n_frames (const Case *c)
{
  return g_strcmp0 (c->command[0], "gdcmconv") == 0 ? 1 : 2;
}

static MadoPixelFormat
make_format (const Case *c)
{
  return (MadoPixelFormat){
      .columns = COLUMNS,
      .rows = ROWS,
      .n_frames = get_n_frames (c),
      .samples_per_pixel = c->samples,
      .bits_allocated = c->allocated,
      .bits_stored = c->stored,
      .high_bit = c->stored - 1,
      .is_signed = c->is_signed,
      .photometric =
          c->samples == 3 ? MADO_PHOTOMETRIC_RGB : MADO_PHOTOMETRIC_MONOCHROME2,
  };
}

/* Smooth, so that lossy codecs have something to do; each frame another. */
static GBytes *
make_native (const Case *c)
{
  const int range = 1 << c->stored;
  g_autoptr (GByteArray) native = g_byte_array_new ();

  for (int i = 0; i < get_n_frames (c) * ROWS * COLUMNS * c->samples; i++) {
    const gint32 value = i / c->samples * 3 % range - (c->is_signed ? range / 2 : 0);
    const gint32 stored = GINT32_TO_LE (value);

    g_byte_array_append (native, (const guint8 *) &stored, c->allocated / 8);
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&native));
}

static void
write_file (const Case *c, const char *path, const char *syntax)
{
  const MadoPixelFormat format = make_format (c);
  g_autoptr (MadoDicomWriter) writer = mado_dicom_writer_new ();
  g_autoptr (GBytes) native = make_native (c);
  g_autoptr (GError) error = NULL;
  g_autofree char *uid = mado_dicom_make_uid (c->name);

  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0016),
                                "1.2.840.10008.5.1.4.1.1.7");
  mado_dicom_writer_set_string (writer, MADO_TAG (0x0008, 0x0018), uid);
  mado_dicom_writer_set_pixels (writer, &format, native);
  g_assert_true (mado_dicom_writer_save (writer, path, syntax, &error));
  g_assert_no_error (error);
}

static MadoFrame *
read_frame (const char *path, int i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = mado_dicom_file_open (path, &error);

  g_assert_no_error (error);

  g_autoptr (MadoPixelSource) source = mado_dicom_file_dup_pixel_source (file, &error);

  g_assert_no_error (error);

  MadoFrame *frame = mado_pixel_source_decode_frame (source, i, NULL, &error);

  g_assert_no_error (error);
  return frame;
}

static void
run_tool (const Case *c, const char *from, const char *to)
{
  const char *argv[] = {c->command[0], from, to, NULL, NULL};
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (c->command[1] != NULL) {
    argv[1] = c->command[1];
    argv[2] = from;
    argv[3] = to;
  }
  g_spawn_sync (NULL, (char **) argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
test_tool (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *program = mado_test_find_program (c->command[0]);

  if (program == NULL)
    return;

  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *coded = g_build_filename (folder, "coded.dcm", NULL);
  g_autofree char *plain = g_build_filename (folder, "plain.dcm", NULL);
  g_autofree char *native = g_build_filename (folder, "native.dcm", NULL);

  write_file (c, coded, c->syntax);
  write_file (c, native, PREFIX ".1");
  run_tool (c, coded, plain);
  for (int i = 0; i < get_n_frames (c); i++) {
    g_autoptr (MadoFrame) theirs = read_frame (plain, i);
    g_autoptr (MadoFrame) ours = read_frame (c->is_lossy ? coded : native, i);

    g_assert_cmpmem (g_bytes_get_data (ours->pixels, NULL), mado_frame_get_size (ours),
                     g_bytes_get_data (theirs->pixels, NULL),
                     mado_frame_get_size (theirs));
  }
  mado_test_remove_tree (folder);
}

/* No DICOM tool of Debian reads HTJ2K; OpenJPH's own reads the codestream.  It writes
 * 16-bit PGM: big endian, behind three lines of text. */
static void
test_htj2k (void)
{
  static const Case c = {"htj2k", PREFIX ".4.201", {NULL}, 16, 12, false, 1};
  g_autofree char *program = mado_test_find_program ("ojph_expand");

  if (program == NULL)
    return;

  g_autofree char *folder = mado_test_make_folder ();
  g_autofree char *coded_path = g_build_filename (folder, "frame.j2c", NULL);
  g_autofree char *plain_path = g_build_filename (folder, "frame.pgm", NULL);
  g_autofree char *pgm = NULL;
  const char *argv[] = {program, "-i", coded_path, "-o", plain_path, NULL};
  const gsize size = COLUMNS * ROWS * 2;
  const MadoPixelFormat format = make_format (&c);
  g_autoptr (GBytes) all = make_native (&c);
  g_autoptr (GBytes) native = g_bytes_new_from_bytes (all, 0, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) coded = mado_codec_encode (c.syntax, &format, native, &error);
  gsize pgm_size = 0;

  g_assert_no_error (error);
  g_file_set_contents (coded_path, g_bytes_get_data (coded, NULL),
                       g_bytes_get_size (coded), &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (plain_path, &pgm, &pgm_size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pgm_size, >, size);

  const guint8 *theirs = (const guint8 *) pgm + pgm_size - size;
  const guint8 *ours = g_bytes_get_data (native, NULL);

  for (gsize i = 0; i < size; i += 2)
    g_assert_cmpint (theirs[i] << 8 | theirs[i + 1], ==, ours[i + 1] << 8 | ours[i]);
  mado_test_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/codec/oracle/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_tool);
  }
  g_test_add_func ("/mado/dicom/codec/oracle/htj2k", test_htj2k);
  return g_test_run ();
}
