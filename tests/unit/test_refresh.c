/* SPDX-License-Identifier: MIT */
/* One thread looks whether the index was replaced; here it is kept in the middle of that, as by a
   file server that does not answer. What the others do then, and what a signal, a cancellation, a
   fork or a stop at that moment does. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#define MODULE_STAT kept_stat
#include "publications.h"

static atomic_bool keep, inside;
static _Thread_local bool kept;

/* No cancellation point, as stat is none. */
static int kept_stat(const char *path, struct stat *ret)
{
    while (keep && kept && strcmp(path, LIVE_POINTER) == 0) {
        inside = true;
        sched_yield();
    }
    return stat(path, ret);
}

static bool answers(void)
{
    struct servent s;
    char buffer[256];
    int error = 0;
    return _nss_iana_getservbyport_r(htons(9), "tcp", &s, buffer, sizeof buffer, &error) ==
               NSS_STATUS_SUCCESS &&
           strcmp(s.s_name, "discard") == 0;
}

static void *look_later(void *unused)
{
    kept = true;
    later();
    return unused;
}

/* Starts a thread, which is then in the middle of a look. */
static pthread_t kept_thread(void *(*run)(void *))
{
    pthread_t t;
    inside = false;
    keep = true;
    assert_int_equal(pthread_create(&t, NULL, run, NULL), 0);
    while (!inside)
        sched_yield();
    return t;
}

static void release(pthread_t t)
{
    keep = false;
    pthread_join(t, NULL);
}

/* A look that hangs is taken over after two seconds, the next one after half a minute: threads
   are not lost one by one, and a child of fork does not wait for a thread that it does not have. */
static void few_threads_hang(void **state)
{
    (void)state;
    const uint32_t waits[] = {1, 32, 1024, 1 << 15, 1 << 20};
    struct snapshot *s = later();
    uint32_t began = second;
    for (uint32_t hanging = 0; hanging < 5; hanging++) {
        second = began + (waits[hanging] - 1) * SNAPSHOT_SECOND;
        atomic_store(&snapshot_now.looked, began + hanging + 1);
        copy_golden();
        publish_golden();
        assert_ptr_equal(later(), s); /* at the end of the wait */
        assert_int_equal(atomic_load(&snapshot_now.looked), began + hanging + 1);
        assert_ptr_not_equal(later(), s); /* a second after it */
        assert_int_equal(atomic_load(&snapshot_now.looked), second);
        s = current();
        began = second;
    }
}

/* A look that is taken over between its last check and its end displaces nothing that is newer. */
static void a_late_look_displaces_nothing(void **state)
{
    (void)state;
    struct snapshot *vendor = later(), late;
    struct snapshot *s = take(VENDOR, &late);
    publish_golden();
    struct snapshot *live = later();
    assert_ptr_not_equal(live, vendor);
    assert_ptr_equal(adopt(vendor, s, &late, atomic_load(&snapshot_now.looked)), &live->index);
    assert_ptr_equal(later(), live);
}

static void a_look_that_was_taken_over_is_void(void **state)
{
    (void)state;
    struct snapshot *vendor = later();
    publish_golden();
    pthread_t t = kept_thread(look_later);
    assert_ptr_equal(later(), vendor);
    struct snapshot *live = later(), new; /* takes over */
    assert_int_equal(live->origin, LIVE);
    struct snapshot *newest = publish_new();
    uint32_t looked = atomic_load(&snapshot_now.looked);
    release(t);
    assert_ptr_equal(current(), newest);
    assert_int_equal(atomic_load(&snapshot_now.looked), looked);
    copy_golden();
    publish_golden();
    int mapped = count_indexes();
    assert_ptr_equal(adopt(newest, take(LIVE, &new), &new, looked + 1), newest);
    assert_int_equal(count_indexes(), mapped);
    assert_int_equal(reserved_count(), 3);
}

static atomic_bool handled;

static void look_in_a_handler(int signal)
{
    (void)signal;
    handled = answers();
}

/* The handler interrupts the very thread that looks, and looks something up. */
static void a_signal(void **state)
{
    (void)state;
    struct snapshot *vendor = later();
    publish_golden();
    pthread_t t = kept_thread(look_later);
    signal(SIGUSR1, look_in_a_handler);
    handled = false;
    assert_int_equal(pthread_kill(t, SIGUSR1), 0);
    while (!handled)
        sched_yield();
    assert_ptr_equal(current(), vendor);
    release(t);
    assert_ptr_not_equal(current(), vendor);
}

/* The thread ends at its next cancellation point, which is not in the module. */
static void a_cancellation(void **state)
{
    (void)state;
    struct snapshot *vendor = later();
    void *result;
    publish_golden();
    pthread_t t = kept_thread(look_later);
    assert_int_equal(pthread_cancel(t), 0);
    keep = false;
    pthread_join(t, &result);
    assert_ptr_not_equal(current(), vendor);
    assert_int_equal(atomic_load(&snapshot_now.looked), second);
}

/* The child has no thread that ends the look: it looks itself two seconds later. */
static void a_fork(void **state)
{
    (void)state;
    struct snapshot *vendor = later();
    int status;
    publish_golden();
    pthread_t t = kept_thread(look_later);
    pid_t child = fork();
    if (child == 0) {
        keep = false;
        bool before = answers() && later() == vendor;
        _exit(before && later() != vendor && current()->origin == LIVE && answers() ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    release(t);
    assert_int_equal(status, 0);
    assert_ptr_not_equal(current(), vendor);
}

/* A process that is stopped in the middle of a look, and goes on long after. */
static void a_stop(void **state)
{
    (void)state;
    struct snapshot *vendor = later();
    int status;
    publish_golden();
    pid_t child = fork();
    if (child == 0) {
        pthread_t t = kept_thread(look_later);
        kill(getpid(), SIGSTOP);
        second += 1000 * SNAPSHOT_SECOND;
        bool newer = later() != vendor; /* takes over */
        release(t);
        _exit(newer && current()->origin == LIVE && reserved_count() == 2 && answers() ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, WUNTRACED), child);
    assert_true(WIFSTOPPED(status));
    kill(child, SIGCONT);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(few_threads_hang, begin),
        cmocka_unit_test_setup(a_late_look_displaces_nothing, begin),
        cmocka_unit_test_setup(a_look_that_was_taken_over_is_void, begin),
        cmocka_unit_test_setup(a_signal, begin),
        cmocka_unit_test_setup(a_cancellation, begin),
        cmocka_unit_test_setup(a_fork, begin),
        cmocka_unit_test_setup(a_stop, begin),
    };
    alarm(20);
    return cmocka_run_group_tests(tests, NULL, end);
}
