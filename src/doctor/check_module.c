/* SPDX-License-Identifier: MIT */
/* doctor: whether the dynamic linker of each architecture finds the module. The linker
   itself is asked: libc.so.6 can be run, and lists what would be loaded with it. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libgen.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "doctor/doctor.h"

#define CHECK "module"
#define MODULE "libnss_iana.so.2"
#define LDCONFIG "PATH=/usr/sbin:/sbin:/usr/bin:/bin ldconfig"

/* As Debian calls them, and the compiler for each. */
struct machine {
    unsigned char class;
    uint16_t machine;
    const char *name, *compiler;
};
static const struct machine machines[] = {
    {ELFCLASS64, EM_X86_64, "amd64", "x86_64-linux-gnu-gcc"},
    {ELFCLASS32, EM_386, "i386", "i686-linux-gnu-gcc"},
    {ELFCLASS32, EM_X86_64, "x32", "x86_64-linux-gnux32-gcc"},
    {ELFCLASS64, EM_AARCH64, "arm64", "aarch64-linux-gnu-gcc"},
    {ELFCLASS32, EM_ARM, "armhf", "arm-linux-gnueabihf-gcc"},
    {ELFCLASS64, EM_PPC64, "ppc64el", "powerpc64le-linux-gnu-gcc"},
    {ELFCLASS64, EM_S390, "s390x", "s390x-linux-gnu-gcc"},
    {ELFCLASS64, EM_RISCV, "riscv64", "riscv64-linux-gnu-gcc"},
};
#define MACHINES (sizeof machines / sizeof *machines)

/* Which machine a file is for, or NULL where it is none of these or cannot be read. */
static const struct machine *machine_of(const char *path)
{
    unsigned char head[20] = {0};
    FILE *file = fopen(path, "re");
    size_t n = file ? fread(head, 1, sizeof head, file) : 0;
    if (file)
        fclose(file);
    if (n < sizeof head || memcmp(head, ELFMAG, SELFMAG) != 0)
        return NULL;
    bool big = head[EI_DATA] == ELFDATA2MSB;
    uint16_t machine = (uint16_t)(head[big ? 19 : 18] | head[big ? 18 : 19] << 8);
    for (size_t i = 0; i < MACHINES; i++)
        if (machines[i].class == head[EI_CLASS] && machines[i].machine == machine)
            return &machines[i];
    return NULL;
}

static bool is_native(const struct machine *m)
{
    return machine_of("/proc/self/exe") == m;
}

/* Whether the kernel refuses programs of this libc's machine. A shell, or env, would take
   them for scripts then, and answer for its own machine. */
static bool cannot_run(const char *libc)
{
    posix_spawn_file_actions_t silent;
    char *argv[] = {(char *)libc, NULL}, *environment[] = {NULL};
    pid_t child;
    posix_spawn_file_actions_init(&silent);
    posix_spawn_file_actions_addopen(&silent, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&silent, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawn(&child, libc, &silent, NULL, argv, environment);
    posix_spawn_file_actions_destroy(&silent);
    if (error == 0)
        waitpid(child, NULL, 0);
    return error == ENOEXEC;
}

/* Where the linker that belongs to this libc finds the module; a string to be freed,
   or NULL. */
static char *ask_linker(const char *libc)
{
    static const char found[] = MODULE " => ";
    char *command, *path = NULL, *word = finding_word(libc);
    int n = asprintf(&command, "exec env -i LD_TRACE_LOADED_OBJECTS=1 LD_PRELOAD=" MODULE " %s 2>/dev/null",
                     word);
    free(word);
    if (n < 0)
        return NULL;
    char *text = doctor_run(command), *p = strstr(text, found);
    if (p) {
        p += sizeof found - 1;
        p[strcspn(p, " \n")] = '\0';
        path = *p == '/' ? strdup(p) : NULL;
    }
    free(command);
    free(text);
    return path;
}

static bool is_cached(const char *path)
{
    char *text = doctor_run(LDCONFIG " -p 2>/dev/null"), *line;
    bool cached = asprintf(&line, "=> %s\n", path) > 0 && strstr(text, line);
    free(line);
    free(text);
    return cached;
}

/* Looks for the module of this machine in a directory. Sets *ret_other, where that is
   NULL, to one that is for another machine, or for none. */
static char *look_in(const char *directory, const struct machine *m, char **ret_other)
{
    char *path;
    if (asprintf(&path, "%s/" MODULE, directory) < 0)
        return NULL;
    if (access(path, F_OK) != 0) {
        free(path);
        return NULL;
    }
    if (machine_of(path) == m || (access(path, R_OK) != 0 && !*ret_other))
        return path;
    if (*ret_other)
        free(path);
    else
        *ret_other = path;
    return NULL;
}

/* The module of this machine in a directory that ldconfig reads; a string or NULL. */
static char *look_where_ldconfig_reads(const struct machine *m, char **ret_other)
{
    char *text = doctor_run(LDCONFIG " -NXv 2>/dev/null"), *path = NULL, *rest = text, *line;
    while (!path && (line = strsep(&rest, "\n")))
        if (*line == '/') {
            line[strcspn(line, ":")] = '\0';
            path = look_in(line, m, ret_other);
        }
    free(text);
    return path;
}

/* How this machine's module is made and put beside its libc. */
static void mend_missing(struct findings *f, const struct machine *m, const char *directory)
{
    char *word = finding_word(directory);
    if (doctor_is_packaged())
        finding_fix(f, "apt-get install --reinstall libnss-iana:%s", m->name);
    else if (is_native(m))
        finding_fix(f, "make install");
    else
        finding_fix(f,
                    "make B=build/%s CC=%s build/%s/" MODULE " && install -m 644 build/%s/" MODULE
                    " %s/ && ldconfig",
                    m->name, m->compiler, m->name, m->name, word);
    free(word);
}

static void explain_missing(struct findings *f, const struct machine *m, const char *libc)
{
    char copy[4096], *other = NULL;
    snprintf(copy, sizeof copy, "%s", libc);
    const char *directory = dirname(copy);
    char *path = look_in(directory, m, &other);
    if (!path)
        path = look_where_ldconfig_reads(m, &other);
    const struct machine *is = other ? machine_of(other) : NULL;
    const char *where = doctor_is_packaged() ? "" : "; in the source's folder:";
    if (path) {
        if (finding_readable(f, CHECK, path)) {
            finding_add(f, CHECK, VERDICT_WRONG, "%s: %s is there, but not in the linker's cache", m->name,
                        path);
            finding_fix(f, "ldconfig");
        }
    } else if (other && strncmp(other, directory, strlen(directory)) == 0 &&
               other[strlen(directory)] == '/') {
        finding_add(f, CHECK, VERDICT_WRONG, "%s: %s is %s%s%s", m->name, other, is ? "for " : "damaged",
                    is ? is->name : "", where);
        mend_missing(f, m, directory);
    } else {
        finding_add(f, CHECK, VERDICT_WRONG, "%s: no " MODULE " where its dynamic linker looks%s", m->name,
                    where);
        mend_missing(f, m, directory);
    }
    free(path);
    free(other);
}

/* Returns whether programs of this machine find the module. */
static bool check_machine(struct findings *f, const struct machine *m, const char *libc)
{
    if (cannot_run(libc)) {
        finding_add(f, CHECK, VERDICT_NOTE, "%s: there is a libc of it, but its programs cannot run here",
                    m->name);
        return false;
    }
    char *path = ask_linker(libc);
    bool found = path;
    if (!path) {
        explain_missing(f, m, libc);
    } else if (finding_readable(f, CHECK, path)) {
        bool cached = is_cached(path);
        finding_add(f, CHECK, cached ? VERDICT_OK : VERDICT_NOTE, "%s: %s%s", m->name, path,
                    cached ? "" : " is found, but not through the linker's cache");
        if (!cached)
            finding_fix(f, "ldconfig");
    }
    free(path);
    return found;
}

bool doctor_module(struct findings *f)
{
    static const char *const patterns[] = {"/lib/*/libc.so.6", "/usr/lib/*/libc.so.6", "/lib*/libc.so.6",
                                           "/usr/lib*/libc.so.6"};
    glob_t libcs = {0};
    bool seen[MACHINES] = {false}, native = true;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &libcs);
    for (size_t i = 0; i < libcs.gl_pathc; i++) {
        const struct machine *m = machine_of(libcs.gl_pathv[i]);
        if (!m || seen[m - machines])
            continue;
        seen[m - machines] = true;
        bool found = check_machine(f, m, libcs.gl_pathv[i]);
        native &= found || !is_native(m);
    }
    globfree(&libcs);
    return native;
}
