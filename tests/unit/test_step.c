/* SPDX-License-Identifier: MIT */
/* Every instruction of a lookup: the processor's trap flag stops behind each, and there,
   in a signal's handler, the host looks up, forks, publishes or cancels its thread. */
#include "host.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>

#if defined(__x86_64__) || defined(__i386__)

enum { TRAP_FLAG = 0x100 };
static bool started, done; /* done: the rest need not be stepped */
static long steps, bad;
static void (*at_step)(void);

/* What starts and ends the steps is a breakpoint, for the flag must be set by the
   handler; within the handler it is not. */
static void trap(int signal, siginfo_t *info, void *context)
{
    greg_t *flags = &((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL];
    (void)signal;
    if (info->si_code == SI_KERNEL) {
        started = !started;
        *flags = started ? *flags | TRAP_FLAG : *flags & ~TRAP_FLAG;
        return;
    }
    int error = errno;
    steps++;
    at_step();
    if (done)
        *flags &= ~TRAP_FLAG;
    errno = error;
}

static void breakpoint(void)
{
    __asm__ volatile("int3");
}

/* The lookup, right or not; at_step is called behind each of its instructions. */
static bool step_through(bool (*look_up)(void))
{
    steps = 0;
    breakpoint();
    bool right = look_up();
    breakpoint();
    return right;
}

/* ---- what is looked up, and what the lookup finds ---- */

static void prepare_first(void)
{
}

static void prepare_warm(void)
{
    assert_true(look_up_both_ways());
}

/* The next lookup takes a new snapshot. */
static void prepare_refresh(void)
{
    prepare_warm();
    every_lookup_looks = true;
    live_publish();
}

/* The next lookup finds that the live index is gone. */
static void prepare_loss(void)
{
    prepare_refresh();
    char path[4096];
    live_index_path("/1/gen/x.idx", path);
    remove(path);
}

static const struct way {
    const char *name;
    void (*prepare)(void);
    bool (*look_up)(void);
    int indexes; /* that the process has taken in the end */
} ways[] = {
    {"first", prepare_first, look_up_directly, 1},
    {"warm", prepare_warm, look_up_directly, 1},
    {"refresh", prepare_refresh, look_up_directly, 2},
    {"loss", prepare_loss, look_up_directly, 1},
    {"warm by libc", prepare_warm, look_up_by_libc, 1},
    {"refresh by libc", prepare_refresh, look_up_by_libc, 2},
    /* 180,000 instructions of which nearly all load the module: no place for handlers that look up */
    {"loading by libc", prepare_first, look_up_by_libc, 1},
};
enum { WAYS = sizeof ways / sizeof *ways, LOADING = WAYS - 1 };
static const struct way *way;
static int published; /* by a handler */

/* Whether answers are right, no descriptor is left, and nothing is mapped but what was
   current at some time. */
static bool left_clean(int descriptors)
{
    return look_up_both_ways() && count_descriptors() == descriptors &&
           count_indexes() <= way->indexes + published;
}

/* ---- what the host does ---- */

static void do_nothing(void)
{
}

static void do_look_up(void)
{
    bad += !look_up_both_ways();
}

/* Behind every STEPth instruction: what takes a process is done not as often. */
static long every;
static void do_fork(void)
{
    int status;
    if (steps % every != 0)
        return;
    pid_t child = fork();
    if (child == 0) {
        alarm(60);
        _exit(look_up_both_ways() ? 0 : 1);
    }
    bad += child < 0 || waitpid(child, &status, 0) != child || status != 0;
}

/* Once, at this step, a newer index is there, and the handler takes it first. */
static long this_step;
static void do_publish(void)
{
    if (steps == this_step) {
        live_publish();
        published++;
        done = true;
        bad += !look_up_both_ways();
    }
}

static bool cancelled;
static void do_cancel(void)
{
    if (steps == this_step) {
        cancelled = done = true;
        bad += pthread_cancel(pthread_self()) != 0;
        /* glibc's own signal for it, which it would send if needed */
        syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 32);
    }
}

/* ---- how ---- */

/* Returns 0, or what was wrong: 1 the stepped lookup, 2 the handlers', 4 what is left. */
static int run_stepped(long step)
{
    this_step = step;
    way->prepare();
    int descriptors = count_descriptors();
    bool right = step_through(way->look_up);
    return (right ? 0 : 1) | (bad ? 2 : 0) | (left_clean(descriptors) ? 0 : 4);
}

static int *counted;
static int count_steps(long unused)
{
    (void)unused;
    int result = run_stepped(0);
    *counted = (int)steps;
    return result;
}

static volatile bool came_through;
static void *be_cancelled(void *unused)
{
    came_through = step_through(way->look_up);
    pthread_testcancel();
    return unused;
}

/* 8: the thread was cancelled inside, or not behind it. */
static int run_cancelled(long step)
{
    pthread_t t;
    void *result;
    this_step = step;
    way->prepare();
    int descriptors = count_descriptors();
    if (pthread_create(&t, NULL, be_cancelled, NULL) != 0 || pthread_join(t, &result) != 0)
        return 16;
    setservent(1); /* waits for libc's lock */
    bool enumerates = getservent() != NULL;
    endservent();
    return (came_through && (result == PTHREAD_CANCELED) == cancelled ? 0 : 8) | (bad ? 2 : 0) |
           (left_clean(descriptors) && enumerates ? 0 : 4);
}

static int steps_of_way(void)
{
    at_step = do_nothing;
    live_publish();
    assert_int_equal(in_child(count_steps, 0), 0);
    assert_true(*counted > 100);
    return *counted;
}

/* In one process for each way: at every step. */
static void at_every_step(void (*act)(void))
{
    for (way = ways; way < ways + LOADING; way++) {
        int all = steps_of_way();
        at_step = act;
        live_publish();
        int result = in_child(run_stepped, 0);
        print_message("  %s: %d instructions\n", way->name, all);
        if (result != 0)
            fail_msg("%s: %d", way->name, result);
    }
    live_remove();
}

/* In a process for each step, or every few; of very many steps, fewer. */
static void at_one_step(void (*act)(void), int (*run)(long), int many)
{
    for (way = ways; way < ways + many; way++) {
        int all = steps_of_way();
        long stride = all < 10000 ? every : every * all / 200;
        at_step = act;
        for (long step = 1; step <= all; step += stride) {
            live_publish();
            int result = in_child(run, step);
            if (result != 0)
                fail_msg("%s, step %ld of %d: %d", way->name, step, all, result);
        }
    }
    live_remove();
}

static void a_handler_looks_up_at_every_step(void **state)
{
    (void)state;
    at_every_step(do_look_up);
}

static void a_handler_forks_at_every_step(void **state)
{
    (void)state;
    at_every_step(do_fork);
}

static void a_handler_takes_a_newer_index(void **state)
{
    (void)state;
    at_one_step(do_publish, run_stepped, LOADING);
}

static void a_thread_is_cancelled(void **state)
{
    (void)state;
    at_one_step(do_cancel, run_cancelled, WAYS);
}

static void *wait_for_it(void *unused)
{
    pause();
    return unused;
}

/* Nothing is looked up here: each child finds the module as a fresh process does. What
   libc loads once, for the module and for pthread_cancel, is loaded. */
static int begin(void **state)
{
    struct sigaction action = {.sa_sigaction = trap, .sa_flags = SA_SIGINFO};
    pthread_t t;
    every = setting("STEP", 197);
    counted = mmap(NULL, sizeof *counted, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (load_module(state) || __nss_configure_lookup("services", "iana") ||
        sigaction(SIGTRAP, &action, NULL) || counted == MAP_FAILED)
        return 1;
    endservent();
    return pthread_create(&t, NULL, wait_for_it, NULL) || pthread_cancel(t) || pthread_join(t, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handler_looks_up_at_every_step),
        cmocka_unit_test(a_handler_forks_at_every_step),
        cmocka_unit_test(a_handler_takes_a_newer_index),
        cmocka_unit_test(a_thread_is_cancelled),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}

#else
int main(void)
{
    puts("1..1\nok 1 - every instruction # SKIP no trap flag on this processor");
    return 0;
}
#endif
