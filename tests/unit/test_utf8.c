/* SPDX-License-Identifier: MIT */
/* Registry text on a terminal and in JSON: control characters are masked, no byte is lost. */
#include "base/utf8.h"
#include "support.h"

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

static void json_is(const char *text, const char *expected)
{
    json_t *value = json_text(text);
    char *printed = json_dumps(value, JSON_ENCODE_ANY);
    assert_string_equal(printed, expected);
    free(printed);
    json_decref(value);
}

static void test_json_texts(void **state)
{
    (void)state;
    json_is("", "null");
    json_is("a\"b\n", "\"a\\\"b\\n\"");
    json_is("Arión", "\"Arión\"");
    json_is("bad \xff!", "\"bad \xef\xbf\xbd!\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_text_is_kept),
        cmocka_unit_test(test_control_characters_are_masked),
        cmocka_unit_test(test_invalid_utf8_is_masked),
        cmocka_unit_test(test_json_texts),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
