/* SPDX-License-Identifier: MIT */
/* Inputs -> the bytes of an index; see inputs.h. */
#include "store/inputs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "compiler/index_writer.h"
#include "index/live_path.h"
#include "registry/applications.h"
#include "registry/parse.h"
#include "store/generations.h"

static void drop_lines(struct registry *r)
{
    r->curated.count = r->locals.count = r->local_file_count = 0;
    r->application_count = r->application_file_count = 0;
    r->closed = false;
}

/* The first of the cells that should be dates and are not: a spreadsheet changes all of them. */
static void report_no_date(const char *name, const struct registry *r)
{
    if (r->no_date_count > 0)
        complain("%s:%zu: \"%.40s\" is no date%s; write YYYY-MM-DD or YYYY-MM", name, r->no_date.line,
                 registry_text(r, r->no_date.text), r->no_date_count > 1 ? ", nor are others behind it" : "");
}

int inputs_parse(const char *name, const char *source, struct input in, struct registry *r)
{
    struct problem problem;
    char hash[9];
    if (!parse_registry(in, r, &problem)) {
        complain_about(name, &problem);
        return EXIT_BAD_INPUT;
    }
    report_no_date(name, r);
    snprintf(hash, sizeof hash, "%08lx", crc32_z(0, (const unsigned char *)in.bytes, in.length));
    r->provenance[PROVENANCE_SOURCE] = strtab_add(&r->text, source, strlen(source));
    r->provenance[PROVENANCE_HASH] = strtab_add(&r->text, hash, 8);
    drop_lines(r);
    return EXIT_DONE;
}

int inputs_rows(const char *path, struct registry *r)
{
    struct input in;
    struct problem problem;
    int status = file_read_operand(path, &in, &problem);
    if (status != EXIT_DONE) {
        complain_about(path, &problem);
        return status;
    }
    const char *slash = strrchr(path, '/');
    status = inputs_parse(path, slash ? slash + 1 : path, in, r);
    free(in.bytes);
    return status;
}

int inputs_names(const char *path, struct registry *r)
{
    struct input in;
    struct problem problem;
    bool is_operand = strcmp(path, VENDOR_NAMES) != 0;
    int status = (is_operand ? file_read_operand : file_read)(path, &in, &problem);
    if (status != EXIT_DONE) {
        complain_about(path, &problem);
        return status;
    }
    size_t warnings =
        parse_services(in, "names.services", &r->text, &r->curated, parse_complain, (void *)path);
    free(in.bytes);
    return warnings ? EXIT_BAD_INPUT : EXIT_DONE;
}

/* Add the lines of *from; path: only those of this local file, unless it is NULL. */
static void copy_lines(const char *path, const struct registry *from, const struct lines *lines,
                       struct registry *to, struct lines *ret)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct line l = lines->line[i];
        if (path && strcmp(registry_text(from, l.file), path) != 0)
            continue;
        l.file = registry_copy_text(from, l.file, to);
        l.names = registry_copy_text(from, l.names, to);
        l.transport = registry_copy_text(from, l.transport, to);
        alloc_push(ret->line, ret->count, l);
    }
}

void inputs_copy_lines(const struct registry *from, struct registry *to)
{
    drop_lines(to);
    to->closed = from->closed;
    copy_lines(NULL, from, &from->curated, to, &to->curated);
    copy_lines(NULL, from, &from->locals, to, &to->locals);
    applications_copy(from, NULL, to);
    for (size_t i = 0; i < from->local_file_count; i++)
        alloc_push(to->local_files, to->local_file_count, registry_copy_text(from, from->local_files[i], to));
    for (size_t i = 0; i < from->application_file_count; i++)
        alloc_push(to->application_files, to->application_file_count,
                   registry_copy_text(from, from->application_files[i], to));
}

/* ---- the administrator's files: local lines, and applications ---- */

/* A kind of file that an index remembers. */
struct kind {
    /* Add its lines. known_as: what the index calls it; `path` is for complaints. */
    int (*parse)(const char *path, const char *known_as, bool strict, struct input, struct registry *r);
    /* Add those that *last took from it. */
    void (*copy)(const struct registry *last, const char *path, struct registry *r);
};

static int parse_local(const char *path, const char *known_as, bool strict, struct input in,
                       struct registry *r)
{
    if (strncmp(in.bytes, SERVICES_MARK, sizeof SERVICES_MARK - 1) == 0) {
        complain(
            "%s:1: an export of iana-services, which would always override the registry; name the file with your own lines",
            path);
        return EXIT_BAD_INPUT;
    }
    size_t warnings = parse_services(in, known_as, &r->text, &r->locals, parse_complain, (void *)path);
    return strict && warnings > 0 ? EXIT_BAD_INPUT : EXIT_DONE;
}

static void copy_local(const struct registry *last, const char *path, struct registry *r)
{
    copy_lines(path, last, &last->locals, r, &r->locals);
}

static int parse_applications(const char *path, const char *known_as, bool strict, struct input in,
                              struct registry *r)
{
    size_t warnings = applications_parse(in, known_as, strict, r, parse_complain, (void *)path);
    return strict && warnings > 0 ? EXIT_BAD_INPUT : EXIT_DONE;
}

static const struct kind local = {parse_local, copy_local},
                         applications = {parse_applications, applications_copy};

/* Add the lines of a file, or, if it cannot be read and `last` is not NULL, those that *last took from it.
   *ret_text: what the index calls it. */
static int add_file(const struct kind *kind, const char *path, bool strict, const struct registry *last,
                    struct registry *r, uint32_t *ret_text)
{
    struct input in;
    struct problem problem;
    bool is_stdin = strcmp(path, "-") == 0;
    /* A remembered path stays as it is, link or not: the lines of *last are known by it. */
    char *absolute = is_stdin || last ? NULL : realpath(path, NULL);
    const char *known_as = absolute ? absolute : path;
    int status = EXIT_DONE;
    if (is_stdin && last) { /* standard input cannot be read again */
        kind->copy(last, path, r);
    } else if ((status = (last ? file_read : file_read_operand)(path, &in, &problem)) == EXIT_DONE) {
        status = kind->parse(path, known_as, strict, in, r);
        free(in.bytes);
    } else if (last) {
        complain("%s: %s; the lines that it had are kept", path, problem.what);
        kind->copy(last, path, r);
        status = EXIT_DONE;
    } else {
        complain_about(path, &problem);
    }
    *ret_text = strtab_add(&r->text, known_as, strlen(known_as));
    free(absolute);
    return status;
}

static int add_local(const char *path, bool strict, const struct registry *last, struct registry *r)
{
    uint32_t text;
    int status = add_file(&local, path, strict, last, r, &text);
    alloc_push(r->local_files, r->local_file_count, text);
    return status;
}

static int add_applications(const char *path, bool strict, const struct registry *last, struct registry *r)
{
    uint32_t text;
    int status = add_file(&applications, path, strict, last, r, &text);
    alloc_push(r->application_files, r->application_file_count, text);
    return status;
}

int inputs_local(const char *path, bool strict, struct registry *r)
{
    return add_local(path, strict, NULL, r);
}

int inputs_locals_again(bool strict, const struct registry *last, struct registry *r)
{
    int status = EXIT_DONE;
    r->closed |= last->closed;
    for (size_t i = 0; status == EXIT_DONE && i < last->local_file_count; i++)
        status = add_local(registry_text(last, last->local_files[i]), strict, last, r);
    return status;
}

int inputs_shipped_applications(const char *path, bool strict, struct registry *r)
{
    struct input in;
    struct problem problem;
    if (!path && access(VENDOR_APPLICATIONS, F_OK) != 0 && errno == ENOENT)
        return EXIT_DONE;
    int status =
        path ? file_read_operand(path, &in, &problem) : file_read(VENDOR_APPLICATIONS, &in, &problem);
    if (!path)
        path = VENDOR_APPLICATIONS;
    if (status != EXIT_DONE) {
        complain_about(path, &problem);
        return status;
    }
    size_t warnings = applications_parse(in, "", strict, r, parse_complain, (void *)path);
    free(in.bytes);
    return warnings ? EXIT_BAD_INPUT : EXIT_DONE;
}

int inputs_applications(const char *path, bool strict, struct registry *r)
{
    return add_applications(path, strict, NULL, r);
}

int inputs_applications_again(bool strict, const struct registry *last, struct registry *r)
{
    int status = EXIT_DONE;
    for (size_t i = 0; status == EXIT_DONE && i < last->application_file_count; i++)
        status = add_applications(registry_text(last, last->application_files[i]), strict, last, r);
    return status;
}

int inputs_compile(const char *name, struct registry *r, struct entries *ret_entries, struct buffer *ret)
{
    struct problem problem;
    if (entries_compile(r, ret_entries, &problem) && index_write(r, ret_entries, ret, &problem))
        return EXIT_DONE;
    complain_about(name, &problem);
    return EXIT_BAD_INPUT;
}

static bool same_text(const struct registry *a, uint32_t x, const struct registry *b, uint32_t y)
{
    return strcmp(registry_text(a, x), registry_text(b, y)) == 0;
}

static bool same_lines(const struct registry *a, const struct lines *x, const struct registry *b,
                       const struct lines *y)
{
    for (size_t i = 0; i < x->count && x->count == y->count; i++) {
        const struct line *l = &x->line[i], *m = &y->line[i];
        if (l->number != m->number || l->port != m->port || !same_text(a, l->file, b, m->file) ||
            !same_text(a, l->names, b, m->names) || !same_text(a, l->transport, b, m->transport))
            return false;
    }
    return x->count == y->count;
}

static bool same_files(const struct registry *a, const uint32_t *x, size_t count, const struct registry *b,
                       const uint32_t *y, size_t other_count)
{
    for (size_t i = 0; i < count && count == other_count; i++)
        if (!same_text(a, x[i], b, y[i]))
            return false;
    return count == other_count;
}

static bool same_applications(const struct registry *a, const struct registry *b)
{
    for (size_t i = 0; i < a->application_count && a->application_count == b->application_count; i++) {
        const struct application *x = &a->applications[i], *y = &b->applications[i];
        if (x->ports.first != y->ports.first || x->ports.last != y->ports.last || x->number != y->number ||
            !same_text(a, x->file, b, y->file) || !same_text(a, x->transport, b, y->transport) ||
            !same_text(a, x->program, b, y->program) || !same_text(a, x->what, b, y->what) ||
            !same_text(a, x->source, b, y->source))
            return false;
    }
    return a->application_count == b->application_count;
}

bool inputs_same_lines(const struct registry *a, const struct registry *b)
{
    return a->closed == b->closed && same_lines(a, &a->curated, b, &b->curated) &&
           same_lines(a, &a->locals, b, &b->locals) && same_applications(a, b) &&
           same_files(a, a->local_files, a->local_file_count, b, b->local_files, b->local_file_count) &&
           same_files(a, a->application_files, a->application_file_count, b, b->application_files,
                      b->application_file_count);
}

int inputs_installed_rows(struct registry *r)
{
    struct registry live, vendor;
    bool has_live = generations_read_live(&live), has_vendor = generations_read_vendor(&vendor);
    /* Not the vendor's registry, if it was rolled back. */
    bool use_vendor =
        has_vendor &&
        (!has_live || (dates_compare(registry_dates(&live), registry_dates(&vendor)) < 0 &&
                       !generations_refuses(registry_text(&vendor, vendor.provenance[PROVENANCE_HASH]))));
    registry_free(r);
    *r = use_vendor ? vendor : live;
    registry_free(use_vendor ? &live : &vendor);
    drop_lines(r);
    if (has_live || has_vendor)
        return EXIT_DONE;
    complain("neither %s nor %s is a sound index to compile again; name a registry", LIVE_POINTER,
             VENDOR_POINTER);
    return EXIT_BAD_INPUT;
}
