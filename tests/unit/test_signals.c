/* SPDX-License-Identifier: MIT */
/* Signals in storms, small stacks, vfork, and a host that closes all descriptors. */
#include "host.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>

enum { THREADS = 4, SIGNALS = 20000, STACK = 16384, PAGE = 4096 };
static atomic_bool stop;
static atomic_long lookups, handled, wrong;

/* Bytes with a page before them that may not be touched. */
static char *guarded(size_t size)
{
    char *p = mmap(NULL, size + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(p != MAP_FAILED && mprotect(p, PAGE, PROT_NONE) == 0);
    return p + PAGE;
}

static void handle(int signal)
{
    (void)signal;
    wrong += !look_up_both_ways();
    handled++;
}

static void *be_interrupted(void *alternate)
{
    stack_t stack = {.ss_sp = alternate, .ss_size = STACK};
    wrong += sigaltstack(&stack, NULL) != 0;
    while (!stop) {
        wrong += !look_up_both_ways();
        lookups++;
    }
    return NULL;
}

/* The index changes all the while, until the process has taken its 256. */
static void storm_of_signals(void **state)
{
    (void)state;
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_ONSTACK};
    pthread_t t[THREADS];
    assert_true(look_up_both_ways()); /* libc loads the module: see test_step */
    int descriptors = count_descriptors();
    every_lookup_looks = true;
    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_attr_t attributes;
        assert_int_equal(pthread_attr_init(&attributes), 0);
        assert_int_equal(pthread_attr_setstack(&attributes, guarded(STACK), STACK), 0);
        assert_int_equal(pthread_create(&t[i], &attributes, be_interrupted, guarded(STACK)), 0);
    }
    for (int i = 0; i < SIGNALS; i++) {
        if (i % 50 == 0)
            live_publish();
        pthread_kill(t[i % THREADS], SIGUSR1);
        if (i % 8 == 0)
            while (handled < i / 16)
                sched_yield();
    }
    stop = true;
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    print_message("  %ld lookups, %ld interrupted them\n", (long)lookups, (long)handled);
    assert_int_equal(wrong, 0);
    assert_true(handled >= SIGNALS / 16 && lookups > 100);
    assert_int_equal(count_descriptors(), descriptors);
    assert_true(count_indexes() <= 1024);
    every_lookup_looks = false;
    live_remove();
}

/* How much of its stack a thread that looks up uses, beyond one that does nothing. */
static bool (*run)(void);
static void *run_it(void *unused)
{
    wrong += run && !run();
    return unused;
}

static long stack_used(bool (*what)(void))
{
    char *stack = guarded(STACK);
    pthread_attr_t attributes;
    pthread_t t;
    long unused = 0;
    memset(stack, 0x5a, STACK);
    run = what;
    wrong = 0;
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstack(&attributes, stack, STACK), 0);
    assert_int_equal(pthread_create(&t, &attributes, run_it, NULL), 0);
    pthread_join(t, NULL);
    assert_int_equal(wrong, 0);
    while (unused < STACK && stack[unused] == 0x5a)
        unused++;
    return STACK - unused;
}

static int first_on_a_small_stack(long unused)
{
    (void)unused;
    long idle = stack_used(NULL), first = stack_used(look_up_directly), warm = stack_used(look_up_directly);
    every_lookup_looks = true;
    live_publish();
    long refresh = stack_used(look_up_directly);
    fprintf(stderr, "  bytes of stack: first %ld, warm %ld, refresh %ld\n", first - idle, warm - idle,
            refresh - idle);
    return first - idle > 4096 || warm - idle > 1024 || refresh - idle > 4096 || count_indexes() != 2;
}

static void small_stacks(void **state)
{
    (void)state;
    live_publish();
    assert_int_equal(in_child(first_on_a_small_stack, 0), 0);
    live_remove();
}

/* A separate function, for a child of vfork may change its caller's variables. */
__attribute__((noinline)) static bool vforked_child_looks_up(void)
{
    int status;
    pid_t child = vfork();
    if (child == 0)
        _exit(look_up_directly() ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* It looks up in its parent's memory, in one case first of all. */
static int look_up_after_vfork(long warm)
{
    if (warm && !look_up_directly())
        return 1;
    every_lookup_looks = true;
    live_publish();
    int descriptors = count_descriptors();
    if (!vforked_child_looks_up())
        return 2;
    if (count_indexes() != 1 + warm)
        return 3;
    every_lookup_looks = false;
    return look_up_both_ways() && count_descriptors() == descriptors ? 0 : 4;
}

static void after_vfork(void **state)
{
    (void)state;
    live_publish();
    assert_int_equal(in_child(look_up_after_vfork, 0), 0);
    assert_int_equal(in_child(look_up_after_vfork, 1), 0);
    live_remove();
}

/* All are closed, standard input too, before each lookup, some of which take an index. */
static int look_up_between_closefroms(long unused)
{
    (void)unused;
    every_lookup_looks = true;
    for (int i = 0; i < 100; i++) {
        closefrom(0);
        if (i % 10 == 5)
            live_publish();
        if (!look_up_both_ways())
            return 1;
        if (dup(0) != -1 || errno != EBADF) /* 0 would be the first that is left open */
            return 2;
    }
    return count_indexes() == 11 ? 0 : 3;
}

static void closing_all_descriptors(void **state)
{
    (void)state;
    live_publish();
    assert_int_equal(in_child(look_up_between_closefroms, 0), 0);
    live_remove();
}

static int begin(void **state)
{
    return load_module(state) || __nss_configure_lookup("services", "iana");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* before this process has taken an index */
        cmocka_unit_test(small_stacks),
        cmocka_unit_test(after_vfork),
        cmocka_unit_test(closing_all_descriptors),
        cmocka_unit_test(storm_of_signals),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
