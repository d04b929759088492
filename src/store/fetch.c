/* SPDX-License-Identifier: MIT */
/* A transfer, by curl(1); see fetch.h. */
#include "store/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/error.h"
#include "store/sandbox.h"

/* Create a file without a name, which a child that is another user can open as /dev/fd/N.
   Complains and returns -1 if that fails. */
static int make_nameless(const char *directory)
{
    char name[4096];
    snprintf(name, sizeof name, "%s/" TEMPORARY_PREFIX "XXXXXX", directory);
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0 && unlink(name) == 0 && fchmod(fd, 0666) == 0)
        return fd;
    complain("%s: cannot create a temporary file: %s", directory, strerror(errno));
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

/* Run curl: the body goes to the file `body`, and to `report` the status and the validators
   of the last response, after redirects and proxies. Returns curl's exit status. */
static int run_curl(const char *url, const struct validators *had, bool quiet, int body, int report)
{
    char condition[sizeof had->etag + 32];
    if (*had->etag)
        snprintf(condition, sizeof condition, "If-None-Match: %s", had->etag);
    else /* curl sends no header that is empty */
        snprintf(condition, sizeof condition, "If-Modified-Since: %s", had->last_modified);
    bool show_progress = isatty(STDERR_FILENO) && !quiet;
    /* clang-format off */
    const char *argv[] = {
        "curl", "--disable", "--globoff", "--fail",
        "--proto", "=https,file", "--proto-redir", "=https", "--location", "--max-redirs", "5",
        "--connect-timeout", "30", "--max-time", "900", "--speed-limit", "100", "--speed-time", "60",
        "--max-filesize", "67108864", "--compressed",
        "--header", condition,
        "--output", "/dev/fd/3",
        "--write-out", "%{http_code}\n%header{etag}\n%header{last-modified}\n",
        "--show-error", show_progress ? "--progress-bar" : "--silent",
        "--", url, NULL,
    };
    /* clang-format on */
    return sandbox_exec(argv, INPUT_SIZE_MAX + 1, body, report);
}

/* Copy a header's value if it can be sent again: printable ASCII that fits; else "". curl
   before 7.84 prints "%header{etag}" itself, which is no value either. */
static void copy_value(const char *value, char *ret, size_t size)
{
    bool usable = value && *value != '%' && strlen(value) < size;
    for (const char *p = value; usable && *p; p++)
        usable = *p >= 0x20 && *p <= 0x7e;
    snprintf(ret, size, "%s", usable ? value : "");
}

/* Read what run_curl had written. Returns the status, 0 for file:. */
static int read_report(int report, struct validators *ret)
{
    struct input in;
    struct problem ignored;
    *ret = (struct validators){.etag = ""};
    if (read_nameless(report, &in, &ignored) != EXIT_DONE)
        return 0;
    char *rest = in.bytes;
    int http = atoi(strsep(&rest, "\n"));
    copy_value(strsep(&rest, "\n"), ret->etag, sizeof ret->etag);
    copy_value(strsep(&rest, "\n"), ret->last_modified, sizeof ret->last_modified);
    free(in.bytes);
    return http;
}

/* Make a transfer's outcome one of our exit statuses. */
static int judge(const char *url, int curl, int http, bool conditional)
{
    if (curl == 127)
        complain("curl is not installed: install it, or give update a file");
    else if (curl != 0)
        complain("%s: the transfer failed (curl: %d); the index stays as it is", url, curl);
    else if (http == 304 && conditional)
        return EXIT_NO;
    else if (http != 0 && http != 200)
        complain("%s: the server answers %d; the index stays as it is", url, http);
    else
        return EXIT_DONE;
    return EXIT_SYSTEM;
}

static int transfer(const char *url, bool quiet, struct validators *v, int body, int report,
                    struct input *ret)
{
    struct problem problem;
    bool conditional = *v->etag || *v->last_modified;
    int curl = run_curl(url, v, quiet, body, report);
    int status = judge(url, curl, curl == 0 ? read_report(report, v) : 0, conditional);
    if (status == EXIT_DONE && (status = read_nameless(body, ret, &problem)) != EXIT_DONE)
        complain_about(url, &problem);
    return status;
}

int fetch(const char *url, const char *directory, bool quiet, struct validators *v, struct input *ret)
{
    int body = make_nameless(directory);
    int report = body < 0 ? -1 : make_nameless(directory);
    int status = report < 0 ? EXIT_SYSTEM : transfer(url, quiet, v, body, report, ret);
    if (body >= 0)
        close(body);
    if (report >= 0)
        close(report);
    return status;
}
