/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* Photometric Interpretation (PS3.3 C.7.6.3.1.2). */
typedef enum {
  MADO_PHOTOMETRIC_MONOCHROME1 = 1,
  MADO_PHOTOMETRIC_MONOCHROME2,
  MADO_PHOTOMETRIC_PALETTE_COLOR,
  MADO_PHOTOMETRIC_RGB,
  MADO_PHOTOMETRIC_YBR_FULL,
  MADO_PHOTOMETRIC_YBR_FULL_422,
  MADO_PHOTOMETRIC_YBR_PARTIAL_422,
  MADO_PHOTOMETRIC_YBR_PARTIAL_420,
  MADO_PHOTOMETRIC_YBR_ICT,
  MADO_PHOTOMETRIC_YBR_RCT,
} MadoPhotometric;

/* As written in (0028,0004). */
const char *mado_photometric_get_name (MadoPhotometric photometric);

/* How one sample of a decoded frame lies in memory, machine byte order. */
typedef enum {
  MADO_SAMPLE_U8 = 1,
  MADO_SAMPLE_S8,
  MADO_SAMPLE_U16,
  MADO_SAMPLE_S16,
  MADO_SAMPLE_U32,
  MADO_SAMPLE_S32,
  MADO_SAMPLE_F32,
  MADO_SAMPLE_F64,
} MadoSampleType;

size_t mado_sample_type_get_size (MadoSampleType type); /* bytes */
/* The sample at @index of @samples. */
double
mado_sample_type_get_value (MadoSampleType type, const void *samples, size_t index);

/**
 * MadoPixelFormat:
 * @columns: px, 1 to 65535
 * @rows: px, 1 to 65535
 * @n_frames: at least 1
 * @samples_per_pixel: 1 or 3
 * @bits_allocated: 1, 8, 16, 32 or 64 bits of a stored sample
 * @bits_stored: bits that mean something, up to @bits_allocated
 * @high_bit: position of the most significant of them
 * @is_signed: Pixel Representation 1
 * @is_float: (7FE0,0008) or (7FE0,0009)
 * @is_planar: Planar Configuration 1: all red, then all green, then all blue
 *
 * Image Pixel Module (PS3.3 C.7.6.3), checked for sense.
 */
typedef struct {
  int columns;
  int rows;
  int n_frames;
  int samples_per_pixel;
  int bits_allocated;
  int bits_stored;
  int high_bit;
  bool is_signed;
  bool is_float;
  bool is_planar;
  MadoPhotometric photometric;
} MadoPixelFormat;

/* The type a decoded frame of this format has. */
MadoSampleType mado_pixel_format_get_sample_type (const MadoPixelFormat *self);

/* Bytes of one native (not encapsulated) frame on disk; false on overflow. */
bool mado_pixel_format_get_frame_size (const MadoPixelFormat *self, gsize *size);

G_END_DECLS
