/* SPDX-License-Identifier: MIT */
/* The watchdog ends a child that hangs, with the capabilities that the unit of the timer has. */
#include "support.h"

#include <ctype.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/exit_status.h"
#include "store/sandbox.h"

#define UNIT "packaging/iana-services-update.service"

/* Writes more than it may, so that its time is over at once, and hangs. An alarm ends it if the
   watchdog cannot. */
static int hang(void *context, struct buffer *out)
{
    (void)context;
    (void)out;
    alarm(30);
    if (write(STDOUT_FILENO, "too much", 8) == 8)
        for (;;)
            pause();
    return EXIT_SYSTEM;
}

static int run_hanging(void)
{
    struct buffer out = {0};
    return sandbox_run(hang, NULL, 1, &out);
}

/* The unit's capabilities as setpriv(1) takes them: "-all,+setuid,+setgid". */
static void unit_capabilities(char *ret, size_t size)
{
    char line[256], *rest = line + sizeof "CapabilityBoundingSet=" - 1, *word;
    FILE *unit = fopen(UNIT, "re");
    assert_non_null(unit);
    do
        assert_non_null(fgets(line, sizeof line, unit));
    while (strncmp(line, "CapabilityBoundingSet=", sizeof "CapabilityBoundingSet=" - 1) != 0);
    fclose(unit);
    snprintf(ret, size, "-all");
    for (char *p = rest; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    while ((word = strsep(&rest, " \n")))
        if (*word) {
            size_t n = strlen(ret);
            snprintf(ret + n, size - n, ",+%s", word + sizeof "CAP_" - 1);
        }
}

static void hanging_child_is_killed(void **state)
{
    char capabilities[256], command[1024], said[256] = "";
    (void)state;
    if (geteuid() != 0 || prctl(PR_CAPBSET_READ, CAP_SETPCAP) != 1)
        skip();
    unit_capabilities(capabilities, sizeof capabilities);
    snprintf(command, sizeof command, "exec setpriv --bounding-set '%s' /proc/%d/exe hang 2>&1", capabilities,
             getpid());
    FILE *child = popen(command, "re");
    assert_non_null(child);
    assert_non_null(fgets(said, sizeof said, child));
    pclose(child);
    assert_string_equal(said, "iana-services: the compiling process was killed by signal 9\n");
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "hang") == 0)
        return run_hanging();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hanging_child_is_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
