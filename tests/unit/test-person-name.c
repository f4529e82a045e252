/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-person-name.h"

typedef struct {
  const char *name;
  const char *value;
  const char *alphabetic, *ideographic, *phonetic; /* NULL: no such group */
  const char *primary, *furigana;
} NameCase;

/* PS3.5 6.2.1 and its annexes H and I. */
static const NameCase cases[] = {
    {"three-groups", "Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada^Tarou",
     "山田^太郎", "やまだ^たろう", "山田 太郎", "やまだ たろう"},
    {"half-width-kana", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", "ﾔﾏﾀﾞ^ﾀﾛｳ", "山田^太郎",
     "やまだ^たろう", "山田 太郎", "やまだ たろう"},
    {"kana-only", "ﾔﾏﾀﾞ^ﾀﾛｳ", "ﾔﾏﾀﾞ^ﾀﾛｳ", NULL, NULL, "ﾔﾏﾀﾞ ﾀﾛｳ", NULL},
    {"no-alphabetic", "=山田^太郎=やまだ^たろう", NULL, "山田^太郎", "やまだ^たろう",
     "山田 太郎", "やまだ たろう"},
    {"phonetic-only", "==やまだ^たろう", NULL, NULL, "やまだ^たろう", "やまだ たろう",
     NULL},
    {"empty-third", "Wang^XiaoDong=王^小東=", "Wang^XiaoDong", "王^小東", NULL,
     "王 小東", NULL},
    {"five-components", "Adams^John Robert Quincy^^Rev.^B.A. M.Div.",
     "Adams^John Robert Quincy^^Rev.^B.A. M.Div.", NULL, NULL,
     "Adams John Robert Quincy Rev. B.A. M.Div.", NULL},
    {"trailing-delimiters", "OB^^^^", "OB^^^^", NULL, NULL, "OB", NULL},
    {"only-delimiters", "^^^^=^= ", NULL, NULL, NULL, "", NULL},
    {"empty", "", NULL, NULL, NULL, "", NULL},
    {"too-many-groups", "a=b=c=d", "a", "b", "c", "b", "c"},
    {"padded", " Doe ^ Jane  ", "Doe ^ Jane", NULL, NULL, "Doe Jane", NULL},
};

static void
test_parse (gconstpointer data)
{
  const NameCase *c = data;
  g_autoptr (MadoPersonName) name = mado_person_name_parse (c->value);
  g_autoptr (MadoPersonName) copy = mado_person_name_copy (name);
  g_autofree char *primary = mado_person_name_dup_primary (name);
  g_autofree char *furigana = mado_person_name_dup_furigana (name);

  g_assert_cmpstr (name->alphabetic, ==, c->alphabetic);
  g_assert_cmpstr (name->ideographic, ==, c->ideographic);
  g_assert_cmpstr (name->phonetic, ==, c->phonetic);
  g_assert_cmpstr (primary, ==, c->primary);
  g_assert_cmpstr (furigana, ==, c->furigana);
  g_assert_true (mado_person_name_equal (name, copy));
}

static void
test_equal (void)
{
  g_autoptr (MadoPersonName) a = mado_person_name_parse ("A=B=C");
  g_autoptr (MadoPersonName) b = mado_person_name_parse ("A=B");
  g_autoptr (MadoPersonName) c = mado_person_name_parse ("A=X=C");

  g_assert_false (mado_person_name_equal (a, b));
  g_assert_false (mado_person_name_equal (b, a));
  g_assert_false (mado_person_name_equal (a, c));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/mado/dicom/person-name/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_parse);
  }
  g_test_add_func ("/mado/dicom/person-name/equal", test_equal);
  return g_test_run ();
}
