/* SPDX-License-Identifier: MIT */
/* An index -> LDIF (RFC 2849) of ipService entries (RFC 2307), or what changed from one index
   to another; see export.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "base/strtab.h"
#include "export/export.h"
#include "view/entry_iter.h"

static void add_base64(struct buffer *ret, const unsigned char *s, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t bits =
            (uint32_t)s[i] << 16 | (i + 1 < n ? (uint32_t)s[i + 1] << 8 : 0) | (i + 2 < n ? s[i + 2] : 0u);
        char four[4];
        for (unsigned d = 0; d < 4; d++)
            four[d] = (char)(i + d <= n ? digits[bits >> (18 - 6 * d) & 63] : '=');
        buffer_add(ret, four, sizeof four);
    }
}

/* RFC 2849's SAFE-STRING, which must not end with a blank. */
static bool is_safe(const char *s)
{
    size_t n = strlen(s);
    if (n > 0 && (strchr(" :<", s[0]) || s[n - 1] == ' '))
        return false;
    for (; *s; s++)
        if (*s == '\n' || *s == '\r' || (unsigned char)*s >= 0x80)
            return false;
    return true;
}

static void add_attribute(struct buffer *ret, const char *type, const char *value)
{
    buffer_add_string(ret, type);
    buffer_add_string(ret, is_safe(value) ? ": " : ":: ");
    if (is_safe(value))
        buffer_add_string(ret, value);
    else
        add_base64(ret, (const unsigned char *)value, strlen(value));
    buffer_add_string(ret, "\n");
}

/* A name in a DN, escaped: RFC 4514, section 2.4. Names have neither blanks nor "#". */
static void add_dn_value(struct buffer *ret, const char *name)
{
    for (; *name; name++) {
        if (strchr("\"+,;<>\\=", *name))
            buffer_add(ret, "\\", 1);
        buffer_add(ret, name, 1);
    }
}

/* RFC 2307, section 5.6: of several cn, the one in the RDN is the canonical name. To be freed. */
static char *dn_of(const struct service *s, const char *base)
{
    struct buffer dn = {0};
    buffer_add_string(&dn, "cn=");
    add_dn_value(&dn, s->names);
    buffer_printf(&dn, "+ipServicePort=%u+ipServiceProtocol=", s->port);
    add_dn_value(&dn, s->transport);
    buffer_printf(&dn, ",ou=services,%s", base);
    return buffer_string(&dn);
}

/* In a directory, "WWW" and "www" are equal, and a second equal value is refused. */
static bool is_new(const struct service *s, const char *name)
{
    for (const char *earlier = s->names; earlier < name; earlier += strlen(earlier) + 1)
        if (strcasecmp(earlier, name) == 0)
            return false;
    return true;
}

/* ---- lines of the index -> which are one entry ---- */

struct answer {
    struct service s;
    size_t next; /* the next line of its entry, 0 at the end: line 0 is the first of its own */
    bool hidden; /* an earlier line has its entry, or its port and transport */
};
struct answers {
    struct answer *item; /* in line order */
    size_t count;
};

static int compare_ports(const void *a, const void *b)
{
    const struct answer *x = *(struct answer *const *)a, *y = *(struct answer *const *)b;
    if (x->s.port != y->s.port)
        return x->s.port < y->s.port ? -1 : 1;
    return x < y ? -1 : 1;
}

static bool same_names(const struct service *a, const struct service *b)
{
    return a->size == b->size && memcmp(a->names, b->names, a->size) == 0;
}

/* Join the lines of one port that have the same names. A local line may have TCP, which equals tcp in a
   directory. */
static void join_port(const struct answers *all, struct answer **line, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            line[k]->hidden |= strcasecmp(line[i]->s.transport, line[k]->s.transport) == 0;
    for (size_t i = 0; i < count; i++) {
        struct answer *last = line[i];
        for (size_t k = i + 1; k < count && !line[i]->hidden; k++)
            if (!line[k]->hidden && same_names(&line[i]->s, &line[k]->s)) {
                last->next = (size_t)(line[k] - all->item);
                last = line[k];
                last->hidden = true;
            }
    }
}

/* Release by free(ret->item). */
static void join_lines(const struct index *index, struct answers *ret)
{
    struct service s;
    *ret = (struct answers){0};
    for (uint32_t cursor = 0; entry_iter_next(index, &cursor, &s);)
        if (!(s.flags & ENTRY_DUPLICATE))
            alloc_push(ret->item, ret->count, (struct answer){.s = s});
    struct answer **by_port = alloc_zero(ret->count, sizeof *by_port);
    for (size_t i = 0; i < ret->count; i++)
        by_port[i] = &ret->item[i];
    qsort(by_port, ret->count, sizeof *by_port, compare_ports);
    for (size_t i = 0, end; i < ret->count; i = end) {
        for (end = i + 1; end < ret->count && by_port[end]->s.port == by_port[i]->s.port;)
            end++;
        join_port(ret, &by_port[i], end - i);
    }
    free(by_port);
}

/* ---- entries of the directory ---- */

/* What can change in an entry: each a few lines of LDIF, with all values of an attribute. */
enum { NAMES, PROTOCOLS, DESCRIPTION, ATTRIBUTES };
static const char *const attribute_names[ATTRIBUTES] = {"cn", "ipServiceProtocol", "description"};

struct entry {
    char *dn;
    uint16_t port;
    struct buffer values[ATTRIBUTES];
};
struct directory {
    struct entry *entry; /* in line order */
    size_t count;
};

/* Whether an earlier entry has this port or one of the names; remembers both in *seen. */
static bool is_behind_another(const struct service *s, struct strtab *seen)
{
    struct buffer key = {0};
    uint32_t known = seen->count, new = 1;
    buffer_printf(&key, " %u", s->port); /* no name has a blank */
    strtab_add(seen, (char *)key.data, key.size);
    for (const char *name = s->names; name < s->names + s->size; name += strlen(name) + 1)
        if (is_new(s, name)) {
            key.size = 0;
            buffer_add_string(&key, name);
            for (size_t i = 0; i < key.size; i++)
                key.data[i] = name_fold(key.data[i]);
            strtab_add(seen, (char *)key.data, key.size);
            new ++;
        }
    free(key.data);
    return seen->count - known < new;
}

static struct entry make_entry(const struct answers *lines, const struct answer *line, const char *base,
                               struct strtab *seen)
{
    const struct service *s = &line->s;
    struct entry e = {.dn = dn_of(s, base), .port = s->port};
    for (const char *name = s->names; name < s->names + s->size; name += strlen(name) + 1)
        if (is_new(s, name))
            add_attribute(&e.values[NAMES], "cn", name);
    add_attribute(&e.values[PROTOCOLS], "ipServiceProtocol", s->transport);
    for (; line->next; line = &lines->item[line->next])
        add_attribute(&e.values[PROTOCOLS], "ipServiceProtocol", lines->item[line->next].s.transport);
    if (is_behind_another(s, seen))
        add_attribute(&e.values[DESCRIPTION], "description",
                      "not the first entry with this port or one of these names");
    return e;
}

static void entry_free(struct entry *e)
{
    free(e->dn);
    for (int a = 0; a < ATTRIBUTES; a++)
        free(e->values[a].data);
}

/* Gives `take' each entry, which it frees. */
static void each_entry(const struct index *index, const char *base, void (*take)(void *, struct entry),
                       void *context)
{
    struct answers lines;
    struct strtab seen;
    join_lines(index, &lines);
    strtab_init(&seen);
    for (size_t i = 0; i < lines.count; i++)
        if (!lines.item[i].hidden)
            take(context, make_entry(&lines, &lines.item[i], base, &seen));
    strtab_free(&seen);
    free(lines.item);
}

static void add_entry(void *directory, struct entry e)
{
    struct directory *d = directory;
    alloc_push(d->entry, d->count, e);
}

static void directory_of(const struct index *index, const char *base, struct directory *ret)
{
    *ret = (struct directory){0};
    each_entry(index, base, add_entry, ret);
}

static void directory_free(struct directory *d)
{
    for (size_t i = 0; i < d->count; i++)
        entry_free(&d->entry[i]);
    free(d->entry);
}

static void write_entry(const struct entry *e, struct buffer *ret)
{
    buffer_add_string(ret, "objectClass: top\nobjectClass: ipService\n");
    buffer_add(ret, e->values[NAMES].data, e->values[NAMES].size);
    buffer_printf(ret, "ipServicePort: %u\n", e->port);
    for (int a = PROTOCOLS; a < ATTRIBUTES; a++)
        buffer_add(ret, e->values[a].data, e->values[a].size);
    buffer_add_string(ret, "\n");
}

static void put_entry(void *text, struct entry e)
{
    add_attribute(text, "dn", e.dn);
    write_entry(&e, text);
    entry_free(&e);
}

void export_ldif(const struct index *index, const char *base, struct buffer *ret)
{
    char *parent = alloc_format("ou=services,%s", base);
    add_attribute(ret, "dn", parent);
    buffer_add_string(ret, "objectClass: top\nobjectClass: organizationalUnit\nou: services\n\n");
    free(parent);
    each_entry(index, base, put_entry, ret);
}

/* ---- changes ---- */

static int compare_dns(const void *a, const void *b)
{
    return strcmp((*(const struct entry *const *)a)->dn, (*(const struct entry *const *)b)->dn);
}

/* The entries by DN, to be freed. */
static const struct entry **sort_by_dn(const struct directory *d)
{
    const struct entry **ret = alloc_zero(d->count, sizeof *ret);
    for (size_t i = 0; i < d->count; i++)
        ret[i] = &d->entry[i];
    qsort(ret, d->count, sizeof *ret, compare_dns);
    return ret;
}

/* The entry with the DN of *e, or NULL. */
static const struct entry *find(const struct entry **by_dn, const struct directory *d, const struct entry *e)
{
    const struct entry *const *found = bsearch(&e, by_dn, d->count, sizeof *by_dn, compare_dns);
    return found ? *found : NULL;
}

static void start_change(const struct entry *e, const char *type, struct buffer *ret)
{
    add_attribute(ret, "dn", e->dn);
    buffer_printf(ret, "changetype: %s\n", type);
}

/* Replaces all values, so that it can be applied again. */
static void write_modification(const struct entry *old, const struct entry *new, struct buffer *ret)
{
    bool started = false;
    for (int a = 0; a < ATTRIBUTES; a++) {
        const struct buffer *from = &old->values[a], *to = &new->values[a];
        if (from->size == to->size && (to->size == 0 || memcmp(from->data, to->data, to->size) == 0))
            continue;
        if (!started)
            start_change(new, "modify", ret);
        started = true;
        buffer_printf(ret, "replace: %s\n", attribute_names[a]);
        buffer_add(ret, to->data, to->size);
        buffer_add_string(ret, "-\n");
    }
    if (started)
        buffer_add_string(ret, "\n");
}

void export_ldif_changes(const struct index *old_index, const struct index *new_index, const char *base,
                         struct buffer *ret)
{
    struct directory old, new;
    directory_of(old_index, base, &old);
    directory_of(new_index, base, &new);
    const struct entry **old_by_dn = sort_by_dn(&old), **new_by_dn = sort_by_dn(&new);
    /* Removals first: the directory takes DNs that differ only in case for one. */
    for (size_t i = 0; i < old.count; i++)
        if (!find(new_by_dn, &new, &old.entry[i])) {
            start_change(&old.entry[i], "delete", ret);
            buffer_add_string(ret, "\n");
        }
    for (size_t i = 0; i < new.count; i++) {
        const struct entry *e = &new.entry[i], *before = find(old_by_dn, &old, e);
        if (before) {
            write_modification(before, e, ret);
        } else {
            start_change(e, "add", ret);
            write_entry(e, ret);
        }
    }
    free(old_by_dn);
    free(new_by_dn);
    directory_free(&old);
    directory_free(&new);
}
