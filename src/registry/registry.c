/* SPDX-License-Identifier: MIT */
/* The registry as data; see registry.h. */
#include "registry/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"

const char *const column_titles[COLUMNS] = {
    "Service Name", "Port Number",  "Transport Protocol",        "Description",
    "Assignee",     "Contact",      "Registration Date",         "Modification Date",
    "Reference",    "Service Code", "Unauthorized Use Reported", "Assignment Notes",
};

void registry_init(struct registry *r)
{
    *r = (struct registry){.rows = NULL};
    strtab_init(&r->text);
}

void registry_free(struct registry *r)
{
    strtab_free(&r->text);
    free(r->rows);
    free(r->curated.line);
    free(r->locals.line);
    free(r->local_files);
    free(r->applications);
    free(r->application_files);
    free(r->people);
    free(r->references);
    free(r->head);
    free(r->links);
}

uint32_t registry_copy_text(const struct registry *from, uint32_t text, struct registry *to)
{
    const char *s = registry_text(from, text);
    return strtab_add(&to->text, s, strlen(s));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Parse a decimal number up to 65535 and move *p past it. */
static bool parse_port(const char **p, const char *end, uint32_t *ret)
{
    uint32_t n = 0;
    const char *start = *p;
    for (; *p < end && is_digit(**p); ++*p) {
        n = n * 10 + (uint32_t)(**p - '0');
        if (n > 65535)
            return false;
    }
    *ret = n;
    return *p > start;
}

static bool parse_ports(struct field f, struct ports *ret, size_t line, struct problem *problem)
{
    const char *p = f.bytes, *end = f.bytes + f.length;
    uint32_t first = 0, last;
    if (f.length == 0) {
        *ret = PORTS_NONE;
        return true;
    }
    bool sound = parse_port(&p, end, &first);
    last = first;
    if (sound && p < end && *p == '-') {
        p++;
        sound = parse_port(&p, end, &last);
    }
    if (!sound || p != end)
        return problem_set(problem, line,
                           "port \"%.*s\" is neither a number from 0 to 65535 nor a range; correct it",
                           (int)(f.length < 40 ? f.length : 40), f.bytes);
    if (first > last)
        return problem_set(problem, line, "port range %u-%u is reversed; put the smaller number first", first,
                           last);
    *ret = (struct ports){(uint16_t)first, (uint16_t)last};
    return true;
}

static bool check_name(struct field f, size_t line, struct problem *problem)
{
    if (f.length > NAME_LENGTH_MAX)
        return problem_set(problem, line, "name of %zu bytes; shorten it to at most %u", f.length,
                           NAME_LENGTH_MAX);
    for (size_t i = 0; i < f.length; i++)
        if ((unsigned char)f.bytes[i] < 0x20 || f.bytes[i] == 0x7f)
            return problem_set(problem, line, "control character 0x%02x in a name; remove it",
                               (unsigned char)f.bytes[i]);
    return true;
}

/* A transport is the end of a word, "80/tcp", in services(5): nothing in it may end that word. */
static bool check_transport(struct field f, size_t line, struct problem *problem)
{
    if (f.length > NAME_LENGTH_MAX)
        return problem_set(problem, line, "transport of %zu bytes; shorten it to at most %u", f.length,
                           NAME_LENGTH_MAX);
    for (size_t i = 0; i < f.length; i++)
        if ((unsigned char)f.bytes[i] <= 0x20 || (unsigned char)f.bytes[i] >= 0x7f || f.bytes[i] == '#' ||
            f.bytes[i] == '/')
            return problem_set(problem, line, "byte 0x%02x in a transport; remove it",
                               (unsigned char)f.bytes[i]);
    return true;
}

/* IANA writes transports in lower case, and so do programs that ask for them. */
static uint32_t add_transport(struct registry *r, struct field f)
{
    char lower[NAME_LENGTH_MAX];
    bool has_capitals = false;
    for (size_t i = 0; i < f.length; i++) {
        bool is_capital = f.bytes[i] >= 'A' && f.bytes[i] <= 'Z';
        lower[i] = (char)(is_capital ? f.bytes[i] + 'a' - 'A' : f.bytes[i]);
        has_capitals |= is_capital;
    }
    r->folded_transports += has_capitals;
    return strtab_add(&r->text, lower, f.length);
}

bool registry_push_row(struct registry *r, struct row row, size_t line, struct problem *problem)
{
    if (row.column[COLUMN_NAME] && ports_any(row.ports))
        r->entry_bound += (row.ports.last - row.ports.first + 1ul) * (row.column[COLUMN_TRANSPORT] ? 1 : 2);
    if (r->entry_bound > FORMAT_FILE_MAX / sizeof(struct format_entry))
        return problem_set(problem, line,
                           "more names and ports than an index of %u MiB holds; make the ranges smaller",
                           FORMAT_FILE_MAX >> 20);
    alloc_push(r->rows, r->row_count, row);
    return true;
}

/* Whether a text, if it is not "", is a date; counts it if not. */
static bool check_date(struct registry *r, uint32_t text, size_t line)
{
    if (!text || is_date(registry_text(r, text)))
        return text;
    if (r->no_date_count++ == 0)
        r->no_date = (struct dated){text, line};
    return false;
}

void registry_set_updated(struct registry *r, uint32_t date, size_t line)
{
    if (check_date(r, date, line))
        r->updated = (struct dated){date, line};
}

static void add_date(struct registry *r, uint32_t date, size_t line)
{
    if (check_date(r, date, line) && strcmp(registry_text(r, date), registry_text(r, r->newest_row.text)) > 0)
        r->newest_row = (struct dated){date, line};
}

bool registry_add_row(struct registry *r, const struct field field[COLUMNS], size_t line,
                      struct problem *problem)
{
    struct row row = {.column = {0}};
    if (!check_name(field[COLUMN_NAME], line, problem) ||
        !check_transport(field[COLUMN_TRANSPORT], line, problem) ||
        !parse_ports(field[COLUMN_PORT], &row.ports, line, problem))
        return false;
    row.is_range =
        row.ports.first == row.ports.last && memchr(field[COLUMN_PORT].bytes, '-', field[COLUMN_PORT].length);
    for (enum column c = 0; c < COLUMNS; c++)
        if (c == COLUMN_TRANSPORT)
            row.column[c] = add_transport(r, field[c]);
        else if (c != COLUMN_PORT)
            row.column[c] = strtab_add(&r->text, field[c].bytes, field[c].length);
    add_date(r, row.column[COLUMN_REGISTERED], line);
    add_date(r, row.column[COLUMN_MODIFIED], line);
    return registry_push_row(r, row, line, problem);
}

static bool starts_with(struct field f, const char *prefix)
{
    size_t n = strlen(prefix);
    return f.length > n && memcmp(f.bytes, prefix, n) == 0;
}

static size_t digits_from(struct field f, size_t i)
{
    size_t start = i;
    while (i < f.length && is_digit(f.bytes[i]))
        i++;
    return i - start;
}

const char *reference_type(struct field label)
{
    if (starts_with(label, "RFC") && digits_from(label, 3) == label.length - 3)
        return "rfc";
    if (starts_with(label, "draft-") || starts_with(label, "RFC-"))
        return "draft";
    if (starts_with(label, "http://") || starts_with(label, "https://"))
        return "uri";
    return label.length > 0 && digits_from(label, 0) == label.length ? "note" : "text";
}

void registry_add_reference(struct registry *r, struct field label, const char *type, struct field data,
                            const char *section)
{
    bool same = strcmp(type, "text") == 0 ||
                (label.length == data.length && strncasecmp(label.bytes, data.bytes, data.length) == 0);
    if (same && !*section && strcmp(reference_type(label), type) == 0)
        return;
    struct reference reference = {
        strtab_add(&r->text, label.bytes, label.length), strtab_add(&r->text, type, strlen(type)),
        strtab_add(&r->text, data.bytes, data.length), strtab_add(&r->text, section, strlen(section))};
    alloc_push(r->references, r->reference_count, reference);
}

static int compare_references(const void *a, const void *b, void *registry)
{
    const struct reference *x = a, *y = b;
    int c = strcmp(registry_text(registry, x->label), registry_text(registry, y->label));
    return c ? c : memcmp(x, y, sizeof *x);
}

static int compare_people(const void *a, const void *b, void *registry)
{
    const struct person *x = a, *y = b;
    int c = strcmp(registry_text(registry, x->id), registry_text(registry, y->id));
    return c ? c : memcmp(x, y, sizeof *x);
}

static int compare_links(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    return x->text != y->text ? (x->text < y->text ? -1 : 1) : x->at < y->at ? -1 : x->at > y->at;
}

static void sort_links(struct registry *r)
{
    size_t n = 0;
    if (r->link_count > 0)
        qsort(r->links, r->link_count, sizeof *r->links, compare_links);
    for (size_t i = 0; i < r->link_count; i++)
        if (n == 0 || compare_links(&r->links[n - 1], &r->links[i]) != 0)
            r->links[n++] = r->links[i];
    r->link_count = n;
}

/* Sort people and references by what is between the brackets: the view searches them by bisection. */
static void sort_labels(struct registry *r)
{
    size_t n = 0;
    if (r->person_count > 0)
        qsort_r(r->people, r->person_count, sizeof *r->people, compare_people, r);
    if (r->reference_count > 0)
        qsort_r(r->references, r->reference_count, sizeof *r->references, compare_references, r);
    for (size_t i = 0; i < r->reference_count; i++)
        if (n == 0 || compare_references(&r->references[n - 1], &r->references[i], r) != 0)
            r->references[n++] = r->references[i];
    r->reference_count = n;
}

static uint32_t add_string(struct registry *r, const char *s)
{
    return strtab_add(&r->text, s, strlen(s));
}

void registry_state_date(struct registry *r, const char *date)
{
    r->provenance[PROVENANCE_DATE] = add_string(r, date);
    r->provenance[PROVENANCE_DATE_KIND] = add_string(r, "stated");
}

struct dates registry_dates(const struct registry *r)
{
    return (struct dates){registry_text(r, r->provenance[PROVENANCE_DATE]),
                          registry_text(r, r->provenance[PROVENANCE_NEWEST_ROW])};
}

bool registry_finish(struct registry *r, struct problem *problem)
{
    bool named = false;
    sort_labels(r);
    sort_links(r);
    for (size_t i = 0; i < r->row_count && !named; i++)
        named = r->rows[i].column[COLUMN_NAME] != 0;
    r->provenance[PROVENANCE_DATE] = r->updated.text;
    r->provenance[PROVENANCE_DATE_KIND] = r->updated.text ? add_string(r, "published") : 0;
    r->provenance[PROVENANCE_NEWEST_ROW] = r->newest_row.text;
    if (!named)
        return problem_set(
            problem, 0, "no row has a service name; is this the registry of service names and port numbers?");
    return true;
}

char *ports_text(uint16_t first, uint16_t last, char ret[static PORTS_TEXT_SIZE])
{
    if (first > last)
        ret[0] = '\0';
    else if (first == last)
        snprintf(ret, PORTS_TEXT_SIZE, "%u", first);
    else
        snprintf(ret, PORTS_TEXT_SIZE, "%u-%u", first, last);
    return ret;
}

bool name_is_writable(const char *name)
{
    size_t n = 0;
    while (name[n] > 0x20 && name[n] < 0x7f && name[n] != '#') /* false for bytes over 0x7f, signed or not */
        n++;
    return name[n] == '\0' && n > 0 && n <= NAME_LENGTH_MAX;
}

static const char *const first_transports[] = {"tcp", "udp", "sctp", "dccp"};

static size_t transport_class(const char *transport)
{
    size_t i = 0;
    while (i < sizeof first_transports / sizeof *first_transports &&
           strcmp(transport, first_transports[i]) != 0)
        i++;
    return i;
}

int transport_compare(const char *a, const char *b)
{
    size_t ca = transport_class(a), cb = transport_class(b);
    return ca != cb ? (ca < cb ? -1 : 1) : strcmp(a, b);
}
