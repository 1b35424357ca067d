#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/date.h"
#include "tests/support/rows.h"

static const struct date today = {2026, 11, 14};

static void reads_dates(void **state UNUSED)
{
    struct rows *rows = rows_open("base-dates");
    struct row row;
    while (rows_next(rows, &row)) {
        struct date date = {1, 2, 3};
        bool typed = str_is(row.field[0], "typed");
        bool fine =
            typed ? date_parse_typed(row.field[1], today, &date) : date_parse_iso(row.field[1], &date);
        char text[DATE_TEXT_MAX];
        struct str got = fine ? date_format(date, text) : STR("-");
        rows_equal(rows, got, row.field[2], row.field[1].ptr);
        rows_check(rows, fine || date.year == 1, "'%s' is no date but was written", row.field[1].ptr);
    }
    rows_close(rows);
}

static void counts_ages(void **state UNUSED)
{
    struct rows *rows = rows_open("base-ages");
    struct row row;
    while (rows_next(rows, &row)) {
        struct date birth = {0};
        struct date day = {0};
        rows_check(rows, date_parse_iso(row.field[0], &birth) && date_parse_iso(row.field[1], &day), "dates");
        int lowest = -1;
        int highest = -1;
        bool fine = date_age(birth, date_first(day), &lowest, &highest);
        if (str_is(row.field[2], "-")) {
            rows_check(rows, !fine, "born later but %d to %d", lowest, highest);
            continue;
        }
        int64_t wanted[2] = {0};
        rows_check(rows, str_to_int64(row.field[2], &wanted[0]) && str_to_int64(row.field[3], &wanted[1]),
                   "ages");
        rows_check(rows, fine && lowest == wanted[0] && highest == wanted[1], "%d to %d", lowest, highest);
    }
    rows_close(rows);
}

/* Every day of a partial date against the two ends that date_age gives. */
static void ages_hold_for_every_day(void **state UNUSED)
{
    const struct date births[] = {{2000, 0, 0}, {2000, 2, 0}, {1999, 12, 0}};
    for (size_t b = 0; b < ARRAY_LEN(births); b++) {
        for (int32_t at = days_from_civil(2003, 1, 1); at < days_from_civil(2005, 1, 1); at++) {
            int lowest = 0;
            int highest = 0;
            assert_true(date_age(births[b], at, &lowest, &highest));
            int least = 999;
            int most = -1;
            for (int32_t day = date_first(births[b]); day <= date_last(births[b]); day++) {
                int low = 0;
                int high = 0;
                assert_true(date_age(date_from_days(day), at, &low, &high));
                assert_int_equal(low, high);
                least = low < least ? low : least;
                most = low > most ? low : most;
            }
            assert_int_equal(lowest, least);
            assert_int_equal(highest, most);
        }
    }
}

static void counts_days(void **state UNUSED)
{
    assert_int_equal(days_from_civil(1970, 1, 1), 0);
    assert_int_equal(days_from_civil(2000, 3, 1), 11017);
    assert_int_equal(days_from_civil(1969, 12, 31), -1);
    /* Every day of the years we know, counted one by one, there and back. */
    int32_t count = days_from_civil(1000, 1, 1);
    for (int year = 1000; year <= 9999; year++) {
        for (unsigned month = 1; month <= 12; month++) {
            for (unsigned day = 1; day <= days_in_month(year, month); day++, count++) {
                struct date back = date_from_days(count);
                if (days_from_civil(year, month, day) != count || back.year != year || back.month != month ||
                    back.day != day) {
                    fail_msg("%d-%u-%u", year, month, day);
                }
            }
        }
    }
    assert_int_equal(count, days_from_civil(10000, 1, 1));
}

static void knows_precision(void **state UNUSED)
{
    assert_int_equal(date_precision((struct date){2011, 0, 0}), DATE_YEAR);
    assert_int_equal(date_precision((struct date){2011, 3, 0}), DATE_MONTH);
    assert_int_equal(date_precision((struct date){2011, 3, 5}), DATE_DAY);
    assert_int_equal(date_last((struct date){2011, 0, 0}), days_from_civil(2011, 12, 31));
    assert_int_equal(date_last((struct date){2012, 2, 0}), days_from_civil(2012, 2, 29));
    assert_int_equal(date_first((struct date){2012, 2, 0}), days_from_civil(2012, 2, 1));
    assert_int_equal(date_last((struct date){2011, 3, 5}), date_first((struct date){2011, 3, 5}));
    assert_false(date_valid((struct date){2011, 0, 5}));
    assert_false(date_valid((struct date){2011, 13, 0}));
    assert_false(date_valid((struct date){999, 1, 1}));
    assert_false(date_valid((struct date){2011, 2, 29}));
    assert_int_equal(days_in_month(2011, 13), 0);
}

static void reads_times(void **state UNUSED)
{
    struct rows *rows = rows_open("base-times");
    struct row row;
    while (rows_next(rows, &row)) {
        int32_t minutes = -1;
        bool fine = time_parse(row.field[0], &minutes);
        struct str got = fine ? arena_format(rows_arena(rows), "%d", minutes) : STR("-");
        rows_equal(rows, got, row.field[1], row.field[0].ptr);
    }
    rows_close(rows);
    char text[6];
    assert_string_equal(time_format(425, text).ptr, "07:05");
    assert_string_equal(time_format(1439, text).ptr, "23:59");
    assert_int_equal(time_format(0, text).len, 5);
}

static void use_zone(const char *zone)
{
    assert_int_equal(setenv("TZ", zone, 1), 0);
    tzset();
}

static void stamps(void **state UNUSED)
{
    char text[STAMP_TEXT_MAX];
    use_zone("UTC");
    assert_string_equal(stamp_format(0, text).ptr, "1970-01-01T00:00:00.000+00:00");
    assert_string_equal(stamp_format(-1, text).ptr, "1969-12-31T23:59:59.999+00:00");
    /* Belgium, by its rule, so that no zone files are needed. */
    use_zone("CET-1CEST,M3.5.0,M10.5.0/3");
    assert_string_equal(stamp_format(1794661327123, text).ptr, "2026-11-14T14:02:07.123+01:00");
    assert_string_equal(stamp_format(1783252800005, text).ptr, "2026-07-05T14:00:00.005+02:00");
    use_zone("NST3:30");
    assert_string_equal(stamp_format(0, text).ptr, "1969-12-31T20:30:00.000-03:30");
    assert_int_equal(stamp_format(INT64_MAX, text).len, 0);
    assert_int_equal(stamp_format(INT64_MIN + 1000, text).len, 0);
    use_zone("UTC");
}

static void local_days(void **state UNUSED)
{
    const int64_t midnight = (int64_t)days_from_civil(2026, 11, 14) * 86400000;
    use_zone("UTC");
    assert_int_equal(clock_day(midnight), days_from_civil(2026, 11, 14));
    assert_int_equal(clock_day(midnight - 1), days_from_civil(2026, 11, 13));
    use_zone("CET-1CEST,M3.5.0,M10.5.0/3");
    assert_int_equal(clock_day(midnight - 1), days_from_civil(2026, 11, 14));
    assert_int_equal(clock_day(midnight - 3600001), days_from_civil(2026, 11, 13));
    use_zone("UTC");
}

static void the_machine_s_clock(void **state UNUSED)
{
    struct clock clock = clock_system();
    int64_t before = clock.boot_ms(clock.context);
    int64_t wall = clock.wall_ms(clock.context);
    assert_true(wall > (int64_t)days_from_civil(2020, 1, 1) * 86400000);
    assert_true(clock.boot_ms(clock.context) >= before);
    assert_true(before >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_dates),
        cmocka_unit_test(counts_ages),
        cmocka_unit_test(ages_hold_for_every_day),
        cmocka_unit_test(counts_days),
        cmocka_unit_test(knows_precision),
        cmocka_unit_test(reads_times),
        cmocka_unit_test(stamps),
        cmocka_unit_test(local_days),
        cmocka_unit_test(the_machine_s_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
