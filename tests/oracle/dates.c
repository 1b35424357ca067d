#include "tests/oracle/encode.h"

/* The calendar as formulas: steps up along the days on which a year or a month begins. */

static const int days_before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

struct calendar {
    Z3_ast year, january; /* its number, and its first day */
    Z3_ast leap;
};

static Z3_ast plus(struct encoding *e, Z3_ast a, Z3_ast b)
{
    Z3_ast both[] = {a, b};
    return Z3_mk_add(e->z, 2, both);
}

static Z3_ast minus(struct encoding *e, Z3_ast a, Z3_ast b)
{
    Z3_ast both[] = {a, b};
    return Z3_mk_sub(e->z, 2, both);
}

static Z3_ast one_if(struct encoding *e, Z3_ast truth)
{
    return z_choose(e, truth, z_int(e, 1), z_int(e, 0));
}

static bool is_leap(int year)
{
    return days_from_civil(year + 1, 1, 1) - days_from_civil(year, 1, 1) == 366;
}

static struct calendar calendar(struct encoding *e, Z3_ast day, int first_year)
{
    int first = first_year ? first_year : ENCODE_FIRST_YEAR;
    struct calendar c = {z_int(e, first), z_int(e, days_from_civil(first, 1, 1)), z_bool(e, is_leap(first))};
    for (int year = first + 1; year <= ENCODE_LAST_YEAR; year++) {
        Z3_ast january = z_int(e, days_from_civil(year, 1, 1));
        Z3_ast here = Z3_mk_ge(e->z, day, january);
        c.year = z_choose(e, here, z_int(e, year), c.year);
        c.january = z_choose(e, here, january, c.january);
        c.leap = z_choose(e, here, z_bool(e, is_leap(year)), c.leap);
    }
    return c;
}

/* Days of the year before a month, 1 to 13. */
static Z3_ast before_month(struct encoding *e, const struct calendar *c, int month)
{
    Z3_ast days = z_int(e, days_before[month - 1]);
    return month > 2 ? plus(e, days, one_if(e, c->leap)) : days;
}

static Z3_ast month_of(struct encoding *e, const struct calendar *c, Z3_ast day)
{
    Z3_ast month = z_int(e, 1);
    Z3_ast in_year = minus(e, day, c->january);
    for (int m = 2; m <= 12; m++) {
        month = z_choose(e, Z3_mk_ge(e->z, in_year, before_month(e, c, m)), z_int(e, m), month);
    }
    return month;
}

void encode_calendar(struct encoding *e, struct zvalue *date)
{
    struct calendar c = calendar(e, date->value, date->first_year);
    date->year = c.year;
    date->month = month_of(e, &c, date->value);
}

/* A month alone begins on its first day and ends on its last; a year likewise. */
static void partial(struct encoding *e, unsigned precisions, struct zvalue *date)
{
    struct calendar c = calendar(e, date->value, date->first_year);
    Z3_ast how = z_fresh(e, Z3_mk_int_sort(e->z));
    Z3_ast year = Z3_mk_eq(e->z, how, z_int(e, DATE_YEAR));
    Z3_ast month = Z3_mk_eq(e->z, how, z_int(e, DATE_MONTH));
    Z3_ast any = z_bool(e, false);
    Z3_ast begins = z_bool(e, false);
    Z3_ast end = date->value;
    for (int p = DATE_YEAR; p <= DATE_DAY; p++) {
        any = precisions & 1u << p ? z_or(e, any, Z3_mk_eq(e->z, how, z_int(e, p))) : any;
    }
    for (int m = 1; m <= 12; m++) {
        Z3_ast first = plus(e, c.january, before_month(e, &c, m));
        Z3_ast here = Z3_mk_eq(e->z, date->value, first);
        Z3_ast last = plus(e, c.january, minus(e, before_month(e, &c, m + 1), z_int(e, 1)));
        begins = z_or(e, begins, here);
        end = z_choose(e, here, last, end);
    }
    z_must(e, any);
    z_must_when(e, year, Z3_mk_eq(e->z, date->value, c.january));
    z_must_when(e, month, begins);
    Z3_ast new_year = plus(e, c.january, z_int(e, 364));
    date->last =
        z_choose(e, year, plus(e, new_year, one_if(e, c.leap)), z_choose(e, month, end, date->value));
}

void encode_date(struct encoding *e, unsigned precisions, int first_year, struct zvalue *date)
{
    date->value = z_fresh(e, Z3_mk_int_sort(e->z));
    date->first_year = first_year;
    z_must(e, Z3_mk_ge(e->z, date->value, z_int(e, days_from_civil(first_year, 1, 1))));
    z_must(e, Z3_mk_lt(e->z, date->value, z_int(e, days_from_civil(ENCODE_LAST_YEAR + 1, 1, 1))));
    if (precisions != 1u << DATE_DAY) {
        partial(e, precisions, date);
    }
}

/* ---- ages ------------------------------------------------------------------------------------ */

/* Years on one day: less one where the birthday comes later in the year, that of 29 February on 1 March. */
static Z3_ast age_on(struct encoding *e, const struct calendar *c, Z3_ast birth, struct date today)
{
    Z3_ast in_year = plus(e, before_month(e, c, today.month), z_int(e, today.day - 1));
    Z3_ast later = Z3_mk_gt(e->z, minus(e, birth, c->january), in_year);
    return minus(e, minus(e, z_int(e, today.year), c->year), one_if(e, later));
}

Z3_ast encode_age_today(struct encoding *e, Z3_ast birth, int first_year)
{
    struct calendar c = calendar(e, birth, first_year);
    Z3_ast age = z_int(e, 0);
    for (int32_t day = e->first_day; day <= e->last_day; day++) {
        Z3_ast here = Z3_mk_eq(e->z, e->today, z_int(e, day));
        age = z_choose(e, here, age_on(e, &c, birth, date_from_days(day)), age);
    }
    return Z3_mk_int2real(e->z, age);
}
