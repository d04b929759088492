/* SPDX-License-Identifier: MIT */
/* Text laid out for a terminal or a pipe; see show_page.h. */
#include "cli/show_page.h"

#include <stdint.h>
#include <string.h>

#include "base/columns.h"
#include "base/utf8.h"

#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define PLAIN "\033[0m"

/* Spaces, at the start of a line or between words. */
static void put_blanks(struct page *p, size_t n)
{
    buffer_printf(p->out, "%*s", (int)n, "");
    p->column += n;
}

/* Goes on with a new line. */
static void break_line(struct page *p, size_t indent)
{
    buffer_add_string(p->out, "\n");
    p->column = 0;
    put_blanks(p, indent);
}

/* Masks n bytes into p->word. Returns the columns that they take. */
static size_t mask(struct page *p, const char *text, size_t n)
{
    size_t columns;
    p->word.size = 0;
    utf8_mask(&p->word, text, n);
    columns_fit(buffer_string(&p->word), SIZE_MAX, &columns);
    return columns;
}

static void put_bold(struct page *p, const char *text)
{
    if (!*text)
        return;
    p->column += mask(p, text, strlen(text));
    buffer_add_string(p->out, p->style.colour ? BOLD : "");
    buffer_add(p->out, p->word.data, p->word.size);
    buffer_add_string(p->out, p->style.colour ? PLAIN : "");
}

/* Puts n bytes word by word, after a gap of blanks. What is too long for the terminal goes on below, from the
   column `hang` on. */
static void put_words(struct page *p, size_t gap, const char *text, size_t n, size_t hang)
{
    static const char blanks[] = " \t\n";
    for (const char *end = text + n; text < end; gap = 1) {
        size_t length = 0;
        while (text < end && strchr(blanks, *text))
            text++;
        while (text + length < end && !strchr(blanks, text[length]))
            length++;
        if (length == 0)
            return;
        size_t columns = mask(p, text, length);
        if (p->style.width > 0 && p->column > hang && p->column + gap + columns > p->style.width) {
            break_line(p, hang);
            p->is_broken = true;
        } else {
            put_blanks(p, gap);
        }
        buffer_add(p->out, p->word.data, p->word.size);
        p->column += columns;
        text += length;
    }
}

void page_end_line(struct page *p)
{
    if (p->column > 0)
        break_line(p, 0);
}

void page_head(struct page *p, const char *place, const char *name, const char *description)
{
    page_end_line(p);
    put_blanks(p, p->indent - 4);
    put_bold(p, place);
    put_blanks(p, *place && *name ? 2 : 0);
    put_bold(p, name);
    put_words(p, 2, description, strlen(description), p->indent);
    page_end_line(p);
}

void page_sentence(struct page *p, const char *text)
{
    page_end_line(p);
    put_blanks(p, p->indent);
    put_words(p, 0, text, strlen(text), p->indent + 4);
    page_end_line(p);
}

enum { PIPE_WIDTH = 80, NOTE_LINES = 3 };

/* Puts "label: text", beside the item before if there is room. */
void page_item(struct page *p, const char *label, const char *text)
{
    if (!*text)
        return;
    size_t width = p->style.width ? p->style.width : PIPE_WIDTH,
           length = strlen(label) + 2 + mask(p, text, strlen(text));
    if (p->column > 0 && !p->is_broken && p->column + 2 + length <= width) {
        buffer_add_string(p->out, "; ");
        p->column += 2;
    } else {
        page_end_line(p);
        put_blanks(p, p->indent);
    }
    p->is_broken = false;
    buffer_add_string(p->out, p->style.colour ? FAINT : "");
    buffer_printf(p->out, "%s:%s", label, p->style.colour ? PLAIN : "");
    p->column += strlen(label) + 1;
    put_words(p, 1, text, strlen(text), p->indent + 4);
}

/* The lines from out->data[start] on: all but the first few go, if it is a long note on a terminal. */
static void cut_lines(struct page *p, size_t start)
{
    size_t lines = 0, kept = 0;
    for (size_t i = start; i < p->out->size; i++)
        if (p->out->data[i] == '\n' && ++lines == NOTE_LINES)
            kept = i + 1;
    if (p->style.width == 0 || p->style.all || lines <= NOTE_LINES + 1)
        return;
    p->out->size = kept;
    buffer_printf(p->out, "%*s(%zu more lines; --all shows them)\n", (int)p->indent + 4, "",
                  lines - NOTE_LINES);
}

/* Puts "label: text" with the lines that the text has. */
void page_note(struct page *p, const char *label, const char *text)
{
    if (!*text)
        return;
    page_end_line(p);
    size_t start = p->out->size, hang = p->indent + 4;
    page_item(p, label, " ");
    for (size_t gap = 1, n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        if (strspn(text, " \t") == n)
            continue;
        if (gap == 0)
            break_line(p, hang);
        put_words(p, gap, text, n, hang);
        gap = 0;
    }
    page_end_line(p);
    cut_lines(p, start);
}
