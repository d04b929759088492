/* SPDX-License-Identifier: MIT */
/* replay FILE|FOLDER...: calls a fuzz target with each file, and prints how many. */
#include <dirent.h>
#include <errno.h>

#include "fuzz.h"

static size_t count;

static void replay_file(const char *path)
{
    struct input in;
    struct problem problem;
    if (file_read(path, &in, &problem) != 0) {
        fprintf(stderr, "%s: %s\n", path, problem.what);
        exit(2);
    }
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput((const uint8_t *)in.bytes, in.length);
    free(in.bytes);
    count++;
}

static void replay(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder && errno == ENOTDIR)
        replay_file(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char *file = NULL;
        if (entry->d_name[0] == '.' || asprintf(&file, "%s/%s", path, entry->d_name) < 0)
            continue;
        replay_file(file);
        free(file);
    }
    if (folder)
        closedir(folder);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    printf("%zu\n", count);
    return 0;
}
