/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-dicom-text.h"

#include <errno.h>
#include <string.h>

/* The coded character sets of PS3.3 C.12.1.1.2, and what their absence or misuse
 * makes us fall back on. */
typedef enum {
  SET_NONE, /* nothing designated: bytes in it have no meaning */
  SET_ASCII,
  SET_KANA, /* JIS X 0201 */
  SET_LATIN1,
  SET_LATIN2,
  SET_LATIN3,
  SET_LATIN4,
  SET_LATIN5,
  SET_LATIN9,
  SET_CYRILLIC,
  SET_ARABIC,
  SET_GREEK,
  SET_HEBREW,
  SET_THAI,
  SET_JIS_X0208,
  SET_JIS_X0212,
  SET_KS_X1001,
  SET_GB2312,
  SET_UTF8,
  SET_GB18030,
  SET_GBK,
  SET_SHIFT_JIS,
  SET_WINDOWS_1252,
  SET_JIS_X0208_VENDOR, /* with the NEC and IBM rows */
  N_SETS,
} Set;

/* How iconv sees each.  Two-byte sets have their EUC form there, so both bytes get
 * bit 8.  JIS X 0201 needs no table. */
static const char *const encodings[N_SETS] = {
    [SET_LATIN1] = "ISO-8859-1",
    [SET_LATIN2] = "ISO-8859-2",
    [SET_LATIN3] = "ISO-8859-3",
    [SET_LATIN4] = "ISO-8859-4",
    [SET_LATIN5] = "ISO-8859-9",
    [SET_LATIN9] = "ISO-8859-15",
    [SET_CYRILLIC] = "ISO-8859-5",
    [SET_ARABIC] = "ISO-8859-6",
    [SET_GREEK] = "ISO-8859-7",
    [SET_HEBREW] = "ISO-8859-8",
    [SET_THAI] = "TIS-620",
    [SET_JIS_X0208] = "EUC-JP",
    [SET_JIS_X0212] = "EUC-JP",
    [SET_KS_X1001] = "EUC-KR",
    [SET_GB2312] = "EUC-CN",
    [SET_GB18030] = "GB18030",
    [SET_GBK] = "GBK",
    [SET_SHIFT_JIS] = "CP932",
    [SET_WINDOWS_1252] = "CP1252",
    [SET_JIS_X0208_VENDOR] = "EUC-JP-MS",
};

typedef struct {
  const char *name; /* of a defined term, reduced to letters and digits */
  Set set;
} Term;

/* By ISO registration number, for "ISO_IR n" and "ISO 2022 IR n" alike. */
static const Term registrations[] = {
    {"6", SET_ASCII},      {"13", SET_KANA},      {"100", SET_LATIN1},
    {"101", SET_LATIN2},   {"109", SET_LATIN3},   {"110", SET_LATIN4},
    {"144", SET_CYRILLIC}, {"127", SET_ARABIC},   {"126", SET_GREEK},
    {"138", SET_HEBREW},   {"148", SET_LATIN5},   {"166", SET_THAI},
    {"203", SET_LATIN9},   {"87", SET_JIS_X0208}, {"159", SET_JIS_X0212},
    {"149", SET_KS_X1001}, {"58", SET_GB2312},    {"192", SET_UTF8},
};

/* Terms without a number, the last ones not DICOM's but seen in files. */
static const Term names[] = {
    {"GB18030", SET_GB18030},    {"GBK", SET_GBK},       {"UTF8", SET_UTF8},
    {"SHIFTJIS", SET_SHIFT_JIS}, {"LATIN1", SET_LATIN1}, {"ISO88591", SET_LATIN1},
};

typedef struct {
  const char *bytes; /* after ESC */
  int slot;          /* G0 or G1 */
  Set set;
} Escape;

/* PS3.3 table C.12-3 and C.12-4; "$@" and "(I" are older forms still in use. */
static const Escape escapes[] = {
    {"(B", 0, SET_ASCII},      {"(J", 0, SET_ASCII},      {"(I", 0, SET_KANA},
    {")I", 1, SET_KANA},       {"$B", 0, SET_JIS_X0208},  {"$@", 0, SET_JIS_X0208},
    {"$(B", 0, SET_JIS_X0208}, {"$(D", 0, SET_JIS_X0212}, {"$)C", 1, SET_KS_X1001},
    {"$(C", 0, SET_KS_X1001},  {"$)A", 1, SET_GB2312},    {"$A", 0, SET_GB2312},
    {"-A", 1, SET_LATIN1},     {"-B", 1, SET_LATIN2},     {"-C", 1, SET_LATIN3},
    {"-D", 1, SET_LATIN4},     {"-L", 1, SET_CYRILLIC},   {"-G", 1, SET_ARABIC},
    {"-F", 1, SET_GREEK},      {"-H", 1, SET_HEBREW},     {"-M", 1, SET_LATIN5},
    {"-T", 1, SET_THAI},       {"-b", 1, SET_LATIN9},
};

typedef struct {
  GIConv open[N_SETS]; /* 0 when not opened yet */
} Converters;

static void
free_converters (gpointer data)
{
  Converters *converters = data;

  for (int i = 0; i < N_SETS; i++)
    if (converters->open[i] != NULL && converters->open[i] != (GIConv) -1)
      g_iconv_close (converters->open[i]);
  g_free (converters);
}

/* Opening one costs more than converting a name, and they keep state: one of each
 * per thread. */
static GIConv
get_converter (Set set)
{
  static GPrivate key = G_PRIVATE_INIT (free_converters);
  Converters *converters = g_private_get (&key);

  if (converters == NULL) {
    converters = g_new0 (Converters, 1);
    g_private_set (&key, converters);
  }
  if (converters->open[set] == NULL)
    converters->open[set] = g_iconv_open ("UTF-8", encodings[set]);
  return converters->open[set];
}

typedef struct {
  GString *text;
  bool damaged;
} Output;

static void
append_replacement (Output *output)
{
  g_string_append (output->text, "\357\277\275"); /* U+FFFD */
  output->damaged = true;
}

static bool
append_vendor_kanji (Output *output, const char *pair)
{
  GIConv converter = get_converter (SET_JIS_X0208_VENDOR);
  char buffer[8];
  char *in = (char *) pair, *out = buffer;
  gsize n_in = 2, n_out = sizeof buffer;

  if (converter == (GIConv) -1 ||
      g_iconv (converter, &in, &n_in, &out, &n_out) == (gsize) -1)
    return false;
  /* Its user-defined rows end in the private use area. */
  if (g_unichar_type (g_utf8_get_char_validated (buffer, out - buffer)) ==
      G_UNICODE_PRIVATE_USE)
    return false;

  g_string_append_len (output->text, buffer, out - buffer);
  return true;
}

/* What iconv refuses becomes one U+FFFD per character. */
static void
append_converted (Output *output, Set set, const char *bytes, gsize length)
{
  const GIConv converter = get_converter (set);
  char *in = (char *) bytes;

  if (converter == (GIConv) -1) {
    append_replacement (output);
    return;
  }

  g_iconv (converter, NULL, NULL, NULL, NULL);
  while (length > 0) {
    char buffer[256];
    char *out = buffer;
    gsize n_out = sizeof buffer;
    const gsize result = g_iconv (converter, &in, &length, &out, &n_out);
    const int reason = errno;
    gsize skip = 1;

    g_string_append_len (output->text, buffer, out - buffer);
    if (result != (gsize) -1 || reason == E2BIG)
      continue;

    /* ①, ㈱, 髙 and others stand in rows that JIS X 0208 leaves empty but most
     * Japanese systems fill alike. */
    if (set == SET_JIS_X0208 && length >= 2 && append_vendor_kanji (output, in))
      skip = 2;
    else {
      append_replacement (output);
      if (set == SET_JIS_X0208 || set == SET_JIS_X0212)
        skip = MIN (length, set == SET_JIS_X0208 ? 2 : 3);
    }
    in += skip;
    length -= skip;
  }
}

/* Not with iconv, which lets through what is no character. */
static void
append_utf8 (Output *output, const char *bytes, gsize length)
{
  const char *end = NULL;

  while (!g_utf8_validate_len (bytes, length, &end)) {
    g_string_append_len (output->text, bytes, end - bytes);
    append_replacement (output);
    length -= (gsize) (end + 1 - bytes);
    bytes = end + 1;
  }
  g_string_append_len (output->text, bytes, (gssize) length);
}

static void
append_whole (Output *output, Set set, const char *bytes, gsize length)
{
  if (set == SET_UTF8)
    append_utf8 (output, bytes, length);
  else
    append_converted (output, set, bytes, length);
}

static void
append_kana (Output *output, const guchar *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    const guchar c = bytes[i] | 0x80;

    if (c >= 0xa1 && c <= 0xdf)
      g_string_append_unichar (output->text, 0xff61 + (c - 0xa1));
    else
      append_replacement (output);
  }
}

/* A run of bytes ≥ 0x80, which the set in G1 explains. */
static void
append_g1 (Output *output, Set set, const char *bytes, gsize length)
{
  if (set == SET_KANA)
    append_kana (output, (const guchar *) bytes, length);
  else if (set == SET_NONE || set == SET_ASCII || encodings[set] == NULL)
    append_replacement (output);
  else
    append_converted (output, set, bytes, length);
}

/* A run of two-byte characters in G0: EUC is the same codes with bit 8 set, after
 * 0x8F for JIS X 0212. */
static void
append_g0_pairs (Output *output, Set set, const char *bytes, gsize length)
{
  g_autoptr (GByteArray) euc = g_byte_array_sized_new (length * 3 / 2);
  const guchar shift = 0x8f;

  for (gsize i = 0; i + 1 < length; i += 2) {
    const guchar pair[2] = {(guchar) bytes[i] | 0x80, (guchar) bytes[i + 1] | 0x80};

    if (set == SET_JIS_X0212)
      g_byte_array_append (euc, &shift, 1);
    g_byte_array_append (euc, pair, 2);
  }
  append_converted (output, set, (const char *) euc->data, euc->len);
}

typedef struct {
  Set whole; /* not SET_NONE: the encoding of everything, no code extensions */
  Set first; /* what G1 holds at the start and after each delimiter */
  Set spare; /* the first set of bytes ≥ 0x80 named at all */
} Charset;

/* "ISO_IR 100", "ISO IR 100", "ISO-2022 IR 87": only letters and digits count. */
static Set
parse_term (const char *term)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *number;

  for (const char *c = term; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (plain, g_ascii_toupper (*c));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (plain->str, names[i].name) == 0)
      return names[i].set;

  number = g_strrstr (plain->str, "IR");
  if (number == NULL)
    return SET_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (registrations); i++)
    if (strcmp (number + 2, registrations[i].name) == 0)
      return registrations[i].set;
  return SET_NONE;
}

static Charset
parse_charset (const char *charset)
{
  g_auto (GStrv) terms = g_strsplit (charset != NULL ? charset : "", "\\", -1);
  Charset result = {SET_NONE, SET_ASCII, SET_NONE};

  for (int i = 0; terms[i] != NULL; i++) {
    const Set set = parse_term (terms[i]);

    if (set >= SET_UTF8 && result.whole == SET_NONE)
      result.whole = set;
    /* Two-byte sets of G0 are reached by an escape only; those of G1 are often
     * used without one. */
    if (set == SET_NONE || set == SET_ASCII || set == SET_JIS_X0208 ||
        set == SET_JIS_X0212)
      continue;
    if (i == 0)
      result.first = set;
    if (result.spare == SET_NONE)
      result.spare = set;
  }
  return result;
}

static const Escape *
find_escape (const char *bytes, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++) {
    const gsize n = strlen (escapes[i].bytes);

    if (n <= length && memcmp (bytes, escapes[i].bytes, n) == 0)
      return &escapes[i];
  }
  return NULL;
}

static bool
is_delimiter (guchar c)
{
  return c == '^' || c == '=' || c == '\\' || c == '\r' || c == '\n' || c == '\f' ||
         c == '\t';
}

static bool
is_two_byte (Set set)
{
  return set == SET_JIS_X0208 || set == SET_JIS_X0212 || set == SET_KS_X1001 ||
         set == SET_GB2312;
}

/* How many bytes of two-byte characters stand at @bytes.  A delimiter in front of
 * an escape is one, where the writer forgot to leave the set first. */
static gsize
count_pairs (const char *bytes, gsize length)
{
  gsize i = 0;

  while (i + 1 < length && bytes[i] >= 0x21 && bytes[i] <= 0x7e &&
         bytes[i + 1] >= 0x21 && bytes[i + 1] <= 0x7e)
    i += 2;
  return i;
}

static gsize
count_high (const char *bytes, gsize length)
{
  gsize i = 0;

  while (i < length && (guchar) bytes[i] >= 0x80)
    i++;
  return i;
}

/* Code extensions (PS3.5 6.1.2.5).  Escapes are honoured even when (0008,0005) does
 * not announce their set: they say themselves what follows. */
static void
append_iso_2022 (Output *output,
                 const Charset *charset,
                 const char *bytes,
                 gsize length)
{
  Set g0 = SET_ASCII, g1 = charset->first;
  gsize i = 0;

  while (i < length) {
    const guchar c = bytes[i];
    const Escape *escape = NULL;
    gsize n = 1;

    if (c == 0x1b && (escape = find_escape (bytes + i + 1, length - i - 1)) != NULL) {
      *(escape->slot == 0 ? &g0 : &g1) = escape->set;
      n = 1 + strlen (escape->bytes);
    } else if (c == 0x1b) {
      append_replacement (output);
    } else if (c >= 0x80) {
      n = count_high (bytes + i, length - i);
      if (g1 == SET_ASCII && charset->spare != SET_NONE) {
        output->damaged = true;
        append_g1 (output, charset->spare, bytes + i, n);
      } else
        append_g1 (output, g1, bytes + i, n);
    } else if (is_two_byte (g0) && count_pairs (bytes + i, length - i) > 0) {
      n = count_pairs (bytes + i, length - i);
      append_g0_pairs (output, g0, bytes + i, n);
    } else if (is_delimiter (c)) {
      g0 = SET_ASCII;
      g1 = charset->first;
      g_string_append_c (output->text, c);
    } else if (g0 == SET_KANA && c > 0x20) {
      append_kana (output, &c, 1);
    } else
      g_string_append_c (output->text, c);
    i += n;
  }
}

static bool
is_utf8 (const char *bytes, gsize length, Set declared)
{
  bool has_long = false;

  if (!g_utf8_validate_len (bytes, length, NULL))
    return false;

  /* In these two, a pair that is also UTF-8 is never text ("Ã©"); elsewhere it can
   * be, so a sequence of three bytes is asked for. */
  if (declared == SET_ASCII || declared == SET_LATIN1)
    return true;
  for (gsize i = 0; i < length; i++)
    has_long = has_long || (guchar) bytes[i] >= 0xe1;
  return has_long;
}

/* Shift-JIS under another name: each lead byte has its trail byte, at least one lead
 * byte lies where ISO 8859 has no characters, and the two-byte characters stand side
 * by side or apart from Latin letters, as Windows' quotation marks do not. */
static bool
is_shift_jis (const guchar *bytes, gsize length)
{
  bool has_c1 = false, touches_letter = false, is_adjacent = false;
  gsize last = 0; /* where the character before ended, if it had two bytes */

  for (gsize i = 0; i < length;) {
    const guchar c = bytes[i];

    if (c < 0x80 || (c >= 0xa1 && c <= 0xdf)) {
      i++;
      continue;
    }
    if (c == 0x80 || c == 0xa0 || c > 0xea || i + 1 == length || bytes[i + 1] < 0x40 ||
        bytes[i + 1] == 0x7f || bytes[i + 1] > 0xfc)
      return false;

    has_c1 = has_c1 || c < 0xa0;
    is_adjacent = is_adjacent || (last != 0 && last == i);
    touches_letter = touches_letter ||
                     (i > 0 && last != i && g_ascii_isalpha (bytes[i - 1])) ||
                     (i + 2 < length && g_ascii_isalpha (bytes[i + 2]));
    i += 2;
    last = i;
  }
  return has_c1 && (is_adjacent || !touches_letter);
}

static bool
has_c1 (const guchar *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (bytes[i] >= 0x80 && bytes[i] < 0xa0)
      return true;
  return false;
}

/* The set that text really is in when it cannot be in the declared one. */
static Set
guess (const Charset *charset, const char *bytes, gsize length)
{
  const bool is_plain = charset->first == SET_ASCII || charset->first == SET_LATIN1;

  if (charset->first > SET_THAI)
    return SET_NONE;
  if (is_utf8 (bytes, length, charset->first))
    return SET_UTF8;
  if ((is_plain || charset->first == SET_KANA) &&
      is_shift_jis ((const guchar *) bytes, length))
    return SET_SHIFT_JIS;
  if (charset->first == SET_LATIN1 && has_c1 ((const guchar *) bytes, length))
    return SET_WINDOWS_1252;
  if (charset->first == SET_ASCII && charset->spare == SET_NONE)
    return SET_WINDOWS_1252;
  return SET_NONE;
}

static bool
is_ascii (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) bytes[i] >= 0x80 || bytes[i] == 0x1b)
      return false;
  return true;
}

char *
mado_dicom_text_to_utf8 (const char *charset,
                         const char *bytes,
                         gsize length,
                         bool *damaged)
{
  Output output = {NULL, false};
  Charset parsed;
  Set guessed = SET_NONE;

  if (damaged != NULL)
    *damaged = false;
  /* What follows a NUL is padding or the rest of a C buffer. */
  length = length > 0 ? strnlen (bytes, length) : 0;
  if (is_ascii (bytes, length))
    return g_strndup (length > 0 ? bytes : "", length);

  parsed = parse_charset (charset);
  output.text = g_string_sized_new (length * 2);
  if (parsed.whole == SET_NONE && memchr (bytes, 0x1b, length) == NULL)
    guessed = guess (&parsed, bytes, length);

  if (guessed != SET_NONE) {
    append_whole (&output, guessed, bytes, length);
    output.damaged = true;
  } else if (parsed.whole != SET_NONE)
    append_whole (&output, parsed.whole, bytes, length);
  else
    append_iso_2022 (&output, &parsed, bytes, length);

  if (damaged != NULL)
    *damaged = output.damaged;
  return g_string_free (output.text, FALSE);
}
