/* SPDX-License-Identifier: MIT */
/* Rows, local lines and applications by words and filters; see search.h. Equal texts are stored once in an
   index, so each is searched once, and a row looks up what was found at its texts' offsets.
   A set of words is a bit for each. */
#include "view/search.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/param.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "registry/dates.h"
#include "view/applications.h"
#include "view/references.h"

enum { NOT_A_PORT = 65536 };

struct searcher {
    const struct search *search;
    const struct records *records;
    uint32_t all;                       /* the words */
    char *texts;                        /* all texts in lower case, at the same offsets */
    uint32_t *found;                    /* the words in a text, by its offset */
    uint32_t dates;                     /* words that are a year, month or day */
    const struct format_line **curated; /* curated lines that have a word */
    size_t curated_count;
    uint32_t ports[SEARCH_WORDS_MAX]; /* of words that are numbers; else NOT_A_PORT */
    struct hits *hits;
};

/* ---- texts ---- */

/* Adds a word to the set of each text that has it. */
static void find_word(struct searcher *s, unsigned i)
{
    const char *word = s->search->words[i], *texts = s->texts, *end = texts + s->records->text_size;
    size_t length = strlen(word);
    for (const char *p = texts; p < end && (p = memmem(p, (size_t)(end - p), word, length)) != NULL;) {
        const char *nul = memrchr(texts, '\0', (size_t)(p - texts));
        s->found[nul ? nul + 1 - texts : 0] |= 1u << i;
        p += strlen(p); /* the last text ends with a NUL: records_open */
    }
}

static void find_words(struct searcher *s)
{
    s->texts = alloc_bytes(s->records->text_size);
    memcpy(s->texts, s->records->text, s->records->text_size);
    utf8_fold(s->texts, s->records->text_size);
    for (unsigned i = 0; i < s->search->word_count; i++)
        find_word(s, i);
}

static uint32_t found_at(const struct searcher *s, uint32_t text)
{
    return text < s->records->text_size ? s->found[text] : 0;
}

static uint32_t found_in(const struct searcher *s, uint32_t row, enum column column)
{
    return found_at(s, le24_get(s->records->rows[row].text[row_text_index(column)]));
}

/* ---- people: an assignee is "[id]", the person's name and organisation are other texts ---- */

static uint32_t found_in_person(const struct searcher *s, const struct format_person *person)
{
    return found_at(s, le24_get(person->name)) | found_at(s, le24_get(person->org));
}

/* Adds the words of its people to each assignee. */
static void find_assignees(struct searcher *s)
{
    uint32_t last = 0; /* most rows are one of a pair with the same assignee */
    for (uint32_t i = 0; i < s->records->row_count; i++) {
        uint32_t assignee = le24_get(s->records->rows[i].text[row_text_index(COLUMN_ASSIGNEE)]);
        const char *text = records_text(s->records, assignee);
        struct field label;
        while (assignee != last && assignee < s->records->text_size && label_next(&text, &label)) {
            const struct format_person *person = person_find(s->records, label);
            if (person)
                s->found[assignee] |= found_in_person(s, person);
        }
        last = assignee;
    }
}

/* ---- ports ---- */

static void find_numbers(struct searcher *s)
{
    for (size_t i = 0; i < s->search->word_count; i++) {
        const char *word = s->search->words[i];
        bool is_number = strlen(word) <= 5 && strspn(word, "0123456789") == strlen(word);
        s->ports[i] = is_number ? (uint32_t)strtoul(word, NULL, 10) : NOT_A_PORT;
    }
}

/* first > last: no port. */
static uint32_t found_in_ports(const struct searcher *s, uint16_t first, uint16_t last)
{
    uint32_t found = 0;
    for (size_t i = 0; i < s->search->word_count; i++)
        found |= (uint32_t)(s->ports[i] >= first && s->ports[i] <= last) << i;
    return found;
}

/* ---- dates ---- */

const char *search_date(const struct records *records, uint32_t row)
{
    const char *registered = records_column(records, row, COLUMN_REGISTERED),
               *modified = records_column(records, row, COLUMN_MODIFIED);
    return strcmp(modified, registered) > 0 ? modified : registered;
}

static bool is_year(const char *s)
{
    return strlen(s) == 4 && strspn(s, "0123456789") == 4;
}

static void find_dates(struct searcher *s)
{
    for (size_t i = 0; i < s->search->word_count; i++)
        if (is_year(s->search->words[i]) || is_date(s->search->words[i]))
            s->dates |= 1u << i;
}

static uint32_t found_in_date(const struct searcher *s, uint32_t row, enum column column)
{
    const char *date = records_column(s->records, row, column);
    uint32_t found = 0;
    for (size_t i = 0; i < s->search->word_count; i++)
        if (s->dates & 1u << i) {
            size_t n = strlen(s->search->words[i]);
            bool is_in = strncmp(date, s->search->words[i], n) == 0 && (date[n] == '\0' || date[n] == '-');
            found |= (uint32_t)is_in << i;
        }
    return found;
}

/* ---- curated lines: their names are found in the rows of their port and transport ---- */

static void find_curated(struct searcher *s)
{
    for (uint32_t i = 0; i < s->records->curated_count; i++)
        if (found_at(s, le32_get(s->records->curated[i].names)))
            alloc_push(s->curated, s->curated_count, &s->records->curated[i]);
}

static bool is_for_row(const struct records *records, const struct format_line *line, uint32_t row)
{
    uint16_t first, last;
    uint32_t port = le32_get(line->port);
    return records_ports(records, row, &first, &last) && port >= first && port <= last &&
           strcmp(records_text(records, le32_get(line->transport)),
                  records_column(records, row, COLUMN_TRANSPORT)) == 0;
}

/* ---- what was found in a row or line ---- */

struct match {
    uint32_t in_name, elsewhere; /* in_name: or in the port */
    bool is_exact;               /* a name equals a word */
};

/* Whether one of the names, in lower case, is a word. */
static bool has_word(const struct search *search, const char *names)
{
    /* Without words there are no texts, and nothing is found.
       NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    for (size_t n; *names; names += n + (names[n] == ' ')) {
        n = strcspn(names, " ");
        for (size_t i = 0; i < search->word_count; i++)
            if (strlen(search->words[i]) == n && memcmp(search->words[i], names, n) == 0)
                return true;
    }
    return false;
}

static void match_names(const struct searcher *s, uint32_t names, struct match *m)
{
    uint32_t found = found_at(s, names);
    m->in_name |= found;
    m->is_exact |= found && has_word(s->search, s->texts + names);
}

static struct match match_row(const struct searcher *s, uint32_t row)
{
    uint16_t first, last;
    records_ports(s->records, row, &first, &last);
    struct match m = {.in_name = found_in_ports(s, first, last),
                      .elsewhere = found_in(s, row, COLUMN_DESCRIPTION) | found_in(s, row, COLUMN_ASSIGNEE) |
                                   found_in(s, row, COLUMN_NOTES) | found_in(s, row, COLUMN_REFERENCE) |
                                   found_in(s, row, COLUMN_UNAUTHORIZED)};
    if (s->dates)
        m.elsewhere |= found_in_date(s, row, COLUMN_REGISTERED) | found_in_date(s, row, COLUMN_MODIFIED);
    match_names(s, le24_get(s->records->rows[row].text[row_text_index(COLUMN_NAME)]), &m);
    for (size_t i = 0; i < s->curated_count; i++)
        if (is_for_row(s->records, s->curated[i], row))
            match_names(s, le32_get(s->curated[i]->names), &m);
    return m;
}

static struct match match_line(const struct searcher *s, const struct format_line *line)
{
    uint16_t port = (uint16_t)le32_get(line->port);
    struct match m = {.in_name = found_in_ports(s, port, port),
                      .elsewhere = found_at(s, le32_get(line->file))};
    match_names(s, le32_get(line->names), &m);
    return m;
}

/* ---- filters ---- */

static bool has_transport(const struct search *search, const char *transport)
{
    return !search->transport || strcasecmp(transport, search->transport) == 0;
}

/* A row without a transport is for tcp and udp if it has a name, else for all. */
static bool row_has_transport(const struct searcher *s, uint32_t row)
{
    const char *transport = records_column(s->records, row, COLUMN_TRANSPORT);
    if (*transport)
        return has_transport(s->search, transport);
    return !*records_column(s->records, row, COLUMN_NAME) || has_transport(s->search, "tcp") ||
           has_transport(s->search, "udp");
}

static bool has_port(const struct search *search, uint16_t first, uint16_t last)
{
    return !search->by_port || (first <= last && first <= search->last_port && last >= search->first_port);
}

/* What is missing at the end of the shorter date could make it as late as the other. */
static bool is_since(const struct search *search, const char *date)
{
    return *date && strncmp(date, search->since, MIN(strlen(date), strlen(search->since))) >= 0;
}

static bool row_passes(const struct searcher *s, uint32_t row)
{
    uint16_t first, last;
    records_ports(s->records, row, &first, &last);
    return has_port(s->search, first, last) && row_has_transport(s, row) &&
           (!s->search->by_status || records_status(s->records, row) == s->search->status) &&
           (!s->search->since || is_since(s->search, search_date(s->records, row)));
}

static bool line_passes(const struct searcher *s, const struct format_line *line)
{
    uint16_t port = (uint16_t)le32_get(line->port);
    return has_port(s->search, port, port) &&
           has_transport(s->search, records_text(s->records, le32_get(line->transport))) &&
           (!s->search->by_status || s->search->status == STATUS_ASSIGNED) && !s->search->since;
}

/* ---- applications ---- */

static bool application_passes(const struct search *search, const struct application_item *a)
{
    return (search->word_count > 0 || search->by_port) && has_port(search, a->first, a->last) &&
           has_transport(search, a->transport) && !search->by_status && !search->since;
}

static bool application_matches(const struct searcher *s, uint32_t i, const struct application_item *a)
{
    const struct format_application *stored = &s->records->applications[i];
    uint32_t found = found_at(s, le32_get(stored->program)) | found_at(s, le32_get(stored->what)) |
                     found_in_ports(s, a->first, a->last);
    for (size_t k = 0; k < s->search->word_count; k++)
        if (!(found & 1u << k) && application_has_word(a, s->search->words[k]))
            found |= 1u << k;
    return found == s->all;
}

static void find_applications(struct searcher *s)
{
    for (uint32_t i = 0; i < s->records->application_count; i++) {
        struct application_item a = application_item(s->records, i);
        if (application_passes(s->search, &a) && application_matches(s, i, &a))
            alloc_push(s->hits->application, s->hits->application_count, i);
    }
}

/* ---- hits ---- */

static void add_hit(struct searcher *s, uint32_t i, bool is_local, struct match m)
{
    struct hit hit = {i,
                      m.is_exact  ? 0
                      : m.in_name ? 1
                                  : 2,
                      is_local, s->search->by_date && !is_local ? search_date(s->records, i) : ""};
    if ((m.in_name | m.elsewhere) == s->all)
        alloc_push(s->hits->hit, s->hits->count, hit);
}

static int compare_hits(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    int newer = x->date == y->date ? 0 : strcmp(y->date, x->date);
    if (newer != 0)
        return newer;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->is_local != y->is_local)
        return x->is_local ? -1 : 1;
    return x->i < y->i ? -1 : x->i > y->i;
}

/* Without words the hits are in order already. */
static void sort_hits(struct hits *h)
{
    size_t i = 1;
    while (i < h->count && compare_hits(&h->hit[i - 1], &h->hit[i]) < 0)
        i++;
    if (i < h->count)
        qsort(h->hit, h->count, sizeof *h->hit, compare_hits);
}

void search_run(const struct search *search, const struct records *records, struct hits *ret)
{
    struct searcher s = {.search = search, .records = records, .hits = ret};
    *ret = (struct hits){0};
    for (size_t i = 0; i < search->word_count; i++)
        s.all |= 1u << i;
    s.found = alloc_zero(records->text_size, sizeof *s.found);
    if (s.all) {
        find_words(&s);
        find_curated(&s);
        find_numbers(&s);
        find_assignees(&s);
        find_dates(&s);
    }
    for (uint32_t i = 0; i < records->local_line_count; i++)
        if (line_passes(&s, &records->local_lines[i]))
            add_hit(&s, i, true, match_line(&s, &records->local_lines[i]));
    for (uint32_t i = 0; i < records->row_count; i++)
        if (row_passes(&s, i))
            add_hit(&s, i, false, match_row(&s, i));
    sort_hits(ret);
    find_applications(&s);
    free(s.texts);
    free(s.found);
    free(s.curated);
}
