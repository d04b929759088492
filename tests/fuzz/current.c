/* SPDX-License-Identifier: MIT */
/* Fuzz target: the bytes of the file `current', read by the module and by the command.
   Both take the same name or both refuse, and it never leads out of gen/. */
#include "../../nss/snapshot.c"

#include "fuzz.h"

char *live_index_path(struct problem *); /* of store/loaded_index.h */

static void write_current(const uint8_t *data, size_t size)
{
    static int fd = -1;
    if (fd < 0) {
        mkdir(IANA_STATEDIR, 0755);
        mkdir(LIVE_DIRECTORY, 0755);
        unlink(LIVE_POINTER);
        fd = open(LIVE_POINTER, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    }
    require(fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
}

/* What the module makes of it; "" where it refuses. */
static void ask_module(char path[static sizeof GENERATIONS + GENERATION_NAME_MAX + 1])
{
    struct identity identity;
    int fd = open_file(LIVE_POINTER);
    memcpy(path, GENERATIONS, sizeof GENERATIONS);
    require(fd >= 0);
    if (!read_pointer(fd, &identity, path + strlen(GENERATIONS)))
        path[0] = '\0';
    close_file(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char module[sizeof GENERATIONS + GENERATION_NAME_MAX + 1];
    struct problem problem = {0};
    write_current(data, size);
    ask_module(module);
    char *command = live_index_path(&problem);
    require(strcmp(module, command ? command : "") == 0);
    if (command) {
        const char *name = command + strlen(GENERATIONS);
        require(strncmp(command, GENERATIONS, strlen(GENERATIONS)) == 0);
        require(*name != '\0' && *name != '.' && !strchr(name, '/'));
    } else {
        require(problem.what[0] != '\0');
    }
    free(command);
    return 0;
}
