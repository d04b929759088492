/* SPDX-License-Identifier: MIT */
/* The width of UTF-8 text on a terminal; see columns.h. */
#include "base/columns.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"

/* Columns of a character of n bytes. The program's locale is "C", in which wcwidth(3) knows
   ASCII only. Without C.UTF-8, each character counts as one. */
static size_t character_columns(const char *s, size_t n)
{
    static locale_t utf8;
    mbstate_t state = {0};
    wchar_t c;
    int columns = 1;
    if (n > 1 && (utf8 || (utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)))) {
        locale_t last = uselocale(utf8);
        if (mbrtowc(&c, s, n, &state) == n)
            columns = wcwidth(c);
        uselocale(last);
    }
    return columns < 0 ? 1 : (size_t)columns;
}

size_t columns_fit(const char *s, size_t width, size_t *ret_columns)
{
    size_t used = 0, columns = 0;
    while (s[used]) {
        size_t length = utf8_length(s + used, strnlen(s + used, 4)), n = length ? length : 1;
        size_t more = character_columns(s + used, n);
        if (more > width - columns)
            break;
        used += n;
        columns += more;
    }
    *ret_columns = columns;
    return used;
}
