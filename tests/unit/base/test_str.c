#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

static void finds(void **state UNUSED)
{
    struct str s = STR("abcabd");
    assert_int_equal(str_find(s, STR("abd"), 0), 3);
    assert_int_equal(str_find(s, STR("abc"), 0), 0);
    assert_int_equal(str_find(s, STR("abc"), 1), 6);
    assert_int_equal(str_find(s, STR("abe"), 0), 6);
    assert_int_equal(str_find(s, STR(""), 2), 2);
    assert_int_equal(str_find(s, STR("abcabdx"), 0), 6);
    assert_int_equal(str_find(s, STR("d"), 9), 6);
    assert_int_equal(str_find_char(s, 'b', 2), 4);
    assert_int_equal(str_find_char(s, 'x', 0), 6);
    assert_int_equal(str_find_char(s, 'a', 6), 6);
    assert_int_equal(str_find_char((struct str){NULL, 0}, 'a', 0), 0);
}

static void compares(void **state UNUSED)
{
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_int_equal(str_compare(STR("ab"), STR("ab")), 0);
    assert_true(str_compare(STR("z"), STR("\xC3\xA9")) < 0); /* bytes are unsigned */
    assert_int_equal(str_compare((struct str){NULL, 0}, STR("")), 0);
    assert_true(str_starts(STR("veld"), STR("ve")) && !str_starts(STR("v"), STR("ve")));
    assert_true(str_ends(STR("veld"), STR("ld")) && !str_ends(STR("d"), STR("ld")));
    assert_true(str_ends(STR("ld"), STR("ld")) && str_starts(STR("ve"), STR("ve")));
    assert_true(str_hash(STR("a")) == 0xaf63dc4c8601ec8cu); /* the published value for FNV-1a */
}

static void slices_within(void **state UNUSED)
{
    assert_true(str_is(str_slice(STR("veld"), 1, 2), "el"));
    assert_true(str_is(str_slice(STR("veld"), 1, SIZE_MAX), "eld"));
    assert_int_equal(str_slice(STR("veld"), 9, 2).len, 0);
    assert_true(str_is(str_trim(STR(" \t\r\n a b \v\f")), "a b"));
    assert_int_equal(str_trim(STR("  ")).len, 0);
}

static void splits(void **state UNUSED)
{
    struct str rest = STR("a,,b,");
    struct str part;
    const char *const wanted[] = {"a", "", "b", ""};
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        assert_true(str_split(&rest, ',', &part));
        assert_true(str_is(part, wanted[i]));
    }
    assert_false(str_split(&rest, ',', &part));
    rest = STR("");
    assert_true(str_split(&rest, ',', &part) && part.len == 0);
    assert_false(str_split(&rest, ',', &part));
}

static void reads_numbers(void **state UNUSED)
{
    static const struct {
        const char *text;
        bool fine;
        int64_t value;
    } rows[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1x", false, 0},
        {"--1", false, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t value = 0;
        if (str_to_int64(str_from(rows[i].text), &value) != rows[i].fine || value != rows[i].value) {
            fail_msg("'%s'", rows[i].text);
        }
    }
}

static void suggests(void **state UNUSED)
{
    const struct str words[] = {STR("friends"), STR("family"), STR("work"), STR("ab")};
    assert_int_equal(str_closest(STR("friend"), words, 4), 0);
    assert_int_equal(str_closest(STR("freinds"), words, 4), 0); /* a swap is one edit */
    assert_int_equal(str_closest(STR("riends"), words, 4), 0);
    assert_int_equal(str_closest(STR("xxfriends"), words, 4), 0);
    assert_int_equal(str_closest(STR("friendsx"), words, 4), 0);
    assert_int_equal(str_closest(STR("wrok"), words, 4), 2);
    assert_int_equal(str_closest(STR("worm"), words, 4), 2);
    assert_int_equal(str_closest(STR("warm"), words, 4), 4); /* two edits of four letters */
    assert_int_equal(str_closest(STR("famyly"), words, 4), 1);
    assert_int_equal(str_closest(STR("fmyl"), words, 4), 4);
    assert_int_equal(str_closest(STR("ba"), words, 4), 3);
    assert_int_equal(str_closest(STR(""), words, 4), 4);
    assert_int_equal(str_closest(STR("work"), NULL, 0), 0);
    char big[65];
    memset(big, 'a', sizeof big);
    const struct str long_one = {big, sizeof big};
    assert_int_equal(str_closest(STR("aaa"), &long_one, 1), 1);
    assert_int_equal(str_closest(long_one, &long_one, 1), 1);
    /* The first of equals. */
    const struct str equals[] = {STR("aaab"), STR("aaac")};
    assert_int_equal(str_closest(STR("aaad"), equals, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds),  cmocka_unit_test(compares),      cmocka_unit_test(slices_within),
        cmocka_unit_test(splits), cmocka_unit_test(reads_numbers), cmocka_unit_test(suggests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
