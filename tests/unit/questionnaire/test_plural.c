#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attr.h"
#include "questionnaire/questionnaire.h"
#include "tests/support/rows.h"

/* Plural categories: tests/rows/questionnaire-plurals.txt. */

static void test_rows(void **state)
{
    (void)state;
    static const char *const names[] = {"zero", "one", "two", "few", "many", "other"};
    struct rows *rows = rows_open("questionnaire-plurals");
    struct row row;
    while (rows_next(rows, &row)) {
        struct str rest = row.field[1];
        struct str word;
        while (str_split(&rest, ' ', &word)) {
            struct number n = {0};
            rows_check(rows, number_parse(word, &n), "'%.*s' is no number", STR_ARG(word));
            const char *got = names[plural_category(row.field[0], n)];
            rows_check(rows, str_is(row.field[2], got), "%.*s: got %s", STR_ARG(word), got);
        }
    }
    rows_close(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
