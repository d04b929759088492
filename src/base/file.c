/* Files in; see input.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/options.h"
#include "base/alloc.h"

static int read_all(int fd, struct input *ret, struct problem *problem)
{
    struct stat st;
    size_t capacity = 1 << 16;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && (size_t)st.st_size <= INPUT_SIZE_MAX)
        capacity = (size_t)st.st_size + 2;
    *ret = (struct input){.bytes = memory_get(capacity)};
    for (;;) {
        ssize_t n = read(fd, ret->bytes + ret->length, capacity - ret->length - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            problem_set(problem, 0, "cannot be read: %s", strerror(errno));
            return EXIT_SYSTEM;
        }
        ret->length += (size_t)n;
        ret->bytes[ret->length] = '\0';
        if (n == 0)
            return EXIT_DONE;
        if (ret->length > INPUT_SIZE_MAX) {
            problem_set(problem, 0, "over %zu MiB; this cannot be the registry", INPUT_SIZE_MAX >> 20);
            return EXIT_BAD_INPUT;
        }
        if (capacity - ret->length == 1)
            ret->bytes = memory_resize(ret->bytes, capacity *= 2);
    }
}

int input_read(const char *path, struct input *ret, struct problem *problem)
{
    *ret = (struct input){0};
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        problem_set(problem, 0, "cannot be opened: %s", strerror(errno));
        return EXIT_SYSTEM;
    }
    int status = read_all(fd, ret, problem);
    if (fd != STDIN_FILENO)
        close(fd);
    if (status != EXIT_DONE) {
        free(ret->bytes);
        *ret = (struct input){0};
    }
    return status;
}

size_t utf8_length(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s;
    if (n == 0 || p[0] < 0x80)
        return n > 0;
    size_t length = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || n < length)
        return 0;
    unsigned char low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (p[i] < 0x80 || p[i] > 0xbf)
            return 0;
    return length;
}

static size_t line_of(struct input in, const unsigned char *p)
{
    size_t line = 1;
    for (const char *q = in.bytes; q < (const char *)p; q++)
        line += *q == '\n';
    return line;
}

/* How many bytes from p on are ASCII, in steps of 32. */
static size_t ascii_length(const unsigned char *p, const unsigned char *end)
{
    const unsigned char *start = p;
    uint64_t word[4];
    for (; end - p >= (ptrdiff_t)sizeof word; p += sizeof word) {
        memcpy(word, p, sizeof word);
        if ((word[0] | word[1] | word[2] | word[3]) & 0x8080808080808080u)
            break;
    }
    return (size_t)(p - start);
}

static bool check_bytes(struct input in, struct problem *problem)
{
    const unsigned char *p = (const unsigned char *)in.bytes, *end = p + in.length;
    const unsigned char *nul = memchr(p, 0, in.length);
    if (nul)
        return problem_set(problem, line_of(in, nul), "NUL byte; this is not a text file, get it again");
    for (;;) {
        p += ascii_length(p, end);
        for (int i = 0; i < 32; i++) {
            if (p == end)
                return true;
            size_t n = utf8_length((const char *)p, (size_t)(end - p));
            if (n == 0)
                return problem_set(problem, line_of(in, p), "byte 0x%02x is not valid UTF-8; get the file again", *p);
            p += n;
        }
    }
}

static bool looks_like_html(const char *s)
{
    while (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n')
        s++;
    return strncasecmp(s, "<!doctype html", 14) == 0 || strncasecmp(s, "<html", 5) == 0;
}

bool input_check_text(struct input in, struct problem *problem)
{
    if (in.length == 0)
        return problem_set(problem, 0, "empty; get the file again");
    if (in.length >= 2 && memcmp(in.bytes, "\x1f\x8b", 2) == 0)
        return problem_set(problem, 1, "compressed by gzip; run gunzip on it first");
    if (looks_like_html(in.bytes))
        return problem_set(problem, 1, "an HTML page, not the registry; get the CSV or XML file itself");
    if (!check_bytes(in, problem))
        return false;
    if (in.bytes[in.length - 1] != '\n')
        return problem_set(problem, line_of(in, (const unsigned char *)in.bytes + in.length), "no newline at the end: the file was cut off; get it again");
    return true;
}
