/* SPDX-License-Identifier: MIT */
/* Finding rows and local lines; see search.h. Equal texts stand once in an index, so
   each is searched once, and a row looks up what was found at its texts' offsets. */
#include "view/search.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "view/references.h"

struct searcher {
    const struct search *search;
    const struct records *records;
    uint32_t *found;                    /* by offset of a text: a bit for each word that is in it */
    const struct format_line **curated; /* those in which a word was found */
    size_t curated_count;
    uint16_t port[SEARCH_WORDS_MAX]; /* of words that are numbers of ports */
    uint32_t numbers;                /* which words are: a bit for each */
    struct hits *out;
};

static char *folded(const char *s, size_t n)
{
    char *copy = alloc_bytes(n);
    for (size_t i = 0; i < n; i++)
        copy[i] = (char)name_fold((unsigned char)s[i]);
    return copy;
}

/* Sets the word's bit at the start of each text that holds it. */
static void find_word(struct searcher *s, const char *texts, unsigned word)
{
    size_t length = strlen(s->search->words[word]), size = s->records->text_size;
    char *wanted = folded(s->search->words[word], length);
    const char *end = texts + size;
    for (const char *p = texts; (p = memmem(p, (size_t)(end - p), wanted, length)) != NULL && p < end;) {
        const char *nul = memrchr(texts, '\0', (size_t)(p - texts));
        s->found[nul ? nul + 1 - texts : 0] |= 1u << word;
        p += strlen(p); /* the last text ends with a NUL: records_open */
    }
    free(wanted);
}

static void find_words(struct searcher *s)
{
    char *texts = folded(s->records->text, s->records->text_size);
    for (unsigned i = 0; i < s->search->word_count; i++)
        find_word(s, texts, i);
    free(texts);
}

static uint32_t found_at(const struct searcher *s, uint32_t text)
{
    return text < s->records->text_size ? s->found[text] : 0;
}

static uint32_t found_in(const struct searcher *s, uint32_t row, enum column column)
{
    return found_at(s, le24_get(s->records->rows[row].text[row_text_index(column)]));
}

/* ---- people: an assignee is "[id]", what they are called stands elsewhere ---- */

static bool find_people(const struct searcher *s)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < s->records->person_count; i++)
        found |= found_at(s, le24_get(s->records->people[i].name)) |
                 found_at(s, le24_get(s->records->people[i].org));
    return found != 0;
}

/* What was found in the people of each assignee is found in the assignee. */
static void find_assignees(struct searcher *s)
{
    uint32_t last = 0; /* rows come in pairs */
    for (uint32_t i = 0; i < s->records->row_count; i++) {
        uint32_t assignee = le24_get(s->records->rows[i].text[row_text_index(COLUMN_ASSIGNEE)]);
        const char *text = records_text(s->records, assignee);
        struct field label;
        while (assignee != last && assignee < s->records->text_size && label_next(&text, &label)) {
            const struct format_person *p = person_find(s->records, label);
            if (p)
                s->found[assignee] |= found_at(s, le24_get(p->name)) | found_at(s, le24_get(p->org));
        }
        last = assignee;
    }
}

/* ---- numbers: the port itself is found, too ---- */

static void find_numbers(struct searcher *s)
{
    for (size_t i = 0; i < s->search->word_count; i++) {
        const char *word = s->search->words[i];
        unsigned long n =
            strlen(word) <= 5 && strspn(word, "0123456789") == strlen(word) ? strtoul(word, NULL, 10) : 65536;
        s->port[i] = (uint16_t)n;
        s->numbers |= (uint32_t)(n < 65536) << i;
    }
}

static uint32_t found_in_ports(const struct searcher *s, uint16_t first, uint16_t last)
{
    uint32_t found = 0;
    for (uint32_t i = 0; s->numbers >> i; i++)
        if (s->numbers >> i & 1 && s->port[i] >= first && s->port[i] <= last)
            found |= 1u << i;
    return found;
}

/* Whether one of "name name name" is a word. */
static bool has_a_word(const struct search *q, const char *names)
{
    for (size_t n; *names; names += n + (names[n] == ' ')) {
        n = strcspn(names, " ");
        for (size_t i = 0; i < q->word_count; i++)
            if (strlen(q->words[i]) == n && strncasecmp(q->words[i], names, n) == 0)
                return true;
    }
    return false;
}

/* ---- curated names belong to the rows of their port and transport ---- */

static void find_curated(struct searcher *s)
{
    for (uint32_t i = 0; i < s->records->curated_count; i++)
        if (found_at(s, le32_get(s->records->curated[i].names))) {
            s->curated = alloc_grow(s->curated, s->curated_count, sizeof *s->curated);
            s->curated[s->curated_count++] = &s->records->curated[i];
        }
}

/* Adds to *exact whether one of them is a word. */
static uint32_t found_in_curated(const struct searcher *s, uint32_t row, bool *exact)
{
    uint32_t found = 0;
    uint16_t first, last;
    const char *transport = records_column(s->records, row, COLUMN_TRANSPORT);
    for (size_t i = 0; i < s->curated_count && records_ports(s->records, row, &first, &last); i++) {
        uint32_t port = le32_get(s->curated[i]->port);
        if (port >= first && port <= last &&
            strcmp(records_text(s->records, le32_get(s->curated[i]->transport)), transport) == 0) {
            found |= found_at(s, le32_get(s->curated[i]->names));
            *exact |= has_a_word(s->search, records_text(s->records, le32_get(s->curated[i]->names)));
        }
    }
    return found;
}

/* ---- filters ---- */

static bool has_transport(const struct search *q, const char *transport)
{
    return !q->transport || strcasecmp(transport, q->transport) == 0;
}

/* A row without a transport is for tcp and udp where it has a name, else for all. */
static bool row_has_transport(const struct searcher *s, uint32_t row)
{
    const char *transport = records_column(s->records, row, COLUMN_TRANSPORT);
    if (*transport)
        return has_transport(s->search, transport);
    return !*records_column(s->records, row, COLUMN_NAME) || has_transport(s->search, "tcp") ||
           has_transport(s->search, "udp");
}

static bool has_port(const struct search *q, uint16_t first, uint16_t last)
{
    return !q->by_port || (first <= last && first <= q->last_port && last >= q->first_port);
}

static bool passes(const struct searcher *s, uint32_t row)
{
    uint16_t first, last;
    records_ports(s->records, row, &first, &last);
    return has_port(s->search, first, last) && row_has_transport(s, row) &&
           (!s->search->by_status || records_status(s->records, row) == s->search->status);
}

/* ---- hits ---- */

static void add(struct searcher *s, uint32_t i, bool is_local, bool in_name, bool exact)
{
    s->out->hit = alloc_grow(s->out->hit, s->out->count, sizeof *s->out->hit);
    s->out->hit[s->out->count++] = (struct hit){i, exact ? 0 : in_name ? 1 : 2, is_local};
}

static void search_lines(struct searcher *s, uint32_t all)
{
    for (uint32_t i = 0; i < s->records->local_line_count; i++) {
        const struct format_line *l = &s->records->local_lines[i];
        uint16_t port = (uint16_t)le32_get(l->port);
        uint32_t in_name = found_at(s, le32_get(l->names)) | found_in_ports(s, port, port);
        uint32_t found = in_name | found_at(s, le32_get(l->file));
        if (found == all && has_port(s->search, port, port) &&
            has_transport(s->search, records_text(s->records, le32_get(l->transport))) &&
            (!s->search->by_status || s->search->status == STATUS_ASSIGNED))
            add(s, i, true, in_name, has_a_word(s->search, records_text(s->records, le32_get(l->names))));
    }
}

/* Whether all words are in a row; where, in *ret_in_name and *ret_exact. */
static bool has_words(const struct searcher *s, uint32_t row, uint32_t all, bool *ret_in_name,
                      bool *ret_exact)
{
    uint16_t first, last;
    records_ports(s->records, row, &first, &last);
    uint32_t in_name =
        found_in(s, row, COLUMN_NAME) | found_in_curated(s, row, ret_exact) | found_in_ports(s, first, last);
    *ret_in_name = in_name != 0;
    return (in_name | found_in(s, row, COLUMN_DESCRIPTION) | found_in(s, row, COLUMN_ASSIGNEE) |
            found_in(s, row, COLUMN_NOTES)) == all;
}

static void search_rows(struct searcher *s, uint32_t all)
{
    for (uint32_t i = 0; i < s->records->row_count; i++) {
        bool in_name = false, exact = false;
        if ((all == 0 || has_words(s, i, all, &in_name, &exact)) && passes(s, i))
            add(s, i, false, in_name,
                exact || has_a_word(s->search, records_column(s->records, i, COLUMN_NAME)));
    }
}

static int compare_hits(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->is_local != y->is_local)
        return x->is_local ? -1 : 1;
    return x->i < y->i ? -1 : x->i > y->i;
}

void search_run(const struct search *search, const struct records *records, struct hits *ret)
{
    struct searcher s = {.search = search, .records = records, .out = ret};
    uint32_t all = search->word_count < 32 ? (1u << search->word_count) - 1 : UINT32_MAX;
    *ret = (struct hits){0};
    s.found = alloc_zero(records->text_size, sizeof *s.found);
    if (all) {
        find_words(&s);
        find_curated(&s);
        find_numbers(&s);
        if (find_people(&s))
            find_assignees(&s);
    }
    search_lines(&s, all);
    search_rows(&s, all);
    if (ret->count > 0 && all)
        qsort(ret->hit, ret->count, sizeof *ret->hit, compare_hits);
    free(s.found);
    free(s.curated);
}
