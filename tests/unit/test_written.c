/* SPDX-License-Identifier: MIT */
/* The index is written to while an answer of it is packed: at the first byte that goes into
   the caller's buffer, which is write-protected until then. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "index/lookup.h"
#include "pack.h"

enum { PAGE = 4096, LONG_AT = 64 };

static struct index x;
static struct format_entry entry; /* of x11 6000/tcp */
static char *buffer;

static void write_to_the_index(int signal)
{
    (void)signal;
    entry.transport = LONG_AT;
    entry.aliases = 200;
    mprotect(buffer, PAGE, PROT_READ | PROT_WRITE);
}

static int begin(void **state)
{
    (void)state;
    char path[4096];
    static unsigned char golden[1 << 16];
    snprintf(path, sizeof path, "%s/tests/golden/golden.idx", getenv("TOP"));
    FILE *f = fopen(path, "r");
    size_t size = f ? fread(golden, 1, sizeof golden, f) : 0;
    if (!f || fclose(f) != 0 || !index_open(&x, golden, size, size))
        return 1;
    const struct format_entry *x11 = index_by_name(&x, "x11", "tcp");
    buffer = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!x11 || buffer == MAP_FAILED)
        return 1;
    entry = *x11;
    memset(x.transports + LONG_AT, 'l', 32); /* a string that the short way does not take */
    x.transports_size = LONG_AT + 33;
    return 0;
}

static void what_was_checked_is_what_is_copied(void **state)
{
    (void)state;
    struct servent s;
    memset(buffer, 'x', PAGE);
    assert_int_equal(mprotect(buffer, PAGE, PROT_READ), 0);
    signal(SIGSEGV, write_to_the_index); /* cmocka has set its own */
    assert_int_equal(pack_entry(&x, &entry, &s, buffer, 128), NSS_STATUS_SUCCESS);
    assert_int_equal(entry.transport, LONG_AT); /* it was written to */
    assert_string_equal(s.s_name, "x11");
    assert_non_null(memchr(s.s_proto, '\0', (size_t)(buffer + 128 - s.s_proto)));
    assert_string_equal(s.s_proto, "tcp");
    assert_null(s.s_aliases[0]);
}

enum { FIRST = 3000, LIST = 6000 }; /* bytes: more than a copy has loaded at its first store */
static char long_list[sizeof(le16) + LIST];

static void join_the_names(int signal)
{
    (void)signal;
    long_list[sizeof(le16) + FIRST] = 'x';
    mprotect(buffer, 2 * PAGE, PROT_READ | PROT_WRITE);
}

/* Of two names one is left: no alias may point behind the copy of the list. */
static void fewer_names_than_were_counted(void **state)
{
    (void)state;
    struct index of_long = x;
    struct format_entry two = {.aliases = 1};
    struct servent s;
    memset(long_list, 'n', sizeof long_list);
    long_list[0] = (char)(LIST & 0xff);
    long_list[1] = (char)(LIST >> 8);
    long_list[sizeof(le16) + FIRST] = long_list[sizeof long_list - 1] = '\0';
    of_long.names = (unsigned char *)long_list;
    of_long.names_size = sizeof long_list;
    assert_int_equal(pack_entry(&of_long, &two, &s, buffer, 2 * PAGE), NSS_STATUS_SUCCESS);
    assert_int_equal(mprotect(buffer, 2 * PAGE, PROT_READ), 0);
    signal(SIGSEGV, join_the_names);
    assert_int_equal(pack_entry(&of_long, &two, &s, buffer, 2 * PAGE), NSS_STATUS_NOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_checked_is_what_is_copied),
        cmocka_unit_test(fewer_names_than_were_counted),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
