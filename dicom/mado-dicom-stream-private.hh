/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-dicom-private.hh"

#include <sys/stat.h>

#include <dcmtk/dcmdata/dcistrma.h>

/* Hands the bytes of a file, or of memory, to DCMTK's parser.  Unlike DCMTK's own
 * producer it reads a header in one or two system calls, and it ends the stream when
 * sequences are nested so deeply that the parser, which recurses, would overflow the
 * stack: it is called at every depth, so it sees how much stack is in use. */
class MadoDicomProducer : public DcmProducer
{
public:
  explicit MadoDicomProducer (int fd, offile_off_t size);
  explicit MadoDicomProducer (GBytes *bytes);
  ~MadoDicomProducer () override;
  MadoDicomProducer (const MadoDicomProducer &) = delete;
  MadoDicomProducer &operator= (const MadoDicomProducer &) = delete;

  OFBool good () const override;
  OFCondition status () const override;
  OFBool eos () override;
  offile_off_t avail () override;
  offile_off_t read (void *buffer, offile_off_t length) override;
  offile_off_t skip (offile_off_t length) override;
  void putback (offile_off_t length) override;

  void rewind ();

  /* What reads on from @offset at a later time; %NULL when that needs the path. */
  DcmInputStreamFactory *new_factory (offile_off_t offset) const;

  /* Reads at @offset without moving; returns how many bytes there were. */
  size_t peek (offile_off_t offset, void *buffer, size_t length);

  bool is_too_deep = false;
  int io_error = 0; /* errno */

private:
  bool has_stack ();

  int fd = -1;                           /* owned */
  GBytes *bytes = nullptr;               /* owned */
  offile_off_t size = 0, position = 0;   /* bytes */
  offile_off_t window_offset = 0;        /* in the file */
  const unsigned char *window = nullptr; /* the bytes there */
  size_t window_length = 0;
  unsigned char buffer[16384];
  const char *stack_base;
};

class MadoDicomStream : public DcmInputStream
{
public:
  /* @path is of the file behind @producer, where values left on disk are read later;
   * %NULL when it is memory. */
  MadoDicomStream (MadoDicomProducer *producer, const char *path);
  ~MadoDicomStream () override;

  DcmInputStreamFactory *newFactory () const override;

private:
  const MadoDicomProducer *producer; /* borrowed */
  const char *path;                  /* borrowed */
};
