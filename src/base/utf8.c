/* SPDX-License-Identifier: MIT */
/* UTF-8, and text made safe for a terminal; see utf8.h. */
#include "base/utf8.h"

#include <limits.h>
#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/fold.h"

size_t utf8_length(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s;
    if (n == 0 || p[0] < 0x80)
        return n > 0;
    size_t length = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || n < length)
        return 0;
    unsigned char low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (p[i] < 0x80 || p[i] > 0xbf)
            return 0;
    return length;
}

/* The code point of a valid sequence of n bytes; of an invalid byte (n is 1) its value. */
static uint32_t decode(const char *s, size_t n)
{
    uint32_t c = n == 1 ? (unsigned char)s[0] : (unsigned char)s[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++)
        c = c << 6 | ((unsigned char)s[i] & 0x3f);
    return c;
}

/* Unicode's Bidi_Control, and the line and paragraph separators. */
static bool is_bidi_or_separator(uint32_t c)
{
    return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

size_t utf8_character(const char *s, size_t n, bool *ret_plain)
{
    size_t length = utf8_length(s, n);
    uint32_t c = decode(s, length ? length : 1);
    *ret_plain = length > 0 && c >= 0x20 && !(c >= 0x7f && c < 0xa0) && !is_bidi_or_separator(c);
    return length ? length : 1;
}

/* The lower case of a character of n bytes, two or more, in place. */
static void fold_character(char *s, size_t n)
{
    static locale_t utf8;
    mbstate_t state = {0};
    wchar_t c;
    char lower[MB_LEN_MAX];
    if (!utf8 && !(utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)))
        return;
    locale_t last = uselocale(utf8);
    if (mbrtowc(&c, s, n, &state) == n && wcrtomb(lower, (wchar_t)towlower((wint_t)c), &state) == n)
        memcpy(s, lower, n);
    uselocale(last);
}

void utf8_fold(char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        s[i] = (char)name_fold((unsigned char)s[i]);
    for (size_t i = 0, length; i < n; i += length) {
        uint64_t eight = UINT64_MAX;
        memcpy(&eight, s + i, n - i < sizeof eight ? 0 : sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) == 0) { /* ASCII, as nearly all is */
            length = sizeof eight;
            continue;
        }
        length = utf8_length(s + i, n - i);
        if (length > 1)
            fold_character(s + i, length);
        else
            length = 1;
    }
}

static void mask(struct buffer *out, const char *s, size_t n)
{
    if (n > 1)
        buffer_printf(out, "\\u%04x", decode(s, n));
    else
        buffer_printf(out, "\\x%02x", (unsigned char)*s);
}

/* How many bytes from s on are printable ASCII: the usual case, appended at once. */
static size_t plain_length(const char *s, const char *end)
{
    const char *p = s;
    while (p < end && *p >= 0x20 && *p < 0x7f)
        p++;
    return (size_t)(p - s);
}

void utf8_mask_but(struct buffer *out, const char *s, size_t n, const char *allowed)
{
    for (const char *end = s + n; s < end;) {
        bool plain;
        size_t ascii = plain_length(s, end);
        buffer_add(out, s, ascii);
        s += ascii;
        if (s == end)
            return;
        size_t length = utf8_character(s, (size_t)(end - s), &plain);
        if (plain || (*s && strchr(allowed, *s)))
            buffer_add(out, s, length);
        else
            mask(out, s, length);
        s += length;
    }
}

void utf8_mask(struct buffer *out, const char *s, size_t n)
{
    utf8_mask_but(out, s, n, "");
}
