/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-volume-private.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Readable bytes behind the last voxel: vector loads may run over the end. */
#define TAIL 64

/* One place of the stack. */
typedef struct {
  MadoVolume *volume; /* whose it is */
  gint lock;          /* bit lock while the slice is written */
  gint n_views;       /* frames whose pixels these are */
} Slot;

/*
 * Two counts: users hold the volume, owners hold the block of memory.  All users
 * together are one owner, each view (a frame made by mado_volume_set_slice()) is
 * another one.  Once nobody holds the volume any more, the pages of a slice go back
 * to the system with its last view.
 */
struct _MadoVolume {
  gatomicrefcount n_users;
  gatomicrefcount n_owners;
  gint is_orphan; /* no users any more */
  guint id;
  MadoGeometry *geometry;
  MadoGrayscale *grayscale;
  double *slopes;     /* NULL with a modality LUT */
  double *intercepts; /* the same */
  bool is_uniform;
  MadoSampleType type;
  gsize slice_size;
  gsize size;
  gsize mapped;
  guint8 *voxels;
  Slot *slots;
  guint8 *states;
  gint n_there;
  gint n_failed;
  gint serial;
};

static void
owner_unref (MadoVolume *self)
{
  if (!g_atomic_ref_count_dec (&self->n_owners))
    return;

  if (self->voxels != NULL)
    munmap (self->voxels, self->mapped);
  g_clear_pointer (&self->geometry, mado_geometry_free);
  g_clear_pointer (&self->grayscale, mado_grayscale_unref);
  g_free (self->slopes);
  g_free (self->intercepts);
  g_free (self->slots);
  g_free (self->states);
  g_free (self);
}

/* Pages that hold nothing but @slice, of which there is no view. */
static void
give_pages_back (MadoVolume *self, int slice)
{
  const guintptr page = (guintptr) sysconf (_SC_PAGESIZE);
  const guintptr start = (guintptr) self->voxels + (gsize) slice * self->slice_size;
  const guintptr from = (start + page - 1) / page * page;
  const guintptr to = (start + self->slice_size) / page * page;

  if (to > from)
    madvise ((void *) from, to - from, MADV_DONTNEED);
}

static void
view_free (gpointer data)
{
  Slot *slot = data;
  MadoVolume *self = slot->volume;

  /* Either this or mado_volume_unref() sees what the other one did. */
  if (g_atomic_int_dec_and_test (&slot->n_views) &&
      g_atomic_int_get (&self->is_orphan) != 0)
    give_pages_back (self, (int) (slot - self->slots));
  owner_unref (self);
}

MadoVolume *
mado_volume_ref (MadoVolume *self)
{
  g_atomic_ref_count_inc (&self->n_users);
  return self;
}

void
mado_volume_unref (MadoVolume *self)
{
  if (!g_atomic_ref_count_dec (&self->n_users))
    return;

  g_atomic_int_set (&self->is_orphan, 1);
  /* Without views all goes at once. */
  if (!g_atomic_ref_count_compare (&self->n_owners, 1))
    for (int i = 0; i < self->geometry->n_slices; i++)
      if (g_atomic_int_get (&self->slots[i].n_views) == 0)
        give_pages_back (self, i);
  owner_unref (self);
}

static const MadoFrameRef *
get_slice_frame (MadoDisplaySet *set, const MadoGeometry *geometry, int slice)
{
  return mado_display_set_get_frame (set, geometry->slices[slice]);
}

static void
read_grayscales (MadoVolume *self, MadoDisplaySet *set)
{
  const int n = self->geometry->n_slices;

  self->grayscale = mado_grayscale_ref (
      get_slice_frame (set, self->geometry, n / 2)->info->grayscale);
  self->is_uniform = true;
  if (self->grayscale->modality_lut != NULL)
    return;

  self->slopes = g_new (double, n);
  self->intercepts = g_new (double, n);
  for (int i = 0; i < n; i++) {
    const MadoGrayscale *grayscale =
        get_slice_frame (set, self->geometry, i)->info->grayscale;

    self->slopes[i] = grayscale->slope;
    self->intercepts[i] = grayscale->intercept;
    if (self->slopes[i] != self->slopes[0] ||
        self->intercepts[i] != self->intercepts[0])
      self->is_uniform = false;
  }
}

static guint64
get_physical_memory (void)
{
  const long pages = sysconf (_SC_PHYS_PAGES);
  const long page_size = sysconf (_SC_PAGESIZE);

  if (pages <= 0 || page_size <= 0)
    return G_MAXUINT64;
  return (guint64) pages * (guint64) page_size;
}

static double
to_megabytes (guint64 bytes)
{
  return (double) bytes / 1e6;
}

bool
mado_volume_measure (const MadoGeometry *geometry, MadoSampleType type, gsize *size)
{
  return g_size_checked_mul (size, (gsize) geometry->columns, (gsize) geometry->rows) &&
         g_size_checked_mul (size, *size, mado_sample_type_get_size (type)) &&
         g_size_checked_mul (size, *size, (gsize) geometry->n_slices) &&
         *size <= G_MAXSSIZE - TAIL;
}

/* What is known not to fit is refused here, not by the kernel when pages run out. */
static bool
check_size (MadoVolume *self, guint64 budget, GError **error)
{
  const guint64 limit =
      MIN (budget != 0 ? budget : G_MAXUINT64, get_physical_memory ());

  if (!mado_volume_measure (self->geometry, self->type, &self->size)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         "The volume is larger than memory can be");
    return false;
  }
  if (self->size > limit) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                 "The volume needs %.0f MB of memory, but it may take no more than "
                 "%.0f MB",
                 to_megabytes (self->size), to_megabytes (limit));
    return false;
  }
  self->slice_size = self->size / (gsize) self->geometry->n_slices;
  return true;
}

static bool
map_block (MadoVolume *self, GError **error)
{
  void *block = NULL;

  self->mapped = self->size + TAIL;
  block = mmap (NULL, self->mapped, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (block == MAP_FAILED) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                 "The system has no %.0f MB of memory for the volume",
                 to_megabytes (self->size));
    return false;
  }
  self->voxels = block;
  return true;
}

MadoVolume *
mado_volume_new (MadoDisplaySet *set, guint64 budget, GError **error)
{
  static gint n_made;
  g_autoptr (MadoVolume) self = g_new0 (MadoVolume, 1);
  g_autofree char *refusal = NULL;

  g_atomic_ref_count_init (&self->n_users);
  g_atomic_ref_count_init (&self->n_owners);
  self->id = (guint) g_atomic_int_add (&n_made, 1) + 1;
  self->geometry = mado_geometry_new (set);
  refusal = mado_geometry_dup_refusal (self->geometry);
  if (refusal != NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, refusal);
    return NULL;
  }
  self->type = mado_pixel_format_get_sample_type (mado_pixel_source_get_format (
      get_slice_frame (set, self->geometry, 0)->instance->pixels));
  if (!check_size (self, budget, error) || !map_block (self, error))
    return NULL;

  read_grayscales (self, set);
  self->states = g_new0 (guint8, self->geometry->n_slices);
  self->slots = g_new0 (Slot, self->geometry->n_slices);
  for (int i = 0; i < self->geometry->n_slices; i++)
    self->slots[i].volume = self;
  return g_steal_pointer (&self);
}

guint
mado_volume_get_id (const MadoVolume *self)
{
  return self->id;
}

const MadoGeometry *
mado_volume_get_geometry (const MadoVolume *self)
{
  return self->geometry;
}

MadoSampleType
mado_volume_get_type (const MadoVolume *self)
{
  return self->type;
}

gconstpointer
mado_volume_get_voxels (const MadoVolume *self)
{
  return self->voxels;
}

gsize
mado_volume_get_size (const MadoVolume *self)
{
  return self->size;
}

const MadoGrayscale *
mado_volume_get_grayscale (const MadoVolume *self)
{
  return self->grayscale;
}

const double *
mado_volume_get_slopes (const MadoVolume *self)
{
  return self->slopes;
}

const double *
mado_volume_get_intercepts (const MadoVolume *self)
{
  return self->intercepts;
}

bool
mado_volume_is_uniform (const MadoVolume *self)
{
  return self->is_uniform;
}

bool
mado_volume_fits (const MadoVolume *self, const MadoFrame *frame)
{
  return frame->columns == self->geometry->columns &&
         frame->rows == self->geometry->rows && frame->n_samples == 1 &&
         frame->type == self->type;
}

bool
mado_volume_has_frame (const MadoVolume *self, const MadoFrame *frame)
{
  const guint8 *pixels = g_bytes_get_data (frame->pixels, NULL);

  return pixels >= self->voxels && pixels < self->voxels + self->size;
}

static MadoFrame *
view_new (MadoVolume *self, int slice)
{
  g_atomic_ref_count_inc (&self->n_owners);
  g_atomic_int_inc (&self->slots[slice].n_views);
  return mado_frame_new (
      self->geometry->columns, self->geometry->rows, 1, self->type,
      g_bytes_new_with_free_func (self->voxels + (gsize) slice * self->slice_size,
                                  self->slice_size, view_free, &self->slots[slice]));
}

/* With the slot's lock held. */
static void
set_state (MadoVolume *self, int slice, MadoSliceState state)
{
  const guint8 before = self->states[slice];

  if (before == MADO_SLICE_FAILED)
    g_atomic_int_add (&self->n_failed, -1);
  __atomic_store_n (&self->states[slice], (guint8) state, __ATOMIC_RELEASE);
  g_atomic_int_inc (state == MADO_SLICE_THERE ? &self->n_there : &self->n_failed);
  g_atomic_int_inc (&self->serial);
}

MadoFrame *
mado_volume_set_slice (MadoVolume *self, int slice, MadoFrame *frame)
{
  g_return_val_if_fail (slice >= 0 && slice < self->geometry->n_slices, NULL);

  if (!mado_volume_fits (self, frame)) {
    mado_volume_fail_slice (self, slice);
    return mado_frame_ref (frame);
  }

  g_bit_lock (&self->slots[slice].lock, 0);
  if (self->states[slice] != MADO_SLICE_THERE) {
    memcpy (self->voxels + (gsize) slice * self->slice_size,
            g_bytes_get_data (frame->pixels, NULL), self->slice_size);
    set_state (self, slice, MADO_SLICE_THERE);
  }
  g_bit_unlock (&self->slots[slice].lock, 0);
  return view_new (self, slice);
}

void
mado_volume_fail_slice (MadoVolume *self, int slice)
{
  g_return_if_fail (slice >= 0 && slice < self->geometry->n_slices);

  g_bit_lock (&self->slots[slice].lock, 0);
  if (self->states[slice] == MADO_SLICE_WAITING)
    set_state (self, slice, MADO_SLICE_FAILED);
  g_bit_unlock (&self->slots[slice].lock, 0);
}

const guint8 *
mado_volume_get_slice_states (const MadoVolume *self)
{
  return self->states;
}

MadoSliceState
mado_volume_get_slice_state (const MadoVolume *self, int slice)
{
  g_return_val_if_fail (slice >= 0 && slice < self->geometry->n_slices,
                        MADO_SLICE_WAITING);

  return (MadoSliceState) __atomic_load_n (&self->states[slice], __ATOMIC_ACQUIRE);
}

int
mado_volume_get_n_there (const MadoVolume *self)
{
  return g_atomic_int_get (&self->n_there);
}

int
mado_volume_get_n_failed (const MadoVolume *self)
{
  return g_atomic_int_get (&self->n_failed);
}

guint
mado_volume_get_serial (const MadoVolume *self)
{
  return (guint) g_atomic_int_get (&self->serial);
}
