/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-test-nifti.h"
#include "mado-test-slice.h"
#include "mado-test.h"

/* Share of a voxel by which the corners may lie off: NIfTI holds floats. */
#define TOLERANCE 0.01

/**
 * CorpusCase:
 * @reference: (nullable): a NIfTI file of the corpus; the reference of dicom2nifti and
 *   dcm2niix
 * @n_sets: display sets; all lie at the same place
 * @n_slices: of each
 * @is_affine: whether NIfTI can say where the slices are
 * @tilt: degrees
 */
typedef struct {
  const char *folder;
  const char *reference;
  int n_sets;
  int n_slices;
  bool is_affine;
  double tilt;
} CorpusCase;

static const CorpusCase cases[] = {
    {"volumes/ct-ge-tilt-irregular", NULL, 1, 28, false, 18.5},
    {"volumes/ct-philips-axial-5mm", NULL, 1, 28, true, 0},
    {"volumes/d2n-failing-gantrytilting", NULL, 1, 4, true, 14},
    {"volumes/d2n-ge-anatomical", "d2n-ge-anatomical-001_ground_truth.nii.gz", 1, 4,
     true, 0},
    {"volumes/d2n-ge-dti", "d2n-ge-dti-001_ground_truth.nii.gz", 2, 4, true, 0},
    {"volumes/d2n-generic-compressed", "d2n-generic-compressed-001_ground_truth.nii.gz",
     1, 4, true, 0},
    {"volumes/d2n-generic-compressed_jpeg",
     "d2n-generic-compressed_jpeg-001_ground_truth.nii.gz", 1, 4, true, 0},
    {"volumes/d2n-generic-compressed_jpegls",
     "d2n-generic-compressed_jpegls-001_ground_truth.nii.gz", 1, 4, true, 0},
    {"volumes/d2n-generic-compressed_rle",
     "d2n-generic-compressed_rle-001_ground_truth.nii.gz", 1, 4, true, 0},
    {"volumes/d2n-hitachi-anatomical", "d2n-hitachi-anatomical-001_ground_truth.nii.gz",
     1, 4, true, 0},
    {"volumes/d2n-philips-anatomical", "d2n-philips-anatomical-001_ground_truth.nii.gz",
     1, 4, true, 0},
    {"volumes/mr-ge-coronal-2.5mm", NULL, 1, 100, true, 0},
    {"volumes/mr-ge-epi-4d", "mr-ge-epi-4d.nii", 10, 15, true, 0},
    {"volumes/mr-siemens-mosaic", "mr-siemens-mosaic.nii", 2, 5, true, 0},
    {"enhanced/d2n-philips-enhanced/anatomical",
     "d2n-philips_enhanced-anatomical-001_ground_truth.nii.gz", 1, 8, true, 0},
    {"enhanced/d2n-philips-enhanced/fmri",
     "d2n-philips_enhanced-fmri-001_ground_truth.nii.gz", 4, 8, true, 0},
    {"enhanced/xa10", "xa10.nii", 4, 6, true, 0},
    {"enhanced/xa30-5-anat-T1w", NULL, 1, 96, true, 0},
    {"enhanced/xa30-7-func", NULL, 2, 33, true, 0},
    {"enhanced/xa30-9-gre", NULL, 1, 33, true, 0},
};

/* Which corner of @nifti the voxel at @lps is: a bit for each axis it lies at the far
 * end of. */
static int
find_corner (const MadoTestNifti *nifti, MadoVector p)
{
  const double lps[3] = {p.x, p.y, p.z};
  double ijk[3];
  int corner = 0;

  mado_test_nifti_from_lps (nifti, lps, ijk);
  for (int axis = 0; axis < 3; axis++) {
    const bool is_far = ijk[axis] > (nifti->n[axis] - 1) / 2.0;

    g_assert_cmpfloat_with_epsilon (ijk[axis], is_far ? nifti->n[axis] - 1 : 0,
                                    TOLERANCE);
    corner |= is_far << axis;
  }
  return corner;
}

/* The voxels at the corners of @geometry are those at the corners of @nifti, which may
 * count its axes in another order and from their other ends: both maps are affine, so
 * all voxels are the same. */
static void
compare (const MadoGeometry *geometry, const MadoTestNifti *nifti)
{
  const int n[3] = {geometry->columns, geometry->rows, geometry->n_slices};
  bool is_seen[8] = {false};

  g_assert_cmpint (nifti->n[0] * nifti->n[1] * nifti->n[2], ==, n[0] * n[1] * n[2]);
  for (int i = 0; i < 8; i++) {
    const int corner = find_corner (
        nifti, mado_geometry_from_index (
                   geometry, (MadoIndexPoint){.column = i & 1 ? n[0] - 1 : 0,
                                              .row = i & 2 ? n[1] - 1 : 0,
                                              .slice = i & 4 ? n[2] - 1 : 0}));

    g_assert_false (is_seen[corner]);
    is_seen[corner] = true;
  }
}

static GPtrArray *
read_sets (const CorpusCase *c)
{
  g_autofree char *path = mado_test_corpus (c->folder);
  g_autoptr (MadoScan) scan = NULL;

  if (path == NULL)
    return NULL;
  scan = mado_test_scan (path);
  return mado_test_list_sets (scan);
}

static void
test_report (gconstpointer data)
{
  const CorpusCase *c = data;
  g_autoptr (GPtrArray) sets = read_sets (c);

  if (sets == NULL)
    return;
  g_assert_cmpuint (sets->len, ==, c->n_sets);
  for (guint i = 0; i < sets->len; i++) {
    const MadoGeometry *geometry = mado_display_set_get_geometry (sets->pdata[i]);
    double affine[3][4];

    g_assert_cmpint (geometry->refusal, ==, MADO_REFUSAL_NONE);
    g_assert_cmpint (geometry->n_slices, ==, c->n_slices);
    g_assert_cmpint (geometry->is_regular, ==, c->is_affine);
    g_assert_cmpint (mado_geometry_get_affine (geometry, affine), ==, c->is_affine);
    /* Gantry/Detector Tilt is written with one decimal. */
    g_assert_cmpfloat_with_epsilon (geometry->tilt, c->tilt, 0.05);
    g_assert_cmpuint (geometry->gaps->len, ==, 0);
    g_assert_cmpuint (geometry->duplicates->len, ==, 0);
    if (sets->len > 1)
      g_assert_nonnull (mado_display_set_get_stack_label (sets->pdata[i]));
  }
}

static void
test_reference (gconstpointer data)
{
  const CorpusCase *c = data;
  g_auto (GStrv) parts = g_strsplit (c->folder, "/", 2);
  g_autofree char *relative = g_build_filename (parts[0], "_ref", c->reference, NULL);
  g_autofree char *path = mado_test_corpus (relative);
  g_autoptr (MadoTestNifti) nifti = NULL;
  g_autoptr (GPtrArray) sets = NULL;

  if (path == NULL)
    return;
  nifti = mado_test_nifti_new (path);
  sets = read_sets (c);
  for (guint i = 0; i < sets->len; i++)
    compare (mado_display_set_get_geometry (sets->pdata[i]), nifti);
}

/* The only NIfTI in @folder: dcm2niix adds to the name it is given. */
static MadoTestNifti *
read_only_nifti (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  MadoTestNifti *nifti = NULL;

  for (const char *name = g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!g_str_has_suffix (name, ".nii"))
      continue;
    g_assert_null (nifti);
    nifti = mado_test_nifti_new (path);
  }
  return nifti;
}

/* dcm2niix as it is installed, not as it was when the references were made. */
static void
test_dcm2niix (gconstpointer data)
{
  const CorpusCase *c = data;
  g_autofree char *program = mado_test_find_program ("dcm2niix");
  g_autofree char *input = program != NULL ? mado_test_corpus (c->folder) : NULL;
  g_autofree char *folder = NULL;
  g_autoptr (MadoTestNifti) nifti = NULL;
  g_autoptr (GPtrArray) sets = NULL;
  g_autoptr (GError) error = NULL;

  if (input == NULL)
    return;
  folder = mado_test_make_folder ();
  g_spawn_sync (
      NULL,
      (char *[]){program, "-b", "n", "-z", "n", "-f", "o", "-o", folder, input, NULL},
      NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
      NULL, NULL, &error);
  g_assert_no_error (error);

  nifti = read_only_nifti (folder);
  mado_test_remove_tree (folder);
  if (nifti == NULL) {
    g_test_skip ("this dcm2niix was built without the codec");
    return;
  }
  sets = read_sets (c);
  for (guint i = 0; i < sets->len; i++)
    compare (mado_display_set_get_geometry (sets->pdata[i]), nifti);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CorpusCase *c = &cases[i];
    g_autofree char *base =
        g_strdup_printf ("/mado/study/geometry-corpus/%s", c->folder);
    g_autofree char *report = g_strdup_printf ("%s/report", base);
    g_autofree char *reference = g_strdup_printf ("%s/reference", base);
    g_autofree char *dcm2niix = g_strdup_printf ("%s/dcm2niix", base);

    g_test_add_data_func (report, c, test_report);
    if (c->reference != NULL)
      g_test_add_data_func (reference, c, test_reference);
    /* What dcm2niix makes of a tilted stack is resampled. */
    if (c->is_affine && c->tilt == 0)
      g_test_add_data_func (dcm2niix, c, test_dcm2niix);
  }
  return g_test_run ();
}
