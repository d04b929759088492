/* SPDX-License-Identifier: MIT */
/* Names of /etc/services in the index in use; see closed_build.h. */
#include "doctor/closed_build.h"

#include <stdlib.h>
#include <string.h>

#include "doctor/findings.h"
#include "store/generations.h"
#include "store/loaded_index.h"
#include "store/pointer.h"

/* The index that answers, as far as that can be told without a complaint: check_index tells what is wrong. */
static void read_used(struct registry *r)
{
    struct problem ignored;
    char *path = live_index_path(&ignored);
    bool usable = path && index_acceptable(path, FORMAT_FILE_MAX, &ignored);
    if (!generations_read(usable ? path : NULL, r)) {
        registry_free(r);
        generations_read_vendor(r);
    }
    free(path);
}

void closed_build_add_local(struct buffer *command, const char *path)
{
    char *word = finding_quote(path);
    buffer_printf(command, " --local %s", word);
    free(word);
}

bool closed_build_is_done(char **ret_command)
{
    struct buffer command = {0};
    struct registry r;
    bool has_services = false;
    read_used(&r);
    buffer_add_string(&command, "iana-services build");
    for (size_t i = 0; i < r.local_file_count; i++) {
        const char *path = registry_text(&r, r.local_files[i]);
        closed_build_add_local(&command, path);
        has_services |= strcmp(path, SERVICES_FILE) == 0;
    }
    buffer_add_string(&command, has_services ? "" : " --local " SERVICES_FILE);
    buffer_add_string(&command, " --closed");
    *ret_command = buffer_string(&command);
    bool done = has_services && r.closed;
    registry_free(&r);
    return done;
}
