/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-writer-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <zlib.h>

#include "mado-codec-private.h"

#define EXPLICIT_LE "1.2.840.10008.1.2.1"
#define IMPLICIT_LE "1.2.840.10008.1.2"
#define EXPLICIT_BE "1.2.840.10008.1.2.2"
#define DEFLATED    "1.2.840.10008.1.2.1.99"

/* Names what wrote a file (PS3.7 D.3.3.2); changes with the writer, not with the
 * version of the program. */
#define IMPLEMENTATION_SEED "org.madoviewer.Mado writer 1"
#define IMPLEMENTATION_NAME "MADO_1"

/* What is written, in order: element headers and values. */
typedef struct {
  GPtrArray *chunks; /* of GBytes */
  bool is_explicit;
  bool is_big_endian;
} Output;

static void
append_u16 (const Output *output, GByteArray *to, guint16 value)
{
  value = output->is_big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value);
  g_byte_array_append (to, (const guint8 *) &value, sizeof value);
}

static void
append_u32 (const Output *output, GByteArray *to, guint32 value)
{
  value = output->is_big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);
  g_byte_array_append (to, (const guint8 *) &value, sizeof value);
}

/* A header with a length of 32 bits (PS3.5 7.1.2). */
static void
append_header (
    const Output *output, GByteArray *to, MadoTag tag, const char *vr, guint32 length)
{
  append_u16 (output, to, tag >> 16);
  append_u16 (output, to, tag & 0xFFFF);
  if (output->is_explicit && vr != NULL) {
    g_byte_array_append (to, (const guint8 *) vr, 2);
    append_u16 (output, to, 0);
  }
  append_u32 (output, to, length);
}

static void
take_chunk (Output *output, GByteArray *bytes)
{
  g_ptr_array_add (output->chunks, g_byte_array_free_to_bytes (bytes));
}

/* UI and SH of group 2, always explicit little endian. */
static void
append_text (GByteArray *to, MadoTag tag, const char *vr, const char *text, char pad)
{
  static const Output output = {.is_explicit = true};
  const guint16 length = strlen (text);

  append_u16 (&output, to, tag >> 16);
  append_u16 (&output, to, tag & 0xFFFF);
  g_byte_array_append (to, (const guint8 *) vr, 2);
  append_u16 (&output, to, length + length % 2);
  g_byte_array_append (to, (const guint8 *) text, length);
  if (length % 2 != 0)
    g_byte_array_append (to, (const guint8 *) &pad, 1);
}

/* PS3.10 7.1: preamble and file meta information. */
static void
add_meta_header (Output *output,
                 const char *sop_class,
                 const char *sop_instance,
                 const char *transfer_syntax)
{
  static const Output explicit_le = {.is_explicit = true};
  static const guint8 preamble[128] = {0};
  static const guint8 version[2] = {0, 1};
  static const guint8 length_header[8] = {2, 0, 0, 0, 'U', 'L', 4, 0};
  g_autofree char *implementation = mado_dicom_make_uid (IMPLEMENTATION_SEED);
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GByteArray) group = g_byte_array_new ();

  append_header (&explicit_le, group, 0x00020001, "OB", sizeof version);
  g_byte_array_append (group, version, sizeof version);
  append_text (group, 0x00020002, "UI", sop_class, '\0');
  append_text (group, 0x00020003, "UI", sop_instance, '\0');
  append_text (group, 0x00020010, "UI", transfer_syntax, '\0');
  append_text (group, 0x00020012, "UI", implementation, '\0');
  append_text (group, 0x00020013, "SH", IMPLEMENTATION_NAME, ' ');

  g_byte_array_append (file, preamble, sizeof preamble);
  g_byte_array_append (file, (const guint8 *) "DICM", 4);
  g_byte_array_append (file, length_header, sizeof length_header);
  append_u32 (&explicit_le, file, group->len);
  g_byte_array_append (file, group->data, group->len);
  take_chunk (output, file);
}

/* (transfer full): each frame coded, or %NULL. */
static GPtrArray *
encode_frames (const char *transfer_syntax,
               const MadoPixelFormat *format,
               GBytes *pixels,
               GError **error)
{
  g_autoptr (GPtrArray) frames =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize size = 0, total = 0;

  if (!mado_pixel_format_get_frame_size (format, &size) ||
      !g_size_checked_mul (&total, size, format->n_frames) ||
      total != g_bytes_get_size (pixels)) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "The pixels are not as long as their format says");
    return NULL;
  }
  /* Frames of single bits follow each other without padding (PS3.5 8.1.1). */
  if (format->bits_allocated == 1 && format->n_frames > 1 &&
      (gsize) format->columns * format->rows % 8 != 0) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                         "Frames of bits that do not fill bytes cannot be written");
    return NULL;
  }

  for (int i = 0; i < format->n_frames; i++) {
    g_autoptr (GBytes) native = g_bytes_new_from_bytes (pixels, i * size, size);
    GBytes *coded = mado_codec_encode (transfer_syntax, format, native, error);

    if (coded == NULL)
      return NULL;
    g_ptr_array_add (frames, coded);
  }
  return g_steal_pointer (&frames);
}

static gsize
get_total_size (GPtrArray *frames)
{
  gsize size = 0;

  for (guint i = 0; i < frames->len; i++)
    size += g_bytes_get_size (frames->pdata[i]);
  return size;
}

static void
add_padding (Output *output, gsize size)
{
  if (size % 2 != 0)
    g_ptr_array_add (output->chunks, g_bytes_new_static ("", 1));
}

static bool
add_native_pixels (Output *output,
                   const MadoPixelFormat *format,
                   GPtrArray *frames,
                   GError **error)
{
  const gsize size = get_total_size (frames);
  MadoTag tag = 0x7FE00010;
  const char *vr = format->bits_allocated > 8 || !output->is_explicit ? "OW" : "OB";
  GByteArray *header = NULL;

  if (size > G_MAXUINT32 - 2) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                         "Native pixel data of more than 4 GiB cannot be written");
    return false;
  }
  if (format->is_float) {
    tag = format->bits_allocated == 64 ? 0x7FE00009 : 0x7FE00008;
    vr = format->bits_allocated == 64 ? "OD" : "OF";
  }
  header = g_byte_array_new ();
  append_header (output, header, tag, vr, size + size % 2);
  take_chunk (output, header);
  for (guint i = 0; i < frames->len; i++)
    g_ptr_array_add (output->chunks, g_bytes_ref (frames->pdata[i]));
  add_padding (output, size);
  return true;
}

/* PS3.5 A.4: a Basic Offset Table, then one fragment for each frame.  The table has
 * 32 bits: it stays empty where they do not suffice. */
static void
add_encapsulated_pixels (Output *output, GPtrArray *frames)
{
  const bool has_offsets = get_total_size (frames) + 9 * frames->len <= G_MAXUINT32;
  GByteArray *bytes = g_byte_array_new ();
  gsize offset = 0;

  append_header (output, bytes, 0x7FE00010, "OB", G_MAXUINT32);
  append_header (output, bytes, 0xFFFEE000, NULL, has_offsets ? 4 * frames->len : 0);
  for (guint i = 0; has_offsets && i < frames->len; i++) {
    const gsize size = g_bytes_get_size (frames->pdata[i]);

    append_u32 (output, bytes, offset);
    offset += 8 + size + size % 2;
  }
  take_chunk (output, bytes);

  for (guint i = 0; i < frames->len; i++) {
    const gsize size = g_bytes_get_size (frames->pdata[i]);

    bytes = g_byte_array_new ();
    append_header (output, bytes, 0xFFFEE000, NULL, size + size % 2);
    take_chunk (output, bytes);
    g_ptr_array_add (output->chunks, g_bytes_ref (frames->pdata[i]));
    add_padding (output, size);
  }
  bytes = g_byte_array_new ();
  append_header (output, bytes, 0xFFFEE0DD, NULL, 0);
  take_chunk (output, bytes);
}

/* Image Pixel Module (PS3.3 C.7.6.3) and, of the General Image Module, how much was
 * lost (C.7.6.1.1.5). */
static void
set_image_pixel_module (MadoDicomWriter *self,
                        const MadoTransferSyntax *syntax,
                        const MadoPixelFormat *format,
                        gsize coded_size)
{
  const MadoPhotometric photometric =
      mado_codec_get_coded_photometric (syntax->uid, format->photometric);
  /* Only native frames keep their planes apart. */
  const bool is_planar = format->is_planar && !syntax->is_encapsulated;

  mado_dicom_writer_set_int (self, 0x00280002, format->samples_per_pixel);
  mado_dicom_writer_set_string (self, 0x00280004,
                                mado_photometric_get_name (photometric));
  if (format->samples_per_pixel > 1)
    mado_dicom_writer_set_int (self, 0x00280006, is_planar);
  if (format->n_frames > 1)
    mado_dicom_writer_set_int (self, 0x00280008, format->n_frames);
  mado_dicom_writer_set_int (self, 0x00280010, format->rows);
  mado_dicom_writer_set_int (self, 0x00280011, format->columns);
  mado_dicom_writer_set_int (self, 0x00280100, format->bits_allocated);
  if (!format->is_float) {
    mado_dicom_writer_set_int (self, 0x00280101, format->bits_stored);
    mado_dicom_writer_set_int (self, 0x00280102, format->high_bit);
    mado_dicom_writer_set_int (self, 0x00280103, format->is_signed);
  }
  if (syntax->lossy_method == NULL)
    return;

  gsize size = 0;

  mado_pixel_format_get_frame_size (format, &size);
  /* Two decimals: more would be noise. */
  const double ratio = (gint64) (100.0 * size * format->n_frames / coded_size) / 100.0;

  mado_dicom_writer_set_string (self, 0x00282110, "01");
  mado_dicom_writer_set_doubles (self, 0x00282112, &ratio, 1);
  mado_dicom_writer_set_string (self, 0x00282114, syntax->lossy_method);
}

static GBytes *
join_chunks (GPtrArray *chunks, guint first)
{
  GByteArray *joined = g_byte_array_new ();

  for (guint i = first; i < chunks->len; i++)
    g_byte_array_append (joined, g_bytes_get_data (chunks->pdata[i], NULL),
                         g_bytes_get_size (chunks->pdata[i]));
  return g_byte_array_free_to_bytes (joined);
}

/* PS3.5 A.5: everything after group 2 as one RFC 1951 stream, padded to even length. */
static bool
deflate_dataset (Output *output, GError **error)
{
  g_autoptr (GBytes) dataset = join_chunks (output->chunks, 1);
  gsize size = 0;
  z_stream stream = {.next_in = (Bytef *) g_bytes_get_data (dataset, &size)};

  if (size > G_MAXUINT / 2 ||
      deflateInit2 (&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9,
                    Z_DEFAULT_STRATEGY) != Z_OK) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                         "The data set is too large to be deflated");
    return false;
  }

  const gsize bound = deflateBound (&stream, size);
  guint8 *deflated = g_malloc (bound + 1);

  stream.avail_in = size;
  stream.next_out = deflated;
  stream.avail_out = bound;
  deflate (&stream, Z_FINISH);

  gsize deflated_size = stream.total_out;

  deflateEnd (&stream);
  if (deflated_size % 2 != 0)
    deflated[deflated_size++] = 0;
  g_ptr_array_set_size (output->chunks, 1);
  g_ptr_array_add (output->chunks, g_bytes_new_take (deflated, deflated_size));
  return true;
}

static bool
write_bytes (int fd, GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  while (size > 0) {
    const gssize written = write (fd, data, size);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    data += written;
    size -= written;
  }
  return true;
}

static bool
write_chunks (int fd, GPtrArray *chunks)
{
  for (guint i = 0; i < chunks->len; i++)
    if (!write_bytes (fd, chunks->pdata[i]))
      return false;
  return fsync (fd) == 0;
}

static bool
write_file (GPtrArray *chunks, const char *path, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  const int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  bool is_written = false;
  int code = errno;

  if (fd >= 0) {
    is_written = write_chunks (fd, chunks);
    code = errno;
    if (close (fd) != 0 && is_written) {
      is_written = false;
      code = errno;
    }
    if (is_written && g_rename (temporary, path) != 0) {
      is_written = false;
      code = errno;
    }
    if (!is_written)
      g_unlink (temporary);
  }

  if (!is_written)
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO,
                 "The file could not be written: %s", g_strerror (code));
  return is_written;
}

static bool
add_dataset (Output *output,
             MadoDicomWriter *self,
             const MadoTransferSyntax *syntax,
             GError **error)
{
  MadoPixelFormat format;
  GBytes *pixels = mado_dicom_writer_get_pixels (self, &format);
  g_autoptr (GPtrArray) frames = NULL;

  if (pixels != NULL) {
    frames = encode_frames (syntax->uid, &format, pixels, error);
    if (frames == NULL)
      return false;
    set_image_pixel_module (self, syntax, &format, get_total_size (frames));
  }

  GBytes *dataset = mado_dicom_writer_serialize (self, output->is_explicit,
                                                 output->is_big_endian, error);

  if (dataset == NULL)
    return false;
  g_ptr_array_add (output->chunks, dataset);
  if (frames == NULL)
    return true;
  if (!syntax->is_encapsulated)
    return add_native_pixels (output, &format, frames, error);
  add_encapsulated_pixels (output, frames);
  return true;
}

bool
mado_dicom_writer_save (MadoDicomWriter *self,
                        const char *path,
                        const char *transfer_syntax,
                        GError **error)
{
  const MadoTransferSyntax *syntax = mado_transfer_syntax_find (transfer_syntax);
  g_autofree char *sop_class = mado_dicom_writer_dup_string (self, 0x00080016);
  g_autofree char *sop_instance = mado_dicom_writer_dup_string (self, 0x00080018);
  g_autoptr (GPtrArray) chunks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Output output = {
      .chunks = chunks,
      .is_explicit = strcmp (transfer_syntax, IMPLICIT_LE) != 0,
      .is_big_endian = strcmp (transfer_syntax, EXPLICIT_BE) == 0,
  };

  if (syntax == NULL || syntax->encode == NULL) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "Writing %s is not supported", mado_codec_get_name (transfer_syntax));
    return false;
  }
  if (sop_class == NULL || sop_instance == NULL) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_NO_VALUE,
                         "The data set has no SOP Class or Instance UID");
    return false;
  }

  add_meta_header (&output, sop_class, sop_instance, transfer_syntax);
  if (!add_dataset (&output, self, syntax, error))
    return false;
  if (strcmp (transfer_syntax, DEFLATED) == 0 && !deflate_dataset (&output, error))
    return false;
  return write_file (chunks, path, error);
}
