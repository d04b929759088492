/* SPDX-License-Identifier: MIT */
/* The parser of services(5) files: what it takes from a line, and its messages about lines that are invalid
   or read differently from what a person expects. */
#include "support.h"

#include "base/buffer.h"
#include "registry/parse.h"

static struct strtab text;
static struct lines lines;
static char message[256];

static void hear(void *context, const struct problem *problem)
{
    (void)context;
    assert_true(problem->line == 1);
    snprintf(message, sizeof message, "%s", problem->what);
}

static void read_line(const char *line)
{
    struct input in = {strdup(line), strlen(line)};
    message[0] = '\0';
    lines.count = 0;
    parse_services(in, "file", &text, &lines, hear, NULL);
    free(in.bytes);
}

/* word, then n times c, then more. */
static char *with_repeated(const char *word, size_t n, char c, const char *more)
{
    struct buffer b = {0};
    buffer_add_string(&b, word);
    for (size_t i = 0; i < n; i++)
        buffer_add(&b, &c, 1);
    buffer_printf(&b, "%s", more);
    buffer_add(&b, "", 1);
    return (char *)b.data;
}

static char *with_aliases(size_t count, size_t length)
{
    struct buffer b = {0};
    buffer_add_string(&b, "name 1/tcp");
    for (size_t i = 0; i < count; i++)
        buffer_printf(&b, " %0*zu", (int)length, i);
    buffer_add(&b, "", 1);
    return (char *)b.data;
}

static void taken(const char *line, const char *names, uint32_t port, const char *transport,
                  const char *warning)
{
    read_line(line);
    assert_int_equal(lines.count, 1);
    assert_string_equal(strtab_at(&text, lines.line[0].names), names);
    assert_string_equal(strtab_at(&text, lines.line[0].transport), transport);
    assert_int_equal(lines.line[0].port, port);
    if (*warning ? !strstr(message, warning) : *message)
        fail_msg("%s: message \"%s\"", line, message);
}

static void refused(const char *line, const char *warning)
{
    read_line(line);
    assert_int_equal(lines.count, 0);
    if (!strstr(message, warning) || (!*warning && *message))
        fail_msg("%.60s: message \"%s\"", line, message);
}

static void refused_and_freed(char *line, const char *warning)
{
    refused(line, warning);
    free(line);
}

static void what_a_line_gives(void **state)
{
    (void)state;
    taken("http\t80/tcp  www\vwww-http # comment", "http www www-http", 80, "tcp", "");
    taken(" x 0/ddp", "x", 0, "ddp", "");
    taken("x 65535/a/b\r\n", "x", 65535, "a/b", "");
    taken("x 010/tcp", "x", 10, "tcp", "leading zero");
    refused("", "");
    refused("# http 80/tcp", "");
    refused("  \t ", "");
    char *most = with_repeated("", NAME_LENGTH_MAX, 'n', " 1/tcp");
    read_line(most);
    assert_int_equal(lines.count, 1);
    free(most);
    most = with_aliases(255, 1);
    read_line(most);
    assert_int_equal(lines.count, 1);
    free(most);
}

static void what_is_refused(void **state)
{
    (void)state;
    refused("http", "not PORT/TRANSPORT");
    refused("http 80", "not PORT/TRANSPORT");
    refused("http /tcp", "not PORT/TRANSPORT");
    refused("http 80tcp", "not PORT/TRANSPORT");
    refused("http -1/tcp", "not PORT/TRANSPORT");
    refused("http #80/tcp", "not PORT/TRANSPORT");
    refused("http\n", "not PORT/TRANSPORT");
    refused("http 80/", "transport of \"80/\" is empty");
    refused("http 80/t\x80p", "transport of");
    refused("http 65536/tcp", "last 16 bits, 0");
    refused("http 99999999999999999999/tcp", "last 16 bits, 65535");
    refused("http 5000000000/tcp", sizeof(long) == 8 ? "last 16 bits, 61952" : "last 16 bits, 65535");
    refused("h\xc3\xa9 80/tcp", "the name is");
    refused("http 80/tcp \x7f", "an alias is");
    refused_and_freed(with_repeated("", NAME_LENGTH_MAX + 1, 'n', " 1/tcp"), "the name is over 255");
    refused_and_freed(with_repeated("n 1/", NAME_LENGTH_MAX + 1, 't', ""), "too long");
    refused_and_freed(with_repeated("n 1/tcp ", NAME_LENGTH_MAX + 1, 'a', ""), "an alias is over 255");
    refused_and_freed(with_aliases(256, 1), "more than 255 aliases");
    refused_and_freed(with_aliases(240, 254), "60000 bytes of names");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_a_line_gives),
                                       cmocka_unit_test(what_is_refused)};
    strtab_init(&text);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    strtab_free(&text);
    free(lines.line);
    return failed;
}
