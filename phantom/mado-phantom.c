/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-phantom-private.h"

#include "mado-codec.h"

#define EXPLICIT_LITTLE_ENDIAN "1.2.840.10008.1.2.1"
#define JPEG_BASELINE          "1.2.840.10008.1.2.4.50"
#define JPEG_EXTENDED          "1.2.840.10008.1.2.4.51"
#define MAX_SLICES             2000

static const MadoPhantomKind *const kinds[] = {
    &mado_phantom_chest_ct,    &mado_phantom_mr_brain,  &mado_phantom_us,
    &mado_phantom_cr,          &mado_phantom_mg,        &mado_phantom_pet,
    &mado_phantom_tilt,        &mado_phantom_irregular, &mado_phantom_missing,
    &mado_phantom_duplicates,  &mado_phantom_crossing,  &mado_phantom_4d,
    &mado_phantom_mosaic,      &mado_phantom_huge,      &mado_phantom_enhanced_ct,
    &mado_phantom_enhanced_mr,
};

const char *const *
mado_phantom_list_kinds (void)
{
  static const char *names[G_N_ELEMENTS (kinds) + 1];
  static gsize is_filled;

  if (g_once_init_enter (&is_filled)) {
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
      names[i] = kinds[i]->name;
    g_once_init_leave (&is_filled, 1);
  }
  return names;
}

static const MadoPhantomKind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i]->name, name) == 0)
      return kinds[i];
  return NULL;
}

/* Said before anything is written, not by the first file. */
static bool
check_options (const MadoPhantomOptions *options,
               const MadoPhantomKind *kind,
               const char *transfer_syntax,
               GError **error)
{
  int limit = 16;

  if (kind == NULL) {
    g_autofree char *names = g_strjoinv (", ", (char **) mado_phantom_list_kinds ());

    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "There is no phantom of the kind “%s”; there are: %s",
                 options->kind != NULL ? options->kind : "", names);
    return false;
  }
  if (!mado_codec_can_encode (transfer_syntax)) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "The transfer syntax %s cannot be written",
                 mado_codec_get_name (transfer_syntax));
    return false;
  }
  if (g_str_equal (transfer_syntax, JPEG_BASELINE))
    limit = 8;
  else if (g_str_equal (transfer_syntax, JPEG_EXTENDED))
    limit = 12;
  if (kind->bits > limit) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "The transfer syntax %s has room for %d bits; %s needs %d",
                 mado_codec_get_name (transfer_syntax), limit, kind->name, kind->bits);
    return false;
  }
  if (options->n_slices < 0 || options->n_slices > MAX_SLICES) {
    g_set_error (error, MADO_DICOM_ERROR, MADO_DICOM_ERROR_UNSUPPORTED,
                 "A phantom has 1 to %d slices, not %d", MAX_SLICES, options->n_slices);
    return false;
  }
  return true;
}

static JsonBuilder *
begin_truth (const MadoPhantomOptions *options, const char *transfer_syntax)
{
  JsonBuilder *truth = json_builder_new ();

  json_builder_begin_object (truth);
  mado_phantom_truth_set_int (truth, "version", 1);
  mado_phantom_truth_set_string (truth, "kind", options->kind);
  mado_phantom_truth_set_int (truth, "seed", (int) options->seed);
  mado_phantom_truth_set_string (truth, "transfer_syntax", transfer_syntax);
  mado_phantom_truth_set_string (truth, "space", "patient, LPS+, mm");
  return truth;
}

static bool
save_truth (JsonBuilder *truth, const char *folder, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *path = g_build_filename (folder, "truth.json", NULL);

  json_builder_end_object (truth);
  root = json_builder_get_root (truth);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_file (generator, path, error);
}

bool
mado_phantom_write (const MadoPhantomOptions *options,
                    const char *folder,
                    MadoPhantomProgress progress,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  const MadoPhantomKind *kind = find_kind (options->kind);
  const char *transfer_syntax = options->transfer_syntax != NULL
                                    ? options->transfer_syntax
                                    : EXPLICIT_LITTLE_ENDIAN;
  g_autoptr (JsonBuilder) truth = NULL;

  if (!check_options (options, kind, transfer_syntax, error))
    return false;
  if (g_mkdir_with_parents (folder, 0777) != 0) {
    const int code = errno;

    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                 "The folder cannot be made: %s", g_strerror (code));
    return false;
  }
  truth = begin_truth (options, transfer_syntax);

  MadoPhantomJob job = {
      .options = options,
      .transfer_syntax = transfer_syntax,
      .folder = folder,
      .progress = progress,
      .user_data = user_data,
      .cancellable = cancellable,
      .truth = truth,
  };

  if (!kind->write (&job, options->n_slices > 0 ? options->n_slices : kind->n_slices,
                    error))
    return false;
  return save_truth (truth, folder, error);
}
