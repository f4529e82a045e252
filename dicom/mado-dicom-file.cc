/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-stream-private.hh"

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mado-dicom-element-list-private.hh"
#include "mado-dicom-file.h"
#include "mado-dicom-layout-private.h"
#include "mado-pixel-source-private.h"

/* Longer values stay on disk until they are asked for. */
static const Uint32 MAX_READ_LENGTH = 4096;
/* Deflated data sets are inflated in memory; deflate can grow a thousandfold. */
static const gsize MAX_INFLATED = 1u << 30;

static const char *const UID_DEFLATED = "1.2.840.10008.1.2.1.99";

struct _MadoDicomFile {
  std::string path;
  std::string transfer_syntax;
  DcmMetaInfo meta;
  MadoIndexedDataset dataset;
  struct stat identity;
  bool has_pixels = false;
  MadoPixelLocation pixels = {};
};

static bool
set_error (GError **error, MadoDicomError code, const char *message)
{
  g_set_error_literal (error, MADO_DICOM_ERROR, code, message);
  return false;
}

bool
mado_dicom_toolkit_init (GError **error)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    OFLog::configure (OFLogger::OFF_LOG_LEVEL);
    g_once_init_leave (&once, dcmDataDict.isDictionaryLoaded () ? 1 : 2);
  }
  if (once == 1)
    return true;
  return set_error (error, MADO_DICOM_ERROR_INTERNAL,
                    "The DICOM dictionary is not installed (DCMDICTPATH)");
}

static bool
open_regular (const char *path, int *fd, struct stat *identity, GError **error)
{
  /* O_NONBLOCK: a pipe must not make the scan wait. */
  *fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (*fd < 0 || fstat (*fd, identity) != 0) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO,
                 "The file cannot be opened: %s", g_strerror (errno));
    return false;
  }
  if (!S_ISREG (identity->st_mode))
    return set_error (error, MADO_DICOM_ERROR_NOT_DICOM, "This is not a file");
  return true;
}

static std::string
get_meta_uid (DcmMetaInfo *meta, const DcmTagKey &key)
{
  const MadoDicomItem *item = mado_dicom_item_from_dcmtk (meta);
  g_autofree char *uid = mado_dicom_item_dup_string (item, mado_tag_from_key (key));

  return uid != nullptr ? uid : "";
}

static bool
parse_meta_header (MadoDicomFile *self, MadoDicomStream *stream, GError **error)
{
  self->meta.transferInit ();
  const OFCondition condition =
      self->meta.read (*stream, EXS_Unknown, EGL_noChange, MAX_READ_LENGTH);
  self->meta.transferEnd ();

  if (condition.good ())
    return true;
  return set_error (error, MADO_DICOM_ERROR_BROKEN, "The file meta header is damaged");
}

/* DCMTK believes the group length (0002,0000), which is wrong in real files: too short
 * and it misses the transfer syntax, too long and it swallows the data set.  So it gets
 * a copy of group 2 that says how long it is. */
static bool
parse_meta_copy (MadoDicomFile *self, const guint8 *bytes, gsize n, GError **error)
{
  static const guint8 group_length[] = {2, 0, 0, 0, 'U', 'L', 4, 0};
  auto *copy = static_cast<guint8 *> (g_memdup2 (bytes, n));
  g_autoptr (GBytes) owner = g_bytes_new_take (copy, n);
  const guint32 rest = GUINT32_TO_LE ((guint32) (n - 12));

  if (n >= 12 && memcmp (copy, group_length, sizeof group_length) == 0)
    memcpy (copy + 8, &rest, sizeof rest);

  MadoDicomProducer producer (owner);
  MadoDicomStream stream (&producer, nullptr);

  return parse_meta_header (self, &stream, error);
}

/* Reads group 2, if there is one, and finds where the data set begins. */
static bool
read_meta_header (MadoDicomFile *self,
                  MadoDicomProducer *producer,
                  bool *has_prefix,
                  offile_off_t *dataset_start,
                  GError **error)
{
  guint8 head[4096];
  const size_t n = producer->peek (0, head, sizeof head);
  const guint64 size = (guint64) self->identity.st_size;
  gsize start = 0;

  *has_prefix = mado_layout_find_prefix (head, n, &start);
  if (!mado_layout_is_meta_header (head + start, n - start)) {
    /* "DICM" may stand at the same place in the text of a file without preamble. */
    if (*has_prefix && mado_encoding_guess (head, n, size) != MADO_ENCODING_UNKNOWN)
      start = 0;
    *dataset_start = (offile_off_t) start;
    return true;
  }

  const gsize length = mado_layout_measure_meta_header (head + start, n - start);

  if (length > 0) {
    *dataset_start = (offile_off_t) (start + length);
    return parse_meta_copy (self, head + start, length, error);
  }

  MadoDicomStream stream (producer, self->path.c_str ());

  if (!parse_meta_header (self, &stream, error))
    return false;
  *dataset_start = stream.tell ();
  return true;
}

/* What DCMTK shall parse the data set as.  It must know that a syntax is encapsulated,
 * for icons; it need not know which. */
static E_TransferSyntax
get_dcmtk_syntax (const char *uid, MadoEncoding encoding)
{
  switch (encoding) {
  case MADO_ENCODING_IMPLICIT_LE:
    return EXS_LittleEndianImplicit;
  case MADO_ENCODING_EXPLICIT_BE:
    return EXS_BigEndianExplicit;
  case MADO_ENCODING_EXPLICIT_LE:
  case MADO_ENCODING_UNKNOWN:
  default:
    return strcmp (uid, "1.2.840.10008.1.2.1") == 0 || strcmp (uid, UID_DEFLATED) == 0
               ? EXS_LittleEndianExplicit
               : EXS_JPEG2000LosslessOnly;
  }
}

/* Believes the bytes more than (0002,0010) where both are native: a file converted
 * without changing its header is read right. */
static bool
choose_syntax (MadoDicomFile *self,
               MadoDicomProducer *producer,
               offile_off_t start,
               bool has_prefix,
               MadoEncoding *encoding,
               GError **error)
{
  guint8 head[4096];
  const size_t n = producer->peek (start, head, sizeof head);
  const guint64 rest = (guint64) (self->identity.st_size - start);
  const MadoEncoding found = mado_encoding_guess (head, n, rest);
  std::string declared = get_meta_uid (&self->meta, DCM_TransferSyntaxUID);

  *encoding = found;
  if (declared.empty ()) {
    self->transfer_syntax = mado_encoding_get_transfer_syntax (found);
    if (found != MADO_ENCODING_UNKNOWN)
      return true;
    return has_prefix ? set_error (error, MADO_DICOM_ERROR_BROKEN,
                                   "The data set cannot be understood")
                      : set_error (error, MADO_DICOM_ERROR_NOT_DICOM,
                                   "This is not a DICOM file");
  }

  const MadoEncoding prescribed = mado_encoding_of_transfer_syntax (declared.c_str ());
  const bool is_native = declared == mado_encoding_get_transfer_syntax (prescribed) ||
                         declared == UID_DEFLATED;

  if (found == MADO_ENCODING_UNKNOWN ||
      (found == prescribed && declared != UID_DEFLATED))
    *encoding = prescribed;
  else if (is_native)
    declared = mado_encoding_get_transfer_syntax (found);
  self->transfer_syntax = declared;
  return true;
}

/* The whole data set of a deflated file (PS3.5 A.5). */
static GBytes *
inflate (const char *path, offile_off_t start, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) deflated = g_file_read (file, nullptr, nullptr);
  g_autoptr (GZlibDecompressor) inflater =
      g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (deflated == nullptr ||
      !g_seekable_seek (G_SEEKABLE (deflated), start, G_SEEK_SET, nullptr, nullptr)) {
    set_error (error, MADO_DICOM_ERROR_IO, "The file cannot be read again");
    return nullptr;
  }

  g_autoptr (GInputStream) stream =
      g_converter_input_stream_new (G_INPUT_STREAM (deflated), G_CONVERTER (inflater));

  for (;;) {
    guint8 buffer[65536];
    const gssize n =
        g_input_stream_read (stream, buffer, sizeof buffer, nullptr, nullptr);

    /* A damaged end leaves what came before it; the parser sees how far that goes. */
    if (n <= 0)
      break;
    if (bytes->len + (gsize) n > MAX_INFLATED) {
      set_error (error, MADO_DICOM_ERROR_UNSUPPORTED,
                 "The deflated data set is larger than 1 GiB");
      return nullptr;
    }
    g_byte_array_append (bytes, buffer, (guint) n);
  }
  return g_byte_array_free_to_bytes (
      static_cast<GByteArray *> (g_steal_pointer (&bytes)));
}

static guint32
decode_length (const guint8 *bytes, MadoEncoding encoding)
{
  guint32 length = 0;

  memcpy (&length, bytes, sizeof length);
  return encoding == MADO_ENCODING_EXPLICIT_BE ? GUINT32_FROM_BE (length)
                                               : GUINT32_FROM_LE (length);
}

static bool
is_pixel_tag (const guint8 *bytes, MadoEncoding encoding, MadoTag *tag)
{
  const bool is_big = encoding == MADO_ENCODING_EXPLICIT_BE;
  const guint group = is_big ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0];
  const guint element = is_big ? bytes[2] << 8 | bytes[3] : bytes[3] << 8 | bytes[2];

  *tag = MADO_TAG (group, element);
  return group == 0x7fe0 &&
         (element == 0x0008 || element == 0x0009 || element == 0x0010);
}

/* The parser stops behind tag and length of the first element that is not before Float
 * Pixel Data: looks whether that is pixel data, something that may follow it, or a sign
 * that the parser read nonsense. */
static bool
locate_pixels (MadoDicomFile *self,
               MadoDicomProducer *producer,
               offile_off_t offset,
               MadoEncoding encoding,
               GError **error)
{
  const bool is_at_end = producer->eos ();
  const bool is_implicit = encoding == MADO_ENCODING_IMPLICIT_LE;
  guint8 header[12] = {0};
  MadoPixelLocation *pixels = &self->pixels;

  if (offset < 12 || producer->peek (offset - 12, header, 12) != 12)
    return is_at_end;
  self->has_pixels =
      is_pixel_tag (header + (is_implicit ? 4 : 0), encoding, &pixels->tag);
  if (!self->has_pixels) {
    if (is_at_end || mado_layout_may_end_dataset (header, encoding))
      return true;
    return set_error (error, MADO_DICOM_ERROR_BROKEN,
                      "The data set is damaged: its tags are not in order");
  }

  if (is_implicit)
    strcpy (pixels->vr, "OW");
  else
    memcpy (pixels->vr, header + 4, 2);
  pixels->offset = (guint64) offset;
  pixels->length = decode_length (header + 8, encoding);
  return true;
}

static bool
read_dataset (MadoDicomFile *self,
              MadoDicomProducer *producer,
              MadoDicomStream *stream,
              MadoEncoding encoding,
              GError **error)
{
  const E_TransferSyntax syntax =
      get_dcmtk_syntax (self->transfer_syntax.c_str (), encoding);

  self->dataset.transferInit ();
  const OFCondition condition = self->dataset.readUntilTag (
      *stream, syntax, EGL_noChange, MAX_READ_LENGTH, DCM_FloatPixelData);
  self->dataset.transferEnd ();

  if (producer->is_too_deep)
    return set_error (error, MADO_DICOM_ERROR_BROKEN,
                      "Sequences are nested too deeply");
  if (producer->io_error != 0) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_IO,
                 "The file cannot be read: %s", g_strerror (producer->io_error));
    return false;
  }
  if (condition.bad ()) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
                 "The data set is damaged: %s", condition.text ());
    return false;
  }
  if (self->dataset.card () == 0)
    return set_error (error, MADO_DICOM_ERROR_BROKEN, "The data set is empty");
  return locate_pixels (self, producer, stream->tell (), encoding, error);
}

static bool
read_deflated (MadoDicomFile *self, offile_off_t start, GError **error)
{
  g_autoptr (GBytes) bytes = inflate (self->path.c_str (), start, error);

  if (bytes == nullptr)
    return false;

  MadoDicomProducer producer (bytes);
  MadoDicomStream stream (&producer, nullptr);

  self->pixels.is_deflated = true;
  self->pixels.deflated_start = (guint64) start;
  return read_dataset (self, &producer, &stream, MADO_ENCODING_EXPLICIT_LE, error);
}

static bool
read_file (MadoDicomFile *self, GError **error)
{
  int fd = -1;

  if (!open_regular (self->path.c_str (), &fd, &self->identity, error)) {
    if (fd >= 0)
      close (fd);
    return false;
  }

  MadoDicomProducer producer (fd, self->identity.st_size);
  MadoEncoding encoding = MADO_ENCODING_UNKNOWN;
  offile_off_t start = 0;
  bool has_prefix = false;

  if (self->identity.st_size == 0)
    return set_error (error, MADO_DICOM_ERROR_NOT_DICOM, "The file is empty");
  if (!read_meta_header (self, &producer, &has_prefix, &start, error) ||
      !choose_syntax (self, &producer, start, has_prefix, &encoding, error))
    return false;
  if (self->transfer_syntax == UID_DEFLATED)
    return read_deflated (self, start, error);

  MadoDicomStream stream (&producer, self->path.c_str ());

  producer.rewind ();
  stream.skip (start);
  return read_dataset (self, &producer, &stream, encoding, error);
}

MadoDicomFile *
mado_dicom_file_open (const char *path, GError **error)
{
  g_return_val_if_fail (path != nullptr, nullptr);

  return guard (error, [&] () -> MadoDicomFile * {
    if (!mado_dicom_toolkit_init (error))
      return nullptr;

    auto self = std::make_unique<MadoDicomFile> ();

    self->path = path;
    return read_file (self.get (), error) ? self.release () : nullptr;
  });
}

void
mado_dicom_file_free (MadoDicomFile *self)
{
  guard (nullptr, [&] {
    delete self;
    return true;
  });
}

const char *
mado_dicom_file_get_transfer_syntax (const MadoDicomFile *self)
{
  return self->transfer_syntax.c_str ();
}

const MadoDicomItem *
mado_dicom_file_get_dataset (const MadoDicomFile *self)
{
  return mado_dicom_item_from_dcmtk (&self->dataset);
}

const MadoDicomItem *
mado_dicom_file_get_meta_header (const MadoDicomFile *self)
{
  return guard (nullptr, [&] () -> const MadoDicomItem * {
    if (const_cast<DcmMetaInfo &> (self->meta).card () == 0)
      return nullptr;
    return mado_dicom_item_from_dcmtk (&self->meta);
  });
}

MadoPixelSource *
mado_dicom_file_dup_pixel_source (const MadoDicomFile *self, GError **error)
{
  if (!self->has_pixels) {
    set_error (error, MADO_DICOM_ERROR_NO_IMAGE, "The object has no pixel data");
    return nullptr;
  }
  return guard (error, [&] {
    return mado_pixel_source_new (self->path.c_str (), &self->identity,
                                  self->transfer_syntax.c_str (), &self->pixels,
                                  mado_dicom_file_get_dataset (self), error);
  });
}

GPtrArray *
mado_dicom_file_list_elements (const MadoDicomFile *self)
{
  return guard (nullptr, [&] {
    return mado_dicom_elements_list (const_cast<DcmMetaInfo *> (&self->meta),
                                     const_cast<MadoIndexedDataset *> (&self->dataset),
                                     self->has_pixels ? &self->pixels : nullptr);
  });
}
