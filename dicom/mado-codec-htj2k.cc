/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cstdarg>
#include <stdexcept>

#include <openjph/ojph_arch.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_message.h>
#include <openjph/ojph_params.h>
#include <openjph/ojph_codestream.h>

#include "mado-codec-private.h"
#include "mado-guard-private.hh"

/* Encoding only.  OpenJPH decodes HTJ2K in half of OpenJPEG's time, but version 0.9
 * asserts what a codestream says of itself (quantization style, number of levels), and
 * Debian leaves the assertions in: a damaged file would end the program. */

/* OpenJPH's own handler prints to the terminal. */
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

static void
silence ()
{
  static gsize is_done = 0;

  if (!g_once_init_enter (&is_done))
    return;

  static QuietError quiet;

  ojph::configure_error (&quiet);
  g_once_init_leave (&is_done, 1);
}

static void
configure (ojph::codestream &codestream, const MadoPixelFormat *format)
{
  ojph::param_siz siz = codestream.access_siz ();
  ojph::param_cod cod = codestream.access_cod ();
  int levels = 0;

  /* Small images do not have room for five levels of wavelets. */
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
  codestream.set_planar (false);
}

static GBytes *
encode (const MadoPixelFormat *format, const MadoFrame *frame)
{
  ojph::mem_outfile file;
  ojph::codestream codestream;
  ojph::ui32 s = 0;

  silence ();
  configure (codestream, format);
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
  return guard (error, [&] () -> GBytes * {
    g_autoptr (MadoFrame) frame = mado_codec_prepare (format, native, 16, error);

    return frame != nullptr ? encode (format, frame) : nullptr;
  });
}
