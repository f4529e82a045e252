/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes, opened as a file and read to the end. */
#include <sys/mman.h>
#include <unistd.h>

#include "mado-dicom-file.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

enum {
  MAX_FRAMES = 4,
  MAX_PIXELS = 1 << 20, /* larger frames would only test memory */
};

static void
read_frames (MadoPixelSource *source)
{
  const MadoPixelFormat *format = mado_pixel_source_get_format (source);
  const bool is_small = (gint64) format->rows * format->columns <= MAX_PIXELS;

  for (int i = 0; i < MIN (format->n_frames, MAX_FRAMES); i++) {
    G_GNUC_UNUSED g_autoptr (GBytes) bytes =
        mado_pixel_source_read_frame (source, i, NULL, NULL);
    G_GNUC_UNUSED g_autoptr (MadoFrame) frame =
        is_small ? mado_pixel_source_decode_frame (source, i, NULL, NULL) : NULL;
  }
}

static void
read_file (const char *path)
{
  g_autoptr (MadoDicomFile) file = mado_dicom_file_open (path, NULL);
  g_autoptr (MadoPixelSource) source = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (MadoPersonName) name = NULL;

  if (file == NULL)
    return;
  list = mado_dicom_file_list_elements (file);
  for (guint i = 0; i < list->len; i++) {
    const MadoDicomElement *element = g_ptr_array_index (list, i);
    const MadoDicomItem *dataset = mado_dicom_file_get_dataset (file);
    G_GNUC_UNUSED g_autoptr (GBytes) bytes =
        mado_dicom_item_dup_bytes (dataset, element->tag);
    G_GNUC_UNUSED g_auto (GStrv) strings =
        mado_dicom_item_dup_strings (dataset, element->tag);
    double value = 0;

    g_assert (g_utf8_validate (element->text, -1, NULL));
    mado_dicom_item_get_double (dataset, element->tag, 1, &value);
    mado_dicom_item_get_n_values (dataset, element->tag);
  }
  name = mado_dicom_item_dup_person_name (mado_dicom_file_get_dataset (file),
                                          MADO_TAG (0x0010, 0x0010));
  source = mado_dicom_file_dup_pixel_source (file, NULL);
  if (source != NULL)
    read_frames (source);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  if (fd < 0 || write (fd, data, size) != (gssize) size)
    g_error ("no memory file");
  read_file (path);
  close (fd);
  return 0;
}
