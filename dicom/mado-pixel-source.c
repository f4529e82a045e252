/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-pixel-source-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>

#include "mado-codec.h"
#include "mado-dicom-layout-private.h"
#include "mado-image-pixel-private.h"

#define TAG_PIXEL_DATA             MADO_TAG (0x7fe0, 0x0010)
#define TAG_EXTENDED_OFFSET_TABLE  MADO_TAG (0x7fe0, 0x0001)
#define TAG_EXTENDED_OFFSET_LENGTH MADO_TAG (0x7fe0, 0x0002)

/* Callers keep a list of the frames; so many absent ones are a damaged header. */
#define MAX_MISSING_FRAMES 65536
/* Reads are cut in pieces of this size so that cancelling is felt. */
#define READ_CHUNK (4u << 20)

static bool
is_encapsulated (const MadoPixelSource *self)
{
  return self->location.length == G_MAXUINT32;
}

static guint64
get_frame_bits (const MadoPixelFormat *format)
{
  gsize size = 0;

  if (format->bits_allocated == 1)
    return (guint64) format->rows * format->columns;
  mado_pixel_format_get_frame_size (format, &size);
  return (guint64) size * 8;
}

/* A header whose Number of Frames is far from what the file can hold is damaged; a few
 * missing ones are named when they are asked for. */
static bool
check_frame_count (const MadoPixelSource *self, GError **error)
{
  const guint64 size = (guint64) self->identity.st_size;
  guint64 n_possible = 0;

  if (is_encapsulated (self))
    n_possible = size / 8; /* an item header each */
  else
    n_possible = (guint64) self->location.length * 8 / get_frame_bits (&self->format);
  if ((guint64) self->format.n_frames <= n_possible + MAX_MISSING_FRAMES)
    return true;

  g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
               "Number of Frames is %d, but there is room for %" G_GUINT64_FORMAT,
               self->format.n_frames, n_possible);
  return false;
}

/* A native syntax has a length, all others have fragments (PS3.5 A.4). */
static bool
check_encapsulation (const MadoPixelSource *self, GError **error)
{
  const char *uid = self->transfer_syntax;
  const bool is_native_syntax = strcmp (uid, "1.2.840.10008.1.2") == 0 ||
                                strcmp (uid, "1.2.840.10008.1.2.1") == 0 ||
                                strcmp (uid, "1.2.840.10008.1.2.2") == 0 ||
                                strcmp (uid, "1.2.840.10008.1.2.1.99") == 0;
  const bool is_standard = g_str_has_prefix (uid, "1.2.840.10008.1.2");

  if (is_native_syntax == !is_encapsulated (self) || !is_standard)
    return true;

  g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
               "The transfer syntax %s contradicts how the pixel data is stored", uid);
  return false;
}

static bool
check_source (const MadoPixelSource *self, GError **error)
{
  gsize size = 0;

  if (self->location.length == 0) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "The pixel data is empty");
    return false;
  }
  if (!mado_pixel_format_get_frame_size (&self->format, &size) || size > G_MAXSSIZE) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                         "A frame is larger than memory can be");
    return false;
  }
  return check_encapsulation (self, error) && check_frame_count (self, error);
}

MadoPixelSource *
mado_pixel_source_new (const char *path,
                       const struct stat *identity,
                       const char *transfer_syntax,
                       const MadoPixelLocation *location,
                       const MadoDicomItem *dataset,
                       GError **error)
{
  g_autoptr (MadoPixelSource) self = g_new0 (MadoPixelSource, 1);
  const MadoEncoding encoding = mado_encoding_of_transfer_syntax (transfer_syntax);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->path = g_strdup (path);
  self->identity = *identity;
  self->transfer_syntax = g_strdup (transfer_syntax);
  self->location = *location;
  if (!mado_image_pixel_parse (dataset, location->tag, &self->format, error) ||
      !check_source (self, error))
    return NULL;

  self->is_swapped = encoding == MADO_ENCODING_EXPLICIT_BE &&
                     self->format.bits_allocated <= 8 &&
                     strcmp (location->vr, "OW") == 0;
  if (is_encapsulated (self)) {
    self->extended_offsets =
        mado_dicom_item_dup_bytes (dataset, TAG_EXTENDED_OFFSET_TABLE);
    self->extended_lengths =
        mado_dicom_item_dup_bytes (dataset, TAG_EXTENDED_OFFSET_LENGTH);
  }
  return g_steal_pointer (&self);
}

MadoPixelSource *
mado_pixel_source_ref (MadoPixelSource *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_pixel_source_unref (MadoPixelSource *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_mutex_clear (&self->lock);
  g_clear_pointer (&self->mosaic, mado_pixel_source_unref);
  g_clear_pointer (&self->index, mado_fragment_index_free);
  g_clear_pointer (&self->extended_offsets, g_bytes_unref);
  g_clear_pointer (&self->extended_lengths, g_bytes_unref);
  g_free (self->transfer_syntax);
  g_free (self->path);
  g_free (self);
}

const MadoPixelFormat *
mado_pixel_source_get_format (const MadoPixelSource *self)
{
  return &self->format;
}

const char *
mado_pixel_source_get_transfer_syntax (const MadoPixelSource *self)
{
  return self->transfer_syntax;
}

static void
set_io_error (GError **error, int reason)
{
  g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO,
               "The pixel data cannot be read: %s", g_strerror (reason));
}

static void
set_missing (GError **error, int frame, guint64 n_missing)
{
  g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
               "Frame %d is cut off: %" G_GUINT64_FORMAT " bytes are missing",
               frame + 1, n_missing);
}

/* Offsets are only good for the file whose header was read. */
static int
open_unchanged (const MadoPixelSource *self, GError **error)
{
  const int fd = open (self->path, O_RDONLY | O_CLOEXEC);
  const struct stat *before = &self->identity;
  struct stat now;

  if (fd < 0 || fstat (fd, &now) != 0) {
    set_io_error (error, errno);
    if (fd >= 0)
      close (fd);
    return -1;
  }
  if (now.st_size != before->st_size || now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
      now.st_mtim.tv_nsec != before->st_mtim.tv_nsec) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO,
                         "The file has changed since it was opened");
    close (fd);
    return -1;
  }
  return fd;
}

/* Fills @bytes from the file; a short file is IO, for the size was checked before. */
static bool
read_fully (int fd,
            guint64 offset,
            guint8 *bytes,
            gsize n,
            GCancellable *cancellable,
            GError **error)
{
  while (n > 0) {
    gssize result;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return false;
    result =
        TEMP_FAILURE_RETRY (pread (fd, bytes, MIN (n, READ_CHUNK), (off_t) offset));
    if (result <= 0) {
      set_io_error (error, result < 0 ? errno : EIO);
      return false;
    }
    bytes += result;
    offset += (guint64) result;
    n -= (gsize) result;
  }
  return true;
}

/* Inflates up to the wanted bytes.  Deflated files are rare and small, so nothing is
 * kept from one frame to the next. */
static bool
read_deflated (const MadoPixelSource *self,
               int fd,
               guint64 offset,
               guint8 *bytes,
               gsize n,
               gsize *n_read,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GInputStream) file = g_unix_input_stream_new (fd, FALSE);
  g_autoptr (GZlibDecompressor) inflater =
      g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW);
  g_autoptr (GInputStream) stream =
      g_converter_input_stream_new (file, G_CONVERTER (inflater));
  g_autoptr (GError) reason = NULL;

  if (lseek (fd, (off_t) self->location.deflated_start, SEEK_SET) < 0) {
    set_io_error (error, errno);
    return false;
  }
  /* Skipping would skip deflated bytes; the buffer has room for them. */
  while (offset > 0 && reason == NULL) {
    const gssize n_skipped =
        g_input_stream_read (stream, bytes, MIN (offset, n), cancellable, &reason);

    if (n_skipped <= 0)
      break;
    offset -= (guint64) n_skipped;
  }
  *n_read = 0;
  if (offset == 0)
    g_input_stream_read_all (stream, bytes, n, n_read, cancellable, &reason);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return false;
  }
  return true; /* what is missing is missing, whatever the reason */
}

/* Bits are packed from the least significant one on, and a frame begins where the one
 * before ended, in the middle of a byte if need be (PS3.5 8.1.1 and 8.2). */
static void
shift_bits (guint8 *bytes, gsize n, guint shift)
{
  if (shift == 0)
    return;
  for (gsize i = 0; i < n; i++)
    bytes[i] =
        (guint8) (bytes[i] >> shift | (i + 1 < n ? bytes[i + 1] << (8 - shift) : 0));
}

static void
swap_words (guint8 *bytes, gsize n)
{
  for (gsize i = 0; i + 1 < n; i += 2) {
    const guint8 first = bytes[i];

    bytes[i] = bytes[i + 1];
    bytes[i + 1] = first;
  }
}

/* How many of @n bytes at @start of the value are in the file. */
static gsize
count_present (const MadoPixelSource *self, guint64 start, gsize n)
{
  guint64 end = self->location.length;

  if (!self->location.is_deflated) {
    const guint64 size = (guint64) self->identity.st_size;

    end = MIN (end, size > self->location.offset ? size - self->location.offset : 0);
  }
  return end > start ? (gsize) MIN (n, end - start) : 0;
}

/* @n_bits from @first_bit of the value on, which belong to @frame. */
static GBytes *
read_native (const MadoPixelSource *self,
             int fd,
             int frame,
             guint64 first_bit,
             guint64 n_bits,
             GCancellable *cancellable,
             GError **error)
{
  const gsize size = (gsize) ((n_bits + 7) / 8);
  const gsize unit = self->is_swapped ? 2 : 1;
  const guint64 start = first_bit / 8 / unit * unit;
  const gsize lead = (gsize) (first_bit / 8 - start);
  /* A frame of bits may end in one byte more than it has. */
  gsize span = (gsize) ((first_bit + n_bits + 7) / 8 - start);
  const gsize needed = span;
  gsize n_read = 0;

  span = (span + unit - 1) / unit * unit;
  n_read = count_present (self, start, span);
  if (n_read < needed) {
    set_missing (error, frame, needed - n_read);
    return NULL;
  }

  g_autofree guint8 *bytes = g_try_malloc (span);

  if (bytes == NULL) {
    set_io_error (error, ENOMEM);
    return NULL;
  }
  span = n_read;
  if (self->location.is_deflated) {
    if (!read_deflated (self, fd, self->location.offset + start, bytes, span, &n_read,
                        cancellable, error))
      return NULL;
    if (n_read < needed) {
      set_missing (error, frame, needed - n_read);
      return NULL;
    }
  } else if (!read_fully (fd, self->location.offset + start, bytes, span, cancellable,
                          error))
    return NULL;

  if (self->is_swapped)
    swap_words (bytes, span);
  if (lead > 0)
    memmove (bytes, bytes + lead, span - lead);
  shift_bits (bytes, span - lead, (guint) (first_bit % 8));
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}

/* The index is built under the lock; afterwards it never changes. */
static const MadoFragmentIndex *
get_index (MadoPixelSource *self, int fd, GCancellable *cancellable, GError **error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->index == NULL) {
    const MadoFragmentParams params = {
        .fd = fd,
        .size = (guint64) self->identity.st_size,
        .offset = self->location.offset,
        .n_frames = self->format.n_frames,
        .extended_offsets = self->extended_offsets,
        .extended_lengths = self->extended_lengths,
    };

    self->index = mado_fragment_index_new (&params, cancellable, error);
  }
  return self->index;
}

/* The bytes a frame has, and how many of them the file has not. */
static bool
measure_fragments (const MadoPixelSource *self,
                   const MadoFragment *fragments,
                   guint n,
                   guint64 *n_missing,
                   gsize *length)
{
  const guint64 size = (guint64) self->identity.st_size;

  *n_missing = 0;
  *length = 0;
  for (guint i = 0; i < n; i++) {
    const guint64 end = fragments[i].offset + fragments[i].length;

    if (end > size)
      *n_missing += end - size;
    if (!g_size_checked_add (length, *length, fragments[i].length))
      return false;
  }
  return true;
}

static GBytes *
read_encapsulated (
    MadoPixelSource *self, int fd, int frame, GCancellable *cancellable, GError **error)
{
  const MadoFragmentIndex *index = get_index (self, fd, cancellable, error);
  const MadoFragment *fragments = NULL;
  g_autofree guint8 *bytes = NULL;
  guint n = 0;
  guint64 n_missing = 0;
  gsize length = 0, done = 0;

  if (index == NULL)
    return NULL;
  fragments = mado_fragment_index_get_frame (index, frame, &n);
  if (!measure_fragments (self, fragments, n, &n_missing, &length) || n_missing > 0) {
    set_missing (error, frame, n_missing);
    return NULL;
  }
  if (length == 0) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "Frame %d is not in the file", frame + 1);
    return NULL;
  }

  bytes = g_try_malloc (length);
  if (bytes == NULL) {
    set_io_error (error, ENOMEM);
    return NULL;
  }
  for (guint i = 0; i < n; i++) {
    if (!read_fully (fd, fragments[i].offset, bytes + done, fragments[i].length,
                     cancellable, error))
      return NULL;
    done += fragments[i].length;
  }
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

GBytes *
mado_pixel_source_read_frame (MadoPixelSource *self,
                              int frame,
                              GCancellable *cancellable,
                              GError **error)
{
  const guint64 n_bits = get_frame_bits (&self->format);
  GBytes *bytes = NULL;
  int fd = -1;

  g_return_val_if_fail (frame >= 0 && frame < self->format.n_frames, NULL);

  if (self->mosaic != NULL)
    return mado_pixel_source_read_frame (self->mosaic, 0, cancellable, error);
  fd = open_unchanged (self, error);
  if (fd < 0)
    return NULL;

  if (is_encapsulated (self))
    bytes = read_encapsulated (self, fd, frame, cancellable, error);
  else
    bytes = read_native (self, fd, frame, n_bits * (guint64) frame, n_bits, cancellable,
                         error);
  close (fd);
  return bytes;
}

bool
mado_pixel_source_has_rows (const MadoPixelSource *self)
{
  return !is_encapsulated (self) && !self->location.is_deflated &&
         self->format.bits_allocated % 8 == 0 && self->format.samples_per_pixel == 1;
}

GBytes *
mado_pixel_source_read_rows (const MadoPixelSource *self,
                             int first,
                             int n,
                             GCancellable *cancellable,
                             GError **error)
{
  const guint64 row_bits =
      (guint64) self->format.columns * (guint64) self->format.bits_allocated;
  GBytes *bytes = NULL;
  int fd = -1;

  g_return_val_if_fail (mado_pixel_source_has_rows (self), NULL);
  g_return_val_if_fail (first >= 0 && n > 0 && n <= self->format.rows - first, NULL);

  fd = open_unchanged (self, error);
  if (fd < 0)
    return NULL;

  bytes = read_native (self, fd, 0, row_bits * (guint64) first, row_bits * (guint64) n,
                       cancellable, error);
  close (fd);
  return bytes;
}

MadoFrame *
mado_pixel_source_decode_frame (MadoPixelSource *self,
                                int frame,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (GBytes) coded = NULL;

  g_return_val_if_fail (frame >= 0 && frame < self->format.n_frames, NULL);

  if (self->mosaic != NULL)
    return mado_pixel_source_decode_tile (self, frame, cancellable, error);

  /* Frames of a video cannot even be told apart, so the syntax comes first. */
  if (!mado_codec_can_decode (self->transfer_syntax)) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "The transfer syntax %s (%s) cannot be decoded",
                 mado_codec_get_name (self->transfer_syntax), self->transfer_syntax);
    return NULL;
  }

  coded = mado_pixel_source_read_frame (self, frame, cancellable, error);
  if (coded == NULL)
    return NULL;
  return mado_codec_decode (self->transfer_syntax, &self->format, coded, error);
}
