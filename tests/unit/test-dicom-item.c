/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "mado-dicom-file.h"
#include "mado-test-dicom.h"
#include "mado-test.h"

#define EXPLICIT_LE "1.2.840.10008.1.2.1"

static char *folder;

/* Tags of our own private block: the explicit VR alone says what they are. */
#define PRIVATE(n) (0x00091000u + (n))

static MadoDicomFile *
open_dicom (const MadoTestDicom *dicom)
{
  g_autofree char *path = mado_test_dicom_save (dicom, folder, "file");
  g_autoptr (GError) error = NULL;
  MadoDicomFile *file = mado_dicom_file_open (path, &error);

  g_assert_no_error (error);
  return file;
}

static void
put_begin (MadoTestDicom *dicom, MadoTestEncoding encoding)
{
  mado_test_dicom_init (dicom, encoding);
  mado_test_dicom_put_start (dicom);
  mado_test_dicom_put_text (dicom, 0x00090010, "LO", "MADO TEST");
}

typedef struct {
  const char *name;
  const char *vr;
  const char *value;
  int index;
  bool has_int;
  int64_t integer;
  bool has_double;
  double real;
} TextNumberCase;

/* PS3.5 6.2: DS and IS, their padding, and what real files put there. */
static const TextNumberCase text_number_cases[] = {
    {"is", "IS", "42", 0, true, 42, true, 42},
    {"is-padded", "IS", " 42 ", 0, true, 42, true, 42},
    {"is-plus", "IS", "+7", 0, true, 7, true, 7},
    {"is-negative", "IS", "-2147483648", 0, true, -2147483648, true, -2147483648.0},
    {"is-with-fraction", "IS", "3.0", 0, true, 3, true, 3},
    {"is-empty", "IS", "", 0, false, 0, false, 0},
    {"is-text", "IS", "12a", 0, false, 0, false, 0},
    {"is-second", "IS", "1\\22\\3", 1, true, 22, true, 22},
    {"is-third", "IS", "1\\22\\3 ", 2, true, 3, true, 3},
    {"is-none-left", "IS", "1\\22", 2, false, 0, false, 0},
    {"is-gap", "IS", "1\\\\3", 1, false, 0, false, 0},
    {"is-behind-gap", "IS", "1\\\\3", 2, true, 3, true, 3},
    {"is-negative-index", "IS", "1", -1, false, 0, false, 0},
    {"ds", "DS", "1.25", 0, false, 0, true, 1.25},
    {"ds-point-not-comma", "DS", "0.5\\0,5", 1, false, 0, false, 0},
    {"ds-exponent", "DS", "-1.5E+02", 0, true, -150, true, -150},
    {"ds-small", "DS", "1e-3", 0, false, 0, true, 0.001},
    {"ds-no-leading-digit", "DS", ".5", 0, false, 0, true, 0.5},
    {"ds-trailing-point", "DS", "5.", 0, true, 5, true, 5},
    {"ds-nan", "DS", "nan", 0, false, 0, false, 0},
    {"ds-infinite", "DS", "inf", 0, false, 0, false, 0},
    {"ds-overflow", "DS", "1e999", 0, false, 0, false, 0},
    {"ds-hexadecimal", "DS", "0x10", 0, false, 0, false, 0},
    {"ds-two-numbers", "DS", "1 2", 0, false, 0, false, 0},
    {"lo-is-no-number", "LO", "5", 0, false, 0, false, 0},
};

static void
test_text_number (gconstpointer data)
{
  const TextNumberCase *c = data;
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *item = NULL;
  int64_t integer = -99;
  double real = -99;

  put_begin (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_text (&dicom, PRIVATE (1), c->vr, c->value);
  file = open_dicom (&dicom);
  item = mado_dicom_file_get_dataset (file);
  g_assert_cmpint (mado_dicom_item_get_int (item, PRIVATE (1), c->index, &integer), ==,
                   c->has_int);
  g_assert_cmpint (integer, ==, c->has_int ? c->integer : -99);
  g_assert_cmpint (mado_dicom_item_get_double (item, PRIVATE (1), c->index, &real), ==,
                   c->has_double);
  g_assert_cmpfloat (real, ==, c->has_double ? c->real : -99);
}

typedef struct {
  const char *vr;
  int width;
  guint64 bits; /* of the second value */
  bool has_int;
  int64_t integer;
  bool has_double;
  double real;
} BinaryCase;

static const BinaryCase binary_cases[] = {
    {"US", 2, 0xfffe, true, 65534, true, 65534},
    {"SS", 2, 0xfffe, true, -2, true, -2},
    {"UL", 4, 0xfffffffe, true, 4294967294, true, 4294967294.0},
    {"SL", 4, 0xfffffffe, true, -2, true, -2},
    {"UV", 8, 0x7fffffffffffffff, true, G_MAXINT64, true, 9223372036854775807.0},
    {"UV", 8, 0x8000000000000000, false, 0, false, 0}, /* more than int64_t has */
    {"SV", 8, 0xfffffffffffffffe, true, -2, true, -2},
    {"FL", 4, 0x3fc00000, false, 0, true, 1.5},
    {"FL", 4, 0x7f800000, false, 0, false, 0},
    {"FD", 8, 0xbff8000000000000, false, 0, true, -1.5},
    {"FD", 8, 0x7ff8000000000000, false, 0, false, 0},
    {"OB", 1, 0xff, false, 0, false, 0},
};

static void
put_word (MadoTestDicom *dicom, int width, guint64 bits)
{
  for (int i = 0; i < width; i++) {
    const int shift =
        dicom->encoding == MADO_TEST_BIG_ENDIAN ? 8 * (width - 1 - i) : 8 * i;
    const guint8 byte = (guint8) (bits >> shift);

    mado_test_dicom_put_bytes (dicom, &byte, 1);
  }
}

static void
check_binary (const BinaryCase *c, MadoTestEncoding encoding)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *item = NULL;
  int64_t integer = -99;
  double real = -99;

  put_begin (&dicom, encoding);
  mado_test_dicom_put_header (&dicom, PRIVATE (1), c->vr, (guint32) c->width * 2);
  put_word (&dicom, c->width, 0);
  put_word (&dicom, c->width, c->bits);
  file = open_dicom (&dicom);
  item = mado_dicom_file_get_dataset (file);
  g_assert_cmpint (mado_dicom_item_get_int (item, PRIVATE (1), 1, &integer), ==,
                   c->has_int);
  g_assert_cmpint (integer, ==, c->has_int ? c->integer : -99);
  g_assert_cmpint (mado_dicom_item_get_double (item, PRIVATE (1), 1, &real), ==,
                   c->has_double);
  g_assert_cmpfloat (real, ==, c->has_double ? c->real : -99);
  g_assert_false (mado_dicom_item_get_int (item, PRIVATE (1), 2, &integer));
  if (c->width > 1)
    g_assert_cmpint (mado_dicom_item_get_n_values (item, PRIVATE (1)), ==, 2);
}

static void
test_binary (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (binary_cases); i++) {
    check_binary (&binary_cases[i], MADO_TEST_EXPLICIT);
    check_binary (&binary_cases[i], MADO_TEST_BIG_ENDIAN);
  }
}

static void
test_doubles (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *item = NULL;
  double values[3] = {7, 7, 7};

  put_begin (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_text (&dicom, 0x00200032, "DS", "-1.5\\2\\ 3.25");
  mado_test_dicom_put_text (&dicom, 0x00280030, "DS", "0.5\\bad");
  file = open_dicom (&dicom);
  item = mado_dicom_file_get_dataset (file);
  g_assert_false (mado_dicom_item_get_doubles (item, 0x00280030, values, 2));
  g_assert_cmpfloat (values[0], ==, 7);
  g_assert_false (mado_dicom_item_get_doubles (item, 0x00200032, values, 4));
  g_assert_true (mado_dicom_item_get_doubles (item, 0x00200032, values, 3));
  g_assert_cmpfloat (values[0], ==, -1.5);
  g_assert_cmpfloat (values[1], ==, 2);
  g_assert_cmpfloat (values[2], ==, 3.25);
  g_assert_cmpint (mado_dicom_item_get_n_values (item, 0x00200032), ==, 3);
}

typedef struct {
  const char *name;
  const char *vr, *value;
  const char *first; /* NULL: no value */
  const char *all;   /* joined with "|"; NULL: no value */
} StringCase;

static const StringCase string_cases[] = {
    {"single", "LO", "Chest", "Chest", "Chest"},
    {"padded", "LO", "  Chest  ", "Chest", "Chest"},
    {"several", "CS", "ORIGINAL\\PRIMARY \\ AXIAL", "ORIGINAL",
     "ORIGINAL|PRIMARY|AXIAL"},
    {"first-empty", "CS", "\\PRIMARY", NULL, "|PRIMARY"},
    {"empty", "LO", "", NULL, NULL},
    {"blank", "LO", "    ", NULL, NULL},
    {"uid", "UI", "1.2.3", "1.2.3", "1.2.3"},
    {"free-text", "LT", " a\\b\r\nc ", " a\\b\r\nc", " a\\b\r\nc"},
    {"unlimited-text", "UT", "a\\b", "a\\b", "a\\b"},
    {"unlimited-characters", "UC", "a\\b", "a", "a|b"},
    {"unknown-vr-is-not-lost", "UN", "text", "text", "text"},
    {"number-as-written", "DS", "1.50 ", "1.50", "1.50"},
    {"binary", "OB", "12", NULL, NULL},
};

static void
test_string (gconstpointer data)
{
  const StringCase *c = data;
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  g_autofree char *first = NULL;
  g_autofree char *joined = NULL;
  g_auto (GStrv) all = NULL;

  put_begin (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_text (&dicom, PRIVATE (1), c->vr, c->value);
  file = open_dicom (&dicom);
  first = mado_dicom_item_dup_string (mado_dicom_file_get_dataset (file), PRIVATE (1));
  all = mado_dicom_item_dup_strings (mado_dicom_file_get_dataset (file), PRIVATE (1));
  joined = all != NULL ? g_strjoinv ("|", all) : NULL;
  g_assert_cmpstr (first, ==, c->first);
  g_assert_cmpstr (joined, ==, c->all);
}

/* An item without Specific Character Set has that of the item around it (PS3.3
 * C.12.1.1.2). */
static void
test_charset_nested (void)
{
  static const struct {
    const char *outer, *inner, *expected;
  } cases[] = {
      {"ISO_IR 100", NULL, "é"},
      {"ISO_IR 100", "ISO_IR 144", "щ"},
      {NULL, "ISO_IR 144", "щ"},
      {"ISO_IR 144", "", "щ"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (MadoTestDicom) dicom = {0};
    g_autoptr (MadoDicomFile) file = NULL;
    const MadoDicomItem *item = NULL;
    g_autofree char *text = NULL;

    mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
    if (cases[i].outer != NULL)
      mado_test_dicom_put_text (&dicom, 0x00080005, "CS", cases[i].outer);
    mado_test_dicom_put_start (&dicom);
    mado_test_dicom_put_header (&dicom, 0x00081110, "SQ", 0xffffffffu);
    mado_test_dicom_put_item (&dicom, 0xfffee000, 0xffffffffu);
    if (cases[i].inner != NULL)
      mado_test_dicom_put_text (&dicom, 0x00080005, "CS", cases[i].inner);
    mado_test_dicom_put_header (&dicom, 0x00081111, "SQ", 0xffffffffu);
    mado_test_dicom_put_item (&dicom, 0xfffee000, 0xffffffffu);
    mado_test_dicom_put_text (&dicom, 0x00081030, "LO", "\xe9");
    mado_test_dicom_put_item (&dicom, 0xfffee00d, 0);
    mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
    mado_test_dicom_put_item (&dicom, 0xfffee00d, 0);
    mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
    file = open_dicom (&dicom);
    item = mado_dicom_item_get_item (mado_dicom_file_get_dataset (file), 0x00081110, 0);
    item = mado_dicom_item_get_item (item, 0x00081111, 0);
    text = mado_dicom_item_dup_string (item, 0x00081030);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

/* Byte 0x5C is the second half of a character here, and "\" the delimiter there. */
static void
test_backslash_in_character (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  g_auto (GStrv) names = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_text (&dicom, 0x00080005, "CS", "GB18030");
  mado_test_dicom_put_start (&dicom);
  mado_test_dicom_put_text (&dicom, 0x00101001, "PN", "\x81\x5c^A\\B");
  file = open_dicom (&dicom);
  names = mado_dicom_item_dup_strings (mado_dicom_file_get_dataset (file), 0x00101001);
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  g_assert_cmpstr (names[0], ==, "乗^A");
  g_assert_cmpstr (names[1], ==, "B");
}

static void
test_person_name (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  g_autoptr (MadoPersonName) name = NULL;
  g_autoptr (MadoPersonName) absent = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_text (&dicom, 0x00080005, "CS", "ISO 2022 IR 13\\ISO 2022 IR 87");
  mado_test_dicom_put_start (&dicom);
  mado_test_dicom_put_text (&dicom, 0x00100010, "PN",
                            "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\033$B;3ED\033(J^\033$BB@O:"
                            "\033(J=\033$B$d$^$@\033(J^\033$B$?$m$&\033(J");
  file = open_dicom (&dicom);
  name =
      mado_dicom_item_dup_person_name (mado_dicom_file_get_dataset (file), 0x00100010);
  g_assert_cmpstr (name->alphabetic, ==, "ﾔﾏﾀﾞ^ﾀﾛｳ");
  g_assert_cmpstr (name->ideographic, ==, "山田^太郎");
  g_assert_cmpstr (name->phonetic, ==, "やまだ^たろう");

  absent =
      mado_dicom_item_dup_person_name (mado_dicom_file_get_dataset (file), 0x00101001);
  g_assert_null (absent->alphabetic);
}

/* Values beyond what the parser keeps in memory stay on disk and are read later. */
static void
test_bytes (void)
{
  for (MadoTestEncoding encoding = MADO_TEST_EXPLICIT; encoding <= MADO_TEST_BIG_ENDIAN;
       encoding++) {
    g_auto (MadoTestDicom) dicom = {0};
    g_autoptr (MadoDicomFile) file = NULL;
    g_autoptr (GBytes) small = NULL, large = NULL, empty = NULL;
    const MadoDicomItem *item = NULL;
    int64_t value = 0;
    gsize n = 0;
    const guint16 *words = NULL;

    put_begin (&dicom, encoding);
    mado_test_dicom_put_header (&dicom, PRIVATE (1), "OW", 4);
    mado_test_dicom_put_16 (&dicom, 0x0102);
    mado_test_dicom_put_16 (&dicom, 0xfffe);
    mado_test_dicom_put_header (&dicom, PRIVATE (2), "OW", 100000);
    for (int i = 0; i < 50000; i++)
      mado_test_dicom_put_16 (&dicom, (guint16) i);
    mado_test_dicom_put_header (&dicom, PRIVATE (3), "OW", 0);
    file = open_dicom (&dicom);
    item = mado_dicom_file_get_dataset (file);

    small = mado_dicom_item_dup_bytes (item, PRIVATE (1));
    words = g_bytes_get_data (small, &n);
    g_assert_cmpuint (n, ==, 4);
    g_assert_cmphex (words[0], ==, 0x0102);
    g_assert_cmphex (words[1], ==, 0xfffe);
    large = mado_dicom_item_dup_bytes (item, PRIVATE (2));
    words = g_bytes_get_data (large, &n);
    g_assert_cmpuint (n, ==, 100000);
    for (int i = 0; i < 50000; i++)
      g_assert_cmpuint (words[i], ==, (guint16) i);
    g_assert_true (mado_dicom_item_get_int (item, PRIVATE (2), 49999, &value));
    g_assert_cmpint (value, ==, 49999);
    empty = mado_dicom_item_dup_bytes (item, PRIVATE (3));
    g_assert_null (empty);
    g_assert_true (mado_dicom_item_has (item, PRIVATE (3)));
  }
}

/* A value left on disk, and the disk is gone: no value, no crash. */
static void
test_bytes_file_deleted (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autofree char *text = g_strnfill (10000, 'x');
  g_autofree char *path = NULL;
  g_autofree char *string = NULL;
  g_autoptr (MadoDicomFile) file = NULL;

  put_begin (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_text (&dicom, PRIVATE (1), "UT", text);
  path = mado_test_dicom_save (&dicom, folder, "deleted");
  file = mado_dicom_file_open (path, NULL);
  g_assert_nonnull (file);
  g_assert_cmpint (g_remove (path), ==, 0);
  string = mado_dicom_item_dup_string (mado_dicom_file_get_dataset (file), PRIVATE (1));
  g_assert_null (string);
}

/* In implicit VR the dictionary and Pixel Representation say how values are read. */
static void
test_ambiguous_vr (void)
{
  for (guint16 is_signed = 0; is_signed < 2; is_signed++) {
    g_auto (MadoTestDicom) dicom = {0};
    g_autoptr (MadoDicomFile) file = NULL;
    int64_t value = 0;

    mado_test_dicom_init (&dicom, MADO_TEST_IMPLICIT);
    mado_test_dicom_put_start (&dicom);
    mado_test_dicom_put_us (&dicom, 0x00280103, is_signed);
    mado_test_dicom_put_us (&dicom, 0x00280120, 0xfffe); /* Pixel Padding Value */
    file = open_dicom (&dicom);
    g_assert_true (mado_dicom_item_get_int (mado_dicom_file_get_dataset (file),
                                            0x00280120, 0, &value));
    g_assert_cmpint (value, ==, is_signed ? -2 : 65534);
  }
}

/* A known tag that a gateway wrote as UN (PS3.5 6.2.2). */
static void
test_unknown_vr (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *item = NULL;
  g_autofree char *name = NULL;
  int64_t value = 0;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_start (&dicom);
  mado_test_dicom_put (&dicom, 0x00100010, "UN", "Doe^Jane", 8);
  mado_test_dicom_put (&dicom, 0x00280010, "UN", "\x00\x02", 2);
  file = open_dicom (&dicom);
  item = mado_dicom_file_get_dataset (file);
  name = mado_dicom_item_dup_string (item, 0x00100010);
  g_assert_cmpstr (name, ==, "Doe^Jane");
  g_assert_true (mado_dicom_item_get_int (item, 0x00280010, 0, &value));
  g_assert_cmpint (value, ==, 512);
}

/* Absent things all the way down. */
static void
test_nothing (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *item = NULL;
  double real = 0;

  g_assert_false (mado_dicom_item_has (NULL, 0x00100010));
  g_assert_null (mado_dicom_item_dup_string (NULL, 0x00100010));
  g_assert_null (mado_dicom_item_dup_strings (NULL, 0x00100010));
  g_assert_null (mado_dicom_item_dup_bytes (NULL, 0x00100010));
  g_assert_false (mado_dicom_item_get_double (NULL, 0x00100010, 0, &real));
  g_assert_cmpint (mado_dicom_item_get_n_values (NULL, 0x00100010), ==, 0);
  g_assert_cmpint (mado_dicom_item_get_n_items (NULL, 0x00081140), ==, 0);
  g_assert_null (mado_dicom_item_get_item (NULL, 0x00081140, 0));

  put_begin (&dicom, MADO_TEST_EXPLICIT);
  file = open_dicom (&dicom);
  item = mado_dicom_file_get_dataset (file);
  g_assert_null (mado_dicom_item_get_item (item, 0x00080060, 0)); /* no sequence */
  g_assert_null (mado_dicom_item_get_item (item, 0x00081140, 0));
  g_assert_cmpint (mado_dicom_item_get_n_items (item, 0x00080060), ==, 0);
}

static void
test_sequence (void)
{
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *dataset = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_start (&dicom);
  mado_test_dicom_put_header (&dicom, 0x00081140, "SQ", 3 * (8 + 12));
  for (int i = 0; i < 3; i++) {
    const char uid[] = {(char) ('1' + i), '.', '2', '\0'};

    mado_test_dicom_put_item (&dicom, 0xfffee000, 12);
    mado_test_dicom_put_text (&dicom, 0x00081155, "UI", uid);
  }
  file = open_dicom (&dicom);
  dataset = mado_dicom_file_get_dataset (file);
  g_assert_cmpint (mado_dicom_item_get_n_items (dataset, 0x00081140), ==, 3);
  for (int i = 0; i < 3; i++) {
    const MadoDicomItem *item = mado_dicom_item_get_item (dataset, 0x00081140, i);
    g_autofree char *uid = mado_dicom_item_dup_string (item, 0x00081155);

    g_assert_cmpint (uid[0], ==, '1' + i);
  }
  /* Its length is no value. */
  g_assert_null (mado_dicom_item_dup_bytes (dataset, 0x00081140));
  g_assert_null (mado_dicom_item_dup_string (dataset, 0x00081140));
  g_assert_null (mado_dicom_item_get_item (dataset, 0x00081140, 3));
  g_assert_null (mado_dicom_item_get_item (dataset, 0x00081140, -1));
}

/* Long sequences are indexed, forwards, backwards and nested alike. */
static void
test_sequence_long (void)
{
  const int n = 1000;
  g_auto (MadoTestDicom) dicom = {0};
  g_autoptr (MadoDicomFile) file = NULL;
  const MadoDicomItem *outer = NULL;

  mado_test_dicom_init (&dicom, MADO_TEST_EXPLICIT);
  mado_test_dicom_put_start (&dicom);
  mado_test_dicom_put_header (&dicom, 0x00081115, "SQ", 0xffffffffu);
  mado_test_dicom_put_item (&dicom, 0xfffee000, 0xffffffffu);
  mado_test_dicom_put_header (&dicom, 0x00081140, "SQ", (guint32) n * (8 + 10));
  for (int i = 0; i < n; i++) {
    mado_test_dicom_put_item (&dicom, 0xfffee000, 10);
    mado_test_dicom_put_us (&dicom, 0x00280010, (guint16) i);
  }
  mado_test_dicom_put_item (&dicom, 0xfffee00d, 0);
  mado_test_dicom_put_item (&dicom, 0xfffee0dd, 0);
  file = open_dicom (&dicom);
  outer = mado_dicom_item_get_item (mado_dicom_file_get_dataset (file), 0x00081115, 0);
  for (int i = -n; i < n; i++) {
    const int index = i < 0 ? -i - 1 : i;
    const MadoDicomItem *item = mado_dicom_item_get_item (outer, 0x00081140, index);
    int64_t value = -1;

    g_assert_true (mado_dicom_item_get_int (item, 0x00280010, 0, &value));
    g_assert_cmpint (value, ==, index);
  }
  g_assert_null (mado_dicom_item_get_item (outer, 0x00081140, n));
}

static void
add_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (text_number_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/item/number/%s", text_number_cases[i].name);

    g_test_add_data_func (path, &text_number_cases[i], test_text_number);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (string_cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/item/string/%s", string_cases[i].name);

    g_test_add_data_func (path, &string_cases[i], test_string);
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = mado_test_make_folder ();
  add_cases ();
  g_test_add_func ("/mado/dicom/item/binary", test_binary);
  g_test_add_func ("/mado/dicom/item/doubles", test_doubles);
  g_test_add_func ("/mado/dicom/item/charset-nested", test_charset_nested);
  g_test_add_func ("/mado/dicom/item/backslash-in-character",
                   test_backslash_in_character);
  g_test_add_func ("/mado/dicom/item/person-name", test_person_name);
  g_test_add_func ("/mado/dicom/item/bytes", test_bytes);
  g_test_add_func ("/mado/dicom/item/bytes-file-deleted", test_bytes_file_deleted);
  g_test_add_func ("/mado/dicom/item/ambiguous-vr", test_ambiguous_vr);
  g_test_add_func ("/mado/dicom/item/unknown-vr", test_unknown_vr);
  g_test_add_func ("/mado/dicom/item/nothing", test_nothing);
  g_test_add_func ("/mado/dicom/item/sequence", test_sequence);
  g_test_add_func ("/mado/dicom/item/sequence-long", test_sequence_long);
  result = g_test_run ();
  mado_test_remove_tree (folder);
  g_free (folder);
  return result;
}
