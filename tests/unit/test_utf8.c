/* SPDX-License-Identifier: MIT */
/* Registry text on a terminal and in JSON: control characters are masked, no byte is lost. */
#include "base/utf8.h"
#include "support.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/terminal.h"
#include "view/json.h"

static void masks(const char *text, const char *expected)
{
    struct buffer b = {0};
    utf8_mask(&b, text, strlen(text));
    buffer_add(&b, "", 1);
    assert_string_equal((char *)b.data, expected);
    free(b.data);
}

static void test_plain_text_is_kept(void **state)
{
    (void)state;
    masks("World Wide Web HTTP", "World Wide Web HTTP");
    masks("Arión, 日本, 🙂", "Arión, 日本, 🙂");
}

static void test_control_characters_are_masked(void **state)
{
    (void)state;
    masks("\x1b[31mred\x07", "\\x1b[31mred\\x07");
    masks("a\tb\nc\x7f", "a\\x09b\\x0ac\\x7f");
    masks("\xc2\x9b"
          "31m",
          "\\u009b31m"); /* C1: CSI in one character */
    masks("\xe2\x80\xae"
          "evil",
          "\\u202eevil"); /* right to left */
    masks("\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069");
}

static void test_invalid_utf8_is_masked(void **state)
{
    (void)state;
    masks("\xff\xc3(", "\\xff\\xc3(");
    masks("\xc0\x9b", "\\xc0\\x9b"); /* overlong */
    masks("cut off \xe2\x80", "cut off \\xe2\\x80");
}

/* The text has no NUL, and the page after it cannot be read. */
static void masks_at_page_end(const char *text, size_t n, const char *expected)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(pages != MAP_FAILED);
    assert_int_equal(mprotect(pages + page, page, PROT_NONE), 0);
    memcpy(pages + page - n, text, n);
    struct buffer b = {0};
    utf8_mask(&b, pages + page - n, n);
    buffer_add(&b, "", 1);
    assert_string_equal((char *)b.data, expected);
    free(b.data);
    munmap(pages, 2 * page);
}

static void test_nothing_after_the_text_is_read(void **state)
{
    (void)state;
    masks_at_page_end("\xe2\x80", 2, "\\xe2\\x80");
    masks_at_page_end("x\x1b", 2, "x\\x1b");
    masks_at_page_end("\0", 1, "\\x00");
    struct buffer b = {0};
    utf8_mask(&b, "\xc3\xa9", 1); /* "é", cut in its middle */
    buffer_add(&b, "", 1);
    assert_string_equal((char *)b.data, "\\xc3");
    free(b.data);
}

/* Made and written by jansson, and written as it is made. */
static void json_is(const char *string, const char *expected)
{
    json_t *value = json_text(string);
    char *printed = json_dumps(value, JSON_ENCODE_ANY);
    assert_string_equal(printed, expected);
    free(printed);
    json_decref(value);
    struct buffer text = {0};
    json_put_text(&(struct json_out){.text = &text}, NULL, string);
    assert_string_equal(buffer_string(&text), expected);
    free(text.data);
}

static void test_json_texts(void **state)
{
    (void)state;
    json_is("", "null");
    json_is("a\"b\n", "\"a\\\"b\\n\"");
    json_is("Arión", "\"Arión\"");
    json_is("bad \xff!", "\"bad \xef\xbf\xbd!\"");
    json_is("\xc3", "\"\xef\xbf\xbd\"");
    json_is("\b\f\r\t\\/\x1f\x7f", "\"\\b\\f\\r\\t\\\\/\\u001F\x7f\"");
}

static void folded_is(const char *text, const char *expected)
{
    char copy[64];
    size_t n = strlen(text);
    memcpy(copy, text, n + 1);
    utf8_fold(copy, n);
    assert_string_equal(copy, expected);
}

static void test_letters_become_lower_case(void **state)
{
    (void)state;
    folded_is("FORTÉ", "forté");
    folded_is("Ěłšžý ŁŠŽÝ ΑΩ ДЖ", "ěłšžý łšžý αω дж");
    folded_is("\u0130\u1e9e", "\u0130\u1e9e"); /* their lower case is shorter */
    folded_is("A\xff\xc3Z", "a\xff\xc3z");
    char cut[] = "\xc3\x89";
    utf8_fold(cut, 1);
    assert_string_equal(cut, "\xc3\x89");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_text_is_kept),
        cmocka_unit_test(test_control_characters_are_masked),
        cmocka_unit_test(test_invalid_utf8_is_masked),
        cmocka_unit_test(test_nothing_after_the_text_is_read),
        cmocka_unit_test(test_json_texts),
        cmocka_unit_test(test_letters_become_lower_case),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
