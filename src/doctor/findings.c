/* SPDX-License-Identifier: MIT */
/* What the checks of doctor find; see findings.h. */
#include "doctor/findings.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"

/* The column of a finding's text. */
#define INDENT 17
static const struct {
    const char *word, *colour;
} looks[] = {
    [VERDICT_OK] = {"ok", "\x1b[32m"},
    [VERDICT_NOTE] = {"note", "\x1b[33m"},
    [VERDICT_WRONG] = {"WRONG", "\x1b[1;31m"},
};

void finding_add(struct findings *f, const char *check, enum verdict verdict, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct finding new = {.check = check, .verdict = verdict, .text = alloc_vformat(format, args)};
    va_end(args);
    alloc_push(f->item, f->count, new);
    f->wrong += verdict == VERDICT_WRONG;
}

void finding_fix(struct findings *f, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    f->item[f->count - 1].command = alloc_vformat(format, args);
    va_end(args);
}

char *finding_quote(const char *s)
{
    struct buffer word = {0};
    bool plain = *s && s[strspn(s, FINDING_UNQUOTED)] == '\0';
    if (!plain)
        buffer_add(&word, "'", 1);
    for (; *s; s++)
        buffer_add_string(&word, *s == '\'' ? "'\\''" : (const char[]){*s, '\0'});
    buffer_add(&word, "'", !plain);
    return buffer_string(&word);
}

/* ---- printing ---- */

/* Appends the text from column INDENT on, in lines of at most `width` columns broken at blanks. */
static void add_wrapped(struct buffer *out, const char *text, size_t width)
{
    struct buffer masked = {0};
    size_t column = INDENT;
    utf8_mask(&masked, text, strlen(text));
    for (const char *word = buffer_string(&masked); *word;) {
        size_t n = strcspn(word, " ");
        if (column > INDENT && column + 1 + n > width) {
            buffer_printf(out, "\n%*s", INDENT, "");
            column = INDENT;
        } else if (column > INDENT) {
            buffer_add(out, " ", 1);
            column++;
        }
        buffer_add(out, word, n);
        column += n;
        word += n + (word[n] == ' ');
    }
    buffer_add(out, "\n", 1);
    free(masked.data);
}

void finding_render(struct buffer *out, const struct finding *item)
{
    bool colour = terminal_has_colour();
    buffer_printf(out, "%s%-5s%s %-10s ", colour ? looks[item->verdict].colour : "",
                  looks[item->verdict].word, colour ? "\x1b[m" : "", item->check);
    add_wrapped(out, item->text, terminal_is_output() ? terminal_width() : (size_t)-1);
    if (!item->command)
        return;
    buffer_printf(out, "      fix: %s", colour ? "\x1b[1m" : "");
    utf8_mask(out, item->command, strlen(item->command));
    buffer_printf(out, "%s\n", colour ? "\x1b[m" : "");
}

static int print_text(const struct findings *f, bool quiet)
{
    struct buffer out = {0};
    for (size_t i = 0; i < f->count; i++)
        if (!quiet || f->item[i].verdict == VERDICT_WRONG)
            finding_render(&out, &f->item[i]);
    if (!quiet && f->wrong == 0)
        buffer_add_string(&out, "No problems.\n");
    else if (!quiet && f->wrong == 1)
        buffer_add_string(&out, "1 problem. Run the fix as root.\n");
    else if (!quiet)
        buffer_printf(&out, "%zu problems. Run the fixes as root, in order.\n", f->wrong);
    return terminal_page(&out);
}

void findings_last_first(struct findings *f)
{
    struct finding last = f->item[f->count - 1];
    memmove(f->item + 1, f->item, (f->count - 1) * sizeof *f->item);
    f->item[0] = last;
}

json_t *findings_json(const struct findings *f, bool quiet)
{
    json_t *array = json_array();
    for (size_t i = 0; i < f->count; i++) {
        const struct finding *item = &f->item[i];
        if (quiet && item->verdict != VERDICT_WRONG)
            continue;
        json_t *ok = item->verdict == VERDICT_NOTE ? json_null() : json_boolean(item->verdict == VERDICT_OK);
        json_array_append_new(array, json_pack("{s:o, s:o, s:o, s:o}", "check", json_text(item->check), "ok",
                                               ok, "text", json_text(item->text), "command",
                                               json_text(item->command ? item->command : "")));
    }
    return array;
}

void findings_free(struct findings *f)
{
    for (size_t i = 0; i < f->count; i++) {
        free(f->item[i].text);
        free(f->item[i].command);
    }
    free(f->item);
}

int findings_print(const struct findings *f, bool quiet, bool json)
{
    int status = json ? json_print(findings_json(f, quiet)) : print_text(f, quiet);
    return status == EXIT_DONE && f->wrong > 0 ? EXIT_NO : status;
}
