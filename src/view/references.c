/* SPDX-License-Identifier: MIT */
/* What "[label]" in a row leads to; see link.h. */
#include "view/references.h"

#include <ctype.h>
#include <string.h>

bool label_next(const char **p, struct field *ret)
{
    const char *start = strchr(*p, '['), *end = start ? strchr(start, ']') : NULL;
    if (!end)
        return false;
    *ret = (struct field){start + 1, (size_t)(end - start - 1)};
    *p = end + 1;
    return true;
}

/* The first of `count` sorted items of `size` bytes whose text, the first in each, is
   the label; NULL where there is none. */
static const void *find(const struct records *c, const void *items, uint32_t count, size_t size,
                        struct field label)
{
    const unsigned char *first = items;
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *text = records_text(c, le24_get(*(const le24 *)(first + middle * size)));
        /* A text that only begins like the label stands behind it. */
        if (strncmp(text, label.bytes, label.length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const char *text = low < count ? records_text(c, le24_get(*(const le24 *)(first + low * size))) : "";
    return low < count && strlen(text) == label.length && memcmp(text, label.bytes, label.length) == 0
               ? first + low * size
               : NULL;
}

const struct format_person *person_find(const struct records *c, struct field id)
{
    return find(c, c->people, c->person_count, sizeof *c->people, id);
}

const struct format_reference *reference_find(const struct records *c, struct field label)
{
    return find(c, c->references, c->reference_count, sizeof *c->references, label);
}

static void print_address(const char *uri, size_t n, struct buffer *ret)
{
    bool mail = n > 7 && strncmp(uri, "mailto:", 7) == 0;
    const char *address = mail ? uri + 7 : uri;
    size_t length = mail ? n - 7 : n, start = ret->size;
    buffer_add(ret, address, length);
    char *and = mail && !memchr(address, '@', length) ? memchr(ret->data + start, '&', length) : NULL;
    if (and)
        *and = '@';
}

void person_address(const struct records *c, const struct format_person *person, struct buffer *ret)
{
    const char *uri = records_text(c, le24_get(person->uri));
    for (bool first = true; *uri; first = false) {
        size_t n = strcspn(uri, "\n");
        buffer_add_string(ret, first ? "" : ", ");
        print_address(uri, n, ret);
        uri += n + (uri[n] == '\n');
    }
}

/* "rfc9110" or "RFC9110": https://www.rfc-editor.org/rfc/rfc9110 */
static void print_rfc(struct field name, struct buffer *ret)
{
    buffer_add_string(ret, "https://www.rfc-editor.org/rfc/");
    for (size_t i = 0; i < name.length; i++)
        buffer_printf(ret, "%c", tolower((unsigned char)name.bytes[i]));
}

/* A draft that waits to become an RFC is called RFC-ietf-... */
static void print_draft(struct field name, struct buffer *ret)
{
    bool waits = name.length > 4 && strncmp(name.bytes, "RFC-", 4) == 0;
    buffer_printf(ret, "https://datatracker.ietf.org/doc/%s%.*s", waits ? "draft-" : "",
                  (int)(name.length - (waits ? 4 : 0)), name.bytes + (waits ? 4 : 0));
}

static void print_link(const char *type, struct field data, struct buffer *ret)
{
    if (strcmp(type, "rfc") == 0)
        print_rfc(data, ret);
    else if (strcmp(type, "draft") == 0)
        print_draft(data, ret);
    else if (strcmp(type, "uri") == 0 || strcmp(type, "note") == 0)
        buffer_add(ret, data.bytes, data.length);
}

void reference_print(const struct records *c, struct field label, struct buffer *ret)
{
    const struct format_reference *known = reference_find(c, label);
    const char *type = reference_type(label);
    if (known) {
        const char *data = records_text(c, le24_get(known->data));
        print_link(records_text(c, le24_get(known->type)), (struct field){data, strlen(data)}, ret);
    } else if (strcmp(type, "note") != 0) { /* a number without its footnote */
        print_link(type, label, ret);
    }
}
