/* SPDX-License-Identifier: MIT */
/* Applications -> text; see show_applications.h. */
#include "cli/show_applications.h"

#include <stdlib.h>
#include <string.h>

/* Appends "program (what it is)", unless it is there, of another transport. */
static void add_once(struct buffer *ret, const struct application_item *a)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s (%s)", a->program, a->what);
    if (ret->size == 0 || !memmem(ret->data, ret->size, text.data, text.size))
        buffer_printf(ret, "%s%s", ret->size > 0 ? ", " : "", buffer_string(&text));
    free(text.data);
}

static void add_users(const struct details *d, struct told *told, const struct span *span, struct buffer *ret)
{
    for (size_t i = 0; i < told->found->count; i++) {
        struct application_item a = application_item(d->records, told->found->item[i]);
        if (told->is_told[i] || !application_is_at(&a, span))
            continue;
        told->is_told[i] = true;
        add_once(ret, &a);
    }
}

void show_users(const struct details *d, struct page *p, const struct block *b, struct told *told)
{
    struct buffer users = {0};
    for (size_t i = 0; i < b->count; i++)
        add_users(d, told, b->spans[i], &users);
    page_item(p, "commonly used by", buffer_string(&users));
    page_end_line(p);
    free(users.data);
}

static bool is_same(const struct application_item *a, const struct application_item *b)
{
    return a->first == b->first && a->last == b->last && strcmp(a->program, b->program) == 0 &&
           strcmp(a->what, b->what) == 0;
}

/* The next application from position *i on that is not told. *i is moved on, and *ret_place is set to
   "22000/tcp, 22000/udp": also the transports of those after it that are else the same. Returns false if there is
   none. */
static bool find_next(const struct details *d, const struct told *told, size_t *i,
                      struct application_item *ret, struct buffer *ret_place)
{
    char ports[PORTS_TEXT_SIZE];
    ret_place->size = 0;
    for (; *i < told->found->count; ++*i) {
        struct application_item a = application_item(d->records, told->found->item[*i]);
        if (told->is_told[*i] && ret_place->size == 0)
            continue;
        if (ret_place->size == 0)
            *ret = a;
        else if (told->is_told[*i] || !is_same(&a, ret))
            break;
        buffer_printf(ret_place, "%s%s/%s", ret_place->size > 0 ? ", " : "",
                      ports_text(a.first, a.last, ports), a.transport);
    }
    return ret_place->size > 0;
}

/* A block of a program's. */
static void put_program(const struct details *d, struct page *p, const struct application_item *a,
                        const char *place, const char *text)
{
    const char *registered = application_registered(&d->loaded->index, a);
    page_head(p, place, "", text);
    page_item(p, "registered", registered ? registered : "no");
    page_item(p, "source", a->source);
    page_end_line(p);
}

void show_applications(const struct details *d, struct page *p, const struct told *told)
{
    struct application_item a;
    struct buffer place = {0}, text = {0};
    for (size_t i = 0; find_next(d, told, &i, &a, &place);) {
        text.size = 0;
        if (d->target.is_port)
            buffer_printf(&text, "%s is ", buffer_string(&place));
        buffer_printf(&text, "commonly used by %s (%s)", a.program, a.what);
        if (d->target.is_port)
            page_sentence(p, buffer_string(&text));
        else
            put_program(d, p, &a, buffer_string(&place), buffer_string(&text));
    }
    free(place.data);
    free(text.data);
}
