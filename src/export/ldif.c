/* SPDX-License-Identifier: MIT */
/* An index -> LDIF (RFC 2849) of ipService entries (RFC 2307): an entry for each port
   and transport, with the name that a lookup answers; see export.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "export/export.h"
#include "index/lookup.h"
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

/* RFC 2307, section 5.6: of several cn, the one in the RDN is the canonical name. */
static void add_dn(struct buffer *ret, const struct service *s, const char *base)
{
    struct buffer dn = {0};
    buffer_add_string(&dn, "cn=");
    add_dn_value(&dn, s->names);
    buffer_printf(&dn, "+ipServicePort=%u+ipServiceProtocol=", s->port);
    add_dn_value(&dn, s->transport);
    buffer_printf(&dn, ",ou=services,%s", base);
    add_attribute(ret, "dn", buffer_string(&dn));
    free(dn.data);
}

/* In a directory, "WWW" and "www" are equal, and a second equal value is refused. */
static bool is_new(const struct service *s, const char *name)
{
    for (const char *earlier = s->names; earlier < name; earlier += strlen(earlier) + 1)
        if (strcasecmp(earlier, name) == 0)
            return false;
    return true;
}

static void add_entry(struct buffer *ret, const struct service *s, const char *base)
{
    char port[8];
    snprintf(port, sizeof port, "%u", s->port);
    add_dn(ret, s, base);
    buffer_add_string(ret, "objectClass: top\nobjectClass: ipService\n");
    for (const char *name = s->names; name < s->names + s->size; name += strlen(name) + 1)
        if (is_new(s, name))
            add_attribute(ret, "cn", name);
    add_attribute(ret, "ipServicePort", port);
    add_attribute(ret, "ipServiceProtocol", s->transport);
    buffer_add_string(ret, "\n");
}

/* Whether the port has an entry, for a transport before this one in the index, that differs
   only in case: a local line may have TCP, which equals tcp in a directory. */
static bool has_twin(const struct index *index, const struct service *s)
{
    for (const char *t = index->transports; t < index->transports + index->transports_size;
         t += strlen(t) + 1) {
        if (strcmp(t, s->transport) == 0)
            return false;
        if (strcasecmp(t, s->transport) == 0 && index_by_port(index, s->port, t))
            return true;
    }
    return false;
}

void export_ldif(const struct index *index, const char *base, struct buffer *ret)
{
    struct service s;
    char *parent = alloc_format("ou=services,%s", base);
    add_attribute(ret, "dn", parent);
    buffer_add_string(ret, "objectClass: top\nobjectClass: organizationalUnit\nou: services\n\n");
    free(parent);
    for (uint32_t cursor = 0; entry_iter_next(index, &cursor, &s);)
        if (!(s.flags & ENTRY_DUPLICATE) && !has_twin(index, &s))
            add_entry(ret, &s, base);
}
