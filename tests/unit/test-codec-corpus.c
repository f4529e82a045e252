/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-file.h"
#include "mado-test.h"

#include <string.h>

#define NOTE_COLUMN 13

/* The corpus names for many files the uncompressed twin, and for lossy ones the
 * largest difference that DCMTK's or OpenJPEG's decoder has from it. */
typedef struct {
  char *path;
  char *twin;
  double max_difference;
} Pair;

static void
pair_free (Pair *pair)
{
  g_free (pair->path);
  g_free (pair->twin);
  g_free (pair);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, pair_free)

/* "oracle: decodes bit-exactly to X (…)", "oracle: X (…)",
 * "oracle (lossy): X, … differs max N mean M". */
static Pair *
parse_line (const char *folder, const char *line)
{
  static const char pattern[] =
      "oracle(?: \\(lossy\\))?: (?:decodes bit-exactly to |16-bit sample words of )?"
      "((?:files|generated)/[^ ,;]+)(?:, .* differs max ([0-9]+) )?";
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (g_strv_length (fields) <= NOTE_COLUMN ||
      !g_regex_match (regex, fields[NOTE_COLUMN], 0, &match))
    return NULL;

  g_autofree char *twin = g_match_info_fetch (match, 1);
  g_autofree char *limit = g_match_info_fetch (match, 2);
  Pair *pair = g_new0 (Pair, 1);

  pair->path = g_build_filename (folder, fields[0], NULL);
  pair->twin = g_build_filename (folder, twin, NULL);
  pair->max_difference = limit != NULL ? g_ascii_strtod (limit, NULL) : 0;
  return pair;
}

static MadoPixelSource *
open_source (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoDicomFile) file = mado_dicom_file_open (path, &error);

  g_assert_no_error (error);

  MadoPixelSource *source = mado_dicom_file_dup_pixel_source (file, &error);

  g_assert_no_error (error);
  return source;
}

static MadoFrame *
decode (MadoPixelSource *source, int i)
{
  g_autoptr (GError) error = NULL;
  MadoFrame *frame = mado_pixel_source_decode_frame (source, i, NULL, &error);

  g_assert_no_error (error);
  return frame;
}

static double
get_max_difference (const MadoFrame *a, const MadoFrame *b)
{
  double max = 0;

  g_assert_cmpint (a->columns, ==, b->columns);
  g_assert_cmpint (a->rows, ==, b->rows);
  g_assert_cmpint (a->n_samples, ==, b->n_samples);
  for (int row = 0; row < a->rows; row++)
    for (int column = 0; column < a->columns; column++)
      for (int s = 0; s < a->n_samples; s++) {
        const double difference = mado_frame_get_sample (a, column, row, s) -
                                  mado_frame_get_sample (b, column, row, s);

        max = MAX (max, ABS (difference));
      }
  return max;
}

static void
compare (const Pair *pair)
{
  g_autoptr (MadoPixelSource) source = open_source (pair->path);
  g_autoptr (MadoPixelSource) twin = open_source (pair->twin);
  const int n_frames = mado_pixel_source_get_format (source)->n_frames;

  g_assert_cmpint (mado_pixel_source_get_format (twin)->n_frames, ==, n_frames);
  for (int i = 0; i < n_frames; i++) {
    g_autoptr (MadoFrame) frame = decode (source, i);
    g_autoptr (MadoFrame) expected = decode (twin, i);

    /* Lossy files of other depth than their twin have been rescaled. */
    if (frame->type == expected->type || pair->max_difference == 0)
      g_assert_cmpfloat (get_max_difference (frame, expected), <=,
                         pair->max_difference);
  }
}

/* No two pictures of the same values. */
static bool
is_excluded (const Pair *pair)
{
  return strstr (pair->path, "4.110.dcm") != NULL || /* JPEG XL is not supported */
         strstr (pair->path, "4.203.dcm") != NULL || /* lossy, without a figure */
         strstr (pair->path, "4.91.dcm") != NULL ||  /* the same */
         strstr (pair->path, "693_J2KI.dcm") != NULL;
}

static void
test_twins (void)
{
  g_autofree char *manifest = mado_test_corpus ("MANIFEST.tsv");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int n = 0;

  if (manifest == NULL)
    return;

  g_autofree char *folder = g_path_get_dirname (manifest);

  g_file_get_contents (manifest, &text, NULL, &error);
  g_assert_no_error (error);

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    g_autoptr (Pair) pair = parse_line (folder, *line);

    if (pair == NULL || is_excluded (pair))
      continue;
    g_test_message ("%s", pair->path);
    compare (pair);
    n++;
  }
  g_assert_cmpint (n, >, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mado/dicom/codec/corpus/twins", test_twins);
  return g_test_run ();
}
