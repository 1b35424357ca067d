#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/attr.h"
#include "stats/quality.h"

static void near(double value, double wanted)
{
    if (!(fabs(value - wanted) <= 1e-12 * fmax(fabs(wanted), 1))) {
        fail_msg("%.15g, wanted %.15g", value, wanted);
    }
}

static void straightlining(void **state UNUSED)
{
    struct straight flat = quality_straight((int64_t[]){3, 3, 3, 3}, 4);
    near(flat.longest, 1);
    near(flat.modal, 1);
    near(flat.spread, 0);
    near(flat.differ, 0);
    /* sd(c(1, 1, 5, 1)) is 2; three of six pairs differ, each by sqrt 4 */
    struct straight mixed = quality_straight((int64_t[]){1, 1, 5, 1}, 4);
    near(mixed.longest, 0.5);
    near(mixed.modal, 0.75);
    near(mixed.spread, 2);
    near(mixed.differ, 1);
    assert_true(isnan(quality_straight((int64_t[]){1}, 1).modal));
}

static void robust(void **state UNUSED)
{
    /* mad(c(1, 2, 3, 4, 100)) is 1.4826 */
    near(quality_robust_z(3 + 3 * 1.4826, quality_robust((double[]){100, 1, 3, 2, 4}, 5)), 3);
    assert_true(isnan(quality_robust_z(3, quality_robust((double[]){1, 2, 3, 4}, 4))));
    assert_true(isnan(quality_robust_z(3, quality_robust((double[]){2, 2, 2, 2, 2}, 5))));
}

static void matching(void **state UNUSED)
{
    const int64_t a[] = {1, 2, 3, -1, 5};
    const int64_t b[] = {1, 2, 4, 4, -1};
    near(quality_match(a, b, 5, 3), 2.0 / 3);
    assert_true(isnan(quality_match(a, b, 5, 4)));
    assert_true(isnan(quality_match(a, b, 0, 0)));
}

static void heaping(void **state UNUSED)
{
    int64_t even[40];
    int64_t heaped[40];
    for (int i = 0; i < 40; i++) {
        even[i] = i;
        heaped[i] = i < 20 ? 40 : 35;
    }
    near(quality_heaping(even, 40).chi_squared, 0);
    near(quality_heaping(even, 40).share, 0.2);
    near(quality_heaping(heaped, 40).chi_squared, 160); /* 2 * 16^2 / 4 + 8 * 4 */
    near(quality_heaping(heaped, 40).share, 1);
    assert_true(isnan(quality_heaping(even, 19).share));
}

static void intraclass(void **state UNUSED)
{
    const double values[] = {9, 11, 10, 20, 22, 21};
    const uint32_t group[] = {0, 0, 0, 1, 1, 1};
    /* mean squares 181.5 and 1, three each */
    near(quality_intraclass(values, group, 6, 2), (181.5 - 1) / (181.5 + 2));
    assert_true(isnan(quality_intraclass(values, (uint32_t[]){0, 0, 0, 0, 0, 0}, 6, 1)));
    assert_true(isnan(quality_intraclass(values, (uint32_t[]){0, 1, 2, 3, 4, 5}, 6, 6)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straightlining), cmocka_unit_test(robust),     cmocka_unit_test(matching),
        cmocka_unit_test(heaping),        cmocka_unit_test(intraclass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
