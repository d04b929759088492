/* SPDX-License-Identifier: MIT */
/* Reading what is in the directory of the live index; see generations.h. */
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "compiler/index_decode.h"
#include "compiler/index_writer.h"
#include "compiler/provenance.h"
#include "index/index.h"
#include "index/live_path.h"
#include "store/generations.h"
#include "store/loaded_index.h"

/* Read an index whose checksum is right; release by free(ret->bytes) if it returns true. Not
   index_verify: an older version may have ordered its entries otherwise, and its rows and local
   files are good all the same. */
static bool read_sound(const char *path, struct input *ret)
{
    struct problem ignored;
    if (file_read(path, ret, &ignored) != EXIT_DONE)
        return false;
    bool sound = ret->length >= FORMAT_FILE_MIN && index_lookup_size(ret->bytes, ret->length) > 0 &&
                 index_stored_crc(ret->bytes) == index_crc(ret->bytes, ret->length);
    if (!sound)
        free(ret->bytes);
    return sound;
}

bool generations_read(const char *path, struct registry *r)
{
    struct input in;
    struct problem ignored;
    registry_init(r);
    if (!path || !read_sound(path, &in))
        return false;
    bool sound = index_decode(in, r, &ignored);
    free(in.bytes);
    if (!sound) { /* half read */
        registry_free(r);
        registry_init(r);
    }
    return sound;
}

static bool read_live_itself(struct registry *r)
{
    struct problem ignored;
    char *path = live_index_path(&ignored);
    bool sound = generations_read(path, r);
    free(path);
    return sound;
}

bool generations_read_live(struct registry *r)
{
    if (read_live_itself(r))
        return true;
    if (access(LIVE_POINTER, F_OK) != 0)
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
    if (read_live_itself(r))
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
    struct problem ignored;
    char *path = vendor_index_path(&ignored);
    bool sound = generations_read(path, r);
    free(path);
    return sound;
}

char *generations_hash(const char *name)
{
    struct input in;
    char path[GENERATION_PATH_SIZE];
    if (!read_sound(generations_path(name, path), &in))
        return NULL;
    char *hash = alloc_string(provenance_text(in.bytes, in.length, PROVENANCE_HASH));
    free(in.bytes);
    return hash;
}
