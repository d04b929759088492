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
    taken(" x 0/ddp\n", "x", 0, "ddp", "");
    taken("x 65535/a/b\r\n", "x", 65535, "a/b", "");
    /* As strtoul in base 0, and any number of slashes. */
    taken("x 010/tcp", "x", 8, "tcp", "read as 8, as glibc does; write 8");
    taken("x 0x1f91/tcp", "x", 8081, "tcp", "read as 8081");
    taken("x 0X1F/tcp", "x", 31, "tcp", "read as 31");
    taken("x 00/tcp", "x", 0, "tcp", "read as 0");
    taken("x +80/tcp", "x", 80, "tcp", "read as 80");
    taken("x 23033//tcp y", "x y", 23033, "tcp", "");
    taken("x 1///t/u/", "x", 1, "t/u/", "");
    taken("HTTP 80/TCP", "HTTP", 80, "TCP", "");
    taken("\xef\xbb\xbfx 1/tcp\n", "x", 1, "tcp", "byte order mark");
    taken(" x 1/tcp", "x", 1, "tcp", "repeats the last bytes");
    taken(" x 1/tcp #", "x", 1, "tcp", "");
    taken("x 1/tcp y \x7f z", "x y z", 1, "tcp", "an alias that is");
    taken("x 1/tcp 0.001995", "x 0.001995", 1, "tcp", "looks like the frequency");
    taken("x 1/tcp y 1.5", "x y 1.5", 1, "tcp", "looks like the frequency");
    taken("x 1/tcp World Wide Web", "x World Wide Web", 1, "tcp", "look like a comment");
    taken("x 1/tcp a server for the y", "x a server for the y", 1, "tcp", "look like a comment");
    taken("x 1/tcp relay for mail", "x relay for mail", 1, "tcp", "look like a comment");
    taken("x 1/tcp old mail relay host", "x old mail relay host", 1, "tcp", "look like a comment");
    taken("x 1/tcp authentication tap ident", "x authentication tap ident", 1, "tcp", "");
    taken("x 1/tcp Y", "x Y", 1, "tcp", "");
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
    assert_string_equal(message, "");
    free(most);
}

static void more_names_than_an_entry_has(void **state)
{
    (void)state;
    char *line = with_aliases(600, 1);
    read_line(line);
    assert_int_equal(lines.count, 3);
    assert_non_null(strstr(message, "over 255 aliases"));
    assert_memory_equal(strtab_at(&text, lines.line[1].names), "name 255 256 ", 13);
    assert_memory_equal(strtab_at(&text, lines.line[2].names), "name 510 511 ", 13);
    assert_true(lines.line[2].port == 1 && lines.line[2].transport == lines.line[0].transport);
    free(line);
    line = with_aliases(240, 254);
    read_line(line);
    assert_int_equal(lines.count, 2);
    assert_non_null(strstr(message, "60000 bytes of names"));
    free(line);
}

static void a_nul_ends_the_line(void **state)
{
    (void)state;
    char line[] = "x 1/tcp y\0 z\n# \0\n";
    message[0] = '\0';
    lines.count = 0;
    parse_services((struct input){line, sizeof line - 1}, "file", &text, &lines, hear, NULL);
    assert_int_equal(lines.count, 1);
    assert_string_equal(strtab_at(&text, lines.line[0].names), "x y");
    assert_non_null(strstr(message, "NUL byte"));
}

static void what_is_refused(void **state)
{
    (void)state;
    refused("http", "not PORT/TRANSPORT");
    refused("http 80", "transport of \"80\" is empty");
    refused("http 09/tcp", "not PORT/TRANSPORT");
    refused("http 0080/tcp", "not PORT/TRANSPORT");
    refused("http 0x/tcp", "not PORT/TRANSPORT");
    refused("http 0b11/tcp", "not PORT/TRANSPORT");
    refused("http +/tcp", "not PORT/TRANSPORT");
    refused("http 80 /tcp", "transport of \"80\" is empty");
    refused("http /tcp", "not PORT/TRANSPORT");
    refused("http 80tcp", "not PORT/TRANSPORT");
    refused("http -1/tcp", "negative; glibc would take its last 16 bits, 65535");
    refused("http #80/tcp", "not PORT/TRANSPORT");
    refused("http\n", "not PORT/TRANSPORT");
    refused("http 80/", "transport of \"80/\" is empty");
    refused("http 80/t\x80p", "transport of");
    refused("http 65536/tcp", "last 16 bits, 0");
    refused("http 99999999999999999999/tcp", "last 16 bits, 65535");
    refused("http 5000000000/tcp", "last 16 bits, 65535");
    refused("h\xc3\xa9 80/tcp", "the name is");
    refused_and_freed(with_repeated("", NAME_LENGTH_MAX + 1, 'n', " 1/tcp"), "the name is over 255");
    refused_and_freed(with_repeated("n 1/", NAME_LENGTH_MAX + 1, 't', ""), "too long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_line_gives), cmocka_unit_test(more_names_than_an_entry_has),
        cmocka_unit_test(a_nul_ends_the_line), cmocka_unit_test(what_is_refused)};
    strtab_init(&text);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    strtab_free(&text);
    free(lines.line);
    return failed;
}
