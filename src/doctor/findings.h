/* SPDX-License-Identifier: MIT */
/* What the checks of doctor find: right, wrong or worth knowing, with a command that fixes it. */
#ifndef IANA_FINDINGS_H
#define IANA_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "view/json.h"

enum verdict { VERDICT_OK, VERDICT_NOTE, VERDICT_WRONG };

struct finding {
    const char *check; /* "module", "nsswitch" ...: a value of --json that stays */
    enum verdict verdict;
    char *text;
    char *command; /* for root's shell, or NULL */
};

struct findings {
    struct finding *item;
    size_t count, wrong;
};

/* Adds a finding of a check, whose name must outlive the findings. The text is made as by printf. */
__attribute__((format(printf, 4, 5))) void finding_add(struct findings *, const char *check, enum verdict,
                                                       const char *format, ...);

/* Sets the command that fixes the finding that was added last, as by printf. Words from a file or its
   name must be quoted by finding_quote. */
__attribute__((format(printf, 2, 3))) void finding_fix(struct findings *, const char *format, ...);

/* Move the finding that was added last to the front: its command comes before all others. */
void findings_last_first(struct findings *);

/* A string as one word of a shell command, in quotes if it needs them; the caller frees it. */
char *finding_quote(const char *);

/* The characters that need no quotes. */
#define FINDING_UNQUOTED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+,-./:=@_"

/* Prints all findings; quiet: only those that are wrong; json: as an array. Returns EXIT_DONE;
   EXIT_NO if something is wrong; EXIT_SYSTEM after a complaint if printing failed. */
int findings_print(const struct findings *, bool quiet, bool json);

/* Appends one finding as findings_print prints it. */
void finding_render(struct buffer *, const struct finding *);

/* The findings as --json prints them: an array that the caller owns. */
json_t *findings_json(const struct findings *, bool quiet);

void findings_free(struct findings *);

#endif
