/* SPDX-License-Identifier: MIT */
/* doctor: whether the dynamic linker of each architecture finds the module. libc.so.6 can be run as a
   program; with LD_TRACE_LOADED_OBJECTS its linker then lists what it would load. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "doctor/checks.h"
#include "doctor/host.h"

#define CHECK "module"
#define MODULE "libnss_iana.so.2"
#define LDCONFIG "PATH=/usr/sbin:/sbin:/usr/bin:/bin ldconfig"

/* ELF class and machine, Debian's name, and the compiler. */
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

/* The machine that a program or library is for; NULL if it is none of these or cannot be read. */
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

/* Whether the kernel refuses programs of this libc's machine. Not asked through a shell or env: they
   would run the file as a script, and the answer would be that of the shell's machine. */
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

/* Where the dynamic linker of this libc finds the module: a string that the caller frees, or NULL. */
static char *ask_linker(const char *libc)
{
    static const char found[] = MODULE " => ";
    char *word = finding_quote(libc), *path = NULL;
    char *command =
        alloc_format("exec env -i LD_TRACE_LOADED_OBJECTS=1 LD_PRELOAD=" MODULE " %s 2>/dev/null", word);
    char *text = host_run(command), *p = strstr(text, found);
    if (p) {
        p += sizeof found - 1;
        p[strcspn(p, " \n")] = '\0';
        path = *p == '/' ? alloc_string(p) : NULL;
    }
    free(text);
    free(command);
    free(word);
    return path;
}

static bool is_cached(const char *path)
{
    char *text = host_run(LDCONFIG " -p 2>/dev/null"), *line = alloc_format("=> %s\n", path);
    bool cached = strstr(text, line);
    free(line);
    free(text);
    return cached;
}

/* ---- why the linker does not find the module ---- */

/* The module in a directory: a path that the caller frees, or NULL. */
static char *module_in(const char *directory)
{
    char *path = alloc_format("%s/" MODULE, directory);
    if (access(path, F_OK) == 0)
        return path;
    free(path);
    return NULL;
}

/* Whether a module is for this machine, or for all that can be seen: it cannot be read. */
static bool may_be_for(const char *path, const struct machine *m)
{
    return machine_of(path) == m || access(path, R_OK) != 0;
}

/* This machine's module in one of the directories that ldconfig reads: a path that the caller frees, or
   NULL. */
static char *find_uncached(const struct machine *m)
{
    char *text = host_run(LDCONFIG " -NXv 2>/dev/null"), *path = NULL, *rest = text, *line;
    while (!path && (line = strsep(&rest, "\n"))) {
        if (*line != '/')
            continue;
        line[strcspn(line, ":")] = '\0';
        path = module_in(line);
        if (path && !may_be_for(path, m)) {
            free(path);
            path = NULL;
        }
    }
    free(text);
    return path;
}

/* Sets as fix the command that installs this machine's module beside its libc; reinstall: host_reinstall's. */
static void fix_missing(struct findings *f, const struct machine *m, const char *directory,
                        const char *reinstall)
{
    char *word = finding_quote(directory);
    if (reinstall)
        finding_fix(f, "%s", reinstall);
    else if (is_native(m))
        finding_fix(f, "make install");
    else
        finding_fix(f,
                    "make B=build/%s CC=%s build/%s/" MODULE " && install -m 644 build/%s/" MODULE
                    " %s/ && ldconfig",
                    m->name, m->compiler, m->name, m->name, word);
    free(word);
}

/* The linker of this libc does not find the module: it is not in the cache, or the file beside libc is
   no module of this machine, or there is none. */
static void explain_missing(struct findings *f, const struct machine *m, const char *libc)
{
    char *directory = alloc_string(libc);
    *strrchr(directory, '/') = '\0';
    char *beside = module_in(directory);
    char *path = beside && may_be_for(beside, m) ? alloc_string(beside) : find_uncached(m);
    const char *where;
    char *reinstall = host_reinstall("libnss-iana", m->name, &where);
    if (path) {
        if (check_readable(f, CHECK, path)) {
            finding_add(f, CHECK, VERDICT_WRONG, "%s: %s exists, but is not in the linker's cache", m->name,
                        path);
            finding_fix(f, "ldconfig");
        }
    } else if (beside) {
        const struct machine *other = machine_of(beside);
        finding_add(f, CHECK, VERDICT_WRONG, "%s: %s is %s%s%s", m->name, beside, other ? "for " : "damaged",
                    other ? other->name : "", where);
        fix_missing(f, m, directory, reinstall);
    } else {
        finding_add(f, CHECK, VERDICT_WRONG, "%s: no " MODULE " where its dynamic linker looks%s", m->name,
                    where);
        fix_missing(f, m, directory, reinstall);
    }
    free(reinstall);
    free(path);
    free(beside);
    free(directory);
}

/* Adds what is found for the programs of one machine. Returns whether they find the module. */
static bool check_machine(struct findings *f, const struct machine *m, const char *libc)
{
    if (cannot_run(libc)) {
        finding_add(f, CHECK, VERDICT_NOTE, "%s: a libc is installed, but its programs cannot run here",
                    m->name);
        return false;
    }
    char *path = ask_linker(libc);
    bool found = path;
    if (!path) {
        explain_missing(f, m, libc);
    } else if (check_readable(f, CHECK, path)) {
        bool cached = is_cached(path);
        finding_add(f, CHECK, cached ? VERDICT_OK : VERDICT_NOTE, "%s: %s%s", m->name, path,
                    cached ? "" : " is found, but not through the linker's cache");
        if (!cached)
            finding_fix(f, "ldconfig");
    }
    free(path);
    return found;
}

bool check_module(struct findings *f)
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
