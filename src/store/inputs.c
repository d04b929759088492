/* SPDX-License-Identifier: MIT */
/* Inputs -> the bytes of an index; see compile.h. */
#include "store/inputs.h"
#include "index/live_path.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "compiler/index_writer.h"
#include "registry/parse.h"
#include "store/generations.h"

int inputs_parse(const char *name, const char *source, struct input in, struct registry *r)
{
    struct problem problem;
    char hash[9];
    if (!parse_registry(in, r, &problem)) {
        complain_about(name, &problem);
        return EXIT_BAD_INPUT;
    }
    /* What is known of the file, not of an index that it may be. */
    snprintf(hash, sizeof hash, "%08x", libdeflate_crc32(0, in.bytes, in.length));
    for (int i = 0; i < FORMAT_PROVENANCE; i++)
        if (i != PROVENANCE_DATE)
            r->provenance[i] = 0;
    r->provenance[PROVENANCE_SOURCE] = strtab_add(&r->text, source, strlen(source));
    r->provenance[PROVENANCE_HASH] = strtab_add(&r->text, hash, 8);
    r->curated.count = r->locals.count = r->local_file_count = 0;
    return EXIT_DONE;
}

int inputs_rows(const char *path, struct registry *r)
{
    struct input in;
    struct problem problem;
    int status = file_read(path, &in, &problem);
    if (status != EXIT_DONE) {
        complain_about(path, &problem);
        return status;
    }
    const char *slash = strrchr(path, '/');
    status = inputs_parse(path, slash ? slash + 1 : path, in, r);
    free(in.bytes);
    return status;
}

struct warnings {
    const char *file;
    size_t count;
};

static void warn(void *context, const struct problem *problem)
{
    struct warnings *w = context;
    complain_about(w->file, problem);
    w->count++;
}

int inputs_names(const char *path, struct registry *r)
{
    struct input in;
    struct problem problem;
    struct warnings warnings = {.file = path};
    int status = file_read(path, &in, &problem);
    if (status != EXIT_DONE) {
        complain_about(path, &problem);
        return status;
    }
    parse_services(in, "names.services", &r->text, &r->curated, warn, &warnings);
    free(in.bytes);
    return warnings.count ? EXIT_BAD_INPUT : EXIT_DONE;
}

static uint32_t copy_text(const struct registry *from, uint32_t text, struct registry *to)
{
    const char *s = registry_text(from, text);
    return strtab_add(&to->text, s, strlen(s));
}

/* Adds the lines that *from has; path: only those of this file, unless it is NULL. */
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
        lines_add(ret, l);
    }
}

void inputs_copy_lines(const struct registry *from, struct registry *to)
{
    copy_lines(NULL, from, &from->curated, to, &to->curated);
    copy_lines(NULL, from, &from->locals, to, &to->locals);
    for (size_t i = 0; i < from->local_file_count; i++)
        registry_push_local_file(to, copy_text(from, from->local_files[i], to));
}

int inputs_local(const char *path, bool strict, const struct registry *last, struct registry *r)
{
    struct input in;
    struct problem problem;
    struct warnings warnings = {.file = path};
    char *absolute = strcmp(path, "-") == 0 ? NULL : realpath(path, NULL);
    const char *known_as = absolute ? absolute : path;
    int status = EXIT_DONE;
    if (last && strcmp(path, "-") == 0) { /* standard input cannot be read again */
        copy_lines(path, last, &last->locals, r, &r->locals);
    } else if ((status = file_read(path, &in, &problem)) != EXIT_DONE && last) {
        complain("%s: %s; the lines that it had are kept", path, problem.what);
        copy_lines(path, last, &last->locals, r, &r->locals);
        status = EXIT_DONE;
    } else if (status != EXIT_DONE) {
        complain_about(path, &problem);
    } else if (strncmp(in.bytes, SERVICES_MARK, sizeof SERVICES_MARK - 1) == 0) {
        complain(
            "%s:1: an export of iana-services, which would override the registry for ever; name the file with your own lines",
            path);
        status = EXIT_BAD_INPUT;
        free(in.bytes);
    } else {
        parse_services(in, known_as, &r->text, &r->locals, warn, &warnings);
        free(in.bytes);
        if (strict && warnings.count > 0)
            status = EXIT_BAD_INPUT;
    }
    registry_push_local_file(r, strtab_add(&r->text, known_as, strlen(known_as)));
    free(absolute);
    return status;
}

int inputs_locals_again(bool strict, const struct registry *last, struct registry *r)
{
    int status = EXIT_DONE;
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
    return a->local_file_count == b->local_file_count && same_lines(a, &a->curated, b, &b->curated) &&
           same_lines(a, &a->locals, b, &b->locals);
}

int inputs_installed_rows(struct registry *r)
{
    struct registry live, vendor;
    bool has_live = generations_read_live(&live), has_vendor = generations_read(VENDOR_INDEX, &vendor);
    bool use_live =
        has_live && (!has_vendor || strcmp(registry_text(&live, live.provenance[PROVENANCE_DATE]),
                                           registry_text(&vendor, vendor.provenance[PROVENANCE_DATE])) >= 0);
    registry_free(r);
    *r = use_live ? live : vendor;
    registry_free(use_live ? &vendor : &live);
    r->curated.count = r->locals.count = r->local_file_count = 0;
    if (has_live || has_vendor)
        return EXIT_DONE;
    complain("neither %s nor %s holds a sound index to compile again; name a registry", LIVE_POINTER,
             VENDOR_INDEX);
    return EXIT_BAD_INPUT;
}
