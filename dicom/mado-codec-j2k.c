/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-codec-private.h"

#include <string.h>

#include <openjpeg.h>

/* Threads inside one frame pay only where it is large: elsewhere the loader keeps the
 * cores busy with whole frames (512 × 512 gains nothing beyond two). */
#define THREADS_MIN_PIXELS (2048 * 2048)
#define MAX_THREADS        4

/* Ten to one, where radiology's studies of JPEG 2000 see no difference. */
#define LOSSY_RATIO 10

typedef struct {
  const guint8 *data;
  gsize size;
  gsize at;
} Source;

static OPJ_SIZE_T
read_cb (void *buffer, OPJ_SIZE_T n, void *user_data)
{
  Source *source = user_data;
  const gsize available = source->size - source->at;

  if (available == 0)
    return (OPJ_SIZE_T) -1;
  n = MIN (n, available);
  memcpy (buffer, source->data + source->at, n);
  source->at += n;
  return n;
}

static OPJ_OFF_T
skip_cb (OPJ_OFF_T n, void *user_data)
{
  Source *source = user_data;

  if (n < 0 || (gsize) n > source->size - source->at)
    return -1;
  source->at += n;
  return n;
}

static OPJ_BOOL
seek_cb (OPJ_OFF_T to, void *user_data)
{
  Source *source = user_data;

  if (to < 0 || (gsize) to > source->size)
    return OPJ_FALSE;
  source->at = to;
  return OPJ_TRUE;
}

static OPJ_SIZE_T
write_cb (void *buffer, OPJ_SIZE_T n, void *user_data)
{
  g_byte_array_append (user_data, buffer, n);
  return n;
}

/* Keeps the first message: later ones are consequences. */
static void
message_cb (const char *message, void *user_data)
{
  GString *first = user_data;

  if (first->len == 0)
    g_string_append_len (first, message, strcspn (message, "\n"));
}

static void
ignore_cb (const char *message, void *user_data)
{
}

static GBytes *
fail (GError **error, const char *text)
{
  g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_BROKEN,
               "The JPEG 2000 codestream cannot be decoded: %s",
               *text != '\0' ? text : "it is damaged");
  return NULL;
}

static opj_codec_t *
new_decoder (const MadoPixelFormat *format, GBytes *coded, GString *message)
{
  const guint8 *data = g_bytes_get_data (coded, NULL);
  opj_codec_t *codec =
      opj_create_decompress (data[0] == 0xFF ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
  opj_dparameters_t parameters;

  opj_set_default_decoder_parameters (&parameters);
  opj_set_info_handler (codec, ignore_cb, NULL);
  opj_set_warning_handler (codec, message_cb, message);
  opj_set_error_handler (codec, message_cb, message);
  opj_setup_decoder (codec, &parameters);
  opj_decoder_set_strict_mode (codec, OPJ_TRUE);
  if (format->columns * (gint64) format->rows >= THREADS_MIN_PIXELS &&
      opj_has_thread_support ())
    opj_codec_set_threads (codec, MIN (g_get_num_processors (), MAX_THREADS));
  return codec;
}

/* (transfer full) (nullable) */
static opj_image_t *
decode_image (const MadoPixelFormat *format, GBytes *coded, GError **error)
{
  g_autoptr (GString) message = g_string_new (NULL);
  Source source = {.data = g_bytes_get_data (coded, &source.size)};
  opj_stream_t *stream = opj_stream_create (MIN (source.size, 1 << 20), OPJ_TRUE);
  opj_codec_t *codec = new_decoder (format, coded, message);
  opj_image_t *image = NULL;

  opj_stream_set_user_data (stream, &source, NULL);
  opj_stream_set_user_data_length (stream, source.size);
  opj_stream_set_read_function (stream, read_cb);
  opj_stream_set_skip_function (stream, skip_cb);
  opj_stream_set_seek_function (stream, seek_cb);

  const bool is_decoded = opj_read_header (stream, codec, &image) &&
                          opj_decode (codec, stream, image) &&
                          opj_end_decompress (codec, stream);

  opj_destroy_codec (codec);
  opj_stream_destroy (stream);
  if (is_decoded)
    return image;

  g_clear_pointer (&image, opj_image_destroy);
  fail (error, message->str);
  return NULL;
}

static bool
is_as_announced (const opj_image_t *image, const MadoPixelFormat *format)
{
  if (image->numcomps != (OPJ_UINT32) format->samples_per_pixel)
    return false;

  for (OPJ_UINT32 i = 0; i < image->numcomps; i++)
    if (image->comps[i].w != (OPJ_UINT32) format->columns ||
        image->comps[i].h != (OPJ_UINT32) format->rows || image->comps[i].data == NULL)
      return false;
  return true;
}

static GBytes *
interleave_image (const opj_image_t *image, const MadoPixelFormat *format)
{
  const int sample_size = format->bits_allocated / 8;
  const gsize n_pixels = (gsize) format->columns * format->rows;
  const gsize step = image->numcomps;
  guint8 *to = g_try_malloc_n (n_pixels * step, sample_size);

  if (to == NULL)
    return NULL;

  for (gsize s = 0; s < step; s++) {
    const OPJ_INT32 *from = image->comps[s].data;

    if (sample_size == 1)
      for (gsize i = 0; i < n_pixels; i++)
        to[i * step + s] = from[i];
    else if (sample_size == 2)
      for (gsize i = 0; i < n_pixels; i++)
        ((guint16 *) to)[i * step + s] = from[i];
    else
      for (gsize i = 0; i < n_pixels; i++)
        ((guint32 *) to)[i * step + s] = from[i];
  }
  return g_bytes_new_take (to, n_pixels * step * sample_size);
}

/* What the codestream knows better than the data set. */
static void
adapt_format (const MadoBitstreamInfo *info, MadoPixelFormat *format)
{
  /* Many devices code signed values as unsigned words of the same bits. */
  if (format->is_signed && !info->is_signed && info->precision < format->bits_stored) {
    format->bits_stored = info->precision;
    format->high_bit = info->precision - 1;
  }
  format->is_planar = false;
  /* Whether there is a colour transform is said in the codestream, whatever the label;
   * the decoder has undone it. */
  if (format->samples_per_pixel == 3 && info->has_colour_transform)
    format->photometric = MADO_PHOTOMETRIC_RGB;
  else if (format->photometric == MADO_PHOTOMETRIC_YBR_FULL_422)
    format->photometric = MADO_PHOTOMETRIC_YBR_FULL;
}

GBytes *
mado_codec_decode_j2k (const char *transfer_syntax,
                       MadoPixelFormat *format,
                       GBytes *coded,
                       GError **error)
{
  MadoBitstreamInfo info;
  GBytes *pixels = NULL;

  if (!mado_codec_read_j2k_info (coded, &info, error) ||
      !mado_codec_check_bitstream (&info, coded, format, error))
    return NULL;

  g_autoptr (GBytes) loosened = mado_codec_loosen_j2k (coded, &info);
  opj_image_t *image = decode_image (format, loosened, error);

  if (image == NULL)
    return NULL;
  if (is_as_announced (image, format))
    pixels = interleave_image (image, format);
  opj_image_destroy (image);
  if (pixels == NULL)
    return fail (error, "its components are not those of the image");

  adapt_format (&info, format);
  return pixels;
}

static opj_image_t *
make_image (const MadoPixelFormat *format, const MadoFrame *frame)
{
  const int n_samples = format->samples_per_pixel;
  const gsize n_pixels = (gsize) format->columns * format->rows;
  opj_image_cmptparm_t components[3] = {0};

  for (int s = 0; s < n_samples; s++)
    components[s] = (opj_image_cmptparm_t){
        .dx = 1,
        .dy = 1,
        .w = format->columns,
        .h = format->rows,
        .prec = format->bits_stored,
        .sgnd = format->is_signed,
    };

  opj_image_t *image = opj_image_create (
      n_samples, components, n_samples == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);

  if (image == NULL)
    return NULL;
  image->x1 = format->columns;
  image->y1 = format->rows;
  for (gsize i = 0; i < n_pixels; i++)
    for (int s = 0; s < n_samples; s++)
      image->comps[s].data[i] =
          mado_frame_get_sample (frame, i % format->columns, i / format->columns, s);
  return image;
}

static void
set_encoder_parameters (opj_cparameters_t *parameters,
                        const MadoPixelFormat *format,
                        bool is_lossy)
{
  int smaller = MIN (format->columns, format->rows);

  opj_set_default_encoder_parameters (parameters);
  parameters->tcp_numlayers = 1;
  parameters->tcp_rates[0] = is_lossy ? LOSSY_RATIO : 0;
  parameters->cp_disto_alloc = 1;
  parameters->irreversible = is_lossy;
  parameters->tcp_mct = format->samples_per_pixel == 3;
  /* Small images do not have room for five levels of wavelets. */
  parameters->numresolution = 1;
  while (parameters->numresolution < 6 && smaller >= 4) {
    parameters->numresolution++;
    smaller /= 2;
  }
}

static bool
encode_image (opj_image_t *image, opj_cparameters_t *parameters, GByteArray *to)
{
  opj_codec_t *codec = opj_create_compress (OPJ_CODEC_J2K);
  opj_stream_t *stream = opj_stream_create (1 << 20, OPJ_FALSE);

  opj_stream_set_user_data (stream, to, NULL);
  opj_stream_set_write_function (stream, write_cb);

  const bool is_encoded = opj_setup_encoder (codec, parameters, image) &&
                          opj_start_compress (codec, image, stream) &&
                          opj_encode (codec, stream) &&
                          opj_end_compress (codec, stream);

  opj_stream_destroy (stream);
  opj_destroy_codec (codec);
  return is_encoded;
}

GBytes *
mado_codec_encode_j2k (const char *transfer_syntax,
                       const MadoPixelFormat *format,
                       GBytes *native,
                       GError **error)
{
  g_autoptr (MadoFrame) frame = mado_codec_prepare (format, native, 24, error);
  g_autoptr (GByteArray) coded = g_byte_array_new ();
  opj_cparameters_t parameters;

  if (frame == NULL)
    return NULL;

  opj_image_t *image = make_image (format, frame);

  set_encoder_parameters (&parameters, format,
                          g_str_has_suffix (transfer_syntax, ".4.91"));

  const bool is_encoded = image != NULL && encode_image (image, &parameters, coded);

  g_clear_pointer (&image, opj_image_destroy);
  if (!is_encoded) {
    g_set_error_literal (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_INTERNAL,
                         "The JPEG 2000 encoder failed");
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&coded));
}
