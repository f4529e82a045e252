/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-stream-private.hh"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

#include <dcmtk/dcmdata/dcistrmf.h>

/* One level of nesting costs the parser about 1 kB, real files have below 20 levels,
 * and the smallest stacks a thread of ours may get have 2 MB. */
static const ptrdiff_t MAX_STACK = 256 * 1024;

MadoDicomProducer::MadoDicomProducer (int fd, offile_off_t size)
    : fd (fd), size (size), window (buffer),
      stack_base (static_cast<char *> (__builtin_frame_address (0)))
{
}

MadoDicomProducer::MadoDicomProducer (GBytes *bytes)
    : bytes (g_bytes_ref (bytes)),
      stack_base (static_cast<char *> (__builtin_frame_address (0)))
{
  window =
      static_cast<const unsigned char *> (g_bytes_get_data (bytes, &window_length));
  size = (offile_off_t) window_length;
}

MadoDicomProducer::~MadoDicomProducer ()
{
  if (fd >= 0)
    close (fd);
  g_clear_pointer (&bytes, g_bytes_unref);
}

bool
MadoDicomProducer::has_stack ()
{
  const char *top = static_cast<char *> (__builtin_frame_address (0));

  if (stack_base - top < MAX_STACK && !is_too_deep)
    return true;

  is_too_deep = true;
  size = position; /* the parser unwinds at the end of its input */
  return false;
}

OFBool
MadoDicomProducer::good () const
{
  return io_error == 0 && !is_too_deep;
}

OFCondition
MadoDicomProducer::status () const
{
  return good () ? EC_Normal : EC_InvalidStream;
}

OFBool
MadoDicomProducer::eos ()
{
  return position >= size;
}

offile_off_t
MadoDicomProducer::avail ()
{
  return has_stack () ? size - position : 0;
}

size_t
MadoDicomProducer::peek (offile_off_t offset, void *target, size_t length)
{
  auto *out = static_cast<unsigned char *> (target);
  size_t done = 0;

  if (offset < 0 || offset >= size)
    return 0;
  length = (size_t) std::min ((offile_off_t) length, size - offset);
  while (done < length) {
    const offile_off_t at = offset + (offile_off_t) done;
    const bool is_inside =
        at >= window_offset && at < window_offset + (offile_off_t) window_length;

    if (!is_inside) {
      const ssize_t n =
          fd >= 0 ? TEMP_FAILURE_RETRY (pread (fd, buffer, sizeof buffer, at)) : 0;

      if (n <= 0) {
        io_error = n < 0 ? errno : EIO;
        return done;
      }
      window_offset = at;
      window_length = (size_t) n;
    }

    const size_t skip = (size_t) (at - window_offset);
    const size_t n = std::min (length - done, window_length - skip);

    memcpy (out + done, window + skip, n);
    done += n;
  }
  return done;
}

offile_off_t
MadoDicomProducer::read (void *target, offile_off_t length)
{
  if (length <= 0 || !has_stack ())
    return 0;

  const size_t n = peek (position, target, (size_t) length);

  position += (offile_off_t) n;
  return (offile_off_t) n;
}

offile_off_t
MadoDicomProducer::skip (offile_off_t length)
{
  const offile_off_t n = std::min (std::max (length, (offile_off_t) 0), avail ());

  position += n;
  return n;
}

void
MadoDicomProducer::putback (offile_off_t length)
{
  position -= std::min (std::max (length, (offile_off_t) 0), position);
}

void
MadoDicomProducer::rewind ()
{
  position = 0;
}

namespace
{

/* A stream that holds its producer. */
class MemoryStream : public DcmInputStream
{
public:
  MemoryStream (GBytes *bytes, offile_off_t offset)
      : DcmInputStream (&producer), producer (bytes)
  {
    producer.skip (offset);
  }

  DcmInputStreamFactory *
  newFactory () const override
  {
    return nullptr;
  }

private:
  MadoDicomProducer producer;
};

/* For long values in memory.  Without one, DCMTK would copy them at once, and allocate
 * what their header says before it looks how much there is. */
class MemoryFactory : public DcmInputStreamFactory
{
public:
  MemoryFactory (GBytes *bytes, offile_off_t offset)
      : bytes (g_bytes_ref (bytes)), offset (offset)
  {
  }
  MemoryFactory (const MemoryFactory &) = delete;
  MemoryFactory &operator= (const MemoryFactory &) = delete;
  ~MemoryFactory () override
  {
    g_bytes_unref (bytes);
  }

  DcmInputStream *
  create () const override
  {
    return new MemoryStream (bytes, offset);
  }

  DcmInputStreamFactory *
  clone () const override
  {
    return new MemoryFactory (bytes, offset);
  }

  DcmInputStreamFactoryType
  ident () const override
  {
    return DFT_DcmInputTempFileStreamFactory; /* the other kind is a file by name */
  }

private:
  GBytes *bytes; /* owned */
  offile_off_t offset;
};

} // namespace

DcmInputStreamFactory *
MadoDicomProducer::new_factory (offile_off_t offset) const
{
  return bytes != nullptr ? new MemoryFactory (bytes, offset) : nullptr;
}

MadoDicomStream::MadoDicomStream (MadoDicomProducer *producer, const char *path)
    : DcmInputStream (producer), producer (producer), path (path)
{
}

MadoDicomStream::~MadoDicomStream ()
{
}

DcmInputStreamFactory *
MadoDicomStream::newFactory () const
{
  if (path == nullptr)
    return producer->new_factory (tell ());
  return new DcmInputFileStreamFactory (OFFilename (path), tell ());
}
