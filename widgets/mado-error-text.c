/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-error-text.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "mado-dicom-error.h"
#include "mado-render-error.h"

typedef struct {
  int code;
  const char *heading;
  const char *advice;
} ErrorText;

static const ErrorText dicom_texts[] = {
    {MADO_DICOM_ERROR_IO, N_ ("The file could not be read"),
     N_ ("Check that the disk or the network folder is still connected, then open the "
         "folder again.")},
    {MADO_DICOM_ERROR_NOT_DICOM, N_ ("This is not a DICOM file"),
     N_ ("Choose a file or folder that comes from an imaging device or from a PACS.")},
    {MADO_DICOM_ERROR_BROKEN, N_ ("The file is damaged"),
     N_ ("Fetch the image again from where it came from.  The other images can be "
         "read.")},
    {MADO_DICOM_ERROR_UNSUPPORTED, N_ ("This kind of image cannot be shown"),
     N_ ("Ask the sending system for another transfer syntax, for example Explicit VR "
         "Little Endian.")},
    {MADO_DICOM_ERROR_NO_IMAGE, N_ ("This is not an image"),
     N_ ("The object has no pixel data.  Its content can be seen in the list of DICOM "
         "tags.")},
    {MADO_DICOM_ERROR_NO_VALUE, N_ ("The file lacks a value that is needed"),
     N_ ("Fetch the image again from where it came from, or look at its DICOM tags.")},
    {MADO_DICOM_ERROR_INTERNAL, N_ ("Something went wrong while reading the file"),
     N_ ("Open the folder again.  If it happens again, report the details.")},
};

static const ErrorText render_texts[] = {
    {MADO_RENDER_ERROR_GL, N_ ("The graphics card could not draw the picture"),
     N_ ("Pictures are drawn by the processor instead.")},
    {MADO_RENDER_ERROR_TOO_LARGE, N_ ("The picture is too large for the graphics card"),
     N_ ("Pictures are drawn by the processor instead.")},
};

static const ErrorText io_texts[] = {
    {G_IO_ERROR_NOT_FOUND, N_ ("The file or folder is not there"),
     N_ ("It may have been moved or deleted, or the disk was removed.")},
    {G_IO_ERROR_PERMISSION_DENIED, N_ ("Reading is not allowed"),
     N_ ("Ask the administrator for permission to read the folder.")},
    {G_IO_ERROR_NO_SPACE, N_ ("The disk is full"),
     N_ ("Free some space, or choose another disk.")},
    {G_IO_ERROR_CANCELLED, N_ ("Cancelled"), N_ ("Nothing was changed.")},
};

static const ErrorText file_texts[] = {
    {G_FILE_ERROR_NOENT, N_ ("The file or folder is not there"),
     N_ ("It may have been moved or deleted, or the disk was removed.")},
    {G_FILE_ERROR_ACCES, N_ ("Reading is not allowed"),
     N_ ("Ask the administrator for permission to read the folder.")},
    {G_FILE_ERROR_PERM, N_ ("Reading is not allowed"),
     N_ ("Ask the administrator for permission to read the folder.")},
    {G_FILE_ERROR_NOSPC, N_ ("The disk is full"),
     N_ ("Free some space, or choose another disk.")},
};

static const ErrorText unknown_text = {
    0, N_ ("Something went wrong"),
    N_ ("Try again.  If it happens again, report the details.")};

static const ErrorText *
find (const ErrorText *texts, size_t n_texts, int code)
{
  for (size_t i = 0; i < n_texts; i++) {
    if (texts[i].code == code)
      return &texts[i];
  }
  return &unknown_text;
}

static const ErrorText *
get_text (const GError *error)
{
  if (error->domain == MADO_DICOM_ERROR)
    return find (dicom_texts, G_N_ELEMENTS (dicom_texts), error->code);
  if (error->domain == MADO_RENDER_ERROR)
    return find (render_texts, G_N_ELEMENTS (render_texts), error->code);
  if (error->domain == G_IO_ERROR)
    return find (io_texts, G_N_ELEMENTS (io_texts), error->code);
  if (error->domain == G_FILE_ERROR)
    return find (file_texts, G_N_ELEMENTS (file_texts), error->code);
  return &unknown_text;
}

char *
mado_error_text_dup_heading (const GError *error)
{
  return g_strdup (_ (get_text (error)->heading));
}

char *
mado_error_text_dup_advice (const GError *error)
{
  return g_strdup (_ (get_text (error)->advice));
}
