/* What the subcommands share: exit statuses, messages, common options. */
#ifndef IANA_COMMAND_H
#define IANA_COMMAND_H

#include <argp.h>
#include <stdbool.h>
#include <sys/types.h>

#include "index/index.h"
#include "registry/registry.h"

enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_USAGE = 2, EXIT_BAD_INPUT = 3, EXIT_SYSTEM = 4 };

#define IANA_TEXT_(x) #x
#define IANA_TEXT(x) IANA_TEXT_(x)
#define LIVE_DIRECTORY IANA_STATEDIR "/" IANA_TEXT(FORMAT_MAJOR)
#define VENDOR_DIRECTORY IANA_DATADIR "/iana-services"
#define VENDOR_INDEX VENDOR_DIRECTORY "/services.idx"
#define VENDOR_NAMES VENDOR_DIRECTORY "/names.services"

struct options {
    const char *index;            /* -i, or NULL: the one the module uses */
    bool quiet;                   /* --quiet: errors only */
    bool json;                    /* --json */
};
extern struct options options;

/* The common options, for the argp of a subcommand that reads an index, or writes one. */
extern const struct argp_child reading_options[], writing_options[];

/* reading_options and --json; --quiet and --json. */
extern const struct argp_child reporting_options[], checking_options[];

/* One line on standard error, "iana-services: ..." and a newline. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* "iana-services: FILE:LINE: WHAT", without the line where it is 0. */
void complain_about(const char *file, const struct problem *);

/* Parses a subcommand's arguments, argv[0] its word. Exits 2 where they are wrong. */
void parse_arguments(const struct argp *, int argc, char **argv, void *input);

/* Whether standard output took everything. EXIT_DONE, or complains: EXIT_SYSTEM. */
int finish_output(void);

/* Whether the module would read this file, were it `most` bytes at most. Returns false
   with *problem where not. */
bool index_acceptable(const char *path, off_t most, struct problem *);

/* The path of the live index, to be freed, or NULL with *problem where `current`
   names none. */
char *live_path(struct problem *);

/* An index that was read whole. */
struct loaded {
    char *bytes;
    size_t length;
    struct index index;           /* points into bytes */
    char *path;
    bool live_is_bad;             /* the vendor's index stands in for it */
};

/* Reads and opens the index to read: -i's, the live one, or the vendor's where that
   cannot be used, of which it complains. Returns EXIT_DONE, or complains and
   returns EXIT_BAD_INPUT or EXIT_SYSTEM. Release by index_unload. */
int index_load(struct loaded *ret);
void index_unload(struct loaded *);

/* The subcommands: argv[0] is the word. Each returns an exit status. */
int cmd_build(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_rollback(int argc, char **argv);
int cmd_search(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_update(int argc, char **argv);
int cmd_verify(int argc, char **argv);

#endif
