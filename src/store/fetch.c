/* SPDX-License-Identifier: MIT */
/* A transfer, by curl(1); see fetch.h. */
#include "store/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/error.h"
#include "store/sandbox.h"

#define ARGUMENTS_MAX 32

/* Copies a header's value, without blanks at its ends, where it is printable ASCII that
   fits; else "". */
static void take_value(const char *value, size_t n, char *ret, size_t size)
{
    while (n > 0 && (*value == ' ' || *value == '\t'))
        value++, n--;
    while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t' || value[n - 1] == '\r'))
        n--;
    ret[0] = '\0';
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)value[i] < 0x20 || (unsigned char)value[i] > 0x7e)
            return;
    if (n < size) {
        memcpy(ret, value, n);
        ret[n] = '\0';
    }
}

/* The three digits behind the first blank of a status line, or 0. */
static int read_status(const char *line, size_t n)
{
    const char *p = memchr(line, ' ', n);
    int status = 0;
    if (!p || n - (size_t)(p - line) < 4)
        return 0;
    for (int i = 1; i <= 3; i++) {
        if (p[i] < '0' || p[i] > '9')
            return 0;
        status = status * 10 + (p[i] - '0');
    }
    return status;
}

int fetch_read_headers(const char *text, struct validators *ret)
{
    int status = 0;
    *ret = (struct validators){.etag = ""};
    for (const char *line = text; *line;) {
        size_t n = strcspn(line, "\n");
        if (strncmp(line, "HTTP/", 5) == 0) { /* another response: of a redirect, a proxy */
            *ret = (struct validators){.etag = ""};
            status = read_status(line, n);
        } else if (strncasecmp(line, "etag:", 5) == 0) {
            take_value(line + 5, n - 5, ret->etag, sizeof ret->etag);
        } else if (strncasecmp(line, "last-modified:", 14) == 0) {
            take_value(line + 14, n - 14, ret->last_modified, sizeof ret->last_modified);
        }
        line += n + (line[n] == '\n');
    }
    return status;
}

/* A file without a name, which the child, who is another user, can open as /dev/fd/N.
   Complains and returns -1 where that fails. */
static int make_nameless(const char *directory)
{
    char name[4096];
    snprintf(name, sizeof name, "%s/" TEMPORARY_PREFIX "XXXXXX", directory);
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0 && unlink(name) == 0 && fchmod(fd, 0666) == 0)
        return fd;
    complain("%s: cannot hold a temporary file: %s", directory, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

static int read_nameless(int fd, struct input *ret, struct problem *problem)
{
    char path[32];
    snprintf(path, sizeof path, "/dev/fd/%d", fd);
    return file_read(path, ret, problem);
}

/* files: the body and the headers, 3 and 4 to curl. */
static int run_curl(const char *url, const struct validators *v, const int files[2], bool quiet)
{
    char etag[sizeof v->etag + 20], modified[sizeof v->last_modified + 24];
    bool show_progress = isatty(STDERR_FILENO) && !quiet;
    const char *argv[ARGUMENTS_MAX] = {"curl",
                                       "--disable",
                                       "--proto",
                                       "=https,file",
                                       "--proto-redir",
                                       "=https",
                                       "--location",
                                       "--max-redirs",
                                       "5",
                                       "--globoff",
                                       "--fail",
                                       "--connect-timeout",
                                       "30",
                                       "--max-time",
                                       "900",
                                       "--speed-limit",
                                       "100",
                                       "--speed-time",
                                       "60",
                                       "--max-filesize",
                                       "67108864",
                                       "--output",
                                       "/dev/fd/3",
                                       "--dump-header",
                                       "/dev/fd/4",
                                       "--show-error",
                                       show_progress ? "--progress-bar" : "--silent"};
    size_t n = 27;
    snprintf(etag, sizeof etag, "If-None-Match: %s", v->etag);
    snprintf(modified, sizeof modified, "If-Modified-Since: %s", v->last_modified);
    if (*v->etag)
        argv[n++] = "--header", argv[n++] = etag;
    else if (*v->last_modified)
        argv[n++] = "--header", argv[n++] = modified;
    argv[n++] = "--";
    argv[n++] = url;
    return sandbox_exec((char *const *)(void *)argv, INPUT_SIZE_MAX + 1, files);
}

/* What the transfer says, as a status of ours. */
static int judge(const char *url, int curl, int headers, struct validators *v, const struct validators *had)
{
    struct input in;
    struct problem problem;
    int http = 0;
    if (curl == 0 && read_nameless(headers, &in, &problem) == EXIT_DONE) {
        http = fetch_read_headers(in.bytes, v);
        free(in.bytes);
    }
    if (curl == 127)
        complain("curl is not installed: install it, or give update a file");
    else if (curl != 0)
        complain("%s: the transfer failed (curl: %d); the index stays as it is", url, curl);
    else if (http == 304 && (*had->etag || *had->last_modified))
        return EXIT_NO;
    else if (http != 0 && http != 200)
        complain("%s: the server answers %d; the index stays as it is", url, http);
    else
        return EXIT_DONE;
    return EXIT_SYSTEM;
}

int fetch(const char *url, const char *directory, bool quiet, struct validators *v, struct input *ret)
{
    struct validators had = *v;
    struct problem problem;
    int status = EXIT_SYSTEM, files[2] = {make_nameless(directory), -1};
    if (files[0] >= 0)
        files[1] = make_nameless(directory);
    if (files[1] >= 0)
        status = judge(url, run_curl(url, &had, files, quiet), files[1], v, &had);
    if (status == EXIT_DONE && (status = read_nameless(files[0], ret, &problem)) != EXIT_DONE)
        complain_about(url, &problem);
    for (int i = 0; i < 2; i++)
        if (files[i] >= 0)
            close(files[i]);
    return status;
}
