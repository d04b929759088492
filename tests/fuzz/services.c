/* SPDX-License-Identifier: MIT */
/* Fuzz target: parse_services. Lines that it accepts, written out and parsed again, are the same and give no
   warning but hints. */
#include "base/buffer.h"
#include "fuzz.h"
#include "registry/parse.h"

static void note(void *context, const struct problem *problem)
{
    bool is_hint = strstr(problem->what, " looks like ") || strstr(problem->what, " look like ");
    *(size_t *)context += !is_hint;
    require(problem->what[0] != '\0' && problem->line > 0);
}

static struct lines read_lines(struct input in, struct strtab *text, size_t *ret_warnings)
{
    struct lines lines = {0};
    *ret_warnings = 0;
    parse_services(in, "file", text, &lines, note, ret_warnings);
    return lines;
}

static struct input write_lines(const struct lines *lines, const struct strtab *text)
{
    struct buffer out = {0};
    for (size_t i = 0; i < lines->count; i++) {
        const char *names = strtab_at(text, lines->line[i].names);
        int first = (int)strcspn(names, " ");
        buffer_printf(&out, "%.*s\t%u/%s%s\n", first, names, lines->line[i].port,
                      strtab_at(text, lines->line[i].transport), names + first);
    }
    struct input in = fuzz_input(out.data, out.size);
    free(out.data);
    return in;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = fuzz_input(data, size), again;
    struct strtab text;
    size_t warnings;
    strtab_init(&text);
    struct lines first = read_lines(in, &text, &warnings);
    again = write_lines(&first, &text);
    struct lines second = read_lines(again, &text, &warnings);
    require(warnings == 0 && first.count == second.count);
    for (size_t i = 0; i < first.count; i++) {
        struct line *a = &first.line[i], *b = &second.line[i];
        require(a->names == b->names && a->transport == b->transport && a->port == b->port);
    }
    free(first.line);
    free(second.line);
    strtab_free(&text);
    free(again.bytes);
    free(in.bytes);
    return 0;
}
