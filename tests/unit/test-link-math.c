/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "mado-link-math.h"
#include "mado-test-slice.h"
#include "mado-test.h"

#define TAG_FRAME_OF_REF MADO_TAG (0x0020, 0x0052)

/* Slices of 8 × 8 pixels of 0.5 mm. */
typedef struct {
  const char *frame; /* of reference; "" for none */
  int n;
  double first; /* mm along the axis below */
  double spacing;
  double angle; /* degrees the slices are turned about x; 90 is coronal */
  bool has_no_plane;
} Stack;

static MadoDisplaySet *
make_set (const Stack *stack)
{
  const double angle = stack->angle * G_PI / 180;
  const double orientation[6] = {1, 0, 0, 0, cos (angle), sin (angle)};
  const double normal[3] = {0, -sin (angle), cos (angle)};
  g_autofree char *folder = mado_test_make_folder ();
  g_autoptr (MadoScan) scan = NULL;
  g_autoptr (GPtrArray) sets = NULL;

  for (int i = 0; i < stack->n; i++) {
    const double along = stack->first + i * stack->spacing;
    const MadoTestSlice slice = {
        .modality = "CT",
        .series = "1",
        .number = i + 1,
        .position = {normal[0] * along, normal[1] * along, normal[2] * along},
        .orientation = orientation,
        .has_no_plane = stack->has_no_plane};
    g_autofree char *name = g_strdup_printf ("%02d", i);
    MadoDicomWriter *writer = mado_test_slice_begin (&slice);

    mado_dicom_writer_set_string (writer, TAG_FRAME_OF_REF, stack->frame);
    mado_test_slice_end (writer, folder, name);
  }
  scan = mado_test_scan (folder);
  sets = mado_test_list_sets (scan);
  g_assert_cmpuint (sets->len, ==, 1);
  mado_test_remove_tree (folder);
  return g_object_ref (sets->pdata[0]);
}

typedef struct {
  const char *name;
  Stack a, b;
  bool has_offset;
  MadoLinkState state;
} CompareCase;

static const CompareCase compares[] = {
    {"same-frame", {"1.2.1", 4, 0, 2}, {"1.2.1", 9, 100, 5}, false, MADO_LINK_POSITION},
    /* An offset is for what has no frame in common. */
    {"same-frame-offset",
     {"1.2.1", 4, 0, 2},
     {"1.2.1", 4, 0, 2},
     true,
     MADO_LINK_POSITION},
    {"turned-little",
     {"1.2.1", 4, 0, 2},
     {"1.2.1", 4, 0, 2, 9.9},
     false,
     MADO_LINK_POSITION},
    {"turned", {"1.2.1", 4, 0, 2}, {"1.2.1", 4, 0, 2, 10.1}, false, MADO_LINK_TURNED},
    {"coronal", {"1.2.1", 4, 0, 2}, {"1.2.1", 4, 0, 2, 90}, false, MADO_LINK_TURNED},
    /* Seen from the other side: the same slices. */
    {"from-behind",
     {"1.2.1", 4, 0, 2},
     {"1.2.1", 4, 0, 2, 180},
     false,
     MADO_LINK_POSITION},
    /* As many images, at the same numbers: no reason. */
    {"other-frame", {"1.2.1", 4, 0, 2}, {"1.2.2", 4, 0, 2}, false, MADO_LINK_NO_FRAME},
    {"no-frame", {"", 4, 0, 2}, {"", 4, 0, 2}, false, MADO_LINK_NO_FRAME},
    {"by-hand", {"1.2.1", 4, 0, 2}, {"1.2.2", 4, 0, 2}, true, MADO_LINK_MANUAL},
    {"by-hand-turned",
     {"1.2.1", 4, 0, 2},
     {"1.2.2", 4, 0, 2, 90},
     true,
     MADO_LINK_TURNED},
    {"by-hand-no-plane",
     {"1.2.1", 1, 0, 2, 0, true},
     {"1.2.2", 1, 0, 2, 0, true},
     true,
     MADO_LINK_MANUAL},
};

static void
test_compare (gconstpointer data)
{
  const CompareCase *c = data;
  g_autoptr (MadoDisplaySet) a = make_set (&c->a);
  g_autoptr (MadoDisplaySet) b = make_set (&c->b);
  MadoLinkPlace from, to;

  mado_link_place_init (&from, a, 0);
  mado_link_place_init (&to, b, 0);
  g_assert_cmpint (mado_link_compare (&from, &to, c->has_offset), ==, c->state);
  g_assert_cmpint (mado_link_compare (&to, &from, c->has_offset), ==, c->state);
}

/* Slices at z = 100, 103, 106, 109, 112. */
static void
test_find_slice (void)
{
  static const struct {
    double z;
    int index;
    double distance;
    bool is_outside;
  } cases[] = {
      {100, 0, 0, false},     {101.4, 0, 1.4, false}, {101.6, 1, 1.4, false},
      {112, 4, 0, false},     {113.4, 4, 1.4, false}, {113.6, 4, 1.6, true},
      {98.6, 0, 1.4, false},  {98.4, 0, 1.6, true},   {-500, 0, 600, true},
      {106.1, 2, 0.1, false},
  };
  static const Stack stack = {"1.2.1", 5, 100, 3};
  g_autoptr (MadoDisplaySet) set = make_set (&stack);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    double distance;
    /* Aside in the plane: only the normal counts. */
    const int index =
        mado_link_find_slice (set, (MadoVector){40, -70, cases[i].z}, &distance);

    g_assert_cmpint (index, ==, cases[i].index);
    g_assert_cmpfloat_with_epsilon (distance, cases[i].distance, 1e-9);
    g_assert_cmpint (mado_link_is_outside (set, index, distance), ==,
                     cases[i].is_outside);
  }
}

static void
test_no_position (void)
{
  static const Stack stack = {.frame = "1.2.1", .n = 1, .has_no_plane = true};
  g_autoptr (MadoDisplaySet) set = make_set (&stack);

  g_assert_cmpint (mado_link_find_slice (set, (MadoVector){0, 0, 0}, NULL), ==, -1);
}

/* The prior: 3 mm apart, z from -200; the current: 2 mm apart, z from 50.  Linked at
 * images 11 (z 70) and 6 (z -185). */
static void
test_offset (void)
{
  static const Stack current = {"1.2.1", 40, 50, 2}, prior = {"1.2.2", 40, -200, 3};
  static const struct {
    int source; /* image of the current, from 0 */
    int target; /* of the prior */
  } cases[] = {
      {10, 5},  /* where they were linked */
      {13, 7},  /* 6 mm: two images */
      {16, 9},  /* 12 mm: four */
      {4, 1},   /* -12 mm */
      {17, 10}, /* 14 mm: 4.67, the nearest is the fifth */
      {39, 24}, /* 58 mm: 19.3 */
      {0, 0},   /* -20 mm: beyond the first */
  };
  g_autoptr (MadoDisplaySet) a = make_set (&current);
  g_autoptr (MadoDisplaySet) b = make_set (&prior);
  MadoLinkPlace source_then, source_now, target_then;

  mado_link_place_init (&source_then, a, 10);
  mado_link_place_init (&target_then, b, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MadoVector point;
    int index;

    mado_link_place_init (&source_now, a, cases[i].source);
    g_assert_true (mado_link_follow_offset (&source_then, &source_now, &target_then,
                                            &point, &index));
    g_assert_cmpfloat_with_epsilon (point.z, -185 + 2 * (cases[i].source - 10), 1e-9);
    g_assert_cmpint (mado_link_find_slice (b, point, NULL), ==, cases[i].target);
  }
}

/* Turned upside down in its file the prior's normal points the other way; the patient's
 * head is still where it was. */
static void
test_offset_from_behind (void)
{
  static const Stack current = {"1.2.1", 20, 0, 2}, prior = {"1.2.2", 20, 0, 2, 180};
  g_autoptr (MadoDisplaySet) a = make_set (&current);
  g_autoptr (MadoDisplaySet) b = make_set (&prior);
  MadoLinkPlace then, now, target;
  MadoVector point;
  int index;

  mado_link_place_init (&then, a, 10);
  mado_link_place_init (&now, a, 12);
  mado_link_place_init (&target, b, 10);
  g_assert_true (mado_link_follow_offset (&then, &now, &target, &point, &index));
  g_assert_cmpfloat_with_epsilon (point.z, target.plane.center.z + 4, 1e-9);
}

/* Without positions images are counted; how many there are bounds nothing here. */
static void
test_offset_in_images (void)
{
  static const Stack spatial = {"1.2.1", 20, 0, 2}, flat = {"1.2.2", 1, 0, 0, 0, true};
  g_autoptr (MadoDisplaySet) a = make_set (&spatial);
  g_autoptr (MadoDisplaySet) b = make_set (&flat);
  MadoLinkPlace then, now, target;
  MadoVector point;
  int index;

  mado_link_place_init (&then, a, 3);
  mado_link_place_init (&now, a, 7);
  mado_link_place_init (&target, b, 0);
  target.index = 2;
  g_assert_false (mado_link_follow_offset (&then, &now, &target, &point, &index));
  g_assert_cmpint (index, ==, 6);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (compares); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/widgets/link-math/%s", compares[i].name);

    g_test_add_data_func (path, &compares[i], test_compare);
  }
  g_test_add_func ("/mado/widgets/link-math/find-slice", test_find_slice);
  g_test_add_func ("/mado/widgets/link-math/no-position", test_no_position);
  g_test_add_func ("/mado/widgets/link-math/offset", test_offset);
  g_test_add_func ("/mado/widgets/link-math/offset-from-behind",
                   test_offset_from_behind);
  g_test_add_func ("/mado/widgets/link-math/offset-in-images", test_offset_in_images);
  return g_test_run ();
}
