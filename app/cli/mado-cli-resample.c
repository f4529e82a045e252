/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "mado-cli-find-private.h"
#include "mado-cli-parse-private.h"
#include "mado-cli-private.h"
#include "mado-cli-resample-private.h"

void
mado_cli_resample_options_clear (MadoCliResampleOptions *self)
{
  g_free (self->out);
  g_free (self->series);
  g_free (self->plane);
  g_free (self->grid);
  g_free (self->spacing);
  g_free (self->center);
  g_free (self->normal);
  g_free (self->up);
  g_free (self->interpolation);
}

/* What belongs to --grid alone, and what it cannot do without. */
static char *
check_given_grid (const MadoCliResampleOptions *options)
{
  MadoVector center, normal, up;
  int counts[3];

  if (options->grid == NULL) {
    if (options->center != NULL || options->normal != NULL || options->up != NULL)
      return g_strdup (_ ("--center, --normal and --up are for --grid"));
    return NULL;
  }
  if (options->plane != NULL)
    return g_strdup (_ ("--plane and --grid exclude each other"));
  if (!mado_cli_parse_counts (options->grid, counts))
    return g_strdup (_ ("--grid is given as NX,NY,NZ: points, at least 1"));
  if (options->spacing == NULL)
    return g_strdup (_ ("--grid needs --spacing"));
  if (options->center != NULL && !mado_cli_parse_vector (options->center, &center))
    return g_strdup (_ ("--center is given as X,Y,Z"));
  if ((options->normal == NULL) != (options->up == NULL))
    return g_strdup (_ ("--normal and --up are given together"));
  if (options->normal != NULL &&
      (!mado_cli_parse_vector (options->normal, &normal) ||
       !mado_cli_parse_vector (options->up, &up) ||
       mado_vector_length (mado_vector_cross (mado_vector_normalize (normal),
                                              mado_vector_normalize (up))) < 1e-6))
    return g_strdup (_ ("--normal and --up are given as X,Y,Z, in two directions"));
  return NULL;
}

char *
mado_cli_check_resample_options (const MadoCliResampleOptions *options)
{
  double spacing[3];

  if (options->out == NULL)
    return g_strdup (_ ("--out is needed"));
  if (!g_str_has_suffix (options->out, ".npy") &&
      !g_str_has_suffix (options->out, ".nii"))
    return g_strdup (_ ("--out ends in .npy or .nii"));
  if (options->plane != NULL && mado_cli_parse_plane (options->plane) == 0)
    return g_strdup (_ ("--plane is axial, coronal or sagittal"));
  if (options->interpolation != NULL &&
      mado_cli_parse_interpolation (options->interpolation) == 0)
    return g_strdup (_ ("--interpolation is nearest, linear or cubic"));
  if (options->spacing != NULL && options->grid == NULL && options->plane == NULL)
    return g_strdup (_ ("--spacing is for --plane and --grid"));
  if (options->spacing != NULL && !mado_cli_parse_spacing (options->spacing, spacing))
    return g_strdup (_ ("--spacing is given as MM or MM,MM,MM, above 0"));
  return check_given_grid (options);
}

static MadoInterpolation
get_interpolation (const MadoCliResampleOptions *options)
{
  return options->interpolation != NULL
             ? mado_cli_parse_interpolation (options->interpolation)
             : MADO_INTERPOLATION_LINEAR;
}

static void
warn_of_failed_slices (const MadoVolume *volume)
{
  const int n_failed = mado_volume_get_n_failed (volume);

  if (n_failed > 0)
    g_printerr ("mado-cli: %d of %d slices cannot be decoded; their values are NaN\n",
                n_failed, mado_volume_get_geometry (volume)->n_slices);
}

static bool
resample (const MadoCliResampleOptions *options, const char *path, GError **error)
{
  g_autoptr (MadoDisplaySet) set =
      mado_cli_find_display_set (path, options->series, error);
  g_autoptr (MadoVolume) volume = NULL;
  g_autofree char *note = NULL;
  MadoCliGrid grid;

  if (set == NULL)
    return false;
  volume = mado_volume_load (set, 0, NULL, NULL, NULL, error);
  if (volume == NULL || !mado_cli_grid_init (&grid, mado_volume_get_geometry (volume),
                                             options, &note, error))
    return false;

  warn_of_failed_slices (volume);
  if (note != NULL)
    g_printerr ("mado-cli: %s\n", note);
  return mado_cli_save_volume (&grid, volume, get_interpolation (options), options->out,
                               error);
}

static MadoCliStatus
run_with_options (MadoCliResampleOptions *options, int argc, char **argv)
{
  const GOptionEntry entries[] = {
      {"out", 'o', 0, G_OPTION_ARG_FILENAME, &options->out,
       N_ ("Modality values to write, float32: NIfTI-1 or NumPy"), "FILE.nii|FILE.npy"},
      {"series", 's', 0, G_OPTION_ARG_STRING, &options->series,
       N_ ("Series UID or display set of “info”; the first when not given"), "UID"},
      {"plane", 'p', 0, G_OPTION_ARG_STRING, &options->plane,
       N_ ("Slices in this plane; the series' own when not given"),
       "axial|coronal|sagittal"},
      {"grid", 'g', 0, G_OPTION_ARG_STRING, &options->grid,
       N_ ("Points of a grid of your own"), "NX,NY,NZ"},
      {"spacing", 0, 0, G_OPTION_ARG_STRING, &options->spacing,
       N_ ("Millimetres between points: one number, or columns, rows and slices"),
       "MM[,MM,MM]"},
      {"center", 0, 0, G_OPTION_ARG_STRING, &options->center,
       N_ ("Centre of the grid, mm, LPS+; the volume's when not given"), "X,Y,Z"},
      {"normal", 0, 0, G_OPTION_ARG_STRING, &options->normal,
       N_ ("From slice to slice of the grid; to the head when not given"), "X,Y,Z"},
      {"up", 0, 0, G_OPTION_ARG_STRING, &options->up,
       N_ ("Up in the grid's slices; to the front when not given"), "X,Y,Z"},
      {"interpolation", 0, 0, G_OPTION_ARG_STRING, &options->interpolation,
       N_ ("nearest, linear (when not given) or cubic"), N_ ("HOW")},
      G_OPTION_ENTRY_NULL};
  g_autofree char *wrong = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GError) error = NULL;
  MadoCliStatus status;

  if (!mado_cli_parse (&mado_cli_resample, entries, _ ("PATH"), NULL, &argc, &argv,
                       &status))
    return status;
  if (argc != 2)
    return mado_cli_usage_error (&mado_cli_resample,
                                 _ ("exactly one file or folder is needed"));
  wrong = mado_cli_check_resample_options (options);
  if (wrong != NULL)
    return mado_cli_usage_error (&mado_cli_resample, "%s", wrong);
  if (resample (options, argv[1], &error))
    return MADO_CLI_DONE;
  shown = g_filename_display_name (argv[1]);
  return mado_cli_failure (shown, error);
}

static MadoCliStatus
run (int argc, char **argv)
{
  MadoCliResampleOptions options = {0};
  const MadoCliStatus status = run_with_options (&options, argc, argv);

  mado_cli_resample_options_clear (&options);
  return status;
}

const MadoCliCommand mado_cli_resample = {
    "resample", N_ ("Write the modality values of a volume and where they lie"), run};
