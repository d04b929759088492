/* SPDX-License-Identifier: MIT */
/* What doctor finds: for each finding whether it is right, wrong or worth knowing, and
   the command that mends it. */
#ifndef IANA_FINDINGS_H
#define IANA_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "view/json.h"

enum verdict { VERDICT_OK, VERDICT_NOTE, VERDICT_WRONG };

struct finding {
    const char *check; /* "module", "nsswitch" ...: a stable key of --json */
    enum verdict verdict;
    char *text;
    char *command; /* or NULL */
};

struct findings {
    struct finding *item;
    size_t count, wrong;
};

/* Adds a finding of the check, whose name must live on. The text is as printf. */
__attribute__((format(printf, 4, 5))) void finding_add(struct findings *, const char *check, enum verdict,
                                                       const char *format, ...);

/* The command that mends the finding that was added last, as printf. */
__attribute__((format(printf, 2, 3))) void finding_fix(struct findings *, const char *format, ...);

/* A path or the like as one word of a shell command, in quotes where it needs them; a
   string to be freed. All that a command has from a file or its name goes through it. */
char *finding_word(const char *);

/* What needs no quotes. */
#define FINDING_PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+,-./:=@_"

/* Adds what keeps other users from reading the file, if anything does: its own mode or
   that of a directory above it. Returns whether nothing does. */
bool finding_readable(struct findings *, const char *check, const char *path);

/* The same for the file or folder alone. */
bool finding_readable_itself(struct findings *, const char *check, const char *path);

/* Prints all; quiet: only what is wrong; json: as an array. Returns EXIT_DONE, EXIT_NO where
   something is wrong, or complains: EXIT_SYSTEM. */
int findings_print(const struct findings *, bool quiet, bool json);

/* Appends one as findings_print prints it; all of them as --json has them. */
void finding_render(struct buffer *, const struct finding *);
json_t *findings_json(const struct findings *, bool quiet);

void findings_free(struct findings *);

#endif
