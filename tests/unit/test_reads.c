/* SPDX-License-Identifier: MIT */
/* How often the compiled code of a lookup reads what it checks: each instruction that touches the
   index faults, is let through alone, and is counted. Once is what keeps a file that is written to
   meanwhile from passing a check with one value and being used with another. For gcc and clang. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <cmocka.h>

#include "index/lookup.h"
#include "pack.h"

#if defined(__x86_64__) || defined(__i386__)

enum { PAGE = 4096, PAGES = 8192, TRAP_FLAG = 0x100 };
/* What is watched: of the entry each byte, of the names the size of its list. No aligned vector
   that reads names begins at that. */
enum { LIST = 8, SIZE = 2, WATCHED = sizeof(struct format_entry) + SIZE };
static struct index x;
static unsigned char *pages; /* the entry, then the names */
static int reads[WATCHED];

static void let_through(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    size_t at = (size_t)((unsigned char *)info->si_addr - pages);
    if (at < sizeof(struct format_entry))
        reads[at]++;
    else if (at - (PAGE + LIST) < SIZE)
        reads[sizeof(struct format_entry) + at - (PAGE + LIST)]++;
    else if (at >= PAGES)
        abort();
    mprotect(pages, PAGES, PROT_READ);
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
}

static void close_again(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info;
    mprotect(pages, PAGES, PROT_NONE);
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
}

typedef enum nss_status pack(const struct index *, const struct format_entry *, struct servent *, char *,
                             size_t);

static enum nss_status pack_inline(const struct index *of, const struct format_entry *e, struct servent *ret,
                                   char *buffer, size_t length)
{
    return pack_entry(of, e, ret, buffer, length);
}

/* Packs an entry with these names, the last of them without its NUL; at most once is read what is watched. */
static void reads_once(pack *run, const char *names, size_t size, unsigned char aliases)
{
    struct sigaction fault = {.sa_sigaction = let_through, .sa_flags = SA_SIGINFO},
                     step = {.sa_sigaction = close_again, .sa_flags = SA_SIGINFO};
    struct format_entry *e = (struct format_entry *)(void *)pages;
    struct servent s;
    char buffer[256];
    int all = 0;
    assert_int_equal(mprotect(pages, PAGES, PROT_READ | PROT_WRITE), 0);
    memset(pages, 0, PAGES);
    e->names.byte[0] = LIST;
    e->port.byte[0] = 9;
    e->aliases = aliases;
    pages[PAGE + LIST] = (unsigned char)size;
    memcpy(pages + PAGE + LIST + SIZE, names, size);
    memset(reads, 0, sizeof reads);
    assert_int_equal(sigaction(SIGSEGV, &fault, NULL), 0);
    assert_int_equal(sigaction(SIGTRAP, &step, NULL), 0);
    assert_int_equal(mprotect(pages, PAGES, PROT_NONE), 0);
    enum nss_status status = run(&x, e, &s, buffer, sizeof buffer);
    mprotect(pages, PAGES, PROT_READ);
    signal(SIGSEGV, SIG_DFL);
    assert_int_equal(status, NSS_STATUS_SUCCESS);
    assert_string_equal(s.s_name, names);
    assert_int_equal(s.s_port, htons(9));
    for (int i = 0; i < WATCHED; i++) {
        all += reads[i];
        if (reads[i] > 1)
            fail_msg("byte %d is read %d times", i, reads[i]);
    }
    assert_true(all >= 4 && all <= 6); /* the names, the list's size, transport, aliases, port, flags */
}

static void each_value_is_read_once(void **state)
{
    (void)state;
    static const char two[] = "discard\0sink";
    x.names = pages + PAGE;
    x.names_size = PAGE;
    x.transports_size = x.short_size = 4;
    strcpy(x.transports, "tcp");
    reads_once(pack_inline, "discard", sizeof "discard", 0);
    reads_once(pack_any, "discard", sizeof "discard", 0);
    reads_once(pack_any, two, sizeof two, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_value_is_read_once)};
    pages = mmap(NULL, PAGES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}

#else
int main(void)
{
    puts("1..1\nok 1 - reads # SKIP no trap flag on this processor");
    return 0;
}
#endif
