#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/hash.h"
#include "stats/disclosure.h"

enum { CASES = 8, KEYS = 3 };

/* The example in the tests of R's sdcMicro, with its results. */
static const int32_t keys[CASES * KEYS] = {2, 3, 1, 3, 3, 3, 2, 3, 1, 2, 3, 2,
                                           3, 3, 1, 3, 3, 1, 1, 4, 1, 2, 3, 1};
static const double weights[CASES] = {18, 45.5, 39, 17, 92, 8, 123.5, 51};

static void as_sdcmicro_has_it(void **state UNUSED)
{
    static const uint32_t wanted[CASES] = {3, 1, 3, 1, 2, 2, 1, 3};
    static const double stand_for[CASES] = {108, 45.5, 108, 17, 100, 100, 123.5, 108};
    static const double risks[CASES] = {0.01369863, 0.08579129, 0.01369863, 0.17707583,
                                        0.01877883, 0.01877883, 0.03931625, 0.01369863};
    uint32_t alike[CASES];
    double sums[CASES];
    disclosure_classes(keys, CASES, KEYS, weights, alike, sums);
    for (size_t i = 0; i < CASES; i++) {
        assert_int_equal(alike[i], wanted[i]);
        assert_true(fabs(sums[i] - stand_for[i]) < 1e-9);
        assert_true(fabs(disclosure_risk(alike[i], sums[i]) - risks[i]) < 1e-8);
    }
    assert_int_equal(disclosure_below(alike, CASES, 2), 3);
    assert_int_equal(disclosure_below(alike, CASES, 3), 5);
    disclosure_classes(keys, CASES, KEYS, NULL, alike, sums);
    assert_true(sums[0] == 3 && disclosure_risk(alike[0], sums[0]) == 1.0 / 3);
}

/* The same with the third key of two cases missing. */
static void as_sdcmicro_has_it_with_gaps(void **state UNUSED)
{
    static const uint32_t wanted[CASES] = {3, 1, 4, 2, 2, 2, 1, 3};
    static const double stand_for[CASES] = {108, 45.5, 125, 56, 100, 100, 123.5, 108};
    int32_t gaps[CASES * KEYS];
    uint32_t alike[CASES];
    double sums[CASES];
    memcpy(gaps, keys, sizeof gaps);
    gaps[2 * KEYS + 2] = gaps[6 * KEYS + 2] = KEY_MISSING;
    disclosure_classes(gaps, CASES, KEYS, weights, alike, sums);
    for (size_t i = 0; i < CASES; i++) {
        assert_int_equal(alike[i], wanted[i]);
        assert_true(fabs(sums[i] - stand_for[i]) < 1e-9);
    }
}

/* Against the definition, pair by pair, with gaps. */
static void as_counted_by_hand(void **state UNUSED)
{
    enum { MANY = 300 };
    static int32_t drawn[MANY * KEYS];
    static uint32_t alike[MANY];
    struct draws draws = draws_new(hash_of(STR("disclosure")));
    for (size_t i = 0; i < MANY * KEYS; i++) {
        drawn[i] = (int32_t)draws_below(&draws, 6) - 1; /* -1: missing */
    }
    disclosure_classes(drawn, MANY, KEYS, NULL, alike, NULL);
    for (size_t i = 0; i < MANY; i++) {
        uint32_t n = 0;
        for (size_t j = 0; j < MANY; j++) {
            bool same = true;
            for (size_t k = 0; k < KEYS; k++) {
                int32_t a = drawn[i * KEYS + k], b = drawn[j * KEYS + k];
                same = same && (a == b || a == KEY_MISSING || b == KEY_MISSING);
            }
            n += same;
        }
        assert_int_equal(alike[i], n);
    }
}

static void nobody(void **state UNUSED)
{
    disclosure_classes(NULL, 0, KEYS, NULL, NULL, NULL);
    assert_int_equal(disclosure_below(NULL, 0, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_sdcmicro_has_it),
        cmocka_unit_test(as_sdcmicro_has_it_with_gaps),
        cmocka_unit_test(as_counted_by_hand),
        cmocka_unit_test(nobody),
    };
    return hash_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
