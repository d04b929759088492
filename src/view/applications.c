/* SPDX-License-Identifier: MIT */
/* The applications of a loaded index; see applications.h. */
#include "view/applications.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "view/entry_iter.h"

struct application_item application_item(const struct records *r, uint32_t i)
{
    const struct format_application *a = &r->applications[i];
    return (struct application_item){.first = le16_get(a->first_port),
                                     .last = le16_get(a->last_port),
                                     .transport = records_text(r, le32_get(a->transport)),
                                     .program = records_text(r, le32_get(a->program)),
                                     .what = records_text(r, le32_get(a->what)),
                                     .source = records_text(r, le32_get(a->source)),
                                     .file = records_text(r, le32_get(a->file)),
                                     .line = le32_get(a->line)};
}

/* ---- names ---- */

/* How much of a text is looked at: an index that was brought here may have a long one in each application. */
enum { TEXT_MOST = 255 };

static bool is_letter(char c)
{
    unsigned char folded = name_fold((unsigned char)c);
    return (folded >= 'a' && folded <= 'z') || (c >= '0' && c <= '9') || folded >= 0x80;
}

static const char *skip_others(const char *s)
{
    while (*s && !is_letter(*s))
        s++;
    return s;
}

/* What is left of the text behind the words that it starts with, or NULL if it does not start with them. */
static const char *behind_words(const char *text, const char *words)
{
    for (words = skip_others(words); *words; words = skip_others(words + 1), text++) {
        text = skip_others(text);
        if (name_fold((unsigned char)*text) != name_fold((unsigned char)*words))
            return NULL;
    }
    return is_letter(*text) ? NULL : text;
}

/* Whether the words are in a text, from the start of a word of it on. */
static bool has_words(const char *text, const char *words)
{
    const char *end = text + strnlen(text, TEXT_MOST);
    for (bool is_start = true; text < end; is_start = !is_letter(*text++))
        if (is_start && is_letter(*text) && behind_words(text, words))
            return true;
    return false;
}

/* How a target leads to an application, best first. */
enum way { BY_NAME, BY_WORD, BY_PORT, BY_DESCRIPTION, NO_WAY };

static enum way by_name(const struct application_item *a, const char *name)
{
    const char *rest = behind_words(a->program, name);
    if (!*skip_others(name))
        return NO_WAY;
    if (rest && !*skip_others(rest))
        return BY_NAME;
    return has_words(a->program, name) ? BY_WORD : behind_words(a->what, name) ? BY_DESCRIPTION : NO_WAY;
}

/* ---- ports ---- */

/* The ports of the target and its entries, from the first to the last; first > last: none.
   below: by port, from `first` to `last` + 1, how many of them are below it. */
struct own_ports {
    uint32_t *below, first, last;
};

static void mark_ports(struct own_ports *own, uint32_t first, uint32_t last)
{
    for (uint32_t p = first; p <= last; p++)
        own->below[p + 1] = 1;
    own->first = first < own->first ? first : own->first;
    own->last = last > own->last ? last : own->last;
}

/* below: 65,537 zeros. */
static struct own_ports count_ports(const struct details *d, uint32_t *below)
{
    struct own_ports own = {below, 65536, 0};
    if (d->target.is_port && d->target.port <= d->target.last_port)
        mark_ports(&own, d->target.port, d->target.last_port);
    for (size_t i = 0; i < d->span_count; i++)
        mark_ports(&own, d->spans[i].service.port, d->spans[i].last_port);
    for (uint32_t p = own.first; p <= own.last; p++)
        below[p + 1] += below[p];
    return own;
}

static bool has_port(const struct own_ports *own, uint32_t first, uint32_t last)
{
    first = first > own->first ? first : own->first;
    last = last < own->last ? last : own->last;
    return first <= last && own->below[last + 1] > own->below[first];
}

/* ---- both ---- */

static enum way find_way(const struct details *d, const struct own_ports *own,
                         const struct application_item *a)
{
    if (d->target.transport && strcmp(d->target.transport, a->transport) != 0)
        return NO_WAY;
    bool is_there = has_port(own, a->first, a->last);
    enum way way = d->target.is_port ? NO_WAY : by_name(a, d->target.name);
    return is_there && way > BY_PORT ? BY_PORT : way;
}

static void add_all(const unsigned char *ways, uint32_t count, enum way way, struct applications *ret)
{
    for (uint32_t i = 0; i < count && ret->count < APPLICATIONS_MOST; i++)
        if (ways[i] == way)
            alloc_push(ret->item, ret->count, i);
}

void applications_find(const struct details *d, struct applications *ret)
{
    uint32_t *below = alloc_zero(65537, sizeof *below), count = d->records->application_count;
    unsigned char *ways = alloc_bytes(count);
    struct own_ports own = count_ports(d, below);
    for (uint32_t i = 0; i < count; i++) {
        struct application_item a = application_item(d->records, i);
        ways[i] = (unsigned char)find_way(d, &own, &a);
    }
    *ret = (struct applications){0};
    add_all(ways, count, BY_NAME, ret);
    add_all(ways, count, BY_WORD, ret);
    ret->by_name = ret->count;
    add_all(ways, count, BY_PORT, ret);
    if (ret->count == 0 && !details_found(d))
        add_all(ways, count, BY_DESCRIPTION, ret);
    free(below);
    free(ways);
}

bool application_has_word(const struct application_item *a, const char *word)
{
    return has_words(a->program, word) || has_words(a->what, word);
}

bool applications_found(const struct details *d, const struct applications *found)
{
    return details_found(d) || (!d->target.is_port && found->count > 0);
}

bool application_is_at(const struct application_item *a, const struct span *span)
{
    return a->first <= span->last_port && a->last >= span->service.port &&
           strcmp(a->transport, span->service.transport) == 0;
}

/* ---- what is registered ---- */

struct registered {
    const char *transport, *name;
};

static void take_name(void *context, const struct service *s)
{
    struct registered *r = context;
    if (!r->name && !(s->flags & ENTRY_LOCAL) && strcmp(s->transport, r->transport) == 0)
        r->name = s->names;
}

const char *application_registered(const struct index *x, const struct application_item *a)
{
    struct registered r = {a->transport, NULL};
    entry_iter_port(x, a->first, take_name, &r);
    return r.name;
}

/* ---- JSON ---- */

void json_put_application(struct json_out *out, const struct index *x, const struct application_item *a)
{
    const char *registered = application_registered(x, a);
    json_open(out, NULL, '{');
    json_put_number(out, "port", true, a->first);
    json_put_number(out, "last_port", true, a->last);
    json_put_text(out, "transport", a->transport);
    json_put_text(out, "program", a->program);
    json_put_text(out, "description", a->what);
    json_put_text(out, "registered", registered ? registered : "");
    json_put_text(out, "source", a->source);
    json_put_text(out, "file", a->file);
    json_put_number(out, "line", *a->file, a->line);
    json_close(out, '}');
}
