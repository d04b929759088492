/* SPDX-License-Identifier: MIT */
/* What was live before what, and what was rolled back; see generations.h. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/atomic_file.h"
#include "base/file.h"
#include "store/generations.h"
#include "store/loaded_index.h"

#define HISTORY LIVE_DIRECTORY "/history"
#define REFUSED LIVE_DIRECTORY "/refused"

char *generations_live(void)
{
    struct problem ignored;
    char *path = live_index_path(&ignored);
    char *name = path ? alloc_string(strrchr(path, '/') + 1) : NULL;
    free(path);
    return name;
}

/* The text of a file, to be freed; NULL if there is none. */
static char *read_text(const char *path)
{
    struct input in;
    struct problem ignored;
    return file_read(path, &in, &ignored) == EXIT_DONE ? in.bytes : NULL;
}

/* ---- the generations ---- */

const char *generations_path(const char *name, char ret[static GENERATION_PATH_SIZE])
{
    snprintf(ret, GENERATION_PATH_SIZE, "%s%s", GENERATIONS, name);
    return ret;
}

static bool has(const struct generations *g, const char *name)
{
    for (size_t i = 0; i < g->count; i++)
        if (strcmp(g->item[i].name, name) == 0)
            return true;
    return false;
}

/* Appends a name that is a generation's, unless it is there. */
static void add(struct generations *g, const char *name)
{
    size_t n = strlen(name);
    struct generation new;
    if (n == 0 || generation_name_length(name, n) != n || has(g, name))
        return;
    memcpy(new.name, name, n + 1);
    alloc_push(g->item, g->count, new);
}

static void add_words(struct generations *g, char *line)
{
    for (char *word; line && (word = strsep(&line, " "));)
        add(g, word);
}

/* Appends the line of the history that begins with the live generation; if none does, for `current` was
   written by hand, the first. text: is written to. */
static void add_history(struct generations *g, const char *live, char *text)
{
    char *first = strsep(&text, "\n"), *second = strsep(&text, "\n");
    size_t n = live ? strlen(live) : 0;
    bool is_second = n > 0 && second && strncmp(second, live, n) == 0 && strchr(" ", second[n]);
    bool is_first = n > 0 && strncmp(first, live, n) == 0 && strchr(" ", first[n]);
    add_words(g, is_second && !is_first ? second : first);
}

static int last_name_first(const void *a, const void *b)
{
    return strcmp(((const struct generation *)b)->name, ((const struct generation *)a)->name);
}

static void add_others(struct generations *g)
{
    DIR *directory = opendir(GENERATIONS);
    struct dirent *entry;
    size_t known = g->count;
    while (directory && (entry = readdir(directory)))
        add(g, entry->d_name);
    if (directory)
        closedir(directory);
    if (g->count > known)
        qsort(g->item + known, g->count - known, sizeof *g->item, last_name_first);
}

void generations_list(struct generations *ret)
{
    bool has_pointer = live_index_exists();
    char *live = generations_live(), *text = read_text(HISTORY);
    *ret = (struct generations){0};
    if (live)
        add(ret, live);
    if (has_pointer && text)
        add_history(ret, live, text);
    ret->ordered = ret->count;
    add_others(ret);
    if (has_pointer && !text) /* lost: names begin with the registry's date */
        ret->ordered = ret->count;
    free(live);
    free(text);
}

static void write_names(struct buffer *out, const char *top, const struct generations *all, size_t from)
{
    if (top)
        buffer_add_string(out, top);
    for (size_t i = from, n = top != NULL; i < all->ordered && n < KEPT_GENERATIONS; i++)
        if (!top || strcmp(all->item[i].name, top) != 0)
            buffer_printf(out, "%s%s", n++ > 0 ? " " : "", all->item[i].name);
    buffer_add_string(out, "\n");
}

int generations_record(const char *top, const struct generations *all, size_t from)
{
    struct buffer text = {0};
    write_names(&text, top, all, from);
    write_names(&text, NULL, all, 0);
    int status = atomic_file_write(HISTORY, &text, 0444);
    free(text.data);
    return status;
}

/* ---- what was rolled back: a hash a line, the last first ---- */

static bool is_hash(const char *s)
{
    return strlen(s) == 8 && strspn(s, "0123456789abcdef") == 8;
}

/* Writes `first`, unless NULL, and the hashes that the record at `path` has, but for `hash'. */
static int rewrite_refused(const char *path, const char *first, const char *hash)
{
    struct buffer out = {0};
    char *text = read_text(path), *rest = text;
    size_t n = first != NULL;
    if (first)
        buffer_printf(&out, "%s\n", first);
    for (char *line; (line = strsep(&rest, "\n")) && n < REFUSED_MOST;)
        if (is_hash(line) && strcmp(line, hash) != 0) {
            buffer_printf(&out, "%s\n", line);
            n++;
        }
    int status = atomic_file_write(REFUSED, &out, 0444);
    free(out.data);
    free(text);
    return status;
}

int generations_refuse(const char *hash)
{
    return rewrite_refused(REFUSED, hash, hash);
}

int generations_take_refused(const char *path)
{
    bool takes = access(REFUSED, F_OK) != 0 && access(path, F_OK) == 0;
    return takes ? rewrite_refused(path, NULL, "") : EXIT_DONE;
}

void generations_forget_refused(const char *hash)
{
    if (generations_refuses(hash))
        rewrite_refused(REFUSED, NULL, hash);
}

bool generations_refuses(const char *hash)
{
    char *text = read_text(REFUSED), *rest = text;
    bool found = false;
    for (char *line; *hash && !found && (line = strsep(&rest, "\n"));)
        found = strcmp(line, hash) == 0;
    free(text);
    return found;
}

size_t generations_refused(void)
{
    char *text = read_text(REFUSED), *rest = text;
    size_t n = 0;
    for (char *line; (line = strsep(&rest, "\n"));)
        n += *line != '\0';
    free(text);
    return n;
}
