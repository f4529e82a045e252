/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cstdarg>
#include <stdexcept>
#include <vector>

#include <openjph/ojph_arch.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_message.h>
#include <openjph/ojph_params.h>
#include <openjph/ojph_codestream.h>

#include "mado-codec-guard.hh"
#include "mado-codec-private.h"

/* OpenJPH's own handlers print to the terminal. */
class QuietError : public ojph::message_error
{
public:
  void
  operator() (int code, const char *file, int line, const char *format, ...) override
  {
    va_list arguments;
    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    throw std::runtime_error (text);
  }
};

class QuietWarning : public ojph::message_warning
{
public:
  void
  operator() (int code, const char *file, int line, const char *format, ...) override
  {
  }
};

static void
silence ()
{
  static gsize is_done = 0;

  if (!g_once_init_enter (&is_done))
    return;

  static QuietError quiet_error;
  static QuietWarning quiet_warning;

  ojph::configure_error (&quiet_error);
  ojph::configure_warning (&quiet_warning);
  g_once_init_leave (&is_done, 1);
}

/* What the samples can be.  OpenJPH leaves the overshoot of lossy wavelets in. */
struct Range {
  ojph::si32 min, max;

  explicit Range (const MadoBitstreamInfo &info)
      : min (info.is_signed ? -(1 << (info.precision - 1)) : 0),
        max (static_cast<ojph::si32> ((1u << (info.precision - info.is_signed)) - 1))
  {
  }
};

template <typename Sample>
static void
put_line (
    Sample *row, const ojph::si32 *from, int columns, int step, const Range &range)
{
  for (int i = 0; i < columns; i++)
    row[i * step] = static_cast<Sample> (CLAMP (from[i], range.min, range.max));
}

static bool
is_as_announced (ojph::param_siz siz, const MadoPixelFormat *format)
{
  if (siz.get_num_components () != static_cast<ojph::ui32> (format->samples_per_pixel))
    return false;

  for (ojph::ui32 i = 0; i < siz.get_num_components (); i++)
    if (siz.get_recon_width (i) != static_cast<ojph::ui32> (format->columns) ||
        siz.get_recon_height (i) != static_cast<ojph::ui32> (format->rows))
      return false;
  return true;
}

static GBytes *
decode (const MadoBitstreamInfo &info, const MadoPixelFormat *format, GBytes *coded)
{
  const Range range (info);
  const int step = format->samples_per_pixel;
  const int sample_size = format->bits_allocated / 8;
  const gsize row_size = static_cast<gsize> (format->columns) * step * sample_size;
  gsize coded_size = 0;
  auto *from = static_cast<const ojph::ui8 *> (g_bytes_get_data (coded, &coded_size));
  ojph::mem_infile file;
  ojph::codestream codestream;

  silence ();
  file.open (from, coded_size);
  codestream.read_headers (&file);
  codestream.set_planar (false);
  if (!is_as_announced (codestream.access_siz (), format))
    throw std::runtime_error ("its components are not those of the image");
  codestream.create ();

  g_autofree auto *to = static_cast<guint8 *> (g_try_malloc (row_size * format->rows));

  if (to == nullptr)
    throw std::bad_alloc ();
  for (gsize row = 0; row < static_cast<gsize> (format->rows); row++)
    for (int i = 0; i < step; i++) {
      ojph::ui32 s = 0;
      const ojph::line_buf *line = codestream.pull (s);
      guint8 *at = to + row * row_size + s * sample_size;

      if (sample_size == 1)
        put_line (at, line->i32, format->columns, step, range);
      else if (sample_size == 2)
        put_line (reinterpret_cast<guint16 *> (at), line->i32, format->columns, step,
                  range);
      else
        put_line (reinterpret_cast<guint32 *> (at), line->i32, format->columns, step,
                  range);
    }
  codestream.close ();
  return g_bytes_new_take (g_steal_pointer (&to), row_size * format->rows);
}

/* OpenJPEG decodes HTJ2K as well, more slowly: it gets what OpenJPH 0.9 cannot. */
GBytes *
mado_codec_decode_htj2k (const char *transfer_syntax,
                         MadoPixelFormat *format,
                         GBytes *coded,
                         GError **error)
{
  g_autoptr (GError) ignored = nullptr;
  MadoBitstreamInfo info;

  if (!mado_codec_read_j2k_info (coded, &info, error) ||
      !mado_codec_check_bitstream (&info, coded, format, error))
    return nullptr;

  GBytes *pixels =
      mado_codec_guard (&ignored, [&] { return decode (info, format, coded); });

  if (pixels == nullptr)
    return mado_codec_decode_j2k (transfer_syntax, format, coded, error);
  mado_codec_adapt_j2k (&info, format);
  return pixels;
}

static void
configure (ojph::codestream &codestream, const MadoPixelFormat *format, bool is_rpcl)
{
  ojph::param_siz siz = codestream.access_siz ();
  ojph::param_cod cod = codestream.access_cod ();
  int levels = 0;

  for (int side = MIN (format->columns, format->rows); side >= 4 && levels < 5;
       side /= 2)
    levels++;
  siz.set_image_extent (ojph::point (format->columns, format->rows));
  siz.set_num_components (format->samples_per_pixel);
  for (int s = 0; s < format->samples_per_pixel; s++)
    siz.set_component (s, ojph::point (1, 1), format->bits_stored, format->is_signed);
  cod.set_num_decomposition (levels);
  cod.set_reversible (true);
  cod.set_color_transform (format->samples_per_pixel == 3);
  cod.set_progression_order (is_rpcl ? "RPCL" : "LRCP");
  codestream.set_planar (false);
}

static GBytes *
encode (const MadoPixelFormat *format, const MadoFrame *frame, bool is_rpcl)
{
  ojph::mem_outfile file;
  ojph::codestream codestream;
  ojph::ui32 s = 0;

  silence ();
  configure (codestream, format, is_rpcl);
  file.open ();
  codestream.write_headers (&file);

  ojph::line_buf *line = codestream.exchange (nullptr, s);

  for (int row = 0; row < format->rows; row++)
    for (int i = 0; i < format->samples_per_pixel; i++) {
      for (int column = 0; column < format->columns; column++)
        line->i32[column] =
            static_cast<ojph::si32> (mado_frame_get_sample (frame, column, row, s));
      line = codestream.exchange (line, s);
    }
  codestream.flush ();

  GBytes *coded = g_bytes_new (file.get_data (), file.tell ());

  codestream.close ();
  return coded;
}

GBytes *
mado_codec_encode_htj2k (const char *transfer_syntax,
                         const MadoPixelFormat *format,
                         GBytes *native,
                         GError **error)
{
  g_autoptr (MadoFrame) frame = mado_codec_prepare (format, native, 16, error);

  if (frame == nullptr)
    return nullptr;
  return mado_codec_guard (error, [&] { return encode (format, frame, false); });
}
