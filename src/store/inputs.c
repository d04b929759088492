/* SPDX-License-Identifier: MIT */
/* Inputs -> the bytes of an index; see inputs.h. */
#include "store/inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "compiler/index_writer.h"
#include "index/live_path.h"
#include "registry/parse.h"
#include "store/generations.h"

static void drop_lines(struct registry *r)
{
    r->curated.count = r->locals.count = r->local_file_count = 0;
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

static uint32_t copy_text(const struct registry *from, uint32_t text, struct registry *to)
{
    const char *s = registry_text(from, text);
    return strtab_add(&to->text, s, strlen(s));
}

/* Add the lines of *from; path: only those of this local file, unless it is NULL. */
static void copy_lines(const char *path, const struct registry *from, const struct lines *lines,
                       struct registry *to, struct lines *ret)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct line l = lines->line[i];
        if (path && strcmp(registry_text(from, l.file), path) != 0)
            continue;
        l.file = copy_text(from, l.file, to);
        l.names = copy_text(from, l.names, to);
        l.transport = copy_text(from, l.transport, to);
        alloc_push(ret->line, ret->count, l);
    }
}

void inputs_copy_lines(const struct registry *from, struct registry *to)
{
    drop_lines(to);
    to->closed = from->closed;
    copy_lines(NULL, from, &from->curated, to, &to->curated);
    copy_lines(NULL, from, &from->locals, to, &to->locals);
    for (size_t i = 0; i < from->local_file_count; i++)
        alloc_push(to->local_files, to->local_file_count, copy_text(from, from->local_files[i], to));
}

/* known_as: what the index calls the file. */
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

int inputs_local(const char *path, bool strict, const struct registry *last, struct registry *r)
{
    struct input in;
    struct problem problem;
    bool is_stdin = strcmp(path, "-") == 0;
    /* A remembered path stays as it is, link or not: the lines of *last are known by it. */
    char *absolute = is_stdin || last ? NULL : realpath(path, NULL);
    const char *known_as = absolute ? absolute : path;
    int status = EXIT_DONE;
    if (is_stdin && last) { /* standard input cannot be read again */
        copy_lines(path, last, &last->locals, r, &r->locals);
    } else if ((status = (last ? file_read : file_read_operand)(path, &in, &problem)) == EXIT_DONE) {
        status = parse_local(path, known_as, strict, in, r);
        free(in.bytes);
    } else if (last) {
        complain("%s: %s; the lines that it had are kept", path, problem.what);
        copy_lines(path, last, &last->locals, r, &r->locals);
        status = EXIT_DONE;
    } else {
        complain_about(path, &problem);
    }
    alloc_push(r->local_files, r->local_file_count, strtab_add(&r->text, known_as, strlen(known_as)));
    free(absolute);
    return status;
}

int inputs_locals_again(bool strict, const struct registry *last, struct registry *r)
{
    int status = EXIT_DONE;
    r->closed |= last->closed;
    for (size_t i = 0; status == EXIT_DONE && i < last->local_file_count; i++)
        status = inputs_local(registry_text(last, last->local_files[i]), strict, last, r);
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

bool inputs_same_lines(const struct registry *a, const struct registry *b)
{
    for (size_t i = 0; i < a->local_file_count && a->local_file_count == b->local_file_count; i++)
        if (!same_text(a, a->local_files[i], b, b->local_files[i]))
            return false;
    return a->closed == b->closed && a->local_file_count == b->local_file_count &&
           same_lines(a, &a->curated, b, &b->curated) && same_lines(a, &a->locals, b, &b->locals);
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
