#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fieldwork/outcome.h"
#include "fieldwork/rates.h"
#include "tests/support/rows.h"

enum { VISITS_MOST = 16 };

/* "4.2": result and reason; "7.3": an invalid address and why. */
static struct visit parse_visit(struct rows *rows, struct str text)
{
    struct visit visit = {0};
    size_t dot = str_find_char(text, '.', 0);
    int64_t result = 0;
    int64_t detail = 0;
    bool good = str_to_int64(str_slice(text, 0, dot), &result) &&
                (dot == text.len || str_to_int64(str_slice(text, dot + 1, text.len), &detail));
    rows_check(rows, good, "'%.*s' is no visit", STR_ARG(text));
    visit.result = (enum visit_result)result;
    if (visit.result == VISIT_INVALID_ADDRESS) {
        visit.invalid = (enum visit_invalid)detail;
    } else {
        visit.reason = (enum visit_reason)detail;
    }
    return visit;
}

static size_t parse_visits(struct rows *rows, struct str text, struct visit *visits)
{
    size_t n = 0;
    for (size_t at = 0; at < text.len && !str_is(text, "-") && n < VISITS_MOST;) {
        size_t end = str_find_char(text, ' ', at);
        visits[n++] = parse_visit(rows, str_slice(text, at, end - at));
        at = end + 1;
    }
    return n;
}

static enum interview_validity parse_validity(struct rows *rows, struct str text)
{
    static const char *const names[VALIDITIES] = {"-", "valid", "incomplete", "invalid", "opted_out"};
    for (int i = 0; i < VALIDITIES; i++) {
        if (str_is(text, names[i])) {
            return (enum interview_validity)i;
        }
    }
    rows_check(rows, false, "'%.*s' is no validity", STR_ARG(text));
    return INTERVIEW_NONE;
}

static void visits_come_to_outcomes(void **state UNUSED)
{
    struct rows *rows = rows_open("fieldwork-outcomes");
    struct row row;
    bool seen[100] = {false};
    while (rows_next(rows, &row)) {
        struct visit visits[VISITS_MOST];
        int64_t wanted = 0;
        rows_check(rows, str_to_int64(row.field[0], &wanted) && wanted < 100, "an outcome stands first");
        size_t n = parse_visits(rows, row.field[2], visits);
        enum outcome got = final_outcome(visits, n, parse_validity(rows, row.field[1]));
        rows_check(rows, (int64_t)got == wanted, "comes to %d (%s)", (int)got, outcome_row(got)->name);
        seen[wanted] = true;
    }
    for (const struct outcome_row *r = outcome_rows; r->name; r++) {
        assert_true(r->outcome < 100);
        if (!seen[r->outcome]) {
            fail_msg("no row comes to %d (%s)", (int)r->outcome, r->name);
        }
    }
    rows_close(rows);
}

static void unknown_numbers_are_undefined(void **state UNUSED)
{
    assert_int_equal(outcome_row((enum outcome)77)->outcome, OUTCOME_UNDEFINED);
}

static void near(double got, double wanted, double within)
{
    if (!(fabs(got - wanted) <= within)) {
        fail_msg("%.10g, wanted %.10g", got, wanted);
    }
}

/* ESS round 9 in Belgium: gross 3,204, not eligible 107, interviews 1,767; the response rate published
 * is 57.06 %. */
static void response_of_a_real_survey(void **state UNUSED)
{
    struct outcome_counts counts = {{0}};
    outcome_count(&counts, OUTCOME_VALID, 1767);
    outcome_count(&counts, OUTCOME_BUSINESS, 107);
    outcome_count(&counts, OUTCOME_REFUSED, 800);
    outcome_count(&counts, OUTCOME_NO_CONTACT, 530);
    struct rates r = rates_of(&counts);
    near(r.gross, 3204, 0);
    near(r.ineligible, 107, 0);
    near(100 * r.rr[0], 57.06, 0.005);
}

/* By hand: I 40, P 10, R 20, NC 15, O 5, unknown 10, not eligible 10. */
static void rates_by_their_definitions(void **state UNUSED)
{
    struct outcome_counts counts = {{40, 10, 20, 15, 5, 10, 10}};
    struct rates r = rates_of(&counts);
    near(r.gross, 110, 0);
    near(r.eligible_share, 0.9, 1e-12);
    near(r.rr[0], 0.40, 1e-12);
    near(r.rr[1], 0.50, 1e-12);
    near(r.rr[2], 40.0 / 99, 1e-12);
    near(r.rr[3], 50.0 / 99, 1e-12);
    near(r.rr[4], 40.0 / 90, 1e-12);
    near(r.rr[5], 50.0 / 90, 1e-12);
    near(r.coop[0], 40.0 / 75, 1e-12);
    near(r.coop[1], 50.0 / 75, 1e-12);
    near(r.coop[2], 40.0 / 70, 1e-12);
    near(r.coop[3], 50.0 / 70, 1e-12);
    near(r.ref[0], 0.20, 1e-12);
    near(r.ref[1], 20.0 / 99, 1e-12);
    near(r.ref[2], 20.0 / 90, 1e-12);
    near(r.con[0], 0.75, 1e-12);
    near(r.con[1], 75.0 / 99, 1e-12);
    near(r.con[2], 75.0 / 90, 1e-12);
}

static void nobody_gives_no_rate(void **state UNUSED)
{
    struct outcome_counts counts = {{0}};
    struct rates r = rates_of(&counts);
    assert_true(isnan(r.rr[0]) && isnan(r.coop[0]) && isnan(r.con[2]) && r.gross <= 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(visits_come_to_outcomes),   cmocka_unit_test(unknown_numbers_are_undefined),
        cmocka_unit_test(response_of_a_real_survey), cmocka_unit_test(rates_by_their_definitions),
        cmocka_unit_test(nobody_gives_no_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
