/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-instance-private.h"

#include <math.h>
#include <string.h>

#include "mado-csa.h"
#include "mado-vector.h"

#define TAG_SPACING_BETWEEN_SLICES MADO_TAG (0x0018, 0x0088)

/* The normal is written with eight decimals, directions with about as many. */
#define SAME_NORMAL 0.999

/*
 * Siemens MR scanners write all slices of one moment as tiles of one picture, in a
 * square of as many tiles as are needed.  Image Position (Patient) is made for a slice
 * as large as that picture: its centre is right, its first pixel lies outside.
 */
typedef struct {
  int n;
  int n_across;
  MadoVector normal; /* from slice to slice */
  double spacing;    /* mm */
} Mosaic;

/* Element @element of the block that @creator reserved in @group (PS3.5 7.8.1). */
static MadoTag
find_private (const MadoDicomItem *dataset,
              guint16 group,
              const char *creator,
              guint16 element)
{
  for (guint16 block = 0x10; block <= 0xff; block++) {
    g_autofree char *name =
        mado_dicom_item_dup_string (dataset, MADO_TAG (group, block));

    if (g_strcmp0 (name, creator) == 0)
      return MADO_TAG (group, block << 8 | element);
  }
  return 0;
}

static bool
is_mosaic (const MadoInstance *self)
{
  g_auto (GStrv) type = NULL;

  if (self->image_type == NULL || self->n_frames != 1)
    return false;
  type = g_strsplit (self->image_type, "\\", -1);
  return g_strv_contains ((const char *const *) type, "MOSAIC");
}

/* How many tiles are pictures: by the CSA header, or an element of its own. */
static bool
read_count (const MadoDicomItem *dataset, GBytes *csa, int *n)
{
  const MadoTag tag = find_private (dataset, 0x0019, "SIEMENS MR HEADER", 0x0a);
  double count = 0;

  if (!mado_csa_get_doubles (csa, "NumberOfImagesInMosaic", &count, 1))
    count = tag != 0 ? mado_instance_read_int (dataset, tag, 0) : 0;
  if (!(count >= 2 && count <= G_MAXUINT16 && count == floor (count)))
    return false;
  *n = (int) count;
  return true;
}

/* The slices follow the normal of the CSA header, which may run against row × column;
 * any other direction is a header that contradicts itself. */
static bool
read_normal (const MadoFrameInfo *info, GBytes *csa, MadoVector *normal)
{
  const MadoVector row = mado_vector_from_array (info->row_direction);
  const MadoVector column = mado_vector_from_array (info->column_direction);
  double values[3];
  double share;

  *normal = mado_vector_cross (row, column);
  if (!mado_csa_get_doubles (csa, "SliceNormalVector", values, 3))
    return false;
  share = mado_vector_dot (*normal,
                           mado_vector_normalize (mado_vector_from_array (values)));
  if (share < 0)
    *normal = mado_vector_scale (*normal, -1);
  return fabs (share) > SAME_NORMAL;
}

static bool
read_mosaic (Mosaic *self, const MadoInstance *instance, const MadoDicomItem *dataset)
{
  const MadoTag tag = find_private (dataset, 0x0029, "SIEMENS CSA HEADER", 0x10);
  g_autoptr (GBytes) csa = tag != 0 ? mado_dicom_item_dup_bytes (dataset, tag) : NULL;
  const MadoFrameInfo *info = &instance->frames[0];

  if (csa == NULL || !info->has_plane || info->spacing_kind != MADO_SPACING_PATIENT ||
      !read_count (dataset, csa, &self->n) || !read_normal (info, csa, &self->normal))
    return false;

  self->spacing = mado_instance_read_double (dataset, TAG_SPACING_BETWEEN_SLICES, 0);
  self->n_across = (int) ceil (sqrt (self->n));
  return self->spacing > 0;
}

static void
set_position (MadoFrameInfo *self, const MadoVector *first, const Mosaic *mosaic, int k)
{
  const MadoVector position =
      mado_vector_add_scaled (*first, mosaic->normal, k * mosaic->spacing);

  self->position[0] = position.x;
  self->position[1] = position.y;
  self->position[2] = position.z;
}

/* The first pixel of the first slice: half of what the mosaic is larger by. */
static MadoVector
get_first_position (const MadoFrameInfo *info,
                    const Mosaic *mosaic,
                    int columns,
                    int rows)
{
  const double wider = columns * (mosaic->n_across - 1) / 2.0;
  const double higher = rows * (mosaic->n_across - 1) / 2.0;
  MadoVector position = mado_vector_from_array (info->position);

  position =
      mado_vector_add_scaled (position, mado_vector_from_array (info->row_direction),
                              wider * info->column_spacing);
  return mado_vector_add_scaled (position,
                                 mado_vector_from_array (info->column_direction),
                                 higher * info->row_spacing);
}

void
mado_mosaic_unpack (MadoInstance *self, const MadoDicomItem *dataset)
{
  Mosaic mosaic = {0};
  MadoPixelSource *tiles = NULL;
  const MadoPixelFormat *format = NULL;
  MadoFrameInfo *frames = NULL;
  MadoVector first;

  if (!is_mosaic (self) || !read_mosaic (&mosaic, self, dataset))
    return;
  tiles = mado_pixel_source_new_tiles (self->pixels, mosaic.n_across, mosaic.n);
  if (tiles == NULL)
    return;

  format = mado_pixel_source_get_format (tiles);
  first = get_first_position (&self->frames[0], &mosaic, format->columns, format->rows);
  frames = g_new0 (MadoFrameInfo, mosaic.n);
  frames[0] = self->frames[0];
  for (int i = 1; i < mosaic.n; i++)
    mado_frame_info_copy (&frames[i], &frames[0]);
  for (int i = 0; i < mosaic.n; i++)
    set_position (&frames[i], &first, &mosaic, i);
  g_free (self->frames);
  self->frames = frames;
  self->n_frames = mosaic.n;
  self->is_mosaic = true;
  mado_pixel_source_unref (self->pixels);
  self->pixels = tiles;
}
