/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-test-stack.h"

#include "mado-test.h"

void
mado_test_stack_set_up (MadoTestStack *self, gconstpointer data)
{
  self->folder = mado_test_make_folder ();
  self->template = (MadoTestSlice){.modality = "CT", .series = "1"};
}

void
mado_test_stack_tear_down (MadoTestStack *self, gconstpointer data)
{
  g_clear_pointer (&self->sets, g_ptr_array_unref);
  g_clear_pointer (&self->scan, mado_scan_free);
  mado_test_remove_tree (self->folder);
  g_free (self->folder);
}

MadoDicomWriter *
mado_test_stack_begin (MadoTestStack *self, int number, double x, double y, double z)
{
  MadoTestSlice slice = self->template;

  slice.number = number;
  slice.position[0] = x;
  slice.position[1] = y;
  slice.position[2] = z;
  return mado_test_slice_begin (&slice);
}

/* Names are in no order that means something. */
void
mado_test_stack_end (MadoTestStack *self, MadoDicomWriter *writer)
{
  g_autofree char *name =
      g_strdup_printf ("%02d-%d", self->n_files * 7 % 64, self->n_files);

  self->n_files++;
  mado_test_slice_end (writer, self->folder, name);
}

void
mado_test_stack_add (MadoTestStack *self, int number, double x, double y, double z)
{
  mado_test_stack_end (self, mado_test_stack_begin (self, number, x, y, z));
}

MadoDisplaySet *
mado_test_stack_read (MadoTestStack *self, guint n_sets)
{
  self->scan = mado_test_scan (self->folder);
  self->sets = mado_test_list_sets (self->scan);
  g_assert_cmpuint (self->scan->read, ==, self->n_files);
  g_assert_cmpuint (self->sets->len, ==, n_sets);
  return self->sets->pdata[0];
}

const MadoGeometry *
mado_test_stack_measure (MadoTestStack *self)
{
  return mado_display_set_get_geometry (mado_test_stack_read (self, 1));
}

void
mado_test_assert_vector (MadoVector a, MadoVector b, double tolerance)
{
  g_assert_cmpfloat_with_epsilon (a.x, b.x, tolerance);
  g_assert_cmpfloat_with_epsilon (a.y, b.y, tolerance);
  g_assert_cmpfloat_with_epsilon (a.z, b.z, tolerance);
}
