#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/str.h"
#include "stats/agreement.h"
#include "stats/calibrate.h"
#include "stats/estimate.h"
#include "stats/interval.h"
#include "stats/weights.h"

static int start(void **state UNUSED)
{
    return hash_init() ? 0 : -1;
}

static void near(double value, double wanted, double relative)
{
    if (!(fabs(value - wanted) <= relative * fmax(fabs(wanted), 1e-300))) {
        fail_msg("%.15g, wanted %.15g", value, wanted);
    }
}

/* ---- intervals; the values are R's ---------------------------------------------------------------- */

static void quantiles(void **state UNUSED)
{
    near(normal_quantile(0.975), 1.9599639845400536, 1e-14);
    near(normal_quantile(0.01), -2.3263478740408408, 1e-14);
    near(normal_quantile(0.5001), 0.0002506628300880075, 1e-12);
    assert_true(isnan(normal_quantile(0)) && isnan(normal_quantile(1)));
    near(student_quantile(0.975, 3), 3.1824463052837078, 1e-13);
    near(student_quantile(0.9, 41.5), 1.3022863138829646, 1e-13);
    near(student_quantile(0.6, 1), 0.3249196962329063, 1e-13);
    near(student_quantile(0.025, 3), -3.1824463052837078, 1e-13);
    assert_true(isnan(student_quantile(0.5, 0)));
}

static void wilson_by_hand(void **state UNUSED)
{
    /* prop.test(15, 20, correct = FALSE) */
    struct interval i = wilson(15, 20, 0.95);
    near(i.low, 0.5312991223812560, 1e-12);
    near(i.high, 0.8881382985923343, 1e-12);
    i = wilson(0, 0, 0.95);
    assert_true(i.low == 0 && i.high == 1);
    assert_true(wilson(5, 5, 0.95).high == 1 && wilson(0, 5, 0.95).low == 0);
    assert_true(wilson_at_least(95, 100, 0.95) > wilson(95, 100, 0.95).low);
}

/* ---- agreement -------------------------------------------------------------------------------------- */

static void kappa_of_a_small_table(void **state UNUSED)
{
    struct two_coders a = agreement_of_table((double[]){20, 5, 10, 15}, 2, 0.95);
    near(a.observed, 0.7, 1e-15);
    near(a.expected, 0.5, 1e-15);
    near(a.kappa, 0.4, 1e-14);
    near(a.standard_error, 0.127, 0.005);
}

static void prevalence_fools_kappa_and_not_ac1(void **state UNUSED)
{
    struct two_coders a = agreement_of_table((double[]){118, 5, 2, 0}, 2, 0.95);
    near(a.observed, 0.944, 1e-12);
    near(a.kappa, -0.0233918128654971, 1e-9);
    near(a.ac1, 0.941, 0.001);
}

static void one_category_is_no_agreement(void **state UNUSED)
{
    struct two_coders a = agreement_of_table((double[]){30, 0, 0, 0}, 2, 0.95);
    assert_false(a.defined);
    near(a.observed, 1, 0);
    a = agreement_of_table((double[]){0, 0, 0, 0}, 2, 0.95);
    assert_true(!a.defined && isnan(a.observed));
    a = agreement_of_table((double[]){7}, 1, 0.95);
    assert_false(a.defined);
}

static void left_out_units_do_not_count(void **state UNUSED)
{
    int32_t first[] = {0, 0, 1, 1, UNCODED, 1};
    int32_t second[] = {0, 1, 1, 1, 0, UNCODED};
    struct two_coders a = agreement_of(first, second, 6, 2, 0.95);
    near(a.units, 4, 0);
    near(a.observed, 0.75, 1e-15);
}

/* Krippendorff's own example: four observers, twelve units, some missing. */
static void alpha_of_krippendorffs_example(void **state UNUSED)
{
    enum { U = 12, X = UNCODED };
    static const int32_t by_observer[4][U] = {{1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X},
                                              {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3},
                                              {X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X},
                                              {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X}};
    int32_t codes[U * 4];
    for (size_t u = 0; u < U; u++) {
        for (size_t c = 0; c < 4; c++) {
            codes[u * 4 + c] = by_observer[c][u];
        }
    }
    near(alpha_of(codes, U, 4, 6, distance_nominal, NULL).value, 0.743, 0.001);
    near(alpha_of(codes, U, 4, 6, distance_ordinal, NULL).value, 0.815, 0.001);
    near(alpha_of(codes, U, 4, 6, distance_interval, NULL).value, 0.849, 0.001);
    near(alpha_of(codes, U, 4, 6, distance_ratio, NULL).value, 0.797, 0.001);
    assert_int_equal(alpha_of(codes, U, 4, 6, distance_nominal, NULL).units, 11);
    struct draws draws = draws_new(hash_of(STR("alpha")));
    struct alpha a = alpha_with_interval(codes, U, 4, 6, distance_nominal, NULL, 0.95, 500, &draws);
    assert_true(a.interval.low < a.value && a.value < a.interval.high && a.interval.low > 0.3);
    struct draws same = draws_new(hash_of(STR("alpha")));
    struct alpha b = alpha_with_interval(codes, U, 4, 6, distance_nominal, NULL, 0.95, 500, &same);
    assert_true(a.interval.low == b.interval.low && a.interval.high == b.interval.high);
}

static void alpha_of_nothing(void **state UNUSED)
{
    int32_t alike[] = {1, 1, 1, 1};
    int32_t single[] = {1, UNCODED, UNCODED, 2};
    assert_false(alpha_of(alike, 2, 2, 3, distance_nominal, NULL).defined);
    assert_false(alpha_of(single, 2, 2, 3, distance_nominal, NULL).defined);
    assert_false(alpha_of(NULL, 0, 2, 3, distance_nominal, NULL).defined);
}

/* ---- calibration ------------------------------------------------------------------------------------ */

static void calibration_rises(void **state UNUSED)
{
    struct judged judged[] = {{0.9, true},  {0.1, false}, {0.3, true},
                              {0.4, false}, {0.8, true},  {0.2, false}};
    struct calibration c = calibrate(judged, 6);
    assert_int_equal(c.n, 3);
    near(calibrated(&c, 0.0, 0.5), 0, 0);
    near(calibrated(&c, 0.35, 0.5), 0.5, 1e-12); /* 0.3 right and 0.4 wrong are one step */
    near(calibrated(&c, 0.95, 0.5), 1, 0);
    for (double s = 0; s < 1; s += 0.01) {
        assert_true(calibrated(&c, s, 0.5) <= calibrated(&c, s + 0.01, 0.5) + 1e-12);
    }
    calibration_free(&c);
    c = calibrate(NULL, 0);
    near(calibrated(&c, 0.3, 0.5), 0.5, 0);
    calibration_free(&c);
}

/* ---- weights and estimates; the values are those of R's survey package on the same sample ------------- */

enum { N = 60 };

struct made {
    double w[N], y[N], p[N];
    bool a1[N], h2[N];
    int32_t h[N], a[N], b[N];
    struct margin margins[2];
    struct sample sample;
};

static const double strata_population[] = {900, 700, 500, 400};
static const double population_a[] = {1000, 800, 700};
static const double population_b[] = {1300, 1200};

static void make(struct made *m)
{
    for (int i = 0; i < N; i++) {
        m->h[i] = i % 4;
        m->a[i] = i * 7 % 3;
        m->b[i] = (i * 5 + i / 6) % 2;
        m->y[i] = i * 37 % 11 / 10.0;
        m->p[i] = i * 13 % 7 < 3;
        m->w[i] = strata_population[m->h[i]] / 15;
        m->a1[i] = m->a[i] == 1;
        m->h2[i] = m->h[i] == 2;
    }
    m->margins[0] = (struct margin){m->a, population_a, 3};
    m->margins[1] = (struct margin){m->b, population_b, 2};
    m->sample = (struct sample){
        .n = N, .weights = m->w, .stratum = m->h, .strata = 4, .population = strata_population};
}

static void estimates_by_design(void **state UNUSED)
{
    struct made m;
    make(&m);
    struct estimate e = estimate_mean(&m.sample, m.y, NULL);
    near(e.value, 0.49386666666666668, 1e-12);
    near(e.standard_error, 0.04393746205037987, 1e-12);
    near(e.design_effect, 1.15909396802707998, 1e-9);
    near(e.df, 56, 0);
    e = estimate_mean(&m.sample, m.p, m.a1);
    near(e.value, 0.392, 1e-12);
    near(e.standard_error, 0.1159984078708472, 1e-12);
    near(e.design_effect, 1.0990518807054430, 1e-9);
    e = estimate_mean(&m.sample, m.p, NULL);
    struct interval i = logit_interval(e.value, e.standard_error, e.df, 0.95);
    near(i.low, 0.2959184256287853, 1e-9);
    near(i.high, 0.5631760397624266, 1e-9);
    bool nobody[N] = {false};
    assert_false(estimate_mean(&m.sample, m.p, nobody).defined);
}

static void estimates_after_raking(void **state UNUSED)
{
    struct made m;
    make(&m);
    struct raking r = rake(m.w, N, m.margins, 2, 1e-13, 200);
    assert_true(r.converged && !r.empty && r.iterations < 50);
    near(m.w[0], 71.64879613016772, 1e-10);
    near(m.w[4], 57.22599065703382, 1e-10);
    m.sample.margins = m.margins;
    m.sample.margins_n = 2;
    struct estimate e = estimate_mean(&m.sample, m.y, NULL);
    near(e.value, 0.4893498448675437, 1e-10);
    near(e.standard_error, 0.0432205709269792, 1e-10);
    near(e.design_effect, 1.1349588667637671, 1e-9);
    e = estimate_mean(&m.sample, m.p, m.h2);
    near(e.value, 0.4161900999217687, 1e-10);
    near(e.standard_error, 0.1315785364217224, 1e-10);
}

static void trimming_keeps_the_total(void **state UNUSED)
{
    struct made m;
    make(&m);
    rake(m.w, N, m.margins, 2, 1e-13, 200);
    size_t cut = trim_weights(m.w, N, 50);
    double total = 0;
    for (int i = 0; i < N; i++) {
        total += m.w[i];
        assert_true(m.w[i] <= 50 + 1e-9);
    }
    assert_true(cut > 0);
    near(total, 2500, 1e-12);
    near(m.w[0], 50, 1e-12);
    near(m.w[1], 49.52095522204178, 1e-9);
    near(m.w[2], 32.16392780502875, 1e-9);
    near(effective_size((double[]){1, 1, 2}, 3), 16.0 / 6, 1e-15);
}

static void raking_names_an_empty_category(void **state UNUSED)
{
    struct made m;
    make(&m);
    double population[] = {1000, 800, 600, 100};
    m.margins[0] = (struct margin){m.a, population, 4};
    struct raking r = rake(m.w, N, m.margins, 2, 1e-13, 200);
    assert_true(r.empty && r.empty_margin == 0 && r.empty_category == 3 && !r.converged);
    near(m.w[0], 60, 0);
}

static void a_lonely_case_counts(void **state UNUSED)
{
    double w[] = {10, 10, 10, 5};
    double y[] = {1, 0, 1, 1};
    int32_t h[] = {0, 0, 0, 1};
    struct sample s = {.n = 4, .weights = w, .stratum = h, .strata = 2};
    struct estimate e = estimate_mean(&s, y, NULL);
    assert_true(e.lonely_stratum && e.standard_error > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles),
        cmocka_unit_test(wilson_by_hand),
        cmocka_unit_test(kappa_of_a_small_table),
        cmocka_unit_test(prevalence_fools_kappa_and_not_ac1),
        cmocka_unit_test(one_category_is_no_agreement),
        cmocka_unit_test(left_out_units_do_not_count),
        cmocka_unit_test(alpha_of_krippendorffs_example),
        cmocka_unit_test(alpha_of_nothing),
        cmocka_unit_test(calibration_rises),
        cmocka_unit_test(estimates_by_design),
        cmocka_unit_test(estimates_after_raking),
        cmocka_unit_test(trimming_keeps_the_total),
        cmocka_unit_test(raking_names_an_empty_category),
        cmocka_unit_test(a_lonely_case_counts),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
