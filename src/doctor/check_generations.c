/* SPDX-License-Identifier: MIT */
/* doctor: the generations at hand, and the one that rollback returns to. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "doctor/checks.h"
#include "store/generations.h"
#include "store/loaded_index.h"
#include "store/pointer.h"

#define ROLLBACK "`iana-services rollback' goes back to it"

/* Lists one; use: what it is for. Returns whether it is sound. */
static bool list(struct findings *f, const char *name, const char *use)
{
    char path[GENERATION_PATH_SIZE];
    struct registry r;
    struct stat st;
    if (stat(generations_path(name, path), &st) != 0)
        return false;
    bool sound = generations_read(path, &r);
    char date[DATES_TEXT_SIZE];
    if (sound)
        finding_add(f, "generation", VERDICT_OK, "%s: registry of %s, %jd bytes; %s", name,
                    dates_text(registry_dates(&r), date), (intmax_t)st.st_size, use);
    else
        finding_add(f, "generation", VERDICT_NOTE, "%s: damaged or not readable; rollback passes it over",
                    name);
    registry_free(&r);
    return sound;
}

/* What is wrong with it is check_index's. */
static void list_vendor(struct findings *f)
{
    struct problem ignored;
    char *path = vendor_index_path(&ignored);
    bool usable = path && index_acceptable(path, FORMAT_FILE_MAX, &ignored);
    if (usable)
        finding_add(f, "generation", VERDICT_OK, "the vendor's index: " ROLLBACK);
    else
        finding_add(f, "generation", VERDICT_NOTE,
                    "the vendor's index cannot be used: `iana-services rollback' has nothing to go back to");
    free(path);
}

void check_generations(struct findings *f)
{
    struct generations all;
    char *live = generations_live();
    bool found = false; /* the one that rollback returns to */
    generations_list(&all);
    for (size_t i = 0; i < all.count; i++) {
        bool is_live = live && strcmp(all.item[i].name, live) == 0;
        bool is_next = !found && !is_live && i < all.ordered;
        found |= list(f, all.item[i].name, is_live ? "live" : is_next ? ROLLBACK : "kept") && is_next;
    }
    if (all.ordered > 0 && !found)
        list_vendor(f);
    free(all.item);
    free(live);
}
