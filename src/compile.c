/* Inputs -> the bytes of an index; see compile.h. */
#include "compile.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "read.h"
#include "write.h"
#include "writer.h"

int compile_rows(const char *path, struct registry *r)
{
    struct input in;
    struct problem problem;
    int status = input_read(path, &in, &problem);
    if (status == EXIT_DONE) {
        if (!read_registry(in, r, &problem))
            status = EXIT_BAD_INPUT;
        free(in.bytes);
    }
    if (status != EXIT_DONE)
        complain_about(path, &problem);
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    r->provenance[PROVENANCE_SOURCE] = text_add(&r->text, base, strlen(base));
    r->curated.count = r->locals.count = r->local_file_count = 0;
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

int compile_names(const char *path, struct registry *r)
{
    struct input in;
    struct problem problem;
    struct warnings warnings = {.file = path};
    int status = input_read(path, &in, &problem);
    if (status != EXIT_DONE) {
        complain_about(path, &problem);
        return status;
    }
    read_services(in, "names.services", &r->text, &r->curated, warn, &warnings);
    free(in.bytes);
    return warnings.count ? EXIT_BAD_INPUT : EXIT_DONE;
}

/* The lines that *last took from this file. */
static void keep_lines(const char *path, const struct registry *last, struct registry *r)
{
    for (size_t i = 0; i < last->locals.count; i++) {
        struct line l = last->locals.line[i];
        if (strcmp(registry_text(last, l.file), path) != 0)
            continue;
        l.file = text_add(&r->text, path, strlen(path));
        const char *names = registry_text(last, l.names), *transport = registry_text(last, l.transport);
        l.names = text_add(&r->text, names, strlen(names));
        l.transport = text_add(&r->text, transport, strlen(transport));
        lines_add(&r->locals, l);
    }
}

int compile_local(const char *path, bool strict, const struct registry *last, struct registry *r)
{
    struct input in;
    struct problem problem;
    struct warnings warnings = {.file = path};
    char *absolute = realpath(path, NULL);
    const char *known_as = absolute ? absolute : path;
    int status = input_read(path, &in, &problem);
    if (status != EXIT_DONE && last) {
        complain("%s: %s; the lines that it had are kept", path, problem.what);
        keep_lines(path, last, r);
        status = EXIT_DONE;
    } else if (status != EXIT_DONE) {
        complain_about(path, &problem);
    } else if (strncmp(in.bytes, SERVICES_MARK, sizeof SERVICES_MARK - 1) == 0) {
        complain("%s:1: an export of iana-services, which would override the registry for ever; name the file with your own lines", path);
        status = EXIT_BAD_INPUT;
        free(in.bytes);
    } else {
        read_services(in, known_as, &r->text, &r->locals, warn, &warnings);
        free(in.bytes);
        if (strict && warnings.count > 0)
            status = EXIT_BAD_INPUT;
    }
    registry_push_local_file(r, text_add(&r->text, known_as, strlen(known_as)));
    free(absolute);
    return status;
}

int compile_index(const char *name, struct registry *r, struct entries *ret_entries, struct bytes *ret)
{
    struct problem problem;
    if (policy_compile(r, ret_entries, &problem) && index_write(r, ret_entries, ret, &problem))
        return EXIT_DONE;
    complain_about(name, &problem);
    return EXIT_BAD_INPUT;
}

/* Reads an index into *r. False where there is none that is sound. */
static bool read_sound(const char *path, struct registry *r)
{
    struct input in;
    struct problem problem;
    registry_init(r);
    if (!path || input_read(path, &in, &problem) != EXIT_DONE)
        return false;
    bool sound = read_index(in, r, &problem);
    free(in.bytes);
    return sound;
}

bool compile_read_live(struct registry *r)
{
    struct problem ignored;
    char *path = live_path(&ignored);
    bool sound = read_sound(path, r);
    free(path);
    return sound;
}

int compile_installed_rows(struct registry *r)
{
    struct registry live, vendor;
    bool has_live = compile_read_live(&live), has_vendor = read_sound(VENDOR_INDEX, &vendor);
    bool use_live = has_live && (!has_vendor || strcmp(registry_text(&live, live.provenance[PROVENANCE_DATE]),
                                                       registry_text(&vendor, vendor.provenance[PROVENANCE_DATE])) >= 0);
    registry_free(r);
    *r = use_live ? live : vendor;
    registry_free(use_live ? &vendor : &live);
    r->curated.count = r->locals.count = r->local_file_count = 0;
    if (has_live || has_vendor)
        return EXIT_DONE;
    complain("neither %s nor %s holds a sound index to compile again; name a registry", LIVE_DIRECTORY "/current", VENDOR_INDEX);
    return EXIT_BAD_INPUT;
}
