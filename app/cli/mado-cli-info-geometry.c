/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "mado-cli-info-private.h"

static const char *
get_plane (const MadoGeometry *geometry)
{
  const char *name = mado_geometry_get_plane_name (geometry);

  if (strcmp (name, "axial") == 0)
    return C_ ("plane", "axial");
  if (strcmp (name, "coronal") == 0)
    return C_ ("plane", "coronal");
  if (strcmp (name, "sagittal") == 0)
    return C_ ("plane", "sagittal");
  return C_ ("plane", "oblique");
}

static void
print_distance (const MadoGeometry *geometry)
{
  double low = G_MAXDOUBLE, high = 0;

  for (int i = 1; i < geometry->n_slices; i++) {
    low = MIN (low, geometry->along[i] - geometry->along[i - 1]);
    high = MAX (high, geometry->along[i] - geometry->along[i - 1]);
  }
  if (geometry->is_regular)
    /* Translators: the distance from slice to slice */
    g_print (_ (", %.4g mm apart"), geometry->spacing);
  else
    /* Translators: the usual, smallest and largest distance from slice to slice */
    g_print (_ (", %.4g mm apart (%.4g to %.4g)"), geometry->spacing, low, high);
}

static void
print_slices (const MadoGeometry *geometry)
{
  g_print ("        %s  ", get_plane (geometry));
  g_print (ngettext ("%d slice", "%d slices", (gulong) geometry->n_slices),
           geometry->n_slices);
  if (geometry->n_slices > 1)
    print_distance (geometry);
  g_print ("\n");
}

static void
print_gaps (const MadoGeometry *geometry)
{
  for (guint i = 0; i < geometry->gaps->len; i++) {
    const MadoGap *gap = &g_array_index (geometry->gaps, MadoGap, i);

    g_print ("        ");
    /* Translators: how many, after which slice, and the width of the gap */
    g_print (ngettext ("%d slice missing after slice %d (%.4g mm)\n",
                       "%d slices missing after slice %d (%.4g mm)\n",
                       (gulong) gap->n_missing),
             gap->n_missing, gap->after + 1, gap->width);
  }
}

static void
print_duplicates (const MadoGeometry *geometry)
{
  for (guint i = 0; i < geometry->duplicates->len; i++) {
    const MadoDuplicate *duplicate =
        &g_array_index (geometry->duplicates, MadoDuplicate, i);

    g_print (_ ("        slice %d lies at the place of slice %d\n"),
             duplicate->slice + 1, duplicate->of + 1);
  }
}

static void
print_oddities (const MadoGeometry *geometry)
{
  if (geometry->tilt > 0)
    g_print (_ ("        tilted by %.1f°\n"), geometry->tilt);
  if (!geometry->is_regular)
    g_print (_ ("        irregular spacing: %.4g mm off after slice %d\n"),
             geometry->worst_deviation, geometry->worst_slice + 1);
  print_gaps (geometry);
  print_duplicates (geometry);
  if (geometry->overlap > 0)
    g_print (_ ("        slices overlap by up to %.4g mm, after slice %d\n"),
             geometry->overlap, geometry->overlap_slice + 1);
  if (geometry->is_non_square)
    g_print (_ ("        pixels are not square\n"));
}

void
mado_cli_print_geometry (const MadoGeometry *geometry)
{
  g_autofree char *refusal = mado_geometry_dup_refusal (geometry);

  if (geometry->n_slices > 0) {
    print_slices (geometry);
    print_oddities (geometry);
  }
  if (refusal != NULL)
    /* Translators: a reason follows */
    g_print (_ ("        no volume: %s\n"), refusal);
}
