/* SPDX-License-Identifier: MIT */
/* doctor: whether the modes of a file and of the directories above it let other users read it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "doctor/checks.h"

bool check_readable_itself(struct findings *f, const char *check, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        finding_add(f, check, VERDICT_WRONG, "cannot examine %s: %s", path, strerror(errno));
        return false;
    }
    bool is_directory = S_ISDIR(st.st_mode);
    if (st.st_mode & (is_directory ? S_IXOTH : S_IROTH))
        return true;
    finding_add(f, check, VERDICT_WRONG, "%s has mode %04o: other users' programs cannot %s it", path,
                (unsigned)(st.st_mode & 07777), is_directory ? "enter" : "read");
    char *word = finding_quote(path);
    finding_fix(f, "chmod %s %s", is_directory ? "a+rx" : "a+r", word);
    free(word);
    return false;
}

bool check_readable(struct findings *f, const char *check, const char *path)
{
    char *real = realpath(path, NULL), *part = real ? real : alloc_string(path);
    size_t wrong = f->wrong;
    bool visible = true; /* false below a directory that this user cannot enter */
    for (char *p = part; visible && (p = strchr(p + 1, '/')); *p = '/') {
        *p = '\0';
        check_readable_itself(f, check, part);
        visible = access(part, X_OK) == 0;
    }
    if (visible)
        check_readable_itself(f, check, part);
    free(part);
    return f->wrong == wrong;
}
