/* SPDX-License-Identifier: MIT */
/* Names of /etc/services in the index in use; see closed_build.h. */
#include "doctor/closed_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "doctor/findings.h"
#include "store/generations.h"
#include "store/loaded_index.h"

bool closed_build_is_done(char **ret_command)
{
    struct buffer command = {0};
    struct loaded loaded;
    struct registry r;
    bool is_loaded = index_load(NULL, &loaded) == EXIT_DONE, has_services = false;
    generations_read(is_loaded ? loaded.path : NULL, &r);
    buffer_add_string(&command, "iana-services build");
    for (size_t i = 0; i < r.local_file_count; i++) {
        const char *path = registry_text(&r, r.local_files[i]);
        char *word = finding_quote(path);
        buffer_printf(&command, " --local %s", word);
        free(word);
        has_services |= strcmp(path, SERVICES_FILE) == 0;
    }
    buffer_add_string(&command, has_services ? "" : " --local " SERVICES_FILE);
    buffer_add_string(&command, " --closed");
    buffer_add(&command, "", 1);
    *ret_command = (char *)command.data;
    bool done = has_services && r.closed;
    registry_free(&r);
    if (is_loaded)
        index_unload(&loaded);
    return done;
}
