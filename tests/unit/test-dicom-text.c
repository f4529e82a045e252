/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mado-dicom-text.h"
#include "mado-test.h"

typedef struct {
  const char *name;
  const char *charset;
  const char *hex;
  const char *text;
  bool is_damaged;
} TextCase;

/* Names of PS3.5 annexes H, I, J and K, and one of each single-byte set, encoded by
 * hand from the code tables of the registered sets. */
static const TextCase text_cases[] = {
    {"h-3-1-ir87", "\\ISO 2022 IR 87",
     "59616d6164615e5461726f753d1b24423b3345441b28425e1b244242404f3a1b28423d1b244224642"
     "45e24401b28425e1b2442243f246d24261b2842",
     "Yamada^Tarou=山田^太郎=やまだ^たろう", false},
    {"h-3-2-ir13-87", "ISO 2022 IR 13\\ISO 2022 IR 87",
     "d4cfc0de5ec0dbb33d1b24423b3345441b284a5e1b244242404f3a1b284a3d1b24422464245e24401"
     "b284a5e1b2442243f246d24261b284a",
     "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", false},
    {"iso-ir-13-single", "ISO_IR 13", "d4cfc0de5ec0dbb3", "ﾔﾏﾀﾞ^ﾀﾛｳ", false},
    {"ir13-esc-i", "\\ISO 2022 IR 13", "415e1b2949c0dbb3", "A^ﾀﾛｳ", false},
    {"ir159-jis-x0212", "\\ISO 2022 IR 87\\ISO 2022 IR 159",
     "53757a755e4b693d1b24424e6b4c5a1b28425e1b2428443021302230231b2842",
     "Suzu^Ki=鈴木^丂丄丅", false},
    {"i-2-ir149", "\\ISO 2022 IR 149",
     "486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d1b242943c8ab5e1b242943b"
     "1e6b5bf",
     "Hong^Gildong=洪^吉洞=홍^길동", false},
    {"k-2-ir58", "\\ISO 2022 IR 58",
     "5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab3d",
     "Zhang^XiaoDong=张^小东=", false},
    {"gb18030", "GB18030", "57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d95328236a8c5",
     "Wang^XiaoDong=王^小东=𠀀ㄅ", false},
    {"gbk", "GBK", "57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d",
     "Wang^XiaoDong=王^小东=", false},
    {"utf-8", "ISO_IR 192", "57616e675e5869616f446f6e673de78e8b5ee5b08fe69db13d",
     "Wang^XiaoDong=王^小東=", false},
    {"latin1", "ISO_IR 100", "4275635e4ae972f46d65", "Buc^Jérôme", false},
    {"latin2", "ISO_IR 101", "44766ff8e16b5e4a69f8ed", "Dvořák^Jiří", false},
    {"latin3", "ISO_IR 109", "c66975bc61fd6465", "Ĉiuĵaŭde", false},
    {"latin4", "ISO_IR 110", "d3ba6e69f1b9", "Ķēniņš", false},
    {"cyr", "ISO_IR 144", "bbeeda6365dcd17970d3", "Люкceмбypг", false},
    {"arab", "ISO_IR 127", "e2c8c7e6ea5ee4e6d2c7d1", "قباني^لنزار", false},
    {"greek", "ISO_IR 126", "c4e9efedf5f3e9eff2", "Διονυσιος", false},
    {"hebrew", "ISO_IR 138", "f9f8e5ef5ee3e1e5f8e4", "שרון^דבורה", false},
    {"latin5", "ISO_IR 148", "c7617675fe6ff06c75", "Çavuşoğlu", false},
    {"thai", "ISO_IR 166", "b9d2c2", "นาย", false},
    {"latin9", "ISO_IR 203", "bd75767265a4", "œuvre€", false},
    {"cyr-greek-ext", "\\ISO 2022 IR 144\\ISO 2022 IR 126",
     "415e1b2d4cbbeeda3d1b2d46c4e9ef", "A^Люк=Διο", false},
    {"underscore-typo", "ISO IR 100", "4ae972f46d65", "Jérôme", false},
    {"iso-2022-hyphen-typo", "ISO-2022 IR 87", "593d1b24423b3345441b2842", "Y=山田",
     false},
    {"ir6-declared", "ISO_IR 6", "616263", "abc", false},
    {"ir192-multi-illegal", "ISO_IR 192\\ISO_IR 100", "c3a9e78e8b", "é王", false},
    {"87-only-w-o-first-single", "ISO 2022 IR 87", "59616d6164613d1b24423b3345441b2842",
     "Yamada=山田", false},
    {"kanji-missing-esc-back", "\\ISO 2022 IR 87", "593d1b24423b3345445e1b244242404f3a",
     "Y=山田^太郎", false},
    {"kana-and-kanji-in-one-group", "ISO 2022 IR 13\\ISO 2022 IR 87",
     "d4cf1b24423b331b284ac0", "ﾔﾏ山ﾀ", false},
    {"kana-keeps-two-byte-g0", "ISO 2022 IR 13\\ISO 2022 IR 87",
     "1b24423b33d445441b284a", "山ﾔ田", false},
    {"trail-byte-5c-gb18030", "GB18030", "815c5c41", "乗\\A", false},
    {"trail-byte-5c-jis", "\\ISO 2022 IR 87", "1b2442305c1b28425c41", "移\\A", false},
    {"undeclared-escape", "ISO_IR 100", "593d1b24423b3345441b2842", "Y=山田", false},
    {"nec-row-13", "\\ISO 2022 IR 87", "1b24422d6a1b2842", "㈱", false},
    {"korean-reset-at-line-end", "\\ISO 2022 IR 149", "1b242943c8ab0d0a1b242943b1e6",
     "홍\r\n길", false},
    {"korean-without-escape", "ISO 2022 IR 149", "c8ab", "홍", false},
    {"gb2312-as-1st", "ISO_IR 58", "d5c5", "张", false},
    {"extension-not-designated", "\\ISO 2022 IR 144\\ISO 2022 IR 126", "bbee", "Лю",
     true},
    {"latin9-euro", "ISO_IR 203", "a4", "€", false},
    {"lower-case-term", "iso_ir 100", "e9", "é", false},
    {"padded-term", "ISO_IR 100 ", "e9", "é", false},
    {"nul-ends-value", "ISO_IR 100", "414200e94344", "AB", false},
    {"empty", "ISO_IR 100", "", "", false},
    {"utf8-without-charset", "", "4ac3a972c3b46d65", "Jérôme", true},
    {"utf8-as-latin1", "ISO_IR 100", "e5b1b1e794b0", "山田", true},
    {"utf8-as-kana", "ISO_IR 13", "e5b1b1e794b0", "山田", true},
    {"kana-that-is-also-utf8", "ISO_IR 13", "c5b6", "ﾅｶ", false},
    {"cyrillic-that-is-also-utf8", "ISO_IR 144", "cfbd", "ЯН", false},
    {"shift-jis-as-latin1", "ISO_IR 100", "8e5293635e91be9859", "山田^太郎", true},
    {"shift-jis-without-charset", "", "8e5293635e91be9859", "山田^太郎", true},
    {"shift-jis-as-kana", "ISO_IR 13", "d4cf3d8e529363", "ﾔﾏ=山田", true},
    {"shift-jis-single-kanji", "ISO_IR 100", "97d15e90bd", "林^誠", true},
    {"latin1-accents-side-by-side", "ISO_IR 100", "5175e962e9636f697320e9e9",
     "Québécois éé", false},
    {"latin1-accent-first", "ISO_IR 100", "e97469656e6e65", "étienne", false},
    {"windows-quotes-as-latin1", "ISO_IR 100", "736d617274937194", "smart“q”", true},
    {"windows-quotes-inside", "ISO_IR 100", "61209371756f7465942062", "a “quote” b",
     true},
    {"latin1-without-charset", "", "4ae972f46d65", "Jérôme", true},
    {"unknown-term", "ISO_IR 999", "e9", "é", true},
    {"utf8-broken", "ISO_IR 192", "61c32862", "a�(b", true},
    /* Beyond U+10FFFF, which iconv takes for characters. */
    {"utf8-beyond-unicode", "ISO_IR 192", "f490808041", "\ufffd\ufffd\ufffd\ufffdA",
     true},
    {"gb18030-cut-off", "GB18030", "cd", "�", true},
    {"jis-no-such-character", "\\ISO 2022 IR 87", "1b24427e7e3b331b2842", "�山", true},
    {"jis-cut-off", "\\ISO 2022 IR 87", "1b24423b", ";", false},
    {"escape-unknown", "ISO_IR 100", "1b257a41", "�%zA", true},
    {"escape-at-end", "ISO_IR 100", "411b", "A�", true},
    {"kana-no-such-character", "ISO 2022 IR 13\\ISO 2022 IR 87", "1b284aff", "�", true},
};

static GBytes *
parse_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *c = hex; *c != '\0'; c++) {
    guint8 byte;

    if (!g_ascii_isxdigit (c[0]))
      continue;
    byte = (guint8) (g_ascii_xdigit_value (c[0]) << 4 | g_ascii_xdigit_value (c[1]));
    g_byte_array_append (bytes, &byte, 1);
    c++;
  }
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_text (gconstpointer data)
{
  const TextCase *c = data;
  g_autoptr (GBytes) bytes = parse_hex (c->hex);
  bool is_damaged = !c->is_damaged;
  gsize n = 0;
  const char *raw = g_bytes_get_data (bytes, &n);
  g_autofree char *text = mado_dicom_text_to_utf8 (c->charset, raw, n, &is_damaged);

  g_assert_cmpstr (text, ==, c->text);
  g_assert_cmpint (is_damaged, ==, c->is_damaged);
}

/* A long value crosses the converter's buffers. */
static void
test_long (void)
{
  g_autoptr (GString) raw = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *text = NULL;
  bool is_damaged = true;

  for (int i = 0; i < 5000; i++) {
    g_string_append (raw, "\033$B;3ED\033(B,\033$(D0!\033(B");
    g_string_append (expected, "山田,丂");
  }
  text = mado_dicom_text_to_utf8 ("\\ISO 2022 IR 87\\ISO 2022 IR 159", raw->str,
                                  raw->len, &is_damaged);
  g_assert_cmpstr (text, ==, expected->str);
  g_assert_false (is_damaged);
}

/* Each byte pair in each set: never invalid UTF-8, never more than replacement. */
static void
test_any_bytes (void)
{
  static const char *const charsets[] = {
      "",
      "ISO_IR 100",
      "ISO_IR 13",
      "ISO_IR 192",
      "GB18030",
      "GBK",
      "\\ISO 2022 IR 87\\ISO 2022 IR 159",
      "\\ISO 2022 IR 149",
      "\\ISO 2022 IR 58",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    for (int first = 1; first < 256; first++)
      for (int second = 1; second < 256; second += 3) {
        const char raw[] = {(char) first, (char) second, '\033',       '$',
                            'B',          (char) second, (char) first, (char) second};
        g_autofree char *text =
            mado_dicom_text_to_utf8 (charsets[i], raw, sizeof raw, NULL);

        g_assert_true (g_utf8_validate (text, -1, NULL));
      }
}

static void
test_vectors (void)
{
  g_autofree char *path = mado_test_vectors ("jp_person_names.txt");
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  int n = 0;

  if (path == NULL)
    return;
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  lines = g_strsplit (contents, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) fields = g_strsplit (lines[i], " | ", 3);

    if (lines[i][0] == '#' || g_strv_length (fields) != 3 || fields[1][0] == '(')
      continue;

    const TextCase c = {"", fields[0], fields[1], fields[2], false};

    test_text (&c);
    n++;
  }
  g_assert_cmpint (n, ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (text_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/mado/dicom/text/%s", text_cases[i].name);

    g_test_add_data_func (path, &text_cases[i], test_text);
  }
  g_test_add_func ("/mado/dicom/text/long", test_long);
  g_test_add_func ("/mado/dicom/text/any-bytes", test_any_bytes);
  g_test_add_func ("/mado/dicom/text/vectors", test_vectors);
  return g_test_run ();
}
