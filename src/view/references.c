/* SPDX-License-Identifier: MIT */
/* What the "[label]"s in a row refer to; see references.h. */
#include "view/references.h"

#include <ctype.h>
#include <string.h>

#include "base/endian.h"
#include "base/lower_bound.h"

bool label_next(const char **text, struct field *ret)
{
    const char *start = strchr(*text, '['), *end = start ? strchr(start, ']') : NULL;
    if (!end)
        return false;
    *ret = (struct field){start + 1, (size_t)(end - start - 1)};
    *text = end + 1;
    return true;
}

struct label_key {
    const struct records *records;
    struct field label;
};

/* Compares the text that a person or reference begins with, and by which they are sorted. */
static int compare(const struct label_key *key, const void *item)
{
    const char *text = records_text(key->records, le24_get(*(const le24 *)item));
    int difference = strncmp(text, key->label.bytes, key->label.length);
    return difference ? difference : text[key->label.length] != '\0'; /* the longer is greater */
}

static bool is_before(const void *item, const void *key)
{
    return compare(key, item) < 0;
}

/* The first of `count` items of `size` bytes that has the label, or NULL. */
static const void *find(const struct label_key *key, const void *items, uint32_t count, size_t size)
{
    size_t i = lower_bound(items, count, size, is_before, key);
    const void *item = i < count ? (const char *)items + i * size : NULL;
    return item && compare(key, item) == 0 ? item : NULL;
}

const struct format_person *person_find(const struct records *r, struct field id)
{
    return find(&(struct label_key){r, id}, r->people, r->person_count, sizeof *r->people);
}

const struct format_reference *reference_find(const struct records *r, struct field label)
{
    return find(&(struct label_key){r, label}, r->references, r->reference_count, sizeof *r->references);
}

static bool is_link_before(const void *item, const void *key)
{
    const struct format_link *a = item, *b = key;
    uint32_t x = le24_get(a->text), y = le24_get(b->text);
    return x != y ? x < y : le24_get(a->at) < le24_get(b->at);
}

const char *link_type(const struct records *r, const char *s, const char *text)
{
    struct format_link key = {.text = le24_of((uint32_t)(text - r->text)),
                              .at = le24_of((uint32_t)(s - text))};
    size_t i = lower_bound(r->links, r->link_count, sizeof *r->links, is_link_before, &key);
    bool found = i < r->link_count && !is_link_before(&key, &r->links[i]);
    return found ? records_text(r, le24_get(r->links[i].type)) : NULL;
}

static void add_address(const char *uri, size_t n, struct buffer *ret)
{
    bool is_mail = n > 7 && strncmp(uri, "mailto:", 7) == 0;
    const char *address = is_mail ? uri + 7 : uri;
    size_t length = is_mail ? n - 7 : n, start = ret->size;
    buffer_add(ret, address, length);
    char *and = is_mail && !memchr(address, '@', length) ? memchr(ret->data + start, '&', length) : NULL;
    if (and)
        *and = '@';
}

void person_address(const struct records *r, const struct format_person *person, struct buffer *ret)
{
    const char *uri = records_text(r, le24_get(person->uri));
    for (bool is_first = true; *uri; is_first = false) {
        size_t n = strcspn(uri, "\n");
        buffer_add_string(ret, is_first ? "" : ", ");
        add_address(uri, n, ret);
        uri += n + (uri[n] == '\n');
    }
}

/* "rfc9110" or "RFC9110": https://www.rfc-editor.org/rfc/rfc9110 */
static void add_rfc(struct field name, struct buffer *ret)
{
    buffer_add_string(ret, "https://www.rfc-editor.org/rfc/");
    for (size_t i = 0; i < name.length; i++)
        buffer_printf(ret, "%c", tolower((unsigned char)name.bytes[i]));
}

/* IANA calls a draft that is to become an RFC "RFC-ietf-...": draft-ietf-... */
static void add_draft(struct field name, struct buffer *ret)
{
    bool has_prefix = name.length > 4 && strncmp(name.bytes, "RFC-", 4) == 0;
    size_t skipped = has_prefix ? 4 : 0;
    buffer_printf(ret, "https://datatracker.ietf.org/doc/%s%.*s", has_prefix ? "draft-" : "",
                  (int)(name.length - skipped), name.bytes + skipped);
}

static void add_target(const char *type, struct field data, struct buffer *ret)
{
    if (strcmp(type, "rfc") == 0)
        add_rfc(data, ret);
    else if (strcmp(type, "draft") == 0)
        add_draft(data, ret);
    else if (strcmp(type, "uri") == 0 || strcmp(type, "note") == 0)
        buffer_add(ret, data.bytes, data.length);
}

void reference_target(const struct records *r, struct field label, struct buffer *ret)
{
    const struct format_reference *known = reference_find(r, label);
    const char *type = reference_type(label);
    if (known) {
        const char *data = records_text(r, le24_get(known->data));
        add_target(records_text(r, le24_get(known->type)), (struct field){data, strlen(data)}, ret);
    } else if (strcmp(type, "note") != 0) { /* the number of a footnote that is missing */
        add_target(type, label, ret);
    }
}
