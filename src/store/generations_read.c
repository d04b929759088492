/* SPDX-License-Identifier: MIT */
/* Reading what is in the directory of the live index; see generations.h. */
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "compiler/index_decode.h"
#include "compiler/index_writer.h"
#include "index/index.h"
#include "index/live_path.h"
#include "store/generations.h"
#include "store/loaded_index.h"

/* Not index_verify: an older version may have ordered its entries otherwise, and its rows and local
   files are good all the same. */
bool generations_read(const char *path, struct registry *r)
{
    struct input in;
    struct problem ignored;
    registry_init(r);
    if (!path || file_read(path, &in, &ignored) != EXIT_DONE)
        return false;
    bool sound = in.length >= FORMAT_FILE_MIN &&
                 index_stored_crc(in.bytes) == index_crc(in.bytes, in.length) &&
                 index_decode(in, r, &ignored);
    free(in.bytes);
    if (!sound) { /* half read */
        registry_free(r);
        registry_init(r);
    }
    return sound;
}

/* Read the index that a pointer names; find: live_index_path or vendor_index_path. */
static bool read_pointed(char *(*find)(struct problem *), struct registry *r)
{
    struct problem ignored;
    char *path = find(&ignored);
    bool sound = generations_read(path, r);
    free(path);
    return sound;
}

bool generations_read_live(struct registry *r)
{
    if (read_pointed(live_index_path, r))
        return true;
    if (!live_index_exists())
        return false;
    struct generations all;
    bool sound = false;
    generations_list(&all);
    for (size_t i = 0; !sound && i < all.count; i++) {
        char path[GENERATION_PATH_SIZE];
        registry_free(r);
        sound = generations_read(generations_path(all.item[i].name, path), r);
    }
    free(all.item);
    if (!sound)
        complain(
            "the live index is damaged, and with it what local files it had; name them again by build --local");
    return sound;
}

bool generations_read_current(struct registry *r)
{
    if (read_pointed(live_index_path, r))
        return true;
    registry_free(r);
    if (!generations_read_live(r)) {
        registry_free(r);
        generations_read_vendor(r);
    }
    return false;
}

bool generations_read_vendor(struct registry *r)
{
    return read_pointed(vendor_index_path, r);
}

char *generations_hash(const char *name)
{
    struct registry r;
    char path[GENERATION_PATH_SIZE], *hash = NULL;
    if (name ? generations_read(generations_path(name, path), &r) : generations_read_vendor(&r))
        hash = alloc_string(registry_text(&r, r.provenance[PROVENANCE_HASH]));
    registry_free(&r);
    return hash;
}
