#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"

static int start(void **state UNUSED)
{
    return hash_init() ? 0 : -1;
}

static void expect_hex(struct hash hash, const char *wanted)
{
    char hex[HASH_HEX];
    assert_int_equal(hash_hex(&hash, hex).len, 64);
    assert_string_equal(hex, wanted);
}

/* BLAKE2b with 32 bytes: the values that b2sum -l 256 and Python's hashlib give too. */
static void known_answers(void **state UNUSED)
{
    expect_hex(hash_of(STR("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    expect_hex(hash_of(STR("abc")), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add(&hasher, "a", 1);
    hasher_add(&hasher, NULL, 0);
    hasher_add(&hasher, "bc", 2);
    expect_hex(hasher_end(&hasher), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void lengths_part_what_is_added(void **state UNUSED)
{
    struct hasher a;
    struct hasher b;
    hasher_start(&a);
    hasher_add_str(&a, STR("a"));
    hasher_add_str(&a, STR("bc"));
    hasher_start(&b);
    hasher_add_str(&b, STR("ab"));
    hasher_add_str(&b, STR("c"));
    struct hash one = hasher_end(&a);
    struct hash two = hasher_end(&b);
    assert_false(hash_equal(&one, &two));
    /* The bytes themselves, so that no machine or version may change them. */
    hasher_start(&a);
    hasher_add_str(&a, STR("ab"));
    hasher_add_int(&a, -2);
    struct hash whole = hash_of(STR("\2\0\0\0\0\0\0\0ab\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF"));
    struct hash parts = hasher_end(&a);
    assert_true(hash_equal(&parts, &whole));
}

static void hex_there_and_back(void **state UNUSED)
{
    struct hash hash = hash_of(STR("veldwerk"));
    char hex[HASH_HEX];
    struct hash back = {{0}};
    assert_true(hash_from_hex(hash_hex(&hash, hex), &back));
    assert_true(hash_equal(&hash, &back));
    back.bytes[31] ^= 1;
    assert_false(hash_equal(&hash, &back));
    assert_false(hash_from_hex((struct str){hex, 63}, &back));
    assert_false(hash_from_hex(STR(""), &back));
    hex[5] = 'g';
    assert_false(hash_from_hex((struct str){hex, 64}, &back));
    hex[5] = 'A';
    assert_false(hash_from_hex((struct str){hex, 64}, &back));
}

static void random_differs(void **state UNUSED)
{
    uint8_t a[16] = {0};
    uint8_t b[16] = {0};
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

/* Fixed for ever: a study's random orders must come out the same on every machine and version. */
static void draws_are_fixed(void **state UNUSED)
{
    static const uint64_t wanted[] = {0x8d67e5b8cddcfdbeu, 0x32d3c056d96fbedbu, 0x5aacedf15642ab8bu,
                                      0xd8c39be0bc6925b5u, 0x4155ee03f1017106u, 0x7c3b10000d716f80u};
    struct draws draws = draws_new(hash_of(STR("seed:case-17:q5")));
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        assert_true(draws_next(&draws) == wanted[i]);
    }
    uint32_t items[10];
    for (uint32_t i = 0; i < 10; i++) {
        items[i] = i;
    }
    static const uint32_t order[] = {9, 6, 5, 1, 8, 2, 7, 3, 4, 0};
    draws = draws_new(hash_of(STR("seed:case-17:q5")));
    draws_shuffle(&draws, items, 10);
    assert_memory_equal(items, order, sizeof order);
}

static void draws_are_even(void **state UNUSED)
{
    enum { KINDS = 7, TIMES = 70000 };
    struct draws draws = draws_new(hash_of(STR("even")));
    unsigned seen[KINDS] = {0};
    for (int i = 0; i < TIMES; i++) {
        seen[draws_below(&draws, KINDS)]++;
    }
    double chi = 0;
    for (int k = 0; k < KINDS; k++) {
        double off = (double)seen[k] - TIMES / (double)KINDS;
        chi += off * off / (TIMES / (double)KINDS);
    }
    assert_true(chi < 22.46); /* 6 degrees of freedom, p = 0.001 */
    assert_true(chi > 0.38);  /* and not too even to be drawn */
}

/* All 24 orders of four things are equally likely. */
static void shuffles_are_even(void **state UNUSED)
{
    enum { TIMES = 48000 };
    struct draws draws = draws_new(hash_of(STR("shuffle")));
    unsigned seen[256] = {0};
    for (int i = 0; i < TIMES; i++) {
        uint32_t items[4] = {0, 1, 2, 3};
        draws_shuffle(&draws, items, 4);
        seen[items[0] << 6 | items[1] << 4 | items[2] << 2 | items[3]]++;
    }
    unsigned orders = 0;
    double chi = 0;
    for (int k = 0; k < 256; k++) {
        double off = (double)seen[k] - TIMES / 24.0;
        orders += seen[k] > 0;
        chi += seen[k] ? off * off / (TIMES / 24.0) : 0;
    }
    assert_int_equal(orders, 24);
    assert_true(chi < 49.73); /* 23 degrees of freedom, p = 0.001 */
}

static void draws_at_the_edges(void **state UNUSED)
{
    struct draws draws = draws_new(hash_of(STR("edges")));
    struct draws same = draws;
    assert_int_equal(draws_below(&draws, 1), 0);
    assert_true(draws_next(&draws) == draws_next(&same)); /* one possibility uses up no draw */
    for (int i = 0; i < 1000; i++) {
        assert_true(draws_below(&draws, UINT32_MAX) < UINT32_MAX);
        assert_true(draws_below(&draws, 2) < 2);
    }
    draws_shuffle(&draws, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),     cmocka_unit_test(lengths_part_what_is_added),
        cmocka_unit_test(random_differs),    cmocka_unit_test(hex_there_and_back),
        cmocka_unit_test(draws_are_even),    cmocka_unit_test(draws_are_fixed),
        cmocka_unit_test(shuffles_are_even), cmocka_unit_test(draws_at_the_edges),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
