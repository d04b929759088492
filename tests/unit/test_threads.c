/* SPDX-License-Identifier: MIT */
/* Threads, forks and cancellation, through libc: answers stay right and nothing
   is left locked. */
#include "support.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <nss.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_bool stop;
static atomic_long lookups, wrong, entries;

static int configure(void **state)
{
    (void)state;
    return __nss_configure_lookup("services", "iana");
}

static bool right(void)
{
    struct servent s, *r;
    char buffer[1024];
    if (getservbyname_r("submissions", "tcp", &s, buffer, sizeof buffer, &r) != 0 || !r ||
        r->s_port != htons(465) || strcmp(r->s_aliases[0], "urd") != 0)
        return false;
    if (getservbyport_r(htons(36412), NULL, &s, buffer, sizeof buffer, &r) != 0 || !r ||
        strcmp(r->s_name, "s1-control") != 0)
        return false;
    return getservbyname_r("no-such-name", NULL, &s, buffer, sizeof buffer, &r) != 0 || !r;
}

static void *look_up(void *arg)
{
    while (!atomic_load(&stop)) {
        wrong += !right();
        lookups++;
    }
    return arg;
}

/* All who enumerate share libc's one position: together they see each entry once. */
static void *enumerate(void *arg)
{
    struct servent s, *r;
    char buffer[1024];
    while (getservent_r(&s, buffer, sizeof buffer, &r) == 0 && r)
        entries++;
    return arg;
}

static void lookups_beside_enumerations(void **state)
{
    (void)state;
    pthread_t t[8];
    stop = false;
    lookups = wrong = entries = 0;
    setservent(1);
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&t[i], NULL, i < 4 ? look_up : enumerate, NULL), 0);
    for (int i = 4; i < 8; i++)
        pthread_join(t[i], NULL);
    stop = true;
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    endservent();
    assert_int_equal(wrong, 0);
    assert_int_equal(entries, 12001);
    assert_true(lookups > 100);
}

static void forks_beside_lookups(void **state)
{
    (void)state;
    pthread_t t[8];
    int forks = setting("FORKS", 200);
    stop = false;
    wrong = 0;
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&t[i], NULL, look_up, NULL), 0);
    for (int i = 0; i < forks; i++) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            alarm(20);
            _exit(right() ? 0 : 1);
        }
        assert_true(child > 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    stop = true;
    for (int i = 0; i < 8; i++)
        pthread_join(t[i], NULL);
    assert_int_equal(wrong, 0);
}

/* A thread that is cancelled in the midst must not leave libc's lock held. The
   enumeration runs under that lock. */
static void *be_cancelled(void *arg)
{
    struct servent s, *r;
    char buffer[1024];
    for (;;) {
        right();
        setservent(1);
        for (int i = 0; i < 50 && getservent_r(&s, buffer, sizeof buffer, &r) == 0; i++)
            ;
        endservent();
        pthread_testcancel();
    }
    return arg;
}

static void cancellation(void **state)
{
    (void)state;
    for (int i = 0; i < 300; i++) {
        pthread_t t;
        assert_int_equal(pthread_create(&t, NULL, be_cancelled, NULL), 0);
        usleep((useconds_t)(i * 7 % 500));
        assert_int_equal(pthread_cancel(t), 0);
        pthread_join(t, NULL);
        alarm(20); /* a lock left behind would hang here */
        assert_true(right());
        setservent(1);
        assert_non_null(getservent());
        endservent();
        alarm(0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lookups_beside_enumerations),
        cmocka_unit_test(forks_beside_lookups),
        cmocka_unit_test(cancellation),
    };
    return cmocka_run_group_tests(tests, configure, NULL);
}
