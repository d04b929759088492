/* SPDX-License-Identifier: MIT */
/* The module on bytes at hand; see module.h. */
#include "module.h"

#include <ctype.h>
#include <errno.h>

#include "../tools/lines.h"
#include "export/export.h"
#include "fuzz.h"
#include "snapshot.h"

NSS_DECLARE_MODULE_FUNCTIONS(iana)

enum { ASKED_MAX = 150 }; /* lines of an index that are asked for one by one */

static struct index index_in_use;
static void *hot;
static bool usable;
static char *buffer;
static struct servent result;

struct snapshot_now snapshot_now; /* has none, so that each call looks for it */

const struct index *snapshot_look(const struct index *none, uint32_t second, int *ret_error)
{
    (void)none;
    (void)second;
    if (!usable)
        *ret_error = EINVAL;
    return usable ? &index_in_use : NULL;
}

const struct index *module_index(void)
{
    return &index_in_use;
}

bool module_use(struct input in)
{
    size_t size = index_lookup_size(in.bytes, in.length);
    hot = alloc_bytes(size);
    memcpy(hot, in.bytes, size);
    usable = index_open(&index_in_use, hot, size, in.length);
    return usable;
}

void module_drop(void)
{
    _nss_iana_endservent();
    free(hot);
    free(buffer);
    hot = buffer = NULL;
    usable = false;
}

static void check_string(const char *s, size_t size)
{
    require(s >= buffer && s < buffer + size && memchr(s, '\0', size - (size_t)(s - buffer)));
}

/* Whether a call is to be made again with a larger buffer; else checks what it said. */
static bool again(enum nss_status status, int error, size_t size)
{
    if (status == NSS_STATUS_TRYAGAIN) {
        require(error == ERANGE);
        return true;
    }
    if (status == NSS_STATUS_SUCCESS) {
        check_string(result.s_name, size);
        check_string(result.s_proto, size);
        for (char **alias = result.s_aliases; *alias; alias++)
            check_string(*alias, size);
    } else {
        require(status == NSS_STATUS_NOTFOUND ? error == ENOENT
                                              : status == NSS_STATUS_UNAVAIL && error == EINVAL && !usable);
    }
    return false;
}

/* Calls `call` with buffers of 7, 19, 43 ... bytes until it fits. */
#define ASK(call)                         \
    int error = 0;                        \
    size_t size = 7;                      \
    enum nss_status status;               \
    do {                                  \
        free(buffer);                     \
        size = size * 2 + 5;              \
        buffer = alloc_bytes(size);       \
        status = call;                    \
    } while (again(status, error, size)); \
    return status == NSS_STATUS_SUCCESS ? &result : NULL;

const struct servent *module_by_name(const char *name, const char *protocol)
{
    ASK(_nss_iana_getservbyname_r(name, protocol, &result, buffer, size, &error))
}

const struct servent *module_by_port(int port, const char *protocol)
{
    ASK(_nss_iana_getservbyport_r(port, protocol, &result, buffer, size, &error))
}

const struct servent *module_next(void)
{
    ASK(_nss_iana_getservent_r(&result, buffer, size, &error))
}

/* ---- the oracle ---- */

static void check_name(const char *name, const char *protocol)
{
    require(same(scan_name(name, protocol, 0), module_by_name(name, protocol)));
}

static void check_other_case(const char *name, const char *protocol)
{
    char other[256];
    snprintf(other, sizeof other, "%s", name);
    for (char *c = other; *c; c++)
        *c = (char)(isupper((unsigned char)*c) ? tolower((unsigned char)*c) : toupper((unsigned char)*c));
    check_name(other, protocol);
}

static void check_line(const struct line_of_file *l)
{
    const char *protocols[] = {l->protocol, NULL, "udp", "", "TCP"};
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        for (int port = l->port - 1; port <= l->port + 1; port++)
            if (port >= 0 && port <= 0xffff)
                require(
                    same(scan_port(port, protocols[i]), module_by_port(htons((uint16_t)port), protocols[i])));
        for (char *const *name = l->name; *name; name++) {
            check_name(*name, protocols[i]);
            check_other_case(*name, protocols[i]);
        }
    }
}

static void check_enumeration(void)
{
    require(_nss_iana_setservent(1) == NSS_STATUS_SUCCESS);
    for (size_t i = 0; i < line_count; i++)
        if (!is_shadowed(i))
            require(same(lines[i], module_next()));
    require(!module_next());
    require(_nss_iana_endservent() == NSS_STATUS_SUCCESS);
}

void module_check_oracle(void)
{
    const struct records none = {0};
    struct buffer text = {0};
    export_services(&index_in_use, &none, &text);
    FILE *f = fmemopen(text.data, text.size, "r");
    require(f);
    load_lines(f);
    fclose(f);
    free(text.data);
    for (size_t i = 0; i < line_count && i < ASKED_MAX; i++)
        check_line(lines[i]);
    check_enumeration();
    free_lines();
}
