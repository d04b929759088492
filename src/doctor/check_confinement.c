/* SPDX-License-Identifier: MIT */
/* doctor: whether AppArmor and SELinux let confined programs read the index. In a program that may not
   read it, the module answers nothing, or from the vendor's index. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/file.h"
#include "doctor/checks.h"
#include "index/live_path.h"
#include "store/loaded_index.h"

/* Profiles of programs that do lookups include this file, and it includes all of its ".d" directory. */
#define ABSTRACTION "/etc/apparmor.d/abstractions/nameservice"
#define SNIPPET ABSTRACTION ".d/iana-services"

/* Whether a file that one of the glob patterns matches contains the text. */
static bool any_contains(const char *const patterns[], size_t count, const char *text)
{
    glob_t files = {0};
    bool found = false;
    for (size_t i = 0; i < count; i++)
        glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &files);
    for (size_t i = 0; i < files.gl_pathc && !found; i++) {
        struct input in;
        struct problem ignored;
        if (file_read(files.gl_pathv[i], &in, &ignored) != EXIT_DONE)
            continue;
        found = strstr(in.bytes, text) != NULL;
        free(in.bytes);
    }
    globfree(&files);
    return found;
}

static void check_apparmor(struct findings *f)
{
    static const char *const patterns[] = {ABSTRACTION, ABSTRACTION ".d/*"};
    if (access("/sys/kernel/security/apparmor", F_OK) != 0) {
        finding_add(f, "apparmor", VERDICT_OK, "not enabled");
    } else if (access(ABSTRACTION, F_OK) != 0) {
        finding_add(f, "apparmor", VERDICT_OK, "enabled, without abstractions/nameservice");
    } else if (any_contains(patterns, 2, IANA_STATEDIR "/") &&
               any_contains(patterns, 2, VENDOR_DIRECTORY "/")) {
        finding_add(f, "apparmor", VERDICT_OK,
                    "enabled; profiles with abstractions/nameservice may read the index");
    } else {
        finding_add(f, "apparmor", VERDICT_WRONG,
                    "enabled; confined programs may not read the index, so they get no names from it");
        finding_fix(f, "mkdir -p " ABSTRACTION ".d && printf '%%s\\n' '" IANA_STATEDIR
                       "/** r,' '" VENDOR_DIRECTORY "/*.idx r,' >" SNIPPET " && systemctl reload apparmor");
    }
}

/* The SELinux type of a file: "var_lib_t" of "system_u:object_r:var_lib_t:s0"; "" if it has none. */
static void read_type(const char *path, char ret[static 256])
{
    char context[256], *rest = context, *part = NULL;
    ssize_t n = getxattr(path, "security.selinux", context, sizeof context - 1);
    context[n > 0 ? n : 0] = '\0';
    for (int i = 0; i < 3; i++)
        part = strsep(&rest, ":");
    snprintf(ret, 256, "%s", part ? part : "");
}

static bool selinux_enforces(void)
{
    struct input in;
    struct problem ignored;
    if (access("/sys/fs/selinux/enforce", F_OK) != 0 ||
        file_read("/sys/fs/selinux/enforce", &in, &ignored) != EXIT_DONE)
        return false;
    bool enforces = in.bytes[0] == '1';
    free(in.bytes);
    return enforces;
}

/* All confined programs may read usr_t (the type of /usr/share) and etc_t, but not var_lib_t, the
   type that files in /var/lib get. */
static void check_label(struct findings *f, const char *path)
{
    static const char *const rules[] = {"/etc/selinux/*/contexts/files/file_contexts*"};
    char type[256];
    read_type(path, type);
    if (strcmp(type, "usr_t") == 0 || strcmp(type, "etc_t") == 0) {
        finding_add(f, "selinux", VERDICT_OK, "enforcing; the live index is %s, which all programs may read",
                    type);
        return;
    }
    finding_add(
        f, "selinux", VERDICT_WRONG,
        "enforcing; %s is %s, which confined programs may not read: the vendor's index answers in them", path,
        *type ? type : "unlabelled");
    if (any_contains(rules, 1, IANA_STATEDIR))
        finding_fix(f, "restorecon -R " IANA_STATEDIR);
    else
        finding_fix(f, "semanage fcontext -a -t usr_t '" IANA_STATEDIR
                       "(/.*)?' && restorecon -R " IANA_STATEDIR);
}

static void check_selinux(struct findings *f)
{
    struct problem ignored;
    char *path;
    if (!selinux_enforces())
        finding_add(f, "selinux", VERDICT_OK, "not enforcing");
    else if (!(path = live_index_path(&ignored)))
        finding_add(f, "selinux", VERDICT_OK, "enforcing; no live index that needs a label");
    else {
        check_label(f, path);
        free(path);
    }
}

void check_confinement(struct findings *f)
{
    check_apparmor(f);
    check_selinux(f);
}
